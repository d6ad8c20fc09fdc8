"""Periods as people type them in a search: EDTF, quarters, Vietnamese dates."""

import re
import unicodedata
from datetime import date

from models.base import Model
from models.dates import edtf_bounds
from models.errors import QueryError
from pipeline.folding import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?:\s*/\s*|\s+nam\s+|\s*-\s*|\s+)(?P<year>\d{4})"
_QUARTER = re.compile(rf"(?:quy\s+|q)(?P<quarter>[1-4]|iv|i{{1,3}}){_YEAR}")
_QUARTER_LAST = re.compile(r"(?P<year>\d{4})-?q(?P<quarter>[1-4])")
_DAY = re.compile(r"(?:ngay\s+)?(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})")
_MONTH = re.compile(r"(?:thang\s+)?(?P<month>\d{1,2})(?:\s*/\s*|\s+nam\s+)(?P<year>\d{4})")
_YEAR_ONLY = re.compile(r"(?:nam\s+)?(?P<year>\d{4})")

_EXAMPLES = "2020, 2020-06, 2020-06-30, 2020-Q2, 2020-06/2020-09, 30/6/2020, quý II/2020"


class Period(Model):
    """The days from `first` to `last`, both included; `None` where it is open."""

    first: date | None = None
    last: date | None = None

    def overlaps(self, first: date | None, last: date | None) -> bool:
        """Whether this period and the days from `first` to `last` have a day in common."""
        return not ((self.first and last and last < self.first) or (self.last and first and first > self.last))

    def narrowed(self, other: "Period") -> "Period":
        """The days that are in both periods; `first` is behind `last` where there are none."""
        firsts = [day for day in (self.first, other.first) if day]
        lasts = [day for day in (self.last, other.last) if day]
        return Period(first=max(firsts, default=None), last=min(lasts, default=None))


def parse_period(text: str) -> Period:
    """The days that a date, month, quarter, half-year, year or interval covers.

    >>> parse_period("quý II/2020")
    Period(first=datetime.date(2020, 4, 1), last=datetime.date(2020, 6, 30))

    Raises:
        QueryError: the text is no such date, or the calendar has no such day.
    """
    try:
        first, last = edtf_bounds(_as_edtf(unicodedata.normalize("NFC", text).strip()))
    except ValueError as error:
        raise QueryError(f"{text!r} is no date or period that can be searched.", f"Examples: {_EXAMPLES}.") from error
    if first is None and last is None:
        raise QueryError(f"{text!r} names no year.", f"Examples: {_EXAMPLES}.")
    return Period(first=first, last=last)


def _as_edtf(text: str) -> str:
    folded = fold(text)
    if found := _QUARTER_LAST.fullmatch(folded) or _QUARTER.fullmatch(folded):
        quarter = found["quarter"]
        return f"{found['year']}-{32 + (_ROMAN.get(quarter) or int(quarter))}"
    if found := _DAY.fullmatch(folded):
        return f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    if found := _MONTH.fullmatch(folded):
        return f"{found['year']}-{_calendar_month(found['month'])}"
    if found := _YEAR_ONLY.fullmatch(folded):
        return found["year"]
    return text


def _calendar_month(text: str) -> str:
    month = int(text)
    if not 1 <= month <= 12:  # "35/2020" must not become the quarter that EDTF writes 2020-35
        raise ValueError(f"no such month: {text}")
    return f"{month:02}"
