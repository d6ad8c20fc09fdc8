"""What a row of a table of tasks says: when, which of its cells holds the task, which those who do it or hear of it."""

import re
from collections.abc import Sequence
from functools import cached_property

from models.document import Document, Paragraph
from models.record import DutyRole
from pipeline.extract.bodies.duty_tables import told_cell
from pipeline.extract.task_tables import Column, body_columns, column_of, responsible_columns

_Span = tuple[int, int]
_NUMBER = re.compile(r"\W*\d{1,3}\W*")
_MAX_TIME_WORDS = 10  # of a cell that says when, and nothing else
_MIN_NAMED = 2  # columns that a heading names


class TaskTables:
    """The tables of one document, each with its heads.

    A table whose first row is no heading goes on one of the page before: where that has as many
    columns, its heads hold; else the table has none, and its rows are read by what their cells hold.
    """

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def _heads(self) -> dict[int, tuple[str, ...]]:
        """The heads of every table in lower case, empty where it has none."""
        found: dict[int, tuple[str, ...]] = {}
        for row in self._document.paragraphs:
            if row.table is None or not row.cells or row.table in found:
                continue
            cells = tuple(self._document.text[start:end].lower() for start, end in row.cells)
            above = next((heads for heads in reversed(found.values()) if len(heads) == len(cells)), ())
            found[row.table] = cells if _is_heading(cells) else above
        return found

    @cached_property
    def _first_rows(self) -> dict[int, int]:
        """Where the first row of every table begins."""
        starts: dict[int, int] = {}
        for row in self._document.paragraphs:
            if row.table is not None and row.cells:
                starts.setdefault(row.table, row.start)
        return starts

    def heads(self, row: Paragraph) -> tuple[str, ...]:
        """The heads of the columns that a row has."""
        return self._heads.get(row.table, ())[: len(row.cells)] if row.table is not None else ()

    def is_heading(self, row: Paragraph) -> bool:
        """Whether the row is the heading of its table."""
        if row.table is None or not row.cells or self._first_rows[row.table] != row.start:
            return False
        return _is_heading([self._document.text[slice(*cell)].lower() for cell in row.cells])

    def time_head(self, offset: int) -> str | None:
        """The head of the column of times that holds `offset`: "" in a table without heads, else `None`."""
        row = self._document.paragraph_at(offset)
        column = next((place for place, cell in enumerate(row.cells) if _holds(cell, offset)), None)
        if column is None:
            return None
        heads = self.heads(row)
        if not heads:
            words = self._document.text[slice(*row.cells[column])].split()
            return "" if len(row.cells) > _MIN_NAMED and len(words) <= _MAX_TIME_WORDS else None
        return heads[column] if column < len(heads) and column_of(heads[column]) is Column.TIME else None

    def task_cell(self, row: Paragraph, offset: int) -> _Span | None:
        """The cell with the task that is due at the time at `offset`; `None` where the row has none.

        It is the one below a head for tasks, or else the first before the time that is no count, time or body.
        """
        kinds = [column_of(head) for head in self.heads(row)] or [Column.UNKNOWN] * len(row.cells)
        cells = list(zip(kinds, row.cells, strict=False))
        named = (cell for kind, cell in cells if kind is Column.TASK and not _holds(cell, offset))
        return next(named, None) or self._first_words(cells, offset)

    def lead_cells(self, row: Paragraph, task: _Span | None) -> list[_Span]:
        """The cells of those who do the work of a row, who leads first; for "như trên" stands the cell above."""
        heads = self.heads(row)
        if not heads:
            return [cell for cell in row.cells if task is None or cell[0] > task[0]]
        places = [place for place in responsible_columns(heads) if row.cells[place] != task]
        return [told_cell(self._document, row, place, is_lead=True) for place in places]

    def receiver_cells(self, row: Paragraph) -> list[_Span]:
        """The cells of those to whom a row's result goes."""
        roles = body_columns(self.heads(row))
        return [row.cells[place] for place, role in roles.items() if role is DutyRole.RECEIVE_REPORT]

    def _first_words(self, cells: Sequence[tuple[Column, _Span]], offset: int) -> _Span | None:
        for kind, cell in cells:
            if _holds(cell, offset):
                return None
            is_open = kind in (Column.UNKNOWN, Column.OBJECT, Column.ASIDE)
            if is_open and re.search(r"[^\W\d_]{2}", self._document.text[slice(*cell)]):
                return cell
        return None


def _is_heading(cells: Sequence[str]) -> bool:
    """Whether the cells of a first row are heads: several of them name columns, and none is a running number."""
    if not cells or _NUMBER.fullmatch(cells[0]):
        return False
    named = sum(column_of(cell) is not Column.UNKNOWN for cell in cells)
    return named >= min(_MIN_NAMED, len(cells))


def _holds(span: _Span, offset: int) -> bool:
    return span[0] <= offset < span[1]
