"""What is to be reached, and who is rewarded for what: `find_criteria`.

Signals in order of authority: the section (a paragraph under "Tiêu chuẩn", "Hình thức khen
thưởng" is a standard or an award form, whole); a quantity that is a target or a limit (its
clause); what the law asks of award work ("khen thưởng phải chính xác, công bằng, kịp thời"),
whom it is to reach, and what rules somebody out. A number of the past, of a name or of a
form's copies is no criterion.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from models.document import Document, Paragraph
from models.lexicon import load_table
from models.outline import Node, Outline, Zone
from models.page import Region
from models.record import Comparator, Criterion, CriterionKind, CriterionSubject, Quantity, SectionKind
from pipeline.extract.clauses import introduces_list, split_clauses, split_sentences
from pipeline.extract.quantities import QuantityMatch, find_quantities
from pipeline.folding import fold

_Kinds = tuple[SectionKind, ...]

_MIN_WORDS = 4
_MAX_HEADING_WORDS = 20  # a longer "heading" is a sentence whose number was misread ("11." as "II.")
_CONTEXT = (SectionKind.CRITERIA, SectionKind.REWARDS)
_NO_TARGETS = (SectionKind.FUNDING, SectionKind.TIME)
_AWARD_SHARE = re.compile(
    r"\b(?:ty le|ti le|so luong|khong qua|toi da)\b.{0,80}\bkhen thuong\b|\bkhen thuong\b.{0,60}\bt[yi] le\b"
)
_AWARD_RULE = re.compile(r"\b(?:cong tac|viec|chat luong)\skhen thuong\sphai\s")
_AWARD_OCCASION = re.compile(
    r"\bxet tang\s(?:danh hieu|hinh thuc)\b|\bkhen thuong\s(?:thanh tich\s)?(?:chuyen de|dot xuat)\b"
)
_DELEGATION = re.compile(r"(?:^|\W)cu\s\d")
_ADDRESSED = re.compile(r"\b(?:doi voi|moi|cac)\s|^(?:\d+\.\s)?(?:ve\s)?(?=tap the|ca nhan|gia dinh|doanh nghiep)")
_MARKER = re.compile(r"(?:[-+*•–]|\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[a-zđ][.)]|[IVX]{1,5}[.)])\s+")


@dataclass(frozen=True, slots=True)
class _Found:
    """A criterion before it is put into the record."""

    start: int
    end: int
    kind: CriterionKind
    subject: CriterionSubject | None
    quantities: tuple[QuantityMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cues:
    """The table `criteria` as patterns: `target`, `target_ends` and `past` over lower case, the others folded."""

    target: re.Pattern[str]
    target_ends: re.Pattern[str]
    past: re.Pattern[str]
    goal: re.Pattern[str]
    measure: re.Pattern[str]
    fulfilment: re.Pattern[str]
    quality: re.Pattern[str]
    attention: re.Pattern[str]
    form: re.Pattern[str]
    procedure: re.Pattern[str]
    condition: re.Pattern[str]
    subjects: dict[CriterionSubject, re.Pattern[str]]
    formal: frozenset[str]
    vague: frozenset[str]


def _exact(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) + r")(?!\w)"


def _any(words: list[str]) -> str:
    return _exact([fold(word) for word in words])


@cache
def _cues() -> _Cues:
    table = load_table("criteria")
    targets, awards = table["targets"], table["awards"]
    return _Cues(
        target=re.compile(rf"(?<!\w){_exact(targets['cues'])}"),
        target_ends=re.compile(rf"(?<!\w){_exact(targets['cues'])}\s(?:\w+\s){{0,1}}$"),
        past=re.compile(rf"(?<!\w){_exact(targets['past'])}"),
        goal=re.compile(rf"(?<!\w){_any(targets['goals'])}"),
        measure=re.compile(rf"(?<!\w){_any(targets['measures'])}"),
        fulfilment=re.compile(rf"(?<!\w){_any(targets['fulfilment'])}"),
        quality=re.compile(rf"(?<!\w){_any(awards['qualities'])}"),
        attention=re.compile(
            rf"{_any(awards['attention'])}\s(?:(?:viec|cong tac|nang cao ty le|xet|de nghi)\s){{0,3}}khen thuong"
        ),
        form=re.compile(_any(awards["forms"])),
        procedure=re.compile(_any(awards["procedure"])),
        condition=re.compile(_any(awards["conditions"])),
        subjects={
            CriterionSubject(name): re.compile(rf"(?<!\w){_any(words)}") for name, words in table["subjects"].items()
        },
        formal=frozenset(targets["formal"]),
        vague=frozenset(load_table("quantities")["counted"]["vague"]),
    )


def find_criteria(document: Document, outline: Outline) -> tuple[Criterion, ...]:
    """Targets, standards, quotas, award forms and conditions of the plan's body, in reading order.

    `text` is the clause as printed, without its list marker; `subject` comes from the clause
    or from the part that holds it ("a) Đối với tập thể: …").
    """
    body = outline.zones.get(Zone.BODY)
    if body is None:
        return ()
    found: list[_Found] = []
    for paragraph in document.paragraphs:
        if body[0] <= paragraph.start < body[1]:
            found += _read_paragraph(document, outline, paragraph)
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


def _read_paragraph(document: Document, outline: Outline, paragraph: Paragraph) -> Iterator[_Found]:
    chain = outline.chain_at(paragraph.start)
    kinds = _kinds(chain)
    start, end = _content(document.text, paragraph, chain)
    if paragraph.region is Region.TABLE or "|" in document.text[start:end]:
        yield from _table_row(document.text, start, end, kinds, chain)
    elif set(kinds) & set(_CONTEXT):
        yield from _in_context(document.text, start, end, kinds, chain)
    else:
        for sentence in split_sentences(document.text, start, end):
            yield from _sentence(document.text, *sentence, kinds, chain)


def _kinds(chain: Sequence[Node]) -> _Kinds:
    """What the innermost section that holds a paragraph is for; an audience inside a section on rewards is that too."""
    for index in range(len(chain) - 1, -1, -1):
        is_heading = chain[index].is_section and len(chain[index].heading.split()) <= _MAX_HEADING_WORDS
        if is_heading and chain[index].kinds:
            kinds = chain[index].kinds
            above = {kind for node in chain[:index] for kind in node.kinds}
            if kinds == (SectionKind.AUDIENCE,) and above & set(_CONTEXT):
                return (SectionKind.AUDIENCE, SectionKind.CRITERIA)
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


def _in_context(text: str, start: int, end: int, kinds: _Kinds, chain: Sequence[Node]) -> Iterator[_Found]:
    """A paragraph under a heading on standards or rewards is one criterion."""
    start, end = _trimmed(text, start, end)
    folded, cues = fold(text[start:end]), _cues()
    words = len(folded.split())
    if _is_heading(chain, start, end) or words < 2 or cues.procedure.match(folded):
        return
    if text[end - 1] == ":" and words < 10:
        return
    quantities = _sound(text, start, end, kinds, is_context=True)
    is_award = bool(cues.form.match(folded)) or (SectionKind.CRITERIA not in kinds and not cues.condition.match(folded))
    kind = CriterionKind.AWARD_FORM if is_award else CriterionKind.STANDARD
    if SectionKind.AUDIENCE in kinds and not is_award:
        kind = CriterionKind.ELIGIBILITY
    elif cues.condition.match(folded):
        kind = CriterionKind.CONDITION
    elif quantities and _AWARD_SHARE.search(folded):
        kind = CriterionKind.QUOTA
    if words < _MIN_WORDS and not quantities and kind is not CriterionKind.AWARD_FORM:
        return
    yield _Found(start, end, kind, _subject(text[start:end], chain, default=CriterionSubject.ANY), quantities)


def _sentence(text: str, start: int, end: int, kinds: _Kinds, chain: Sequence[Node]) -> Iterator[_Found]:
    """The criteria of one sentence outside such sections, clause by clause."""
    if introduces_list(text, start, end):
        quantities = _sound(text, start, end, kinds)
        if len(quantities) > 1 and all(quantity.is_limited for quantity in quantities):
            yield _target(text, start, end, quantities, chain)
            return
    for clause_start, clause_end in split_clauses(text, start, end):
        first, last = _trimmed(text, clause_start, clause_end)
        quantities = _sound(text, first, last, kinds)
        if quantities:
            yield _target(text, first, last, quantities, chain)
        else:
            found = _unquantified(text, first, last, kinds)
            if found:
                yield found


def _table_row(text: str, start: int, end: int, kinds: _Kinds, chain: Sequence[Node]) -> Iterator[_Found]:
    """A table row counts where its quantity is limited or a percentage."""
    found = _sound(text, start, end, kinds)
    quantities = tuple(quantity for quantity in found if quantity.is_limited or quantity.unit.startswith("%"))
    if quantities:
        yield _target(text, *_trimmed(text, start, end), quantities, chain)


def _target(text: str, start: int, end: int, quantities: tuple[QuantityMatch, ...], chain: Sequence[Node]) -> _Found:
    folded = fold(text[start:end])
    bracket = text.rfind("(", start, quantities[0].start)
    if bracket >= 0 and ")" not in text[bracket:end]:
        start = bracket + 1
    elif bracket >= 0 and text.find(")", bracket, end) > quantities[-1].end and quantities[0].start - bracket < 120:
        start, end = bracket + 1, text.find(")", bracket, end)
    is_quota = bool(re.search(r"\bkhen thuong\b", folded)) and any(q.unit.startswith("%") for q in quantities)
    is_quota = is_quota or bool(_DELEGATION.search(folded))
    kind = CriterionKind.QUOTA if is_quota else CriterionKind.TARGET
    return _Found(start, end, kind, _subject(text[start:end], chain, default=None), quantities)


def _sound(text: str, start: int, end: int, kinds: _Kinds, *, is_context: bool = False) -> tuple[QuantityMatch, ...]:
    """The quantities of a clause that are targets or limits, with offsets into the text."""
    cues = _cues()
    kept = []
    for quantity in find_quantities(text[start:end]):
        before = text[start : start + quantity.start].lower()
        if cues.past.search(before[-70:]) and not cues.goal.search(fold(before)):
            continue
        if quantity.unit in cues.formal or (quantity.comparator is Comparator.ABOUT and not is_context):
            continue
        if not quantity.is_limited and not is_context and not _is_demanded(quantity, before, kinds):
            continue
        kept.append(replace(quantity, start=quantity.start + start, end=quantity.end + start))
    return tuple(kept)


def _is_demanded(quantity: QuantityMatch, before: str, kinds: _Kinds) -> bool:
    """Whether a plain number is something to be reached: a percentage, or a count right behind a verb."""
    cues = _cues()
    if set(kinds) & set(_NO_TARGETS):
        return False
    if quantity.unit.startswith("%"):
        return True
    if quantity.unit.split(",")[0] in cues.vague:
        return bool(cues.target_ends.search(before[-40:]))
    return bool(cues.target.search(before[-60:])) or SectionKind.OBJECTIVES in kinds


def _unquantified(text: str, start: int, end: int, kinds: _Kinds) -> _Found | None:
    """A clause without a number that says how awards are made, whom they reach or what rules out."""
    cues, folded = _cues(), fold(text[start:end])
    if len(folded.split()) < 2 * _MIN_WORDS:
        return None
    kind: CriterionKind | None = None
    if cues.condition.match(folded):
        kind = CriterionKind.CONDITION
    elif "khen thuong" in folded or "xet tang" in folded:
        kind = _award_kind(folded)
    elif _is_goal(folded, kinds):
        return _Found(start, end, CriterionKind.TARGET, _subject(text[start:end], (), default=None))
    return _Found(start, end, kind, _subject(text[start:end], (), default=CriterionSubject.ANY)) if kind else None


def _award_kind(folded: str) -> CriterionKind | None:
    cues = _cues()
    qualities = {match[0] for match in cues.quality.finditer(folded)}
    if len(qualities) >= 2 or _AWARD_RULE.search(folded):
        return CriterionKind.STANDARD
    if _AWARD_OCCASION.search(folded):
        return CriterionKind.AWARD_FORM
    if cues.attention.match(folded) and any(pattern.search(folded) for pattern in cues.subjects.values()):
        return CriterionKind.ELIGIBILITY
    return None


def _is_goal(folded: str, kinds: _Kinds) -> bool:
    """Whether the clause sets itself to fulfil targets, tasks or plans."""
    cues = _cues()
    goal = cues.goal.search(folded) if SectionKind.OBJECTIVES in kinds else cues.goal.match(folded)
    fulfilment = cues.fulfilment.search(folded, goal.start()) if goal else None
    return bool(fulfilment and cues.measure.search(folded, fulfilment.start()))


def _subject(clause: str, chain: Sequence[Node], *, default: CriterionSubject | None) -> CriterionSubject | None:
    """Whom a criterion measures: what its clause begins with, else the part that holds it."""
    openings = [clause[:160], *(node.heading for node in reversed(chain))]
    for opening in openings:
        named = _ADDRESSED.search(fold(opening)[:60])
        if named:
            subject = _subject_of(fold(opening)[named.end() :][:70])
            if subject:
                return subject
    if default is None:
        return None
    return _subject_of(fold(clause)) or default


def _subject_of(folded: str) -> CriterionSubject | None:
    """The first group that is named; `ANY` where collectives and individuals stand side by side."""
    found = {name: match.start() for name, pattern in _cues().subjects.items() if (match := pattern.search(folded))}
    if {CriterionSubject.COLLECTIVE, CriterionSubject.INDIVIDUAL} <= found.keys():
        first, second = sorted((found[CriterionSubject.COLLECTIVE], found[CriterionSubject.INDIVIDUAL]))
        if second - first < 40 and not re.search(r"\b(?:co|cua|la|do)\b", folded[first:second]):
            return CriterionSubject.ANY
    return min(found, key=lambda name: found[name]) if found else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space, bullets and closing marks at its ends."""
    while start < end and (text[start].isspace() or text[start] in "-–+*•;,"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".;,/|"):
        end -= 1
    if text[end - 1 : end] == ")" and "(" not in text[start:end]:
        end -= 1
    return start, end
