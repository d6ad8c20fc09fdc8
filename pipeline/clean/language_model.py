"""How likely a syllable is after the two before it: a trigram model, mapped from one file.

The file is a line of JSON (what follows, and where), the vocabulary, and arrays. An n-gram is
found by a 64-bit mix of its word numbers: the upper bits choose a bucket, the next 16 are
compared within it. One absent n-gram in some ten thousand is so taken for a present one, which
a score of several n-grams bears. Probabilities stand as bytes, in steps of `PROBABILITY_STEP`.

The probabilities are those of interpolated absolute discounting (Ney, Essen, Kneser 1994), so
the score of an absent n-gram is the shorter one's, weighted by its context's own weight.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.trained import trained_file
from pipeline.clean.tokens import BREAK, NUMBER, UNKNOWN

MAGIC = "kehoach n-grams 1"
WORD_BITS = 15
PROBABILITY_STEP = 1 / 16  # nats; 255 steps reach e^-16
WEIGHT_STEP = 1 / 32  # nats, of the weight of a context
LOW_BITS = 16  # bits of a key that are compared within its bucket
BREAK_ID = 1
FIRST_SYLLABLE = 3  # the number of the first word that is none of `UNKNOWN`, `BREAK`, `NUMBER`
_FINE_BITS = 6  # the upper ones of `lows` by which a bucket is cut: one part in seven is filled
_SHIPPED = "syllables.bin"
_ALIGNMENT = 8

Ids = NDArray[np.int64]
Scores = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LanguageModel:
    """The model. `words` gives each word's number: `UNKNOWN`, `BREAK`, `NUMBER`, the syllables, then all others."""

    words: dict[str, int]
    first_other: int  # the number of the first word that is no Vietnamese syllable
    unigrams: NDArray[np.uint8]
    unigram_weights: NDArray[np.uint8]
    bigrams: "NgramTable"
    trigrams: "NgramTable"

    def ids(self, words: Iterable[str]) -> Ids:
        """The numbers of words, those of unknown ones being 0."""
        find = self.words.get
        return np.fromiter((find(word, 0) for word in words), dtype=np.int64)

    def is_syllable(self, word: str) -> bool:
        """Whether a word is known and built as a Vietnamese syllable can be."""
        return FIRST_SYLLABLE <= self.words.get(word, 0) < self.first_other

    def syllables(self) -> list[str]:
        """All words that are known and built as Vietnamese syllables can be, by falling frequency."""
        return list(self.words)[FIRST_SYLLABLE : self.first_other]

    @cached_property
    def longest_syllable(self) -> int:
        """The letters of the longest word that `is_syllable` knows."""
        return max(map(len, self.syllables()), default=0)

    def score(self, first: Ids, second: Ids, third: Ids) -> Scores:
        """The natural logarithm of P(third | first second), one for each row of three word numbers."""
        return self.score_found(first, second, third, self.find_pairs(first, second), self.find_pairs(second, third))

    def find_pairs(self, first: Ids, second: Ids) -> Ids:
        """Where the model keeps each two neighbours, -1 where it does not: what `score_found` wants to know."""
        return self.bigrams.find(first << WORD_BITS | second)

    def score_found(self, first: Ids, second: Ids, third: Ids, before: Ids, after: Ids) -> Scores:
        """`score`, with the places of (first, second) and (second, third) that `find_pairs` gave."""
        assert self.bigrams.weights is not None
        scores: Scores = self.unigrams[third].astype(np.float64) * -PROBABILITY_STEP
        scores -= self.unigram_weights[second] * WEIGHT_STEP
        seen = after >= 0
        scores[seen] = self.bigrams.values[after[seen]] * -PROBABILITY_STEP
        rows = np.flatnonzero(before >= 0)  # a trigram is kept with its context only
        scores[rows] -= self.bigrams.weights[before[rows]] * WEIGHT_STEP
        place = self.trigrams.find((first[rows] << WORD_BITS | second[rows]) << WORD_BITS | third[rows])
        seen = place >= 0
        scores[rows[seen]] = self.trigrams.values[place[seen]] * -PROBABILITY_STEP
        return scores

    def has(self, first: Ids, second: Ids, third: Ids) -> NDArray[np.bool_]:
        """Whether the model holds each trigram itself."""
        return self.trigrams.find((first << WORD_BITS | second) << WORD_BITS | third) >= 0


@dataclass(frozen=True)
class Vocabulary:
    """Words in the order of their numbers, and the number of the first that is no syllable."""

    words: list[str]
    first_other: int


