"""What is to be reached, and who is rewarded for what: `find_criteria`.

Signals in order of authority: the section (a paragraph under "Tiêu chuẩn", "Hình thức khen
thưởng" is a standard or an award form, whole); a quantity that is a target or a limit (its
clause); what the law asks of award work ("khen thưởng phải chính xác, công bằng, kịp thời"),
whom it is to reach, and what rules somebody out. A number of the past, of a name or of a
form's copies is no criterion.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.document import Document, Paragraph
from models.outline import Node, Outline, Zone
from models.page import Region
from models.record import Criterion, CriterionKind, CriterionSubject, Quantity, SectionKind
from pipeline.extract.criteria.clauses import introduces_list, split_clauses, split_sentences
from pipeline.extract.criteria.cues import criterion_cues
from pipeline.extract.criteria.demands import looks_back
from pipeline.extract.criteria.found import Found, Part, trimmed
from pipeline.extract.criteria.headings import Headings, read_headings
from pipeline.extract.criteria.kinds import (
    award_kind,
    behind_topic,
    criterion_subject,
    has_speaking_label,
    is_eligibility,
    is_goal,
    is_share,
    label_kind,
    makes_award,
    share_subject,
    shares_out,
)
from pipeline.extract.criteria.rows import Table, read_row
from pipeline.extract.criteria.targets import read_target
from pipeline.extract.quantities import find_quantities
from pipeline.folding import fold

_Kinds = tuple[SectionKind, ...]

_MIN_WORDS = 4
_AWARDED = ("tập thể", "cá nhân")
_MAX_JOINED = 125  # characters
_JOINED = (CriterionKind.TARGET, CriterionKind.QUOTA, CriterionKind.CONDITION)  # what one sentence may set together
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
# Headings on awards that name no "khen thưởng": "HÌNH THỨC BIỂU DƯƠNG", "MỨC HỖ TRỢ, TRAO GIẢI".
_AWARD_HEADING = re.compile(r"\b(?:bieu duong|tuyen duong|ton vinh|khen|giai thuong|trao giai|phan thuong)\b")
_OF_AWARDS = re.compile(
    r"khen|thuong|giai|danh hieu|thi dua|duong|vinh|binh xet|trao|tang|ky luat|xu ly|che do|chinh sach"
)
_FORM_HEADING = re.compile(r"(?:hinh thuc|muc thuong)\b")  # "3. Hình thức: Bằng khen" under a heading on awards
_OF_PERSONS = re.compile(r"\b(?:dai bieu|cap uy|nhan su|can bo|hoc vien|bien che|lao dong|thanh vien)\b")
_NOT_AWARDED = re.compile(r"\bkhong\s(?:duoc\s)?(?:xet|khen|de nghi|binh xet)\b|\bchi\s(?:xet|khen|de nghi)\b")
# What begins with procedure and ends with an award: "Căn cứ kết quả, mỗi xã chọn 02 cá nhân đề nghị khen thưởng".
_AWARDED_FORM = re.compile(r"\b(?:khen thuong|giay khen|bang khen|bieu duong|tuyen duong|ton vinh|de nghi khen)\b")
_AWARDER = re.compile(r"(?:ban to chuc|can cu)\b")
# The year of the line of place and date, which stands before the body and before what is cited there.
_ISSUED = re.compile(r"tháng\s+[\dX]{1,2}\s+năm\s+(?P<year>(?:19|20)\d\d)(?!\d)")
_RULED_OUT = re.compile(
    r"\b(?:khong|chua)\s(?:duoc\s)?(?:xet|xem xet|de nghi|cong nhan)\s(?:thi dua|khen|danh hieu|cong nhan|tang)\b"
    r"|\bbi\s(?:huy (?:bo\s)?ket qua|loai|tru diem|truat quyen|ha bac)\b|\bkhong (?:duoc\s)?(?:tinh diem|cham diem)\b"
)
_TIMED = re.compile(r"(?:thoi gian|thoi luong|lich)\b")
# Without one of these, or a goal, a clause that holds no number says nothing of awards, and rules nobody out.
_MAY_SPEAK = re.compile(r"khong|ch(?:i|ua)\s|bi\s|khen|xet tang|co thi dua")
_CITES = re.compile(r"(?:can cu|thuc hien|theo|xet|tiep tuc|de)\b")
_LABELLED = re.compile(r"(?!doi voi)[^:;]{2,40}:\s")
_GROUP = re.compile(
    r"(?:\d\.\s)?(?:(?:doi voi|cac|moi)\s)?"
    r"(?P<name>tap the|ca nhan|ho gia dinh|gia dinh|doanh nghiep|hoc sinh|giao vien|can bo|doan vien|hoi vien)\b(?!,)"
)
_LIST_ITEM = re.compile(r";\s(?=\d)")
# "1.", "2.1", "a)", "(1)"; a number without a mark is a count ("01 giải Nhất").
_MARKER = re.compile(r"(?:[-+*•–]|\(\d{1,2}\)|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?|\d{1,2}[.)]|[a-zđ][.)]|[IVX]{1,5}[.)])\s+")


def find_criteria(document: Document, outline: Outline) -> tuple[Criterion, ...]:
    """Targets, standards, quotas, award forms and conditions of the plan's body, in reading order.

    `text` is the clause as printed, without its list marker; `subject` comes from the clause
    or from the part that holds it ("a) Đối với tập thể: …").
    """
    body = outline.zones.get(Zone.BODY)
    if body is None:
        return ()
    found: list[Found] = []
    folded = fold(document.text)
    sections: dict[int | None, tuple[Headings, _Kinds]] = {}  # by where the innermost section begins
    table = Table()
    issued = _ISSUED.search(document.text, 0, body[0])
    year = int(issued["year"]) if issued else None
    appendix = outline.zones.get(Zone.APPENDIX, (0, 0))
    # What stands before the first heading cites and launches; where a heading was not read, it sets limits as well.
    begin = outline.zones.get(Zone.PREAMBLE, body)[0]
    for paragraph in document.paragraphs:
        is_appended = appendix[0] <= paragraph.start < appendix[1]
        if is_appended or begin <= paragraph.start < body[1]:
            line = document.text[paragraph.start : paragraph.end]
            table = table.after(line.split("|"), year) if "|" in line else Table()
            # Prose of an appendix is a form to be filled in, or a list of names; its tables of targets are the plan's.
            if not is_appended or table.sets_values:
                chain = outline.chain_at(paragraph.start)
                section = next((node.start for node in reversed(chain) if node.is_section), None)
                if section not in sections:
                    sections[section] = read_headings(chain), _kinds(chain)
                headings, kinds = sections[section]
                if paragraph.start < body[0]:
                    kinds = kinds or (SectionKind.PREAMBLE,)
                part = Part(chain, headings, kinds, year, folded)
                found += _read_paragraph(document.text, paragraph, part, table)
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


def _read_paragraph(text: str, paragraph: Paragraph, part: Part, table: Table) -> Iterator[Found]:
    start, end = _content(text, paragraph, part.chain)
    if part.headings.is_papers:
        return
    if paragraph.region is Region.TABLE or "|" in text[start:end]:
        yield from read_row(text, paragraph, part, table)
    elif SectionKind.PREAMBLE in part.kinds and _CITES.match(part.folded, start, end):
        return
    elif part.headings.is_exclusions:
        for found in _in_context(text, start, end, part):
            yield replace(found, kind=CriterionKind.CONDITION)
    elif part.headings.is_state:
        for sentence in split_sentences(text, start, end):
            yield from _sentence(text, *sentence, part)
    elif SectionKind.CRITERIA in part.kinds and not shares_out(text[start:end]):
        for clause in _standards(text, start, end, part):
            yield from _in_context(text, *clause, part)
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
            heading = fold(chain[index].heading)
            if SectionKind.REWARDS in kinds and _OF_PERSONS.search(heading) and not _OF_AWARDS.search(heading):
                # "CƠ CẤU ĐẠI BIỂU" is near to "CƠ CẤU GIẢI", and says nothing of awards.
                return tuple(SectionKind.CONTENT if kind is SectionKind.REWARDS else kind for kind in kinds)
            is_of_awards = bool(above & set(_CONTEXT) and _FORM_HEADING.match(heading))
            if SectionKind.CONTENT in kinds and (is_of_awards or _AWARD_HEADING.search(heading)):
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


def _on_rewards(text: str, start: int, end: int, part: Part) -> Iterator[Found]:
    """Award forms, quotas and conditions of a paragraph under a heading on rewards, clause by clause.

    Where the heading names other matters too ("BÁO CÁO VÀ KHEN THƯỞNG"), a sentence has to speak of awards.
    """
    is_mixed = bool(set(part.kinds) - {SectionKind.REWARDS, SectionKind.AUDIENCE, SectionKind.CRITERIA})
    for first, last in split_sentences(text, start, end):
        folded = part.folded[first:last]
        if not _AWARD_WORD.search(folded):
            yield from _sentence(text, first, last, part)
            continue
        is_standard = label_kind(text, first, last) is CriterionKind.STANDARD
        for clause in _clauses(text, first, last):
            spoken = part.folded[slice(*clause)]
            is_aside = not _AWARD_WORD.search(spoken) and not find_quantities(text[slice(*clause)])
            if is_aside and clause != (first, last):
                continue
            if SectionKind.TIME in part.kinds and not makes_award(spoken):
                continue
            if _ON_PAPERS.search(spoken) or (is_mixed and not is_standard and not _AWARD_WORD.search(spoken)):
                continue
            for found in _in_context(text, *clause, part):
                yield replace(found, kind=CriterionKind.STANDARD) if is_standard else found


def _standards(text: str, start: int, end: int, part: Part) -> list[tuple[int, int]]:
    """The standards of a paragraph: one, unless it measures different groups ("Tập thể có …; cá nhân có …")."""
    parts: list[tuple[int, int]] = []
    groups: list[str] = []
    for sentence in split_sentences(text, start, end):
        for first, last in split_clauses(text, *sentence):
            label = None if parts else _LABELLED.match(part.folded, first, last)
            group = _GROUP.match(part.folded, label.end() if label else first, last)
            if not parts or (group and group["name"] != groups[-1]):
                parts.append((first, last))
                groups.append(group["name"] if group else "")
            else:
                parts[-1] = (parts[-1][0], last)
    return parts if all(groups) else [(start, end)]


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence; a list whose items begin with their number stays whole."""
    is_list = introduces_list(text, start, end) and _LIST_ITEM.search(text, start, end)
    if is_list or has_speaking_label(text, start, end):
        yield start, end
    else:
        yield from split_clauses(text, start, end)


