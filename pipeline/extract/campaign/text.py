"""Pieces of text about a campaign: what stands in quotation marks, and what a part says under its heading."""

import re

from models.document import Document
from models.lexicon import load_table
from models.outline import Node
from pipeline.folding import fold

Span = tuple[int, int]

_OPENING = {"“": "”", '"': '"', "«": "»"}
_CLOSING = '”"»“'  # recognition takes one for the other
_EDGE = ' \n\t*_.,;:-–—“”"«»'


def quoted(text: str, start: int, end: int) -> Span | None:
    """The span between the quotation mark at `start` and its closing mark, nested quotations included.

    Where a nested one is never closed, the last closing mark of the line ends both; None where there is none.

    >>> text = "chủ đề: “Thi đua “dạy tốt” là vẻ vang”."
    >>> text[slice(*quoted(text, 8, len(text)))]
    'Thi đua “dạy tốt” là vẻ vang'
    """
    if start >= end or text[start] not in _OPENING:
        return None
    depth = 0
    last: Span | None = None
    for index in range(start + 1, end):
        character = text[index]
        if character == "\n":
            break
        follows = text[index + 1 : index + 2]
        if character == "“" and follows.isalnum():
            depth += 1
        elif character in _CLOSING and not follows.isalnum():
            if depth == 0:
                return start + 1, index
            depth -= 1
            last = start + 1, index
    return last


def node_text(node: Node) -> Span:
    """What a part says itself: behind its marker and heading, without its children.

    Empty where the heading stands alone on its line.
    """
    start = node.heading_end if node.is_section else node.content_start
    return start, max(start, node.head_end)


def stripped_span(document: Document, start: int, end: int) -> Span:
    """The span without white space, Markdown and marks around it; an outer pair of brackets stays."""
    while start < end and document.text[start] in _EDGE and not _opens_quotation(document, start, end):
        start += 1
    while start < end and document.text[end - 1] in _EDGE and not _closes_quotation(document, start, end):
        end -= 1
    return start, end


def _opens_quotation(document: Document, start: int, end: int) -> bool:
    """Whether a quotation begins here that ends before the span does, so that it is a part of the text."""
    if document.text[start] not in "“«":
        return False
    closing = document.text.find("”" if document.text[start] == "“" else "»", start, end)
    return closing != -1 and any(character.isalnum() for character in document.text[closing:end])


def _closes_quotation(document: Document, start: int, end: int) -> bool:
    """Whether a quotation ends here that begins inside the span."""
    if document.text[end - 1] not in "”»":
        return False
    opening = document.text.find("“" if document.text[end - 1] == "”" else "«", start, end)
    return opening > start and any(character.isalnum() for character in document.text[start:opening])


def table_row(part: str, row: str) -> list[str]:
    """A row of the table `campaign`."""
    words: list[str] = load_table("campaign")[part][row]
    return words


def alternatives(part: str, row: str) -> str:
    """The words of a row of the table `campaign`, folded, as the alternatives of a pattern, the longest first."""
    return "|".join(re.escape(fold(word)) for word in sorted(table_row(part, row), key=len, reverse=True))
