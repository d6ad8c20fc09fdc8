"""What is due when, from whom, to whom: one record per task and date.

A date becomes a deadline by where it stands, in order of authority:
1. in the time column of a table: the task is the row's task cell, or the heading above (`cells`);
2. as a heading or line that says nothing but when ("1. Quý I/2020"): each item below is a task (`schedules`);
3. as one round of an act ("làm 2 đợt: đợt 1 từ …"), or behind a label that names its act ("Hạn nộp hồ sơ: …")
   or only when ("Thời gian thực hiện: …"): then the task is the act above (`labels`);
4. in a clause: the task is the clause (`tasks`). A limit that stands alone ("Thời gian xong trước …")
   belongs to the sentence before it, a part of an act ("báo cáo năm") to the label before it (`shared_acts`).
A label directly below a general section ("II. NỘI DUNG", "Thời gian") tells when the plan
runs, the number of a stage ("Đợt 1: từ …") when that does, and neither is a deadline. What stands
below no heading at all is taken for work to be done.
"""

import re
from collections.abc import Sequence

from models.dates import Bound, DateValue
from models.document import Document, Paragraph
from models.outline import Node, Outline, Zone
from models.record import Body, DateMention, DateRole, Deadline, SectionKind
from pipeline.extract.dates.clauses import clauses_of
from pipeline.extract.dates.roles import (
    is_stage,
    is_time_heading,
    piece_at,
)
from pipeline.extract.deadlines.bodies import DeadlineBodies
from pipeline.extract.deadlines.cells import TaskTables
from pipeline.extract.deadlines.labels import ACTS, Labels
from pipeline.extract.deadlines.rules import DueRules
from pipeline.extract.deadlines.schedules import items_below, marked_rows, says_only_when
from pipeline.extract.deadlines.shared_acts import with_shared_act
from pipeline.extract.deadlines.tasks import STEP, Task, clause_task, date_span, has_task, segment_of
from pipeline.segment.kinds import heading_kinds

_NO_DEADLINES = (Zone.LETTERHEAD, Zone.TITLE, Zone.PREAMBLE, Zone.RECIPIENTS, Zone.SIGNATURE)
_TASK_CERTAINTY = {"table": 0.9, "heading": 0.85, "label": 0.8, "clause": 0.9, "leading": 0.7}
_MIN_TASK_WORDS = 3
_OWN_TIMES = (DateRole.DEADLINE, DateRole.EVENT)  # an item that prints one of these is not due by its heading
# What is sent without saying to whom goes where the sentence before it sends.
_REPORTS = re.compile(r"(?:báo cáo|kết quả|gửi|gởi|nộp)(?!\w)", re.IGNORECASE)
_SENDS = re.compile(r"(?<!\w)(?:gửi|gởi|nộp|báo cáo ngay)(?!\w)", re.IGNORECASE)
# A line of a work's particulars ("Đơn vị phối hợp: …"), behind its number or bullet; no act.
_PART_LABEL = re.compile(
    r"\W{0,3}(?:\w{1,3}[.)] ?)?(?:(?:cơ quan|đơn vị|bộ phận) )?"
    r"(?:chủ trì|phối hợp|thực hiện|tham mưu|địa điểm|thành phần|đối tượng|kinh phí|sản phẩm|kết quả)"
    r"(?: thực hiện)? ?:",
    re.IGNORECASE,
)
# What is left where a label of time stands alone, and what the plan calls itself ("Đợt thi đua bắt đầu từ …"); no act.
_NO_TASK = re.compile(
    r"(?:(?:về )?thời (?:gian|hạn|điểm)|tiến độ|lịch|hạn)(?: (?:thực hiện|tổ chức))?|"
    r"(?:đợt thi đua|phong trào(?: thi đua)?|chiến dịch|cuộc vận động|kế hoạch|chương trình)(?: này)?",
    re.IGNORECASE,
)
_PARTICULAR_KINDS = {SectionKind.TIME, SectionKind.AUDIENCE}
# Headings that begin with a verb and yet name no act.
_GENERAL = re.compile(
    r"(?:(?:tổ chức|phân công|tiến hành|triển khai|thực hiện|nhiệm vụ|kế hoạch|trách nhiệm|và|các bước|cụ thể|,|\s)+)",
    re.IGNORECASE,
)
_NEAR = 60  # characters to the date before in a list of dates
_LISTED = re.compile(r"(?: ?,| và| và ngày|, ngày) ?(?:ngày )?")
_STEP = re.compile(rf"\W{{0,3}}(?:\w{{1,3}}[.)] )?{STEP}", re.IGNORECASE)
_RUN_IN = re.compile(r"\s?:\s")
# "riêng chi bộ trường học chậm nhất ngày 15/4": the act before, for one body
_APART = re.compile(r"\W{0,3}riêng (?:đối với )?", re.IGNORECASE)


