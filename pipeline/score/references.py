"""Cited documents: the same by number and symbol, or by name where they have neither."""

from itertools import product
from typing import NamedTuple

from models.dates import DateValue
from models.record import Reference
from pipeline.score.agreement import (
    NONE,
    Agreement,
    Wording,
    code_agreement,
    date_agreement,
    number_key,
    text_agreement,
    wording,
)
from pipeline.score.side import Side
from pipeline.score.tally import EXACT_LEVELS, TEXT_LEVELS, FieldRule, Item, Tally


class _Citation(NamedTuple):
    """A cited document: by number and symbol, or by name where it has neither."""

    number: str | None
    symbol: Wording
    name: Wording


def tally_references(gold: Side, predicted: Side, tally: Tally) -> None:
    """Count the cited documents, then their dates, types, issuers and titles where they were found."""
    mine, theirs = gold.record.references, predicted.record.references
    pairs = tally.compare(
        FieldRule("references", TEXT_LEVELS, _agree_citation),
        gold.listed("references", mine, lambda place, it: _citations(gold, place, it)),
        predicted.listed("references", theirs, lambda place, it: _citations(predicted, place, it)),
        lambda left, right: int(mine[left].issued == theirs[right].issued),
    )
    for left, right in pairs:
        place, other_place = f"/references/{left}", f"/references/{right}"
        if not gold.is_optional(f"{place}/issued"):
            tally.compare(
                FieldRule("references.issued", EXACT_LEVELS, date_agreement),
                _cited_date(gold, place, mine[left]),
                _cited_date(predicted, other_place, theirs[right]),
            )
        for name in ("doc_type", "issuer", "title"):
            if not gold.is_optional(f"{place}/{name}"):
                tally.compare(
                    FieldRule(f"references.{name}", TEXT_LEVELS, text_agreement),
                    gold.property(f"{place}/{name}", getattr(mine[left], name)),
                    predicted.property(f"{other_place}/{name}", getattr(theirs[right], name)),
                )


def _citations(side: Side, place: str, cited: Reference) -> list[_Citation]:
    numbers = [number_key(number) for number in side.accepted(f"{place}/number", cited.number)]
    symbols = [wording(symbol or "") for symbol in side.accepted(f"{place}/symbol", cited.symbol)]
    types = side.accepted(f"{place}/doc_type", cited.doc_type)
    titles = side.accepted(f"{place}/title", cited.title)
    names = [wording(f"{doc_type} {title or ''}") for doc_type, title in product(types, titles)]
    return [_Citation(*parts) for parts in product(numbers, symbols, names)]


def _agree_citation(left: _Citation, right: _Citation) -> Agreement:
    if left.number is None and right.number is None and not left.symbol.text and not right.symbol.text:
        return text_agreement(left.name, right.name)
    return code_agreement(left.symbol, right.symbol) if left.number == right.number else NONE


def _cited_date(side: Side, place: str, cited: Reference) -> list[Item[DateValue]]:
    if cited.issued is None:
        return []
    return [side.item(f"{place}/issued", side.accepted(f"{place}/issued", cited.issued))]
