"""Who a deadline binds and who gets the report, by the duties that bodies have in the same words."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from models.document import Document
from models.evidence import Evidence
from models.outline import Outline
from models.record import Body, DutyRole
from pipeline.extract.bodies.duty_roles import begins_task
from pipeline.folding import fold
from pipeline.letters import CAPITALS

_BOUND_ROLES = (DutyRole.LEAD, DutyRole.ASSIGNED, DutyRole.ADVISE, DutyRole.REQUESTED)
_MAX_LEAD = 80  # characters of "có trách nhiệm chủ trì, phối hợp chặt chẽ với các"
_REQUEST_WORDS = 4  # "2. Đề nghị các", before the body that is asked
# "Thực hiện nhiệm vụ được giao, Sở Công Thương yêu cầu các": the author, before the body that is asked.
_AUTHOR_ASKS = re.compile(
    rf"(?:[^;.]{{1,200}}, )?[{CAPITALS}][^,;.:]{{3,60}} (?:đề nghị|yêu cầu)(?: (?:các|toàn thể|thủ trưởng)){{0,2}} ?"
)
# What the receiver is to do with a report.
_PURPOSE = re.compile(
    r"(?<!\w)(?:để|nhằm|làm cơ sở|có cơ sở)(?: có cơ sở| kịp thời)? (?:tổng hợp|theo dõi|báo cáo|trình|thẩm định)"
)
# Who has the lead of a section, in a line of its own.
_LEADS_LABEL = (
    r"(?:(?:cơ quan|đơn vị|bộ phận|phòng|cá nhân|người)(?:, (?:cơ quan|đơn vị|bộ phận|cá nhân))?(?: được giao)? "
    r"(?:chủ trì|thực hiện|phụ trách|chịu trách nhiệm|tham mưu|đầu mối)|chủ trì|đầu mối|phụ trách|phân công)"
    r"(?:,? (?:thực hiện|tham mưu|tổ chức|chính))? ?: ?(?P<names>[^;.\n]{3,200})"
)
_LEAD_LINE = re.compile(_LEADS_LABEL, re.IGNORECASE)
_LED = re.compile(r"[.;]\s+" + _LEADS_LABEL, re.IGNORECASE)
# Verbs whose object does what follows for the one who is bound.
_DETAILS = re.compile(r"(?<!\w)(?:phân công|cử|chỉ đạo|hướng dẫn|đôn đốc|yêu cầu)(?: các)? $", re.IGNORECASE)
# "Chủ trì, phối hợp với A, B và C": how the work is led, before what it is. Recognition and typing slip in
# one letter of a word ("Chũ trì", "phối họp"), so that the words are compared folded.
_LEADS_WITH = re.compile(
    r"(?:co trach nhiem )?(?:chu dong,? )?ch[a-z] t[a-z]{1,2},? (?:va )?"
    r"ph[a-z]i (?:ket )?h[a-z]p(?: chat che)?(?: (?:v[a-z]{1,2}|cung))?(?: voi)? (?:cac )?"
)
# "Phòng A chủ trì, Đài B phối hợp mở chuyên mục": who helps is named between.
_LEADS = re.compile(r"(?:co trach nhiem )?chu tri,? (?:va )?")
_HELP = re.compile(r" (?:cùng )?phối hợp (?!với|cùng)")
# Who does it, in a bracket at the end of an act; and the words of his part in it.
_WHO = re.compile(r"\((?P<names>[^()\n]{4,160})\)\W*$")
_PART = re.compile(
    r"(?<!\w)(?:do|chủ trì|phối hợp|thực hiện|phụ trách|tham mưu|đơn vị|bộ phận|và|với|giao)(?!\w)", re.IGNORECASE
)
_BULLET = re.compile(r"[-–+*•]\s|[a-zđ]\)\s")
_MAX_NAME = 400  # characters of a body's name with all that it lists
_MAX_ITEMS = 12  # of a list, up to the line that opens it
_JOINED = re.compile(r"(?: ?[,;] ?(?:và )?| và | cùng )")
_BRACKET = re.compile(r" ?\([^()\n]{1,200}\)")
_OPENING = re.compile(
    r"(?:(?:thầy|cô|ông|bà|đồng chí|đ/c) (?:[^\W\d_]{1,7} ){2,5}[-–,:] ?|giao|đề nghị|yêu cầu|phân công|"
    r"trách nhiệm của|-|\+|:)\s*(?:cho )?(?:(?:các )?(?:đồng chí|đ/c|ông|bà) )?",
    re.IGNORECASE,
)


class DeadlineBodies:
    """Looks up the bodies of a document by the stretch of text that a task was read from."""

    def __init__(self, document: Document, outline: Outline, bodies: Sequence[Body]) -> None:
        self._document = document
        self._outline = outline
        self._bodies = bodies
        self._mentions = sorted(
            ((each.start, each.end, body.name) for body in bodies for each in body.mentions), key=lambda row: row[:2]
        )
        self._starts = [start for start, _, _ in self._mentions]
        duties = [(each.evidence, each.role, place) for place, body in enumerate(bodies) for each in body.duties]
        self._duties = [(at.start, at.end, role, place) for at, role, place in duties if role in _BOUND_ROLES]
        self._heard = [(at.start, at.end, place) for at, role, place in duties if role is DutyRole.RECEIVE_REPORT]
        asked = [body for body in bodies if any(duty.role is DutyRole.REQUESTED for duty in body.duties)]
        self._requested = sorted(mention.start for body in asked for mention in body.mentions)

    def responsible_for(self, start: int, end: int) -> tuple[str, ...]:
        """The bodies that the task binds: by its own words, else by the heading it stands under."""
        if led := self._led_behind(end):
            return self.named_in(led)
        return (
            self.bound_in(start, end)
            or self._in_bracket(start, end)
            or self._leads_section(start)
            or self._of_intro(start, self.bound_in)
            or self._of_headings(start)
        )

    def _led_behind(self, offset: int) -> tuple[int, int] | None:
        """Where the paragraph names who leads the act that ends at `offset`: "…. Phụ trách: Tổ Kiểm tra"."""
        paragraph = self._document.paragraph_at(max(0, offset - 1))
        if paragraph.cells:
            return None
        led = _LED.search(self._document.text, offset, paragraph.end)
        return None if led is None else led.span("names")

    def told_to_report(self, start: int, end: int) -> tuple[str, ...]:
        """The bodies that get the report: by the words of the task, else by those that open its list."""
        return self.receiving(start, end) or self._of_intro(start, self.receiving)

    def _in_bracket(self, start: int, end: int) -> tuple[str, ...]:
        """The bodies that a bracket behind the act names, and nothing else: "Xác nhận nguồn gốc đất (UBND phường)"."""
        bracket = _WHO.search(self._document.text, start, end)
        return self.named_in(bracket.span("names")) if bracket and self.is_who(bracket.span("names")) else ()

    def is_who(self, span: tuple[int, int]) -> bool:
        """Whether a stretch holds the names of bodies alone, and their part in the work."""
        first, last = span
        rest = self._document.text[first:last]
        for begin, end, _ in self._mentions:
            if first <= begin and end <= last:
                rest = rest[: begin - first] + " " * (end - begin) + rest[end - first :]
        return rest.strip() != self._document.text[first:last].strip() and not re.search(r"\w", _PART.sub("", rest))

    def _of_intro(self, offset: int, found: Callable[[int, int], tuple[str, ...]]) -> tuple[str, ...]:
        """What the line that opens a list says of bodies: "Các phòng báo cáo về Văn phòng như sau:", above bullets."""
        text = self._document.text
        paragraph = self._document.paragraph_at(offset)
        if paragraph.cells or not _BULLET.match(text, paragraph.start, paragraph.end):
            return ()
        place = bisect_right(self._document.paragraph_starts, offset) - 1
        for above in reversed(self._document.paragraphs[max(0, place - _MAX_ITEMS) : place]):
            if not _BULLET.match(text, above.start, above.end):
                opens = not above.cells and text[above.start : above.end].rstrip().endswith(":")
                return found(above.start, above.end) if opens else ()
        return ()

    def bound_in(self, start: int, end: int) -> tuple[str, ...]:
        """The bodies that have a duty in these very words.

        Whom a task only proposes to ask ("bình xét, đề nghị Chủ tịch … khen thưởng") is not
        bound by it; a request binds where it opens the words.
        """
        told = [(place, role) for first, last, role, place in self._duties if first < end and start < last]
        if not told:
            return ()
        roles = _BOUND_ROLES if self._opens_with_request(start, end) else _BOUND_ROLES[:-1]
        bound = [self._bodies[place] for place in sorted({place for place, role in told if role in roles})]
        return tuple(body.name for body in bound if not self._is_detailed(body, start, end))

    def _is_detailed(self, body: Body, start: int, end: int) -> bool:
        """Whether the words only tell whom another details: "Thành lập tổ, phân công X phụ trách từng cụm"."""
        mentions = [each.start for each in body.mentions if start <= each.start < end]
        if not mentions:
            return False
        before = self._document.text[start : mentions[0]]
        return bool(_DETAILS.search(before)) and len(re.findall(r"\w+", before)) > _REQUEST_WORDS

    def _opens_with_request(self, start: int, end: int) -> bool:
        place = bisect_left(self._requested, start)
        if place == len(self._requested) or self._requested[place] >= end:
            return True
        before = self._document.text[start : self._requested[place]]
        return len(re.findall(r"\w+", before)) <= _REQUEST_WORDS or _AUTHOR_ASKS.fullmatch(before) is not None

    def receiving(self, start: int, end: int) -> tuple[str, ...]:
        """The bodies that get the report of the task and are named in its words.

        Not those to whom the receiver reports in its turn ("… về Sở Nội vụ để tổng hợp, báo cáo Bộ Nội vụ").
        """
        purpose = _PURPOSE.search(self._document.text, start, end)
        end = purpose.start() if purpose else end
        told = sorted({place for first, last, place in self._heard if first < end and start < last})
        bodies = (self._bodies[place] for place in told)
        return tuple(body.name for body in bodies if any(_overlap(each, start, end) for each in body.mentions))

    def named_in(self, span: tuple[int, int]) -> tuple[str, ...]:
        """The bodies whose names stand in a table cell, in order."""
        near = self._mentions[bisect_left(self._starts, span[0]) : bisect_left(self._starts, span[1])]
        return tuple(dict.fromkeys(name for _, end, name in near if end <= span[1]))

    def subject_end(self, start: int, end: int) -> int:
        """Where the names of the bodies that open `text[start:end]` end; `start` where none opens it."""
        opening = _OPENING.match(self._document.text, start, end)
        first = opening.end() if opening else start
        last = self._list_end(first, end)
        return last if first < last < end else start

    def lead_end(self, start: int, end: int) -> int:
        """Where "chủ trì, phối hợp với …" ends that opens `text[start:end]`; `start` where it does not."""
        folded = fold(self._document.text[start : min(end, start + _MAX_LEAD)])
        if led := _LEADS.match(folded):
            helpers = self._list_end(start + led.end(), end)
            helps = _HELP.match(self._document.text, helpers, end) if helpers > start + led.end() else None
            if helps:
                return helps.end()
        lead = _LEADS_WITH.match(folded)
        if lead is None:
            return start
        first = start + lead.end()
        last = self._list_end(first, end)
        return last if first < last < end and self._document.text[last : last + 1].isspace() else start

    def begins_act(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` begins with a body or with what one is to do."""
        text = self._document.text
        return self.subject_end(start, end) > start or begins_task(text, start, end, is_strong=False)

    def _list_end(self, start: int, end: int) -> int:
        """The end of the last of the joined names that begin at `start`; `start` where none does."""
        last = start
        while last < end:
            joint = _JOINED.match(self._document.text, last, end) if last > start else None
            first = joint.end() if joint else last
            begins = bisect_left(self._starts, first - _MAX_NAME), bisect_right(self._starts, first)
            found = next((stop for _, stop, _ in self._mentions[slice(*begins)] if first < stop), last)
            if found <= last or (last > start and joint is None):
                break
            last = found
        bracket = _BRACKET.match(self._document.text, last, end) if last > start else None
        return bracket.end() if bracket else last

    def opening(self, start: int, end: int) -> tuple[str, ...]:
        """The bodies whose names open `text[start:end]`, its subject."""
        found = self.subject_end(start, end)
        return self.named_in((start, found)) if found > start else ()

    def subject_before(self, task: str, start: int, end: int) -> tuple[str, ...]:
        """The bodies whose names stand right before the words of the task in `text[start:end]`.

        "Trong vòng 05 ngày kể từ ngày nhận hồ sơ, Phòng Kinh tế thẩm định, trình …" binds the
        subject, also where it has no duty of its own.
        """
        text = self._document.text
        at = text.find(task, start, end)
        for first, _, _ in self._mentions:
            if start <= first < at and not text[self._list_end(first, at) : at].strip(" ,:"):
                return self.named_in((first, at))
        return ()

    def _leads_section(self, offset: int) -> tuple[str, ...]:
        """The bodies that a line of the same section gives the lead: "Cơ quan chủ trì: Phòng Tư pháp; …"."""
        for node in reversed(self._outline.chain_at(offset)):
            for child in node.children:
                found = _LEAD_LINE.match(self._document.text, child.content_start, child.head_end)
                if found and (names := self.named_in(found.span("names"))):
                    return names
            if node.is_section:
                break
        return ()

    def _of_headings(self, offset: int) -> tuple[str, ...]:
        """The bodies named in the nearest heading above that names any."""
        for names in self._names_above(offset):
            if names:
                return names
        return ()

    def _names_above(self, offset: int) -> Iterator[tuple[str, ...]]:
        for node in reversed(self._outline.chain_at(offset)):
            if node.is_section and node.head_end <= offset:
                yield self.named_in((node.start, node.heading_end))


def _overlap(evidence: Evidence, start: int, end: int) -> bool:
    return evidence.start < end and start < evidence.end
