"""The lists of a record: dates, deadlines, bodies, criteria, references, recipients, cosigners."""

from collections.abc import Sequence
from typing import NamedTuple

from models.record import Body, Comparator, Criterion, DutyRole, Signature
from pipeline.folding import fold
from pipeline.score.agreement import (
    NONE,
    SIMILAR_FROM,
    Agreement,
    Wording,
    date_agreement,
    exact_agreement,
    passage_agreement,
    text_agreement,
    wording,
)
from pipeline.score.deadlines import tally_deadlines
from pipeline.score.references import tally_references
from pipeline.score.side import Side, tally_choice
from pipeline.score.tally import EXACT_LEVELS, TEXT_LEVELS, FieldRule, Item, Tally


def tally_items(gold: Side, predicted: Side, tally: Tally) -> None:
    """Count every list of the record but its sections."""
    for name, tally_list in (
        ("dates", _tally_dates),
        ("deadlines", tally_deadlines),
        ("bodies", _tally_bodies),
        ("criteria", _tally_criteria),
        ("references", tally_references),
        ("recipients", _tally_recipients),
        ("cosigners", _tally_cosigners),
    ):
        if not gold.is_optional(f"/{name}"):
            tally_list(gold, predicted, tally)


def _tally_dates(gold: Side, predicted: Side, tally: Tally) -> None:
    mine, theirs = gold.record.dates, predicted.record.dates
    pairs = tally.compare(
        FieldRule("dates.value", EXACT_LEVELS, date_agreement),
        gold.listed("dates", mine, lambda place, date: gold.accepted(f"{place}/value", date.value)),
        predicted.listed("dates", theirs, lambda place, date: predicted.accepted(f"{place}/value", date.value)),
        lambda left, right: int(mine[left].role == theirs[right].role),
    )
    for left, right in pairs:
        tally_choice("dates.role", gold, f"/dates/{left}/role", mine[left].role, theirs[right].role, tally)


def _tally_bodies(gold: Side, predicted: Side, tally: Tally) -> None:
    mine, theirs = gold.record.bodies, predicted.record.bodies
    pairs = tally.compare(
        FieldRule("bodies", TEXT_LEVELS, text_agreement),
        _body_items(gold, mine),
        _body_items(predicted, theirs),
        lambda left, right: int(_roles(mine[left]) == _roles(theirs[right])),
    )
    for left, right in pairs:
        place = f"/bodies/{left}"
        tally_choice("bodies.kind", gold, f"{place}/kind", mine[left].kind, theirs[right].kind, tally)
        if not gold.is_optional(f"{place}/duties"):
            tally.compare(
                FieldRule[DutyRole]("bodies.role", EXACT_LEVELS, exact_agreement),
                _role_items(gold, place, mine[left]),
                _role_items(predicted, f"/bodies/{right}", theirs[right]),
            )


def _body_items(side: Side, bodies: Sequence[Body]) -> list[Item[Wording]]:
    return [
        side.item(f"/bodies/{index}", side.words(f"/bodies/{index}/name", body.name), next(iter(body.mentions), None))
        for index, body in enumerate(bodies)
    ]


def _roles(body: Body) -> set[DutyRole]:
    return {duty.role for duty in body.duties}


def _role_items(side: Side, place: str, body: Body) -> list[Item[DutyRole]]:
    """The roles a body plays, each once; one is optional where all duties that give it are."""
    duties = [(f"{place}/duties/{index}", duty.role) for index, duty in enumerate(body.duties)]
    items = []
    for role in dict.fromkeys(role for _, role in duties):
        places = [duty_place for duty_place, its_role in duties if its_role is role]
        accepted = [other for duty_place in places for other in side.accepted(f"{duty_place}/role", role)]
        items.append(
            Item(tuple(dict.fromkeys(accepted)), optional=all(side.is_optional(f"{it}/role") for it in places))
        )
    return items


class _Amount(NamedTuple):
    value: float
    unit: Wording


def _tally_criteria(gold: Side, predicted: Side, tally: Tally) -> None:
    mine, theirs = gold.record.criteria, predicted.record.criteria
    pairs = tally.compare(
        FieldRule("criteria.text", TEXT_LEVELS, passage_agreement),
        gold.listed("criteria", mine, lambda place, it: gold.words(f"{place}/text", it.text)),
        predicted.listed("criteria", theirs, lambda place, it: predicted.words(f"{place}/text", it.text)),
        lambda left, right: int(mine[left].kind == theirs[right].kind),
    )
    for left, right in pairs:
        tally_choice("criteria.kind", gold, f"/criteria/{left}/kind", mine[left].kind, theirs[right].kind, tally)
    _tally_quantities(gold, predicted, tally)


