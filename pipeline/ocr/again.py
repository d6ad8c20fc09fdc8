"""What of a page to read a second time, and the image of it that is read: other than the first one.

A page whose words are unsure as a whole is read again whole; then those lines alone that are
unsure or were left out (`lostlines`), cut out as bands over the whole width and set below each other. The image
is sharpened, which opens the letters of copies that have run together; it would make some clean pages
worse. Bands of a page that was read sharpened are read as they are. The surer words of both readings
are kept (`merge`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from models.page import Line, Word
from pipeline.ocr.lostlines import Band
from pipeline.ocr.merge import sureness
from pipeline.ocr.straighten import Grey

_WELL_READ = 0.93  # mean confidence of a page: clean and office scans have 0.94 to 0.96, copies of copies 0.80 to 0.95
_UNSURE_LINE = 0.80
_FEWEST_LETTERS = 4  # shorter lines are numbers, strokes of the pen and cells of tables, which are read apart
_FEWEST_WORDS = 8
_MARGIN = 0.35  # of a line's height above and below it
_GAP = 0.1  # inches between bands
_RADIUS = 0.009  # inches: about the width of a thin stroke
_STRENGTH = 1.0
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class SecondImage:
    """Bands of a page set below each other; `tops` are the rows of the image that they begin in."""

    image: Grey
    dpi: int
    bands: tuple[Band, ...]
    tops: tuple[int, ...]

    def to_page(self, words: Sequence[Word]) -> list[Word]:
        """Words of this image, in points, where they stand on the page; of gaps between bands there are none."""
        moved = []
        for word in words:
            middle = (word.y0 + word.y1) / 2
            for (top, bottom), row in zip(self.bands, self.tops, strict=True):
                shift = top - row * _POINTS_PER_INCH / self.dpi
                if top <= middle + shift <= bottom:
                    moved.append(Word(word.text, word.x0, word.y0 + shift, word.x1, word.y1 + shift, word.confidence))
                    break
        return moved


def is_badly_read(words: Sequence[Word]) -> bool:
    """Whether the whole page is to be read again; a page of a few words is not judged."""
    return len(words) >= _FEWEST_WORDS and sureness(words) < _WELL_READ


def find_bands(lines: Sequence[Line], lost: Sequence[Band], height: float) -> list[Band]:
    """The bands of a page, `height` points high, to be read again: unsure lines and lost ones, with a margin."""
    unsure = [_extent_of(line) for line in lines if _is_unsure(line)]
    bands: list[Band] = []
    for top, bottom in sorted(_widened(extent, height) for extent in (*unsure, *lost)):
        if bands and top <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bottom, bands[-1][1]))
        else:
            bands.append((top, bottom))
    return bands


def cut_bands(image: Grey, dpi: int, bands: Sequence[Band], *, sharpened: bool) -> SecondImage:
    """The bands of the prepared image below each other."""
    if sharpened:
        blurred = cv2.GaussianBlur(image, (0, 0), _RADIUS * dpi)
        image = np.asarray(cv2.addWeighted(image, 1 + _STRENGTH, blurred, -_STRENGTH, 0), dtype=np.uint8)
    gap = np.full((round(_GAP * dpi), image.shape[1]), 255, np.uint8)
    parts: list[Grey] = []
    tops = []
    row = 0
    for top, bottom in bands:
        first, last = (round(value * dpi / _POINTS_PER_INCH) for value in (top, bottom))
        parts += [image[first:last], gap]
        tops.append(row)
        row += len(parts[-2]) + len(gap)
    return SecondImage(np.concatenate(parts), dpi, tuple(bands), tuple(tops))


def _is_unsure(line: Line) -> bool:
    letters = sum(character.isalnum() for word in line.words for character in word.text)
    return letters >= _FEWEST_LETTERS and sureness(line.words) < _UNSURE_LINE


def _extent_of(line: Line) -> Band:
    return min(word.y0 for word in line.words), max(word.y1 for word in line.words)


def _widened(extent: Band, height: float) -> Band:
    margin = _MARGIN * (extent[1] - extent[0])
    return max(extent[0] - margin, 0.0), min(extent[1] + margin, height)
