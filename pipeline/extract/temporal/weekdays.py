"""Weekdays that come back: "thứ Hai hằng tuần", "thứ 2, 4, 6 hằng tuần", "thứ Sáu tuần cuối mỗi tháng"."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from models.lexicon import load_table
from pipeline.extract.temporal.every import EVERY, ONE, Recurrence
from pipeline.extract.temporal.points import NGAY, THANG
from pipeline.extract.temporal.ranges import CLOCK

_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PART = rf"(?:(?:sáng|chiều|tối) )?(?:{NGAY} )?"
# In a list the word for "day" may stand once: "thứ Hai, Tư, Sáu", "thứ 2-4-6".
_SHORT = r"(?:hai|ba|tư|năm|sáu|b[ảẩ]y|[2-7])(?![\w/.]| (?:ngày|buổi|lần|tiết|giờ|tháng))"
_JOIN = r" ?(?:,|và|hoặc|-|đến|tới) ?"
_SPAN = re.compile(r"-|đến|tới")
_NTH = {"nhất": "1", "hai": "2", "ba": "3", "tư": "4"}


class _Patterns(NamedTuple):
    day: re.Pattern[str]
    weekly: re.Pattern[str]
    counted: re.Pattern[str]
    once: re.Pattern[str]
    behind: re.Pattern[str]
    monthly: re.Pattern[str]


def weekdays(low: str) -> Iterator[Recurrence]:
    """Recurrences that name their weekday."""
    patterns = _patterns()
    for found in patterns.weekly.finditer(low):
        yield Recurrence(*found.span(), f"FREQ=WEEKLY;BYDAY={_codes(found['days'])}")
    for found in patterns.counted.finditer(low):
        yield Recurrence(*found.span("days"), f"FREQ=WEEKLY;BYDAY={_codes(found['days'])}")
    for found in patterns.once.finditer(low):
        rule = f"FREQ=WEEKLY;BYDAY={_codes(found['days'])}"
        yield Recurrence(*found.span("days"), rule, frequency=(found.start(), found.start("days")))
    for found in patterns.behind.finditer(low):
        yield Recurrence(*found.span(), f"FREQ=WEEKLY;BYDAY={_codes(found['days'] or found['bracketed'])}")
    for found in patterns.monthly.finditer(low):
        place = _NTH.get(found["nth"], found["nth"]) if found["nth"] else "1" if found["which"] == "đầu" else "-1"
        yield Recurrence(*found.span(), f"FREQ=MONTHLY;BYDAY={place}{_codes(found['day'])}")


@cache
def _patterns() -> _Patterns:
    names = "|".join(load_table("temporal")["weekdays"])
    day = rf"(?:{names})(?!\w)"
    days = rf"{day}(?:{_JOIN}{_PART}(?:{day}|{_SHORT})){{0,6}}"
    weekly = rf"(?<!\w)(?P<days>{days}) (?:của )?{EVERY} tuần(?!\w)"
    # "02 buổi/tuần vào sáng thứ ba và chiều thứ sáu"
    counted = (
        r"(?<![\w/.,])\d{1,2} [^\W\d_]{2,6}(?: [^\W\d_]{2,6})? ?(?:/|một|mỗi|trong) ?tuần,? \(?"
        rf"(?:vào )?(?:các )?{_PART}(?P<days>{days})"
    )
    # "mỗi tuần một lần vào ngày thứ Sáu", "Báo cáo tuần gửi chiều thứ Tư"
    once = (
        rf"(?<!\w)(?:mỗi tuần {ONE} lần|{ONE} lần ?(?:/|mỗi|một|trong) ?tuần|báo cáo tuần)"
        rf":?(?: (?:vào|gửi|nộp|trước|chậm nhất|{NGAY}|sáng|chiều|tối|{CLOCK}|\(|,)){{0,5}} ?(?P<days>{days})"
    )
    # "báo cáo hằng tuần (chiều thứ Năm)"; a date behind the weekday is a day of its own
    behind = (
        rf"{EVERY} tuần(?:,? (?:vào |là |các )?{_PART}(?P<days>{days})(?!,? (?:{NGAY} )?\d)"
        rf"| \((?:vào |là |các )?{_PART}(?P<bracketed>{days})\))"
    )
    monthly = (
        rf"(?<!\w)(?P<day>{day}) (?:của )?(?:(?:tuần )?(?P<which>đầu|cuối)(?: tiên| cùng)?"
        r"|tuần (?:thứ )?(?P<nth>[1-4]|nhất|hai|ba|tư))(?: của)? "
        rf"(?:{EVERY} |(?<=tuần cuối của )|(?<=tuần đầu của )){THANG}(?! ?\d)"
    )
    return _Patterns(*(re.compile(each) for each in (rf"{day}|{_SHORT}", weekly, counted, once, behind, monthly)))


def _codes(days: str) -> str:
    """The RFC 5545 codes of a list or span of weekdays."""
    table: dict[str, str] = load_table("temporal")["weekdays"]
    printed = [found[0] for found in _patterns().day.finditer(days)]
    codes = [table.get(day) or table[f"thứ {day}"] for day in printed]
    if _is_span(days, codes):
        first, last = (_WEEK.index(code) for code in codes)
        codes = list(_WEEK[first : last + 1])
    return ",".join(codes)


def _is_span(days: str, codes: list[str]) -> bool:
    """Whether two weekdays are the ends of a span: "từ thứ Hai đến thứ Sáu"; three with dashes are a list."""
    return len(codes) == 2 and _SPAN.search(days) is not None and _WEEK.index(codes[0]) < _WEEK.index(codes[1])
