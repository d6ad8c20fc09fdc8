"""What a clause with quantities is: a target, a quota, a condition, or who may take part: `read_target`."""

import re
from collections.abc import Sequence

from models.outline import Node
from models.record import Comparator, CriterionKind, CriterionSubject, SectionKind
from pipeline.extract.criteria.found import Found
from pipeline.extract.criteria.kinds import behind_topic, criterion_subject, is_eligibility, is_share, share_subject
from pipeline.extract.quantities import QuantityMatch
from pipeline.folding import fold

_COMPOSED = re.compile(r"\bgom\s(?:co\s)?$")
_TRAITS = ("tuổi", "năm", "tháng tuổi", "đồng")  # by which an audience is described: age, service, income
_LOWERED = re.compile(r"\b(?:giam|xuong|rut ngan|cat giam|phan dau)\b")  # a bound to be brought down is a target
_DELEGATION = re.compile(r"(?:^|\W)cu\s\d")


def read_target(
    text: str,
    start: int,
    end: int,
    quantities: tuple[QuantityMatch, ...],
    chain: Sequence[Node],
    kinds: tuple[SectionKind, ...] = (),
) -> Found:
    """The criterion that a clause with quantities outside sections on standards and rewards is, and where it lies."""
    folded = fold(text[start:end])
    first = quantities[0]
    composed = bool(_COMPOSED.search(fold(text[max(start, first.start - 10) : first.start])))
    start, end = _bracketed(text, start, end, quantities)
    is_quota = bool(re.search(r"\bkhen thuong\b", folded)) and any(q.unit.startswith("%") for q in quantities)
    is_quota = is_quota or composed or bool(_DELEGATION.search(folded)) or is_share(quantities, folded)
    kind = CriterionKind.QUOTA if is_quota else CriterionKind.TARGET
    is_of_whom = kinds == (SectionKind.AUDIENCE,) and first.is_limited and first.unit.startswith(_TRAITS)
    if not is_quota and (is_eligibility(folded) or is_of_whom):
        kind = CriterionKind.ELIGIBILITY
    elif not is_quota and _is_bound(first) and not _LOWERED.search(folded):
        kind = CriterionKind.CONDITION
    start = behind_topic(text, start, end, quantities)
    counted = share_subject(text, quantities)
    is_any = counted is CriterionSubject.ANY
    subject = counted if is_any else criterion_subject(text[start:end], chain, default=None) or counted
    return Found(start, end, kind, subject, quantities)


def _is_bound(quantity: QuantityMatch) -> bool:
    """Whether a clause sets an upper bound on a thing, which is a rule to keep and nothing to reach."""
    return quantity.comparator is Comparator.AT_MOST and quantity.is_limited and not quantity.unit.startswith("%")


def _bracketed(text: str, start: int, end: int, quantities: tuple[QuantityMatch, ...]) -> tuple[int, int]:
    """What stands in brackets where the quantities do, else the clause."""
    bracket = text.rfind("(", start, quantities[0].start)
    if bracket >= 0 and ")" not in text[bracket:end]:
        return bracket + 1, end
    if bracket >= 0 and text.find(")", bracket, end) > quantities[-1].end and quantities[0].start - bracket < 120:
        return bracket + 1, text.find(")", bracket, end)
    return start, end
