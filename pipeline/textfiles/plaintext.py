"""Plain text and Markdown as pages of lines, without any change to the characters.

A line of the file is a line; an empty one stays, because a gap parts paragraphs. Only what was
a table or two columns in the document the text was made from is brought into reading order.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from models.page import Line, Page
from models.record import TextOrigin
from pipeline.textfiles.bartables import is_bar_row, is_part_row, read_bar_table
from pipeline.textfiles.spacedcolumns import split_closing, split_letterhead


def text_pages(texts: Sequence[str]) -> tuple[Page, ...]:
    """The pages of a text file, given the text of each; tables are numbered through the document."""
    pages: list[Page] = []
    tables = 0
    for number, text in enumerate(texts, start=1):
        lines = tuple(_page_lines(text.split("\n"), tables))
        tables = max([tables, *(line.table + 1 for line in lines if line.table is not None)])
        pages.append(Page(number, 0.0, 0.0, lines, TextOrigin.PLAIN_TEXT))
    return tuple(pages)


def _page_lines(lines: Sequence[str], first_table: int) -> Iterator[Line]:
    head: tuple[Line, ...] = ()
    start = 0
    if not any(map(is_bar_row, lines[:10])):
        head, start = split_letterhead(lines)
    tail, end = split_closing(lines[start:])
    end += start
    yield from head
    table = first_table
    for is_table, run in groupby(_in_tables(lines[start:end]), key=lambda row: row[1]):
        if is_table:
            made = read_bar_table([line for line, _ in run], table)
            table += any(line.table is not None for line in made)
            yield from made
        else:
            yield from (_line(line) for line, _ in run)
    yield from tail


def _in_tables(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Each line with whether it is a row of a table; the title of a part stands between two rows."""
    rows = [is_bar_row(line) for line in lines]
    for place, (line, is_row) in enumerate(zip(lines, rows, strict=True)):
        is_between = 0 < place < len(rows) - 1 and rows[place - 1] and rows[place + 1]
        yield line, is_row or (is_between and is_part_row(line))


def _line(text: str) -> Line:
    return Line(text, is_bold=_is_bold(text) or None)


def _is_bold(text: str) -> bool:
    """Whether Markdown sets the whole line bold or as a heading."""
    stripped = text.strip()
    if stripped.startswith("#"):
        return stripped.lstrip("#").startswith(" ")
    is_wrapped = stripped.startswith("**") and stripped.endswith("**") and len(stripped) > 4
    return is_wrapped and "**" not in stripped[2:-2]
