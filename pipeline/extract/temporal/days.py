"""Days with their year: written and numeric, in lists, with blank, illegible or damaged parts.

Damage by recognition ("l5/O3/2O24", "3l/12/2020") is repaired only to a day that exists and is
marked as doubtful. Handwriting that came out as letters ("ngày â; tháng jj năm 2017") is
taken for a blank only in the date line, behind the place; it is never read.
"""

import re
from dataclasses import replace
from itertools import chain

from pipeline.extract.temporal.points import (
    DAY,
    LIST_JOIN,
    MONTH,
    NAM,
    NGAY,
    RANGE_JOIN,
    THANG,
    YEAR,
    Found,
    Part,
    full_year,
    is_counted,
    is_numbered,
    is_possible,
    listed,
    single,
    two,
)
from pipeline.extract.temporal.scan import places, tried
from pipeline.extract.temporal.text import Prepared
from pipeline.letters import CAPITALS

_DIGIT_LIKE = "0-9oil|zsbgq!"
_DIGIT_OF = str.maketrans("oil|zsbgq!", "0111256991")
_DAMAGED = re.compile(rf"[{_DIGIT_LIKE}]{{1,4}}")
_ELEVEN = ("ll", "ii", "il", "li", "||")
_BLANK = re.compile(r"[\s.…_/·,\-]*")

# "từ 8h00 ngày 13 đến 17 giờ 30 ngày 14 tháng 02": the hour between two days
_HOUR = r"\d{1,2} ?(?:h|giờ) ?(?:\d{2})?(?: ?phút)? (?=ng)"
_HOUR_INSIDE = re.compile(_HOUR)
_DAY_JOIN = rf"(?:{LIST_JOIN}| rạng (?:sáng )?)"
# "ngày 26, 27/12/2011", "từ 01 đến 15/5/2024", "26-27/12": two days or more share what follows.
_DAYS = re.compile(
    rf"(?:(?P<named>(?<!\w)(?:{NGAY}[ :(,]{{1,3}}){{1,2}})|(?<![\w/.,\-]))"
    rf"(?P<days>{DAY}(?:{_DAY_JOIN}(?:{_HOUR})?(?:(?:cả|sáng|chiều|tối|đêm) )?(?:{NGAY} )?{DAY}){{1,9}})"
    rf"(?: ?/ ?|(?<=\d)\.(?=\d\d?\.\d{{4}})|(?<=\d)-(?=\d\d?-\d{{4}})|,? {THANG} )(?P<m>1 [0-2](?=/)|{MONTH})"
    rf"(?:(?: ?[/.\-] ?|,? {NAM} )(?P<y>{YEAR})|(?! ?[/.\-] ?\d))(?![\w/])"
)


# "Ngày thi: 06, 07/6/2024", "Thời gian: 24, 25/6", "chiều 18 và cả ngày 19/6"
_DAYS_LABEL = re.compile(rf"(?<!\w)(?:(?:{NGAY}|thời gian|lịch) [^:\d\n]{{0,30}}:|thời gian:|sáng|chiều|tối|đêm) ?$")


def listed_days(prepared: Prepared) -> Found:
    """Lists and ranges of days that share month and year."""
    for found in tried(_DAYS, prepared.low, prepared.dated):
        is_range = bool(RANGE_JOIN.search(found["days"]))
        is_labelled = found["named"] or _DAYS_LABEL.search(prepared.low, max(0, found.start() - 40), found.start())
        if not is_labelled and (not is_range or is_numbered(prepared.low, found.start())):
            continue
        is_joined_twice = len(RANGE_JOIN.findall(found["days"])) > 1
        if is_joined_twice and "đến" in found["days"]:
            continue  # "từ ngày 16-6 đến ngày 25/12": the dash joins day and month
        offset = found.start("days")
        members = _without_hours(found["days"])
        days = [member[0] for member in members]
        spans = [(offset + member.start(), offset + member.end()) for member in members]
        spans[0], spans[-1] = (found.start(), spans[0][1]), (spans[-1][0], found.end())
        month = found["m"].replace(" ", "")  # "08/1 1/2019": recognition parted the two strokes of 11
        parts = [Part(found["y"], two(month), two(day)) for day in days]
        points = listed(parts, spans, is_range=is_range)
        yield found.span(), [replace(point, doubt="repaired") for point in points] if month != found["m"] else points


def _without_hours(days: str) -> list[re.Match[str]]:
    """The figures of a list of days that are days."""
    bare = _HOUR_INSIDE.sub(lambda hour: " " * len(hour[0]), days)
    return list(re.finditer(r"\d+", bare))


