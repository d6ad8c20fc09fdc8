"""Where the parts of a plan's head stand: number line, place and date, kind of document, title, letterhead.

Everything is found by pattern in the text before and behind the line with the kind of document
("KẾ HOẠCH"), so that it holds whether the letterhead's lines come one by one, merged into one
paragraph, or not at all. Signals in order of authority: the kind's line; the outline's zones;
"Số" with a symbol; "ngày … tháng … năm"; capitals.

Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I (number "Số: 12/KH-UBND", place and date); Hướng dẫn
36-HD/VPTW (Party: "Số 12-KH/TU").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from models.document import Document
from models.lexicon import load_table
from models.outline import Outline, Zone
from models.page import Region
from pipeline.extract.frame_lines import FrameLine, frame_line, frame_lines
from pipeline.extract.header.date_line import WRITTEN_DATE, DateField, find_closing_date, find_date_field
from pipeline.extract.header.number_line import NumberField, Span, find_number_field, is_number_line
from pipeline.extract.organ_names import organ_starts, unit_types
from pipeline.folding import fold
from pipeline.syllables import is_syllable

__all__ = [
    "DateField",
    "FrontMatter",
    "NumberField",
    "Span",
    "find_closing_date",
    "find_date_field",
    "find_front_matter",
    "preamble_area",
]

_MAX_HEAD = 4_000  # characters before a title; a decision with three articles may stand above a plan
_MAX_TITLE = 900
_MAX_TITLE_LINES = 14
_MAX_BRACKET = 300  # characters of the bracket below the title
_LONG_LINE = 120  # characters; no line of a title is wider than the page
_UNTITLED_HEAD = 1_500  # characters in which the title of another kind of document is looked for
_BARE_HEAD = 600  # characters of a head without title, letterhead zone or layout
_DECIDING = ("Quyết định", "Nghị quyết")
_MAX_MARKS = 12  # characters of Markdown and rules around a line
_MAX_PREAMBLE = 3_000  # characters
_MAX_SPECKS = 18  # characters before the kind of document
_WORD = re.compile(r"[^\W\d_]+")
_SPECKS = "„,.`'‘’-–—_*:;|~ "

_MOTTO = re.compile(
    r"c[o0]ng\s?h\w{1,2}\s?xa\s?h\w{1,2}\s?ch\w{1,2}\s?ngh?\w{1,3}(?:\W{1,3}v\w{1,4}\W{0,3}n\w{1,2}(?!\w))?"
    r"|dang\s?c[o0]ng\s?san\s?viet\s?nam"
    r"|d\w{1,2}c\s?l\w{1,2}p\s?\W{0,5}\s?t\w{1,2}\s?d\w\s?\W{0,5}\s?h\w{1,3}h\s?ph\w{1,2}c"
)
# Inside a line: the first legal basis, or the bracket below a title and what follows it.
_JOINED = re.compile(
    r"(?<=[^\W_] )(?=Căn cứ [^\W\d_])|(?<=[^\W_]\s)(?=\((?:[Bb]an hành )?[Kk]èm theo)|(?<=\w\) )(?=Căn cứ )"
)
_SUBJECT = re.compile(r"(?<![a-z])v\s?[/⁄]\s?v\b\s?:?")
_HEADING = re.compile(r"(?:[ivx]{1,4}|1|a)\s?[.)/]|(?:phan|chuong|muc|dieu)\s+(?:[ivx]{1,4}|1|thu)\b")
_ATTACHED = re.compile(r"\bkem theo\b|\bban hanh theo\b")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The parts of a plan's head; what is not printed is None or empty.

    `kind` is the span of the words that name the kind of document, `kind_name` that kind.
    `letterhead` holds the lines above the title that are no other part. `attached` is the line
    in brackets that ties the plan to a decision.
    """

    number: NumberField | None
    date: DateField | None
    kind: Span | None
    kind_name: str | None
    title: tuple[FrameLine, ...]
    letterhead: tuple[FrameLine, ...]
    attached: FrameLine | None


