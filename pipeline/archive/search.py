"""A query against the tables: which documents, in which order, and what was found in them."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select, true

from models.dates import DateValue
from models.record import DutyRole
from pipeline.archive.bulk import among
from pipeline.archive.conditions import Condition, Conditions, build_conditions
from pipeline.archive.find import Found, all_keys, find_keys, sampled_keys, section_spans
from pipeline.archive.fulltext import text_keys
from pipeline.archive.passages import find_passages
from pipeline.archive.periods import Period
from pipeline.archive.query import Hit, Match, MatchKind, Query, SearchResult
from pipeline.archive.recurrence import first_occurrence
from pipeline.archive.recurring import falling_within
from pipeline.archive.rows import page_at
from pipeline.archive.suggest import suggest
from pipeline.archive.tables import (
    bodies,
    citations,
    deadline_bodies,
    deadlines,
    documents,
    duties,
    quantities,
    recurrences,
    sections,
)
from pipeline.readable import document_number

Matches = dict[int, list[Match]]  # by the key of the document

_SUGGEST_BELOW = 3  # documents found: then other spellings are looked for


def search_documents(connection: Connection, query: Query) -> SearchResult:
    """The page of the answer that `query.limit` and `query.offset` ask for.

    In which order the documents come, and when they are counted to the end, tells `find`.
    """
    conditions = _conditions(connection, query)
    found = find_keys(connection, query, conditions, query.offset + query.limit)
    shown = found.keys[query.offset : query.offset + query.limit]
    matches = _matches(connection, query, conditions, shown)
    columns = [documents.c.key, *(documents.c[name] for name in Hit.model_fields if name != "matches")]
    chosen = among(documents.c.key, shown, connection.dialect.name)
    rows = {row["key"]: row for row in connection.execute(select(*columns).where(chosen)).mappings()} if shown else {}
    hits = tuple(
        Hit(**{name: rows[key][name] for name in Hit.model_fields if name != "matches"}, matches=tuple(matches[key]))
        for key in shown
    )
    is_little = bool(query.terms) and found.total < _SUGGEST_BELOW and not query.offset and _is_rare(connection, query)
    return SearchResult(
        total=found.total,
        offset=query.offset,
        hits=hits,
        is_exact=found.is_exact,
        suggestions=suggest(connection, query, _counted, found.total) if is_little else (),
    )


def matching_keys(connection: Connection, query: Query) -> set[int]:
    """The keys of all documents found, without regard to the query's limit and offset."""
    return all_keys(connection, query, _conditions(connection, query))


def first_keys(connection: Connection, query: Query, wanted: int) -> Found:
    """The keys of the first documents found, in their order; see `find_keys`."""
    return find_keys(connection, query, _conditions(connection, query), wanted)


def sample(connection: Connection, query: Query, wanted: int) -> Found:
    """Documents found, in no order: all, or some of all; see `sampled_keys`."""
    return sampled_keys(connection, query, _conditions(connection, query), wanted)


def _is_rare(connection: Connection, query: Query) -> bool:
    """Whether few documents hold the search text, whatever else is asked of them."""
    holding = text_keys(connection.dialect.name, query.terms).limit(_SUGGEST_BELOW)
    return len(connection.execute(holding).all()) < _SUGGEST_BELOW


def _counted(connection: Connection, query: Query) -> tuple[int, bool]:
    found = first_keys(connection, query, 1)
    return found.total, found.is_exact


def _conditions(connection: Connection, query: Query) -> Conditions:
    recurring = falling_within(connection, query.due) if query.due else []
    return build_conditions(connection, query, recurring)


def _matches(connection: Connection, query: Query, conditions: Conditions, keys: Sequence[int]) -> Matches:
    """What was found in each of a few documents: parts in the record's order, passages last."""
    matches: Matches = {key: [] for key in keys}
    if not keys:
        return matches
    if conditions.deadlines is not None and query.due:
        _add_deadlines(connection, conditions.deadlines, matches, query.due)
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
    if conditions.quantities is not None:
        for row in _parts(connection, quantities, conditions.quantities, keys):
            matches[row["document_key"]].append(_match(MatchKind.CRITERION, row["text"], row, section=row["section"]))
    if query.terms:
        _add_passages(connection, query, conditions, matches)
    return matches


def _add_deadlines(connection: Connection, condition: Condition, matches: Matches, due: Period) -> None:
    keys = list(matches)
    names: dict[tuple[int, int], tuple[list[str], list[str]]] = {}
    for row in _parts(connection, deadline_bodies, true(), keys):
        responsible, report_to = names.setdefault((row["document_key"], row["deadline"]), ([], []))
        (report_to if row["is_recipient"] else responsible).append(row["name"])
    rhythms = _recurrence_keys(connection, keys)
    for row in _parts(connection, deadlines, condition, keys):
        responsible, report_to = names.get((row["document_key"], row["position"]), ([], []))
        matches[row["document_key"]].append(
            _match(
                MatchKind.DEADLINE,
                row["task"],
                row,
                section=row["section"],
                due=DateValue.model_validate_json(row["due"]),
                occurs=first_occurrence(rhythms[row["recurrence_id"]], due) if row["recurrence_id"] else None,
                responsible=tuple(responsible),
                report_to=tuple(report_to),
            )
        )


def _recurrence_keys(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    """The recurrences of a few documents' deadlines, by their numbers."""
    chosen = among(deadlines.c.document_key, keys, connection.dialect.name)
    numbers = select(deadlines.c.recurrence_id).where(chosen)
    rows = connection.execute(select(recurrences.c.id, recurrences.c.key).where(recurrences.c.id.in_(numbers)))
    return {row[0]: row[1] for row in rows}


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
    spans = section_spans(connection, conditions.inside, keys) if conditions.inside is not None else {}
    columns = (documents.c.key, documents.c.text, documents.c.folded, documents.c.page_starts)
    chosen = among(documents.c.key, keys, connection.dialect.name)
    for key, text, folded, page_starts in connection.execute(select(*columns).where(chosen)):
        starts = json.loads(page_starts)
        for passage in find_passages(query.terms, text, folded, spans.get(key)):
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
    chosen = among(table.c.document_key, keys, connection.dialect.name)
    statement = select(table).where(chosen, condition)
    return connection.execute(statement.order_by(table.c.document_key, table.c.position)).mappings()


def _match(kind: MatchKind, text: str, row: RowMapping, **more: Any) -> Match:
    return Match(kind=kind, text=text, page=row["page"], start=row["start"], end=row["end"], **more)
