"""Table cells that the first reading left empty although there is ink in them.

Page segmentation drops single digits that stand alone in a narrow column: serial numbers,
counts, points. Read by itself as one block of lines such a column comes back whole (both
serial columns of the real scans that were tried: none before, all after).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from models.page import Word
from pipeline.layout import Rule
from pipeline.layout.tables import Frame, find_frames, frame_edges
from pipeline.ocr.straighten import Grey

_NARROW = 75.0  # points: a column of serial numbers, counts or short dates
_BORDER = 2.5  # points left out beside the rules
_INK = 128
_LEAST_INK = 0.0008  # square inches: less than a "1" of 10 points, more than a speck
_MOST_COLUMNS = 3  # a page, so that a form of empty boxes does not take long
_SURE = 0.5
_UNSURE = 0.45
_POINTS_PER_INCH = 72

Area = tuple[float, float, float, float]  # x0, y0, x1, y1 in points


@dataclass(frozen=True, slots=True)
class LostColumn:
    """A narrow column of a table, and its fields that hold ink but no sure word."""

    area: Area
    fields: tuple[Area, ...]


def find_lost_columns(image: Grey, dpi: int, rules: Sequence[Rule], words: Sequence[Word]) -> list[LostColumn]:
    """Columns to be read again, those that lost most first.

    Args:
        image: the prepared page, its table borders erased.
        dpi: of the image.
        rules: the page's rules, in points.
        words: what was read, in points.
    """
    found = []
    for frame in find_frames(rules):
        xs, ys = frame_edges(frame)
        for left, right in pairwise(xs):
            fields = [
                (left + _BORDER, top + _BORDER, right - _BORDER, bottom - _BORDER) for top, bottom in pairwise(ys)
            ]
            lost = tuple(field for field in fields if _is_lost(field, image, dpi, words))
            if lost and right - left <= _NARROW:
                found.append(LostColumn(_column_area(frame, left, right), lost))
    return sorted(found, key=lambda column: -len(column.fields))[:_MOST_COLUMNS]


def fill_lost_fields(column: LostColumn, found: Sequence[Word], words: Sequence[Word]) -> list[Word]:
    """The words with those of `found` that stand in lost fields, in place of unsure ones there."""
    kept = list(words)
    for field in column.fields:
        new = [
            word
            for word in found
            if _is_inside(word, field)
            and (word.confidence or 0.0) >= _SURE
            and any(character.isalnum() for character in word.text)
        ]
        if new:
            kept = [word for word in kept if not _is_inside(word, field)] + new
    return kept


def _is_lost(field: Area, image: Grey, dpi: int, words: Sequence[Word]) -> bool:
    if any(_is_inside(word, field) and (word.confidence or 0.0) >= _UNSURE for word in words):
        return False
    x0, y0, x1, y1 = (max(round(value * dpi / _POINTS_PER_INCH), 0) for value in field)
    ink = int(np.count_nonzero(image[y0:y1, x0:x1] < _INK))
    return ink >= _LEAST_INK * dpi * dpi


def _column_area(frame: Frame, left: float, right: float) -> Area:
    return left + _BORDER, frame.y0 + _BORDER, right - _BORDER, frame.y1 - _BORDER


def _is_inside(word: Word, field: Area) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return field[0] <= x <= field[2] and field[1] <= y <= field[3]
