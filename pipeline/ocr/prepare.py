"""A page image as recognition reads it best, with the way back to the page as it was scanned.

By need, and only what was measured to help (`corpus/ablation.py` gives what each step is worth):

- two-level image: specks that stand alone out;
- any other: black scanner edges filled, red ink taken out so that the print under a seal can be
  read, uneven background divided away;
- enlarged or reduced to the resolution that recognition was found to read best;
- then streaks of the scanner's glass taken out, lines levelled, see `straighten`, the borders of
  tables taken out, see `rules` and `cells`, and rows of dots set aside, see `leaders`.

Removing blue ink everywhere eats handwritten numbers, so it is done beside a seal only. Removing
specks wherever they stand eats the tails of commas and the hooks of ư and ơ (two-level copies
2.8 -> 3.2 % character errors). Removing large components made pages worse: it is not done.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ocr.leaders import Leader, take_out_leaders
from pipeline.ocr.rules import Box, erase_borders, erase_streaks, find_rules
from pipeline.ocr.steps import Step
from pipeline.ocr.straighten import Bend, Grey, find_bend, shrink

Image = NDArray[np.uint8]

# Letters are recognised best at this size: 300 dpi read as they are gave 0.60 % character errors, reduced 0.36 %.
_READING_DPI = 225
_READABLE_DPI = (190, 250)  # scans within are read as they are; faxes of 200 dpi enlarged: 1.1 -> 1.7 %
_SPECK = 0.0125  # inches across: half the dot of an i
_SPECK_DISTANCE = 0.05  # inches from other ink: nearer, it may be the tail of a comma or a piece of a faint letter
_FEWEST_SPECKS = 100
_GREY_SHARE = 0.1  # grey pixels for each black one: smooth type has one on two, a two-level scan none
_RED_EXCESS = 50  # by how much red is stronger than green and blue in stamp ink
_BLUE_EXCESS = 40  # by how much blue is stronger than red in a pen's ink
_SEAL = 0.1  # of the page's width: a seal measures 30 to 42 mm
_PAPER = 255
_INK = 128
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
    leaders: tuple[Leader, ...] = ()  # rows of dots that were taken out

    def to_source(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box of this image as the box around it in the source image."""
        if self.bend is None:
            return x0 / self.scale, y0 / self.scale, x1 / self.scale, y1 / self.scale
        # The heights at both ends are averaged: a box around a skewed long word would be too high.
        middle = (x0 + x1) / 2
        xs, ys = self.bend.source_of(np.array([x0, x1, middle, middle]), np.array([y0, y1, y0, y1]))
        left, right = sorted((float(xs[0]), float(xs[1])))
        return left / self.scale, float(ys[2]) / self.scale, right / self.scale, float(ys[3]) / self.scale


def prepare_image(image: Image, dpi: int, without: frozenset[Step] = frozenset()) -> Prepared:
    """The page image, grey or RGB, prepared for recognition; `without` leaves steps out, to measure their worth."""
    steps: list[str] = []
    grey = _to_grey(image, steps, without)
    if Step.EDGES not in without:
        grey = _fill_edges(grey, steps)
    if _is_two_level(grey):
        if Step.SPECKS not in without:
            grey = _without_specks(grey, dpi, steps)
    elif Step.BACKGROUND not in without:
        grey = _even_background(grey, dpi, steps)
    scale = 1.0
    if Step.RESAMPLING not in without:
        grey, scale = _resample(grey, dpi, steps)
    scaled_dpi = round(dpi * scale)
    if Step.STREAKS not in without:
        grey, count = erase_streaks(grey, scaled_dpi)
        if count:
            steps.append(f"streaks of the glass removed ({count})")
    bend = find_bend(grey, scaled_dpi) if Step.LEVELLING not in without else None
    if bend is not None:
        grey = bend.apply(grey)
        steps.append(
            f"deskewed by {bend.angle:.1f}°" if bend.is_straight else f"bent lines levelled ({bend.angle:.1f}°)"
        )
    rules = find_rules(grey, scaled_dpi)
    if Step.BORDERS not in without:
        grey, count = erase_borders(grey, scaled_dpi, rules)
        if count:
            steps.append(f"table borders removed ({count})")
    leaders: tuple[Leader, ...] = ()
    if Step.LEADERS not in without:
        grey, leaders = take_out_leaders(grey, scaled_dpi)
        if leaders:
            steps.append(f"rows of dots set aside ({len(leaders)})")
    return Prepared(grey, scaled_dpi, tuple(steps), scale, bend, tuple(rules), leaders)


def _resample(grey: Grey, dpi: int, steps: list[str]) -> tuple[Grey, float]:
    """The image at a resolution that is read well, and its scale."""
    if _READABLE_DPI[0] <= dpi <= _READABLE_DPI[1]:
        return grey, 1.0
    target = _READING_DPI
    scale = target / dpi
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    steps.append(f"{'enlarged' if scale > 1 else 'reduced'} from {dpi} to {target} dpi")
    height, width = grey.shape
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    return np.asarray(cv2.resize(grey, size, interpolation=how), dtype=np.uint8), scale


def _to_grey(image: Image, steps: list[str], without: frozenset[Step]) -> Grey:
    if image.ndim == 2:
        return image
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    if Step.RED_INK in without:
        return grey
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
    steps.append(f"red ink removed ({share:.1%} of the page)")
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


def _without_specks(grey: Grey, dpi: int, steps: list[str]) -> Grey:
    """Black specks that stand alone turned white."""
    ink = (grey < _INK).astype(np.uint8)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    is_small = stats[:, cv2.CC_STAT_AREA] <= (_SPECK * dpi) ** 2
    is_small[0] = False
    if count < _FEWEST_SPECKS or not is_small.any():
        return grey
    reach = round(_SPECK_DISTANCE * dpi)
    letters = (ink & ~is_small[labels]).astype(np.uint8)
    near = cv2.dilate(letters, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    columns, rows = np.rint(centres).astype(np.int64).T
    is_alone = is_small & (near[rows.clip(0, len(near) - 1), columns.clip(0, near.shape[1] - 1)] == 0)
    if int(is_alone.sum()) < _FEWEST_SPECKS:
        return grey
    steps.append(f"specks removed ({int(is_alone.sum())})")
    cleaned = grey.copy()
    cleaned[is_alone[labels]] = _PAPER
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
    steps.append(f"dark edge filled ({share:.1%} of the page)")
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
    steps.append(f"uneven paper evened (grey levels {darkest:.0f} to {lightest:.0f})")
    return np.asarray(cv2.divide(grey, cv2.max(large, 1), scale=255), dtype=np.uint8)
