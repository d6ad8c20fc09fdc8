"""Deadlines as iCalendar (RFC 5545), so that an office's calendar shows what is due.

One all-day event a deadline, on the last day it can mean: calendars of offices and telephones show
events, while most leave tasks (VTODO) out. A recurring deadline keeps its rule, which ends with the plan
(`pipeline.archive.plan_end`). Deadlines without any day (an event that the plan does not date) are left out.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from icalendar import Calendar, Event, vRecur

from models.record import Deadline, PlanRecord
from pipeline.archive.periods import Period
from pipeline.archive.plan_end import plan_end
from pipeline.archive.recurrence import first_occurrence, last_day, recurrence_key
from pipeline.export.files import finished
from pipeline.folding import match_key
from pipeline.readable import document_number

_NO_MOMENT = datetime.combine(date(1970, 1, 1), time(), UTC)  # the same records give the same file


def write_calendar(records: Iterable[PlanRecord], out: Path, body: str | None = None) -> int:
    """A calendar of all deadlines, or of those a body has part in; how many records there were."""
    calendar = Calendar()
    calendar.add("prodid", "-//kehoach//deadlines//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Thời hạn theo kế hoạch")
    total = 0
    for record in records:
        total += 1
        for uid, deadline in zip(_uids(record), record.deadlines, strict=True):
            if body is None or _involves(deadline, body):
                event = _event(record, deadline, uid)
                if event is not None:
                    calendar.add_component(event)
    with finished(out) as unfinished:
        unfinished.write_bytes(calendar.to_ical())
    return total


def _involves(deadline: Deadline, body: str) -> bool:
    wanted = f" {match_key(body)} "
    return any(wanted in f" {match_key(name)} " for name in (*deadline.responsible, *deadline.report_to))


def _event(record: PlanRecord, deadline: Deadline, uid: str) -> Event | None:
    due = deadline.due
    issued = record.header.issued.value.latest if record.header.issued else None
    key = recurrence_key(due, issued, plan_end(record))
    begin = max(filter(None, (due.earliest, issued)), default=None)  # nothing falls due before the plan exists
    first = first_occurrence(key, Period(first=begin)) if key and begin else None
    day = first.first if first else (due.latest or due.earliest)
    if day is None or (due.rrule and first is None):
        return None
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", _NO_MOMENT)
    if due.rrule and key:
        rule = vRecur.from_ical(due.rrule)
        ends = last_day(key)
        if ends and "UNTIL" not in rule and "COUNT" not in rule:
            rule["UNTIL"] = ends
        event.add("rrule", rule)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", deadline.task)
    event.add("description", "\n".join(_description(record, deadline)))
    event.add("categories", list(deadline.responsible) or [record.source.path])
    event.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy for the day
    return event


def _description(record: PlanRecord, deadline: Deadline) -> Iterable[str]:
    header = record.header
    number = document_number(
        header.number.value if header.number else None, header.symbol.value if header.symbol else None
    )
    named = [number, header.issuer.value if header.issuer else "", header.title.value if header.title else ""]
    yield ", ".join(filter(None, named)) or record.source.path
    if deadline.responsible:
        yield f"Thực hiện: {'; '.join(deadline.responsible)}"
    if deadline.report_to:
        yield f"Báo cáo: {'; '.join(deadline.report_to)}"
    yield f"{record.source.path}, trang {deadline.evidence.page}"


def _uids(record: PlanRecord) -> Iterator[str]:
    """An id for each deadline that stays the same in every run and through corrections of its task and date.

    It is made from the place where the deadline is read; so calendars update an event and do not double it.
    """
    seen: Counter[str] = Counter()
    for deadline in record.deadlines:
        place = f"{record.document_id}|{deadline.evidence.page}|{match_key(deadline.evidence.text)}"
        seen[place] += 1
        yield f"{hashlib.sha256(f'{place}|{seen[place]}'.encode()).hexdigest()[:32]}@kehoach"
