"""Fields of letterheads with digits in them, for training and checking the digit reader.

A field is put together at twice the reader's scale from print on both sides ("Số:", "/KH"), a line
of dots or none, and digits: real ones of the MNIST collection, ones drawn with `digit_strokes`, or
print. Then it is copied badly: blur, low resolution, two levels, specks, streaks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from corpus.digit_strokes import WAYS, Points, draw_line, smooth_line, write_digit
from pipeline.ocr.handwriting.strip import BASELINE, CAP_HEIGHT, HEIGHT, Strip, as_ink

WIDTH = 136  # columns of a training strip
_OVER = 2  # drawn at this many times the reader's scale
_CAP = CAP_HEIGHT * _OVER
_ROWS, _COLUMNS, _BASE = HEIGHT * _OVER, WIDTH * _OVER, BASELINE * _OVER
# Shares of the digits of real letterheads: half of them are 1 or 2.
_DIGIT_SHARES = (0.09, 0.24, 0.18, 0.08, 0.07, 0.07, 0.065, 0.07, 0.07, 0.065)
_LENGTH_SHARES = (0.14, 0.44, 0.26, 0.15, 0.01)  # of one digit, two, …
_LEFT = (("Số:", "Số", "số:", "SỐ:", "Số :"), ("ngày", "ngày", "ngày", "tháng", "ngay"))
_RIGHT = (
    ("/KH", "/KH-U", "-KH", "/QĐ", "/UBND", "/CT", "/BC", "/TB", "/NQ", "-CTr", "/PA", "/SGD", "-HD", "/TTr", "/ KH"),
    ("tháng", "tháng", "tháng", "năm", "thang"),
)
_FONT_FILES = (
    ("FreeSerif.ttf", "FreeSerifItalic.ttf"),
    ("DejaVuSerifCondensed.ttf", "DejaVuSerifCondensed-Italic.ttf"),
    ("NotoSerif-Regular.ttf", "NotoSerif-Italic.ttf"),
    ("CharisSIL-Regular.ttf", "CharisSIL-Italic.ttf"),
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Italic.ttf"),
    ("Tinos-Regular.ttf", "Tinos-Italic.ttf"),
    ("NimbusRoman-Regular.otf", "NimbusRoman-Italic.otf"),
)

Ink = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sample:
    """A strip of `WIDTH` columns with the digits that stand in it; no digits for a blank."""

    strip: Strip
    digits: str
    is_printed: bool


@dataclass(frozen=True, slots=True)
class Hands:
    """Pictures of real digits, 28 × 28, white on black, by digit."""

    images: tuple[npt.NDArray[np.uint8], ...]

    @classmethod
    def load(cls, folder: Path, part: str) -> "Hands":
        """The digits of `folder/mnist.npz`; `part` is "train" or "test"."""
        with np.load(folder / "mnist.npz") as data:
            images, labels = data[f"x_{part}"], data[f"y_{part}"]
        return cls(tuple(images[labels == digit] for digit in range(10)))


class Composer:
    """Makes samples, one after the other, from one seed; without real digits all writing is drawn."""

    def __init__(self, hands: Hands | None, fonts: Sequence[Path], seed: int) -> None:
        self._hands = hands
        self._random = np.random.default_rng(seed)
        self._fonts = [_print_fonts(fonts, names) for names in _FONT_FILES]
        self._fonts = [pair for pair in self._fonts if pair]
        if not self._fonts:
            raise ValueError("none of the serif fonts of the corpus is installed")

    def compose(self) -> Sample:
        """One field: printed, written or blank."""
        while (sample := self._try_compose()) is None:
            pass
        return sample

    def take(self, count: int) -> list[Sample]:
        """The next `count` fields."""
        return [self.compose() for _ in range(count)]

    def _try_compose(self) -> Sample | None:
        """A field, or None where it came out wider than a strip."""
        random = self._random
        is_date = int(random.random() < 0.45)
        pair = self._fonts[int(random.integers(len(self._fonts)))]
        font = pair[is_date if random.random() < 0.9 else 0]
        kind = str(random.choice(["mnist", "strokes", "print", "blank"], p=[0.36, 0.42, 0.14, 0.08]))
        if kind == "mnist" and self._hands is None:
            kind = "strokes"
        digits = "" if kind == "blank" else self._draw_digits(is_date)
        field = self._print_digits(digits, font) if kind == "print" else self._write_digits(digits, kind)
        ink = np.zeros((_ROWS, _COLUMNS), dtype=np.uint8)
        left = _printed(str(random.choice(_LEFT[is_date])), font)
        right = _printed(str(random.choice(_RIGHT[is_date])), font)
        around = random.uniform(0.0, 0.25, 2) if random.random() < 0.6 else random.uniform(0.0, 1.6, 2)
        if kind == "mnist" and digits and random.random() < 0.2:
            around = around - random.uniform(0.0, 0.2, 2)  # touching the print
        room = 0.0 if kind != "blank" else random.uniform(0.1, 5.0)
        start = random.uniform(0.3, 1.6) * _CAP
        x0 = start + around[0] * _CAP
        x1 = x0 + field.shape[1] + room * _CAP
        field_end = x1 + around[1] * _CAP
        if digits and field_end > _COLUMNS - 6:
            return None
        _put(ink, left, start - left.shape[1], 1.0)
        _put(ink, right, field_end, 1.0)
        if random.random() < (0.5 if kind == "blank" else 0.2):
            self._dot(ink, start, field_end)
        tone = random.uniform(0.5, 1.0) if kind != "print" else 1.0
        _put(ink, field, x0, tone)
        shown = field_end + random.uniform(0.5, 2.5) * _CAP
        if shown < _COLUMNS and random.random() < 0.8:
            ink[:, max(int(shown), 1) :] = 0
        return Sample(self._copied(ink, tone), digits, kind == "print")

    def _draw_digits(self, is_date: int) -> str:
        random = self._random
        if is_date and random.random() < 0.8:
            number = int(random.integers(1, 32))
            return str(number) if random.random() < 0.2 else f"{number:02d}"
        length = 1 + int(random.choice(len(_LENGTH_SHARES), p=_LENGTH_SHARES))
        shares = _DIGIT_SHARES if random.random() < 0.6 else None
        return "".join(map(str, random.choice(10, length, p=shares)))

    def _print_digits(self, digits: str, font: ImageFont.FreeTypeFont) -> Ink:
        """Print, also smaller, larger or raised, as office systems type a number into the blank."""
        random = self._random
        ink = _printed(digits, font)
        size = 1.0 if random.random() < 0.6 else random.uniform(0.78, 1.35)
        shift = 0.0 if size == 1.0 else random.uniform(-0.3, 0.15) * _CAP
        matrix = np.array([[size, 0.0, 0.0], [0.0, size, (1 - size) * _BASE + shift]])
        width = max(1, round(ink.shape[1] * size))
        return np.asarray(cv2.warpAffine(ink, matrix, (width, _ROWS), flags=cv2.INTER_AREA), dtype=np.uint8)

    def _write_digits(self, digits: str, kind: str) -> Ink:
        """Digits in one hand: height, slant, pen and spacing are the writer's, small changes the digit's."""
        random = self._random
        height = random.uniform(0.95, 1.9) * _CAP
        slant = random.uniform(-0.05, 0.45)
        pen = random.uniform(0.07, 0.2) * _CAP if random.random() < 0.8 else random.uniform(0.2, 0.3) * _CAP
        spacing = random.uniform(-0.12, 0.2) if random.random() < 0.75 else random.uniform(0.2, 0.5)
        base = _BASE + random.uniform(-0.3, 0.35) * _CAP
        climb = random.normal(0.0, 0.04)
        ways = {digit: int(random.integers(8)) for digit in WAYS}
        width = random.uniform(0.75, 1.25)
        ink = np.zeros((_ROWS, _COLUMNS * 2), dtype=np.uint8)
        x, last = 0.3 * height, None
        first, end = _COLUMNS * 2, 1
        for digit in digits:
            size = height * random.uniform(0.88, 1.12)
            foot = base + random.normal(0.0, 0.05) * height + climb * x
            if kind == "strokes":
                lines = write_digit(digit, ways[digit], random, wobble=0.025, slant=slant, width=width)
                placed = [line * size + (x, foot - size) for line in lines]
                x0, x1 = _extent(placed)
                placed = [line + np.array([x - x0, 0.0]) for line in placed]
                for line in placed:
                    self._ink_line(ink, line, pen)
                if last is not None and random.random() < 0.3:
                    self._join(ink, last, placed[0][0], pen)
                last, step = placed[-1][-1], x1 - x0
            else:
                tile = self._real_digit(int(digit), size, slant, pen)
                row = round(foot - size) - (tile.shape[0] - round(size)) // 2
                _paste(ink, tile, round(x), row)
                step = float(tile.shape[1])
            first, end = min(first, int(x - pen)), max(end, int(x + step + pen) + 1)
            x += step + (spacing + random.normal(0.0, 0.05)) * height
        return ink[:, max(first, 0) : end] if digits else ink[:, :1]

    def _real_digit(self, digit: int, size: float, slant: float, pen: float) -> Ink:
        """A digit of the collection, cut out, at the height and lean of the writer, with a stroke near the pen's."""
        random = self._random
        assert self._hands is not None
        images = self._hands.images[digit]
        image = images[int(random.integers(len(images)))]
        rows, columns = np.flatnonzero(image.max(axis=1) > 60), np.flatnonzero(image.max(axis=0) > 60)
        cut = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        scale = size / cut.shape[0]
        width = max(3, round(cut.shape[1] * scale * random.uniform(0.8, 1.2)))
        large = cv2.resize(cv2.copyMakeBorder(cut, 1, 1, 1, 1, cv2.BORDER_CONSTANT), (width + 4, round(size) + 4))
        sharp = np.clip((large.astype(np.float32) - 90) * 3.0, 0, 255).astype(np.uint8)
        grow = round((pen - 2.2 * scale) / 2)
        if grow:
            kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * min(abs(grow), 2) + 1,) * 2)
            changed = cv2.dilate(sharp, kernel) if grow > 0 else cv2.erode(sharp, kernel)
            # A pen thinner than the hair lines of the picture would leave nothing of it.
            sharp = changed if (changed > 127).sum() > 0.45 * (sharp > 127).sum() else sharp
        sharp = self._national(sharp, digit, pen)
        lean = slant * random.uniform(0.3, 1.0) * sharp.shape[0] - 0.15 * sharp.shape[0] * (digit == 1)
        extra = int(abs(lean)) + 1
        matrix = np.array([[1.0, -lean / sharp.shape[0], max(lean, 0.0)], [0.0, 1.0, 0.0]])
        leant = cv2.warpAffine(sharp, matrix, (sharp.shape[1] + extra, sharp.shape[0]))
        columns = np.flatnonzero(leant.max(axis=0) > 60)
        return np.asarray(leant[:, columns[0] : columns[-1] + 1] if columns.size else leant, dtype=np.uint8)

    def _national(self, tile: Ink, digit: int, pen: float) -> Ink:
        """What Vietnamese hands add: a long upstroke to the 1, a bar to the 7, a long flag to the 5."""
        random = self._random
        rows, columns = tile.shape
        thick = max(2.0, pen)
        if digit == 1 and random.random() < 0.65:
            added = round(rows * random.uniform(0.25, 0.55))
            tile = cv2.copyMakeBorder(tile, 0, 0, added, 2, cv2.BORDER_CONSTANT)
            inked = np.flatnonzero(tile[2 : max(4, rows // 6)].max(axis=0) > 127)
            top = (float(inked.mean()) if inked.size else added + columns / 2, 2.0)
            foot = (random.uniform(0.0, 0.4) * added, rows * random.uniform(0.5, 0.98))
            self._ink_line(tile, np.array([foot, ((top[0] + foot[0]) / 2, (top[1] + foot[1]) / 2 - 1), top]), thick)
        elif digit == 7 and random.random() < 0.6:
            added = round(rows * random.uniform(0.0, 0.2))
            tile = cv2.copyMakeBorder(tile, 0, 0, added // 2, added, cv2.BORDER_CONSTANT)
            y = rows * random.uniform(0.42, 0.6)
            bar = np.array([(1.0, y + 2), (tile.shape[1] / 2, y), (tile.shape[1] - 2.0, y - random.uniform(0, 5))])
            self._ink_line(tile, bar, thick)
        elif digit == 5 and random.random() < 0.3:
            added = round(rows * random.uniform(0.1, 0.45))
            tile = cv2.copyMakeBorder(tile, 2, 0, 0, added, cv2.BORDER_CONSTANT)
            y = rows * random.uniform(0.02, 0.1)
            flag = np.array([(columns * 0.4, y + 2), (columns, y), (tile.shape[1] - 2.0, y - random.uniform(0, 4))])
            self._ink_line(tile, flag, thick)
        return tile

    def _ink_line(self, ink: Ink, line: Points, thickness: float) -> None:
        phase, waves = self._random.uniform(0, 6), self._random.uniform(2, 7)
        pressure = 1.0 + 0.22 * np.sin(np.linspace(0, waves, len(line)) + phase)
        draw_line(ink, line, thickness, pressure)

    def _join(self, ink: Ink, last: Points, first: Points, pen: float) -> None:
        middle = (last + first) / 2 + self._random.normal(0.0, 0.08 * _CAP, 2)
        self._ink_line(ink, smooth_line(np.array([last, middle, first])), max(1.0, 0.7 * pen))

    def _dot(self, ink: Ink, x0: float, x1: float) -> None:
        random = self._random
        step, size = random.uniform(0.16, 0.45) * _CAP, random.uniform(0.8, 1.9)
        y = _BASE - size + random.normal(0.0, 1.5)
        for x in np.arange(x0, min(x1, _COLUMNS - 2), step):
            cv2.circle(ink, (round(x), round(y)), round(size), 255, -1, cv2.LINE_AA)

    def _copied(self, ink: Ink, tone: float) -> Strip:
        random = self._random
        scale, angle = random.uniform(0.88, 1.14), random.normal(0.0, 0.9)
        matrix = cv2.getRotationMatrix2D((_COLUMNS / 2, _BASE), angle, scale)
        matrix[:, 2] += (0.0, random.normal(0.0, 0.08) * _CAP)
        page = 255.0 - cv2.warpAffine(ink, matrix, (_COLUMNS, _ROWS), flags=cv2.INTER_LINEAR).astype(np.float32) * 0.9
        if random.random() < 0.5:
            page = cv2.GaussianBlur(page, (0, 0), random.uniform(0.4, 1.5))
        if random.random() < 0.5:
            small = random.uniform(0.5, 0.95)
            page = cv2.resize(
                cv2.resize(page, None, fx=small, fy=small, interpolation=cv2.INTER_AREA), (_COLUMNS, _ROWS)
            )
        page += random.normal(0.0, random.uniform(0.0, 14.0), page.shape)
        if random.random() < 0.15:
            x = int(random.integers(_COLUMNS))
            page[:, x : x + int(random.integers(1, 4))] -= random.uniform(20, 140)
        if random.random() < 0.4:
            # Two levels leave of light ink what the office's machine leaves of it: never nothing.
            page = np.where(page > random.uniform(255 - 150 * tone, 215), 255.0, 0.0)
            if random.random() < 0.3:
                page[random.random(page.shape) < random.uniform(0.0, 0.01)] = 0.0
        grey = np.clip(page, 0, 255).astype(np.uint8)
        return as_ink(np.asarray(cv2.resize(grey, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), dtype=np.uint8))


def find_fonts(folders: Sequence[Path]) -> list[Path]:
    """The font files in the folders, in a fixed order."""
    return sorted(path for folder in folders for path in folder.rglob("*.[ot]tf"))


def _print_fonts(paths: Sequence[Path], names: tuple[str, str]) -> tuple[ImageFont.FreeTypeFont, ...]:
    """Regular and italic at a size at which capitals are `_CAP` pixels high; nothing where not installed."""
    fonts = []
    for name in names:
        path = next((path for path in paths if path.name == name), None)
        if path is None:
            return ()
        trial = ImageFont.truetype(str(path), 200)
        left, top, right, bottom = trial.getbbox("H", anchor="ls")
        del left, right
        fonts.append(ImageFont.truetype(str(path), 200 * _CAP / (bottom - top)))
    return tuple(fonts)


def _printed(text: str, font: ImageFont.FreeTypeFont) -> Ink:
    width = max(1, round(font.getlength(text)) + 2)
    tile = Image.new("L", (width, _ROWS), 0)
    ImageDraw.Draw(tile).text((1, _BASE), text, 255, font, anchor="ls")
    return np.asarray(tile)


def _put(ink: Ink, tile: Ink, x: float, tone: float) -> None:
    """Lays a tile of full height over the ink."""
    _paste(ink, (tile * tone).astype(np.uint8) if tone < 1.0 else tile, round(x), 0)


def _paste(ink: Ink, tile: Ink, x: int, y: int) -> None:
    x0, y0 = max(x, 0), max(y, 0)
    x1, y1 = min(x + tile.shape[1], ink.shape[1]), min(y + tile.shape[0], ink.shape[0])
    if x1 > x0 and y1 > y0:
        part = ink[y0:y1, x0:x1]
        np.maximum(part, tile[y0 - y : y1 - y, x0 - x : x1 - x], out=part)


def _extent(lines: Sequence[Points]) -> tuple[float, float]:
    xs = np.concatenate([line[:, 0] for line in lines])
    return float(xs.min()), float(xs.max())
