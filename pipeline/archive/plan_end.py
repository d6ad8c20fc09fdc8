"""The last day of the time that a plan is for, as the plan itself shows it."""

import re
from collections.abc import Iterator
from datetime import date

from models.record import PlanRecord
from pipeline.folding import fold

# Numbers of documents ("số 2030", "2050/QĐ-TTg", "12.2030") are no years; "6/2021" and "2021-2025" hold some.
_YEAR = re.compile(r"(?<![\d.,])(?<!so )(?<!so: )(?:19|20)\d\d(?![\d.,]\d|\d|[-/][a-z])")
# "giai đoạn 2021 - 25": the last year in short, which only words for a span of years leave no doubt about
_SHORT_SPAN = re.compile(r"(?:giai doan|nhiem ky|thoi ky|nien khoa) (?P<century>\d\d)\d\d ?[-–] ?(?P<year>\d\d)(?!\d)")
_SCHOOL_YEAR = re.compile(r"(?:nam hoc|nien hoc) (?P<first>20\d\d|19\d\d) ?[-–/] ?(?P<last>\d{4}|\d\d)(?!\d)")
_SCHOOL_YEAR_ENDS = (7, 31)  # the next one begins in August


def plan_end(record: PlanRecord) -> date | None:
    """The last day of the plan's own time, `None` where it shows neither that nor its year of issue.

    Plans tell what is due "hằng tháng" and hardly ever until when: that goes without saying, since a plan is
    for a time, and the next one sets its reports anew. Without an end what a plan of 1999 wanted every month
    would still be due today. The end is what a reader would say: the end of the campaign's period, else of
    the last year that the title names ("năm 2019", "giai đoạn 2021 - 2025"; of a school year the day before
    the next one begins), else of the year of issue. A time that was over before the plan was issued is what
    the plan looks back on ("Tổng kết phong trào giai đoạn 2016 - 2020") and no end of it.

    The record says what is printed, and never this; it is for searches and calendars.
    """
    issued = record.header.issued.value if record.header.issued else None
    begins = issued.earliest if issued else None
    period = record.campaign.period if record.campaign else None
    title = record.header.title.value if record.header.title else ""
    shown = [
        period.value.latest if period else None,
        max((day for day in _title_ends(title) if not begins or day >= begins), default=None),
        date(issued.latest.year, 12, 31) if issued and issued.latest else None,
    ]
    return next((day for day in shown if day and (not begins or day >= begins)), None)


def _title_ends(title: str) -> Iterator[date]:
    """The last days of the years and school years that a title names."""
    folded = " ".join(fold(title).split())
    for school_year in _SCHOOL_YEAR.finditer(folded):
        yield date(int(school_year["first"]) + 1, *_SCHOOL_YEAR_ENDS)
    rest = _SCHOOL_YEAR.sub(" ", folded)
    for short in _SHORT_SPAN.finditer(rest):
        yield date(int(short["century"] + short["year"]), 12, 31)
    for year in _YEAR.findall(rest):
        yield date(int(year), 12, 31)
