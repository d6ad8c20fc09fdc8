"""A page as a picture with what was read drawn over it, for a person who wants to know why.

Doubt shows in the shape as well as in the colour: a sure word is underlined, an unsure one stands
in a box, a doubtful one in a thick and tinted box; what is written by hand is named so. Regions are
framed and named, the body by a bracket at the left; table cells are framed; lines are numbered in
reading order where they begin.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from models.errors import OutputAccessError
from models.page import Line, Page, Region, Word
from models.record import TextOrigin
from models.settings import Settings
from models.source import Source
from pipeline.render.picture import picture_of

UNSURE_BELOW, DOUBTFUL_BELOW = 0.9, 0.7  # confidence of a word

_MARGIN = 70  # pixels at the left for the bracket of the body
_HEAD = 90  # pixels above the page for the legend
_HEAD_LINES = 2
_PALE = 0.45  # how much of the page's own darkness is kept
_WHITE, _INK, _NUMBER = (255, 255, 255), (40, 40, 40), (90, 90, 200)
_HAND = (30, 30, 200)
_SURE, _UNSURE, _DOUBTFUL, _CELL = (0, 140, 60), (230, 140, 0), (215, 0, 30), (0, 110, 200)
_TINT = 60  # of 255, over a doubtful word
_REGIONS = {
    Region.LETTERHEAD: (120, 60, 160),
    Region.BODY: (110, 110, 110),
    Region.TABLE: _CELL,
    Region.RECIPIENTS: (0, 130, 130),
    Region.SIGNATURE: (150, 90, 0),
    Region.FURNITURE: (170, 170, 170),
    Region.STAMP: (200, 0, 120),
}

_Box = tuple[float, float, float, float]


def draw_page(source: Source, page: Page, settings: Settings) -> Image.Image:
    """The page upright at 150 dpi, pale, with words, regions, table cells and the order of lines.

    Raises:
        UnsupportedSourceError: the source is text, which has no picture.
        DamagedSourceError: the picture cannot be read.
    """
    paper = picture_of(source, page.number, page.rotation, settings)
    # Dots of a scan may be a little higher than wide: each direction has a scale of its own.
    scale = (paper.width / (page.width or paper.width), paper.height / (page.height or paper.height))
    canvas = Image.new("RGB", (paper.width + _MARGIN, paper.height + _HEAD), _WHITE)
    canvas.paste(Image.blend(Image.new("RGB", paper.size, _WHITE), paper, _PALE), (_MARGIN, _HEAD))
    pen = _Pen(canvas, scale)
    for words in _cells(page.lines):
        pen.frame(_hull(words), _CELL, 2, room=3)
    for number, line in enumerate(page.lines, start=1):
        for word in line.words:
            pen.word(word)
        if line.words:
            pen.number(number, _hull(line.words))
    for region, lines in groupby((line for line in page.lines if line.words), key=lambda line: line.region):
        pen.region(region, [_hull(line.words) for line in lines])
    pen.legend(page)
    return canvas


def write_drawing(source: Source, page: Page, settings: Settings, target: Path) -> None:
    """Write the drawing of a page as a PNG file, in a folder that exists.

    Raises:
        UnsupportedSourceError: the source is text, which has no picture.
        DamagedSourceError: the picture cannot be read.
        OutputAccessError: the file cannot be written, or is a file of the source.
    """
    if any(target.exists() and target.samefile(path) for path in source.paths):
        raise OutputAccessError(f"{target} is a source file, which is never written to.", "Name another folder.")
    drawing = draw_page(source, page, settings)
    try:
        drawing.save(target, "PNG")
    except OSError as error:
        raise OutputAccessError(f"{target} cannot be written ({error.strerror}).", "Name another folder.") from error


class _Pen:
    """Draws in points of the page on a canvas with margins."""

    def __init__(self, canvas: Image.Image, scale: tuple[float, float]) -> None:
        self._scale = scale
        self._width = canvas.width
        self._draw = ImageDraw.Draw(canvas, "RGBA")
        self._tiny, self._small, self._large = (ImageFont.load_default(size) for size in (13, 16, 19))

    def _pixels(self, box: _Box, room: float = 0) -> _Box:
        across, down = self._scale
        x0, y0, x1, y1 = box[0] * across, box[1] * down, box[2] * across, box[3] * down
        return x0 + _MARGIN - room, y0 + _HEAD - room, max(x1, x0) + _MARGIN + room, max(y1, y0) + _HEAD + room

    def frame(self, box: _Box, colour: tuple[int, int, int], width: int, room: float = 0) -> None:
        self._draw.rectangle(self._pixels(box, room), outline=colour, width=width)

    def word(self, word: Word) -> None:
        box = (word.x0, word.y0, word.x1, word.y1)
        x0, y0, x1, y1 = self._pixels(box)
        confidence = 1.0 if word.confidence is None else word.confidence
        if word.is_handwritten:
            self._draw.text((x1 + 3, y0 - 3), "hand", fill=_HAND, font=self._tiny, anchor="lm")
        if confidence >= UNSURE_BELOW:
            self._draw.line((x0, y1 + 1, x1, y1 + 1), fill=_SURE, width=2)
        elif confidence >= DOUBTFUL_BELOW:
            self.frame(box, _UNSURE, 2, room=1)
        else:
            self._draw.rectangle(self._pixels(box, 2), fill=(*_DOUBTFUL, _TINT), outline=_DOUBTFUL, width=3)

    def number(self, number: int, box: _Box) -> None:
        x0, y0, _, y1 = self._pixels(box)
        self._draw.text((x0 - 9, (y0 + y1) / 2), str(number), fill=_NUMBER, font=self._tiny, anchor="rm")

    def region(self, region: Region, boxes: Sequence[_Box]) -> None:
        """A frame around the lines of a region with its name on top; a bracket beside those of the body."""
        colour = _REGIONS[region]
        x0, y0, x1, y1 = self._pixels(_around(boxes), room=7)
        if region is Region.BODY:  # its lines fill the page; a frame would say nothing
            left = _MARGIN - 12
            self._draw.line((left + 6, y0, left, y0, left, y1, left + 6, y1), fill=colour, width=3)
            self._draw.text((left - 6, (y0 + y1) / 2), region.value, fill=colour, font=self._small, anchor="rm")
            return
        self._draw.rectangle((x0, y0, x1, y1), outline=(*colour, 170), width=2)
        wide = self._draw.textlength(region.value, font=self._small)
        self._draw.rectangle((x0, y0 - 19, x0 + wide + 10, y0), fill=colour)
        self._draw.text((x0 + 5, y0 - 9), region.value, fill=_WHITE, font=self._small, anchor="lm")

    def legend(self, page: Page) -> None:
        """What was done to the page, and what the marks mean."""
        done = "; ".join(page.preparation) or "nothing prepared"
        turned = f", turned {page.rotation}\N{DEGREE SIGN}" if page.rotation else ""
        how = "recognised" if page.text_origin is TextOrigin.OCR else "read from its text layer"
        head = f"page {page.number}, {how}{turned}: {done}"
        for row, line in enumerate(_wrapped(head, self._width - 24, self._large)):
            self._draw.text((12, 8 + 24 * row), line, fill=_INK, font=self._large)
        x = 12.0
        for colour, name in (
            (_SURE, f"sure, {UNSURE_BELOW} and more"),
            (_UNSURE, f"unsure, below {UNSURE_BELOW}"),
            (_DOUBTFUL, f"doubtful, below {DOUBTFUL_BELOW}"),
            (_CELL, "table cell"),
        ):
            box = (x, 62, x + 34, 78)
            if colour == _SURE:
                self._draw.line((x, 78, x + 34, 78), fill=colour, width=2)
            else:
                tint = (*colour, _TINT) if colour == _DOUBTFUL else None
                self._draw.rectangle(box, fill=tint, outline=colour, width=3 if tint else 2)
            self._draw.text((x + 42, 70), name, fill=_INK, font=self._small, anchor="lm")
            x += 66 + self._draw.textlength(name, font=self._small)


def _wrapped(text: str, width: int, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> list[str]:
    """The text in as many lines as there is room for; an ellipsis tells that there is more."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < _HEAD_LINES:
            lines.append(word)
        else:
            lines[-1] += "…"
            break
    return lines


def _cells(lines: Sequence[Line]) -> list[tuple[Word, ...]]:
    """The words of each table cell."""
    cells: dict[tuple[int, int, int], list[Word]] = {}
    for line in lines:
        if line.table is not None and line.words:
            cells.setdefault((line.table, line.row or 0, line.column or 0), []).extend(line.words)
    return [tuple(words) for words in cells.values()]


def _hull(words: Sequence[Word]) -> _Box:
    return _around([(word.x0, word.y0, word.x1, word.y1) for word in words])


def _around(boxes: Sequence[_Box]) -> _Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
