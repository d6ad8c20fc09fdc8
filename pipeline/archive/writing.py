"""Records into the tables of the archive, with what people have said of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import Connection, Table, delete, func, select

from models.correction import Correction
from models.record import PlanRecord
from pipeline.archive.bulk import Row, insert_rows
from pipeline.archive.fulltext import index_names, index_texts
from pipeline.archive.recurring import recurrence_row
from pipeline.archive.rows import document_row, pack, part_rows
from pipeline.archive.tables import corrections, documents, names, recurrences, words
from pipeline.archive.terms import words_in
from pipeline.corrections import Corrected, apply_corrections

_IN_A_STATEMENT = 500  # values after IN; every database takes as many
_LONGEST_WORD = 20  # characters of a word that can be suggested; longer ones are no syllables

Versioned = tuple[PlanRecord, str]  # a machine's record, and the version of the pipeline that made it


def insert_record(connection: Connection, machine: PlanRecord, pipeline_version: str) -> Corrected:
    """Write the machine's record in place of any earlier one of the same document.

    What can be searched, and shown, is the record after its corrections.
    """
    return insert_records(connection, [(machine, pipeline_version)])[0]


def insert_records(connection: Connection, machines: Sequence[Versioned]) -> list[Corrected]:
    """Write many records at once; of several of the same document the last one stays.

    Faster than one by one, for each table is written to once.
    """
    latest = {machine.document_id: (machine, version) for machine, version in machines}
    log = _logs(connection, list(latest))
    shown = {id_: apply_corrections(machine, log.get(id_, ())) for id_, (machine, _) in latest.items()}
    for ids in _chunks(latest):
        connection.execute(delete(documents).where(documents.c.document_id.in_(ids)))
    first = (connection.scalar(select(func.max(documents.c.key))) or 0) + 1
    keys = {document_id: key for key, document_id in enumerate(latest, start=first)}
    rows = [{"key": keys[id_], **shown_row(*latest[id_], shown[id_])} for id_ in latest]
    insert_rows(connection, documents, rows)
    index_texts(connection, rows)
    parts: dict[Table, list[Row]] = {}
    for document_id, corrected in shown.items():
        for table, of_document in part_rows(corrected.record, keys[document_id]).items():
            parts.setdefault(table, []).extend(of_document)
    with_numbers(connection, parts)
    for table, of_all in parts.items():
        insert_rows(connection, table, of_all)
    _note_words(connection, [row["text"] for row in rows])
    return [shown[machine.document_id] for machine, _ in machines]


def shown_row(machine: PlanRecord, pipeline_version: str, corrected: Corrected) -> Row:
    """The row of `documents` for a machine's record and what became of it, but for its key."""
    packed = pack(machine)
    return {
        **document_row(corrected.record, pipeline_version, corrected.statuses),
        "record": packed,
        "corrected": pack(corrected.record) if corrected.statuses else None,
    }


def with_numbers(connection: Connection, parts: dict[Table, list[Row]]) -> None:
    """Put the numbers of names and recurrences in place of their keys, in rows of `part_rows`.

    New ones are taken in.
    """
    named = _distinct(parts, "name_key")
    numbers = known_numbers(connection, names, named)
    fresh = _numbered(connection, names, [key for key in named if key not in numbers])
    if fresh:
        insert_rows(connection, names, [{"id": number, "key": key} for key, number in fresh.items()])
        index_names(connection, fresh)
    recurring = _distinct(parts, "recurrence_key")
    rhythms = known_numbers(connection, recurrences, recurring)
    new_rhythms = _numbered(connection, recurrences, [key for key in recurring if key not in rhythms])
    if new_rhythms:
        rows = [{"id": number, **recurrence_row(key)} for key, number in new_rhythms.items()]
        insert_rows(connection, recurrences, rows)
    put_numbers(parts, numbers | fresh, rhythms | new_rhythms)


def put_numbers(parts: dict[Table, list[Row]], named: Mapping[str, int], recurring: Mapping[str, int]) -> None:
    """Put numbers in place of keys, in rows of `part_rows`; none where one is missing."""
    for rows in parts.values():
        for row in rows:
            if "name_key" in row:
                row["name_id"] = named.get(row.pop("name_key"))
            if "recurrence_key" in row:
                row["recurrence_id"] = recurring.get(row.pop("recurrence_key"))


def known_numbers(connection: Connection, table: Table, keys: Iterable[str]) -> dict[str, int]:
    """The numbers of those keys that a dictionary of the archive (names, recurrences) has."""
    found: dict[str, int] = {}
    for chunk in _chunks(keys):
        rows = connection.execute(select(table.c.key, table.c.id).where(table.c.key.in_(chunk)))
        found.update((key, number) for key, number in rows)
    return found


def _distinct(parts: dict[Table, list[Row]], name: str) -> list[str]:
    return list(dict.fromkeys(row[name] for rows in parts.values() for row in rows if row.get(name)))


def _numbered(connection: Connection, table: Table, keys: list[str]) -> dict[str, int]:
    first = (connection.scalar(select(func.max(table.c.id))) or 0) + 1 if keys else 0
    return {key: number for number, key in enumerate(keys, start=first)}


def correction_log(connection: Connection, document_id: str) -> list[Correction]:
    """All corrections of a document, in the order they were made."""
    return _logs(connection, [document_id]).get(document_id, [])


def _logs(connection: Connection, document_ids: Iterable[str]) -> dict[str, list[Correction]]:
    logs: dict[str, list[Correction]] = {}
    for ids in _chunks(document_ids):
        statement = select(corrections.c.document_id, corrections.c.entry).where(corrections.c.document_id.in_(ids))
        for document_id, entry in connection.execute(statement.order_by(corrections.c.number)):
            logs.setdefault(document_id, []).append(Correction.model_validate_json(entry))
    return logs


def _note_words(connection: Connection, texts: Iterable[str]) -> None:
    """Take the words of texts into the vocabulary that suggestions come from."""
    pieces: set[str] = set()
    for text in texts:
        pieces.update(text.lower().split())  # what is between blanks is cut into words once, however often it stands
    spelled = {word for word in words_in(" ".join(pieces)) if 1 < len(word) <= _LONGEST_WORD and word.isalpha()}
    known: set[str] = set()
    for chunk in _chunks(spelled):
        known.update(connection.scalars(select(words.c.word).where(words.c.word.in_(chunk))))
    insert_rows(connection, words, [{"word": word, "length": len(word)} for word in sorted(spelled - known)])


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(values)
    while chunk := list(islice(rest, _IN_A_STATEMENT)):
        yield chunk
