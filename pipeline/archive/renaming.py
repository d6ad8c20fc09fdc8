"""The names that a body had and has: who searches by today's name finds yesterday's plan."""

from datetime import date, timedelta
from functools import cache, lru_cache

from models.agencies import load_agencies
from models.units import load_units

_FAR = date(9999, 1, 1)


@lru_cache(maxsize=1024)
def names_over_time(name: str) -> tuple[str, ...]:
    """A body's name as it was typed, then those under which others did its work before or do it since, sorted.

    >>> names_over_time("Phòng Nội vụ huyện Lộc Ninh")[0]
    'Phòng Nội vụ huyện Lộc Ninh'
    """
    from pipeline.authority import predecessors, successors  # how bodies are called takes a third of a second to load

    others = set(successors(name, _FAR))
    for day in _days_of_change():
        others.update(predecessors(name, day))
    return (name, *sorted(others - {name}))


@cache
def _days_of_change() -> tuple[date, ...]:
    """The last days of names, and the first day on which units of today had come about."""
    ended = {agency.until for agency in load_agencies()}
    ended |= {unit.valid_to for unit in load_units() if unit.valid_to is not None and unit.successor}
    return tuple(sorted(ended | {day + timedelta(days=1) for day in ended}))
