"""Intervals out of points: "từ … đến …", "(a - b)", pairs of days, and ranges with an open end.

A year that one end leaves out is the other end's; where the days would then run backwards, it
is the year before. Ends that are not printed stay open, with the words that name them.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from models.lexicon import load_table
from pipeline.extract.temporal.points import DEN, NGAY, Part, Point

_TIME = r"\d{1,2} ?(?:h|g|giờ|:) ?(?:\d{2})?(?: ?phút|')?"
# "8h00", "lúc 14 giờ 30 phút", "8h00-10h00", "từ 8h đến 11h30"
CLOCK_RANGE = rf"{_TIME}(?: ?- ?| đến ){_TIME}"
CLOCK = rf"(?:(?:vào )?(?:lúc|hồi) )?(?:{CLOCK_RANGE}|{_TIME}),? ?"


def day_parts() -> str:
    """The parts of a day as one pattern."""
    return "|".join(sorted(map(re.escape, load_table("temporal")["parts"]["day"]), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Expression:
    """A whole temporal expression in `Prepared.text[start:end]`.

    `is_interval` with `first` or `last` missing is open there; `anchor` then holds the words
    of an open start ("ngày ban hành Kế hoạch"). `unit` is that of the last printed part.
    """

    start: int
    end: int
    first: Part | None
    last: Part | None
    is_interval: bool
    unit: str
    doubt: str | None = None
    anchor: str | None = None
    is_term: bool = False

    def pattern(self) -> str:
        """The expression as EDTF, with `XXXX` for a year that is not printed."""
        first = self.first.edtf if self.first else ".."
        if not self.is_interval:
            return first
        return f"{first}/{self.last.edtf if self.last else '..'}"


def join_points(low: str, points: list[Point]) -> list[Expression]:
    """The points as expressions, joined where their connecting words say so, in order."""
    expressions: list[Expression] = []
    for point in reversed(points):
        expression = _from_point(point)
        if expressions:
            following = expressions[-1]
            gap = low[expression.end : following.start]
            if joined := _interval(expression, following, gap):
                expressions[-1] = joined
                continue
            if joined := _pair(expression, following, gap):
                if joined.is_interval:
                    expressions[-1] = joined
                    continue
                expression = joined
        expressions.append(expression)
    return [_with_open_end(low, expression) for expression in reversed(expressions)]


def _from_point(point: Point) -> Expression:
    return Expression(
        point.start,
        point.end,
        point.first,
        point.last,
        is_interval=point.last is not None,
        unit=point.unit,
        doubt=point.doubt,
        is_term=point.is_term,
    )


_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|b[ảẩ]y|[2-7])|chủ nhật)"
_WEEKDAY_NOTE = r"(?: ?\((?:thứ|chủ)[^)]{1,10}\))?"


# What the first day of a span is besides: "từ ngày 26/01 (29 Tết) đến hết ngày 01/02/2017"
_NOTE = r"(?: ?\([^()\n]{1,40}\))?"


@cache
def _range_gap() -> re.Pattern[str]:
    return re.compile(
        rf"{_NOTE},? ?(?:-|(?:cho )?(?:{DEN}|tới)) ?(?:hết )?"
        rf"(?:{CLOCK})?(?:(?:{day_parts()}),? )?(?:hết )?(?:cuối )?(?:{_WEEKDAY},? )?"
    )


def _interval(first: Expression, second: Expression, gap: str) -> Expression | None:
    """ "từ a đến b", "a - b"; both ends must be single and in order."""
    if second.is_interval or not _range_gap().fullmatch(gap):
        return None
    if first.is_interval:
        return _from_term(first, second, gap)
    if not first.first or not second.first:
        return None
    if "-" in gap and first.unit != second.unit:
        return None
    start, end = first.first, second.first
    doubt = first.doubt or second.doubt
    if start.year is None and end.year is not None:
        start = replace(start, year=end.year if start.order <= end.order else str(int(end.year) - 1))
    elif end.year is None and start.year is not None and start.year.isdecimal():
        end = replace(end, year=start.year if start.order <= end.order else str(int(start.year) + 1))
        doubt = doubt or "year_inferred"
    is_reversed = (start.year or "", *start.order) > (end.year or "", *end.order) and end.order != (0, 0)
    if is_reversed and start.year is None:
        doubt = doubt or "year_inferred"  # "từ 15/12 đến 15/02": into the next year
    elif is_reversed:
        return None
    return replace(second, start=first.start, first=start, last=end, is_interval=True, doubt=doubt)


def _from_term(first: Expression, second: Expression, gap: str) -> Expression | None:
    """ "từ năm học 2022 - 2023 đến ngày 30/9/2025": from the beginning of the term."""
    if not (first.is_term and first.first and second.first and "đến" in gap):
        return None
    if not (second.first.year or "").isdecimal() or (first.first.year or "") > (second.first.year or ""):
        return None
    return replace(second, start=first.start, first=first.first, last=second.first, is_interval=True, is_term=False)


@cache
def _pair_gap() -> re.Pattern[str]:
    return re.compile(
        rf"{_WEEKDAY_NOTE} ?(?:,|và|hoặc|;|&) ?(?:và )?(?:trước |vào )?(?:{CLOCK})?(?:(?:{day_parts()}) ){{0,3}}"
    )


def _pair(first: Expression, second: Expression, gap: str) -> Expression | None:
    """Two days or months of which the first takes its year from the second.

    Days that follow each other are one interval ("ngày 28/12 và cả ngày 29/12/2011"); others
    stay two expressions, of which the first is given back with its year.
    """
    if first.is_interval or not first.first or not second.first or not _pair_gap().fullmatch(gap):
        return None
    if first.first.year is not None or second.first.year is None or first.unit != second.unit:
        return None
    start = replace(first.first, year=second.first.year)
    if start.order > second.first.order:
        return None
    if first.unit == "day" and not second.is_interval and _next_day(start) == _as_date(second.first):
        return replace(second, start=first.start, first=start, last=second.first, is_interval=True)
    return replace(first, first=start)


def _as_date(part: Part) -> date | None:
    try:
        return date.fromisoformat(part.edtf)
    except ValueError:
        return None


def _next_day(part: Part) -> date | None:
    day = _as_date(part)
    return date.fromordinal(day.toordinal() + 1) if day else None


_FROM = re.compile(
    rf"(?<!\w)(?:kể |bắt đầu |tính )?từ (?:{CLOCK})?(?:(?:sáng|trưa|chiều|tối|đầu) )?(?:{_WEEKDAY},? )?$"
)
_OPEN_START = re.compile(
    r"(?<!\w)(?:kể |tính )?từ "
    rf"(?P<anchor>nay|bây giờ|(?:(?:sau )?khi|{NGAY}|thời điểm|lúc|đầu) [^.;:\n\d]{{2,80}}?),? ?"
    rf"(?:cho )?(?:đến|tới|-) ?(?:(?:hết|cuối|giữa|đầu) )?(?:{CLOCK})?$"
)
_OPEN_END = re.compile(
    r" ?(?:(?:cho )?(?:đến|tới) nay|- ?nay|trở đi|về sau|"
    rf"(?:cho )?đến (?:khi|thời điểm|{NGAY}(?= [^\W\d]))(?= [^.;:\n]))(?!\w)"
)


def _with_open_end(low: str, expression: Expression) -> Expression:
    """The expression with "từ", and with an open end where its words leave one open."""
    before = low[max(0, expression.start - 120) : expression.start]
    line_start = before.rfind("\n") + 1
    before = before[line_start:]
    offset = expression.start - len(before)
    opened = None if expression.is_interval else _OPEN_START.search(before)
    if opened:
        anchor = opened["anchor"].strip()
        return replace(
            expression,
            start=offset + opened.start(),
            first=None,
            last=expression.first,
            is_interval=True,
            anchor=anchor,
        )
    start = _FROM.search(before)
    if expression.is_interval and start and expression.last is not None and not expression.is_term:
        return replace(expression, start=offset + start.start())
    ended = _OPEN_END.match(low, expression.end)
    if ended and not expression.is_interval and (start or "trở đi" in ended[0] or "về sau" in ended[0]):
        begin = offset + start.start() if start else expression.start
        return replace(expression, start=begin, end=ended.end(), last=None, is_interval=True)
    return expression
