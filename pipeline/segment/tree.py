"""The tree of a plan's numbered parts, and which of them carry a heading.

Signals in order of authority: the numbering style (a Roman numeral or "Phần" always heads a
section); what stands below it; the words of headings (table `headings`); length and end of
the line; bold print; what its brothers under the same number style are. A numbered paragraph
that is no heading stays a numbered item of the section that holds it.
"""

import re
from dataclasses import dataclass, field

from models.document import Document, Paragraph
from models.lexicon import load_table
from models.outline import Node
from models.record import SectionKind
from pipeline.segment.kinds import heading_kinds
from pipeline.segment.markers import Marker, Style, is_capitals

_MAX_HEADING = 190  # characters; longer numbered paragraphs are sentences
_MAX_RUN_IN = 90
_TRAILING = " .:;,-–/*"


@dataclass
class Part:
    """A paragraph with its marker and what stands below it, before headings are decided."""

    paragraph: Paragraph
    text: str
    marker: Marker | None
    children: list["Part"] = field(default_factory=list)
    end: int = 0


def build_tree(document: Document, paragraphs: list[Paragraph], markers: list[Marker | None]) -> tuple[Node, ...]:
    """The nodes of the body's top level, in reading order, with everything below them."""
    roots: list[Part] = []
    stack: list[Part] = []
    for paragraph, marker in zip(paragraphs, markers, strict=True):
        text = document.text[paragraph.start : paragraph.end]
        part = Part(paragraph, text, marker, end=paragraph.end)
        if marker is None and _is_capital_heading(part):
            part.marker = marker = Marker(_top_style(markers), "", 0, 0, 0.7)
        while stack and not _is_above(stack[-1], marker):
            stack.pop()
        (stack[-1].children if stack else roots).append(part)
        if marker is not None:
            stack.append(part)
    for part in roots:
        _set_end(part)
    return tuple(_nodes(roots, 1, ()))


def _is_above(upper: Part, marker: Marker | None) -> bool:
    """Whether a part with `marker` stands below `upper`; plain paragraphs follow bullets as brothers."""
    if upper.marker is None:
        return False
    if marker is None:
        return upper.marker.style < Style.DASH
    return upper.marker.style < marker.style


def _top_style(markers: list[Marker | None]) -> Style:
    return min((marker.style for marker in markers if marker is not None), default=Style.ROMAN)


def _is_capital_heading(part: Part) -> bool:
    """An unnumbered heading: capitals, short, and saying what headings say."""
    return (
        is_capitals(part.text)
        and len(part.text) < 120
        and part.paragraph.table is None
        and bool(heading_kinds(part.text))
    )


def _set_end(part: Part) -> None:
    for child in part.children:
        _set_end(child)
        part.end = max(part.end, child.end)


def _nodes(parts: list[Part], level: int, parent_kinds: tuple[SectionKind, ...]) -> list[Node]:
    headings = {id(part): _heading_end(part) for part in parts}
    _follow_brothers(parts, headings)
    nodes = []
    for part in parts:
        marker, start = part.marker, part.paragraph.start
        content_start = start + (marker.length if marker else 0)
        relative_end = headings[id(part)]
        heading = part.text[marker.length if marker else 0 : relative_end].strip(_TRAILING) if relative_end else ""
        kinds = (heading_kinds(heading) or _inherited(level, parent_kinds)) if heading else ()
        if heading and level > 1 and not _says_kind(heading, kinds, parent_kinds):
            kinds = _inherited(level, parent_kinds)
        nodes.append(
            Node(
                label=marker.label if marker else "",
                heading=heading,
                kinds=kinds,
                level=level,
                start=start,
                content_start=content_start,
                heading_end=start + relative_end if heading else content_start,
                head_end=part.paragraph.end,
                end=part.end,
                page=part.paragraph.page,
                confidence=round((marker.confidence if marker else 1.0) * (1.0 if level == 1 else 0.9), 2),
                children=tuple(_nodes(part.children, level + 1, kinds or parent_kinds)),
            )
        )
    return nodes


def _inherited(level: int, parent_kinds: tuple[SectionKind, ...]) -> tuple[SectionKind, ...]:
    """The kinds of a heading that names none: its parent's first, or `other` at the top."""
    return parent_kinds[:1] if parent_kinds and level > 1 else (SectionKind.OTHER,)


