"""What is to be reached, and who is rewarded for what: `find_criteria`.

Signals in order of authority: the section (a paragraph under "Tiêu chuẩn", "Hình thức khen
thưởng" is a standard or an award form, whole); a quantity that is a target or a limit (its
clause); what the law asks of award work ("khen thưởng phải chính xác, công bằng, kịp thời"),
whom it is to reach, and what rules somebody out. A number of the past, of a name or of a
form's copies is no criterion.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from models.document import Document, Paragraph
from models.outline import Node, Outline, Zone
from models.page import Region
from models.record import Comparator, Criterion, CriterionKind, CriterionSubject, Quantity, SectionKind
from pipeline.extract.criteria.clauses import introduces_list, split_clauses, split_sentences
from pipeline.extract.criteria.cues import criterion_cues
from pipeline.extract.criteria.demands import demanded_quantities
from pipeline.extract.criteria.kinds import (
    award_kind,
    behind_topic,
    criterion_subject,
    has_speaking_label,
    is_goal,
    is_share,
    is_state_of_things,
    label_kind,
    share_subject,
    shares_out,
)
from pipeline.extract.criteria.tables import is_bare_number, is_sum, points_column, quantity_columns
from pipeline.extract.quantities import QuantityMatch, find_quantities
from pipeline.extract.quantities.numbers import read_numbers
from pipeline.folding import fold

_Kinds = tuple[SectionKind, ...]

_MIN_WORDS = 4
_AWARDED = ("tập thể", "cá nhân")
_MAX_JOINED = 125  # characters
_JOINED = (CriterionKind.TARGET, CriterionKind.QUOTA)  # what one sentence may set together
_MAX_HEADING_WORDS = 20  # a longer "heading" is a sentence whose number was misread ("11." as "II.")
_CONTEXT = (SectionKind.CRITERIA, SectionKind.REWARDS)
_AWARD_SHARE = re.compile(
    r"\b(?:ty le|ti le|so luong|khong qua|toi da)\b.{0,80}\bkhen thuong\b|\bkhen thuong\b.{0,60}\bt[yi] le\b"
)
# Files and reports on awards are paperwork: "báo cáo tổng kết kèm hồ sơ khen thưởng gửi trước ngày …".
_ON_PAPERS = re.compile(r"\bho so\b|^(?:bao cao|gui|goi)\b|\bgui\s.{0,80}\btruoc ngay\b")
_AWARD_WORD = re.compile(
    r"\b(?:khen|thuong(?!\s(?:vu|truc|xuyen|mai|binh))|danh hieu"
    r"|tuyen duong|bieu duong|ton vinh|giai|xet|tang|co thi dua|ky niem chuong)\b"
)
_ELIGIBLE = re.compile(r"^(?:(?:cac|moi|nhung)\s)?(?:ca nhan|nguoi|tap the|gia dinh|ho|don vi)\s.{0,60}?\bphai\b")
_COMPOSED = re.compile(r"\bgom\s(?:co\s)?$")
# Headings on awards that name no "khen thưởng": "HÌNH THỨC BIỂU DƯƠNG", "MỨC HỖ TRỢ, TRAO GIẢI".
_AWARD_HEADING = re.compile(r"\b(?:bieu duong|tuyen duong|ton vinh|khen|giai thuong|trao giai|phan thuong)\b")
_NOT_AWARDED = re.compile(r"\bkhong\s(?:duoc\s)?(?:xet|khen|de nghi|binh xet)\b|\bchi\s(?:xet|khen|de nghi)\b")
# The year of the line of place and date, which stands before the body and before what is cited there.
_ISSUED = re.compile(r"tháng\s+[\dX]{1,2}\s+năm\s+(?P<year>(?:19|20)\d\d)(?!\d)")
_RULED_OUT = re.compile(
    r"\b(?:khong|chua)\s(?:duoc\s)?(?:xet|xem xet|de nghi|cong nhan)\s(?:thi dua|khen|danh hieu|cong nhan|tang)\b"
    r"|\bbi\s(?:huy (?:bo\s)?ket qua|loai|tru diem|truat quyen|ha bac)\b|\bkhong (?:duoc\s)?(?:tinh diem|cham diem)\b"
)
_LIST_ITEM = re.compile(r";\s(?=\d)")
_CELL = re.compile(r"[^|]+")
_DELEGATION = re.compile(r"(?:^|\W)cu\s\d")
# "1.", "2.1", "a)"; a number without a mark is a count ("01 giải Nhất").
_MARKER = re.compile(r"(?:[-+*•–]|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?|\d{1,2}[.)]|[a-zđ][.)]|[IVX]{1,5}[.)])\s+")


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a paragraph stands: the nodes around it, what its section is for, and the year of the plan."""

    chain: Sequence[Node]
    kinds: _Kinds
    year: int | None

    def demanded(
        self, text: str, start: int, end: int, *, is_context: bool = False, is_labelled: bool = False
    ) -> tuple[QuantityMatch, ...]:
        """The quantities of a clause of the paragraph that are targets or limits."""
        return demanded_quantities(
            text, start, end, self.kinds, is_context=is_context, is_labelled=is_labelled, plan_year=self.year
        )


