"""What recognition gives: pages of lines of words, in reading order, each with its place."""

from dataclasses import dataclass
from enum import StrEnum

from models.record import TextOrigin


class Region(StrEnum):
    """The part of the page a line stands in, where the layout tells it; `BODY` where it does not.

    `FURNITURE` (page numbers, running heads) and `STAMP` (arrival stamps, e-signature blocks,
    seal lettering) are kept with the page, but are no text of the plan.
    """

    LETTERHEAD = "letterhead"
    BODY = "body"
    TABLE = "table"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    FURNITURE = "furniture"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was read. The box is in PDF points from the page's top-left corner.

    A word written by hand has been judged: from 0.9 on its confidence means certain, up to 0.5
    doubtful, below 0.3 not legible. `alternatives` are its other readings, likeliest first.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float | None  # 0..1; None for a text layer
    is_handwritten: bool = False
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, or of a text file.

    `words` is empty for plain text; otherwise `text` is the words joined by single spaces.
    `starts_paragraph` is True or False where the layout shows it, None where only the text
    can tell. Lines of one table cell share (`table`, `row`, `column`), all counted from 0.
    """

    text: str
    words: tuple[Word, ...] = ()
    region: Region = Region.BODY
    starts_paragraph: bool | None = None
    is_centred: bool = False
    is_bold: bool | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page in reading order. `width` and `height` in PDF points, 0 for plain text.

    `problem` is the reason, fit for a user, why a page could not be read; its lines are
    then empty and the document goes on without it.
    """

    number: int  # from 1
    width: float
    height: float
    lines: tuple[Line, ...]
    text_origin: TextOrigin
    dpi: int | None = None
    rotation: int = 0
    ocr_confidence: float | None = None  # mean over words weighted by length, 0..1
    preparation: tuple[str, ...] = ()
    problem: str | None = None