def _in_context(text: str, start: int, end: int, part: Part) -> Iterator[Found]:
    """A paragraph under a heading on standards or rewards is one criterion."""
    kinds = part.kinds
    start, end = trimmed(text, start, end)
    folded, cues = part.folded[start:end], criterion_cues()
    words = len(folded.split())
    if _is_heading(part.chain, start, end) or words < 2 or (text[end - 1] == ":" and words < 10):
        return
    quantities = part.demanded(text, start, end, is_context=True)
    is_awarding = bool(quantities and _AWARDED_FORM.search(folded)) or (_AWARDER.match(folded) and makes_award(folded))
    if cues.procedure.match(folded) and not is_awarding:
        return
    is_measured = any(q.is_limited and q.unit not in _AWARDED for q in quantities) and SectionKind.CRITERIA in kinds
    is_award = (bool(cues.form.match(folded)) and not is_measured) or (
        SectionKind.CRITERIA not in kinds and not cues.condition.match(folded)
    )
    kind = CriterionKind.AWARD_FORM if is_award else CriterionKind.STANDARD
    if SectionKind.AUDIENCE in kinds and not is_award:
        kind = CriterionKind.ELIGIBILITY
    elif cues.condition.match(folded) or (SectionKind.CRITERIA not in kinds and _NOT_AWARDED.search(folded)):
        kind = CriterionKind.CONDITION
    elif SectionKind.CRITERIA not in kinds and is_eligibility(folded):
        kind = CriterionKind.ELIGIBILITY
    elif quantities and (_AWARD_SHARE.search(folded) or is_share(quantities, folded)):
        kind = CriterionKind.QUOTA
    start = behind_topic(text, start, end, quantities)
    if words < _MIN_WORDS and not quantities and kind is not CriterionKind.AWARD_FORM:
        return
    subject = criterion_subject(text[start:end], part.chain, default=CriterionSubject.ANY)
    if share_subject(text, quantities) is CriterionSubject.ANY:
        subject = CriterionSubject.ANY
    yield Found(start, end, kind, subject, quantities)


