"""What a body is called on another day: the names it went on under, and those it came from.

Three tables tell: agencies that ended or were renamed (`models.agencies`), provinces and
districts with the days they existed (`models.units`), and the communes before and after 1 July
2025 (`models.communes`). A body's name is its agency with or without a unit ("Sở Thông tin và
Truyền thông tỉnh Bình Phước"); each part is followed by itself. What no table knows stands as it
is; nothing is guessed: a commune's name that several places bear is followed only with its
district or province behind it ("xã Tân Lập, huyện Lục Ngạn").
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from models.agencies import Agency, first_days, load_agencies
from models.communes import (
    Commune,
    FormerCommune,
    communes_formed_from,
    find_communes,
    find_former_communes,
)
from models.record import Level
from models.units import Unit, find_units, load_units, present_province
from pipeline.extract.bodies.names import canonical_name
from pipeline.folding import match_key

_MERGER = date(2025, 7, 1)  # of the communes
_COMMUNE = re.compile(r"(?<!\w)(?<!thị )(?:xã|phường|thị trấn|đặc khu)(?= [A-ZĐÀ-Ỹ0-9])")
_ABOVE = re.compile(r"(?:,\s*|\s+)(?=(?:huyện|quận|thị xã|thành phố|tỉnh|tp\.?)\s)", re.IGNORECASE)
_CITY = re.compile(r"^tp\.?\s+", re.IGNORECASE)


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
    parts = _split(name)
    units = _units_after(parts.unit, on)
    agencies = _agencies_after(parts.agency, on, frozenset())
    return _joined(agencies, units)


def predecessors(name: str, on: date) -> tuple[str, ...]:
    """The names under which, on an earlier day, the work was done that a body does now, sorted.

    >>> predecessors("Sở Xây dựng", on=date(2020, 1, 1))
    ('Sở Giao thông vận tải', 'Sở Xây dựng')
    """
    parts = _split(name)
    return _joined(_agencies_before(parts.agency, on, frozenset()), _units_before(parts.unit, on))


def _joined(agencies: Iterable[str], units: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({f"{agency} {unit}".strip() for agency in agencies for unit in units}))


def _split(name: str) -> _Parts:
    """The name before and behind the point where a unit of the tables begins, the longest unit first."""
    commune = _COMMUNE.search(name)
    if commune:
        agency, unit = canonical_name(name[: commune.start()]), name[commune.start() :]
        return _Parts(agency, unit) if _communes(unit) else _Parts(f"{agency} {unit}".strip(), "")
    name = canonical_name(name)
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
    if communes := _communes(unit):
        return _communes_on(communes, on) or {unit}
    known = find_units(unit) if unit else ()
    if not known:
        return {unit}
    if any(each.existed_on(on) or each.valid_to is None for each in known):
        return {unit}
    followed = {each.successor for each in known if each.successor}
    return {_as_printed(other, unit) for name in followed for other in _provinces(name) if other.existed_on(on)}


def _units_before(unit: str, on: date) -> set[str]:
    if communes := _communes(unit):
        return _communes_on(communes, on) or {unit}
    known = find_units(unit) if unit else ()
    if not known:
        return {unit}
    names = {each.name for each in known if each.level is Level.PROVINCE}
    found = {_as_printed(each, unit) for each in known if each.existed_on(on)}
    for other in load_units():
        if other.successor in names and other.existed_on(on):
            found.add(_as_printed(other, unit))
    return found or {unit}


def _communes(unit: str) -> tuple[Commune | FormerCommune, ...]:
    """The communes of one place that "xã Tân Lập, huyện Lục Ngạn" names, of today or former ones.

    One of today and one former bear the name "xã Hưng Mỹ" and are both meant; where it could be
    several of today, or several former ones, none is.
    """
    name, *above = _ABOVE.split(unit.strip())
    today = [each for each in find_communes(name) if all(_lies_in(each, place) for place in above)]
    former = [each for each in find_former_communes(name) if all(_lies_in(each, place) for place in above)]
    meant: tuple[Commune | FormerCommune, ...] = (*today, *former)
    is_one_place = len(today) <= 1 and len(former) <= 1 and len({_present(each) for each in meant}) == 1
    return meant if is_one_place else ()


def _communes_on(communes: Iterable[Commune | FormerCommune], on: date) -> set[str]:
    """The communes of that day in the place of these; none where the table knows of none."""
    found: set[str] = set()
    for each in communes:
        is_there = (on >= _MERGER) is isinstance(each, Commune)
        others = communes_formed_from(each) if isinstance(each, FormerCommune) else each.formed_from
        found |= {each.name} if is_there else {other.name for other in others}
    return found


def _lies_in(commune: Commune | FormerCommune, place: str) -> bool:
    key = match_key(_CITY.sub("thành phố ", place))
    provinces = {match_key(unit.full_name) for unit in (*_provinces(commune.province), *_provinces(_present(commune)))}
    former = commune.formed_from if isinstance(commune, Commune) else (commune,)
    districts = {match_key(each.district) for each in former}
    return key in provinces | districts


def _present(commune: Commune | FormerCommune) -> str:
    """The short name of the province that the commune's place lies in today."""
    return present_province(commune.province) or commune.province


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
