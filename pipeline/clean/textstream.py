"""Plain text from elsewhere, cleaned block by block as it comes.

A block is what stands between empty lines, as many as make up some twenty lines, so that memory
stays the same however long the text is, and words have neighbours to be judged by. Columns that
stand side by side, parted by tabs, wide gaps or bars, are cleaned each for itself and stay where
they stand; only lines without such gaps are ever joined.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from models.document import Change, Document
from models.page import Line, Page
from models.record import ChangeKind, TextOrigin
from pipeline.clean import build_document
from pipeline.clean.normalize import normalize_line
from pipeline.textfiles.decoding import TextLine

_LEAST_LINES = 20  # of a block that an empty line ends
_MAX_LINES = 200
_MAX_CHARACTERS = 1 << 15
_GAP = re.compile(r"[ \xa0]*\t[ \t\xa0]*|[ \xa0]{3,}|[ \xa0]*\|+[ \xa0|]*")


@dataclass(frozen=True, slots=True)
class LineChange:
    """A correction in a line that was written. `line` and `column` count from 1."""

    line: int
    column: int
    before: str
    after: str
    kind: ChangeKind
    reason: str
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True)
class CleanedText:
    """Clean lines, each with what ends it, and the changes made in them in their order."""

    text: str
    changes: tuple[LineChange, ...]


def clean_stream(lines: Iterable[TextLine], *, is_reflowed: bool = False) -> Iterator[CleanedText]:
    """The lines cleaned, a block at a time; with `is_reflowed` one paragraph a line and no empty lines."""
    written = 0
    for block in _blocks(lines):
        cleaned = _reflowed(block) if is_reflowed else _kept(block)
        moved = tuple(replace(change, line=change.line + written) for change in cleaned.changes)
        written += cleaned.text.count("\n")
        yield CleanedText(cleaned.text, moved)


def _blocks(lines: Iterable[TextLine]) -> Iterator[list[TextLine]]:
    block: list[TextLine] = []
    size = 0
    for line in lines:
        block.append(line)
        size += len(line.text)
        is_gap = not line.text.strip()
        if (is_gap and len(block) >= _LEAST_LINES) or len(block) >= _MAX_LINES or size >= _MAX_CHARACTERS:
            yield block
            block, size = [], 0
    if block:
        yield block


@dataclass(frozen=True, slots=True)
class _Cell:
    """A stretch of a line between gaps; `lead` is the gap before it."""

    row: int  # index of the line in the block
    lead: str
    text: str
    is_alone: bool  # no other stretch on its line
    is_rest: bool  # of a line that was too long


@dataclass(frozen=True)
class _CleanBlock:
    """The cells of a block with their clean texts, and the document they were cleaned in."""

    cells: list[_Cell]
    texts: list[str]
    document: Document
    begins: list[int]  # where in the document's text the characters of each cell begin

    def cell_at(self, offset: int) -> tuple[int, int]:
        """The cell that an offset of the document's text lies in, and how far in."""
        cell = bisect_right(self.begins, offset) - 1
        return cell, offset - self.begins[cell]


def _reflowed(block: list[TextLine]) -> CleanedText:
    """The block with each paragraph on one line; a line of several cells stays a line."""
    clean = _clean(block)
    rows, columns = _rows(clean, len(block))
    lines: list[str] = []
    changes: list[LineChange] = []
    last_row = None
    for paragraph in clean.document.paragraphs:
        cell, _ = clean.cell_at(paragraph.start)
        row = None if clean.cells[cell].is_alone else clean.cells[cell].row
        if row is None:
            lines.append(clean.document.text[paragraph.start : paragraph.end])
        elif row != last_row:
            lines.append(rows[row])
        last_row = row
        indent = 0 if row is None else columns[cell]
        changes += [
            _line_change(change, len(lines), indent + change.start - paragraph.start + 1)
            for change in clean.document.changes
            if paragraph.start <= change.start < paragraph.end
        ]
    return CleanedText("".join(f"{line}\n" for line in lines), tuple(changes))


