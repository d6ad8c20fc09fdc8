"""The words of a whole document in one row, with what correction has to know of each.

Out of its reach, because nothing in the language says what they should be: everything in a
chunk (what stands between two spaces) that holds a digit, a slash or another sign of symbols,
codes and addresses; abbreviations, which are capitals among small letters or no syllables;
foreign words, which the language model knows, but are no syllables; letters standing alone.
One sign inside a word of small letters is none of these: there it is a letter misread.

A plan says the same few hundred words over and over, so a chunk is taken apart when it is first
met, and the row is kept by columns.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.document import PlacedWord
from pipeline.clean.language_model import FIRST_SYLLABLE, LanguageModel
from pipeline.clean.mapped import MappedText
from pipeline.clean.tokens import BREAK, TOKEN, model_word
from pipeline.letters import capital_share

_SIGN = re.compile(r"[\d/@\\_|+=<>#*&%]|\w\.\w|://")
# A word with one sign for a letter: "v!ị", "xon#", "›oạch", "4rực". Signs that stand beside words
# in print count only inside; a digit only before small letters, which no symbol or code has.
_SPOILT = re.compile(
    r"[\"“(]?(?P<word>[^\W\d_]{1,5}[!?#$^~¡›‹<>{}\"*°|\\][^\W\d_]{1,5}|[^\W\d_]{2,6}[#$^<>{}\\¬]"
    r"|[›‹¡^:|;\\<>{}4-9][^\W\d_]{2,6})(?P<end>[,.;:)”]?)"
)
_NOWHERE = -1  # the offset of what no word was read for
_HEADING = 0.6  # share of capitals in a text above which capitals say nothing


class Token(NamedTuple):
    """A word of a text: `texts[piece][start:end]`. `is_open` tells that correction may change it."""

    piece: int
    start: int
    end: int
    text: str
    is_open: bool
    is_known: bool  # a syllable that the language model knows


@dataclass(frozen=True)
class Stream:
    """All words by columns, with the numbers of the language model and the recogniser's confidence.

    The confidence is nan where the recogniser gave none. `pieces`, `starts`, `ends`, `is_open` and
    `is_known` are those of `Token`.
    """

    texts: list[str]
    words: list[str]  # what the language model calls them
    pieces: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    is_open: NDArray[np.bool_]
    is_known: NDArray[np.bool_]
    ids: NDArray[np.int64]
    confidences: NDArray[np.float64]

    def token(self, place: int) -> Token:
        """The word at a place of the row."""
        return Token(
            int(self.pieces[place]),
            int(self.starts[place]),
            int(self.ends[place]),
            self.texts[place],
            bool(self.is_open[place]),
            bool(self.is_known[place]),
        )

    def tokens(self, first: int, last: int) -> list[Token]:
        """The words at the places `first` to `last` (inclusive)."""
        return [self.token(place) for place in range(first, last + 1)]


class WordConfidences:
    """The recogniser's confidence of the words that a raw text was made of, looked up by places of that text."""

    def __init__(self, words: Sequence[PlacedWord]) -> None:
        self._starts = np.array([word.start for word in words], dtype=np.int64)
        self._ends = np.array([word.end for word in words], dtype=np.int64)
        self._values = np.array([word.confidence for word in words], dtype=np.float64)  # None is nan

    def at(self, offsets: Sequence[int]) -> NDArray[np.float64]:
        """The confidence, 0..1, of the word at each offset of the raw text; nan where it gave none."""
        found = np.full(len(offsets), np.nan)
        if not len(self._starts):
            return found
        places = np.array(offsets, dtype=np.int64)
        word = np.searchsorted(self._starts, places, side="right") - 1
        is_inside = (word >= 0) & (places < self._ends[word])
        found[is_inside] = self._values[word[is_inside]]
        return found


# What correction may do to a word, as far as its letters tell.
_BREAK = 0
_CLOSED = 1
_MIXED = 2  # open only if it is not known: capitals stand where no word has them
_OPEN = 3  # but for words that are none of the language
_MISREAD = 4


class _Part(NamedTuple):
    """A word or a run of signs in a chunk."""

    start: int
    text: str
    word: str
    kind: int


_BOUNDARY = (_Part(0, "", BREAK, _BREAK),)


