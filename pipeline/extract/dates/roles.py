"""What a date does in the plan: its role, from where it stands and what stands before it.

Signals in order of authority: the date of issue (header), recurrence, the citation it stands
in, an event as anchor, a table's time column or a label ("Thời hạn: …"), anniversaries and
past events, a limit ("trước", "chậm nhất"), a name with a year ("Đại hội … năm 2020"), the
section. Assigns roles only; never changes a value.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from models.dates import Bound
from models.document import Document
from models.lexicon import load_table
from models.outline import Node, Outline, Zone
from models.record import DateRole, Header, Reference, SectionKind
from pipeline.extract.dates.clauses import clause_at
from pipeline.extract.dates.columns import column_head
from pipeline.extract.temporal import TemporalKind, TemporalMatch, find_temporal
from pipeline.extract.temporal.ranges import CLOCK

ACTING = {
    SectionKind.IMPLEMENTATION,
    SectionKind.TASKS,
    SectionKind.SOLUTIONS,
    SectionKind.CONTENT,
    SectionKind.TIME,
}
AIMING = {SectionKind.PURPOSE, SectionKind.REQUIREMENTS, SectionKind.OBJECTIVES, SectionKind.PREAMBLE}
# A law's amendments: "được sửa đổi, bổ sung năm 2020", "… bổ sung năm 2005, 2013".
_AMENDED = re.compile(r"(?:sửa đổi|bổ sung)(?: một số điều)?(?: các)?(?: năm)?(?: (?:19|20)\d\d,| và)*(?: năm)? $")
# "Luật Đất đai năm 1993", "… của Luật Đất đai năm 1998 và năm 2001": the year tells which of several laws is meant.
_LAW = re.compile(
    r"(?<!\w)(?:(?<!pháp )luật|pháp lệnh|hiến pháp) [^;:.,]{2,80}(?: năm (?:19|20)\d\d(?:,| và))?(?: năm)? $"
)
_STAGE = re.compile(r"(?:giai đoạn|đợt|bước|vòng) (?:\d{1,2}|[ivx]{1,4}|một|hai|ba|bốn|đầu|cuối) ?[(:,]")
_STAGE_BRACKET = re.compile(r"[\W\d]{0,6}(?:[a-zđ]\) )?(?:giai đoạn|đợt|bước|vòng) \w{1,4} ?\((?:trong )?$")
_AS_OF = re.compile(rf"tính đến(?: hết)?(?: {CLOCK})?\s*$")
_LIST_END = re.compile(r"(?<=\d) ?(?:,|và|;) ?(?:ngày )?$")
# What is sent or finished on a day is due then.
_DUE_VERB = re.compile(r"(?<!\w)(?:gửi|nộp|báo cáo|hoàn thành|hoàn tất|xong|trình)(?!\w)")
# "nộp về xã theo 03 đợt: đợt 1 ngày 22/01, đợt 2 ngày 27/01": each round is due
_ROUND = re.compile(r"[,;:] (?:đợt|lần|vòng) (?:\d|[ivx]{1,3}|một|hai|ba|bốn)(?: vào| là|:)?(?: ngày)? ?$")
# Sections about what was and is, before what is to be done.
_SITUATION = re.compile(
    r"(?<!\w)(?:tình hình|thực trạng|đặc điểm|hiện trạng|kết quả|đánh giá|bối cảnh|cơ sở|căn cứ)(?!\w)"
)
_NAME_LENGTH = 60  # characters of a congress' name between its noun and its year
_MARKER = re.compile(r"^\W{0,3}\w{1,4}(?:\.\d{1,2}){0,3}[.)/\-–] ?")
_LABEL = re.compile(r"\W{0,3}(?:[\w.]{1,4}[.)] )?([^:]{3,60}):")
_YEARS_COUNTED = re.compile(r"(\d{1,3}) năm[^.;]{0,90}$")
_COMPARED = re.compile(r"(?:so với|cùng kỳ)(?: cùng kỳ| năm)? $")
_WORD = re.compile(r"\w")
_NTH_TIME = re.compile(r"lần thứ \w{1,8}[ ,\-–(]{0,3}$")
_NAME_ENDS = re.compile(r"[,;:()]|trong ")
_ONLY_YEARS = re.compile(r"[\dX]{4}(?:/[\dX]{4})?")
_DAY_TO_DAY = re.compile(r"[\dX]{4}(?:-\d\d){2}/[\dX]{4}(?:-\d\d){2}")
_FROM = ("từ", "kể từ", "tính từ", "bắt đầu")
_LONG_AGO_YEARS = 10  # a single year this far before the plan is history, no plan year
_SIGNED_LATE_DAYS = 62  # so long before its issue may a plan's schedule begin
_LABEL_LENGTH = 60
_JUBILEE_YEARS = 10  # spans between two equal days this far apart are anniversaries


@dataclass(frozen=True)
class RoleContext:
    """What is known of the document when roles are given. `issued` is the day of issue, if legible."""

    document: Document
    outline: Outline
    header: Header
    cited: tuple[tuple[int, int], ...]
    titles: tuple[tuple[int, int], ...]
    issued: date | None

    @classmethod
    def of(cls, document: Document, outline: Outline, header: Header, references: Sequence[Reference]) -> "RoleContext":
        """The context of one document."""
        value = header.issued.value if header.issued else None
        is_legible = value is not None and value.earliest is not None and value.earliest == value.latest
        return cls(
            document,
            outline,
            header,
            tuple((each.start, each.end) for reference in references for each in reference.mentions),
            tuple((reference.evidence.start, reference.evidence.end) for reference in references),
            value.earliest if value is not None and is_legible else None,
        )


@cache
def cue_pattern(name: str, *, at_end: bool = False) -> re.Pattern[str]:
    """The cues of one role as a pattern of whole words, for lower-case text."""
    words: list[str] = load_table("temporal")["roles"][name]
    joined = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)" + (r"\W{0,4}$" if at_end else ""))


def date_role(match: TemporalMatch, context: RoleContext) -> DateRole:
    """The role of one expression of the document's text."""
    certain = _role_by_form(match, context)
    if certain is not None:
        return certain
    before = _before(match, context)
    if labelled := _role_by_label(match, context, before):
        return labelled
    is_of_law = _AMENDED.search(before) or (match.value.bound is None and _LAW.search(before))
    if match.kind is TemporalKind.YEAR and is_of_law:
        return DateRole.OTHER
    if _is_historical(match, context, before):
        return DateRole.HISTORICAL
    if match.kind in (TemporalKind.YEAR, TemporalKind.INTERVAL, TemporalKind.HALF_YEAR) and not _has_days(match):
        return _role_of_span(match, context, before)
    return _role_of_day(match, context, before)


