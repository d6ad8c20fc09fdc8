"""Times set apart from their acts: a line that says only when above a list, and marked columns of a table.

"Tháng 9/2016" above a list, as schools and unions write their calendars, times each bullet that prints no
time of its own. A table with a column a quarter or month marks by a cross in which of them each act is done.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from models.document import Document, Paragraph
from models.outline import Outline
from models.record import DateMention, DateRole
from pipeline.extract.dates.clauses import clauses_of
from pipeline.extract.dates.roles import cue_pattern, is_time_heading

_BULLET = re.compile(r"[-–+*•]\s")
_MARK = re.compile(r"[xXvV+*✓✔√●■×]{1,2}")
_MAX_LINE = 60  # characters of a line that says only when
_MIN_TASK_WORDS = 3
_NUMBER = re.compile(r"\W{0,3}(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ]|[ivx]{1,4})[.)] ?", re.IGNORECASE)
_CALENDAR_ROLES = (DateRole.DEADLINE, DateRole.PERIOD, DateRole.EVENT)
_OWN_TIMES = (DateRole.DEADLINE, DateRole.EVENT)


def says_only_when(document: Document, outline: Outline, mention: DateMention) -> bool:
    """Whether the date is all that its line says, above what is done then, and the line is no numbered heading.

    The line is a paragraph, or its last sentence where recognition or reflow joined it to the item above
    ("- Tham quan bảo tàng. Tháng 3/2023").
    """
    paragraph = document.paragraph_at(mention.evidence.start)
    behind = document.text[mention.evidence.end : paragraph.end]
    if paragraph.cells or len(behind) > _MAX_LINE or re.search(r"\w", behind) or not _is_calendar(mention):
        return False
    start = _own_line(document, paragraph, mention)
    line = document.text[start : paragraph.end]
    below = document.paragraphs[_place(document, mention) + 1 :][:1]
    if len(line) > _MAX_LINE or _BULLET.match(line):
        return False
    is_listed = any(_BULLET.match(document.text, each.start, each.end) and not each.cells for each in below)
    opens = line.rstrip().endswith(":") or start > paragraph.start
    if not is_listed and not (opens and any(_is_act(document, outline, each) for each in below)):
        return False
    chain = outline.chain_at(mention.evidence.start)
    if chain and chain[-1].start == paragraph.start and is_time_heading(chain[-1], document) and chain[-1].children:
        return False
    rest = document.text[start : mention.evidence.start] + document.text[mention.evidence.end : paragraph.end]
    rest = _NUMBER.sub("", rest.lower(), count=1)
    return not re.search(r"\w", cue_pattern("time_label").sub("", rest).replace("trong", "").replace("công tác", ""))


def _own_line(document: Document, paragraph: Paragraph, mention: DateMention) -> int:
    """Where the line begins that the date stands in: its paragraph, or the sentence that ends it."""
    for first, last in clauses_of(document.text, paragraph.start, paragraph.end):
        if first <= mention.evidence.start < last and first > paragraph.start:
            return first if document.text[first].isupper() else paragraph.start
    return paragraph.start


def _is_calendar(mention: DateMention) -> bool:
    """Whether the date is a piece of a calendar: days, weeks, months, quarters, half-years."""
    return mention.value.edtf is not None and mention.value.rrule is None and mention.role in _CALENDAR_ROLES


def _is_act(document: Document, outline: Outline, paragraph: Paragraph) -> bool:
    """Whether a plain paragraph below says what is done, and is no heading."""
    chain = outline.chain_at(paragraph.start)
    is_heading = bool(chain) and chain[-1].is_section and chain[-1].start == paragraph.start
    return not paragraph.cells and not is_heading and not _NUMBER.match(document.text, paragraph.start)


def items_below(
    document: Document, outline: Outline, dates: Sequence[DateMention], mention: DateMention
) -> Iterator[tuple[int, int]]:
    """The items below the line of the date that print no time of their own, as spans without their bullet.

    They go on to the next line that says only when, which can have been joined to the last of them.
    """
    below = document.paragraphs[_place(document, mention) + 1 :]
    is_bulleted = bool(below) and _BULLET.match(document.text, below[0].start, below[0].end) is not None
    for paragraph in below:
        bullet = _BULLET.match(document.text, paragraph.start, paragraph.end)
        if paragraph.cells or (bullet is None and (is_bulleted or not _is_act(document, outline, paragraph))):
            return
        own = [each for each in dates if paragraph.start <= each.evidence.start < paragraph.end]
        end, start = paragraph.end, bullet.end() if bullet else paragraph.start
        following = next((each for each in own if says_only_when(document, outline, each)), None)
        if following is not None:
            end = _own_line(document, paragraph, following)
            own = [each for each in own if each.evidence.start < end]
        words = document.text[start:end].split()
        if len(words) >= _MIN_TASK_WORDS and not any(_is_own_time(document, each) for each in own):
            yield start, end
        if following is not None or not is_bulleted:
            return


def _place(document: Document, mention: DateMention) -> int:
    """The number of the paragraph that holds the date."""
    return bisect_right(document.paragraph_starts, mention.evidence.start) - 1


def _is_own_time(document: Document, mention: DateMention) -> bool:
    """Whether a date of a bullet says when it is done; a feast that it honours does not."""
    is_bracketed = document.text[mention.evidence.start - 1 : mention.evidence.start] == "("
    if mention.role in _OWN_TIMES or mention.role is DateRole.RECURRING or is_bracketed:
        return True
    return mention.role is DateRole.PERIOD and mention.value.bound is not None


def marked_rows(document: Document, head: Paragraph, offset: int) -> Iterator[Paragraph]:
    """The rows of a table with a cross in the column whose heading, a cell of `head`, holds `offset`."""
    column = next((number for number, (start, end) in enumerate(head.cells) if start <= offset < end), None)
    if column is None:
        return
    for row in document.paragraphs:
        if row.table != head.table or row.start <= head.start or column >= len(row.cells):
            continue
        if _MARK.fullmatch(document.text[slice(*row.cells[column])].strip()):
            yield row
