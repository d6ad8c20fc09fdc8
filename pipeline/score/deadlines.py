"""Deadlines: found where the same task is due at the same time; bound, bodies and wording judged apart."""

from itertools import product
from typing import NamedTuple

from models.dates import Bound, DateValue
from models.record import Deadline
from pipeline.score.agreement import (
    NONE,
    Agreement,
    Wording,
    date_agreement,
    exact_agreement,
    passage_agreement,
    text_agreement,
    wording,
)
from pipeline.score.side import Side
from pipeline.score.tally import EXACT_LEVELS, TEXT_LEVELS, FieldRule, Item, Tally


class _Due(NamedTuple):
    """What is due when: `around` are the printed words that say so."""

    due: DateValue
    task: Wording
    around: Wording


def tally_deadlines(gold: Side, predicted: Side, tally: Tally) -> None:
    """Count the deadlines, then what is said of those that were found."""
    mine, theirs = gold.record.deadlines, predicted.record.deadlines
    pairs = tally.compare(
        FieldRule("deadlines", TEXT_LEVELS, _agree_due),
        gold.listed("deadlines", mine, lambda place, it: _dues(gold, place, it)),
        predicted.listed("deadlines", theirs, lambda place, it: _dues(predicted, place, it)),
        lambda left, right: _same_details(mine[left], theirs[right]),
    )
    for left, right in pairs:
        place, other_place = f"/deadlines/{left}", f"/deadlines/{right}"
        if not gold.is_optional(f"{place}/task"):
            tally.compare(
                FieldRule("deadlines.task", TEXT_LEVELS, text_agreement),
                gold.property(f"{place}/task", mine[left].task),
                predicted.property(f"{other_place}/task", theirs[right].task),
            )
        _tally_bound(place, mine[left], theirs[right], gold, tally)
        for name in ("responsible", "report_to"):
            if not gold.is_optional(f"{place}/{name}"):
                tally.compare(
                    FieldRule(f"deadlines.{name}", TEXT_LEVELS, text_agreement),
                    gold.names(f"{place}/{name}", getattr(mine[left], name)),
                    predicted.names(f"{other_place}/{name}", getattr(theirs[right], name)),
                )


def _dues(side: Side, place: str, deadline: Deadline) -> list[_Due]:
    dues = side.accepted(f"{place}/due", deadline.due)
    tasks = side.words(f"{place}/task", deadline.task)
    around = wording(deadline.evidence.text)
    return [_Due(due, task, around) for due, task in product(dues, tasks)]


def _agree_due(left: _Due, right: _Due) -> Agreement:
    """Due at the same time, and the same task: by its words, or similar by the sentence that prints it."""
    if not date_agreement(left.due, right.due).rank:
        return NONE
    task = passage_agreement(left.task, right.task)
    if task.rank:
        return task
    around = passage_agreement(left.around, right.around)
    return Agreement(min(around.rank, 1), around.likeness)


def _same_details(gold: Deadline, predicted: Deadline) -> int:
    return (
        (gold.due.bound == predicted.due.bound)
        + (gold.responsible == predicted.responsible)
        + (gold.report_to == predicted.report_to)
    )


def _tally_bound(place: str, gold: Deadline, predicted: Deadline, side: Side, tally: Tally) -> None:
    """Whether "before", "by" … were told apart; that no bound is printed is a statement too."""
    if side.is_optional(f"{place}/due/bound"):
        return
    accepted = [value.bound for value in side.accepted(f"{place}/due", gold.due)]
    accepted += side.accepted(f"{place}/due/bound", gold.due.bound)
    tally.compare(
        FieldRule[Bound | None]("deadlines.bound", EXACT_LEVELS, exact_agreement),
        [Item(tuple(accepted))],
        [Item((predicted.due.bound,))],
    )
