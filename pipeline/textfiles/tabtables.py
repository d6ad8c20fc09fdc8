"""Tables set with tabs in text, as copies from Word, Excel and web pages have them.

The row of column names shows the table: at least three cells. Rows below it may have fewer cells
(the title of a part, cells left empty at the end), never more. A label, a tab and a text are no
row: so lists are numbered. Copies of web pages leave an empty line behind every row.
"""

import re
from collections.abc import Sequence

from models.page import Line, Region

_LEAST_COLUMNS = 3
_LONGEST_NAME = 60  # of a column, characters
_LONGEST_GAP = 1  # empty lines between two rows


def find_tab_tables(lines: Sequence[str]) -> list[range]:
    """The places in `lines` of the tables set with tabs, from the row of names to the last row."""
    found: list[range] = []
    place = 0
    while place < len(lines):
        end = _end_of_table(lines, place)
        if end is None:
            place += 1
        else:
            found.append(range(place, end))
            place = end
    return found


def read_tab_table(rows: Sequence[str], table: int) -> tuple[Line, ...]:
    """The cells of a table in the order of reading, numbered with `table`; empty lines are no rows."""
    filled = [row for row in rows if row.strip()]
    return tuple(
        Line(text, region=Region.TABLE, table=table, row=number, column=column)
        for number, row in enumerate(filled)
        for column, text in enumerate(_cells(row))
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.rstrip().split("\t")]


def _end_of_table(lines: Sequence[str], start: int) -> int | None:
    """Behind the last row of the table whose column names stand in that line; None for no such line."""
    names = _cells(lines[start])
    if len(names) < _LEAST_COLUMNS or not all(map(_is_name, names)):
        return None
    end = None
    empty = 0
    for place in range(start + 1, len(lines)):
        cells = _cells(lines[place])
        if not any(cells):
            empty += 1
            if empty > _LONGEST_GAP:
                break
        elif 1 < len(cells) <= len(names):
            end, empty = place + 1, 0
        else:
            break
    return end


def _is_name(text: str) -> bool:
    """Whether a cell can name a column: short words, no sentence and no figure."""
    return 0 < len(text) <= _LONGEST_NAME and text[-1] not in ".;:" and re.search(r"[^\W\d]", text) is not None
