"""Plain text and Markdown as pages of lines, without any change to the characters.

A line of the file is a line; an empty one stays, because a gap parts paragraphs. Only what was
a table or two columns in the document the text was made from is brought into reading order.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from models.page import Line, Page
from models.record import TextOrigin
from pipeline.textfiles.bartables import is_bar_row, is_part_row, read_bar_table
from pipeline.textfiles.spacedcolumns import split_closing, split_letterhead
from pipeline.textfiles.tabtables import find_tab_tables, read_tab_table

_TableReader = Callable[[Sequence[str], int], tuple[Line, ...]]


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
    for read, run in _blocks(lines[start:end]):
        if read is None:
            yield from map(_line, _with_joined_bold(run))
        else:
            made = read(run, table)
            table += any(line.table is not None for line in made)
            yield from made
    yield from tail


def _blocks(lines: Sequence[str]) -> Iterator[tuple[_TableReader | None, Sequence[str]]]:
    """The lines in runs, each with what reads it as a table; None for text."""
    start = 0
    for place in (*find_tab_tables(lines), range(len(lines), len(lines))):
        for is_table, run in groupby(_in_bar_tables(lines[start : place.start]), key=lambda row: row[1]):
            yield read_bar_table if is_table else None, [line for line, _ in run]
        if place:
            yield read_tab_table, lines[place.start : place.stop]
        start = place.stop


def _in_bar_tables(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Each line with whether it is a row of a table; the title of a part stands between two rows."""
    rows = [is_bar_row(line) for line in lines]
    for place, (line, is_row) in enumerate(zip(lines, rows, strict=True)):
        is_between = 0 < place < len(rows) - 1 and rows[place - 1] and rows[place + 1]
        yield line, is_row or (is_between and is_part_row(line))


def _with_joined_bold(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with a bold heading that Markdown breaks over two ("**III. TỔ CHỨC", "THỰC HIỆN**") in one."""
    opened = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if opened:
            yield f"{opened} {line.lstrip()}"
            opened = ""
        elif _opens_bold(line) and following.rstrip().endswith("**") and following.count("**") == 1:
            opened = line.rstrip()
        else:
            yield line


def _opens_bold(line: str) -> bool:
    return line.lstrip("# ").startswith("**") and line.count("**") == 1


def _line(text: str) -> Line:
    return Line(text, is_bold=_is_bold(text) or None)


def _is_bold(text: str) -> bool:
    """Whether Markdown sets the whole line bold or as a heading."""
    stripped = text.strip()
    if stripped.startswith("#"):
        return stripped.lstrip("#").startswith(" ")
    is_wrapped = stripped.startswith("**") and stripped.endswith("**") and len(stripped) > 4
    return is_wrapped and "**" not in stripped[2:-2]