@dataclass(frozen=True, slots=True)
class _Table:
    """What the heading of a table says of its columns: those of quantities with their units, and that of points."""

    columns: Mapping[int, str] = field(default_factory=dict)
    points: tuple[int, Comparator] | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A criterion before it is put into the record."""

    start: int
    end: int
    kind: CriterionKind
    subject: CriterionSubject | None
    quantities: tuple[QuantityMatch, ...] = ()


def find_criteria(document: Document, outline: Outline) -> tuple[Criterion, ...]:
    """Targets, standards, quotas, award forms and conditions of the plan's body, in reading order.

    `text` is the clause as printed, without its list marker; `subject` comes from the clause
    or from the part that holds it ("a) Đối với tập thể: …").
    """
    body = outline.zones.get(Zone.BODY)
    if body is None:
        return ()
    found: list[_Found] = []
    table = _Table()
    issued = _ISSUED.search(document.text, 0, body[0])
    year = int(issued["year"]) if issued else None
    for paragraph in document.paragraphs:
        if body[0] <= paragraph.start < body[1]:
            line = document.text[paragraph.start : paragraph.end]
            table = _heading(line.split("|"), table) if "|" in line else _Table()
            chain = outline.chain_at(paragraph.start)
            found += _read_paragraph(document.text, paragraph, _Part(chain, _kinds(chain), year), table)
    return tuple(
        Criterion(
            kind=item.kind,
            subject=item.subject,
            text=document.text[item.start : item.end],
            quantities=tuple(Quantity(comparator=q.comparator, value=q.value, unit=q.unit) for q in item.quantities),
            section=outline.path_at(item.start),
            evidence=document.evidence(item.start, item.end),
        )
        for item in found
    )


def _read_paragraph(text: str, paragraph: Paragraph, part: _Part, table: _Table) -> Iterator[_Found]:
    start, end = _content(text, paragraph, part.chain)
    if paragraph.region is Region.TABLE or "|" in text[start:end]:
        yield from _table_row(text, paragraph, part, table)
    elif SectionKind.CRITERIA in part.kinds and not shares_out(text[start:end]):
        yield from _in_context(text, start, end, part)
    elif set(part.kinds) & set(_CONTEXT):
        yield from _on_rewards(text, start, end, part)
    else:
        for sentence in split_sentences(text, start, end):
            yield from _sentence(text, *sentence, part)


def _kinds(chain: Sequence[Node]) -> _Kinds:
    """What the innermost section that holds a paragraph is for; an audience inside a section on rewards is that too."""
    for index in range(len(chain) - 1, -1, -1):
        is_heading = chain[index].is_section and len(chain[index].heading.split()) <= _MAX_HEADING_WORDS
        if is_heading and chain[index].kinds:
            kinds = chain[index].kinds
            above = {kind for node in chain[:index] for kind in node.kinds}
            if kinds == (SectionKind.AUDIENCE,) and above & set(_CONTEXT):
                return (SectionKind.AUDIENCE, SectionKind.CRITERIA)
            if SectionKind.CONTENT in kinds and _AWARD_HEADING.search(fold(chain[index].heading)):
                return tuple(SectionKind.REWARDS if kind is SectionKind.CONTENT else kind for kind in kinds)
            return kinds
    return ()


def _content(text: str, paragraph: Paragraph, chain: Sequence[Node]) -> tuple[int, int]:
    """The paragraph without its list marker."""
    start = next((node.content_start for node in reversed(chain) if node.start == paragraph.start), paragraph.start)
    marker = _MARKER.match(text, start, paragraph.end) if start == paragraph.start else None
    return (marker.end() if marker else start), paragraph.end


def _is_heading(chain: Sequence[Node], start: int, end: int) -> bool:
    """Whether the paragraph is nothing but the heading of its section."""
    return any(node.is_section and node.content_start == start and end - node.heading_end < 6 for node in chain)


def _on_rewards(text: str, start: int, end: int, part: _Part) -> Iterator[_Found]:
    """Award forms, quotas and conditions of a paragraph under a heading on rewards, clause by clause.

    Where the heading names other matters too ("BÁO CÁO VÀ KHEN THƯỞNG"), a sentence has to speak of awards.
    """
    is_mixed = bool(set(part.kinds) - {SectionKind.REWARDS, SectionKind.AUDIENCE, SectionKind.CRITERIA})
    for first, last in split_sentences(text, start, end):
        folded = fold(text[first:last])
        if not _AWARD_WORD.search(folded):
            yield from _sentence(text, first, last, part)
            continue
        is_standard = label_kind(text, first, last) is CriterionKind.STANDARD
        for clause in _clauses(text, first, last):
            spoken = fold(text[slice(*clause)])
            is_aside = not _AWARD_WORD.search(spoken) and not find_quantities(text[slice(*clause)])
            if is_aside and clause != (first, last):
                continue
            if _ON_PAPERS.search(spoken) or (is_mixed and not is_standard and not _AWARD_WORD.search(spoken)):
                continue
            for found in _in_context(text, *clause, part):
                yield replace(found, kind=CriterionKind.STANDARD) if is_standard else found


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence; a list whose items begin with their number stays whole."""
    is_list = introduces_list(text, start, end) and _LIST_ITEM.search(text, start, end)
    if is_list or has_speaking_label(text, start, end):
        yield start, end
    else:
        yield from split_clauses(text, start, end)


