"""The press: pages that fill from top to bottom with paragraphs, headings and ruled tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import ImageFont

from corpus.planfile import PrintedLine
from corpus.printing.fonts import Fonts
from corpus.printing.sheet import HEIGHT_MM, WIDTH_MM, Kind, Sheet, wrap
from corpus.printing.style import PrintStyle

_TOP_MM, _BOTTOM_MM = 21.0, 21.0
_INDENT_MM = 11.0
_CELL_MARGIN_MM = 1.6
_TABLE_SIZES = (12.5, 12.0, 11.0, 10.0)


@dataclass
class Press:
    """Pages that are being printed; `y` is where the next line's top comes, in pixels."""

    fonts: Fonts
    style: PrintStyle
    random: np.random.Generator
    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0.0

    @property
    def sheet(self) -> Sheet:
        """The page that is being filled."""
        return self.sheets[-1]

    def mm(self, length: float) -> float:
        """A length in millimetres, in pixels."""
        return length * self.fonts.dpi / 25.4

    def pt(self, points: float) -> float:
        """A length in points, in pixels."""
        return points * self.fonts.dpi / 72

    @property
    def left(self) -> float:
        """Where the lines begin."""
        return self.mm(self.style.left_mm)

    @property
    def right(self) -> float:
        """Where the lines end."""
        return self.mm(WIDTH_MM - self.style.right_mm)

    @property
    def bottom(self) -> float:
        """Below here nothing is printed but page numbers."""
        return self.mm(HEIGHT_MM - _BOTTOM_MM)

    def new_page(self) -> None:
        """The next page, with its number from page 2 on."""
        self.sheets.append(Sheet.blank(self.fonts.dpi))
        self.y = self.mm(_TOP_MM)
        number = len(self.sheets)
        if number == 1:
            return
        font, text = self.fonts.font(13), str(number)
        if self.style.page_number == "top":
            x, baseline = self.mm(WIDTH_MM / 2) - font.getlength(text) / 2, self.mm(14)
        else:
            x, baseline = self.right - font.getlength(text), self.mm(HEIGHT_MM - 11)
        self.sheet.put(text, x, baseline, font, "page_number", kind=Kind.FURNITURE)

    def need(self, height: float) -> None:
        """Goes to the next page where less than `height` is left on this one."""
        if self.y + height > self.bottom:
            self.new_page()

    def flow(self, lines: Sequence[PrintedLine], *, centre_headings: bool = False) -> None:
        """Prints paragraphs, headings and tables one below the other."""
        index = 0
        while index < len(lines):
            if lines[index].cells:
                end = index
                while end < len(lines) and lines[end].cells:
                    end += 1
                self._table(lines[index:end])
                index = end
                continue
            line = lines[index]
            if centre_headings and line.heading == 1:
                self._centred(line)
            else:
                self._paragraph(line, keeps_with_next=line.heading > 0)
            index += 1

    def _centred(self, line: PrintedLine) -> None:
        points = self.style.body_points
        font = self.fonts.font(points, bold=True)
        for words in wrap(line.text, font, (self.right - self.left) * 0.9):
            self.need(self.pt(points * self.style.leading))
            self.y += self.pt(points * self.style.leading)
            self.sheet.put_centred(words, (self.left + self.right) / 2, self.y, font, line.part)
        self.y += self.pt(4)

    def _paragraph(self, line: PrintedLine, *, keeps_with_next: bool) -> None:
        """A justified paragraph. A run-in heading is bold to its colon, the rest of the line is not."""
        points = self.style.body_points
        step, indent, width = self.pt(points * self.style.leading), self.mm(_INDENT_MM), self.right - self.left
        bold, plain = self.fonts.font(points, bold=True), self.fonts.font(points)
        head, colon, rest = line.text.partition(": ") if line.heading else ("", "", line.text)
        is_run_in = bool(line.heading and rest)
        marked = [(word, bold) for word in (head + colon).split()] if line.heading else []
        marked += [(word, plain) for word in rest.split()] if is_run_in or not line.heading else []
        rows = _rows(marked, width, indent)
        if keeps_with_next:
            self.need(step * min(3, len(rows) + 1))
        for index, row in enumerate(rows):
            self.need(step)
            self.y += step
            x = self.left + (indent if index == 0 else 0.0)
            spare = self.right - x - sum(font.getlength(word) for word, font in row)
            is_last = index == len(rows) - 1
            space = plain.getlength(" ") if is_last or len(row) == 1 else spare / (len(row) - 1)
            for word, font in row:
                x = self.sheet.put(word, x, self.y, font, line.part) + space
        self.y += self.pt(5)

    def _table(self, rows: Sequence[PrintedLine]) -> None:
        """A ruled table; the first row is its head. Rows stay whole."""
        count = max(len(row.cells) for row in rows)
        grid = [[*row.cells, *[""] * (count - len(row.cells))] for row in rows]
        width, margin = self.right - self.left, self.mm(_CELL_MARGIN_MM)
        for points in _TABLE_SIZES:
            plain, bold = self.fonts.font(points), self.fonts.font(points, bold=True)
            columns = _column_widths(grid, plain, bold, width, margin)
            if all(
                _fits(text, bold, column - 2 * margin)
                for row in grid
                for text, column in zip(row, columns, strict=True)
            ):
                break
        step, edge = self.pt(points * 1.22), self.pt(3)
        self.y += self.pt(6)
        for number, (row, line) in enumerate(zip(grid, rows, strict=True)):
            font = bold if number == 0 else plain
            cells = [wrap(text, font, column - 2 * margin) for text, column in zip(row, columns, strict=True)]
            height = max(1, *map(len, cells)) * step + 2 * edge + self.pt(2)
            self.need(height)
            self._row(cells, columns, font, height, step, line.part, is_head=number == 0)
            self.y += height
        self.y += self.pt(9)

    def _row(
        self,
        cells: Sequence[Sequence[str]],
        columns: Sequence[float],
        font: ImageFont.FreeTypeFont,
        height: float,
        step: float,
        part: str,
        *,
        is_head: bool,
    ) -> None:
        x, sheet = self.left, self.sheet
        margin = self.mm(_CELL_MARGIN_MM)
        for number, (lines, column) in enumerate(zip(cells, columns, strict=True)):
            is_centred = is_head or (number == 0 and all(len(text) <= 5 for text in lines))
            top = self.y + (height - len(lines) * step) / 2 if is_centred else self.y + self.pt(3)
            for index, text in enumerate(lines, start=1):
                baseline = top + (index - 0.22) * step
                if is_centred:
                    sheet.put_centred(text, x + column / 2, baseline, font, part)
                else:
                    sheet.put(text, x + margin, baseline, font, part)
            for edge in (x, x + column):
                sheet.rule(edge, self.y, edge, self.y + height)
            x += column
        for level in (self.y, self.y + height):
            sheet.rule(self.left, level, x, level)
        if is_head:
            sheet.marks.append(("table", (self.left, self.y, x, self.y + height)))


