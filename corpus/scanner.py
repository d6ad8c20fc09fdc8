"""Prints a composed plan as the decree lays it out, and scans the print.

usage: python corpus/scanner.py PLAN_DIR... [--dpi N] [--seed N]

Reads PLAN_DIR/plan.toml and writes PLAN_DIR/plan.txt (what is printed, in reading order, without
what a clerk fills in by hand) and PLAN_DIR/scan.pdf (page images only, as a scanner saves
them). The layout follows Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, two-column letterhead, number
left and place and date right, centred title, justified body with first-line indent, page number
at the top from page 2 on, Nơi nhận beside the signature. A hand-written number or day stands in
braces in the plan's lines.

Fonts: DejaVu Serif (every Vietnamese letter; Debian package fonts-dejavu-core).
"""

import argparse
import io
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

_FONTS = Path("/usr/share/fonts/truetype/dejavu")
_INK = (28, 26, 30)
_PEN = (38, 58, 150)
_SEAL = (206, 44, 52)
_PAPER = (246, 244, 239)
_WIDTH_MM, _HEIGHT_MM = 210, 297
_LEFT_MM, _RIGHT_MM, _TOP_MM, _BOTTOM_MM = 32, 18, 20, 20


@dataclass
class _Pages:
    """The pages being printed, and where the next line goes. Positions in pixels."""

    dpi: int
    images: list[Image.Image] = field(default_factory=list)
    y: float = 0.0

    def mm(self, length: float) -> float:
        return length * self.dpi / 25.4

    @property
    def left(self) -> float:
        return self.mm(_LEFT_MM)

    @property
    def right(self) -> float:
        return self.mm(_WIDTH_MM - _RIGHT_MM)

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.images[-1])

    def font(self, points: float, *, bold: bool = False, italic: bool = False) -> ImageFont.FreeTypeFont:
        style = {(False, False): "", (True, False): "-Bold", (False, True): "-Italic", (True, True): "-BoldItalic"}
        return ImageFont.truetype(_FONTS / f"DejaVuSerif{style[bold, italic]}.ttf", round(points * self.dpi / 72))

    def new_page(self) -> None:
        size = (round(self.mm(_WIDTH_MM)), round(self.mm(_HEIGHT_MM)))
        self.images.append(Image.new("RGB", size, _PAPER))
        self.y = self.mm(_TOP_MM)
        if len(self.images) > 1:
            text, font = str(len(self.images)), self.font(11)
            self.draw.text((self.mm(_WIDTH_MM / 2), self.mm(11)), text, _INK, font, anchor="ma")

    def need(self, height: float) -> None:
        if self.y + height > self.mm(_HEIGHT_MM - _BOTTOM_MM):
            self.new_page()


def print_plan(plan: dict[str, Any], dpi: int) -> list[Image.Image]:
    """The pages of a plan, clean from the printer."""
    pages = _Pages(dpi)
    pages.new_page()
    _letterhead(pages, plan)
    for paragraph in plan["body"].strip().split("\n"):
        level = len(paragraph) - len(paragraph.lstrip("#"))
        _paragraph(pages, paragraph[level:].strip(), bold=level > 0)
    _tail(pages, plan)
    return pages.images


