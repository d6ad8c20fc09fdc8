"""How much of the print on a page its text layer leaves out.

A layer can be true and still lack half of the page: the recognition that made it gave up in a
table, or a page was put together of text and pictures of text. The page is looked at in squares
of a line's height. A square holds print if it is partly dark and changes between dark and light
as often as letters do, which neither rules nor seals nor black edges do; a row of such squares
without a word of the layer on them is print that was left out. The measure is the share of those
squares among all squares with print.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.source import PageImage
from pipeline.render.pdfplane import PlacedBox

_SQUARE = 12  # dots, at one dot a point: a line of print with half of the space to the next
_DARK = 150  # grey levels below it are ink, also of letters made soft by the coarse picture
_LEAST_INK, _MOST_INK = 0.04, 0.6
_CHANGES = 2.0  # between light and dark in a row of dots with ink: two letters
_MARGIN = 3.0  # points around a word that count as covered by it
_LEAST_ROW = 6  # squares beside each other: a few words
_WIDEST_SPACE = 1  # squares between two words
_LEAST_SQUARES = 24  # lettering of a seal and handwriting come to less
_EDGE = 0.03  # of the page's sides: holes, black edges and shadows of the scanner


def share_left_out(picture: PageImage, words: Sequence[PlacedBox]) -> float:
    """The share, 0..1, of the print on a page that no word covers.

    Args:
        picture: the page at one dot a point.
        words: the boxes of the text layer's words, in points.
    """
    grey = picture if picture.ndim == 2 else picture.min(axis=2)
    rows, columns = grey.shape[0] // _SQUARE, grey.shape[1] // _SQUARE
    if not rows or not columns:
        return 0.0
    dark = grey[: rows * _SQUARE, : columns * _SQUARE] < _DARK
    has_print = _has_print(dark, rows, columns)
    margin_rows, margin_columns = int(rows * _EDGE) + 1, int(columns * _EDGE) + 1
    has_print[:margin_rows] = has_print[-margin_rows:] = False
    has_print[:, :margin_columns] = has_print[:, -margin_columns:] = False
    total = int(has_print.sum())
    if not total:
        return 0.0
    left_out = has_print & ~_covered(words, rows, columns)
    count = sum(_long_runs(row) for row in left_out)
    return count / total if count >= _LEAST_SQUARES else 0.0


def _has_print(dark: NDArray[np.bool_], rows: int, columns: int) -> NDArray[np.bool_]:
    """Which squares hold letters."""
    squares = dark.reshape(rows, _SQUARE, columns, _SQUARE).transpose(0, 2, 1, 3)
    ink = squares.mean(axis=(2, 3))
    changes = (squares[..., 1:] != squares[..., :-1]).sum(axis=(2, 3))
    inked = squares.any(axis=3).sum(axis=2)
    is_print: NDArray[np.bool_] = (ink > _LEAST_INK) & (ink < _MOST_INK) & (changes >= _CHANGES * np.maximum(inked, 1))
    return is_print


def _covered(words: Sequence[PlacedBox], rows: int, columns: int) -> NDArray[np.bool_]:
    covered = np.zeros((rows, columns), dtype=bool)
    for x0, y0, x1, y1 in words:
        left, right = (int(max(x, 0.0) // _SQUARE) for x in (x0 - _MARGIN, x1 + _MARGIN))
        top, bottom = (int(max(y, 0.0) // _SQUARE) for y in (y0 - _MARGIN, y1 + _MARGIN))
        covered[top : bottom + 1, left : right + 1] = True
    return covered


def _long_runs(row: NDArray[np.bool_]) -> int:
    """How many squares of a row stand in runs of a few words or more; a run goes on over a wide space."""
    count = run = gap = 0
    for is_left_out in [*row.tolist(), *[False] * (_WIDEST_SPACE + 1)]:
        if is_left_out:
            run, gap = run + 1, 0
        elif (gap := gap + 1) > _WIDEST_SPACE:
            count += run if run >= _LEAST_ROW else 0
            run = 0
    return count
