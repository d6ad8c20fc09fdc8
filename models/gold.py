"""Gold: what a person says a plan's record must hold, with what may be missing or otherwise.

A gold file is a plan record as JSON, or such a record with marks:

    {"record": {…}, "optional": ["/deadlines/3", "/header/place"],
     "alternatives": {"/dates/2/role": ["event"], "/deadlines/0/due": [{"edtf": "2020-06"}]}}

Places are JSON Pointers (RFC 6901) into the record. `SHAPES` lists the values that can have
alternatives, with `#` for a position; what is optional is an item ("/dates/2"), a property of one
("/deadlines/0/report_to"), a single value ("/header/place"), a list ("/recipients") or part ("/campaign").
"""

from collections.abc import Iterator
from typing import Any, Self

from pydantic import BaseModel, Field, PrivateAttr, ValidationError, model_validator

from models.base import Model
from models.evidence import Evidence
from models.record import PlanRecord, Section

# The values that are compared, and so can have alternatives. Sections below sections count as sections.
SHAPES = frozenset(
    f"/{part}/{value}"
    for part, values in {
        "header": (
            *(f"{name}/value" for name in ("issuer", "parent", "doc_type", "number", "symbol", "place", "issued")),
            "title/value",
            "issuers/#/value",
        ),
        "campaign": ("name/value", "theme/value", "slogan/value", "period/value", "audience/#/value"),
        "sections": ("#/label", "#/heading", "#/kinds"),
        "dates": ("#/value", "#/role"),
        "deadlines": ("#/task", "#/due", "#/due/bound", "#/responsible/#", "#/report_to/#"),
        "bodies": ("#/name", "#/kind", "#/duties/#/role"),
        "criteria": ("#/text", "#/kind", "#/quantities/#"),
        "references": ("#/doc_type", "#/number", "#/symbol", "#/issued", "#/issuer", "#/title"),
        "recipients": ("#/name", "#/purpose"),
        "signature": ("authority", "position", "name"),
        "cosigners": ("#/name",),
    }.items()
    for value in values
)
# What tells one item from another: without it there is no item, so that only the whole of it can be optional.
_IDENTITIES = frozenset(
    {shape for shape in SHAPES if shape.startswith(("/header/", "/campaign/")) and shape.endswith("/value")}
    | {"/sections/#/label", "/sections/#/heading", "/dates/#/value", "/deadlines/#/due", "/bodies/#/name"}
    | {"/criteria/#/text", "/references/#/number", "/references/#/symbol", "/recipients/#/name", "/cosigners/#/name"}
)
_CAN_BE_OPTIONAL = (
    frozenset(
        "/".join(steps[:length])
        for steps in (shape.split("/") for shape in SHAPES)
        for length in range(2, len(steps) + 1)
    )
    - _IDENTITIES
)


