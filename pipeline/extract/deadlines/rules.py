"""Which dates of a plan make something due: by their role, by their label, by where they stand in the clause.

Limits and dates in a table's column of times always do. Days of acts do where the clause
plans the act for them; recurrences where something is reported by them; spans of time where
they open or close what is done in them, and not where they tell when the plan or a stage runs.
"""

import re
from collections.abc import Sequence

from models.dates import Bound, DateValue
from models.document import Document
from models.outline import Outline
from models.record import DateMention, DateRole, SectionKind
from pipeline.extract.dates.clauses import clause_at
from pipeline.extract.dates.roles import column_heads, cue_pattern, piece_at, time_column_head

_ACTS = {SectionKind.CONTENT, SectionKind.TASKS, SectionKind.TIME, SectionKind.IMPLEMENTATION, SectionKind.SOLUTIONS}
_DUTIES = {SectionKind.TASKS, SectionKind.IMPLEMENTATION, SectionKind.SOLUTIONS}
_AIMS = {SectionKind.PURPOSE, SectionKind.REQUIREMENTS, SectionKind.OBJECTIVES}
_MIN_TASK_WORDS = 3
_LABEL_WORDS = 4  # between the label's colon and its date: "Dự kiến từ 8h00"
_LABEL = re.compile(r"\W{0,3}(?:\w{1,3}(?:\.\d{1,2}){0,3}[.)] )?([^:.;]{3,100}):(.*)")
# Labels that are no act: when, where and for whom, a stage, a part of the calendar.
_NO_ACT = re.compile(
    r"(?:giai đoạn|đợt|bước|vòng|tuần|tháng|quý|năm|học kỳ|ngày|buổi|sáng|chiều|tối|địa điểm|đối tượng|thành phần|"
    r"phạm vi|cao điểm|chủ đề|nơi|kinh phí|từ)(?!\w)"
)
_AT_PLACE = re.compile(r"(?<!\w)(?:địa điểm|nơi tổ chức|sự kiện)(?!\w)")
_WEEKDAY_END = re.compile(r"(?:thứ \w{1,4}|chủ nhật),? ?$")
_PLANNED = re.compile(r"(?<!\w)(?:vào|dịp|lúc)(?!\w)[^,;]{0,20}$")
_STARTS = re.compile(r"(?<!\w)bắt đầu từ(?: (?:thứ \w{1,4}|chủ nhật),?)? ?$")
_DURING_WEEK = re.compile(r"(?<!\w)trong (?:tuần|tuần lễ|thời gian|khoảng thời gian) $")
_SENDS = re.compile(r"(?<!\w)(?:gửi|nộp|báo cáo)(?!\w)")
_DONE_IN = re.compile(r"(?<!\w)(?:xong|hoàn thành) trong (?:học kỳ \w{1,3},? )?$")


