"""What a body is called on another day: the names it went on under, and those it came from.

Two tables tell: agencies that ended or were renamed (`models.agencies`), and provinces and
districts with the days they existed (`models.units`). A body's name is its agency with or
without a unit ("Sở Thông tin và Truyền thông tỉnh Bình Phước"); each part is followed by
itself. What no table knows stands as it is; nothing is guessed.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from models.agencies import Agency, first_days, load_agencies
from models.record import Level
from models.units import Unit, find_units, load_units
from pipeline.extract.bodies.names import canonical_name
from pipeline.folding import match_key


class _Parts(NamedTuple):
    """An agency, and the unit behind it as printed, "" where none is."""

    agency: str
    unit: str


def successors(name: str, on: date) -> tuple[str, ...]:
    """The names under which a body's work is done on a day, sorted; the name itself where nothing changed.

    Empty where the body ended with no one body to carry its work on, as with the departments of
    districts. Abbreviations are read as in plans.

    >>> successors("Sở TT&TT tỉnh Bình Phước", on=date(2026, 1, 1))
    ('Sở Khoa học và Công nghệ tỉnh Đồng Nai',)
    """
    parts = _split(canonical_name(name))
    units = _units_after(parts.unit, on)
    agencies = _agencies_after(parts.agency, on, frozenset())
    return _joined(agencies, units)


def predecessors(name: str, on: date) -> tuple[str, ...]:
    """The names under which, on an earlier day, the work was done that a body does now, sorted.

    >>> predecessors("Sở Xây dựng", on=date(2020, 1, 1))
    ('Sở Giao thông vận tải', 'Sở Xây dựng')
    """
    parts = _split(canonical_name(name))
    return _joined(_agencies_before(parts.agency, on, frozenset()), _units_before(parts.unit, on))


def _joined(agencies: Iterable[str], units: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({f"{agency} {unit}".strip() for agency in agencies for unit in units}))


def _split(name: str) -> _Parts:
    """The name before and behind the point where a unit of the table begins, the longest unit first."""
    words = name.split()
    for index in range(1, len(words)):
        tail = " ".join(words[index:])
        units = find_units(tail)
        if units and (words[index][:1].islower() or any(unit.level is Level.PROVINCE for unit in units)):
            return _Parts(" ".join(words[:index]), tail)
    return _Parts(name, "")


def _agencies_after(agency: str, on: date, seen: frozenset[str]) -> set[str]:
    row = _agencies().get(match_key(agency))
    if row is None or on <= row.until or row.name in seen:
        return {agency}
    found: set[str] = set()
    for successor in row.successors:
        found |= _agencies_after(successor, on, seen | {row.name})
    return found


def _agencies_before(agency: str, on: date, seen: frozenset[str]) -> set[str]:
    """The agencies that had not ended before that day and led to this one, itself among them."""
    key = match_key(agency)
    own = _agencies().get(key)
    is_there = (own is None or on <= own.until) and _first_days().get(key, on) <= on
    found = {agency} if is_there else set()
    for row in load_agencies():
        if row.name not in seen and on <= row.until and key in map(match_key, row.successors):
            found |= _agencies_before(row.name, on, seen | {row.name})
    return found


def _units_after(unit: str, on: date) -> set[str]:
    """The unit on that day; none where it had ended with no unit of its level in its place."""
    known = find_units(unit) if unit else ()
    if not known:
        return {unit}
    if any(each.existed_on(on) or each.valid_to is None for each in known):
        return {unit}
    followed = {each.successor for each in known if each.successor}
    return {_as_printed(other, unit) for name in followed for other in _provinces(name) if other.existed_on(on)}


def _units_before(unit: str, on: date) -> set[str]:
    known = find_units(unit) if unit else ()
    if not known:
        return {unit}
    names = {each.name for each in known if each.level is Level.PROVINCE}
    found = {_as_printed(each, unit) for each in known if each.existed_on(on)}
    for other in load_units():
        if other.successor in names and other.existed_on(on):
            found.add(_as_printed(other, unit))
    return found or {unit}


def _as_printed(unit: Unit, printed: str) -> str:
    """The unit's name with its type where the name it stands for was printed with one ("Báo An Giang")."""
    return unit.full_name if printed[:1].islower() else unit.name


def _provinces(name: str) -> tuple[Unit, ...]:
    return tuple(unit for unit in find_units(name) if unit.level is Level.PROVINCE)


@cache
def _agencies() -> dict[str, Agency]:
    return {match_key(agency.name): agency for agency in load_agencies()}


@cache
def _first_days() -> dict[str, date]:
    return {match_key(name): day for name, day in first_days().items()}