def _role_by_form(match: TemporalMatch, context: RoleContext) -> DateRole | None:
    issued = context.header.issued
    zone = context.outline.zone_at(match.start)
    if issued and match.start < issued.evidence.end and issued.evidence.start < match.end:
        return DateRole.ISSUED
    if zone is Zone.LETTERHEAD and match.kind is TemporalKind.DAY and not match.follows_symbol:
        return DateRole.ISSUED
    if match.kind is TemporalKind.RECURRING:
        return DateRole.RECURRING
    if match.kind is TemporalKind.DAY and (match.follows_symbol or _is_inside(match, context.cited)):
        return DateRole.REFERENCE
    if match.kind is TemporalKind.LUNAR:
        return DateRole.DEADLINE if match.value.bound in (Bound.BEFORE, Bound.BY) else DateRole.EVENT
    if match.kind is TemporalKind.EVENT and match.value.bound is Bound.FROM:
        return DateRole.PERIOD  # "có hiệu lực kể từ ngày ký"
    if match.kind in (TemporalKind.EVENT, TemporalKind.DURATION):
        return DateRole.DEADLINE
    return None


def _is_inside(match: TemporalMatch, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= match.start and match.end <= end for start, end in spans)


def _has_days(match: TemporalMatch) -> bool:
    """Whether the value is as exact as a month or better; years and half-years are not."""
    return match.value.edtf is not None and _ONLY_YEARS.fullmatch(match.value.edtf) is None


