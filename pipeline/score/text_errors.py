"""Error rates of read text: by characters, digits and words.

A character is what a reader sees as one: a grapheme cluster of the NFC text, so that a wrong
tone mark is one error. White space is made equal, and so are typographic forms of dashes and
quotation marks, which the font decides. Rates are sums of errors over sums of lengths: pages
count by their length, not one each.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from pipeline.folding import edit_distance

_PRINTED_ALIKE = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‘’‚‛′", "'") | {"…": "..."}
)


class TextMeasure(StrEnum):
    """What of the text is compared."""

    CHARACTERS = "characters"
    BASE_LETTERS = "characters_without_diacritics"
    DIGITS = "digits"
    WORDS = "words"
    WORDS_ANY_ORDER = "words_any_order"


class Errors(NamedTuple):
    """Errors against the length of the gold, both in the measure's own units."""

    errors: int
    length: int


def text_errors(gold: str, read: str) -> dict[TextMeasure, Errors]:
    """The errors of a read text by every measure."""
    gold, read = normal_text(gold), normal_text(read)
    gold_words, read_words = gold.split(), read.split()
    return {
        TextMeasure.CHARACTERS: _errors(graphemes(gold), graphemes(read)),
        TextMeasure.BASE_LETTERS: _errors(_base_letters(gold), _base_letters(read)),
        TextMeasure.DIGITS: _errors(_digits(gold), _digits(read)),
        TextMeasure.WORDS: _errors(gold_words, read_words),
        TextMeasure.WORDS_ANY_ORDER: _errors_any_order(gold_words, read_words),
    }


def normal_text(text: str) -> str:
    """The text as it is compared: NFC, one space between words, one form of dashes and quotation marks."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_PRINTED_ALIKE).split())


def graphemes(text: str) -> list[str]:
    """The characters of NFC text as a reader sees them: each letter with the marks that NFC leaves beside it."""
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.category(character)[0] == "M":
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _base_letters(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c)[0] != "M")
    return unicodedata.normalize("NFC", bare).replace("đ", "d").replace("Đ", "D")


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


def _errors(gold: Sequence[str], read: Sequence[str]) -> Errors:
    return Errors(edit_distance(gold, read), len(gold))


def _errors_any_order(gold: Sequence[str], read: Sequence[str]) -> Errors:
    """Words that are lost or added wherever they stand; a lost and an added one are one replacement."""
    left, right = Counter(gold), Counter(read)
    return Errors(max((left - right).total(), (right - left).total()), len(gold))
