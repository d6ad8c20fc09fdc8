"""A page image as recognition reads it best, with the way back to the page as it was scanned.

By need, and only what was measured to help (character errors on 27 simulated pages a kind):

- two-level image: specks of up to 3 pixels out, softened, enlarged to 300 dpi where it is below
  190 (fax 3.0 -> 2.0 %);
- any other: black scanner edges filled, red ink taken out so that the print under a seal can be
  read (last pages 4.2 -> 3.2 %), uneven background divided away (photographs 15.5 -> 8.4 %);
- then streaks of the scanner's glass taken out (five pages with one 4.4 -> 3.2 %), lines levelled,
  see `straighten`, and the borders of tables taken out, see `rules` and `cells`.

Removing blue ink everywhere eats handwritten numbers, so it is done beside a seal only. Removing
large components, binarising and upscaling of clean scans made pages worse: none of it is done.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ocr.rules import Box, erase_borders, erase_streaks, find_rules
from pipeline.ocr.straighten import Bend, Grey, find_bend, shrink

Image = NDArray[np.uint8]

_LOW_DPI = 190
_GOOD_DPI = 300
_SPECK_PIXELS = 3
_FEWEST_SPECKS = 200
_GREY_SHARE = 0.1  # grey pixels for each black one: smooth type has one on two, a two-level scan none
_RED_EXCESS = 50  # by how much red is stronger than green and blue in stamp ink
_BLUE_EXCESS = 40  # by how much blue is stronger than red in a pen's ink
_SEAL = 0.1  # of the page's width: a seal measures 30 to 42 mm
_PAPER = 255
_RED_SHARE = 0.0003  # of the page: a seal has about 1 %, a line of red type 0.05 %
_DARK = 110  # below this, large areas are no paper
_EDGE_SHARE = 0.002
_EVEN_PAPER = 12  # grey levels between the lightest and the darkest paper of an even page
_WHITE_PAPER = 235


@dataclass(frozen=True, slots=True)
class Prepared:
    """A grey image for recognition, and how its pixels map to those of the source image."""

    image: Grey
    dpi: int
    steps: tuple[str, ...]  # what was done, with its measure
    scale: float = 1.0  # pixels of this image a pixel of the source
    bend: Bend | None = None
    rules: tuple[Box, ...] = ()  # ruled lines, as boxes in pixels of this image

    def to_source(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box of this image as the box around it in the source image."""
        if self.bend is None:
            return x0 / self.scale, y0 / self.scale, x1 / self.scale, y1 / self.scale
        # The heights at both ends are averaged: a box around a skewed long word would be too high.
        middle = (x0 + x1) / 2
        xs, ys = self.bend.source_of(np.array([x0, x1, middle, middle]), np.array([y0, y1, y0, y1]))
        left, right = sorted((float(xs[0]), float(xs[1])))
        return left / self.scale, float(ys[2]) / self.scale, right / self.scale, float(ys[3]) / self.scale


def prepare_image(image: Image, dpi: int) -> Prepared:
    """The page image, grey or RGB, prepared for recognition."""
    steps: list[str] = []
    grey = _to_grey(image, steps)
    scale = 1.0
    if _is_two_level(grey):
        grey, scale = _clean_two_level(grey, dpi, steps)
    else:
        grey = _even_background(_fill_edges(grey, steps), dpi, steps)
    scaled_dpi = round(dpi * scale)
    clean = erase_streaks(grey, scaled_dpi)
    if clean is not grey:
        grey = clean
        steps.append("streak removed")
    bend = find_bend(grey, scaled_dpi)
    if bend is not None:
        grey = bend.apply(grey)
        steps.append(f"deskew {bend.angle:.1f}°" if bend.is_straight else f"dewarp {bend.angle:.1f}°")
    rules = find_rules(grey, scaled_dpi)
    erased = erase_borders(grey, scaled_dpi, rules)
    if erased is not grey:
        steps.append("table borders removed")
    return Prepared(erased, scaled_dpi, tuple(steps), scale, bend, tuple(rules))


