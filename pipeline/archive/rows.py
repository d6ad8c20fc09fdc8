"""A record as rows of the archive's tables."""

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import IntEnum
from json import dumps

from pydantic import TypeAdapter
from sqlalchemy import Table

from models.correction import CorrectionState, CorrectionStatus
from models.dates import DateValue
from models.evidence import Evidence
from models.record import DutyRole, Header, PlanRecord, Section, SectionKind, Severity
from pipeline.archive import tables
from pipeline.archive.bulk import Row
from pipeline.archive.levels import issuer_level
from pipeline.archive.names import NAME_SEPARATOR, body_key, name_key, search_key, unit_key
from pipeline.archive.plan_end import plan_end
from pipeline.archive.recurrence import recurrence_key
from pipeline.folding import fold
from pipeline.review import assess

# Kinds of label.
LABEL_ISSUER, LABEL_PLACE, LABEL_CAMPAIGN = "issuer", "place", "campaign"

# A deadline of more days is looked for by itself: a search by date would else have to begin long before the date.
LONG_DAYS = 400


class Span(IntEnum):
    """How the days of a deadline are looked for: within `LONG_DAYS`, longer or open at one end, or recurring."""

    SHORT = 0
    LONG = 1
    RECURRING = 2


_ROLE_BITS = {role: 1 << place for place, role in enumerate(DutyRole)}
_KIND_BITS = {kind: 1 << place for place, kind in enumerate(SectionKind)}
_WHOLE = TypeAdapter(PlanRecord)  # gives bytes at once
_MATTERS = (Severity.WARNING, Severity.ERROR)
_TITLE_LENGTH = 80  # characters by which titles are put in order
_ZLIB_LEVEL = 2  # less than half the time of the usual 6 for a fifth more room, measured on records of scans


def document_row(record: PlanRecord, pipeline_version: str, statuses: Sequence[CorrectionStatus] = ()) -> Row:
    """What the row of `documents` says of a record, but for its key and the record itself.

    Args:
        record: after its corrections.
        pipeline_version: that made it.
        statuses: how each correction in force stands.
    """
    header = record.header
    issued = header.issued.value if header.issued else DateValue()
    conflicts = [status for status in statuses if status.state is CorrectionState.CONFLICT]
    work = assess(record, *_pointers(statuses))
    day = issued.latest or issued.earliest
    return {
        "document_id": record.document_id,
        "pipeline_version": pipeline_version,
        "path": record.source.path,
        **{field: _value(header, field) for field in ("issuer", "parent", "doc_type", "number", "symbol", "title")},
        "place": _value(header, "place"),
        "issued": issued.edtf,
        "issued_earliest": issued.earliest,
        "issued_latest": issued.latest,
        "issued_day": day.toordinal() if day else 0,
        "year": day.year if day else None,
        "level": issuer_level(record),
        "title_key": name_key(_value(header, "title") or "").strip()[:_TITLE_LENGTH],
        "page_count": len(record.source.pages),
        "quality": record.quality.score,
        "confidence": work.confidence,
        "needs_review": int(bool(conflicts) or any(issue.severity in _MATTERS for issue in record.quality.issues)),
        "secrecy": _value(header, "secrecy"),
        "roles": role_bits(duty.role for body in record.bodies for duty in body.duties),
        "kinds": kind_bits(kind for _, section in _walk(record.sections) for kind in section.kinds),
        "expected_errors": work.expected_errors,
        "review_seconds": work.seconds,
        "errors_a_minute": round(work.errors_a_minute, 4),
        "conflicts": len(conflicts),
        "page_starts": dumps(page_starts(record)),
        "text": record.text,
        "folded": fold(record.text),
    }


def role_bits(roles: Iterable[DutyRole]) -> int:
    """A set of roles as a number that a database can ask for."""
    return sum(_ROLE_BITS[role] for role in set(roles))


def kind_bits(kinds: Iterable[SectionKind]) -> int:
    """A set of kinds of section as a number that a database can ask for."""
    return sum(_KIND_BITS[kind] for kind in set(kinds))


