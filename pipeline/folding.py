"""Folded keys: the one place where spellings are made equal, and the one door to rapidfuzz.

A folded text has no capitals, no diacritics and `d` for `đ`; it has exactly as many
characters as the text it was made from, so that offsets found in one hold in the other.
Folded text is for matching and searching only, never for values: diacritics are meaning.
"""

import unicodedata
from functools import cache

from rapidfuzz import fuzz


@cache
def _fold_character(character: str) -> str:
    if character in "đĐðÐ":
        return "d"
    decomposed = unicodedata.normalize("NFD", character)
    base = decomposed[0] if not unicodedata.combining(decomposed[0]) else character
    lowered = base.lower()
    return lowered if len(lowered) == 1 else character


def fold(text: str) -> str:
    """The text without capitals and diacritics, character by character (same length).

    >>> fold("Định Hóa")
    'dinh hoa'
    """
    return "".join(map(_fold_character, text))


def similarity(left: str, right: str) -> float:
    """How alike two texts are, 0..1, by edit distance on folded, space-normalised text."""
    return fuzz.ratio(_key(left), _key(right)) / 100


def token_similarity(left: str, right: str) -> float:
    """How alike two names are, 0..1, where words may be missing on one side."""
    return fuzz.token_set_ratio(_key(left), _key(right)) / 100


def _key(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
