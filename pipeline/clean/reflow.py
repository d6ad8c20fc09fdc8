"""Lines of print become paragraphs.

Signals in order of authority: table cells and regions; the layout's own paragraph starts;
a list marker or the opening words of a plan's parts; an empty line; how full the line before
is; the case of the first letter. Nothing is reordered and no character is changed here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from models.page import Line, Region
from pipeline.clean.mapped import MappedText
from pipeline.letters import CAPITALS, SMALL, capital_share
from pipeline.syllables import is_syllable

# "I.", "2.1.", "a)", "đ)", "-", "+": what begins a numbered or bulleted paragraph.
_LIST_MARKER = re.compile(
    r"(?!\d{1,5}/[A-ZĐ]{2})"  # the symbol of a document
    rf"(?:(?:[IVXLivx]{{1,6}}|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}|[A-Ha-hđ])\s?[.)/\-]\s*(?=[{CAPITALS}“\"(])"
    rf"|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\s+(?=[{CAPITALS}])|[a-hđ]\)\s|[-–—+•●*]\s*(?=[^\W_]|[“\"(]))"
)
# The words that begin a part of a plan's frame, whatever stands before.
_OPENING = re.compile(
    r"(?:Căn cứ (?:Luật|Nghị|Quyết|Chỉ|Kế|Thông|Công|Chương|Hướng|Văn|Điều|Pháp)|Trên đây là|N[ơo]i nh[ậa]n|KẾ HOẠCH\b"
    r"|(?:TM|KT|TL|TUQ|Q)\.\s?[A-ZĐ]|[TK]/[MTL]\b|PHỤ LỤC|Số\s?:|CỘNG H[OÒ][AÀ] XÃ HỘI)"
)
_SENTENCE_END = re.compile(r"[.;:!?…][\"”’)]?$|\./\.$")
_DOCUMENT_TYPE = re.compile(r"K[ẾÊÉỀỂẺ]\s?HO[ẠA]CH\W*", re.IGNORECASE)
_CAPITALS = 0.8  # share of the letters of a line in capitals
_SOFT_HYPHEN = "\u00ad"
_TORN_LEFT, _TORN_RIGHT = (
    re.compile(rf"(?<![^\W_])([{CAPITALS}]?[{SMALL}]{{1,6}})-$"),
    re.compile(rf"[{SMALL}]{{1,6}}(?![^\W_])"),
)
_MAX_OPEN_LINES = 4  # an opening bracket further back was never closed: recognition lost its end
_LONGEST_END = 8  # characters of an end that the patterns for ends look at
_UNFINISHED = re.compile(r"(?:[,\-–]|\b(?:và|của|về|với|cho|các|những|tại|trong|là|được|theo|từ|đến|do|để|trên|ngày))$")
# "số" at the end of a line waits for the number of a document, but "hạ tầng số" is complete.
_NUMBER_TORN = re.compile(r"\bsố\n\d{1,5}\s?[/\-–]")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line with its clean text; `after_gap` tells that an empty line stood before it."""

    line: Line
    clean: MappedText
    page: int
    after_gap: bool


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines that make up one paragraph, or one row of a table."""

    lines: tuple[SourceLine, ...]


def group_lines(lines: Sequence[SourceLine]) -> tuple[LineGroup, ...]:
    """The lines in their order, grouped into paragraphs and table rows."""
    width = _wrap_width(lines)
    groups: list[list[SourceLine]] = []
    for current in lines:
        if groups and _continues(groups[-1], current, width):
            groups[-1].append(current)
        else:
            groups.append([current])
    return tuple(LineGroup(tuple(group)) for group in groups)


def join_lines(lines: Sequence[SourceLine]) -> MappedText:
    """The lines in one, with a space between two, and none where a word was broken at the line's end."""
    text = lines[0].clean
    ends_softly = lines[0].line.text.rstrip().endswith(_SOFT_HYPHEN)
    for current in lines[1:]:
        broken = _broken_word(text.text, current.clean.text) if text.text else None
        if broken is None:
            text = text.joined(current.clean, "" if ends_softly and text.text else " ")
        else:
            text = text[:broken].joined(current.clean, "")
        ends_softly = current.line.text.rstrip().endswith(_SOFT_HYPHEN)
    return text


