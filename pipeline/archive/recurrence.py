"""When a recurring deadline falls within a period (RFC 5545 rules, expanded by python-dateutil)."""

import logging
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from models.dates import DateValue
from pipeline.archive.periods import Period

log = logging.getLogger(__name__)

_SEPARATOR = "|"
_DAY_PARTS = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER")
# A plan's rules are at most daily; finer ones would expand without end.
_STEP = {
    "DAILY": relativedelta(days=1),
    "WEEKLY": relativedelta(weeks=1),
    "MONTHLY": relativedelta(months=1),
    "YEARLY": relativedelta(years=1),
}
_YEAR = relativedelta(years=1)
_LAST_DAY_OF_ALL = 28  # that every month has
_HORIZON = relativedelta(years=8)  # 29 February is up to eight years away (1896-1904, 2096-2104)


def recurrence_key(due: DateValue, issued: date | None, plan_end: date | None = None) -> str | None:
    """A recurring deadline as one string (rule, first and last day), `None` for any other.

    Where the deadline states no period it recurs from the first day the plan can have been issued (`issued`)
    on, for nothing falls due before the plan exists, and as long as the plan lasts (`plan_end`). What would
    first fall due only after that (the year's report "trước ngày 05 tháng 01") does so still, to the end of
    the year in which it first does.
    """
    if not due.rrule:
        return None
    first = due.earliest or issued
    last = due.latest or plan_end
    key = _key(due.rrule, first, last)
    if not due.latest and last and not first_occurrence(key, Period()):
        late = first_occurrence(_key(due.rrule, first, None), Period(first=first or last))
        if late and late.last:
            key = _key(due.rrule, first, date(late.last.year, 12, 31))
    return key


def last_day(key: str) -> date | None:
    """The last day on which a recurring deadline can fall due, `None` where nothing ends it."""
    return _parts_of_key(key)[2]


def _key(rule: str, first: date | None, last: date | None) -> str:
    return _SEPARATOR.join([rule, *(day.isoformat() if day else "" for day in (first, last))])


class Rhythm(NamedTuple):
    """A recurring deadline taken apart, so that a database can tell much of when it falls due.

    Whenever it recurs for as many days as `sure_days` it falls due in them (0: that is never sure).
    With `is_even` it does so on the same days whatever its first day is.
    """

    rule: str
    first: date | None
    last: date | None
    sure_days: int
    is_even: bool


def rhythm_of(key: str) -> Rhythm:
    """The parts of a key of `recurrence_key`."""
    rule, first, last = _parts_of_key(key)
    parts = _parts_of_rule(rule)
    is_bounded = "COUNT" in parts or "UNTIL" in parts
    interval = int(parts["INTERVAL"]) if parts.get("INTERVAL", "1").isdecimal() and "INTERVAL" in parts else 1
    is_even = not is_bounded and (interval == 1 or (parts.get("FREQ") == "MONTHLY" and 12 % interval == 0))
    sure = 0 if is_bounded else _longest_gap(parts, interval)
    if first and last and (last - first).days < sure - 1:
        sure = 0
    return Rhythm(rule, first, last, sure, is_even)


def _longest_gap(parts: dict[str, str], interval: int) -> int:
    """As many days as hold at least one occurrence wherever they begin; 0 where that is not known."""
    days = parts.get("BYMONTHDAY", "1").split(",")
    known = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "WKST"}
    if not set(parts) <= known or not all(day.isdecimal() and int(day) <= _LAST_DAY_OF_ALL for day in days):
        return 0
    if "BYMONTHDAY" in parts and "BYDAY" in parts:
        return 0  # Friday the 13th
    by_weekday = 7 if "BYDAY" in parts else 0
    frequency = parts.get("FREQ")
    if frequency == "DAILY" and set(parts) <= {"FREQ", "INTERVAL"}:
        return interval
    if frequency == "WEEKLY" and "BYMONTH" not in parts and "BYMONTHDAY" not in parts:
        return 7 * interval
    if frequency == "MONTHLY" and "BYMONTH" not in parts:
        return 31 * interval + by_weekday
    if frequency == "YEARLY" and "5" not in parts.get("BYDAY", ""):
        return 366 * interval + by_weekday
    return 0


def _parts_of_key(key: str) -> tuple[str, date | None, date | None]:
    rule, first, last = key.rsplit(_SEPARATOR, 2)
    return rule, date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None


def _parts_of_rule(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";") if "=" in part)


def first_occurrence(key: str, period: Period) -> Period | None:
    """The first time that a recurring deadline can fall due within `period`, `None` if never.

    A rule that names no day ("hằng tháng") means the whole month; it is returned as such. Rules
    that count every second or third month count from January of the first year, as quarters do.
    A rule that cannot be expanded counts as its whole period: it is shown rather than lost.
    """
    rule, first, last = _parts_of_key(key)
    if not period.overlaps(first, last):
        return None
    window = period.narrowed(Period(first=first, last=last))
    parts = _parts_of_rule(rule)
    step = _STEP.get(parts.get("FREQ", ""))
    begin = window.first or (window.last - _YEAR if window.last else None)
    if step is None or begin is None:
        return window
    if "COUNT" in parts:
        start = first or begin
    else:
        start = _phase_start(first if first and "INTERVAL" in parts else begin, parts)
    if "UNTIL" not in parts and "COUNT" not in parts:  # else a rule that never falls due has no end
        rule = f"{rule};UNTIL={window.last or begin + _HORIZON:%Y%m%d}"
    span = None if any(part in parts for part in _DAY_PARTS) else _span(parts, step)
    try:
        return _first_within(rule, start, span, begin, window.last)
    except (ValueError, OverflowError) as error:
        log.warning("recurrence %s cannot be expanded: %s", rule, error)
        return window


# Most recurring deadlines of an archive share a few rules and began before the period asked for.
@lru_cache(maxsize=4096)
def _first_within(rule: str, start: date, span: relativedelta | None, begin: date, last: date | None) -> Period | None:
    """The first occurrence, counted from `start`, that does not end before `begin` nor begin after `last`."""
    for moment in rrulestr(rule, dtstart=_midnight(start)).xafter(_midnight(begin - _longest(span)), inc=True):
        day: date = moment.date()
        end = day if span is None else day + span - timedelta(days=1)
        if last and day > last:
            return None
        if end >= begin:
            return Period(first=day, last=end)
    return None


def _span(parts: dict[str, str], step: relativedelta) -> relativedelta:
    """How long one occurrence of a rule without a day lasts."""
    if "BYMONTH" in parts:
        return relativedelta(months=1)
    interval = parts.get("INTERVAL", "1")
    return step * int(interval) if interval.isdecimal() else step


def _phase_start(first: date, parts: dict[str, str]) -> date:
    """The day the rule counts from: a Monday for weeks, else the first of January."""
    if parts.get("FREQ") in ("WEEKLY", "DAILY"):
        return first - timedelta(days=first.weekday())
    return first.replace(month=1, day=1)


def _longest(span: relativedelta | None) -> timedelta:
    """As many days as one occurrence lasts at most."""
    if span is None:
        return timedelta(0)
    return timedelta(days=366 * span.years + 31 * span.months + span.days)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)