def read_stream(texts: Sequence[MappedText], model: LanguageModel, confidences: WordConfidences) -> Stream:
    """The words of texts, a break between two texts."""
    found: list[tuple[_Part, ...]] = []  # by chunk; the end of a text is one, too
    pieces: list[int] = []  # the text of each chunk
    begins: list[int] = []  # of each chunk in its text
    offsets: list[int] = []  # of each chunk in the raw text
    for piece, text in enumerate(texts):
        known = _KNOWN[capital_share(text.text, _HEADING) > _HEADING]
        chunks = text.text.split(" ")
        places = list(accumulate([len(chunk) + 1 for chunk in chunks[:-1]], initial=0))
        found.append(_BOUNDARY)
        found += map(known.__getitem__, chunks)
        pieces += [piece] * (len(chunks) + 1)
        begins.append(0)
        begins += places
        offsets.append(_NOWHERE)
        offsets += [text.offsets[place] if chunk else _NOWHERE for place, chunk in zip(places, chunks, strict=True)]
    found.append(_BOUNDARY)
    offsets.append(_NOWHERE)
    counts = list(map(len, found))
    parts = list(chain.from_iterable(found))
    columns = np.array([[*pieces, len(texts)], [*begins, 0]], dtype=np.int64).repeat(counts, axis=1)
    return _stream(parts, columns[0], columns[1], confidences.at(offsets).repeat(counts), model)


def _stream(
    parts: list[_Part],
    pieces: NDArray[np.int64],
    places: NDArray[np.int64],
    confidences: NDArray[np.float64],
    model: LanguageModel,
) -> Stream:
    """The parts in a row, with one break where several follow each other."""
    kind = np.array([part.kind for part in parts], dtype=np.int64)
    is_break = kind == _BREAK
    confidences[is_break] = 1.0
    is_kept = ~is_break | ~np.append(False, is_break[:-1])
    parts = list(compress(parts, is_kept.tolist()))
    kind, is_break = kind[is_kept], is_break[is_kept]
    texts = [part.text for part in parts]
    words = [part.word for part in parts]
    ids = model.ids(words)
    starts = places[is_kept] + np.array([part.start for part in parts], dtype=np.int64)
    is_known = (kind != _MISREAD) & (ids >= FIRST_SYLLABLE) & (ids < model.first_other)
    is_open = ((kind == _OPEN) | ((kind == _MIXED) & ~is_known)) & (ids < model.first_other)
    return Stream(
        texts=texts,
        words=words,
        pieces=pieces[is_kept],
        starts=starts,
        ends=starts + np.array(list(map(len, texts)), dtype=np.int64),
        is_open=is_open | (kind == _MISREAD),
        is_known=is_known | is_break,
        ids=ids,
        confidences=confidences[is_kept],
    )


class _KnownChunks(dict[str, tuple[_Part, ...]]):
    """The words and signs of what stands between two spaces, found when it is first met."""

    def __init__(self, *, is_heading: bool) -> None:
        super().__init__()
        self._is_heading = is_heading

    def __missing__(self, chunk: str) -> tuple[_Part, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        parts = self[chunk] = _parts_of(chunk, self._is_heading)
        return parts


_REMEMBERED = 50_000  # chunks
_KNOWN = _KnownChunks(is_heading=False), _KnownChunks(is_heading=True)  # a memory of a pure function


def _parts_of(chunk: str, is_heading: bool) -> tuple[_Part, ...]:
    if chunk.isalpha():
        return (_word(0, chunk, is_heading, True),)
    spoilt = _SPOILT.fullmatch(chunk)
    if spoilt and (is_heading or spoilt["word"][1:].islower()):
        word = _Part(spoilt.start("word"), spoilt["word"], spoilt["word"].lower(), _MISREAD)
        end = spoilt["end"]
        return (word, _Part(len(chunk) - 1, end, BREAK, _BREAK)) if end else (word,)
    is_plain = not _SIGN.search(chunk)
    return tuple(
        _Part(match.start(), match[0], BREAK, _BREAK)
        if model_word(match[0]) == BREAK
        else _word(match.start(), match[0], is_heading, is_plain)
        for match in TOKEN.finditer(chunk)
    )


def _word(start: int, text: str, is_heading: bool, is_plain: bool) -> _Part:
    if not (is_plain and len(text) > 1 and text.isalpha()) or (text.isupper() and not is_heading):
        kind = _CLOSED
    else:
        kind = _OPEN if text.isupper() or text[1:].islower() else _MIXED
    return _Part(start, text, model_word(text), kind)