def _in_context(text: str, start: int, end: int, part: _Part) -> Iterator[_Found]:
    """A paragraph under a heading on standards or rewards is one criterion."""
    kinds = part.kinds
    start, end = _trimmed(text, start, end)
    folded, cues = fold(text[start:end]), criterion_cues()
    words = len(folded.split())
    if _is_heading(part.chain, start, end) or words < 2 or cues.procedure.match(folded):
        return
    if text[end - 1] == ":" and words < 10:
        return
    quantities = part.demanded(text, start, end, is_context=True)
    is_award = bool(cues.form.match(folded)) or (SectionKind.CRITERIA not in kinds and not cues.condition.match(folded))
    kind = CriterionKind.AWARD_FORM if is_award else CriterionKind.STANDARD
    if SectionKind.AUDIENCE in kinds and not is_award:
        kind = CriterionKind.ELIGIBILITY
    elif cues.condition.match(folded) or (SectionKind.CRITERIA not in kinds and _NOT_AWARDED.search(folded)):
        kind = CriterionKind.CONDITION
    elif SectionKind.CRITERIA not in kinds and _ELIGIBLE.match(folded):
        kind = CriterionKind.ELIGIBILITY
    elif quantities and (_AWARD_SHARE.search(folded) or is_share(quantities, folded)):
        kind = CriterionKind.QUOTA
    start = behind_topic(text, start, end, quantities)
    if words < _MIN_WORDS and not quantities and kind is not CriterionKind.AWARD_FORM:
        return
    subject = criterion_subject(text[start:end], part.chain, default=CriterionSubject.ANY)
    if share_subject(text, quantities) is CriterionSubject.ANY:
        subject = CriterionSubject.ANY
    yield _Found(start, end, kind, subject, quantities)


def _sentence(text: str, start: int, end: int, part: _Part) -> Iterator[_Found]:
    """The criteria of one sentence outside such sections, clause by clause."""
    if introduces_list(text, start, end) and _LIST_ITEM.search(text, start, end):
        quantities = part.demanded(text, start, end)
        if len(quantities) > 1 and all(quantity.is_limited for quantity in quantities):
            yield _target(text, start, end, quantities, part.chain)
            return
    if is_state_of_things(part.chain) and not criterion_cues().goal.search(fold(text[start:end])):
        return
    label = label_kind(text, start, end)
    clauses = [_trimmed(text, *clause) for clause in split_clauses(text, start, end)]
    found = [_clause(text, first, last, part, label) for first, last in clauses]
    yield from (item for item in _paired(found) if item)


def _clause(text: str, start: int, end: int, part: _Part, label: CriterionKind | None) -> _Found | None:
    quantities = part.demanded(text, start, end, is_labelled=label is not None)
    if not quantities:
        return _unquantified(text, start, end, part.kinds)
    target = _target(text, start, end, quantities, part.chain)
    return replace(target, kind=label) if label and target.kind is CriterionKind.TARGET else target


def _paired(found: Sequence[_Found | None]) -> Sequence[_Found | None]:
    """Two short measures that a plan joins in one sentence, with a target among them, are one criterion.

    A longer row of semicolons is a list, and each of its items a criterion of its own; so is a long clause.
    """
    if len(found) != 2:
        return found
    first, second = found
    if first is None or second is None:
        return found
    kinds = {first.kind, second.kind}
    quantities = (*first.quantities, *second.quantities)
    if not (first.quantities and second.quantities) or CriterionKind.TARGET not in kinds or kinds - set(_JOINED):
        return found
    if any(quantity.unit in _AWARDED for quantity in quantities) or second.end - first.start > _MAX_JOINED:
        return found
    return [replace(first, end=second.end, quantities=quantities)]