class GoldRecord(Model):
    """A record that is right, checked: evidence holds its text, marks point at compared values.

    What is `optional` counts neither way: found or not, it is neither right nor wrong. An
    optional single value or whole list is not scored at all. `alternatives` maps a place to
    further values that are right there; each must be valid in the place of the first.
    """

    record: PlanRecord
    optional: tuple[str, ...] = ()
    alternatives: dict[str, tuple[Any, ...]] = Field(default_factory=dict)

    _optional: frozenset[str] = PrivateAttr(default=frozenset())
    _accepted: dict[str, tuple[Any, ...]] = PrivateAttr(default_factory=dict)

    def is_optional(self, pointer: str) -> bool:
        """Whether the value at `pointer`, or anything that holds it, is marked optional."""
        return any(holder in self._optional for holder in _with_holders(pointer))

    def alternatives_at(self, pointer: str) -> tuple[Any, ...]:
        """The further values that are right at `pointer`, of the type that stands there."""
        return self._accepted.get(pointer, ())

    @model_validator(mode="after")
    def _offsets_hold(self) -> Self:
        text = self.record.text
        for pointer, evidence in evidence_in(self.record):
            if text[evidence.start : evidence.end] != evidence.text:
                raise ValueError(f"the text does not hold the evidence at {pointer}: {evidence.text[:60]!r}")
        for section in _walk(self.record.sections):
            if not section.start <= section.end <= len(text):
                raise ValueError(f"section {section.label!r} does not lie in the text")
        return self

    @model_validator(mode="after")
    def _marks_hold(self) -> Self:
        for pointer in self.optional:
            if _shape(pointer) not in _CAN_BE_OPTIONAL:
                raise ValueError(
                    f"{pointer} cannot be optional: name an item, a property that is compared, a list or a part"
                )
            _value_at(self.record, pointer)
        for pointer in self.alternatives:
            if _shape(pointer) not in SHAPES:
                raise ValueError(f"{pointer} is no value that is compared, so it cannot have alternatives")
            if _value_at(self.record, pointer) is None and not _may_be_null(pointer):
                raise ValueError(f"the record holds null at {pointer}: mark it optional instead")
        self._optional = frozenset(self.optional)
        self._accepted = _typed_alternatives(self.record, self.alternatives)
        return self


def evidence_in(value: object, pointer: str = "") -> Iterator[tuple[str, Evidence]]:
    """Every evidence at or below a value of a record, with its JSON Pointer, in the order of the fields."""
    if isinstance(value, Evidence):
        yield pointer, value
    elif isinstance(value, BaseModel):
        for name, child in value:
            yield from evidence_in(child, f"{pointer}/{name}")
    elif isinstance(value, tuple):
        for index, child in enumerate(value):
            yield from evidence_in(child, f"{pointer}/{index}")


def _walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.children)


def _with_holders(pointer: str) -> Iterator[str]:
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]


def _shape(pointer: str) -> str:
    """The pointer with `#` for positions, sections below sections written as sections."""
    shape = "/".join("#" if step.isdecimal() else step for step in pointer.split("/"))
    while "/sections/#/children/#" in shape:
        shape = shape.replace("/sections/#/children/#", "/sections/#")
    return shape


def _may_be_null(pointer: str) -> bool:
    """Whether null is a statement there ("no bound is printed") and not the lack of one."""
    return pointer.endswith("/bound")


def _value_at(holder: BaseModel, pointer: str) -> Any:
    value: Any = holder
    for step in pointer.split("/")[1:]:
        try:
            value = value[int(step)] if isinstance(value, tuple) else getattr(value, step)
        except (AttributeError, IndexError, ValueError) as error:
            raise ValueError(f"the record holds nothing at {pointer}") from error
    return value


def _typed_alternatives(record: PlanRecord, alternatives: dict[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    """Each alternative as the record would hold it: put in its place, and the item that holds it read again."""
    typed = {}
    for pointer, values in alternatives.items():
        item, below = _item_of(record, pointer)
        dumped = item.model_dump(mode="json")
        *steps, last = [int(step) if step.isdecimal() else step for step in below.split("/")[1:]]
        holder: Any = dumped
        for step in steps:
            holder = holder[step]
        accepted = []
        for value in values:
            if value is None and not _may_be_null(pointer):
                raise ValueError(f"null is no alternative at {pointer}: mark it optional instead")
            holder[last] = value
            try:
                accepted.append(_value_at(type(item).model_validate(dumped), below))
            except ValidationError as error:
                raise ValueError(f"not valid at {pointer}: {error.errors()[0]['msg']}") from error
        typed[pointer] = tuple(accepted)
    return typed


def _item_of(record: PlanRecord, pointer: str) -> tuple[BaseModel, str]:
    """The part of the record, or the item of a list of it, that holds a place, and the place as a pointer into it."""
    part, *steps = pointer.split("/")[1:]
    value: Any = getattr(record, part)
    item: BaseModel = value[int(steps.pop(0))] if isinstance(value, tuple) else value
    return item, "".join(f"/{step}" for step in steps)
