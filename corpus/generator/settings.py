"""Who issues a plan, when and where: what all its parts have in common."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from corpus.generator.draw import Draw
from corpus.generator.meanings import BodyRef
from corpus.generator.tables import load_table
from models.record import AdministrativeUnit, BodyKind, Level
from models.units import Unit, load_units

FIRST_YEAR, LAST_YEAR = 1998, 2026
# Two-tier local government (Nghị quyết 202/2025/QH15): districts end, communes are merged.
TWO_TIERS = date(2025, 7, 1)
# Thông tư liên tịch 55/2005/TTLT-BNV-VPCP; before it people's committees signed as "UB".
_UNIFORM_LETTERHEAD = date(2005, 6, 1)
_HEADLINE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_PARTY_HEADLINE = ("ĐẢNG CỘNG SẢN VIỆT NAM",)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit and the one above it, as names without and with their type."""

    type: str
    name: str
    above_type: str
    above_name: str

    @property
    def full(self) -> str:
        """The unit with its type: "huyện Sơn Lộc"."""
        return f"{self.type} {self.name}"

    @property
    def above(self) -> str:
        """The unit above with its type."""
        return f"{self.above_type} {self.above_name}"


@dataclass(frozen=True)
class Setting:
    """The issuer of a plan with its unit, its day, and the subject."""

    issuer: dict[str, Any]
    subject_id: str
    subject: dict[str, Any]
    place: Place
    issued: date
    year: int
    school: str

    @property
    def is_party(self) -> bool:
        """Whether the plan has the form of Party documents."""
        return bool(self.issuer.get("party"))

    @property
    def is_old(self) -> bool:
        """Whether the plan is older than the uniform letterhead of 2005."""
        return self.issued < _UNIFORM_LETTERHEAD

    @property
    def headline(self) -> tuple[str, ...]:
        """The right column of the letterhead."""
        return _PARTY_HEADLINE if self.is_party else _HEADLINE

    def named(self, template: str) -> str:
        """A template of a table with the names of the unit, the one above, and the school filled in."""
        place, two_tiers = self.place, self.issued >= TWO_TIERS
        communes = "xã, phường" if two_tiers else self._communes()
        party_above = f"Đảng bộ {place.above}"
        values = {
            "u": place.full,
            "U": place.full.upper(),
            "n": place.name,
            "N": place.name.upper(),
            "t": place.type,
            "T": place.type.upper(),
            "pu": place.above,
            "PU": place.above.upper(),
            "pt": place.above_type,
            "c": communes,
            "l": "xã, phường" if two_tiers else "huyện, thị xã, thành phố",
            "school": self.school,
            "SCHOOL": self.school.upper(),
            "party_above": party_above,
            "PARTY_ABOVE": party_above.upper(),
            "party_boss": "Thường trực Tỉnh ủy" if two_tiers else "Thường trực Huyện ủy",
            "local": self._local(communes),
        }
        for key, value in values.items():
            template = template.replace("{" + key + "}", value)
        for word, fitting in self._committees():
            template = template.replace(word, fitting)
        return template

    def body(self, key: str) -> BodyRef:
        """The body of the table of bodies under that key."""
        entry = load_table("bodies")["body"][key]
        name = self.named(entry.get("name", key))
        forms = tuple(self.named(form) for form in entry.get("forms", (name,)))
        others = (self.named(form) for form in (*entry.get("also", ()), *forms))
        also = tuple(other for other in others if other != name)
        level = Level(entry["level"]) if "level" in entry else None
        unit = AdministrativeUnit()
        if name.endswith(f" {self.place.type}") and level and self.issuer["level"] == level.value:
            unit = AdministrativeUnit(**{level.value: self.place.full})
            also = (*also, f"{name.removesuffix(self.place.type)}{self.place.full}")
        return BodyRef(name, BodyKind(entry["kind"]), level, tuple(dict.fromkeys(also)), forms, unit)

    def body_kinds(self, body: BodyRef) -> tuple[BodyKind, ...]:
        """Further kinds that are right for a body of the tables."""
        known = {self.named(name): kinds for name, kinds in _other_kinds().items()}
        return known.get(body.name, ())

    def bodies(self, use: str) -> list[BodyRef]:
        """The bodies within the issuer's reach that exist in the plan's year."""
        table = load_table("bodies")
        when = self.issued.year + (0.5 if self.issued.month >= 7 else 0.0)
        keys = table[self.issuer["reach"]].get(use, [])
        return [self.body(key) for key in keys if _existed(table["body"][key], when)]

    def _committees(self) -> Iterator[tuple[str, str]]:
        """Party committees and youth unions are called after the type of their unit: "Thành ủy", "Quận đoàn"."""
        place, level = self.place, self.issuer["level"]
        province = place.type if level == "province" else place.above_type
        if province == "thành phố" and (level != "commune" or self.issued >= TWO_TIERS):
            yield from (("Tỉnh ủy", "Thành ủy"), ("Tỉnh đoàn", "Thành đoàn"), ("ND tỉnh", "ND thành phố"))
        if level == "district" and place.type != "huyện":
            word = {"quận": "Quận", "thị xã": "Thị"}.get(place.type, "Thành")
            yield from (("Huyện ủy", f"{word} ủy"), ("Huyện đoàn", f"{word} đoàn"))

    def _communes(self) -> str:
        of_type = {"quận": "phường", "huyện": "xã, thị trấn"}
        return of_type.get(self.place.type, "xã, phường")

    def _local(self, communes: str) -> str:
        if self.issuer["level"] == "province":
            return "UBND các xã, phường" if self.issued >= TWO_TIERS else "UBND các huyện, thị xã, thành phố"
        return f"UBND các {communes}" if self.issuer["level"] == "district" else "Các thôn, tổ dân phố"


