"""Pages of lines become one clean text that maps back to every character of its source."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, groupby

from models.document import Change, Document, Paragraph, PlacedWord
from models.page import Line, Page, Region
from models.record import TextOrigin
from pipeline.clean.correct import Corrected, correct_pieces
from pipeline.clean.furniture import without_furniture
from pipeline.clean.mapped import MappedText
from pipeline.clean.normalize import normalize_line
from pipeline.clean.reflow import LineGroup, SourceLine, group_lines, join_lines

__all__ = ["build_document"]

_NO_TEXT = (Region.FURNITURE, Region.STAMP)
_CELL_SEPARATOR = " | "


def build_document(pages: Sequence[Page], *, is_corrected: bool = True, is_recognised: bool = False) -> Document:
    """The clean document: normalised, reflowed, corrected, without page furniture and stamps.

    The raw text holds every line of every page in reading order, those that are no text of
    the plan included, so that nothing that was read is lost. With `is_corrected` false the words
    stand as they were read. `is_recognised` says of plain text that another recogniser made it;
    otherwise the few slips of a typed text are left alone.
    """
    raw: list[str] = []
    length = 0
    words: list[PlacedWord] = []
    page_starts: list[int] = []
    lines: list[SourceLine] = []
    for page in without_furniture(pages):
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
    drafts = [_draft(group) for group in group_lines(lines)]
    drafts = [(paragraph, text) for paragraph, text in drafts if text.text]
    texts = [Corrected(text) for _, text in drafts]
    if is_corrected:
        texts = correct_pieces([text for _, text in drafts], words, is_recognised=is_recognised)
    text, paragraphs, changes = _join([paragraph for paragraph, _ in drafts], texts)
    return Document(
        text=text.text,
        raw="".join(f"{line}\n" for line in raw),
        raw_offsets=(*text.offsets, length),
        paragraphs=paragraphs,
        page_starts=tuple(page_starts) or (0,),
        words=tuple(words),
        changes=changes,
    )


def _by_cell(lines: Sequence[Line]) -> Iterable[Line]:
    """The lines with each table's cells one after the other, so that offsets never run back."""
    for table, run in groupby(lines, key=lambda line: line.table):
        cells = list(run)
        yield from cells if table is None else sorted(cells, key=lambda line: (line.row or 0, line.column or 0))


def _placed_words(line: Line, offset: int, page: int) -> Iterable[PlacedWord]:
    for word in line.words:
        end = offset + len(word.text)
        box = word.x0, word.y0, word.x1, word.y1
        yield PlacedWord(offset, end, page, *box, word.confidence, word.is_handwritten, word.alternatives)
        offset = end + 1


def _draft(group: LineGroup) -> tuple[Paragraph, MappedText]:
    """A paragraph as if it stood alone, and its text."""
    text, cells = _paragraph_text(group)
    first = group.lines[0]
    bold = [line.line.is_bold for line in group.lines]
    paragraph = Paragraph(
        start=0,
        end=len(text),
        page=first.page,
        region=first.line.region,
        is_centred=all(line.line.is_centred for line in group.lines),
        is_bold=None if None in bold else all(bold),
        table=first.line.table,
        cells=tuple(cells),
    )
    return paragraph, text


def _join(
    drafts: Sequence[Paragraph], texts: Sequence[Corrected]
) -> tuple[MappedText, tuple[Paragraph, ...], tuple[Change, ...]]:
    """All paragraphs in one text, one a line, with the spans of each, of its cells and of its changes."""
    pieces: list[MappedText] = []
    paragraphs: list[Paragraph] = []
    changes: list[Change] = []
    start = 0
    for draft, corrected in zip(drafts, texts, strict=True):
        text = corrected.text
        if pieces:
            pieces.append(MappedText("\n", (pieces[-1].offsets[-1],)))
            start += 1
        pieces.append(text)
        cells = tuple((start + corrected.moved(left), start + corrected.moved(right)) for left, right in draft.cells)
        paragraphs.append(replace(draft, start=start, end=start + len(text), cells=cells))
        changes += [replace(change, start=start + change.start, end=start + change.end) for change in corrected.changes]
        start += len(text)
    joined = "".join(piece.text for piece in pieces)
    offsets = tuple(chain.from_iterable(piece.offsets for piece in pieces))
    return MappedText(joined, offsets), tuple(paragraphs), tuple(changes)


def _paragraph_text(group: LineGroup) -> tuple[MappedText, list[tuple[int, int]]]:
    """The text of a paragraph, or of a table row with the spans of its cells inside it."""
    if group.lines[0].line.table is None:
        return join_lines(group.lines), []
    columns: dict[int, list[SourceLine]] = {}
    for line in group.lines:
        columns.setdefault(line.line.column or 0, []).append(line)
    row = MappedText("", ())
    cells: list[tuple[int, int]] = []
    for column in sorted(columns):
        cell = join_lines(columns[column])
        row = row.joined(cell, _CELL_SEPARATOR)
        cells.append((len(row) - len(cell), len(row)))
    return row, cells
