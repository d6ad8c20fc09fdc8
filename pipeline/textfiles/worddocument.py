"""A Word file (DOCX) as one page of lines: body paragraphs and tables in the order they stand.

Headers, footers, comments, deleted and hidden text are left out. Numbers that Word makes itself
are put before their paragraphs, for a plan's outline hangs on them. How a file is paged is the
printer's affair; all is page 1.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError

from models.errors import DamagedSourceError
from models.page import Line, Page, Region
from models.record import TextOrigin
from pipeline.textfiles.encodings import repair_legacy
from pipeline.textfiles.formtables import column_regions
from pipeline.textfiles.legacy import (
    Encoding,
    LegacyFont,
    encoding_of_font,
    font_encoding,
    from_legacy,
    legacy_encoding,
    repair_capitals,
)
from pipeline.textfiles.wordnumbers import ListNumbers
from pipeline.textfiles.wordstyles import Styles, W, is_set, read_number_reference

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Left out with all that is in them: deletions, second versions of drawings, field codes.
_LEFT_OUT = {f"{W}del", f"{W}moveFrom", f"{_COMPATIBILITY}Fallback", f"{W}pPr", f"{W}rPr", f"{W}txbxContent"}
_BREAKS = {f"{W}br", f"{W}cr"}
_CONTAINERS = {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}
_MAX_SPAN = 100  # columns that a cell can take
_BROKEN = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # broken XML
    RecursionError,  # tables inside tables without end
    KeyError,
    ValueError,
    AttributeError,
    OSError,
    EOFError,
    NotImplementedError,
)


def read_word_document(path: Path) -> Page:
    """The text of a Word file.

    Raises:
        DamagedSourceError: the file cannot be read as one.
    """
    try:
        document = docx.Document(str(path))
        lines = _Reader(document).read(document.element.body)
    except _BROKEN as error:
        raise DamagedSourceError("The Word file is broken.", "Save it again from Word, or as PDF.") from error
    legacy = legacy_encoding("\n".join(line.text for line in lines))
    if legacy:
        lines = [replace(line, text=repair_legacy(line.text, legacy)) for line in lines]
    return Page(1, 0.0, 0.0, tuple(lines), TextOrigin.PLAIN_TEXT)


@dataclass(frozen=True, slots=True)
class _Cell:
    column: int  # of the table's grid, from 0
    lines: tuple[Line, ...]


class _Reader:
    """Walks the body once; list numbers and tables are counted on the way."""

    def __init__(self, document: Any) -> None:
        self._styles = Styles(document.styles.element)
        numbering = next(
            (part for part in document.part.package.iter_parts() if str(part.partname).endswith("/numbering.xml")), None
        )
        self._numbers = ListNumbers(None if numbering is None else numbering.element)
        self._legacy_encodings = _legacy_encodings(document.element.body)
        self._tables = 0

    def read(self, parent: Any) -> list[Line]:
        """The lines of the paragraphs and tables in an element."""
        return [line for block in _blocks(parent) for line in self._block(block)]

    def _block(self, block: Any) -> list[Line]:
        if block.tag == f"{W}p":
            return self._paragraph(block)
        return self._table(block)

    def _paragraph(self, paragraph: Any) -> list[Line]:
        """A paragraph's lines, a new one at each break, then what its text boxes hold."""
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        own = read_number_reference(paragraph.find(f"{W}pPr/{W}numPr"))
        inherited = self._styles.numbering(style)
        if own is not None and own.number is None and inherited is not None:
            own = replace(inherited, level=own.level)
        label = self._numbers.label(own or inherited, style)
        runs = [(text, bold) for text, bold in self._runs(paragraph, style) if text]
        texts = "".join(text for text, _ in runs).split("\n")
        if label and any(text.strip() for text in texts):
            texts[0] = f"{label} {texts[0].lstrip()}"
        printed = [bold for text, bold in runs if text.strip()]
        is_bold = all(printed) if printed else None
        alignment = paragraph.find(f"{W}pPr/{W}jc")
        if alignment is None:
            alignment = self._styles.find(style, f"{W}pPr/{W}jc")
        filled = [text for text in texts if text.strip()]
        lines = [
            Line(text, starts_paragraph=number == 0, is_centred=_value(alignment) == "center", is_bold=is_bold)
            for number, text in enumerate(filled)
        ]
        for box in paragraph.iter(f"{W}txbxContent"):
            if not any(above.tag == f"{_COMPATIBILITY}Fallback" for above in box.iterancestors()):
                lines += self.read(box)
        return lines

    def _runs(self, element: Any, style: str | None) -> Iterator[tuple[str, bool]]:
        """The text of each run and whether it is bold; breaks are line ends."""
        for child in element:
            if child.tag in _LEFT_OUT:
                continue
            if child.tag == f"{W}r":
                yield from self._run(child, style)
            else:
                yield from self._runs(child, style)

    def _run(self, run: Any, style: str | None) -> Iterator[tuple[str, bool]]:
        properties = run.find(f"{W}rPr")
        if properties is not None and is_set(properties.find(f"{W}vanish")):
            return
        bold = None if properties is None else is_set(properties.find(f"{W}b"))
        if bold is None and properties is not None:
            bold = is_set(self._character_style_bold(properties))
        is_bold = self._styles.is_bold(style) if bold is None else bold
        text = "".join(map(_character, run))
        font = _legacy_font(run)
        if font is not None and font.encoding in self._legacy_encodings:
            text = from_legacy(text, font.encoding)
            text = text.upper() if font.draws_capitals else repair_capitals(text)
        yield text, is_bold

    def _character_style_bold(self, properties: Any) -> Any | None:
        name = _value(properties.find(f"{W}rStyle"))
        return self._styles.find(name, f"{W}rPr/{W}b") if name else None

    def _table(self, table: Any) -> list[Line]:
        rows = [self._row(row) for row in _rows(table)]
        width = max((cell.column + 1 for row in rows for cell in row), default=0)
        columns = [
            [line for row in rows for cell in row if cell.column == n for line in cell.lines] for n in range(width)
        ]
        regions = column_regions([[line.text for line in lines] for lines in columns])
        if regions is not None:
            return [
                replace(line, region=region, table=None, row=None, column=None)
                for region, lines in zip(regions, columns, strict=True)
                for line in lines
            ]
        return self._cell_lines(rows)

    def _cell_lines(self, rows: Sequence[Sequence[_Cell]]) -> list[Line]:
        number, self._tables = self._tables, self._tables + 1
        return [
            replace(line, region=Region.TABLE, table=number, row=row_number, column=cell.column)
            for row_number, row in enumerate(rows)
            for cell in row
            for line in cell.lines or (Line(""),)
        ]

    def _row(self, row: Any) -> list[_Cell]:
        cells: list[_Cell] = []
        column = 0
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue  # of a table inside this one: its text comes with the cell that holds it
            span = _value(cell.find(f"{W}tcPr/{W}gridSpan"))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            cells.append(_Cell(column, () if goes_on else tuple(self.read(cell))))
            column += min(int(span), _MAX_SPAN) if span else 1
        return cells


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables directly in an element, those in content controls included."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in _CONTAINERS:
            yield from _blocks(child)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in _CONTAINERS:
            yield from _rows(child)


def _character(node: Any) -> str:
    """What an element of a run prints."""
    if node.tag == f"{W}t":
        return node.text or ""
    if node.tag == f"{W}tab":
        return "\t"
    if node.tag in _BREAKS:
        return "\n"
    return "-" if node.tag == f"{W}noBreakHyphen" else ""


def _legacy_font(run: Any) -> LegacyFont | None:
    """What the name of a run's font says of an old encoding."""
    font = run.find(f"{W}rPr/{W}rFonts")
    return None if font is None else font_encoding(font.get(f"{W}ascii", ""))


def _legacy_encodings(body: Any) -> set[Encoding]:
    """The encodings that text is really in: many files were converted and kept their fonts' names."""
    texts: dict[Encoding, list[str]] = {}
    for run in body.iter(f"{W}r"):
        font = _legacy_font(run)
        if font is not None:
            texts.setdefault(font.encoding, []).append("".join(map(_character, run)))
    return {encoding for encoding, parts in texts.items() if encoding_of_font([" ".join(parts)], LegacyFont(encoding))}


def _value(element: Any | None) -> str | None:
    return None if element is None else element.get(f"{W}val")
