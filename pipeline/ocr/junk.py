"""Words that are no print: what recognition makes of seals, pen strokes, punch holes and specks.

Such words are short, unsure, and stand alone or are of the wrong height, or they were read
where a surer word was read already. Nothing is dropped beside the labels of number and date,
where handwriting is read with low confidence: it is kept as it was read and judged later.
"""

import re
from collections.abc import Sequence
from statistics import median

from models.page import Word
from pipeline.folding import fold

_UNSURE = 0.40
_DOUBTFUL = 0.70
_SURE = 0.80
_MUCH_SURER = 0.25
_WORTHLESS = 0.10
_NONSENSE = 0.30
_TOO_LONG = re.compile(r"[^\W\d_A-ZĐ]{10}")  # no Vietnamese syllable has more than seven letters
_HEADER = 0.45  # of the page's height: number and date stand above
_SAME_PLACE = 0.6  # of the smaller of two boxes, that lies in the other
_HARDLY_READ = 0.3
_EMS_OF_AN_EDGE = 2.5  # no sign of a plan is as tall; a figure written by hand may be
_EMS_BESIDE_LABEL = 8  # a handwritten number, and the blank it was written into
_TWICE_READ = 0.6  # of a word that another one covers
_NUMBER_LABEL = re.compile(r"^s[oe]\W|^so$")  # "Sở" folds to it as well, but stands within lines
_NUMBER_OR_DATE = re.compile(r"^ng?ay\b|^thang$|^nam$|/")
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
        if not _is_edge(word, em)
        and (
            not (_is_junk(word, words, em) or _is_read_twice(word, words, em) or _follows_end_mark(word, words))
            or (word.y0 < _HEADER * height and _is_beside_number_or_date(word, words, em))
        )
    ]


def _is_edge(word: Word, em: float) -> bool:
    """Whether a sign is the edge of a sheet or of a table: however sure, it would tie lines of print together."""
    return word.y1 - word.y0 > _EMS_OF_AN_EDGE * em and len(word.text) == 1 and not word.text.isdigit()


def _is_junk(word: Word, words: Sequence[Word], em: float) -> bool:
    confidence = 1.0 if word.confidence is None else word.confidence
    letters = sum(character.isalnum() for character in word.text)
    tall = word.y1 - word.y0
    if letters == 0:
        if set(word.text) <= _BULLETS:
            return confidence < _UNSURE / 2
        return confidence < (_DOUBTFUL if set(word.text) <= _STROKES else _UNSURE)
    if confidence < _NONSENSE and _TOO_LONG.search(word.text):
        return True
    if tall > 2.2 * em and letters <= 3:
        return confidence < _DOUBTFUL
    if tall < 0.35 * em:
        return confidence < _DOUBTFUL
    is_scrap = letters <= 2 and confidence < _UNSURE / 2 and not word.text.isdigit()
    return is_scrap and not _is_within_print(word, words, em)


def _is_within_print(word: Word, words: Sequence[Word], em: float) -> bool:
    """Whether sure words stand right before and right after a word, as they do in a line of print."""
    beside = [other for other in words if other is not word and _on_one_line(word, other) and _is_sure(other)]
    return any(0 <= word.x0 - other.x1 <= em for other in beside) and any(
        0 <= other.x0 - word.x1 <= em for other in beside
    )


def _is_read_twice(word: Word, words: Sequence[Word], em: float) -> bool:
    """Whether an unsure word lies in the box of a surer one: marks over letters are read as a line of their own."""
    if word.confidence is None or word.confidence >= _DOUBTFUL:
        return False
    area = max((word.x1 - word.x0) * (word.y1 - word.y0), 0.1)
    # A box as high as two lines may belong to the other one.
    highest = (2.2 if word.confidence < _WORTHLESS else 1.6) * em
    return any(
        (other.confidence is None or other.confidence >= word.confidence + _MUCH_SURER)
        and other.y1 - other.y0 <= highest
        and _shared_area(word, other) >= _TWICE_READ * area
        for other in words
    )


def _shared_area(one: Word, other: Word) -> float:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(across, 0.0) * max(down, 0.0)


def _is_sure(word: Word) -> bool:
    return word.confidence is None or word.confidence >= _SURE


def _on_one_line(word: Word, other: Word) -> bool:
    return other.y0 <= (word.y0 + word.y1) / 2 <= other.y1


def drop_doubles(words: Sequence[Word]) -> list[Word]:
    """The words without those that lie on another: what two readings of a place gave twice, or one of them wrongly.

    Of two words on one place the same word counts once, the surer of the two; beside another word
    only one that was hardly read at all goes.
    """
    return [word for word in words if not any(_doubles(word, other) for other in words if other is not word)]


def _doubles(word: Word, other: Word) -> bool:
    across = min(word.x1, other.x1) - max(word.x0, other.x0)
    down = min(word.y1, other.y1) - max(word.y0, other.y0)
    if across <= 0 or down <= 0:
        return False
    smaller = min((one.x1 - one.x0) * (one.y1 - one.y0) for one in (word, other))
    if across * down < _SAME_PLACE * smaller:
        return False
    sure, other_sure = word.confidence or 0.0, other.confidence or 0.0
    if fold(word.text) == fold(other.text):
        return (sure, word.x0, word.y1) < (other_sure, other.x0, other.y1)
    return sure < _HARDLY_READ <= other_sure


def _follows_end_mark(word: Word, words: Sequence[Word]) -> bool:
    """Whether a short word stands after the mark "./." that ends a plan, where clerks put their initials."""
    middle = (word.y0 + word.y1) / 2
    return sum(character.isalnum() for character in word.text) <= 4 and any(
        other.text.endswith("./.") and other.y0 <= middle <= other.y1 and other.x1 <= word.x0 for other in words
    )


def _is_beside_number_or_date(word: Word, words: Sequence[Word], em: float) -> bool:
    return any(
        max(word.x0 - other.x1, other.x0 - word.x1) <= _EMS_BESIDE_LABEL * em and _is_label(other, words, em)
        for other in words
        if other is not word and _on_one_line(word, other)
    )


def _is_label(word: Word, words: Sequence[Word], em: float) -> bool:
    text = fold(word.text)
    if _NUMBER_OR_DATE.search(text):
        return True
    return bool(_NUMBER_LABEL.search(text)) and not any(
        0 <= word.x0 - other.x1 <= em and _on_one_line(word, other) for other in words
    )


def _em_of(words: Sequence[Word]) -> float:
    heights = [word.y1 - word.y0 for word in words if len(word.text) > 1]
    return median(heights) if heights else 10.0
