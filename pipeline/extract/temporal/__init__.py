"""The grammar of time in Vietnamese plans: text in, expressions with their EDTF value out.

Signals in order of authority: recurrences ("ngày 25 hằng tháng"), durations and events with
their anchor, then calendar points, which connecting words join to intervals; the words right
before an expression set its bound. A year that the expression leaves out is only filled from
the `year` that the caller gives, and said so.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from models.dates import Bound, DateValue, ResolvedFrom
from models.lexicon import load_table
from pipeline.extract.temporal.days import blank_days, listed_days, numeric_days, written_days
from pipeline.extract.temporal.events import find_anchored
from pipeline.extract.temporal.periods import (
    months,
    months_of_year,
    own_year,
    quarters,
    short_months,
    short_years,
    year_ranges,
    years,
)
from pipeline.extract.temporal.points import NGAY, Point, close_february
from pipeline.extract.temporal.ranges import CLOCK, CLOCK_RANGE, Expression, day_parts, join_points
from pipeline.extract.temporal.recurrence import find_recurrences
from pipeline.extract.temporal.short_days import days_of_month
from pipeline.extract.temporal.text import Prepared, prepare

_RULES = (
    listed_days,
    written_days,
    blank_days,
    numeric_days,
    year_ranges,
    days_of_month,
    months_of_year,
    short_years,
    quarters,
    months,
    short_months,
    years,
    own_year,
)


class TemporalKind(StrEnum):
    """The form of an expression."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half"
    YEAR = "year"
    INTERVAL = "interval"
    RECURRING = "recurring"
    DURATION = "duration"
    EVENT = "event"
    LUNAR = "lunar"


@dataclass(frozen=True, slots=True)
class TemporalMatch:
    """A temporal expression in `text[start:end]`.

    `pattern` is its EDTF with `XXXX` for a year that is not printed, `None` where nothing is
    dated. `doubt` names why a reading is doubtful (`repaired`, `illegible`, `two_digit_year`,
    `year_inferred`, `weekday`, `half_span`), `None` where it is not. `follows_symbol` tells that the
    expression stands right behind a document's symbol, whose date it then is.
    """

    start: int
    end: int
    value: DateValue
    kind: TemporalKind
    pattern: str | None = None
    doubt: str | None = None
    follows_symbol: bool = False

    @property
    def lacks_year(self) -> bool:
        """Whether the expression names a day, month or quarter but no year."""
        return self.pattern is not None and "XXXX" in self.pattern


def find_temporal(text: str, *, year: int | None = None) -> tuple[TemporalMatch, ...]:
    """The temporal expressions of clean text, in order, without overlaps.

    `text` is NFC with one paragraph a line; Markdown stars are tolerated. `year` is the year
    that expressions without one ("ngày 20/11") are of; without it their value has none.
    """
    prepared = prepare(text)
    if not prepared.low:
        return ()
    matches: list[TemporalMatch] = []
    taken = bytearray(len(prepared.low))
    for recurrence in find_recurrences(prepared.low):
        span = (recurrence.start, recurrence.end)
        bound = Bound.DURING if recurrence.period else _recurrence_bound(prepared.low, *span)
        recurring = DateValue(rrule=recurrence.rrule, bound=bound)
        matches.append(_recurring_match(prepared, *span, recurring, recurrence.period or recurrence.year, year))
        _take(taken, *span)
        if recurrence.frequency:
            _take(taken, *recurrence.frequency)
    for anchored in find_anchored(prepared):
        if any(taken[anchored.start : anchored.end]):
            continue
        anchor = prepared.text[slice(*anchored.anchor)] if anchored.anchor else None
        value = DateValue(
            bound=anchored.bound, duration=anchored.duration, business_days=anchored.business_days, anchor=anchor
        )
        kind = TemporalKind.DURATION if anchored.duration else TemporalKind.EVENT
        matches.append(_match(prepared, anchored.start, anchored.end, value, kind))
        _take(taken, anchored.start, anchored.end)
    for expression in join_points(prepared.low, _find_points(prepared, taken)):
        if found := _calendar_match(prepared, expression, year):
            matches.append(found)
    return _with_periods(text, sorted(matches, key=lambda match: match.start))