def find_deadlines(
    document: Document, outline: Outline, dates: Sequence[DateMention], bodies: Sequence[Body]
) -> tuple[Deadline, ...]:
    """The deadlines in reading order; `responsible` and `report_to` are names of `bodies`."""
    finder = _Finder(document, outline, dates, DeadlineBodies(document, outline, bodies))
    found = [deadline for mention in dates for deadline in finder.deadlines_of(mention)]
    unique = {(each.evidence.start, each.task, each.due.edtf, each.due.rrule): each for each in found}
    return tuple(sorted(unique.values(), key=lambda deadline: deadline.evidence.start))


class _Finder:
    """Reads the deadlines of one document."""

    def __init__(
        self, document: Document, outline: Outline, dates: Sequence[DateMention], bodies: DeadlineBodies
    ) -> None:
        self._document = document
        self._outline = outline
        self._dates = dates
        self._bodies = bodies
        self._labels = Labels(document, outline, dates, bodies)
        self._tables = TaskTables(document)
        self._rules = DueRules(document, outline, dates, self._labels, self._tables)

    def deadlines_of(self, mention: DateMention) -> list[Deadline]:
        """The deadlines that one date makes."""
        start = mention.evidence.start
        row = self._document.paragraph_at(start)
        if self._outline.zone_at(start) in _NO_DEADLINES and not row.cells:
            return []
        if self._tables.is_heading(row):
            rows = marked_rows(self._document, row, start)
            return [deadline for marked in rows for deadline in self._from_cells(mention, marked)]
        if says_only_when(self._document, self._outline, mention) and self._labels.is_work(mention):
            return self._below(mention)
        if not self._rules.may_be_due(mention):
            return []
        chain = self._labels.chain(mention)
        if self._tables.time_head(start) is not None:
            return self._from_cells(mention, row)
        if chain and start < chain[-1].head_end:
            stage = is_stage(chain[-1], self._document)
            if (stage or chain[-1].children) and is_time_heading(chain[-1], self._document):
                if not stage:
                    return self._from_list(mention, chain[-1])
                return self._from_part(mention, chain) if mention.value.bound is Bound.BEFORE else []
        if act := self._labels.act_of_round(mention):
            return self._from_round(mention, *act)
        if act := self._labels.act_of_label(mention):
            return self._from_named(mention, *act)
        if self._labels.is_labelled(mention):
            return self._from_label(mention, chain)
        if self._labels.is_scheduled(mention) and not self._is_addressed(mention):
            return self._from_schedule(mention)
        return self._from_clause(mention)

    def _below(self, mention: DateMention) -> list[Deadline]:
        """What is listed below a line that says nothing but when, and has no number: "Tháng 9/2016"."""
        items = items_below(self._document, self._outline, self._dates, mention)
        tasks = (clause_task(self._document.text, start, end, [], self._bodies) for start, end in items)
        return [deadline for task in tasks for deadline in self._made(mention, task, "heading")]

    def _from_part(self, mention: DateMention, chain: tuple[Node, ...]) -> list[Deadline]:
        """The act of the item above, of which a part is timed: "a) Đợt 1: trước ngày 30/4/2013"."""
        act = self._act_above(chain[:-1])
        if act is None:
            return []
        task = clause_task(self._document.text, act.start, act.end, [], self._bodies)
        return self._made(mention, task, "label", self._bodies.opening(act.start, act.end) or None)

    def _from_cells(self, mention: DateMention, row: Paragraph) -> list[Deadline]:
        """The deadline of a table's row in the time `mention`: its own cell's, or the head of a column marked in it."""
        task = self._tables.task_cell(row, mention.evidence.start)
        names = map(self._bodies.named_in, self._tables.lead_cells(row, task))
        responsible = next((found for found in names if found), None)
        heard = map(self._bodies.named_in, self._tables.receiver_cells(row))
        report_to = next((found for found in heard if found), ())
        if task is not None and task[0] < task[1]:
            made = Task(task[0], task[1], self._document.text[slice(*task)].strip(" .;"))
            return self._made(mention, made, "table", responsible, report_to)
        act = self._act_above(self._outline.chain_at(row.start))
        return self._made(mention, act, "label", responsible, report_to) if act else []

    def _from_list(self, mention: DateMention, node: Node) -> list[Deadline]:
        deadlines: list[Deadline] = []
        for child in node.children:
            if any(
                child.start <= other.evidence.start < child.head_end
                and says_only_when(self._document, self._outline, other)
                for other in self._dates
            ):
                break  # what follows is timed by this line
            is_dated = any(_holds((child.start, child.end), other) for other in self._dates if other.role in _OWN_TIMES)
            text = self._document.text[child.content_start : child.head_end].strip(" .;,")
            if is_dated or len(text.split()) < _MIN_TASK_WORDS:
                continue
            task = clause_task(self._document.text, child.content_start, child.head_end, [], self._bodies)
            deadlines += self._made(mention, task, "heading")
        return deadlines

    def _from_round(self, mention: DateMention, start: int, end: int) -> list[Deadline]:
        """The act of which the date times one round."""
        task = clause_task(self._document.text, start, end, [], self._bodies)
        made = Task(start, mention.evidence.end, task.text)
        return self._made(mention, made, "clause", self._bodies.bound_in(start, end) or None)

    def _from_named(self, mention: DateMention, start: int, colon: int) -> list[Deadline]:
        """The act that the label of the date names: "Hạn cuối nhận đăng ký: ngày 25/4 (qua Văn phòng)"."""
        task = clause_task(self._document.text, start, colon, [], self._bodies)
        _, last = self._labels.clause(mention)
        made = Task(start, mention.evidence.end, task.text)
        return self._made(mention, made, "label", report_to=self._bodies.receiving(start, last))

    def _from_label(self, mention: DateMention, chain: tuple[Node, ...]) -> list[Deadline]:
        if joined := self._labels.run_on(mention):
            return self._made(mention, clause_task(self._document.text, *joined, [], self._bodies), "label")
        act = self._act_above(chain[:-1] if chain and chain[-1].head_end > mention.evidence.start else chain)
        return self._made(mention, act, "label") if act else []

    def _is_addressed(self, mention: DateMention) -> bool:
        """Whether the label before the date names bodies: "Phòng Nội vụ: Trước ngày 05/6, rà soát …" is no schedule."""
        start, end = piece_at(self._document, mention.evidence.start)
        chain = self._labels.chain(mention)
        first = (
            max(start, chain[-1].content_start) if chain and chain[-1].content_start < mention.evidence.start else start
        )
        colon = self._document.text.index(":", start, end)
        return self._bodies.subject_end(first, end) == colon

    def _from_schedule(self, mention: DateMention) -> list[Deadline]:
        """A line of a schedule: the act, a colon, its date."""
        start, end = piece_at(self._document, mention.evidence.start)
        behind = self._behind_heading(mention, start)
        start = behind if ":" in self._document.text[behind : mention.evidence.start] else start
        if (step := _STEP.match(self._document.text, start, end)) and ":" in self._document.text[step.end() : end]:
            start = step.end() if self._document.text.find(":", step.end(), end) < mention.evidence.start else start
        colon = self._document.text.index(":", start, end)
        task = clause_task(self._document.text, start, colon, [], self._bodies)
        made = Task(start, mention.evidence.end, task.text)
        return self._made(mention, made, "label", self._bodies.opening(start, colon) or None)

    def _behind_heading(self, mention: DateMention, start: int) -> int:
        """Where the words begin behind a heading that runs into its line: "4. Các sự kiện: Hội nghị … ngày 30/9"."""
        chain = self._labels.chain(mention)
        node = chain[-1] if chain else None
        if (
            node is None
            or not node.heading
            or not start <= node.content_start <= node.heading_end <= mention.evidence.start
        ):
            return start
        behind = _RUN_IN.match(self._document.text, node.heading_end, mention.evidence.start)
        return behind.end() if behind else start

    def _act_above(self, chain: tuple[Node, ...]) -> Task | None:
        """The act whose time, place and members the labels below it give."""
        for node in reversed(chain):
            text = (node.heading or self._document.text[node.content_start : node.head_end]).strip(" .;:,")
            if not node.label or node.label in "-+*•":
                continue
            if is_time_heading(node, self._document) or len(text.split()) < _MIN_TASK_WORDS:
                return None
            if self._is_general(node, text, is_top=node is chain[0]):
                if node is not chain[0] and set(node.kinds) <= _PARTICULAR_KINDS:
                    continue  # "1.1. Thời gian, địa điểm" below "1. Hội nghị hiệp thương lần thứ nhất"
                return None
            return Task(node.content_start, node.heading_end if node.heading else node.head_end, text)
        return None

    def _is_general(self, node: Node, text: str, *, is_top: bool) -> bool:
        """Whether a heading names a part that every plan has ("Nội dung"), not an act ("Tổng kết chiến dịch")."""
        kinds = set(heading_kinds(text))
        if not kinds:
            return False
        begins = self._bodies.begins_act(node.content_start, node.head_end)
        return is_top or not begins or not kinds <= ACTS or _GENERAL.fullmatch(text) is not None

    def _from_clause(self, mention: DateMention) -> list[Deadline]:
        text = self._document.text
        start, end = piece_at(self._document, mention.evidence.start)
        first, last = self._labels.clause(mention)
        chain = self._labels.chain(mention)
        if chain and first < chain[-1].content_start < last and chain[-1].start >= start:
            first = chain[-1].content_start
        own = date_span(text, (mention.evidence.start, mention.evidence.end))
        due = [date_span(text, each) for each in self._due_in(first, last)]
        printed = [date_span(text, each) for each in self._dates_in(first, last)]
        opening, behind = first, self._behind_heading(mention, first)
        if has_task(text, behind, last, printed):
            first = behind
        if not has_task(text, first, last, printed):
            task = self._task_before(start, end, first, chain)
        elif mention.role is DateRole.EVENT and not (
            self._rules.takes_place(mention, first, last) or self._is_told(mention, first, last)
        ):
            return []
        else:
            segment = segment_of(text, (first, last), due, own)
            task = clause_task(text, *segment, due or [own], self._bodies)
            if (apart := _APART.match(text, segment[0], segment[1])) and segment[0] > first:
                return self._from_exception(mention, (first, segment[0]), (apart.end(), segment[1]), due)
        way = "leading" if mention.role is DateRole.PERIOD else "clause"
        if task is None:
            return []
        responsible = (
            self._bodies.bound_in(task.start, task.end)
            or self._bodies.bound_in(first, last)
            or self._bodies.subject_before(task.text, min(opening, task.start), task.end)
        )
        subject = self._bodies.opening(first, last)
        if subject and not set(responsible) & set(self._bodies.named_in((first, last))):
            responsible = subject
        task = with_shared_act(text, task, start, self._bodies)
        report_to = self._bodies.receiving(task.start, task.end)
        is_short = len(task.text.split()) < _MIN_TASK_WORDS
        if not report_to and (is_short or (first < task.start and _REPORTS.match(task.text))):
            report_to = self._bodies.receiving(first, task.end)
        if not report_to and _SENDS.search(text, task.start, task.end):
            report_to = self._bodies.receiving(start, task.start)
        return self._made(mention, task, way, responsible or None, report_to)

    def _is_told(self, mention: DateMention, first: int, last: int) -> bool:
        """Whether the clause says what a body does on the day that closes it: "Ban Thư ký niêm yết … ngày 12/01"."""
        is_last = not re.search(r"\w", self._document.text[mention.evidence.end : last])
        act = self._bodies.subject_end(first, last)
        return is_last and act > first and self._labels.is_work(mention) and self._bodies.begins_act(act + 1, last)

    def _from_exception(
        self, mention: DateMention, act: tuple[int, int], body: tuple[int, int], due: list[tuple[int, int]]
    ) -> list[Deadline]:
        """The act of `act` for the one body of `body` whose limit is another."""
        task = clause_task(self._document.text, *act, due, self._bodies)
        names = self._bodies.named_in(body)
        return self._made(mention, Task(act[0], mention.evidence.end, task.text), "clause", names)

    def _due(self, mention: DateMention) -> DateValue:
        """The value as a due date: at a day (by it, where a column or label sets limits), or during a longer time."""
        value, is_limit = mention.value, self._rules.is_limit(mention)
        before = self._document.text[max(0, mention.evidence.start - len("các ")) : mention.evidence.start]
        bound = self._bound_of_list(mention) or value.bound
        if bound is None:
            is_day = value.earliest is not None and value.earliest == value.latest
            bound = Bound.DURING if not is_day else Bound.BY if is_limit else Bound.AT
        elif bound is Bound.AT and is_limit:
            bound = Bound.BY
        elif bound is Bound.DURING and before.lower() == "các " and " và " in mention.evidence.text:
            bound = Bound.AT  # "vào các ngày 16 và 17/8": on each of them, not at some time between
        return value if bound is value.bound else value.model_copy(update={"bound": bound})

    def _bound_of_list(self, mention: DateMention) -> Bound | None:
        """The limit that a day shares with the one before it: "trước ngày 20/6 và 20/12"."""
        if mention.role is not DateRole.DEADLINE or mention.value.bound not in (None, Bound.AT):
            return None
        before = self._labels.dates_in(mention.evidence.start - _NEAR, mention.evidence.start)
        if not before or not _LISTED.fullmatch(self._document.text, before[-1].evidence.end, mention.evidence.start):
            return None
        return before[-1].value.bound if before[-1].value.bound in (Bound.BEFORE, Bound.BY) else None

    def _due_in(self, first: int, last: int) -> list[tuple[int, int]]:
        """Where the dates of a stretch stand that make deadlines; a bare frequency yields to a day."""
        inside = self._labels.dates_in(first, last)
        recurring = [other for other in inside if other.role is DateRole.RECURRING and self._rules.may_be_due(other)]
        exact = [other for other in recurring if "BY" in (other.value.rrule or "")]
        days = [each for each in inside if each.role is DateRole.EVENT and self._rules.takes_place(each, first, last)]
        spans = [each for each in inside if each.role is DateRole.PERIOD and self._rules.may_be_due(each)]
        due = [other for other in inside if other.role is DateRole.DEADLINE] + days + spans + (exact or recurring)
        return sorted((other.evidence.start, other.evidence.end) for other in due)

    def _dates_in(self, first: int, last: int) -> list[tuple[int, int]]:
        """Where all dates of a stretch stand."""
        inside = [each.evidence for each in self._labels.dates_in(first, last)]
        return sorted((evidence.start, evidence.end) for evidence in inside)

    def _task_before(self, start: int, end: int, offset: int, chain: tuple[Node, ...]) -> Task | None:
        """The task of a limit that stands alone: the sentence before it, or else the act above."""
        clauses = [span for span in clauses_of(self._document.text, start, end) if span[1] <= offset]
        if not clauses or _PART_LABEL.match(self._document.text, *clauses[-1]):
            return self._act_above(chain)
        first = max(clauses[-1][0], chain[-1].content_start if chain and chain[-1].start >= start else start)
        printed = self._dates_in(first, clauses[-1][1])
        return clause_task(self._document.text, first, clauses[-1][1], printed, self._bodies)

    def _made(
        self,
        mention: DateMention,
        task: Task,
        way: str,
        responsible: tuple[str, ...] | None = None,
        report_to: tuple[str, ...] = (),
    ) -> list[Deadline]:
        """The deadline; whom it binds is looked up where `responsible` is not given."""
        if not task.text or _NO_TASK.fullmatch(task.text):
            return []
        evidence = self._document.evidence(min(task.start, task.end), task.end)
        return [
            Deadline(
                task=task.text,
                due=self._due(mention),
                responsible=self._bodies.responsible_for(task.start, task.end) if responsible is None else responsible,
                report_to=report_to or self._bodies.told_to_report(task.start, task.end),
                section=self._outline.path_at(mention.evidence.start),
                confidence=round(min(_TASK_CERTAINTY[way], mention.confidence), 2),
                evidence=evidence,
            )
        ]


def _holds(span: tuple[int, int], mention: DateMention) -> bool:
    return span[0] <= mention.evidence.start < span[1]
