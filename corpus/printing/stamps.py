"""What stamps leave on a page: the seal, the arrival stamp, marks of urgency.

Sizes after Nghị định 30/2020/NĐ-CP (Phụ lục I, mục II.10: HỎA TỐC 30 x 8 mm; Phụ lục IV: the
arrival stamp) and Thông tư 06/2015/TT-BCA (seals of 36 mm across). Stamp ink lies unevenly.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from corpus.printing.fonts import Fonts
from corpus.printing.pen import write_by_hand
from corpus.printing.sheet import Colour, Kind, Mask, PlacedText, Sheet

SEAL_RED: Colour = (208, 38, 52)
ARRIVAL_INKS: tuple[Colour, ...] = ((200, 40, 60), (70, 60, 150))


@dataclass(frozen=True, slots=True)
class ArrivalStamp:
    """What the receiver's stamp and clerk put on the page: its number and day, written by hand."""

    office: str
    number: str
    day: str


def seal(sheet: Sheet, x: float, y: float, lettering: str, fonts: Fonts, random: np.random.Generator) -> None:
    """A round red seal with its centre at (x, y): rings, the body's name around, a star."""
    radius = sheet.mm(18)
    side = round(2 * radius + sheet.mm(3))
    tile = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(tile)
    centre = side / 2
    for scale, width in ((1.0, 0.9), (0.93, 0.3), (0.62, 0.35)):
        r = radius * scale
        draw.ellipse(
            (centre - r, centre - r, centre + r, centre + r), outline=230, width=max(1, round(sheet.mm(width)))
        )
    star = []
    for k in range(10):
        r, angle = radius * (0.4 if k % 2 == 0 else 0.16), np.pi * (k / 5 - 0.5)
        star.append((centre + r * np.cos(angle), centre + r * np.sin(angle)))
    draw.polygon(star, fill=225)
    _letters_around(tile, lettering, radius * 0.78, fonts.font(9, bold=True))
    turned = tile.rotate(random.uniform(-14, 14), Image.Resampling.BICUBIC)
    mask = _uneven(np.asarray(turned), random)
    sheet.stain(mask, x - centre, y - centre, SEAL_RED)
    sheet.marks.append(("seal", (x - radius, y - radius, x + radius, y + radius)))


def urgency_mark(sheet: Sheet, words: str, x: float, y: float, fonts: Fonts, random: np.random.Generator) -> None:
    """A framed mark such as HỎA TỐC, its top-left corner at (x, y)."""
    font = fonts.font(14, bold=True)
    width, height = font.getlength(words) + sheet.mm(6), sheet.mm(8.5)
    local = _Local(sheet, width, height)
    local.frame(1.0)
    local.text(words, (width - font.getlength(words)) / 2, height * 0.7, font)
    local.stamp(x, y, random.uniform(-3.5, 3.5), SEAL_RED, random, "urgency mark")


def arrival_stamp(
    sheet: Sheet, stamp: ArrivalStamp, x: float, y: float, fonts: Fonts, random: np.random.Generator
) -> None:
    """The receiver's stamp, 50 x 30 mm, its top-left corner at (x, y), number and day written into it."""
    width, height = sheet.mm(50), sheet.mm(29)
    local = _Local(sheet, width, height)
    local.frame(0.5)
    small, large = fonts.font(9.5), fonts.font(13, bold=True)
    head = sheet.mm(7)
    local.line(0, head, width, head)
    local.text(stamp.office, (width - small.getlength(stamp.office)) / 2, head * 0.72, small)
    column = sheet.mm(15)
    local.line(column, head, column, height)
    local.text("ĐẾN", (column - large.getlength("ĐẾN")) / 2, (head + height) / 2 + sheet.mm(1.5), large)
    rows = (("Số:", stamp.number), ("Ngày:", stamp.day), ("Chuyển:", ""))
    places = []
    for index, (label, value) in enumerate(rows):
        baseline = head + (index + 0.72) * (height - head) / 3
        local.text(label, column + sheet.mm(1.5), baseline, small)
        dots_from = column + sheet.mm(2.5) + small.getlength(label)
        local.dots(dots_from, width - sheet.mm(2), baseline)
        places.append((value, dots_from + sheet.mm(2), baseline - sheet.mm(0.5)))
    ink = ARRIVAL_INKS[int(random.integers(len(ARRIVAL_INKS)))]
    angle = random.uniform(-4, 4)
    moved = local.stamp(x, y, angle, ink, random, "arrival stamp")
    for value, left, baseline in places:
        if value:
            at = moved(left, baseline)
            write_by_hand(
                sheet,
                value,
                at[0],
                at[1],
                "stamp",
                random,
                height_mm=4.4,
                colour=(40, 44, 110),
                fallback=fonts.font(13, italic=True),
                kind=Kind.STAMP,
            )


