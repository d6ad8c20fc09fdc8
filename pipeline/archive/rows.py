"""A record as rows of the archive's tables."""

import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from json import dumps
from typing import Any

from sqlalchemy import Table

from models.base import Model
from models.dates import DateValue
from models.evidence import Evidence
from models.record import Header, PlanRecord, Section
from pipeline.archive import tables
from pipeline.archive.names import body_key, name_key, search_key
from pipeline.archive.recurrence import recurrence_key
from pipeline.folding import fold

Row = dict[str, Any]


def document_row(record: PlanRecord, pipeline_version: str) -> Row:
    """What the row of `documents` says of a record, but for the record itself."""
    header = record.header
    issued = header.issued.value if header.issued else DateValue()
    return {
        "document_id": record.document_id,
        "pipeline_version": pipeline_version,
        "path": record.source.path,
        **{field: _value(header, field) for field in ("issuer", "parent", "doc_type", "number", "symbol", "title")},
        "issuer_key": search_key(issuer.value for issuer in (header.issuer, *header.issuers) if issuer),
        "place": _value(header, "place"),
        "place_key": search_key([header.place.value]) if header.place else "",
        "issued": issued.edtf,
        "issued_earliest": issued.earliest,
        "issued_latest": issued.latest,
        "page_count": len(record.source.pages),
        "quality": record.quality.score,
        "page_starts": dumps(page_starts(record)),
        "text": record.text,
        "folded": fold(record.text),
    }


def part_rows(record: PlanRecord, document_key: int) -> dict[Table, list[Row]]:
    """The rows of every table that belongs to a document."""
    rows: dict[Table, list[Row]] = {
        tables.sections: [_section_row(path, section) for path, section in _walk(record.sections)],
        tables.deadlines: _deadline_rows(record),
        tables.deadline_bodies: _deadline_body_rows(record),
        tables.bodies: [
            {
                "name": body.name,
                "name_key": body_key(body),
                "kind": body.kind,
                "level": body.level,
                **_place((*body.mentions, *(duty.evidence for duty in body.duties))),
            }
            for body in record.bodies
        ],
        tables.duties: [
            {"body": index, "role": duty.role, "text": duty.text, "section": duty.section, **_place([duty.evidence])}
            for index, body in enumerate(record.bodies)
            for duty in body.duties
        ],
        tables.citations: [
            {
                "doc_type": cited.doc_type,
                "number": cited.number,
                "symbol": cited.symbol,
                "title": cited.title,
                "citation_key": name_key(" ".join(filter(None, words))),
                **_place([cited.evidence]),
            }
            for cited in record.references
            for words in [(cited.doc_type, cited.number, cited.symbol, cited.title)]
        ],
    }
    for part in rows.values():
        for position, row in enumerate(part):
            row["document_key"] = document_key
            row["position"] = position
    return rows


def pack(record: PlanRecord) -> bytes:
    """The record as compressed JSON."""
    return zlib.compress(record.model_dump_json().encode())


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
        "heading_key": name_key(section.heading),
        "kinds": f" {' '.join(section.kinds)} ",
        "page": section.page,
        "start": section.start,
        "end": section.end,
    }


def _deadline_rows(record: PlanRecord) -> list[Row]:
    issued = record.header.issued.value.earliest if record.header.issued else None
    return [
        {
            "task": deadline.task,
            "edtf": deadline.due.edtf,
            "earliest": deadline.due.earliest,
            "latest": deadline.due.latest,
            "bound": deadline.due.bound,
            "recurrence": recurrence_key(deadline.due, issued),
            "due": deadline.due.model_dump_json(),
            "section": deadline.section,
            "confidence": deadline.confidence,
            **_place([deadline.evidence]),
        }
        for deadline in record.deadlines
    ]


def _deadline_body_rows(record: PlanRecord) -> list[Row]:
    keys = {body.name: body_key(body) for body in record.bodies}
    return [
        {
            "deadline": index,
            "is_recipient": is_recipient,
            "name": name,
            "name_key": keys.get(name) or search_key([name]),
        }
        for index, deadline in enumerate(record.deadlines)
        for is_recipient, names in ((0, deadline.responsible), (1, deadline.report_to))
        for name in names
    ]


def _place(evidence: Sequence[Evidence]) -> Row:
    """Page and offsets of the first of several places; page 1, offset 0 where there is none."""
    first = evidence[0] if evidence else None
    return {
        "page": first.page if first else 1,
        "start": first.start if first else 0,
        "end": first.end if first else 0,
    }


def _evidence(value: object) -> Iterator[Evidence]:
    """Every piece of evidence in a record or a part of it."""
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, Model):
        for field in type(value).model_fields:
            yield from _evidence(getattr(value, field))
    elif isinstance(value, tuple):
        for item in value:
            yield from _evidence(item)
