"""Corrections over a record of the machine: what people said outlives every run.

Corrections are applied one after the other, in the order they were made, to the record as JSON; the
items they mean are found by their anchors. What the machine reads differently now, or no longer
reads, never changes what a person said: it is told as a conflict.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from models.correction import Action, Correction, CorrectionState, CorrectionStatus
from models.errors import CorrectionError
from models.record import PlanRecord
from pipeline.corrections.anchors import Items, Likelihood
from pipeline.corrections.places import Json, list_positions, pointer_of, steps_of, value_at
from pipeline.corrections.values import placed, plain


@dataclass(frozen=True)
class Corrected:
    """A record as it stands after its corrections.

    `statuses` are of the corrections in force, in their order. `keys` gives, by pointer, the keys of
    the items that corrections were made on.
    """

    record: PlanRecord
    statuses: tuple[CorrectionStatus, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)


def apply_corrections(record: PlanRecord, log: Sequence[Correction]) -> Corrected:
    """The machine's record with a document's corrections applied.

    Args:
        record: as the machine made it.
        log: all of the document's corrections in the order they were made.
    """
    active = in_force(log)
    if not active:
        return Corrected(record)
    try:
        return _Application(record, active).result()
    except ValidationError:
        return _without_misfits(record, active)


def in_force(log: Sequence[Correction]) -> list[Correction]:
    """The corrections that were neither withdrawn nor replaced by a later one of the same value."""
    gone = {entry.target for entry in log if entry.target}
    return [entry for entry in log if entry.id not in gone and entry.action is not Action.WITHDRAW]


def _without_misfits(record: PlanRecord, active: Sequence[Correction]) -> Corrected:
    """As far as the corrections make a valid record; one that does not is left out, and told."""
    fitting: list[Correction] = []
    misfits: list[Correction] = []
    for correction in active:
        try:
            _Application(record, [*fitting, correction]).result()
        except ValidationError:
            misfits.append(correction)
        else:
            fitting.append(correction)
    fitted = _Application(record, fitting).result()
    left_out = (CorrectionStatus(correction=misfit, state=CorrectionState.CONFLICT, pointer=None) for misfit in misfits)
    return Corrected(fitted.record, (*fitted.statuses, *left_out), fitted.keys)


@dataclass(frozen=True)
class _Outcome:
    """`item` is the list's item that holds the value, `steps` lead from it (or the record) to the value."""

    state: CorrectionState
    machine_now: Any = None
    item: Json | None = None
    steps: tuple[str, ...] | None = None  # None: the value is gone


