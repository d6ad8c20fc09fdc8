"""Who a deadline binds and who gets the report, by the duties that bodies have in the same words."""

import re
from collections.abc import Iterator, Sequence

from models.document import Document
from models.evidence import Evidence
from models.outline import Outline
from models.record import Body, DutyRole
from pipeline.extract.bodies.duty_roles import begins_task
from pipeline.folding import fold

_BOUND_ROLES = (DutyRole.LEAD, DutyRole.ASSIGNED, DutyRole.ADVISE, DutyRole.REQUESTED)
_MAX_LEAD = 80  # characters of "có trách nhiệm chủ trì, phối hợp chặt chẽ với các"
_REQUEST_WORDS = 4  # "2. Đề nghị các", before the body that is asked
# "Thực hiện nhiệm vụ được giao, Sở Công Thương yêu cầu các": the author, before the body that is asked.
_AUTHOR_ASKS = re.compile(
    r"(?:[^;.]{1,200}, )?[A-ZĐ][^,;.:]{3,60} (?:đề nghị|yêu cầu)(?: (?:các|toàn thể|thủ trưởng)){0,2} ?", re.IGNORECASE
)
# What the receiver is to do with a report.
_PURPOSE = re.compile(
    r"(?<!\w)(?:để|nhằm|làm cơ sở|có cơ sở)(?: có cơ sở| kịp thời)? (?:tổng hợp|theo dõi|báo cáo|trình|thẩm định)"
)
# Who has the lead of a section, in a line of its own.
_LEAD_LINE = re.compile(
    r"(?:(?:cơ quan|đơn vị|bộ phận|phòng|cá nhân)(?:, (?:cơ quan|đơn vị|bộ phận|cá nhân))?(?: được giao)? "
    r"(?:chủ trì|thực hiện|phụ trách|chịu trách nhiệm|tham mưu|đầu mối)|chủ trì|đầu mối|phụ trách|phân công)"
    r"(?:,? (?:thực hiện|tham mưu|tổ chức))? ?: ?(?P<names>[^;.\n]{3,200})",
    re.IGNORECASE,
)
# Verbs whose object does what follows for the one who is bound.
_DETAILS = re.compile(r"(?<!\w)(?:phân công|cử|chỉ đạo|hướng dẫn|đôn đốc|yêu cầu)(?: các)? $", re.IGNORECASE)
# "Chủ trì, phối hợp với A, B và C": how the work is led, before what it is. Recognition and typing slip in
# one letter of a word ("Chũ trì", "phối họp"), so that the words are compared folded.
_LEADS_WITH = re.compile(
    r"(?:co trach nhiem )?(?:chu dong,? )?chu tri,? (?:va )?"
    r"phoi (?:ket )?h[oe]p(?: chat che)?(?: (?:voi|cung))?(?: voi)? (?:cac )?"
)
# "Phòng A chủ trì, Đài B phối hợp mở chuyên mục": who helps is named between.
_LEADS = re.compile(r"(?:co trach nhiem )?chu tri,? (?:va )?")
_HELP = re.compile(r" (?:cùng )?phối hợp (?!với|cùng)")
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

    def responsible_for(self, start: int, end: int) -> tuple[str, ...]:
        """The bodies that the task binds: by its own words, else by the heading it stands under."""
        return self.bound_in(start, end) or self._leads_section(start) or self._of_headings(start)

    def bound_in(self, start: int, end: int) -> tuple[str, ...]:
        """The bodies that have a duty in these very words.

        Whom a task only proposes to ask ("bình xét, đề nghị Chủ tịch … khen thưởng") is not
        bound by it; a request binds where it opens the words.
        """
        roles = _BOUND_ROLES if self._opens_with_request(start, end) else _BOUND_ROLES[:-1]
        bound = [
            body
            for body in self._bodies
            if any(duty.role in roles and _overlap(duty.evidence, start, end) for duty in body.duties)
        ]
        return tuple(body.name for body in bound if not self._is_detailed(body, start, end))

    def _is_detailed(self, body: Body, start: int, end: int) -> bool:
        """Whether the words only tell whom another details: "Thành lập tổ, phân công X phụ trách từng cụm"."""
        mentions = [each.start for each in body.mentions if start <= each.start < end]
        if not mentions:
            return False
        before = self._document.text[start : mentions[0]]
        return bool(_DETAILS.search(before)) and len(re.findall(r"\w+", before)) > _REQUEST_WORDS

    def _opens_with_request(self, start: int, end: int) -> bool:
        requested = [
            mention.start
            for body in self._bodies
            for mention in body.mentions
            if start <= mention.start < end and any(duty.role is DutyRole.REQUESTED for duty in body.duties)
        ]
        if not requested:
            return True
        before = self._document.text[start : min(requested)]
        return len(re.findall(r"\w+", before)) <= _REQUEST_WORDS or _AUTHOR_ASKS.fullmatch(before) is not None

    def receiving(self, start: int, end: int) -> tuple[str, ...]:
        """The bodies that get the report of the task and are named in its words.

        Not those to whom the receiver reports in its turn ("… về Sở Nội vụ để tổng hợp, báo cáo Bộ Nội vụ").
        """
        purpose = _PURPOSE.search(self._document.text, start, end)
        end = purpose.start() if purpose else end
        return tuple(
            body.name
            for body in self._bodies
            if any(_overlap(mention, start, end) for mention in body.mentions)
            and any(_overlap(duty.evidence, start, end) for duty in body.duties if duty.role is DutyRole.RECEIVE_REPORT)
        )

    def named_in(self, span: tuple[int, int]) -> tuple[str, ...]:
        """The bodies whose names stand in a table cell, in order."""
        names = [name for start, end, name in self._mentions if span[0] <= start and end <= span[1]]
        return tuple(dict.fromkeys(names))

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
            found = next((stop for begin, stop, _ in self._mentions if begin <= first < stop), last)
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
