"""The parts of a query as SQL conditions, each on one table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    exists,
    or_,
    select,
    union_all,
)

from models.record import DutyRole, SectionKind
from pipeline.archive.bulk import among, fetch_plain
from pipeline.archive.criteria import QuantityLimit, parse_quantity
from pipeline.archive.fulltext import names_with
from pipeline.archive.names import bare_key, name_key, unit_key
from pipeline.archive.periods import Period
from pipeline.archive.query import Query, Secrecy
from pipeline.archive.renaming import names_over_time
from pipeline.archive.rows import LABEL_CAMPAIGN, LABEL_ISSUER, LABEL_PLACE, LONG_DAYS, Span, role_bits
from pipeline.archive.tables import (
    assignments,
    bodies,
    citations,
    deadlines,
    documents,
    duties,
    labels,
    quantities,
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


def build_conditions(connection: Connection, query: Query, recurring: Sequence[int]) -> Conditions:
    """The conditions of a query. Names are looked up at once, so that every condition knows their numbers.

    Args:
        connection: to the archive.
        query: what is asked.
        recurring: the numbers of the `recurrences` that fall due within `query.due`.
    """
    return _Builder(connection, query, recurring).conditions()


class _Builder:
    """The conditions of one query for one database."""

    def __init__(self, connection: Connection, query: Query, recurring: Sequence[int]) -> None:
        self._connection = connection
        self._query = query
        self._recurring = recurring
        self._dialect = connection.dialect.name
        self._numbers: dict[tuple[str, ...], list[int]] = {}  # of the names that were looked up
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
            days, due = self._due(query, query.due, inside)
        elif query.body is not None:
            duty = _inside(inside, duties, self._duty(query.body, query.role))
            if query.role is not None:  # who is only mentioned has no role
                asked = self._ask(_has(duties, duty))
                listed = self._listed(duties, query.body, duties.c.role == query.role)
            else:
                body = _inside(inside, bodies, self._is_named(bodies, self._body_keys(query.body)))
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
        asked = self._ask(_has(labels, and_(labels.c.kind == kind, self._is_named(labels, keys))))
        listed = select(labels.c.document_key).where(labels.c.kind == kind, self._is_listed(labels, keys))
        self._sources.append(Source(listed, asked))

    def _citation(self, cited: str) -> Condition:
        keys = [name_key(cited)]
        condition = self._is_named(citations, keys)
        listed = select(citations.c.document_key).where(self._is_listed(citations, keys))
        self._sources.append(Source(listed, self._ask(_has(citations, condition))))
        return condition

    def _quantity(self, criterion: str, inside: Condition | None) -> Condition:
        asked = parse_quantity(criterion)
        probes: list[Condition] = []
        lists: list[Condition] = []
        if asked.unit:
            probes.append(self._is_named(quantities, [unit_key(asked.unit)]))
            lists.append(self._is_listed(quantities, [unit_key(asked.unit)]))
        if asked.limit is not None:
            limit = _LIMITS[asked.limit](quantities.c.value, asked.value)
            probes.append(limit)
            lists.append(limit)
        condition = _inside(inside, quantities, and_(*probes))
        told = self._ask(_has(quantities, condition))
        listed = select(quantities.c.document_key).where(*lists)
        self._sources.append(Source(listed, told if inside is None else None))
        return condition

    def _due(self, query: Query, period: Period, inside: Condition | None) -> tuple[Condition, Condition]:
        """Deadlines of a span of days within the period, and all that are asked for.

        With a body they are looked for among the assignments, which repeat the days of their deadlines.
        """
        due = or_(*self._ways(deadlines, period, is_listed=False))
        table = deadlines
        its: list[Condition] = []
        listed_its: list[Condition] = []
        if query.body is not None:
            table = assignments
            keys = self._body_keys(query.body)
            has_role = [] if query.role is None else [assignments.c.roles.bitwise_and(role_bits([query.role])) != 0]
            its = [self._is_named(assignments, keys), *has_role]
            listed_its = [self._is_listed(assignments, keys), *has_role]
            of_deadline = select(assignments.c.position).where(
                assignments.c.document_key == deadlines.c.document_key,
                assignments.c.deadline == deadlines.c.position,
                *its,
            )
            due = and_(due, exists(of_deadline.correlate(deadlines)))
        due = _inside(inside, deadlines, due)
        if inside is None:
            asked = self._ask(_has(table, and_(*its, or_(*self._ways(table, period, is_listed=False)))))
        else:
            asked = self._ask(_has(deadlines, due))
        ways = self._ways(table, period, is_listed=True)
        listed = union_all(*(select(table.c.document_key).where(*listed_its, way) for way in ways)).subquery()
        self._sources.append(Source(select(listed.c.document_key), asked if inside is None else None))
        return self._ways(deadlines, period, is_listed=True)[0], due

    def _ways(self, table: Table, period: Period, *, is_listed: bool) -> tuple[Condition, Condition, Condition]:
        """How a deadline can fall due within a period: in a span of days, in a longer one, recurring.

        They are put so that an index lists all such deadlines, or so that those of a document at hand are asked:
        a sum has no index; else SQLite lists all of the archive for each of a few documents.
        """
        columns = table.c
        span = columns.span if is_listed else columns.span + 0
        short = [span == int(Span.SHORT)]
        if period.first:
            short.append(columns.latest >= period.first)
        if period.last:
            short += [columns.latest <= _days_after(period.last), columns.earliest <= period.last]
        long = and_(span == int(Span.LONG), _overlaps(period, columns.earliest, columns.latest))
        if is_listed and table is deadlines:
            return and_(*short), long, among(columns.recurrence_id, self._recurring, self._dialect)
        recurs = among(columns.recurrence_id + 0, self._recurring, self._dialect)
        return and_(*short), long, and_(span == int(Span.RECURRING), recurs)

    def _spellings(self, name: str) -> tuple[str, ...]:
        return names_over_time(name) if self._query.renamed else (name,)

    def _ask(self, condition: Condition) -> Condition:
        self._documents.append(condition)
        return condition

    def _body_keys(self, name: str) -> list[str]:
        return [name_key(spelling) for spelling in self._spellings(name)]

    def _ids(self, keys: list[str]) -> list[int]:
        """The numbers of the names that hold one of these runs of words."""
        asked = tuple(keys)
        if asked not in self._numbers:
            self._numbers[asked] = [key for (key,) in fetch_plain(self._connection, names_with(self._dialect, asked))]
        return self._numbers[asked]

    def _is_listed(self, table: Table, keys: list[str]) -> Condition:
        """Whether a part has such a name, told by the index of names."""
        return among(table.c.name_id, self._ids(keys), self._dialect)

    def _is_named(self, table: Table, keys: list[str]) -> Condition:
        """The same of a part that is found by its document.

        A sum has no index; else SQLite looks each of a thousand names up for each of a thousand documents.
        """
        return among(table.c.name_id + 0, self._ids(keys), self._dialect)

    def _listed(self, table: Table, name: str, *more: Condition) -> Keys:
        """The documents with parts of this name, from the index of names."""
        return select(table.c.document_key).where(self._is_listed(table, self._body_keys(name)), *more)

    def _duty(self, body: str, role: DutyRole | None) -> Condition:
        named = self._is_named(duties, self._body_keys(body))
        return and_(named, duties.c.role == role) if role else named

    def _section(self, section: str) -> Condition:
        """The sections of a kind, or with these words in their heading."""
        kind = section.strip().lower()
        keys = [name_key(section)]
        heading = self._is_named(sections, keys)
        if kind not in set(SectionKind):
            self._sources.append(Source(select(sections.c.document_key).where(self._is_listed(sections, keys))))
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


def _has(table: Table, condition: Condition) -> Condition:
    part = select(table.c.position).where(table.c.document_key == documents.c.key, condition)
    return exists(part.correlate(documents))


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
