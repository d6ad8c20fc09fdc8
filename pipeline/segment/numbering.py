"""Damaged, lost and misread numbers of parts, repaired over a whole sequence at once.

One number cannot be judged alone: "4." can be a four, or a one that was read as four. The numbers
of one style that stand below one heading are read together, by the cheapest way to make them
count. Signals in order of authority: a number that is printed whole and follows the one before;
the number after it; the shape of a damaged sign ("S." is a five, "l." a one); for a number that
is lost, a line that can head what follows, among brothers that do. Printed numbers that skip or
repeat stay as they are printed, as plans are typed so; a number is read as another only where it
goes against both its neighbours. Text is never changed, only labels, and nothing is numbered
that would not fill a gap or carry the count on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product

from models.document import Paragraph
from models.lexicon import load_table
from pipeline.letters import CAPITALS, SMALL
from pipeline.segment.kinds import opens_with_kind
from pipeline.segment.markers import CAPITAL_LETTERS, LETTERS, Marker, Style, is_capitals, to_roman
from pipeline.segment.repair import STROKES

_SKIPPED = 0.8  # a number that no part carries, each
_MAX_SKIPPED = 2.9  # a page is missing: how much, costs nothing more
_LOST_BEGINNING = 1.0  # the page before is lost, or the list is torn from its beginning
_REPEATED = 1.5
_BACK = 2.0
_RESTART = 0.6  # a printed 1: a list inside a list
_LOOK_ALIKE = 1.2  # a whole number read as one of like shape
_TWIN = 0.5  # d and đ, which one short stroke parts
_UNLIKE = 3.0  # a whole number read as any other
_DAMAGED = 0.25  # a damaged sign that has the shape of its number
_SHAPELESS = 0.7  # a damaged sign of another shape
_LOST = 0.6  # a line that can be a heading, without any number
_NO_DAMAGED = 0.5  # such a paragraph carries no number after all
_NO_MISREAD = 1.5  # a number of another style that stands where it can only be misread
_MAX_STATES = 12  # numberings that are followed at a time
_MAX_LINE = 110  # characters of a line whose number is lost
_MAX_WORDS = 14
_CONFIDENCE = {"printed": 0.75, "damaged": 0.7, "lost": 0.55}

_SIGN = r"[\dA-Za-zÀ-ỹĐđ|!?$&§@©€\]]"
# A sign or two with a stop behind, or a figure whose stop is lost, after at most a speck or two.
_SPECK = r"(?:[^\w\s“(+•*–§$&@©|!?\]-]|_){0,2}\s?"
_DAMAGED_ARABIC = re.compile(
    rf"{_SPECK}(?:(?P<sign>{_SIGN}{{1,2}})\s?(?:[.,:;)/°’*]{{1,2}}\s*|(?<!\|)[-–]\s?)|(?P<bare>\d{{1,2}})\s+)(?=[{CAPITALS}][{SMALL}{CAPITALS}])"
)
_DAMAGED_ARABIC_2 = re.compile(
    rf"{_SPECK}(?P<prefix>{_SIGN}{{1,2}}?)\s?[.,:]?\s?(?P<sign>{_SIGN}{{1,2}})\s?[.,:;)]{{0,2}}\s*(?=[{CAPITALS}][{SMALL}])"
)
_DAMAGED_LETTER = re.compile(rf"{_SPECK}(?P<sign>{_SIGN}{{1,2}})\s?[)}}\]]\s*(?=[{CAPITALS}{SMALL}])")
_AFTER_DASH = re.compile(rf"[-–]\s?(?P<sign>\d{{1,2}})[.,]\s*(?=[{CAPITALS}][{SMALL}])")  # a speck taken for a dash
_SYMBOL = re.compile(r"\W{0,2}\d{1,3}\s?[-/]\s?[A-ZĐ][A-Za-zĐđ]{0,6}[-/]")  # "04-CTr/TU" is a document
_DAMAGED_CAPITAL = re.compile(rf"{_SPECK}(?P<sign>[{CAPITALS}ßÄÇ\d])\s?(?:[./)]\s*|[:–-]\s+)(?=[{CAPITALS}])")
_DAMAGED_ROMAN = re.compile(
    rf"{_SPECK}(?P<sign>[IVXLlTHUJYÌÍỊ1|!\]\[]{{1,5}})\s?[.,:;)/–-]{{1,2}}\s*(?=[{CAPITALS}][{SMALL}{CAPITALS}])"
)
_STYLES = (Style.CAPITAL, Style.ROMAN, Style.LOWER_CAPITAL, Style.ARABIC, Style.ARABIC_2, Style.LETTER)
_DAMAGED_SIGNS = {
    Style.LETTER: _DAMAGED_LETTER,
    Style.CAPITAL: _DAMAGED_CAPITAL,
    Style.LOWER_CAPITAL: _DAMAGED_CAPITAL,
    Style.ROMAN: _DAMAGED_ROMAN,
}
_LETTERED = {
    Style.LETTER: ("letters", LETTERS),
    **dict.fromkeys((Style.CAPITAL, Style.LOWER_CAPITAL), ("capitals", CAPITAL_LETTERS)),
}
_MAX_ROMAN = 20
_MAX_STROKES = 2
_NO_HEADING_END = (".", ";", ",", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A paragraph that may carry a number of the sequence, and how its sign was read."""

    index: int
    reading: str  # printed, damaged or lost
    printed: int = 0
    costs: Mapping[int, float] = field(default_factory=dict)  # of the numbers that the sign has the shape of
    length: int = 0
    none: float = 0.0  # what it costs that it carries no number