def _kept(block: list[TextLine]) -> CleanedText:
    """The block with its lines as they were."""
    clean = _clean(block)
    rows, columns = _rows(clean, len(block))
    written = "".join(row + line.end for row, line in zip(rows, block, strict=True))
    begins = [0, *accumulate(len(row) + len(line.end) for row, line in zip(rows, block, strict=True))]
    changes = []
    for change in clean.document.changes:
        cell, place = clean.cell_at(change.start)
        start = begins[clean.cells[cell].row] + columns[cell] + place
        changes.append(_line_change(change, written.count("\n", 0, start) + 1, start - written.rfind("\n", 0, start)))
    return CleanedText(written, tuple(changes))


def _line_change(change: Change, line: int, column: int) -> LineChange:
    return LineChange(line, column, change.before, change.after, change.kind, change.reason, change.confidence)


def _clean(block: list[TextLine]) -> _CleanBlock:
    cells = list(_cells(block))
    lines = tuple(
        Line(cell.text, starts_paragraph=_starts_paragraph(cells[place - 1] if place else None, cell))
        for place, cell in enumerate(cells)
    )
    document = build_document([Page(1, 0.0, 0.0, lines, TextOrigin.PLAIN_TEXT)], is_recognised=True)
    offsets = list(document.raw_offsets)
    for change in document.changes:  # a word put together from two lines stands on the first
        offsets[change.start : change.end] = [offsets[change.start]] * (change.end - change.start)
    ends = list(accumulate(len(cell.text) + 1 for cell in cells))
    begins: list[int] = []  # for each cell, where its characters begin in the document's text
    for end in [0, *ends[:-1]]:
        begins.append(bisect_left(offsets, end, 0, len(document.text)))
    texts = [document.text[start:stop].replace("\n", " ") for start, stop in pairwise([*begins, len(document.text)])]
    finished = [_finished(cell, text.strip()) for cell, text in zip(cells, texts, strict=True)]
    return _CleanBlock(cells, finished, document, begins)


def _cells(block: list[TextLine]) -> Iterator[_Cell]:
    is_rest = False
    for row, line in enumerate(block):
        indent = line.text[: len(line.text) - len(line.text.lstrip())]
        pieces: list[tuple[str, str]] = []
        lead, place = indent, len(indent)
        for gap in _GAP.finditer(line.text, place):
            if gap.start() > place:
                pieces.append((lead, line.text[place : gap.start()]))
                lead = ""
            lead += gap[0]
            place = gap.end()
        if place < len(line.text) or lead.strip() or not pieces:
            pieces.append((lead, line.text[place:]))
        is_alone = len(pieces) == 1 and "|" not in pieces[0][0]
        yield from (_Cell(row, before, text, is_alone, is_rest) for before, text in pieces)
        is_rest = line.end != "\n"


def _starts_paragraph(before: _Cell | None, cell: _Cell) -> bool | None:
    if cell.is_rest and cell.is_alone:
        return False
    return None if cell.is_alone and (before is None or before.is_alone) else True


def _finished(cell: _Cell, clean: str) -> str:
    """The clean text of a cell as it stands on its line: with the hyphen of a broken word, and rules as they were."""
    if not clean:
        return normalize_line(cell.text, 0, is_plain_text=False).text
    is_torn = cell.text.rstrip().endswith("-") and not clean.endswith("-")
    return f"{clean}-" if is_torn else clean


def _rows(clean: _CleanBlock, count: int) -> tuple[list[str], list[int]]:
    """The text of each line, and where on its line each cell's text begins."""
    rows = [""] * count
    columns: list[int] = []
    for cell, text in zip(clean.cells, clean.texts, strict=True):
        rows[cell.row] += cell.lead
        columns.append(len(rows[cell.row]))
        rows[cell.row] += text
    return [row.rstrip() for row in rows], columns
