"""Roman numerals of a plan's parts that recognition spoilt, told by the numerals around them.

The capital I is the letter that recognition loses and mistakes most ("II." for "III.", "1." for
"I.", "TV." for "IV."). The parts of a plan are numbered from I without a gap, so a numeral that
looks like the one expected is that one, where most of the others are exactly what is expected
and the next one shows that the count goes on, or none follows. A last one that is ahead of the
count stays: a heading before it may be lost. Where a numeral looks like nothing expected, the
count ends: what follows is another list, or the plan's own slip.
"""

import re
from collections.abc import Iterator, Sequence

from models.record import ChangeKind
from pipeline.clean.numbers import Rewriting

# A line of capitals that begins with a numeral, or with what one is mistaken for.
_HEADING = re.compile(r"\W{0,2}(?P<label>[IVXLTHUlJ1|!ÌÍ\]]{1,6})(?P<sign>\s?[.,/)\-])\s*(?P<title>.{4,})")
_LOOKS_LIKE = str.maketrans(
    {**dict.fromkeys("lTLJ1|!ÌÍ]", "I"), "H": "II", "U": "II"}  # the strokes that are read so
)
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_CAPITALS = 0.7  # share of capitals among the letters of a title
_LEAST_EXACT = 2  # numerals that have to be what is expected
_EXACT = 0.5  # their share


def find_numeral_repairs(texts: Sequence[str]) -> Iterator[tuple[int, Rewriting]]:
    """The numerals of headings that have to be others, each with the number of its paragraph."""
    headings = [(number, match) for number, text in enumerate(texts) if (match := _heading(text))]
    counted = 0
    for (_, match), expected in zip(headings, _NUMERALS, strict=False):
        if not _looks_like(match["label"], expected):
            break
        counted += 1
    is_exact = [match["label"] == expected for (_, match), expected in zip(headings[:counted], _NUMERALS, strict=False)]
    if sum(is_exact) < max(_LEAST_EXACT, _EXACT * counted):
        return
    for place, (number, match) in enumerate(headings[:counted]):
        is_last = place + 1 == len(headings) and match["label"] not in _NUMERALS[place + 1 :]
        if not is_exact[place] and (is_last or (place + 1 < counted and is_exact[place + 1])):
            start, end = match.span("label")
            yield number, Rewriting(start, end, _NUMERALS[place], ChangeKind.NUMBER, "the numeral that is due")


def _heading(text: str) -> re.Match[str] | None:
    match = _HEADING.match(text)
    if match is None:
        return None
    letters = [character for character in match["title"] if character.isalpha()]
    is_title = bool(letters) and sum(map(str.isupper, letters)) >= _CAPITALS * len(letters)
    return match if is_title else None


def _looks_like(label: str, expected: str) -> bool:
    """Whether a label can be a numeral misread: the same strokes, or one I fewer or more."""
    shape = label.translate(_LOOKS_LIKE)
    return shape.replace("I", "") == expected.replace("I", "") and abs(shape.count("I") - expected.count("I")) <= 1
