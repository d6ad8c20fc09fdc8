"""Who is told to do what: duties read from the paragraphs of a plan, one a body and clause.

Signals in order of authority: a table's columns ("chủ trì", "phối hợp"), a cue before the
bodies ("giao", "đề nghị", "phối hợp với", "báo cáo … về"), the bodies as subject of a clause,
the heading or lead-in that a task stands under. Those who are only supervised ("đôn đốc các
đơn vị"), advised or named in passing get no duty; nothing is read from the preamble.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from models.document import Document, Paragraph
from models.outline import Node, Outline, Zone
from models.record import BodyKind, DutyRole, SectionKind
from pipeline.extract.bodies.duty_clauses import BodyList, Clause, find_lists, is_each, split_clauses
from pipeline.extract.bodies.duty_roles import (
    Place,
    begins_task,
    cue_opens_clause,
    helps_leader,
    is_by_leader,
    is_label,
    is_nominal,
    is_responsibility,
    names_holder,
    place_before,
    role_of_task,
    speaks,
    tidy_task,
)
from pipeline.extract.bodies.duty_tables import read_columns, row_roles, told_cell
from pipeline.extract.bodies.mentions import Mentions
from pipeline.extract.bodies.names import BodyName, key_of
from pipeline.folding import fold

# Sections that distribute work: what stands first in a clause there is told to do something.
_STRONG = frozenset({SectionKind.IMPLEMENTATION, SectionKind.SOLUTIONS, SectionKind.TASKS, SectionKind.TIME})
# Sections that name bodies for other reasons: whom the plan is for, who is honoured.
_SILENT = frozenset({SectionKind.AUDIENCE, SectionKind.CRITERIA, SectionKind.SLOGAN, SectionKind.RECIPIENTS})
# Sections that state aims: only a body that begins the sentence is told anything.
_AIMS = frozenset({SectionKind.PURPOSE, SectionKind.REQUIREMENTS, SectionKind.OBJECTIVES})
_BULLETS = frozenset("-+*•–●▪")
_MAX_HEADING_REST = 40  # characters behind a group's name that can still be a part of it
_MAX_LABEL = 40  # characters of "Đơn vị phối hợp thực hiện:" and the like
_MAX_CONTEXT = 500  # characters around a list that can tell its part
_TOLD = (Place.ASSIGNED, Place.REQUESTED, Place.CALLED)
_PLACE_ROLES = {
    Place.ASSIGNED: DutyRole.ASSIGNED,
    Place.REQUESTED: DutyRole.REQUESTED,
    Place.CALLED: DutyRole.AUDIENCE,
    Place.SUBJECT: DutyRole.ASSIGNED,
    Place.COORDINATES: DutyRole.COORDINATE,
    Place.RECEIVES: DutyRole.RECEIVE_REPORT,
    Place.LEADS: DutyRole.LEAD,
}


_BRACKET = re.compile(r"\((?P<inside>[^()\n]{5,160})\)")
_BRACKET_ROLES = {
    "chu tri": DutyRole.LEAD,
    "lam dau moi": DutyRole.LEAD,
    "tham muu": DutyRole.ADVISE,
    "thuc hien": DutyRole.ASSIGNED,
    "phu trach": DutyRole.ASSIGNED,
    "dam nhan": DutyRole.ASSIGNED,
    "chiu trach nhiem": DutyRole.ASSIGNED,
}


@dataclass(frozen=True, slots=True)
class FoundDuty:
    """A body, its part, and the clause `text[start:end]` that says so."""

    name: BodyName
    role: DutyRole
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Subject:
    """Who the tasks below a heading or in the following clauses are for, and how they are told."""

    names: tuple[BodyName, ...]
    role: DutyRole
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class _Context:
    """Where a paragraph stands: what it inherits, and how its section gives out work."""

    inherited: _Subject | None
    is_strong: bool
    is_aim: bool
    is_item: bool
    has_children: bool
    task: tuple[int, int] | None


@dataclass
class _State:
    """What the paragraphs read so far leave for those that follow."""

    heads: dict[int, _Subject] = field(default_factory=dict)
    carried: dict[int, tuple[_Subject, str]] = field(default_factory=dict)
    tasks: dict[int, tuple[int, int]] = field(default_factory=dict)
    headings: list[FoundDuty] = field(default_factory=list)


def find_duties(document: Document, outline: Outline, mentions: Mentions) -> tuple[FoundDuty, ...]:
    """Every duty of every body of `mentions`, in reading order, one a body, part and clause."""
    found: dict[tuple[str, DutyRole, int], FoundDuty] = {}
    state = _State()
    columns: dict[int, dict[int, DutyRole]] = {}
    for paragraph in document.paragraphs:
        if outline.zone_at(paragraph.start) not in (Zone.BODY, Zone.CLOSING, Zone.APPENDIX):
            continue
        if paragraph.cells and paragraph.table is not None:
            duties: Iterator[FoundDuty] = _row_duties(document, paragraph, columns, mentions)
        else:
            duties = _paragraph_duties(document, outline, paragraph, state, mentions)
        for duty in duties:
            found.setdefault((duty.name.name, duty.role, duty.start), duty)
    told = {duty.name.core for duty in found.values()}
    for duty in state.headings:
        if duty.name.core not in told:
            found.setdefault((duty.name.name, duty.role, duty.start), duty)
    return tuple(sorted(found.values(), key=lambda duty: (duty.start, duty.name.start)))


def _row_duties(
    document: Document, paragraph: Paragraph, columns: dict[int, dict[int, DutyRole]], mentions: Mentions
) -> Iterator[FoundDuty]:
    """The duties of a table row: the bodies of its "chủ trì", "phối hợp" … cells."""
    assert paragraph.table is not None
    cells = [document.text[start:end] for start, end in paragraph.cells]
    heading = {} if paragraph.table in columns else read_columns(cells)
    if heading:
        columns[paragraph.table] = heading
        return
    for column, role in row_roles(columns.get(paragraph.table, {}), len(cells)):
        start, end = told_cell(document, paragraph, column, is_lead=role is not DutyRole.COORDINATE)
        for name in mentions.within(start, end):
            if not name.is_people:
                yield FoundDuty(name, role, paragraph.start, paragraph.end)


def _paragraph_duties(
    document: Document, outline: Outline, paragraph: Paragraph, state: _State, mentions: Mentions
) -> Iterator[FoundDuty]:
    chain = outline.chain_at(paragraph.start)
    node = chain[-1] if chain and chain[-1].start == paragraph.start else None
    above = chain[:-1] if node else chain
    kinds = next((item.kinds for item in reversed(chain) if item.kinds), ())
    if kinds and set(kinds) <= _SILENT:
        return
    parent = above[-1].start if above else -1
    label = node.label if node else ""
    context = _Context(
        inherited=_inherited(state, above, parent, label),
        is_strong=not chain or bool(set(kinds) & _STRONG),
        is_aim=bool(set(kinds) & _AIMS) and not set(kinds) & _STRONG,
        is_item=bool(chain) and bool(set(kinds) & _STRONG),
        has_children=bool(node and node.children),
        task=state.tasks.get(parent),
    )
    start = node.content_start if node else paragraph.start
    clauses = split_clauses(document.text, start, paragraph.end, mentions)
    current = context.inherited
    for number, clause in enumerate(clauses):
        if clause.is_sentence_start and not context.is_strong:
            current = context.inherited
        duties, subject = _clause_duties(document.text, mentions.folded, clause, current, context)
        yield from duties
        yield from _bracket_duties(document.text, clause, mentions)
        if subject is not None:
            current = subject
            if number == 0:
                _keep_subject(state, subject, node, parent, label, is_alone=len(clauses) == 1)
    if clauses and not is_label(fold(document.text[clauses[0].start : clauses[-1].end].split(":")[0]) + ":"):
        state.tasks[parent] = (clauses[0].start, clauses[-1].end)
        if node is not None and not (node.is_section and node.level == 1):
            state.tasks[node.start] = state.tasks[parent]


def _inherited(state: _State, above: Sequence[Node], parent: int, label: str) -> _Subject | None:
    carried = state.carried.get(parent)
    if carried and (label in _BULLETS or not label) and label != (carried[1] or "none"):
        return carried[0]
    return next((state.heads[item.start] for item in reversed(above) if item.start in state.heads), None)


def _keep_subject(
    state: _State, subject: _Subject, node: Node | None, parent: int, label: str, *, is_alone: bool
) -> None:
    """Leaves a paragraph's subject for what stands below it."""
    if node is not None and subject.names:
        state.heads[node.start] = subject
        if subject.is_heading and len(subject.names) == 1 and node.children and node.children[0].is_section:
            # "1. Sở …" over "1.1. Giao Phòng …": what it has to do is what its parts are given
            below = node.children[0]
            state.headings.append(FoundDuty(subject.names[0], subject.role, below.content_start, below.head_end))
    if subject.is_heading and is_alone:
        state.carried[parent] = (subject, label)
    elif label not in _BULLETS and label:
        state.carried.pop(parent, None)


