"""The campaign a plan launches: name, theme, slogan, period and audience.

A plan has a campaign where its title launches or organises one (phong trào, đợt thi đua, cuộc thi,
diễn đàn …), or where its preamble says that the issuer launches one; plans of inspection,
training or reform have none. Movements that others launched and the text only names are none.

Signals in order of authority: the title; the sentence of issue in the preamble; sections by their
kind and heading. The period is read by the shared grammar of time; a start "từ ngày ban hành" is the
date of issue where that is legible, else open.
"""

import re
from collections.abc import Iterator
from functools import cache

from models.dates import DateValue, ResolvedFrom
from models.document import Document
from models.lexicon import load_table
from models.outline import Node, Outline
from models.record import Campaign, DatedValue, Header, SectionKind, TextValue
from pipeline.extract.campaign.text import node_text, quoted, stripped_span
from pipeline.extract.frame_lines import plain, read_confidence
from pipeline.extract.header.front_matter import Span, preamble_area
from pipeline.extract.header.issuer import issuing_body
from pipeline.extract.temporal import TemporalKind, TemporalMatch, find_temporal
from pipeline.folding import fold

_THEME = re.compile(r"\bchu de\b[^“”\"\n.;]{0,70}?(?=[“\"«])")
# "với chủ đề: Đoàn kết, sáng tạo" without quotation marks, up to what the sentence adds to it.
_BARE_THEME = re.compile(r"\bvoi chu de\s?(?::|la:?)\s(?=[a-z])")
_THEME_END = re.compile(r"[.;\n]|,?\s(?:cu the|nhu sau|voi (?:cac|nhung|noi dung|muc tieu)|nham|tu ngay)\b")
_THEME_LINE = re.compile(r"\W{0,4}chu de\b[^:\n]{0,60}:\s*")
_SLOGAN = re.compile(r"\bkhau hieu\b[^“”\"\n.;]{0,60}?(?=[“\"«])")
_STAGE = re.compile(r"\bgiai doan\s+(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d")
# A year at the title's end says when the campaign runs, unless it is an anniversary's or congress's.
_TITLE_YEAR = re.compile(r"\bnam\s+20\d\d\W*$")
_HELD_IN = re.compile(
    r",?\s+(?:tren dia ban\s+(?:toan\s+)?(?:tinh|thanh pho|huyen|thi xa|quan|xa|phuong|thi tran|khu|dac khu)\b"
    r"|trong\s+(?:toan\s+)?(?:nha truong|truong|nganh|co quan|toan tinh|toan huyen|toan xa)\s*$)"
)
_OCCASION = re.compile(r"chao mung|ky niem|ngay le|dai hoi|huong toi|lap thanh tich")
_NO_CALENDAR = (TemporalKind.RECURRING, TemporalKind.DURATION, TemporalKind.EVENT, TemporalKind.LUNAR)
_MAX_HEAD = 40  # characters of a paragraph in which its own heading ends
_MAX_AUDIENCE = 15
_MAX_THEME = 600  # characters


def find_campaign(document: Document, outline: Outline, header: Header) -> Campaign | None:
    """The campaign with what the plan says of it, each part with its evidence; None where it launches none."""
    preamble = preamble_area(document, outline, header.title.evidence.end if header.title else None)
    name = _name_in_title(document, header) or _name_in_preamble(document, preamble)
    if name is None:
        return None
    return Campaign(
        name=name,
        theme=_theme(document, outline, header, preamble),
        slogan=_slogan(document, outline, header, preamble),
        period=_period(document, outline, header, preamble),
        audience=_audience(document, outline),
    )


def _table(part: str, row: str) -> list[str]:
    words: list[str] = load_table("campaign")[part][row]
    return words


def _alternatives(part: str, row: str) -> str:
    return "|".join(re.escape(fold(word)) for word in sorted(_table(part, row), key=len, reverse=True))


@cache
def _launch() -> re.Pattern[str]:
    """A title that launches a campaign: the deed, if any, and right behind it the campaign's noun."""
    return re.compile(
        rf"\W{{0,3}}(?:ve\s+(?:viec\s+)?)?(?:(?:{_alternatives('launch', 'verbs')})\s+)?(?:cac\s+|mot\s+so\s+)?"
        rf"(?:hoat dong\s+(?:huong ung\s+)?)?[“\"]?"
        rf"(?P<noun>(?:{_alternatives('launch', 'nouns')})\b)"
    )


