"""Dots, commas and specks that recognition put where print has another sign or none.

A full stop before a small letter is a comma misread, or a speck of dirt; which of the two the
language model tells, by how the words beside it go together. Only recognised print is looked at,
and only words of the language on both sides: abbreviations, numbers and list marks keep theirs.
"""

import re
from collections.abc import Iterator

from models.record import ChangeKind
from pipeline.clean.language_model import LanguageModel
from pipeline.clean.mapped import MappedText
from pipeline.clean.numbers import Rewriting
from pipeline.clean.tokens import BREAK, model_word

_STOP = re.compile(r"([^\W\d_]{2,7})(\.) (?=([^\W\d_]{2,7})\b)")
# A speck before a word of small letters; quotation marks and hyphens can stand there in print.
_SPECK = re.compile(r"(?<=[^\W\d_] )[.'`’‘_¸]([^\W\d_]{2,7})\b(?![.'’])")
_BULLET = re.compile(r"^(?:~|[:_.'‘’;]\s?-)(?=\s)")
_TOGETHER = 7.0  # nats by which words that belong together are likelier without a sign between them
_APART = 1.0


def find_sign_repairs(line: MappedText, model: LanguageModel) -> Iterator[Rewriting]:
    """The signs of a recognised paragraph that are certain not to be what was read.

    What stands at the end of a line of print is left alone: the next line may belong elsewhere.
    """
    text = line.text
    bullet = _BULLET.match(text)
    if bullet:
        yield Rewriting(0, bullet.end(), "-", ChangeKind.REPAIR, "no other sign stands for a bullet")
    for match in _SPECK.finditer(text):
        yield Rewriting(*match.span(), match[1], ChangeKind.REPAIR, "a speck before a word")
    for match in _STOP.finditer(text):
        left, right = match[1], match[3]
        is_one_line = line.offsets[match.end() - 1] > line.offsets[match.start(2)]
        if not (is_one_line and left.islower() and right.islower() and _are_known(model, left, right)):
            continue
        gain = _gain(model, left, right)
        if gain > _TOGETHER:
            yield Rewriting(match.start(1), match.end(2), left, ChangeKind.REPAIR, "a speck between two words")
        elif gain < _APART:
            yield Rewriting(match.start(2), match.end(2), ",", ChangeKind.REPAIR, "a full stop before a small letter")


def _are_known(model: LanguageModel, *words: str) -> bool:
    return all(model.is_syllable(model_word(word)) for word in words)


def _gain(model: LanguageModel, left: str, right: str) -> float:
    """How much likelier two words are side by side than with a sign between them, in nats."""
    words = model.ids([BREAK, model_word(left), model_word(right)])
    pause, one, two = words[:1], words[1:2], words[2:]
    together = model.score(pause, one, two)
    apart = model.score(pause, one, pause) + model.score(one, pause, two)
    return float((together - apart)[0])
