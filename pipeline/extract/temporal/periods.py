"""Spans of the calendar: months, quarters, half-years, years, school years and terms.

A bare number is taken for a year or month only where its neighbours say so; a number that
counts things ("đến 2025 người") never is.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from models.lexicon import load_table
from pipeline.extract.temporal.points import (
    DAY,
    LIST_JOIN,
    MONTH,
    NAM,
    NGAY,
    QUY,
    RANGE_JOIN,
    THANG,
    YEAR,
    YEAR_TAIL,
    Found,
    Part,
    Point,
    counts_things,
    full_year,
    listed,
    member_spans,
    single,
    two,
)
from pipeline.extract.temporal.scan import places, tried
from pipeline.extract.temporal.text import Prepared

# "giai đoạn 2021 - 2025", "năm học 2023-2024", "từ năm 2021 đến năm 2025", "(2016 - 2020)", "2021 - 25"
_TERM = r"(?:giai đoạn|nhiệm kỳ|nhiệm kì|thời kỳ|thời kì|năm học|niên kh[oó][aá]|kh[oó][aá]|niên độ)"
_YEAR_RANGE = re.compile(
    rf"(?<![\w/\-])(?P<term>{_TERM} (?:\d năm )?)?(?:từ )?(?:(?:các )?{NAM} )?(?<![/\-.,])(?P<a>(?:1[6-9]|20)\d\d)"
    rf"(?: ?- ?| (?:đến|tới) (?:hết )?)(?:{NAM} )?(?P<b>(?:1[6-9]|20)\d\d|(?(term)\d\d|(?!)))(?![\w]|[/\-.]\d|/\w)"
)
# "năm học 2022/2023": two years that follow each other
_SPLIT_YEAR = re.compile(rf"{NAM} (?:học )?(?P<a>20\d\d) ?/ ?(?P<b>20\d\d)(?![\w/\-])")


_TWO_YEARS = re.compile(rf"(?:1[6-9]|20)\d\d(?: ?- ?| (?:đến|tới) (?:hết )?)(?:{NAM} )?\d\d")


def year_ranges(prepared: Prepared) -> Found:
    """Ranges of years, with the word that names them."""
    for found in _near(_YEAR_RANGE, prepared.low, tried(_TWO_YEARS, prepared.low, prepared.figures), reach=34):
        first, last = found["a"], found["b"]
        last = first[:2] + last if len(last) == 2 else last
        if not int(first) < int(last) <= int(first) + 150:
            continue
        yield found.span(), [Point(*found.span(), Part(first), Part(last), is_term=bool(found["term"]))]
    for found in tried(_SPLIT_YEAR, prepared.low, prepared.years):
        if int(found["b"]) == int(found["a"]) + 1:
            yield found.span(), [Point(*found.span(), Part(found["a"]), Part(found["b"]), is_term=True)]


def _near(pattern: re.Pattern[str], low: str, cores: Iterable[re.Match[str]], reach: int) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` finds, where each finding begins at most `reach` characters before a core."""
    end = 0
    for core in cores:
        if core.start() >= end and (found := pattern.search(low, max(end, core.start() - reach), core.end() + 16)):
            yield found
            end = found.end()


_COUNT = r"(?P<n>0?[1-9]|1[0-2]|ba|sáu|chín|mười)"
_MONTHS_OF_YEAR = re.compile(
    rf"(?<![\w/.,\-]){_COUNT} {THANG}(?: (?P<end>đầu|cuối)"
    rf"(?: (?:của )?{NAM}(?: (?P<y>{YEAR}))?| (?P<y2>{YEAR}))| {NAM} (?P<y3>{YEAR}))(?!\w)"
)
# "hai quý đầu năm 2023"
_QUARTERS_OF_YEAR = re.compile(
    rf"(?<!\w)(?P<n>0?[23]|hai|ba) {QUY} (?P<end>đầu|cuối)(?: (?:của )?{NAM}(?: (?P<y>{YEAR}))?| (?P<y2>{YEAR}))(?!\w)"
)
_HALF_YEAR = re.compile(
    rf"(?<!\w)nửa (?:năm )?(?P<end>đầu|cuối)(?: (?:của )?{NAM}(?: (?P<y>{YEAR}))?| (?P<y2>{YEAR}))(?!\w)"
)