def _recurring_match(
    prepared: Prepared, start: int, end: int, value: DateValue, period: str | None, year: int | None
) -> TemporalMatch:
    """A recurrence with the period in which it recurs, where one is printed."""
    filled = _fill(period, year) if period and year else period
    source = ResolvedFrom.DOCUMENT_YEAR if period and "XXXX" in period else ResolvedFrom.EXPLICIT
    dated = _date_value(filled, value.bound, None, source, value.rrule) if filled else None
    return _match(prepared, start, end, dated or value, TemporalKind.RECURRING, filled)


def _with_periods(text: str, matches: list[TemporalMatch]) -> tuple[TemporalMatch, ...]:
    """The matches, a recurrence in one with the span of time right behind it.

    "vào thứ Sáu hằng tuần từ tháng 4 đến tháng 6/2025" recurs in that span.
    """
    joined: list[TemporalMatch] = []
    for match in matches:
        last = joined[-1] if joined else None
        is_span = match.kind is TemporalKind.INTERVAL and text[match.start : match.end].lower().startswith("từ")
        is_behind = last is not None and text[last.end : match.start] in (" ", ", ")
        if last and last.value.rrule and last.pattern is None and is_span and is_behind:
            rule = _in_months(last.value.rrule, match)
            value = match.value.model_copy(update={"rrule": rule, "bound": last.value.bound})
            joined[-1] = TemporalMatch(last.start, match.end, value, last.kind, match.pattern, match.doubt)
        else:
            joined.append(match)
    return tuple(joined)


_MONTHS_APART = re.compile(r"XXXX-(0[1-9]|1[0-2])/XXXX-(0[1-9]|1[0-2])")


def _in_months(rule: str, span: TemporalMatch) -> str:
    """The rule, kept to the months of a span without a year: "ngày 10 hằng tháng, từ tháng 7 đến tháng 9"."""
    found = _MONTHS_APART.fullmatch(span.pattern or "")
    if found is None or not rule.startswith("FREQ=MONTHLY;BYMONTHDAY") or found[1] > found[2]:
        return rule
    months = ",".join(map(str, range(int(found[1]), int(found[2]) + 1)))
    return rule.replace("FREQ=MONTHLY;", f"FREQ=MONTHLY;BYMONTH={months};")


def with_year(match: TemporalMatch, year: int, source: ResolvedFrom) -> TemporalMatch | None:
    """The match with its missing year filled in; `None` where the day does not exist in that year.

    An interval that would run backwards ends in the following year ("15/11 - 15/01").
    """
    if match.pattern is None or not match.lacks_year:
        return match
    value = _date_value(_fill(match.pattern, year), match.value.bound, match.value.anchor, source, match.value.rrule)
    if value is None:
        return None
    return _replace_value(match, value)


def _replace_value(match: TemporalMatch, value: DateValue) -> TemporalMatch:
    return TemporalMatch(match.start, match.end, value, match.kind, value.edtf, match.doubt, match.follows_symbol)


def _fill(pattern: str, year: int) -> str:
    ends = pattern.split("/")
    filled = [end.replace("XXXX", str(year)) for end in ends]
    if len(ends) == 2 and all("XXXX" in end for end in ends) and filled[0][5:] > filled[1][5:]:
        filled[1] = ends[1].replace("XXXX", str(year + 1))
    return "/".join(filled)


def _find_points(prepared: Prepared, taken: bytearray) -> list[Point]:
    """The calendar points outside of what is taken; impossible dates take their text and give none."""
    points: list[Point] = []
    for rule in _RULES:
        for span, found in rule(prepared):
            if not any(taken[span[0] : span[1]]):
                _take(taken, *span)
                points.extend(found)
    return sorted(points, key=lambda point: point.start)


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\x01" * (end - start)