def _letterhead(pages: _Pages, plan: dict[str, Any]) -> None:
    columns = (
        (plan["letterhead_left"], pages.left + pages.mm(30)),
        (plan["letterhead_right"], pages.right - pages.mm(48)),
    )
    bottom = pages.y
    for lines, centre in columns:
        y = pages.y
        for line in lines:
            font = pages.font(10.5, bold=True)
            pages.draw.text((centre, y), line, _INK, font, anchor="ma")
            y += pages.mm(5.6)
        width = pages.font(10.5, bold=True).getlength(lines[-1]) * (0.4 if centre < pages.right / 2 else 1)
        pages.draw.line((centre - width / 2, y, centre + width / 2, y), _INK, max(1, pages.dpi // 150))
        bottom = max(bottom, y)
    pages.y = bottom + pages.mm(4)
    _filled_line(pages, plan["number_line"], columns[0][1], italic=False)
    _filled_line(pages, plan["place_date_line"], columns[1][1], italic=True)
    pages.y += pages.mm(14)
    for line, size in (("KẾ HOẠCH", 12.5), *((text, 12) for text in _wrap(pages, plan["title"], pages.mm(130), 12))):
        font = pages.font(size, bold=True)
        pages.draw.text((pages.mm(_WIDTH_MM / 2 + 5), pages.y), line, _INK, font, anchor="ma")
        pages.y += pages.mm(6.4)
    centre = pages.mm(_WIDTH_MM / 2 + 5)
    pages.draw.line((centre - pages.mm(18), pages.y, centre + pages.mm(18), pages.y), _INK, max(1, pages.dpi // 150))
    pages.y += pages.mm(7)


def _filled_line(pages: _Pages, line: str, centre: float, *, italic: bool) -> None:
    """A line of the letterhead; what stands in braces is written by hand, in blue."""
    before, _, rest = line.partition("{")
    by_hand, _, after = rest.partition("}")
    font, pen = pages.font(11, italic=italic), pages.font(15, italic=True)
    gap = pages.mm(1.2)
    width = font.getlength(before + after) + (pen.getlength(by_hand) + 2 * gap if by_hand else 0)
    x = centre - width / 2
    pages.draw.text((x, pages.y), before, _INK, font)
    x += font.getlength(before) + gap
    if by_hand:
        _handwriting(pages, by_hand, x, pages.y - pages.mm(1.4), pen)
        x += pen.getlength(by_hand) + gap
    pages.draw.text((x, pages.y), after, _INK, font)


def _handwriting(pages: _Pages, text: str, x: float, y: float, font: ImageFont.FreeTypeFont) -> None:
    """Figures as a pen writes them: slanted, each a little higher or lower than the last."""
    for index, character in enumerate(text):
        tile = Image.new("L", (round(font.size * 1.6), round(font.size * 1.8)), 0)
        ImageDraw.Draw(tile).text((font.size * 0.3, font.size * 0.2), character, 255, font)
        tile = tile.rotate((-7, 5, -3, 8)[index % 4], Image.Resampling.BICUBIC)
        place = (round(x - font.size * 0.3), round(y - font.size * 0.2 + pages.mm((0.3, -0.5, 0.2)[index % 3])))
        pages.images[-1].paste(Image.new("RGB", tile.size, _PEN), place, tile)
        x += font.getlength(character)


def _wrap(
    pages: _Pages, text: str, width: float, points: float, indent: float = 0.0, *, bold: bool = True
) -> list[str]:
    font, lines, line = pages.font(points, bold=bold), [], ""
    for word in text.split():
        room = width - (indent if not lines else 0)
        if line and font.getlength(f"{line} {word}") > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def _paragraph(pages: _Pages, text: str, *, bold: bool) -> None:
    """A paragraph, justified. A heading ends at its colon where a sentence follows on the line."""
    indent, width, step = pages.mm(10), pages.right - pages.left, pages.mm(6.3)
    font = pages.font(11.5, bold=bold)
    lines = _wrap(pages, text, width, 11.5, indent, bold=bold)
    for index, line in enumerate(lines):
        pages.need(step)
        x = pages.left + (indent if index == 0 else 0)
        words = line.split()
        spare = pages.right - x - sum(map(font.getlength, words))
        space = spare / (len(words) - 1) if len(words) > 1 and index < len(lines) - 1 else font.getlength(" ")
        for word in words:
            pages.draw.text((x, pages.y), word, _INK, font)
            x += font.getlength(word) + space
        pages.y += step
    pages.y += pages.mm(1.6)


def _tail(pages: _Pages, plan: dict[str, Any]) -> None:
    """Nơi nhận on the left, the signature with its seal on the right, level with it."""
    pages.need(pages.mm(62))
    pages.y += pages.mm(5)
    y = pages.y
    pages.draw.text((pages.left, y), "Nơi nhận:", _INK, pages.font(10.5, bold=True, italic=True))
    for index, line in enumerate(plan["recipients"], 1):
        pages.draw.text((pages.left, y + index * pages.mm(4.7)), line, _INK, pages.font(9.5))
    centre = pages.right - pages.mm(38)
    for index, line in enumerate(plan["signature"]):
        pages.draw.text((centre, y + index * pages.mm(5.8)), line, _INK, pages.font(11.5, bold=True), anchor="ma")
    _seal(pages, centre - pages.mm(17), y + pages.mm(27))
    pen = [
        (centre - pages.mm(14) + pages.mm(3.6) * k, y + pages.mm(30) + pages.mm((-6, 5, -3, 7, -8, 2, -2, 3)[k]))
        for k in range(8)
    ]
    pages.draw.line(pen, _PEN, max(2, pages.dpi // 70), joint="curve")
    pages.draw.text((centre, y + pages.mm(44)), plan["signer"], _INK, pages.font(11.5, bold=True), anchor="ma")


def _seal(pages: _Pages, x: float, y: float) -> None:
    radius = pages.mm(16)
    layer = Image.new("L", pages.images[-1].size, 0)
    draw = ImageDraw.Draw(layer)
    for scale, width in ((1.0, 1.0), (0.92, 0.4), (0.62, 0.4)):
        r = radius * scale
        draw.ellipse((x - r, y - r, x + r, y + r), outline=190, width=max(1, round(pages.mm(width))))
    points = []
    for k in range(10):
        r, angle = radius * (0.42 if k % 2 == 0 else 0.17), np.pi * (k / 5 - 0.5)
        points.append((x + r * np.cos(angle), y + r * np.sin(angle)))
    draw.polygon(points, fill=190)
    pages.images[-1].paste(Image.new("RGB", layer.size, _SEAL), (0, 0), layer)


def scan(page: Image.Image, random: np.random.Generator) -> Image.Image:
    """The printed page as an office scanner sees it: a little skewed, soft, grained, unevenly lit."""
    turned = page.rotate(random.uniform(-0.9, 0.9), Image.Resampling.BICUBIC, fillcolor=_PAPER)
    soft = turned.filter(ImageFilter.GaussianBlur(random.uniform(0.4, 0.7)))
    pixels = np.asarray(soft, dtype=np.float32)
    height, width = pixels.shape[:2]
    light = 1.0 - 0.05 * np.linspace(0, 1, width)[None, :, None] * random.uniform(0.3, 1.0)
    grain = random.normal(0.0, 3.0, (height, width, 1))
    return Image.fromarray(np.clip(pixels * light + grain, 0, 255).astype(np.uint8))


def _save_scan(images: list[Image.Image], path: Path, dpi: int) -> None:
    pages = []
    for image in images:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=62)
        pages.append(Image.open(buffer))
    pages[0].save(path, "PDF", resolution=dpi, save_all=True, append_images=pages[1:])


def plan_text(plan: dict[str, Any]) -> str:
    """What is printed, in reading order, one paragraph a line; hand-written figures included."""
    lines = [*plan["letterhead_left"], *plan["letterhead_right"], plan["number_line"], plan["place_date_line"]]
    lines = [line.replace("{", "").replace("}", "") for line in lines]
    body = [line.lstrip("#").strip() for line in plan["body"].strip().split("\n")]
    lines += ["KẾ HOẠCH", plan["title"], *body, "Nơi nhận:", *plan["recipients"], *plan["signature"], plan["signer"]]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Writes plan.txt and scan.pdf into each plan's folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for folder in arguments.folders:
        plan = tomllib.loads((folder / "plan.toml").read_text("utf-8"))
        (folder / "plan.txt").write_text(plan_text(plan), "utf-8")
        random = np.random.default_rng(arguments.seed)
        _save_scan([scan(page, random) for page in print_plan(plan, arguments.dpi)], folder / "scan.pdf", arguments.dpi)
    return 0


if __name__ == "__main__":
    sys.exit(main())