def months_of_year(prepared: Prepared) -> Found:
    """The first or last N months of a year: half-years as such, others as a range of months."""
    numbers: dict[str, int] = load_table("temporal")["small_numbers"]
    counted = [month - back for month in prepared.months for back in (5, 4, 3, 2) if month >= back]
    for found in tried(_MONTHS_OF_YEAR, prepared.low, counted):
        year = found["y"] or found["y2"] or found["y3"]
        count = numbers[found["n"]] if found["n"] in numbers else int(found["n"])
        if count in (1, 12) or (found["end"] is None and count not in (3, 6, 9, 10, 11)):
            continue  # "5 tháng năm 2020" reads as five months, then the year
        yield found.span(), [_months(found, year, count, is_last=found["end"] == "cuối")]
    before = [quarter - back for quarter in prepared.quarters for back in (4, 3, 2) if quarter >= back]
    for found in tried(_QUARTERS_OF_YEAR, prepared.low, before):
        count = 3 * (numbers[found["n"]] if found["n"] in numbers else int(found["n"]))
        yield found.span(), [_months(found, found["y"] or found["y2"], count, is_last=found["end"] == "cuối")]
    for found in tried(_HALF_YEAR, prepared.low, places(prepared.low, "nửa ")):
        yield found.span(), [_months(found, found["y"] or found["y2"], 6, is_last=found["end"] == "cuối")]


def _months(found: re.Match[str], year: str | None, count: int, *, is_last: bool) -> Point:
    if count == 6:
        return Point(*found.span(), Part(year, "41" if is_last else "40"))
    first, last = (13 - count, 12) if is_last else (1, count)
    return Point(*found.span(), Part(year, two(first)), Part(year, two(last)))


_QUARTER = r"(?:[ivl1|]{1,3}|0?[1-4])(?!\w)"
_QUARTER_FIGURE = re.compile(_QUARTER)
_QUARTERS = re.compile(rf"{QUY}\.? ?(?P<q>{_QUARTER}(?:{LIST_JOIN}(?:{QUY} )?{_QUARTER}){{0,3}})(?:{YEAR_TAIL})?")
# "Q1/2024", "QII/2020": only with the year, since a bare Q1 is a district
_SHORT_QUARTER = re.compile(rf"(?<!\w)q\.? ?(?P<q>{_QUARTER}){YEAR_TAIL}")
_Q = re.compile(r"q(?=\.? ?[ivl1|0-4])")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def quarters(prepared: Prepared) -> Found:
    """Quarters in Roman or arabic figures, alone, in lists and in ranges."""
    low = prepared.low
    for pattern, starts in ((_QUARTERS, prepared.quarters), (_SHORT_QUARTER, _short_quarters(low))):
        for found in tried(pattern, low, starts):
            tokens = _QUARTER_FIGURE.findall(found["q"])
            numbers = [_read_quarter(token) for token in tokens]
            if any(number is None for number in numbers):
                continue
            is_bare = found["y"] is None and not re.match(r"q(?:u[ýí]|ú[yi])", found[0])
            if is_bare:
                continue  # "quy 1" without the accent is a quarter only with its year
            parts = [Part(found["y"], str(32 + number)) for number in numbers if number is not None]
            points = listed(parts, member_spans(found, "q", _QUARTER), is_range=bool(RANGE_JOIN.search(found["q"])))
            is_repaired = any(token not in _ROMAN and token.lstrip("0") not in "1234" for token in tokens)
            yield found.span(), [_doubtful(point) for point in points] if is_repaired else points


