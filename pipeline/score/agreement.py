"""How far two values agree: strictly, when folded, or nearly.

Strict: the same letters (NFC, white space made equal). Folded: the same words without
capitals, diacritics and punctuation. Similar: folded words alike by 0.8 or more. Codes (document symbols)
are never merely similar: "QĐ-TTg" and "QĐ-TTr" are two things. Numbers and dates agree
strictly or not at all.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from models.dates import DateValue
from pipeline.folding import key_similarity, key_token_similarity, match_key

SIMILAR_FROM = 0.8


class MatchLevel(StrEnum):
    """How strictly values are compared, the strictest first."""

    STRICT = "strict"
    FOLDED = "folded"
    SIMILAR = "similar"

    @property
    def least_rank(self) -> int:
        """The least rank of an agreement that holds at this level."""
        return _LEAST_RANKS[self]


_LEAST_RANKS = {MatchLevel.STRICT: 3, MatchLevel.FOLDED: 2, MatchLevel.SIMILAR: 1}


@dataclass(frozen=True, slots=True, order=True)
class Agreement:
    """How far two values agree. `rank`: 3 strictly, 2 folded, 1 similar, 0 not at all; `likeness` is 0..1."""

    rank: int
    likeness: float

    def holds_at(self, level: MatchLevel) -> bool:
        """Whether the values count as the same at this level."""
        return self.rank >= level.least_rank


NONE = Agreement(0, 0.0)
SAME = Agreement(3, 1.0)


@dataclass(frozen=True)
class Wording:
    """A text to be compared, with white space made equal."""

    text: str

    @cached_property
    def key(self) -> str:
        """Its folded words."""
        return match_key(self.text)

    @cached_property
    def length(self) -> int:
        """How many words it has."""
        return len(self.key.split())


def wording(text: str) -> Wording:
    """A text made ready for comparison."""
    return Wording(" ".join(unicodedata.normalize("NFC", text).split()))


def text_agreement(left: Wording, right: Wording) -> Agreement:
    """How far two texts agree."""
    if left.text == right.text:
        return SAME
    if left.key and left.key == right.key:
        return Agreement(2, 1.0)
    likeness = key_similarity(left.key, right.key) if left.key and right.key else 0.0
    return Agreement(1, likeness) if likeness >= SIMILAR_FROM else NONE


def passage_agreement(left: Wording, right: Wording) -> Agreement:
    """How far two passages agree; similar too where one is a part of the other and at least half as long.

    People cut a task or criterion out of its sentence in more than one way.
    """
    agreement = text_agreement(left, right)
    if agreement.rank or 2 * min(left.length, right.length) < max(left.length, right.length):
        return agreement
    likeness = key_token_similarity(left.key, right.key)
    return Agreement(1, likeness) if likeness >= SIMILAR_FROM else NONE


def code_agreement(left: Wording, right: Wording) -> Agreement:
    """How far two codes agree: strictly, folded, or not at all."""
    agreement = text_agreement(left, right)
    return agreement if agreement.rank > 1 else NONE


def exact_agreement(left: object, right: object) -> Agreement:
    """Strictly or not at all."""
    return SAME if left == right else NONE


def number_key(number: str | None) -> str | None:
    """A document number as its value: "05" and "5" are the same number."""
    return None if number is None else number.strip().lstrip("0") or "0"


def date_agreement(left: DateValue, right: DateValue) -> Agreement:
    """Whether two dates mean the same: days, what is left blank, recurrence, duration.

    "2020-40" and "2020-01/2020-06" are the same half-year. A date that only follows an event is
    compared by the event, which is a text.
    """
    if _date_key(left) != _date_key(right):
        return NONE
    if left.edtf is None and left.rrule is None:
        anchors = text_agreement(wording(left.anchor or ""), wording(right.anchor or ""))
        return SAME if anchors.rank else NONE
    return SAME


def _date_key(value: DateValue) -> tuple[object, ...]:
    blank = value.edtf if "X" in (value.edtf or "") else None  # "2019-XX-XX" is not the plain year
    return (
        value.earliest,
        value.latest,
        blank,
        _rule_key(value.rrule),
        value.duration,
        bool(value.business_days),
    )


def _rule_key(rule: str | None) -> tuple[str, ...] | None:
    """A recurrence as its parts. Its end stands in the date's period, and an interval of 1 says nothing.

    Named months make it yearly, as days of those months recur alike at either frequency (RFC 5545, 3.3.10).
    """
    if rule is None:
        return None
    parts = re.sub(r"^RRULE:", "", rule.strip().upper()).split(";")
    kept = [part for part in parts if part and not part.startswith(("UNTIL=", "DTSTART")) and part != "INTERVAL=1"]
    if any(part.startswith("BYMONTH=") for part in kept) and not any(part.startswith(_NARROWING) for part in kept):
        kept = ["FREQ=YEARLY" if part == "FREQ=MONTHLY" else part for part in kept]
    return tuple(sorted(_sorted_list(part) for part in kept))


_NARROWING = ("INTERVAL=", "BYSETPOS=", "BYDAY=")  # these mean another thing in each frequency


def _sorted_list(part: str) -> str:
    name, _, values = part.partition("=")
    return f"{name}={','.join(sorted(values.split(',')))}"
