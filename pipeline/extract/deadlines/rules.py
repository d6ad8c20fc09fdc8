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
from pipeline.extract.dates.roles import (
    column_heads,
    cue_pattern,
    is_stage,
    is_time_heading,
    kinds_at,
    piece_at,
    time_column_head,
)
from pipeline.extract.deadlines.tasks import only_ties
from pipeline.extract.temporal.ranges import CLOCK

_ACTS = {SectionKind.CONTENT, SectionKind.TASKS, SectionKind.TIME, SectionKind.IMPLEMENTATION, SectionKind.SOLUTIONS}
_DUTIES = {SectionKind.TASKS, SectionKind.IMPLEMENTATION, SectionKind.SOLUTIONS}
_AIMS = {SectionKind.PURPOSE, SectionKind.REQUIREMENTS, SectionKind.OBJECTIVES}
_MIN_TASK_WORDS = 3
_LABEL_WORDS = 4  # between the label's colon and its date: "Dự kiến từ 8h00"
# "Bước 3: Tiến hành thanh tra: tháng 3 đến tháng 5": the number of the step is no part of the label.
STEP = r"(?:bước|đợt|vòng|giai đoạn|việc) \w{1,4} ?[:.] ?"
_LABEL = re.compile(rf"\W{{0,3}}(?:\w{{1,3}}(?:\.\d{{1,2}}){{0,3}}[.)] )?(?:{STEP})?([^:.;]{{3,100}}):(.*)")
# Labels that are no act: when, where and for whom, a stage, a part of the calendar.
_NO_ACT = re.compile(
    r"(?:giai đoạn|đợt|bước|vòng|tuần|tháng|quý|năm|học kỳ|ngày|buổi|sáng|chiều|tối|địa điểm|đối tượng|thành phần|"
    r"phạm vi|thời kỳ|niên độ|cao điểm|chủ đề|nơi|kinh phí|từ)(?!\w)"
)
_AT_PLACE = re.compile(r"(?<!\w)(?:địa điểm|nơi tổ chức|sự kiện)(?!\w)")
_WEEKDAY_END = re.compile(r"(?:thứ \w{1,4}|chủ nhật),? ?$")
_PLANNED = re.compile(r"(?<!\w)(?:vào|dịp|lúc)(?!\w)[^,;]{0,20}$")
_STARTS = re.compile(r"(?<!\w)bắt đầu từ(?: (?:thứ \w{1,4}|chủ nhật),?)? ?$")
# A week by its number, before the bracket with its days.
_WEEK_OPENS = re.compile(r"(?:tuần|tuần thứ) \w{1,4} ?\($", re.IGNORECASE)
_DURING_WEEK = re.compile(r"(?<!\w)trong (?:tuần|tuần lễ|thời gian|khoảng thời gian) $")
# "Bài dự thi nộp về Ban Tổ chức từ 06/4 đến hết 10/4 (tính theo dấu bưu điện)"
_HANDED_IN = re.compile(r"(?<!\w)(?:nộp|gửi|nhận)(?: (?:hồ sơ|bài|về|đến|cho|qua|tại|[^\W\d_]+)){0,8} (?:là |từ )?$")
_SENDS = re.compile(r"(?<!\w)(?:gửi|nộp|báo cáo)(?!\w)")
# What a span is about that is looked at, and not one in which something is done: "Thời kỳ thanh tra: từ …".
_LOOKED_AT = re.compile(r"\W{0,3}(?:\w{1,3}(?:\.\d{1,2}){0,3}[.)] )?(?:thời kỳ|niên độ|phạm vi)(?!\w)")
_HOUR_END = re.compile(rf"(?:{CLOCK})(?:ngày )?$")
# Before the verb of what is reported: "Tham mưu sơ kết", "Tổ chức tổng kết".
_HELPER = re.compile(r"(?:(?:tham mưu|tổ chức|tiến hành|chủ động|thực hiện)(?: việc)? ){1,2}")
_ACT_BREAK = re.compile(r"[,;:]| và | (?=tham mưu |tổ chức |tiến hành )")
# Meetings come back without a verb of reporting: "duy trì họp trực tuyến hằng tháng".
_MEETS = re.compile(r"(?<!hội nghị )(?<!cuộc )(?<!buổi )(?<!\w)(?:họp|giao ban|sinh hoạt)(?: [^\W\d_]+){0,3} $")
# How long the plan itself runs: "Đợt thi đua được thực hiện từ ngày … đến ngày …".
_PLACE = re.compile(r" ?tại [^.;:]{1,80}")
_RUNS = re.compile(r"(?<!\w)(?:thực hiện|triển khai|diễn ra|tổ chức|kéo dài|phát động|tiến hành|thời gian)(?: là|:)? $")
_LONG_OVER_DAYS = 366
_FURTHER = re.compile(r"(?<!\w)để (?:kịp thời )?(?:tổng hợp|theo dõi|báo cáo|trình)(?!\w)")
_BRACKET_ENDS = re.compile(r" ?\)(?:\s*[,;.]|\s*$| và )", re.MULTILINE)
# Between two dates, the second of which explains the first.
_BRACKET_OPENS = re.compile(r" ?\((?:tức|nghĩa là|là|vào|trước|chậm nhất(?: là)?|ngày| )* ?")
_DONE_IN = re.compile(r"(?<!\w)(?:xong|hoàn thành) trong (?:học kỳ \w{1,3},? )?$")


