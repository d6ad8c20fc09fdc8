"""Dotted lines to be filled in: found by their dots, taken out before reading, put back as dots.

"Số: ......./KH-UBND", "Họ và tên: ..........", ". . . . . ." across the page: recognition reads figures
and letters into rows of dots, and loses the words beside them. A row of dots is plain to see: six
or more specks of one size on one line, evenly spaced. The three dots after a list are none, and those
of an arrival stamp are left in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.page import Word
from pipeline.ocr.straighten import Grey

_FEWEST = 6
_DOT = (0.005, 0.032)  # inches across: the full stop of 8 to 16 points
_ROUND = 2.2  # width against height
_STEP = 0.15  # inches from dot to dot at most: ". . ." of 14 points
_LOWEST = 0.045  # inches: a row of dots is no higher than this
_EVEN = 0.4  # of the middle distance, that most distances keep to
_MOST_EVEN = 0.8  # share of them
_TYPE_HEIGHT = 0.12  # inches that a word of dots is given, so that it stands in one line with words
_SURE = 0.9
_STAMPED = 0.5  # of the page's height
_STAMP_WIDTH, _STAMP_LINE = 1.6, 0.5  # inches of an arrival stamp's rows, and from one to the next
_COLON = (0.012, 0.11)  # inches between its dots, across and down
_EDGE = 1  # pixels of softness around a dot
_POINTS_PER_INCH = 72

Box = tuple[int, int, int, int]
Numbers = NDArray[np.int64]
Places = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Leader:
    """A row of dots: its box in pixels of the prepared image, and how many dots it has."""

    box: Box
    count: int

    def as_word(self, dpi: int) -> Word:
        """The dots as a word of as many full stops, as high as type; in points."""
        x0, _, x1, y1 = (side * _POINTS_PER_INCH / dpi for side in self.box)
        return Word("." * self.count, x0, y1 - _TYPE_HEIGHT * _POINTS_PER_INCH, x1, y1, _SURE)


def take_out_leaders(grey: Grey, dpi: int) -> tuple[Grey, tuple[Leader, ...]]:
    """The levelled image without its rows of dots, and the rows from top to bottom; the same image where none are."""
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = (grey <= threshold).astype(np.uint8)
    _, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    least, most = (size * dpi for size in _DOT)
    is_dot = (np.minimum(wide, high) >= least) & (np.maximum(wide, high) <= most)
    is_dot &= np.maximum(wide, high) <= _ROUND * np.minimum(wide, high)
    is_dot[0] = False
    is_dot[_of_colons(np.nonzero(is_dot)[0], centres, dpi)] = False
    if int(is_dot.sum()) < _FEWEST:
        return grey, ()
    dots = is_dot.astype(np.uint8)[labels]
    rows = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones((1, round(_STEP * dpi)), np.uint8))
    _, row_labels, row_stats, _ = cv2.connectedComponentsWithStats(rows, connectivity=8)
    numbers = np.nonzero(is_dot)[0]
    at = np.rint(centres[numbers]).astype(np.int64)
    row_of = row_labels[at[:, 1], at[:, 0]]
    counts = np.bincount(row_of, minlength=len(row_stats))
    found: list[tuple[Leader, Numbers]] = []
    for row in np.nonzero(counts >= _FEWEST)[0].tolist():
        x, y, width, height = (int(value) for value in row_stats[row, :4])
        members = numbers[row_of == row]
        if row and height <= _LOWEST * dpi and _is_even(np.sort(centres[members, 0])):
            found.append((Leader((x, y, x + width, y + height), len(members)), members))
    rows_of_stamps = _of_stamps([leader for leader, _ in found], len(grey), dpi)
    found = [(leader, members) for leader, members in found if leader not in rows_of_stamps]
    if not found:
        return grey, ()
    taken = np.concatenate([members for _, members in found])
    mask = cv2.dilate(np.isin(labels, taken).astype(np.uint8), np.ones((2 * _EDGE + 1, 2 * _EDGE + 1), np.uint8))
    cleaned = grey.copy()
    cleaned[mask > 0] = np.uint8(np.median(grey))
    return cleaned, tuple(sorted((leader for leader, _ in found), key=lambda leader: (leader.box[1], leader.box[0])))


def _of_stamps(leaders: Sequence[Leader], height: int, dpi: int) -> list[Leader]:
    """Short rows right below each other in the upper half of a page, and those beside them: an arrival stamp's.

    With its dots recognition takes the stamp for a picture, as it should.
    """
    short = [
        leader
        for leader in leaders
        if leader.box[3] < _STAMPED * height and leader.box[2] - leader.box[0] < _STAMP_WIDTH * dpi
    ]
    stacked = [one for one in short if any(_is_below(one, other, dpi) for other in short if other is not one)]
    return [one for one in short if any(_is_near(one, other, dpi) for other in stacked)]


def _is_below(one: Leader, other: Leader, dpi: int) -> bool:
    """Whether two rows lie as close below each other as in a stamp, whichever is the upper one."""
    across = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    down = abs(one.box[3] - other.box[3])
    return across > 0 and _LOWEST * dpi < down < _STAMP_LINE * dpi


def _is_near(one: Leader, other: Leader, dpi: int) -> bool:
    """Whether two rows can be of one stamp."""
    across = max(one.box[0], other.box[0]) - min(one.box[2], other.box[2])
    return across < _STAMP_LINE * dpi and abs(one.box[3] - other.box[3]) < _STAMP_WIDTH * dpi


def _of_colons(dots: Numbers, centres: Places, dpi: int) -> Numbers:
    """Those of the dots that stand right above or below another one, as in a colon."""
    by_column = dots[np.argsort(centres[dots, 0], kind="stable")]
    x, y = centres[by_column].T
    paired = np.zeros(len(by_column), dtype=bool)
    reach = 1
    # Sorted by their columns, dots above each other are neighbours but for the few in between.
    while reach < len(by_column) and (close := x[reach:] - x[:-reach] <= _COLON[0] * dpi).any():
        apart = np.abs(y[reach:] - y[:-reach])
        is_pair = close & (apart > 0) & (apart <= _COLON[1] * dpi)
        paired[reach:] |= is_pair
        paired[:-reach] |= is_pair
        reach += 1
    return by_column[paired]


def _is_even(places: Places) -> bool:
    steps = np.diff(places)
    middle = float(np.median(steps))
    return float(np.mean(np.abs(steps - middle) <= _EVEN * middle)) >= _MOST_EVEN