def _short_quarters(low: str) -> list[int]:
    return [found.start() for found in _Q.finditer(low)]


def _read_quarter(token: str) -> int | None:
    if token.isdecimal() and token.lstrip("0") in ("1", "2", "3", "4"):
        return int(token)
    return _ROMAN.get(re.sub(r"[l1|]", "i", token))


def _doubtful(point: Point) -> Point:
    return Point(point.start, point.end, point.first, point.last, "repaired")


# "tháng 3/99", "quý I/99": behind the word for month or quarter two figures are a year
_SHORT_YEAR = re.compile(
    rf"(?:{THANG} (?P<m>{MONTH})|{QUY} ?(?P<q>{_QUARTER}))(?: ?/ ?|-)(?P<y>\d\d)(?![\w/]|[.,]\d| ?-)"
)


def short_years(prepared: Prepared) -> Found:
    """Months and quarters with a year of two digits, which is doubtful where the text prints it nowhere in full."""
    low = prepared.low
    for found in tried(_SHORT_YEAR, low, sorted([*prepared.months, *prepared.quarters])):
        year = full_year(found["y"])
        quarter = _read_quarter(found["q"]) if found["q"] else None
        month = two(found["m"]) if found["m"] else str(32 + quarter) if quarter else None
        is_span = "-" in found[0] and int(found["y"]) <= _LAST_MONTH  # "tháng 3-05" may be to May
        if month and not is_span:
            doubt = None if places(low, year) else "two_digit_year"
            yield found.span(), single(*found.span(), Part(year, month), doubt)


_LAST_MONTH = 12
_MONTH_NUMBER = rf"{MONTH}(?! ?/ ?\d{{1,2}}(?!\d)|\w| tháng)"
_MONTHS = re.compile(
    rf"{THANG}:? ?\(?(?P<m>{_MONTH_NUMBER}(?:{LIST_JOIN}(?:{THANG} )?{_MONTH_NUMBER}){{0,11}})(?:{YEAR_TAIL})?"
)
_MONTH_AND_YEAR = re.compile(rf"{MONTH} ?/ ?{YEAR}(?![\w/])")
_LIST_ENDS = re.compile(r" ?(?:[.;:)|\n]|$)")
_CLAUSE_ENDS = re.compile(r" ?(?:[.,;:)|\n]|$)")
# "6/2020" and "T6/2020"; a number before a longer symbol was struck out already
_BARE_MONTH = re.compile(rf"(?:(?<![\w/.,\-])|(?<=/\d{{4}}-))(?:t\.? ?)?(?P<m>{MONTH}) ?/ ?(?P<y>{YEAR})(?![\w/])")

# "10 - 12/2025": what columns of times hold for months of one year
_MONTH_SPAN = re.compile(rf"(?<![\w/.,\-])(?P<a>{MONTH}) ?- ?(?P<b>{MONTH}) ?/ ?(?P<y>{YEAR})(?![\w/])")


