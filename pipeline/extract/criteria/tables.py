"""Which columns of a table set quantities, and what their plain numbers count."""

import re
from collections.abc import Sequence

from pipeline.folding import fold

# "Số lượng", "Chỉ tiêu (ha)", "Số người": what such a column holds is to be reached. A column of
# results or products names papers ("01 báo cáo") and one of numbers ("Số hiệu") names things.
_QUANTITY = re.compile(
    r"(?:so luong|chi tieu|muc tieu|khoi luong|dinh muc|quy mo|si so|tong so)\b|so\s(?!tt|thu tu|hieu)"
)
_UNIT_IN_BRACKETS = re.compile(r"\((?P<unit>[^()\d]{1,20})\)\s*$")
_UNIT_NAMED = re.compile(r"(?:số|tổng số)\s(?!lượng)(?P<unit>[^\W\d_]+(?:\s[^\W\d_]+){0,2})$", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\s*\d{1,3}(?:\.\d{3}){0,3}(?:,\d{1,2})?\s*")
_MAX_HEADING_LETTERS = 60


def quantity_columns(cells: Sequence[str]) -> dict[int, str]:
    """The columns of quantities if the cells are a table's heading, each with its unit ("" where none is printed).

    >>> quantity_columns(["STT", "Lớp", "Số lượng (người)", "Số lớp"])
    {2: 'người', 3: 'lớp'}
    """
    folded = [fold(cell).strip() for cell in cells]
    is_heading = len(folded) > 1 and not any(
        len(cell) > _MAX_HEADING_LETTERS or _BARE_NUMBER.fullmatch(cell) for cell in folded
    )
    if not is_heading:
        return {}
    return {column: _unit(cells[column].strip()) for column, cell in enumerate(folded) if _QUANTITY.match(cell)}


def is_bare_number(cell: str) -> bool:
    """Whether a cell prints nothing but a number."""
    return bool(_BARE_NUMBER.fullmatch(cell))


def _unit(heading: str) -> str:
    unit = _UNIT_IN_BRACKETS.search(heading) or _UNIT_NAMED.match(heading)
    return unit["unit"].strip().lower() if unit else ""