def _rows(
    words: Sequence[tuple[str, ImageFont.FreeTypeFont]], width: float, indent: float
) -> list[list[tuple[str, ImageFont.FreeTypeFont]]]:
    """Words broken into lines, the first shorter by `indent`."""
    rows: list[list[tuple[str, ImageFont.FreeTypeFont]]] = [[]]
    room = width - indent
    for word, font in words:
        length = font.getlength(word)
        if rows[-1] and length > room:
            rows.append([])
            room = width
        rows[-1].append((word, font))
        room -= length + font.getlength(" ")
    return rows


def _column_widths(
    grid: Sequence[Sequence[str]],
    plain: ImageFont.FreeTypeFont,
    bold: ImageFont.FreeTypeFont,
    width: float,
    margin: float,
) -> list[float]:
    """Widths that sum to `width`: each column its longest word, the rest shared by how much is in it."""
    columns = list(zip(*grid, strict=True))
    least = [
        max(
            max((font.getlength(word) for word in text.split()), default=0.0)
            for text in cells
            for font in (plain, bold)
        )
        + 2 * margin
        + 2
        for cells in columns
    ]
    wanted = [max(plain.getlength(text) for text in cells) + 2 * margin + 2 for cells in columns]
    spare = width - sum(least)
    if spare <= 0:
        return [width * part / sum(least) for part in least]
    needs = [max(0.0, want - low) ** 0.6 for want, low in zip(wanted, least, strict=True)]
    total = sum(needs) or 1.0
    return [
        low + spare * need / total if sum(needs) else low + spare / len(least)
        for low, need in zip(least, needs, strict=True)
    ]


def _fits(text: str, font: ImageFont.FreeTypeFont, width: float) -> bool:
    return all(font.getlength(word) <= width for word in text.split())