@dataclass(frozen=True, slots=True)
class _Way:
    """The numbers given so far, the last one first; None for a paragraph that carries none."""

    number: int | None
    before: "_Way | None"


def repair_numbers(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], markers: Sequence[Marker | None]
) -> list[Marker | None]:
    """The markers with the arabic numbers and letters below each heading as they must be."""
    repaired = list(markers)
    _settle_styles(texts, repaired)
    for style in _STYLES:
        for first, last in _runs(texts, repaired, style):
            _repair_run(paragraphs, texts, repaired, style, first, last)
    return repaired


def _settle_styles(texts: Sequence[str], markers: list[Marker | None]) -> None:
    """Signs that were read as those of another style: "8)" before "b)", "I.1" in a plan without Roman numerals."""
    has_romans = any(marker is not None and marker.style is Style.ROMAN for marker in markers)
    numbered = [(index, marker) for index, marker in enumerate(markers) if marker and marker.style < Style.DASH]
    for place, (index, marker) in enumerate(numbered):
        if marker.style is not Style.ARABIC:
            continue
        prefix, _, last = marker.label.rpartition(".")
        following = numbered[place + 1][1] if place + 1 < len(numbered) else None
        precedes_b = following is not None and following.style is Style.LETTER and following.label == "b"
        is_bracketed = texts[index][: marker.length].rstrip().endswith(")")
        if prefix and not has_romans and prefix.isalpha() and 1 in _numbers(prefix[:2]):
            markers[index] = replace(marker, style=Style.ARABIC_2, label=f"1.{last}", confidence=_CONFIDENCE["printed"])
        elif precedes_b and is_bracketed and "a" in _look_alikes("letters").get(last, ()):
            markers[index] = Marker(Style.LETTER, "a", 1, marker.length, _CONFIDENCE["printed"])


def _runs(texts: Sequence[str], markers: Sequence[Marker | None], style: Style) -> list[tuple[int, int]]:
    """The stretches of paragraphs, between parts of a higher style, that hold this one."""
    bounds = [index for index, marker in enumerate(markers) if marker is not None and marker.style < style]
    starts = [0, *(index + 1 for index in bounds)]
    runs = list(zip(starts, [*bounds, len(markers)], strict=True))
    holders = {index for index, marker in enumerate(markers) if marker is not None and marker.style is style}
    named = {index for index, marker in enumerate(markers) if marker is None and _names_part(texts[index], style)}
    return [
        (first, last)
        for first, last in runs
        if any(index in holders for index in range(first, last)) or len(named.intersection(range(first, last))) > 1
    ]


def _names_part(text: str, style: Style) -> bool:
    """Whether a damaged arabic number stands before words of headings: two such hold a run without a whole one."""
    match = _DAMAGED_ARABIC.match(text) if style is Style.ARABIC else None
    return match is not None and opens_with_kind(text[match.end() :]) and bool(_numbers(match["sign"] or match["bare"]))


def _repair_run(
    paragraphs: Sequence[Paragraph],
    texts: Sequence[str],
    markers: list[Marker | None],
    style: Style,
    first: int,
    last: int,
) -> None:
    printed = [index for index in range(first, last) if (m := markers[index]) is not None and m.style is style]
    prefix = _prefix(markers, style, first, printed)
    if prefix is None:
        return
    numbers = [marker.number for index in printed if (marker := markers[index])]
    counts_on = all(after in (before + 1, 1) for before, after in zip([0, *numbers], numbers, strict=False))
    candidates = list(_candidates(paragraphs, texts, markers, style, prefix, range(first, last)))
    if counts_on:
        candidates = [candidate for candidate in candidates if candidate.reading != "lost"]
        if len(candidates) == len(printed):
            return
    for candidate, number in zip(candidates, _count(candidates, style), strict=True):
        marker = markers[candidate.index]
        label = "" if number is None else _label(style, prefix, number)
        if number is None or (marker is not None and candidate.reading == "printed" and marker.label == label):
            continue
        length = marker.length if marker is not None and candidate.reading == "printed" else candidate.length
        markers[candidate.index] = Marker(style, label, number, length, _CONFIDENCE[candidate.reading])