def _calendar_match(prepared: Prepared, expression: Expression, year: int | None) -> TemporalMatch | None:
    low = prepared.low
    if lunar := _lunar_end(low, expression):
        return _lunar_match(prepared, expression, lunar)
    pattern = expression.pattern()
    is_incomplete = "XXXX" in pattern
    edtf = _fill(pattern, year) if is_incomplete and year else pattern
    source = ResolvedFrom.DOCUMENT_YEAR if is_incomplete else ResolvedFrom.EXPLICIT
    bound = _bound_before(low, expression.start)
    if expression.is_interval:
        bound = Bound.DURING if expression.last else Bound.FROM
    anchor = None
    if expression.anchor:
        at = low.index(expression.anchor, expression.start)
        anchor = prepared.text[at : at + len(expression.anchor)]
    value = _date_value(edtf, bound, anchor, source)
    if value is None:
        return None
    kind = TemporalKind.INTERVAL if expression.is_interval else TemporalKind(expression.unit)
    doubt = expression.doubt
    if kind is TemporalKind.DAY:
        doubt = doubt or _doubt_about_day(low, expression, value)
    filled = edtf if year else pattern
    return _match(prepared, expression.start, expression.end, value, kind, filled, doubt)


# "ngày 10/3 âm lịch", "ngày 10 tháng 3 (AL)", "ngày 10 tháng 3 năm Giáp Thìn"
_LUNAR = re.compile(
    r"(?:,? ?\(?(?:âm lịch|al)(?!\w)\)?|,? năm (?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý) "
    r"(?:tý|sửu|dần|mão|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi)(?!\w)(?: âm lịch)?)"
)
_LUNAR_DAY = re.compile(rf"(?<!\w)(?:{NGAY} )?rằm $")
_SOLAR_BESIDE = re.compile(rf" ?\((?:tức |nhằm )?(?:{NGAY} )?\d{{1,2}}[/.\-]\d")


def _lunar_end(low: str, expression: Expression) -> int | None:
    """Where a date of the lunar calendar ends with the words that mark it as one; `None` for any other."""
    if marked := _LUNAR.match(low, expression.end):
        return marked.end()
    is_full_moon = _LUNAR_DAY.search(low[max(0, expression.start - 10) : expression.start])
    return expression.end if is_full_moon and expression.unit == "month" else None


def _lunar_match(prepared: Prepared, expression: Expression, end: int) -> TemporalMatch | None:
    """A date of the lunar calendar, by its words alone: it has no fixed day in ours.

    Nothing where the day of our calendar stands behind it: that one is the date.
    """
    low = prepared.low
    if _SOLAR_BESIDE.match(low, end):
        return None
    named = _LUNAR_DAY.search(low[max(0, expression.start - 10) : expression.start])
    start = expression.start - len(named[0]) if named else expression.start
    value = DateValue(bound=_bound_before(low, start), anchor=prepared.text[start:end].strip(" ,"))
    return _match(prepared, start, end, value, TemporalKind.LUNAR)


def _date_value(
    edtf: str, bound: Bound | None, anchor: str | None, source: ResolvedFrom, rrule: str | None = None
) -> DateValue | None:
    """The value, or `None` where there is no such day; undated intervals have no EDTF."""
    if "/" in edtf and "XXXX" in edtf:
        return DateValue(bound=bound, anchor=anchor, rrule=rrule)
    dated = None if "XXXX" in edtf else source
    try:
        return DateValue(edtf=close_february(edtf), bound=bound, anchor=anchor, rrule=rrule, resolved_from=dated)
    except ValueError:
        return None


def _match(
    prepared: Prepared,
    start: int,
    end: int,
    value: DateValue,
    kind: TemporalKind,
    pattern: str | None = None,
    doubt: str | None = None,
) -> TemporalMatch:
    follows_symbol = any(
        symbol_end in prepared.symbol_ends and not prepared.text[symbol_end:start].strip(" ,")
        for symbol_end in range(max(0, start - 3), start + 1)
    )
    first, last = prepared.original_span(start, end)
    return TemporalMatch(first, last, value, kind, pattern, doubt, follows_symbol)


