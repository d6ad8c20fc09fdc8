"""Calibration: does a confidence of 0.9 mean right nine times in ten."""

from collections.abc import Iterable

from models.base import Model

_BINS = 10
CONFIDENT_FROM = 0.9


class CalibrationBin(Model):
    """Values given with a confidence of `low` up to `high` (1.0 belongs to the last): how many, how many right."""

    low: float
    high: float
    given: int
    right: int
    mean_confidence: float


class Calibration(Model):
    """Values by confidence. `expected_error` is the mean distance of confidence and share right, 0..1.

    It is the expected calibration error over ten bins of equal width (Naeini et al. 2015), `None`
    where no value was given.
    """

    bins: tuple[CalibrationBin, ...]
    expected_error: float | None


def calibrate(judged: Iterable[tuple[float, bool]]) -> Calibration:
    """The calibration of values, each a confidence (0..1) and whether it was right; bins without values are left out.

    >>> calibrate([(0.9, True), (0.9, True), (0.9, False), (0.9, True)]).expected_error
    0.15
    """
    by_bin: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in judged:
        # The small addend keeps 0.3 / 0.1 = 2.999… out of the bin below.
        by_bin.setdefault(min(int(confidence * _BINS + 1e-9), _BINS - 1), []).append((confidence, is_right))
    bins = tuple(_bin(index, by_bin[index]) for index in sorted(by_bin))
    given = sum(it.given for it in bins)
    distance = sum(abs(it.mean_confidence * it.given - it.right) for it in bins)
    return Calibration(bins=bins, expected_error=round(distance / given, 4) if given else None)


def _bin(index: int, judged: list[tuple[float, bool]]) -> CalibrationBin:
    return CalibrationBin(
        low=index / _BINS,
        high=(index + 1) / _BINS,
        given=len(judged),
        right=sum(is_right for _, is_right in judged),
        mean_confidence=round(sum(confidence for confidence, _ in judged) / len(judged), 4),
    )