class DueRules:
    """Tells of the dates of one document which make deadlines."""

    def __init__(self, document: Document, outline: Outline, dates: Sequence[DateMention]) -> None:
        self._document = document
        self._outline = outline
        self._dates = dates

    def may_be_due(self, mention: DateMention) -> bool:
        """Whether something may be due on, by or in the date."""
        if self._is_restated(mention) or self._is_over(mention) or self._is_further(mention):
            return False
        if mention.role is DateRole.DEADLINE:
            return not (_is_year(mention.value) and self._kinds(mention) & _AIMS)
        if mention.role is DateRole.EVENT:
            return True
        if mention.role is DateRole.RECURRING:
            return self._is_due_again(mention)
        return mention.role is DateRole.PERIOD and self._is_done_in(mention)

    def _is_over(self, mention: DateMention) -> bool:
        """Whether the date lies so far before the day of issue that nothing can be due then."""
        issued = next((each.value.earliest for each in self._dates if each.role is DateRole.ISSUED), None)
        return bool(issued and mention.value.latest and (issued - mention.value.latest).days > _LONG_OVER_DAYS)

    def _is_further(self, mention: DateMention) -> bool:
        """Whether the date belongs to what a report is for: "… để tổng hợp, báo cáo tại phiên họp tháng 12"."""
        first, _ = self.clause(mention)
        purpose = _FURTHER.search(self._document.text, first, mention.evidence.start)
        return purpose is not None and any(
            first <= each.evidence.start < purpose.start() and each.role is not DateRole.PERIOD for each in self._dates
        )

    def _is_restated(self, mention: DateMention) -> bool:
        """Whether another date beside this one says the same more exactly.

        "chậm nhất 40 ngày trước ngày bầu cử (ngày 03/02/2026)": of a count of days and a day, where one
        explains the other in brackets, the day counts.
        """
        text = self._document.text
        for other in self._dates:
            if (
                other is mention
                or other.value.edtf is None
                or _BRACKET_OPENS.fullmatch(
                    text,
                    min(other.evidence.end, mention.evidence.end),
                    max(other.evidence.start, mention.evidence.start),
                )
                is None
            ):
                continue
            return mention.value.edtf is None or mention.evidence.start > other.evidence.start
        return False

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
        is_of_work = any(cue_pattern("lead_column").search(head) and " được " not in head for head in heads)
        return is_of_work and not any(_AT_PLACE.search(head) for head in heads)

    def takes_place(self, mention: DateMention, first: int, last: int) -> bool:
        """Whether the clause `[first, last)` plans an act for the day, rather than naming a day in passing."""
        clause = self._document.text[first:last].lower()
        before = self._document.text[first : mention.evidence.start].lower()
        is_planned = _PLANNED.search(_WEEKDAY_END.sub("", before)) is not None or bool(_HOUR_END.search(before))
        is_planned = is_planned or self._is_during(mention) or self._closes_item(mention, first, last)
        is_planned = is_planned or self._leads_clause(mention) or self._is_bracketed(mention, first)
        is_planned = is_planned or bool(cue_pattern("takes_place").search(clause)) or self._closes_act(mention)
        is_last = not re.search(r"\w", self._document.text[mention.evidence.end : last])
        is_apart = is_last and before.rstrip().endswith((",", ":"))  # "Đại hội điểm: Chi bộ 3, ngày 15/01"
        is_planned = is_planned or (is_apart and SectionKind.TIME in self._kinds(mention))
        is_planned = is_planned or self._names_act(mention, first, last) or self._goes_on(mention, first, last)
        return is_planned and bool(self._kinds(mention) & _ACTS)

    def _names_act(self, mention: DateMention, first: int, last: int) -> bool:
        """Whether the clause is an act, a colon and the day: "…; khám bổ sung: 20/12"."""
        label = _LABEL.fullmatch(self._document.text[first : mention.evidence.start].lower())
        is_all = label is not None and only_ties(label[2]) and not self._document.text[mention.evidence.end : last]
        return is_all and label is not None and len(label[1].split()) > 1 and not _NO_ACT.match(label[1].strip())

    def _goes_on(self, mention: DateMention, first: int, last: int) -> bool:
        """Whether the day closes a clause with a limit before it: "cấp xã trước 05/3, cấp huyện ngày 10/3"."""
        before = [each for each in self._dates if first <= each.evidence.start < mention.evidence.start]
        is_last = not re.search(r"\w", self._document.text[mention.evidence.end : last])
        return is_last and bool(before) and before[-1].role is DateRole.DEADLINE and before[-1].value.edtf is not None

    def is_work(self, mention: DateMention) -> bool:
        """Whether the date stands in a section that gives out work."""
        return bool(self._kinds(mention) & _ACTS)

    def _is_bracketed(self, mention: DateMention, first: int) -> bool:
        """Whether the time of an act stands behind it in brackets: "Hội nghị sơ kết (dự kiến ngày 12/7), …"."""
        text = self._document.text
        behind = _BRACKET_ENDS.match(text, mention.evidence.end) is not None
        opened = text.rfind("(", first, mention.evidence.start)
        is_span = "/" in (mention.value.edtf or "")
        if is_span or not behind or opened < 0 or not re.search(r"\w\W+\w", text[first:opened]):
            return False
        words = text[opened + 1 : mention.evidence.start].strip()
        is_exact = not mention.value.edtf or len(mention.value.edtf) == len("2026-12-31")
        is_tied = only_ties(words) if words else not is_exact  # "(ngày 22/5/2016)" alone explains a name
        chain = self._outline.chain_at(mention.evidence.start)
        return is_tied and words.lower() != "ngày" and not any(is_stage(node, self._document) for node in chain)

    def _is_during(self, mention: DateMention) -> bool:
        """Whether an act is planned "trong ngày 24/4", and not a stage of the plan described."""
        chain = self._outline.chain_at(mention.evidence.start)
        return mention.value.bound is Bound.DURING and not any(is_stage(node, self._document) for node in chain)

    def _closes_item(self, mention: DateMention, first: int, last: int) -> bool:
        """Whether the day stands alone in a bracket behind an act that a heading times: "Tổng kết (ngày 28/5)"."""
        text = self._document.text
        is_last = re.fullmatch(r"\)\W*", text[mention.evidence.end : last]) is not None
        chain = self._outline.chain_at(mention.evidence.start)
        is_timed = any(is_time_heading(node, self._document) for node in chain[:-1])
        return is_last and is_timed and re.search(r"\((?:ngày )?$", text[first : mention.evidence.start]) is not None

    def _closes_act(self, mention: DateMention) -> bool:
        """Whether a verb of reporting opens what the day closes: "Sơ kết giữa đợt ngày 15/5, tổng kết …"."""
        first, last = self.clause(mention)
        before = re.split(r"[,;]", self._document.text[first : mention.evidence.start].lower())[-1]
        after = self._document.text[mention.evidence.end : last].lstrip()
        is_report = cue_pattern("report").match(_HELPER.sub("", _unmarked(before), count=1)) is not None
        return is_report and (not after or after[0] in ",;.")

    def _label(self, mention: DateMention) -> str | None:
        """What stands before the colon right in front of the date, in lower case."""
        start, _ = piece_at(self._document, mention.evidence.start)
        line = self._document.text[start : mention.evidence.start].lower()
        for other in self._dates:  # "… danh sách: chậm nhất 40 ngày trước ngày bầu cử (ngày 03/02)": dates are no words
            if start <= other.evidence.start and other.evidence.end <= mention.evidence.start:
                first, last = other.evidence.start - start, other.evidence.end - start
                line = line[:first] + "ngày".ljust(last - first) + line[last:]
        label = _LABEL.match(line)
        if label is None or cue_pattern("report").search(label[2]):
            return None
        if len(re.findall(r"\w+", label[2])) > _LABEL_WORDS and not only_ties(label[2]):
            return None
        return label[1].strip()

    def _kinds(self, mention: DateMention) -> set[SectionKind]:
        return kinds_at(self._outline, mention.evidence.start)

    def _is_due_again(self, mention: DateMention) -> bool:
        """A rule with a day is due; a bare frequency only where something is reported by it."""
        rule = mention.value.rrule or ""
        if mention.value.bound is Bound.FROM:
            return False  # "từ 18 giờ đến 22 giờ hằng ngày" is when the work goes on
        is_daily = rule == "FREQ=DAILY" and not mention.evidence.text.endswith("lần")
        if "BY" in rule or is_daily or (rule and time_column_head(self._document, mention.evidence.start)):
            return True
        first, last = self.clause(mention)
        if self._recurs_in(first, last) or self._is_limited_behind(mention, last):
            return False  # "định kỳ hằng quý … trước ngày 15 của tháng cuối quý" is due by the day
        before = self._document.text[first : mention.evidence.start].lower()
        after = self._document.text[mention.evidence.end : last].lower()
        listed = [other for other in self._dates if 0 < mention.evidence.start - other.evidence.end <= len(" và hằng ")]
        if any(other.role is DateRole.RECURRING and self._is_due_again(other) for other in listed):
            return True  # "định kỳ 6 tháng, năm báo cáo"
        surface = mention.evidence.text.lower()
        if surface.startswith("định kỳ") and not after and len(_unmarked(before).split()) >= _MIN_TASK_WORDS:
            return bool(self._kinds(mention) & _DUTIES)  # "sao lưu dữ liệu định kỳ hằng tuần"
        if surface.startswith("định kỳ") or not before.strip(" -+*•"):
            return bool(cue_pattern("report").search(after) or cue_pattern("report").search(before))
        if surface.endswith(("lần", "tuần", "tháng")) and "lần" in surface and (not after or _PLACE.fullmatch(after)):
            # "Kiểm tra …, mỗi quý một lần"; "Phòng Nội vụ: Tổng hợp, gửi UBND huyện 06 tháng một lần"
            words = _unmarked(before)
            is_act = bool(self._kinds(mention) & _ACTS) and len(words.split()) >= _MIN_TASK_WORDS
            return is_act or bool(cue_pattern("report").match(words) or _SENDS.search(before))
        if not after and _MEETS.search(before):
            return bool(self._kinds(mention) & _DUTIES)
        return bool(cue_pattern("report").match(after.lstrip(" ,")))

    def _recurs_in(self, first: int, last: int) -> bool:
        """Whether a recurrence with its day stands in the stretch."""
        return any("BY" in (each.value.rrule or "") for each in self._dates if first <= each.evidence.start < last)

    def _is_limited_behind(self, mention: DateMention, last: int) -> bool:
        """Whether a day limits what is said to recur: "hằng năm báo cáo kết quả về huyện trước ngày 30-11"."""
        behind = [each for each in self._dates if mention.evidence.end <= each.evidence.start < last]
        return any(each.role is DateRole.DEADLINE for each in behind)

    def _is_done_in(self, mention: DateMention) -> bool:
        """Whether a span of time is one in which something is to be done."""
        first, last = self.clause(mention)
        text = self._document.text
        before = text[first : mention.evidence.start].lower()
        if _LOOKED_AT.match(before):
            return False
        if _DONE_IN.search(before):
            return bool(self._kinds(mention) & _DUTIES)
        if time_column_head(self._document, mention.evidence.start):
            return not _is_year(mention.value) or mention.value.bound is not None or self._fills_cell(mention)
        if _is_year(mention.value):
            return self._ends_in_year(mention)
        if self.is_labelled(mention) or self._closes_clause(mention, last):
            return True
        if mention.value.bound is Bound.DURING and _HANDED_IN.search(before):
            return bool(self._kinds(mention) & _ACTS)
        if self._is_bracketed(mention, first):
            return bool(self._kinds(mention) & _ACTS)
        if self.is_scheduled(mention) or self._leads_clause(mention) or self._labels_clause(mention, before):
            return True
        if _STARTS.search(before) and mention.value.bound is Bound.FROM:
            return bool(self._kinds(mention) & _ACTS) and not self._recurs_in(first, last)
        is_half_year = mention.value.edtf is not None and mention.value.edtf.endswith(("-40", "-41"))
        if is_half_year and mention.value.bound is Bound.DURING and not text[mention.evidence.end : last].strip():
            return bool(self._kinds(mention) & _DUTIES)
        return bool(_DURING_WEEK.search(before)) and bool(self._kinds(mention) & _DUTIES)

    def _ends_in_year(self, mention: DateMention) -> bool:
        """Whether a year is when something is reported: "Sơ kết vào năm 2024, tổng kết vào năm 2026"."""
        if len(mention.value.edtf or "") != len("2026") or not self._kinds(mention) & _ACTS:
            return False
        first, _ = self.clause(mention)
        before = _ACT_BREAK.split(self._document.text[first : mention.evidence.start].lower())[-1]
        is_planned = mention.value.bound in (Bound.AT, Bound.DURING) or before.endswith(("vào ", "vào cuối "))
        return is_planned and cue_pattern("report").match(_HELPER.sub("", _unmarked(before), count=1)) is not None

    def _fills_cell(self, mention: DateMention) -> bool:
        """Whether the date is all that its piece of the text says."""
        start, end = piece_at(self._document, mention.evidence.start)
        rest = self._document.text[start : mention.evidence.start] + self._document.text[mention.evidence.end : end]
        return not re.search(r"\w", rest)

    def _closes_clause(self, mention: DateMention, last: int) -> bool:
        """Whether a span with both its ends closes a clause that gives out work: "mở lớp tập huấn từ 05 đến 10/7"."""
        is_span = re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?/\d{4}-\d\d(?:-\d\d)?", mention.value.edtf or "") is not None
        is_last = not re.search(r"\w", self._document.text[mention.evidence.end : last])
        chain = self._outline.chain_at(mention.evidence.start)
        is_work = self._kinds(mention) & _ACTS and not any(is_stage(node, self._document) for node in chain)
        if not (is_span and is_last and is_work):
            return False
        first, _ = self.clause(mention)  # "báo cáo trước 14 giờ hằng ngày trong dịp Tết (từ …)" is due by the hour
        before = self._document.text[first : mention.evidence.start].lower()
        if not self._kinds(mention) & _DUTIES and _RUNS.search(before):
            return False
        others = [each for each in self._dates if first <= each.evidence.start < last]
        return not any(each.role in (DateRole.DEADLINE, DateRole.RECURRING) for each in others)

    def _leads_clause(self, mention: DateMention) -> bool:
        """Whether days open a clause that says what is done then: "Tuần 32 (18 - 22/4): chấm thi"."""
        first, last = self.clause(mention)
        before = _WEEK_OPENS.sub("", self._document.text[first : mention.evidence.start].strip(" -+*•")).strip()
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
