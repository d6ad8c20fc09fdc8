"""Figures over documents, from the counts of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from models.gold import GoldRecord, evidence_in
from models.record import PlanRecord
from pipeline.score.agreement import MatchLevel
from pipeline.score.bootstrap import Bootstrap
from pipeline.score.calibration import CONFIDENT_FROM, calibrate
from pipeline.score.fields import tally_fields
from pipeline.score.result import Confident, ErrorRate, FieldScore, Figure, Measure, Share, Slice
from pipeline.score.tally import Counts, Judged, Placed, Tally
from pipeline.score.text_errors import Errors, TextMeasure, text_errors

_DIGITS = 6  # of rates: far below what a corpus can tell apart

# The order in which fields are shown; the part of the record is what stands before the dot.
FIELDS = (
    *(f"header.{name}" for name in ("issuer", "parent", "doc_type", "number", "symbol", "place", "issued", "title")),
    "header.issuers",
    *(f"campaign.{name}" for name in ("name", "theme", "slogan", "period", "audience")),
    *(f"sections.{name}" for name in ("level1", "level2", "deeper", "label", "kinds", "sentence", "roman")),
    *(f"dates.{name}" for name in ("value", "role")),
    "deadlines",
    *(f"deadlines.{name}" for name in ("task", "bound", "responsible", "report_to")),
    *("bodies", "bodies.kind", "bodies.role"),
    *(f"criteria.{name}" for name in ("text", "kind", "quantities", "comparator")),
    "references",
    *(f"references.{name}" for name in ("issued", "doc_type", "issuer", "title")),
    *("recipients", "recipients.purpose"),
    *(f"signature.{name}" for name in ("authority", "position", "name", "cosigners")),
)

# Other views of what further fields count already: no part of the whole record's figure.
_VIEWS = ("sections.sentence", "sections.roman")

Key = TypeVar("Key")


@dataclass(frozen=True)
class Comparand:
    """One document that was compared: its plan, counts, text errors and offsets that hold."""

    plan: str
    tally: Tally
    text: dict[TextMeasure, Errors]
    evidence: Placed

    @cached_property
    def whole_record(self) -> dict[MatchLevel, float]:
        """The mean F1 of the record's parts at each match level, 0..1; 1 where nothing is to be found or given."""
        return {level: _whole_record(self.tally, level) for level in MatchLevel}


def compare_record(gold: GoldRecord, predicted: PlanRecord | None, plan: str) -> Comparand:
    """Compare one record with its gold; without a prediction, all of the gold is missed."""
    offsets = [predicted.text[it.start : it.end] == it.text for _, it in evidence_in(predicted)] if predicted else []
    return Comparand(
        plan=plan,
        tally=tally_fields(gold, predicted),
        text=text_errors(gold.record.text, predicted.text if predicted else ""),
        evidence=Placed(sum(offsets), len(offsets)),
    )


def counts_at(levels: dict[MatchLevel, Counts], level: MatchLevel) -> Counts:
    """The counts of a field at a level, or at its loosest one where it is judged more strictly."""
    return levels[level] if level in levels else levels[list(levels)[-1]]


def summarize(compared: Sequence[Comparand]) -> Slice:
    """All figures over some documents."""
    plans = sorted({it.plan for it in compared})
    summary = _Summary(compared, plans, Bootstrap(len(plans)))
    judged = [entry for it in compared for entry in it.tally.judged]
    right, total = (sum(it.evidence[side] for it in compared) for side in (0, 1))
    return Slice(
        documents=len(compared),
        plans=len(plans),
        whole_record={level: summary.whole_record(level) for level in MatchLevel},
        flawless={level: sum(_is_flawless(it.tally, level) for it in compared) for level in MatchLevel},
        text={measure: summary.error_rate(measure) for measure in TextMeasure},
        fields={
            name: summary.field(name, judged) for name in FIELDS if any(name in it.tally.counts for it in compared)
        },
        calibration={
            level: calibrate((it.confidence, it.rank >= level.least_rank) for it in judged) for level in MatchLevel
        },
        evidence=_share(right, total),
    )