def _clause_duties(
    text: str, folded: str, clause: Clause, current: _Subject | None, context: _Context
) -> tuple[list[FoundDuty], _Subject | None]:
    """The duties of one clause, and its own subject if it has one."""
    duties: list[FoundDuty] = []
    subject: _Subject | None = None
    nominal = is_nominal(folded[clause.start : clause.start + 20])
    for position, item in enumerate(clause.lists):
        printed = _before(text, clause, item)
        before, behind = _before(folded, clause, item), _behind(folded, clause, item)
        place = place_before(before, printed)
        if place is Place.NONE and is_by_leader(before, tidy_task(behind)):
            place = Place.LEADS
        elif helps_leader(before.rstrip() + " ", behind):
            place = Place.COORDINATES
        if place is Place.SUBJECT:
            if subject is None and position == 0:
                subject = _asked_above(_each_of(_subject_of(text, clause, item, context), current), current)
                duties.extend(_told(text, clause, item, subject, is_told=False))
        elif place in _TOLD and not _labels_part(before, text, clause, item, context):
            told = _Subject(_fit(item.names, place), _PLACE_ROLES[place], not behind.strip(" :."))
            duties.extend(_told(text, clause, item, told, is_told=True))
            if subject is None and _opens_clause(text, clause, position):
                subject = told
        elif place is not Place.NONE and not nominal and not context.is_aim:
            span = context.task if place is not Place.RECEIVES and is_label(before, alone=True) else None
            start, end = span or (clause.start, clause.end)
            duties.extend(FoundDuty(name, _PLACE_ROLES[place], start, end) for name in item.names if not name.is_people)
    if subject is None and current is not None and not nominal and not _is_only_label(text, clause):
        task = tidy_task(text[clause.start : min(clause.end, clause.start + _MAX_CONTEXT)])
        for role in role_of_task(task, current.role, is_told=False):
            duties.extend(FoundDuty(name, role, clause.start, clause.end) for name in current.names)
    return duties, subject