def _pointers(statuses: Sequence[CorrectionStatus]) -> tuple[set[str], set[str]]:
    """Where a person has looked, and where the machine contradicts what was said."""
    conflicts = {status.pointer for status in statuses if status.state is CorrectionState.CONFLICT and status.pointer}
    return {status.pointer for status in statuses if status.pointer} - conflicts, conflicts


def part_rows(record: PlanRecord, document_key: int) -> dict[Table, list[Row]]:
    """The rows of every table that belongs to a document.

    Names and recurrences stand in them as their keys, in `name_key` and `recurrence_key`; the archive
    has numbers for them.
    """
    body_keys = [body_key(body) for body in record.bodies]
    rows: dict[Table, list[Row]] = {
        tables.labels: list(_label_rows(record)),
        tables.sections: [_section_row(path, section) for path, section in _walk(record.sections)],
        tables.deadlines: _deadline_rows(record),
        tables.deadline_bodies: _deadline_body_rows(record),
        tables.bodies: [
            {
                "name": body.name,
                "name_key": key,
                "kind": body.kind,
                "level": body.level,
                **_place(body.mentions or [duty.evidence for duty in body.duties]),
            }
            for body, key in zip(record.bodies, body_keys, strict=True)
        ],
        tables.duties: [
            {
                "body": index,
                "name_key": body_keys[index],
                "role": duty.role,
                "text": duty.text,
                "section": duty.section,
                **_place([duty.evidence]),
            }
            for index, body in enumerate(record.bodies)
            for duty in body.duties
        ],
        tables.assignments: list(_assignment_rows(record, body_keys)),
        tables.citations: [
            {
                "doc_type": cited.doc_type,
                "number": cited.number,
                "symbol": cited.symbol,
                "title": cited.title,
                "name_key": name_key(" ".join(filter(None, words))),
                **_place([cited.evidence]),
            }
            for cited in record.references
            for words in [(cited.doc_type, cited.number, cited.symbol, cited.title)]
        ],
        tables.quantities: [
            {
                "text": criterion.text,
                "value": quantity.value,
                "name_key": unit_key(quantity.unit),
                "section": criterion.section,
                **_place([criterion.evidence]),
            }
            for criterion in record.criteria
            for quantity in criterion.quantities
        ],
    }
    for part in rows.values():
        for position, row in enumerate(part):
            row["document_key"] = document_key
            row["position"] = position
    return rows


def _label_rows(record: PlanRecord) -> Iterator[Row]:
    """What the header and the campaign are found by, each spelling of several issuers apart."""
    header = record.header
    for key in dict.fromkeys(search_key([issuer.value]) for issuer in (header.issuer, *header.issuers) if issuer):
        yield {"kind": LABEL_ISSUER, "name_key": key}
    if header.place:
        yield {"kind": LABEL_PLACE, "name_key": search_key([header.place.value])}
    campaign = record.campaign
    told = [value.value for value in (campaign.name, campaign.theme, campaign.slogan) if value] if campaign else []
    if told:
        yield {"kind": LABEL_CAMPAIGN, "name_key": search_key(told)}


def pack(record: PlanRecord) -> bytes:
    """The record as compressed JSON."""
    return zlib.compress(_WHOLE.dump_json(record), _ZLIB_LEVEL)


def unpack(packed: bytes) -> PlanRecord:
    """The record that `pack` was given."""
    return PlanRecord.model_validate_json(zlib.decompress(packed))


def page_starts(record: PlanRecord) -> list[tuple[int, int]]:
    """Where each page begins in the record's text: (offset, page number)."""
    return [(page.text_start, page.number) for page in record.source.pages] or [(0, 1)]


def page_at(starts: Sequence[tuple[int, int]], offset: int) -> int:
    """The page of an offset, by the result of `page_starts`."""
    return starts[bisect_right(starts, offset, key=lambda start: start[0]) - 1][1]


def _value(header: Header, field: str) -> str | None:
    value = getattr(header, field)
    return value.value if value else None


def _walk(sections: Sequence[Section], parents: tuple[str, ...] = ()) -> Iterator[tuple[str | None, Section]]:
    """Every section in reading order with its path ("IV.6"; "2" then "2.1" is not doubled)."""
    for section in sections:
        path = parents
        if section.label:
            doubled = bool(path) and section.label.startswith(path[-1] + ".")
            path = (*path[:-1], section.label) if doubled else (*path, section.label)
        yield ".".join(path) or None, section
        yield from _walk(section.children, path)


