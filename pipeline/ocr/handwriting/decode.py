"""What the network saw at each step, as digits with how likely they are.

Every string of digits that the steps allow is weighed by all the ways in which it can be written
along them (CTC: Graves, Fernández, Gomez and Schmidhuber, 2006), with a beam of the likeliest
beginnings. Written and printed digits are one while reading; which of the two it was is told apart.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BEAM = 12
_LEAST = 1e-4  # a digit less likely than this at a step is no reading of it
_DIGITS = 10
_SPIKE = 0.3  # how likely a step must be some digit to count as a place where one stands


@dataclass(frozen=True, slots=True)
class Reading:
    """Digits, "" for none, and how likely they are (0..1) among all that the steps allow."""

    digits: str
    probability: float


@dataclass(frozen=True, slots=True)
class Decoded:
    """The readings, likeliest first, whether the digits look printed, and the steps at which they stand."""

    readings: tuple[Reading, ...]
    printed_share: float  # 0..1 of what looks like digits
    steps: tuple[int, ...]


def decode(likely: NDArray[np.float32], allowed: Callable[[str], bool]) -> Decoded:
    """The readings of a network's answer that `allowed` accepts; no digits at all are always allowed."""
    written, printed = likely[:, 1 : 1 + _DIGITS], likely[:, 1 + _DIGITS :]
    digits = (written + printed).astype(np.float64)
    weighed = _search(likely[:, 0].astype(np.float64), digits)
    readings = sorted(
        (Reading(text, weight) for text, weight in weighed.items() if not text or (weight > 0 and allowed(text))),
        key=lambda reading: (-reading.probability, reading.digits),
    )
    ink = float(digits.sum())
    return Decoded(tuple(readings), float(printed.sum()) / ink if ink > 0 else 0.0, _steps(digits.sum(axis=1)))


def combine(looks: Sequence[Decoded]) -> Decoded:
    """Several looks at one field as one: each reading as likely as the looks find it on average.

    The steps are those of the first look.

    >>> first = Decoded((Reading("7", 0.9), Reading("1", 0.1)), 0.0, (4,))
    >>> second = Decoded((Reading("1", 0.6), Reading("7", 0.4)), 0.0, (4,))
    >>> [(reading.digits, reading.probability) for reading in combine([first, second]).readings]
    [('7', 0.65), ('1', 0.35)]
    """
    sums: dict[str, float] = defaultdict(float)
    for look in looks:
        for reading in look.readings:
            sums[reading.digits] += reading.probability
    mean = [Reading(digits, round(total / len(looks), 6)) for digits, total in sums.items()]
    mean.sort(key=lambda reading: (-reading.probability, reading.digits))
    return Decoded(tuple(mean), sum(look.printed_share for look in looks) / len(looks), looks[0].steps)


def _search(nothing: NDArray[np.float64], digits: NDArray[np.float64]) -> dict[str, float]:
    """The likelihood of the likeliest strings (prefix beam search)."""
    # By string: how likely it is with its last step empty, and with its last step on its last digit.
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    for empty, row in zip(nothing.tolist(), digits.tolist(), strict=True):
        seen = [(str(digit), value) for digit, value in enumerate(row) if value > _LEAST]
        after: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for text, (on_empty, on_digit) in beam.items():
            entry = after[text]
            entry[0] += (on_empty + on_digit) * empty
            for digit, value in seen:
                if text[-1:] == digit:
                    entry[1] += on_digit * value
                    after[text + digit][1] += on_empty * value
                else:
                    after[text + digit][1] += (on_empty + on_digit) * value
        best = sorted(after.items(), key=lambda item: (-sum(item[1]), item[0]))[:_BEAM]
        beam = {text: (parts[0], parts[1]) for text, parts in best}
    return {text: sum(parts) for text, parts in beam.items()}


def _steps(likely: NDArray[np.float64]) -> tuple[int, ...]:
    """The steps at which a digit is likelier than at those beside them."""
    padded = np.pad(likely, 1)
    is_peak = (likely >= _SPIKE) & (likely >= padded[:-2]) & (likely > padded[2:])
    return tuple(int(step) for step in np.flatnonzero(is_peak))
