"""What recognition takes for what, and how likely: the noisy channel between print and reading.

The table is learned by `python -m corpus.train_confusions`; models/trained/README.md is its card.
Costs are −ln P(read | printed), so that costs of independent events add up, and a difference of
costs is the logarithm of odds (Kernighan, Church and Gale, "A spelling correction program based on
a noisy channel model", 1990; letters to letters in runs: Brill and Moore, 2000).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from models.trained import trained_file

_TABLE = "confusions.toml"


@dataclass(frozen=True)
class Confusions:
    """The costs of readings. Letters are NFC in the house's tone placement, capitals apart from small ones.

    `readings[printed][read]` is the cost of a letter, or a run of two or three, being read as another
    or as itself; `sources[read]` lists what may be printed where `read` was read, cheapest first.
    """

    readings: Mapping[str, Mapping[str, float]]
    sources: Mapping[str, tuple[tuple[str, float], ...]]
    max_printed: int  # letters of the longest run in `readings`
    max_read: int
    space_lost: float
    space_added: float  # a letter gap inside a syllable
    other_letter: float  # one letter read as a particular other, for no known reason
    other_lost: float
    other_added: float
    confidence_bounds: tuple[float, ...]  # upper ends, rising to 1
    shares_wrong: tuple[float, ...]
    shares_wrong_marks: tuple[float, ...]

    def cost(self, printed: str, read: str) -> float:
        """The cost of a word being read as another, by the likeliest way; for words, not for lines.

        >>> channel = load_confusions()
        >>> channel.cost("tổ", "tố") < channel.cost("tổ", "tạ")
        True
        """
        if printed == read:
            return sum(self.kept(letter) for letter in printed)
        width = len(read) + 1
        costs = [0.0] * (width * (len(printed) + 1))
        for left in range(len(printed) + 1):
            for right in range(width):
                if left or right:
                    costs[left * width + right] = self._cheapest(printed, read, left, right, costs)
        return costs[-1]

    def kept(self, letter: str) -> float:
        """The cost of a letter being read as itself."""
        row = self.readings.get(letter)
        return row.get(letter, 0.0) if row else 0.0

    def share_wrong(self, confidence: float | None, *, marks_only: bool = False) -> float:
        """The share of words, 0..1, that are read wrong at a recogniser's confidence; over all where it is None."""
        shares = self.shares_wrong_marks if marks_only else self.shares_wrong
        if confidence is None:
            return shares[-1]
        for upper, share in zip(self.confidence_bounds, shares, strict=True):
            if confidence <= upper:
                return share
        return shares[-1]

    def _cheapest(self, printed: str, read: str, left: int, right: int, costs: list[float]) -> float:
        width = len(read) + 1
        best = float("inf")
        if left:
            best = costs[(left - 1) * width + right] + self.other_lost
        if right:
            best = min(best, costs[left * width + right - 1] + self.other_added)
        if left and right:
            same = printed[left - 1] == read[right - 1]
            step = self.kept(printed[left - 1]) if same else self.other_letter
            best = min(best, costs[(left - 1) * width + right - 1] + step)
        for taken in range(min(self.max_printed, left) + 1):
            row = self.readings.get(printed[left - taken : left])
            if row is None:
                continue
            for given in range(min(self.max_read, right) + 1):
                cost = row.get(read[right - given : right]) if taken or given else None
                if cost is not None:
                    best = min(best, costs[(left - taken) * width + right - given] + cost)
        return best


@cache
def load_confusions() -> Confusions:
    """The table that ships with the program."""
    return read_confusions(trained_file(_TABLE).read_text("utf-8"))


def read_confusions(text: str) -> Confusions:
    """A table that `corpus.train_confusions` wrote."""
    table: dict[str, Any] = tomllib.loads(text)
    readings: dict[str, dict[str, float]] = table["read"]
    sources: dict[str, list[tuple[str, float]]] = {}
    for printed, row in readings.items():
        for read, cost in row.items():
            if read != printed:
                sources.setdefault(read, []).append((printed, cost))
    return Confusions(
        readings=readings,
        sources={read: tuple(sorted(found, key=lambda it: (it[1], it[0]))) for read, found in sources.items()},
        max_printed=max(map(len, readings)),
        max_read=max(map(len, sources)),
        space_lost=table["spaces"]["lost"],
        space_added=table["spaces"]["added"],
        other_letter=table["other"]["letter"],
        other_lost=table["other"]["lost"],
        other_added=table["other"]["added"],
        confidence_bounds=tuple(table["confidence"]["upper"]),
        shares_wrong=tuple(table["confidence"]["wrong"]),
        shares_wrong_marks=tuple(table["confidence"]["wrong_marks"]),
    )
