"""What an anchor gives to a date: the day of issue, the campaign's end, a printed day, an event of the plan.

Working days are Monday to Friday without the holidays that the labour code fixes in the
solar calendar (Bộ luật Lao động 2019, Điều 112; before it 2012, Điều 115). A count that
touches the weeks in which Tết or Giỗ Tổ can fall is not computed: their days off are set year by year.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from models.dates import Bound, DateValue, ResolvedFrom
from models.document import Document
from models.record import Campaign
from pipeline.extract.dates.clauses import clause_at
from pipeline.extract.dates.roles import RoleContext, cue_pattern, is_of_days
from pipeline.extract.temporal import TemporalKind, TemporalMatch, find_temporal
from pipeline.folding import fold

_HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2)}
# First and last month and day that Tết's days off (to the 6th day of the first lunar month), and Giỗ Tổ, can have.
_MOVABLE = (((1, 19), (2, 27)), ((3, 28), (4, 29)))
_CAMPAIGN = re.compile(r"đợt|phong trào|thi đua|chiến dịch|cao điểm|cuộc vận động")
_EVENT = re.compile(
    r"(?:(?:ngày|khi|lúc|thời điểm) )?(?P<act>khai mạc|khai giảng|tổ chức|diễn ra|bế mạc|kết thúc) "
    r"(?P<name>[^\W\d_]\S*(?: \S+){2,12})"
)
_BACKWARDS = re.compile(
    r"\d\)? (?:ngày|tuần)(?: làm việc)?,? trước \w"
    r"|^(?:chậm nhất )?trước [^\d]+ \d{1,3} (?:ngày|tuần)(?: làm việc)?$"
)
_EVENT_TAKES_PLACE = re.compile(r"(?<!\w)(?:tổ chức|khai mạc|diễn ra|tiến hành)(?!\w)[^.;]{0,60}$")


def anchored_value(
    match: TemporalMatch, context: RoleContext, campaign: Campaign | None, matches: Sequence[TemporalMatch]
) -> DateValue:
    """The value of `match` with what its anchor gives, unchanged where it gives nothing.

    `matches` are all expressions of the document, among them the days of its events.
    """
    value = match.value
    if value.anchor is None:
        return value
    is_issue = cue_pattern("issue_anchor").match(value.anchor.lower()) is not None
    if match.kind is TemporalKind.INTERVAL:
        return _from_issue(value, context.issued) if is_issue else value
    if match.kind is TemporalKind.DURATION:
        if is_issue:
            return _counted(match, context, context.issued, ResolvedFrom.ISSUE_DATE)
        day = _printed_day(value.anchor) or _day_of_event(value.anchor, context.document, matches)
        return _counted(match, context, day, ResolvedFrom.EXPLICIT)
    if value.bound is Bound.FROM:
        return _dated(value, context.issued, ResolvedFrom.ISSUE_DATE) if is_issue else value
    end = campaign.period.value.latest if campaign and campaign.period else None
    return _dated(value, end, ResolvedFrom.CAMPAIGN_PERIOD) if _CAMPAIGN.search(value.anchor.lower()) else value


def _dated(value: DateValue, day: date | None, source: ResolvedFrom) -> DateValue:
    if day is None:
        return value
    return DateValue(edtf=day.isoformat(), bound=value.bound, anchor=value.anchor, resolved_from=source)


def _from_issue(value: DateValue, issued: date | None) -> DateValue:
    if issued is None or value.latest is None or value.edtf is None or value.latest < issued:
        return value
    end = value.edtf.split("/")[1]
    return DateValue(
        edtf=f"{issued.isoformat()}/{end}",
        bound=value.bound,
        anchor=value.anchor,
        resolved_from=ResolvedFrom.ISSUE_DATE,
    )


def _printed_day(anchor: str) -> date | None:
    """The day that the anchor itself prints ("kể từ ngày 15/6/2024")."""
    days = [found.value.earliest for found in find_temporal(anchor) if found.kind is TemporalKind.DAY]
    return days[0] if len(days) == 1 else None


def _day_of_event(anchor: str, document: Document, matches: Sequence[TemporalMatch]) -> date | None:
    """The day for which the plan sets the event that the anchor names in full.

    A name that ends in a capitalised noun or a level ("Đại hội đại biểu Đảng bộ huyện") must
    open the clause of one day or pair of days; "khi khai mạc" alone names no event.
    """
    found = _EVENT.match(anchor)
    if found is None:
        return None
    name = fold(found["name"])
    days: set[date | None] = set()
    for match in matches:
        if match.kind is not TemporalKind.DAY and not is_of_days(match):
            continue
        if match.value.bound in (Bound.BEFORE, Bound.BY):
            continue
        paragraph = document.paragraph_at(match.start)
        first, _ = clause_at(document.text, paragraph.start, paragraph.end, match.start)
        before = document.text[first : match.start]
        if name in fold(before) and _EVENT_TAKES_PLACE.search(before.lower()):
            days.add(match.value.latest if found["act"] in ("bế mạc", "kết thúc") else match.value.earliest)
    return days.pop() if len(days) == 1 else None


def _counted(match: TemporalMatch, context: RoleContext, start: date | None, source: ResolvedFrom) -> DateValue:
    """The day that so many days, working days or weeks lead to, back from the anchor behind "trước"."""
    value = match.value
    counted = re.fullmatch(r"P(\d{1,3})([DW])", value.duration or "")
    if start is None or counted is None:
        return value
    days = int(counted[1]) * (7 if counted[2] == "W" else 1)
    if _BACKWARDS.search(context.document.text[match.start : match.end].lower()):
        days = -days
    day = _after_working_days(start, days) if value.business_days else start + timedelta(days)
    if day is None:
        return value
    return DateValue(
        edtf=day.isoformat(),
        bound=value.bound,
        duration=value.duration,
        business_days=value.business_days,
        anchor=value.anchor,
        resolved_from=source,
    )


def _after_working_days(start: date, days: int) -> date | None:
    """The working day that is `days` working days from `start`; `None` where a movable holiday may lie between."""
    step = timedelta(1 if days > 0 else -1)
    day = start
    for _ in range(abs(days)):
        day += step
        while day.weekday() >= 5 or (day.month, day.day) in _HOLIDAYS:
            day += step
    first, last = sorted((start, day))
    each = first
    while each <= last:
        if any(opens <= (each.month, each.day) <= closes for opens, closes in _MOVABLE):
            return None
        each += timedelta(1)
    return day
