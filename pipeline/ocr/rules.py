"""Ruled lines of a page image: the borders of tables, cells and stamps.

A rule is a stretch of ink longer than any stroke of type. Across its direction the ink of a few
pixels is added up, so that a rule that climbs by a pixel, and is half as dark in both rows where
it does, is still one.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.ocr.straighten import Grey

Box = tuple[int, int, int, int]

# Grey levels below the first are ink, the more the darker; the second is the least of it across a rule.
_RULE_INK = (175, 35)  # a dot as dark as 140
_STREAK_INK = (225, 45)  # fainter, because nothing else is as long; white paper is above 235
_SHORTEST_ACROSS = 0.45  # inches; the narrowest column is wider, the longest dash shorter
_SHORTEST_UPRIGHT = 0.22  # inches: a row of one line of print is higher, a capital lower
_FEWEST_BORDERS = 4
_TABLE_ROWS = 2  # level rules that an upright border meets at least
_STREAK = 0.3  # of the page's height: no bar beside a paragraph is as long
_EDGE = 0.03  # of the page's width: what lies there is the edge of the paper
_STROKE = 128  # grey levels below it are type
_SHORT_GAP, _LONGEST_GAP = 0.08, 0.6  # inches
_TRACE = 0.3  # of a gap in a rule that there is ink in
_THICKEST = 0.05  # inches
_POOL_DPI = 100
_MEETING = 0.04  # inches between the ends of rules that were drawn to meet


def find_rules(grey: Grey, dpi: int) -> list[Box]:
    """The boxes (x0, y0, x1, y1, in pixels) of level and upright rules of a levelled grey image."""
    across = _find_across(grey, dpi, int(_SHORTEST_ACROSS * dpi), _RULE_INK)
    upright = _find_across(np.ascontiguousarray(grey.T), dpi, int(_SHORTEST_UPRIGHT * dpi), _RULE_INK)
    return across + [_turned(rule) for rule in upright]


def erase_borders(grey: Grey, dpi: int, rules: Sequence[Box]) -> tuple[Grey, int]:
    """The image without those rules that meet others as the borders of a table do, and how many they are.

    Borders close to the print keep single digits of narrow columns from being read. Lines that
    meet none may be strokes of letters or underlinings, and stay.
    """
    reach = max(round(_MEETING * dpi), 1)
    crossing = [rule for group in _groups(rules, reach) if _is_table(group) for rule in group]
    return (_erase(grey, dpi, crossing) if crossing else grey), len(crossing)


def erase_streaks(grey: Grey, dpi: int) -> tuple[Grey, int]:
    """The image as it was scanned without the lines that dust on the glass draws down the page, and their number.

    They are as upright as the scanner, and meet no table.
    """
    reach = max(round(_MEETING * dpi), 1)
    turned = np.ascontiguousarray(grey.T)
    found = [_turned(streak) for streak in _find_across(turned, dpi, int(_STREAK * len(grey)), _STREAK_INK)]
    if not found:
        return grey, 0
    across = _find_across(grey, dpi, int(_SHORTEST_ACROSS * dpi), _RULE_INK)
    streaks = [
        streak
        for streak in found
        if _EDGE * grey.shape[1] < streak[0] < (1 - _EDGE) * grey.shape[1]
        and sum(_meet(streak, rule, reach) for rule in across) < _TABLE_ROWS
    ]
    return (_erase(grey, dpi, streaks) if streaks else grey), len(streaks)


def _erase(grey: Grey, dpi: int, boxes: Sequence[Box]) -> Grey:
    erased = grey.copy()
    # Bars lighter than the paper are edges again.
    paper = np.uint8(np.median(grey))
    for x0, y0, x1, y1 in boxes:
        erased[y0:y1, x0:x1] = paper
    margin = max(dpi // _POOL_DPI, 1)
    for x0, y0, x1, y1 in boxes:
        if _is_level((x0, y0, x1, y1)):
            _clear_band(erased, grey, (x0, y0, x1, y1), margin, paper)
        else:
            _clear_band(erased.T, grey.T, (y0, x0, y1, x1), margin, paper)
    return erased


def _clear_band(erased: Grey, grey: Grey, band: Box, margin: int, paper: np.uint8) -> None:
    """Takes the soft edges of a level rule out and puts back the strokes of type that touch or cross it."""
    x0, y0, x1, y1 = band
    top, bottom = max(y0 - margin, 1), min(y1 + margin, erased.shape[0] - 1)
    above, below = erased[top - 1, x0:x1] < _STROKE, erased[bottom, x0:x1] < _STROKE
    for rows, is_type in ((slice(top, y0), above), (slice(y0, y1), above & below), (slice(y1, bottom), below)):
        erased[rows, x0:x1] = np.where(is_type, grey[rows, x0:x1], paper)


def _groups(rules: Sequence[Box], reach: int) -> list[list[Box]]:
    """The rules, those together that meet each other."""
    groups: list[list[Box]] = []
    for rule in rules:
        touching = [group for group in groups if any(_meet(rule, other, reach) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([rule, *(other for group in touching for other in group)])
    return groups


def _is_table(group: Sequence[Box]) -> bool:
    """Whether rules that meet are borders; an underlining that touches the ring of a seal is none."""
    return len(group) >= _FEWEST_BORDERS and len({_is_level(rule) for rule in group}) == 2


def _is_level(rule: Box) -> bool:
    return rule[2] - rule[0] >= rule[3] - rule[1]


def _meet(one: Box, other: Box, reach: int) -> bool:
    return (
        one[0] - reach <= other[2]
        and other[0] - reach <= one[2]
        and one[1] - reach <= other[3]
        and other[1] - reach <= one[3]
    )


def _turned(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _find_across(grey: Grey, dpi: int, length: int, ink_of: tuple[int, int]) -> list[Box]:
    pool = max(dpi // _POOL_DPI, 1)
    height = grey.shape[0] // pool * pool
    if not height:
        return []
    paper = np.uint8(ink_of[0])
    darkness = paper - np.minimum(grey[:height], paper)
    summed = cv2.boxFilter(darkness, cv2.CV_16U, (1, pool + 2), normalize=False, borderType=cv2.BORDER_REPLICATE)
    ink = (summed[pool // 2 :: pool] >= ink_of[1]).astype(np.uint8)
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(length, 1)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    found = [
        (x, y, x + width, y + rows)
        for x, y, width, rows, _area in stats[1:].tolist()
        if rows * pool <= _THICKEST * dpi + 2 * pool
    ]
    return [(x0, y0 * pool, x1, y1 * pool) for x0, y0, x1, y1 in _joined(found, ink, dpi)]


def _joined(pieces: Sequence[Box], ink: Grey, dpi: int) -> list[Box]:
    """The level rules, those put together that a bad copy broke: where there is a dotted trace between them."""
    whole: list[Box] = []
    for x0, y0, x1, y1 in sorted(pieces):
        for number, (first, top, last, bottom) in enumerate(whole):
            in_line = top - 1 <= (y0 + y1) / 2 <= bottom + 1 and 0 <= x0 - last <= _LONGEST_GAP * dpi
            if in_line and (
                x0 - last <= _SHORT_GAP * dpi
                or ink[min(top, y0) : max(bottom, y1), last:x0].any(axis=0).mean() >= _TRACE
            ):
                whole[number] = (first, min(top, y0), x1, max(bottom, y1))
                break
        else:
            whole.append((x0, y0, x1, y1))
    return whole
