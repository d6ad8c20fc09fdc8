"""Typing errors as people make them, each recorded with what should stand there."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.generator.draw import Draw
from corpus.generator.meanings import Fixed
from corpus.generator.outline import Line
from corpus.generator.words import Span, Words

# The tones that speakers of most dialects do not tell apart, and marks that Telex leaves out.
_TONES = {"ể": "ễ", "ễ": "ể", "ả": "ã", "ã": "ả", "ủ": "ũ", "ũ": "ủ", "ở": "ỡ", "ỡ": "ở", "ổ": "ỗ", "ẩ": "ẫ", "ẻ": "ẽ"}
_MARKS = {"ượ": ("ươ", "uợ"), "ướ": ("uớ",), "ường": ("uờng",), "ộ": ("ô",), "ệ": ("ê",)}
_WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")
# Where the tone stands on a rime without a final: "hòa" (new) or "hoà" (old); both are right.
_OPEN_RIMES = re.compile(r"(?<![qQ])(?:[óòỏõọ][ae]|[ÓÒỎÕỌ][AE]|[úùủũụÚÙỦŨỤ]y|[ÚÙỦŨỤ]Y)(?!\w)")
_OLD = {
    **{f"{a}{c}": f"o{b}" for a, b, c in zip("óòỏõọóòỏõọ", "áàảãạéèẻẽẹ", "aaaaaeeeee", strict=True)},
    **{f"{a}y": f"u{b}" for a, b in zip("úùủũụ", "ýỳỷỹỵ", strict=True)},
}


@dataclass(frozen=True, slots=True)
class Slip:
    """An error: `printed` stands at `start` of its line where `correct` should."""

    start: int
    printed: str
    correct: str
    kind: str


def old_tones(words: Words) -> Words:
    """The same words with tones where they stood by the older rule: "hoà", "uỷ"."""
    text = _OPEN_RIMES.sub(lambda match: _old(match[0]), words.text)
    return Words(text, words.spans)


def with_slips(draw: Draw, lines: Sequence[Line], count: int) -> tuple[list[Line], dict[int, list[Slip]]]:
    """The lines with up to `count` errors outside headings, numbers and names, and the errors by line."""
    changed = list(lines)
    slips: dict[int, list[Slip]] = {}
    places = [index for index, line in enumerate(lines) if not line.heading and not line.cells]
    for _ in range(count):
        index = draw.one(places)
        if index in slips:  # a second error would move the first
            continue
        made = _slip(draw, changed[index].words)
        if made is not None:
            words, slip = made
            changed[index] = replace(changed[index], words=words)
            slips[index] = [slip]
    return changed, slips


def _slip(draw: Draw, words: Words) -> tuple[Words, Slip] | None:
    kinds: dict[str, Callable[[Draw, str], tuple[str, str] | None]] = {"tone": _tone, "mark": _mark}
    kind = draw.weighted({"tone": 0.35, "mark": 0.2, "double": 0.1, "comma": 0.15, "blank": 0.1, "qui": 0.1})
    if kind == "comma":
        spots = [(m.start(), m.end(), ",", ", ") for m in re.finditer(r", (?=\w)", words.text)]
    elif kind == "blank":
        spots = [(m.start(), m.end(), "  ", " ") for m in re.finditer(r"(?<=\w) (?=\w)", words.text)]
    elif kind == "qui":
        spots = [(m.start(), m.end(), "qui", "quy") for m in re.finditer(r"(?<!\w)quy(?= )", words.text)]
    elif kind == "double":
        short = re.finditer(r"(?<= )[^\W\d_]{2,5}(?= )", words.text)
        spots = [(m.start(), m.end(), f"{m[0]} {m[0]}", m[0]) for m in short]
    else:
        spots = []
        for match in _WORD.finditer(words.text):
            wrong = kinds[kind](draw, match[0])
            if wrong:
                at = match.start() + match[0].index(wrong[0])
                spots.append((at, at + len(wrong[0]), wrong[1], wrong[0]))
    free = [spot for spot in spots if not _is_fixed(words, spot[0], spot[1])]
    if not free:
        return None
    start, end, printed, correct = draw.one(free)
    return _replaced(words, start, end, printed), Slip(start, printed, correct, kind)


def _tone(draw: Draw, word: str) -> tuple[str, str] | None:
    letters = [letter for letter in word if letter in _TONES]
    if not letters:
        return None
    letter = draw.one(letters)
    return letter, _TONES[letter]


def _mark(draw: Draw, word: str) -> tuple[str, str] | None:
    known = [part for part in _MARKS if part in word]
    if not known:
        return None
    part = draw.one(known)
    return part, draw.one(_MARKS[part])


def _is_fixed(words: Words, start: int, end: int) -> bool:
    """Whether an edit from `start` to `end` touches words that are kept, or the edge of any span."""
    for span in words.spans:
        if isinstance(span.what, Fixed) and span.start < end and start < span.end:
            return True
        if start < span.start < end or start < span.end < end or span.start in (start, end) or span.end in (start, end):
            return True
    return False


def _replaced(words: Words, start: int, end: int, printed: str) -> Words:
    grown = len(printed) - (end - start)
    spans = tuple(
        Span(
            span.start + (grown if span.start >= end else 0),
            span.end + (grown if span.end >= end else 0),
            span.what,
        )
        for span in words.spans
    )
    return Words(words.text[:start] + printed + words.text[end:], spans)


def _old(rime: str) -> str:
    old = _OLD[rime.lower()]
    return "".join(letter.upper() if as_new.isupper() else letter for letter, as_new in zip(old, rime, strict=True))
