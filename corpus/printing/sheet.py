"""A sheet of paper that is printed on, and the words that stand on it with their boxes.

Positions are pixels at the sheet's resolution from its top-left corner; lengths are given in
millimetres through `mm`.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

WIDTH_MM, HEIGHT_MM = 210.0, 297.0
PAPER = (252, 251, 248)
INK = (24, 22, 26)
Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
Mask = npt.NDArray[np.uint8]


class Kind(StrEnum):
    """How a word came onto the paper: printed, written by hand, stamped; page numbers are furniture."""

    PRINT = "print"
    HAND = "hand"
    STAMP = "stamp"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A word without spaces, with the part of the plan it belongs to and its box of ink.

    `line` is the number, from 0, of the line of plan.txt it is from; -1 for what is not in there.
    """

    text: str
    part: str
    kind: Kind
    box: Box
    line: int = -1

    def moved(self, right: float, down: float) -> "PlacedText":
        """The same word elsewhere."""
        x0, y0, x1, y1 = self.box
        return replace(self, box=(x0 + right, y0 + down, x1 + right, y1 + down))


@dataclass
class Sheet:
    """One page as it is printed. `marks` names what else is on it (seal, signature, rules)."""

    dpi: int
    image: Image.Image
    words: list[PlacedText] = field(default_factory=list)
    marks: list[tuple[str, Box]] = field(default_factory=list)

    @classmethod
    def blank(cls, dpi: int) -> "Sheet":
        """An empty sheet of A4."""
        size = (round(WIDTH_MM * dpi / 25.4), round(HEIGHT_MM * dpi / 25.4))
        return cls(dpi, Image.new("RGB", size, PAPER))

    def mm(self, length: float) -> float:
        """A length in millimetres, in pixels."""
        return length * self.dpi / 25.4

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """For lines; words go through `put`."""
        return ImageDraw.Draw(self.image)

    def put(
        self,
        words: str,
        x: float,
        baseline: float,
        font: ImageFont.FreeTypeFont,
        part: str,
        *,
        kind: Kind = Kind.PRINT,
        space: float | None = None,
    ) -> float:
        """Prints words from `x` on, `space` apart (default: the font's own); returns where they end."""
        gap = font.getlength(" ") if space is None else space
        leading = len(words) - len(words.lstrip(" "))
        x += leading * font.getlength(" ")
        draw = self.draw
        for index, word in enumerate(words.split()):
            x += gap if index else 0.0
            draw.text((x, baseline), word, INK, font, anchor="ls")
            left, top, right, bottom = font.getbbox(word, anchor="ls")
            self.words.append(PlacedText(word, part, kind, (x + left, baseline + top, x + right, baseline + bottom)))
            x += font.getlength(word)
        return x

    def put_centred(
        self, words: str, centre: float, baseline: float, font: ImageFont.FreeTypeFont, part: str
    ) -> tuple[float, float]:
        """Prints a line of words centred; returns its left and right end."""
        line = " ".join(words.split())
        left = centre - font.getlength(line) / 2
        return left, self.put(line, left, baseline, font, part)

    def rule(self, x0: float, y0: float, x1: float, y1: float, *, points: float = 0.75) -> None:
        """A straight line of the printer."""
        self.draw.line((x0, y0, x1, y1), INK, max(1, round(points * self.dpi / 72)))

    def stain(self, mask: Mask, x: float, y: float, colour: Colour) -> None:
        """Ink of a pen or stamp on top of what is there: it darkens, as ink on paper does.

        `mask` is how much ink lies on each pixel, 0..255; what reaches over the sheet's edge is lost.
        """
        left, top = max(0, round(x)), max(0, round(y))
        right = min(self.image.width, round(x) + mask.shape[1])
        bottom = min(self.image.height, round(y) + mask.shape[0])
        if left >= right or top >= bottom:
            return
        part = mask[top - round(y) : bottom - round(y), left - round(x) : right - round(x)]
        below = np.asarray(self.image.crop((left, top, right, bottom)), dtype=np.float32)
        share = part[..., None].astype(np.float32) / 255.0
        ink = np.asarray(colour, dtype=np.float32) / 255.0
        stained = below * (1.0 - share * (1.0 - ink))
        self.image.paste(Image.fromarray(np.clip(stained, 0, 255).astype(np.uint8)), (left, top))


def wrap(text: str, font: ImageFont.FreeTypeFont, width: float, indent: float = 0.0) -> list[str]:
    """The lines of a text that are no wider than `width`, the first shorter by `indent`.

    A word that alone is wider than a line is cut between letters.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        room = width - (0.0 if lines else indent)
        if line and font.getlength(f"{line} {word}") > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line] if line else lines
