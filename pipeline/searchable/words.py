"""The words of a document as its cleaned text spells them, each in its place on the page.

Where cleaning joined what recognition had torn ("hoạ" + "ch"), the whole word stands over the
boxes of its parts; where it split a word, its parts share the box. Lines that are no text of
the plan (page numbers, stamps) keep the letters that were read, so that nothing that can be
seen on the page is missing from a search; a word that cleaning struck out of a line is gone.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.document import Document

_TOKEN = re.compile(r"\S+")
_CELL_BORDER = "|"  # what cleaning puts between the cells of a table row


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One or more words with their box in points from the top-left corner of the upright page.

    `read` is what recognition gave there, `confidence` (0..1) how sure it was on the mean of the words;
    None where the source says nothing of it.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    read: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class TextLine:
    """The words of one line of print on `page` (from 1), in reading order."""

    page: int
    texts: tuple[PlacedText, ...]


@dataclass(slots=True)
class _Unit:
    """Clean words that share source words: those with the numbers `first` to `last`."""

    first: int
    last: int
    texts: list[str]


def place_words(document: Document) -> tuple[TextLine, ...]:
    """The lines of all pages in reading order, as a reader should find them; empty for plain text."""
    units = _units(document)
    lines = []
    for first, end in _line_spans(document):
        here = [unit for number in range(first, end) for unit in units.get(number, ()) if unit.first == number]
        if not here and not any(number in units for number in range(first, end)):
            read = ((number, _raw_text(document, number)) for number in range(first, end))
            here = [_Unit(number, number, [text]) for number, text in read if text]
        texts = tuple(_placed(unit, document) for unit in here)
        if texts:
            lines.append(TextLine(document.words[first].page, texts))
    return tuple(lines)


def _units(document: Document) -> dict[int, list[_Unit]]:
    """The units that each source word has a part in, by the word's number."""
    starts = [word.start for word in document.words]
    if not starts:
        return {}
    line_of = _line_numbers(document)
    found: list[_Unit] = []
    for token in _TOKEN.finditer(document.text):
        for part in _in_one_line(token, document, starts, line_of):
            if found and part.first <= found[-1].last:
                found[-1].last = max(found[-1].last, part.last)
                found[-1].texts += part.texts
            else:
                found.append(part)
    units: dict[int, list[_Unit]] = {}
    for unit in found:
        for number in range(unit.first, unit.last + 1):
            units.setdefault(number, []).append(unit)
    return units


def _in_one_line(
    token: re.Match[str], document: Document, starts: Sequence[int], line_of: Sequence[int]
) -> Iterator[_Unit]:
    """A word of the clean text, in parts where the end of a line goes through it."""
    offsets = document.raw_offsets[token.start() : token.end()]
    if token[0] == _CELL_BORDER and document.raw[offsets[0]] != _CELL_BORDER:
        return
    part: _Unit | None = None
    for letter, offset in zip(token[0], offsets, strict=True):
        number = max(0, bisect_right(starts, offset) - 1)
        if part is None or line_of[number] != line_of[part.last]:
            if part is not None:
                yield part
            part = _Unit(number, number, [""])
        part.last = number
        part.texts[0] += letter
    if part is not None:
        yield part


def _line_numbers(document: Document) -> list[int]:
    return [number for number, (first, end) in enumerate(_line_spans(document)) for _ in range(first, end)]


def _line_spans(document: Document) -> Iterator[tuple[int, int]]:
    """For each line of the raw text that has words, the numbers of the first and of the one behind the last."""
    first = 0
    words = document.words
    for number in range(1, len(words) + 1):
        if number == len(words) or "\n" in document.raw[words[number - 1].end : words[number].start]:
            yield first, number
            first = number


def _raw_text(document: Document, number: int) -> str:
    """The letters of a word as they were read, without those that are no letters at all."""
    word = document.words[number]
    raw = document.raw[word.start : word.end]
    return unicodedata.normalize("NFC", "".join(c for c in raw if unicodedata.category(c)[0] not in "CZ"))


def _placed(unit: _Unit, document: Document) -> PlacedText:
    words = document.words[unit.first : unit.last + 1]
    sure = [word.confidence for word in words if word.confidence is not None]
    return PlacedText(
        text=" ".join(unit.texts),
        x0=min(word.x0 for word in words),
        y0=min(word.y0 for word in words),
        x1=max(word.x1 for word in words),
        y1=max(word.y1 for word in words),
        read=" ".join(_raw_text(document, number) for number in range(unit.first, unit.last + 1)),
        confidence=sum(sure) / len(sure) if sure else None,
    )
