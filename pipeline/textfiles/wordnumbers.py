"""The numbers that Word prints before list paragraphs, counted as Word counts them.

Source: ECMA-376, part 1, 17.9 (numbering). A paragraph names a list and a level; the list's
definition says how each level counts, from where, and how its label is put together ("%1.%2.").
"""

import re
from dataclasses import dataclass
from typing import Any

from pipeline.textfiles.wordstyles import NumberReference, W, is_set

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_BULLETS = {"\uf02d": "-", "\uf02b": "+", "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf0fc": "•", "o": "•"}
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str  # decimal, upperRoman, lowerLetter, bullet, none ...
    text: str
    is_legal: bool  # all places in arabic figures
    restarts: bool
    style: str | None  # the paragraph style that stands for this level


@dataclass(frozen=True, slots=True)
class _List:
    """A list: where its counters live, its levels, and the levels that begin anew with it."""

    counters: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class ListNumbers:
    """Gives the labels of list paragraphs; ask once for each paragraph, in document order."""

    def __init__(self, element: Any | None) -> None:
        """Read the `w:numbering` element of a document, None where it has no lists."""
        self._lists = {} if element is None else _read_lists(element)
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, reference: NumberReference | None, style_id: str | None) -> str:
        """The label of the next paragraph of a list, "" where it prints none."""
        found = self._lists.get(reference.number or "") if reference else None
        if reference is None or found is None:
            return ""
        number = reference.level if reference.level is not None else _level_of_style(found, style_id)
        level = found.levels.get(number)
        if level is None or not 0 <= number < _LEVELS:
            return ""
        counts = self._counts.setdefault(found.counters, [None] * _LEVELS)
        self._count(counts, found, number, level, reference.number or "")
        if level.form == "bullet":
            return _bullet(level.text)
        return _PLACE.sub(lambda place: _place(place, counts, found, level), level.text).strip()

    def _count(self, counts: list[int | None], found: _List, number: int, level: _Level, list_id: str) -> None:
        before = counts[number]
        if number in found.starts and (list_id, number) not in self._begun:
            self._begun.add((list_id, number))
            before = None
            start = found.starts[number]
        else:
            start = level.start
        counts[number] = start if before is None else before + 1
        for deeper in range(number + 1, _LEVELS):
            if deeper not in found.levels or found.levels[deeper].restarts:
                counts[deeper] = None


def _place(place: re.Match[str], counts: list[int | None], found: _List, level: _Level) -> str:
    number = int(place[1]) - 1
    other = found.levels.get(number)
    if other is None:
        return ""
    count = counts[number]
    return _figure(other.start if count is None else count, "decimal" if level.is_legal else other.form)


def _bullet(text: str) -> str:
    return _BULLETS.get(text, "•" if text and "\ue000" <= text[0] <= "\uf8ff" else text)


def _figure(count: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"} and count > 0:
        roman = _roman(count)
        return roman if form == "upperRoman" else roman.lower()
    if form in {"upperLetter", "lowerLetter"} and count > 0:
        letters = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)  # Word goes on with AA, BB
        return letters if form == "upperLetter" else letters.lower()
    if form == "decimalZero":
        return f"{count:02d}"
    return "" if form == "none" else str(count)


def _roman(count: int) -> str:
    made = ""
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        made += letters * times
    return made


def _level_of_style(found: _List, style_id: str | None) -> int:
    return next((number for number, level in found.levels.items() if level.style and level.style == style_id), 0)


def _read_lists(element: Any) -> dict[str, _List]:
    abstract = {one.get(f"{W}abstractNumId", ""): one for one in element.iter(f"{W}abstractNum")}
    linked = {
        link.get(f"{W}val", ""): one for one in abstract.values() if (link := one.find(f"{W}styleLink")) is not None
    }
    lists: dict[str, _List] = {}
    for number in element.findall(f"{W}num"):
        reference = number.find(f"{W}abstractNumId")
        definition = abstract.get("" if reference is None else reference.get(f"{W}val", ""))
        if definition is None:
            continue
        link = definition.find(f"{W}numStyleLink")
        if link is not None:
            definition = linked.get(link.get(f"{W}val", ""), definition)
        levels = _read_levels(definition)
        starts: dict[int, int] = {}
        for override in number.findall(f"{W}lvlOverride"):
            level = int(override.get(f"{W}ilvl", "0"))
            levels.update(_read_levels(override))
            start = override.find(f"{W}startOverride")
            if start is not None:
                starts[level] = int(start.get(f"{W}val", "1"))
        lists[number.get(f"{W}numId", "")] = _List(definition.get(f"{W}abstractNumId", ""), levels, starts)
    return lists


def _read_levels(parent: Any) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in parent.findall(f"{W}lvl"):
        levels[int(element.get(f"{W}ilvl", "0"))] = _Level(
            start=int(_value(element, "start", "0")),
            form=_value(element, "numFmt", "decimal"),
            text=_value(element, "lvlText", ""),
            is_legal=is_set(element.find(f"{W}isLgl")) or False,
            restarts=_value(element, "lvlRestart", "1") != "0",
            style=_value(element, "pStyle", "") or None,
        )
    return levels


def _value(element: Any, name: str, default: str) -> str:
    child = element.find(f"{W}{name}")
    value: str = default if child is None else child.get(f"{W}val", default)
    return value
