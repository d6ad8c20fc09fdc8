"""The parts of a query as SQL conditions, each on one table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from json import dumps
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    String,
    Table,
    and_,
    any_,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    union_all,
)

from models.record import DutyRole, SectionKind
from pipeline.archive.criteria import QuantityLimit, parse_quantity
from pipeline.archive.fulltext import names_with
from pipeline.archive.names import bare_key, name_key, unit_key
from pipeline.archive.periods import Period
from pipeline.archive.query import Query, Secrecy
from pipeline.archive.renaming import names_over_time
from pipeline.archive.rows import LABEL_CAMPAIGN, LABEL_ISSUER, LABEL_PLACE, LONG_DAYS, Span
from pipeline.archive.tables import (
    bodies,
    citations,
    deadline_bodies,
    deadlines,
    documents,
    duties,
    labels,
    quantities,
    recurrences,
    sections,
)

Condition = ColumnElement[bool]
Keys = Select[int]


class Source(NamedTuple):
    """The keys of the documents that fulfil one condition, and maybe of more, from an index.

    `tells` is that condition where the source is no wider than it: it then need not be asked again.
    """

    keys: Keys
    tells: Condition | None = None
    is_text: bool = False  # it tells that the document holds the search text


@dataclass(frozen=True)
class Conditions:
    """What a query asks of documents, and which of their parts show that they fulfil it.

    `documents` hold together for what is asked, but for the search text. A part is `None` where it is
    not asked about. `inside` means the sections that everything else has to stand in.
    """

    documents: tuple[Condition, ...]
    sources: tuple[Source, ...]
    days: Condition | None = None  # of deadlines of a span of days, whatever else is asked of them
    deadlines: Condition | None = None
    duties: Condition | None = None
    bodies: Condition | None = None
    sections: Condition | None = None
    citations: Condition | None = None
    quantities: Condition | None = None
    inside: Condition | None = None


def build_conditions(query: Query, recurring: Condition | None, dialect: str) -> Conditions:
    """The conditions of a query.

    Args:
        query: what is asked.
        recurring: the condition on `recurrences` that they fall due within `query.due`.
        dialect: the database's, "sqlite" or "postgresql".
    """
    return _Builder(query, recurring, dialect).conditions()


def among(column: ColumnElement[Any], values: Iterable[int] | Iterable[str], dialect: str) -> Condition:
    """Whether a column has one of many values, however many: they are sent as one."""
    listed = list(values)
    if dialect == "postgresql":
        kind = Integer if isinstance(column.type, Integer) else String
        return column == any_(cast(listed, ARRAY(kind)))
    return column.in_(select(func.json_each(dumps(listed)).table_valued("value").c.value))


class _Builder:
    """The conditions of one query for one database."""

    def __init__(self, query: Query, recurring: Condition | None, dialect: str) -> None:
        self._query = query
        self._recurring = recurring
        self._dialect = dialect
        self._documents: list[Condition] = []
        self._sources: list[Source] = []

    def conditions(self) -> Conditions:
        query = self._query
        inside = self._section(query.section) if query.section is not None else None
        days: Condition | None = None
        due: Condition | None = None
        duty: Condition | None = None
        body: Condition | None = None
        heading: Condition | None = None
        self._header()
        citation = self._citation(query.cites) if query.cites is not None else None
        quantity = self._quantity(query.criterion, inside) if query.criterion is not None else None
        if query.due:
            days, long = self._due(query.due)
            listed_recurring, recurs = self._recurs()
            due = on_day = or_(days, long, recurs)
            if query.body is not None:
                due = and_(due, self._involves(query.body, query.role))
                self._sources.append(Source(self._naming(query.body, query.role)))
            due = _inside(inside, deadlines, due)
            has_due = self._ask(_has(deadlines, due))
            on_days = union_all(
                *(select(deadlines.c.document_key).where(way) for way in (days, long, listed_recurring))
            ).subquery()
            self._sources.append(Source(select(on_days.c.document_key), has_due if due is on_day else None))
        elif query.body is not None:
            duty = _inside(inside, duties, self._duty(query.body, query.role))
            if query.role is not None:  # who is only mentioned has no role
                asked = self._ask(_has(duties, duty))
                listed = self._listed(duties, query.body, duties.c.role == query.role)
            else:
                body = _inside(inside, bodies, self._named(bodies, query.body))
                # Outside a section whoever has a duty is named, too.
                asked = self._ask(_has(bodies, body) if inside is None else or_(_has(duties, duty), _has(bodies, body)))
                listed = self._listed(bodies, query.body)
            self._sources.append(Source(listed, asked if inside is None else None))
        elif inside is not None and query.criterion is None:
            heading = inside
            self._ask(_has(sections, inside))
        return Conditions(
            documents=tuple(self._documents),
            sources=tuple(self._sources),
            days=days,
            deadlines=due,
            duties=duty,
            bodies=body,
            sections=heading,
            citations=citation,
            quantities=quantity,
            inside=inside,
        )

    def _header(self) -> None:
        query = self._query
        if query.issuer is not None:
            self._label(LABEL_ISSUER, [name_key(name) for name in self._spellings(query.issuer)])
        if query.place is not None:
            # The place line never prints the unit's type ("Lộc Ninh, ngày …"), but people type it.
            self._label(LABEL_PLACE, [bare_key(query.place)])
        if query.campaign is not None:
            self._label(LABEL_CAMPAIGN, [name_key(query.campaign)])
        if query.issued:
            issued = _overlaps(query.issued, documents.c.issued_earliest, documents.c.issued_latest)
            self._ask(issued)
            self._sources.append(Source(select(documents.c.key).where(issued), issued))
        facts: list[Condition] = []
        if query.level is not None:
            facts.append(documents.c.level == query.level)
        if query.confidence is not None:
            facts.append(documents.c.confidence >= query.confidence)
        if query.review is not None:
            facts.append(documents.c.needs_review == int(query.review))
        if query.secrecy is Secrecy.NONE:
            facts.append(documents.c.secrecy.is_(None))
        elif query.secrecy is Secrecy.ANY:
            facts.append(documents.c.secrecy.is_not(None))
        elif query.secrecy is not None:
            facts.append(documents.c.secrecy == query.secrecy.printed)
        if facts:
            asked = self._ask(and_(*facts))
            self._sources.append(Source(select(documents.c.key).where(asked), asked))

    def _label(self, kind: str, keys: list[str]) -> None:
        named = names_with(self._dialect, keys)
        asked = self._ask(_has(labels, and_(labels.c.kind == kind, _probed(labels).in_(named))))
        listed = select(labels.c.document_key).where(labels.c.kind == kind, labels.c.name_id.in_(named))
        self._sources.append(Source(listed, asked))

    def _citation(self, cited: str) -> Condition:
        named = names_with(self._dialect, [name_key(cited)])
        condition = _probed(citations).in_(named)
        listed = select(citations.c.document_key).where(citations.c.name_id.in_(named))
        self._sources.append(Source(listed, self._ask(_has(citations, condition))))
        return condition

    def _quantity(self, criterion: str, inside: Condition | None) -> Condition:
        asked = parse_quantity(criterion)
        probes: list[Condition] = []
        lists: list[Condition] = []
        if asked.unit:
            named = names_with(self._dialect, [unit_key(asked.unit)])
            probes.append(_probed(quantities).in_(named))
            lists.append(quantities.c.name_id.in_(named))
        if asked.limit is not None:
            limit = _LIMITS[asked.limit](quantities.c.value, asked.value)
            probes.append(limit)
            lists.append(limit)
        condition = _inside(inside, quantities, and_(*probes))
        told = self._ask(_has(quantities, condition))
        listed = select(quantities.c.document_key).where(*lists)
        self._sources.append(Source(listed, told if inside is None else None))
        return condition

    def _due(self, period: Period) -> tuple[Condition, Condition]:
        """Deadlines of a span of days, and longer ones, that have a day in a period."""
        columns = deadlines.c
        short = [columns.span == int(Span.SHORT)]
        if period.first:
            short.append(columns.latest >= period.first)
        if period.last:
            short += [columns.latest <= _days_after(period.last), columns.earliest <= period.last]
        long = and_(columns.span == int(Span.LONG), _overlaps(period, columns.earliest, columns.latest))
        return and_(*short), long

    def _recurs(self) -> tuple[Condition, Condition]:
        """Deadlines that recur within the period: as a list from the index, and asked of each one at hand."""
        within = false() if self._recurring is None else self._recurring
        of_deadline = select(recurrences.c.id).where(recurrences.c.id == deadlines.c.recurrence_id, within)
        listed = deadlines.c.recurrence_id.in_(select(recurrences.c.id).where(within))
        return listed, and_(deadlines.c.recurrence_id.is_not(None), _found(of_deadline))

    def _spellings(self, name: str) -> tuple[str, ...]:
        return names_over_time(name) if self._query.renamed else (name,)

    def _ask(self, condition: Condition) -> Condition:
        self._documents.append(condition)
        return condition

    def _names(self, name: str) -> Keys:
        return names_with(self._dialect, [name_key(spelling) for spelling in self._spellings(name)])

    def _named(self, table: Table, name: str) -> Condition:
        """Whether a part of a document that is at hand is of this name."""
        return _probed(table).in_(self._names(name))

    def _listed(self, table: Table, name: str, *more: Condition) -> Keys:
        """The documents with parts of this name, from the index of names."""
        return select(table.c.document_key).where(table.c.name_id.in_(self._names(name)), *more)

    def _naming(self, name: str, role: DutyRole | None) -> Keys:
        """The documents in which a deadline can be a body's: they name it, or give it the role asked for."""
        if role is not None and role is not DutyRole.RECEIVE_REPORT:
            return self._listed(duties, name, duties.c.role == role)
        both = union_all(*(self._listed(table, name) for table in (bodies, deadline_bodies))).subquery()
        return select(both.c.document_key)

    def _duty(self, body: str, role: DutyRole | None) -> Condition:
        named = self._named(duties, body)
        return and_(named, duties.c.role == role) if role else named

    def _involves(self, body: str, role: DutyRole | None) -> Condition:
        """Whether a deadline is the body's: it is named with it, or has a duty at the same place.

        A deadline names who is responsible, not in which role; where the role is asked for, the
        body must have it in the deadline's section.
        """
        duty = select(duties.c.position).where(
            duties.c.document_key == deadlines.c.document_key, self._duty(body, role)
        )
        named = select(deadline_bodies.c.position).where(
            deadline_bodies.c.document_key == deadlines.c.document_key,
            deadline_bodies.c.deadline == deadlines.c.position,
            self._named(deadline_bodies, body),
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

    def _section(self, section: str) -> Condition:
        """The sections of a kind, or with these words in their heading."""
        kind = section.strip().lower()
        named = names_with(self._dialect, [name_key(section)])
        heading = _probed(sections).in_(named)
        if kind not in set(SectionKind):
            self._sources.append(Source(select(sections.c.document_key).where(sections.c.name_id.in_(named))))
            return heading
        if not name_key(section).strip():
            return heading
        return or_(heading, sections.c.kinds.contains(f" {kind} "))


_LIMITS = {
    QuantityLimit.AT_LEAST: lambda column, value: column >= value,
    QuantityLimit.MORE_THAN: lambda column, value: column > value,
    QuantityLimit.EXACTLY: lambda column, value: column == value,
    QuantityLimit.LESS_THAN: lambda column, value: column < value,
    QuantityLimit.AT_MOST: lambda column, value: column <= value,
}


def _overlaps(period: Period, first: ColumnElement[Any], last: ColumnElement[Any]) -> Condition:
    """Whether the days between two columns and the period have one in common; no days, no overlap."""
    conditions = [or_(first.is_not(None), last.is_not(None))]
    if period.last:
        conditions.append(or_(first.is_(None), first <= period.last))
    if period.first:
        conditions.append(or_(last.is_(None), last >= period.first))
    return and_(*conditions)


def _days_after(day: date) -> date:
    """The last day that a deadline can end on which is no long one and begins by that day."""
    return day + timedelta(days=LONG_DAYS) if day < date(9990, 1, 1) else day


def _probed(table: Table) -> ColumnElement[int]:
    """The name's number in rows that are found by their document, not by the index of names.

    A sum has no index; else SQLite looks each of a thousand names up for each of a thousand documents.
    """
    return table.c.name_id + 0


def _has(table: Table, condition: Condition) -> Condition:
    part = select(table.c.position).where(table.c.document_key == documents.c.key, condition)
    return exists(part.correlate(documents))


def _found(parts: Select[int]) -> Condition:
    return exists(parts.correlate(deadlines))


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
