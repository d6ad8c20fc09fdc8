"""What the rules of the date grammar share: words, parts, points, and the choice between lists.

A `Part` is one end of an expression with what is printed of it; a `Point` is a calendar
expression with its place. Nothing here guesses: a part that is not printed is `None`, one
that is blank or illegible is `"XX"`.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from models.dates import edtf_bounds
from models.lexicon import load_table

# Words with the diacritics that recognition confuses; "thắng", "Nam", "quỹ" stay outside.
NGAY = r"ng[aàáảãạ][yýỳỷỹỵ]"
THANG = r"(?<!\w)th[aáàảã]ng"
NAM = r"(?<![\w/])n[ăãắằẵẳặ]m"
QUY = r"(?<!\w)q[uúùủ][yýỳỷiíì]"
DEN = r"(?<!\w)[đd][ếêềéèễểẻẽẹeấâ]{1,2}[nù]"
YEAR = r"(?:1[6-9]|20)\d\d(?!\d)"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
MONTH = r"(?:0?[1-9]|1[0-2])(?!\d)"
# "/2020", "-2020", " năm 2020", ", năm 2020", " của năm 2020"
YEAR_TAIL = rf"(?: ?[/.\-] ?|,? (?:của )?{NAM} )(?P<y>{YEAR})(?![/\w])"
LIST_JOIN = r" ?(?:,|;|và|hoặc|\+|&|-|đến hết|đến) ?"
RANGE_JOIN = re.compile(r"-|đến")


@dataclass(frozen=True, slots=True)
class Part:
    """One end of an expression. `None` is not printed, `"XX"` blank or illegible.

    `month` is 01..12, 33..36 for quarters or 40, 41 for half-years, as in EDTF.
    """

    year: str | None
    month: str | None = None
    day: str | None = None

    @property
    def edtf(self) -> str:
        """The part as EDTF, with `XXXX` for a year that is not printed."""
        return "-".join(text for text in (self.year or "XXXX", self.month, self.day) if text is not None)

    @property
    def order(self) -> tuple[int, int]:
        """First month and day, for comparing two parts of one year; 0 where unknown."""
        month = int(self.month) if self.month and self.month != "XX" else 0
        month = 3 * (month - 33) + 1 if 33 <= month <= 36 else 6 * (month - 40) + 1 if month in (40, 41) else month
        return month, int(self.day) if self.day and self.day.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Point:
    """A calendar expression in `Prepared.text[start:end]`: one part, or two where it is a span."""

    start: int
    end: int
    first: Part
    last: Part | None = None
    doubt: str | None = None
    is_term: bool = False

    @property
    def unit(self) -> str:
        """What the expression names: day, month, quarter, half or year."""
        if self.first.month is None:
            return "year"
        if self.first.day is not None:
            return "day"
        number = int(self.first.month) if self.first.month != "XX" else 0
        return "half" if number >= 40 else "quarter" if number >= 33 else "month"


Found = Iterator[tuple[tuple[int, int], list[Point]]]
"""What a rule gives: spans it claims, with the points in them; no points for an impossible date."""


def two(number: str | int) -> str:
    """A number below 100 with two digits."""
    return f"{int(number):02d}"


def full_year(digits: str) -> str:
    """The year of which two digits are printed; plans are of 1945 and later."""
    return ("19" if int(digits) >= 45 else "20") + digits


def is_possible(part: Part) -> bool:
    """Whether such a day exists; a part without a year is tried in a leap year."""
    try:
        edtf_bounds(part.edtf if part.year else f"2000{part.edtf[4:]}")
    except ValueError:
        return False
    return True


_LAST_OF_FEBRUARY = "LL"


def last_day(month: str) -> str:
    """The last day of a month; February's waits for its year, see `close_february`."""
    return _LAST_OF_FEBRUARY if int(month) == 2 else str(calendar.monthrange(2000, int(month))[1])


