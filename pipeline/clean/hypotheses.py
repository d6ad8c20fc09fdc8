"""What a text may say instead, place by place, with the evidence for and against each reading.

Only places that need it are looked at: a word that is no known syllable, one that the
recogniser doubts, or one that the language model finds surprising among its neighbours.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, pairwise
from math import log, log1p
from operator import and_
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from models.record import ChangeKind
from pipeline.clean.candidates import Candidate, CandidateTable
from pipeline.clean.confusions import Confusions
from pipeline.clean.language_model import LanguageModel
from pipeline.clean.names import PLACE_KINDS, official_pairs, official_triples
from pipeline.clean.stream import Stream, Token
from pipeline.clean.tokens import BREAK

FEATURES = (
    "bias", "language", "channel", "doubt", "sure_word", "no_word", "no_word_channel", "document_word",
    "document_pair", "own_word", "own_pair", "official", "joined", "split", "speck", "pair", "name", "capitals", "sign",
)  # fmt: skip

_SURE = 0.93  # recogniser confidence from which a word is looked at only if it surprises
_UNSURE = 0.915  # recogniser confidence below which any letter of a word may be misread
_SURE_OF_NO_WORD = 0.925  # Tesseract is never surer of a word that its dictionary lacks
_WELL_READ = 0.06  # share of doubted words up to which a document is read well
_EXPECTED = -14.0  # nats of a word and the two after it, above which they surprise nobody
_EXPECTED_IN_DOUBT = -7.0  # the same where recogniser was not sure, or gave no confidence
_STRANGE = -20.0  # nats of the same below which two neighbours may be wrong together
_MAX_OWN = log(3)  # of what was read, elsewhere in the document: recognition repeats its mistakes, too
_VOUCHED = 2  # sure occurrences of a name elsewhere that a misread one is made equal to
_LEAST_GAIN = 3.0  # nats of the language model, and for each nat of the confusion; less never suffices
_LEAST_SHARE = 0.25
_SPECK_COST = 6.0
_SPECKS = frozenset(".-'’`:|·•_~^*\"")  # what specks of dirt between two words are read as; a comma is a comma
_PAIR_CANDIDATES = 3
_BREAK_ID = 1
_MAX_GAIN = 20.0
_VERY_SURE = 0.955

Item = TypeVar("Item", bound=Hashable)


class Hypothesis(NamedTuple):
    """Tokens `first` to `last` (inclusive) read otherwise; `is_pair` where both of two neighbours are."""

    first: int
    last: int
    text: str
    words: tuple[str, ...]
    ids: tuple[int, ...]
    cost: float
    kind: ChangeKind
    is_pair: bool = False

    def parts(self) -> tuple["Hypothesis", ...]:
        """The readings of single places: of each of two neighbours, otherwise the hypothesis itself.

        Readings are the same that say the same of the same place, whatever they cost.
        """
        if not self.is_pair:
            return (self._replace(cost=0.0),)
        return tuple(
            Hypothesis(place, place, text, (word,), (number,), 0.0, self.kind)
            for place, text, word, number in zip(
                (self.first, self.last), self.text.split(" "), self.words, self.ids, strict=True
            )
        )


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
    doubted = np.count_nonzero(stream.confidences < _UNSURE)
    was_recognised = not np.isnan(stream.confidences).any()
    pairs = list(pairwise(words))
    return Support(
        words=Counter(words),
        pairs=Counter(pairs),
        sure_words=Counter(compress(words, is_sure)),
        sure_pairs=Counter(compress(pairs, map(and_, is_sure, is_sure[1:]))),
        is_well_read=bool(was_recognised and doubted < _WELL_READ * len(words)),
    )


def find_hypotheses(
    stream: Stream, support: Support, model: LanguageModel, confusions: Confusions, candidates: CandidateTable
) -> Evidence:
    """Every other reading that is worth weighing."""
    ids = np.concatenate([[_BREAK_ID, _BREAK_ID], stream.ids, [_BREAK_ID, _BREAK_ID]])
    scores = model.score(ids[:-2], ids[1:-1], ids[2:])  # of each word, and of the two breaks at the end
    window = scores[:-2] + scores[1:-1] + scores[2:]
    hypotheses = list(_readings(stream, window, candidates))
    if not hypotheses:
        return Evidence([], np.zeros((0, len(FEATURES))))
    gains = _gains(hypotheses, ids, scores, model)
    costs = np.array([hypothesis.cost for hypothesis in hypotheses])
    worth = np.flatnonzero(gains > np.maximum(_LEAST_GAIN, _LEAST_SHARE * costs))
    worth = np.array([row for row in worth.tolist() if _is_allowed(hypotheses[row], stream, support)], dtype=np.int64)
    kept = [hypotheses[row] for row in worth.tolist()]
    rows = np.zeros((len(kept), len(FEATURES)))
    rows[:, 0] = 1.0
    rows[:, 1] = np.minimum(gains[worth], _MAX_GAIN)
    _fill(rows, kept, stream, support, confusions)
    return Evidence(kept, rows)


def _readings(stream: Stream, window: NDArray[np.float64], candidates: CandidateTable) -> Iterator[Hypothesis]:
    """All readings of the places that need a look; `window` is how likely each word and the two after it are."""
    tokens = stream.tokens
    is_sure = stream.confidences >= _SURE
    is_doubted = (window < np.where(is_sure, _EXPECTED, _EXPECTED_IN_DOUBT)).tolist()
    is_unsure = (stream.confidences < _UNSURE).tolist()
    is_strange = (~is_sure | (window < _STRANGE)).tolist()
    is_open = [
        token.is_open and (doubted or not token.is_known) for token, doubted in zip(tokens, is_doubted, strict=True)
    ]
    known: list[tuple[Candidate, ...]] = [
        candidates.of(token.text, is_doubted=is_unsure[place]) if is_open[place] else ()
        for place, token in enumerate(tokens)
    ]
    for place, token in enumerate(tokens[:-1]):
        after = tokens[place + 1]
        if token.piece == after.piece and _may_join(token, after, is_strange[place]):
            joined = candidates.joined(token.text, after.text)
            if joined is not None:
                yield _hypothesis(place, place + 1, joined, ChangeKind.JOINED)
        if token.is_known and after.text in _SPECKS:
            yield from _specks(place, stream)
        for reading in known[place]:
            yield _hypothesis(place, place, reading, ChangeKind.SPLIT if " " in reading.text else ChangeKind.SYLLABLE)
        if (is_open[place] or is_open[place + 1]) and is_strange[place] and _are_neighbours(token, after):
            both = [
                known[at] or (candidates.of(tokens[at].text, is_doubted=False) if tokens[at].is_open else ())
                for at in (place, place + 1)
            ]
            yield from _pairs(place, *both)


def _are_neighbours(left: Token, right: Token) -> bool:
    return left.piece == right.piece and right.start == left.end + 1


def _specks(place: int, stream: Stream) -> Iterator[Hypothesis]:
    """Two words with a dot, hyphen or other small sign between them where the space was."""
    tokens = stream.tokens
    if place + 2 >= len(tokens):
        return
    left, sign, right = tokens[place : place + 3]
    if not (right.piece == left.piece == sign.piece and sign.start == left.end and right.start == sign.end):
        return
    if sign.text not in _SPECKS or not right.is_known or right.text.isupper() != left.text.isupper():
        return
    if not right.text[0].isupper() or left.text.isupper():
        words = stream.words[place], stream.words[place + 2]
        ids = int(stream.ids[place]), int(stream.ids[place + 2])
        yield Hypothesis(place, place + 2, f"{left.text} {right.text}", words, ids, _SPECK_COST, ChangeKind.SPLIT)


def _is_allowed(hypothesis: Hypothesis, stream: Stream, support: Support) -> bool:
    """Whether a reading undoes no slip of the typist's, and changes no name but into what the tables have.

    A word that is none, but was surely read where all else is read well, is printed so. The document
    vouches for a name only against a single doubtful reading: one that is read twice, or surely, may
    be printed so.
    """
    words = stream.words
    first, last = hypothesis.first, hypothesis.last
    is_one_word = first == last and hypothesis.kind is ChangeKind.SYLLABLE and not stream.tokens[first].is_known
    if is_one_word and support.is_well_read and stream.confidences[first] >= _SURE_OF_NO_WORD:
        return False
    if not any(_is_of_a_name(stream, place) for place in range(first, last + 1)):
        return True
    left, right = words[first - 1 : first], words[last + 1 : last + 2]
    new = [pair for pair in pairwise([*left, *hypothesis.words, *right]) if BREAK not in pair]
    if any(pair in official_pairs() for pair in new):
        return True
    read = [pair for pair in pairwise([*left, *words[first : last + 1], *right]) if BREAK not in pair]
    is_single = all(support.pairs[pair] == 1 for pair in read) and stream.confidences[first] < _SURE
    return is_single and any(support.sure_pairs[pair] >= _VOUCHED for pair in new)


def _is_of_a_name(stream: Stream, place: int) -> bool:
    """Whether a word has a capital as names have: beside another, after the kind of a place, or surely inside."""
    tokens = stream.tokens
    if not tokens[place].text[:1].isupper():
        return False
    if any(word in PLACE_KINDS for word in stream.words[max(0, place - 2) : place]):
        return True
    is_inside = stream.words[place - 1] != BREAK and stream.confidences[place] >= _VERY_SURE
    return _has_capital(tokens[place]) and (
        is_inside or _has_capital(tokens[place - 1]) or _has_capital(tokens[place + 1])
    )


def _hypothesis(first: int, last: int, reading: Candidate, kind: ChangeKind) -> Hypothesis:
    return Hypothesis(first, last, reading.text, reading.words, reading.ids, reading.cost, kind)


def _may_join(left: Token, right: Token, is_strange: bool) -> bool:
    """Whether two pieces side by side can be one word: one is none, or they fit nowhere, and their case agrees."""
    if right.start != left.end + 1 or (left.is_known and right.is_known and not is_strange):
        return False
    if not (left.text.isalpha() and right.text.isalpha()):
        return False
    return right.text.islower() if not left.text.isupper() or len(left.text) == 1 else right.text.isupper()


def _pairs(place: int, left: Iterable[Candidate], right: Iterable[Candidate]) -> Iterator[Hypothesis]:
    rights = [reading for reading in right if " " not in reading.text][:_PAIR_CANDIDATES]
    for one in [reading for reading in left if " " not in reading.text][:_PAIR_CANDIDATES]:
        for two in rights:
            text = f"{one.text} {two.text}"
            cost = one.cost + two.cost
            words, ids = one.words + two.words, one.ids + two.ids
            yield Hypothesis(place, place + 1, text, words, ids, cost, ChangeKind.SYLLABLE, is_pair=True)


def _gains(
    hypotheses: list[Hypothesis], ids: NDArray[np.int64], scores: NDArray[np.float64], model: LanguageModel
) -> NDArray[np.float64]:
    """How much more the language model likes each reading with its neighbours than what was read, in nats."""
    sums = np.concatenate([[0.0], np.cumsum(scores)])
    first = np.array([hypothesis.first for hypothesis in hypotheses])
    last = np.array([hypothesis.last for hypothesis in hypotheses])
    gains: NDArray[np.float64] = sums[first] - sums[last + 3]
    lengths = np.array([len(hypothesis.ids) for hypothesis in hypotheses])
    for length in np.unique(lengths).tolist():
        rows = np.flatnonzero(lengths == length)
        new = np.array([hypotheses[row].ids for row in rows.tolist()], dtype=np.int64)
        left, right = first[rows], last[rows]
        window = np.column_stack([ids[left], ids[left + 1], new, ids[right + 3], ids[right + 4]])
        for place in range(length + 2):
            gains[rows] += model.score(window[:, place], window[:, place + 1], window[:, place + 2])
    return gains


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
        tokens = stream.tokens[first : last + 1]
        confidence = float(stream.confidences[first : last + 1].min())
        is_known = all(token.is_known for token in tokens)
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
        row[16] = any(_has_capital(token) for token in tokens)
        row[17] = tokens[0].text.isupper()
        row[18] = not tokens[0].text.isalpha()


def _has_capital(token: Token) -> bool:
    return token.text[:1].isupper() and not token.text.isupper()


def _is_official(words: list[str]) -> bool:
    """Whether three neighbours stand side by side in the tables of names."""
    return any(triple in official_triples() for triple in zip(words, words[1:], words[2:], strict=False))


def _log_odds(share: float) -> float:
    return log(share / (1.0 - share))


def _support(counts: Counter[Item], items: list[Item], own: int) -> float:
    """How often the document has all of these elsewhere, as the mean logarithm; `own` occurrences are its own."""
    return sum(log1p(max(0, counts[item] - own)) for item in items) / len(items) if items else 0.0
