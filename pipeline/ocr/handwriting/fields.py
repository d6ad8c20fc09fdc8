"""Where a letterhead leaves room for a number, a day and a month, whatever was read there.

The print around tells the place: "Số:" and the symbol behind the slash (a dash in Party documents,
Hướng dẫn 36-HD/VPTW), "ngày", "tháng" and "năm" (Nghị định 30/2020/NĐ-CP, Phụ lục I). Recognition
often glues print and writing into one word ("Z-KH/TU", "ngày13"): such a word is cut where the
print in it must end by its width.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

from models.lexicon import load_table
from models.page import Word
from pipeline.folding import fold
from pipeline.ocr.handwriting.metrics import measure_line, width_of

_HEAD = 0.45  # of the page's height: numbers of plans, and of decisions above them, stand there
_WIDEST = 13.0  # capital heights from print to print: a typed line of dots is about ten
_NEAREST_BEFORE = 2.5  # capital heights without print before "Số", which begins its line
_MOST_OF_A_DATE = 9  # words from "ngày" to the year, with writing that was read as several
_MEASURED_AROUND = 25.0  # capital heights within which words measure the print of a field
_SAME_LINE = 0.6  # of a word's height, by which its middle may lie off that of another on the line

_LIKE_THE_PAGE = (0.85, 1.12)  # of the height of print around it, a letterhead's line is
_NEXT_COLUMN = 9.0  # heights of a label, which no blank of a line is wide
_TOO_WIDE = 1.4  # times the usual width of a word's letters
_LETTERS_OF_A_WORD, _SURE_WORD = 3, 0.8  # writing is not read as that many letters for sure

_NUMBER_LABEL = re.compile(r"s[o06](?:\s?[:;.]|(?=\W|\d|$))")
_MARKS = "/⁄|"
_DASHES = "-–—_"
# A symbol with the mark before it: "-KH/TU" of the Party, "/KH-UBND" of the State, "/KH" alone.
_PARTY_SYMBOL = re.compile(rf"[{_DASHES}]{{1,2}}\s?[a-z]{{1,6}}\s?[{_MARKS}]\s?[a-z]")
_STATE_SYMBOL = re.compile(rf"[{_MARKS}'’`]\s?[a-z]{{1,7}}\s?[{_DASHES}]{{1,2}}(?:\s?[a-z]|$)")
_BARE_SYMBOL = re.compile(rf"[{_MARKS}]\s?[a-z]{{2,7}}$")
_DAY_LABEL = re.compile(r"n[gq]h?a[yv]")
_MONTH_LABEL = re.compile(r"t[hb][ao]n[gq]|thang")
_YEAR_LABEL = re.compile(r"n[ao]m")


Measure = tuple[float, float]  # where a line's baseline is and how high its capitals are


class FieldKind(StrEnum):
    """What is filled into a field."""

    NUMBER = "number"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `[start, end)` of the word at `index`."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """The room between two pieces of print, from `x0` to `x1`, on a line of print; lengths in the words' unit.

    `inside` are the parts of words that were read there, from left to right, none for an empty
    field; `before` and `after` the parts of the words that hold the print on its sides.
    """

    kind: FieldKind
    x0: float
    x1: float
    baseline: float
    cap_height: float
    before: Part
    inside: tuple[Part, ...]
    after: Part


def find_fields(words: Sequence[Word], height: float) -> list[Field]:
    """The fields of a page `height` high, from top to bottom."""
    fields: list[Field] = []
    page = measure_line([word for word in words if word.y0 < _HEAD * height])
    for index, word in enumerate(words):
        key = fold(word.text)
        if (label := _NUMBER_LABEL.match(key)) and word.y0 < _HEAD * height:
            if (field := _number_field(words, index, label.end(), page)) is not None:
                fields.append(field)
        elif day := _DAY_LABEL.search(key):
            fields += _date_fields(words, index, day.end(), page)
    return sorted(fields, key=lambda field: (field.baseline, field.x0))


def _number_field(words: Sequence[Word], index: int, label_end: int, page: Measure | None) -> Field | None:
    line = _line_from(words, index)
    measured = _measure(words, line, page)
    if measured is None:
        return None
    capital = measured[1]
    if _has_print_before(words, index, capital):
        return None
    before = Part(index, 0, label_end)
    # The rest of the label's own word comes first, then the words behind it.
    for number, at in enumerate(line):
        start = label_end if number == 0 else 0
        if words[at].x0 > words[index].x1 + _WIDEST * capital:
            return None
        symbol = _symbol_start(words, line, number, start)
        if symbol is not None:
            behind = words[line[number + 1]] if number + 1 < len(line) else None
            is_near = behind is not None and behind.x0 - words[at].x1 < _NEAREST_BEFORE * capital
            if behind and is_near and behind.text[:1].islower() and len(behind.text) > 1:
                return None  # "số 12/KH-UBND ngày …" within a text
            after = Part(at, symbol, len(words[at].text))
            return _field(FieldKind.NUMBER, words, line, before, after, measured)
    return None


def _measure(words: Sequence[Word], line: Sequence[int], page: Measure | None) -> Measure | None:
    """Baseline and height of a line's print; of few words the height is checked by the page's."""
    measured = measure_line([words[at] for at in line])
    if measured is None or page is None:
        return measured
    least, most = (share * page[1] for share in _LIKE_THE_PAGE)
    capital = min(max(measured[1], least), most)
    return (measured[0], capital) if capital == measured[1] else measure_line([words[at] for at in line], capital)


def _symbol_start(words: Sequence[Word], line: Sequence[int], number: int, start: int) -> int | None:
    """Where in the word the symbol begins, from `start` on; None where it does not."""
    text = words[line[number]].text
    key = fold(text)
    for pattern in (_PARTY_SYMBOL, _STATE_SYMBOL, _BARE_SYMBOL, _known_symbol()):
        for found in pattern.finditer(key, start):
            if next(letter for letter in text[found.start() :] if letter.isalpha()).isupper():
                return found.start()
    is_mark = key in _MARKS and number + 1 < len(line)
    return 0 if is_mark and words[line[number + 1]].text[:1].isupper() else None


@cache
def _known_symbol() -> re.Pattern[str]:
    """The code of a kind of document before a dash, or what a dash was read as; a lost slash is part of the writing."""
    codes = sorted({fold(code) for row in load_table("documents")["types"] for code in row["codes"]}, key=len)
    either = "|".join(map(re.escape, reversed(codes)))
    return re.compile(rf"[{_MARKS}{_DASHES}'’`]?(?<![a-z])(?:{either})\s?[{_DASHES}.'’~=]\s?[a-z]")


def _date_fields(words: Sequence[Word], index: int, day_start: int, page: Measure | None) -> list[Field]:
    """The day between "ngày" and "tháng", and the month between "tháng" and "năm"."""
    line = _line_from(words, index)
    measured = _measure(words, line, page)
    if measured is None:
        return []
    month_label = _find_label(words, line, 0, day_start, _MONTH_LABEL, measured[1])
    if month_label is None or not _is_place_line(words, index, line, measured[1]):
        return []
    before = Part(index, 0, day_start)
    day = _field(FieldKind.DAY, words, line, before, month_label, measured)
    if any(_is_word(words[part.index].text[part.start : part.end], words[part.index]) for part in day.inside):
        return []  # "ngày làm việc trong tháng"
    fields = [day]
    number = line.index(month_label.index)
    end = _label_end(words[month_label.index], month_label.start, _MONTH_LABEL)
    year_label = _find_label(words, line, number, end, _YEAR_LABEL, measured[1])
    if year_label is not None:
        month = Part(month_label.index, month_label.start, end)
        fields.append(_field(FieldKind.MONTH, words, line, month, year_label, measured))
    return fields


def _is_place_line(words: Sequence[Word], index: int, line: Sequence[int], capital: float) -> bool:
    """Whether the date ends its line and stands behind a place and its comma, or alone: no date within a text."""
    if len(line) > _MOST_OF_A_DATE:
        return False
    label = words[index]
    middle, tall = (label.y0 + label.y1) / 2, label.y1 - label.y0
    nearest = max(
        (word for word in words if word.x1 <= label.x0 + 0.5 * capital and _is_on_line(word, middle, tall / 2)),
        key=lambda word: word.x1,
        default=None,
    )
    if nearest is None or label.x0 - nearest.x1 > _NEAREST_BEFORE * capital:
        return True
    return nearest.text[-1:] in ",.;:'’"


def _find_label(
    words: Sequence[Word], line: Sequence[int], number: int, start: int, label: re.Pattern[str], capital: float
) -> Part | None:
    first = words[line[number]]
    for at in line[number:]:
        if words[at].x0 > first.x1 + _WIDEST * capital:
            return None
        key = fold(words[at].text)
        if found := label.search(key, start if at == line[number] else 0):
            return Part(at, found.start(), len(key))
    return None


def _label_end(word: Word, start: int, label: re.Pattern[str]) -> int:
    found = label.match(fold(word.text), start)
    return found.end() if found else len(word.text)


def _field(
    kind: FieldKind,
    words: Sequence[Word],
    line: Sequence[int],
    before: Part,
    after: Part,
    measured: Measure,
) -> Field:
    inside = []
    for at in line[line.index(before.index) : line.index(after.index) + 1]:
        start = before.end if at == before.index else 0
        end = after.start if at == after.index else len(words[at].text)
        if end > start:
            inside.append(Part(at, start, end))
    baseline, capital = measured
    x0 = _cut(words[before.index], before.end, capital, from_left=True)
    x1 = _cut(words[after.index], after.start, capital, from_left=False)
    return Field(kind, x0, max(x1, x0 + 0.2 * capital), baseline, capital, before, tuple(inside), after)


def _cut(word: Word, at: int, capital: float, *, from_left: bool) -> float:
    """Where in a word the character `at` begins, by the width of the print on one side of it."""
    if at in (0, len(word.text)):
        # A word far wider than its letters was read from print and writing that touch.
        usual = width_of(word.text) * capital
        spare = word.x1 - word.x0 - usual if word.x1 - word.x0 > _TOO_WIDE * usual else 0.0
        return word.x1 - spare if at else word.x0 + spare
    # Of both measures the one that leaves more room to the field: the reader knows print from digits.
    printed = word.text[:at] if from_left else word.text[at:]
    width = min(width_of(printed) * capital, (word.x1 - word.x0) * width_of(printed) / width_of(word.text))
    return word.x0 + width if from_left else word.x1 - width


def _line_from(words: Sequence[Word], index: int) -> list[int]:
    """The words on the line of the word at `index` from it on, from left to right."""
    label = words[index]
    middle, tall = (label.y0 + label.y1) / 2, label.y1 - label.y0
    reach = label.x1 + _MEASURED_AROUND * tall
    line = [at for at, word in enumerate(words) if label.x0 <= word.x0 <= reach and _is_on_line(word, middle, tall)]
    line.sort(key=lambda at: (at != index, words[at].x0))
    for number, (at, following) in enumerate(pairwise(line), start=1):
        if words[following].x0 - words[at].x1 > _NEXT_COLUMN * tall:
            return line[:number]  # the next column, or the other page of two on one sheet
    return line


def _is_word(text: str, word: Word) -> bool:
    letters = sum(character.isalpha() for character in text)
    return letters >= _LETTERS_OF_A_WORD and (word.confidence is None or word.confidence > _SURE_WORD)


def _is_on_line(word: Word, middle: float, tall: float) -> bool:
    return abs((word.y0 + word.y1) / 2 - middle) <= _SAME_LINE * max(tall, word.y1 - word.y0)


def _has_print_before(words: Sequence[Word], index: int, capital: float) -> bool:
    label = words[index]
    middle, tall = (label.y0 + label.y1) / 2, label.y1 - label.y0
    return any(
        label.x0 - _NEAREST_BEFORE * capital < word.x1 <= label.x0 + 0.5 * capital
        and sum(character.isalpha() for character in word.text) > 1
        and _is_on_line(word, middle, tall / 2)
        for word in words
        if word is not label
    )
