"""Numbers that stand where no number of their sequence can: no markers after all.

A line can begin with the short name of a commune ("X. Tân Lập"), with the hour ("8.30 khai
mạc") or with a count. A numeral in small letters, a high number and the second number of a
decimal are markers only where their forerunner is printed before them; one number may be
missing. Headings in capitals are left to `repair`.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.segment.markers import Marker, Style, is_capitals

_HIGH = 9  # a list of more items without a printed beginning is no list
_HIGH_SECOND = 9  # "8.30" is an hour sooner than the thirtieth point of part 8
_HIGH_LETTER = 4  # a list can be torn from its beginning, but "l." is a one sooner than the twelfth letter
_MISSING = 2  # how far back the forerunner may be


def order_letters(texts: Sequence[str], markers: Sequence[Marker | None]) -> list[Marker | None]:
    """The markers with "A.", "B." below "I.", "II." where the plan prints the numeral first."""
    styles = [marker.style if marker else None for marker in markers]
    if Style.ROMAN not in styles or Style.CAPITAL not in styles:
        return list(markers)
    if styles.index(Style.CAPITAL) < styles.index(Style.ROMAN):
        return list(markers)
    has_first = any(marker is not None and marker.style is Style.CAPITAL and marker.number == 1 for marker in markers)
    return [
        marker
        if marker is None or marker.style is not Style.CAPITAL or (not has_first and is_capitals(text))
        else replace(marker, style=Style.LOWER_CAPITAL)
        if has_first
        else None
        for text, marker in zip(texts, markers, strict=True)
    ]


def drop_unlikely(texts: Sequence[str], markers: Sequence[Marker | None]) -> list[Marker | None]:
    """The markers without those whose forerunners are not printed."""
    kept: list[Marker | None] = []
    seen: set[tuple[Style, str, int]] = set()
    for text, marker in zip(texts, markers, strict=True):
        if marker is not None:
            row = (marker.style, marker.label.rpartition(".")[0], marker.number)
            if _needs_forerunner(text, marker) and not _has_forerunner(row, seen):
                kept.append(None)
                continue
            seen.add(row)
        kept.append(marker)
    return kept


def _needs_forerunner(text: str, marker: Marker) -> bool:
    if marker.style is Style.ROMAN:
        return marker.number > _MISSING and not is_capitals(text)
    if marker.style is Style.ARABIC:
        return marker.number > _HIGH
    if marker.style in (Style.CAPITAL, Style.LOWER_CAPITAL):
        return marker.number > _MISSING and not is_capitals(text)
    if marker.style is Style.LETTER:
        return marker.number > _HIGH_LETTER
    return marker.style is Style.ARABIC_2 and marker.number > _HIGH_SECOND


def _has_forerunner(row: tuple[Style, str, int], seen: set[tuple[Style, str, int]]) -> bool:
    style, prefix, number = row
    return any((style, prefix, number - back) in seen for back in range(1, _MISSING + 1))
