"""Which columns of a table set quantities or points, and what their plain numbers count."""

import re
from collections.abc import Sequence

from models.record import Comparator
from pipeline.folding import fold

# "Số lượng", "Chỉ tiêu (ha)", "Số người": what such a column holds is to be reached. A column of
# results or products names papers ("01 báo cáo") and one of numbers ("Số hiệu") names things.
_QUANTITY = re.compile(
    r"(?:so luong|chi tieu|muc tieu|khoi luong|dinh muc|quy mo|si so|tong so)\b|so\s(?!tt|thu tu|hieu)"
)
_UNIT_IN_BRACKETS = re.compile(r"\((?P<unit>[^()\d]{1,20})\)\s*$")
_UNIT_NAMED = re.compile(r"(?:số|tổng số)\s(?!lượng)(?P<unit>[^\W\d_]+(?:\s[^\W\d_]+){0,2})$", re.IGNORECASE)
# A column of its own for units, which tables of targets have; "Đơn vị" alone is a column of bodies.
_UNITS = re.compile(r"(?:don vi|dv)\s?(?:tinh|do)\b.{0,12}|d\.?v\.?t\.?")
# Values of a table with such a column: "Năm 2025", "Kế hoạch", "Chỉ tiêu giao", "Mục tiêu đến 2030" …
_VALUES = re.compile(
    r"(?:ke hoach|kh|chi tieu|muc tieu|nam|den nam|quy|giai doan|du kien|phan dau|so luong|khoi luong|giao|dinh muc"
    r"|tong so|gia tri|(?:19|20)\d\d)\b"
)
# … but not what was reached: "Thực hiện năm 2023", "Ước TH 2024", "Hiện trạng".
_REACHED = re.compile(r"(?:th|ket qua|da dat|dat duoc)\b|.{0,40}\b(?:thuc hien|uoc|hien trang)\b")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# "Đơn giá", "Thành tiền": a reckoning of costs sets no targets.
_COSTS = re.compile(r"(?:don gia|thanh tien|muc chi|kinh phi|so tien)\b")
_BARE_NUMBER = re.compile(r"\s*\d{1,3}(?:\.\d{3}){0,3}(?:,\d{1,2})?\s*")
_MAX_HEADING_LETTERS = 60
# "Điểm", "Điểm tối đa", "Thang điểm"; what is filled in later ("Điểm tự chấm") sets nothing, a place is no mark.
_POINTS = re.compile(
    r"(?:(?:so|thang|muc|bieu)\s)?diem(?:\s(?:toi da|chuan|so|quy dinh|cao nhat))?(?:\s?\([^)]*\))?\s*"
)
_SUM = re.compile(r"(?:tong|cong)\b")


def quantity_columns(cells: Sequence[str]) -> dict[int, str]:
    """The columns of quantities if the cells are a table's heading, each with its unit ("" where none is printed).

    >>> quantity_columns(["STT", "Lớp", "Số lượng (người)", "Số lớp"])
    {2: 'người', 3: 'lớp'}
    """
    folded = [fold(cell).strip() for cell in cells]
    is_heading = len(folded) > 1 and not any(
        len(cell) > _MAX_HEADING_LETTERS or _BARE_NUMBER.fullmatch(cell) for cell in folded
    )
    if not is_heading or any(_COSTS.match(cell) for cell in folded):
        return {}
    return {column: _unit(cells[column].strip()) for column, cell in enumerate(folded) if _QUANTITY.match(cell)}


def unit_column(cells: Sequence[str]) -> int | None:
    """The column of units if the cells are the heading of a table that has one, and costs are not its matter.

    >>> unit_column(["STT", "Chỉ tiêu", "Đơn vị tính", "Năm 2025"])
    2
    """
    folded = [fold(cell).strip() for cell in cells]
    if any(_COSTS.match(cell) for cell in folded):
        return None
    return next((column for column, cell in enumerate(folded) if column and _UNITS.fullmatch(cell)), None)


def value_columns(cells: Sequence[str], unit: int, plan_year: int | None) -> tuple[int, ...]:
    """The columns that say what is to be reached, not what was: those behind the units, else the one before.

    >>> value_columns(["TT", "Chỉ tiêu", "ĐVT", "Thực hiện 2023", "Kế hoạch 2024"], 2, 2024)
    (4,)
    """
    columns = []
    for column in range(unit + 1, len(cells)) if unit + 1 < len(cells) else range(unit - 1, unit):
        folded = fold(cells[column]).strip()
        if not _VALUES.match(folded) or _REACHED.match(folded):
            continue
        years = [int(year[0]) for year in _YEAR.finditer(folded)]
        if not (plan_year and years and max(years) < plan_year):
            columns.append(column)
    return tuple(columns)


def points_column(cells: Sequence[str]) -> tuple[int, Comparator] | None:
    """The column of points if the cells are the heading of a table of marks, and how they limit.

    >>> points_column(["TT", "Tiêu chí", "Điểm tối đa"])
    (2, <Comparator.AT_MOST: '<='>)
    """
    folded = [fold(cell).strip() for cell in cells]
    if len(folded) < 2 or any(_BARE_NUMBER.fullmatch(cell) for cell in folded):
        return None
    for column, cell in enumerate(folded):
        if column and _POINTS.fullmatch(cell):
            return column, Comparator.AT_MOST if "toi da" in cell or "cao nhat" in cell else Comparator.EXACTLY
    return None


def is_sum(cells: Sequence[str]) -> bool:
    """Whether a row adds up the ones above it ("Tổng cộng | 100")."""
    return any(_SUM.match(fold(cell).strip()) for cell in cells)


def is_bare_number(cell: str) -> bool:
    """Whether a cell prints nothing but a number."""
    return bool(_BARE_NUMBER.fullmatch(cell))


def _unit(heading: str) -> str:
    unit = _UNIT_IN_BRACKETS.search(heading) or _UNIT_NAMED.match(heading)
    return unit["unit"].strip().lower() if unit else ""