def months(prepared: Prepared) -> Found:
    """Months, alone or in lists, with or without their year, in figures or in words."""
    low = prepared.low
    for found in tried(_MONTHS, low, prepared.months):
        numbers = re.findall(r"\d+", found["m"])
        spans = member_spans(found, "m", rf"(?:{THANG} )?\d+")
        if "(" in found[0]:
            if len(numbers) == 1 and found["y"] is None:
                continue  # "06 tháng (01 lần)"
            spans[0] = (found.start("m"), spans[0][1])  # "03 tháng (02, 3, 4/2020)"
        is_named = len(re.findall(THANG, found[0])) == len(numbers)
        is_span = "," not in found["m"] and not counts_things(low, found.end())
        ends = _CLAUSE_ENDS if is_span else _LIST_ENDS
        if not is_named and found["y"] is None and not ends.match(low, found.end()):
            # "Trong tháng 6, 10 đơn vị": without a year only what ends a clause is a list
            numbers, spans = numbers[:1], spans[:1]
        parts = [Part(found["y"], two(number)) for number in numbers]
        points = listed(parts, spans, is_range=bool(RANGE_JOIN.search(found["m"])))
        yield (spans[0][0], spans[-1][1]), points
    spans_of_months = [
        found for found in tried(_MONTH_SPAN, low, prepared.figures) if int(found["a"]) < int(found["b"])
    ]
    for found in spans_of_months:
        first, last = (Part(found["y"], two(found[end])) for end in "ab")
        yield found.span(), [Point(*found.span(), first, last)]
    within = {at for found in spans_of_months for at in range(*found.span())}
    for found in _near(_BARE_MONTH, low, tried(_MONTH_AND_YEAR, low, prepared.figures), reach=3):
        if found.start("m") not in within:
            yield found.span(), single(*found.span(), Part(found["y"], two(found["m"])))
    words: dict[str, int] = load_table("temporal")["months"]
    for found in tried(_named_months(), low, sorted([*prepared.days, *prepared.months])):
        is_name = prepared.text[found.start("m")].isupper() and not found[0].isupper()
        if found["y"] is not None or is_name:  # "tháng năm" in small letters is "month, year"
            day = two(found["d"]) if found["d"] else None
            yield found.span(), single(*found.span(), Part(found["y"], two(words[found["m"]]), day))


_T = rf"t\.? ?{MONTH}"
_SHORT_MONTHS = re.compile(
    rf"(?<!\w)(?P<m>{_T}(?: ?(?:,|;|và|-|đến) ?(?:t\.? ?)?{MONTH}){{0,11}})(?:(?P<tail>{YEAR_TAIL})|(?!\w|/))"
)
# What closes a cell of a table or a line.
_CELL_END = re.compile(r" ?(?=\||\n|$)")
_NO_WEEKDAYS = frozenset((1, 8, 9, 10, 11, 12))


def short_months(prepared: Prepared) -> Found:
    """Months as the columns of tables have them: "T1", "T3, T6, T9", "T3 - T5/2024".

    Weekdays are written alike, but run from T2 to T7: without a year they are months only where
    some cell of the text holds another number.
    """
    low = prepared.low
    starts = sorted({at for figure in prepared.figures for at in range(max(0, figure - 3), figure) if low[at] == "t"})
    matches = [found for found in tried(_SHORT_MONTHS, low, starts) if found["tail"] or _fills_cell(low, found)]
    numbers = [[int(number) for number in re.findall(r"\d+", found["m"])] for found in matches]
    are_months = any(_NO_WEEKDAYS.intersection(each) for each in numbers)
    for found, each in zip(matches, numbers, strict=True):
        if found["tail"] or are_months:
            parts = [Part(found["y"], two(number)) for number in each]
            spans = member_spans(found, "m", r"(?:t\.? ?)?\d+")
            yield found.span(), listed(parts, spans, is_range=bool(RANGE_JOIN.search(found["m"])))


def _fills_cell(low: str, found: re.Match[str]) -> bool:
    opens = found.start() == 0 or low[found.start() - 1] == "\n" or low.endswith("| ", 0, found.start())
    return opens and _CELL_END.match(low, found.end()) is not None


# "Cả năm" in a column of times, "từ nay đến hết năm": the year that the plan is for
_WHOLE_YEAR = re.compile(r"(?:cả|trong|quanh|suốt) (?P<year>năm)(?= ?(?:\||\n|$|:))")
_END_OF_YEAR = re.compile(r"từ nay (?:cho )?(?:đến|tới) (?:hết |cuối )?(?P<year>năm)(?= ?(?:[.;,)|\n]|$))")


