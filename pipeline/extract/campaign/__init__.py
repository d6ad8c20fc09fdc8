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

from models.document import Document
from models.outline import Node, Outline
from models.record import Campaign, Header, SectionKind, TextValue
from pipeline.extract.campaign.period import campaign_period
from pipeline.extract.campaign.text import Span, alternatives, node_text, quoted, stripped_span
from pipeline.extract.frame_lines import plain, read_confidence
from pipeline.extract.header.front_matter import preamble_area
from pipeline.extract.header.issuer import issuing_body
from pipeline.folding import fold

_THEME = re.compile(r"\bchu de\b[^“”\"\n.;]{0,70}?(?=[“\"«])")
# "với chủ đề: Đoàn kết, sáng tạo" without quotation marks, up to what the sentence adds to it.
_BARE_THEME = re.compile(r"\bvoi chu de\s?(?::|la:?)\s(?=[a-z])")
_THEME_END = re.compile(r"[.;\n]|,?\s(?:cu the|nhu sau|voi (?:cac|nhung|noi dung|muc tieu)|nham|tu ngay)\b")
_THEME_LINE = re.compile(r"\W{0,4}chu de\b[^:\n]{0,60}:\s*")
_SLOGAN = re.compile(r"\bkhau hieu\b[^“”\"\n.;]{0,60}?(?=[“\"«])")
_HELD_IN = re.compile(
    r",?\s+(?:tren dia ban\s+(?:toan\s+)?(?:tinh|thanh pho|huyen|thi xa|quan|xa|phuong|thi tran|khu|dac khu)\b"
    r"|tai\s+(?:nha\s)?(?:truong|co quan|don vi|benh vien|cac\s(?:xa|phuong|huyen|truong|don vi))\b"
    r"|trong\s+(?:toan\s+)?(?:nha truong|truong|nganh|co quan|toan tinh|toan huyen|toan xa)\s*$)"
)
_SLOGANS = re.compile(r"(?:cac\s|mot so\s|noi dung\s){0,2}khau hieu\b")
_REMARK = re.compile(r"[\s:]*\([^()]*\)[\s.;]*")  # "(phụ lục kèm theo)" says where it stands
_AUDIENCE = re.compile(r"\W{0,3}(?:doi tuong|thanh phan)\b")
_SEVERAL = re.compile(r",|\bva\b")  # a heading that names other matters too: "ĐỐI TƯỢNG, THỂ LỆ"
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
        period=campaign_period(document, outline, header, preamble),
        audience=_audience(document, outline),
    )


@cache
def _launch() -> re.Pattern[str]:
    """A title that launches a campaign: the deed, if any, and right behind it the campaign's noun."""
    return re.compile(
        rf"\W{{0,3}}(?:ve\s+(?:viec\s+)?)?(?:(?:{alternatives('launch', 'verbs')})\s+)?(?:cac\s+|mot\s+so\s+)?"
        rf"(?:hoat dong\s+(?:huong ung\s+)?)?[“\"]?"
        rf"(?P<noun>(?:{alternatives('launch', 'nouns')})\b)"
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
    found = re.match(rf"\W{{0,2}}phat dong\s+(?P<noun>(?:{alternatives('launch', 'nouns')})\b)", key)
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
    heads = {node.start: fold(document.text[node.content_start : node.head_end]) for node in nodes}
    # "2. Chủ đề và khẩu hiệu" holds both; a part of it that begins with the word comes first, and that on the theme is
    # none.
    named = [node for node in nodes if _SLOGANS.match(heads[node.start])]
    for node in named or [node for node in nodes if not heads[node.start].startswith("chu de:")]:
        span = node_text(node)
        if span[0] >= span[1] and node.children:
            span = node_text(node.children[0])
        if not _REMARK.fullmatch(document.text, *span):
            return _text_value(document, quoted(document.text, *span) or span, 0.9)
    for area in _frame_areas(header, preamble):
        if spans := list(_quoted_behind(document, area, _SLOGAN)):
            return _text_value(document, spans[-1], 0.85)
    return None


def _audience(document: Document, outline: Outline) -> tuple[TextValue, ...]:
    """Whom the campaign is for, an entry a paragraph of the part that names them."""
    nodes = [node for node in outline.walk() if node.is_section and SectionKind.AUDIENCE in node.kinds]
    if not nodes:
        return ()
    chosen = min(nodes, key=lambda node: (len(node.kinds), node.level, node.start))
    is_mixed = len(chosen.kinds) > 1 or bool(_SEVERAL.search(fold(chosen.heading)))
    named = [child for child in chosen.children if _names_audience(document, child)] if is_mixed else []
    spans = [span for node in named or [chosen] for span in _leaf_spans(node) if span[0] < span[1]]
    values = (_text_value(document, _without_label(document, span), 0.85) for span in spans[:_MAX_AUDIENCE])
    # What stands behind a label begins in small letters; as an entry of its own it begins like a sentence.
    return tuple(
        value.model_copy(update={"value": value.value[0].upper() + value.value[1:]})
        for value in values
        if value is not None
    )


def _names_audience(document: Document, node: Node) -> bool:
    """Whether a part of "II. ĐỐI TƯỢNG, THỂ LỆ" is the one on whom the campaign is for."""
    return bool(_AUDIENCE.match(fold(document.text[node.content_start : node.head_end])))


def _leaf_spans(node: Node) -> Iterator[Span]:
    yield node_text(node)
    for child in node.children:
        yield from _leaf_spans(child)


def _without_label(document: Document, span: Span) -> Span:
    """The span behind "Tập thể:" and the like."""
    key = fold(document.text[slice(*span)])
    found = re.match(rf"\W{{0,3}}(?:{alternatives('audience', 'labels')})\s*:\s*", key)
    return (span[0] + found.end(), span[1]) if found and found.end() < len(key) else span
