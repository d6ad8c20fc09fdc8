"""Agencies that ended or were renamed, with those that carry their work on, from `lexicon/agencies.toml`."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from models.lexicon import load_table


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency under one name, without the unit it belongs to ("Sở Thông tin và Truyền thông").

    `until` is its last day under that name. `successors` are names of bodies of the same unit,
    empty where its work went to no one body. `source` is the key of the legal act in the table.
    """

    name: str
    until: date
    successors: tuple[str, ...]
    source: str


@cache
def load_agencies() -> tuple[Agency, ...]:
    """Every agency of the table, in its order: the oldest changes first.

    Raises:
        ValueError: a row has no source, or a name stands twice.
    """
    agencies = tuple(
        Agency(
            name=row["name"],
            until=row["until"],
            successors=tuple(row["successors"]),
            source=row["source"],
        )
        for row in load_table("agencies")["agency"]
    )
    names = [agency.name for agency in agencies]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"agencies.toml holds names twice: {', '.join(twice)}")
    if not all(agency.source for agency in agencies):
        raise ValueError("agencies.toml holds a row without a source")
    return agencies


@cache
def first_days() -> dict[str, date]:
    """The first day of each name that no body had before, by name.

    A name that is missing here is as old as our knowledge of it.
    """
    return dict(load_table("agencies")["began"])
