"""The communes of Vietnam before and after 1 July 2025, from `lexicon/communes.csv`.

On that day 10,035 communes (xã, phường, thị trấn) and the districts above them gave way to 3,321
(xã, phường, đặc khu) below 34 provinces: the resolutions of the National Assembly's Standing
Committee on each province, Nghị quyết 1654 to 1687/NQ-UBTVQH15. One row is one commune of today
and what it was formed from, whole or in part, below the districts of that time; a commune that
was divided stands in several rows. Five island districts had no communes and became special
zones themselves. Names and mergers were taken from the table of vietnamadminunits 1.0.4.
Earlier mergers are not in it.
"""

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

_COLUMNS = ("province", "commune", "formed_from")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A commune as it was until 30 June 2025.

    Attributes:
        name: With its type, "thị trấn Hòa Bình".
        district: With its type, "huyện Hòa Bình".
        province: The short name of its province at that time, "Bạc Liêu".
    """

    name: str
    district: str
    province: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune as it is since 1 July 2025, with those that it was formed from, whole or in part."""

    name: str
    province: str
    formed_from: tuple[FormerCommune, ...]


@cache
def load_communes() -> tuple[Commune, ...]:
    """Every commune of today, province by province.

    Raises:
        ValueError: the table is not NFC or has other columns.
    """
    text = resources.files("models.lexicon").joinpath("communes.csv").read_text("utf-8")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("communes.csv holds text that is not NFC")
    rows = csv.DictReader(text.splitlines())
    if tuple(rows.fieldnames or ()) != _COLUMNS:
        raise ValueError(f"communes.csv needs the columns {', '.join(_COLUMNS)}")
    return tuple(Commune(row["commune"], row["province"], _former(row["formed_from"], row["province"])) for row in rows)


def find_communes(name: str) -> tuple[Commune, ...]:
    """The communes of today of that name, in all provinces; with its type, wherever the tone is printed.

    >>> [commune.province for commune in find_communes("xã Hồ Thị Kỷ")]
    ['Cà Mau']
    """
    return _by_name().get(_key(name), ())


def find_former_communes(name: str) -> tuple[FormerCommune, ...]:
    """The communes until 30 June 2025 of that name, in all districts; with its type.

    >>> [commune.district for commune in find_former_communes("thị trấn Ngan Dừa")]
    ['huyện Hồng Dân']
    """
    return tuple(_successors().get(_key(name), ()))


def communes_formed_from(former: FormerCommune) -> tuple[Commune, ...]:
    """The communes of today that hold the former commune or a part of it.

    >>> [commune.name for commune in communes_formed_from(find_former_communes("xã Nguyễn Huân")[0])]
    ['xã Tân Tiến']
    """
    return _successors().get(_key(former.name), {}).get(former, ())


def _former(text: str, province: str) -> tuple[FormerCommune, ...]:
    """The communes of "Bạc Liêu / huyện Hòa Bình: thị trấn Hòa Bình, xã Vĩnh Mỹ A; …"."""
    found = []
    for group in text.split("; "):
        place, _, names = group.partition(": ")
        former_province, _, district = place.rpartition(" / ")
        found += [FormerCommune(name, district, former_province or province) for name in names.split(", ")]
    return tuple(found)


@cache
def _by_name() -> dict[str, tuple[Commune, ...]]:
    table: dict[str, tuple[Commune, ...]] = {}
    for commune in load_communes():
        key = _key(commune.name)
        table[key] = (*table.get(key, ()), commune)
    return table


@cache
def _successors() -> dict[str, dict[FormerCommune, tuple[Commune, ...]]]:
    table: dict[str, dict[FormerCommune, tuple[Commune, ...]]] = {}
    for commune in load_communes():
        for former in commune.formed_from:
            same_name = table.setdefault(_key(former.name), {})
            same_name[former] = (*same_name.get(former, ()), commune)
    return table


def _key(name: str) -> str:
    """The name in small letters with the tone behind each word: "Hoà" and "Hòa" are one name, "Hoa" another."""
    words = unicodedata.normalize("NFD", name.casefold()).split()
    return " ".join(
        "".join(sign for sign in word if sign not in _TONES) + "".join(sign for sign in word if sign in _TONES)
        for word in words
    )
