"""Tables drawn with bars in text, as conversions of Word files and Markdown have them.

Conversions to plain text fill each cell to a fixed width and break what does not fit, so a row
of the table can take several rows of text. That a cell goes on in the next row shows in the
width: its next word would not have fitted. Widths alone would join the rows of a table that is
as narrow as its words, so the next row must also leave a cell empty or go on in small letters.
Markdown breaks nothing, and marks its table with a row of dashes.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.page import Line, Region
from pipeline.textfiles.formtables import column_regions

_DASHES = re.compile(r"\s*\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?\|?\s*")
_GRID = re.compile(r"\s*\+(?:[-=]{2,}\+)+\s*")
_ITEM = re.compile(r"[-–+•*]|\d{1,2}[.)]")  # what begins an item of a list
_LEAST_BARS = 2
_OPEN_BAR = " | "
# The row of a part of the table: its number and its title in cells that were joined.
_PART_ROW = re.compile(r"\s*(?:[IVX]{1,5}|[A-ZĐ]|\d{1,2})[.)]? \| [^|]{3,200}")
_ORDINAL = re.compile(r"\d{1,3}\W?")  # what the first cell of a new row often holds (STT)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    width: int  # characters between the bars


def is_bar_row(line: str) -> bool:
    """Whether a line of text is a row of a table drawn with bars, or a rule of one."""
    stripped = line.strip()
    is_row = stripped.startswith("|") and stripped.count("|") >= _LEAST_BARS
    is_row = is_row or stripped.count(_OPEN_BAR) >= _LEAST_BARS  # a row without bars at its ends
    return is_row or bool(_GRID.fullmatch(line)) or bool(_DASHES.fullmatch(line))


def is_part_row(line: str) -> bool:
    """Whether a line between two rows of a table is the title of a part of it: "II | Công khai, minh bạch"."""
    return _PART_ROW.fullmatch(line) is not None


def read_bar_table(rows: Sequence[str], table: int) -> tuple[Line, ...]:
    """The lines of a table: cells in the order of reading, numbered with `table`.

    The letterhead and the closing block come column by column with their regions instead.
    """
    physical = [None if _is_rule(row) else _cells(row) for row in rows]
    cells = [row for row in physical if row is not None]
    if not cells:
        return ()
    columns = [[row[number] for row in cells if number < len(row)] for number in range(max(map(len, cells)))]
    regions = column_regions([[cell.text for cell in column if cell.text] for column in columns])
    if regions is not None:
        return tuple(
            line for region, column in zip(regions, columns, strict=True) for line in _column_lines(region, column)
        )
    is_markdown = any(map(_DASHES.fullmatch, rows))
    table_rows = [[cell.text for cell in row] for row in cells] if is_markdown else _rows(physical)
    return tuple(
        Line(text, region=Region.TABLE, table=table, row=number, column=column)
        for number, row in enumerate(table_rows)
        for column, text in enumerate(row)
    )


def _is_rule(row: str) -> bool:
    return bool(_GRID.fullmatch(row)) or bool(_DASHES.fullmatch(row))


def _cells(row: str) -> list[_Cell]:
    inner = row.strip().removeprefix("|").removesuffix("|")
    return [_Cell(part.strip(), len(unicodedata.normalize("NFC", part))) for part in inner.split("|")]


def _column_lines(region: Region, column: Sequence[_Cell]) -> Iterator[Line]:
    """The lines of a column; items of the recipients' list that were broken are joined."""
    if region is not Region.RECIPIENTS:
        yield from (Line(cell.text, region=region) for cell in column if cell.text)
        return
    items: list[str] = []
    above: _Cell | None = None
    for cell in column:
        if above is not None and cell.text and _goes_on(above, cell) and not _ITEM.match(cell.text):
            items[-1] += f" {cell.text}"
        elif cell.text:
            items.append(cell.text)
        above = cell
    yield from (Line(item, region=region, starts_paragraph=True) for item in items)


def _rows(physical: Sequence[Sequence[_Cell] | None]) -> list[list[str]]:
    """The rows of a real table: rows of text between drawn rules, or joined where cells go on."""
    has_rules_between = sum(row is None for row in physical) >= 3
    rows: list[list[str]] = []
    above: Sequence[_Cell] | None = None
    for row in physical:
        if row is None:
            above = None
            continue
        joins = above is not None and len(above) == len(row) and (has_rules_between or _row_goes_on(above, row))
        if joins:
            rows[-1] = [f"{before} {cell.text}".strip() for before, cell in zip(rows[-1], row, strict=True)]
        elif any(cell.text for cell in row):
            rows.append([cell.text for cell in row])
        above = row if rows and any(cell.text for cell in row) else None
    return rows


def _row_goes_on(above: Sequence[_Cell], row: Sequence[_Cell]) -> bool:
    if _ORDINAL.fullmatch(row[0].text):
        return False
    filled = [(before, cell) for before, cell in zip(above, row, strict=True) if cell.text]
    is_rest = len(filled) < len(row) or all(cell.text[0].islower() for cell in row)
    return is_rest and bool(filled) and all(_goes_on(before, cell) for before, cell in filled)


def _goes_on(above: _Cell, cell: _Cell) -> bool:
    """Whether `cell` is the rest of the text above it: its first word had no room there."""
    if not above.text:
        return False
    length = len(unicodedata.normalize("NFC", above.text))
    word = unicodedata.normalize("NFC", cell.text.split()[0])
    return length + 1 + len(word) > above.width - 1
