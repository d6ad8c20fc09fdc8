"""Lines of number and date that were read as nonsense, because tall writing hides where their print stands.

Number and date stand side by side. Where only one of the two was read and the words at its height
in the other column are unsure, those are to be read once more by themselves.
"""

from collections.abc import Sequence

from models.page import Word
from pipeline.ocr.handwriting.fields import Field, FieldKind

Area = tuple[float, float, float, float]

_HEAD = 0.45  # of the page's height
_UNSURE = 0.6  # mean confidence of a line of nonsense, by length
_FEWEST = 2  # words
_COLUMN = 0.48  # of the width of print, up to which number lines reach; date lines begin there
_LEFT_END = 0.55  # the same for long number lines where no date says more
_APART = 2.5  # capital heights between the lines' middles: one may stand lower than the other
_MARGIN = 1.2  # capital heights around the words


def find_lost_line(words: Sequence[Word], fields: Sequence[Field], height: float) -> Area | None:
    """Where the line of the number or date is to be read again, in the words' unit; None where nowhere."""
    number = next((field for field in fields if field.kind is FieldKind.NUMBER), None)
    day = next((field for field in fields if field.kind is FieldKind.DAY), None)
    known = number or day
    if known is None or (number and day) or known.baseline > _HEAD * height:
        return None
    capital = known.cap_height
    middle = known.baseline - capital / 2
    right_edge = max(word.x1 for word in words)
    start = max(words[known.after.index].x1, _COLUMN * right_edge) if number else 0.0
    end = right_edge if number else _LEFT_END * right_edge
    beside = [
        word
        for word in words
        if start < word.x0 and word.x1 <= end and abs((word.y0 + word.y1) / 2 - middle) < _APART * capital
    ]
    letters = sum(len(word.text) for word in beside)
    if len(beside) < _FEWEST or sum((word.confidence or 0.0) * len(word.text) for word in beside) > _UNSURE * letters:
        return None
    margin = _MARGIN * capital
    return (
        min(word.x0 for word in beside) - margin,
        min(word.y0 for word in beside) - margin,
        max(word.x1 for word in beside) + margin,
        max(word.y1 for word in beside) + margin,
    )


def with_line(words: Sequence[Word], area: Area, found: Sequence[Word]) -> list[Word]:
    """The words with those `found` in place of the area's own."""
    x0, y0, x1, y1 = area
    inside = [
        index
        for index, word in enumerate(words)
        if x0 <= (word.x0 + word.x1) / 2 <= x1 and y0 <= (word.y0 + word.y1) / 2 <= y1
    ]
    at = inside[0] if inside else len(words)
    return [*words[:at], *found, *(word for index, word in enumerate(words[at:], at) if index not in inside)]