def _before(match: TemporalMatch, context: RoleContext) -> str:
    """What stands before the expression in its clause, in lower case."""
    text = context.document.text
    start, end = piece_at(context.document, match.start)
    first, _ = clause_at(text, start, end, match.start)
    return text[min(first, match.start) : match.start].lower()


def piece_at(document: Document, offset: int) -> tuple[int, int]:
    """The table cell, or else the paragraph, that holds `offset`."""
    paragraph = document.paragraph_at(offset)
    for start, end in paragraph.cells:
        if start <= offset < end:
            return start, end
    return paragraph.start, paragraph.end


def is_time_heading(node: Node, document: Document) -> bool:
    """Whether a node's own line says nothing but when: "1. Quý I/2020", "Trong tháng 6:"."""
    return _says_only_when(document.text[node.content_start : node.head_end])


@lru_cache(maxsize=2048)  # each heading is asked for again with every date below it
def _says_only_when(line: str) -> bool:
    if len(line) > 80:
        return False
    found = find_temporal(line)
    if len(found) != 1:
        return False
    rest = (line[: found[0].start] + line[found[0].end :]).lower()
    words = re.findall(r"\w+", cue_pattern("time_label").sub("", rest))
    return len(words) <= 3


def is_stage(node: Node, document: Document) -> bool:
    """Whether a node's line names a stage with its span: "a) Giai đoạn 1 (từ 20/7 đến 15/8)"."""
    line = document.text[node.content_start : node.head_end].lower()
    return _STAGE.match(line) is not None


def is_of_days(match: TemporalMatch) -> bool:
    """Whether a span runs from day to day."""
    is_span = match.kind is TemporalKind.INTERVAL and match.pattern is not None
    return is_span and _DAY_TO_DAY.fullmatch(match.pattern or "") is not None


def _role_by_label(match: TemporalMatch, context: RoleContext, before: str) -> DateRole | None:
    """The role that a table's column, a heading or a label in front of the date gives it."""
    document = context.document
    chain = context.outline.chain_at(match.start)
    if chain and match.start < chain[-1].head_end:
        stage = is_stage(chain[-1], document)
        of_years = match.kind is TemporalKind.INTERVAL and not _has_days(match)
        if (stage or chain[-1].children) and not of_years and is_time_heading(chain[-1], document):
            # "b) Đợt 2: trước ngày 31/10" limits the part of an act, "Giai đoạn 1 (từ … đến …)" runs
            return DateRole.PERIOD if stage and match.value.bound is not Bound.BEFORE else DateRole.DEADLINE
    if match.value.bound in (Bound.BEFORE, Bound.BY) and _has_days(match):
        return None
    is_day = match.kind in (TemporalKind.DAY, TemporalKind.INTERVAL)
    head = column_head(document, match.start)
    if head and cue_pattern("time_column").search(head) and _has_days(match):
        return DateRole.EVENT if is_day and not cue_pattern("limit_column").search(head) else DateRole.DEADLINE
    if _STAGE_BRACKET.match(before):
        return DateRole.PERIOD
    label = _LABEL.match(before)
    if not label or not (_has_days(match) or is_day):
        return None
    if cue_pattern("limit_label").search(label[1]):
        return DateRole.DEADLINE
    if cue_pattern("time_label").search(label[1]):
        from_to = document.text[match.start : match.end].lower().startswith(_FROM)
        is_of_months = match.kind is TemporalKind.INTERVAL and not is_of_days(match)
        return DateRole.PERIOD if from_to or is_of_months or not is_day else DateRole.EVENT
    return None


