"""Marks of secrecy and urgency: stamped on a page, or printed alone on a line.

A mark of secrecy that is missed does harm, one that is seen where there is none costs a look: it is
therefore also taken where recognition has lost its diacritics, with less confidence.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.document import Document
from models.evidence import Box, Evidence
from models.lexicon import load_table
from models.page import Line, Page, Region
from models.record import TextValue
from pipeline.folding import fold

_LABEL = re.compile(r"^\W*(?:(?:mức )?độ (?:mật|khẩn)\s*:?)?\W*(?P<mark>[^\W\d]+(?: [^\W\d]+){0,3})\W*$", re.IGNORECASE)
_LONGEST = 40  # characters of a line that holds nothing but a mark
_AS_PRINTED, _WITHOUT_MARKS = 0.95, 0.6


@dataclass(frozen=True, slots=True)
class Marks:
    """The highest mark of each kind, `None` where the document bears none."""

    secrecy: TextValue | None = None
    urgency: TextValue | None = None


def find_marks(pages: Sequence[Page], document: Document) -> Marks:
    """The marks on the pages of a document. Where several are seen, the highest counts."""
    found = {name: list(_found(name, pages, document)) for name in ("secrecy", "urgency")}
    best: dict[str, TextValue | None] = {}
    for name, values in found.items():
        order = list(load_table("marks")[name].values())
        best[name] = min(values, key=lambda value: (order.index(value.value), -value.confidence), default=None)
    return Marks(**best)


def _found(name: str, pages: Sequence[Page], document: Document) -> Iterator[TextValue]:
    table: dict[str, str] = load_table("marks")[name]
    for page in pages:
        for line in page.lines:
            if line.table is not None or len(line.text) > _LONGEST:
                continue
            match = _LABEL.match(unicodedata.normalize("NFC", line.text))
            value = table.get(fold(match["mark"])) if match else None
            if match is None or value is None:
                continue
            confidence = _confidence(match["mark"], value, line)
            if confidence:
                yield TextValue(value=value, confidence=confidence, evidence=_evidence(line, page, document))


def _confidence(mark: str, value: str, line: Line) -> float:
    """How sure it is that a line is the mark; 0 for a line of small letters that is no stamp."""
    if not mark.isupper() and line.region is not Region.STAMP:
        return 0.0
    return _AS_PRINTED if mark.lower() == value.lower() else _WITHOUT_MARKS


def _evidence(line: Line, page: Page, document: Document) -> Evidence:
    """The place on the page; a stamp is no text of the plan, so that no words of the text are named."""
    start = document.page_start(page.number)
    boxes: tuple[Box, ...] = ()
    if line.words:
        corners = [(word.x0, word.y0, word.x1, word.y1) for word in line.words]
        left, top, right, bottom = zip(*corners, strict=True)
        box = Box(
            page=page.number,
            x0=round(min(left), 1),
            y0=round(min(top), 1),
            x1=round(max(right), 1),
            y1=round(max(bottom), 1),
        )
        boxes = (box,)
    return Evidence(start=start, end=start, text="", raw=line.text, page=page.number, boxes=boxes)