def _sentence(text: str, start: int, end: int, part: Part) -> Iterator[Found]:
    """The criteria of one sentence outside such sections, clause by clause."""
    is_row = text.find(";", start, end) >= 0
    if is_row and introduces_list(text, start, end) and _LIST_ITEM.search(text, start, end):
        quantities = part.demanded(text, start, end)
        if len(quantities) > 1 and all(quantity.is_limited for quantity in quantities):
            yield read_target(text, start, end, quantities, part.chain)
            return
    if part.headings.is_state and not criterion_cues().goal.search(part.folded, start, end):
        return
    label = label_kind(text, start, end)
    if label is None and part.headings.is_counting and not _TIMED.match(part.folded, start, end):
        label = CriterionKind.QUOTA
    clauses = [trimmed(text, *clause) for clause in split_clauses(text, start, end)]
    if looks_back(text[start:end], part.year):
        clauses = [clause for clause in clauses if criterion_cues().goal.search(part.folded, *clause)]
    found = [_clause(text, first, last, part, label) for first, last in clauses]
    yield from (item for item in _paired(found) if item)


def _clause(text: str, start: int, end: int, part: Part, label: CriterionKind | None) -> Found | None:
    quantities = part.demanded(text, start, end, is_labelled=label is not None)
    if not quantities:
        return _unquantified(text, start, end, part)
    target = read_target(text, start, end, quantities, part.chain, part.kinds)
    return replace(target, kind=label) if label and target.kind is CriterionKind.TARGET else target


