"""Counts of right, extra and missed values over several plans, kept with the plan they are from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.score.agreement import Agreement, MatchLevel
from pipeline.score.tally import Counts, FieldRule, Item, Tally

Value = TypeVar("Value")


@dataclass
class PeerCounts:
    """The counts of one program at one task, by level of match and plan; `shares` by kind of value."""

    levels: tuple[MatchLevel, ...]
    by_plan: dict[str, dict[MatchLevel, Counts]] = field(default_factory=dict)
    shares: dict[str, list[int]] = field(default_factory=dict)

    def add(
        self,
        plan: str,
        gold: Sequence[Item[Value]],
        found: Sequence[Item[Value]],
        agree: Callable[[Value, Value], Agreement],
        kinds: Sequence[str] = (),
    ) -> None:
        """Match what was found in a plan with its gold, one to one.

        What matches an optional item of the gold counts neither way. `kinds` says of each item of the gold
        what it is, for the shares [right, all] by kind.
        """
        tally = Tally(same_text=True)
        pairs = tally.compare(FieldRule("", self.levels, agree), gold, found)
        self.by_plan[plan] = tally.counts.get("", dict.fromkeys(self.levels, Counts()))
        right = {left for left, _ in pairs}
        for index, kind in enumerate(kinds):
            if not gold[index].optional:
                share = self.shares.setdefault(kind, [0, 0])
                share[0] += index in right
                share[1] += 1

    def total(self, level: MatchLevel) -> Counts:
        """The counts of all plans together."""
        total = Counts()
        for counts in self.by_plan.values():
            total = total.plus(counts[level])
        return total
