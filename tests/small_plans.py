"""A sentence as the body of a plan, for tests of extractors that need no layout."""

import json
from pathlib import Path
from typing import Any

from models.document import Document, Paragraph
from models.outline import Node, Outline, Zone
from models.record import SectionKind

_PHRASES = Path(__file__).parent.parent / "corpus" / "phrases"
_HEADING = "I. PHẦN THỨ NHẤT"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a phrase corpus."""
    return [json.loads(line) for line in (_PHRASES / name).read_text("utf-8").splitlines()]


def small_plan(
    *paragraphs: str, kinds: tuple[str, ...] = ("content",), letterhead: str = ""
) -> tuple[Document, Outline]:
    """A document whose body is one section with the paragraphs, under a letterhead of one line."""
    lines = [*([letterhead] if letterhead else []), _HEADING, *"\n".join(paragraphs).split("\n")]
    text = "\n".join(lines)
    spans, start = [], 0
    for line in lines:
        spans.append((start, start + len(line)))
        start += len(line) + 1
    body = len(letterhead) + 1 if letterhead else 0
    head, *rest = [span for span in spans if span[0] >= body]
    children = tuple(
        Node("", "", (), 2, first, first, first, last, last, page=1, confidence=1.0) for first, last in rest
    )
    section = Node(
        label="I",
        heading=_HEADING[3:],
        kinds=tuple(SectionKind(kind) for kind in kinds),
        level=1,
        start=head[0],
        content_start=head[0] + 3,
        heading_end=head[1],
        head_end=head[1],
        end=len(text),
        page=1,
        confidence=1.0,
        children=children,
    )
    zones = {Zone.LETTERHEAD: (0, body)} if letterhead else {}
    document = Document(
        text=text,
        raw=text,
        raw_offsets=range(len(text) + 1),
        paragraphs=tuple(Paragraph(first, last, page=1) for first, last in spans),
    )
    return document, Outline({**zones, Zone.BODY: (body, len(text))}, (section,))