def draw_setting(draw: Draw) -> Setting:
    """A setting in which issuer, year, unit and subject fit together."""
    year = draw.number(FIRST_YEAR, LAST_YEAR) if draw.chance(0.35) else draw.number(2011, LAST_YEAR)
    issued = date(year, 1, 3) + timedelta(days=draw.number(0, 300))
    when = year + (0.5 if issued >= date(year, 7, 1) else 0.0)
    issuers = [issuer for issuer in load_table("issuers")["issuer"] if _existed(issuer, when)]
    weights = {str(index): float(issuer["weight"]) for index, issuer in enumerate(issuers)}
    issuer = issuers[int(draw.weighted(weights))]
    subjects = load_table("subjects")
    fitting = [name for name in issuer["subjects"] if subjects[name].get("from", 0) <= year]
    subject_id = draw.one(fitting or issuer["subjects"][:1])
    # A plan of the last weeks is for the year to come.
    plan_year = year + 1 if issued.month >= 10 and draw.chance(0.6) else year
    school = draw.one(load_table("units")["school_names"])
    place = _draw_place(draw, issuer, issued)
    return Setting(issuer, subject_id, subjects[subject_id], place, issued, plan_year, school)


def _existed(entry: dict[str, Any], when: float) -> bool:
    return bool(entry.get("from", 0.0) <= when < entry.get("till", 9999.0))


@cache
def _other_kinds() -> dict[str, tuple[BodyKind, ...]]:
    bodies = load_table("bodies")["body"]
    return {
        entry.get("name", key): tuple(BodyKind(kind) for kind in entry["also_kinds"])
        for key, entry in bodies.items()
        if "also_kinds" in entry
    }


def _draw_place(draw: Draw, issuer: dict[str, Any], issued: date) -> Place:
    level, only = issuer["level"], issuer.get("only_type")
    units = [unit for unit in load_units() if unit.existed_on(issued)]
    provinces = [unit for unit in units if unit.level is Level.PROVINCE and (only != "tỉnh" or unit.type == "tỉnh")]
    province_type, province_name = _province(draw, provinces)
    if level == "province":
        return Place(province_type, province_name, "nước", "Việt Nam")
    if level == "district":
        return _district(draw, units, province_type, province_name, only)
    name = _name(draw, "commune")
    if issued >= TWO_TIERS:
        return Place(draw.one(("xã", "xã", "phường")), name, province_type, province_name)
    district = _district(draw, units, province_type, province_name, None)
    kinds = {"quận": ("phường",), "huyện": ("xã", "xã", "thị trấn")}.get(district.type, ("phường", "xã"))
    return Place(draw.one(kinds), name, district.type, district.name)


def _province(draw: Draw, provinces: list[Unit]) -> tuple[str, str]:
    if draw.chance(0.35):
        return "tỉnh", _name(draw, "province")
    unit = draw.one(provinces)
    return unit.type, unit.name


def _district(draw: Draw, units: list[Unit], province_type: str, province_name: str, only: str | None) -> Place:
    real = [u for u in units if u.level is Level.DISTRICT and u.province == province_name and only in (None, u.type)]
    if real and draw.chance(0.6):
        unit = draw.one(real)
        return Place(unit.type, unit.name, province_type, province_name)
    name = _name(draw, "district")
    kinds = ("quận", "huyện") if province_type == "thành phố" else ("huyện", "huyện", "huyện", "thị xã", "thành phố")
    return Place(only or draw.one(kinds), name, province_type, province_name)


def _name(draw: Draw, kind: str) -> str:
    """An invented name of two syllables that differ."""
    names = load_table("units")
    first = draw.one(names[f"{kind}_first"])
    return f"{first} {draw.one([second for second in names[f'{kind}_second'] if second != first])}"
