"""Gains and losses against an earlier result, document by document and field by field."""

from collections.abc import Iterator

from pipeline.score.agreement import MatchLevel
from pipeline.score.result import Change, Comparison, DocumentScore, ScoreResult
from pipeline.score.tally import Counts


def compare_results(before: ScoreResult, after: ScoreResult) -> Comparison:
    """What changed from one result to another, over the documents that both hold."""
    shared = [name for name in after.documents if name in before.documents]
    earlier, later = ([result.documents[name] for name in shared] for result in (before, after))
    return Comparison(
        documents=len(shared),
        only_before=tuple(name for name in before.documents if name not in after.documents),
        only_after=tuple(name for name in after.documents if name not in before.documents),
        whole_record_before={level: _mean(earlier, level) for level in MatchLevel},
        whole_record_after={level: _mean(later, level) for level in MatchLevel},
        changes=tuple(
            change for name in shared for change in _changes(name, before.documents[name], after.documents[name])
        ),
    )


def _mean(documents: list[DocumentScore], level: MatchLevel) -> float | None:
    scores = [document.whole_record[level] for document in documents]
    return round(sum(scores) / len(scores), 6) if scores else None


def _changes(name: str, before: DocumentScore, after: DocumentScore) -> Iterator[Change]:
    for measure in after.text:
        old, new = before.text.get(measure), after.text[measure]
        if old and old.length and new.length and old != new:
            rates = old.errors / old.length, new.errors / new.length
            if rates[0] != rates[1]:
                yield _change(name, f"text.{measure}", None, *rates, is_gain=rates[1] < rates[0])
    for field in sorted({*before.fields, *after.fields}):
        yield from _field_change(name, field, before.fields.get(field, {}), after.fields.get(field, {}))


def _field_change(
    name: str, field: str, before: dict[MatchLevel, Counts], after: dict[MatchLevel, Counts]
) -> Iterator[Change]:
    """The change at the loosest level that has one: it says most about how bad a loss is."""
    for level in reversed(MatchLevel):
        if level not in before and level not in after:
            continue
        # Without a value on either side there was nothing wrong, and nothing can have been gained.
        old, new = (1.0 if it is None else it for it in (_f1(before, level), _f1(after, level)))
        if old != new:
            yield _change(name, field, level, old, new, is_gain=new > old)
            return


def _f1(levels: dict[MatchLevel, Counts], level: MatchLevel) -> float | None:
    return levels[level].f1 if level in levels else None


def _change(
    document: str, field: str, level: MatchLevel | None, before: float, after: float, *, is_gain: bool
) -> Change:
    return Change(
        document=document, field=field, level=level, before=round(before, 6), after=round(after, 6), is_gain=is_gain
    )
