"""Spans of the calendar: months, quarters, half-years, years, school years and terms.

A bare number is taken for a year or month only where its neighbours say so; a number that
counts things ("đến 2025 người") never is.
"""

import re

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
    listed,
    member_spans,
    single,
    two,
)
from pipeline.extract.temporal.text import Prepared

# "giai đoạn 2021 - 2025", "năm học 2023-2024", "từ năm 2021 đến năm 2025", "(2016 - 2020)", "2021 - 25"
_TERM = r"(?:giai đoạn|nhiệm kỳ|nhiệm kì|thời kỳ|thời kì|năm học|niên kh[oó][aá]|kh[oó][aá]|niên độ)"
_YEAR_RANGE = re.compile(
    rf"(?<![\w/\-])(?P<term>{_TERM} (?:\d năm )?)?(?:từ )?(?:(?:các )?{NAM} )?(?<![/\-.,])(?P<a>(?:1[6-9]|20)\d\d)"
    rf"(?: ?- ?| (?:đến|tới) (?:hết )?)(?:{NAM} )?(?P<b>(?:1[6-9]|20)\d\d|(?(term)\d\d|(?!)))(?![\w]|[/\-.]\d|/\w)"
)


def year_ranges(prepared: Prepared) -> Found:
    """Ranges of years, with the word that names them."""
    for found in _YEAR_RANGE.finditer(prepared.low):
        first, last = found["a"], found["b"]
        last = first[:2] + last if len(last) == 2 else last
        if not int(first) < int(last) <= int(first) + 150:
            continue
        yield found.span(), [Point(*found.span(), Part(first), Part(last), is_term=bool(found["term"]))]


_COUNT = r"(?P<n>0?[1-9]|1[0-2]|ba|sáu|chín|mười)"
_MONTHS_OF_YEAR = re.compile(
    rf"(?<![\w/.,\-]){_COUNT} {THANG}(?: (?P<end>đầu|cuối)"
    rf"(?: (?:của )?{NAM}(?: (?P<y>{YEAR}))?| (?P<y2>{YEAR}))| {NAM} (?P<y3>{YEAR}))(?!\w)"
)
_HALF_YEAR = re.compile(
    rf"(?<!\w)nửa (?:năm )?(?P<end>đầu|cuối)(?: (?:của )?{NAM}(?: (?P<y>{YEAR}))?| (?P<y2>{YEAR}))(?!\w)"
)


def months_of_year(prepared: Prepared) -> Found:
    """The first or last N months of a year: half-years as such, others as a range of months."""
    numbers: dict[str, int] = load_table("temporal")["small_numbers"]
    for found in _MONTHS_OF_YEAR.finditer(prepared.low):
        year = found["y"] or found["y2"] or found["y3"]
        count = numbers[found["n"]] if found["n"] in numbers else int(found["n"])
        if count in (1, 12) or (found["end"] is None and count not in (3, 6, 9, 10, 11)):
            continue  # "5 tháng năm 2020" reads as five months, then the year
        yield found.span(), [_months(found, year, count, is_last=found["end"] == "cuối")]
    for found in _HALF_YEAR.finditer(prepared.low):
        yield found.span(), [_months(found, found["y"] or found["y2"], 6, is_last=found["end"] == "cuối")]


def _months(found: re.Match[str], year: str | None, count: int, *, is_last: bool) -> Point:
    if count == 6:
        return Point(*found.span(), Part(year, "41" if is_last else "40"))
    first, last = (13 - count, 12) if is_last else (1, count)
    return Point(*found.span(), Part(year, two(first)), Part(year, two(last)))


_QUARTER = r"(?:[ivl1|]{1,3}|0?[1-4])(?!\w)"
_QUARTERS = re.compile(rf"{QUY}\.? ?(?P<q>{_QUARTER}(?:{LIST_JOIN}(?:{QUY} )?{_QUARTER}){{0,3}})(?:{YEAR_TAIL})?")
# "Q1/2024", "QII/2020": only with the year, since a bare Q1 is a district
_SHORT_QUARTER = re.compile(rf"(?<!\w)q\.? ?(?P<q>{_QUARTER}){YEAR_TAIL}")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def quarters(prepared: Prepared) -> Found:
    """Quarters in Roman or arabic figures, alone, in lists and in ranges."""
    for pattern in (_QUARTERS, _SHORT_QUARTER):
        for found in pattern.finditer(prepared.low):
            tokens = re.findall(_QUARTER, found["q"])
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


