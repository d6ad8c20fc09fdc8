"""Lines of a plan's frame: paragraphs cut at table cells and bars, free of Markdown and rules."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from models.document import Document
from models.evidence import Evidence
from pipeline.folding import fold

# The capitals of Vietnamese as a character class; their code points are mixed with those of small letters.

# White space, Markdown marks, bars of converted tables, printed rules and the star of Party letterheads.
_MARGIN = r"[\s*_#|~=\\>•·—]"
_LEADING, _TRAILING = re.compile(rf"(?:{_MARGIN}|[-–](?=[-–]))+"), re.compile(rf"(?:{_MARGIN}|(?<=[-–])[-–])+\Z")
_PRINT_ENDS = ".,;:)”"  # with letters and figures, what nearly every line ends with: nothing trails behind it
_CUTS = re.compile(r"[|\t]|<br ?/?>", re.IGNORECASE)  # cells, and the breaks that Markdown keeps in them
_MARKDOWN = re.compile(r"\*{1,3}|_{2,}|`")


@dataclass(frozen=True, slots=True)
class FrameLine:
    """A line `text = Document.text[start:end]` with its folded form `key`, never empty."""

    start: int
    end: int
    text: str
    key: str

    @property
    def is_capitals(self) -> bool:
        """Whether most of the letters are capitals; a line of fewer than two letters is not."""
        letters = [character for character in self.text if character.isalpha()]
        return len(letters) > 1 and sum(letter.isupper() for letter in letters) > 0.7 * len(letters)


def frame_lines(document: Document, start: int, end: int) -> tuple[FrameLine, ...]:
    """The lines that lie in `[start, end)` of the text, cut at its ends, in reading order."""
    return tuple(
        line for first, last in _pieces(document, start, end) if (line := frame_line(document, first, last)) is not None
    )


def frame_line(document: Document, start: int, end: int) -> FrameLine | None:
    """The span as a line without marks around it; None where nothing but marks is left."""
    text = document.text[start:end]
    if leading := _LEADING.match(text):
        start, text = start + leading.end(), text[leading.end() :]
    if text[-1:] not in _PRINT_ENDS and not text[-1:].isalnum() and (trailing := _TRAILING.search(text)):
        text = text[: trailing.start()]
    return FrameLine(start, start + len(text), text, fold(text)) if text else None


def plain(text: str) -> str:
    """The text without Markdown emphasis and with single spaces.

    >>> plain("Số: **195** /KH-UBND")
    'Số: 195 /KH-UBND'
    """
    return " ".join(_MARKDOWN.sub("", text).split())


def read_confidence(evidence: Evidence, ceiling: float) -> float:
    """How sure a value is that was read here: the rule's own sureness, no higher than the recognition's."""
    if evidence.ocr_confidence is None:
        return ceiling
    return round(min(ceiling, evidence.ocr_confidence), 2)


def _pieces(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    for paragraph in document.paragraphs[max(0, bisect_right(document.paragraph_starts, start) - 1) :]:
        if paragraph.start >= end:
            break
        if paragraph.end <= start:
            continue
        for first, last in paragraph.cells or ((paragraph.start, paragraph.end),):
            first, last = max(first, start), min(last, end)
            for cut in _CUTS.finditer(document.text, first, max(first, last)):
                yield first, cut.start()
                first = cut.end()
            if first < last:
                yield first, last
