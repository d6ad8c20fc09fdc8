"""Dots, commas and specks that recognition put where print has another sign or none.

A full stop before a small letter is a comma misread, or a speck of dirt; which of the two the
language model tells, by how the words beside it go together. Only recognised print is looked at,
and only words of the language on both sides: abbreviations, numbers and list marks keep theirs.

Signs that stand alone at the end of a paragraph, and are neither those that end sentences nor a hyphen
that goes on somewhere else, are specks.
No print has a quotation mark twice. In a list of recipients "(b/…)" and "(để b/…)" can only be "b/c",
"báo cáo"; the small c in brackets is read as e, © or €. "(Vh)" is "t/h", "thực hiện".
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from models.record import ChangeKind
from pipeline.clean.language_model import LanguageModel
from pipeline.clean.mapped import MappedText
from pipeline.clean.numbers import Rewriting
from pipeline.clean.tokens import BREAK, TOKEN, model_word

# A stop or comma that parts "ngày" from its figure.
_BEFORE_DAY = re.compile(r"(?<!\w)ngày[.,] (?=\d{1,2}(?:/\d| tháng))")
_STOP = re.compile(r"([^\W\d_]{2,7})(\.) (?=([^\W\d_]{2,7})\b)")
# A speck before a word of small letters; quotation marks and hyphens can stand there in print.
_SPECK = re.compile(r"(?<=[^\W\d_] )[.'`’‘_¸]([^\W\d_]{2,7})\b(?![.'’])")
_BULLET = re.compile(r"^(?:~|[:_.'‘’;]\s?-)(?=\s)")
_TRAILING = re.compile(r"(?<=[^\s|])(?: [*°£`^_~«©®¬ˆ'‘’¸‹›¡]{1,2}){1,3}$")
_AFTER_STOP = re.compile(r"(?<=\w\w[.;])(?: [-+]){1,2}$|(?<=\w;) [^\W\d]$|(?<=[;,]) /$")  # where nothing goes on
_TWICE = re.compile(r"([“”\"])[“”\"](?=\w)")
_TO_REPORT = re.compile(r"(?<=[( ])(?:b/[e©€«¢]?|B/[©€]|h/c|b[íi][cC©€])(?=\)[;,.]?$)")
_TO_CARRY_OUT = re.compile(r"(?<=[( ])[VU/]h(?=\)[;,.]?$)")
# A full stop or comma between two words of small letters, with no space.
_INNER_SIGN = re.compile(r"(?<![\w./])([^\W\d_]{2,7})([.,])(?=([^\W\d_]{2,7})(?![\w./]))")
# An apostrophe or the like between two words, or a word and a figure; names ("H'leo") have one letter before it.
_INNER_SPECK = re.compile(r"(?<![\w'’‘*])([^\W\d_]{2,7})['’‘*|](?=(\d{1,4}|[^\W\d_]{2,7})(?![\w'’‘*]))")
_LONE = re.compile(r" ['‘’`~_^°¬+.:*-] ")  # a paragraph without it has no lone sign
# A sign that stands alone between two words; those of the first pattern do so in no print.
_LONE_SPECK = re.compile(r"(?<=[^\W\d_] )['‘’`~_^°¬] (?=[^\W_])")
_LONE_SIGN = re.compile(r"(?<![\w-])([^\W\d_]{2,7}) [-+.:*] (?=([^\W\d_]{2,7})(?!\w))")
_GLUED = re.compile(r"[.,;:'’‘*|-]\w")  # a paragraph without it has no glued sign
_SECOND_SIGN = re.compile(r"(?<=[^\W\d_]{2})([,;])[.'’‘*:-](?=[^\W\d_]{2})")
_BEFORE_FIGURE = re.compile(r"(?<!\w)(ngày|tháng|năm|đợt|đến|từ|trong)\.(?=\d{1,4}(?!\w))")
# A speck between the number of a part and its title; "TM." and the like stand before a signature.
_AFTER_LABEL = re.compile(r"^((?:\d{1,2}(?:\.\d{1,2}){0,2}|[IVX]{1,4}|TM|KT|TL|TUQ)[./)-])[.,:;'’‘](?=[^\W\d_]{2})")
# "Số:" before a document's symbol at the head of a paragraph; the S of small and capital letters is of one shape.
_NUMBER = re.compile(r"^(?:s[ốôồó]|S[ỐÔÓôồóöổõỗ]):(?=\s?\S{0,8}\s?[-/.]\s?[A-ZĐ]{2})")
_TOGETHER = 7.0  # nats by which words that belong together are likelier without a sign between them
_APART = 1.0
_APART_IN_CONTEXT = 0.5  # the same with the words around them, below which print has a comma
_CONTEXT = 24  # characters before and after two words that hold the nearest others


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
    for match in _NUMBER.finditer(text):
        yield Rewriting(*match.span(), "Số:", ChangeKind.REPAIR, "what stands before a document's symbol")
    if " " in text[-3:]:
        for match in (*_TRAILING.finditer(text), *_AFTER_STOP.finditer(text)):
            start = _start_of_word(text, match.start())
            yield Rewriting(start, match.end(), text[start : match.start()], ChangeKind.REPAIR, "specks at the end")
    for match in _TWICE.finditer(text):
        yield Rewriting(*match.span(), match[1], ChangeKind.REPAIR, "a quotation mark read twice")
    if ")" in text[-2:]:
        for pattern, purpose in ((_TO_REPORT, "b/c"), (_TO_CARRY_OUT, "t/h")):
            for match in pattern.finditer(text):
                yield Rewriting(*match.span(), purpose, ChangeKind.REPAIR, "what a recipient gets a plan for")
    for match in _BEFORE_DAY.finditer(text):
        yield Rewriting(*match.span(), "ngày ", ChangeKind.REPAIR, "a speck before a figure")
    if ". " not in text:
        return
    for match in _STOP.finditer(text):
        left, right = match[1], match[3]
        is_one_line = line.offsets[match.end() - 1] > line.offsets[match.start(2)]
        if not (is_one_line and left.islower() and right.islower() and _are_known(model, left, right)):
            continue
        gain = _gain(model, left, right)
        if gain > _TOGETHER:
            yield Rewriting(match.start(1), match.end(2), left, ChangeKind.REPAIR, "a speck between two words")
        elif gain < _TOGETHER and _gain_in_context(model, text, *match.span(1), *match.span(3)) < _APART_IN_CONTEXT:
            yield Rewriting(match.start(2), match.end(2), ",", ChangeKind.REPAIR, "a full stop before a small letter")


def find_lone_signs(text: str, model: LanguageModel) -> Iterator[Rewriting]:
    """The specks of a recognised paragraph that stand between two words with a space on either side."""
    if not _LONE.search(text):
        return
    for match in _LONE_SPECK.finditer(text):
        start = _start_of_word(text, match.start() - 1)
        yield Rewriting(start, match.end(), text[start : match.start()], ChangeKind.REPAIR, "a speck between two words")
    for match in _LONE_SIGN.finditer(text):
        left, right = match[1], match[2]
        is_plain = left.islower() and right.islower() and _are_known(model, left, right)
        if is_plain and _gain(model, left, right) > _TOGETHER:
            yield Rewriting(match.start(), match.end(), f"{left} ", ChangeKind.REPAIR, "a speck between two words")


def find_glued_signs(text: str, model: LanguageModel) -> Iterator[Rewriting]:
    """The signs and specks of a recognised paragraph that stand where print has a space.

    Print has no full stop before a small letter, and none beside a comma.
    """
    if not _GLUED.search(text):
        return
    for match in _INNER_SIGN.finditer(text):
        left, sign, right = match[1], match[2], match[3]
        is_plain = left.islower() and right.islower() and not (left + right).isascii()
        if not (is_plain and _are_known(model, left, right)):
            continue
        gain = _gain(model, left, right)
        if gain > (_APART if sign == "." else _TOGETHER):
            yield Rewriting(match.start(), match.end(), f"{left} ", ChangeKind.REPAIR, "a speck between two words")
        elif sign == ".":
            yield Rewriting(match.start(), match.end(), f"{left}, ", ChangeKind.REPAIR, "a full stop inside a sentence")
    for match in _INNER_SPECK.finditer(text):
        if _are_known(model, *(word for word in match.groups() if word.isalpha())):
            yield Rewriting(*match.span(), f"{match[1]} ", ChangeKind.REPAIR, "a speck between two words")
    for pattern, reason in (
        (_SECOND_SIGN, "a speck after a comma"),
        (_BEFORE_FIGURE, "a speck before a figure"),
        (_AFTER_LABEL, "a speck after a number"),
    ):
        for match in pattern.finditer(text):
            yield Rewriting(*match.span(), f"{match[1]} ", ChangeKind.REPAIR, reason)


def _start_of_word(text: str, end: int) -> int:
    return text.rfind(" ", 0, end) + 1


def _are_known(model: LanguageModel, *words: str) -> bool:
    return all(model.is_syllable(model_word(word)) for word in words)


@lru_cache(maxsize=20_000)
def _gain(model: LanguageModel, left: str, right: str) -> float:
    """How much likelier two words are side by side than with a sign between them, in nats."""
    pause, one, two = model.ids([BREAK, model_word(left), model_word(right)]).tolist()
    rows = np.array([(pause, one, two), (pause, one, pause), (one, pause, two)])
    together, *apart = model.score(rows[:, 0], rows[:, 1], rows[:, 2]).tolist()
    return float(together - sum(apart))


def _gain_in_context(model: LanguageModel, text: str, start: int, stop: int, after: int, end: int) -> float:
    """The same with two words before the first and one after the second, which stand at `after` to `end`."""
    before = [model_word(token) for token in TOKEN.findall(text[max(0, start - _CONTEXT) : start])[-2:]]
    following = [model_word(token) for token in TOKEN.findall(text[end : end + _CONTEXT])[:1]] or [BREAK]
    left, right = model_word(text[start:stop]), model_word(text[after:end])
    head, tail = [BREAK, BREAK, *before, left], [right, *following]
    together, apart = (model.ids([*head, *sign, *tail]) for sign in ((), (BREAK,)))
    return float(
        model.score(together[:-2], together[1:-1], together[2:]).sum()
        - model.score(apart[:-2], apart[1:-1], apart[2:]).sum()
    )
