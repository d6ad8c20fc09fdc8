"""Which documents fulfil a query, in which order: as many as are wanted, and how many there are.

Each part of a query is first asked of its index, for some documents. What the complete lists have in
common are the candidates. Where these are few, all else is asked of each: the
answer is complete, and counted. Otherwise documents are looked through in the order asked for, a window
at a time, until enough are found: what comes first does, and the rest is not counted
(`Found.is_exact`). Where the first windows hold too few, the indexes are asked for long lists before
wider ones are looked through. With a search text the order within a window is by relevance, the windows
themselves begin with what came into the archive last; by date of the deadlines those of a span of days
come before recurring ones.

No way ever sorts or counts all documents of an archive that hold a frequent word.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from pipeline.archive.bulk import among, fetch_plain
from pipeline.archive.conditions import Condition, Conditions, Keys, Source
from pipeline.archive.fulltext import better_keys, chosen_from, latest_first, text_keys
from pipeline.archive.query import Order, Query, SortBy
from pipeline.archive.tables import deadlines, documents, sections
from pipeline.archive.terms import better_ways, hold_terms, holds, title_ranks

_FEW = 300  # documents of which all is asked, and which are put in order, at once
_FEW_TEXTS = 100  # the same where their texts have to be read
_SOME = 1_500  # documents that each index is asked for at first, where several are asked
_MANY = 40_000  # documents that it is asked for where looking through them in order has found too few
_WINDOWS = (120, 500, 2_000)  # documents looked through at a time, while too few are found
_WIDE_WINDOWS = (8_000, 32_000)  # after that
_COUNTED = 10_000  # documents are counted so far
_FEW_READ = 15  # documents whose texts are read, rather than the index, to see how they hold the search text
_FAR = 80  # the same where they are so many documents apart on average
_ALL = 1 << 31
_CHUNK = 500  # documents whose texts are in memory at a time

_NATURAL = {
    SortBy.RELEVANCE: Order.DESCENDING,
    SortBy.ISSUED: Order.DESCENDING,
    SortBy.DUE: Order.ASCENDING,
    SortBy.TITLE: Order.ASCENDING,
    SortBy.QUALITY: Order.DESCENDING,
    SortBy.REVIEW: Order.DESCENDING,
}
_COLUMNS = {
    SortBy.RELEVANCE: documents.c.issued_day,
    SortBy.ISSUED: documents.c.issued_day,
    SortBy.DUE: documents.c.issued_day,
    SortBy.TITLE: documents.c.title_key,
    SortBy.QUALITY: documents.c.quality,
    SortBy.REVIEW: documents.c.errors_a_minute,
}


@dataclass(frozen=True)
class _Candidates:
    """Documents among which are all that fulfil a query, and the conditions that all of them fulfil."""

    keys: frozenset[int]
    told: tuple[Condition, ...]
    hold_text: bool


@dataclass(frozen=True)
class Found:
    """The first keys in order; `total` documents fulfil the query, or more where it is not exact."""

    keys: tuple[int, ...]
    total: int
    is_exact: bool


def find_keys(connection: Connection, query: Query, conditions: Conditions, wanted: int) -> Found:
    """The first documents in order, at least `wanted` of them if there are as many."""
    return _Finder(connection, query, conditions).first(max(wanted, 1))


def all_keys(connection: Connection, query: Query, conditions: Conditions) -> set[int]:
    """Every document that fulfils a query, in no order."""
    return _Finder(connection, query, conditions).all()


def sampled_keys(connection: Connection, query: Query, conditions: Conditions, wanted: int) -> Found:
    """Documents that fulfil a query, in no order: all of them, or more than so many chosen from all evenly.

    The choice is the same each time.
    """
    return _Finder(connection, query, conditions).sampled(wanted)


class _Finder:
    """One query on one connection."""

    def __init__(self, connection: Connection, query: Query, conditions: Conditions) -> None:
        self._connection = connection
        self._query = query
        self._conditions = conditions
        self._dialect = connection.dialect.name
        self._sort = query.sort or _usual_sort(query)
        self._is_descending = (query.order or _NATURAL[self._sort]) is Order.DESCENDING

    def all(self) -> set[int]:
        statement = select(documents.c.key).where(*self._conditions.documents)
        if self._query.terms:
            statement = statement.where(documents.c.key.in_(self._listed_text()))
        return set(self._holding_inside(self._keys(statement)))

    def first(self, wanted: int) -> Found:
        sources = list(self._sources())
        candidates: _Candidates | None
        if self._is_small():
            candidates = _Candidates(frozenset(self._keys(select(documents.c.key))), (), hold_text=False)
        else:
            candidates = self._candidates(sources, _FEW if self._is_one_thing(sources) else _SOME)
        if candidates is not None:
            return self._among_candidates(candidates, wanted)
        found = self._windowed(wanted, None, _WINDOWS)
        if found is not None:
            return found
        # What fulfils one condition hardly fulfils the others: the indexes know more than a look at each document.
        candidates = self._candidates(sources, _MANY)
        if candidates is not None:
            return self._among_candidates(candidates, wanted)
        return self._looked_through(wanted, None)

    def sampled(self, wanted: int) -> Found:
        sources = list(self._sources())
        candidates = self._candidates(sources, 5 * wanted)
        last = self._connection.scalar(select(func.max(documents.c.key))) or 0
        among_keys = range(1, last + 1) if candidates is None else sorted(candidates.keys)
        for size in (wanted, 4 * wanted, 16 * wanted):
            if size >= len(among_keys):
                break
            chosen = sorted(random.Random(size).sample(among_keys, size))
            keys = self._fulfilling(chosen, candidates)
            if len(keys) >= wanted // 4:
                return Found(tuple(keys), len(keys), is_exact=False)
        if candidates is None:
            candidates = self._candidates(sources, _MANY)
        keys = sorted(self.all()) if candidates is None else self._fulfilling(sorted(candidates.keys), candidates)
        return Found(tuple(keys), len(keys), is_exact=True)

    def _among_candidates(self, candidates: _Candidates, wanted: int) -> Found:
        few = _FEW_TEXTS if self._reads_texts else _FEW
        if len(candidates.keys) <= few:
            keys = self._ordered(self._fulfilling(sorted(candidates.keys), candidates))
            return Found(tuple(keys), len(keys), is_exact=True)
        return self._looked_through(wanted, candidates)

    def _looked_through(self, wanted: int, candidates: _Candidates | None) -> Found:
        found = self._windowed(wanted, candidates, (*_WINDOWS, *_WIDE_WINDOWS, _ALL))
        assert found is not None, "the last window is without end"
        return found

    @property
    def _reads_texts(self) -> bool:
        return self._conditions.inside is not None and bool(self._query.terms)

    def _candidates(self, sources: Sequence[Source], limit: int) -> _Candidates | None:
        """What those lists have in common that are complete with so many documents, `None` where none is."""
        found: _Candidates | None = None
        for source in sources:
            listed = self._keys(source.keys.limit(limit + 1))
            if len(listed) > limit:
                continue
            keys = frozenset(listed) if found is None else found.keys.intersection(listed)
            told = (*(found.told if found else ()), *((source.tells,) if source.tells is not None else ()))
            found = _Candidates(keys, told, (found is not None and found.hold_text) or source.is_text)
            if len(keys) < _FEW // 20:
                break  # to look further would take longer than to ask the rest of these
        return found

    def _sources(self) -> Iterator[Source]:
        if self._query.terms:
            yield Source(self._listed_text(), is_text=True)
        for source in self._conditions.sources:
            inner = source.keys.subquery()
            yield Source(select(next(iter(inner.c))).distinct(), source.tells)

    def _keys(self, source: Keys) -> list[int]:
        return [key for (key,) in fetch_plain(self._connection, source)]

    def _is_one_thing(self, sources: Sequence[Source]) -> bool:
        """Whether a single index knows all that is asked: its list is then read in order, and counted."""
        asked = len(self._conditions.documents) + bool(self._query.terms)
        return asked == len(sources) == 1 and not self._reads_texts

    def _is_small(self) -> bool:
        return self._connection.scalar(select(documents.c.key).limit(1).offset(_FEW)) is None

    def _windowed(self, wanted: int, candidates: _Candidates | None, sizes: Sequence[int]) -> Found | None:
        """As many as are wanted from windows of these sizes; `None` where these hold fewer and are not the last."""
        found: list[int] = []
        known: set[int] = set()
        for keys, is_last in self._windows(candidates, sizes):
            fresh = [key for key in dict.fromkeys(keys) if key not in known]
            known.update(fresh)
            if candidates is not None:
                fresh = [key for key in fresh if key in candidates.keys]
            found += self._ordered(self._fulfilling(fresh, candidates))
            if is_last:
                return Found(tuple(found), len(found), is_exact=True)
            if len(found) >= wanted:
                return self._with_count(found, candidates)
        return None

    def _with_count(self, found: list[int], candidates: _Candidates | None) -> Found:
        """The first documents with the number of all: counted, or at least so many."""
        total = self._counted(candidates)
        if total is None:
            return Found(tuple(found), len(found), is_exact=False)
        if total > _COUNTED and self._is_limited:
            return Found(tuple(found), max(len(found), _COUNTED), is_exact=False)
        return Found(tuple(found), total, is_exact=True)

    @property
    def _is_limited(self) -> bool:
        """Whether the query asks anything; what is in the archive is counted to the end."""
        return bool(self._query.terms or self._conditions.documents)

    def _counted(self, candidates: _Candidates | None) -> int | None:
        """How many fulfil a query that asks but what is told already, or one thing that an index can count."""
        asked = self._asked(candidates)
        if candidates is not None:
            is_told = not asked and (candidates.hold_text or not self._query.terms)
            return len(candidates.keys) if is_told and not self._reads_texts else None
        if self._query.terms:
            listed = None if asked or self._conditions.inside is not None else self._listed_text()
        elif asked:
            listed = next((one.keys for one in self._sources() if len(asked) == 1 and one.tells is asked[0]), None)
        else:
            listed = select(documents.c.key)
        if listed is None:
            return None
        counted = (listed.limit(_COUNTED + 1) if self._is_limited else listed).subquery()
        return self._connection.scalar(select(func.count()).select_from(counted)) or 0

    def _listed_text(self) -> Keys:
        """The documents that hold the search text."""
        return text_keys(self._dialect, self._query.terms)

    def _asked(self, candidates: _Candidates | None) -> list[Condition]:
        """The conditions that are still to be asked."""
        told = candidates.told if candidates is not None else ()
        return [one for one in self._conditions.documents if not any(one is other for other in told)]

    def _windows(self, candidates: _Candidates | None, sizes: Sequence[int]) -> Iterator[tuple[list[int], bool]]:
        """Keys in the order asked for, a window at a time, and whether they are the last."""
        begun = 0
        if candidates is not None and self._sort is SortBy.RELEVANCE:
            latest = sorted(candidates.keys, reverse=True)
            for size in sizes:
                yield latest[begun : begun + size], begun + size >= len(latest)
                begun += size
            return
        walk = self._walk()
        for size in sizes:
            keys = self._keys(walk.limit(size).offset(begun))
            is_end = len(keys) < size
            yield keys, is_end and not self._is_by_day
            if is_end:
                break
            begun += size
        else:
            return
        if candidates is not None or sizes[-1] == _ALL:  # what has no day of its own comes last
            rest = candidates.keys if candidates is not None else frozenset(self._keys(self._all_due()))
            yield sorted(rest, reverse=True), True

    @property
    def _is_by_day(self) -> bool:
        return self._sort is SortBy.DUE and self._conditions.days is not None

    def _all_due(self) -> Keys:
        due = self._conditions.deadlines
        statement = select(deadlines.c.document_key).distinct()
        return statement if due is None else statement.where(due)

    def _walk(self) -> Keys:
        if self._query.terms and self._sort is SortBy.RELEVANCE:
            return latest_first(self._listed_text())
        if self._is_by_day and self._conditions.days is not None:
            day = deadlines.c.latest
            nearest = select(deadlines.c.document_key).where(self._conditions.days)
            return nearest.order_by(day.desc() if self._is_descending else day)
        column = _COLUMNS[self._sort]
        directed: Callable[[Any], Any] = (lambda one: one.desc()) if self._is_descending else (lambda one: one.asc())
        return select(documents.c.key).order_by(directed(column), directed(documents.c.key))

    def _fulfilling(self, keys: list[int], candidates: _Candidates | None) -> list[int]:
        """Those of a few documents that fulfil all of the query."""
        asked = self._asked(candidates)
        if keys and asked:
            statement = select(documents.c.key).where(among(documents.c.key, keys, self._dialect), *asked)
            keys = self._keys(statement)
        if keys and self._query.terms and not (candidates is not None and candidates.hold_text):
            keys = self._among(self._listed_text(), keys)
        return self._holding_inside(keys)

    def _among(self, source: Keys, keys: Sequence[int]) -> list[int]:
        """Those of a selection from the full-text index that are among the keys."""
        return self._keys(chosen_from(source, keys, self._dialect)) if keys else []

    def _ordered(self, keys: Sequence[int]) -> list[int]:
        """A few documents in the order asked for; whatever is equal, by date and id."""
        if len(keys) < 2:
            return list(keys)
        columns = [documents.c.key, _COLUMNS[self._sort], documents.c.issued_day, documents.c.document_id]
        if self._sort is SortBy.RELEVANCE:
            columns.append(documents.c.title)
        rows = self._connection.execute(select(*columns).where(among(documents.c.key, keys, self._dialect))).all()
        rows = sorted(rows, key=lambda row: (-row[2], row[3]))
        if self._sort is SortBy.DUE:
            days = self._days(keys)
            with_day = [row for row in rows if row[0] in days]
            with_day.sort(key=lambda row: days[row[0]], reverse=self._is_descending)
            rows = with_day + [row for row in rows if row[0] not in days]
        elif self._sort is SortBy.RELEVANCE:
            tiers = self._tiers(keys)
            titles = {row[0]: title_ranks(self._query.terms, row[4] or "") for row in rows}
            rows.sort(
                key=lambda row: (titles[row[0]][0], tiers[row[0]], titles[row[0]][1]), reverse=not self._is_descending
            )
        else:
            rows.sort(key=lambda row: row[1], reverse=self._is_descending)
        return [row[0] for row in rows]

    def _tiers(self, keys: Sequence[int]) -> dict[int, list[bool]]:
        """For each document in which ways it does not hold the search text, the best way first.

        The texts tell it faster than the index where these are few for the part of the archive they stand in.
        """
        tiers: dict[int, list[bool]] = {key: [] for key in keys}
        ways = better_ways(self._query.terms)
        if ways and (len(keys) < _FEW_READ or max(keys) - min(keys) > _FAR * len(keys)):
            columns = (documents.c.key, documents.c.text, documents.c.folded)
            chosen = among(documents.c.key, keys, self._dialect)
            for key, text, folded in fetch_plain(self._connection, select(*columns).where(chosen)):
                tiers[key] = [not holds(wanted, text, folded, as_typed=as_typed) for as_typed, wanted in ways]
            return tiers
        for source in better_keys(self._dialect, self._query.terms) if ways else ():
            holding = set(self._among(source, keys))
            for key, tier in tiers.items():
                tier.append(key not in holding)
        return tiers

    def _days(self, keys: Sequence[int]) -> dict[int, Any]:
        """The nearest of the deadlines asked for, by document; any deadline where none is asked for."""
        day = func.coalesce(deadlines.c.latest, deadlines.c.earliest)
        statement = select(deadlines.c.document_key, day).where(among(deadlines.c.document_key, keys, self._dialect))
        if self._conditions.deadlines is not None:
            statement = statement.where(self._conditions.deadlines)
        days: dict[int, Any] = {}
        for key, nearest in fetch_plain(self._connection, statement):
            if nearest is not None and (key not in days or nearest < days[key]):
                days[key] = nearest
        return days

    def _holding_inside(self, keys: list[int]) -> list[int]:
        """Those of the documents that hold the search text inside sections of the sort asked for."""
        inside = self._conditions.inside
        if inside is None or not self._query.terms:
            return keys
        found: list[int] = []
        for first in range(0, len(keys), _CHUNK):
            chunk = keys[first : first + _CHUNK]
            spans = section_spans(self._connection, inside, chunk)
            with_section = [key for key in chunk if spans[key]]
            texts = self._connection.execute(
                select(documents.c.key, documents.c.folded).where(among(documents.c.key, with_section, self._dialect))
            )
            holding = {key for key, folded in texts if hold_terms(self._query.terms, folded, spans[key])}
            found.extend(key for key in chunk if key in holding)
        return found


def section_spans(connection: Connection, inside: Any, keys: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Where the sections of a sort stand in each of a few documents: (start, end)."""
    spans: dict[int, list[tuple[int, int]]] = {key: [] for key in keys}
    columns = (sections.c.document_key, sections.c.start, sections.c.end)
    chosen = among(sections.c.document_key, keys, connection.dialect.name)
    for key, start, end in connection.execute(select(*columns).where(chosen, inside).order_by(*columns)):
        spans[key].append((start, end))
    return spans


def _usual_sort(query: Query) -> SortBy:
    if query.terms:
        return SortBy.RELEVANCE
    return SortBy.DUE if query.due else SortBy.ISSUED
