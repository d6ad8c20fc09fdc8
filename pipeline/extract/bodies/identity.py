"""When two names mean one body, and which of its names a body is entered under.

Single bodies are the same where their folded names are, without the unit that the plan itself
belongs to ("Phòng Nội vụ" and "Phòng Nội vụ huyện" of a district's plan). Groups are the same
where they list the same members, or one a part of the other's ("các cơ quan, đơn vị" of "các
cơ quan, đơn vị, địa phương"), and nothing narrows either down.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from models.record import AdministrativeUnit, BodyKind, Header, Level
from models.units import find_units
from pipeline.extract.bodies.lexicon import body_lexicon
from pipeline.extract.bodies.names import BodyName, find_names
from pipeline.folding import edit_distance, fold

_OFFICES = ("thuong truc ", "co quan thuong truc ")
# Two groups that share this much of their members are one, under its fuller name.
_SAME_MEMBERS = 0.6
# "Các cấp, các ngành" speaks of the whole system, "các cơ quan, đơn vị" of its parts.
_EACH = ("Mỗi ", "Từng ")
_SYSTEM = frozenset({"cap", "nganh"})
_ORGANS = (
    "huyen uy",
    "tinh uy",
    "thanh uy",
    "thi uy",
    "quan uy",
    "dang uy",
    "so ",
    "uy ban nhan dan",
    "hoi dong nhan dan",
)
_OPEN_NAMES = frozenset(
    {"van phong", "ban to chuc", "ban chi dao", "hoi dong", "doan kiem tra", "to cong tac", "so", "trung tam"}
)
_MIN_DAMAGED = 8  # characters of a name that can be told from others with some of them wrong
_MAX_DAMAGE = 2
_OWN_HOUSE = re.compile(r" (?:nha truong|benh vien|cong ty)$")
_SUBORDINATE = (BodyKind.PARTY, BodyKind.MASS_ORGANISATION)  # whose branches are always under the committee
_SHORTENED = "doan the"  # for "đoàn thể chính trị - xã hội"
_UNIT_FIELDS = {Level.PROVINCE: "province", Level.DISTRICT: "district", Level.COMMUNE: "commune"}


# "Huyện ủy Lục Ngạn" is the committee of huyện Lục Ngạn.
_COMMITTEE = re.compile(r"(Tỉnh|Thành|Huyện|Thị|Quận) ủy ((?:[^\W\d_]+ ?){1,4})$")
_COMMITTEE_TYPES = {"tinh": "tỉnh", "thanh": "thành phố", "huyen": "huyện", "thi": "thị xã", "quan": "quận"}
_COMMITTEE_LEVELS = {
    "huyen uy": Level.DISTRICT,
    "thi uy": Level.DISTRICT,
    "quan uy": Level.DISTRICT,
    "tinh uy": Level.PROVINCE,
    "huyen doan": Level.DISTRICT,
    "tinh doan": Level.PROVINCE,
    "trung uong": Level.CENTRAL,
}


@dataclass(frozen=True, slots=True)
class Home:
    """The body and unit that the plan comes from. `unit` is as printed ("huyện Lộc Ninh")."""

    core: str = ""
    unit: str = ""
    level: Level | None = None

    @property
    def type(self) -> str:
        """The folded word for the unit's type ("huyen")."""
        folded = fold(self.unit)
        return next((word for word in _TYPES if folded == word or folded.startswith(word + " ")), "")

    def is_own(self, unit: str) -> bool:
        """Whether a printed unit is the plan's own, with or without its name."""
        folded = fold(unit).removeprefix("cap ")
        return not folded or folded in (fold(self.unit), self.type)


_TYPES = ("thanh pho", "thi tran", "thi xa", "tinh", "huyen", "quan", "phuong", "xa")


def find_home(header: Header) -> Home:
    """Where the plan comes from, as far as its header tells."""
    for value in (header.issuer, header.parent):
        for name in find_names(value.value) if value else ():
            if name.unit and not name.is_group:
                return Home(name.core, name.unit, _unit_level(name))
    names = find_names(header.issuer.value) if header.issuer else ()
    committee = _COMMITTEE.match(names[0].name) if names else None
    if committee:
        unit = f"{_COMMITTEE_TYPES[fold(committee[1])]} {committee[2]}"
        units = find_units(unit)
        return Home(names[0].core, unit if units else "", units[0].level if units else committee_level(names[0].core))
    return Home(names[0].core if names else "", "", names[0].level if names else None)


