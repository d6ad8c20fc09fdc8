"""The tree of a plan's numbered parts, and which of them carry a heading.

Signals in order of authority: the numbering style (a Roman numeral or "Phần" always heads a
section); what stands below it; the words of headings (table `headings`); length and end of
the line; bold print; what its brothers under the same number style are. A numbered paragraph
that is no heading stays a numbered item of the section that holds it.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from models.document import Paragraph
from models.lexicon import load_table
from models.outline import Node
from models.record import SectionKind
from pipeline.segment.kinds import heading_kinds, lower_kinds, opens_with_kind, settle_assignments, title_kinds
from pipeline.segment.markers import Marker, Style, is_capitals
from pipeline.segment.unnumbered import names_stage, opens_list

_MAX_HEADING = 190  # characters; longer numbered paragraphs are sentences
_MAX_LETTER_HEADING = 100  # below the second level headings are short
_MAX_RUN_IN = 90
_MAX_LETTER_LABEL = 12  # words
_MAX_STOPPED = 6  # words of a heading that a stop closes
_MAX_STOPPED_TOP = 14  # words behind a Roman numeral, the same
_MIN_SENTENCE = 4  # words that a heading in capitals can run into
_MAX_BROTHERS_RUN_IN = 170  # where every brother has a name before a colon: bodies named one after the other
# "100% hồ sơ", "12 trường": a count of something; "7h30", "02/9", "15 - 20/8" and "03 ngày" are times.
_COUNT = re.compile(r"\d[\d.,]*\s?(?:%|(?!ngày|giờ|tháng|h\d|h\b|g\d)[^\W\d_])")
_TRAILING = " .:;,-–/*"


@dataclass
class Part:
    """A paragraph with its marker and what stands below it, before headings are decided."""

    paragraph: Paragraph
    text: str
    marker: Marker | None
    children: list["Part"] = field(default_factory=list)
    end: int = 0


def build_tree(paragraphs: list[Paragraph], texts: list[str], markers: list[Marker | None]) -> tuple[Node, ...]:
    """The nodes of the body's top level, in reading order, with everything below them.

    `texts` are the paragraphs' texts, character for character as in the document, but for
    line breaks inside a heading.
    """
    roots: list[Part] = []
    stack: list[Part] = []
    for paragraph, text, marker in zip(paragraphs, texts, markers, strict=True):
        part = Part(paragraph, text, marker, end=paragraph.end)
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


def _set_end(part: Part) -> None:
    for child in part.children:
        _set_end(child)
        part.end = max(part.end, child.end)


def _nodes(parts: list[Part], level: int, parent_kinds: tuple[SectionKind, ...]) -> list[Node]:
    ends = {id(part): _heading_end(part) for part in parts}
    _follow_brothers(parts, ends)
    headings = [_heading(part, ends[id(part)]) for part in parts]
    all_kinds = [
        _kinds(part, heading, level, parent_kinds) if heading else ()
        for part, heading in zip(parts, headings, strict=True)
    ]
    if level == 1 or parent_kinds == (SectionKind.OTHER,):
        all_kinds = settle_assignments(list(zip(headings, all_kinds, strict=True)))
    nodes = []
    for part, heading, kinds in zip(parts, headings, all_kinds, strict=True):
        marker, start = part.marker, part.paragraph.start
        content_start = start + (marker.length if marker else 0)
        relative_end = ends[id(part)]
        if heading and part.text.startswith(heading):
            content_start = start  # a part that is called by its number
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


def _heading(part: Part, end: int) -> str:
    """The printed heading; a part that has its number alone is called by it ("PHẦN THỨ HAI")."""
    if not end or part.marker is None:
        return ""
    heading = part.text[part.marker.length : end].strip(_TRAILING)
    is_named = part.marker.style in (Style.PART, Style.CHAPTER, Style.ARTICLE)
    return heading or (part.text.strip(_TRAILING) if is_named else "")


def _kinds(part: Part, heading: str, level: int, parent_kinds: tuple[SectionKind, ...]) -> tuple[SectionKind, ...]:
    """The kinds of a heading: at the top, and below parts that say nothing themselves, what its words say."""
    is_title = level == 1 or (parent_kinds == (SectionKind.OTHER,) and is_capitals(part.text))
    if is_title or not parent_kinds:
        return title_kinds(heading) or (SectionKind.OTHER,)
    if is_capitals(part.text) and (kinds := heading_kinds(heading)):
        return kinds
    return lower_kinds(heading, parent_kinds)


def _heading_end(part: Part) -> int:
    """Where the heading of a part ends inside its paragraph; 0 where it has none."""
    marker, text = part.marker, part.text
    if marker is None or marker.style >= Style.DASH:
        return 0
    if marker.style <= Style.LOWER_CAPITAL:
        return _top_heading_end(text, marker)
    if marker.style in (Style.PLAIN, Style.LABEL):
        colon = text.find(":")
        return colon if colon > 0 else len(text)
    body = text[marker.length :]
    run_in = _run_in_end(text, marker)
    limit = _MAX_LETTER_HEADING if marker.style is Style.LETTER else _MAX_HEADING
    if not run_in and part.children and len(body) <= limit and _is_heading_line(body):
        return len(text)
    return run_in


def _top_heading_end(text: str, marker: Marker) -> int:
    """A top heading is the whole line, or what stands before a colon or before a sentence behind capitals."""
    run_in = _run_in_end(text, marker, any_words=True)
    if run_in or is_capitals(text):
        return run_in or len(text)
    is_sentence = text.rstrip().endswith((".", ";")) and len(text.split()) > _MAX_STOPPED_TOP
    if is_sentence and not opens_with_kind(text[marker.length :]):
        return 0
    return _capitals_end(text, marker) or min(len(text), _MAX_HEADING)


def _capitals_end(text: str, marker: Marker) -> int:
    """Where a heading in capitals ends that runs into a sentence; 0 where no sentence follows capitals."""
    end = marker.length
    for word in re.finditer(r"\S+", text[marker.length :]):
        if any(character.islower() for character in word[0]):
            sentence = text[marker.length + word.start() :]
            is_sentence = word[0][0].isupper() and len(sentence.split()) >= _MIN_SENTENCE
            return end if is_sentence and is_capitals(text[:end]) and heading_kinds(text[marker.length : end]) else 0
        end = marker.length + word.end()
    return 0


def _is_heading_line(body: str) -> bool:
    """A line that can head what follows: no sentence stop at its end, or a lone short clause.

    Some plans close a heading with a full stop; behind a few words a speck is read as one, or as a comma.
    """
    words = len(body.split())
    if body.rstrip().endswith((";", ",")):
        return words <= _MAX_STOPPED and opens_with_kind(body)
    if body.rstrip().endswith(".") and not body.rstrip().endswith("..."):
        return words <= _MAX_STOPPED or names_stage(body) or (len(body) < 130 and heading_kinds(body) != ())
    return True


def _run_in_end(text: str, marker: Marker, *, any_words: bool = False) -> int:
    """The end of a heading that a colon parts from its own paragraph ("2. Thời gian: Từ …")."""
    colon = text.find(":", marker.length, marker.length + _MAX_RUN_IN)
    if colon < 0 or not (any_words or text[colon + 1 :].strip()):
        return 0
    heading = text[marker.length : colon]
    if not any_words and not heading_kinds(heading):
        is_long = len(heading.split()) > 6 and not _holder().match(text[:colon])
        return 0 if is_long or _goes_on_as_sentence(text, colon) else colon
    return colon


def _goes_on_as_sentence(text: str, colon: int) -> bool:
    """Whether a label is the beginning of a sentence: behind its colon stands a small letter, and no time or place.

    "Phát triển kinh tế: giá trị sản xuất tăng …" is an item, "Lễ phát động: tối 12/02" has a heading, and so
    has the task of one who is named before the colon.
    """
    rest = text[colon + 1 :].lstrip()
    if _holder().match(text[:colon]):
        return False
    return (rest[:1].islower() and _value().match(rest) is None) or _COUNT.match(rest) is not None


@cache
def _holder() -> re.Pattern[str]:
    return re.compile(rf"[\W\d]*[.)/] ?(?:{'|'.join(load_table('headings')['labels']['holders'])})\b", re.IGNORECASE)


@cache
def _value() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load_table('headings')['labels']['values'])})\b")


def _label_end(part: Part) -> int:
    """The end of a name before a colon that may be a heading if its brothers have one too; 0 for none."""
    marker, text = part.marker, part.text
    colon = text.find(":", marker.length, marker.length + _MAX_BROTHERS_RUN_IN) if marker else -1
    if marker is None or colon < 0:
        return 0
    label = text[marker.length : colon]
    is_name = not re.search(r"[;.!?]\s", label) and not opens_list(label)
    if marker.style is Style.LETTER and len(label.split()) > _MAX_LETTER_LABEL:
        return 0
    return colon if is_name and (text[colon + 1 :].strip() or part.children) else 0


def _follow_brothers(parts: list[Part], headings: dict[int, int]) -> None:
    """Parts whose numbered brothers carry headings carry one too, even run into the sentence.

    A long paragraph among headings is split before the first word that begins a task
    ("4. Đài Truyền thanh huyện Mở chuyên mục …"); one list of plain items is never mixed.
    """
    for style in (Style.ARABIC, Style.ARABIC_2, Style.ARABIC_3, Style.LETTER):
        brothers = [part for part in parts if part.marker and part.marker.style is style]
        if len(brothers) > 1:
            labels = [headings[id(part)] or _label_end(part) for part in brothers]
            if all(labels) and not _are_mostly_sentences(brothers, labels, headings):
                headings.update(zip(map(id, brothers), labels, strict=True))
        _drop_sentences(brothers, headings)
        with_heading = [part for part in brothers if headings[id(part)]]
        if not brothers or len(with_heading) * 2 <= len(brothers):
            for part in with_heading:
                if not _stands_as_heading(part, len(brothers)):
                    headings[id(part)] = 0
            continue
        for part in brothers:
            if not headings[id(part)] and part.marker:
                headings[id(part)] = _brother_end(part, part.marker)


def _are_mostly_sentences(brothers: list[Part], labels: list[int], headings: dict[int, int]) -> bool:
    sentences = [
        not headings[id(part)] and _goes_on_as_sentence(part.text, colon)
        for part, colon in zip(brothers, labels, strict=True)
    ]
    return sum(sentences) * 2 >= len(brothers)


def _drop_sentences(brothers: list[Part], headings: dict[int, int]) -> None:
    """Labels that begin sentences head nothing where some brother has no heading and most that have one are such."""
    with_heading = [part for part in brothers if headings[id(part)]]
    sentences = [
        part
        for part in with_heading
        if part.text[headings[id(part)] :].startswith(":") and _goes_on_as_sentence(part.text, headings[id(part)])
    ]
    if len(with_heading) < len(brothers) and len(sentences) * 2 >= len(with_heading):
        for part in sentences:
            headings[id(part)] = 0


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
