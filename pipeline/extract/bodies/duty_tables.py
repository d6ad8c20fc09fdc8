"""Which columns of a table name bodies, and the part each column gives them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from models.document import Document, Paragraph
from models.record import DutyRole
from pipeline.extract.task_tables import Column, body_columns, column_of

_MAX_HEADING_LETTERS = 60
_NUMBER = re.compile(r"\W*\d{1,3}\W*")  # the first cell of a row of tasks, never of a heading
# A cell that says "as above".
_DITTO = re.compile(r"[\W_]*(?:nt|n/t|nhu tren|như trên)[\W_]*|[\"”“„〃']+", re.IGNORECASE)
_MIN_FILLED = 3  # cells of a row that has its own task; the row of a part of the table has a number and a title


def read_columns(cells: Sequence[str]) -> dict[int, DutyRole]:
    """The part that each column of bodies gives, if the cells are a table's heading; else empty."""
    if any(len(cell) > _MAX_HEADING_LETTERS for cell in cells) or _NUMBER.fullmatch(cells[0] if cells else ""):
        return {}
    roles = body_columns(cells)
    is_heading = any(column_of(cell) not in (Column.BODIES, Column.UNKNOWN) for cell in cells)
    return roles if is_heading or len(roles) > 1 else {}


def row_roles(columns: Mapping[int, DutyRole], width: int) -> Iterator[tuple[int, DutyRole]]:
    """The columns of bodies that a row of `width` cells has, with their parts."""
    for column, role in columns.items():
        if column < width:
            yield column, role


def told_cell(document: Document, row: Paragraph, column: int, *, is_lead: bool) -> tuple[int, int]:
    """The span of the cell that a row's cell stands for: itself, or one above that it repeats.

    Typists repeat by "nt", "-nt-", "như trên" or a quotation mark. A cell of those who lead that is
    empty in a row with a task was joined with the one above it; a cell of those who help is just empty.
    """
    rows = [other for other in document.paragraphs if other.table == row.table and other.start <= row.start]
    is_ditto = False
    for other in reversed(rows):
        if column >= len(other.cells):
            continue  # the row of a part of the table
        start, end = other.cells[column]
        cell = document.text[start:end].strip()
        if _DITTO.fullmatch(cell) or (is_ditto and not cell):
            is_ditto = True
            continue
        filled = sum(bool(document.text[slice(*each)].strip()) for each in other.cells)
        if cell or not is_lead or filled < _MIN_FILLED:
            return start, end
    return row.cells[column]
