"""Lines of print that page segmentation left out: ink of letter size where no word was read.

Beside seals, at the end of paragraphs and between columns whole short lines go missing. Their ink
is letter-sized, lies in a row, and no word covers it.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from models.page import Word
from pipeline.ocr.straighten import Grey, letters_of, shrink

_WORK_DPI = 100
_GAP = 0.18  # inches between letters of one line, a wide space included
_SHORTEST = 0.45  # inches: a date, a name's last two words
_LOWEST, _HIGHEST = 0.06, 0.30  # inches of a line of print: small letters alone, capitals with two marks
_FEWEST_LETTERS = 5
_READ = 0.3  # confidence from which ink counts as read
_MARGIN = 2  # pixels around a word that belong to it
_EDGE = 0.04  # of the page's width and height: no print
_POINTS_PER_INCH = 72

Band = tuple[float, float]  # top and bottom in points


def find_lost_lines(image: Grey, dpi: int, words: Sequence[Word]) -> list[Band]:
    """Top and bottom, in points, of lines of the prepared page that hold ink like print and no words.

    Args:
        image: the prepared page.
        dpi: of the image.
        words: what was read, in points.
    """
    ink = letters_of(shrink(image, max(dpi / _WORK_DPI, 1.0)))
    work_dpi = min(dpi, _WORK_DPI)
    scale = work_dpi / _POINTS_PER_INCH
    for word in words:
        if (word.confidence or 0.0) >= _READ:
            top, left = (max(int(side * scale) - _MARGIN, 0) for side in (word.y0, word.x0))
            ink[top : int(word.y1 * scale) + _MARGIN, left : int(word.x1 * scale) + _MARGIN] = 0
    height, width = ink.shape
    across, down = round(_EDGE * width), round(_EDGE * height)
    ink[:down], ink[height - down :], ink[:, :across], ink[:, width - across :] = 0, 0, 0, 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, round(_GAP * work_dpi)), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    _, _, _, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    columns, rows = np.rint(centres[1:]).astype(np.int64).T
    counts = np.bincount(labels[rows, columns], minlength=len(stats))
    return [
        (y / scale, (y + high) / scale)
        for (_, y, wide, high, _), count in zip(stats[1:].tolist(), counts[1:], strict=True)
        if wide >= _SHORTEST * work_dpi
        and _LOWEST * work_dpi <= high <= _HIGHEST * work_dpi
        and count >= _FEWEST_LETTERS
    ]
