"""Days without a year: "ngày 20/11", "15 tháng 4", "ngày 10-6", "từ 15.3", "nửa đầu tháng 7".

Two figures with a stroke between them may be a fraction, a street or a score as well. They are a day
where the words before them, what they fill, or the other end of a span says so.
"""

import calendar
import re
from collections.abc import Iterator
from functools import cache

from models.lexicon import load_table
from pipeline.extract.temporal.points import (
    DAY,
    MONTH,
    NAM,
    NGAY,
    THANG,
    YEAR,
    YEAR_TAIL,
    Found,
    Part,
    Point,
    counts_things,
    is_counted,
    last_day,
    single,
    two,
)
from pipeline.extract.temporal.scan import places, tried
from pipeline.extract.temporal.text import Prepared

_DAY_MONTH = re.compile(
    rf"(?:(?P<named>(?<!\w)(?:{NGAY} ?){{1,2}})|(?<![\w/.,\-])|(?<=[/.]\d-)|(?<=[/.]\d\d-))"
    rf"(?P<d>{DAY})(?:(?P<slash> ?/ ?)|(?(named)\.(?=\d\d(?!\d))|(?!))|,? {THANG} ?)"
    rf"(?P<m>1 [1il|](?=[,.;:)\n])|{MONTH}(?! ?[/.\-] ?\d{{4}}(?!\d)|[/.]\d|/|\w))"
    rf"(?:,? {NAM} (?P<y>{YEAR}))?"
)
# "trước ngày 15 tháng 6 và tháng 12": the same day of another month
_OTHER_MONTH = re.compile(rf"{THANG} (?P<m>{MONTH})(?! ?[/.\-] ?\d{{1,2}}(?!\d)|\w)")
_MORE_MONTHS = re.compile(
    rf"(?:(?:,| và) {_OTHER_MONTH.pattern.replace('?P<m>', '?:')}){{1,3}}"
    rf"(?:,? (?:của )?{NAM} (?P<y>{YEAR}))?(?= ?[.,;:)\n]|$| h)"
)
# What makes a bare "20/11" a day and no fraction: "Ngày Nhà giáo Việt Nam 20/11", "từ 15/11", "(20/11)".
_MONTHS = 12
_TWO_DIGITS = 10
_FEBRUARY = 2
_NAMED_DAY_BEFORE = re.compile(
    rf"(?<!\w)(?:{NGAY} [^\W\d_][^.;:\n()\d]{{2,60}}|"
    r"(?:lễ|dịp|kỷ niệm|quốc khánh|chào mừng|khai giảng|tựu trường|quốc tế [\w ]{3,20}) )\(?$"
)
_DAY_BEFORE = re.compile(
    r"(?<!\w)(?:từ|đến|hết|trước|sau|vào|sáng|trưa|chiều|tối|đêm|và|hạn|hạn chót|hạn cuối|chậm nhất|muộn nhất|"
    r"trễ nhất|xong|hoàn thành|hoàn tất|kết thúc|là|dự kiến|m[ồù]ng) $|[(,\-] ?$|\d ?(?:giờ|h|phút),? $|\dh\d\d,? $"
)
# Before a day stands the act that falls on it: "Hội nghị trù bị 10/9", "lễ phát động 5/3".
_ACT_BEFORE = re.compile(
    r"(?<!\w)(?:hội nghị|họp|lễ|thi|khai mạc|bế mạc|khai giảng|bế giảng|tổng kết|sơ kết|ra quân|phát động|khởi công|"
    r"khánh thành|tập huấn|chung kết|giao quân|công bố)(?: [^\W\d_]{1,7}){0,3} $"
)
# After these no fraction of anything can stand: "trước 5/6", "hạn cuối 3/4".
_LIMIT_BEFORE = re.compile(
    r"(?<!\w)(?:trước|hạn|hạn chót|hạn cuối|chậm nhất|muộn nhất|trễ nhất|xong|hoàn tất|sáng|trưa|chiều|tối|đêm|"
    r"(?:hiệu lực|bắt đầu|kể|tính|áp dụng|thực hiện) từ|\d ?(?:giờ|h|phút)|\dh\d\d),? $"
)
_SPAN_BEFORE = re.compile(r"(?P<d>\d{1,2})[/.](?P<m>\d{1,2})(?P<y>[/.]\d{2,4})? ?(?:-|đến|tới|và|,|;)(?: hết)? ?$")
_SPAN_AFTER = re.compile(
    rf" ?(?:-|đến|tới) ?(?:hết )?(?:{NGAY} )?(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}})(?P<y>[/.]\d{{2,4}})?(?!\d)"
)
# What fills the cell of a table or closes a line behind its label is a day: "| 15/3 |", "- Họp phụ huynh: 18/9."
_FILLS_BEFORE = re.compile(r"(?:\||[^\W\d_] ?:) ?$")
_FILLS_AFTER = re.compile(r"[.;,)]{0,2}(?= ?\||\n|$)|;| \(| ?(?:-|đến|và|,|;) ?\d{1,2}/\d{1,2}(?!\d)")
# An event in front of its day: "Hội trại 26/3", "Tọa đàm 20/10", "mừng 8/3". No fraction is greater than
# one, but streets, teams and groups are called after days too.
_CALLED_AFTER_DAY = re.compile(
    r"(?<!\w)(?:đường|phố|ngõ|ngách|hẻm|kiệt|số|nhà|phường|xã|khu|tổ|đội|cảng|cầu|chợ|trường|hợp tác xã|htx|công ty|"
    r"trung đoàn|tiểu đoàn|đoàn|nông trường|xí nghiệp|bến|công viên|lớp|khối|điểm|tỷ số|tỷ lệ|đạt|được|là|có|trên|của|"
    r"gồm|tại|với|cho|các|bằng|khoảng|hơn|gần|dưới|xếp|thứ|hạng|cột|mục|khoản|điều|km|m|xe|quốc lộ|ql|tl|đt) $"
)


