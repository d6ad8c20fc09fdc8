"""Days: written and numeric, in lists, with blank, illegible or damaged parts, with or without year.

Damage by recognition ("l5/O3/2O24", "3l/12/2020") is repaired only to a day that exists and is
marked as doubtful. Handwriting that came out as letters ("ngày â; tháng jj năm 2017") is
taken for a blank only in the date line, behind the place; it is never read.
"""

import re
from dataclasses import replace
from itertools import chain

from models.lexicon import load_table
from pipeline.extract.temporal.points import (
    DAY,
    LIST_JOIN,
    MONTH,
    NAM,
    NGAY,
    RANGE_JOIN,
    THANG,
    YEAR,
    YEAR_TAIL,
    Found,
    Part,
    Point,
    counts_things,
    is_possible,
    last_day,
    listed,
    member_spans,
    single,
    two,
)
from pipeline.extract.temporal.text import Prepared
from pipeline.letters import CAPITALS

_DIGIT_LIKE = "0-9oil|zsbgq!"
_DIGIT_OF = str.maketrans("oil|zsbgq!", "0111256991")
_ELEVEN = ("ll", "ii", "il", "li", "||")
_BLANK = re.compile(r"[\s.…_/·,\-]*")

# "ngày 26, 27/12/2011", "từ 01 đến 15/5/2024", "26-27/12": two days or more share what follows.
_DAYS = re.compile(
    rf"(?:(?P<named>(?<!\w)(?:{NGAY}[ :(,]{{1,3}}){{1,2}})|(?<![\w/.,\-]))"
    rf"(?P<days>{DAY}(?:{LIST_JOIN}(?:cả )?(?:{NGAY} )?{DAY}){{1,9}})"
    rf"(?: ?/ ?|(?<=\d)\.(?=\d\d?\.\d{{4}})|(?<=\d)-(?=\d\d?-\d{{4}})|,? {THANG} )(?P<m>1 [0-2](?=/)|{MONTH})"
    rf"(?:(?: ?[/.\-] ?|,? {NAM} )(?P<y>{YEAR})|(?! ?[/.\-] ?\d))(?![\w/])"
)


def listed_days(prepared: Prepared) -> Found:
    """Lists and ranges of days that share month and year."""
    for found in _DAYS.finditer(prepared.low):
        is_range = bool(RANGE_JOIN.search(found["days"]))
        if not found["named"] and (not is_range or _is_numbered(prepared.low, found.start())):
            continue
        if len(RANGE_JOIN.findall(found["days"])) > 1:
            continue  # "từ ngày 16-6 đến ngày 25/12": the dash joins day and month
        days = re.findall(r"\d+", found["days"])
        month = found["m"].replace(" ", "")  # "08/1 1/2019": recognition parted the two strokes of 11
        parts = [Part(found["y"], two(month), two(day)) for day in days]
        points = listed(parts, member_spans(found, "days", r"\d+"), is_range=is_range)
        yield found.span(), [replace(point, doubt="repaired") for point in points] if month != found["m"] else points


def _is_numbered(low: str, start: int) -> bool:
    words: list[str] = load_table("temporal")["words"]["numbered"]
    before = low[max(0, start - 16) : start].rstrip()
    return any(re.search(rf"(?<!\w){re.escape(word)}$", before) for word in words)


def _is_counted(low: str, start: int) -> bool:
    """Whether the number at `start` goes on a list of numbered things: "tuần 1, 2 tháng 4", "đợt 2 tháng 9"."""
    listed_before = _NUMBERS_BEFORE.search(low, max(0, start - 24), start)
    return _is_numbered(low, listed_before.start() if listed_before else start)


_NUMBERS_BEFORE = re.compile(r"(?:(?<![\w/.,])\d{1,2} ?(?:,|và|-) ?){1,4}$")
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
    for found in _WRITTEN.finditer(prepared.low):
        if found["d"][:1].isdecimal() and _is_counted(prepared.low, found.start("d")):
            continue  # "tuần 2 tháng 6/2024" is no second of June
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
    return bool(_PLACE_BEFORE.search(before)) and bool(re.match(NGAY, prepared.low[found.start() :]))


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
    if re.fullmatch(rf"[{_DIGIT_LIKE}]{{1,4}}", token) and (any(map(str.isdecimal, token)) or token in _ELEVEN):
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
    for found in _BLANK_NUMERIC.finditer(prepared.low):
        day, month = (two(found[name]) if found[name].isdecimal() else "XX" for name in ("d", "m"))
        if "XX" in (day, month):
            yield found.span(), single(*found.span(), Part(found["y"], month, day))