@cache
def _launched_anything() -> re.Pattern[str]:
    return re.compile(r"\W{0,3}(?:ve\s+(?:viec\s+)?)?(?:to chuc\s+)?(?:le\s+)?phat dong\s+(?P<noun>[a-z])")


def _name_in_title(document: Document, header: Header) -> TextValue | None:
    if header.title is None:
        return None
    start, end = header.title.evidence.start, header.title.evidence.end
    key = fold(document.text[start:end])
    found = _launch().match(key) or _launched_anything().match(key)
    if not found:
        return None
    first = found.start("noun")
    if first and document.text[start + first - 1] in '“"' and not key[first:].endswith(('"', "”")):
        first -= 1  # "“Tháng Công nhân” năm 2017"
    return _name(document, start + first, start + _name_end(key, first), 0.9)


def _name_in_preamble(document: Document, area: Span) -> TextValue | None:
    """The campaign that the issuer launches in the preamble of a plan with another sort of title."""
    body = issuing_body(document, area)
    if body is None:
        return None
    key = fold(document.text[body[1] : area[1]])
    found = re.match(rf"\W{{0,2}}phat dong\s+(?P<noun>(?:{_alternatives('launch', 'nouns')})\b)", key)
    if not found:
        return None
    rest = key[found.start("noun") :]
    stop = re.search(r"[.;:\n“\"]|,?\s+(?:voi (?:chu de|nhung|noi dung|cac noi dung)|nhu sau|cu the)", rest)
    end = body[1] + found.start("noun") + (stop.start() if stop else len(rest))
    return _name(document, body[1] + found.start("noun"), end, 0.8)


def _name(document: Document, start: int, end: int, ceiling: float) -> TextValue | None:
    start, end = stripped_span(document, start, end)
    value = plain(document.text[start:end])
    if not value:
        return None
    evidence = document.evidence(start, end)
    value = value[0].upper() + value[1:]
    return TextValue(value=value, confidence=read_confidence(evidence, ceiling), evidence=evidence)


def _name_end(key: str, start: int) -> int:
    """Where a campaign's name ends in a folded title: before the area that it is held in."""
    area = _HELD_IN.search(key, start)
    return area.start() if area else len(key)


def _text_value(document: Document, span: Span, ceiling: float) -> TextValue | None:
    start, end = stripped_span(document, *span)
    value = plain(document.text[start:end])
    if len(value) < 2:
        return None
    evidence = document.evidence(start, end)
    return TextValue(value=value, confidence=read_confidence(evidence, ceiling), evidence=evidence)


def _theme(document: Document, outline: Outline, header: Header, preamble: Span) -> TextValue | None:
    """What stands in quotation marks behind "chủ đề": in the sentence of issue, a section of its own, the title."""
    for area in _frame_areas(header, preamble):
        spans = [span for span in _quoted_behind(document, area, _THEME) if span[1] - span[0] <= _MAX_THEME]
        if spans:
            return _text_value(document, spans[-1], 0.9)
        key = fold(document.text[slice(*area)])
        if bare := _BARE_THEME.search(key):
            stop = _THEME_END.search(key, bare.end())
            return _text_value(document, (area[0] + bare.end(), area[0] + (stop.start() if stop else len(key))), 0.7)
    for node in outline.walk():
        key = fold(document.text[node.content_start : node.head_end])
        if not key[:12].lstrip(' *_“"').startswith("chu de"):
            continue
        spans = list(_quoted_behind(document, (node.content_start, node.end), _THEME))
        if spans:
            return _text_value(document, spans[0], 0.9)
        if line := _THEME_LINE.match(key):
            return _text_value(document, (node.content_start + line.end(), node.head_end), 0.8)
        if node.is_section and node.children:
            return _text_value(document, node_text(node.children[0]), 0.8)
    return None


def _frame_areas(header: Header, preamble: Span) -> list[Span]:
    """The spans before the body in which a plan speaks of its campaign: the preamble, then the title."""
    return [preamble, *([(header.title.evidence.start, header.title.evidence.end)] if header.title else [])]


