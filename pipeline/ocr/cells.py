"""Table cells that the first reading left empty although there is ink in them, or read unsurely.

Page segmentation drops single digits that stand alone in a narrow column (serial numbers,
counts, points), and reads the figures of short cells worse than the same figures in a line of
text. Cut out, made black and white, set below each other and read as one column they come back:
of 672 numbers, dates and short names on twelve drawn tables none was wrong and 4 lost, where the
page alone gave 3 wrong and 43 lost, and the same with its borders in place 74 wrong and 1 lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from models.page import Word
from pipeline.layout import Rule
from pipeline.layout.tables import cell_areas, find_frames
from pipeline.ocr.straighten import Grey

_WIDEST = 140.0  # points: serial numbers, counts, dates, short names; what is wider is read as well as text
_MOST_WORDS = 4
_MOST_CELLS = 80  # a page, so that a form of empty boxes does not take long
_BORDER = 2.5  # points left out beside the rules
_INK = 128
_LEAST_INK = 0.0008  # square inches: less than a "1" of 10 points, more than a speck
_SURE = 0.85  # words of a short cell below it are read again
_ACCEPTED = 0.6  # of what was found where nothing had been read
_LOST = 0.45  # no word of a cell is as sure: nothing was read
_SOFTNESS = 0.7  # pixels, as for two-level scans
_GAP = 0.05  # inches between cells set below each other
_MARGIN = 0.1  # inches: print at the very edge is not read
_POINTS_PER_INCH = 72

Area = tuple[float, float, float, float]  # x0, y0, x1, y1 in points


@dataclass(frozen=True, slots=True)
class Montage:
    """Cells of a page set below each other; `tops` are the rows of the image that each begins in."""

    image: Grey
    cells: tuple[Area, ...]  # the parts that were cut out of the page
    tops: tuple[int, ...]
    margin: int  # pixels of white left of the cells


def find_unsure_cells(image: Grey, dpi: int, rules: Sequence[Rule], words: Sequence[Word]) -> list[Area]:
    """Short cells of ruled tables to be read again, from top to bottom.

    Args:
        image: the prepared page, its table borders erased.
        dpi: of the image.
        rules: the page's rules, in points.
        words: what was read, in points.
    """
    cells = []
    for frame in find_frames(rules):
        for x0, y0, x1, y1 in cell_areas(frame):
            cell = (x0 + _BORDER, y0 + _BORDER, x1 - _BORDER, y1 - _BORDER)
            if x1 - x0 <= _WIDEST and _is_unsure(cell, image, dpi, words):
                cells.append(cell)
    return cells[:_MOST_CELLS]


def set_below_each_other(image: Grey, dpi: int, cells: Sequence[Area]) -> Montage:
    """The cells in black and white, one below the other, without the empty paper above and below their print."""
    gap, margin = round(_GAP * dpi), round(_MARGIN * dpi)
    parts: list[Grey] = []
    kept: list[Area] = []
    for cell in cells:
        x0, y0, x1, y1 = (max(round(value * dpi / _POINTS_PER_INCH), 0) for value in cell)
        part = _black_and_white(image[y0:y1, x0:x1])
        inked = np.nonzero((part < _INK).any(axis=1))[0]
        first, last = max(int(inked[0]) - gap, 0), int(inked[-1]) + gap
        parts.append(part[first:last])
        points = _POINTS_PER_INCH / dpi
        kept.append((x0 * points, (y0 + first) * points, x1 * points, (y0 + min(last, len(part))) * points))
    height = margin + sum(len(part) + gap for part in parts) + margin
    montage = np.full((height, max(part.shape[1] for part in parts) + 2 * margin), 255, np.uint8)
    tops = []
    top = margin
    for part in parts:
        montage[top : top + len(part), margin : margin + part.shape[1]] = part
        tops.append(top)
        top += len(part) + gap
    return Montage(montage, tuple(kept), tuple(tops), margin)


def fill_cells(montage: Montage, scale: float, found: Sequence[Word], words: Sequence[Word]) -> list[Word]:
    """The words with those of `found` in place of less sure ones of the same cell.

    Args:
        montage: what was read.
        scale: points a pixel of it.
        found: its words, boxes in points from its upper left corner.
        words: the words of the page.
    """
    kept = list(words)
    for cell, top in zip(montage.cells, montage.tops, strict=True):
        x, y = montage.margin * scale - cell[0], top * scale - cell[1]
        moved = [Word(w.text, w.x0 - x, w.y0 - y, w.x1 - x, w.y1 - y, w.confidence) for w in found]
        new = [word for word in moved if _is_inside(word, cell)]
        old = [word for word in kept if _is_inside(word, cell)]
        if any(character.isalnum() for word in new for character in word.text) and _sureness(new) > max(
            _sureness(old), _ACCEPTED
        ):
            used = {id(word) for word in old}
            kept = [word for word in kept if id(word) not in used] + new
    return kept


def _is_unsure(cell: Area, image: Grey, dpi: int, words: Sequence[Word]) -> bool:
    inside = [word for word in words if _is_inside(word, cell)]
    if len(inside) > _MOST_WORDS or not _has_ink(cell, image, dpi):
        return False
    return _sureness(inside) < _SURE or all((word.confidence or 0.0) < _LOST for word in inside)


def _has_ink(cell: Area, image: Grey, dpi: int) -> bool:
    x0, y0, x1, y1 = (max(round(value * dpi / _POINTS_PER_INCH), 0) for value in cell)
    return int(np.count_nonzero(image[y0:y1, x0:x1] < _INK)) >= _LEAST_INK * dpi * dpi


def _black_and_white(part: Grey) -> Grey:
    threshold, _ = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    print_only = np.where(part <= threshold, 0, 255).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(print_only, (0, 0), _SOFTNESS), dtype=np.uint8)


def _sureness(words: Sequence[Word]) -> float:
    """The confidence of the least sure word, 0 where there is none."""
    return min((word.confidence or 0.0 for word in words), default=0.0)


def _is_inside(word: Word, cell: Area) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]
