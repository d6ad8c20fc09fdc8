"""Ruled lines of a page image: the borders of tables, cells and stamps.

A rule is a stretch of ink longer than any stroke of type. Across its direction the image is
searched coarsely, so that a rule that climbs by a pixel is still one.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.ocr.straighten import Grey

Box = tuple[int, int, int, int]

_INK = 150
_SHORTEST_ACROSS = 0.45  # inches; the narrowest column is wider, the longest dash shorter
_SHORTEST_UPRIGHT = 0.22  # inches: a row of one line of print is higher, a capital lower
_THICKEST = 0.05  # inches
_POOL_DPI = 100
_MEETING = 0.04  # inches between the ends of rules that were drawn to meet


def find_rules(grey: Grey, dpi: int) -> list[Box]:
    """The boxes (x0, y0, x1, y1, in pixels) of level and upright rules of a levelled grey image."""
    across = _find_across(grey, dpi, _SHORTEST_ACROSS)
    upright = _find_across(np.ascontiguousarray(grey.T), dpi, _SHORTEST_UPRIGHT)
    return across + [(y0, x0, y1, x1) for x0, y0, x1, y1 in upright]


def erase_crossing(grey: Grey, dpi: int, rules: Sequence[Box]) -> Grey:
    """The image without those rules that meet one of the other direction.

    Borders close to the print keep single digits of narrow columns from being read. Lines that
    meet none may be strokes of letters or underlinings, and stay.
    """
    reach = max(round(_MEETING * dpi), 1)
    across = [rule for rule in rules if rule[2] - rule[0] >= rule[3] - rule[1]]
    upright = [rule for rule in rules if rule not in across]
    crossing = [
        one
        for ones, others in ((across, upright), (upright, across))
        for one in ones
        if any(_meet(one, other, reach) for other in others)
    ]
    if not crossing:
        return grey
    erased = grey.copy()
    margin = max(dpi // _POOL_DPI, 1)
    for x0, y0, x1, y1 in crossing:
        erased[max(y0 - margin, 0) : y1 + margin, max(x0 - margin, 0) : x1 + margin] = 255
    return erased


def _meet(one: Box, other: Box, reach: int) -> bool:
    return (
        one[0] - reach <= other[2]
        and other[0] - reach <= one[2]
        and one[1] - reach <= other[3]
        and other[1] - reach <= one[3]
    )


def _find_across(grey: Grey, dpi: int, shortest: float) -> list[Box]:
    pool = max(dpi // _POOL_DPI, 1)
    height = grey.shape[0] // pool * pool
    if not height:
        return []
    darkest = grey[:height].reshape(height // pool, pool, grey.shape[1]).min(axis=1)
    ink = (darkest < _INK).astype(np.uint8)
    length = int(shortest * dpi)
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    boxes: list[Box] = []
    for x, y, width, rows, _area in stats[1:].tolist():
        if rows * pool <= _THICKEST * dpi + 2 * pool:
            boxes.append((x, y * pool, x + width, (y + rows) * pool))
    return boxes
