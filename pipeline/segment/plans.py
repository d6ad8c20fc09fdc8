"""A file that holds several plans, taken apart before anything is read from it.

Offices scan what lies on the pile: one file can hold two plans, each with its own letterhead and
signature. Signals in order of authority: a line that says KẾ HOẠCH in capitals; recipients or a
signature that close the plan before it; a letterhead above the line and behind that close (the
national title or the Party's, or else a plan's number), with a number or a year filled in. All
three have to be there: a plan behind the decision that issues it is one document with it, and so
is a form of a plan in an appendix ("Mẫu …", "Số: …/KH-…", "ngày … tháng … năm …"). Nothing is
reordered or lost: a page that holds the end of one plan and the beginning of the next one is
divided between them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from models.lexicon import load_table
from models.page import Page, Region
from pipeline.folding import fold
from pipeline.positions import folded_positions
from pipeline.segment.markers import is_capitals, read_marker

_MAX_LETTERHEAD = 16  # lines between the national title and the type of the document
_MAX_NUMBERED = 8  # lines between its number and the type of the document
_MAX_ABOVE = 4  # lines of the issuer's name above the national title
_MAX_LINE = 70  # characters
# "KẾ HOẠCH" alone, of two bodies ("KẾ HOẠCH LIÊN NGÀNH"), or with its title on the same line.
_TYPE_LINE = re.compile(r"\W{0,4}k\s?e\s+h\s?o\s?a\s?c\s?h(?:\W*|\s[a-z].*)")
_DECISION = re.compile(r"\W{0,4}quyet dinh\W{0,4}")
_MAX_DECISION = 120  # lines of a decision between its own letterhead and the plan that it issues
_RECIPIENTS = re.compile(r"\W{0,3}noi nhan\b")
_AUTHORITY = re.compile(r"\W{0,3}(?:t\s?[/.]?\s?m|k\s?[/.]?\s?t|t\s?[/.]?\s?l|tuq)[.,:]?\s+[a-z]")
_NUMBER = re.compile(r"\W{0,3}so\W{0,3}\s?\d{1,5}\s?[-/]\s?kh\b")
_FILLED_IN = re.compile(r"\bso\W{0,3}\s?\d{1,5}\b|\bnam\W{0,2}(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class PlanPages:
    """The pages of one plan of a file.

    `pages` begins at the file's first page, so that page numbers hold: pages before the plan are
    there without their lines. `own` are those the plan is printed on.
    """

    pages: tuple[Page, ...]
    own: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    page: int  # place of the page in the file, from 0
    number: int  # of the line on its page, from 0
    text: str
    folded: str


def split_plans(pages: Sequence[Page]) -> tuple[PlanPages, ...]:
    """The plans of a file in their order; one that holds all pages where the file does not hold several."""
    lines = [
        _Line(place, number, line.text, fold(line.text))
        for place, page in enumerate(pages)
        for number, line in enumerate(page.lines)
        if line.region not in (Region.FURNITURE, Region.STAMP) and line.table is None
    ]
    starts = [(lines[start].page, lines[start].number) for start in _plan_starts(lines)]
    bounds = [(0, 0), *starts, (len(pages), 0)]
    return tuple(_cut(pages, first, last) for first, last in pairwise(bounds))


def _plan_starts(lines: Sequence[_Line]) -> Iterator[int]:
    """The first line of the letterhead of each plan but the first."""
    close = None  # where the plan before was closed
    has_plan = False
    for index, line in enumerate(lines):
        if has_plan and close is None and _closes(line):
            close = index
        if not _is_type_line(line):
            continue
        start = None if close is None else _letterhead_start(lines, close, index)
        if start is not None:
            yield start
        if start is not None or not has_plan:
            has_plan, close = True, None


def _is_type_line(line: _Line) -> bool:
    return len(line.text) < _MAX_LINE and _TYPE_LINE.fullmatch(line.folded) is not None and is_capitals(line.text)


def _closes(line: _Line) -> bool:
    """Whether a line belongs to the recipients or the signature of a plan."""
    if len(line.text) >= _MAX_LINE:
        return False
    is_position = is_capitals(line.text) and _position().fullmatch(line.folded) is not None
    return (
        bool(_RECIPIENTS.match(line.folded))
        or is_position
        or (is_capitals(line.text) and _AUTHORITY.match(line.folded) is not None)
    )


@cache
def _position() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,2}}(?:pho |quyen )?(?:{'|'.join(map(re.escape, folded_positions()))})\W{{0,2}}")


@cache
def _national_title() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, load_table("frame")["national_titles"])))


@cache
def _form() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, load_table("frame")["forms"])) + r")\b")


def _letterhead_start(lines: Sequence[_Line], close: int, type_line: int) -> int | None:
    """The first line of the letterhead that stands between a close and a type line; None where there is none."""
    titles = [index for index in range(close + 1, type_line) if _national_title().search(lines[index].folded)]
    if not titles:
        near = range(max(close + 1, type_line - _MAX_NUMBERED), type_line)
        titles = [index for index in near if _NUMBER.match(lines[index].folded)]
    if not titles or _is_form(lines[max(close, titles[0] - _MAX_ABOVE) : type_line], lines[titles[0]].page):
        return None
    head = lines[titles[0] : type_line]
    below = lines[titles[-1] : type_line]
    decision = next((n for n, line in enumerate(below) if _DECISION.fullmatch(line.folded)), None)
    if decision is not None and len(below) <= _MAX_DECISION:
        below = below[:decision]  # the plan stands behind the decision that issues it, without a letterhead of its own
    if len(below) > _MAX_LETTERHEAD or not any(_FILLED_IN.search(line.folded) for line in head):
        return None
    start = titles[0]
    while start > close + 1 and titles[0] - start < _MAX_ABOVE and _is_issuer(lines[start - 1], lines[titles[0]]):
        start -= 1
    return start


def _is_form(head: Sequence[_Line], page: int) -> bool:
    """Whether a letterhead, or a line above it on its page, is called a form."""
    return any(_form().match(line.folded) for line in head if line.page == page)


def _is_issuer(line: _Line, title: _Line) -> bool:
    """Whether a line above the national title is the issuer's name: in capitals, on the same page."""
    is_name = len(line.text) < _MAX_LINE and (is_capitals(line.text) or bool(_FILLED_IN.search(line.folded)))
    return is_name and line.page == title.page and read_marker(line.text) is None and not _closes(line)


def _cut(pages: Sequence[Page], first: tuple[int, int], last: tuple[int, int]) -> PlanPages:
    """The pages from one line on, up to another one."""
    (first_page, first_line), (last_page, last_line) = first, last
    kept: list[Page] = []
    for place, page in enumerate(pages[: last_page + (last_line > 0)]):
        begin = first_line if place == first_page else 0
        end = last_line if place == last_page else len(page.lines)
        kept.append(page if (begin, end) == (0, len(page.lines)) else replace(page, lines=page.lines[begin:end]))
    emptied = [replace(page, lines=()) for page in kept[:first_page]]
    return PlanPages((*emptied, *kept[first_page:]), tuple(kept[first_page:]))