def committee_level(core: str) -> Level | None:
    """The level that a Party committee in a name shows ("Ban Tuyên giáo Huyện ủy")."""
    return next((level for words, level in _COMMITTEE_LEVELS.items() if words in core), None)


def _unit_level(name: BodyName) -> Level | None:
    units = find_units(name.unit)
    return units[0].level if units else name.level


def identity(name: BodyName, home: Home) -> str:
    """What a name shares with other names of the same body and with no other body's."""
    if name.is_group and name.nouns:
        if not name.position and not name.qualifier and all(noun in _unit_nouns() for noun in name.nouns):
            return _units_key(name.nouns)
        nouns = " ".join(dict.fromkeys(name.nouns))
        qualifier = _plain_qualifier(name.qualifier, home)
        if qualifier == "truc thuoc" and name.kind in _SUBORDINATE:
            qualifier = ""
        # the heads of certain bodies stand for them; "Thủ trưởng các cơ quan" are spoken to as such
        position = "" if name.qualifier else fold(name.position)
        return f"group:{position}:{nouns}:{qualifier}"
    core = _OWN_HOUSE.sub("", name.core)  # "Đoàn Thanh niên (nhà trường)": in its own plan the same
    core = body_lexicon().synonyms.get(core, core)
    if name.is_group:
        words = [fold(word.strip()).removeprefix("cac ") for word in name.unit.replace(" và ", ",").split(",")]
        return _units_key(words) if core == "uy ban nhan dan" else f"{core}:{_units_key(words)}"
    unit = "" if home.is_own(name.unit) else fold(name.unit)
    return f"{core}:{unit}"


@cache
def _unit_nouns() -> frozenset[str]:
    return frozenset(fold(phrase.text) for items in body_lexicon().units.by_first.values() for phrase in items)


def _units_key(words: Iterable[str]) -> str:
    return "units:" + ",".join(sorted(set(words)))


def _plain_qualifier(qualifier: str, home: Home) -> str:
    words = qualifier.replace("co lien quan", "lien quan").replace("cac ", "")
    for owner in (home.core, "so", "bo", "cuc", "truong"):
        if owner and (words == owner or words.endswith(" " + owner)):
            words = words.removesuffix(owner).strip()
    links = ("cap ", "thuoc ", "trong ", "toan ", "tren dia ban ", "cua ", "tren toan ", "dong tren dia ban ")
    rest = words
    while home.unit and rest:
        if home.is_own(rest):
            return ""
        link = next((link for link in links if rest.startswith(link)), None)
        if link is None:
            break
        rest = rest.removeprefix(link)
    return words


def merge_keys(names: Mapping[str, Sequence[BodyName]]) -> dict[str, str]:
    """For each identity, the identity it is entered under, where a fuller name stands for both."""
    merged = {key: key for key in names}
    groups = [key for key in names if key.startswith("group::") and key.endswith(":")]
    for key in sorted(groups, key=lambda key: (len(_nouns(names[key])), key)):
        fuller = [
            other for other in groups if other != key and merged[other] == other and _is_part(names[key], names[other])
        ]
        if fuller:
            merged[key] = max(fuller, key=lambda other: (len(_nouns(names[other])), other))
    for key in groups:
        noun = key.removeprefix("group::").removesuffix(":")
        longer = [other for other in groups if other.startswith(f"group::{noun} ")]
        if noun == _SHORTENED and len(longer) == 1:
            merged[key] = longer[0]
    singles = [key for key in names if not key.startswith(("group:", "units:"))]
    for key in singles:
        if key.endswith(":") and f"group::{key}" in names:  # "CĐCS" beside "các công đoàn cơ sở": each of them
            merged[key] = f"group::{key}"
    for key in singles:
        if merged[key] == key and (read := _well_read(key, singles)):
            merged[key] = read
    for key in singles:
        core, _, unit = key.partition(":")
        longer = [other for other in singles if other != key and _is_short_for(core, unit, other)]
        if len(longer) == 1:
            merged[key] = longer[0]
    return {key: _last(merged, key) for key in merged}


def _well_read(key: str, others: Sequence[str]) -> str | None:
    """The body that a name damaged in recognition stands for ("Giám đốc Sở Ylê"): the only one that near, and sound.

    Damaged is a name with a word that stands in no name of the table.
    """
    if len(key) < _MIN_DAMAGED or any(character.isdigit() for character in key) or _is_sound(key):
        return None
    near = [other for other in others if _is_sound(other) and edit_distance(key, other) <= _MAX_DAMAGE]
    return near[0] if len(near) == 1 else None