_NUMERIC = re.compile(
    rf"(?:(?P<named>(?<!\w)(?:{NGAY} ?[,:.]? ?){{1,2}})|(?<![\w/.,\-])|(?<=[/.]\d{{4}}-))"
    rf"(?P<d>[{_DIGIT_LIKE}]{{1,2}})(?: ?(?P<s>[/\-]) ?|(?P<dot>\.))(?P<m>1 [0-2]|[{_DIGIT_LIKE}]{{1,2}})"
    rf"(?(dot)\.| ?(?P=s) ?)(?P<y>[{_DIGIT_LIKE}]{{4}}|\d\d)(?!\w|/\d|-\d{{1,4}}(?![\d/.]))"
)
_IN_WEEK = re.compile(r"(?<!\w)tuần(?: thứ)? $")
# A number glued to its date: "80101911/26.06.2025".
_GLUED = re.compile(r"(?<=\d/)(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?!\w)")
# As electronic signatures print it: "2026-05-15 08:04:53".
_ISO = re.compile(r"(?<![\w/.\-])(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\d/\-])")


def numeric_days(prepared: Prepared) -> Found:
    """Days in figures: 12/02/2020, 12-02-2020, 12.02.2020, and "ngày 12/02/20"."""
    numeric = chain(_NUMERIC.finditer(prepared.low), _GLUED.finditer(prepared.low), _ISO.finditer(prepared.low))
    for found in numeric:
        tokens = (found["d"], found["m"], found["y"])
        letters = "".join(tokens)
        if 2 * sum(map(str.isdecimal, letters)) < len(letters):
            continue
        read = [_read_number(token) for token in tokens]
        day, month, year = (number or "" for number, _ in read)
        doubt = "repaired" if any(is_repaired for _, is_repaired in read) or " " in found["m"] else None
        if not (day and month and year) or (len(year) == 2 and not found.groupdict().get("named")):
            continue
        if len(year) == 2:  # plans are of 1945 and later
            year, doubt = ("19" if int(year) >= 45 else "20") + year, "two_digit_year"
        part = Part(year, two(month), two(day))
        if not found.groupdict().get("named") and _IN_WEEK.search(prepared.low, 0, found.start()):
            part = Part(year, two(month))  # "tuần 3/12/2025" is a week of December
        if not re.fullmatch(r"(?:1[6-9]|20)\d\d", year) or (doubt == "repaired" and not is_possible(part)):
            continue
        yield found.span(), single(*found.span(), part, doubt)


_DAY_MONTH = re.compile(
    rf"(?:(?P<named>(?<!\w)(?:{NGAY} ?){{1,2}})|(?<![\w/.,\-]))"
    rf"(?P<d>{DAY})(?:(?P<slash> ?/ ?)|(?(named)\.(?=\d\d(?!\d))|(?!))|,? {THANG} ?)"
    rf"(?P<m>{MONTH})(?! ?[/.\-] ?\d{{4}}(?!\d)|[/.]\d|/|\w)"
    rf"(?:,? {NAM} (?P<y>{YEAR}))?"
)
# What makes a bare "20/11" a day and no fraction: "Ngày Nhà giáo Việt Nam 20/11", "từ 15/11", "(20/11)".
_NAMED_DAY_BEFORE = re.compile(
    rf"(?<!\w)(?:{NGAY} [^\W\d_][^.;:\n()\d]{{2,60}}|"
    r"(?:lễ|dịp|kỷ niệm|quốc khánh|chào mừng|quốc tế [\w ]{3,20}) )\(?$"
)
_DAY_BEFORE = re.compile(
    r"(?<!\w)(?:từ|đến|hết|trước|sau|vào|sáng|trưa|chiều|tối|đêm|và|hạn|hạn chót|hạn cuối|chậm nhất|muộn nhất|"
    r"trễ nhất|xong|hoàn thành|hoàn tất|kết thúc|là|dự kiến) $|[(,\-] ?$"
)
# After these no fraction of anything can stand: "trước 5/6", "hạn cuối 3/4".
_LIMIT_BEFORE = re.compile(r"(?<!\w)(?:trước|hạn|hạn chót|hạn cuối|chậm nhất|muộn nhất|trễ nhất|xong|hoàn tất) $")
# What fills the cell of a table or closes a line behind its label is a day: "| 15/3 |", "- Họp phụ huynh: 18/9."
_FILLS_BEFORE = re.compile(r"(?:\||[^\W\d_] ?:) ?$")
_FILLS_AFTER = re.compile(r"[.;,)]{0,2}(?= ?\||\n|$)| ?(?:-|đến) ?\d{1,2}/\d{1,2}(?!\d)")


