"""Which columns of a table name bodies, and the part each column gives them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from models.document import Document, Paragraph
from models.record import DutyRole
from pipeline.folding import fold

# What a column's heading holds, on folded text, first match wins. A column of tasks or dates
# ("Nội dung thực hiện", "Thời gian thực hiện") names no bodies.
_NO_BODIES = (
    *("noi dung", "thoi gian", "nhiem vu", "thoi han", "tien do"),
    *("ket qua", "san pham", "ghi chu", "hinh thuc", "dia diem"),
    *("duoc kiem tra", "duoc giam sat", "duoc thanh tra", "duoc khao sat"),
)
_COLUMN_ROLES = (
    ("chu tri", DutyRole.LEAD),
    ("phoi hop", DutyRole.COORDINATE),
    ("tham muu", DutyRole.ADVISE),
    ("nhan bao cao", DutyRole.RECEIVE_REPORT),
    ("thuc hien", DutyRole.ASSIGNED),
    ("phu trach", DutyRole.ASSIGNED),
    ("trach nhiem", DutyRole.ASSIGNED),
    ("phan cong", DutyRole.ASSIGNED),
    ("don vi", DutyRole.ASSIGNED),
    ("co quan", DutyRole.ASSIGNED),
)
_MAX_HEADING_LETTERS = 60
# A cell that says "as above".
_DITTO = re.compile(r"[\W_]*(?:nt|n/t|nhu tren|như trên)[\W_]*|[\"”“„〃']+", re.IGNORECASE)
_MIN_FILLED = 3  # cells of a row that has its own task; the row of a part of the table has a number and a title


def read_columns(cells: Sequence[str]) -> dict[int, DutyRole]:
    """The part that each column of bodies gives, if the cells are a table's heading; else empty."""
    folded = [fold(cell) for cell in cells]
    if any(len(cell) > _MAX_HEADING_LETTERS for cell in folded):
        return {}
    roles: dict[int, DutyRole] = {}
    for column, cell in enumerate(folded):
        role = next((role for words, role in _COLUMN_ROLES if words in cell), None)
        if role is not None and not any(words in cell for words in _NO_BODIES):
            roles[column] = role
    is_heading = any(any(words in cell for words in (*_NO_BODIES, "stt")) or cell in ("tt", "so tt") for cell in folded)
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
