"""Pages of lines become one clean text that maps back to every character of its source."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from models.document import Document, Paragraph, PlacedWord
from models.page import Line, Page, Region
from models.record import TextOrigin
from pipeline.clean.mapped import MappedText
from pipeline.clean.normalize import normalize_line
from pipeline.clean.reflow import LineGroup, SourceLine, group_lines

__all__ = ["build_document"]

_NO_TEXT = (Region.FURNITURE, Region.STAMP)
_CELL_SEPARATOR = " | "


def build_document(pages: Sequence[Page]) -> Document:
    """The clean document: normalised, reflowed, without page furniture and stamps.

    The raw text holds every line of every page in reading order, those that are no text of
    the plan included, so that nothing that was read is lost.
    """
    raw: list[str] = []
    length = 0
    words: list[PlacedWord] = []
    page_starts: list[int] = []
    lines: list[SourceLine] = []
    for page in pages:
        page_starts.append(length)
        after_gap = False
        for line in _by_cell(page.lines):
            words += _placed_words(line, length, page.number)
            clean = normalize_line(line.text, length, is_plain_text=page.text_origin is TextOrigin.PLAIN_TEXT)
            raw.append(line.text)
            length += len(line.text) + 1
            if not any(character.isalnum() for character in clean.text) and line.table is None:
                after_gap = True
            elif line.region not in _NO_TEXT:
                lines.append(SourceLine(line, clean, page.number, after_gap))
                after_gap = False
    text, paragraphs = _join(group_lines(lines))
    return Document(
        text=text.text,
        raw="".join(f"{line}\n" for line in raw),
        raw_offsets=(*text.offsets, length),
        paragraphs=paragraphs,
        page_starts=tuple(page_starts) or (0,),
        words=tuple(words),
    )


def _by_cell(lines: Sequence[Line]) -> Iterable[Line]:
    """The lines with each table's cells one after the other, so that offsets never run back."""
    for table, run in groupby(lines, key=lambda line: line.table):
        cells = list(run)
        yield from cells if table is None else sorted(cells, key=lambda line: (line.row or 0, line.column or 0))


def _placed_words(line: Line, offset: int, page: int) -> Iterable[PlacedWord]:
    for word in line.words:
        yield PlacedWord(offset, offset + len(word.text), page, word.x0, word.y0, word.x1, word.y1, word.confidence)
        offset += len(word.text) + 1


def _join(groups: Sequence[LineGroup]) -> tuple[MappedText, tuple[Paragraph, ...]]:
    """All paragraphs in one text, one a line, with the spans of each and of its cells."""
    pieces: list[MappedText] = []
    paragraphs: list[Paragraph] = []
    start = 0
    for group in groups:
        paragraph, cells = _paragraph_text(group)
        if not paragraph.text:
            continue
        if pieces:
            pieces.append(MappedText("\n", (pieces[-1].offsets[-1],)))
            start += 1
        pieces.append(paragraph)
        first = group.lines[0]
        bold = [line.line.is_bold for line in group.lines]
        paragraphs.append(
            Paragraph(
                start=start,
                end=start + len(paragraph),
                page=first.page,
                region=first.line.region,
                is_centred=all(line.line.is_centred for line in group.lines),
                is_bold=None if None in bold else all(bold),
                table=first.line.table,
                cells=tuple((start + left, start + right) for left, right in cells),
            )
        )
        start += len(paragraph)
    text = "".join(piece.text for piece in pieces)
    offsets = tuple(offset for piece in pieces for offset in piece.offsets)
    return MappedText(text, offsets), tuple(paragraphs)


def _paragraph_text(group: LineGroup) -> tuple[MappedText, list[tuple[int, int]]]:
    """The text of a paragraph, or of a table row with the spans of its cells inside it."""
    if group.lines[0].line.table is None:
        text = MappedText("", ())
        for line in group.lines:
            text = text.joined(line.clean)
        return text, []
    columns: dict[int, MappedText] = {}
    for line in group.lines:
        column = line.line.column or 0
        columns[column] = columns.get(column, MappedText("", ())).joined(line.clean)
    row = MappedText("", ())
    cells: list[tuple[int, int]] = []
    for column in sorted(columns):
        cell = columns[column]
        row = row.joined(cell, _CELL_SEPARATOR)
        cells.append((len(row) - len(cell), len(row)))
    return row, cells
