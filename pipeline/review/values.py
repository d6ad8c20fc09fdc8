"""The values of a record that a person can look at, each with how likely it is wrong."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from models.evidence import Evidence
from models.lexicon import load_table
from models.record import DatedValue, PlanRecord, Section, TextValue

# The least doubt that is left of a value that a machine has read, however sure it is.
_LEAST = 0.001


class ReviewValue(NamedTuple):
    """One value. `doubt` is how likely it is wrong (0..1), `weight` how much that would matter.

    `pointer` is its JSON Pointer in the record, `page` (from 1) where it is read.
    """

    field: str
    pointer: str
    text: str
    page: int
    doubt: float
    weight: float


class _Read(NamedTuple):
    field: str
    pointer: str
    text: str
    confidence: float | None
    evidence: Evidence | None
    page: int


def review_values(
    record: PlanRecord, reviewed: Collection[str] = (), conflicts: Collection[str] = ()
) -> Iterator[ReviewValue]:
    """Every value of a record that no person has looked at, in the record's order.

    A value without a confidence of its own is as doubtful as such values have proved to be, or as
    the recognition of its words where that is worse.

    Args:
        record: after its corrections.
        reviewed: pointers of values, or of their fields, that a person has corrected, confirmed or
            added; what is inside them counts as looked at, too.
        conflicts: pointers at which the machine now contradicts a person: certainly to be looked at.
    """
    fields = _fields()
    for value in _values(record):
        weight, assumed = fields[value.field]
        if conflicts and _is_named(value.pointer, conflicts):
            doubt = 1.0
        elif reviewed and _is_reviewed(value.pointer, reviewed):
            continue
        elif value.confidence is not None:
            doubt = 1.0 - value.confidence
        else:
            doubt = assumed
            if value.evidence is not None and value.evidence.ocr_confidence is not None:
                doubt = max(doubt, 1.0 - value.evidence.ocr_confidence)
        page = value.evidence.page if value.evidence else value.page
        yield ReviewValue(value.field, value.pointer, value.text, page, max(doubt, _LEAST), weight)


def _is_reviewed(pointer: str, reviewed: Collection[str]) -> bool:
    return _is_named(pointer, reviewed) or any(pointer.startswith(f"{other}/") for other in reviewed)


def _is_named(pointer: str, others: Collection[str]) -> bool:
    """Whether something was said of the value, or of one of its fields."""
    return pointer in others or any(other.rpartition("/")[0] == pointer for other in others)


def _values(record: PlanRecord) -> Iterator[_Read]:
    yield from _texts("header", "/header", record.header)
    if record.campaign is not None:
        yield from _texts("campaign", "/campaign", record.campaign)
    yield from _sections("/sections", record.sections)
    for number, date in enumerate(record.dates):
        yield _Read("dates", f"/dates/{number}", date.evidence.text, date.confidence, date.evidence, 1)
    for number, deadline in enumerate(record.deadlines):
        confidence = deadline.confidence
        yield _Read("deadlines", f"/deadlines/{number}", deadline.task, confidence, deadline.evidence, 1)
    for number, body in enumerate(record.bodies):
        mention = body.mentions[0] if body.mentions else None
        yield _Read("bodies", f"/bodies/{number}", body.name, None, mention, 1)
        for place, duty in enumerate(body.duties):
            yield _Read("duties", f"/bodies/{number}/duties/{place}", duty.text, None, duty.evidence, 1)
    for number, criterion in enumerate(record.criteria):
        yield _Read("criteria", f"/criteria/{number}", criterion.text, None, criterion.evidence, 1)
    for number, cited in enumerate(record.references):
        yield _Read("references", f"/references/{number}", cited.evidence.text, None, cited.evidence, 1)
    for number, recipient in enumerate(record.recipients):
        yield _Read("recipients", f"/recipients/{number}", recipient.name, None, recipient.evidence, 1)
    signed = [("/signature", record.signature), *((f"/cosigners/{n}", one) for n, one in enumerate(record.cosigners))]
    for pointer, signature in signed:
        if signature is not None:
            yield _Read("signature", pointer, signature.name or "", None, signature.evidence, 1)


def _texts(field: str, pointer: str, holder: object) -> Iterator[_Read]:
    """The values of the header or of the campaign."""
    for name, value in vars(holder).items():
        for place, one in enumerate(value) if isinstance(value, tuple) else ((None, value),):
            if isinstance(one, TextValue | DatedValue):
                text = one.value if isinstance(one, TextValue) else one.value.edtf or ""
                where = f"{pointer}/{name}" if place is None else f"{pointer}/{name}/{place}"
                yield _Read(field, where, text, one.confidence, one.evidence, 1)


def _sections(pointer: str, sections: Sequence[Section]) -> Iterator[_Read]:
    for number, section in enumerate(sections):
        where = f"{pointer}/{number}"
        yield _Read("sections", where, section.heading, section.confidence, None, section.page)
        yield from _sections(f"{where}/children", section.children)


@cache
def _fields() -> dict[str, tuple[float, float]]:
    return {name: (row["weight"], row["doubt"]) for name, row in load_table("review")["fields"].items()}
