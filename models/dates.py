"""Dates as EDTF (ISO 8601-2) with the calendar days they can mean.

Only the part of EDTF that plans need: years, months, days, a blank or illegible part as `X`,
quarters (33..36), half-years (40, 41), intervals with open ends. Sources: ISO 8601-2:2019 and
the Library of Congress' EDTF specification, level 2 for quarters and half-years.
"""

import calendar
import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Self

from pydantic import model_validator

from models.base import Model

_POINT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?")


class Bound(StrEnum):
    """How a date limits what is due: at it, by it, before it, from it on, after or during it."""

    AT = "at"
    BY = "by"
    BEFORE = "before"
    FROM = "from"
    AFTER = "after"
    DURING = "during"


class ResolvedFrom(StrEnum):
    """Where the parts of a date come from that its own words do not print."""

    EXPLICIT = "explicit"
    DOCUMENT_YEAR = "document_year"
    ISSUE_DATE = "issue_date"
    CAMPAIGN_PERIOD = "campaign_period"
    SECTION = "section"


@lru_cache(maxsize=4096)
def edtf_bounds(edtf: str) -> tuple[date | None, date | None]:
    """The first and last calendar day that an EDTF string can mean, `None` where it is open.

    >>> edtf_bounds("2020-34")
    (datetime.date(2020, 4, 1), datetime.date(2020, 6, 30))
    >>> edtf_bounds("../2025-12-31")
    (None, datetime.date(2025, 12, 31))

    Raises:
        ValueError: the string is not of the supported part of EDTF, or no such day exists.
    """
    if "/" in edtf:
        first, last = edtf.split("/", 1)
        earliest = None if first in ("", "..") else _point_bounds(first)[0]
        latest = None if last in ("", "..") else _point_bounds(last)[1]
        if earliest is None and latest is None:
            raise ValueError(f"an interval needs at least one end: {edtf!r}")
        if earliest and latest and earliest > latest:
            raise ValueError(f"the interval ends before it begins: {edtf!r}")
        return earliest, latest
    return _point_bounds(edtf)


def _point_bounds(point: str) -> tuple[date | None, date | None]:
    found = _POINT.fullmatch(point)
    if not found:
        raise ValueError(f"not a date of the supported part of EDTF: {point!r}")
    year_text, month_text, day_text = found.groups()
    if year_text == "XXXX":
        return None, None
    first_year, last_year = int(year_text.replace("X", "0")), int(year_text.replace("X", "9"))
    if month_text is None or month_text == "XX":
        return date(first_year, 1, 1), date(last_year, 12, 31)
    first_month, last_month = _months(int(month_text), point)
    if day_text is not None and day_text != "XX":
        if first_month != last_month:
            raise ValueError(f"a quarter or half-year has no day: {point!r}")
        return date(first_year, first_month, int(day_text)), date(last_year, last_month, int(day_text))
    last_day = calendar.monthrange(last_year, last_month)[1]
    return date(first_year, first_month, 1), date(last_year, last_month, last_day)


def _months(number: int, point: str) -> tuple[int, int]:
    if 1 <= number <= 12:
        return number, number
    if 33 <= number <= 36:
        first = 3 * (number - 33) + 1
        return first, first + 2
    if number in (40, 41):
        first = 6 * (number - 40) + 1
        return first, first + 5
    raise ValueError(f"no such month, quarter or half-year: {point!r}")


class DateValue(Model):
    """What a temporal expression means.

    `edtf` is `null` for an event that the plan does not date, and for a recurrence without a
    stated period. `earliest` and `latest` always follow from `edtf`: they are computed when
    left out and refused when they disagree. `rrule` is an RFC 5545 rule, `duration` an
    ISO 8601 duration counted from `anchor` (the event as printed), in working days where
    `business_days` is true.
    """

    edtf: str | None = None
    earliest: date | None = None
    latest: date | None = None
    bound: Bound | None = None
    rrule: str | None = None
    duration: str | None = None
    business_days: bool | None = None
    anchor: str | None = None
    resolved_from: ResolvedFrom | None = None

    @model_validator(mode="before")
    @classmethod
    def _compute_bounds(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("edtf"):
            earliest, latest = edtf_bounds(data["edtf"])
            data = {"earliest": earliest, "latest": latest, **data}
        return data

    @model_validator(mode="after")
    def _bounds_follow_from_edtf(self) -> Self:
        expected = edtf_bounds(self.edtf) if self.edtf else (None, None)
        if (self.earliest, self.latest) != expected:
            raise ValueError("earliest and latest must follow from edtf")
        return self
