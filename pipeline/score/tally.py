"""Counting right, extra and missed values of one document, field by field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from pipeline.score.agreement import NONE, Agreement, MatchLevel, Wording, text_agreement
from pipeline.score.matching import GROUND_LIMIT, best_pairs, ranked_weight

Value = TypeVar("Value")

TEXT_LEVELS = (MatchLevel.STRICT, MatchLevel.FOLDED, MatchLevel.SIMILAR)
CODE_LEVELS = (MatchLevel.STRICT, MatchLevel.FOLDED)
EXACT_LEVELS = (MatchLevel.STRICT,)


class Counts(NamedTuple):
    """Values that are right, given without being in the gold, and missed. A wrong value is extra and missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def support(self) -> int:
        """How many values the gold holds."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """The share of given values that are right; `None` where none was given."""
        return self.right / (self.right + self.extra) if self.right + self.extra else None

    @property
    def recall(self) -> float | None:
        """The share of the gold's values that were given; `None` where it holds none."""
        return self.right / self.support if self.support else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; `None` where there is nothing to count."""
        return 2 * self.right / (2 * self.right + self.extra + self.missed) if any(self) else None

    def plus(self, other: "Counts") -> "Counts":
        """The sum of two counts."""
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass(frozen=True)
class FieldRule(Generic[Value]):
    """A field's name, the levels it is judged at, and how two of its values are compared."""

    name: str
    levels: tuple[MatchLevel, ...]
    agree: Callable[[Value, Value], Agreement]


@dataclass(frozen=True)
class Item(Generic[Value]):
    """A value of a record. `accepted` holds it first, then the gold's alternatives; `span` is where it was read."""

    accepted: tuple[Value, ...]
    span: tuple[int, int] | None = None
    printed: Wording | None = None
    confidence: float | None = None
    optional: bool = False


class Judged(NamedTuple):
    """A value that was given with a confidence, and how far it agrees with the gold (rank 0..3)."""

    field: str
    confidence: float
    rank: int


class Ranked(NamedTuple):
    """A value of a list by its position in it, and how far it agrees with the gold (rank 0..3)."""

    field: str
    position: int
    span: tuple[int, int] | None
    rank: int


class Placed(NamedTuple):
    """How many matched values were read where the gold says, of how many."""

    right: int
    total: int


Pair = tuple[int, int]


@dataclass
class Tally:
    """The counts of one document. `same_text` says whether gold and prediction share one text, offsets and all."""

    same_text: bool
    counts: dict[str, dict[MatchLevel, Counts]] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)
    ranked: list[Ranked] = field(default_factory=list)
    places: dict[str, Placed] = field(default_factory=dict)

    def compare(
        self,
        rule: FieldRule[Value],
        gold: Sequence[Item[Value]],
        predicted: Sequence[Item[Value]],
        same_details: Callable[[int, int], int] = lambda _gold, _predicted: 0,
    ) -> list[Pair]:
        """Match the values of a field, count them, and return the pairs (gold, predicted) that must be right.

        What matches an optional value counts neither way and is left out of the pairs. The order of
        grounds for a pair: how strictly the values agree, a required value before an optional one, the
        same place (in the same text), likeness of the values, likeness of the printed words, and
        `same_details`, the number of further properties that agree (up to `GROUND_LIMIT`).
        """
        agreements = {
            (left, right): agreement
            for left, mine in enumerate(gold)
            for right, theirs in enumerate(predicted)
            if (agreement := _best_agreement(rule, mine, theirs)).holds_at(rule.levels[-1])
        }
        size = max(1, min(len(gold), len(predicted)))
        pairs = best_pairs(
            {
                (left, right): ranked_weight(
                    [
                        *(int(agreement.holds_at(level)) for level in MatchLevel),
                        int(not gold[left].optional),
                        int(self._same_place(gold[left], predicted[right])),
                        round(agreement.likeness * GROUND_LIMIT),
                        round(_printed_likeness(gold[left], predicted[right]) * GROUND_LIMIT),
                        same_details(left, right),
                    ],
                    size,
                )
                for (left, right), agreement in agreements.items()
            }
        )
        required = [(left, right) for left, right in pairs if not gold[left].optional]
        passed_over = {right for left, right in pairs if gold[left].optional}
        self._count(rule, agreements, gold, len(predicted) - len(passed_over), required)
        self._judge(rule.name, agreements, predicted, required, passed_over)
        self._place(rule.name, gold, predicted, required)
        return required

    def _count(
        self,
        rule: FieldRule[Value],
        agreements: dict[Pair, Agreement],
        gold: Sequence[Item[Value]],
        given: int,
        required: Sequence[Pair],
    ) -> None:
        wanted = sum(not item.optional for item in gold)
        if not wanted and not given:
            return
        levels = self.counts.setdefault(rule.name, dict.fromkeys(rule.levels, Counts()))
        for level in rule.levels:
            right = sum(agreements[pair].holds_at(level) for pair in required)
            levels[level] = levels[level].plus(Counts(right, given - right, wanted - right))

    def _judge(
        self,
        name: str,
        agreements: dict[Pair, Agreement],
        predicted: Sequence[Item[Value]],
        required: Sequence[Pair],
        passed_over: set[int],
    ) -> None:
        ranks = {pair[1]: agreements[pair].rank for pair in required}
        for index, item in enumerate(predicted):
            if index in passed_over:
                continue
            self.ranked.append(Ranked(name, index, item.span, ranks.get(index, 0)))
            if item.confidence is not None:
                self.judged.append(Judged(name, item.confidence, ranks.get(index, 0)))

    def _place(
        self, name: str, gold: Sequence[Item[Value]], predicted: Sequence[Item[Value]], required: Sequence[Pair]
    ) -> None:
        placed = [(gold[left], predicted[right]) for left, right in required if gold[left].span]
        if self.same_text and placed:
            right, total = self.places.get(name, Placed(0, 0))
            right += sum(self._same_place(mine, theirs) for mine, theirs in placed)
            self.places[name] = Placed(right, total + len(placed))

    def _same_place(self, gold: Item[Value], predicted: Item[Value]) -> bool:
        if not self.same_text or gold.span is None or predicted.span is None:
            return False
        return max(gold.span[0], predicted.span[0]) < min(gold.span[1], predicted.span[1])


def _best_agreement(rule: FieldRule[Value], gold: Item[Value], predicted: Item[Value]) -> Agreement:
    return max((rule.agree(mine, theirs) for mine in gold.accepted for theirs in predicted.accepted), default=NONE)


def _printed_likeness(gold: Item[Value], predicted: Item[Value]) -> float:
    if gold.printed is None or predicted.printed is None:
        return 0.0
    return text_agreement(gold.printed, predicted.printed).likeness
