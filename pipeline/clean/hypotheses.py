"""What a text may say instead, place by place, with the evidence for and against each reading.

The language model tells which readings are worth weighing (`readings`). For and against each speak
how it comes about, the rest of the document, and the tables of names.
"""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import compress, pairwise
from math import log, log1p
from operator import and_
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from models.record import ChangeKind
from pipeline.clean.candidates import CandidateTable
from pipeline.clean.confusions import Confusions
from pipeline.clean.language_model import LanguageModel
from pipeline.clean.names import PLACE_KINDS, official_pairs, official_triples
from pipeline.clean.readings import SURE, UNSURE, Hypothesis, find_readings
from pipeline.clean.stream import Stream
from pipeline.clean.tokens import BREAK

__all__ = ["FEATURES", "Evidence", "Hypothesis", "Support", "count_support", "find_hypotheses"]

FEATURES = (
    "bias", "language", "channel", "doubt", "sure_word", "no_word", "no_word_channel", "document_word",
    "document_pair", "own_word", "own_pair", "official", "joined", "split", "speck", "pair", "name", "capitals", "sign",
)  # fmt: skip

_SURE_OF_NO_WORD = 0.925  # Tesseract is never surer of a word that its dictionary lacks
_WELL_READ = 0.06  # share of doubted words up to which a document is read well
_MAX_OWN = log(3)  # of what was read, elsewhere in the document: recognition repeats its mistakes, too
_VOUCHED = 2  # sure occurrences of a name elsewhere that a misread one is made equal to
_MAX_GAIN = 20.0
_VERY_SURE = 0.955

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True)
class Evidence:
    """Hypotheses in the order of their places, and a row of `FEATURES` for each."""

    hypotheses: list[Hypothesis]
    rows: NDArray[np.float64]


@dataclass(frozen=True)
class Support:
    """How often a document has each word and each two neighbours; `sure_…` where the recogniser was sure."""

    words: Counter[str]
    pairs: Counter[tuple[str, str]]
    sure_words: Counter[str]
    sure_pairs: Counter[tuple[str, str]]
    is_well_read: bool  # whether the recogniser doubted hardly a word


def count_support(stream: Stream) -> Support:
    """The words of a whole document, for the hypotheses about any part of it."""
    words = stream.words
    is_sure = (~(stream.confidences < _VERY_SURE)).tolist()
    doubted = np.count_nonzero(stream.confidences < UNSURE)
    was_recognised = not np.isnan(stream.confidences).any()
    pairs = list(pairwise(words))
    word_counts, pair_counts = Counter(words), Counter(pairs)
    are_sure = all(is_sure)
    return Support(
        words=word_counts,
        pairs=pair_counts,
        sure_words=word_counts if are_sure else Counter(compress(words, is_sure)),
        sure_pairs=pair_counts if are_sure else Counter(compress(pairs, map(and_, is_sure, is_sure[1:]))),
        is_well_read=bool(was_recognised and doubted < _WELL_READ * len(words)),
    )


def find_hypotheses(
    stream: Stream, support: Support, model: LanguageModel, confusions: Confusions, candidates: CandidateTable
) -> Evidence:
    """Every other reading that is worth weighing."""
    worth = [
        weighed
        for weighed in find_readings(stream, model, candidates)
        if _is_allowed(weighed.hypothesis, stream, support)
    ]
    kept = [weighed.hypothesis for weighed in worth]
    rows = np.zeros((len(kept), len(FEATURES)))
    rows[:, 0] = 1.0
    rows[:, 1] = [min(weighed.gain, _MAX_GAIN) for weighed in worth]
    _fill(rows, kept, stream, support, confusions)
    return Evidence(kept, rows)


