"""Headings that print spread over two paragraphs, put together.

Four causes: "PHẦN THỨ NHẤT" and its title stand on lines of their own; a number was torn from its
heading; a long heading in capitals goes on in the next line; the name of an office broke off before
its dash. Signals in order of authority: a number that nothing follows; the last word of the line
before, which cannot end a heading; its length. Only paragraphs that begin with no number are ever
joined to another.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from models.document import Document, Paragraph
from pipeline.folding import fold
from pipeline.segment.kinds import heading_kinds, opens_with_kind
from pipeline.segment.markers import Marker, Style, is_capitals, read_marker, roman_value

_MAX_TITLE = 200  # characters of the second line
_FULL_LINE = 45  # characters: a shorter line in capitals had room for the next one's first word
_BARE_NUMBER = re.compile(r"(?P<label>[IVX]{1,5}|\d{1,2})\s?[.)/–-]?")
# An office whose name may go on behind a dash, at the end of a heading: "…, Phòng Tài chính".
_OFFICE = re.compile(r"\b(?:Phòng|Sở|Bộ|Ban|Đài|Trung tâm)(?: [^\W\d_]+){1,4}$")
_UNFINISHED = re.compile(r"(?:[,–(-]|\b(?:va|cua|ve|voi|cho|cac|nhung|tai|trong|theo|doi|cap|cong tac|giai doan|nam))$")
_NAMED_STYLES = (Style.PART, Style.CHAPTER, Style.ARTICLE)


def join_headings(document: Document, paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[str]]:
    """The paragraphs with such headings in one, and their texts; a line break becomes a space."""
    joined: list[Paragraph] = []
    texts: list[str] = []
    printed = [document.text[paragraph.start : paragraph.end] for paragraph in paragraphs]
    for paragraph, text, following in zip(paragraphs, printed, [*printed[1:], ""], strict=False):
        if joined and (
            _goes_on(joined[-1], texts[-1], paragraph, text)
            or _is_rest_of_name(joined[-1], texts[-1], paragraph, text, following)
        ):
            joined[-1] = replace(joined[-1], end=paragraph.end)
            texts[-1] = document.text[joined[-1].start : paragraph.end].replace("\n", " ")
        else:
            joined.append(paragraph)
            texts.append(text)
    return joined, texts


def _goes_on(before: Paragraph, first: str, after: Paragraph, second: str) -> bool:
    """Whether the paragraph `second` is the rest of the heading `first`."""
    if before.table is not None or after.table is not None or len(second) > _MAX_TITLE:
        return False
    marker = read_marker(first)
    if marker is None and not is_capitals(first) and not _BARE_NUMBER.fullmatch(first):
        return False
    if read_marker(second) is not None:
        return False
    if marker is not None and marker.style in _NAMED_STYLES and marker.length == len(first):
        return not second.rstrip().endswith((".", ";", ":", ","))
    bare = _BARE_NUMBER.fullmatch(first)
    if bare:
        is_number = bare["label"].isdigit() or roman_value(bare["label"]) > 0
        return is_number and bool(heading_kinds(second)) and not second.endswith((".", ";"))
    return _is_rest_of_capitals(first, marker, second)


def _is_rest_of_name(before: Paragraph, first: str, after: Paragraph, second: str, third: str) -> bool:
    """Whether a lone dash goes on with a name that broke off before it: "… Phòng Lao động" / "- Thương binh và Xã hội".

    A list has more than one dash, or stops at its end; names such as "Tài chính - Kế hoạch" have neither.
    """
    marker = read_marker(first)
    if before.table is not None or after.table is not None or marker is None or marker.style >= Style.LETTER:
        return False
    is_dash = _OFFICE.search(first) is not None and re.match(r"[-–]\s[^\W\d_]", second) is not None
    is_open = not re.search(r"[.;:,!?]$", first) and not re.search(r"[.;:,!?]$", second)
    return is_dash and is_open and bool(third) and not re.match(r"[-–+]", third)


def _is_rest_of_capitals(first: str, marker: Marker | None, second: str) -> bool:
    if not (is_capitals(first) and is_capitals(second)) or first.endswith((".", ";", ":", "!")):
        return False
    if second.startswith(("“", '"')) or second.endswith("!"):
        return False
    if marker is None and not opens_with_kind(first):
        return False
    if _UNFINISHED.search(fold(first)):
        return True
    return len(first) >= _FULL_LINE and marker is not None and not opens_with_kind(second)
