"""How high and where print stands, told from the boxes of words and the letters in them.

Lengths are in capital heights. The proportions are those of Times New Roman, in which plans are
set (Nghị định 30/2020/NĐ-CP, Phụ lục I); other serif faces differ by less than a strip's slack.
"""

import unicodedata
from collections.abc import Sequence
from statistics import median

from models.page import Word

_SMALL_HEIGHT = 0.68
_TALL_SMALL = frozenset("bdđfhkl")
_MARKED_SMALL = 1.02  # à, ă, i and t reach about as high as a capital
_TWICE_MARKED_SMALL = 1.3  # ấ
_MARKED_CAPITAL = 1.33
_TAIL = 0.33
_DOT_BELOW = 0.28
_ABOVE = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309")
_BELOW = "\u0323"
_NARROW_WIDTH = 0.45  # i, l, t, f, r, marks
_SMALL_WIDTH = 0.72
_CAPITAL_WIDTH = 1.03
_DIGIT_WIDTH = 0.755
_NARROW = frozenset("iljtfr.,:;/|-–'’I1⁄")
_SURE = 0.5  # words below are no measure of print


def measure_line(words: Sequence[Word], capital: float | None = None) -> tuple[float, float] | None:
    """The baseline and the height of capitals of the words' line, in their unit; None where no word tells.

    Where `capital` says how high they are, only the baseline is measured.
    """
    heights, feet = [], []
    for word in words:
        letters = sum(character.isalpha() for character in word.text)
        if letters < 2 or (word.confidence is not None and word.confidence < _SURE):
            continue
        above, below = extent_of(word.text)
        heights.append((word.y1 - word.y0) / (above + below))
        feet.append((word, below))
    if not heights:
        return None
    capital = capital or median(heights)
    return median(word.y1 - below * capital for word, below in feet), capital


def width_of(text: str) -> float:
    """About how wide the text is printed, in capital heights."""
    return sum(map(_width, unicodedata.normalize("NFC", text)))


def _width(character: str) -> float:
    if character in _NARROW:
        return _NARROW_WIDTH
    if character.isdigit():
        return _DIGIT_WIDTH
    return _CAPITAL_WIDTH if character.isupper() else _SMALL_WIDTH


def extent_of(text: str) -> tuple[float, float]:
    """How far print of the text reaches above and below its baseline."""
    above = below = 0.0
    for character in unicodedata.normalize("NFC", text):
        decomposed = unicodedata.normalize("NFD", character)
        base, marks = decomposed[0], decomposed[1:]
        over = sum(mark in _ABOVE for mark in marks)
        if base.isupper():
            top = _MARKED_CAPITAL if over else 1.0
        elif base.isalpha():
            top = (_SMALL_HEIGHT, _MARKED_SMALL, _TWICE_MARKED_SMALL)[min(over, 2)]
            top = max(top, _MARKED_SMALL if base in _TALL_SMALL or base in "ijt" else top)
        else:
            top = _MARKED_SMALL if base.isdigit() or base in "/()|" else 0.0
        above = max(above, top)
        tail = _TAIL if base in "gjpqyQ," else 0.0
        below = max(below, _DOT_BELOW if _BELOW in marks else 0.0, tail)
    return max(above, _SMALL_HEIGHT), below
