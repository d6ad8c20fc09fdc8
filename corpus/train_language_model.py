"""Counts the syllables of a folder of text and writes the language model of the correction.

usage: python -m corpus.train_language_model DIR --out models/trained/syllables.bin
           [--weight NAME=WEIGHT]... [--names WEIGHT] [--bigrams N] [--trigrams N]

DIR holds texts, one paragraph a line, as .txt or .txt.xz. `--weight admin=3` counts each n-gram
of the file admin.txt(.xz) three times; the names of bodies, documents and offices in the program's
own tables are counted `--names` times. Every hundredth line is kept back, and the perplexity of
the finished model on it is printed, file by file. Only counts enter the model, no text.
"""

import argparse
import lzma
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.language_model import (
    PROBABILITY_STEP,
    WEIGHT_STEP,
    WORD_BITS,
    LanguageModel,
    Vocabulary,
    open_model,
    split_keys,
    write_model,
)
from pipeline.clean.names import official_words
from pipeline.clean.tokens import BREAK, NUMBER, TOKEN, UNKNOWN, model_word
from pipeline.syllables import is_syllable

_HELD_OUT = 100  # every so many lines
_DISCOUNT = 0.7
_MIN_SYLLABLE = 5  # occurrences of a word that is built as a Vietnamese syllable
_MIN_OTHER = 100  # occurrences of any other word: abbreviations, names, foreign words
_MIN_NGRAM = 1.5  # weighted occurrences of a bigram or trigram
_NAMES = "names"  # what the tables' names are called among the texts
_SPECIAL = {"\n": BREAK, NUMBER: NUMBER}
_MAX_WORDS = 1 << WORD_BITS
_BUCKET = 6  # n-grams a bucket

Keys = NDArray[np.int64]
Counts = NDArray[np.float64]


@dataclass(frozen=True)
class _Text:
    """A file as word numbers, and its held-out lines as another run of them."""

    name: str
    counted: Keys
    held_out: Keys


@dataclass(frozen=True)
class _Ngrams:
    """Distinct n-grams in rising order of their keys, with weighted counts."""

    keys: Keys
    counts: Counts


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weight", action="append", default=[], metavar="NAME=WEIGHT")
    parser.add_argument("--names", type=float, default=30.0, metavar="WEIGHT")
    parser.add_argument("--bigrams", type=int, default=350_000)
    parser.add_argument("--trigrams", type=int, default=1_300_000)
    arguments = parser.parse_args()
    weights = {name: float(weight) for name, _, weight in (item.partition("=") for item in arguments.weight)}
    weights[_NAMES] = arguments.names
    train_model(arguments.folder, arguments.out, weights, arguments.bigrams, arguments.trigrams)
    return 0


def train_model(folder: Path, out: Path, weights: dict[str, float], bigrams: int, trigrams: int) -> None:
    """Write the model of the texts of a folder to `out` and print what it is made from and how good it is."""
    vocabulary, texts = _read_texts(folder)
    write_model(out, vocabulary, _estimate(texts, weights, len(vocabulary.words), bigrams, trigrams))
    model = open_model(out)
    print(f"{out.name}: {out.stat().st_size / 1e6:.2f} MB, {len(vocabulary.words)} words")
    for text in texts:
        print(
            f"{text.name}: {len(text.counted)} words counted {weights.get(text.name, 1.0):g} times, "
            f"perplexity {_perplexity(model, text.held_out):.1f} on {len(text.held_out)} words held out"
        )


