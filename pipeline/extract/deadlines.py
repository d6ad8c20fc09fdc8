"""What is due when, from whom, to whom: one record per task and date.

A date becomes a deadline by where it stands, in order of authority:
1. in the time column of a table: the task is the row's task cell, or the heading above;
2. as a heading or line that says nothing but when ("1. Quý I/2020"): each item below is a task;
3. behind a label ("Thời gian thực hiện: …") below an act: the task is that act;
4. in a clause: the task is the clause. A limit that stands alone ("Thời gian xong trước …")
   belongs to the sentence before it.
A label directly below a general section ("II. NỘI DUNG", "Thời gian") tells when the plan
runs, and is no deadline.
"""

import re
from collections.abc import Sequence

from models.dates import Bound, DateValue
from models.document import Document
from models.outline import Node, Outline, Zone
from models.record import Body, DateMention, DateRole, Deadline, SectionKind
from pipeline.extract.date_clauses import clause_at, clauses_of
from pipeline.extract.date_roles import column_heads, cue_pattern, is_time_heading, piece_at, time_columns
from pipeline.extract.deadline_bodies import DeadlineBodies
from pipeline.extract.deadline_tasks import Task, clause_task, has_task, segment_of
from pipeline.segment.kinds import heading_kinds

_NO_DEADLINES = (Zone.LETTERHEAD, Zone.TITLE, Zone.PREAMBLE, Zone.RECIPIENTS, Zone.SIGNATURE)
_ACTS = {SectionKind.CONTENT, SectionKind.TASKS, SectionKind.TIME, SectionKind.IMPLEMENTATION, SectionKind.SOLUTIONS}
_AIMS = {SectionKind.PURPOSE, SectionKind.REQUIREMENTS, SectionKind.OBJECTIVES}
_TASK_CERTAINTY = {"table": 0.9, "heading": 0.85, "label": 0.8, "clause": 0.9, "leading": 0.7}
_MIN_TASK_WORDS = 3
_LABEL_WORDS = 4  # between the label's colon and its date: "Dự kiến từ 8h00"


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

    def deadlines_of(self, mention: DateMention) -> list[Deadline]:
        """The deadlines that one date makes."""
        start = mention.evidence.start
        if self._outline.zone_at(start) in _NO_DEADLINES or not self._may_be_due(mention):
            return []
        chain = self._outline.chain_at(start)
        if time_columns(self._document, start):
            return self._from_row(mention, chain)
        if chain and start < chain[-1].head_end and chain[-1].children and is_time_heading(chain[-1], self._document):
            return self._from_list(mention, chain[-1])
        if self._is_labelled(mention):
            return self._from_label(mention, chain)
        return self._from_clause(mention)

    def _may_be_due(self, mention: DateMention) -> bool:
        if mention.role is DateRole.DEADLINE:
            return not (_is_year(mention.value) and self._kinds(mention) & _AIMS)
        if mention.role is DateRole.EVENT:
            return True
        if mention.role is DateRole.RECURRING:
            return self._is_due_again(mention)
        if mention.role is not DateRole.PERIOD:
            return False
        in_table = time_columns(self._document, mention.evidence.start)
        return not _is_year(mention.value) and (in_table or self._is_labelled(mention) or self._leads_clause(mention))

    def _kinds(self, mention: DateMention) -> set[SectionKind]:
        return {kind for node in self._outline.chain_at(mention.evidence.start) for kind in node.kinds}

    def _is_due_again(self, mention: DateMention) -> bool:
        """A rule with a day is due; a bare frequency only where something is reported by it."""
        rule = mention.value.rrule or ""
        if "BY" in rule:
            return True
        first, last = self._clause(mention)
        if any("BY" in (other.value.rrule or "") for other in self._dates if first <= other.evidence.start < last):
            return False  # "định kỳ hằng quý … trước ngày 15 của tháng cuối quý" is due by the day
        before = self._document.text[first : mention.evidence.start].lower()
        after = self._document.text[mention.evidence.end : last].lower()
        listed = [other for other in self._dates if 0 < mention.evidence.start - other.evidence.end <= len(" và hằng ")]
        if any(other.role is DateRole.RECURRING and self._is_due_again(other) for other in listed):
            return True  # "định kỳ 6 tháng, năm báo cáo"
        if mention.evidence.text.lower().startswith("định kỳ") or not before.strip(" -+*•"):
            return bool(cue_pattern("report").search(after) or cue_pattern("report").search(before))
        return bool(cue_pattern("report").match(after.lstrip(" ,")))

    def _leads_clause(self, mention: DateMention) -> bool:
        """Whether a span of days opens a clause that says what is done in it."""
        first, last = self._clause(mention)
        before = self._document.text[first : mention.evidence.start].strip(" -+*•")
        after = self._document.text[mention.evidence.end : last]
        return not re.sub(r"^(?:\w{1,3}[.)])", "", before) and len(re.findall(r"\w+", after)) > _MIN_TASK_WORDS

    def _clause(self, mention: DateMention) -> tuple[int, int]:
        start, end = piece_at(self._document, mention.evidence.start)
        return clause_at(self._document.text, start, end, mention.evidence.start)

    def _is_labelled(self, mention: DateMention) -> bool:
        """Whether a label "Thời gian …:" opens the paragraph of the date."""
        start, _ = piece_at(self._document, mention.evidence.start)
        before = self._document.text[start : mention.evidence.start].lower()
        label = re.match(r"\W{0,3}(?:\w{1,3}(?:\.\d{1,2}){0,3}[.)] )?([^:.;]{3,60}):(.*)", before)
        if label is None or len(re.findall(r"\w+", label[2])) > _LABEL_WORDS or cue_pattern("report").search(label[2]):
            return False
        return bool(cue_pattern("time_label").match(label[1].strip()))

    def _from_row(self, mention: DateMention, chain: tuple[Node, ...]) -> list[Deadline]:
        row = self._document.paragraph_at(mention.evidence.start)
        heads = column_heads(self._document, row.table)
        if any(_holds(cell, mention) for cell in self._head_cells(row.table)):
            return []
        cells = dict(zip(heads, row.cells, strict=False))
        task = next(
            (
                cell
                for head, cell in cells.items()
                if cue_pattern("task_column").search(head) and not _holds(cell, mention)
            ),
            None,
        )
        leads = [cell for head, cell in cells.items() if cue_pattern("lead_column").search(head) and cell != task]
        receivers = [cell for head, cell in cells.items() if cue_pattern("report_column").search(head)]
        responsible = self._bodies.named_in(leads[0]) if leads else ()
        report_to = self._bodies.named_in(receivers[0]) if receivers else ()
        if task is not None and task[0] < task[1]:
            made = Task(task[0], task[1], self._document.text[slice(*task)].strip(" .;"))
            return self._made(mention, made, "table", responsible, report_to)
        act = self._act_above(chain)
        return self._made(mention, act, "label", responsible, report_to) if act else []

    def _head_cells(self, table: int | None) -> tuple[tuple[int, int], ...]:
        first = next((row for row in self._document.paragraphs if row.table == table and row.cells), None)
        return first.cells if first else ()

    def _from_list(self, mention: DateMention, node: Node) -> list[Deadline]:
        deadlines: list[Deadline] = []
        for child in node.children:
            is_dated = any(
                _holds((child.start, child.end), other) for other in self._dates if other.role is DateRole.DEADLINE
            )
            text = self._document.text[child.content_start : child.head_end].strip(" .;,")
            if is_dated or len(text.split()) < _MIN_TASK_WORDS:
                continue
            task = clause_task(self._document.text, child.content_start, child.head_end, [], self._bodies.subject_end)
            deadlines += self._made(mention, task, "heading")
        return deadlines

    def _from_label(self, mention: DateMention, chain: tuple[Node, ...]) -> list[Deadline]:
        act = self._act_above(chain[:-1] if chain and chain[-1].head_end > mention.evidence.start else chain)
        return self._made(mention, act, "label") if act else []

    def _act_above(self, chain: tuple[Node, ...]) -> Task | None:
        """The act whose time, place and members the labels below it give."""
        for node in reversed(chain):
            text = (node.heading or self._document.text[node.content_start : node.head_end]).strip(" .;:,")
            if not node.label or node.label in "-+*•":
                continue
            if heading_kinds(text) or is_time_heading(node, self._document) or len(text.split()) < _MIN_TASK_WORDS:
                return None
            return Task(node.content_start, node.heading_end if node.heading else node.head_end, text)
        return None

    def _from_clause(self, mention: DateMention) -> list[Deadline]:
        text = self._document.text
        start, end = piece_at(self._document, mention.evidence.start)
        first, last = self._clause(mention)
        chain = self._outline.chain_at(mention.evidence.start)
        if chain and first < chain[-1].content_start < last and chain[-1].start >= start:
            first = chain[-1].content_start
        due = self._due_in(first, last)
        own = (mention.evidence.start, mention.evidence.end)
        if not has_task(text, first, last, due or [own]):
            task = self._task_before(start, end, first, chain)
        elif mention.role is DateRole.EVENT and not self._takes_place(mention, first, last):
            return []
        else:
            segment = segment_of(text, (first, last), due, own)
            task = clause_task(text, *segment, due or [own], self._bodies.subject_end)
        way = "leading" if mention.role is DateRole.PERIOD else "clause"
        if task is None:
            return []
        responsible = self._bodies.bound_in(task.start, task.end) or self._bodies.bound_in(first, last)
        return self._made(mention, task, way, responsible)

    def _due_in(self, first: int, last: int) -> list[tuple[int, int]]:
        """Where the dates of a stretch stand that make deadlines; a bare frequency yields to a day."""
        inside = [other for other in self._dates if first <= other.evidence.start < last]
        recurring = [other for other in inside if other.role is DateRole.RECURRING]
        exact = [other for other in recurring if "BY" in (other.value.rrule or "")]
        due = [other for other in inside if other.role is DateRole.DEADLINE] + (exact or recurring)
        return sorted((other.evidence.start, other.evidence.end) for other in due)

    def _task_before(self, start: int, end: int, offset: int, chain: tuple[Node, ...]) -> Task | None:
        """The task of a limit that stands alone: the sentence before it, or else the act above."""
        clauses = [span for span in clauses_of(self._document.text, start, end) if span[1] <= offset]
        if not clauses:
            return self._act_above(chain)
        first = max(clauses[-1][0], chain[-1].content_start if chain and chain[-1].start >= start else start)
        return clause_task(self._document.text, first, clauses[-1][1], [], self._bodies.subject_end)

    def _takes_place(self, mention: DateMention, first: int, last: int) -> bool:
        """Whether the clause plans an act for the day, rather than naming a day in passing."""
        clause = self._document.text[first:last].lower()
        before = self._document.text[first : mention.evidence.start].lower()
        is_planned = bool(re.search(r"(?<!\w)(?:vào|dịp|lúc)(?!\w)[^,;]{0,20}$", before))
        return bool(self._kinds(mention) & _ACTS) and (is_planned or bool(cue_pattern("takes_place").search(clause)))

    def _made(
        self,
        mention: DateMention,
        task: Task,
        way: str,
        responsible: tuple[str, ...] = (),
        report_to: tuple[str, ...] = (),
    ) -> list[Deadline]:
        if not task.text:
            return []
        evidence = self._document.evidence(min(task.start, task.end), task.end)
        return [
            Deadline(
                task=task.text,
                due=_due(mention.value),
                responsible=responsible or self._bodies.responsible_for(task.start, task.end),
                report_to=report_to or self._bodies.receiving(task.start, task.end),
                section=self._outline.path_at(mention.evidence.start),
                confidence=round(min(_TASK_CERTAINTY[way], mention.confidence), 2),
                evidence=evidence,
            )
        ]


def _is_year(value: DateValue) -> bool:
    """Whether a value is no more exact than a year."""
    return value.edtf is None or len(value.edtf.split("/")[-1]) <= len("2020")


def _holds(span: tuple[int, int], mention: DateMention) -> bool:
    return span[0] <= mention.evidence.start < span[1]


def _due(value: DateValue) -> DateValue:
    """The value as a due date: at a day, during a longer time, where no word sets the bound."""
    if value.bound is not None:
        return value
    is_day = value.earliest is not None and value.earliest == value.latest
    return value.model_copy(update={"bound": Bound.AT if is_day else Bound.DURING})
