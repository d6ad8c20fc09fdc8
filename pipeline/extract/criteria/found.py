"""What a paragraph of a plan is read with, and a criterion before it is put into the record."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.outline import Node
from models.record import CriterionKind, CriterionSubject, SectionKind
from pipeline.extract.criteria.demands import demanded_quantities
from pipeline.extract.criteria.headings import Headings
from pipeline.extract.quantities import QuantityMatch


@dataclass(frozen=True, slots=True)
class Part:
    """Where a paragraph stands: the nodes around it and their headings, what its section is for, the plan's year.

    `folded` is the whole text of the plan, folded.
    """

    chain: Sequence[Node]
    headings: Headings
    kinds: tuple[SectionKind, ...]
    year: int | None
    folded: str

    def demanded(
        self, text: str, start: int, end: int, *, is_context: bool = False, is_labelled: bool = False
    ) -> tuple[QuantityMatch, ...]:
        """The quantities of a clause of the paragraph that are targets or limits."""
        return demanded_quantities(
            text, start, end, self.kinds, is_context=is_context, is_labelled=is_labelled, plan_year=self.year
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A criterion before it is put into the record."""

    start: int
    end: int
    kind: CriterionKind
    subject: CriterionSubject | None
    quantities: tuple[QuantityMatch, ...] = ()


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space, bullets and closing marks at its ends."""
    while start < end and (text[start].isspace() or text[start] in "-–+*•;,"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".;,/|"):
        end -= 1
    if text[end - 1 : end] == ")" and "(" not in text[start:end]:
        end -= 1
    return start, end
