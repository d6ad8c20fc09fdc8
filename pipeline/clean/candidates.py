"""What a recognised word may stand for: spellings of other words, and what each costs.

A candidate is a syllable that the language model knows. It is made by undoing confusions of the
table, from the likely to the rare; capitals, whose marks are small, may have had any others. A
word that is no syllable itself may be two confusions away, and a word that the recogniser doubts
may have one letter read as anything, lost or added. A sign in the middle of a word stands for
any one letter, or for none. Costs are natural logarithms: how much rarer the word read comes of
the candidate than of itself.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from heapq import nsmallest

from models.lexicon import load_table
from pipeline.clean.confusions import Confusions
from pipeline.clean.language_model import PROBABILITY_STEP, LanguageModel
from pipeline.clean.tokens import model_word
from pipeline.folding import fold

_MAX_COST = 12.0  # of one candidate; what is rarer than that is never believed
_WIDENED = 24  # spellings of one confusion from which those of two are looked for
_KEPT = 12  # candidates of one word
_LIKELIEST = 3  # of them, where two neighbours are read otherwise together
_RARITY_SHARE = 0.5  # of how rare a word is in what decides whether it is kept
_MIN_SPLIT = 4  # letters of a word that may be two
_MAX_PARTS = 4  # words that may have run together
_MAX_SYLLABLE = 7  # letters: "nghiêng"
_MIN_WILD = 3  # letters of a word of which one may have been read as anything
_MARKS_COST = 10.0  # of marks that the table does not know to be taken for those read
_SIGN_COST = 3.0  # of a letter that was read as a sign: signs in words come of nothing else
_REMEMBERED = 50_000  # words whose candidates are kept
_ANY = "\0"  # stands for one letter in a pattern


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another reading of a word, in the letters of print, and what the language model calls its words."""

    text: str
    words: tuple[str, ...]
    ids: tuple[int, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Words:
    """Readings that are one word each, with their numbers and costs side by side."""

    readings: tuple[Candidate, ...]
    ids: tuple[int, ...]
    costs: tuple[float, ...]

    @classmethod
    def of(cls, readings: tuple[Candidate, ...]) -> "Words":
        """The readings by columns."""
        return cls(readings, tuple(made.ids[0] for made in readings), tuple(made.cost for made in readings))


@dataclass(frozen=True, slots=True)
class Readings:
    """The other readings of a word, the likeliest first: all, those that are one word, and the first of these."""

    all: tuple[Candidate, ...]
    words: Words
    likeliest: Words

    @classmethod
    def of(cls, found: tuple[Candidate, ...]) -> "Readings":
        """The readings found for a word."""
        words = tuple(made for made in found if len(made.ids) == 1)
        return cls(found, Words.of(words), Words.of(words[:_LIKELIEST]))


class CandidateTable:
    """The candidates of words, each worked out once as long as there is room for it."""

    def __init__(self, model: LanguageModel, confusions: Confusions) -> None:
        self._model = model
        self._confusions = confusions
        self._known: dict[tuple[str, bool], Readings] = {}
        self.longest = model.longest_syllable  # letters of the longest word that is made

    def of(self, word: str, *, is_doubted: bool) -> Readings:
        """The other readings of a word, the likeliest first.

        `is_doubted` tells that the recogniser was not sure of it, so that one of its letters may have
        been read as anything. A letter that it was sure of and never takes for another is a slip of
        the typist's, which is printed so.
        """
        key = word, is_doubted
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            is_syllable = self._model.is_syllable(model_word(word))
            found = self._known[key] = Readings.of(self._find(word, is_syllable, is_doubted))
        return found

    def joined(self, left: str, right: str) -> Candidate | None:
        """The word that two pieces make together, None where they make none."""
        return self._candidate(left + right, self._confusions.space_added)

    def _find(self, word: str, is_syllable: bool, is_doubted: bool) -> tuple[Candidate, ...]:
        if not word.isalpha():
            found = [made for text in self._without_sign(word) if (made := self._candidate(text, _SIGN_COST))]
            return tuple(sorted(found, key=self._rank)[:_KEPT])
        costs: dict[str, float] = {}
        self._widen(word, 0.0, costs, with_lost=not is_syllable)
        if not is_syllable:
            for near, cost in nsmallest(_WIDENED, costs.items(), key=lambda item: (item[1], item[0])):
                self._widen(near, cost, costs, with_lost=False)
        if word.isupper():
            for text in self._marked(word):
                costs.setdefault(text, _MARKS_COST)
        if is_doubted:
            for text, cost in self._wild(word):
                if cost < costs.get(text, _MAX_COST):
                    costs[text] = cost
        found = self._candidates(word, costs, is_syllable)
        if not is_syllable:
            found += self._split(word)
        return tuple(sorted(found, key=self._rank)[:_KEPT])

    def _candidates(self, word: str, costs: dict[str, float], is_syllable: bool) -> list[Candidate]:
        """The known words among spellings, each once, at its least cost and in the house's spelling."""
        own = model_word(word)
        cheapest: dict[str, float] = {}
        for text, cost in costs.items():
            tidy = text if text.isupper() or text.islower() else text[:1] + text[1:].lower()
            made = self._candidate(tidy, cost)
            if made is None or not _is_of_the_same_case(word, tidy, is_syllable):
                continue
            if _sound(made.words[0]) == _sound(own) or frozenset((made.words[0], own)) in _twins():
                continue
            spelt = _cased(made.words[0], tidy)
            cheapest[spelt] = min(cost, cheapest.get(spelt, cost))
        return [made for text, cost in cheapest.items() if (made := self._candidate(text, cost))]

    def _rank(self, made: Candidate) -> tuple[float, str]:
        """The likely confusions and the frequent words first."""
        rarity = sum(int(self._model.unigrams[number]) for number in made.ids) * PROBABILITY_STEP
        return made.cost + _RARITY_SHARE * rarity, made.text

    def _widen(self, word: str, cost: float, costs: dict[str, float], *, with_lost: bool) -> None:
        """Add to `costs` all spellings that are one confusion away from a word that cost `cost`."""
        kept = [self._confusions.kept(letter) for letter in word]
        sources = self._confusions.sources
        for start in range(len(word) + 1):
            for end in range(start if with_lost else start + 1, min(len(word), start + self._confusions.max_read) + 1):
                found = sources.get(word[start:end])
                if not found:
                    continue
                saved = cost - sum(kept[start:end])
                head, tail = word[:start], word[end:]
                for true, more in found:
                    if saved + more > _MAX_COST:
                        break
                    text = head + true + tail
                    if saved + more < costs.get(text, _MAX_COST):
                        costs[text] = saved + more

    def _marked(self, word: str) -> Iterator[str]:
        """Words of the same letters with any other marks."""
        for made in self._by_letters.get(fold(word), ()):
            yield _cased(made, word)

    def _wild(self, word: str) -> Iterator[tuple[str, float]]:
        """Words that differ in one letter, whatever it is."""
        if len(word) < _MIN_WILD:
            return
        low = word.lower()
        for place in range(len(word)):
            for made in self._patterns.get(low[:place] + _ANY + low[place + 1 :], ()):
                yield _cased(made, word), self._confusions.other_letter
            yield word[:place] + word[place + 1 :], self._confusions.other_added
        for place in range(len(word) + 1):
            for made in self._patterns.get(low[:place] + _ANY + low[place:], ()):
                yield _cased(made, word), self._confusions.other_lost

    def _without_sign(self, word: str) -> set[str]:
        """The spellings of a word in which the one sign, alone or with its neighbour, is a letter, or is nothing."""
        place = next(place for place, character in enumerate(word) if not character.isalpha())
        low = word.lower()
        found = {word[:place] + word[place + 1 :]}
        for start, end in ((place, place + 1), (place - 1, place + 1), (place, place + 2)):
            if start >= 0 and end <= len(word):
                found.update(_cased(made, word) for made in self._patterns.get(low[:start] + _ANY + low[end:], ()))
        return found

    def _candidate(self, text: str, cost: float) -> Candidate | None:
        word = text.lower()  # candidates are made in the house's spelling: `model_word` has nothing to do
        number = self._model.words.get(word, 0)
        return Candidate(text, (word,), (number,), cost) if 3 <= number < self._model.first_other else None

    def _split(self, word: str) -> Iterator[Candidate]:
        """The ways to take a word apart into known ones, of two letters at least but for the last."""
        if len(word) < _MIN_SPLIT:
            return
        ways: list[list[tuple[Candidate, ...]]] = [[()], *([] for _ in word)]
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - _MAX_SYLLABLE), end):
                if not ways[start] or end - start < (1 if end == len(word) else 2):
                    continue
                part = self._candidate(word[start:end], 0.0)
                if part is not None and (part.text[1:].islower() or len(part.text) == 1 or word.isupper()):
                    ways[end] += [(*way, part) for way in ways[start] if len(way) < _MAX_PARTS]
        for way in ways[-1][:_KEPT]:
            if len(way) > 1:
                yield Candidate(
                    " ".join(part.text for part in way),
                    tuple(part.words[0] for part in way),
                    tuple(part.ids[0] for part in way),
                    self._confusions.space_lost * (len(way) - 1),
                )

    @cached_property
    def _by_letters(self) -> dict[str, list[str]]:
        """The known syllables by their letters without marks."""
        found: dict[str, list[str]] = {}
        for word in self._model.syllables():
            found.setdefault(fold(word), []).append(word)
        return found

    @cached_property
    def _patterns(self) -> dict[str, list[str]]:
        """The known syllables by what is left of them when one letter is open."""
        patterns: dict[str, list[str]] = {}
        for word in self._model.syllables():
            for place in range(len(word)):
                patterns.setdefault(word[:place] + _ANY + word[place + 1 :], []).append(word)
        return patterns


def _cased(word: str, like: str) -> str:
    """A word in the case of another one."""
    letters = [character for character in like if character.isalpha()]
    if len(letters) > 1 and all(map(str.isupper, letters)):
        return word.upper()
    return word.capitalize() if like[0].isupper() else word


def _sound(word: str) -> str:
    """A syllable as it sounds: "qui" and "quy", "sỹ" and "sĩ" are spellings of one, and both are printed."""
    return unicodedata.normalize("NFD", word).replace("y", "i")


@cache
def _twins() -> frozenset[frozenset[str]]:
    """Words that are two spellings of one."""
    return frozenset(frozenset(twins) for twins in load_table("spellings")["twins"])


def _is_of_the_same_case(read: str, candidate: str, is_syllable: bool) -> bool:
    """Whether capitals stand where they did; in what is no syllable a capital may be a small letter misread."""
    if read.isupper() and len(read) > 1:
        return candidate.isupper()
    if read.islower():
        return candidate.islower()
    return not candidate.isupper() and (candidate[:1].isupper() == read[:1].isupper() or not is_syllable)
