"""Which documents fulfil a query, in which order: as many as are wanted, and how many there are.

Each part of a query is first asked of its index, for a few documents, then for some thousands. What the
complete lists have in common are the candidates. Where these are few, all else is asked of each: the
answer is complete, and counted. Otherwise documents are looked through in the order asked for, a window
at a time, until enough are found: what comes first does, and the rest is not counted
(`Found.is_exact`). With a search text the order within such a window is by relevance, the windows
themselves begin with what came into the archive last; by date of the deadlines those of a span of days
come before recurring ones.

Neither way ever sorts or counts all documents of an archive that hold a frequent word.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from pipeline.archive.conditions import Condition, Conditions, Keys, Source, among
from pipeline.archive.fulltext import better_keys, between, latest_first, text_keys
from pipeline.archive.query import Order, Query, SortBy
from pipeline.archive.tables import deadlines, documents, sections
from pipeline.archive.terms import hold_terms
from pipeline.folding import fold

_FEW = 300  # documents of which all is asked, and which are put in order, at once
_FEW_TEXTS = 100  # the same where their texts have to be read
_SOME = 10_000  # documents that one index is asked for
_WINDOWS = (120, 500, 2_000, 8_000, 32_000)  # documents looked through at a time, while too few are found
_COUNTED = 20_000  # documents that hold a text are counted so far
_PROBED = 12  # documents that the full-text index is asked for one by one
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


def find_keys(
    connection: Connection, query: Query, conditions: Conditions, wanted: int, patience: int | None = None
) -> Found:
    """The first documents in order, at least `wanted` of them if there are as many.

    With `patience` no further ones are looked for when something was found among so many.
    """
    return _Finder(connection, query, conditions).first(wanted, _ALL if patience is None else patience)


def all_keys(connection: Connection, query: Query, conditions: Conditions) -> set[int]:
    """Every document that fulfils a query, in no order."""
    return _Finder(connection, query, conditions).all()


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
            statement = statement.where(documents.c.key.in_(text_keys(self._dialect, self._query.terms)))
        return set(self._holding_inside(self._keys(statement)))

    def first(self, wanted: int, patience: int) -> Found:
        candidates = self._candidates()
        few = _FEW_TEXTS if self._reads_texts else _FEW
        if candidates is not None and len(candidates.keys) <= few:
            keys = self._ordered(self._fulfilling(sorted(candidates.keys), candidates))
            return Found(tuple(keys), len(keys), is_exact=True)
        return self._windowed(max(wanted, 1), candidates, patience)

    @property
    def _reads_texts(self) -> bool:
        return self._conditions.inside is not None and bool(self._query.terms)

    def _candidates(self) -> _Candidates | None:
        """What the complete lists of the query's parts have in common, `None` where no list is complete."""
        sources = list(self._sources())
        if self._is_small():
            return _Candidates(frozenset(self._keys(select(documents.c.key))), (), hold_text=False)
        for limit in (_FEW, _SOME):
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
            if found is not None:
                return found
        return None

    def _sources(self) -> Iterator[Source]:
        if self._query.terms:
            yield Source(text_keys(self._dialect, self._query.terms), is_text=True)
        for source in self._conditions.sources:
            inner = source.keys.subquery()
            yield Source(select(next(iter(inner.c))).distinct(), source.tells)

    def _keys(self, source: Keys) -> list[int]:
        cursor = self._connection.execute(source).cursor  # numbers need none of what a result does to its rows
        return [row[0] for row in cursor.fetchall()] if cursor is not None else []

    def _is_small(self) -> bool:
        return self._connection.scalar(select(documents.c.key).limit(1).offset(_FEW)) is None

    def _windowed(self, wanted: int, candidates: _Candidates | None, patience: int) -> Found:
        found: list[int] = []
        known: set[int] = set()
        for keys, is_last in self._windows(candidates):
            fresh = [key for key in dict.fromkeys(keys) if key not in known]
            known.update(fresh)
            if candidates is not None:
                fresh = [key for key in fresh if key in candidates.keys]
            found += self._ordered(self._fulfilling(fresh, candidates))
            if is_last:
                return Found(tuple(found), len(found), is_exact=True)
            if len(found) >= wanted or (found and len(known) >= patience):
                break
        total = self._counted(candidates)
        if total is None or (total > _COUNTED and self._query.terms):
            return Found(tuple(found), max(len(found), min(total or 0, _COUNTED)), is_exact=False)
        return Found(tuple(found), total, is_exact=True)

    def _counted(self, candidates: _Candidates | None) -> int | None:
        """How many fulfil a query that asks but what is told already, or one thing an index can count."""
        conditions = self._conditions
        if candidates is not None:
            is_told = not self._asked(candidates) and (candidates.hold_text or not self._query.terms)
            return len(candidates.keys) if is_told and not self._reads_texts else None
        if self._query.terms and not conditions.documents and conditions.inside is None:
            counted = text_keys(self._dialect, self._query.terms).limit(_COUNTED + 1).subquery()
        elif not self._query.terms and not conditions.documents:
            return self._connection.scalar(select(func.count()).select_from(documents)) or 0
        else:
            return None
        return self._connection.scalar(select(func.count()).select_from(counted)) or 0

    def _asked(self, candidates: _Candidates | None) -> list[Condition]:
        """The conditions that are still to be asked."""
        told = candidates.told if candidates is not None else ()
        return [one for one in self._conditions.documents if not any(one is other for other in told)]

    def _windows(self, candidates: _Candidates | None) -> Iterator[tuple[list[int], bool]]:
        """Keys in the order asked for, a window at a time, and whether they are the last."""
        begun = 0
        if candidates is not None and self._sort is SortBy.RELEVANCE:
            latest = sorted(candidates.keys, reverse=True)
            for size in (*_WINDOWS, len(latest)):
                yield latest[begun : begun + size], begun + size >= len(latest)
                begun += size
            return
        walk = self._walk()
        for size in _WINDOWS:
            keys = self._keys(walk.limit(size).offset(begun))
            if len(keys) < size and not self._is_by_day:
                yield keys, True
                return
            yield keys, False
            if len(keys) < size:
                break
            begun += size
        else:
            yield self._keys(walk.limit(_ALL).offset(begun)), not self._is_by_day
        if self._is_by_day:  # what has no day of its own comes last
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
            return latest_first(text_keys(self._dialect, self._query.terms))
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
            keys = self._among(text_keys(self._dialect, self._query.terms), keys)
        return self._holding_inside(keys)

    def _among(self, source: Keys, keys: Sequence[int]) -> list[int]:
        """Those of a selection from the full-text index that are among the keys."""
        if not keys:
            return []
        if len(keys) <= _PROBED:
            probes = [between(source, key, key) for key in keys]
            return [key for probe in probes for key in self._keys(probe)]
        wanted = set(keys)
        return [key for key in self._keys(between(source, min(keys), max(keys))) if key in wanted]

    def _ordered(self, keys: Sequence[int]) -> list[int]:
        """A few documents in the order asked for; whatever is equal, by date and id."""
        if len(keys) < 2:
            return list(keys)
        columns = (documents.c.key, _COLUMNS[self._sort], documents.c.issued_day, documents.c.document_id)
        rows = self._connection.execute(select(*columns).where(among(documents.c.key, keys, self._dialect))).all()
        rows = sorted(rows, key=lambda row: (-row[2], row[3]))
        if self._sort is SortBy.DUE:
            days = self._days(keys)
            with_day = [row for row in rows if row[0] in days]
            with_day.sort(key=lambda row: days[row[0]], reverse=self._is_descending)
            rows = with_day + [row for row in rows if row[0] not in days]
        elif self._sort is SortBy.RELEVANCE:
            tiers = self._tiers(keys)
            rows.sort(key=lambda row: tiers[row[0]], reverse=not self._is_descending)
        else:
            rows.sort(key=lambda row: row[1], reverse=self._is_descending)
        return [row[0] for row in rows]

    def _tiers(self, keys: Sequence[int]) -> dict[int, list[bool]]:
        """For each document in which ways it does not hold the search text, the best way first."""
        tiers: dict[int, list[bool]] = {key: [] for key in keys}
        for source in better_keys(self._dialect, self._query.terms) if self._query.terms else ():
            holding = set(self._among(source, keys))
            for key, tier in tiers.items():
                tier.append(key not in holding)
        return tiers

    def _days(self, keys: Sequence[int]) -> dict[int, Any]:
        """The nearest of the deadlines asked for, by document; any deadline where none is asked for."""
        day = func.min(func.coalesce(deadlines.c.latest, deadlines.c.earliest))
        statement = select(deadlines.c.document_key, day).where(among(deadlines.c.document_key, keys, self._dialect))
        if self._conditions.deadlines is not None:
            statement = statement.where(self._conditions.deadlines)
        rows = self._connection.execute(statement.group_by(deadlines.c.document_key))
        return {key: nearest for key, nearest in rows if nearest is not None}

    def _holding_inside(self, keys: list[int]) -> list[int]:
        """Those of the documents that hold the search text inside sections of the sort asked for."""
        inside = self._conditions.inside
        if inside is None or not self._query.terms:
            return keys
        found: list[int] = []
        for first in range(0, len(keys), _CHUNK):
            chunk = keys[first : first + _CHUNK]
            spans = section_spans(self._connection, inside, chunk)
            texts = self._connection.execute(
                select(documents.c.key, documents.c.text).where(among(documents.c.key, chunk, self._dialect))
            )
            holding = {
                key for key, text in texts if spans[key] and hold_terms(self._query.terms, fold(text), spans[key])
            }
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