def _to_grey(image: Image, steps: list[str]) -> Grey:
    if image.ndim == 2:
        return image
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    red, green, blue = cv2.split(image)
    excess = cv2.subtract(red, cv2.max(green, blue))
    is_red = excess > _RED_EXCESS
    share = float(np.count_nonzero(is_red)) / is_red.size
    if share < _RED_SHARE:
        return grey
    # Red ink is as light as paper in the red channel, black print under it is not. The mask is
    # widened because JPEG smears colour over the edges of the ink.
    near = cv2.dilate(is_red.astype(np.uint8), np.ones((7, 7), np.uint8)).astype(bool)
    grey = np.where(near, np.asarray(red, dtype=np.uint8), grey)
    steps.append(f"red ink removed {share:.1%}")
    for rows, columns in _seals(near):
        # The pen that signed across the seal crosses position and name as well. Elsewhere blue
        # is the handwritten number and day, which must stay.
        area = image[rows, columns].astype(np.int16)
        is_blue = area[..., 2] - area[..., 0] > _BLUE_EXCESS
        grey[rows, columns][is_blue] = _PAPER
    return grey


def _seals(near_red: NDArray[np.bool_]) -> list[tuple[slice, slice]]:
    """Rows and columns of the areas where a signature crosses a seal, of pages that have one."""
    height, width = near_red.shape
    # Of an eighth of the size a pixel counts as red where half of it is.
    small = shrink(near_red.astype(np.uint8), 8)
    joined = cv2.dilate(small, np.ones((5, 5), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    areas = []
    for x, y, wide, high, _area in (stats[1:] * 8).tolist():
        if min(wide, high) > _SEAL * width and max(wide, high) < 2 * min(wide, high):
            # Signatures are drawn from the seal, which covers their left third, to the right.
            areas.append(
                (slice(max(y - high // 2, 0), min(y + high * 3 // 2, height)), slice(max(x - wide, 0), x + 4 * wide))
            )
    return areas


def _is_two_level(grey: Grey) -> bool:
    histogram = np.bincount(grey.ravel(), minlength=256)
    return bool(histogram[16:240].sum() < _GREY_SHARE * histogram[:16].sum())


def _clean_two_level(grey: Grey, dpi: int, steps: list[str]) -> tuple[Grey, float]:
    grey = _despeckle(_fill_edges(grey, steps), steps)
    grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.7), dtype=np.uint8)
    steps.append("softened")
    if dpi >= _LOW_DPI:
        return grey, 1.0
    scale = _GOOD_DPI / dpi
    steps.append(f"enlarged {scale:.2f}x")
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), dtype=np.uint8), scale


def _despeckle(grey: Grey, steps: list[str]) -> Grey:
    """Black specks turned white and white ones black."""
    cleaned = grey.copy()
    removed = 0
    for colour in (0, 255):
        ink = (cleaned < 128) if colour == 0 else (cleaned >= 128)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
        is_speck = stats[:, cv2.CC_STAT_AREA] <= _SPECK_PIXELS
        is_speck[0] = False
        if count > 1 and is_speck.any():
            cleaned[is_speck[labels]] = 255 - colour
            removed += int(is_speck.sum())
    if removed < _FEWEST_SPECKS:
        return grey
    steps.append(f"despeckled {removed}")
    return cleaned


def _fill_edges(grey: Grey, steps: list[str]) -> Grey:
    """Black areas that reach the edge of the image, as a scanner's lid leaves them, made paper."""
    small = shrink(grey, 8)
    dark = cv2.morphologyEx((small < _DARK).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    framed = cv2.copyMakeBorder(dark, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, labels = cv2.connectedComponents(framed, connectivity=4)
    edge = (labels == labels[0, 0])[1:-1, 1:-1]
    share = float(np.count_nonzero(edge)) / edge.size
    if share < _EDGE_SHARE:
        return grey
    wide = cv2.dilate(edge.astype(np.uint8), np.ones((3, 3), np.uint8))
    mask = cv2.resize(wide, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST).astype(bool)
    paper = int(np.median(small[wide == 0])) if (wide == 0).any() else 255
    filled = grey.copy()
    filled[mask] = paper
    steps.append(f"dark edge filled {share:.1%}")
    return filled


def _even_background(grey: Grey, dpi: int, steps: list[str]) -> Grey:
    """The image divided by its paper, which makes shadows, yellowed paper and show-through lighter."""
    factor = max(round(dpi / 25), 1)
    small = shrink(grey, factor)
    # Closing with a window wider than a stroke of type leaves the paper.
    paper = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)), 7)
    darkest, lightest = np.percentile(paper, (2, 98))
    if lightest - darkest < _EVEN_PAPER and darkest > _WHITE_PAPER:
        return grey
    large = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    steps.append("background evened")
    return np.asarray(cv2.divide(grey, cv2.max(large, 1), scale=255), dtype=np.uint8)
