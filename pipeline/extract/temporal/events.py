"""Time that is counted from an event: durations with their anchor, and events that end.

"trong vòng 05 ngày làm việc kể từ ngày nhận hồ sơ" is a duration with an anchor; "Kết thúc đợt
thi đua, …" is an anchor alone, taken only where it stands as an adverbial before a comma. A
count of years that tells how long something has been going on ("10 năm thực hiện Chỉ thị",
"90 năm Ngày thành lập") is neither.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.dates import Bound
from models.lexicon import load_table

_NUMBER = r"(?P<n>\d{1,3}|một|hai|ba|bốn|năm|sáu|chín|mười)(?: ?\([^)\n]{1,20}\))?"
_UNITS = {"giờ": "PT{}H", "ngày": "P{}D", "tuần": "P{}W", "tháng": "P{}M", "năm": "P{}Y"}
_LIMIT = (
    r"(?P<cue>(?:trong vòng|trong thời hạn|trong thời gian|thời hạn|trong|không quá|tối đa|sau|trước|"
    r"chậm nhất(?: là| sau| trong(?: vòng)?)?|muộn nhất(?: là| sau)?)(?: là)? )"
)
# What happens again and again, or once, and may be counted from without "ngày" or "khi": "sau mỗi buổi tiêm".
_HAPPENING = (
    r"(?:mỗi|từng|các|buổi|cuộc|đợt|trận|cơn|chuyến|phiên|kỳ họp|hội nghị|đại hội|lễ|lớp|kết thúc|bão|lũ|"
    r"thiên tai)(?!\w)"
)
_LINK = (
    r"(?P<link>(?:kể |tính )?từ (?=ngày|khi|thời điểm|lúc|sau)|kể từ |tính từ |"
    rf"so với (?=ngày|thời điểm|khi|lúc)|(?=khi [^\W\d])|sau (?=khi|ngày|{_HAPPENING})|"
    rf"trước (?=khi|ngày|thời điểm|{_HAPPENING}))"
)
_WITH_ANCHOR = re.compile(
    rf"(?<![\w/.,]){_LIMIT}?{_NUMBER} (?P<unit>giờ|ngày|tuần|tháng|năm)(?P<work> làm việc)?,? "
    rf"{_LINK}(?P<anchor>[^,.;:()|\n]{{3,100}})"
)
_ALONE = re.compile(
    r"(?<!\w)(?P<cue>trong vòng|trong thời hạn|chậm nhất (?:sau|trong(?: vòng)?)|không quá|thời hạn(?: là)?) "
    rf"{_NUMBER} (?P<unit>giờ|ngày|tuần)(?P<work> làm việc)?(?!\w)(?! (?:qua|tới|đầu|cuối|đêm|gần|nay|\d))"
)
# "sau khi kết thúc hội thi 10 ngày", "sau đại hội 07 ngày, gửi …": the count stands behind its event.
_BEHIND = re.compile(
    r"(?<!\w)(?:chậm nhất )?(?P<link>sau|trước) (?!(?:ngày|tháng|quý|năm) \d)"
    r"(?P<anchor>(?:khi )?[^\W\d][^,.;:()|\n\d]{2,60}?) (?:ít nhất |tối thiểu )?(?P<n>\d{1,3}) "
    r"(?P<unit>giờ|ngày|tuần|tháng)(?P<work> làm việc)?(?= ?[,.;)|\n]|$| phải(?!\w))"
)
# "Sau mỗi trận bão, trong vòng 24 giờ": the event opens the clause, its count follows.
_BEFORE = re.compile(
    rf"(?<!\w)(?:ngay )?sau (?P<anchor>(?:khi [^,.;:()|\n\d]|{_HAPPENING})[^,.;:()|\n\d]{{0,60}}?),? "
    rf"(?:trong vòng|trong thời hạn|chậm nhất(?: là| sau| trong(?: vòng)?)?) {_NUMBER} "
    r"(?P<unit>giờ|ngày|tuần)(?P<work> làm việc)?(?!\w)"
)
# A plan takes effect "kể từ ngày ký".
_IN_FORCE = re.compile(
    r"(?<!\w)(?:hiệu lực|thực hiện|áp dụng)(?: thi hành| thực hiện)? "
    r"(?P<event>(?:kể )?từ (?P<anchor>ngày (?:ký|ban hành)(?: ban hành)?))(?= ?[.,;/\n]|$)"
)
# "xử lý môi trường ngay sau khi nước rút": an event that sets when an act closes its clause.
_AT_ONCE = re.compile(r"(?<=[^\W\d_] )ngay (?P<anchor>sau khi [^\W\d][^,.;:()|\n\d]{2,60})(?= ?[.;\n]|$)")
_SOLAR_TERM = re.compile(r"(?<!\w)trước (?P<anchor>tiết (?P<term>\w{2,5} \w{2,6}))(?!\w)")
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


def find_anchored(low: str) -> list[Anchored]:
    """Durations and events that act as time adverbials, in order."""
    found = [*_durations(low), *_events(low)]
    return sorted(found, key=lambda anchored: anchored.start)


def _durations(low: str) -> Iterator[Anchored]:
    anchored: list[tuple[int, int]] = []
    for found in _WITH_ANCHOR.finditer(low):
        cue = (found["cue"] or "").strip()
        if found["unit"] in ("tháng", "năm") and not cue:
            continue
        anchor = _ANCHOR_ENDS.split(found["anchor"], maxsplit=1)[0].rstrip()
        if anchor in ("ngày", "khi", "lúc", "thời điểm"):
            continue  # a speck that was read as a full stop cut the event off
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
            yield _anchored(found, found.end(), Bound.BY, found.span("anchor"))
    for found in _ALONE.finditer(low):
        if any(start <= found.start() < end for start, end in anchored):
            continue
        if found["cue"] == "không quá" and not found["work"]:
            continue  # "đại hội không quá 02 ngày" is a length; working days are a limit
        yield _anchored(found, found.end(), Bound.BY, None)
    for found in _BEHIND.finditer(low):
        if not any(start < found.end() and found.start() < end for start, end in anchored):
            bound = Bound.BEFORE if found["link"] == "trước" else Bound.BY
            yield _anchored(found, found.end(), bound, found.span("anchor"))


def _anchored(found: re.Match[str], end: int, bound: Bound, anchor: tuple[int, int] | None) -> Anchored:
    numbers: dict[str, int] = load_table("temporal")["small_numbers"]
    number = numbers[found["n"]] if found["n"] in numbers else int(found["n"])
    return Anchored(found.start(), end, bound, _UNITS[found["unit"]].format(number), bool(found["work"]), anchor)


_CLAUSE_START = r"(?:(?<![^\n])|(?<=[.;:+)•] )|(?<=(?<!\w)[-] )|(?<=(?<!\w)[a-zđ]\) ))"
_PLAN_ISSUED = (
    r"(?:ngay )?sau khi (?:[^,.;:\n]{0,40} )?(?:nhận được |có )?(?:kế hoạch|hướng dẫn|văn bản)(?: này)?(?: được)?"
    r"(?: (?:ban hành|phê duyệt|ký))?"
    r"|(?:ngay )?sau khi (?:ban hành|phê duyệt|nhận được) (?:kế hoạch|hướng dẫn)[^,.;:\n]{0,40}"
)


def _events(low: str) -> Iterator[Anchored]:
    finished = "|".join(sorted(map(re.escape, load_table("temporal")["words"]["finished"]), key=len, reverse=True))
    ending = rf"(?:(?:ngay )?sau )?(?:khi )?kết thúc (?:{finished})(?!\w)[^,.;:\n]{{0,60}}"
    for found in re.finditer(rf"{_CLAUSE_START}(?P<event>{ending}|{_PLAN_ISSUED})(?=,)", low):
        if not re.search(r"\d", found["event"]):
            yield Anchored(*found.span("event"), Bound.AFTER, None, None, found.span("event"))
    for found in _AT_ONCE.finditer(low):
        yield Anchored(*found.span(), Bound.AFTER, None, None, found.span("anchor"))
    for found in _IN_FORCE.finditer(low):
        yield Anchored(*found.span("event"), Bound.FROM, None, None, found.span("anchor"))
    terms: list[str] = load_table("temporal")["words"]["solar_terms"]
    for found in _SOLAR_TERM.finditer(low):
        if any(found["term"].startswith(term) for term in terms):
            end = found.start("term") + max(len(term) for term in terms if found["term"].startswith(term))
            yield Anchored(found.start(), end, Bound.BEFORE, None, None, (found.start("anchor"), end))