def _bracket_duties(text: str, clause: Clause, mentions: Mentions) -> Iterator[FoundDuty]:
    """Who does it, said in brackets behind the act: "Ban hành quy chế (Văn phòng tham mưu)"."""
    for bracket in _BRACKET.finditer(text, clause.start, clause.end):
        start, end = bracket.span("inside")
        item = next(iter(find_lists(text, start, end, mentions)), None)
        if item is None or fold(text[start : item.start]).strip() not in ("", "do", "giao"):
            continue
        task = tidy_task(text[item.end : end])
        role = next((role for words, role in _BRACKET_ROLES.items() if task.startswith(words)), None)
        if role is not None:
            yield from (FoundDuty(name, role, clause.start, clause.end) for name in item.names if not name.is_people)


def _labels_part(before: str, text: str, clause: Clause, item: BodyList, context: _Context) -> bool:
    """Whether a line only says who has a work printed above it: "Cơ quan thực hiện: Phòng Nội vụ"."""
    is_alone = not _behind(text, clause, item).strip(" :.;")
    return is_alone and not context.has_children and is_label(before, alone=True)


def _before(text: str, clause: Clause, item: BodyList) -> str:
    """The words of a clause before a list; behind a mark that no opening holds where they are cut short."""
    if item.start - clause.start > _MAX_CONTEXT:
        return ";" + text[item.start - _MAX_CONTEXT : item.start]
    return text[clause.start : item.start]


def _behind(text: str, clause: Clause, item: BodyList) -> str:
    """The words of a clause behind a list, as many as tell what it is to do."""
    return text[item.end : min(clause.end, item.end + _MAX_CONTEXT)]


def _fit(names: tuple[BodyName, ...], place: Place) -> tuple[BodyName, ...]:
    """Persons can be asked and called upon as a whole ("toàn thể cán bộ …"), not one by one."""
    if place is Place.CALLED:
        return tuple(name for name in names if name.is_people)
    return tuple(name for name in names if not name.is_people or fold(name.name).startswith("toan the"))