@dataclass(frozen=True)
class _Summary:
    compared: Sequence[Comparand]
    plans: Sequence[str]
    bootstrap: Bootstrap

    def whole_record(self, level: MatchLevel) -> Figure:
        return self._figure(lambda it: it.whole_record[level], lambda _: 1)

    def error_rate(self, measure: TextMeasure) -> ErrorRate:
        return ErrorRate(
            errors=sum(it.text[measure].errors for it in self.compared),
            length=sum(it.text[measure].length for it in self.compared),
            rate=self._figure(lambda it: it.text[measure].errors, lambda it: it.text[measure].length),
        )

    def field(self, name: str, judged: Sequence[Judged]) -> FieldScore:
        by_level: dict[MatchLevel, Counts] = {}
        for it in self.compared:
            for level, counts in it.tally.counts.get(name, {}).items():
                by_level[level] = by_level.get(level, Counts()).plus(counts)
        places = [it.tally.places[name] for it in self.compared if name in it.tally.places]
        return FieldScore(
            support=next(iter(by_level.values())).support,
            levels={level: self._measure(name, level, counts) for level, counts in by_level.items()},
            confident=_confident([it for it in judged if it.field == name], list(by_level)),
            place=_share(sum(it.right for it in places), sum(it.total for it in places)) if places else None,
        )

    def _measure(self, name: str, level: MatchLevel, counts: Counts) -> Measure:
        def of(document: Comparand) -> Counts:
            return document.tally.counts.get(name, {}).get(level, Counts())

        return Measure(
            right=counts.right,
            extra=counts.extra,
            missed=counts.missed,
            precision=_rounded(counts.precision),
            recall=_rounded(counts.recall),
            f1=self._figure(lambda it: 2 * of(it).right, lambda it: 2 * of(it).right + of(it).extra + of(it).missed),
        )

    def _figure(self, numerator: Callable[[Comparand], float], denominator: Callable[[Comparand], float]) -> Figure:
        above, below = dict.fromkeys(self.plans, 0.0), dict.fromkeys(self.plans, 0.0)
        for it in self.compared:
            above[it.plan] += numerator(it)
            below[it.plan] += denominator(it)
        total = sum(below.values())
        interval = self.bootstrap.interval(list(above.values()), list(below.values()))
        return Figure(
            value=_rounded(sum(above.values()) / total if total else None),
            interval=(round(interval[0], _DIGITS), round(interval[1], _DIGITS)) if interval else None,
        )


def _whole_record(tally: Tally, level: MatchLevel) -> float:
    parts: dict[str, list[float]] = {}
    for name, levels in tally.counts.items():
        f1 = counts_at(levels, level).f1
        if f1 is not None and name not in _VIEWS:
            parts.setdefault(name.partition(".")[0], []).append(f1)
    means = [sum(scores) / len(scores) for scores in parts.values()]
    return round(sum(means) / len(means), _DIGITS) if means else 1.0


def _is_flawless(tally: Tally, level: MatchLevel) -> bool:
    counts = [counts_at(levels, level) for name, levels in tally.counts.items() if name not in _VIEWS]
    return not any(it.extra or it.missed for it in counts)


def _confident(judged: Sequence[Judged], levels: Sequence[MatchLevel]) -> Confident | None:
    sure = [it for it in judged if it.confidence >= CONFIDENT_FROM]
    if not sure:
        return None
    wrong = {level: sum(it.rank < level.least_rank for it in sure) for level in levels}
    return Confident(
        given=len(sure),
        wrong=wrong,
        wrong_rate={level: round(count / len(sure), _DIGITS) for level, count in wrong.items()},
    )


def _share(right: int, total: int) -> Share:
    return Share(right=right, total=total, rate=_rounded(right / total if total else None))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