def own_year(prepared: Prepared) -> Found:
    """The plan's own year, where it is called so."""
    low = prepared.low
    for found in tried(_WHOLE_YEAR, low, places(low, "cả năm", "trong năm", "quanh năm", "suốt năm")):
        if found.start() == 0 or low[found.start() - 1] == "\n" or low.endswith("| ", 0, found.start()):
            yield found.span(), [Point(*found.span(), Part(None))]
    for found in tried(_END_OF_YEAR, low, places(low, "từ nay ")):
        yield found.span("year"), [Point(*found.span("year"), Part(None))]


@cache
def _named_months() -> re.Pattern[str]:
    names = "|".join(sorted(load_table("temporal")["months"], key=len, reverse=True))
    return re.compile(rf"(?<!cách mạng )(?:{NGAY} (?P<d>{DAY}) )?{THANG} (?P<m>{names})(?!\w)(?:{YEAR_TAIL})?")


_MORE_YEARS = rf"(?: ?(?:,|và|hoặc) ?{YEAR}(?![/\-.]\d| ?- ?\d)){{0,12}}"
_YEARS = re.compile(
    rf"{NAM}:? ?(?:(?:trong|ngân sách|tài chính|tài khóa|kế hoạch) )?(?P<years>{YEAR}{_MORE_YEARS})(?![/\-]\d|/\w)"
)
_BARE_YEAR = re.compile(r"(?:19|20)\d\d(?![\w%]|[/\-.,]\d|/)")
# What tells a bare year: "đến 2025", "định hướng 2030", "cuối 2025".
_CUES = tuple(
    f"{cue} "
    for cue in [
        "đến",
        "tới",
        "trong",
        "vào",
        "trước",
        "sau",
        "hết",
        "từ",
        "đầu",
        "giữa",
        "cuối",
        "tầm nhìn",
        "định hướng",
    ]
)
# "03 năm liên tục (2023, 2024, 2025)"
_BRACKETED_YEARS = re.compile(rf"\({YEAR}(?:(?:, | và |; ){YEAR}){{1,9}}\)")
# Behind "đến" and the like a number in this span is a year, unless it counts; others are where the clause ends.
_LIKELY_YEAR = re.compile(r"19[3-9]|20[0-6]")
_CLAUSE_GOES_ON = re.compile(r" ?(?:[,.;:)\"”\n]|$)")
_NAMED_YEAR = re.compile(r"20[0-4]\d(?![\w/]|[\-.]\d| ?%)")


@cache
def _before_bare_year() -> tuple[str, ...]:
    return tuple(f"{word} " for word in load_table("temporal")["words"]["before_bare_year"])


def _stands_behind(low: str, start: int, words: tuple[str, ...]) -> bool:
    """Whether one of these words, each with its space, stands whole before `start`."""
    before = low[max(0, start - 20) : start]
    return before.endswith(words) and any(
        before.endswith(word) and not before[: -len(word)][-1:].isalnum() for word in words
    )


def years(prepared: Prepared) -> Found:
    """Years: behind "năm", in its lists ("năm 2019, 2020"), or bare where the neighbours allow it."""
    low = prepared.low
    for found in tried(_YEARS, low, prepared.years):
        for span, year in zip(member_spans(found, "years", r"\d+"), re.findall(r"\d+", found["years"]), strict=True):
            yield span, [Point(*span, Part(year))]
    for found in tried(_BRACKETED_YEARS, low, places(low, "(19", "(20")):
        for year in re.finditer(YEAR, found[0]):
            span = (found.start() + year.start(), found.start() + year.end())
            yield span, [Point(*span, Part(year[0]))]
    for found in tried(_BARE_YEAR, low, prepared.figures):
        is_far = not _LIKELY_YEAR.match(found[0]) and not _CLAUSE_GOES_ON.match(low, found.end())
        if _stands_behind(low, found.start(), _CUES) and not is_far and not counts_things(low, found.end()):
            yield found.span(), [Point(*found.span(), Part(found[0]))]
    for found in tried(_NAMED_YEAR, low, prepared.figures):
        if _stands_behind(low, found.start(), _before_bare_year()):
            yield found.span(), [Point(*found.span(), Part(found[0]))]