# Party bodies join day and month by a dash, "trước ngày 10-6"; with no month behind it this is no range of days.
_DASHED = re.compile(
    rf"(?<!\w)(?P<cue>{NGAY}|trước|sáng|chiều|tối|từ(?= \d{{1,2}}-\d{{1,2}} (?:đến|tới) (?:{NGAY} )?\d{{1,2}}-\d)) "
    rf"(?P<d>{DAY})-(?P<m>{MONTH})(?![\w/\-]|[.,]\d|,? (?:của )?{THANG})"
)
# "nửa đầu tháng 7/2022", "nửa cuối tháng 5": to the 15th, and from the 16th
_HALF_MONTH = re.compile(
    rf"(?<!\w)nửa (?P<half>đầu|cuối|sau) (?:của )?{THANG} (?P<m>{MONTH})(?! ?/ ?\d{{1,2}}(?!\d))(?:{YEAR_TAIL})?"
)
# "ngày cuối cùng của tháng 2"
_LAST_OF_MONTH = re.compile(
    rf"(?<!\w){NGAY} cuối(?: cùng)? (?:của )?{THANG} (?P<m>{MONTH})(?! ?/ ?\d{{1,2}}(?!\d))(?:{YEAR_TAIL})?"
)


def days_of_month(prepared: Prepared) -> Found:
    """Days without a year, "ngày 20/11", "15 tháng 4", "ngày 10-6"; a fraction ("1/2 ngày") is none."""
    low = prepared.low
    for found in _LAST_OF_MONTH.finditer(low):
        yield found.span(), [Point(*found.span(), Part(found["y"], two(found["m"]), last_day(found["m"])))]
    for found in _HALF_MONTH.finditer(low):
        first, last = ("01", "15") if found["half"] == "đầu" else ("16", last_day(found["m"]))
        opens, closes = (Part(found["y"], two(found["m"]), day) for day in (first, last))
        yield found.span(), [Point(*found.span(), opens, closes, is_term=True)]
    for found in _DASHED.finditer(low):
        if not counts_things(low, found.end()):
            start = found.start() if re.match(NGAY, found["cue"]) else found.start("d")
            yield (start, found.end()), single(start, found.end(), Part(None, two(found["m"]), two(found["d"])))
    for found in _DAY_MONTH.finditer(low):
        if not found["named"] and not found["slash"] and _is_counted(low, found.start()):
            continue  # "tuần 1, 2 tháng 4" is no second of April
        if not found["named"] and found["y"] is None:
            before = low[max(0, found.start() - 70) : found.start()]
            is_named = bool(_NAMED_DAY_BEFORE.search(before))
            could_be_fraction = bool(found["slash"]) and int(found["d"]) < int(found["m"]) < 10
            could_be_fraction = could_be_fraction and not found["d"].startswith("0") and not found["m"].startswith("0")
            could_be_fraction = could_be_fraction and not _LIMIT_BEFORE.search(before)
            fills = _FILLS_BEFORE.search(before) and _FILLS_AFTER.match(low, found.end())
            if not is_named and (could_be_fraction or not (fills or _DAY_BEFORE.search(before))):
                continue
            if counts_things(low, found.end()):
                continue
        yield found.span(), single(*found.span(), Part(found["y"], two(found["m"]), two(found["d"])))
