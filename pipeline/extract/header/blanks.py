"""The places of number and day in the letterhead, whether or not something can be read there.

A reviewer is to see the place also where the record holds no value: a blank, or handwriting that
cannot be read, with what it may say.
"""

from dataclasses import dataclass

from models.document import Document
from models.evidence import Evidence
from models.outline import Outline
from pipeline.extract.header.front_matter import Span, find_closing_date, find_front_matter

LEGIBLE_BY_HAND = 0.3  # confidence of handwriting below which it was not read


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands or would stand: itself, or the printed words around its blank.

    `readings` says what handwriting there may read, likeliest first; empty for print and blanks.
    """

    evidence: Evidence
    is_handwritten: bool
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blanks:
    """The places of number and day; None where the document prints none."""

    number: Place | None
    day: Place | None


def find_blanks(document: Document, outline: Outline) -> Blanks:
    """Where number and day of the plan are filled in."""
    front = find_front_matter(document, outline)
    date = front.date or find_closing_date(document, outline)
    return Blanks(
        number=_place(document, front.number.number, front.number.span) if front.number else None,
        day=_place(document, date.day, date.span) if date else None,
    )


def _place(document: Document, filled: Span, line: Span) -> Place:
    words = [word for word in document.words_of(*filled) if word.is_handwritten]
    printed = document.text[slice(*filled)]
    span = line
    if words and printed.strip():
        start = filled[0] + len(printed) - len(printed.lstrip())
        span = (start, start + len(printed.strip()))
    readings = [reading for word in words for reading in (document.raw[word.start : word.end], *word.alternatives)]
    return Place(document.evidence(*span), bool(words), tuple(dict.fromkeys(filter(str.isdigit, readings))))