def _heading(cells: Sequence[str], table: _Table) -> _Table:
    """The columns of a table: of its heading where the row is one, else those known already."""
    columns, points = quantity_columns(cells), points_column(cells)
    return _Table(columns or table.columns, points or table.points) if columns or points else table


def _table_row(text: str, row: Paragraph, part: _Part, table: _Table) -> Iterator[_Found]:
    """The cells of a table row that hold a limited quantity or a percentage, or any in a column of quantities."""
    cells = list(_CELL.finditer(text, row.start, row.end))
    if table.points and table.points[0] < len(cells):
        marked = _marked_row(text, cells, part, *table.points)
        if marked:
            yield marked
            return
    for column, cell in enumerate(cells):
        start, end = _trimmed(text, cell.start(), cell.end())
        unit = table.columns.get(column)
        if unit and is_bare_number(text[start:end]):
            (number,) = read_numbers(text[start:end])
            match = QuantityMatch(start, end, Comparator.EXACTLY, number.value, unit, is_limited=False)
            yield _Found(row.start, end, CriterionKind.TARGET, None, (match,))
            continue
        found = part.demanded(text, start, end, is_labelled=unit is not None)
        quantities = tuple(q for q in found if unit is not None or q.is_limited or q.unit.startswith("%"))
        if quantities:
            yield _target(text, start, end, quantities, part.chain)


def _marked_row(
    text: str, cells: Sequence[re.Match[str]], part: _Part, column: int, comparator: Comparator
) -> _Found | None:
    """A row of a table of marks: the criterion that it names, with its own limits and the points it gives."""
    first, last = _trimmed(text, *cells[column].span())
    worded = [cell for cell in cells[:column] if len(cell[0].split()) >= 2]
    if not worded or not is_bare_number(text[first:last]) or is_sum([cell[0] for cell in cells]):
        return None
    start, end = _trimmed(text, *worded[-1].span())
    (number,) = read_numbers(text[first:last])
    points = QuantityMatch(first, last, comparator, number.value, "điểm", is_limited=False)
    quantities = (*part.demanded(text, start, end, is_context=True), points)
    subject = criterion_subject(text[start:end], part.chain, default=CriterionSubject.ANY)
    return _Found(start, last, CriterionKind.STANDARD, subject, quantities)


def _target(text: str, start: int, end: int, quantities: tuple[QuantityMatch, ...], chain: Sequence[Node]) -> _Found:
    folded = fold(text[start:end])
    composed = any(_COMPOSED.search(fold(text[max(start, q.start - 10) : q.start])) for q in quantities)
    bracket = text.rfind("(", start, quantities[0].start)
    if bracket >= 0 and ")" not in text[bracket:end]:
        start = bracket + 1
    elif bracket >= 0 and text.find(")", bracket, end) > quantities[-1].end and quantities[0].start - bracket < 120:
        start, end = bracket + 1, text.find(")", bracket, end)
    is_quota = bool(re.search(r"\bkhen thuong\b", folded)) and any(q.unit.startswith("%") for q in quantities)
    is_quota = is_quota or composed or bool(_DELEGATION.search(folded)) or is_share(quantities, folded)
    kind = CriterionKind.QUOTA if is_quota else CriterionKind.TARGET
    if not is_quota and _ELIGIBLE.match(folded):
        kind = CriterionKind.ELIGIBILITY
    start = behind_topic(text, start, end, quantities)
    counted = share_subject(text, quantities)
    is_any = counted is CriterionSubject.ANY
    subject = counted if is_any else criterion_subject(text[start:end], chain, default=None) or counted
    return _Found(start, end, kind, subject, quantities)


def _unquantified(text: str, start: int, end: int, kinds: _Kinds) -> _Found | None:
    """A clause without a number that says how awards are made, whom they reach or what rules out."""
    cues, folded = criterion_cues(), fold(text[start:end])
    if len(folded.split()) < 2 * _MIN_WORDS:
        return None
    kind: CriterionKind | None = None
    if cues.condition.match(folded) or _RULED_OUT.search(folded):
        kind = CriterionKind.CONDITION
    elif not _ON_PAPERS.search(folded) and re.search(
        r"\b(?:khen thuong|xet tang|giay khen|bang khen|co thi dua)\b", folded
    ):
        kind = award_kind(folded)
    elif is_goal(folded, kinds):
        return _Found(start, end, CriterionKind.TARGET, criterion_subject(text[start:end], (), default=None))
    return (
        _Found(start, end, kind, criterion_subject(text[start:end], (), default=CriterionSubject.ANY)) if kind else None
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space, bullets and closing marks at its ends."""
    while start < end and (text[start].isspace() or text[start] in "-–+*•;,"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".;,/|"):
        end -= 1
    if text[end - 1 : end] == ")" and "(" not in text[start:end]:
        end -= 1
    return start, end
