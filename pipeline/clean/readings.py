"""What the words of a text may say instead, as far as the language model likes it better.

Only places that need it are looked at: a word that is no known syllable, one that the
recogniser doubts, or one that the language model finds surprising among its neighbours.

A plan of five pages has some fifteen thousand other readings, of which a few dozen fit their
neighbours better than what was read. No probability is above 1, so a reading is given up at the
first word from which on nothing behind it can make up for what it has cost so far.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.record import ChangeKind
from pipeline.clean.candidates import Candidate, CandidateTable, Readings, Words
from pipeline.clean.language_model import BREAK_ID, LanguageModel
from pipeline.clean.stream import Stream

UNSURE = 0.915  # recogniser confidence below which any letter of a word may be misread
SURE = 0.93  # recogniser confidence from which a word is looked at only if it surprises
_EXPECTED = -14.0  # nats of a word and the two after it, above which they surprise nobody
_EXPECTED_IN_DOUBT = -7.0  # the same where recogniser was not sure, or gave no confidence
_STRANGE = -20.0  # nats of the same below which two neighbours may be wrong together
_LEAST_GAIN = 3.0  # nats of the language model, and for each nat of the confusion; less never suffices
_LEAST_SHARE = 0.25
_SPECK_COST = 6.0
_SPECKS = frozenset(".-'’`:|·•_~^*\"")  # what specks of dirt between two words are read as; a comma is a comma

Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]


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


class Weighed(NamedTuple):
    """A hypothesis, and by how many nats the language model likes it better than what was read."""

    order: tuple[int, int, int]
    hypothesis: Hypothesis
    gain: float


class _Way(IntEnum):
    """How a hypothesis is found, in the order in which they stand at a place."""

    JOINED = 0
    SPECK = 1
    SINGLE = 2
    PAIR = 3


_Placed = tuple[tuple[int, int, int], Hypothesis]  # place, way and number there; what is found


@dataclass(frozen=True)
class _Row:
    """The numbers of the words of a stream, with two breaks before and behind them, and their scores.

    What stands at a place of the stream stands at the same place of `scores`, and two further in `ids`.
    """

    model: LanguageModel
    ids: Numbers
    pairs: Numbers  # where the model keeps each number and the one behind it
    sums: Scores  # the score of everything before a place

    def window(self, first: Numbers, last: Numbers) -> Scores:
        """The score of the words `first` to `last` and of the two behind them."""
        window: Scores = self.sums[last + 3] - self.sums[first]
        return window


@dataclass(frozen=True)
class _Places:
    """What may be done at each place of a stream."""

    is_open: Flags  # the word may be read otherwise
    is_unsure: Flags  # any of its letters may be misread
    is_strange: Flags  # it may be wrong together with the one behind it, though both are known
    is_beside: Flags  # one space parts it from the next word


def find_readings(stream: Stream, model: LanguageModel, candidates: CandidateTable) -> list[Weighed]:
    """The readings that the language model likes clearly better, by their places."""
    row = _row(stream, model)
    places = _places(stream, row)
    is_paired = places.is_beside & places.is_strange & (places.is_open | np.append(places.is_open[1:], False))
    known = _known(stream, places, is_paired, candidates)
    others = [*_joined(stream, places, candidates), *_specks(stream), *_split(places, known)]
    found = [*_weigh_singles(row, places, known), *_weigh_others(row, others), *_weigh_pairs(row, is_paired, known)]
    return sorted(found, key=lambda weighed: weighed.order)


def _row(stream: Stream, model: LanguageModel) -> _Row:
    ends = [BREAK_ID, BREAK_ID]
    ids = np.concatenate([ends, stream.ids, ends])
    pairs = model.find_pairs(ids[:-1], ids[1:])
    scores = model.score_found(ids[:-2], ids[1:-1], ids[2:], pairs[:-1], pairs[1:])
    return _Row(model, ids, pairs, np.concatenate([[0.0], np.cumsum(scores)]))


def _places(stream: Stream, row: _Row) -> _Places:
    number = np.arange(len(stream.texts))
    window = row.window(number, number)
    is_sure = stream.confidences >= SURE
    is_doubted = window < np.where(is_sure, _EXPECTED, _EXPECTED_IN_DOUBT)
    is_beside = np.zeros(len(number), dtype=np.bool_)
    is_beside[:-1] = (stream.pieces[1:] == stream.pieces[:-1]) & (stream.starts[1:] == stream.ends[:-1] + 1)
    return _Places(
        is_open=stream.is_open & (is_doubted | ~stream.is_known),
        is_unsure=stream.confidences < UNSURE,
        is_strange=~is_sure | (window < _STRANGE),
        is_beside=is_beside,
    )


def _known(stream: Stream, places: _Places, is_paired: Flags, candidates: CandidateTable) -> dict[int, Readings]:
    """The readings of each place that is looked at, alone or together with its neighbour."""
    is_needed = places.is_open | (stream.is_open & (is_paired | np.append(False, is_paired[:-1])))
    needed = np.flatnonzero(is_needed)
    flags = (places.is_open & places.is_unsure)[needed].tolist()
    texts = stream.texts
    return {
        place: candidates.of(texts[place], is_doubted=doubted)
        for place, doubted in zip(needed.tolist(), flags, strict=True)
    }


def _joined(stream: Stream, places: _Places, candidates: CandidateTable) -> Iterator[_Placed]:
    """Two pieces side by side that can be one word: one is none, or they fit nowhere, and their case agrees."""
    lengths = stream.ends - stream.starts
    may_join = places.is_beside[:-1] & (lengths[:-1] + lengths[1:] <= candidates.longest)
    may_join &= places.is_strange[:-1] | ~(stream.is_known[:-1] & stream.is_known[1:])
    for place in np.flatnonzero(may_join).tolist():
        left, right = stream.texts[place], stream.texts[place + 1]
        if not (left.isalpha() and right.isalpha()):
            continue
        if right.islower() if not left.isupper() or len(left) == 1 else right.isupper():
            made = candidates.joined(left, right)
            if made is not None:
                yield (place, _Way.JOINED, 0), _hypothesis(place, place + 1, made, ChangeKind.JOINED)


def _specks(stream: Stream) -> Iterator[_Placed]:
    """Two words with a dot, hyphen or other small sign between them where the space was."""
    if len(stream.texts) < 3:
        return
    starts, ends, pieces = stream.starts, stream.ends, stream.pieces
    is_around = stream.is_known[:-2] & stream.is_known[2:] & (stream.ids[1:-1] == BREAK_ID)
    is_around &= (starts[1:-1] == ends[:-2]) & (starts[2:] == ends[1:-1])
    is_around &= (pieces[:-2] == pieces[1:-1]) & (pieces[2:] == pieces[1:-1])
    for place in np.flatnonzero(is_around).tolist():
        left, sign, right = stream.texts[place : place + 3]
        if sign not in _SPECKS or right.isupper() != left.isupper():
            continue
        if not right[0].isupper() or left.isupper():
            words = stream.words[place], stream.words[place + 2]
            ids = int(stream.ids[place]), int(stream.ids[place + 2])
            text = f"{left} {right}"
            speck = Hypothesis(place, place + 2, text, words, ids, _SPECK_COST, ChangeKind.SPLIT)
            yield (place, _Way.SPECK, 0), speck


def _split(places: _Places, known: Mapping[int, Readings]) -> Iterator[_Placed]:
    """Words that are several."""
    for place, readings in known.items():
        if len(readings.words.readings) < len(readings.all) and places.is_open[place]:
            for number, reading in enumerate(readings.all):
                if len(reading.words) > 1:
                    yield (place, _Way.SINGLE, number), _hypothesis(place, place, reading, ChangeKind.SPLIT)


def _hypothesis(first: int, last: int, reading: Candidate, kind: ChangeKind) -> Hypothesis:
    return Hypothesis(first, last, reading.text, reading.words, reading.ids, reading.cost, kind)


def _weigh_others(row: _Row, others: Sequence[_Placed]) -> Iterator[Weighed]:
    """The hypotheses that are few."""
    for length in sorted({len(hypothesis.ids) for _, hypothesis in others}):
        chosen = [other for other in others if len(other[1].ids) == length]
        hypotheses = [hypothesis for _, hypothesis in chosen]
        gains = _weigh(
            row,
            np.array([hypothesis.first for hypothesis in hypotheses]),
            np.array([hypothesis.last for hypothesis in hypotheses]),
            list(np.array([hypothesis.ids for hypothesis in hypotheses], dtype=np.int64).T),
            np.array([hypothesis.cost for hypothesis in hypotheses]),
        )
        for number, gain in gains:
            yield Weighed(*chosen[number], gain)


def _weigh_singles(row: _Row, places: _Places, known: Mapping[int, Readings]) -> Iterator[Weighed]:
    """The words that one word may be instead."""
    is_open = places.is_open.tolist()
    looked_at = [(place, readings) for place, readings in known.items() if is_open[place]]
    columns = _Columns([readings.words for _, readings in looked_at])
    first = np.array([place for place, _ in looked_at], dtype=np.int64)[columns.group]
    for index, gain in _weigh(row, first, first, [columns.ids], columns.costs):
        place, readings = looked_at[columns.group[index]]
        reading = readings.words.readings[columns.number[index]]
        order = place, _Way.SINGLE, readings.all.index(reading)
        yield Weighed(order, _hypothesis(place, place, reading, ChangeKind.SYLLABLE), gain)


def _weigh_pairs(row: _Row, is_paired: Flags, known: Mapping[int, Readings]) -> Iterator[Weighed]:
    """Two neighbours that are wrong together: each may be one of its few likeliest words."""
    looked_at = [
        (place, known[place].likeliest, known[place + 1].likeliest)
        for place in np.flatnonzero(is_paired).tolist()
        if place in known and place + 1 in known and known[place + 1].words.ids
    ]
    one = _Columns([left for _, left, _ in looked_at])
    cheapest = np.array([min(right.costs) for _, _, right in looked_at])[one.group]
    first = np.array([place for place, _, _ in looked_at], dtype=np.int64)[one.group]
    window = row.window(first, first + 1)
    start = _Trial(
        row.model,
        [row.ids[first], row.ids[first + 1], one.ids],
        window + _least_gain(one.costs + cheapest),
        row.pairs[first],
    )
    start.step()
    # What is left of the first words, each with every second word.
    two = _Columns([looked_at[index][2] for index in one.group[start.alive].tolist()])
    left = start.alive[two.group]
    last = first[left] + 1
    trial = _Trial(
        row.model,
        [row.ids[last], one.ids[left], two.ids, row.ids[last + 3], row.ids[last + 4]],
        window[left] + _least_gain(one.costs[left] + two.costs),
        start.before[two.group],
        start.total[two.group],
    )
    for index, total in trial.run():
        place, lefts, rights = looked_at[one.group[left[index]]]
        numbers = int(one.number[left[index]]), int(two.number[index])
        hypothesis = _pair(place, lefts.readings[numbers[0]], rights.readings[numbers[1]])
        order = place, _Way.PAIR, numbers[0] * len(rights.readings) + numbers[1]
        yield Weighed(order, hypothesis, total - float(window[left[index]]))


def _pair(place: int, one: Candidate, two: Candidate) -> Hypothesis:
    words, ids, cost = one.words + two.words, one.ids + two.ids, one.cost + two.cost
    return Hypothesis(place, place + 1, f"{one.text} {two.text}", words, ids, cost, ChangeKind.SYLLABLE, is_pair=True)


def _weigh(
    row: _Row, first: Numbers, last: Numbers, new: Sequence[Numbers], costs: Scores
) -> Iterator[tuple[int, float]]:
    """Which readings of `first` to `last` as `new` words are worth weighing, each with its gain."""
    window = row.window(first, last)
    columns = [row.ids[first], row.ids[first + 1], *new, row.ids[last + 3], row.ids[last + 4]]
    for index, total in _Trial(row.model, columns, window + _least_gain(costs), row.pairs[first]).run():
        yield index, total - float(window[index])


def _least_gain(costs: Scores) -> Scores:
    return np.maximum(_LEAST_GAIN, _LEAST_SHARE * costs)


class _Columns:
    """The words of many places in one row, each with the number of its place and its own there."""

    def __init__(self, places: Sequence[Words]) -> None:
        counts = [len(words.ids) for words in places]
        self.group: Numbers = np.repeat(np.arange(len(counts)), counts)
        self.number: Numbers = np.arange(len(self.group)) - np.cumsum([0, *counts])[self.group]
        self.ids = np.array(list(chain.from_iterable(words.ids for words in places)), dtype=np.int64)
        self.costs = np.array(list(chain.from_iterable(words.costs for words in places)), dtype=np.float64)


class _Trial:
    """Rows of words, scored from left to right; those that cannot come to what they need are left behind."""

    def __init__(
        self,
        model: LanguageModel,
        columns: Sequence[Numbers],
        need: Scores,
        before: Numbers,
        total: Scores | None = None,
    ) -> None:
        """Rows of `columns`, of which the first two are the context; `before` is where the model keeps those two."""
        self._model = model
        self._columns = columns
        self._need = need
        self._done = 2
        self.alive = np.arange(len(need))
        self.before = before
        self.total = np.zeros(len(need)) if total is None else total

    def step(self) -> None:
        """Score the next word of each row."""
        first, second, third = (column[self.alive] for column in self._columns[self._done - 2 : self._done + 1])
        after = self._model.find_pairs(second, third)
        total = self.total + self._model.score_found(first, second, third, self.before, after)
        is_left = total > self._need[self.alive]
        self.alive, self.before, self.total = self.alive[is_left], after[is_left], total[is_left]
        self._done += 1

    def run(self) -> Iterator[tuple[int, float]]:
        """Score all words; the rows that are left, each with its score."""
        while self._done < len(self._columns):
            self.step()
        return zip(self.alive.tolist(), self.total.tolist(), strict=True)
