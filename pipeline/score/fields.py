"""Every field of a plan record, counted against gold.

Values are matched one to one; properties (the role of a date, the bound of a deadline) are
judged on matched values only, so that a missed date is not a wrong role as well. Where the gold
marks a single value or a whole list as optional, the field is passed over.
"""

from collections.abc import Iterator

from models.gold import GoldRecord
from models.record import Header, PlanRecord
from pipeline.score.agreement import (
    code_agreement,
    date_agreement,
    exact_agreement,
    number_key,
    text_agreement,
    wording,
)
from pipeline.score.items import tally_items
from pipeline.score.sections import tally_sections
from pipeline.score.sentences import tally_roman_headings, tally_sentences
from pipeline.score.side import Side
from pipeline.score.tally import CODE_LEVELS, EXACT_LEVELS, TEXT_LEVELS, FieldRule, Tally

_HEADER_TEXTS = ("issuer", "parent", "doc_type", "place", "title")
_CAMPAIGN_TEXTS = ("name", "theme", "slogan")
_SIGNATURE_TEXTS = ("authority", "position", "name")


def tally_fields(gold: GoldRecord, predicted: PlanRecord | None) -> Tally:
    """The counts of every field of one document; without a prediction, everything is missed."""
    found = predicted or gold.record.model_copy(update=_NOTHING)
    tally = Tally(same_text=predicted is not None and gold.record.text == found.text)
    sides = Side(gold.record, gold), Side(found)
    _tally_header(*sides, tally)
    _tally_campaign(*sides, tally)
    tally_sections(*sides, tally)
    tally_sentences(*sides, tally)
    tally_roman_headings(*sides, tally)
    tally_items(*sides, tally)
    _tally_signature(*sides, tally)
    return tally


_NOTHING = {
    "text": "",
    "header": Header(),
    "campaign": None,
    "sections": (),
    "dates": (),
    "deadlines": (),
    "bodies": (),
    "criteria": (),
    "references": (),
    "recipients": (),
    "signature": None,
    "cosigners": (),
}


def _tally_header(gold: Side, predicted: Side, tally: Tally) -> None:
    mine, theirs = gold.record.header, predicted.record.header
    for name in _wanted(gold, "/header", *_HEADER_TEXTS):
        tally.compare(
            FieldRule(f"header.{name}", TEXT_LEVELS, text_agreement),
            gold.text(f"/header/{name}", getattr(mine, name), wording),
            predicted.text(f"/header/{name}", getattr(theirs, name), wording),
        )
    for name in _wanted(gold, "/header", "number"):
        tally.compare(
            FieldRule[str | None](f"header.{name}", EXACT_LEVELS, exact_agreement),
            gold.text("/header/number", mine.number, number_key),
            predicted.text("/header/number", theirs.number, number_key),
        )
    for name in _wanted(gold, "/header", "symbol"):
        tally.compare(
            FieldRule(f"header.{name}", CODE_LEVELS, code_agreement),
            gold.text("/header/symbol", mine.symbol, wording),
            predicted.text("/header/symbol", theirs.symbol, wording),
        )
    for name in _wanted(gold, "/header", "issued"):
        tally.compare(
            FieldRule(f"header.{name}", EXACT_LEVELS, date_agreement),
            gold.dated("/header/issued", mine.issued),
            predicted.dated("/header/issued", theirs.issued),
        )
    for name in _wanted(gold, "/header", "issuers"):
        tally.compare(
            FieldRule(f"header.{name}", TEXT_LEVELS, text_agreement),
            gold.text_list("/header/issuers", mine.issuers),
            predicted.text_list("/header/issuers", theirs.issuers),
        )


def _tally_campaign(gold: Side, predicted: Side, tally: Tally) -> None:
    mine, theirs = gold.record.campaign, predicted.record.campaign
    for name in _wanted(gold, "/campaign", *_CAMPAIGN_TEXTS):
        tally.compare(
            FieldRule(f"campaign.{name}", TEXT_LEVELS, text_agreement),
            gold.text(f"/campaign/{name}", getattr(mine, name, None), wording),
            predicted.text(f"/campaign/{name}", getattr(theirs, name, None), wording),
        )
    for name in _wanted(gold, "/campaign", "period"):
        tally.compare(
            FieldRule(f"campaign.{name}", EXACT_LEVELS, date_agreement),
            gold.dated("/campaign/period", mine.period if mine else None),
            predicted.dated("/campaign/period", theirs.period if theirs else None),
        )
    for name in _wanted(gold, "/campaign", "audience"):
        tally.compare(
            FieldRule(f"campaign.{name}", TEXT_LEVELS, text_agreement),
            gold.text_list("/campaign/audience", mine.audience if mine else ()),
            predicted.text_list("/campaign/audience", theirs.audience if theirs else ()),
        )


def _tally_signature(gold: Side, predicted: Side, tally: Tally) -> None:
    mine, theirs = gold.record.signature, predicted.record.signature
    for name in _wanted(gold, "/signature", *_SIGNATURE_TEXTS):
        tally.compare(
            FieldRule(f"signature.{name}", TEXT_LEVELS, text_agreement),
            gold.property(f"/signature/{name}", getattr(mine, name, None), mine.evidence if mine else None),
            predicted.property(f"/signature/{name}", getattr(theirs, name, None), theirs.evidence if theirs else None),
        )


def _wanted(gold: Side, part: str, *names: str) -> Iterator[str]:
    """The fields of a part that the gold does not pass over."""
    return (name for name in names if not gold.is_optional(f"{part}/{name}"))