@cache
def _cues() -> tuple[re.Pattern[str], dict[str, Bound]]:
    """All cues as one pattern that must end where the expression starts, longest first."""
    table: dict[str, list[str]] = load_table("temporal")["bounds"]
    bounds = {cue: Bound(name) for name, cues in table.items() for cue in cues}
    words = "|".join(sorted(map(re.escape, bounds), key=len, reverse=True))
    weekdays = "|".join(load_table("temporal")["weekdays"])
    pattern = re.compile(
        rf"(?<!\w)(?P<cue>{words})(?: (?:là|vào|đến hết))?:? "
        rf"(?:(?:đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần)(?: của)? )?"
        rf"(?:{CLOCK})?(?:(?:{day_parts()}),? )?(?:(?:các )?{NGAY} )?(?:(?:{weekdays}),? )?(?:{NGAY} )?$"
    )
    return pattern, bounds


# "trước Ngày Nhà giáo Việt Nam 20/11", "trước ngày rằm tháng Giêng âm lịch (24/02/2024)"
_NAMED_DAY = re.compile(rf"(?<!\w)trước (?:{NGAY}|lễ|tết|dịp) [^\W\d][^\d.;:,()\n]{{2,60}}[ (]{{1,2}}$")


_CLOCK_BEFORE = re.compile(rf"{CLOCK_RANGE},? ?$")
_CLOCK_ENDS = frozenset("0123456789hgờt:'")  # the last letters of "8h", "8 giờ", "30 phút"


def _bound_before(low: str, start: int) -> Bound | None:
    pattern, bounds = _cues()
    line_start = low.rfind("\n", 0, start) + 1
    before = low[max(line_start, start - 90) : start]
    if before.rstrip(" ,")[-1:] in _CLOCK_ENDS and _CLOCK_BEFORE.search(before):
        return Bound.AT  # "từ 8h00 đến 11h30 ngày 28/12": the words around the hours are theirs
    if "trước " in before and _NAMED_DAY.search(before):
        return Bound.BEFORE
    found = pattern.search(before)
    return bounds[found["cue"]] if found else None


_WEEKDAY = re.compile(r"(?<!\w)(?:thứ|chủ nhật)(?!\w)")


def _recurrence_bound(low: str, start: int, end: int) -> Bound:
    """A recurring report is due by its day, unless the words say before it; what is done on a weekday is done on it."""
    inside = Bound.BEFORE if re.search(r"(?<!\w)trước(?!\w)", low[start:end]) else None
    printed = _bound_before(low, start) or inside
    return printed or (Bound.AT if _WEEKDAY.search(low[start:end]) else Bound.BY)


# A day joined by a dash to what looks like a day but is none, "(30/4/1975 - 39/4/2016)", is half of a span.
_LOST_END = re.compile(r" ?\n?- ?\n?[0-9oil|]{1,2}[/.][0-9oil|]{1,2}[/.][0-9oil|]")
_LOST_START = re.compile(r"[/.][0-9oil|]{1,4} ?- ?$")


def _doubt_about_day(low: str, expression: Expression, value: DateValue) -> str | None:
    """What beside a single day speaks against it."""
    if _LOST_END.match(low, expression.end) or _LOST_START.search(low, max(0, expression.start - 8), expression.start):
        return "half_span"
    return "weekday" if _weekday_disagrees(low, expression, value) else None


@cache
def _weekday_beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A weekday right behind a date and right before it."""
    names = "|".join(load_table("temporal")["weekdays"])
    return re.compile(rf" ?\(({names})\)"), re.compile(rf"(?<!\w)({names})(?:,| \(| -)? ?$")


def _weekday_disagrees(low: str, expression: Expression, value: DateValue) -> bool:
    """Whether the plan prints a weekday beside a day that falls on another."""
    codes: dict[str, str] = load_table("temporal")["weekdays"]
    behind, ahead = _weekday_beside()
    found = behind.match(low, expression.end) or ahead.search(low[max(0, expression.start - 16) : expression.start])
    day: date | None = value.earliest if value.earliest == value.latest else None
    if not found or day is None:
        return False
    return codes[found[1]] != ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()]