def _tally_quantities(gold: Side, predicted: Side, tally: Tally) -> None:
    """The numbers of all criteria together, so that a criterion that was cut otherwise loses none."""
    mine, theirs = _quantities(gold.record.criteria), _quantities(predicted.record.criteria)
    pairs = tally.compare(
        FieldRule("criteria.quantities", TEXT_LEVELS, _agree_amount),
        _amounts(gold, mine),
        _amounts(predicted, theirs),
        lambda left, right: int(_comparator(mine[left]) == _comparator(theirs[right])),
    )
    for left, right in pairs:
        place, criterion, index = mine[left]
        tally.compare(
            FieldRule[Comparator]("criteria.comparator", EXACT_LEVELS, exact_agreement),
            [Item(tuple(it.comparator for it in gold.accepted(place, criterion.quantities[index])))],
            [Item((_comparator(theirs[right]),))],
        )


_QuantityAt = tuple[str, Criterion, int]


def _quantities(criteria: Sequence[Criterion]) -> list[_QuantityAt]:
    return [
        (f"/criteria/{number}/quantities/{index}", criterion, index)
        for number, criterion in enumerate(criteria)
        for index in range(len(criterion.quantities))
    ]


def _amounts(side: Side, quantities: Sequence[_QuantityAt]) -> list[Item[_Amount]]:
    items = []
    for place, criterion, index in quantities:
        accepted = [_Amount(it.value, _unit_words(it.unit)) for it in side.accepted(place, criterion.quantities[index])]
        items.append(side.item(place, accepted, criterion.evidence))
    return items


def _unit_words(unit: str) -> Wording:
    """A unit with its signs as words, which folding would drop: "% hộ" is no "hộ"."""
    return wording(unit.replace("%", " phần trăm "))


def _comparator(quantity: _QuantityAt) -> Comparator:
    return quantity[1].quantities[quantity[2]].comparator


def _agree_amount(left: _Amount, right: _Amount) -> Agreement:
    """How far two amounts agree: the same number of the same unit, or of one that the other's words describe further.

    A record's unit is what is counted ("01 mô hình tiêu biểu" is 1 "mô hình"), and people differ in how much of
    the description they take with it: "%" and "% hộ gia đình" are nearly the same, "đồng" and "đồng/năm" are not.
    """
    if left.value != right.value:
        return NONE
    agreement = text_agreement(left.unit, right.unit)
    return agreement if agreement.rank or not _begins_other(left.unit, right.unit) else Agreement(1, SIMILAR_FROM)


def _begins_other(left: Wording, right: Wording) -> bool:
    shorter, longer = sorted((fold(left.text).split(), fold(right.text).split()), key=len)
    return bool(shorter) and longer[: len(shorter)] == shorter


def _tally_recipients(gold: Side, predicted: Side, tally: Tally) -> None:
    mine, theirs = gold.record.recipients, predicted.record.recipients
    pairs = tally.compare(
        FieldRule("recipients", TEXT_LEVELS, text_agreement),
        gold.listed("recipients", mine, lambda place, it: gold.words(f"{place}/name", it.name)),
        predicted.listed("recipients", theirs, lambda place, it: predicted.words(f"{place}/name", it.name)),
        lambda left, right: int(mine[left].purpose == theirs[right].purpose),
    )
    for left, right in pairs:
        place, other_place = f"/recipients/{left}/purpose", f"/recipients/{right}/purpose"
        if not gold.is_optional(place):
            tally.compare(
                FieldRule("recipients.purpose", TEXT_LEVELS, text_agreement),
                gold.property(place, mine[left].purpose),
                predicted.property(other_place, theirs[right].purpose),
            )


def _tally_cosigners(gold: Side, predicted: Side, tally: Tally) -> None:
    tally.compare(
        FieldRule("signature.cosigners", TEXT_LEVELS, text_agreement),
        _cosigner_items(gold, gold.record.cosigners),
        _cosigner_items(predicted, predicted.record.cosigners),
    )


def _cosigner_items(side: Side, cosigners: Sequence[Signature]) -> list[Item[Wording]]:
    """Further signatures by their names; one whose name is not legible is not compared."""
    return [
        side.item(f"/cosigners/{index}", side.words(f"/cosigners/{index}/name", it.name), it.evidence)
        for index, it in enumerate(cosigners)
        if it.name
    ]
