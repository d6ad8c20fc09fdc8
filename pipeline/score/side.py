"""One side of a comparison: a record, and what its gold marks say about each place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from models.dates import DateValue
from models.evidence import Evidence
from models.gold import GoldRecord
from models.record import DatedValue, PlanRecord, TextValue
from pipeline.score.agreement import Wording, exact_agreement, wording
from pipeline.score.tally import EXACT_LEVELS, FieldRule, Item, Tally

Read = TypeVar("Read")
Value = TypeVar("Value")


class _Found(Protocol):
    """An item of a record that says where it was read."""

    @property
    def evidence(self) -> Evidence: ...


Found = TypeVar("Found", bound=_Found)


@dataclass(frozen=True, slots=True)
class Side:
    """A record with the marks of its gold; a prediction has none."""

    record: PlanRecord
    marks: GoldRecord | None = None

    def is_optional(self, pointer: str) -> bool:
        """Whether the value at `pointer` need not be there."""
        return self.marks is not None and self.marks.is_optional(pointer)

    def accepted(self, pointer: str, value: Read) -> tuple[Read, ...]:
        """The value and all alternatives to it."""
        return (value, *(self.marks.alternatives_at(pointer) if self.marks else ()))

    def item(
        self,
        pointer: str,
        accepted: Sequence[Value],
        evidence: Evidence | None = None,
        confidence: float | None = None,
    ) -> Item[Value]:
        """An item of the record at `pointer`."""
        return Item(
            tuple(accepted),
            span=(evidence.start, evidence.end) if evidence else None,
            printed=wording(evidence.text) if evidence else None,
            confidence=confidence,
            optional=self.is_optional(pointer),
        )

    def text(self, pointer: str, read: TextValue | None, prepare: Callable[[str], Value]) -> list[Item[Value]]:
        """A single text of header or campaign as a list of one, or of none."""
        if read is None:
            return []
        accepted = [prepare(value) for value in self.accepted(f"{pointer}/value", read.value)]
        return [self.item(pointer, accepted, read.evidence, read.confidence)]

    def dated(self, pointer: str, read: DatedValue | None) -> list[Item[DateValue]]:
        """A single date of header or campaign as a list of one, or of none."""
        if read is None:
            return []
        accepted = self.accepted(f"{pointer}/value", read.value)
        return [self.item(pointer, accepted, read.evidence, read.confidence)]

    def property(self, pointer: str, text: str | None, evidence: Evidence | None = None) -> list[Item[Wording]]:
        """A property of an item, such as its title, as a list of one, or of none."""
        if text is None:
            return []
        return [self.item(pointer, self.words(pointer, text), evidence)]

    def names(self, pointer: str, names: Sequence[str]) -> list[Item[Wording]]:
        """A list of bare names."""
        return [
            self.item(f"{pointer}/{index}", self.words(f"{pointer}/{index}", name)) for index, name in enumerate(names)
        ]

    def words(self, pointer: str, text: str) -> tuple[Wording, ...]:
        """The texts that are right at `pointer`."""
        return tuple(wording(accepted) for accepted in self.accepted(pointer, text))

    def text_list(self, pointer: str, read: Sequence[TextValue]) -> list[Item[Wording]]:
        """A list of texts of header or campaign."""
        return [item for index, value in enumerate(read) for item in self.text(f"{pointer}/{index}", value, wording)]

    def listed(
        self, part: str, values: Sequence[Found], accepted: Callable[[str, Found], Sequence[Value]]
    ) -> list[Item[Value]]:
        """The items of one of the record's lists, each with what is right at its place."""
        return [
            self.item(place, accepted(place, value), value.evidence, getattr(value, "confidence", None))
            for place, value in ((f"/{part}/{index}", value) for index, value in enumerate(values))
        ]


def tally_choice(name: str, gold: Side, pointer: str, value: Read, predicted: Read, tally: Tally) -> None:
    """Judge a property of a matched item that is one of a closed set."""
    if not gold.is_optional(pointer):
        rule = FieldRule[Read](name, EXACT_LEVELS, exact_agreement)
        tally.compare(rule, [Item(gold.accepted(pointer, value))], [Item((predicted,))])
