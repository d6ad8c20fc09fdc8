"""Seeded choice: a plan depends on its seed and its number alone."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """The choices of one plan, the same at every run for one (seed, index)."""

    def __init__(self, seed: int, index: int) -> None:
        # A string seeds through SHA-512, so that neighbouring numbers share nothing.
        self._random = random.Random(f"kehoach plan {seed} {index}")

    def chance(self, share: float) -> bool:
        """True in about `share` (0..1) of all draws."""
        return self._random.random() < share

    def number(self, least: int, most: int, step: int = 1) -> int:
        """A whole number, both ends included."""
        return least + step * self._random.randint(0, (most - least) // step)

    def one(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self._random.randrange(len(options))]

    def weighted(self, options: dict[str, float]) -> str:
        """One of the keys, in proportion to its weight."""
        return self._random.choices(list(options), list(options.values()))[0]

    def some(self, options: Sequence[T], least: int, most: int) -> list[T]:
        """Between `least` and `most` different options (as far as there are so many), in any order."""
        count = min(self.number(least, max(least, most)), len(options))
        return self._random.sample(list(options), count)

    def some_in_order(self, options: Sequence[T], least: int, most: int) -> list[T]:
        """As `some`, in the order in which they stand."""
        count = min(self.number(least, max(least, most)), len(options))
        return [options[index] for index in sorted(self._random.sample(range(len(options)), count))]
