"""How many errors a record is expected to hold, and how long it takes to find them."""

from collections.abc import Collection
from typing import NamedTuple

from models.lexicon import load_table
from models.record import PlanRecord
from pipeline.review.values import ReviewValue, review_values

_WORTH_A_LOOK = 0.05  # doubt from which a value is looked at; the others cost no time and find nothing


class Assessment(NamedTuple):
    """What reviewing a record is worth.

    `expected_errors` is the sum of doubt times weight over the values that are worth a look;
    `seconds` what looking at them takes by the cost model of `models/lexicon/review.toml`.
    `confidence` is the mean over all values that nobody has looked at, 0..1; 1 where there is none.
    """

    expected_errors: float
    seconds: float
    confidence: float
    doubtful: int

    @property
    def errors_a_minute(self) -> float:
        """What the review queue is ordered by; 0 where there is nothing to look at."""
        return 60.0 * self.expected_errors / self.seconds if self.doubtful else 0.0


def assess(record: PlanRecord, reviewed: Collection[str] = (), conflicts: Collection[str] = ()) -> Assessment:
    """What reviewing a record is worth; see `review_values` for the arguments."""
    values = list(review_values(record, reviewed, conflicts))
    doubtful = [value for value in values if value.doubt >= _WORTH_A_LOOK]
    confidence = 1.0 - sum(value.doubt for value in values) / len(values) if values else 1.0
    return Assessment(
        expected_errors=round(sum(value.doubt * value.weight for value in doubtful), 4),
        seconds=_seconds(doubtful),
        confidence=round(confidence, 4),
        doubtful=len(doubtful),
    )


def _seconds(values: Collection[ReviewValue]) -> float:
    costs = load_table("review")["seconds"]
    pages = {value.page for value in values}
    return float(costs["document"] + costs["page"] * len(pages) + costs["value"] * len(values))