def _is_sound(key: str) -> bool:
    return all(word in _words() for word in key.replace(":", " ").split())


@cache
def _words() -> frozenset[str]:
    """The folded words of the table's names, titles and units."""
    lexicon = body_lexicon()
    tables = (lexicon.names, lexicon.heads, lexicon.fields, lexicon.positions, lexicon.posts, lexicon.units)
    rows = (row for table in tables for rows in table.by_first.values() for row in rows)
    return frozenset(word for row in rows for part in row.keys for word in part)


def _last(merged: Mapping[str, str], key: str) -> str:
    seen = {key}
    while merged[key] != key and merged[key] not in seen:
        key = merged[key]
        seen.add(key)
    return key


def _nouns(names: Sequence[BodyName]) -> frozenset[str]:
    return frozenset(noun for name in names for noun in name.nouns)


def _is_part(names: Sequence[BodyName], others: Sequence[BodyName]) -> bool:
    ours, theirs = _nouns(names), _nouns(others)
    if bool(ours & _SYSTEM == _SYSTEM) != bool(theirs & _SYSTEM == _SYSTEM) or len(ours) > len(theirs):
        return False
    if ours <= _SYSTEM or len(ours) == 1:
        return False
    if ours < theirs:
        return True
    return len(ours & theirs) / len(ours | theirs) >= _SAME_MEMBERS


def _is_short_for(core: str, unit: str, other: str) -> bool:
    """Whether a name leaves out what the other adds: "Ban Tuyên giáo (Huyện ủy)", "Phòng Nội vụ (-…)"."""
    longer, _, longer_unit = other.partition(":")
    if not longer.startswith(core + " ") or unit not in ("", longer_unit):
        return False
    rest = longer.removeprefix(core + " ") + " "
    return rest.startswith((*_ORGANS, "cac ")) or core in _OPEN_NAMES or core.startswith("phong ")


def best_name(names: Sequence[BodyName], told: Sequence[BodyName] = ()) -> str:
    """The name that says most: of a group with all its members, of a body with its unit.

    Where only "mỗi đơn vị" is `told` to do something, that is the name, whatever else the plan says of
    "từng đơn vị" or "các đơn vị".
    """
    starts = {name.start for name in told} if all(name.name.startswith(_EACH) for name in told) else set()
    positions = len({name.position for name in names})

    def is_each_told(name: BodyName) -> bool:
        return name.start in starts

    def fullness(name: BodyName) -> tuple[object, ...]:
        # not its head or its standing office, where the body itself is named too
        is_itself = (not name.position or positions == 1) and not name.core.startswith(_OFFICES)
        return (
            is_itself,
            bool(name.nouns) or _is_sound(name.core),  # not as recognition damaged it
            _OWN_HOUSE.search(name.core) is not None,  # of a school's plan, rather than the union's full name
            not name.nouns,
            len(set(name.nouns)),
            is_each_told(name),
            name.name.startswith("Các "),
            len(name.name),
            name.name,
        )

    return max(names, key=fullness).name


def unit_of(level: Level | None, printed: str, home: Home) -> AdministrativeUnit:
    """The administrative unit of a body: what its name prints, else the plan's own."""
    if level is Level.CENTRAL:
        return AdministrativeUnit()
    values: dict[str, str] = {}
    if (
        home.unit
        and " " in home.unit
        and home.level in _UNIT_FIELDS
        and not (level is Level.PROVINCE and home.level is not Level.PROVINCE)
    ):
        values[_UNIT_FIELDS[home.level]] = home.unit
    is_named = bool(printed) and " " in printed and "," not in printed and level in _UNIT_FIELDS
    if is_named and level is not None and find_units(printed):
        values = {_UNIT_FIELDS[level]: printed}
    elif is_named and level is Level.COMMUNE and printed.split()[-1][:1].isupper():  # no table has all communes
        values = {**(values if home.level is Level.DISTRICT else {}), "commune": printed}
    district = values.get("district")
    provinces = {unit.province for unit in find_units(district)} if district else set()
    if len(provinces) == 1 and (province := provinces.pop()):
        values["province"] = next(
            (unit.full_name for unit in find_units(province) if unit.level is Level.PROVINCE), province
        )
    return AdministrativeUnit(**values)
