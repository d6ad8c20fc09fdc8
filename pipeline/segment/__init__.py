"""The clean text of a plan becomes its outline: the frame and the tree of numbered parts.

What heads a part is decided over the whole plan, not line by line. Signals in order of authority:
a printed number that counts on from the one before it in its style; the style that its brothers
carry; the shape of a damaged number, where the count needs it; capitals among small letters; the
words that headings have (table `headings`); bold print, where the source tells it; what stands
below a line; its length and end. A file that holds several plans is taken apart before (`plans`).
"""

from collections.abc import Sequence
from dataclasses import replace

from models.document import Document
from models.outline import Node, Outline, Zone
from models.record import Section, SectionKind
from pipeline.segment.frame import find_frame, heads_appendix
from pipeline.segment.joined import join_headings
from pipeline.segment.markers import Marker, is_capitals, read_marker
from pipeline.segment.merged import split_merged
from pipeline.segment.numbering import repair_numbers
from pipeline.segment.repair import repair_arabic, repair_roman
from pipeline.segment.sequence import drop_unlikely, order_letters
from pipeline.segment.tree import build_tree
from pipeline.segment.unnumbered import mark_unnumbered

__all__ = ["build_sections", "outline_document"]

_FRAME_SECTIONS = {
    Zone.PREAMBLE: SectionKind.PREAMBLE,
    Zone.CLOSING: SectionKind.CLOSING,
    Zone.RECIPIENTS: SectionKind.RECIPIENTS,
    Zone.SIGNATURE: SectionKind.SIGNATURE,
    Zone.APPENDIX: SectionKind.APPENDIX,
}


def outline_document(document: Document) -> Outline:
    """The outline of the plan: its zones, and the nodes of its body from the top level down."""
    document = split_merged(document)
    frame = find_frame(document)
    body = document.paragraphs[frame.body[0] : frame.body[1]]
    paragraphs, texts = join_headings(document, body)
    # A row of a table is no heading, whatever its first cell begins with.
    lines = ["" if len(paragraph.cells) > 1 else text for paragraph, text in zip(paragraphs, texts, strict=True)]
    markers = drop_unlikely(lines, order_letters(lines, [read_marker(line) for line in lines]))
    repaired = repair_numbers(paragraphs, lines, repair_arabic(lines, repair_roman(lines, markers)))
    markers = _as_typed(markers, repaired) if _is_typed(document, markers, repaired) else repaired
    markers = mark_unnumbered(paragraphs, texts, markers)
    return Outline(frame.zones, build_tree(paragraphs, texts, markers))


def _is_typed(document: Document, printed: Sequence[Marker | None], repaired: Sequence[Marker | None]) -> bool:
    """Whether no recognition stands between print and text: numbers are then what they are, skipped or repeated.

    A text file does not tell where it comes from. It was typed where no word of it had to be mended,
    and no sign before a heading ("HI.", "l.") that only recognition makes of a number.
    """
    if document.changes or any(word.confidence is not None for word in document.words):
        return False
    return not any(
        after is not None and after.length and (before is None or before.style is not after.style)
        for before, after in zip(printed, repaired, strict=True)
    )


def _as_typed(printed: Sequence[Marker | None], repaired: Sequence[Marker | None]) -> list[Marker | None]:
    """The markers with the numbers that are printed; a heading without its number keeps its place, and no label."""
    return [
        before or (replace(after, label="") if after is not None else None)
        for before, after in zip(printed, repaired, strict=True)
    ]


def build_sections(document: Document, outline: Outline) -> tuple[Section, ...]:
    """The record's section tree: nodes with a heading, and the frame's parts around them."""
    sections = list(_sections(outline.nodes))
    for zone, kind in _FRAME_SECTIONS.items():
        if zone not in outline.zones:
            continue
        for start, end, heading in _parts_of(document, zone, *outline.zones[zone]):
            sections.append(
                Section(
                    label="",
                    heading=heading,
                    kinds=(kind,),
                    level=1,
                    start=start,
                    end=end,
                    page=document.page_at(start),
                    confidence=0.9,
                )
            )
    return tuple(sorted(sections, key=lambda section: section.start))


def _parts_of(document: Document, zone: Zone, start: int, end: int) -> list[tuple[int, int, str]]:
    """The sections that a part of the frame makes: one for each appendix, else one; with what heads them."""
    if zone is not Zone.APPENDIX:
        return [(start, end, "Nơi nhận" if zone is Zone.RECIPIENTS else "")]
    lines = [paragraph for paragraph in document.paragraphs if start <= paragraph.start < end]
    texts = [document.text[line.start : line.end] for line in lines]
    heads = [number for number, text in enumerate(texts) if number == 0 or heads_appendix(text)]
    ends = [document.text.rfind("\n", 0, lines[number].start) for number in heads[1:]]
    return [
        (lines[number].start, last, _appendix_title(texts[number : number + 2]))
        for number, last in zip(heads, [*ends, end], strict=True)
    ]


def _appendix_title(lines: Sequence[str]) -> str:
    """What an appendix is called: its title in capitals where one stands below its name, else its first line."""
    has_title = heads_appendix(lines[0]) and is_capitals(lines[-1]) and not heads_appendix(lines[-1])
    return lines[-1 if has_title else 0].rstrip(" .:")


def _sections(nodes: tuple[Node, ...]) -> list[Section]:
    """Sections of these nodes; sections below a plain item move up to the item's place."""
    sections: list[Section] = []
    for node in nodes:
        below = _sections(node.children)
        if not node.is_section:
            sections += below
            continue
        sections.append(
            Section(
                label=node.label,
                heading=node.heading,
                kinds=node.kinds,
                level=node.level,
                start=node.start,
                end=node.end,
                page=node.page,
                confidence=node.confidence,
                children=tuple(below),
            )
        )
    return sections
