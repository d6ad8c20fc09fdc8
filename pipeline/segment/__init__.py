"""The clean text of a plan becomes its outline: the frame and the tree of numbered parts."""

from models.document import Document
from models.outline import Node, Outline, Zone
from models.record import Section, SectionKind
from pipeline.segment.frame import find_frame
from pipeline.segment.joined import join_headings
from pipeline.segment.markers import read_marker
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
    frame = find_frame(document)
    body = document.paragraphs[frame.body[0] : frame.body[1]]
    paragraphs, texts = join_headings(document, body)
    # A row of a table is no heading, whatever its first cell begins with.
    lines = ["" if len(paragraph.cells) > 1 else text for paragraph, text in zip(paragraphs, texts, strict=True)]
    markers = drop_unlikely(lines, order_letters(lines, [read_marker(line) for line in lines]))
    markers = repair_arabic(lines, repair_roman(lines, markers))
    markers = mark_unnumbered(paragraphs, texts, markers)
    return Outline(frame.zones, build_tree(paragraphs, texts, markers))


def build_sections(document: Document, outline: Outline) -> tuple[Section, ...]:
    """The record's section tree: nodes with a heading, and the frame's parts around them."""
    sections = list(_sections(outline.nodes))
    for zone, kind in _FRAME_SECTIONS.items():
        if zone in outline.zones:
            start, end = outline.zones[zone]
            heading = "Nơi nhận" if zone is Zone.RECIPIENTS else ""
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
