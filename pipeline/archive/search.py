"""A query against the tables: which documents, in which order, and what was found in them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, func, select, true

from models.dates import DateValue
from models.record import DutyRole
from pipeline.archive.conditions import Condition, Conditions, build_conditions
from pipeline.archive.fulltext import with_text
from pipeline.archive.passages import find_passages
from pipeline.archive.periods import Period
from pipeline.archive.query import Hit, Match, MatchKind, Query, SearchResult
from pipeline.archive.recurrence import first_occurrence
from pipeline.archive.rows import page_at
from pipeline.archive.tables import bodies, citations, deadline_bodies, deadlines, documents, duties, sections
from pipeline.archive.terms import hold_terms
from pipeline.readable import document_number

Matches = dict[int, list[Match]]  # by the key of the document
Spans = dict[int, list[tuple[int, int]]]

_CHUNK = 500  # documents whose texts are in memory at a time


def search_documents(connection: Connection, query: Query) -> SearchResult:
    """The page of the answer that `query.limit` and `query.offset` ask for.

    With a search text the best match comes first (what is spelled as typed before what is only
    alike without diacritics), else the nearest deadline where a due date is given, else the
    latest plan.
    """
    occurrences = _occurrences(connection, query.due)
    conditions = build_conditions(query, occurrences)
    keys = _ranked_keys(connection, query, conditions)
    shown = keys[query.offset : query.offset + query.limit]
    matches = _matches(connection, query, conditions, shown, occurrences)
    columns = [column for column in documents.c if column.name not in ("record", "text", "folded")]
    found = connection.execute(select(*columns).where(documents.c.key.in_(shown))).mappings()
    rows = {row["key"]: row for row in found}
    hits = tuple(
        Hit(**{name: rows[key][name] for name in Hit.model_fields if name != "matches"}, matches=tuple(matches[key]))
        for key in shown
    )
    return SearchResult(total=len(keys), offset=query.offset, hits=hits)


def matching_keys(connection: Connection, query: Query) -> list[int]:
    """The keys of all documents found, without regard to the query's limit and offset."""
    return _ranked_keys(connection, query, build_conditions(query, _occurrences(connection, query.due)))


def _occurrences(connection: Connection, due: Period | None) -> dict[str, Period]:
    """The recurring deadlines of the archive that fall into the period, each with its first time."""
    if due is None:
        return {}
    keys = connection.scalars(select(deadlines.c.recurrence).where(deadlines.c.recurrence.is_not(None)).distinct())
    found = {key: first_occurrence(key, due) for key in keys}
    return {key: occurrence for key, occurrence in found.items() if occurrence}


def _ranked_keys(connection: Connection, query: Query, conditions: Conditions) -> list[int]:
    statement = select(documents.c.key).where(*conditions.documents)
    if query.terms:
        statement = with_text(connection, statement, documents.c.key, query.terms)
    elif conditions.deadlines is not None:
        day = func.min(func.coalesce(deadlines.c.latest, deadlines.c.earliest))
        nearest = select(day).where(deadlines.c.document_key == documents.c.key, conditions.deadlines)
        statement = statement.order_by(nearest.correlate(documents).scalar_subquery().asc().nulls_last())
    statement = statement.order_by(documents.c.issued_latest.desc().nulls_last(), documents.c.document_id)
    keys = list(connection.scalars(statement))
    if query.terms and conditions.inside is not None:
        return _with_text_inside(connection, query, keys, conditions.inside)
    return keys


def _with_text_inside(connection: Connection, query: Query, keys: Sequence[int], inside: Condition) -> list[int]:
    """Those of the documents that hold the search text inside sections of the sort asked for."""
    found: list[int] = []
    for first in range(0, len(keys), _CHUNK):
        chunk = keys[first : first + _CHUNK]
        spans = _section_spans(connection, inside, chunk)
        texts = connection.execute(select(documents.c.key, documents.c.folded).where(documents.c.key.in_(chunk)))
        holding = {key for key, folded in texts if hold_terms(query.terms, folded, spans[key])}
        found.extend(key for key in chunk if key in holding)
    return found


def _section_spans(connection: Connection, inside: Condition, keys: Sequence[int]) -> Spans:
    spans: Spans = {key: [] for key in keys}
    for row in _parts(connection, sections, inside, keys):
        spans[row["document_key"]].append((row["start"], row["end"]))
    return spans


