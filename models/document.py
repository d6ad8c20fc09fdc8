"""The clean text of a document with the way back to every character of its source."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from models.evidence import Box, Evidence
from models.page import Region
from models.record import ChangeKind


class PlacedWord(NamedTuple):
    """A word of the raw text: its span in `Document.raw`, its page and its box in points.

    `is_handwritten` and `alternatives` are those of the `Word`.
    """

    start: int
    end: int
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float | None
    is_handwritten: bool = False
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading, list item or table row: `Document.text[start:end]`, without line breaks.

    `cells` holds the spans of a table row's cells from left to right, empty elsewhere; rows
    with the same `table` (counted from 0 over the document) belong together.
    """

    start: int
    end: int
    page: int
    region: Region = Region.BODY
    is_centred: bool = False
    is_bold: bool | None = None
    table: int | None = None
    cells: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A correction: `before` was read, `after` stands at `start`..`end` of the text instead."""

    start: int
    end: int
    before: str
    after: str
    kind: ChangeKind
    reason: str
    confidence: float  # 0..1, how likely it is right


@dataclass(frozen=True)
class Document:
    """The clean text, its paragraphs, and the map back to the raw text, pages and boxes.

    `text` is NFC, one paragraph a line, one space between words. `raw_offsets[i]` is the
    offset in `raw` of the character that `text[i]` was made from; it never falls, and has one
    entry more than `text` for the end. `page_starts[n]` is the offset in `raw` at which page
    `n + 1` begins. `words` is in the order of `raw` and empty for plain text. `changes` are the
    corrections in the order of the text.
    """

    text: str
    raw: str
    raw_offsets: Sequence[int]
    paragraphs: tuple[Paragraph, ...]
    page_starts: tuple[int, ...] = (0,)
    words: tuple[PlacedWord, ...] = ()
    changes: tuple[Change, ...] = ()
    _word_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.raw_offsets) != len(self.text) + 1:
            raise ValueError("raw_offsets needs one entry a character of the text, and one for its end")
        object.__setattr__(self, "_word_starts", tuple(word.start for word in self.words))

    def page_at(self, offset: int) -> int:
        """The page number, from 1, on which the character at `offset` of the text stands."""
        return max(1, bisect_right(self.page_starts, self.raw_offsets[offset]))

    def page_start(self, page: int) -> int:
        """The offset in the text of the first character of `page` (from 1) or of the next page that has one."""
        return self.text_at(self.page_starts[page - 1])

    def text_at(self, raw_offset: int) -> int:
        """The offset in the text of the first character made from `raw[raw_offset]` or from what follows it."""
        return bisect_left(self.raw_offsets, raw_offset, 0, len(self.text))

    def words_of(self, start: int, end: int) -> tuple[PlacedWord, ...]:
        """The source words that `text[start:end]` touches, in reading order."""
        if end <= start or not self.words:
            return ()
        raw_start, raw_end = self.raw_offsets[start], self.raw_offsets[end - 1] + 1
        first = max(0, bisect_right(self._word_starts, raw_start) - 1)
        last = bisect_left(self._word_starts, raw_end)
        return tuple(word for word in self.words[first:last] if word.end > raw_start)

    def evidence(self, start: int, end: int) -> Evidence:
        """The evidence for `text[start:end]`: raw letters, page, a box a line, confidence."""
        words = self.words_of(start, end)
        raw_end = self.raw_offsets[end - 1] + 1 if end > start else self.raw_offsets[start]
        while raw_end < len(self.raw) and unicodedata.combining(self.raw[raw_end]):
            raw_end += 1  # marks that belong to the last letter, in decomposed text
        confidences = [(word.confidence, word.end - word.start) for word in words if word.confidence is not None]
        weight = sum(length for _, length in confidences)
        return Evidence(
            start=start,
            end=end,
            text=self.text[start:end],
            raw=self.raw[self.raw_offsets[start] : raw_end],
            page=self.page_at(start),
            boxes=_line_boxes(words),
            ocr_confidence=round(sum(c * n for c, n in confidences) / weight, 4) if weight else None,
        )

    @cached_property
    def paragraph_starts(self) -> tuple[int, ...]:
        """Where each paragraph begins, for looking up the paragraph of an offset."""
        return tuple(paragraph.start for paragraph in self.paragraphs)

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that holds `offset`, or the last one before it."""
        return self.paragraphs[max(0, bisect_right(self.paragraph_starts, offset) - 1)]


def _line_boxes(words: Sequence[PlacedWord]) -> tuple[Box, ...]:
    """One box a line of print: words join the line while they overlap it in height and go right."""
    boxes: list[list[float]] = []
    pages: list[int] = []
    for word in words:
        if boxes and pages[-1] == word.page:
            box = boxes[-1]
            overlap = min(box[3], word.y1) - max(box[1], word.y0)
            if overlap > 0.4 * min(box[3] - box[1], word.y1 - word.y0) and word.x0 >= box[2] - 2.0:
                box[1], box[2], box[3] = min(box[1], word.y0), max(box[2], word.x1), max(box[3], word.y1)
                continue
        boxes.append([word.x0, word.y0, word.x1, word.y1])
        pages.append(word.page)
    return tuple(
        Box(page=page, x0=round(x0, 1), y0=round(y0, 1), x1=round(x1, 1), y1=round(y1, 1))
        for page, (x0, y0, x1, y1) in zip(pages, boxes, strict=True)
    )