class _Application:
    """One run of corrections over one record, as JSON."""

    def __init__(self, record: PlanRecord, corrections: Sequence[Correction]) -> None:
        self._corrections = corrections
        self._json: Json = record.model_dump(mode="json")
        self._items = Items(record.text)
        self._items.take_same(
            (correction.anchors[0], steps[0], self._json[steps[0]], _likelihood(correction, 1))
            for correction in corrections
            for steps in [steps_of(correction.pointer)]
            if correction.anchors and list_positions(steps)[0] == 1
        )

    def result(self) -> Corrected:
        """The corrected record.

        Raises:
            ValidationError: the corrections do not make a valid record.
        """
        outcomes = [self._apply(correction) for correction in self._corrections]
        record = PlanRecord.model_validate(self._json)
        pointers = dict(_list_items(self._json))
        statuses = (
            CorrectionStatus(
                correction=correction,
                state=outcome.state,
                pointer=_pointer(outcome, pointers),
                machine_now=outcome.machine_now,
            )
            for correction, outcome in zip(self._corrections, outcomes, strict=True)
        )
        known = self._items.known()
        keys = {pointers[id(item)]: key for key, item in known.items() if id(item) in pointers}
        return Corrected(record, tuple(statuses), keys)

    def _apply(self, correction: Correction) -> _Outcome:
        steps = steps_of(correction.pointer)
        positions = list_positions(steps)
        holder: Any = self._json
        items: Any = None
        first = 0
        for number, position in enumerate(positions):
            items = value_at(holder, steps[first:position]) if _has(holder, steps[first:position]) else None
            if items is None:
                return self._restored(correction, positions)
            likelihood = _likelihood(correction, position)
            item = self._items.find(correction.anchors[number], steps[position - 1], items, likelihood)
            if item is None:
                return self._missing(correction, items, is_last=number == len(positions) - 1, positions=positions)
            holder, first = item, position + 1
        if items is not None and not steps[first:]:
            return self._decided_item(correction, holder, items)
        return self._decided(correction, holder if positions else None, steps[first:])

    def _decided(self, correction: Correction, item: Json | None, rest: tuple[str, ...]) -> _Outcome:
        """The correction on a value that is there: of an item, or of the record itself."""
        holder = self._json if item is None else item
        parent = value_at(holder, rest[:-1]) if _has(holder, rest[:-1]) else None
        if not isinstance(parent, dict):
            return _Outcome(CorrectionState.CONFLICT)
        now = deepcopy(parent.get(rest[-1]))
        state = _state(correction, now)
        if correction.action is Action.REJECT and state is CorrectionState.CONFLICT:
            return _Outcome(state, now, item, rest)
        if state is not CorrectionState.AGREES:
            parent[rest[-1]] = placed(deepcopy(correction.value), self._json)
        for certain in (parent[rest[-1]], parent, item):
            _make_certain(certain)
        return _Outcome(state, now, item, rest)

    def _decided_item(self, correction: Correction, item: Json, items: list[Json]) -> _Outcome:
        """The correction on an item of a list as a whole."""
        now = deepcopy(item)
        state = _state(correction, now)
        if correction.action is Action.REJECT:
            if state is CorrectionState.CONFLICT:
                return _Outcome(state, now, item, ())
            items[:] = [other for other in items if other is not item]
            return _Outcome(state, now)
        if state is not CorrectionState.AGREES:
            item.update(placed(deepcopy(correction.value), self._json))
        _make_certain(item)
        return _Outcome(state, now, item, ())

    def _missing(
        self, correction: Correction, items: list[Json], *, is_last: bool, positions: Sequence[int]
    ) -> _Outcome:
        """The correction of an item that the machine does not read, or reads no more."""
        if correction.action is Action.REJECT:
            return _Outcome(CorrectionState.AGREES)
        if correction.action is Action.ADD and is_last:
            added: Json = placed(deepcopy(correction.value), self._json)
            items.append(added)
            self._items.take(correction.anchors[-1].key, added)
            return _Outcome(CorrectionState.APPLIED, None, added, ())
        return self._restored(correction, positions)

    def _restored(self, correction: Correction, positions: Sequence[int]) -> _Outcome:
        """The whole item as the person left it, put back where the machine reads nothing at its place."""
        steps = steps_of(correction.pointer)
        holder = steps[: positions[0]] if positions else ()
        if correction.item is None or not _has(self._json, holder):
            return _Outcome(CorrectionState.CONFLICT)
        item: Json = placed(deepcopy(correction.item), self._json)
        value_at(self._json, holder).append(item)
        self._items.take(correction.anchors[0].key, item)
        return _Outcome(CorrectionState.CONFLICT, None, item, ())


def _likelihood(correction: Correction, position: int) -> Likelihood:
    """Which of several items that say the same a correction was made on.

    The one that holds what the machine had read, before one that holds what the person said, before
    the one that stands nearest to where it was.

    Args:
        correction: with the pointer to the value.
        position: at which step of the pointer the item is named.
    """
    steps = steps_of(correction.pointer)
    machine, wanted = plain(correction.machine), plain(correction.value)
    rest, index = steps[position + 1 :], int(steps[position])

    def likelihood(item: Json, at: int) -> tuple[int, int]:
        now = plain(value_at(item, rest)) if _has(item, rest) else None
        return (2 if now == machine else int(now == wanted)), -abs(at - index)

    return likelihood


def _make_certain(value: Any) -> None:
    if isinstance(value, dict) and value.get("confidence") is not None:
        value["confidence"] = 1.0


def _state(correction: Correction, now: Any) -> CorrectionState:
    wanted, machine, today = plain(correction.value), plain(correction.machine), plain(now)
    if correction.action is not Action.REJECT and today == wanted:
        return CorrectionState.AGREES
    if correction.action is Action.ADD:
        return CorrectionState.CONFLICT  # the machine reads the item now, and reads it otherwise
    return CorrectionState.APPLIED if today == machine else CorrectionState.CONFLICT


def _has(holder: Any, steps: tuple[str, ...]) -> bool:
    try:
        return value_at(holder, steps) is not None
    except CorrectionError:
        return False


def _list_items(value: Any, pointer: str = "") -> Iterator[tuple[int, str]]:
    """The identity of every object in a list of a record, with its pointer."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield from _list_items(child, f"{pointer}/{name}")
    elif isinstance(value, list):
        for position, child in enumerate(value):
            if isinstance(child, dict):
                yield id(child), f"{pointer}/{position}"
                yield from _list_items(child, f"{pointer}/{position}")


def _pointer(outcome: _Outcome, pointers: dict[int, str]) -> str | None:
    if outcome.steps is None or (outcome.item is not None and id(outcome.item) not in pointers):
        return None  # rejected, by this correction or a later one
    return (pointers[id(outcome.item)] if outcome.item is not None else "") + pointer_of(outcome.steps)