def _read_texts(folder: Path) -> tuple[Vocabulary, list[_Text]]:
    """The vocabulary, and the files in the order of their names."""
    numbers: dict[str, int] = {}  # of tokens as printed, in the order they are met
    names = [np.array([numbers.setdefault(word, len(numbers)) for word in (*name, "\n")]) for name in official_words()]
    read: list[tuple[str, list[NDArray[np.int32]], list[NDArray[np.int32]]]] = [(_NAMES, names, names)]
    counts = np.zeros(0, dtype=np.int64)
    for path in sorted([*folder.glob("*.txt"), *folder.glob("*.txt.xz")]):
        counted: list[NDArray[np.int32]] = []
        held_out: list[NDArray[np.int32]] = []
        for number, line in enumerate(_lines(path)):
            tokens = [*TOKEN.findall(line), "\n"]
            row = np.array([numbers.setdefault(token, len(numbers)) for token in tokens], dtype=np.int32)
            (held_out if number % _HELD_OUT == 0 else counted).append(row)
        read.append((path.name.partition(".")[0], counted, held_out))
    for _, counted, _ in read:
        found = np.bincount(np.concatenate(counted), minlength=len(numbers))
        counts = found if not len(counts) else counts + found
    vocabulary, renumbering = _vocabulary(list(numbers), counts)
    texts = [
        _Text(name, *(_without_repeats(renumbering[np.concatenate(rows)]) for rows in (counted, held_out)))
        for name, counted, held_out in read
    ]
    return vocabulary, texts


def _lines(path: Path) -> Iterator[str]:
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as packed:
            yield from packed
    else:
        with path.open(encoding="utf-8") as plain:
            yield from plain


def _vocabulary(tokens: list[str], counts: NDArray[np.int64]) -> tuple[Vocabulary, Keys]:
    """The words that are frequent enough, and the number of each token's word."""
    called = [_SPECIAL.get(token) or model_word(token) for token in tokens]
    total: Counter[str] = Counter()
    for word, count in zip(called, counts.tolist(), strict=True):
        total[word] += count
    del total[BREAK], total[NUMBER]
    by_count = sorted(total, key=lambda word: (-total[word], word))
    syllables = [word for word in by_count if total[word] >= _MIN_SYLLABLE and is_syllable(word)]
    others = [word for word in by_count if total[word] >= _MIN_OTHER and not is_syllable(word)]
    vocabulary = Vocabulary([UNKNOWN, BREAK, NUMBER, *syllables, *others][:_MAX_WORDS], 3 + len(syllables))
    numbers = {word: number for number, word in enumerate(vocabulary.words)}
    return vocabulary, np.array([numbers.get(word, 0) for word in called], dtype=np.int64)


def _without_repeats(ids: Keys) -> Keys:
    """The words with runs of breaks as one, and a break before the first."""
    ids = np.concatenate([[1], ids])
    return ids[np.concatenate([[True], (ids[1:] != 1) | (ids[:-1] != 1)])]


