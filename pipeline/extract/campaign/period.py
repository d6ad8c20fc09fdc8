"""When a campaign runs: `campaign_period`.

Signals in order of authority: the part of the plan for the campaign's time (a heading "Thời gian" before one on
its stages, "Tiến độ"); an interval in the sentence of issue; the years at the end of the title.
"""

import re
from collections.abc import Iterator

from models.dates import DateValue, ResolvedFrom
from models.document import Document
from models.outline import Node, Outline
from models.record import DatedValue, Header, SectionKind
from pipeline.extract.campaign.text import Span, alternatives, table_row
from pipeline.extract.frame_lines import read_confidence
from pipeline.extract.header.issuer import issuing_body
from pipeline.extract.temporal import TemporalKind, TemporalMatch, find_temporal
from pipeline.folding import fold

_STAGE = re.compile(r"\bgiai doan\s+(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d")
# A year at the title's end says when the campaign runs, unless it is an anniversary's or congress's.
_TITLE_YEAR = re.compile(r"\bnam\s+20\d\d\W*$")
_OCCASION = re.compile(r"chao mung|ky niem|ngay le|dai hoi|huong toi|lap thanh tich")
_NO_CALENDAR = (TemporalKind.RECURRING, TemporalKind.DURATION, TemporalKind.EVENT, TemporalKind.LUNAR)
_MAX_HEAD = 40  # characters of a paragraph in which its own heading ends
_OWN_TIME = re.compile(r"\W{0,4}thoi gian\b")
# "bắt đầu từ ngày 01.3 và kết thúc vào 22.12.2016" is an interval in two verbs.
_BEGINS_AND_ENDS = re.compile(
    r"\bbat dau\s(?:tu\s)?(?:ngay\s)?(?P<first>\d[\d./-]{1,9}),?\s(?:va\s)?"
    r"ket thuc\s(?:vao\s)?(?:ngay\s)?(?P<last>\d[\d./-]{3,9}\d)"
)


def campaign_period(document: Document, outline: Outline, header: Header, preamble: Span) -> DatedValue | None:
    """When the campaign runs: by the section for its time, the sentence of issue, or the title's own words."""
    year = _issue_year(header)
    for node in _time_nodes(document, outline):
        if said := _begins_and_ends(document, node.start, node.end, year):
            return said
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
    heads = re.compile(rf"\W{{0,4}}(?:\w{{1,12}}\s){{0,3}}?(?:{alternatives('period', 'heads')})\b")
    others = re.compile(rf"\b(?:{alternatives('period', 'others')})\b")
    ranked: list[tuple[bool, int, int, int, Node]] = []
    for node in outline.walk():
        opening = document.text[node.content_start : min(node.head_end, node.content_start + _MAX_HEAD)]
        heading = fold(node.heading if node.is_section else opening)
        if SectionKind.TIME in node.kinds or heads.match(heading):
            head = heading.split(":")[0]
            if others.search(head):
                continue
            kinds = len(set(node.kinds)) if node.kinds else 2
            ranked.append((not _OWN_TIME.match(heading), kinds, node.level, node.start, node))
    return [node for *_, node in sorted(ranked, key=lambda row: row[:4])]


def _spanning_value(document: Document, spans: list[Span], year: int | None, header: Header) -> DatedValue | None:
    """The only interval of some pieces of text, or the time from their first date to their last."""
    found: list[tuple[Span, TemporalMatch]] = []
    for start, end in spans:
        for offset, match in _times(document, start, end, year):
            # a table of the section gives the times of single tasks
            in_table = bool(document.paragraph_at(offset + match.start).cells)
            if match.kind not in _NO_CALENDAR and match.value.edtf and not match.follows_symbol and not in_table:
                found.append(((offset + match.start, offset + match.end), match))
    if not found:
        return None
    span, first = found[0]
    later = [match for _, match in found[1:]]
    is_interval = first.kind is TemporalKind.INTERVAL
    if not later or (is_interval and all(match.kind is not first.kind or _lies_in(match, first) for match in later)):
        return _dated(document, *span, _from_issue(first.value, header), 0.9)
    value = _joined_value([first, *later])
    return _dated(document, span[0], found[-1][0][1], value, 0.75) if value else None


def _begins_and_ends(document: Document, start: int, end: int, year: int | None) -> DatedValue | None:
    """The interval of two verbs, where a part of the plan says it."""
    both = _BEGINS_AND_ENDS.search(fold(document.text[start:end]))
    if not both:
        return None
    first, last = (both[name].replace(".", "/") for name in ("first", "last"))
    times = find_temporal(f"từ ngày {first} đến ngày {last}", year=year)
    if len(times) != 1 or times[0].kind is not TemporalKind.INTERVAL:
        return None
    return _dated(document, start + both.start(), start + both.end(), times[0].value, 0.85)


def _times(document: Document, start: int, end: int, year: int | None) -> Iterator[tuple[int, TemporalMatch]]:
    """The expressions of time of a span, each with the offset it is counted from; "03 ngày, từ ngày …" by its days."""
    for match in find_temporal(document.text[start:end], year=year):
        first, last = start + match.start, start + match.end
        comma = document.text.find(", ", first, last)
        if match.kind is TemporalKind.DURATION and comma >= 0:
            behind = find_temporal(document.text[comma + 2 : last], year=year)
            yield from ((comma + 2, part) for part in behind)
        else:
            yield start, match


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
    is_issue = any(re.search(rf"\b{re.escape(fold(word))}\b", anchor) for word in table_row("period", "starts"))
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
