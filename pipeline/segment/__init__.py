"""The clean text of a plan becomes its outline: the frame and the tree of numbered parts."""

from models.document import Document
from models.outline import Node, Outline, Zone
from models.record import Section, SectionKind
from pipeline.segment.frame import find_frame
from pipeline.segment.markers import read_marker
from pipeline.segment.repair import repair_arabic, repair_roman
from pipeline.segment.tree import build_tree

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
    paragraphs = list(document.paragraphs[frame.body[0] : frame.body[1]])
    texts = [document.text[paragraph.start : paragraph.end] for paragraph in paragraphs]
    markers = repair_roman(texts, [read_marker(text) for text in texts])
    markers = repair_arabic(texts, markers)
    return Outline(frame.zones, build_tree(document, paragraphs, markers))


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