def find_front_matter(document: Document, outline: Outline) -> FrontMatter:
    """The head of the plan in the document, whatever of it is printed."""
    limit = _head_limit(document, outline)
    kinds = _kind_lines(document, limit)
    own = _own_kind(kinds, outline)
    first = kinds[0] if kinds else None
    title, attached = _title_lines(document, outline, own) if own else ((), None)
    top_end = first.span[0] if first else _untitled_end(document, outline)
    areas = [(0, top_end)]
    if own and first and own is not first:
        areas.insert(0, (max(top_end, own.span[0] - 600), own.span[0]))
    number = next(filter(None, (find_number_field(document, area, own.name if own else None) for area in areas)), None)
    date = next(filter(None, (find_date_field(document, area) for area in areas)), None)
    if attached is not None:
        number = number or find_number_field(document, (attached.start, attached.end), None, is_cited=True)
        date = date or find_date_field(document, (attached.start, attached.end), anywhere=True)
    # A text without title, number, date and motto begins with anything, as a table of an appendix does.
    is_headed = bool(kinds or number or date) or _MOTTO.search(fold(document.text[:top_end])) is not None
    is_headed = is_headed or Zone.LETTERHEAD in outline.zones
    if not title:
        title = _subject_lines(document, (0, limit))
    return FrontMatter(
        number=number,
        date=date,
        kind=own.span if own else None,
        kind_name=own.name if own else None,
        title=title,
        letterhead=_letterhead_lines(document, top_end, number, date) if is_headed else (),
        attached=attached,
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    span: Span
    line: FrameLine


def _head_limit(document: Document, outline: Outline) -> int:
    """Where the head must have ended: at the text's first zone, in any case after a few thousand characters."""
    if Zone.TITLE not in outline.zones:
        return min(len(document.text), _UNTITLED_HEAD)
    starts = [outline.zones[zone][0] for zone in (Zone.PREAMBLE, Zone.BODY) if zone in outline.zones]
    return min(len(document.text), max(outline.zones[Zone.TITLE][1], min([*starts, _MAX_HEAD])))


@cache
def _kinds() -> dict[str, str]:
    """The kinds of documents by the letters of their printed forms ("kehoachlientich" is a Kế hoạch)."""
    rows = load_table("documents")["types"]
    forms = {fold(form): row["name"] for row in rows for form in (*row.get("prints", ()), row["name"])}
    return {form: name for form, name in forms.items() if form.startswith(fold(name))}


@cache
def _kinds_pattern() -> re.Pattern[str]:
    """The kinds of documents with the letters apart as in "K Ế  H O Ạ C H", the longest first."""
    names = sorted(_kinds(), key=len, reverse=True)
    spaced = [r"\s{1,4}".join(r"\s?".join(map(re.escape, word)) for word in name.split()) for name in names]
    return re.compile(rf"(?:{'|'.join(spaced)})(?![a-z])")


def _kind_lines(document: Document, limit: int) -> list[_Kind]:
    """Lines in capitals that begin with a kind of document, and a merged head that has one inside."""
    names = {form.replace(" ", ""): name for form, name in _kinds().items()}
    kinds: list[_Kind] = []
    for line in frame_lines(document, 0, limit):
        for found in _kinds_pattern().finditer(line.key):
            printed = line.text[found.start() : found.end()]
            opens = found.start() == 0
            if opens and line.text.split()[0].lower() in unit_types():
                break  # "PHƯỜNG AN TIẾN" is no "PHƯƠNG ÁN"
            ends = not line.key[found.end() :].strip(" .:*-–_")
            is_whole = opens and ends
            follows_date = WRITTEN_DATE.search(line.key[: found.start()]) is not None
            follows_specks = ends and _is_of_specks(line.text[: found.start()])
            if (printed.isupper() and (opens or follows_date or follows_specks)) or (
                is_whole and printed[:1].isupper() and _is_paragraph(document, line)
            ):
                span = (line.start + found.start(), line.start + found.end())
                kinds.append(_Kind(names[re.sub(r"\s", "", found.group())], span, line))
                break
    return kinds or _opening_kind(document, limit)


def _is_paragraph(document: Document, line: FrameLine) -> bool:
    """Whether a line is a paragraph of its own, not a cell of a table that says "Quyết định"."""
    paragraph = document.paragraph_at(line.start)
    return paragraph.table is None and paragraph.end - paragraph.start - len(line.text) <= _MAX_MARKS


def _opening_kind(document: Document, limit: int) -> list[_Kind]:
    """The kind that the first line of a text without letterhead begins with: "Kế hoạch tuyển sinh năm học …"."""
    first = next(iter(frame_lines(document, 0, limit)), None)
    if first is None or len(first.text) > _LONG_LINE or first.text.endswith((";", ":", ".")):
        return []
    found = re.match(r"ke hoach(?= [a-z])", first.key)
    if found is None or not first.text[0].isupper():
        return []
    return [_Kind("Kế hoạch", (first.start, first.start + found.end()), first)]


def _is_of_specks(text: str) -> bool:
    """Whether what stands before the kind is what recognition made of a stamp's rim or of dirt, without a syllable."""
    return len(text) <= _MAX_SPECKS and not any(is_syllable(word) and len(word) > 2 for word in _WORD.findall(text))


def _own_kind(kinds: Sequence[_Kind], outline: Outline) -> _Kind | None:
    """The kind of this document: a plan where one is titled so, else the first.

    A plan that a decision puts into force has its own title below the decision's text.
    """
    if not kinds:
        return None
    title = outline.zones.get(Zone.TITLE)
    if title:
        inside = next((kind for kind in kinds if title[0] <= kind.span[0] < title[1]), None)
        if inside is not None and fold(inside.name).startswith("ke hoach"):
            return inside
    return next((kind for kind in kinds if fold(kind.name).startswith("ke hoach")), kinds[0])


@cache
def _title_stops(row: str) -> re.Pattern[str]:
    words = (re.escape(fold(stop).strip()) for stop in load_table("front_matter")["title"][row])
    return re.compile(rf"(?:{'|'.join(words)})\b")


@cache
def _bracket_cues() -> re.Pattern[str]:
    words = (re.escape(fold(cue)) for cue in load_table("front_matter")["title"]["brackets"])
    return re.compile(rf"[\[(].{{0,60}}?\b(?:{'|'.join(words)})\b")


def _title_lines(document: Document, outline: Outline, own: _Kind) -> tuple[tuple[FrameLine, ...], FrameLine | None]:
    """The lines of the title behind the kind's words, and the bracket that ties a plan to a decision.

    The bracket stands below the title, where the outline may have its preamble begin.
    """
    zone = outline.zones.get(Zone.TITLE)
    covers = zone is not None and zone[0] <= own.span[0] < zone[1] and own.span[1] + 2 < zone[1]
    end = zone[1] if zone is not None and covers else min(len(document.text), own.span[1] + _MAX_TITLE)
    lines: list[FrameLine] = []
    attached: FrameLine | None = None
    limit = min(len(document.text), max(end, own.span[1]) + _MAX_BRACKET)
    for line in _title_pieces(document, own.span[1], limit)[:_MAX_TITLE_LINES]:
        if not any(character.isalnum() for character in line.text):
            continue
        if _bracket_cues().match(line.key):
            attached = line if _ATTACHED.search(line.key) else attached
            continue
        is_open = bool(lines) and _goes_on().search(lines[-1].key) is not None
        if not lines and line.end <= own.line.end and line.text[0] in ",&":
            continue  # a second kind of the same paper: "KẾ HOẠCH, PHƯƠNG ÁN"
        is_open = not lines or _goes_on().search(lines[-1].key) is not None
        if (line.start >= end and not is_open) or _ends_title(line, lines, covers, own.name):
            break
        lines.append(line)
    return tuple(lines), attached


@cache
def _goes_on() -> re.Pattern[str]:
    """Words at the end of a line behind which its sentence, or the name of a body, goes on."""
    words = (re.escape(fold(word)) for word in load_table("front_matter")["title"]["goes_on"])
    return re.compile(rf"\b(?:{'|'.join(words)})$")


def _title_pieces(document: Document, start: int, end: int) -> list[FrameLine]:
    """The lines behind the kind, cut where a legal basis or a bracket begins that was joined to the line before."""
    pieces: list[FrameLine] = []
    for line in frame_lines(document, start, end):
        cuts = [0, *(found.start() for found in _JOINED.finditer(line.text)), len(line.text)]
        spans = ((line.start + first, line.start + last) for first, last in pairwise(cuts))
        pieces += [piece for span in spans if (piece := frame_line(document, *span)) is not None]
    return pieces


def _ends_title(line: FrameLine, title: Sequence[FrameLine], covered: bool, kind: str) -> bool:
    """Whether a line belongs to the text behind the title.

    The first line is title even where it opens like a legal basis ("Thực hiện Nghị quyết …"),
    unless it ends like one.
    """
    key = line.key.lstrip(_SPECKS)
    if _HEADING.match(key) and not _SUBJECT.match(key):
        return True
    if not title:
        return line.text.endswith(";") or key.startswith(("can cu ", "kinh gui"))
    opens = line.text[len(line.key) - len(key) :][:1].isupper()
    if opens and _title_stops("bases").match(key):
        return True
    is_organ = line.is_capitals and organ_starts(line.text)[:1] == (0,)
    if is_organ and (not title[-1].is_capitals or kind in _DECIDING):
        return True  # the body that decides, printed below a decision's title
    if title[-1].text.endswith((",", "-", "–")) or title[-1].text.count("“") > title[-1].text.count("”"):
        return False
    if opens and _title_stops("openings").match(key):
        return not covered or line.text.endswith((";", ":", ".")) or len(line.text) > _LONG_LINE
    return not covered and len(line.text) > 2 * _LONG_LINE


def preamble_area(document: Document, outline: Outline, title_end: int | None) -> Span:
    """The text between the title and the first numbered part, where the issuer says what it issues."""
    start = title_end
    if start is None:
        start = outline.zones.get(Zone.PREAMBLE, outline.zones.get(Zone.BODY, (0, 0)))[0]
    ends = [outline.zones[zone][index] for zone, index in ((Zone.BODY, 0), (Zone.PREAMBLE, 1)) if zone in outline.zones]
    return start, next((end for end in ends if end > start), min(len(document.text), start + _MAX_PREAMBLE))


def _untitled_end(document: Document, outline: Outline) -> int:
    """Where a head without a title ends: at the letterhead zone's end, or a few lines down."""
    if Zone.LETTERHEAD in outline.zones:
        return outline.zones[Zone.LETTERHEAD][1]
    letterhead = [p.end for p in document.paragraphs if p.region is Region.LETTERHEAD and p.page == 1]
    return max(letterhead, default=min(len(document.text), _BARE_HEAD))


def _subject_lines(document: Document, area: Span) -> tuple[FrameLine, ...]:
    """The subject of a letter, which stands behind "V/v" below the number."""
    lines = frame_lines(document, *area)
    for index, line in enumerate(lines):
        if found := _SUBJECT.match(line.key):
            rest = frame_lines(document, line.start + found.end(), line.end)
            return rest[:1] or lines[index + 1 : index + 2]
    return ()


def _letterhead_lines(
    document: Document, end: int, number: NumberField | None, date: DateField | None
) -> tuple[FrameLine, ...]:
    """The lines above the title without motto, number, place and date."""
    key = fold(document.text[:end])
    cuts = [found.span() for found in _MOTTO.finditer(key)]
    if number and number.symbol[1] <= end:
        cuts.append(number.span)
    if date and date.span[1] <= end:
        cuts.append(date.span)
    if subject := _SUBJECT.search(key):
        cuts.append((subject.start(), end))
    lines: list[FrameLine] = []
    position = 0
    for first, last in [*sorted(cuts), (end, end)]:
        if first > position:
            lines += frame_lines(document, position, first)
        position = max(position, last)
    ahead = ["", *(line.key for line in lines)]
    return tuple(line for line, before in zip(lines, ahead, strict=False) if not is_number_line(line.text, before))
