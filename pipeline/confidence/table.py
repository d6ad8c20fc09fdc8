"""The learned weights: a logistic model a field, and the probability it gives."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from models.trained import trained_file

_TABLE = "calibration.toml"
_LEAST, _MOST = 0.01, 0.99  # nothing that a program read is impossible or certain


@dataclass(frozen=True)
class Table:
    """For each field the weights of its features, and its `intercept`; a feature without a weight counts nothing."""

    weights: Mapping[str, Mapping[str, float]]

    def probability(self, field: str, features: Mapping[str, float]) -> float:
        """How likely a value with these features is right, 0.01..0.99 in hundredths; 0.5 for a field nobody learned."""
        weights = self.weights.get(field)
        if weights is None:
            return 0.5
        score = weights["intercept"] + sum([weights.get(name, 0.0) * value for name, value in features.items()])
        return round(min(max(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score)))), _LEAST), _MOST), 2)


@cache
def load_calibration() -> Table:
    """The shipped table."""
    content = tomllib.loads(trained_file(_TABLE).read_text("utf-8"))
    return Table({field: {name: float(weight) for name, weight in row.items()} for field, row in content.items()})
