"""Headings that recognition ran together with the paragraph before or behind them, taken apart again.

A scan can lose the indent that begins a paragraph. Signals in order of authority: capitals against
small letters, which print never mixes in one line; the stop before the heading; the number behind it.
Only a heading that says what headings say is cut out; the text itself stays as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from models.document import Document, Paragraph
from pipeline.letters import CAPITALS, SMALL
from pipeline.segment.kinds import opens_with_kind
from pipeline.segment.markers import is_capitals, read_marker

_MAX_HEADING = 120  # characters
_MIN_HEADING = 8
# "… như sau: I. MỤC ĐÍCH, YÊU CẦU": behind the end of a sentence, capitals to the end of the paragraph.
_AT_END = re.compile(
    r"(?<=[.:;/]) (?P<number>[IVXLHTUl1|]{1,5}[.,:/)–-]{0,2} ?)?"
    rf"(?P<heading>[{CAPITALS}][{CAPITALS} ,.:–-]{{7,119}})$"
)
# "II. NỘI DUNG 1. Tuyên truyền": capitals, then a number or "a)" before a word in small letters.
_AT_START = re.compile(
    rf"(?P<heading>[^{SMALL}]{{8,120}}?) (?=(?:[\dIl|]{{1,2}}[.,/)-]|[aäâ][)}}])\s?[{CAPITALS}][{SMALL}])"
)


def split_merged(document: Document) -> Document:
    """The document with such paragraphs cut in two."""
    paragraphs = tuple(part for paragraph in document.paragraphs for part in _parts(document.text, paragraph))
    return document if len(paragraphs) == len(document.paragraphs) else replace(document, paragraphs=paragraphs)


def _parts(text: str, paragraph: Paragraph) -> Iterator[Paragraph]:
    words = text[paragraph.start : paragraph.end]
    cut = None if paragraph.cells else _cut(words)
    if cut is None:
        yield paragraph
        return
    yield replace(paragraph, end=paragraph.start + cut)
    yield replace(paragraph, start=paragraph.start + cut + 1)


def _cut(words: str) -> int | None:
    """The place of the space before or behind the heading; None where a paragraph holds no other."""
    if is_capitals(words):
        return None
    tail = words[-_MAX_HEADING - _MIN_HEADING :]
    at_end = _AT_END.search(tail)
    if at_end and opens_with_kind(at_end["heading"]):
        return len(words) - len(tail) + at_end.start()
    at_start = _AT_START.match(words)
    if at_start is None or not is_capitals(at_start["heading"]):
        return None
    marker = read_marker(at_start["heading"])
    is_heading = opens_with_kind(at_start["heading"][marker.length if marker else 0 :])
    return at_start.end("heading") if is_heading else None