def _is_historical(match: TemporalMatch, context: RoleContext, before: str) -> bool:
    value = match.value
    # "Kỷ niệm … Ngày sinh của Bác, Đoàn xã tổ chức lễ báo công vào tối 18/5": the day behind "vào" is the act's
    near = before[-90:].rpartition("vào ")[2]
    if match.kind in (TemporalKind.MONTH, TemporalKind.QUARTER):
        return _is_past_span(match, context, before)
    if match.kind is TemporalKind.INTERVAL:
        if value.earliest is None or value.latest is None:
            plan_year = context.issued.year if context.issued else None
            return bool(value.earliest and plan_year and value.earliest.year <= plan_year - _LONG_AGO_YEARS)
        years = value.latest.year - value.earliest.year
        counted = _YEARS_COUNTED.search(near)
        is_jubilee = years >= _JUBILEE_YEARS and bool(counted) and bool(counted and int(counted[1]) == years)
        same_day = (value.earliest.month, value.earliest.day) == (value.latest.month, value.latest.day)
        return is_jubilee or (years >= _JUBILEE_YEARS and (same_day or bool(cue_pattern("historical").search(near))))
    if match.kind is TemporalKind.YEAR:
        plan_year = context.issued.year if context.issued else None
        year = value.earliest.year if value.earliest else None
        return plan_year is not None and year is not None and year <= plan_year - _LONG_AGO_YEARS
    if match.kind is not TemporalKind.DAY or value.bound in (Bound.BEFORE, Bound.BY):
        return False
    if cue_pattern("historical").search(near) or cue_pattern("past").search(near[-40:]):
        return True
    if context.issued is None or value.latest is None or value.latest >= context.issued:
        return False
    is_running = value.bound is Bound.FROM and SectionKind.TIME in _kinds_at(match, context)
    return not is_running and not _is_scheduled(match, context, before)


def _is_scheduled(match: TemporalMatch, context: RoleContext, before: str) -> bool:
    """Whether a day before the plan's issue still stands in its schedule: "- Tựu trường: ngày 22/8/2026".

    Plans are often signed after what they set has begun; what was, is told in sentences.
    """
    if not _kinds_at(match, context) & ACTING or context.issued is None or match.value.latest is None:
        return False
    is_near = (context.issued - match.value.latest).days <= _SIGNED_LATE_DAYS
    return is_near and _LABEL.match(before) is not None and len(before) <= _LABEL_LENGTH


def _is_past_span(match: TemporalMatch, context: RoleContext, before: str) -> bool:
    """Whether a month or quarter was over when the plan was issued, and is told or compared with."""
    if context.issued is None or match.value.latest is None or match.value.latest >= context.issued:
        return False
    is_compared = _COMPARED.search(before) is not None
    return is_compared or (match.value.bound is None and not _kinds_at(match, context) & ACTING)


def _role_of_span(match: TemporalMatch, context: RoleContext, before: str) -> DateRole:
    """Years and half-years: periods, unless they are part of a name or the limit of an aim."""
    if match.kind is TemporalKind.INTERVAL:
        return DateRole.PERIOD
    if _is_inside(match, context.titles):
        return DateRole.OTHER
    bound = match.value.bound
    after = _after(match, context)
    kinds = _kinds_at(match, context)
    if cue_pattern("takes_place").search(before[-30:]):
        return DateRole.EVENT
    if bound in (Bound.BY, Bound.BEFORE):
        is_title = context.outline.zone_at(match.start) is Zone.TITLE
        is_aim = bool(cue_pattern("aim").search(before[-60:]) or cue_pattern("aim").search(after[:40]))
        return DateRole.DEADLINE if is_aim and not is_title else DateRole.PERIOD
    if _has_name_before(before) and bound is None:
        return DateRole.OTHER
    is_last = not _WORD.search(after)
    if bound is Bound.DURING and is_last and SectionKind.IMPLEMENTATION in kinds:
        return DateRole.PERIOD if _is_described(before) else DateRole.DEADLINE
    return DateRole.PERIOD


def _is_described(before: str) -> bool:
    """Whether the time only describes the noun before it ("các ngày lễ lớn trong năm 2020")."""
    noun = before.removesuffix("trong ")
    name = "described" if noun == before else "described_during"
    return cue_pattern(name, at_end=True).search(noun) is not None


def _has_name_before(before: str) -> bool:
    """Whether the year belongs to the name of a congress, contest or festival."""
    if _NTH_TIME.search(before):
        return True
    names = list(cue_pattern("named_event").finditer(before))
    if not names:
        return False
    rest = before[names[-1].end() :]
    return len(rest) < _NAME_LENGTH and not _NAME_ENDS.search(rest)


