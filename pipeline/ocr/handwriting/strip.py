"""A field of a line of print as the small picture that the digit reader sees.

The strip is scaled by the print around the field, not by what was written into it: capitals are
`CAP_HEIGHT` pixels high and stand on row `BASELINE`, so that the reader can tell writing, which is
up to twice as high as print and leaves the line, from print. Ink is 1, paper 0.

It is cut from the page as scanned, because what makes print readable may take a pen's ink away.
Of a colour scan the red channel is used: blue and black ink are dark in it, red stamps are paper.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ocr.prepare import Prepared

CAP_HEIGHT = 14  # pixels
BASELINE = 27  # row on which print stands; below it there is room for the tails of digits
HEIGHT = 40  # rows
WIDEST = 400  # columns; a wider field is a line of dots, or no field

Strip = NDArray[np.float32]

_SAMPLES = 3  # points looked at for each pixel of a strip, in both directions: scans are up to as much finer
_PAPER_SHARE = 0.75  # of a strip's pixels at least this share is paper, also with a full field
_INK_SHARE = 0.01
_LEAST_CONTRAST = 60  # grey levels between paper and ink; paper alone is not stretched to look like ink


@dataclass(frozen=True, slots=True)
class Sheet:
    """An upright page as scanned, grey or RGB, and how it was prepared; `unit` is the words' unit a pixel of that."""

    image: NDArray[np.uint8]
    prepared: Prepared
    unit: float


def cut_strip(sheet: Sheet, x0: float, x1: float, baseline: float, cap_height: float) -> Strip:
    """The strip of a field between `x0` and `x1`, in the words' unit; what lies off the page is paper.

    Raises:
        ValueError: the field has no width, or print has no height.
    """
    if x1 <= x0 or cap_height <= 0:
        raise ValueError(f"no field between {x0} and {x1} at a print height of {cap_height}")
    pixel = cap_height / CAP_HEIGHT
    width = min(max(round((x1 - x0) / pixel), 1), WIDEST)
    step = pixel / _SAMPLES
    xs = x0 + (np.arange(width * _SAMPLES) + 0.5) * step
    ys = baseline - BASELINE * pixel + (np.arange(HEIGHT * _SAMPLES) + 0.5) * step
    columns, rows = (part.ravel() / sheet.unit for part in np.meshgrid(xs, ys))
    prepared = sheet.prepared
    if prepared.bend is not None:
        columns, rows = prepared.bend.source_of(columns, rows)
    shape = (HEIGHT * _SAMPLES, width * _SAMPLES)
    column_map, row_map = (
        (np.asarray(part, dtype=np.float32) / prepared.scale - 0.5).reshape(shape) for part in (columns, rows)
    )
    # Only the part around the field is looked at: a copy of a page's channel would cost more than the reading.
    left, top = max(int(column_map.min()) - 1, 0), max(int(row_map.min()) - 1, 0)
    part = sheet.image[top : int(row_map.max()) + 3, left : int(column_map.max()) + 3]
    if not part.size:
        return np.zeros((HEIGHT, width), dtype=np.float32)
    red = np.ascontiguousarray(part if part.ndim == 2 else part[..., 0])
    fine = cv2.remap(
        red, column_map - left, row_map - top, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return as_ink(np.asarray(cv2.resize(fine, (width, HEIGHT), interpolation=cv2.INTER_AREA), dtype=np.uint8))


def as_ink(strip: NDArray[np.uint8]) -> Strip:
    """Grey levels as ink between 0 and 1, whatever the paper's and the ink's own greys are."""
    paper = float(np.quantile(strip, _PAPER_SHARE))
    ink = float(np.quantile(strip, _INK_SHARE))
    span = max(paper - ink, _LEAST_CONTRAST)
    return np.asarray(np.clip((paper - strip.astype(np.float32)) / span, 0.0, 1.0), dtype=np.float32)