@dataclass(frozen=True)
class NgramTable:
    """The n-grams of one order, by bucket; `weights` are those of the n-grams as contexts."""

    starts: NDArray[np.uint32]
    lows: NDArray[np.uint16]
    values: NDArray[np.uint8]
    weights: NDArray[np.uint8] | None
    longest: int  # n-grams in the fullest bucket

    def find(self, keys: Ids) -> Ids:
        """The row of each n-gram, -1 where it is absent."""
        found = np.full(len(keys), -1, dtype=np.int64)
        bucket, low = split_keys(keys, len(self.starts) - 1)
        maybe = np.flatnonzero(self._is_filled[bucket << _FINE_BITS | (low >> (LOW_BITS - _FINE_BITS))])
        bucket, low = bucket[maybe], low[maybe]
        left = self.starts[bucket].astype(np.int64)
        end = self.starts[bucket + 1].astype(np.int64)
        right = end
        for _ in range(self.longest.bit_length()):
            middle = (left + right) >> 1
            is_left = (middle < right) & (self.lows[np.minimum(middle, len(self.lows) - 1)] < low)
            left, right = np.where(is_left, middle + 1, left), np.where(is_left, right, middle)
        is_found = (left < end) & (self.lows[np.minimum(left, len(self.lows) - 1)] == low)
        found[maybe[is_found]] = left[is_found]
        return found

    @cached_property
    def _is_filled(self) -> NDArray[np.bool_]:
        """Whether an n-gram stands in each of the parts that the buckets are cut into by the bits of `lows`.

        Most n-grams that are looked for are absent, and most of those fall into empty parts.
        """
        filled = np.zeros((len(self.starts) - 1) << _FINE_BITS, dtype=np.bool_)
        bucket = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        filled[bucket << _FINE_BITS | (self.lows >> (LOW_BITS - _FINE_BITS))] = True
        return filled


def split_keys(keys: Ids, buckets: int) -> tuple[Ids, NDArray[np.uint16]]:
    """The bucket of each n-gram, and the bits it is told by there. `buckets` is a power of two."""
    mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    bits = buckets.bit_length() - 1
    bucket = (mixed >> np.uint64(64 - bits)).astype(np.int64)
    low = (mixed >> np.uint64(64 - bits - LOW_BITS)) & np.uint64((1 << LOW_BITS) - 1)
    return bucket, low.astype(np.uint16)


@cache
def shipped_model() -> LanguageModel:
    """The model that ships with the program, mapped once a process."""
    return open_model(trained_file(_SHIPPED))


def open_model(path: Path) -> LanguageModel:
    """The model in a file that `write_model` wrote, mapped into memory.

    Raises:
        ValueError: the file is no model of this version.
    """
    with path.open("rb") as file:
        line = file.readline(1 << 16)
        try:
            header: dict[str, Any] = json.loads(line)
        except ValueError as error:
            raise ValueError(f"{path.name} is no language model") from error
        if not isinstance(header, dict) or header.get("format") != MAGIC:
            raise ValueError(f"{path.name} is no language model of this version")
        words = file.read(header["vocabulary_bytes"]).decode("utf-8").split("\n")
    data = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
    arrays = {
        name: data[start : start + length * np.dtype(kind).itemsize].view(kind)
        for name, (kind, start, length) in header["arrays"].items()
    }
    return LanguageModel(
        words={word: number for number, word in enumerate(words)},
        first_other=header["first_other"],
        unigrams=arrays["unigrams"],
        unigram_weights=arrays["unigram_weights"],
        bigrams=_table(arrays, "bigram"),
        trigrams=_table(arrays, "trigram"),
    )


def _table(arrays: dict[str, NDArray[Any]], name: str) -> NgramTable:
    starts = arrays[f"{name}_starts"]
    return NgramTable(
        starts=starts,
        lows=arrays[f"{name}_lows"],
        values=arrays[f"{name}_values"],
        weights=arrays.get(f"{name}_weights"),
        longest=int(np.diff(starts).max(initial=0)),
    )


def write_model(path: Path, vocabulary: Vocabulary, arrays: dict[str, NDArray[Any]]) -> None:
    """Write a model: its words, and the arrays of `LanguageModel` by name."""
    if vocabulary.words[:3] != [UNKNOWN, BREAK, NUMBER]:
        raise ValueError("the first words of a vocabulary are the unknown one, the break and the number")
    text = "\n".join(vocabulary.words).encode()
    header_bytes = 2048
    place = header_bytes + len(text)
    layout: dict[str, tuple[str, int, int]] = {}
    pieces: list[bytes] = [text]
    for name, array in arrays.items():
        padding = -place % _ALIGNMENT
        layout[name] = (array.dtype.str, place + padding, len(array))
        pieces += [bytes(padding), array.tobytes()]
        place += padding + array.nbytes
    header = {
        "format": MAGIC,
        "vocabulary_bytes": len(text),
        "first_other": vocabulary.first_other,
        "arrays": layout,
    }
    line = json.dumps(header).encode().ljust(header_bytes - 1) + b"\n"
    if len(line) != header_bytes:
        raise ValueError("the header of the model is too long")
    path.write_bytes(line + b"".join(pieces))