def close_february(edtf: str) -> str:
    """The EDTF with February's last day by its year, `XX` where the year is not known."""
    if _LAST_OF_FEBRUARY not in edtf:
        return edtf
    dated = re.sub(
        rf"(\d{{4}})-02-{_LAST_OF_FEBRUARY}",
        lambda found: f"{found[1]}-02-{calendar.monthrange(int(found[1]), 2)[1]}",
        edtf,
    )
    return dated.replace(_LAST_OF_FEBRUARY, "XX")


def single(start: int, end: int, part: Part, doubt: str | None = None) -> list[Point]:
    """The part as a point, or nothing where no such day exists."""
    return [Point(start, end, part, doubt=doubt)] if is_possible(part) else []


def listed(parts: list[Part], spans: list[tuple[int, int]], *, is_range: bool) -> list[Point]:
    """One point, one interval of members that follow each other, or a point for each member.

    `spans` holds the place of each part. Where the order of a list makes no sense, only its
    last member, the one beside its month, is kept; months may go on in the next year.
    """
    if not all(map(is_possible, parts)):
        return []
    if len(parts) == 1:
        return [Point(*spans[0], parts[0])]
    orders = [_serial(part) for part in parts]
    if orders != sorted(set(orders)):
        first, last = parts[0], parts[-1]
        if is_range and len(parts) == 2 and first.day is None and (first.year or "").isdecimal():
            year_before = str(int(first.year or 0) - 1)  # "từ tháng 11 đến tháng 3/2024"
            return [Point(spans[0][0], spans[-1][1], replace(first, year=year_before), last)]
        turns = [place for place in range(1, len(orders)) if orders[place] <= orders[place - 1]]
        if len(turns) == 1 and all(part.year is None and part.day is None for part in parts):
            head, tail = slice(turns[0]), slice(turns[0], None)
            halves = ((parts[each], spans[each]) for each in (head, tail))
            return [point for half, places in halves for point in listed(half, places, is_range=is_range)]
        return [Point(*spans[-1], parts[-1])]
    if is_range or orders == list(range(orders[0], orders[0] + len(orders))):
        return [Point(spans[0][0], spans[-1][1], parts[0], parts[-1])]
    return [Point(*span, part) for span, part in zip(spans, parts, strict=True)]


def member_spans(found: re.Match[str], group: str, member: str) -> list[tuple[int, int]]:
    """Where each member of a list stands; the first takes the words before it, the last those behind."""
    offset = found.start(group)
    spans = [(offset + each.start(), offset + each.end()) for each in re.finditer(member, found[group])]
    spans[0] = (found.start(), spans[0][1])
    spans[-1] = (spans[-1][0], found.end())
    return spans


def counts_things(low: str, end: int) -> bool:
    """Whether the number that ends at `end` counts things ("2/3 số hộ", "2025 người")."""
    return _counted().match(low[end : end + 14].lstrip()) is not None


@cache
def _counted() -> re.Pattern[str]:
    words: list[str] = load_table("temporal")["words"]["counted"]
    return re.compile(rf"%|(?:{'|'.join(map(re.escape, words))})(?!\w)")


def _serial(part: Part) -> int:
    """A number that grows by one from a member of a list to the next: day, month or quarter."""
    if part.day is not None:
        return date(int(part.year or 2000), int(part.month or 1), int(part.day)).toordinal()
    return int(part.month or 0)


def is_numbered(low: str, start: int) -> bool:
    """Whether the word before `start` numbers what stands there: "khoản 3", "tuần 2"."""
    return _numbered().search(low[max(0, start - 16) : start].rstrip()) is not None


@cache
def _numbered() -> re.Pattern[str]:
    words: list[str] = load_table("temporal")["words"]["numbered"]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})$")


def is_counted(low: str, start: int) -> bool:
    """Whether the number at `start` goes on a list of numbered things: "tuần 1, 2 tháng 4", "đợt 2 tháng 9"."""
    listed_before = _NUMBERS_BEFORE.search(low, max(0, start - 24), start)
    return is_numbered(low, listed_before.start() if listed_before else start)


_NUMBERS_BEFORE = re.compile(r"(?:(?<![\w/.,])\d{1,2} ?(?:,|và|-) ?){1,4}$")