def _read_quarter(token: str) -> int | None:
    if token.isdecimal() and token.lstrip("0") in ("1", "2", "3", "4"):
        return int(token)
    return _ROMAN.get(re.sub(r"[l1|]", "i", token))


def _doubtful(point: Point) -> Point:
    return Point(point.start, point.end, point.first, point.last, "repaired")


_MONTH_NUMBER = rf"{MONTH}(?! ?/ ?\d{{1,2}}(?!\d)|\w| tháng)"
_MONTHS = re.compile(
    rf"{THANG}:? ?(?P<m>{_MONTH_NUMBER}(?:{LIST_JOIN}(?:{THANG} )?{_MONTH_NUMBER}){{0,11}})(?:{YEAR_TAIL})?"
)
# "6/2020" and "T6/2020"; a number before a longer symbol was struck out already
_BARE_MONTH = re.compile(rf"(?<![\w/.,\-])(?:t\.? ?)?(?P<m>{MONTH}) ?/ ?(?P<y>{YEAR})(?![\w/])")


def months(prepared: Prepared) -> Found:
    """Months, alone or in lists, with or without their year, in figures or in words."""
    low = prepared.low
    for found in _MONTHS.finditer(low):
        numbers = re.findall(r"\d+", found["m"])
        spans = member_spans(found, "m", rf"(?:{THANG} )?\d+")
        is_named = len(re.findall(THANG, found[0])) == len(numbers)
        if not is_named and found["y"] is None and not re.match(r" ?(?:[.;:)|\n]|$)", low[found.end() :]):
            # "Trong tháng 6, 10 đơn vị": without a year only what ends a clause is a list
            numbers, spans = numbers[:1], [(found.start(), spans[0][1])]
        parts = [Part(found["y"], two(number)) for number in numbers]
        points = listed(parts, spans, is_range=bool(RANGE_JOIN.search(found["m"])))
        yield (spans[0][0], spans[-1][1]), points
    for found in _BARE_MONTH.finditer(low):
        yield found.span(), single(*found.span(), Part(found["y"], two(found["m"])))
    words: dict[str, int] = load_table("temporal")["months"]
    names = "|".join(sorted(words, key=len, reverse=True))
    named = rf"(?<!cách mạng )(?:{NGAY} (?P<d>{DAY}) )?{THANG} (?P<m>{names})(?!\w)(?:{YEAR_TAIL})?"
    for found in re.finditer(named, low):
        is_name = prepared.text[found.start("m")].isupper() and not found[0].isupper()
        if found["y"] is not None or is_name:  # "tháng năm" in small letters is "month, year"
            day = two(found["d"]) if found["d"] else None
            yield found.span(), single(*found.span(), Part(found["y"], two(words[found["m"]]), day))


_MORE_YEARS = rf"(?: ?(?:,|và|hoặc) ?{YEAR}(?![/\-.]\d| ?- ?\d)){{0,12}}"
_YEARS = re.compile(rf"{NAM}:? ?(?:trong )?(?P<years>{YEAR}{_MORE_YEARS})(?![/\-]\d|/\w)")
_CUED_YEAR = re.compile(
    r"(?<!\w)(?:đến hết|đến|tới|trong|vào|trước|sau|hết|từ|tầm nhìn) (?P<y>(?:19|20)\d\d)"
    r"(?![\w%]|[/\-.,]\d|/)(?=(?P<after>[^\n]{0,14}))"
)


def years(prepared: Prepared) -> Found:
    """Years: behind "năm", in its lists ("năm 2019, 2020"), or bare where the neighbours allow it."""
    low = prepared.low
    for found in _YEARS.finditer(low):
        for span, year in zip(member_spans(found, "years", r"\d+"), re.findall(r"\d+", found["years"]), strict=True):
            yield span, [Point(*span, Part(year))]
    words = load_table("temporal")["words"]
    after = "|".join(map(re.escape, words["after_bare_year"]))
    for found in _CUED_YEAR.finditer(low):
        follows = re.match(rf" ?(?:[,.;:)\"”\n]|$|(?:{after})(?!\w))", found["after"])
        if follows and not counts_things(low, found.end("y")):
            yield found.span("y"), [Point(*found.span("y"), Part(found["y"]))]
    before = "|".join(map(re.escape, words["before_bare_year"]))
    for found in re.finditer(rf"(?<!\w)(?:{before}) (?P<y>20[0-4]\d)(?![\w/]|[\-.]\d| ?%)", low):
        yield found.span("y"), [Point(*found.span("y"), Part(found["y"]))]
