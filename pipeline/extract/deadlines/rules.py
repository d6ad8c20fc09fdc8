"""Which dates of a plan make something due: by their role, by their label, by where they stand in the clause.

Limits and dates in a table's column of times always do. Days of acts do where the clause
plans the act for them; recurrences where something is reported by them; spans of time where
they open or close what is done in them, and not where they tell when the plan or a stage runs.
"""

import re
from collections.abc import Sequence

from models.dates import Bound
from models.document import Document
from models.outline import Outline
from models.record import DateMention, DateRole, SectionKind
from pipeline.extract.bodies.duty_roles import begins_task
from pipeline.extract.dates.roles import (
    cue_pattern,
    is_time_heading,
    piece_at,
)
from pipeline.extract.deadlines.cells import TaskTables
from pipeline.extract.deadlines.labels import ACTS, DUTIES, LABEL, NO_ACT, Labels, is_year, unmarked
from pipeline.extract.deadlines.recurrences import Recurrences
from pipeline.extract.deadlines.tasks import STEP, only_ties
from pipeline.extract.task_tables import responsible_columns
from pipeline.extract.temporal.ranges import CLOCK

_AIMS = {SectionKind.PURPOSE, SectionKind.REQUIREMENTS, SectionKind.OBJECTIVES}
_MIN_TASK_WORDS = 3
_AT_PLACE = re.compile(r"(?<!\w)(?:địa điểm|nơi tổ chức|sự kiện)(?!\w)")
# A feast, before its day: "cao điểm là Ngày Dân số Việt Nam 26/12".
_NAMED_DAY = re.compile(r"(?<!\w)(?<!tổ chức )(?<!phát động )Ngày [A-ZĐ][^,;:.()]{2,60} \(?$")
_WEEKDAY_END = re.compile(r"(?:thứ \w{1,4}|chủ nhật),? ?$")
_PLANNED = re.compile(r"(?<!\w)(?:vào|dịp|lúc)(?!\w)[^,;]{0,20}$")
_STARTS = re.compile(r"(?<!\w)bắt đầu từ(?: (?:thứ \w{1,4}|chủ nhật),?)? ?$")
# A week by its number, before the bracket with its days.
_WEEK_OPENS = re.compile(r"(?:tuần|tuần thứ) \w{1,4} ?\($", re.IGNORECASE)
_DAY_PART = re.compile(r"^(?:buổi )?(?:sáng|trưa|chiều|tối|đêm|cả ngày)(?: ngày)?$")
_DURING_WEEK = re.compile(r"(?<!\w)trong (?:tuần|tuần lễ|thời gian|khoảng thời gian) $")
# "Bài dự thi nộp về Ban Tổ chức từ 06/4 đến hết 10/4 (tính theo dấu bưu điện)"
_HANDED_IN = re.compile(r"(?<!\w)(?:nộp|gửi|nhận)(?: (?:hồ sơ|bài|về|đến|cho|qua|tại|[^\W\d_]+)){0,8} (?:là |từ )?$")
# What a span is about that is looked at, and not one in which something is done: "Thời kỳ thanh tra: từ …".
_LOOKED_AT = re.compile(r"\W{0,3}(?:\w{1,3}(?:\.\d{1,2}){0,3}[.)] )?(?:thời kỳ|niên độ|phạm vi)(?!\w)")
_HOUR_END = re.compile(rf"(?:{CLOCK})(?:ngày )?$")
# Before the verb of what is reported: "Tham mưu sơ kết", "Tổ chức tổng kết".
_HELPER = re.compile(r"(?:(?:tham mưu|tổ chức|tiến hành|chủ động|thực hiện)(?: việc)? ){1,2}")
_ACT_BREAK = re.compile(r"[,;:]| và | (?=tham mưu |tổ chức |tiến hành )")
# How long the plan itself runs: "Đợt thi đua được thực hiện từ ngày … đến ngày …".
_PLACE = re.compile(r" ?tại [^.;:]{1,80}")
_OF_PLAN = re.compile(
    r"(?:kế hoạch|chương trình|đợt|phong trào|chiến dịch|cuộc|thời gian|tháng|tuần lễ|năm|được|hoạt động|thi đua)(?!\w)"
)
_RUNS = re.compile(r"(?<!\w)(?:thực hiện|triển khai|diễn ra|tổ chức|kéo dài|phát động|tiến hành|thời gian)(?: là|:)? $")
_STEP = re.compile(rf"^{STEP}(?=.)")
_STAGE_OPENS = re.compile(r"(?:giai đoạn|đợt|bước|vòng) \S{1,3} ?\(từ [^()]{1,60}$")
_SPAN = re.compile(r"\d{4}-\d\d(?:-\d\d)?/\d{4}-\d\d(?:-\d\d)?")
_JOINED = re.compile(r"(?: ?,| và)? ")
_VERB_END = re.compile(
    r"(?<!\w)(?:công bố|tổ chức|ban hành|khai mạc|bế mạc|bàn giao|nghiệm thu|khởi công|ra mắt|phát động|"
    r"tổng kết|sơ kết)(?: (?:vào|dự kiến))? $"
)
# What the act behind whose time it stands is to come to: "Tiêm phòng từ 01/10 - 30/10, đạt 80% tổng đàn".
_WITH_RESULT = re.compile(r" ?, (?:đạt|phấn đấu|bảo đảm|đảm bảo|trong đó|gồm|mỗi|với)(?!\w)")
_NEXT_ACT = re.compile(r"\)?(?: ?[,;] (?:và |đồng thời )?| và )")
_PLAN_RUNS = re.compile(
    r"\W{0,3}(?:\w{1,3}[.)] )?(?:kế hoạch|chương trình)(?: này)? (?:này|được|có hiệu lực|thực hiện|triển khai)"
    r"(?: (?:được|thực hiện|triển khai|có hiệu lực|áp dụng|kể|bắt đầu))* $"
)
_NEAR = 120  # characters to a date that says the same
_DAYS = re.compile(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")
_OVER_DAYS = 30  # of a span of days, before the day of issue: what is looked at, not what is done
_LONG_OVER_DAYS = 366
_FURTHER = re.compile(r"(?<!\w)để (?:kịp thời )?(?:tổng hợp|theo dõi|báo cáo|trình)(?!\w)")
_BRACKET_ENDS = re.compile(r"(?: ?;[^()]{3,80})? ?\)(?:\s*[,;.]|\s*$| và )", re.MULTILINE)
# Between two dates, the second of which explains the first.
_BRACKET_OPENS = re.compile(r" ?[(–-](?:tức|nghĩa là|là|vào|trước|chậm nhất(?: là)?|ngày| )* ?")
_DONE_IN = re.compile(r"(?<!\w)(?:xong|hoàn thành) trong (?:học kỳ \w{1,3},? )?$")


class DueRules:
    """Tells of the dates of one document which make deadlines."""

    def __init__(
        self, document: Document, outline: Outline, dates: Sequence[DateMention], labels: Labels, tables: TaskTables
    ) -> None:
        self._document = document
        self._outline = outline
        self._dates = dates
        self._labels = labels
        self._tables = tables
        self._recurrences = Recurrences(document, dates, labels, tables)
        self._due: dict[int, bool] = {}

    def may_be_due(self, mention: DateMention) -> bool:
        """Whether something may be due on, by or in the date."""
        place = mention.evidence.start
        if place not in self._due:
            self._due[place] = self._is_due(mention)
        return self._due[place]

    def _is_due(self, mention: DateMention) -> bool:
        if self._is_restated(mention) or self._is_over(mention) or self._is_further(mention) or self._is_run(mention):
            return False
        if mention.role is DateRole.DEADLINE:
            is_aim = is_year(mention.value) and bool(self._labels.kinds(mention) & _AIMS)
            return not is_aim and not self._ends_stage(mention)
        if mention.role is DateRole.EVENT:
            return True
        if mention.role is DateRole.RECURRING:
            return self._recurrences.is_due(mention)
        return mention.role is DateRole.PERIOD and (self._is_done_in(mention) or self._is_listed(mention))

    def _is_listed(self, mention: DateMention) -> bool:
        """Whether the date is one of several that an act is done on, the last of which says so: "tháng 5, tháng 11"."""
        if is_year(mention.value):
            return False
        text, end = self._document.text, mention.evidence.end
        following = (each for each in self._dates if each.evidence.start >= end)
        after = next((each for each in following if _JOINED.fullmatch(text, end, each.evidence.start)), None)
        is_alike = after is not None and len(after.value.edtf or "") == len(mention.value.edtf or "")
        return is_alike and after is not None and after.role is not DateRole.RECURRING and self.may_be_due(after)

    def _ends_stage(self, mention: DateMention) -> bool:
        """Whether the date ends a stage whose start was not read: "Bước 1 (từ ngày 20/02 dèn hết ngày 15/3)"."""
        first, _ = self._labels.clause(mention)
        before = self._document.text[first : mention.evidence.start].lower()
        return mention.value.bound is Bound.BY and _STAGE_OPENS.match(unmarked(before)) is not None

    def _is_run(self, mention: DateMention) -> bool:
        """Whether the date says how long the plan itself is carried out: "Kế hoạch này thực hiện đến hết năm 2025"."""
        first, _ = self._labels.clause(mention)
        return _PLAN_RUNS.match(self._document.text[first : mention.evidence.start].lower()) is not None

    def _is_over(self, mention: DateMention) -> bool:
        """Whether the date lies so far before the day of issue that nothing can be due then."""
        issued = next((each.value.earliest for each in self._dates if each.role is DateRole.ISSUED), None)
        if (
            mention.role is DateRole.PERIOD
            and issued
            and mention.value.latest
            and _DAYS.fullmatch(mention.value.edtf or "")
        ):
            return (issued - mention.value.latest).days > _OVER_DAYS
        return bool(issued and mention.value.latest and (issued - mention.value.latest).days > _LONG_OVER_DAYS)

    def _is_further(self, mention: DateMention) -> bool:
        """Whether the date belongs to what a report is for: "… để tổng hợp, báo cáo tại phiên họp tháng 12"."""
        first, _ = self._labels.clause(mention)
        if "để " not in self._document.text[first : mention.evidence.start]:
            return False
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
        for other in self._labels.dates_in(mention.evidence.start - _NEAR, mention.evidence.end + _NEAR):
            first, last = sorted((mention.evidence, other.evidence), key=lambda each: each.start)
            is_beside = other is not mention and other.value.edtf is not None
            if is_beside and _BRACKET_OPENS.fullmatch(text, min(first.end, last.end), last.start):
                return mention.value.edtf is None or mention.evidence.start > other.evidence.start
        return False

    def is_limit(self, mention: DateMention) -> bool:
        """Whether the column or the label in front of the date says that it is a limit."""
        head = self._tables.time_head(mention.evidence.start)
        if head is not None:
            return bool(cue_pattern("limit_column").search(head)) or self._gives_out_work(mention)
        first, _ = self._labels.clause(mention)
        label = LABEL.fullmatch(self._document.text[first : mention.evidence.start].lower())
        return label is not None and bool(cue_pattern("limit_label").match(label[1].strip()))

    def _gives_out_work(self, mention: DateMention) -> bool:
        """Whether the table says who does what: its days are by when, those of a list of events are when."""
        heads = self._tables.heads(self._document.paragraph_at(mention.evidence.start))
        return bool(responsible_columns(heads)) and not any(_AT_PLACE.search(head) for head in heads)

    def takes_place(self, mention: DateMention, first: int, last: int) -> bool:
        """Whether the clause `[first, last)` plans an act for the day, rather than naming a day in passing."""
        if _NAMED_DAY.search(self._document.text, first, mention.evidence.start):
            return False
        clause = self._document.text[first:last].lower()
        before = self._document.text[first : mention.evidence.start].lower()
        is_planned = _PLANNED.search(_WEEKDAY_END.sub("", before)) is not None or bool(_HOUR_END.search(before))
        is_planned = is_planned or self._is_during(mention) or self._closes_item(mention, first, last)
        is_planned = is_planned or self._leads_clause(mention) or self._is_bracketed(mention, first)
        is_planned = is_planned or bool(cue_pattern("takes_place").search(clause)) or self._closes_act(mention)
        is_last = not re.search(r"\w", self._document.text[mention.evidence.end : last])
        is_apart = is_last and before.rstrip().endswith((",", ":"))  # "Đại hội điểm: Chi bộ 3, ngày 15/01"
        is_planned = is_planned or (is_apart and SectionKind.TIME in self._labels.kinds(mention))
        is_planned = is_planned or self._labels.act_of_round(mention) is not None or self._is_in_calendar(mention)
        is_planned = (
            is_planned
            or self._labels.act_of_label(mention) is not None
            or self._names_act(mention, first, last)
            or self._goes_on(mention, first, last)
        )
        return is_planned and bool(self._labels.kinds(mention) & ACTS)

    def _is_in_calendar(self, mention: DateMention) -> bool:
        """Whether an act and its day stand behind a label of times: "Lịch làm việc: Công bố quyết định ngày 13/3"."""
        first, last = self._labels.clause(mention)
        text = self._document.text
        colon = text.find(":", first, mention.evidence.start)
        is_last = not re.search(r"\w", text[mention.evidence.end : last])
        is_of_times = cue_pattern("time_label").match(unmarked(text[first : max(colon, first)]).lower()) is not None
        act = text[colon + 1 : mention.evidence.start]
        return is_last and is_of_times and len(act.split()) >= _MIN_TASK_WORDS and not only_ties(act)

    def _names_act(self, mention: DateMention, first: int, last: int) -> bool:
        """Whether the clause is an act, a colon and the day: "…; khám bổ sung: 20/12"."""
        label = LABEL.fullmatch(self._document.text[first : mention.evidence.start].lower())
        is_all = label is not None and only_ties(label[2]) and not self._document.text[mention.evidence.end : last]
        return is_all and label is not None and len(label[1].split()) > 1 and not NO_ACT.match(label[1].strip())

    def _goes_on(self, mention: DateMention, first: int, last: int) -> bool:
        """Whether the day closes a clause with a limit before it: "cấp xã trước 05/3, cấp huyện ngày 10/3"."""
        before = self._labels.dates_in(first, mention.evidence.start)
        is_last = not re.search(r"\w", self._document.text[mention.evidence.end : last])
        return is_last and bool(before) and before[-1].role is DateRole.DEADLINE and before[-1].value.edtf is not None

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
        return is_tied and words.lower() != "ngày" and not self._labels.is_of_stage(mention)

    def _is_during(self, mention: DateMention) -> bool:
        """Whether an act is planned "trong ngày 24/4", and not a stage of the plan described."""
        return mention.value.bound is Bound.DURING and not self._labels.is_of_stage(mention)

    def _closes_item(self, mention: DateMention, first: int, last: int) -> bool:
        """Whether the day stands alone in a bracket behind an act that a heading times: "Tổng kết (ngày 28/5)"."""
        text = self._document.text
        is_last = re.fullmatch(r"\)\W*", text[mention.evidence.end : last]) is not None
        chain = self._labels.chain(mention)
        is_timed = any(is_time_heading(node, self._document) for node in chain[:-1])
        return is_last and is_timed and re.search(r"\((?:ngày )?$", text[first : mention.evidence.start]) is not None

    def _closes_act(self, mention: DateMention) -> bool:
        """Whether a verb of reporting opens what the day closes: "Sơ kết giữa đợt ngày 15/5, tổng kết …"."""
        first, last = self._labels.clause(mention)
        before = re.split(r"[,;]", self._document.text[first : mention.evidence.start].lower())[-1]
        after = self._document.text[mention.evidence.end : last].lstrip()
        is_report = cue_pattern("report").match(_HELPER.sub("", unmarked(before), count=1)) is not None
        return is_report and (not after or after[0] in ",;.")

    def _is_done_in(self, mention: DateMention) -> bool:
        """Whether a span of time is one in which something is to be done."""
        first, last = self._labels.clause(mention)
        text = self._document.text
        before = text[first : mention.evidence.start].lower()
        if _LOOKED_AT.match(before):
            return False
        if self._labels.is_of_stage(mention) and self._tables.time_head(mention.evidence.start) is None:
            return self._labels.act_of_round(mention) is not None
        if _DONE_IN.search(before):
            return self._labels.is_work(mention)
        if self._tables.time_head(mention.evidence.start) is not None:
            return not is_year(mention.value) or mention.value.bound is not None or self._fills_cell(mention)
        if is_year(mention.value):
            return self._ends_in_year(mention)
        if (
            self._labels.is_labelled(mention)
            or self._labels.act_of_label(mention)
            or self._closes_clause(mention, last)
        ):
            return True
        if mention.value.bound is Bound.DURING and _HANDED_IN.search(before):
            return bool(self._labels.kinds(mention) & ACTS)
        if self._is_bracketed(mention, first):
            return bool(self._labels.kinds(mention) & ACTS)
        if self._labels.is_scheduled(mention) or self._leads_clause(mention) or self._labels_clause(mention, before):
            return True
        if _STARTS.search(before) and mention.value.bound is Bound.FROM:
            return bool(self._labels.kinds(mention) & ACTS) and not self._recurrences.recurs_in(first, last)
        is_half_year = mention.value.edtf is not None and mention.value.edtf.endswith(("-40", "-41"))
        if is_half_year and mention.value.bound is Bound.DURING and not text[mention.evidence.end : last].strip():
            return bool(self._labels.kinds(mention) & DUTIES)
        return bool(_DURING_WEEK.search(before)) and bool(self._labels.kinds(mention) & DUTIES)

    def _ends_in_year(self, mention: DateMention) -> bool:
        """Whether a year is when something is reported: "Sơ kết vào năm 2024, tổng kết vào năm 2026"."""
        if len(mention.value.edtf or "") != len("2026") or not self._labels.kinds(mention) & ACTS:
            return False
        first, last = self._labels.clause(mention)
        is_told = mention.value.bound is Bound.DURING and bool(self._labels.kinds(mention) & DUTIES)
        if is_told and self._ends_act(mention, last) and self._begins_act(first, mention.evidence.start):
            return True
        before = _ACT_BREAK.split(self._document.text[first : mention.evidence.start].lower())[-1]
        is_planned = mention.value.bound in (Bound.AT, Bound.DURING) or before.endswith(("vào ", "vào cuối "))
        return is_planned and cue_pattern("report").match(_HELPER.sub("", unmarked(before), count=1)) is not None

    def _begins_act(self, first: int, last: int) -> bool:
        """Whether a stretch says who does what, or what is to be done, and the time behind it describes no noun."""
        text = self._document.text
        marker = len(text[first:last]) - len(unmarked(text[first:last]))
        before = text[first:last].lower().removesuffix("trong ")
        is_noun = cue_pattern("described_during", at_end=True).search(before) is not None
        return not is_noun and begins_task(text, first + marker, last, is_strong=False)

    def _fills_cell(self, mention: DateMention) -> bool:
        """Whether the date is all that its piece of the text says."""
        start, end = piece_at(self._document, mention.evidence.start)
        rest = self._document.text[start : mention.evidence.start] + self._document.text[mention.evidence.end : end]
        return not re.search(r"\w", rest)

    def _closes_clause(self, mention: DateMention, last: int) -> bool:
        """Whether a span closes an act of a clause that gives out work: "mở lớp tập huấn từ 05 đến 10/7"."""
        text = self._document.text
        is_span = _SPAN.fullmatch(mention.value.edtf or "") is not None
        is_span = is_span or mention.value.bound in (Bound.DURING, Bound.AT) or self._follows_verb(mention)
        if not is_span or not self._labels.is_work(mention):
            return False
        if self._labels.is_of_stage(mention) or not self._ends_act(mention, last):
            return False
        first, _ = self._labels.clause(
            mention
        )  # "báo cáo trước 14 giờ hằng ngày trong dịp Tết (từ …)" is due by the hour
        before = text[first : mention.evidence.start].lower()
        if not self._labels.kinds(mention) & DUTIES and _RUNS.search(before) and _OF_PLAN.match(unmarked(before)):
            return False
        act = _STEP.sub("", unmarked(before), count=1)
        if NO_ACT.match(act) or cue_pattern("described_during", at_end=True).search(before.removesuffix("trong ")):
            return False  # "các ngày lễ lớn trong quý II" are no act
        others = self._labels.dates_in(first, mention.evidence.start)
        between = max((each.evidence.end for each in others), default=0)
        joint = _NEXT_ACT.match(text, between, mention.evidence.start) if between else None
        if joint and begins_task(text, joint.end(), mention.evidence.start, is_strong=False):
            return True  # an act of its own behind another date
        return not any(each.role in (DateRole.DEADLINE, DateRole.RECURRING) for each in others)

    def _follows_verb(self, mention: DateMention) -> bool:
        """Whether a verb of what is done stands right before the date: "kết quả sơ bộ công bố tháng 12/2021"."""
        first, _ = self._labels.clause(mention)
        return _VERB_END.search(self._document.text[first : mention.evidence.start].lower()) is not None

    def _ends_act(self, mention: DateMention, last: int) -> bool:
        """Whether an act ends with the date: nothing follows, or a place, or another act behind a comma."""
        text = self._document.text
        end = mention.evidence.end
        for other in self._labels.dates_in(end, last):  # "trong tháng 3 và tháng 4, …"
            if end <= other.evidence.start and _JOINED.fullmatch(text, end, other.evidence.start):
                end = other.evidence.end
        rest = text[end:last]
        if not re.search(r"\w", rest) or _PLACE.fullmatch(rest):
            return True
        if _WITH_RESULT.match(text, end, last):
            return True
        joint = _NEXT_ACT.match(text, end, last)
        others = self._labels.dates_in(end, last)
        if joint and others and len(text[joint.end() : others[0].evidence.start].split()) >= _MIN_TASK_WORDS:
            return True  # "họp phiên thứ nhất trong tuần đầu tháng 5, phiên thứ hai ngày 25/5"
        return joint is not None and begins_task(text, joint.end(), last, is_strong=False)

    def _leads_clause(self, mention: DateMention) -> bool:
        """Whether days open a clause that says what is done then: "Tuần 32 (18 - 22/4): chấm thi"."""
        first, last = self._labels.clause(mention)
        before = _WEEK_OPENS.sub("", self._document.text[first : mention.evidence.start].strip(" -+*•")).strip()
        after = self._document.text[mention.evidence.end : last]
        before = _DAY_PART.sub("", re.sub(r"^(?:\w{1,3}[.)])", "", before).strip().lower())
        return not before and len(re.findall(r"\w+", after)) > _MIN_TASK_WORDS

    def _labels_clause(self, mention: DateMention, before: str) -> bool:
        """Whether a label of time opens the clause behind an act: "Nâng cấp …; thời gian thực hiện: quý III"."""
        start, _ = piece_at(self._document, mention.evidence.start)
        label = LABEL.fullmatch(before)
        is_of_time = label is not None and cue_pattern("time_label").match(label[1].strip())
        return bool(is_of_time) and self._labels.clause(mention)[0] > start
