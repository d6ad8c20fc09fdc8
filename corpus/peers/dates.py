"""Dates: whole expressions with the first and last day they mean.

A date is right where it stands on the printed expression of the gold and means the same days.
The rules favour the peers, which were not made for plans:

- compared are calendar dates alone; a recurrence, a duration and a date counted from an event
  ("trong 15 ngày kể từ ngày ký") count neither way, nor does what is read out of them;
- all are given the gold's day of issue to fill in missing years;
- values that mean no days ("hiện nay", "15 ngày") are left out, as if they had not been given.

Each peer has a second row, helped by what a user could add in an hour: two dates joined by "đến" or
a dash become the interval they print, which no peer gives; and dateparser, which always gives a whole
day, is cut to what its words print ("năm 2023" is the year).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from corpus.peers.counting import PeerCounts
from corpus.peers.plans import ComposedPlan, Span, spans_in_gold
from models.dates import DateValue, edtf_bounds
from models.record import PlanRecord
from pipeline.folding import fold
from pipeline.score.agreement import NONE, SAME, Agreement, MatchLevel
from pipeline.score.tally import Item

Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class DateHit:
    """A date that was read at `span`: the first and last day it means, `None` where open."""

    span: Span
    days: Days


# Printed words of dateparser's hits, folded: a whole day, or a month with or without a year.
_PRINTS_DAY = re.compile(r"\bngay \d|\bmung \d|\d[/.-]\d{1,2}[/.-]\d{4}|^\D*\d{1,2}[/.-]\d{1,2}\D*$")
_PRINTS_MONTH = re.compile(r"\bthang (?:\d|gieng|chap|[a-z])|\d[/.-]\d{4}")
_PRINTS_YEAR = re.compile(r"\b\d{4}\b")
_JOINT = re.compile(r"\s{0,3}(?:,?\s?den(?: het)?|[-–—])\s{0,3}")
_TIMEX = re.compile(r"<TIMEX3 ([^>]{1,300})>([^<]{1,200})</TIMEX3>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_TIMEX_POINT = re.compile(r"(\d{4})(?:-(?:(Q[1-4]|H[12])|W(\d\d)|(\d\d)(?:-(\d\d))?))?(?:T[\w:+-]*)?")
_PARTS_OF_YEAR = {"Q1": "33", "Q2": "34", "Q3": "35", "Q4": "36", "H1": "40", "H2": "41"}


def dateparser_hits(plan: ComposedPlan, found: Sequence[Sequence[Any]]) -> list[DateHit]:
    """dateparser's `[line, words, day]`, each at the next place of its words in the line, as whole days."""
    hits = []
    line_before, behind = -1, 0
    for line, words, day in found:
        behind = behind if line == line_before else 0
        start = plan.lines[line].find(words, behind)
        if start < 0:
            continue  # the words were changed in reading; where they stand is not known
        line_before, behind = line, start + len(words)
        first = plan.line_starts[line]
        hits.append(DateHit((first + start, first + behind), (date.fromisoformat(day),) * 2))
    return hits


def cut_to_print(plan: ComposedPlan, hits: Sequence[DateHit]) -> list[DateHit]:
    """Hits that are whole days as what their words print: a day, a month, a year."""
    return [DateHit(hit.span, _printed_days(fold(plan.text[slice(*hit.span)]), hit.days)) for hit in hits]


def _printed_days(folded: str, days: Days) -> Days:
    day = days[0]
    if day is None or _PRINTS_DAY.search(folded):
        return days
    if _PRINTS_MONTH.search(folded):
        return edtf_bounds(day.isoformat()[:7])
    return edtf_bounds(day.isoformat()[:4]) if _PRINTS_YEAR.search(folded) else days


def heideltime_hits(plan: ComposedPlan, timeml: str) -> list[DateHit]:
    """The dates of HeidelTime's TimeML, each at the next place of its words in the text."""
    hits = []
    behind = 0
    for attributes, words in _TIMEX.findall(timeml):
        start = plan.text.find(words, behind)
        if start < 0:
            continue
        behind = start + len(words)
        named = dict(_ATTRIBUTE.findall(attributes))
        days = _timex_days(named.get("value", "")) if named.get("type") in ("DATE", "TIME") else None
        if days:
            hits.append(DateHit((start, behind), days))
    return hits


def _timex_days(value: str) -> Days | None:
    """The days of a TIMEX3 value; none for seasons, weekends, and what is not placed in a year."""
    point = _TIMEX_POINT.fullmatch(value)
    if not point:
        return None
    year, part, week, month, day = point.groups()
    try:
        if week:
            monday = date.fromisocalendar(int(year), int(week), 1)
            return monday, monday + timedelta(days=6)
        return edtf_bounds("-".join(piece for piece in (year, _PARTS_OF_YEAR.get(part, month), day) if piece))
    except ValueError:
        return None  # no such day: "2023-02-30"