def _is_allowed(hypothesis: Hypothesis, stream: Stream, support: Support) -> bool:
    """Whether a reading undoes no slip of the typist's, and changes no name but into what the tables have.

    A word that is none, but was surely read where all else is read well, is printed so. The document
    vouches for a name only against a single doubtful reading: one that is read twice, or surely, may
    be printed so.
    """
    words = stream.words
    first, last = hypothesis.first, hypothesis.last
    is_one_word = first == last and hypothesis.kind is ChangeKind.SYLLABLE and not stream.is_known[first]
    if is_one_word and support.is_well_read and stream.confidences[first] >= _SURE_OF_NO_WORD:
        return False
    if not any(_is_of_a_name(stream, place) for place in range(first, last + 1)):
        return True
    left, right = words[first - 1 : first], words[last + 1 : last + 2]
    new = [pair for pair in pairwise([*left, *hypothesis.words, *right]) if BREAK not in pair]
    if any(pair in official_pairs() for pair in new):
        return True
    read = [pair for pair in pairwise([*left, *words[first : last + 1], *right]) if BREAK not in pair]
    is_single = all(support.pairs[pair] == 1 for pair in read) and stream.confidences[first] < SURE
    return is_single and any(support.sure_pairs[pair] >= _VOUCHED for pair in new)


def _is_of_a_name(stream: Stream, place: int) -> bool:
    """Whether a word has a capital as names have: beside another, after the kind of a place, or surely inside."""
    texts = stream.texts
    if not texts[place][:1].isupper():
        return False
    if any(word in PLACE_KINDS for word in stream.words[max(0, place - 2) : place]):
        return True
    is_inside = stream.words[place - 1] != BREAK and stream.confidences[place] >= _VERY_SURE
    return _has_capital(texts[place]) and (
        is_inside or _has_capital(texts[place - 1]) or _has_capital(texts[place + 1])
    )


def _fill(
    rows: NDArray[np.float64],
    hypotheses: list[Hypothesis],
    stream: Stream,
    support: Support,
    confusions: Confusions,
) -> None:
    """Everything but the bias and the language model's gain."""
    own = stream.words
    ordinary = _log_odds(confusions.share_wrong(None))
    for row, hypothesis in zip(rows, hypotheses, strict=True):
        first, last = hypothesis.first, hypothesis.last
        texts = stream.texts[first : last + 1]
        confidence = float(stream.confidences[first : last + 1].min())
        is_known = bool(stream.is_known[first : last + 1].all())
        read, new = own[first : last + 1], list(hypothesis.words)
        left, right = own[first - 1 : first], own[last + 1 : last + 2]
        row[2] = -hypothesis.cost
        if confidence == confidence:
            row[3] = _log_odds(confusions.share_wrong(confidence)) - ordinary
        row[4] = is_known and confidence >= _VERY_SURE
        row[5] = not is_known
        row[6] = 0.0 if is_known else -hypothesis.cost
        row[7] = _support(support.words, new, 0)
        row[8] = _support(support.pairs, list(pairwise(left + new + right)), 0)
        row[9] = -min(_MAX_OWN, _support(support.sure_words, read, 1))
        row[10] = -min(_MAX_OWN, _support(support.sure_pairs, list(pairwise(left + read + right)), 1))
        far_left, far_right = own[max(0, first - 2) : first], own[last + 1 : last + 3]
        row[11] = _is_official(far_left + new + far_right) - _is_official(far_left + read + far_right)
        row[12] = hypothesis.kind is ChangeKind.JOINED
        row[13] = hypothesis.kind is ChangeKind.SPLIT and last == first
        row[14] = hypothesis.kind is ChangeKind.SPLIT and last > first
        row[15] = hypothesis.is_pair
        row[16] = any(map(_has_capital, texts))
        row[17] = texts[0].isupper()
        row[18] = not texts[0].isalpha()


def _has_capital(text: str) -> bool:
    return text[:1].isupper() and not text.isupper()


def _is_official(words: list[str]) -> bool:
    """Whether three neighbours stand side by side in the tables of names."""
    return any(triple in official_triples() for triple in zip(words, words[1:], words[2:], strict=False))


def _log_odds(share: float) -> float:
    return log(share / (1.0 - share))


def _support(counts: Counter[Item], items: list[Item], own: int) -> float:
    """How often the document has all of these elsewhere, as the mean logarithm; `own` occurrences are its own."""
    return sum(log1p(max(0, counts[item] - own)) for item in items) / len(items) if items else 0.0