def _broken_word(before: str, after: str) -> int | None:
    """Where the hyphen stands that broke a word between two lines; None where none did.

    "thực hi-" + "ện": the halves together are one syllable. A hyphen between words ("kinh tế-" +
    "xã hội") stays, for two syllables never make one.
    """
    if not before.endswith("-"):
        return None
    left, right = _TORN_LEFT.search(before), _TORN_RIGHT.match(after)
    if left is None or right is None or not is_syllable(left[1] + right[0]):
        return None
    return left.end() - 1


def _wrap_width(lines: Sequence[SourceLine]) -> int | None:
    """The line length, in characters, at which the source wraps its text; None where it does not."""
    lengths = [len(line.clean) for line in lines if len(line.clean) > 20 and line.line.table is None]
    if len(lengths) < 8:
        return None
    deciles = quantiles(lengths, n=10)
    return round(deciles[8]) if deciles[8] < 130 else None


def _continues(group: list[SourceLine], current: SourceLine, width: int | None) -> bool:
    previous = group[-1]
    before, after = previous.line, current.line
    if before.table is not None or after.table is not None:
        # A row that a page break or a line between its cells tore is two rows, for text keeps its order.
        is_same_row = (before.table, before.row, previous.page) == (after.table, after.row, current.page)
        return is_same_row and (before.column or 0) <= (after.column or 0)
    if before.region != after.region and not _is_torn(before, after):
        return False
    text = current.clean.text
    if _LIST_MARKER.match(text) and not _is_broken_dash(previous.clean.text, text):
        return False
    if _OPENING.match(text) or _DOCUMENT_TYPE.fullmatch(previous.clean.text):
        return False
    if after.starts_paragraph is not None:
        return not after.starts_paragraph
    if after.region in (Region.LETTERHEAD, Region.SIGNATURE):
        return False
    if _opens_bracket(group):
        return True
    return _continues_by_text(previous, current, width)


def _opens_bracket(group: list[SourceLine]) -> bool:
    """Whether a bracket or quotation that the last lines opened is still open."""
    text = " ".join(line.clean.text for line in group[-_MAX_OPEN_LINES:])
    return text.rfind("(") > text.rfind(")") or text.rfind("“") > text.rfind("”")


def _is_torn(before: Line, after: Line) -> bool:
    """A sentence that a page break tore can go on in the next page's body only."""
    return {before.region, after.region} <= {Region.BODY, Region.TABLE}


def _is_broken_dash(before: str, after: str) -> bool:
    """ "kinh tế" + "- xã hội": a dash inside a compound, moved to the next line with its tail."""
    return bool(re.match(rf"[-–]\s?[{SMALL}]", after)) and not _ends(_SENTENCE_END, before) and before[-1:].islower()


def _continues_by_text(previous: SourceLine, current: SourceLine, width: int | None) -> bool:
    before, after = previous.clean.text, current.clean.text
    goes_on_lower = after.lstrip("“\"'(‘")[:1].islower() and not _ends(_SENTENCE_END, before)
    if _is_capitals(before) != _is_capitals(after) and not goes_on_lower:
        return False
    is_unfinished = _ends(_UNFINISHED, before) or _NUMBER_TORN.search(f"{before[-3:]}\n{after[:8]}")
    if goes_on_lower or (is_unfinished and not _is_capitals(after)):
        return len(before) > 25 or previous.page != current.page or not current.after_gap
    if current.after_gap or width is None:
        return False
    if _ends(_SENTENCE_END, before) and len(before) < 0.93 * width:
        return False
    return len(before) >= (0.55 if _is_capitals(before) else 0.8) * width  # capitals are wider


def _is_capitals(text: str) -> bool:
    return capital_share(text, _CAPITALS) > _CAPITALS


def _ends(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text has an end that a pattern for ends describes."""
    return pattern.search(text, max(0, len(text) - _LONGEST_END)) is not None