_WRITTEN = re.compile(
    rf"(?:(?<!\w)(?:{NGAY}[ ,]{{0,2}}){{1,2}}|(?<![\w/.,\-])(?=\d{{1,2}} {THANG}))"
    rf"(?P<d>(?:(?!{NGAY}|{THANG})[^\n]){{0,14}}?) ?{THANG} ?(?P<m>(?:(?!{NGAY}|{THANG})[^\n]){{0,14}}?)"
    rf"(?:[ ,]{{0,2}}(?<![^\W\d])n[ăãắằẵẳặaảàá]m[.:]? ?|(?<=\d) ?[/.\-] ?)"
    rf"(?P<y>[{_DIGIT_LIKE}](?: ?[{_DIGIT_LIKE}]){{1,3}})(?!\w)[.…_]{{0,6}}"
)
# What stands before the date of issue: the place ("Hòa Bình, ngày"), at most a few words long.
_PLACE_BEFORE = re.compile(rf"(?:^|[\n|\s])[{CAPITALS}][^,.;:\n]{{1,40}}, ?$")


def written_days(prepared: Prepared) -> Found:
    """Days written out, "ngày 12 tháng 02 năm 2020", with blank and illegible parts as XX."""
    for found in tried(_WRITTEN, prepared.low, prepared.dated):
        if found["d"][:1].isdecimal() and is_counted(prepared.low, found.start("d")):
            continue  # "tuần 2 tháng 6/2024" is no second of June
        if found["d"][:1].isdecimal() and not found["m"].strip() and not found[0].startswith("ng"):
            continue  # "9 tháng năm 2023" counts months
        year, year_repaired = _read_year(found["y"])
        day, day_repaired = _read_handwritten(found["d"])
        month, month_repaired = _read_handwritten(found["m"])
        is_open_to_blanks = _is_date_line(prepared, found) or (month is not None and _is_spoilt(found["d"]))
        if year is None or ((day is None or month is None) and not is_open_to_blanks):
            continue
        if day is None or month is None:
            doubt: str | None = "illegible"
        else:
            doubt = "repaired" if day_repaired or month_repaired or year_repaired else None
        part = Part(year, month or "XX", day or "XX")
        if not is_possible(part) and is_possible(replace(part, day="XX")) and _is_date_line(prepared, found):
            part, doubt = replace(part, day="XX"), "illegible"  # a handwritten 13 that was read as 43
        if part.day == part.month == "XX" and "X" in year:
            continue  # an empty form: nothing is printed that could be a value
        if doubt != "repaired" or is_possible(part):
            span = (found.start(), found.end() if "X" in year else found.end("y"))
            yield span, single(*span, part, doubt)


def _is_spoilt(token: str) -> bool:
    """Whether the day is a figure of which recognition lost a digit: "ngày 2§ tháng 4" is a day of April."""
    return len(token) <= 3 and any(map(str.isdecimal, token)) and not token.isdecimal() and " " not in token.strip()


def _is_date_line(prepared: Prepared, found: re.Match[str]) -> bool:
    line_start = prepared.low.rfind("\n", 0, found.start()) + 1
    before = prepared.text[max(line_start, found.start() - 60) : found.start()]
    return bool(_PLACE_BEFORE.search(before)) and prepared.low.startswith("ng", found.start())


def _read_handwritten(token: str) -> tuple[str | None, bool]:
    """A day or month that may be handwritten: two digits, "XX" where blank, None where illegible."""
    token = token.strip(" ,")
    if _BLANK.fullmatch(token):
        return "XX", False
    number, is_repaired = _read_number(token)
    return (None, False) if number is None or len(number) > 2 else (two(number), is_repaired)


def _read_number(token: str) -> tuple[str | None, bool]:
    """The digits of a number that recognition may have damaged, and whether it was repaired."""
    token = token.replace(" ", "")
    if token.isdecimal():
        return token, False
    if _DAMAGED.fullmatch(token) and (any(map(str.isdecimal, token)) or token in _ELEVEN):
        return token.translate(_DIGIT_OF), True
    return None, False


def _read_year(token: str) -> tuple[str | None, bool]:
    """A year, with X for digits that are left blank ("20…" is 20XX)."""
    number, is_repaired = _read_number(token)
    if number is not None and re.fullmatch(r"(?:1[6-9]|20)\d\d", number):
        return number, is_repaired or " " in token
    if number is not None and re.fullmatch(r"20\d?", number) and not is_repaired:
        return number.ljust(4, "X"), False
    return None, False