def _label(style: Style, prefix: str, number: int) -> str:
    if style is Style.ROMAN:
        return to_roman(number)
    return _LETTERED[style][1][number - 1] if style in _LETTERED else f"{prefix}{number}"


def _prefix(markers: Sequence[Marker | None], style: Style, first: int, printed: Sequence[int]) -> str | None:
    """What the run's labels begin with ("2." of "2.1"); None where they do not agree on it."""
    prefixes = {marker.label.rpartition(".")[0] for index in printed if (marker := markers[index])}
    if style is not Style.ARABIC_2:
        return "" if prefixes <= {""} else None
    holder = markers[first - 1] if first else None
    expected = holder.label if holder is not None and holder.style is Style.ARABIC else None
    if len(prefixes) == 1:
        return f"{prefixes.pop()}."
    return f"{expected}." if expected in prefixes else None


def _candidates(
    paragraphs: Sequence[Paragraph],
    texts: Sequence[str],
    markers: Sequence[Marker | None],
    style: Style,
    prefix: str,
    run: range,
) -> Iterator[_Candidate]:
    brothers = [texts[index][marker.length :] for index in run if (marker := markers[index]) and marker.style is style]
    are_headings = sum(map(_is_line, brothers)) * 2 >= max(1, len(brothers)) and style not in _LETTERED
    are_capitals = sum(map(is_capitals, brothers)) * 2 > len(brothers)
    for index in run:
        marker, text = markers[index], texts[index]
        is_alike = is_capitals(text) == are_capitals
        if marker is not None and marker.style is style:
            shapes = _shapes(marker.label.rpartition(".")[2], style)
            yield _Candidate(index, "printed", marker.number, shapes, marker.length)
        elif text and paragraphs[index].table is None and _may_be_misread(markers, index, style):
            damaged = _damaged(text, style, prefix) if style is not Style.ROMAN or is_alike else None
            if damaged:
                none = _NO_DAMAGED if marker is None or style is not Style.ROMAN else _NO_MISREAD
                yield _Candidate(index, "damaged", 0, *damaged, none)
            elif marker is None and are_headings and is_alike and _can_head(texts, markers, index):
                yield _Candidate(index, "lost")


def _may_be_misread(markers: Sequence[Marker | None], index: int, style: Style) -> bool:
    """Whether a paragraph may have lost its number of this style to another style, or to a speck taken for a dash."""
    marker = markers[index]
    if marker is None:
        return True
    if style is not Style.ROMAN:
        return marker.style is Style.DASH and style in (Style.ARABIC, Style.ARABIC_2)
    following = next((m for m in markers[index + 1 :] if m is not None and m.style <= Style.ARABIC), None)
    # An arabic one that no two follows but a Roman numeral: "1. Tuyên truyền", "II. Tập huấn".
    is_alone = following is not None and following.style is Style.ROMAN
    return is_alone and marker.style is Style.ARABIC and marker.label in ("1", "11", "111")


def _damaged(text: str, style: Style, prefix: str) -> tuple[Mapping[int, float], int] | None:
    """The numbers that a damaged sign can stand for, each with its cost, and where the text behind it begins."""
    if style is Style.ARABIC_2:
        match = _DAMAGED_ARABIC_2.match(text)
        if match is None or int(prefix[:-1]) not in _numbers(match["prefix"]) or not re.search(r"\d", match[0]):
            return None
        return _shapes(match["sign"], style), match.end()
    damaged = _DAMAGED_SIGNS.get(style, _AFTER_DASH if text[0] in "-–" else _DAMAGED_ARABIC)
    match = None if _SYMBOL.match(text) else damaged.match(text)
    if match is None:
        return None
    sign = match["sign"] or match.groupdict().get("bare") or ""  # only an arabic number can stand bare
    shapes = _shapes(sign, style)
    return (shapes, match.end()) if shapes or not sign.isalnum() else None


def _is_line(text: str) -> bool:
    return len(text) <= _MAX_LINE and not text.endswith(_NO_HEADING_END)