def _matches(
    connection: Connection,
    query: Query,
    conditions: Conditions,
    keys: Sequence[int],
    occurrences: Mapping[str, Period],
) -> Matches:
    """What was found in each of a few documents: parts in the record's order, passages last."""
    matches: Matches = {key: [] for key in keys}
    if conditions.deadlines is not None:
        _add_deadlines(connection, conditions.deadlines, matches, occurrences)
    if conditions.duties is not None:
        _add_duties(connection, conditions, matches)
    if conditions.sections is not None and not query.terms:
        for row in _parts(connection, sections, conditions.sections, keys):
            matches[row["document_key"]].append(_match(MatchKind.SECTION, row["heading"], row, section=row["path"]))
    if conditions.citations is not None:
        for row in _parts(connection, citations, conditions.citations, keys):
            cited = " ".join(
                filter(None, (row["doc_type"], document_number(row["number"], row["symbol"]), row["title"]))
            )
            matches[row["document_key"]].append(_match(MatchKind.CITATION, cited, row))
    if query.terms:
        _add_passages(connection, query, conditions, matches)
    return matches


def _add_deadlines(
    connection: Connection, condition: Condition, matches: Matches, occurrences: Mapping[str, Period]
) -> None:
    keys = list(matches)
    names: dict[tuple[int, int], tuple[list[str], list[str]]] = {}
    for row in _parts(connection, deadline_bodies, true(), keys):
        responsible, report_to = names.setdefault((row["document_key"], row["deadline"]), ([], []))
        (report_to if row["is_recipient"] else responsible).append(row["name"])
    for row in _parts(connection, deadlines, condition, keys):
        responsible, report_to = names.get((row["document_key"], row["position"]), ([], []))
        matches[row["document_key"]].append(
            _match(
                MatchKind.DEADLINE,
                row["task"],
                row,
                section=row["section"],
                due=DateValue.model_validate_json(row["due"]),
                occurs=occurrences.get(row["recurrence"]) if row["recurrence"] else None,
                responsible=tuple(responsible),
                report_to=tuple(report_to),
            )
        )


def _add_duties(connection: Connection, conditions: Conditions, matches: Matches) -> None:
    """The duties of the body asked for, or the body itself where it has none."""
    keys = list(matches)
    names = {(row["document_key"], row["position"]): row["name"] for row in _parts(connection, bodies, true(), keys)}
    with_duties: set[tuple[int, int]] = set()
    if conditions.duties is not None:
        for row in _parts(connection, duties, conditions.duties, keys):
            owner = (row["document_key"], row["body"])
            with_duties.add(owner)
            found = _match(
                MatchKind.DUTY,
                row["text"],
                row,
                section=row["section"],
                body=names[owner],
                role=DutyRole(row["role"]),
            )
            matches[row["document_key"]].append(found)
    if conditions.bodies is not None:
        for row in _parts(connection, bodies, conditions.bodies, keys):
            if (row["document_key"], row["position"]) not in with_duties:
                matches[row["document_key"]].append(_match(MatchKind.BODY, row["name"], row, body=row["name"]))


def _add_passages(connection: Connection, query: Query, conditions: Conditions, matches: Matches) -> None:
    keys = list(matches)
    spans = _section_spans(connection, conditions.inside, keys) if conditions.inside is not None else {}
    columns = (documents.c.key, documents.c.text, documents.c.page_starts)
    for key, text, page_starts in connection.execute(select(*columns).where(documents.c.key.in_(keys))):
        starts = json.loads(page_starts)
        for passage in find_passages(query.terms, text, spans.get(key)):
            matches[key].append(
                Match(
                    kind=MatchKind.PASSAGE,
                    text=passage.text,
                    page=page_at(starts, passage.first_hit),
                    start=passage.start,
                    end=passage.end,
                    marks=passage.marks,
                )
            )


def _parts(connection: Connection, table: Table, condition: Condition, keys: Sequence[int]) -> Iterable[RowMapping]:
    """The rows of a table that belong to one of the documents and fulfil a condition, in the record's order."""
    statement = select(table).where(table.c.document_key.in_(keys), condition)
    return connection.execute(statement.order_by(table.c.document_key, table.c.position)).mappings()


def _match(kind: MatchKind, text: str, row: RowMapping, **more: Any) -> Match:
    return Match(kind=kind, text=text, page=row["page"], start=row["start"], end=row["end"], **more)
