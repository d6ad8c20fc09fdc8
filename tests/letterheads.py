"""Letterheads drawn for tests: print, and digits written into its blanks."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from corpus.digit_strokes import draw_line, write_digit
from corpus.printing.fonts import FAMILIES, Fonts
from models.page import Word
from pipeline.ocr.handwriting.strip import Sheet
from pipeline.ocr.prepare import Prepared

DPI = 200
HEIGHT = 842.0  # of the page in points
_UNIT = 72 / DPI  # points a pixel
_POINTS = 13.0


@dataclass
class Letterhead:
    """The upper part of a page; `words` are what recognition would give of its print, in points."""

    ink: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((800, 1654), dtype=np.uint8))
    words: list[Word] = field(default_factory=list)
    _fonts: Fonts = field(default_factory=lambda: Fonts(FAMILIES[0], DPI))

    def prints(self, text: str, x: float, y: float, *, read_as: str | None = None, is_italic: bool = False) -> float:
        """Prints words from `x` on the baseline `y` (points); returns where they end. `read_as` "" is not read."""
        font = self._fonts.font(_POINTS, italic=is_italic)
        canvas = Image.fromarray(self.ink)
        pen = x / _UNIT
        for word in text.split():
            box = font.getbbox(word, anchor="ls")
            ImageDraw.Draw(canvas).text((pen, y / _UNIT), word, 255, font, anchor="ls")
            if read_as != "":
                edges = (pen + box[0], y / _UNIT + box[1], pen + box[2], y / _UNIT + box[3])
                self.words.append(Word(read_as or word, *(edge * _UNIT for edge in edges), 0.96))
            pen += font.getlength(word + " ")
        self.ink = np.array(canvas)
        return (pen - font.getlength(" ")) * _UNIT

    def writes(self, digits: str, x: float, y: float, *, read_as: str = "", sure: float = 0.5) -> float:
        """Writes digits by hand, a half higher than print; `read_as` is what recognition makes of them."""
        random = np.random.default_rng(int(digits))
        size = 13.0 / _UNIT
        left = pen = x / _UNIT
        for digit in digits:
            for line in write_digit(digit, 0, random, wobble=0.015, slant=0.2, width=1.0):
                placed = line * size + np.array([pen, y / _UNIT + 2 - size])
                draw_line(self.ink, placed, 4.0, np.ones(len(placed)))
            pen += 0.72 * size
        if read_as:
            box = (left, y / _UNIT - size, pen, y / _UNIT + 2)
            self.words.append(Word(read_as, *(edge * _UNIT for edge in box), sure))
        return pen * _UNIT

    def dots(self, x0: float, x1: float, y: float) -> None:
        """A line of dots."""
        for x in np.arange(x0, x1, 3.0):
            cv2.circle(self.ink, (round(x / _UNIT), round(y / _UNIT) - 1), 1, 255, -1)

    @property
    def sheet(self) -> Sheet:
        """The page as scanned."""
        return Sheet(255 - self.ink, Prepared(np.zeros((1, 1), dtype=np.uint8), DPI, ()), _UNIT)


def filled_letterhead(number: str = "", day: str = "", *, read_as: str = "", is_printed: bool = False) -> Letterhead:
    """A letterhead with a number and a day in its blanks, by hand or printed."""
    page = Letterhead()
    x = page.prints("Số:", 110, 120)
    if number:
        put = page.prints if is_printed else page.writes
        put(number, x + 5, 120, read_as=read_as or (number if is_printed else ""))
    page.prints("/KH-UBND", x + 42, 120)
    x = page.prints("Sông Lũy, ngày", 310, 120, is_italic=True)
    if day:
        put = page.prints if is_printed else page.writes
        put(day, x + 6, 120, read_as=read_as or (day if is_printed else ""))
    page.prints("tháng 4 năm 2021", x + 34, 120, is_italic=True)
    return page