def _can_head(texts: Sequence[str], markers: Sequence[Marker | None], index: int) -> bool:
    """Whether a paragraph is a line that can head what follows it."""
    text = texts[index]
    label, colon, rest = text.partition(":")
    if not text[:1].isupper() or not 2 <= len(text.split()) <= _MAX_WORDS or " | " in text:
        return False
    if colon and not _is_line(text):
        return opens_with_kind(label) and not rest.lstrip()[:1].islower()
    following = markers[index + 1] if index + 1 < len(texts) else None
    has_content = index + 1 < len(texts) and (following is None or following.style > Style.ARABIC_3)
    return _is_line(text) and not colon and (has_content or opens_with_kind(text))


@cache
def _look_alikes(table: str) -> Mapping[str, tuple[str, ...]]:
    """For each sign that scans give back, the printed signs that it can stand for."""
    found: dict[str, list[str]] = {}
    for printed, signs in load_table("numbering")[table].items():
        for sign in dict.fromkeys(printed + signs):
            found.setdefault(sign, []).append(printed)
    return {sign: tuple(row) for sign, row in found.items()}


@cache
def _numbers(sign: str) -> tuple[int, ...]:
    """The numbers that a sign of one or two characters can stand for."""
    digits = [_look_alikes("digits").get(character, ()) for character in sign]
    return tuple(sorted({int("".join(row)) for row in product(*digits)} - {0}))


@cache
def _shapes(sign: str, style: Style) -> Mapping[int, float]:
    """The numbers that a sign has the shape of, each with what it costs to read it so."""
    if style is Style.ROMAN:
        return _roman_shapes(sign.translate(STROKES))
    if style not in _LETTERED:
        return dict.fromkeys(_numbers(sign), _DAMAGED)
    table, alphabet = _LETTERED[style]
    printed = _look_alikes(table).get(sign, ()) if len(sign) == 1 else ()
    return {
        alphabet.index(letter) + 1: _TWIN if {letter.lower(), sign.lower()} == {"d", "đ"} else _DAMAGED
        for letter in printed
        if letter in alphabet
    }


def _roman_shapes(token: str) -> Mapping[int, float]:
    """The numerals that a token of I, V and X can stand for: a stroke or two more or less, V and X as they are."""
    found = {}
    for number in range(1, _MAX_ROMAN + 1):
        numeral = to_roman(number)
        strokes = abs(numeral.count("I") - token.count("I"))
        if strokes <= _MAX_STROKES and numeral.replace("I", "") == token.replace("I", ""):
            found[number] = _DAMAGED if strokes == 0 else _TWIN
    return found


def _count(candidates: Sequence[_Candidate], style: Style) -> list[int | None]:
    """The cheapest numbering: a number for each candidate, None for those that carry none."""
    best: dict[int, tuple[float, _Way | None]] = {0: (0.0, None)}
    for candidate in candidates:
        following: dict[int, tuple[float, _Way]] = {}
        for last, (cost, way) in best.items():
            for number, price in _choices(candidate, last, style):
                total = cost + price + (_step(last, number, candidate, style) if number is not None else 0.0)
                state = last if number is None else number
                if state not in following or total < following[state][0]:
                    following[state] = (total, _Way(number, way))
        best = dict(sorted(following.items(), key=lambda row: row[1][0])[:_MAX_STATES])
    numbers: list[int | None] = []
    way = min(best.values(), key=lambda row: row[0])[1]
    while way is not None:
        numbers.append(way.number)
        way = way.before
    return numbers[::-1]


def _choices(candidate: _Candidate, last: int, style: Style) -> Iterator[tuple[int | None, float]]:
    """The numbers a candidate can carry behind `last`, and the cost of reading its sign so."""
    if candidate.reading == "printed":
        yield candidate.printed, 0.0
        if candidate.printed == last + 1 or (candidate.printed == last and style is not Style.ROMAN):
            return  # a repeated number is a slip of the typist; a Roman one has lost a stroke
        shape = candidate.costs.get(last + 1)
        yield last + 1, _UNLIKE if shape is None else _TWIN if shape == _TWIN else _LOOK_ALIKE
        return
    yield None, candidate.none
    for number in range(last + 1, last + 4):
        price = candidate.costs.get(number, _SHAPELESS) if candidate.reading == "damaged" else _LOST
        yield number, price


def _step(last: int, number: int, candidate: _Candidate, style: Style) -> float:
    """What it costs that a number follows another."""
    if number > last:
        skipped = number - last - 1
        if style in _LETTERED and _LETTERED[style][1][last : number - 1] in ("đ", "Đ"):
            skipped = 0  # many plans number "d" and then "e"
        return min(_SKIPPED * skipped, _MAX_SKIPPED if last else _LOST_BEGINNING)
    if number == 1 and candidate.reading == "printed":
        return _RESTART
    return _REPEATED if number == last else _BACK