# Whoever dots a whole date dots a short one: "từ 15.5", "xong trước ngày 01.3" beside "31.12.1999".
_DOTTED_IN_FULL = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.(?:19|20)\d\d(?!\d)")
_DOTTED = re.compile(
    rf"(?P<cue>{NGAY} |(?<!\w)(?:từ|đến|hết|trước|sau|vào|sáng|chiều|tối|dịp|lễ|và|,|\(|-) ?)"
    rf"(?P<d>{DAY})\.(?P<m>{MONTH})(?![\w/\-]|[.,]\d| ?%)"
)
# Party bodies join day and month by a dash, "trước ngày 10-6"; with no month behind it this is no range of days.
_DASHED = re.compile(
    rf"(?<!\w)(?P<cue>{NGAY}|trước|sáng|chiều|tối|(?<=\d )giờ|"
    rf"từ(?= \d{{1,2}}-\d{{1,2}} (?:đến|tới) (?:{NGAY} )?\d{{1,2}}-\d)) "
    rf"(?P<d>{DAY})-(?P<m>{MONTH})(?![\w/\-]|[.,]\d|,? (?:của )?{THANG})"
)
_DASHED_IN_FULL = re.compile(r"[0-9]{1,2}-[0-9]{1,2}-(?:19|20)\d\d(?!\d)")
_DASHED_LIKE_OTHERS = re.compile(
    rf"(?<!\w)(?P<cue>{NGAY}|trước|sáng|chiều|tối|từ|đến|hết|vào) (?P<d>{DAY})-(?P<m>{MONTH})"
    rf"(?![\w/\-]|[.,]\d|,? (?:của )?{THANG})(?= (?:đến|tới|vào)(?!\w)| ?[.,;:)|\n]|$)"
)
_NAMED_DASHED = re.compile(
    rf"(?P<cue>)(?P<d>{DAY})-(?P<m>{MONTH})(?= ?[.;:)|\n]|,(?! ?\d)|$| (?:và|năm|h[àằ]ng)(?!\w))"
)
_DASHED_FIGURES = re.compile(rf"{DAY}-{MONTH}(?![\w/\-])")
# "nửa đầu tháng 7/2022", "nửa cuối tháng 5": to the 15th, and from the 16th
_HALF_MONTH = re.compile(
    rf"(?<!\w)nửa (?P<half>đầu|cuối|sau) (?:của )?{THANG} (?P<m>{MONTH})(?! ?/ ?\d{{1,2}}(?!\d))(?:{YEAR_TAIL})?"
)
# "15 ngày đầu tháng 7", "10 ngày cuối tháng 6/2024"
_DAYS_OF_END = re.compile(
    rf"(?<![\w/.,])(?P<n>0?[2-9]|1\d|20) {NGAY} (?P<end>đầu|cuối) (?:của )?{THANG} "
    rf"(?P<m>{MONTH})(?! ?/ ?\d{{1,2}}(?!\d))(?:{YEAR_TAIL})?"
)
# "ngày cuối cùng của tháng 2"
_LAST_OF_MONTH = re.compile(
    rf"(?<!\w){NGAY} cuối(?: cùng)? (?:của )?{THANG} (?P<m>{MONTH})(?! ?/ ?\d{{1,2}}(?!\d))(?:{YEAR_TAIL})?"
)