def _paired(found: Sequence[Found | None]) -> Sequence[Found | None]:
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
    if not (first.quantities and second.quantities) or kinds == {CriterionKind.QUOTA} or kinds - set(_JOINED):
        return found
    if any(quantity.unit in _AWARDED for quantity in quantities) or second.end - first.start > _MAX_JOINED:
        return found
    return [replace(first, end=second.end, quantities=quantities)]


def _unquantified(text: str, start: int, end: int, part: Part) -> Found | None:
    """A clause without a number that says how awards are made, whom they reach or what rules out."""
    cues, folded = criterion_cues(), part.folded[start:end]
    if folded.count(" ") < 2 * _MIN_WORDS - 1 or not (_MAY_SPEAK.search(folded) or cues.goal.search(folded)):
        return None
    kind: CriterionKind | None = None
    if cues.condition.match(folded) or _RULED_OUT.search(folded):
        kind = CriterionKind.CONDITION
    elif not _ON_PAPERS.search(folded) and re.search(
        r"\b(?:khen thuong|xet tang|giay khen|bang khen|co thi dua)\b", folded
    ):
        kind = award_kind(folded)
    elif is_goal(folded, part.kinds):
        return Found(start, end, CriterionKind.TARGET, criterion_subject(text[start:end], (), default=None))
    return (
        Found(start, end, kind, criterion_subject(text[start:end], (), default=CriterionSubject.ANY)) if kind else None
    )
