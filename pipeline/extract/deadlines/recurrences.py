"""Which recurring times make something due: those with a day, and bare frequencies by which something is reported."""

import re
from collections.abc import Sequence

from models.dates import Bound
from models.document import Document
from models.record import DateMention, DateRole
from pipeline.extract.dates.roles import cue_pattern
from pipeline.extract.deadlines.cells import TaskTables
from pipeline.extract.deadlines.labels import ACTS, DUTIES, Labels, unmarked

_MIN_TASK_WORDS = 3
_SENDS = re.compile(r"(?<!\w)(?:gửi|nộp|báo cáo)(?!\w)")
# Meetings come back without a verb of reporting: "duy trì họp trực tuyến hằng tháng".
_MEETS = re.compile(r"(?<!hội nghị )(?<!cuộc )(?<!buổi )(?<!\w)(?:họp|giao ban|sinh hoạt)(?: [^\W\d_]+){0,3} $")
_PLACE = re.compile(r" ?tại [^.;:]{1,80}")


class Recurrences:
    """Tells of the recurring times of one document which make deadlines."""

    def __init__(self, document: Document, dates: Sequence[DateMention], labels: Labels, tables: TaskTables) -> None:
        self._document = document
        self._dates = dates
        self._labels = labels
        self._tables = tables

    def is_due(self, mention: DateMention) -> bool:
        """A rule with a day is due; a bare frequency only where something is reported by it."""
        rule = mention.value.rrule or ""
        if mention.value.bound is Bound.FROM:
            return False  # "từ 18 giờ đến 22 giờ hằng ngày" is when the work goes on
        is_daily = rule == "FREQ=DAILY" and "lần" not in mention.evidence.text
        if "BY" in rule or is_daily or (rule and self._tables.time_head(mention.evidence.start) is not None):
            return True
        first, last = self._labels.clause(mention)
        if self.recurs_in(first, last) or self._is_limited_behind(mention, last):
            return False  # "định kỳ hằng quý … trước ngày 15 của tháng cuối quý" is due by the day
        before = self._document.text[first : mention.evidence.start].lower()
        after = self._document.text[mention.evidence.end : last].lower()
        listed = [other for other in self._dates if 0 < mention.evidence.start - other.evidence.end <= len(" và hằng ")]
        if any(other.role is DateRole.RECURRING and self.is_due(other) for other in listed):
            return True  # "định kỳ 6 tháng, năm báo cáo"
        surface = mention.evidence.text.lower()
        if surface.startswith("định kỳ") and not after and len(unmarked(before).split()) >= _MIN_TASK_WORDS:
            return bool(self._labels.kinds(mention) & DUTIES)  # "sao lưu dữ liệu định kỳ hằng tuần"
        if surface.startswith("định kỳ") or not before.strip(" -+*•"):
            return bool(cue_pattern("report").search(after) or cue_pattern("report").search(before))
        if surface.endswith(("lần", "tuần", "tháng")) and "lần" in surface and (not after or _PLACE.fullmatch(after)):
            # "Kiểm tra …, mỗi quý một lần"; "Phòng Nội vụ: Tổng hợp, gửi UBND huyện 06 tháng một lần"
            words = unmarked(before)
            is_act = bool(self._labels.kinds(mention) & ACTS) and len(words.split()) >= _MIN_TASK_WORDS
            return is_act or bool(cue_pattern("report").match(words) or _SENDS.search(before))
        if not after and _MEETS.search(before):
            return bool(self._labels.kinds(mention) & DUTIES)
        return bool(cue_pattern("report").match(after.lstrip(" ,")))

    def recurs_in(self, first: int, last: int) -> bool:
        """Whether a recurrence with its day stands in the stretch."""
        return any("BY" in (each.value.rrule or "") for each in self._labels.dates_in(first, last))

    def _is_limited_behind(self, mention: DateMention, last: int) -> bool:
        """Whether a day limits what is said to recur: "hằng năm báo cáo kết quả về huyện trước ngày 30-11"."""
        behind = self._labels.dates_in(mention.evidence.end, last)
        return any(each.role is DateRole.DEADLINE for each in behind)
