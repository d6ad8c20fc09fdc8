"""One plan's sheets, scanned: images as they are saved, and every word in points on its page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from corpus.printing.sheet import Box, PlacedText, Sheet
from corpus.scanning import optics
from corpus.scanning.optics import Matrix, Pixels
from corpus.scanning.parameters import Medium, PageParameters, ScanParameters

_LID = {Medium.PHOTOCOPY: 236.0}  # what lies beside a skewed page: the scanner's lid
_DESK_MARGIN = 0.045


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page of the scan: its image (uint8, two-level where `is_two_level`), and words and marks in pixels."""

    image: npt.NDArray[np.uint8]
    dpi: int
    is_two_level: bool
    words: tuple[PlacedText, ...]
    marks: tuple[tuple[str, Box], ...]

    def points(self, box: Box) -> Box:
        """A box in PDF points from the page's top-left corner."""
        x0, y0, x1, y1 = (round(side * 72 / self.dpi, 2) for side in box)
        return x0, y0, x1, y1


def scan_sheets(sheets: Sequence[Sheet], parameters: ScanParameters, random: np.random.Generator) -> list[ScannedPage]:
    """The pages of the scan, in order; lost pages are left out, two on a sheet become one page."""
    images = [np.asarray(sheet.image, dtype=np.float32) for sheet in sheets]
    pages = []
    for index, page in enumerate(parameters.pages):
        if page.number in parameters.missing:
            continue
        back = images[index + 1] if index + 1 < len(images) else None  # the last page's back is blank
        pages.append(_scan_page(sheets[index], images[index], back, page, random))
    if parameters.two_on_a_sheet:
        pages = [_side_by_side(pages[index : index + 2]) for index in range(0, len(pages), 2)]
    return pages


def _scan_page(
    sheet: Sheet, image: Pixels, back: Pixels | None, page: PageParameters, random: np.random.Generator
) -> ScannedPage:
    ratio = page.dpi / sheet.dpi
    size = (round(sheet.image.width * ratio), round(sheet.image.height * ratio))
    if page.bleed > 0.0 and back is not None:
        image = optics.bleed_through(image, back, page.bleed)
    if page.medium is Medium.CLEAN:
        matrix, pixels = np.eye(3), optics.grain(image, page.noise, random)
    elif page.medium is Medium.PHOTO:
        matrix, pixels = _photograph(image, size, page, random)
    else:
        matrix = _flat_matrix(sheet.image.size, size, page)
        pixels = optics.warp(image, matrix, size, shrink=1 / ratio, border=_LID.get(page.medium, 247.0))
        pixels = _copy(pixels, matrix, sheet.image.size, page, random)
    return _finished(sheet, pixels, matrix, page)


def _flat_matrix(source: tuple[int, int], target: tuple[int, int], page: PageParameters) -> Matrix:
    """From the printed sheet to the scanner's glass: scaled, turned about the middle, shifted."""
    scale = target[0] / source[0]
    turn = np.vstack([cv2.getRotationMatrix2D((source[0] / 2, source[1] / 2), page.skew, scale), [0, 0, 1]])
    shift = np.eye(3)
    shift[0, 2] = (target[0] - source[0]) / 2 + page.shift_mm[0] * page.dpi / 25.4
    shift[1, 2] = (target[1] - source[1]) / 2 + page.shift_mm[1] * page.dpi / 25.4
    return np.asarray(shift @ turn, dtype=np.float64)


def _photograph(
    image: Pixels, size: tuple[int, int], page: PageParameters, random: np.random.Generator
) -> tuple[Matrix, Pixels]:
    """The sheet on a desk, seen aslant, under a lamp, in a hand that shakes."""
    height, width = image.shape[:2]
    inner = 1.0 - 2 * _DESK_MARGIN
    turn = cv2.getRotationMatrix2D((0.5, 0.5), page.skew, 1.0)
    corners = []
    for (x, y), (dx, dy) in zip(((0, 0), (1, 0), (1, 1), (0, 1)), page.corners, strict=True):
        turned = turn @ np.array([x, y, 1.0])
        corners.append(
            ((_DESK_MARGIN + inner * turned[0] + dx) * size[0], (_DESK_MARGIN + inner * turned[1] + dy) * size[1])
        )
    sides = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(sides, np.array(corners, dtype=np.float32))
    shrink = width / (inner * size[0])
    seen = optics.warp(image, matrix, size, shrink=shrink, border=0.0)
    paper = optics.warp(np.full_like(image, 255.0), matrix, size, shrink=shrink, border=0.0) / 255.0
    shade = cv2.GaussianBlur(paper, (0, 0), 9.0)
    pixels = optics.desk(size, random) * (1.0 - 0.45 * shade) * (1.0 - paper) + seen * paper
    pixels *= np.array([1.0, random.uniform(0.95, 1.0), random.uniform(0.86, 0.98)], dtype=np.float32)
    pixels = optics.light(pixels, page.light, page.shadow, random)
    pixels = optics.soften(pixels, page.blur, page.motion, float(random.uniform(0, 180)))
    return np.asarray(matrix, dtype=np.float64), optics.grain(pixels, page.noise, random)


