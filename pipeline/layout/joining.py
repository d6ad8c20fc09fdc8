"""What only all pages of a document together show: running heads, and tables that run over page breaks.

A table goes on on the next page where it is the last that is printed on one page and the first on
the next, and its columns stand in the same places. Word processors repeat its heading there; the
repeated rows are no text again. A row that the page break tore stays two rows: its second half
begins on another page, and what is read keeps its order.
"""

from collections.abc import Sequence
from dataclasses import replace

from models.page import Line, Page, Region
from models.record import TextOrigin
from pipeline.folding import similarity
from pipeline.layout.heads import mark_running_heads
from pipeline.layout.runs import key_of

_SHIFT = 0.03  # of the page's width by which a column's left edge may move from page to page
_HEADING_LIKENESS = 0.85
_MOST_HEADING_ROWS = 3


def join_pages(pages: Sequence[Page]) -> list[Page]:
    """The pages with tables counted from 0 over the document; running heads and repeated headings are furniture.

    Pages of text files have their tables counted through already and stay as they are.
    """
    return _join_tables(mark_running_heads(pages))


def _join_tables(pages: Sequence[Page]) -> list[Page]:
    joined: list[Page] = []
    numbers = 0
    open_table: list[Line] = []  # the lines of the table that the last page ends with, numbered
    for page in pages:
        if page.text_origin is TextOrigin.PLAIN_TEXT:
            joined.append(page)
            continue
        first = _first_table(page)
        goes_on = bool(open_table) and first is not None and _is_same(open_table, _rows_of(page, first), page.width)
        start = numbers - 1 if goes_on else numbers
        lines = [line if line.table is None else replace(line, table=line.table + start) for line in page.lines]
        if goes_on:
            lines = _continued(lines, start, open_table)
        numbers = max([numbers, *(line.table + 1 for line in lines if line.table is not None)])
        joined.append(replace(page, lines=tuple(lines)))
        open_table = _open_at_end(joined[-1], open_table if goes_on else [])
    return joined


def _text_lines(page: Page) -> list[Line]:
    return [line for line in page.lines if line.region not in (Region.FURNITURE, Region.STAMP)]


def _first_table(page: Page) -> int | None:
    """The number of the table that the page begins with."""
    lines = _text_lines(page)
    return lines[0].table if lines else None


def _rows_of(page: Page, table: int) -> list[Line]:
    return [line for line in page.lines if line.table == table]


def _open_at_end(page: Page, before: list[Line]) -> list[Line]:
    """The lines of the table that the page ends with; those of `before` too where the page is all of one table."""
    lines = _text_lines(page)
    if not lines or lines[-1].table is None:
        return []
    of_page = _rows_of(page, lines[-1].table)
    return [*before, *of_page] if before and before[-1].table == lines[-1].table else of_page


def _is_same(above: Sequence[Line], below: Sequence[Line], width: float) -> bool:
    """Whether both have the same columns: as many, and those with print in both at the same places."""
    first, second = _lefts(above), _lefts(below)
    if _columns(above) != _columns(below):
        return False
    shared = first.keys() & second.keys()
    shifts = sorted(second[column] - first[column] for column in shared)
    # The whole page may lie further left or right on the scanner than the one before.
    return len(shared) >= 2 and shifts[-1] - shifts[0] <= 2 * _SHIFT * width


def _columns(lines: Sequence[Line]) -> int:
    return max((line.column or 0) + 1 for line in lines)


def _lefts(lines: Sequence[Line]) -> dict[int, float]:
    """Where the print of each column begins."""
    lefts: dict[int, float] = {}
    for line in lines:
        if line.words and line.column is not None:
            left = min(word.x0 for word in line.words)
            lefts[line.column] = min(left, lefts.get(line.column, left))
    return lefts


def _continued(lines: Sequence[Line], table: int, above: Sequence[Line]) -> list[Line]:
    """The page's lines with the rows of the continued table counted on, its repeated heading set aside."""
    heading = _repeated_rows(above, [line for line in lines if line.table == table])
    last = max(line.row or 0 for line in above)
    made: list[Line] = []
    aside: list[Line] = []
    for line in lines:
        if line.table != table:
            made.append(line)
        elif (line.row or 0) >= heading:
            made.append(replace(line, row=last + 1 + (line.row or 0) - heading))
        elif line.words:
            aside.append(replace(line, region=Region.FURNITURE, table=None, row=None, column=None))
    return [*made, *aside]


def _repeated_rows(above: Sequence[Line], below: Sequence[Line]) -> int:
    """How many of the first rows say the same as the first rows of the table."""
    count = 0
    while count < _MOST_HEADING_ROWS:
        first, second = _row_key(above, count), _row_key(below, count)
        if not first or not second or similarity(first, second) < _HEADING_LIKENESS:
            break
        count += 1
    return count


def _row_key(lines: Sequence[Line], row: int) -> str:
    return key_of(" ".join(line.text for line in lines if line.row == row))
