"""What people add to a printed page by hand: figures in the blanks, and the signature.

Figures are strokes: curves through a few points a figure, slanted, each a little different from
the last one of its sort, as a pen writes them.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from corpus.printing.sheet import Kind, PlacedText, Sheet

_OVERSAMPLE = 3
_Points = npt.NDArray[np.float64]

# Strokes in a box of height 1, x to the right and y down; the pen is lifted between strokes.
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "0": (((0.35, 0.02), (0.08, 0.2), (0.02, 0.6), (0.2, 0.98), (0.48, 0.8), (0.55, 0.35), (0.35, 0.02), (0.2, 0.1)),),
    "1": (((0.1, 0.3), (0.36, 0.02), (0.33, 0.5), (0.3, 1.0)),),
    "2": (
        ((0.06, 0.25), (0.2, 0.03), (0.48, 0.1), (0.44, 0.42), (0.2, 0.75), (0.02, 0.97), (0.25, 0.9), (0.58, 0.95)),
    ),
    "3": (
        (
            (0.08, 0.12),
            (0.3, 0.0),
            (0.5, 0.15),
            (0.4, 0.4),
            (0.2, 0.46),
            (0.48, 0.55),
            (0.5, 0.82),
            (0.25, 1.0),
            (0.0, 0.86),
        ),
    ),
    "4": (((0.35, 0.0), (0.15, 0.4), (0.0, 0.65), (0.3, 0.62), (0.6, 0.6)), ((0.45, 0.35), (0.42, 0.7), (0.38, 1.05))),
    "5": (
        ((0.15, 0.05), (0.1, 0.4), (0.35, 0.38), (0.55, 0.6), (0.4, 0.95), (0.02, 0.92)),
        ((0.15, 0.05), (0.35, 0.06), (0.58, 0.0)),
    ),
    "6": (
        ((0.48, 0.02), (0.2, 0.25), (0.03, 0.65), (0.15, 0.98), (0.42, 0.92), (0.48, 0.65), (0.25, 0.55), (0.05, 0.75)),
    ),
    "7": (((0.0, 0.08), (0.3, 0.06), (0.58, 0.02), (0.4, 0.45), (0.25, 1.0)), ((0.15, 0.5), (0.48, 0.46))),
    "8": (
        (
            (0.45, 0.12),
            (0.2, 0.0),
            (0.06, 0.2),
            (0.3, 0.46),
            (0.52, 0.72),
            (0.3, 1.0),
            (0.05, 0.8),
            (0.25, 0.5),
            (0.5, 0.22),
            (0.42, 0.08),
        ),
    ),
    "9": (((0.48, 0.2), (0.25, 0.0), (0.04, 0.2), (0.2, 0.5), (0.46, 0.35), (0.5, 0.1), (0.46, 0.5), (0.36, 1.0)),),
    "/": (((0.4, -0.05), (0.2, 0.5), (0.0, 1.1)),),
    "-": (((0.05, 0.55), (0.35, 0.52)),),
    ".": (((0.1, 0.95), (0.14, 0.98), (0.1, 1.0)),),
}


def handwriting_width(sheet: Sheet, text: str, height_mm: float) -> float:
    """About how wide `text` will be when it is written, in pixels."""
    return len(text) * 0.72 * sheet.mm(height_mm)


def write_by_hand(
    sheet: Sheet,
    text: str,
    x: float,
    baseline: float,
    part: str,
    random: np.random.Generator,
    *,
    height_mm: float,
    colour: tuple[int, int, int],
    fallback: ImageFont.FreeTypeFont,
    kind: Kind = Kind.HAND,
    is_neat: bool = False,
) -> float:
    """Writes words from `x` on; returns where they end.

    Letters without strokes, and all of a neat hand, are drawn slanted from `fallback`.
    """
    slant, height = random.uniform(0.12, 0.38), sheet.mm(height_mm)
    for word in text.split():
        boxes = []
        for character in word:
            strokes = None if is_neat else _STROKES.get(character)
            size = height * random.uniform(0.9, 1.1)
            lift = random.uniform(-0.06, 0.06) * height
            if strokes is None:
                mask = _slanted_glyph(character, fallback, slant)
                left, top = x, baseline - mask.shape[0] * 0.76 + lift
                step = fallback.getlength(character)
            else:
                paths = [_curve(_wobbled(stroke, random), slant) * size for stroke in strokes]
                mask, shift = _inked(paths, sheet.mm(random.uniform(0.36, 0.5)), random)
                left, top = x + shift[0], baseline - size + lift + shift[1]
                step = size * random.uniform(0.62, 0.76)
            sheet.stain(mask, left, top, colour)
            boxes.append((left, top, left + mask.shape[1], top + mask.shape[0]))
            x += step
        sides = list(zip(*boxes, strict=True))
        box = (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
        sheet.words.append(PlacedText(word, part, kind, box))
        x += 0.4 * height
    return x


def sign(
    sheet: Sheet, centre: float, baseline: float, random: np.random.Generator, colour: tuple[int, int, int]
) -> None:
    """A signature: loops from left to right and a stroke below them."""
    width, height = sheet.mm(random.uniform(28, 40)), sheet.mm(random.uniform(11, 17))
    count = int(random.integers(7, 11))
    xs = np.linspace(0, width, count) + random.normal(0, width / 30, count)
    ys = np.where(np.arange(count) % 2 == 0, 0.15, 0.8) * height + random.normal(0, height / 7, count)
    loops = np.stack([xs, ys], axis=1)
    back = np.array([[width * 0.95, height * 0.7], [width * 0.2, height * 0.98], [width * 1.1, height * 0.8]])
    paths = [_spline(loops), _spline(back)]
    mask, shift = _inked(paths, sheet.mm(random.uniform(0.45, 0.7)), random)
    x, y = centre - width / 2 + shift[0], baseline - height + shift[1]
    sheet.stain(mask, x, y, colour)
    sheet.marks.append(("signature", (x, y, x + mask.shape[1], y + mask.shape[0])))


def _wobbled(stroke: tuple[tuple[float, float], ...], random: np.random.Generator) -> _Points:
    points = np.asarray(stroke, dtype=np.float64)
    return points + random.normal(0.0, 0.022, points.shape)


def _curve(points: _Points, slant: float) -> _Points:
    curve = _spline(points)
    curve[:, 0] += slant * (1.0 - curve[:, 1])
    return curve


def _spline(points: _Points, steps: int = 14) -> _Points:
    """A smooth curve through all points (Catmull–Rom)."""
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    at = np.linspace(0.0, 1.0, steps, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        pieces.append(
            0.5 * (2 * b + (c - a) * at + (2 * a - 5 * b + 4 * c - d) * at**2 + (3 * b - a - 3 * c + d) * at**3)
        )
    return np.vstack([*pieces, points[-1:]])


def _inked(
    paths: list[_Points], width: float, random: np.random.Generator
) -> tuple[npt.NDArray[np.uint8], tuple[float, float]]:
    """The strokes as ink of a pen whose pressure changes, and where the mask's corner lies."""
    everything = np.vstack(paths)
    margin = 2.0 * width + 2.0
    left, top = everything.min(axis=0) - margin
    right, bottom = everything.max(axis=0) + margin
    size = (max(1, round((right - left) * _OVERSAMPLE)), max(1, round((bottom - top) * _OVERSAMPLE)))
    tile = Image.new("L", size, 0)
    draw = ImageDraw.Draw(tile)
    for path in paths:
        local = (path - (left, top)) * _OVERSAMPLE
        pressure = 1.0 + 0.25 * np.sin(np.linspace(0, random.uniform(3, 7), len(local)) + random.uniform(0, 6))
        for (x0, y0), (x1, y1), force in zip(local, local[1:], pressure, strict=False):
            thick = max(1.0, width * _OVERSAMPLE * force)
            draw.line((x0, y0, x1, y1), 235, round(thick))
            draw.ellipse((x1 - thick / 2, y1 - thick / 2, x1 + thick / 2, y1 + thick / 2), 235)
    small = tile.resize((max(1, size[0] // _OVERSAMPLE), max(1, size[1] // _OVERSAMPLE)), Image.Resampling.BOX)
    return np.asarray(small), (float(left), float(top))


def _slanted_glyph(character: str, font: ImageFont.FreeTypeFont, slant: float) -> npt.NDArray[np.uint8]:
    side = round(font.size * 1.4)
    tile = Image.new("L", (side, side), 0)
    ImageDraw.Draw(tile).text((font.size * 0.1, side * 0.76), character, 230, font, anchor="ls")
    shear = (1.0, slant * 0.6, -slant * 0.6 * side * 0.76, 0.0, 1.0, 0.0)
    return np.asarray(tile.transform(tile.size, Image.Transform.AFFINE, shear, Image.Resampling.BICUBIC))