def _section_row(path: str | None, section: Section) -> Row:
    return {
        "path": path,
        "heading": section.heading,
        "name_key": name_key(section.heading),
        "kinds": f" {' '.join(section.kinds)} ",
        "page": section.page,
        "start": section.start,
        "end": section.end,
    }


def _deadline_rows(record: PlanRecord) -> list[Row]:
    issued, ends = _issued(record), plan_end(record)
    return [
        {
            "task": deadline.task,
            "edtf": deadline.due.edtf,
            "earliest": deadline.due.earliest,
            "latest": deadline.due.latest,
            "bound": deadline.due.bound,
            "span": int(_span(deadline.due)),
            "recurrence_key": recurrence_key(deadline.due, issued, ends),
            "due": deadline.due.model_dump_json(),
            "section": deadline.section,
            "confidence": deadline.confidence,
            **_place([deadline.evidence]),
        }
        for deadline in record.deadlines
    ]


def _span(due: DateValue) -> Span:
    if due.rrule:
        return Span.RECURRING
    if due.earliest is None or due.latest is None or (due.latest - due.earliest).days > LONG_DAYS:
        return Span.LONG
    return Span.SHORT


def _deadline_body_rows(record: PlanRecord) -> list[Row]:
    return [
        {"deadline": index, "is_recipient": is_recipient, "name": name}
        for index, deadline in enumerate(record.deadlines)
        for is_recipient, names in ((0, deadline.responsible), (1, deadline.report_to))
        for name in names
    ]


def _assignment_rows(record: PlanRecord, body_keys: Sequence[str]) -> Iterator[Row]:
    """Which body has part in which deadline, and in which roles.

    A deadline names who is responsible, not in which role: that is told by the body's duties in the
    deadline's section. A duty at the very place of a deadline belongs to it, whoever that names.
    """
    keys = {body.name: key for body, key in zip(record.bodies, body_keys, strict=True)}
    issued, ends = _issued(record), plan_end(record)
    duties = [(key, duty) for key, body in zip(body_keys, record.bodies, strict=True) for duty in body.duties]
    roles_in: dict[str | None, dict[str, set[DutyRole]]] = {}  # by section and body
    for key, duty in duties:
        roles_in.setdefault(duty.section, {}).setdefault(key, set()).add(duty.role)
    for index, deadline in enumerate(record.deadlines):
        roles: dict[str, set[DutyRole]] = {}
        place = deadline.evidence
        for name in deadline.responsible:
            key = keys.get(name) or search_key([name])
            in_section = roles_in.get(deadline.section, {}).items()
            roles.setdefault(key, set()).update(*(has for other, has in in_section if _alike(key, other)))
        for name in deadline.report_to:
            roles.setdefault(keys.get(name) or search_key([name]), set()).add(DutyRole.RECEIVE_REPORT)
        for key, duty in duties:
            if duty.evidence.start < place.end and duty.evidence.end > place.start:
                roles.setdefault(key, set()).add(duty.role)
        for key, has in roles.items():
            yield {
                "deadline": index,
                "name_key": key,
                "roles": role_bits(has),
                "span": int(_span(deadline.due)),
                "earliest": deadline.due.earliest,
                "latest": deadline.due.latest,
                "recurrence_key": recurrence_key(deadline.due, issued, ends),
            }


def _alike(left: str, right: str) -> bool:
    """Whether two keys can be of one body: a name of one stands in the other, as "Phòng Nội vụ" in its full name."""
    if left == right:
        return True
    spellings = right.split(NAME_SEPARATOR)
    return any(one in right or any(other in one for other in spellings) for one in left.split(NAME_SEPARATOR))


def _issued(record: PlanRecord) -> date | None:
    return record.header.issued.value.earliest if record.header.issued else None


def _place(evidence: Sequence[Evidence]) -> Row:
    """Page and offsets of the first of several places; page 1, offset 0 where there is none."""
    first = evidence[0] if evidence else None
    return {
        "page": first.page if first else 1,
        "start": first.start if first else 0,
        "end": first.end if first else 0,
    }