def _quoted_behind(document: Document, area: Span, cue: re.Pattern[str]) -> Iterator[Span]:
    key = fold(document.text[area[0] : area[1]])
    for found in cue.finditer(key):
        if span := quoted(document.text, area[0] + found.end(), area[1]):
            yield span


def _slogan(document: Document, outline: Outline, header: Header, preamble: Span) -> TextValue | None:
    """The text of the section for the slogan, or what stands in quotation marks behind "khẩu hiệu"."""
    nodes = [node for node in outline.walk() if node.is_section and node.kinds == (SectionKind.SLOGAN,)]
    # "2. Chủ đề và khẩu hiệu" holds both; a part of it that begins with the word comes first
    nodes.sort(key=lambda node: not fold(document.text[node.content_start : node.head_end]).startswith("khau hieu"))
    for node in nodes:
        span = node_text(node)
        if span[0] >= span[1] and node.children:
            span = node_text(node.children[0])
        return _text_value(document, quoted(document.text, *span) or span, 0.9)
    for area in _frame_areas(header, preamble):
        if spans := list(_quoted_behind(document, area, _SLOGAN)):
            return _text_value(document, spans[-1], 0.85)
    return None


def _period(document: Document, outline: Outline, header: Header, preamble: Span) -> DatedValue | None:
    """When the campaign runs: by the section for its time, the sentence of issue, or the title's own words."""
    year = _issue_year(header)
    for node in _time_nodes(document, outline):
        phases = [(child.start, child.heading_end) for child in node.children if child.is_section]
        for spans in ([(node.start, node.head_end)], phases, [(node.start, node.end)]):
            if found := _spanning_value(document, spans, year, header):
                return found
    return _period_of_preamble(document, preamble, year, header) or _period_of_title(document, header)


def _period_of_preamble(document: Document, preamble: Span, year: int | None, header: Header) -> DatedValue | None:
    """An interval "từ … đến …" in the sentence of issue."""
    body = issuing_body(document, preamble)
    if body is None:
        return None
    for match in find_temporal(document.text[body[1] : preamble[1]], year=year):
        first, last = body[1] + match.start, body[1] + match.end
        if match.kind is TemporalKind.INTERVAL and fold(document.text[first:last]).startswith("tu "):
            return _dated(document, first, last, _from_issue(match.value, header), 0.8)
    return None


def _period_of_title(document: Document, header: Header) -> DatedValue | None:
    if header.title is None:
        return None
    start, end = header.title.evidence.start, header.title.evidence.end
    key = fold(document.text[start:end])
    found = _STAGE.search(key) or _TITLE_YEAR.search(key)
    if not found or (found.re is _TITLE_YEAR and _OCCASION.search(key)):
        return None
    for match in find_temporal(document.text[start + found.start() : start + found.end()]):
        first = start + found.start()
        return _dated(document, first + match.start, first + match.end, match.value, 0.6)
    return None


def _issue_year(header: Header) -> int | None:
    edtf = header.issued.value.edtf if header.issued else None
    return int(edtf[:4]) if edtf and edtf[:4].isdigit() else None


def _time_nodes(document: Document, outline: Outline) -> list[Node]:
    """The parts that say when, those that speak of nothing else and stand highest first."""
    heads = re.compile(rf"\W{{0,4}}(?:\w{{1,12}}\s){{0,3}}?(?:{_alternatives('period', 'heads')})\b")
    others = re.compile(rf"\b(?:{_alternatives('period', 'others')})\b")
    ranked: list[tuple[int, int, int, Node]] = []
    for node in outline.walk():
        opening = document.text[node.content_start : min(node.head_end, node.content_start + _MAX_HEAD)]
        heading = fold(node.heading if node.is_section else opening)
        if SectionKind.TIME in node.kinds or heads.match(heading):
            head = heading.split(":")[0]
            if others.search(head):
                continue
            ranked.append((len(set(node.kinds)) if node.kinds else 2, node.level, node.start, node))
    return [node for *_, node in sorted(ranked, key=lambda row: row[:3])]