def _says_kind(heading: str, kinds: tuple[SectionKind, ...], parent_kinds: tuple[SectionKind, ...]) -> bool:
    """Whether a lower heading's own words decide its kind: a short one, not a body's or task's name."""
    return bool(kinds) and (len(heading.split()) <= 12 or kinds[0] in parent_kinds)


def _heading_end(part: Part) -> int:
    """Where the heading of a part ends inside its paragraph; 0 where it has none."""
    marker, text = part.marker, part.text
    if marker is None or marker.style >= Style.DASH:
        return 0
    if marker.style <= Style.ROMAN:
        return _top_heading_end(text, marker)
    body = text[marker.length :]
    run_in = _run_in_end(text, marker)
    if not run_in and part.children and len(body) <= _MAX_HEADING and _is_heading_line(body):
        return len(text)
    return run_in


def _top_heading_end(text: str, marker: Marker) -> int:
    """A Roman or Part heading is the whole line, unless a sentence in small letters follows the capitals."""
    if is_capitals(text) or len(text) < _MAX_HEADING:
        return _run_in_end(text, marker, any_words=True) or len(text)
    capitals = re.match(r"(?:[^a-zà-ỹđ]{8,}?)(?=[.:]?\s[A-ZĐÀ-Ỹ]?[a-zà-ỹđ])", text[marker.length :])
    if capitals:
        return marker.length + capitals.end()
    return _run_in_end(text, marker) or min(len(text), _MAX_HEADING)


def _is_heading_line(body: str) -> bool:
    """A line that can head what follows: no sentence stop at its end, or a lone short clause."""
    if body.rstrip().endswith((";", ",")):
        return False
    if body.rstrip().endswith(".") and not body.rstrip().endswith("..."):
        return len(body) < 130 and heading_kinds(body) != ()
    return True


def _run_in_end(text: str, marker: Marker, *, any_words: bool = False) -> int:
    """The end of a heading that a colon parts from its own paragraph ("2. Thời gian: Từ …")."""
    colon = text.find(":", marker.length, marker.length + _MAX_RUN_IN)
    if colon < 0 or not (any_words or text[colon + 1 :].strip()):
        return 0
    heading = text[marker.length : colon]
    if not any_words and not heading_kinds(heading) and len(heading.split()) > 6:
        return 0
    return colon


def _follow_brothers(parts: list[Part], headings: dict[int, int]) -> None:
    """Parts whose numbered brothers carry headings carry one too, even run into the sentence.

    A long paragraph among headings is split before the first word that begins a task
    ("4. Đài Truyền thanh huyện Mở chuyên mục …"); one list of plain items is never mixed.
    """
    for style in (Style.ARABIC, Style.ARABIC_2, Style.ARABIC_3, Style.LETTER):
        brothers = [part for part in parts if part.marker and part.marker.style is style]
        with_heading = [part for part in brothers if headings[id(part)]]
        if not brothers or len(with_heading) * 2 <= len(brothers):
            for part in with_heading:
                if not _stands_as_heading(part, len(brothers)):
                    headings[id(part)] = 0
            continue
        for part in brothers:
            if not headings[id(part)] and part.marker:
                headings[id(part)] = _brother_end(part, part.marker)


def _stands_as_heading(part: Part, brothers: int) -> bool:
    """A heading among plain items needs words of its own that say so."""
    assert part.marker is not None
    body = part.text[part.marker.length :]
    return brothers == 1 or (bool(heading_kinds(body)) and len(body) < 100) or bool(part.paragraph.is_bold)


def _brother_end(part: Part, marker: Marker) -> int:
    """The end of the heading of a part whose brothers have one: its line, or what ran into a sentence.

    Print runs a heading into its sentence without a stop; the sentence then begins with a
    capital word that begins a task.
    """
    text, body = part.text, part.text[marker.length :]
    is_one_clause = ". " not in body and len(body) <= _MAX_HEADING
    if (len(body) <= 110 and not body.rstrip().endswith((";", "."))) or (part.children and is_one_clause):
        return len(text)
    words = "|".join(load_table("headings")["run_in"]["first_words"])
    found = re.search(rf"(?<=[^\W\d_.;:]) (?=(?:{words})\b)", body[:_MAX_HEADING])
    return marker.length + found.start() if found and found.start() >= 8 else 0
