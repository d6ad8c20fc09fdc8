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

from models.document import Document
from models.lexicon import load_table
from models.outline import Outline, Zone
from models.page import Region
from pipeline.extract.frame_lines import FrameLine, frame_lines
from pipeline.extract.organ_names import organ_starts, unit_types
from pipeline.folding import fold
from pipeline.letters import CAPITALS
from pipeline.syllables import is_syllable

Span = tuple[int, int]

_MAX_HEAD = 4_000  # characters before a title; a decision with three articles may stand above a plan
_MAX_TITLE = 900
_MAX_TITLE_LINES = 14
_LONG_LINE = 120  # characters; no line of a title is wider than the page
_UNTITLED_HEAD = 1_500  # characters in which the title of another kind of document is looked for
_BARE_HEAD = 600  # characters of a head without title, letterhead zone or layout
_MAX_PREAMBLE = 3_000  # characters
_MAX_SPECKS = 18  # characters before the kind of document
_WORD = re.compile(r"[^\W\d_]+")
_SPECKS = "„,.`'‘’-–—_*:;|~ "

# A group of a symbol: "UBND", "SVH,TT,DL", "SGD&ĐT", "CTr".
_GROUP = r"[a-z0-9][a-z0-9&.,]{0,14}"
# "Số", also where it was read as "S6" or "5ố".
_NUMBER_WORD = r"(?<![a-z0-9])[s5][o06]"
# Between "Số" and the symbol: digits, a blank, or whatever was made of handwriting.
_FIELD = r"[^\n]{0,14}?"
# On scans the dash behind the kind is also read as a stop or an apostrophe, the Party's dash as a rule.
# The slash may be lost where a stamp or pen went through it; then only a known kind makes a symbol.
_STATE_NUMBER = re.compile(
    rf"{_NUMBER_WORD}\s{{0,3}}(?P<colon>[:;.]?)\s{{0,3}}(?P<number>{_FIELD})\s{{0,8}}"
    rf"(?P<slash>[/⁄|'’`]|(?<=[\d\s:]))\s{{0,2}}"
    rf"(?P<symbol>(?:(?:19|20)\d\d/)?(?P<kind>[a-z]{{1,7}})"
    rf"(?:(?:\s?[-–—]{{1,2}}\s?|[.'’]){_GROUP})(?: ?[-–—]{{1,2}} ?{_GROUP}){{0,3}})"
)
# A Party number has a dash before the kind and a slash before the organ.
_PARTY_NUMBER = re.compile(
    rf"{_NUMBER_WORD}\s{{0,3}}(?P<colon>[:;.]?)\s{{0,3}}(?P<number>[^\n]{{0,12}}?)\s{{0,8}}[-–—_]{{1,2}}\s{{0,2}}"
    rf"(?P<symbol>(?P<kind>[a-z]{{1,5}})\s?[/⁄]\s?{_GROUP}(?:\s?[-–—]\s?{_GROUP}){{0,2}})"
)
# "ngày 08 tháng 11 năm 2019" with whatever stands in the blanks.
_WRITTEN_DATE = re.compile(
    r"\bngay(?P<day>[^\n]{0,14}?)\bthang(?P<month>[^\n]{0,12}?)\bnam\s{0,3}"
    r"(?P<year>[12]\d{3}|[12][\dilo]{3}|[12] ?\d ?\d ?\d|20(?![a-z\d]))?"
)
_NUMERIC_DATE = re.compile(r"\bngay\s?(?P<day>\d{1,2})\s?[/.\-]\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>\d{4})\b")
# A syllable of a name: one capital, then small letters ("A Lưới"), so that no symbol counts as one.
_SYLLABLE = rf"[{CAPITALS}](?:(?:[^\W\d_{CAPITALS}]|['’](?=\w))[\w'’]{{0,8}})?(?!\w)"
# A place before the comma: "Lộc Ninh,", "TP. Hồ Chí Minh,", "Bà Rịa - Vũng Tàu,", "xã Lam Vỹ,".
_PLACE = re.compile(
    r"(?<![\w/\-–])(?P<place>(?:(?:[Tt]ỉnh|[Hh]uyện|[Xx]ã|[Pp]hường|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Tt]hành phố"
    rf"|[Đđ]ặc khu|T\.?P\.?|TX\.?) ?)?{_SYLLABLE}"
    rf"(?:(?: |\s?[-–]\s?)(?:{_SYLLABLE}|[{CAPITALS}]{{2,7}}(?=,)|\d{{1,2}}(?!\w))){{0,5}})"
    r"\s?[,.;:]{0,2}\s{0,2}$"
)
_MOTTO = re.compile(
    r"c[o0]ng\s?h\w{1,2}\s?xa\s?h\w{1,2}\s?ch\w{1,2}\s?ngh?\w{1,3}\s?v\w{1,4}\s?n\w{1,2}"
    r"|dang\s?c[o0]ng\s?san\s?viet\s?nam"
    r"|d\w{1,2}c\s?l\w{1,2}p\s?\W{0,5}\s?t\w{1,2}\s?d\w\s?\W{0,5}\s?h\w{1,3}h\s?ph\w{1,2}c"
)
_SUBJECT = re.compile(r"(?<![a-z])v\s?[/⁄]\s?v\b\s?:?")
_HEADING = re.compile(r"(?:[ivx]{1,4}|1|a)\s?[.)/]|(?:phan|chuong|muc|dieu)\s+(?:[ivx]{1,4}|1|thu)\b")
_ATTACHED = re.compile(r"\bkem theo\b|\bban hanh theo\b")


