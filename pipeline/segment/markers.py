"""The numbers and bullets that plans print before their parts, also when the scan damaged them.

Numbering in plans (Nghị định 30/2020/NĐ-CP, Phụ lục I; Party practice in Hướng dẫn
36-HD/VPTW): Phần I > Chương I > A. > Mục 1 > I. > 1. > 1.1. > a) > - > +, with "đ" after "d".
"""

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

from models.lexicon import load_table
from pipeline.letters import CAPITALS, capital_share


class Style(IntEnum):
    """Numbering styles from the highest to the lowest.

    `LOWER_CAPITAL` is a capital letter below Roman numerals ("I." holds "A."), `PLAIN` a
    heading without a number below the plan's top level, `LABEL` a name before a colon below a
    numbered part ("Đợt 1: …" below "1. Thời gian").
    """

    PART = 0
    CHAPTER = 1
    CAPITAL = 2
    ARTICLE = 3
    ROMAN = 4
    LOWER_CAPITAL = 5
    PLAIN = 6
    ARABIC = 7
    ARABIC_2 = 8
    ARABIC_3 = 9
    LETTER = 10
    LABEL = 11
    DASH = 12
    PLUS = 13


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: its style, label ("II", "2.1", "đ", "-"), number in its sequence, and length."""

    style: Style
    label: str
    number: int
    length: int
    confidence: float = 1.0


_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_TABLE = load_table("numbering")
LETTERS: str = _TABLE["alphabets"]["small"]
CAPITAL_LETTERS: str = _TABLE["alphabets"]["capital"]

# A part is cited as well as headed ("Phần II của Kế hoạch này"): behind the number of a heading
# stands a sign, the end of the line or, in capitals, the title itself. An ordinal in words is the
# number as it is printed ("thứ nhất"); "thứ" before a numeral only points to it.
_NAMED = (
    r"\s+(?:(?:THỨ|thứ)\s+(?=[IVX\d]))?(?P<label>(?:(?:THỨ|Thứ|thứ)\s+)?\w{2,4}|[IVX]{1,5}|\d{1,2}|[A-H])"
    r"(?:\s*[.:/)–-]+\s*|\s*$|\s+(?P<title>(?=\S)))"
)
_PART, _CHAPTER, _ARTICLE = (
    re.compile(rf"(?:{'|'.join(_TABLE['named'][style])}){_NAMED}") for style in ("part", "chapter", "article")
)
# "V.I. Lênin" is no fifth heading.
_ROMAN = re.compile(r"(?P<label>[IVX]{1,6})\s?[.)/,–-]{1,2}\s*(?=[^\W\d_]|[“\"])(?![A-ZĐ]\.)")
_CAPITAL = re.compile(rf"(?P<label>[A-HĐ])\s?(?:[./)]\s*|[:–-]\s+)(?=[{CAPITALS}])")
_ARABIC_3 = re.compile(r"(?P<label>\d{1,2}\.\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)[.)]?\s+(?=\D)")
_ARABIC_2 = re.compile(
    r"(?P<label>\d{1,2}\.\d{1,2})(?:[.)]\s*|\s+)(?=[^\W\d_]|[“\"])(?!(?:tỷ|triệu|nghìn|đồng|ha|km|kg|%)\b)"
)
# "II.1." repeats the numeral of its section.
_COMPOUND = re.compile(r"(?P<label>(?:[IVX]{1,5}|[A-H])\.\d{1,2})(?:[.)]\s*|\s+)(?=[^\W\d_]|[“\"])")
# "1/" and "1-" can be numbers, but "35/NQ-CP" and "06-KH/ĐU" are symbols of documents.
# Behind "2.l." stands no word, but the damaged second number of "2.1.".
_ARABIC = re.compile(
    r"(?P<label>\d{1,2})\s?(?:[.)/][-–](?=\s?[^\W\d_])|[.)]|/(?![A-ZĐ]{2})|[-–](?=\s|[^\W\d_])(?!\s?[A-ZĐ][A-Za-zĐđ]{0,5}[-/]))\s*(?=[^\W\d_]|[“\"(])(?![^\W_]{1,2}\.\s)"
)
_LETTER = re.compile(r"(?P<label>[a-yđ])\s?(?:\)|[./](?=\s))\s*(?=\S)")
_DASH, _PLUS = (
    re.compile(rf"(?P<label>[{re.escape(_TABLE['bullets'][style])}])\s*(?=[^\W_]|[“\"(])") for style in ("dash", "plus")
)
_PATTERNS = (
    (Style.PART, _PART),
    (Style.CHAPTER, _CHAPTER),
    (Style.ARTICLE, _ARTICLE),
    (Style.ARABIC_3, _ARABIC_3),
    (Style.ARABIC_2, _ARABIC_2),
    (Style.ARABIC, _COMPOUND),
    (Style.ROMAN, _ROMAN),
    (Style.CAPITAL, _CAPITAL),
    (Style.ARABIC, _ARABIC),
    (Style.LETTER, _LETTER),
    (Style.DASH, _DASH),
    (Style.PLUS, _PLUS),
)
_NAMED_STYLES = (Style.PART, Style.CHAPTER, Style.ARTICLE)
# Specks of the scan before a number: signs that begin nothing in print, five at most.
_SPECKS = re.compile(r"(?:[^\w\s“\"(+\-–—•●*§$&@©]|_|(?<![^\s_])[-–—*](?=[_.,'`’]))[^\w“\"(]{0,4}_{0,2}\s?(?=[\w])")
_BEHIND_SPECKS = 0.8
_CAPITALS = 0.85  # share of the letters of a text in capitals
_LEAST_LETTERS = 4
_REMEMBERED = 1_000  # paragraphs: each is asked about several times while a plan is outlined


@lru_cache(maxsize=_REMEMBERED)
def read_marker(text: str) -> Marker | None:
    """The marker a paragraph begins with; None where it begins with a word.

    Specks of the scan before a number ("_1- Ban Tổ chức") are part of the marker's length.
    """
    marker = _read_marker(text)
    specks = _SPECKS.match(text) if marker is None else None
    if specks is None:
        return marker
    marker = _read_marker(text[specks.end() :])
    if marker is None or marker.style >= Style.DASH or marker.style <= Style.ARTICLE:
        return None
    return replace(marker, length=marker.length + specks.end(), confidence=_BEHIND_SPECKS)


def _read_marker(text: str) -> Marker | None:
    for style, pattern in _PATTERNS:
        match = pattern.match(text)
        if match:
            if style in _NAMED_STYLES and match["title"] is not None and not is_capitals(text[match.end() :]):
                continue
            label = match["label"]
            number = _number(style, label)
            if number:
                return Marker(style, "-" if style is Style.DASH else label, number, match.end())
    return None


def _number(style: Style, label: str) -> int:
    """The place of a label in its sequence, 0 where it is no label of the style."""
    if style in _NAMED_STYLES:
        return _part_number(label)
    if style is Style.ROMAN:
        return roman_value(label)
    if style is Style.CAPITAL:
        return CAPITAL_LETTERS.find(label) + 1
    if style is Style.LETTER:
        return LETTERS.find(label) + 1
    if style in (Style.DASH, Style.PLUS):
        return 1
    return int(label.rsplit(".", 1)[-1])


def _part_number(label: str) -> int:
    words = _TABLE["ordinals"]["words"]
    ordinal = label.lower().split()[-1]
    if ordinal in words:
        return int(words.index(ordinal)) + 1
    if label.isdigit():
        return int(label)
    return roman_value(label) or ("ABCDEGH".find(label) + 1 if len(label) == 1 else 0)


def roman_value(label: str) -> int:
    """The value of a Roman numeral up to L, 0 for what is none ("IIX", "VX")."""
    total = 0
    values = [_ROMAN_VALUES.get(letter, 0) for letter in label]
    if not values or 0 in values:
        return 0
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return total if to_roman(total) == label else 0


def to_roman(number: int) -> str:
    """The Roman numeral of a number from 1 to 39.

    >>> to_roman(14)
    'XIV'
    """
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


@lru_cache(maxsize=_REMEMBERED)
def is_capitals(text: str) -> bool:
    """Whether a text is printed in capitals, a few damaged letters aside."""
    return capital_share(text, _CAPITALS) >= _CAPITALS and sum(map(str.isalpha, text)) >= _LEAST_LETTERS