def _is_pair_of_days(match: TemporalMatch, context: RoleContext) -> bool:
    """Whether the days are counted out ("ngày 04 và 05/11") and no span from … to is meant."""
    surface = context.document.text[match.start : match.end].lower()
    is_from_to = surface.startswith(_FROM) or any(words in surface for words in (" đến ", "đầu tháng", "cuối tháng"))
    return match.pattern is not None and len(match.pattern) == 21 and not is_from_to


def _after(match: TemporalMatch, context: RoleContext) -> str:
    """What follows the expression in its clause, in lower case."""
    text = context.document.text
    start, end = piece_at(context.document, match.start)
    _, last = clause_at(text, start, end, match.start)
    return text[match.end : max(last, match.end)].lower()


def kinds_at(outline: Outline, offset: int) -> set[SectionKind]:
    """The kinds of the sections that hold `offset`.

    A section whose heading tells none ("TRONG MÙA MƯA BÃO") is about what is done, unless it tells how things are.
    """
    chain = outline.chain_at(offset)
    kinds = {kind for node in chain for kind in node.kinds}
    if kinds != {SectionKind.OTHER} or any(_SITUATION.search(node.heading.lower()) for node in chain if node.heading):
        return kinds
    return {SectionKind.CONTENT}


def _kinds_at(match: TemporalMatch, context: RoleContext) -> set[SectionKind]:
    return kinds_at(context.outline, match.start)


def _role_of_day(match: TemporalMatch, context: RoleContext, before: str) -> DateRole:
    """Days, months and quarters: limits are deadlines, days of acts are events, spans are periods."""
    bound = match.value.bound
    if _AS_OF.search(before) or _is_inside(match, context.titles):
        return DateRole.OTHER
    if bound in (Bound.BEFORE, Bound.BY):
        return DateRole.DEADLINE
    zone = context.outline.zone_at(match.start)
    kinds = _kinds_at(match, context)
    opens = _MARKER.sub("", before).strip(" -+*•") == ""
    if opens and kinds & ACTING and context.document.text[match.end : match.end + 2].lstrip().startswith(":"):
        return DateRole.DEADLINE  # "2. Tháng 3: Tổ chức hội thao"
    if match.kind is TemporalKind.INTERVAL:
        return DateRole.PERIOD if not _is_pair_of_days(match, context) else DateRole.EVENT
    if match.kind is TemporalKind.DAY:
        return _role_of_plain_day(match, context, before)
    if zone in (Zone.TITLE, Zone.PREAMBLE) or (kinds & AIMING and not kinds & ACTING):
        return DateRole.PERIOD
    if _is_described(before) or match.kind is TemporalKind.HALF_YEAR:
        return DateRole.PERIOD
    is_acting = bool(kinds & ACTING)
    if is_acting and (bound in (Bound.DURING, Bound.AT) or not _WORD.search(_after(match, context)) or opens):
        return DateRole.DEADLINE
    return DateRole.PERIOD


def _role_of_plain_day(match: TemporalMatch, context: RoleContext, before: str) -> DateRole:
    """A day without a limit: the start of a span, the end of a list of limits, or an event's.

    "trước ngày 15/6 và 15/11/2015" limits both days; what is sent "trong ngày 03/3" is due then.
    """
    if match.value.bound is Bound.FROM:
        return DateRole.PERIOD
    if joined := _LIST_END.search(before):
        listed = find_temporal(before[max(0, joined.start() - 40) : joined.start()])
        is_next_to_it = bool(listed) and listed[-1].end == min(40, joined.start())
        if is_next_to_it and listed[-1].value.bound in (Bound.BEFORE, Bound.BY):
            return DateRole.DEADLINE
    segment = before if _ROUND.search(before) else re.split(r"[,;]", before)[-1]
    is_sent = _DUE_VERB.search(segment) and match.value.bound in (None, Bound.DURING)
    is_acting = bool(_kinds_at(match, context) & ACTING) or match.value.bound is Bound.DURING
    return DateRole.DEADLINE if is_sent and is_acting else DateRole.EVENT