def _days_of_end(found: re.Match[str]) -> Point:
    """The first or last days of a month; February as a whole where its last day is not known."""
    month, count = int(found["m"]), int(found["n"])
    if month == _FEBRUARY and found["y"] is None and found["end"] == "cuối":
        return Point(*found.span(), Part(None, two(month)))
    length = calendar.monthrange(int(found["y"] or 2000), month)[1]
    first, last = (1, count) if found["end"] == "đầu" else (length + 1 - count, length)
    opens, closes = (Part(found["y"], two(month), two(day)) for day in (first, last))
    return Point(*found.span(), opens, closes, is_term=True)


def _dotted_days(prepared: Prepared) -> Iterator[re.Match[str]]:
    low = prepared.low
    if not any(tried(_DOTTED_IN_FULL, low, prepared.figures)):
        return
    for figure in prepared.figures:
        found = _DOTTED.search(low, max(0, figure - 6), figure + 8)
        if found and found.start("d") == figure and not counts_things(low, found.end()):
            yield found


def _dashed_days(prepared: Prepared) -> Iterator[re.Match[str]]:
    """Days and months that are joined by a dash; "từ 6-9" too, where whole dates are written so."""
    are_written_so = any(tried(_DASHED_IN_FULL, prepared.low, prepared.figures))
    for figures in tried(_DASHED_FIGURES, prepared.low, prepared.figures):
        for pattern in (_DASHED, _DASHED_LIKE_OTHERS) if are_written_so else (_DASHED,):
            found = pattern.search(prepared.low, max(0, figures.start() - 7), figures.end() + 40)
            if found and found.start("d") == figures.start():
                yield found
                break
        else:
            start = figures.start()
            if _NAMED_DAY_BEFORE.search(prepared.low, max(0, start - 70), start):
                yield from tried(_NAMED_DASHED, prepared.low, (start,))


def _is_fraction(day: str, month: str) -> bool:
    """Whether these figures with a stroke between them may be a fraction: "2/3", not "02/3", "3/2" or "2/10"."""
    return int(day) < int(month) < _TWO_DIGITS and not (day.startswith("0") or month.startswith("0"))


def _is_end_of_span(before: str, after: str) -> bool:
    """Whether the other end of a span stands beside it, and can be no fraction: "từ 1/4 đến 7/4/1999"."""
    other = _SPAN_BEFORE.search(before) or _SPAN_AFTER.match(after)
    return other is not None and (other["y"] is not None or not _is_fraction(other["d"], other["m"]))


