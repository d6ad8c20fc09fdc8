"""Words that are no print: what recognition makes of seals, pen strokes, punch holes and specks.

Such words are short, unsure, and stand alone or are of the wrong height. Nothing is dropped
from the line of number and date, where handwriting is read with low confidence: it is kept as
it was read and judged later.
"""

import re
from collections.abc import Sequence
from statistics import median

from models.page import Word
from pipeline.folding import fold

_UNSURE = 0.40
_DOUBTFUL = 0.70
_HEADER = 0.45  # of the page's height: number and date stand above
_NUMBER_OR_DATE = re.compile(r"^s[oe]\W|^so$|^ng?ay\b|^thang$|^nam$|/")
_BULLETS = frozenset("-–—+•*●▪")
_STROKES = frozenset("|¦~^_`´'\"„“”‘’‹›«»\\<>°=¬¡{}[]()*•·.,:;!?/-–—")


def drop_junk(words: Sequence[Word], height: float) -> list[Word]:
    """The words that are print, in the order given; `height` of the page in points."""
    if not words:
        return []
    em = _em_of(words)
    return [
        word
        for word in words
        if not (_is_junk(word, em) or _follows_end_mark(word, words))
        or (word.y0 < _HEADER * height and _is_beside_number_or_date(word, words))
    ]


def _is_junk(word: Word, em: float) -> bool:
    confidence = 1.0 if word.confidence is None else word.confidence
    letters = sum(character.isalnum() for character in word.text)
    tall = word.y1 - word.y0
    if letters == 0:
        if set(word.text) <= _BULLETS:
            return confidence < _UNSURE / 2
        return confidence < (_DOUBTFUL if set(word.text) <= _STROKES else _UNSURE)
    if tall > 2.2 * em and letters <= 3:
        return confidence < _DOUBTFUL
    if tall < 0.35 * em:
        return confidence < _DOUBTFUL
    return letters <= 2 and confidence < _UNSURE / 2 and not word.text.isdigit()


def _follows_end_mark(word: Word, words: Sequence[Word]) -> bool:
    """Whether a short word stands after the mark "./." that ends a plan, where clerks put their initials."""
    middle = (word.y0 + word.y1) / 2
    return sum(character.isalnum() for character in word.text) <= 4 and any(
        other.text.endswith("./.") and other.y0 <= middle <= other.y1 and other.x1 <= word.x0 for other in words
    )


def _is_beside_number_or_date(word: Word, words: Sequence[Word]) -> bool:
    middle = (word.y0 + word.y1) / 2
    return any(
        other.y0 <= middle <= other.y1 and other is not word and _NUMBER_OR_DATE.search(fold(other.text))
        for other in words
    )


def _em_of(words: Sequence[Word]) -> float:
    heights = [word.y1 - word.y0 for word in words if len(word.text) > 1]
    return median(heights) if heights else 10.0
