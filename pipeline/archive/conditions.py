"""The parts of a query as SQL conditions, each on one table."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Table, and_, exists, or_, select

from models.record import DutyRole, SectionKind
from pipeline.archive.names import bare_key, name_key
from pipeline.archive.periods import Period
from pipeline.archive.query import Query
from pipeline.archive.tables import bodies, citations, deadline_bodies, deadlines, documents, duties, sections

Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Conditions:
    """What a query asks of documents, and which of their parts show that they fulfil it.

    `documents` does not cover the search text. A part is `None` where it is not asked about.
    `inside` means the sections that everything else has to stand in.
    """

    documents: tuple[Condition, ...]
    deadlines: Condition | None = None
    duties: Condition | None = None
    bodies: Condition | None = None
    sections: Condition | None = None
    citations: Condition | None = None
    inside: Condition | None = None


def build_conditions(query: Query, recurrences: Collection[str]) -> Conditions:
    """The conditions of a query; `recurrences` are the keys of the recurring deadlines within `query.due`."""
    inside = _section(query.section) if query.section is not None else None
    due: Condition | None = None
    duty: Condition | None = None
    body: Condition | None = None
    heading: Condition | None = None
    citation: Condition | None = None
    document = list(_header_conditions(query))
    if query.cites is not None:
        citation = citations.c.citation_key.contains(name_key(query.cites))
        document.append(_has(citations, citation))
    if query.due:
        due = _due(query.due, recurrences)
        if query.body is not None:
            due = and_(due, _involves(query.body, query.role))
        due = _inside(inside, deadlines, due)
        document.append(_has(deadlines, due))
    elif query.body is not None:
        duty = _inside(inside, duties, _duty(query.body, query.role))
        # Who is only mentioned has no role.
        body = _inside(inside, bodies, _named(bodies, query.body)) if query.role is None else None
        document.append(_has(duties, duty) if body is None else or_(_has(duties, duty), _has(bodies, body)))
    elif inside is not None:
        heading = inside
        document.append(_has(sections, inside))
    return Conditions(tuple(document), due, duty, body, heading, citation, inside)


def _header_conditions(query: Query) -> list[Condition]:
    conditions: list[Condition] = []
    if query.issuer is not None:
        conditions.append(documents.c.issuer_key.contains(name_key(query.issuer)))
    if query.place is not None:
        # The place line never prints the unit's type ("Lộc Ninh, ngày …"), but people type it.
        conditions.append(documents.c.place_key.contains(bare_key(query.place)))
    if query.issued:
        conditions.append(_overlaps(query.issued, documents.c.issued_earliest, documents.c.issued_latest))
    return conditions


def _overlaps(period: Period, first: ColumnElement[object], last: ColumnElement[object]) -> Condition:
    """Whether the days between two columns and the period have one in common; no days, no overlap."""
    conditions = [or_(first.is_not(None), last.is_not(None))]
    if period.last:
        conditions.append(or_(first.is_(None), first <= period.last))
    if period.first:
        conditions.append(or_(last.is_(None), last >= period.first))
    return and_(*conditions)


def _due(period: Period, recurrences: Collection[str]) -> Condition:
    columns = deadlines.c
    once = and_(columns.recurrence.is_(None), _overlaps(period, columns.earliest, columns.latest))
    return or_(once, columns.recurrence.in_(sorted(recurrences)))


def _named(table: Table, name: str) -> Condition:
    return table.c.name_key.contains(name_key(name))


def _duty(body: str, role: DutyRole | None) -> Condition:
    owner = select(bodies.c.position).where(
        bodies.c.document_key == duties.c.document_key, bodies.c.position == duties.c.body, _named(bodies, body)
    )
    condition: Condition = exists(owner.correlate(duties))
    return and_(condition, duties.c.role == role) if role else condition


def _involves(body: str, role: DutyRole | None) -> Condition:
    """Whether a deadline is the body's: it is named with it, or has a duty at the same place.

    A deadline names who is responsible, not in which role; where the role is asked for, the
    body must have it in the deadline's section.
    """
    duty = select(duties.c.position).where(duties.c.document_key == deadlines.c.document_key, _duty(body, role))
    named = select(deadline_bodies.c.position).where(
        deadline_bodies.c.document_key == deadlines.c.document_key,
        deadline_bodies.c.deadline == deadlines.c.position,
        _named(deadline_bodies, body),
    )
    if role is None:
        is_named = _found(named)
    elif role is DutyRole.RECEIVE_REPORT:
        is_named = _found(named.where(deadline_bodies.c.is_recipient == 1))
    else:
        same_section = duty.where(duties.c.section.is_not_distinct_from(deadlines.c.section))
        is_named = and_(_found(named.where(deadline_bodies.c.is_recipient == 0)), _found(same_section))
    same_place = duty.where(duties.c.start < deadlines.c.end, duties.c.end > deadlines.c.start)
    return or_(is_named, _found(same_place))


def _found(parts: Select[tuple[int]]) -> Condition:
    return exists(parts.correlate(deadlines))


def _section(section: str) -> Condition:
    """The sections of a kind, or with these words in their heading."""
    kind = section.strip().lower()
    heading = sections.c.heading_key.contains(name_key(section))
    return or_(heading, sections.c.kinds.contains(f" {kind} ")) if kind in set(SectionKind) else heading


def _inside(section: Condition | None, table: Table, condition: Condition) -> Condition:
    """The condition on parts of a document, and that they begin inside such a section."""
    if section is None:
        return condition
    around = select(sections.c.position).where(
        sections.c.document_key == table.c.document_key,
        sections.c.start <= table.c.start,
        sections.c.end > table.c.start,
        section,
    )
    return and_(condition, exists(around.correlate(table)))


def _has(table: Table, condition: Condition) -> Condition:
    """Whether a document has a part that fulfils a condition."""
    part = select(table.c.position).where(table.c.document_key == documents.c.key, condition)
    return exists(part.correlate(documents))