def _is_of_event(found: re.Match[str], before: str) -> bool:
    """Whether a bare "26/3" behind a noun is the noun's day."""
    day, month = int(found["d"]), int(found["m"].split()[0])
    is_no_fraction = found["slash"] == "/" and day > month
    is_memorable = day > _MONTHS or (day, month) in _memorable_days()
    stands_behind_word = re.search(r"[^\W\d_] $", before) is not None
    is_memorable = is_memorable or _ACT_BEFORE.search(before) is not None
    return is_no_fraction and is_memorable and stands_behind_word and not _CALLED_AFTER_DAY.search(before)


@cache
def _memorable_days() -> frozenset[tuple[int, int]]:
    days: list[str] = load_table("temporal")["words"]["memorable_days"]
    return frozenset((int(day), int(month)) for day, month in (each.split("/") for each in days))


def days_of_month(prepared: Prepared) -> Found:
    """Days without a year, "ngày 20/11", "15 tháng 4", "ngày 10-6"; a fraction ("1/2 ngày") is none."""
    low = prepared.low
    for found in tried(_DAYS_OF_END, low, prepared.figures):
        yield found.span(), [_days_of_end(found)]
    for found in tried(_LAST_OF_MONTH, low, prepared.days):
        yield found.span(), [Point(*found.span(), Part(found["y"], two(found["m"]), last_day(found["m"])))]
    for found in tried(_HALF_MONTH, low, places(low, "nửa ")):
        first, last = ("01", "15") if found["half"] == "đầu" else ("16", last_day(found["m"]))
        opens, closes = (Part(found["y"], two(found["m"]), day) for day in (first, last))
        yield found.span(), [Point(*found.span(), opens, closes, is_term=True)]
    for found in _dotted_days(prepared):
        start = found.start() if re.match(NGAY, found["cue"]) else found.start("d")
        yield (start, found.end()), single(start, found.end(), Part(None, two(found["m"]), two(found["d"])))
    for found in _dashed_days(prepared):
        if not counts_things(low, found.end()):
            start = found.start() if re.match(NGAY, found["cue"]) else found.start("d")
            yield (start, found.end()), single(start, found.end(), Part(None, two(found["m"]), two(found["d"])))
    for found in tried(_DAY_MONTH, low, prepared.dated):
        if not found["named"] and not found["slash"] and is_counted(low, found.start()):
            continue  # "tuần 1, 2 tháng 4" is no second of April
        if not found["named"] and found[0] == "24/7":
            continue  # round the clock
        if not found["named"] and found["y"] is None:
            before = low[max(0, found.start() - 70) : found.start()]
            is_named = bool(_NAMED_DAY_BEFORE.search(before))
            could_be_fraction = bool(found["slash"]) and _is_fraction(found["d"], found["m"].split()[0])
            could_be_fraction = could_be_fraction and not _LIMIT_BEFORE.search(before)
            could_be_fraction = could_be_fraction and not _is_end_of_span(before, low[found.end() : found.end() + 24])
            fills = _FILLS_BEFORE.search(before) and _FILLS_AFTER.match(low, found.end())
            opens_span = _SPAN_AFTER.match(low, found.end())
            is_told = (
                fills or (opens_span and opens_span["y"]) or _DAY_BEFORE.search(before) or _is_of_event(found, before)
            )
            if not is_named and (could_be_fraction or not is_told):
                continue
            if counts_things(low, found.end()):
                continue
        # "trước 25/1 1,": recognition parted the two strokes of 11
        month, doubt = ("11", "repaired") if " " in found["m"] else (two(found["m"]), None)
        yield found.span(), single(*found.span(), Part(found["y"], month, two(found["d"])), doubt)
        if more := _MORE_MONTHS.match(low, found.end()):
            for other in _OTHER_MONTH.finditer(more[0]):
                span = (more.start() + other.start(), more.start() + other.end())
                yield span, single(*span, Part(more["y"] or found["y"], two(other["m"]), two(found["d"])))