def _estimate(
    texts: list[_Text], weights: dict[str, float], size: int, max_bigrams: int, max_trigrams: int
) -> dict[str, NDArray[Any]]:
    """The arrays of the model: interpolated absolute discounting over the n-grams worth keeping."""
    unigrams = np.zeros(size)
    for text in texts:
        unigrams += weights.get(text.name, 1.0) * np.bincount(text.counted, minlength=size)
    p1 = np.maximum(unigrams, 0.5) / unigrams.sum()
    bigrams = _count(texts, weights, 2)
    trigrams = _count(texts, weights, 3)
    first, second = bigrams.keys >> WORD_BITS, bigrams.keys & (_MAX_WORDS - 1)
    context2 = np.bincount(first, weights=bigrams.counts, minlength=size)
    share2 = np.maximum(bigrams.counts - _DISCOUNT, 0.0) / context2[first]
    left2 = 1.0 - np.bincount(first, weights=share2, minlength=size)
    p2 = share2 + left2[first] * p1[second]

    head = np.searchsorted(bigrams.keys, trigrams.keys >> WORD_BITS)
    tail = np.searchsorted(bigrams.keys, trigrams.keys & ((1 << 2 * WORD_BITS) - 1))
    context3 = np.bincount(head, weights=trigrams.counts, minlength=len(bigrams.keys))
    share3 = np.maximum(trigrams.counts - _DISCOUNT, 0.0) / context3[head]
    left3 = 1.0 - np.bincount(head, weights=share3, minlength=len(bigrams.keys))
    lower = left3[head] * p2[tail]
    gain3 = trigrams.counts * np.log((share3 + lower) / lower)
    kept3 = _best(gain3, trigrams.counts >= _MIN_NGRAM, max_trigrams)

    gain2 = bigrams.counts * np.log(p2 / (left2[first] * p1[second]))
    needed = np.zeros(len(bigrams.keys), dtype=bool)
    needed[head[kept3]] = True
    gain2[needed] = np.inf
    kept2 = _best(gain2, needed | (bigrams.counts >= _MIN_NGRAM), max(max_bigrams, int(needed.sum())))

    left2 = 1.0 - np.bincount(first[kept2], weights=share2[kept2], minlength=size)
    p2 = share2 + left2[first] * p1[second]
    left3 = 1.0 - np.bincount(head[kept3], weights=share3[kept3], minlength=len(bigrams.keys))
    p3 = share3[kept3] + left3[head[kept3]] * p2[tail[kept3]]
    return {
        "unigrams": _quantised(p1, PROBABILITY_STEP),
        "unigram_weights": _quantised(np.maximum(left2, 1e-4), WEIGHT_STEP),
        **_bucketed("bigram", bigrams.keys[kept2], p2[kept2], np.maximum(left3[kept2], 1e-4)),
        **_bucketed("trigram", trigrams.keys[kept3], p3, None),
    }


def _count(texts: list[_Text], weights: dict[str, float], order: int) -> _Ngrams:
    keys: list[Keys] = []
    counts: list[Counts] = []
    for text in texts:
        ids = text.counted
        key = ids[: len(ids) - order + 1].copy()
        for place in range(1, order):
            key = key << WORD_BITS | ids[place : len(ids) - order + 1 + place]
        found, number = np.unique(key, return_counts=True)
        keys.append(found)
        counts.append(number * weights.get(text.name, 1.0))
    distinct, place = np.unique(np.concatenate(keys), return_inverse=True)
    return _Ngrams(distinct, np.bincount(place, weights=np.concatenate(counts)))


def _best(gain: Counts, allowed: NDArray[np.bool_], limit: int) -> Keys:
    """The rows of the n-grams that the model loses most without, in their order."""
    rows = np.flatnonzero(allowed)
    if len(rows) > limit:
        rows = np.sort(rows[np.argsort(-gain[rows], kind="stable")[:limit]])
    return rows


def _quantised(probabilities: Counts, step: float) -> NDArray[np.uint8]:
    return np.clip(np.rint(-np.log(probabilities) / step), 0, 255).astype(np.uint8)


def _bucketed(name: str, keys: Keys, probabilities: Counts, weights: Counts | None) -> dict[str, NDArray[Any]]:
    buckets = 1 << max(0, int(math.log2(max(1, len(keys) / _BUCKET))))
    bucket, low = split_keys(keys, buckets)
    order = np.lexsort((low, bucket))
    arrays: dict[str, NDArray[Any]] = {
        f"{name}_starts": np.concatenate([[0], np.cumsum(np.bincount(bucket, minlength=buckets))]).astype(np.uint32),
        f"{name}_lows": low[order],
        f"{name}_values": _quantised(probabilities, PROBABILITY_STEP)[order],
    }
    if weights is not None:
        arrays[f"{name}_weights"] = _quantised(weights, WEIGHT_STEP)[order]
    return arrays


def _perplexity(model: LanguageModel, ids: Keys) -> float:
    """Of the known words of a text; those that the vocabulary lacks are left out."""
    ids = np.concatenate([[1], ids])
    scores = model.score(ids[:-2], ids[1:-1], ids[2:])
    return math.exp(-float(scores[ids[2:] != 0].mean()))


if __name__ == "__main__":
    raise SystemExit(main())
