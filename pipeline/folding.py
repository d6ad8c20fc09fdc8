"""Folded keys: the one place where spellings are made equal, and the one door to rapidfuzz.

A folded text has no capitals, no diacritics and `d` for `đ`; it has exactly as many
characters as the text it was made from, so that offsets found in one hold in the other.
Folded text is for matching and searching only, never for values: diacritics are meaning.
"""

import unicodedata
from collections.abc import Hashable, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Levenshtein


class _FoldingTable(dict[int, str]):
    """The folded form of each character, found when it is first met; `str.translate` reads it."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in "đĐðÐ":
        return "d"
    decomposed = unicodedata.normalize("NFD", character)
    base = decomposed[0] if not unicodedata.combining(decomposed[0]) else character
    lowered = base.lower()
    return lowered if len(lowered) == 1 else character


class _FoldedWords(dict[str, str]):
    """The folded form of what stands between two spaces, found when it is first met."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        folded = self[word] = word.translate(_FOLDED)
        return folded


# Memories of a pure function, which no caller can tell from it.
_REMEMBERED = 50_000  # words: a plan has a thousand, of which most are those of the one before
_SENTENCE = 50  # characters from which words that are at hand are faster than letters
_FOLDED = _FoldingTable()
_FOLDED_WORDS = _FoldedWords()


def fold(text: str) -> str:
    """The text without capitals and diacritics, character by character (same length).

    >>> fold("Định Hóa")
    'dinh hoa'
    """
    if len(text) < _SENTENCE:
        return text.translate(_FOLDED)
    return " ".join(map(_FOLDED_WORDS.__getitem__, text.split(" ")))


def similarity(left: str, right: str) -> float:
    """How alike two texts are, 0..1, by edit distance on folded, space-normalised text."""
    return key_similarity(match_key(left), match_key(right))


def token_similarity(left: str, right: str) -> float:
    """How alike two names are, 0..1, where words may be missing on one side."""
    return key_token_similarity(match_key(left), match_key(right))


def key_similarity(left_key: str, right_key: str) -> float:
    """`similarity` of two texts whose keys are at hand: many texts against many fold each only once."""
    return fuzz.ratio(left_key, right_key) / 100


def key_token_similarity(left_key: str, right_key: str) -> float:
    """`token_similarity` of two texts whose keys are at hand."""
    return fuzz.token_set_ratio(left_key, right_key) / 100


def edit_distance(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    """How many insertions, deletions and replacements of one element turn one sequence into the other.

    >>> edit_distance("thuy", "thủy"), edit_distance(["hai", "xã"], ["hai", "phường", "xã"])
    (1, 1)
    """
    return Levenshtein.distance(left, right)


def nearest(word: str, words: Sequence[str], most_edits: int, limit: int) -> list[tuple[str, int]]:
    """Those of many words that take the fewest edits from a word, at most so many: (word, edits), the nearest first.

    A swap of neighbours counts as one edit. Nothing is folded here.

    >>> nearest("thuỷ lới", ["thuỷ lợi", "thủy điện"], 2, 5)
    [('thuỷ lợi', 1)]
    """
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=most_edits, limit=limit)
    return [(near, int(edits)) for near, edits, _ in found]


def match_key(text: str) -> str:
    """The folded words of a text with one space between them and nothing else: what texts are compared by.

    >>> match_key("Số: 46/KH-UBND")
    'so 46 kh ubnd'
    """
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
