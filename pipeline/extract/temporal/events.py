"""Time that is counted from an event: durations with their anchor, and events that end.

"trong vòng 05 ngày làm việc kể từ ngày nhận hồ sơ" is a duration with an anchor; "Kết thúc đợt
thi đua, …" is an anchor alone, taken only where it stands as an adverbial before a comma. A
count of years that tells how long something has been going on ("10 năm thực hiện Chỉ thị",
"90 năm Ngày thành lập") is neither.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from models.dates import Bound
from models.lexicon import load_table
from pipeline.extract.temporal.scan import Excerpt, lines_with, places
from pipeline.extract.temporal.text import Prepared

_NUMBER = (
    r"(?P<n>\d{1,3}|(?:hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín) mươi|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín"
    r"|mười(?: lăm)?)(?: ?\((?P<figure>\d{1,3})\)| ?\([^)\n]{1,20}\))?"
)
_SPACE = r"(?: |(?<=\d) ?(?=h))"  # "24 giờ", "24h"
_UNITS = {"giờ": "PT{}H", "h": "PT{}H", "ngày": "P{}D", "tuần": "P{}W", "tháng": "P{}M", "năm": "P{}Y"}
_LIMIT = (
    r"(?P<cue>(?:trong vòng|trong thời hạn|trong thời gian|thời hạn|trong|không quá|tối đa|sau|trước|"
    r"chậm nhất(?: là| sau| trong(?: vòng)?)?|muộn nhất(?: là| sau)?)(?: là)? )"
)
# What happens again and again, or once, and may be counted from without "ngày" or "khi": "sau mỗi buổi tiêm".
_HAPPENING = (
    r"(?:mỗi|từng|các|buổi|cuộc|đợt|trận|cơn|chuyến|phiên|kỳ họp|hội nghị|đại hội|lễ|lớp|kết thúc|bão|lũ|"
    r"thiên tai|bầu cử|khai mạc|khai giảng|tổ chức)(?!\w)"
)
_LINK = (
    r"(?P<link>(?:kể |tính )?từ (?=ngày|khi|thời điểm|lúc|sau)|kể từ |tính từ |"
    rf"so với (?=ngày|thời điểm|khi|lúc)|(?=khi [^\W\d])|sau (?=khi|ngày|{_HAPPENING})|"
    rf"trước (?=khi|ngày|thời điểm|{_HAPPENING}))"
)
_WITH_ANCHOR = re.compile(
    rf"(?<![\w/.,]){_LIMIT}?{_NUMBER}{_SPACE}(?P<unit>giờ|h(?!\w)|ngày|tuần|tháng|năm)(?P<work> làm việc)?"
    rf"(?:,? |\. (?=kể từ)){_LINK}(?P<anchor>[^,.;:()|\n]{{3,100}})"
)
_ALONE = re.compile(
    r"(?<!\w)(?P<cue>trong vòng|trong thời hạn|trong thời gian(?: là)?|chậm nhất (?:sau|trong(?: vòng)?)|không quá|"
    r"tối đa(?: là)?|trong|thời hạn(?: là)?|(?<=báo )trước|(?<=mời )trước|(?<=ký )trước|(?<=gửi )trước) "
    rf"{_NUMBER}{_SPACE}(?P<unit>giờ|h|ngày|tuần)(?P<work> làm việc)?(?!\w)"
    r"(?! (?:qua|tới|đầu|cuối|đêm|gần|nay|\d|liên|/))"
)
# "không quá 48 giờ" is a limit, "không quá 08 giờ" the length of a working day
_HALF_DAYS = ("12", "24", "36", "48", "72")
# Without working days these may tell a length ("đại hội không quá 02 ngày", "họp trong 01 ngày").
_LENGTHS = ("không quá", "tối đa", "tối đa là", "trong", "trong thời gian", "trong thời gian là")
_ENDS_ANCHOR = r"(?= ?[,.;)|\n]|$| (?:phải|gửi|có|báo cáo|tổng hợp)(?!\w))"
# "chậm nhất sau 10 ngày kết thúc đợt cao điểm"
_ENDING_BEHIND = re.compile(rf" (?P<anchor>(?:khi |ngày )?kết thúc [^,.;:()|\n\d]{{3,60}}?){_ENDS_ANCHOR}")
_AFTER_ENDING = re.compile(
    rf"(?<!\w)(?P<cue>sau) {_NUMBER} (?P<unit>giờ|ngày|tuần)(?P<work> làm việc)? "
    rf"(?P<anchor>kết thúc [^,.;:()|\n\d]{{3,60}}?){_ENDS_ANCHOR}"
)
# "sau khi kết thúc hội thi 10 ngày", "sau đại hội 07 ngày, gửi …": the count stands behind its event.
_BEHIND = re.compile(
    r"(?<!\w)(?:chậm nhất )?(?P<link>sau|trước) (?!(?:ngày|tháng|quý|năm) \d)"
    r"(?P<anchor>(?:khi )?[^\W\d][^,.;:()|\n\d]{2,60}?) (?:ít nhất |tối thiểu )?(?P<n>\d{1,3}) "
    r"(?P<unit>giờ|ngày|tuần|tháng)(?P<work> làm việc)?(?= ?[,.;)|\n]|$| (?:phải|theo|gửi|báo cáo)(?!\w))"
)
# "Sau mỗi trận bão, trong vòng 24 giờ", "Kết thúc Đại hội, trong vòng 10 ngày": the event opens the
# clause, its count follows.
_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:ngay )?sau (?P<anchor>(?:khi [^,.;:()|\n\d]|{_HAPPENING})[^,.;:()|\n\d]{{0,60}}?)"
    r"|(?:khi )?(?P<ended>kết thúc [^,.;:()|\n\d]{3,60}?)),? "
    rf"(?:trong vòng|trong thời hạn|chậm nhất(?: là| sau| trong(?: vòng)?)?) {_NUMBER}{_SPACE}"
    r"(?P<unit>giờ|h(?!\w)|ngày|tuần)(?P<work> làm việc)?(?!\w)"
)
# A plan takes effect "kể từ ngày ký".
_IN_FORCE = re.compile(
    r"(?<!\w)(?:hiệu lực|thực hiện|áp dụng)(?: thi hành| thực hiện)? "
    r"(?P<event>(?:kể )?từ (?P<anchor>ngày (?:ký|ban hành)(?: ban hành)?))(?= ?[.,;/\n]|$)"
)
# "xử lý môi trường ngay sau khi nước rút": an event that sets when an act closes its clause.
_AT_ONCE = re.compile(r"(?<=[^\W\d_] )ngay (?P<anchor>sau khi [^\W\d][^,.;:()|\n\d]{2,60})(?= ?[.;\n]|$)")
# "hoàn thành trước Tết Nguyên đán", "xong trước mùa mưa bão": a day that falls anew each year, here of no year
_SEASON = re.compile(
    r"(?<!\w)trước (?P<anchor>(?:dịp )?tết(?: (?:nguyên đán|âm lịch|cổ truyền|trung thu|nguyên tiêu))?"
    r"|mùa (?:mưa,? ?)?(?:bão|lũ|mưa|khô)(?:,? (?:bão|lũ))?|(?:lễ |ngày )?khai giảng(?: năm học(?: mới)?)?|năm học mới)"
    r"(?= ?[.,;:)|\n]|$| (?:và|để|cho|phải|các|theo)(?!\w))"
)
_SOLAR_TERM = re.compile(r"(?<!\w)trước (?P<anchor>tiết (?P<term>\w{2,5} \w{2,6}))(?!\w)")
_SPAN = re.compile(r"^(?:ngày )?\d[^a-zđ]{0,12}(?:tháng \d{1,2}[^a-zđ]{0,3})?(?:năm \d{4} )?(?:đến|tới|-)")
# The anchor is a noun phrase: the act that is due then starts with one of these.
_ANCHOR_ENDS = re.compile(
    r"(?<! của)(?<! từ)(?<! cho)(?<! với) "
    r"(?:để|thì|phải|các (?:cơ quan|đơn vị|địa phương)|gửi|báo cáo|hoàn thành|và)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Anchored:
    """A time counted from an event, in `Prepared.text[start:end]`; `anchor` is a span of it."""

    start: int
    end: int
    bound: Bound
    duration: str | None
    business_days: bool | None
    anchor: tuple[int, int] | None


def find_anchored(prepared: Prepared) -> list[Anchored]:
    """Durations and events that act as time adverbials, in order."""
    low = prepared.low
    counted = lines_with(low, _counts(prepared))
    eventful = lines_with(low, places(low, *_EVENTFUL))
    found = [_moved(each, counted) for each in _durations(counted.text)]
    found += [_moved(each, eventful) for each in _events(eventful.text)]
    return sorted(found, key=lambda anchored: anchored.start)


# One of these is in every event that sets when something is due.
_SEASONS = ("trước tết", "trước dịp tết", "trước mùa", "khai giảng", "trước năm học mới")
_EVENTFUL = ("kết thúc ", "sau khi ", "từ ngày ký", "từ ngày ban", "trước tiết ", *_SEASONS)
_HOURS = re.compile(r"[0-9] ?h(?!\w)")
_COUNT_BEFORE = re.compile(rf"(?:(?<![\w/.,]){_NUMBER.replace('?P<n>', '?:').replace('?P<figure>', '?:')}) ?$")


def _counts(prepared: Prepared) -> list[int]:
    """Where a number counts a unit of time: "05 ngày", "hai (02) tuần"."""
    low = prepared.low
    hours = [found.end() - 1 for found in _HOURS.finditer(low)]
    units = [
        *hours,
        *places(low, " giờ", " tuần"),
        *(at - 1 for at in (*prepared.days, *prepared.months, *prepared.years)),
    ]
    return [at for at in sorted(units) if at > 0 and _COUNT_BEFORE.search(low, max(0, at - 30), at)]


def _moved(anchored: Anchored, lines: Excerpt) -> Anchored:
    """The same with its place in the whole text."""
    start, end = lines.origin(anchored.start, anchored.end)
    return replace(anchored, start=start, end=end, anchor=lines.origin(*anchored.anchor) if anchored.anchor else None)


def _durations(low: str) -> Iterator[Anchored]:
    anchored: list[tuple[int, int]] = []
    for found in _WITH_ANCHOR.finditer(low):
        cue = (found["cue"] or "").strip()
        is_long = found["unit"] in ("tháng", "năm")
        if is_long and (not cue or (cue.startswith("trong") and found["link"].startswith("trước"))):
            continue  # "trong 05 năm trước thời điểm đề nghị" looks back
        anchor = _ANCHOR_ENDS.split(found["anchor"], maxsplit=1)[0].rstrip()
        if anchor in ("ngày", "khi", "lúc", "thời điểm"):
            continue  # a speck that was read as a full stop cut the event off
        if found["link"].startswith(("từ", "kể", "tính")) and _SPAN.search(anchor):
            continue  # "45 ngày, từ ngày 15/4 đến ngày 30/5" is that span
        start = found.start("anchor")
        ends = start + len(anchor)
        anchored.append((found.start(), ends))
        bound = Bound.AFTER if cue == "sau" else Bound.BY
        is_ahead = found["link"].startswith("trước") or (
            not found["link"].startswith(("sau", "từ", "kể", "tính")) and cue == "trước"
        )
        if is_ahead and not cue.startswith(("chậm nhất", "muộn nhất")):
            bound = Bound.BEFORE
        yield _anchored(found, ends, bound, (start, ends))
    for found in _BEFORE.finditer(low):
        if not any(start < found.end() and found.start() < end for start, end in anchored):
            anchored.append(found.span())
            yield _anchored(found, found.end(), Bound.BY, found.span("ended" if found["ended"] else "anchor"))
    for found in _AFTER_ENDING.finditer(low):
        if not any(start < found.end() and found.start() < end for start, end in anchored):
            anchored.append(found.span())
            yield _anchored(found, found.end(), Bound.AFTER, found.span("anchor"))
    for found in _ALONE.finditer(low):
        if any(start <= found.start() < end for start, end in anchored):
            continue
        is_limit = found["work"] or (
            found["cue"] == "không quá" and found["unit"] in ("giờ", "h") and found["n"] in _HALF_DAYS
        )
        is_clock = found["cue"] == "trước" and found["unit"] in ("giờ", "h")
        if is_clock or (found["cue"] in _LENGTHS and not is_limit):
            continue
        bound = Bound.BEFORE if found["cue"] == "trước" else Bound.BY
        ending = _ENDING_BEHIND.match(low, found.end())
        yield _anchored(
            found, ending.end() if ending else found.end(), bound, ending.span("anchor") if ending else None
        )
    for found in _BEHIND.finditer(low):
        if found["anchor"].startswith("đến ") or found["anchor"].endswith((" ngày", " tháng", " quý", " năm")):
            continue  # "từ ngày 20 tháng trước đến ngày 19 tháng này"
        if not any(start < found.end() and found.start() < end for start, end in anchored):
            bound = Bound.BEFORE if found["link"] == "trước" else Bound.BY
            yield _anchored(found, found.end(), bound, found.span("anchor"))


def _anchored(found: re.Match[str], end: int, bound: Bound, anchor: tuple[int, int] | None) -> Anchored:
    figure = found["n"] if found["n"].isdecimal() else found.groupdict().get("figure")
    number = int(figure) if figure else _in_words(found["n"])
    return Anchored(found.start(), end, bound, _UNITS[found["unit"]].format(number), bool(found["work"]), anchor)


def _in_words(number: str) -> int:
    """The value of "mười", "mười lăm", "ba mươi"."""
    numbers: dict[str, int] = load_table("temporal")["small_numbers"]
    first, *rest = number.split()
    return numbers[first] * 10 if rest == ["mươi"] else numbers[first] + (5 if rest else 0)


_CLAUSE_START = r"(?:(?<![^\n])|(?<=[.;:+)•] )|(?<=(?<!\w)[-] )|(?<=(?<!\w)[a-zđ]\) ))"
_PLAN_ISSUED = (
    r"(?:ngay )?sau khi (?:[^,.;:\n]{0,40} )?(?:nhận được |có )?(?:kế hoạch|hướng dẫn|văn bản)(?: này)?(?: được)?"
    r"(?: (?:ban hành|phê duyệt|ký))?"
    r"|(?:ngay )?sau khi (?:ban hành|phê duyệt|nhận được) (?:kế hoạch|hướng dẫn)[^,.;:\n]{0,40}"
)


_DIGIT = re.compile(r"\d")


@cache
def _ending() -> re.Pattern[str]:
    """The end of what a plan can come to the end of, or its issue, as an adverbial before a comma."""
    finished = "|".join(sorted(map(re.escape, load_table("temporal")["words"]["finished"]), key=len, reverse=True))
    ending = rf"(?:(?:ngay )?sau )?(?:khi )?kết thúc (?:{finished})(?!\w)[^,.;:\n]{{0,60}}"
    return re.compile(rf"{_CLAUSE_START}(?P<event>{ending}|{_PLAN_ISSUED})(?=,)")


def _events(low: str) -> Iterator[Anchored]:
    for found in _ending().finditer(low):
        if not _DIGIT.search(found["event"]):
            yield Anchored(*found.span("event"), Bound.AFTER, None, None, found.span("event"))
    for found in _AT_ONCE.finditer(low):
        yield Anchored(*found.span(), Bound.AFTER, None, None, found.span("anchor"))
    for found in _IN_FORCE.finditer(low):
        yield Anchored(*found.span("event"), Bound.FROM, None, None, found.span("anchor"))
    for found in _SEASON.finditer(low):
        yield Anchored(*found.span(), Bound.BEFORE, None, None, found.span("anchor"))
    terms: list[str] = load_table("temporal")["words"]["solar_terms"]
    for found in _SOLAR_TERM.finditer(low):
        if any(found["term"].startswith(term) for term in terms):
            end = found.start("term") + max(len(term) for term in terms if found["term"].startswith(term))
            yield Anchored(found.start(), end, Bound.BEFORE, None, None, (found.start("anchor"), end))