def _copy(
    pixels: Pixels, matrix: Matrix, sheet: tuple[int, int], page: PageParameters, random: np.random.Generator
) -> Pixels:
    """What happens to a page on the glass, in the order in which it happens."""
    extent = (float(sheet[0]), float(sheet[1]))
    if page.punch_holes:
        pixels = optics.punch(pixels, page.dpi, matrix, extent, random)
    if page.staple:
        pixels = optics.staple(pixels, page.dpi, matrix, extent, random)
    if page.generations:
        pixels = optics.photocopy(pixels, page.generations, page.fade, random)
    pixels = optics.soften(pixels, page.blur)
    pixels = optics.light(pixels, page.light, page.shadow, random)
    pixels = optics.speckle(pixels, page.speckles_per_cm2, page.dpi, random)
    pixels = optics.streak(pixels, page.streaks, page.dpi, random)
    pixels = optics.black_edges(pixels, page.black_edges_mm, page.dpi, random)
    return optics.grain(pixels, page.noise, random)


def _finished(sheet: Sheet, pixels: Pixels, matrix: Matrix, page: PageParameters) -> ScannedPage:
    """The image as it is saved, with its quarter turn; words and marks where they now lie."""
    image = np.clip(pixels, 0, 255).astype(np.uint8)
    if not page.is_colour:
        image = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    if page.is_two_level:
        image = np.where(image > page.threshold, 255, 0).astype(np.uint8)
    turned = np.ascontiguousarray(np.rot90(image, page.turn // 90))
    full = _quarter_turn(page.turn, image.shape[1], image.shape[0]) @ matrix
    words = tuple(replace(word, box=_box_under(full, word.box)) for word in sheet.words)
    marks = tuple((name, _box_under(full, box)) for name, box in sheet.marks)
    return ScannedPage(turned, page.dpi, page.is_two_level, words, marks)


def _quarter_turn(degrees: int, width: int, height: int) -> Matrix:
    """What a turn against the clock does to a point of an image of that size."""
    return {
        0: np.eye(3),
        90: np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width], [0.0, 0.0, 1.0]]),
        180: np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]]),
        270: np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
    }[degrees]


def _box_under(matrix: Matrix, box: Box) -> Box:
    """The upright box around a box's four corners under a homography."""
    x0, y0, x1, y1 = box
    corners = matrix @ np.array([[x0, x1, x1, x0], [y0, y0, y1, y1], [1.0, 1.0, 1.0, 1.0]])
    xs, ys = corners[0] / corners[2], corners[1] / corners[2]
    return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())


def _side_by_side(pages: Sequence[ScannedPage]) -> ScannedPage:
    """Two pages on one sheet, as from a copier that saves paper; the fold between them is dark."""
    if len(pages) == 1:
        return pages[0]
    left, right = pages
    height = max(left.image.shape[0], right.image.shape[0])
    padded = [_to_height(page.image, height) for page in pages]
    image = np.ascontiguousarray(np.concatenate(padded, axis=1))
    fold = left.image.shape[1]
    if not left.is_two_level:
        for near, far in pairwise(range(0, 9, 2)):
            for columns in (slice(fold - far, fold - near or None), slice(fold + near, fold + far)):
                image[:, columns] = (image[:, columns] * (0.78 + near * 0.025)).astype(np.uint8)
    moved = tuple(word.moved(fold, 0.0) for word in right.words)
    marks = tuple((name, (x0 + fold, y0, x1 + fold, y1)) for name, (x0, y0, x1, y1) in right.marks)
    return replace(left, image=image, words=(*left.words, *moved), marks=(*left.marks, *marks))


def _to_height(image: npt.NDArray[np.uint8], height: int) -> npt.NDArray[np.uint8]:
    missing = height - image.shape[0]
    return np.pad(image, ((0, missing), *((0, 0),) * (image.ndim - 1)), constant_values=240) if missing else image
