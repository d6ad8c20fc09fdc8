"""Roman numerals that recognition spoilt, told by the numerals around them or by what they count.

The capital I is the letter that recognition loses and mistakes most ("II." for "III.", "1." for
"I.", "TV." for "IV."). The parts of a plan are numbered from I without a gap, so a numeral that
looks like the one expected is that one, where most of the others have the strokes that are
expected and a later one shows that the count goes on, or none follows. A last one that is ahead of
the count stays: a heading before it may be lost. A numeral that is ahead of what is expected and
like nothing expected, or that the next one follows, shows that headings are lost; the count goes on
from there. Where a numeral
looks like nothing expected otherwise, the count ends: what follows is another list, or the plan's
own slip.

A year has four quarters, so "quý 11", "quý H" and "quý HI" are II, II and III. A lone 1 stays: quarters
are written with digits, too. Months and hours are written with digits alone: "II" is 11 between "tháng"
and "năm", and before "giờ".
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
_LEAST_CLEAR = 2  # numerals that have to have the strokes expected
_CLEAR = 0.5  # their share
_MOST_LOST = 2  # headings in a row that are not found
_QUARTERS = 4
_QUARTER = re.compile(r"(?<=[Qq]uý )(?P<label>[1IlHTLÌÍ]{1,3}V?)(?=(?:[/,.;:)]|\s|$))")
_ELEVEN = re.compile(r"(?<=tháng )II(?= năm\b)|(?<!\w)II(?= giờ\b)")


def find_numeral_repairs(texts: Sequence[str]) -> Iterator[tuple[int, Rewriting]]:
    """The numerals of headings, quarters, months and hours that have to be others, with their paragraphs' numbers."""
    yield from _of_headings(texts)
    for number, text in enumerate(texts):
        for match in _QUARTER.finditer(text) if "uý " in text else ():
            label = match["label"]
            numeral = label.translate(_LOOKS_LIKE)
            if label != "1" and label != numeral and numeral in _NUMERALS[:_QUARTERS]:
                yield number, Rewriting(*match.span(), numeral, ChangeKind.NUMBER, "a year has four quarters")
        for match in _ELEVEN.finditer(text) if "II " in text else ():
            yield number, Rewriting(*match.span(), "11", ChangeKind.NUMBER, "months and hours are written with digits")


def _of_headings(texts: Sequence[str]) -> Iterator[tuple[int, Rewriting]]:
    headings = [(number, match) for number, text in enumerate(texts) if (match := _heading(text))]
    counted = _count([match["label"] for _, match in headings])
    labels = [match["label"] for _, match in headings[: len(counted)]]
    is_clear = [label.translate(_LOOKS_LIKE) == numeral for label, numeral in zip(labels, counted, strict=True)]
    if sum(is_clear) < max(_LEAST_CLEAR, _CLEAR * len(counted)):
        return
    for place, (label, numeral) in enumerate(zip(labels, counted, strict=True)):
        is_last = place + 1 == len(headings) and label not in _NUMERALS[_NUMERALS.index(numeral) + 1 :]
        if label != numeral and (is_clear[place] or is_last or any(is_clear[place + 1 :])):
            number, match = headings[place]
            yield number, Rewriting(*match.span("label"), numeral, ChangeKind.NUMBER, "the numeral that is due")


def _count(labels: Sequence[str]) -> list[str]:
    """The numerals that the first labels stand for, as far as the count goes."""
    counted: list[str] = []
    due = 0
    for label, after in zip(labels, [*labels, ""][1:], strict=True):
        if due >= len(_NUMERALS):
            break
        ahead = _NUMERALS.index(label) if label in _NUMERALS[due + 1 : due + 1 + _MOST_LOST] else None
        is_like = _looks_like(label, _NUMERALS[due])
        goes_on = ahead is not None and after.translate(_LOOKS_LIKE) in _NUMERALS[ahead + 1 : ahead + 2]
        if counted and ahead is not None and (goes_on or not is_like):
            due = ahead
        elif not is_like:
            break
        counted.append(_NUMERALS[due])
        due += 1
    return counted


def _heading(text: str) -> re.Match[str] | None:
    match = _HEADING.match(text)
    if match is None or text.startswith("T/M"):
        return None
    letters = [character for character in match["title"] if character.isalpha()]
    is_title = bool(letters) and sum(map(str.isupper, letters)) >= _CAPITALS * len(letters)
    return match if is_title else None


def _looks_like(label: str, expected: str) -> bool:
    """Whether a label can be a numeral misread: the same strokes, or one I fewer or more."""
    shape = label.translate(_LOOKS_LIKE)
    return shape.replace("I", "") == expected.replace("I", "") and abs(shape.count("I") - expected.count("I")) <= 1