# "ngày … /5/2024", "ngày    /    /2026": figures with a blank before the slash
_BLANK_NUMERIC = re.compile(
    rf"(?<!\w)(?:{NGAY}:? ?){{1,2}}(?P<d>{DAY}|[.…_ ]{{0,12}}) ?/ ?"
    rf"(?P<m>{MONTH}|[.…_ ]{{0,12}}) ?/ ?(?P<y>{YEAR})(?![\w/])"
)


def blank_days(prepared: Prepared) -> Found:
    """Days in figures of which the day, or day and month, are left blank."""
    for found in tried(_BLANK_NUMERIC, prepared.low, prepared.days):
        day, month = (two(found[name]) if found[name].isdecimal() else "XX" for name in ("d", "m"))
        if "XX" in (day, month):
            yield found.span(), single(*found.span(), Part(found["y"], month, day))


_NUMERIC = re.compile(
    rf"(?:(?P<named>(?<!\w)(?:{NGAY} ?[,:.]? ?){{1,2}})|(?<![\w/.,\-])|(?<=[/.]\d{{4}}-)|(?<=[/.]\d-)|(?<=[/.]\d\d-))"
    rf"(?P<d>[{_DIGIT_LIKE}]{{1,2}})(?: ?(?P<s>[/\-]) ?|(?P<dot>\.))(?P<m>1 [0-2]|[{_DIGIT_LIKE}]{{1,2}})"
    rf"(?(dot)\.| ?(?P=s) ?)(?P<y>[{_DIGIT_LIKE}]{{4}}|(?:19|20)(?: \d ?\d|\d \d)|\d\d)(?!\w|/\d|-\d{{1,4}}(?![\d/.]))"
)
# A figure whose first digit was read as a letter: "l5/O3/2O24".
_LETTER_FIRST = re.compile(rf"[{_DIGIT_LIKE.removeprefix('0-9')}](?<!\w.)(?=[{_DIGIT_LIKE}]? ?[/\-.])")
# What tells a day with a year of two digits ("từ 15/8/16 đến 31/12/16") from other figures with strokes.
_SHORT_DAY_BEFORE = re.compile(
    r"(?<!\w)(?:từ|đến|hết|trước|vào|sáng|chiều|tối|nhất|hạn|xong) $|\| $|\d[/.]\d{2,4} ?- ?$"
)
_SHORT_DAY_AFTER = re.compile(
    r" ?(?:-|đến|tới) ?(?:hết )?(?:ngày )?\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}(?!\d)| ?(?:\||\n|$)"
)


def _is_short_day(low: str, start: int, end: int) -> bool:
    before = _SHORT_DAY_BEFORE.search(low, max(0, start - 12), start)
    return before is not None and (before[0] != "| " or _SHORT_DAY_AFTER.match(low, end) is not None)


_IN_WEEK = re.compile(r"(?<!\w)tuần(?: thứ)? $")
# A number glued to its date: "80101911/26.06.2025".
_GLUED = re.compile(r"(?<=\d/)(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?!\w)")
# As electronic signatures print it: "2026-05-15 08:04:53".
_ISO = re.compile(r"(?<![\w/.\-])(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\d/\-])")


def numeric_days(prepared: Prepared) -> Found:
    """Days in figures: 12/02/2020, 12-02-2020, 12.02.2020, and "ngày 12/02/20"."""
    low = prepared.low
    damaged = [found.start() for found in _LETTER_FIRST.finditer(low)]
    starts = sorted([*prepared.dated, *damaged]) if damaged else prepared.dated
    others = (tried(pattern, low, prepared.figures) for pattern in (_GLUED, _ISO))
    for found in chain(tried(_NUMERIC, low, starts), *others):
        tokens = (found["d"], found["m"], found["y"])
        letters = "".join(tokens)
        if 2 * sum(map(str.isdecimal, letters)) < len(letters):
            continue
        read = [_read_number(token) for token in tokens]
        day, month, year = (number or "" for number, _ in read)
        doubt = "repaired" if any(is_repaired for _, is_repaired in read) or " " in found["m"] + found["y"] else None
        if not (day and month and year):
            continue
        if len(year) == 2:
            if not found.groupdict().get("named") and not _is_short_day(low, *found.span()):
                continue
            year = full_year(year)
            doubt = doubt or (None if places(low, year) else "two_digit_year")
        part = Part(year, two(month), two(day))
        if not found.groupdict().get("named") and _IN_WEEK.search(low, max(0, found.start() - 16), found.start()):
            part = Part(year, two(month))  # "tuần 3/12/2025" is a week of December
        if not re.fullmatch(r"(?:1[6-9]|20)\d\d", year) or (doubt == "repaired" and not is_possible(part)):
            continue
        yield found.span(), single(*found.span(), part, doubt)