class _Local:
    """A stamp's own face, upright; pressed onto the sheet at an angle."""

    def __init__(self, sheet: Sheet, width: float, height: float) -> None:
        self.sheet = sheet
        self.margin = sheet.mm(6)
        self.size = (round(width + 2 * self.margin), round(height + 2 * self.margin))
        self.width, self.height = width, height
        self.tile = Image.new("L", self.size, 0)
        self.draw = ImageDraw.Draw(self.tile)
        self.words: list[PlacedText] = []

    def frame(self, line_mm: float) -> None:
        m = self.margin
        thick = max(1, round(self.sheet.mm(line_mm)))
        self.draw.rectangle((m, m, m + self.width, m + self.height), outline=235, width=thick)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        m = self.margin
        self.draw.line((m + x0, m + y0, m + x1, m + y1), 230, max(1, round(self.sheet.mm(0.35))))

    def dots(self, x0: float, x1: float, y: float) -> None:
        r, m = self.sheet.mm(0.18), self.margin
        for x in np.arange(x0, x1, self.sheet.mm(1.1)):
            self.draw.ellipse((m + x - r, m + y - r, m + x + r, m + y + r), 220)

    def text(self, words: str, x: float, baseline: float, font: ImageFont.FreeTypeFont) -> None:
        for word in words.split():
            at = (x + self.margin, baseline + self.margin)
            self.draw.text(at, word, 235, font, anchor="ls")
            left, top, right, bottom = font.getbbox(word, anchor="ls")
            box = (at[0] + left, at[1] + top, at[0] + right, at[1] + bottom)
            self.words.append(PlacedText(word, "stamp", Kind.STAMP, box))
            x += font.getlength(f"{word} ")

    def stamp(
        self, x: float, y: float, angle: float, colour: Colour, random: np.random.Generator, name: str
    ) -> Callable[[float, float], tuple[float, float]]:
        """Presses the face onto the sheet; returns where a point of the upright face comes to lie."""
        turned = self.tile.rotate(angle, Image.Resampling.BICUBIC)
        left, top = x - self.margin, y - self.margin
        self.sheet.stain(_uneven(np.asarray(turned), random), left, top, colour)
        centre = np.array([self.size[0] / 2, self.size[1] / 2])
        cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        turn = np.array([[cosine, sine], [-sine, cosine]])  # y points down: Pillow turns against the clock

        def moved(px: float, py: float, inner: float = self.margin) -> tuple[float, float]:
            at = turn @ (np.array([px + inner, py + inner]) - centre) + centre
            return float(at[0] + left), float(at[1] + top)

        for word in self.words:
            x0, y0, x1, y1 = word.box
            corners = [moved(px, py, 0.0) for px, py in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
            xs, ys = zip(*corners, strict=True)
            self.sheet.words.append(PlacedText(word.text, "stamp", Kind.STAMP, (min(xs), min(ys), max(xs), max(ys))))
        corners = [moved(px, py) for px, py in ((0, 0), (self.width, 0), (self.width, self.height), (0, self.height))]
        xs, ys = zip(*corners, strict=True)
        self.sheet.marks.append((name, (min(xs), min(ys), max(xs), max(ys))))
        return moved


def _letters_around(tile: Image.Image, words: str, radius: float, font: ImageFont.FreeTypeFont) -> None:
    """Letters along the upper arc of a circle, and a small star below."""
    centre = tile.width / 2
    widths = [font.getlength(letter) * 1.12 for letter in words]
    span = min(sum(widths) / radius, 1.7 * np.pi)
    angle = -span / 2
    for letter, width in zip(words, widths, strict=True):
        share = width / sum(widths) * span
        middle = angle + share / 2
        angle += share
        glyph = Image.new("L", (round(font.size * 2), round(font.size * 2)), 0)
        ImageDraw.Draw(glyph).text((font.size, font.size * 1.35), letter, 225, font, anchor="ms")
        turned = glyph.rotate(-np.degrees(middle), Image.Resampling.BICUBIC)
        x, y = centre + radius * np.sin(middle), centre - radius * np.cos(middle)
        tile.paste(255, (round(x - font.size), round(y - font.size)), turned)


def _uneven(mask: Mask, random: np.random.Generator) -> Mask:
    """Stamp ink as it lies: cloudy, with specks where none came off the rubber."""
    height, width = mask.shape
    coarse: npt.NDArray[np.float32] = random.uniform(0.6, 1.1, (max(2, height // 60), max(2, width // 60))).astype(
        np.float32
    )
    clouds = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    specks = cv2.GaussianBlur(random.normal(0.0, 1.0, (height, width)).astype(np.float32), (0, 0), 1.6)
    share = np.clip(clouds, 0.45, 1.0) * np.where(specks > 0.42, 0.35, 1.0)
    return np.asarray(np.clip(mask * share * 0.92, 0, 255), dtype=np.uint8)