def _subject_of(text: str, clause: Clause, item: BodyList, context: _Context) -> _Subject | None:
    """The bodies that a clause begins with, if it tells them something or is their heading."""
    rest = _behind(text, clause, item)
    is_first = not _before(text, clause, item).strip() or names_holder(fold(_before(text, clause, item)))
    names = item.names
    if not rest.strip(" :.;-–"):
        return (
            _Subject(names, DutyRole.ASSIGNED, is_heading=True) if context.is_strong or context.has_children else None
        )
    if context.has_children and _completes_name(text, item, clause, names[-1]):
        name = names[-1].name + rest.rstrip(" .:")
        longer = replace(
            names[-1], name=name, core=key_of(name), unit="", end=clause.end, qualifier=fold(rest.strip(" .:"))
        )
        return _Subject((*names[:-1], longer), DutyRole.ASSIGNED, is_heading=True)
    if is_responsibility(fold(_before(text, clause, item))):
        return None
    if speaks(tidy_task(rest)) and (_is_author(names) or _asks_others(text, clause, item)):
        return None  # the author, or one who hands the whole of it on
    if context.is_aim and not (is_first and clause.is_sentence_start):
        return None
    if not begins_task(text, item.end, clause.end, is_strong=context.is_strong and is_first):
        return None
    if not context.is_item:
        names = tuple(name for name in names if not name.is_people)
    return _Subject(names, DutyRole.ASSIGNED)


def _each_of(subject: _Subject | None, current: _Subject | None) -> _Subject | None:
    """ "Mỗi bệnh viện …" under a heading that names hospitals is each of them, "mỗi đơn vị …" each that was told."""
    if subject is None or current is None or len(subject.names) != 1 or subject.is_heading:
        return subject
    name = subject.names[0]
    is_kind = name.has_article and len(name.nouns) == 1 and not name.qualifier
    is_named = is_kind and all(other.core.startswith(name.nouns[0] + " ") for other in current.names)
    if current.names and (is_named or is_each(name)):
        return replace(current, is_heading=False)
    return subject


def _asked_above(subject: _Subject | None, current: _Subject | None) -> _Subject | None:
    """ "6. Đề nghị UBND huyện, Mặt trận Tổ quốc" over "- UBND huyện bảo đảm …": what it does it is asked to do."""
    if subject is None or current is None or subject.is_heading or current.role is not DutyRole.REQUESTED:
        return subject
    is_asked = {name.core for name in subject.names} <= {name.core for name in current.names}
    return replace(subject, role=DutyRole.REQUESTED) if is_asked else subject


def _is_author(names: Sequence[BodyName]) -> bool:
    """Whether one committee or council speaks; several bodies are told what to issue, and issue no plan."""
    return all(
        name.kind is BodyKind.GOVERNMENT and not name.is_group and not name.core.startswith("bo ") for name in names
    )


def _asks_others(text: str, clause: Clause, item: BodyList) -> bool:
    """Whether the words between a list and the next are only the cue: "Sở Y tế đề nghị các đơn vị"."""
    following = next((other for other in clause.lists if other.start >= item.end), None)
    between = fold(text[item.end : following.start]) if following else ""
    cues = ("de nghi", "yeu cau", "keu goi", "giao")
    return between.strip().startswith(cues) and cue_opens_clause(between)


def _completes_name(text: str, item: BodyList, clause: Clause, name: BodyName) -> bool:
    """Whether a heading's last words belong to the name: "Các phòng ban tham gia đào tạo", "Công đoàn nhà trường"."""
    rest = _behind(text, clause, item).rstrip(" .:")
    if len(rest) > _MAX_HEADING_REST or any(mark in rest for mark in ":(;"):
        return False
    if "," in rest:  # "Các khu phố, trường học, hợp tác xã dịch vụ": members that no table knows
        return name.is_group and rest.startswith(",") and not begins_task(text, item.end, clause.end, is_strong=False)
    return name.is_group or not begins_task(text, item.end, clause.end, is_strong=False)


def _told(text: str, clause: Clause, item: BodyList, subject: _Subject | None, *, is_told: bool) -> Iterator[FoundDuty]:
    if subject is None or subject.is_heading:
        return
    task = tidy_task(_behind(text, clause, item))
    for role in role_of_task(task, subject.role, is_told=is_told):
        for name in subject.names:
            yield FoundDuty(name, role, clause.start, clause.end)


def _opens_clause(text: str, clause: Clause, position: int) -> bool:
    """Whether a cue stands at the head of its clause, or behind the plan's author ("UBND huyện đề nghị")."""
    item = clause.lists[position]
    if cue_opens_clause(fold(_before(text, clause, item))):
        return True
    author = clause.lists[position - 1] if position else None
    return author is not None and cue_opens_clause(fold(text[author.end : item.start]))


def _is_only_label(text: str, clause: Clause) -> bool:
    """Whether the clause only names time, place or bodies ("Thời gian: …", "Đơn vị phối hợp: …")."""
    folded = fold(text[clause.start : min(clause.end, clause.start + _MAX_LABEL)])
    head, colon, _ = folded.partition(":")
    return bool(colon) and (is_label(head + ":") or head.startswith(("thoi ", "kinh phi", "dia diem")))
