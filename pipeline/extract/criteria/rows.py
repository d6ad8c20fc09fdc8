"""Rows of tables: what their heading says of the columns, and the criteria a row sets (`Table`, `read_row`).

A table of targets names its unit in a column of its own or in the heading of the values; a table of marks
has a column of points. In other tables only a cell that limits its number, or prints a percentage, sets anything.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from models.document import Paragraph
from models.record import Comparator, CriterionKind, CriterionSubject
from pipeline.extract.criteria.found import Found, Part, trimmed
from pipeline.extract.criteria.kinds import criterion_subject
from pipeline.extract.criteria.tables import (
    is_bare_number,
    is_sum,
    points_column,
    quantity_columns,
    unit_column,
    value_columns,
)
from pipeline.extract.criteria.targets import read_target
from pipeline.extract.quantities import QuantityMatch, find_quantities
from pipeline.extract.quantities.numbers import read_numbers

_CELL = re.compile(r"[^|]+")
_DIGIT = re.compile(r"\d")
_MAX_VALUE = 20  # letters of a cell that holds a value and nothing else


@dataclass(frozen=True, slots=True)
class Table:
    """What the heading of a table says of its columns.

    `columns` are those of quantities with their units, `values` those of targets whose unit stands in the
    column `unit`, `points` that of points and how they limit.
    """

    columns: Mapping[int, str] = field(default_factory=dict)
    points: tuple[int, Comparator] | None = None
    unit: int | None = None
    values: tuple[int, ...] = ()

    def after(self, cells: Sequence[str], plan_year: int | None) -> "Table":
        """The table as known after one more row: its columns change where the row is a heading."""
        unit = unit_column(cells)
        if unit is not None:
            return Table(points=points_column(cells), unit=unit, values=value_columns(cells, unit, plan_year))
        columns, points = quantity_columns(cells), points_column(cells)
        if columns or points:
            return replace(self, columns=columns or self.columns, points=points or self.points)
        return self

    @property
    def sets_values(self) -> bool:
        """Whether its heading names columns of quantities or points."""
        return bool(self.columns or self.points or self.values)


def read_row(text: str, row: Paragraph, part: Part, table: Table) -> Iterator[Found]:
    """The criteria of a table row: of its marks, of its values, or of the cells that limit a quantity."""
    cells = list(_CELL.finditer(text, row.start, row.end))
    if table.points and table.points[0] < len(cells):
        marked = _marked_row(text, cells, part, *table.points)
        if marked:
            yield marked
            return
    if table.unit is not None and table.unit < len(cells):
        valued = _valued_row(text, cells, table.unit, table.values)
        if valued:
            yield valued
        return
    yield from _counted_cells(text, cells, part, table)


def _counted_cells(text: str, cells: Sequence[re.Match[str]], part: Part, table: Table) -> Iterator[Found]:
    """The cells that hold a limited quantity or a percentage, or any in a column of quantities."""
    for column, cell in enumerate(cells):
        start, end = trimmed(text, *cell.span())
        unit = table.columns.get(column)
        if unit and is_bare_number(text[start:end]):
            if not is_sum([other[0] for other in cells]):
                (number,) = read_numbers(text[start:end])
                match = QuantityMatch(start, end, Comparator.EXACTLY, number.value, unit, is_limited=False)
                yield Found(_named_cell(text, cells[:column], start), end, CriterionKind.TARGET, None, (match,))
            continue
        found = part.demanded(text, start, end, is_labelled=unit is not None)
        quantities = tuple(q for q in found if unit is not None or q.is_limited or q.unit.startswith("%"))
        if quantities:
            yield read_target(text, start, end, quantities, part.chain)


def _valued_row(text: str, cells: Sequence[re.Match[str]], unit_at: int, columns: tuple[int, ...]) -> Found | None:
    """A row that names a target, its unit and one value or more ("Tỷ lệ hộ nghèo | % | 3,5 | 2,8")."""
    unit = cells[unit_at][0].strip().lower()
    quantities: list[QuantityMatch] = []
    for column in columns:
        if column < len(cells):
            quantities += _values(text, *trimmed(text, *cells[column].span()), unit)
    name = _named_cell(text, cells[:unit_at], -1)
    if not quantities or name < 0:
        return None
    end = max(quantities[-1].end, cells[unit_at].end())
    return Found(name, trimmed(text, name, end)[1], CriterionKind.TARGET, None, tuple(quantities))


def _values(text: str, start: int, end: int, unit: str) -> list[QuantityMatch]:
    """What a cell sets, in its own unit or that of its row."""
    cell = text[start:end]
    if not _DIGIT.search(cell) or end - start > _MAX_VALUE:
        return []
    found = find_quantities(cell) or find_quantities(f"{cell} {unit}")
    if not found and is_bare_number(cell):
        (number,) = read_numbers(cell)
        return [QuantityMatch(start, end, Comparator.EXACTLY, number.value, unit, is_limited=False)]
    return [replace(match, start=start, end=end) for match in found]


def _named_cell(text: str, cells: Sequence[re.Match[str]], default: int) -> int:
    """Where the first cell with words begins, which says what the row is about."""
    for cell in cells:
        start, end = trimmed(text, *cell.span())
        if sum(letter.isalpha() for letter in text[start:end]) > 1 and len(text[start:end].split()) > 1:
            return start
    return default


def _marked_row(
    text: str, cells: Sequence[re.Match[str]], part: Part, column: int, comparator: Comparator
) -> Found | None:
    """A row of a table of marks: the criterion that it names, with its own limits and the points it gives."""
    first, last = trimmed(text, *cells[column].span())
    worded = [cell for cell in cells[:column] if len(cell[0].split()) >= 2]
    if not worded or not is_bare_number(text[first:last]) or is_sum([cell[0] for cell in cells]):
        return None
    start, end = trimmed(text, *worded[-1].span())
    (number,) = read_numbers(text[first:last])
    points = QuantityMatch(first, last, comparator, number.value, "điểm", is_limited=False)
    quantities = (*part.demanded(text, start, end, is_context=True), points)
    subject = criterion_subject(text[start:end], part.chain, default=CriterionSubject.ANY)
    return Found(start, last, CriterionKind.STANDARD, subject, quantities)