def _spanning_value(document: Document, spans: list[Span], year: int | None, header: Header) -> DatedValue | None:
    """The only interval of some pieces of text, or the time from their first date to their last."""
    found: list[tuple[Span, TemporalMatch]] = []
    for start, end in spans:
        for match in find_temporal(document.text[start:end], year=year):
            # a table of the section gives the times of single tasks
            in_table = bool(document.paragraph_at(start + match.start).cells)
            if match.kind not in _NO_CALENDAR and match.value.edtf and not match.follows_symbol and not in_table:
                found.append(((start + match.start, start + match.end), match))
    if not found:
        return None
    span, first = found[0]
    later = [match for _, match in found[1:]]
    is_interval = first.kind is TemporalKind.INTERVAL
    if not later or (is_interval and all(match.kind is not first.kind or _lies_in(match, first) for match in later)):
        return _dated(document, *span, _from_issue(first.value, header), 0.9)
    value = _joined_value([first, *later])
    return _dated(document, span[0], found[-1][0][1], value, 0.75) if value else None


def _lies_in(part: TemporalMatch, whole: TemporalMatch) -> bool:
    """Whether an interval is a stage of another, by its days: the whole may begin with the issue of the plan."""
    first, last = part.value.earliest, part.value.latest
    start, end = whole.value.earliest, whole.value.latest
    return bool(first and last and end and last <= end and (start is None or start <= first))


def _joined_value(matches: list[TemporalMatch]) -> DateValue | None:
    """From the earliest day of several expressions to the latest, in the precision that they are printed in."""
    dated = [match.value for match in matches if match.value.edtf and match.value.earliest and match.value.latest]
    if not dated:
        return None
    first = min(dated, key=lambda value: (value.earliest is None, value.earliest))
    last = max(dated, key=lambda value: (value.latest is not None, value.latest))
    start, end = (first.edtf or "").split("/")[0], (last.edtf or "").split("/")[-1]
    return DateValue(edtf=start if start == end else f"{start}/{end}", resolved_from=first.resolved_from)


def _from_issue(value: DateValue, header: Header) -> DateValue:
    """A period that runs from the plan's issue, with the date of issue as its start where that is legible."""
    issued = header.issued.value.edtf if header.issued else None
    anchor = fold(value.anchor or "")
    is_issue = any(re.search(rf"\b{re.escape(fold(word))}\b", anchor) for word in _table("period", "starts"))
    if not (value.edtf and value.edtf.startswith("../") and is_issue and issued) or "X" in issued:
        return value
    end = value.edtf.removeprefix("../")
    try:
        return DateValue(
            edtf=f"{issued}/{end}", bound=value.bound, anchor=value.anchor, resolved_from=ResolvedFrom.ISSUE_DATE
        )
    except ValueError:  # the printed end lies before the date of issue: one of the two is a slip
        return value


def _dated(document: Document, start: int, end: int, value: DateValue, ceiling: float) -> DatedValue:
    evidence = document.evidence(start, end)
    return DatedValue(value=value, confidence=read_confidence(evidence, ceiling), evidence=evidence)


def _audience(document: Document, outline: Outline) -> tuple[TextValue, ...]:
    """Whom the campaign is for, an entry a paragraph of the part that names them."""
    nodes = [node for node in outline.walk() if node.is_section and SectionKind.AUDIENCE in node.kinds]
    if not nodes:
        return ()
    chosen = min(nodes, key=lambda node: (len(node.kinds), node.level, node.start))
    spans = [span for span in _leaf_spans(chosen) if span[0] < span[1]]
    values = (_text_value(document, _without_label(document, span), 0.85) for span in spans[:_MAX_AUDIENCE])
    return tuple(value for value in values if value is not None)


def _leaf_spans(node: Node) -> Iterator[Span]:
    yield node_text(node)
    for child in node.children:
        yield from _leaf_spans(child)


def _without_label(document: Document, span: Span) -> Span:
    """The span behind "Tập thể:" and the like."""
    key = fold(document.text[slice(*span)])
    found = re.match(rf"\W{{0,3}}(?:{_alternatives('audience', 'labels')})\s*:\s*", key)
    return (span[0] + found.end(), span[1]) if found and found.end() < len(key) else span