@dataclass(frozen=True, slots=True)
class NumberField:
    """The line "Số: …": the spans of it, of what stands in the number's place (may be empty) and of the symbol."""

    span: Span
    number: Span
    symbol: Span
    is_party: bool


@dataclass(frozen=True, slots=True)
class DateField:
    """The line "<place>, ngày … tháng … năm …" as spans; `place` and parts are None where not printed."""

    span: Span
    place: Span | None
    day: Span
    month: Span
    year: Span | None


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
    number = next(filter(None, (_number_field(document, area, own) for area in areas)), None)
    date = next(filter(None, (find_date_field(document, area) for area in areas)), None)
    if attached is not None:
        number = number or _number_field(document, (attached.start, attached.end), None)
        date = date or find_date_field(document, (attached.start, attached.end), anywhere=True)
    if not title:
        title = _subject_lines(document, (0, limit))
    return FrontMatter(
        number=number,
        date=date,
        kind=own.span if own else None,
        kind_name=own.name if own else None,
        title=title,
        letterhead=_letterhead_lines(document, top_end, number, date),
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
            follows_date = _WRITTEN_DATE.search(line.key[: found.start()]) is not None
            follows_specks = ends and _is_of_specks(line.text[: found.start()])
            if (printed.isupper() and (opens or follows_date or follows_specks)) or (
                is_whole and printed[:1].isupper()
            ):
                span = (line.start + found.start(), line.start + found.end())
                kinds.append(_Kind(names[re.sub(r"\s", "", found.group())], span, line))
                break
    return kinds


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
    """The lines of the title behind the kind's words, and the bracket that ties a plan to a decision."""
    zone = outline.zones.get(Zone.TITLE)
    covers = zone is not None and zone[0] <= own.span[0] < zone[1]
    end = zone[1] if zone is not None and covers else min(len(document.text), own.span[1] + _MAX_TITLE)
    lines: list[FrameLine] = []
    attached: FrameLine | None = None
    for line in frame_lines(document, own.span[1], end)[:_MAX_TITLE_LINES]:
        if not any(character.isalnum() for character in line.text):
            continue
        if _bracket_cues().match(line.key):
            attached = line if _ATTACHED.search(line.key) else attached
            continue
        if _ends_title(line, lines, covers):
            break
        lines.append(line)
    return tuple(lines), attached


def _ends_title(line: FrameLine, title: Sequence[FrameLine], covered: bool) -> bool:
    """Whether a line belongs to the text behind the title.

    The first line is title even where it opens like a legal basis ("Thực hiện Nghị quyết …"),
    unless it ends like one.
    """
    key = line.key.lstrip(_SPECKS)
    if _HEADING.match(key):
        return True
    if not title:
        return line.text.endswith(";") or key.startswith(("can cu ", "kinh gui"))
    opens = line.text[len(line.key) - len(key) :][:1].isupper()
    if opens and _title_stops("bases").match(key):
        return True
    if line.is_capitals and not title[-1].is_capitals and organ_starts(line.text)[:1] == (0,):
        return True  # the body that decides, printed below a decision's title
    if title[-1].text.endswith((",", "-", "–")) or title[-1].text.count("“") > title[-1].text.count("”"):
        return False
    if opens and _title_stops("openings").match(key):
        return not covered or line.text.endswith((";", ":", ".")) or len(line.text) > _LONG_LINE
    return not covered and len(line.text) > 2 * _LONG_LINE


def _number_field(document: Document, area: Span, own: _Kind | None) -> NumberField | None:
    """The number line of an area: of several, the one whose symbol fits the kind and that stands by itself."""
    codes = {fold(code): row["name"] for row in load_table("documents")["types"] for code in row["codes"]}
    text = document.text
    key = fold(text[area[0] : area[1]])
    best: tuple[int, NumberField] | None = None
    for pattern in (_PARTY_NUMBER, _STATE_NUMBER):
        for found in pattern.finditer(key):
            kind = codes.get(found["kind"])
            symbol = (area[0] + found.start("symbol"), area[0] + found.end("symbol"))
            is_marked = bool(found["colon"] and found.groupdict().get("slash"))
            if not text[symbol[0]].isupper() or (kind is None and not is_marked):
                continue
            before = key[max(0, found.start() - 2) : found.start()]
            score = 2 * (kind is not None) + bool(found["colon"]) + (not before.strip())
            if own is not None and kind is not None:
                score += 3 * (fold(kind).split()[:2] == fold(own.name).split()[:2])
            number = (area[0] + found.start("number"), area[0] + found.end("number"))
            if best is None or score > best[0]:
                span = (area[0] + found.start(), symbol[1])
                best = (score, NumberField(span, number, symbol, pattern is _PARTY_NUMBER))
    return best[1] if best else None


def preamble_area(document: Document, outline: Outline, title_end: int | None) -> Span:
    """The text between the title and the first numbered part, where the issuer says what it issues."""
    start = title_end
    if start is None:
        start = outline.zones.get(Zone.PREAMBLE, outline.zones.get(Zone.BODY, (0, 0)))[0]
    ends = [outline.zones[zone][index] for zone, index in ((Zone.BODY, 0), (Zone.PREAMBLE, 1)) if zone in outline.zones]
    return start, next((end for end in ends if end > start), min(len(document.text), start + _MAX_PREAMBLE))


def find_date_field(document: Document, area: Span, *, anywhere: bool = False) -> DateField | None:
    """The first date of an area with its place, or else one that stands by itself, or `anywhere` in a line."""
    key = fold(document.text[area[0] : area[1]])
    bare: DateField | None = None
    dates = [*_WRITTEN_DATE.finditer(key), *_NUMERIC_DATE.finditer(key)]
    for found in sorted(dates, key=lambda match: match.start()):
        spans = {name: (area[0] + found.start(name), area[0] + found.end(name)) for name in ("day", "month", "year")}
        start = area[0] + found.start()
        place = _place_before(document, area[0], start)
        field = DateField(
            span=(place[0] if place else start, area[0] + found.end()),
            place=place,
            day=spans["day"],
            month=spans["month"],
            year=spans["year"] if found["year"] else None,
        )
        if place:
            return field
        begins_line = start == area[0] or document.text[start - 1] in "\n|\t "
        if bare is None and (anywhere or (begins_line and _stands_alone(document, field.span))):
            bare = field
    return bare


def find_closing_date(document: Document, outline: Outline) -> DateField | None:
    """Schools and older plans print place and date above the signature."""
    body_end = outline.body_span[1]
    if not body_end or body_end >= len(document.text):
        return None
    field = find_date_field(document, (body_end, len(document.text)))
    return field if field and field.place else None


def _place_before(document: Document, area_start: int, start: int) -> Span | None:
    """The place printed directly before a date."""
    line_start = max(area_start, document.text.rfind("\n", 0, start) + 1, start - 60)
    before = document.text[line_start:start].replace("*", " ").replace("|", "\n").replace("_", " ")
    found = _PLACE.search(before)
    if not found or ("," not in before[found.end("place") :] and before.strip() != found.group().strip()):
        return None
    if fold(found["place"]) in ("ngay", "so"):
        return None
    return line_start + found.start("place"), line_start + found.end("place")


def _stands_alone(document: Document, span: Span) -> bool:
    """Whether nearly the whole line is the date."""
    paragraph = document.paragraph_at(span[0])
    return (paragraph.end - paragraph.start) - (span[1] - span[0]) < 25


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
    return tuple(lines)
