"""The words of a whole document in one row, with what correction has to know of each.

Out of its reach, because nothing in the language says what they should be: everything in a
chunk (what stands between two spaces) that holds a digit, a slash or another sign of symbols,
codes and addresses; abbreviations, which are capitals among small letters or no syllables;
foreign words, which the language model knows, but are no syllables; letters standing alone.
One sign inside a word of small letters is none of these: there it is a letter misread.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.language_model import LanguageModel
from pipeline.clean.tokens import BREAK, TOKEN, model_word

_CHUNK = re.compile(r"\S+")
_SIGN = re.compile(r"[\d/@\\_|+=<>#*&%]|\w\.\w|://")
# A word with one sign for a letter: "v!ị", "xon#", "›oạch", "4rực". Signs that stand beside words
# in print count only inside; a digit only before small letters, which no symbol or code has.
_SPOILT = re.compile(
    r"[\"“(]?(?P<word>[^\W\d_]{1,5}[!?#$^~¡›‹<>{}\"*°|\\][^\W\d_]{1,5}|[^\W\d_]{2,6}[#$^<>{}\\¬]"
    r"|[›‹¡^:|;\\<>{}4-9][^\W\d_]{2,6})(?P<end>[,.;:)”]?)"
)
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
    """All words, with the numbers of the language model and the recogniser's confidence (nan where it gave none)."""

    tokens: list[Token]
    words: list[str]  # what the language model calls them
    ids: NDArray[np.int64]
    confidences: NDArray[np.float64]


def read_stream(
    texts: Sequence[str], model: LanguageModel, confidence_at: Callable[[int, int], float | None]
) -> Stream:
    """The words of texts, a break between two texts. `confidence_at(text number, offset)` is 0..1 or None."""
    reader = _Reader(model)
    for piece, text in enumerate(texts):
        reader.end_sentence(piece, 0, "")
        is_heading = _is_heading(text)
        for chunk in _CHUNK.finditer(text):
            confidence = confidence_at(piece, chunk.start())
            reader.add_chunk(piece, chunk, is_heading, float("nan") if confidence is None else confidence)
    reader.end_sentence(len(texts), 0, "")
    return Stream(reader.tokens, reader.words, model.ids(reader.words), np.array(reader.confidences))


class _Reader:
    """Collects the words of texts."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self.tokens: list[Token] = []
        self.words: list[str] = []
        self.confidences: list[float] = []

    def add_chunk(self, piece: int, chunk: re.Match[str], is_heading: bool, confidence: float) -> None:
        text = chunk[0]
        if text.isalpha():
            self._add_word(piece, chunk.start(), text, is_heading, True, confidence)
            return
        spoilt = _SPOILT.fullmatch(text)
        if spoilt and (is_heading or spoilt["word"][1:].islower()):
            start = chunk.start() + spoilt.start("word")
            self._add(
                Token(piece, start, start + len(spoilt["word"]), spoilt["word"], True, False),
                spoilt["word"].lower(),
                confidence,
            )
            if spoilt["end"]:
                self.end_sentence(piece, chunk.end() - 1, spoilt["end"])
            return
        is_plain = not _SIGN.search(text)
        for match in TOKEN.finditer(text):
            start = chunk.start() + match.start()
            if model_word(match[0]) == BREAK:
                self.end_sentence(piece, start, match[0])
            else:
                self._add_word(piece, start, match[0], is_heading, is_plain, confidence)

    def end_sentence(self, piece: int, start: int, sign: str) -> None:
        if not self.words or self.words[-1] != BREAK:
            self._add(Token(piece, start, start + len(sign), sign, False, True), BREAK, 1.0)

    def _add_word(self, piece: int, start: int, text: str, is_heading: bool, is_plain: bool, confidence: float) -> None:
        word = model_word(text)
        number = self._model.words.get(word, 0)
        is_known = 3 <= number < self._model.first_other
        is_open = is_plain and len(text) > 1 and number < self._model.first_other and text.isalpha()
        is_open = is_open and (is_heading if text.isupper() else text[1:].islower() or not is_known)
        self._add(Token(piece, start, start + len(text), text, is_open, is_known), word, confidence)

    def _add(self, token: Token, word: str, confidence: float) -> None:
        self.tokens.append(token)
        self.words.append(word)
        self.confidences.append(confidence)


def _is_heading(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(map(str.isupper, letters)) > _HEADING * len(letters)
