"""What comes back: "ngày 25 hằng tháng", "trước ngày 15 tháng cuối quý", "định kỳ 6 tháng".

Each expression becomes an RFC 5545 rule; quarters are months by threes. A frequency without
a day ("hằng quý báo cáo") has no day in its rule, and none is made up.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from models.lexicon import load_table
from pipeline.extract.temporal.every import EVERY, HANG, ONE, Recurrence
from pipeline.extract.temporal.points import DAY, MONTH, NAM, NGAY, QUY, RANGE_JOIN, THANG, YEAR, two
from pipeline.extract.temporal.ranges import CLOCK
from pipeline.extract.temporal.scan import Excerpt, lines_with, places
from pipeline.extract.temporal.weekdays import weekdays

_OF_YEAR = rf"(?:,? (?:của |trong )?{NAM} (?P<y>{YEAR}))?(?!\w)"
_JOIN = r" ?(?:,|;|và|hoặc|-|đến) ?"
_UNIT = r"(?:tuần|tháng|quý|năm)"
_MONTH_NAME = r"(?:giêng|hai|ba|tư|năm|sáu|b[ảẩ]y|tám|chín|mười|chạp)"
_QUARTER = r"(?:iv|i{1,3}|0?[1-4])(?!\w)"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER_ENDS = "3,6,9,12"
_MONTHS_OF_QUARTER = {"cuối": _QUARTER_ENDS, "giữa": "2,5,8,11", "đầu": "1,4,7,10"}


def find_recurrences(low: str) -> list[Recurrence]:
    """All recurring expressions in order; of overlapping ones the more exact.

    Where the frequency opens the clause and the day stands further on ("Hằng tháng, các xã báo
    cáo trước ngày 25"), the expression is the day, and the frequency gives none of its own.
    """
    found: list[Recurrence] = []
    taken: list[tuple[int, int]] = []
    told = lines_with(low, places(low, *_RECURS))
    for rule in _RULES if told.text else ():
        for recurrence in rule(told.text):
            spans = [(recurrence.start, recurrence.end), *([recurrence.frequency] if recurrence.frequency else [])]
            if all(last <= start or first >= end for first, last in spans for start, end in taken):
                found.append(recurrence)
                taken += spans
    return [_moved(recurrence, told) for recurrence in sorted(found, key=lambda recurrence: recurrence.start)]


# One of these is in everything that comes back. Most lines hold none, and the rules are many.
_RECURS = (
    *(f"{every} {unit}" for every in ("hàng", "hằng", "mỗi", "từng") for unit in "ntq"),
    *("định kì", "định kỳ", "lượt/"),
    *("/tuần", "/ tuần", "một tuần", "trong tuần", "báo cáo tuần"),
    *("các tháng", "báo cáo tháng", "cuối cùng", "ngày cuối tháng"),
    *(f"{unit} {then}" for unit in ("tháng", "quý") for then in ("sau", "tiếp", "kế", "liền")),
    *(f"{part} q" for part in ("đầu", "giữa", "cuối")),
    *(f"{number} lần" for number in (*"123456789", "0", "một", "hai", "ba", "bốn", "sáu")),
    *("/lần", "/ lần"),
)


def _moved(recurrence: Recurrence, told: Excerpt) -> Recurrence:
    """The recurrence with its place in the whole text."""
    start, end = told.origin(recurrence.start, recurrence.end)
    frequency = told.origin(*recurrence.frequency) if recurrence.frequency else None
    return replace(recurrence, start=start, end=end, frequency=frequency)


_DAYS_OF_MONTH = re.compile(
    rf"(?<!\w)(?:{NGAY} ?){{1,2}}(?:m[ồùòôo]ng )?(?P<days>{DAY}(?:{_JOIN}(?:{NGAY} )?{DAY}){{0,9}})(?: ?,)? (?:của )?"
    rf"(?:{EVERY} {THANG}|các {THANG}|{THANG} (?:sau|tiếp theo|kế tiếp|liền kề|kế)(?: (?:liền )?kề)?){_OF_YEAR}"
)
_EVERY_MONTH_ON = re.compile(
    rf"{EVERY} {THANG},? ?\(?(?:[^\W\d_]{{2,8}} ){{0,3}}(?:{NGAY} )(?P<days>{DAY})(?! ?[/.\-] ?\d| {THANG})"
)
# What is reported for each month is due on the day of the month that the number says: "báo cáo tháng vào ngày 20".
_MONTHLY_REPORT = re.compile(
    rf"(?<!\w)báo cáo tháng(?! \d)(?::|[^.;:,\n|\d]{{0,40}}?) (?:gửi |nộp )?(?:trước |vào |chậm nhất )?"
    rf"(?P<day>{NGAY} (?P<number>{DAY}))(?! ?[/.\-] ?\d|,? (?:của )?{THANG}|\d)"
)
_LAST_DAY = re.compile(
    rf"(?<!\w){NGAY} (?P<work>làm việc )?cuối(?: cùng)? (?:của )?"
    rf"(?:(?:{EVERY}|các) |(?<=việc cuối cùng của )|(?<=việc cuối cùng ))(?P<unit>{THANG}|{QUY})"
    rf"(?! \d| này| sau| trước| tới| tiếp| [ivx]+(?!\w)| cuối| đầu| giữa){_OF_YEAR}"
)


# "vào ngày cuối tháng", "các ngày 10, 20 và ngày cuối tháng": of no month in particular, so of each
_MONTH_ENDS = re.compile(
    r"(?:(?<=vào )|(?<=trước )|(?<=định kỳ )|(?<=nhất )|(?<=hết ))(?:các )?"
    rf"(?:{NGAY} (?P<days>{DAY}(?:{_JOIN}(?:{NGAY} )?{DAY}){{0,4}})(?: ?,| và),? )?"
    rf"{NGAY} cuối(?: cùng)?(?: của)? {THANG}(?! ?\d| này| đó| sau| trước| tới| tiếp| {_MONTH_NAME}| năm)(?!\w)"
)


# "ngày 15 các tháng 3, 6, 9, 12": of these months
_DAY_OF_MONTHS = re.compile(
    rf"(?<!\w)(?:{NGAY} ?){{1,2}}(?P<day>{DAY}),? (?:của )?các {THANG}:? "
    rf"(?P<months>{MONTH}(?: ?(?:,|và|;) ?{MONTH}){{1,11}})(?! ?/)(?:,? (?:của )?{EVERY} {NAM})?{_OF_YEAR}"
)


def _day_of_months(low: str) -> Iterator[Recurrence]:
    for found in _DAY_OF_MONTHS.finditer(low):
        months = ",".join(str(int(number)) for number in re.findall(r"\d+", found["months"]))
        yield Recurrence(*found.span(), f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={int(found['day'])}", found["y"])


def _days_of_month(low: str) -> Iterator[Recurrence]:
    for pattern in (_DAYS_OF_MONTH, _EVERY_MONTH_ON):
        for found in pattern.finditer(low):
            numbers = [int(number) for number in re.findall(r"\d+", found["days"])]
            if RANGE_JOIN.search(found["days"]) and len(numbers) == 2 and numbers[0] < numbers[1]:
                numbers = list(range(numbers[0], numbers[1] + 1))
            days = ",".join(map(str, numbers))
            quarterly = ";INTERVAL=3" if re.search(QUY, found[0]) else ""
            year = found.groupdict().get("y")
            closes = "(" in found[0] and low.startswith(")", found.end())
            yield Recurrence(found.start(), found.end() + closes, f"FREQ=MONTHLY{quarterly};BYMONTHDAY={days}", year)
    for found in _MONTHLY_REPORT.finditer(low):
        rule = f"FREQ=MONTHLY;BYMONTHDAY={int(found['number'])}"
        yield Recurrence(*found.span("day"), rule, frequency=(found.start(), found.start("day")))
    for found in _MONTH_ENDS.finditer(low):
        printed = [*re.findall(r"\d+", found["days"] or ""), "-1"]
        yield Recurrence(*found.span(), f"FREQ=MONTHLY;BYMONTHDAY={','.join(day.lstrip('0') for day in printed)}")
    for found in _LAST_DAY.finditer(low):
        day = "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" if found["work"] else "BYMONTHDAY=-1"
        is_quarter = bool(re.match(QUY, found["unit"]))
        rule = f"FREQ=YEARLY;BYMONTH={_QUARTER_ENDS};{day}" if is_quarter else f"FREQ=MONTHLY;{day}"
        yield Recurrence(*found.span(), rule, found["y"])


_DAYS_OF_QUARTER = re.compile(
    rf"(?<!\w)(?:{NGAY} ?){{1,2}}(?P<day>{DAY}),? (?:của )?(?:các )?{THANG} "
    r"(?P<which>cuối|giữa|đầu)(?: cùng| tiên)?,?(?: của)?"
    rf"(?: {EVERY}| các| mỗi)? {QUY}(?: (?:sau|tiếp theo|kế tiếp|liền kề|liền sau))?{_OF_YEAR}"
)
_DAY_EVERY_QUARTER = re.compile(rf"(?<!\w)(?:{NGAY} ?){{1,2}}(?P<day>{DAY}),? (?:của )?{EVERY} {QUY}{_OF_YEAR}")


def _days_of_quarter(low: str) -> Iterator[Recurrence]:
    for found in _DAYS_OF_QUARTER.finditer(low):
        months = _MONTHS_OF_QUARTER[found["which"]]
        yield Recurrence(*found.span(), f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={int(found['day'])}", found["y"])
    for found in _DAY_EVERY_QUARTER.finditer(low):
        yield Recurrence(*found.span(), f"FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY={int(found['day'])}", found["y"])


_DATE = rf"(?:{NGAY} )?{DAY}(?: ?/ ?|,? {THANG} ){MONTH}"
_ROUND = r"(?:(?:đợt|lần|kỳ) (?:\d{1,2}|[ivx]{1,3}|một|hai|ba|bốn):? )?"
_DATES_OF_YEAR = re.compile(
    rf"(?<![\w/.,\-])(?<!tháng )(?P<dates>{_DATE}(?: ?(?:,|;|và|hoặc) ?{_ROUND}(?:trước |vào )?{_DATE}){{0,5}}),? "
    rf"(?:của )?{EVERY} {NAM}(?!\w)"
)
_EVERY_YEAR_ON = re.compile(rf"{HANG} {NAM},? ?(?:[^\W\d_]{{2,8}} ){{0,3}}(?P<dates>{_DATE})(?! ?[/.\-] ?\d|,? {NAM})")


def _days_of_year(low: str) -> Iterator[Recurrence]:
    for pattern in (_DATES_OF_YEAR, _EVERY_YEAR_ON):
        for found in pattern.finditer(low):
            offset = found.start("dates")
            dates = list(re.finditer(_DATE, found["dates"]))
            for position, each in enumerate(dates):
                day, month = (int(number) for number in re.findall(r"\d+", each[0]))
                start = found.start() if position == 0 else offset + each.start()
                end = found.end() if position == len(dates) - 1 else offset + each.end()
                yield Recurrence(start, end, f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}")


_MONTHS_OF_YEAR = re.compile(
    rf"(?:các )?{THANG} (?P<months>{MONTH}(?: ?(?:,|và) ?(?:{THANG} )?{MONTH}){{0,11}}),? (?:của )?{EVERY} {NAM}(?!\w)"
)


def _months_of_year(low: str) -> Iterator[Recurrence]:
    for found in _MONTHS_OF_YEAR.finditer(low):
        months = ",".join(str(int(number)) for number in re.findall(r"\d+", found["months"]))
        yield Recurrence(*found.span(), f"FREQ=YEARLY;BYMONTH={months}")


_QUARTERS_OF_YEAR = re.compile(
    rf"{QUY} (?P<quarters>{_QUARTER}(?: ?(?:,|và|-) ?(?:{QUY} )?{_QUARTER}){{0,3}}),? (?:của )?{EVERY} {NAM}(?!\w)"
)


def _quarters_of_year(low: str) -> Iterator[Recurrence]:
    for found in _QUARTERS_OF_YEAR.finditer(low):
        numbers = [_QUARTERS[token.lstrip("0")] for token in re.findall(_QUARTER, found["quarters"])]
        if "-" in found["quarters"] and len(numbers) == 2:
            numbers = list(range(numbers[0], numbers[1] + 1))
        months = ",".join(str(3 * number - back) for number in numbers for back in (2, 1, 0))
        yield Recurrence(*found.span(), f"FREQ=YEARLY;BYMONTH={months}")


# "Hằng tháng, các đơn vị báo cáo … trước ngày 25", "Hằng năm … trước ngày 15/10", "hằng tuần … vào thứ Sáu"
_DISTANT = re.compile(
    rf"(?P<frequency>(?:định k[ỳì] )?(?:{HANG}|(?<!\w)mỗi) (?P<unit>tháng|năm|tuần))(?!\w)(?P<gap>[^.;:|\n]{{1,160}}?)"
    rf"(?<!\w)(?:trước|vào|chậm nhất|muộn nhất|là|đến) (?:{CLOCK})?(?:(?:sáng|chiều|tối) )?"
    rf"(?P<when>{_DATE}(?! ?[/.\-] ?\d|,? {NAM})|{NGAY} {DAY}(?! ?[/.\-] ?\d|,? (?:của )?{THANG})|"
    r"thứ (?:hai|ba|tư|năm|sáu|b[ảẩ]y|[2-7]))(?!\w)"
)


def _distant(low: str) -> Iterator[Recurrence]:
    codes: dict[str, str] = load_table("temporal")["weekdays"]
    for found in _DISTANT.finditer(low):
        if re.search(r"\d{4}", found["gap"]):
            continue
        numbers = [int(number) for number in re.findall(r"\d+", found["when"])]
        rule = {
            ("năm", True, 2): "FREQ=YEARLY;BYMONTH={1};BYMONTHDAY={0}",
            ("tháng", True, 1): "FREQ=MONTHLY;BYMONTHDAY={0}",
        }.get((found["unit"], not found["when"].startswith("thứ"), len(numbers)))
        if found["unit"] == "tuần" and found["when"] in codes:
            rule = f"FREQ=WEEKLY;BYDAY={codes[found['when']]}"
        if rule:
            yield Recurrence(*found.span("when"), rule.format(*numbers), frequency=found.span("frequency"))


_COUNT = r"(?:0?[1-9]|1[0-2]|hai|ba|bốn|sáu)"
# "02 lần/ngày", "mỗi tuần 02 lần": how often in each; the times themselves are not printed
_SOME_TIMES = re.compile(
    rf"(?<![\w/.,])(?:{_COUNT}|\d{{1,2}}) (?:lượt|lần) ?(?:/ ?|trong |mỗi |một |trên )(?:01 |1 |một )?"
    rf"(?P<unit>{_UNIT}|ngày)(?!\w)|(?<!\w)(?:mỗi|một|1|01) (?P<unit2>{_UNIT}|ngày) (?:ít nhất )?{_COUNT} lần(?!\w)"
)
# "hằng quý", "định kỳ 6 tháng", "định kỳ tháng, quý, năm", "03 tháng một lần", "01 lần/quý", "mỗi tuần một lần"
_PLAIN = re.compile(rf"(?:(?<!\w)định k[ỳì](?: vào)? )?{HANG} (?P<unit>{_UNIT}|ngày)(?! công)(?!\w){_OF_YEAR}")
_REGULAR = re.compile(
    rf"(?<!\w)định k[ỳì],? (?:là )?(?P<units>(?:{_COUNT} )?{_UNIT}"
    rf"(?: ?(?:,|và|hoặc|/) ?(?:{HANG} |{_COUNT} )?{_UNIT}){{0,4}})"
    rf"(?: {ONE} lần|/lần)?(?! (?:đầu|cuối|19|20)\w*| \d)(?!\w)"
)
_LIST_AFTER_PLAIN = re.compile(
    rf" ?(?:,|và) ?(?P<unit>(?:{_COUNT} )(?:tháng|năm)|quý|năm)(?= ?(?:,|;|\.|và|báo cáo|gửi|tổng hợp|\n|$))"
)
_ONCE_EVERY = re.compile(
    rf"(?<![\w/.,])(?P<unit>{_COUNT} {_UNIT}|(?:\d{{1,2}}|hai|ba|bốn|sáu|mười) (?:giờ|{NGAY})) ?"
    rf"(?:/ ?|{ONE} )lần(?!\w)"
)
_TIMES_A = re.compile(rf"(?<![\w/.,]){ONE} lần ?(?:/ ?|trong |mỗi |một |trên )(?:01 |1 |một )?(?P<unit>{_UNIT})(?!\w)")
_EACH_ONCE = re.compile(rf"(?<!\w)mỗi (?P<unit>{_UNIT}) (?:[^\W\d_]{{1,7}} ){{0,6}}?{ONE} lần(?!\w)")


def _frequencies(low: str) -> Iterator[Recurrence]:
    for found in _REGULAR.finditer(low):
        offset = found.start("units")
        units = list(re.finditer(rf"(?:{_COUNT} )?{_UNIT}", found["units"]))
        for position, each in enumerate(units):
            start = found.start() if position == 0 else offset + each.start()
            end = found.end() if position == len(units) - 1 else offset + each.end()
            yield Recurrence(start, end, _rule_of(each[0]))
    for found in _PLAIN.finditer(low):
        if found["unit"] == "ngày" and not found[0].startswith("định"):
            continue  # "đời sống hằng ngày" is no date
        yield Recurrence(*found.span(), _rule_of(found["unit"]), found["y"])
        following = _LIST_AFTER_PLAIN.match(low, found.end())
        while following:
            yield Recurrence(*following.span("unit"), _rule_of(following["unit"]))
            following = _LIST_AFTER_PLAIN.match(low, following.end())
    for pattern in (_ONCE_EVERY, _TIMES_A, _EACH_ONCE, _SOME_TIMES):
        for found in pattern.finditer(low):
            yield Recurrence(*found.span(), _rule_of(found["unit"] or found["unit2"]))


# "trước 17 giờ hằng ngày", "hằng ngày trước 15 giờ"; without an hour only a report is due day by day.
_DAILY = re.compile(
    rf"(?<!\w){CLOCK}(?:của )?{EVERY} {NGAY}(?!\w)(?! công)"
    rf"|{EVERY} {NGAY},? \(?(?:vào |chậm nhất |trước |muộn nhất )(?:trước |là )?{CLOCK}"
)
_DAILY_REPORT = re.compile(
    rf"(?<!\w)(?:báo cáo|giao ban|cập nhật)(?: [^\W\d_]{{1,10}}){{0,4}} (?P<after>{HANG} {NGAY})(?!\w)"
    rf"|(?P<before>{HANG} {NGAY}),? (?=(?:\w{{2,6}} ){{0,6}}(?:báo cáo|tổng hợp|giao ban)(?!\w))"
)


# What is done day by day in a table's column of times.
_DAILY_CELL = re.compile(rf"(?<=\| )(?:h[àằ]ng|mỗi) {NGAY}(?= \||\n|$)")
_EVERY_DAY = re.compile(rf"(?:h[àằ]ng|mỗi|từng) {NGAY}")


def _daily(low: str) -> Iterator[Recurrence]:
    if not _EVERY_DAY.search(low):
        return  # the longer patterns are slow, and most texts hold no such words
    for found in _DAILY.finditer(low):
        end = found.start() + len(found[0].split(" (")[0].rstrip(" ,"))
        yield Recurrence(found.start(), end, "FREQ=DAILY")
    for found in _DAILY_CELL.finditer(low):
        yield Recurrence(*found.span(), "FREQ=DAILY")
    for found in _DAILY_REPORT.finditer(low):
        yield Recurrence(*found.span("after" if found["after"] else "before"), "FREQ=DAILY")


# "từ 15/4 đến 30/10 hằng năm", "từ tháng 5 đến hết tháng 11 hằng năm": a season that comes back
_SEASON = re.compile(
    rf"(?:(?<!\w)(?:kể )?từ |(?<=\())"
    rf"(?:(?:{NGAY} )?(?P<d>{DAY})(?: ?/ ?|,? {THANG} )|{THANG} )(?P<m>{MONTH}) ?(?:-|đến hết|đến) ?"
    rf"(?:(?:{NGAY} )?(?P<d2>{DAY})(?: ?/ ?|,? {THANG} )|{THANG} )(?P<m2>{MONTH})[,)]? (?:của )?{EVERY} {NAM}(?!\w)"
)


def _seasons(low: str) -> Iterator[Recurrence]:
    for found in _SEASON.finditer(low):
        ends = ["-".join(two(part) for part in found.group(*names) if part) for names in (("m", "d"), ("m2", "d2"))]
        yield Recurrence(*found.span(), "FREQ=YEARLY", period="/".join(f"XXXX-{end}" for end in ends))


def _rule_of(unit: str) -> str:
    """The rule of "quý", "6 tháng", "năm" …"""
    numbers: dict[str, int] = load_table("temporal")["small_numbers"]
    *counts, name = unit.split()
    count = 1
    if counts:
        count = numbers[counts[0]] if counts[0] in numbers else int(counts[0])
    frequency = {
        "giờ": "HOURLY",
        "ngày": "DAILY",
        "tuần": "WEEKLY",
        "tháng": "MONTHLY",
        "quý": "MONTHLY",
        "năm": "YEARLY",
    }[name]
    count *= 3 if name == "quý" else 1
    if frequency == "MONTHLY" and count == 12:
        return "FREQ=YEARLY"
    return f"FREQ={frequency}" + (f";INTERVAL={count}" if count > 1 else "")


# Of overlapping expressions the one found first is kept: the more exact rules stand before the others.
_RULES = (
    _seasons,
    _days_of_quarter,
    _day_of_months,
    _days_of_month,
    _days_of_year,
    weekdays,
    _months_of_year,
    _quarters_of_year,
    _distant,
    _daily,
    _frequencies,
)