class DueRules:
    """Tells of the dates of one document which make deadlines."""

    def __init__(self, document: Document, outline: Outline, dates: Sequence[DateMention]) -> None:
        self._document = document
        self._outline = outline
        self._dates = dates

    def may_be_due(self, mention: DateMention) -> bool:
        """Whether something may be due on, by or in the date."""
        if mention.role is DateRole.DEADLINE:
            return not (_is_year(mention.value) and self._kinds(mention) & _AIMS)
        if mention.role is DateRole.EVENT:
            return True
        if mention.role is DateRole.RECURRING:
            return self._is_due_again(mention)
        return mention.role is DateRole.PERIOD and self._is_done_in(mention)

    def clause(self, mention: DateMention) -> tuple[int, int]:
        """The clause that holds the date."""
        start, end = piece_at(self._document, mention.evidence.start)
        return clause_at(self._document.text, start, end, mention.evidence.start)

    def is_labelled(self, mention: DateMention) -> bool:
        """Whether a label "Thời gian …:" opens the paragraph of the date."""
        label = self._label(mention)
        return label is not None and bool(cue_pattern("time_label").match(label))

    def is_scheduled(self, mention: DateMention) -> bool:
        """Whether the date stands behind the name of an act and a colon: "- Thi vòng loại: từ 04 đến 08/11/2019"."""
        label = self._label(mention)
        if label is None or len(label.split()) < 2 or _NO_ACT.match(label) or _is_year(mention.value):
            return False
        is_about_time = cue_pattern("time_label").search(label) or cue_pattern("limit_label").match(label)
        return not is_about_time and bool(self._kinds(mention) & _ACTS)

    def is_limit(self, mention: DateMention) -> bool:
        """Whether the column or the label in front of the date says that it is a limit."""
        head = time_column_head(self._document, mention.evidence.start)
        if head is not None:
            return bool(cue_pattern("limit_column").search(head)) or self._gives_out_work(mention)
        first, _ = self.clause(mention)
        label = _LABEL.fullmatch(self._document.text[first : mention.evidence.start].lower())
        return label is not None and bool(cue_pattern("limit_label").match(label[1].strip()))

    def _gives_out_work(self, mention: DateMention) -> bool:
        """Whether the table says who does what: its days are by when, those of a list of events are when."""
        heads = column_heads(self._document, self._document.paragraph_at(mention.evidence.start).table)
        is_of_work = any(cue_pattern("lead_column").search(head) for head in heads)
        return is_of_work and not any(_AT_PLACE.search(head) for head in heads)

    def takes_place(self, mention: DateMention, first: int, last: int) -> bool:
        """Whether the clause `[first, last)` plans an act for the day, rather than naming a day in passing."""
        clause = self._document.text[first:last].lower()
        before = self._document.text[first : mention.evidence.start].lower()
        is_planned = _PLANNED.search(_WEEKDAY_END.sub("", before)) is not None
        is_planned = is_planned or bool(cue_pattern("takes_place").search(clause)) or self._closes_act(mention)
        return is_planned and bool(self._kinds(mention) & _ACTS)

    def _closes_act(self, mention: DateMention) -> bool:
        """Whether a verb of reporting opens what the day closes: "Sơ kết giữa đợt ngày 15/5, tổng kết …"."""
        first, last = self.clause(mention)
        before = re.split(r"[,;]", self._document.text[first : mention.evidence.start].lower())[-1]
        after = self._document.text[mention.evidence.end : last].lstrip()
        return bool(cue_pattern("report").match(_unmarked(before))) and (not after or after[0] in ",;.")

    def _label(self, mention: DateMention) -> str | None:
        """What stands before the colon right in front of the date, in lower case."""
        start, _ = piece_at(self._document, mention.evidence.start)
        label = _LABEL.match(self._document.text[start : mention.evidence.start].lower())
        if label is None or len(re.findall(r"\w+", label[2])) > _LABEL_WORDS or cue_pattern("report").search(label[2]):
            return None
        return label[1].strip()

    def _kinds(self, mention: DateMention) -> set[SectionKind]:
        return {kind for node in self._outline.chain_at(mention.evidence.start) for kind in node.kinds}

    def _is_due_again(self, mention: DateMention) -> bool:
        """A rule with a day is due; a bare frequency only where something is reported by it."""
        rule = mention.value.rrule or ""
        if "BY" in rule or rule == "FREQ=DAILY":
            return True
        first, last = self.clause(mention)
        if self._recurs_in(first, last):
            return False  # "định kỳ hằng quý … trước ngày 15 của tháng cuối quý" is due by the day
        before = self._document.text[first : mention.evidence.start].lower()
        after = self._document.text[mention.evidence.end : last].lower()
        listed = [other for other in self._dates if 0 < mention.evidence.start - other.evidence.end <= len(" và hằng ")]
        if any(other.role is DateRole.RECURRING and self._is_due_again(other) for other in listed):
            return True  # "định kỳ 6 tháng, năm báo cáo"
        surface = mention.evidence.text.lower()
        if surface.startswith("định kỳ") or not before.strip(" -+*•"):
            return bool(cue_pattern("report").search(after) or cue_pattern("report").search(before))
        if surface.endswith(" lần") and not after:
            # "Kiểm tra …, mỗi quý một lần"; "Phòng Nội vụ: Tổng hợp, gửi UBND huyện 06 tháng một lần"
            return bool(cue_pattern("report").match(_unmarked(before)) or _SENDS.search(before))
        return bool(cue_pattern("report").match(after.lstrip(" ,")))

    def _recurs_in(self, first: int, last: int) -> bool:
        """Whether a recurrence with its day stands in the stretch."""
        return any("BY" in (each.value.rrule or "") for each in self._dates if first <= each.evidence.start < last)

    def _is_done_in(self, mention: DateMention) -> bool:
        """Whether a span of time is one in which something is to be done."""
        first, last = self.clause(mention)
        text = self._document.text
        before = text[first : mention.evidence.start].lower()
        if _DONE_IN.search(before):
            return bool(self._kinds(mention) & _DUTIES)
        if _is_year(mention.value):
            return False
        if time_column_head(self._document, mention.evidence.start) or self.is_labelled(mention):
            return True
        if self.is_scheduled(mention) or self._leads_clause(mention) or self._labels_clause(mention, before):
            return True
        if _STARTS.search(before) and mention.value.bound is Bound.FROM:
            return bool(self._kinds(mention) & _ACTS) and not self._recurs_in(first, last)
        is_half_year = mention.value.edtf is not None and mention.value.edtf.endswith(("-40", "-41"))
        if is_half_year and mention.value.bound is Bound.DURING and not text[mention.evidence.end : last].strip():
            return bool(self._kinds(mention) & _DUTIES)
        return bool(_DURING_WEEK.search(before)) and bool(self._kinds(mention) & _DUTIES)

    def _leads_clause(self, mention: DateMention) -> bool:
        """Whether a span of days opens a clause that says what is done in it."""
        first, last = self.clause(mention)
        before = self._document.text[first : mention.evidence.start].strip(" -+*•")
        after = self._document.text[mention.evidence.end : last]
        return not re.sub(r"^(?:\w{1,3}[.)])", "", before) and len(re.findall(r"\w+", after)) > _MIN_TASK_WORDS

    def _labels_clause(self, mention: DateMention, before: str) -> bool:
        """Whether a label of time opens the clause behind an act: "Nâng cấp …; thời gian thực hiện: quý III"."""
        start, _ = piece_at(self._document, mention.evidence.start)
        label = _LABEL.fullmatch(before)
        is_of_time = label is not None and cue_pattern("time_label").match(label[1].strip())
        return bool(is_of_time) and self.clause(mention)[0] > start


def _unmarked(line: str) -> str:
    """The words of a line without its number or bullet."""
    return re.sub(r"^\W*(?:\w{1,3}(?:\.\d{1,2}){0,3}[.)/\-])?\W*", "", line)


def _is_year(value: DateValue) -> bool:
    """Whether a value is no more exact than a year."""
    return value.edtf is None or len(value.edtf.split("/")[-1]) <= len("2020")