def duckling_hits(plan: ComposedPlan, found: Sequence[Sequence[Any]]) -> list[DateHit]:
    """Duckling's `[line, start, end, value]`; the first value of a span."""
    hits: dict[Span, DateHit] = {}
    for line, start, end, value in found:
        first = plan.line_starts[line]
        span = first + start, first + end
        days = _duckling_days(value)
        if days and span not in hits:
            hits[span] = DateHit(span, days)
    return list(hits.values())


def _duckling_days(value: Mapping[str, Any]) -> Days | None:
    if value.get("type") == "value":
        return _grain_days(value)
    if value.get("type") != "interval":
        return None
    first = _grain_days(value["from"])[0] if "from" in value else None
    last = None
    if "to" in value:  # Duckling's intervals end with the first moment that is outside
        begin = _grain_days(value["to"])[0]
        is_clock = value["to"]["grain"] in ("hour", "minute", "second")
        last = begin if is_clock or begin is None else begin - timedelta(days=1)
    return first, last


def _grain_days(moment: Mapping[str, Any]) -> Days:
    day = date.fromisoformat(moment["value"][:10])
    match moment["grain"]:
        case "week":
            return day, day + timedelta(days=6)
        case "month":
            return edtf_bounds(day.isoformat()[:7])
        case "quarter":
            return edtf_bounds(f"{day.isoformat()[:4]}-{33 + (day.month - 1) // 3}")
        case "year":
            return edtf_bounds(day.isoformat()[:4])
        case _:
            return day, day


def kehoach_hits(plan: ComposedPlan, record: PlanRecord) -> list[DateHit]:
    """The calendar dates of a record of this program."""
    dated = [it for it in record.dates if _is_calendar_date(it.value)]
    spans = spans_in_gold(plan, record, [(it.evidence.start, it.evidence.end) for it in dated])
    return [DateHit(span, _days(it.value)) for span, it in zip(spans, dated, strict=True)]


def joined(plan: ComposedPlan, hits: Sequence[DateHit]) -> list[DateHit]:
    """The hits in printed order, those with a joint between them as the one interval they print."""
    whole: list[DateHit] = []
    for hit in sorted(hits, key=lambda it: it.span):
        last = whole[-1] if whole else None
        if (
            last
            and last.days[0]
            and hit.days[1]
            and last.days[0] <= hit.days[1]
            and _JOINT.fullmatch(fold(plan.text[last.span[1] : hit.span[0]]))
        ):
            whole[-1] = DateHit((last.span[0], hit.span[1]), (last.days[0], hit.days[1]))
        else:
            whole.append(hit)
    return whole


def count_dates(counts: PeerCounts, plan: ComposedPlan, hits: Sequence[DateHit]) -> None:
    """Add what was found in a plan to the counts of a program."""
    items, kinds = [], []
    passed_over: list[Span] = []
    for index, mention in enumerate(plan.gold.record.dates):
        place = f"/dates/{index}"
        span = mention.evidence.start, mention.evidence.end
        values = (mention.value, *plan.gold.alternatives_at(f"{place}/value"))
        dated = [value for value in values if _is_calendar_date(value)]
        if not dated:
            passed_over.append(span)
            continue
        optional = plan.gold.is_optional(place)
        items.append(Item(tuple(DateHit(span, _days(value)) for value in dated), span=span, optional=optional))
        kinds.append(_kind(dated[0].edtf or ""))
    compared = [item.span for item in items if item.span]
    found = [
        Item((hit,), span=hit.span)
        for hit in hits
        if _touches(hit.span, compared) or not _touches(hit.span, passed_over)
    ]
    counts.add(plan.name, items, found, _agree, kinds)


def new_counts() -> PeerCounts:
    """Counts of dates, which agree exactly or not at all."""
    return PeerCounts((MatchLevel.STRICT,))


def _is_calendar_date(value: DateValue) -> bool:
    return value.edtf is not None and value.rrule is None and value.duration is None


def _days(value: DateValue) -> Days:
    return value.earliest, value.latest


def _kind(edtf: str) -> str:
    if "X" in edtf:
        return "incomplete"
    if "/" in edtf:
        return "interval"
    return {4: "year", 7: "month", 10: "day"}[len(edtf)] if edtf[5:7] <= "12" else "part of a year"


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _agree(gold: DateHit, found: DateHit) -> Agreement:
    return SAME if gold.days == found.days and _touches(found.span, [gold.span]) else NONE
