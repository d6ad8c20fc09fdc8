"""95 % bootstrap intervals (Efron 1979): how much a figure hangs on which plans happen to be in the corpus.

Plans are drawn, not scans: the scans of one plan succeed and fail together, and drawing them one
by one would make intervals too narrow. The draws are seeded, so that the same records give
the same interval.
"""

from collections.abc import Sequence
from operator import mul
from random import Random

DRAWS = 1000
SEED = 20200305  # the day of Nghị định 30/2020/NĐ-CP; any number would do
_TAIL = 0.025

Interval = tuple[float, float]


class Bootstrap:
    """Draws of as many plans as there are, with replacement; each draw says how often a plan is in it."""

    def __init__(self, plans: int) -> None:
        random = Random(SEED)
        self._draws: list[list[int]] = []
        for _ in range(DRAWS if plans > 1 else 0):
            draw = [0] * plans
            for _ in range(plans):
                draw[int(random.random() * plans)] += 1
            self._draws.append(draw)

    def interval(self, numerators: Sequence[float], denominators: Sequence[float]) -> Interval | None:
        """The 95 % interval of a ratio of sums over plans, one number a plan and side.

        `None` where there are fewer than two plans, or no draw that the ratio can be formed of.
        """
        ratios = []
        for draw in self._draws:
            below = sum(map(mul, draw, denominators))
            if below:
                ratios.append(sum(map(mul, draw, numerators)) / below)
        if not ratios:
            return None
        ratios.sort()
        cut = int(len(ratios) * _TAIL)
        return ratios[cut], ratios[-1 - cut]
