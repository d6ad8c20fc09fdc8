"""The administrative level of the body that issued a plan."""

import re
import unicodedata
from functools import cache, lru_cache

from models.lexicon import load_table
from models.record import Level, PlanRecord
from models.units import find_units
from pipeline.archive.names import name_key


def issuer_level(record: PlanRecord) -> Level | None:
    """The level of the issuer, `None` where nothing tells it.

    In order of authority: what the record says of the body of that name; the type word of a unit in
    the name ("huyện Lộc Ninh"); the word that the name begins with ("Sở"); the same of the superior.
    """
    issuer = record.header.issuer.value if record.header.issuer else None
    if issuer is None:
        return None
    key = name_key(issuer)
    known = next((body.level for body in record.bodies if body.level and name_key(body.name) == key), None)
    parent = record.header.parent.value if record.header.parent else None
    return known or level_of_name(issuer) or (level_of_name(parent) if parent else None)


@lru_cache(maxsize=4096)
def level_of_name(name: str) -> Level | None:
    """The level that a body's name shows.

    >>> level_of_name("Ủy ban nhân dân xã Lam Vỹ"), level_of_name("Sở Nội vụ"), level_of_name("Ban Tổ chức")
    (<Level.COMMUNE: 'commune'>, <Level.PROVINCE: 'province'>, None)
    """
    found = _unit_words().search(name)  # the first: of "xã Lam Vỹ, huyện Định Hóa" the smaller unit
    if found:
        units = find_units(name[found.start() :])
        level = units[0].level if units else _levels()[found[0].lower()]
        if level is not None:
            return level
    words = f"{unicodedata.normalize('NFC', name).lower()} "
    return next((level for form, level in _first_words() if words.startswith(form)), None)


@cache
def _levels() -> dict[str, Level | None]:
    """What level the type word of a unit means; `None` for "thành phố", which are of several."""
    return {
        form.lower(): None if row["level"] == "any" else Level(row["level"])
        for row in load_table("issuers")["units"]
        for form in (row["name"], *row.get("also", ()))
    }


@cache
def _unit_words() -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in sorted(_levels(), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{forms})(?= \w)(?! hội)", re.IGNORECASE)


@cache
def _first_words() -> tuple[tuple[str, Level], ...]:
    return tuple(
        (f"{form.lower()} ", Level(row["level"])) for row in load_table("levels")["level"] for form in row["forms"]
    )
