"""The administrative units of Vietnam with the days they existed, from `lexicon/units.csv`.

Provinces (63 until 30 June 2025, 34 since; Nghị quyết 202/2025/QH15) with their successors,
and the districts that were abolished on 1 July 2025 (Luật Tổ chức chính quyền địa phương
2025). The names were derived from the table of old and new units that ships with underthesea
(vietnamadminunits 1.0.4); Hà Tây (until 31 July 2008, Nghị quyết 15/2008/QH12) and Thừa Thiên
Huế (until 31 December 2024, Nghị quyết 175/2024/QH15) were added by hand.
"""

import csv
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from models.record import Level

_COLUMNS = ("name", "type", "level", "province", "valid_from", "valid_to", "successor")
_TYPE_WORDS = ("thành phố", "thị trấn", "thị xã", "tỉnh", "huyện", "quận", "phường", "xã", "tp.", "tp")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit under one name. `valid_from` and `valid_to` are its first and last day.

    `None` stands for "before our table begins" and "still there". `province` is the short
    name of a district's province at that time; `successor` the short name of the province
    that a merged province became part of.
    """

    name: str
    type: str
    level: Level
    province: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None

    @property
    def full_name(self) -> str:
        """The name with its type, as plans print it: "huyện Lộc Ninh"."""
        return f"{self.type} {self.name}"

    def existed_on(self, day: date) -> bool:
        """Whether the unit existed on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@cache
def load_units() -> tuple[Unit, ...]:
    """Every unit of the table, provinces first.

    Raises:
        ValueError: the table is not NFC, has other columns, or names a successor it does not hold.
    """
    text = resources.files("models.lexicon").joinpath("units.csv").read_text("utf-8")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("units.csv holds text that is not NFC")
    rows = csv.DictReader(text.splitlines())
    if tuple(rows.fieldnames or ()) != _COLUMNS:
        raise ValueError(f"units.csv needs the columns {', '.join(_COLUMNS)}")
    units = tuple(_unit(row) for row in rows)
    provinces = {unit.name for unit in units if unit.level is Level.PROVINCE}
    unknown = {unit.successor for unit in units if unit.successor} - provinces
    if unknown:
        raise ValueError(f"units.csv names successors it does not hold: {sorted(unknown)}")
    return units


def find_units(name: str, *, on: date | None = None) -> tuple[Unit, ...]:
    """The units of that name, with or without its type, that existed `on` that day (or ever).

    >>> [unit.province for unit in find_units("huyện Lộc Ninh")]
    ['Bình Phước']
    """
    key = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    found = _by_name().get(key, ())
    for word in _TYPE_WORDS:
        if not found and key.startswith(word + " "):
            kind = "thành phố" if word.startswith("tp") else word
            found = tuple(unit for unit in _by_name().get(key[len(word) + 1 :], ()) if unit.type == kind)
    return tuple(unit for unit in found if on is None or unit.existed_on(on))


def present_province(name: str) -> str | None:
    """The short name of today's province that a province of the table became, or `None` if unknown.

    >>> present_province("tỉnh Bình Phước")
    'Đồng Nai'
    """
    for unit in find_units(name):
        if unit.level is Level.PROVINCE:
            return unit.name if unit.valid_to is None else unit.successor
    return None


@cache
def _by_name() -> dict[str, tuple[Unit, ...]]:
    table: dict[str, tuple[Unit, ...]] = {}
    for unit in load_units():
        key = unit.name.casefold()
        table[key] = (*table.get(key, ()), unit)
    return table


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        name=row["name"],
        type=row["type"],
        level=Level(row["level"]),
        province=row["province"] or None,
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        successor=row["successor"] or None,
    )
