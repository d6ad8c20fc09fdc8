"""The result of a scoring: what is kept as a file, and compared with later ones."""

from typing import Annotated

from pydantic import Field

from models.base import Model
from pipeline.score.agreement import MatchLevel
from pipeline.score.calibration import Calibration
from pipeline.score.tally import Counts
from pipeline.score.text_errors import Errors, TextMeasure

RESULT_VERSION = "1.0"

_Rate = Annotated[float, Field(ge=0.0)]


class Figure(Model):
    """A rate with its 95 % bootstrap interval over plans (`None` for fewer than two plans)."""

    value: float | None
    interval: tuple[float, float] | None = None


class Measure(Model):
    """Counts of a field at one match level, and what follows from them, 0..1."""

    right: int
    extra: int
    missed: int
    precision: float | None
    recall: float | None
    f1: Figure


class Share(Model):
    """How many of how many; `rate` is 0..1, `None` where there are none."""

    right: int
    total: int
    rate: float | None


class Confident(Model):
    """Values given with a confidence of 0.9 or more. `wrong` and `wrong_rate` are by match level."""

    given: int
    wrong: dict[MatchLevel, int]
    wrong_rate: dict[MatchLevel, float]


class FieldScore(Model):
    """A field. `support` is how many values the gold holds; `place` is for plans whose text is the gold's own."""

    support: int
    levels: dict[MatchLevel, Measure]
    confident: Confident | None = None
    place: Share | None = None


class ErrorRate(Model):
    """Errors over the gold's length, summed over documents before they are divided; can be above 1."""

    errors: int
    length: int
    rate: Figure


class Slice(Model):
    """All figures over some documents.

    `whole_record` is, by match level, the mean over documents of the mean F1 of a record's
    parts; every part of a record weighs the same. `flawless` counts the documents in which
    nothing is extra or missed at that level.
    """

    documents: int
    plans: int
    whole_record: dict[MatchLevel, Figure]
    flawless: dict[MatchLevel, int]
    text: dict[TextMeasure, ErrorRate]
    fields: dict[str, FieldScore]
    calibration: dict[MatchLevel, Calibration]
    evidence: Share


class DocumentScore(Model):
    """One document: the plan it is a copy of, its degradation level and split, and its counts.

    `problem` says why there is no prediction: "missing", or what is wrong with the file.
    `whole_record` is as in `Slice`.
    """

    plan: str
    level: str | None = None
    split: str | None = None
    problem: str | None = None
    whole_record: dict[MatchLevel, float]
    text: dict[TextMeasure, Errors]
    fields: dict[str, dict[MatchLevel, Counts]]


class Change(Model):
    """A figure of a document that went up or down. For fields it is F1, for text ("text.digits") an error rate."""

    document: str
    field: str
    level: MatchLevel | None = None
    before: _Rate
    after: _Rate
    is_gain: bool


class Comparison(Model):
    """What changed against an earlier result, over the documents of both."""

    documents: int
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    whole_record_before: dict[MatchLevel, float | None]
    whole_record_after: dict[MatchLevel, float | None]
    changes: tuple[Change, ...]


class ScoreResult(Model):
    """The figures of one scoring. The same records give the same result, byte for byte."""

    schema_version: str = RESULT_VERSION
    program_version: str
    split: str | None = None
    unscored: tuple[str, ...] = ()
    total: Slice
    by_level: dict[str, Slice] = Field(default_factory=dict)
    documents: dict[str, DocumentScore]
    comparison: Comparison | None = None

    @property
    def problems(self) -> dict[str, str]:
        """The documents without a usable prediction, and why."""
        return {name: document.problem for name, document in self.documents.items() if document.problem}
