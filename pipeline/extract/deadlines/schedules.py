"""Times set apart from their acts: a line that says only when above a list, and marked columns of a table.

"Tháng 9/2016" above bullets, as schools and unions write their calendars, times each bullet that prints no
time of its own. A table with a column a quarter or month marks by a cross in which of them each act is done.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from models.document import Document, Paragraph
from models.outline import Outline
from models.record import DateMention, DateRole
from pipeline.extract.dates.roles import cue_pattern, is_time_heading

_BULLET = re.compile(r"[-–+*•]\s")
_MARK = re.compile(r"[xXvV+*✓✔√●■×]{1,2}")
_MAX_LINE = 60  # characters of a line that says only when
_MIN_TASK_WORDS = 3
_OWN_TIMES = (DateRole.DEADLINE, DateRole.EVENT)


def says_only_when(document: Document, outline: Outline, mention: DateMention) -> bool:
    """Whether the date is all that its paragraph says, above a list, and the paragraph is no numbered heading."""
    paragraph = document.paragraph_at(mention.evidence.start)
    line = document.text[paragraph.start : paragraph.end]
    below = document.paragraphs[_place(document, mention) + 1 :][:1]
    is_listed = any(_BULLET.match(document.text, each.start, each.end) and not each.cells for each in below)
    if paragraph.cells or len(line) > _MAX_LINE or _BULLET.match(line) or not is_listed:
        return False
    chain = outline.chain_at(mention.evidence.start)
    if chain and chain[-1].start == paragraph.start and is_time_heading(chain[-1], document) and chain[-1].children:
        return False
    rest = (
        document.text[paragraph.start : mention.evidence.start] + document.text[mention.evidence.end : paragraph.end]
    ).lower()
    return not re.search(r"\w", cue_pattern("time_label").sub("", rest).replace("trong", "").replace("công tác", ""))


def items_below(document: Document, dates: Sequence[DateMention], mention: DateMention) -> Iterator[tuple[int, int]]:
    """The bullets right below the line of the date that print no time of their own, as spans without their bullet."""
    for paragraph in document.paragraphs[_place(document, mention) + 1 :]:
        bullet = _BULLET.match(document.text, paragraph.start, paragraph.end)
        if bullet is None or paragraph.cells:
            return
        own = [each for each in dates if paragraph.start <= each.evidence.start < paragraph.end]
        words = document.text[bullet.end() : paragraph.end].split()
        if len(words) >= _MIN_TASK_WORDS and not any(_is_own_time(document, each) for each in own):
            yield bullet.end(), paragraph.end


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
