"""The parts of a paragraph that duties are read from: lists of bodies, and clauses.

A clause ends at a full stop or a semicolon. A semicolon between two bodies of one list ("Phòng
Tư pháp; Công an huyện phối hợp …") ends none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.bodies.duty_roles import Place, begins_task, place_before
from pipeline.extract.bodies.mentions import Mentions
from pipeline.extract.bodies.names import OFFICES, BodyName
from pipeline.extract.bodies.unread import member_behind, member_between, subject_at
from pipeline.folding import fold

# What may stand between two bodies of one list, on folded text; a bracket explains the first.
_BRACKET = r"(?: ?\([^()\n]{0,200}\))?"
_BETWEEN = re.compile(rf"{_BRACKET}(?: ?, va | ?; va | ?[,;/–-] ?| va | cung voi | cung ){_BRACKET}")
# A member that no rule could read, between others: short, no numbers, no verb's full stop.
_UNREAD = re.compile(r" ?[,;] [^,;.:()\d]{1,40}[,;] ?")
# What is left of a member behind what could be read of it ("Phòng Y tế huện, thị, thành phố; …").
_UNREAD_REST = re.compile(r" [^;.:()\d]{1,40}; ?")
_BRACKET_BEHIND = re.compile(r" ?\([^()\n]{0,200}\)")
_JOIN = re.compile(r" ?[,;] (?:và )?| và ")
_CLAUSE_END = re.compile(r"[.;](?=\s|$)")
# Nouns that any body can be called by.
_PLAIN_NOUNS = frozenset(
    {"don vi", "co quan", "dia phuong", "to chuc", "nganh", "phong", "ban", "so", "doan the", "bo phan", "hoi"}
)
_OPENING = "([“«"
_MARKS = re.compile(r"[(\[“«)\]”»]")
# Abbreviations whose full stop ends no sentence; roman and plain numbers neither ("1.", "II.").
_ABBREVIATED = re.compile(r"(?:(?<!\w)(?:tp|tx|tt|p|q|h|d/c|dc|gs|ts|ths|pgs|st)|^[ivx\d]{1,4})$")
# Sentences that only say when or how long; they belong to the task before them.
_MAX_ABBREVIATION = 8
_TIME_ONLY = re.compile(
    r"(?:thoi (?:gian|han|diem)|han cuoi|hoan thanh|xong|tien do|cham nhat|truoc ngay|trong (?:thang|quy))\b"
)


@dataclass(frozen=True, slots=True)
class BodyList:
    """Bodies that are named together. `end` is behind the last one's bracket, if it has one."""

    names: tuple[BodyName, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """`text[start:end]` of a paragraph, without the mark that ends it, and its lists of bodies.

    `is_sentence_start` tells whether a sentence, not only a part of one, begins here.
    """

    start: int
    end: int
    lists: tuple[BodyList, ...]
    is_sentence_start: bool


def find_lists(text: str, start: int, end: int, mentions: Mentions) -> tuple[BodyList, ...]:
    """The lists of bodies in `text[start:end]`, in order. Bodies inside brackets are left out."""
    return _lists_outside(text, start, end, mentions, _bracketed(text, start, end))


def _lists_outside(
    text: str, start: int, end: int, mentions: Mentions, bracketed: Sequence[tuple[int, int]]
) -> tuple[BodyList, ...]:
    lists: list[list[BodyName]] = []
    for name in mentions.within(start, end):
        if _is_inside(name.start, bracketed):
            continue
        if lists and _is_joined(text, mentions.folded, lists[-1], name):
            lists[-1].append(name)
        elif lists and (unread := _between(text, mentions.folded, lists[-1][-1], name)):
            lists[-1].extend((unread, name))
        else:
            lists.append([name])
    return tuple(_body_list(text, mentions.folded, group, end) for group in lists)


def _body_list(text: str, folded: str, names: list[BodyName], end: int) -> BodyList:
    """The list of these names and of a last one that no rule reads."""
    behind = _behind(folded, names[-1].end, end)
    unread = member_behind(text, behind, end)
    if unread is not None:
        names.append(unread)
        behind = unread.end
    return BodyList(_without_each(names), names[0].start, behind)


def _between(text: str, folded: str, last: BodyName, name: BodyName) -> BodyName | None:
    """The member between two others that no rule reads."""
    join = _JOIN.match(text, _behind(folded, last.end, name.start), name.start)
    return member_between(text, join.end(), name.start) if join else None


def is_each(name: BodyName) -> bool:
    """Whether a name takes up others one by one: "mỗi đơn vị", "từng ngành"."""
    is_one_by_one = name.has_article and name.core.startswith(("moi ", "tung "))
    return is_one_by_one and len(name.nouns) == 1 and not name.qualifier and name.nouns[0] in _PLAIN_NOUNS


def _without_each(names: Sequence[BodyName]) -> tuple[BodyName, ...]:
    """The bodies of a list without "…, mỗi đơn vị", which are they again, and without offices that they hold."""
    others = tuple(name for name in names if not is_each(name)) or tuple(names)
    held = {later.start for name, later in pairwise(others) if name.position and _is_office(later)}
    return tuple(name for name in others if name.start not in held)


def _is_office(name: BodyName) -> bool:
    """Whether a name is an office in a team, which "Chủ tịch UBND xã - Trưởng ban" holds beside his own."""
    return name.core in OFFICES


def split_clauses(text: str, start: int, end: int, mentions: Mentions) -> tuple[Clause, ...]:
    """The clauses of `text[start:end]`, in order, none empty.

    A sentence that only gives a time ("Hoàn thành trước ngày …") is part of the clause before.
    """
    bracketed = _bracketed(text, start, end)
    lists = _lists_outside(text, start, end, mentions, bracketed)
    cuts: list[tuple[int, int, bool]] = []
    for found in _CLAUSE_END.finditer(text, start, end):
        at = found.start()
        if _is_inside(at, bracketed):
            continue
        if found[0] == ";" and any(
            item.start < at < item.end and not _turns(text, max([start, *(cut[1] for cut in cuts)]), item, at, end)
            for item in lists
        ):
            continue
        following = text[found.end() : end].lstrip()
        if found[0] == "." and not _ends_sentence(mentions.folded[max(start, at - _MAX_ABBREVIATION) : at], following):
            continue
        if found[0] == ";" and following.startswith(("(", "do ")):  # "(ii) …" goes on; "do A chủ trì" says who
            continue
        if following and _TIME_ONLY.match(fold(following[:30])):
            continue
        cuts.append((at, found.end(), found[0] == "."))
    clauses: list[Clause] = []
    begin, is_new = start, True
    for at, after, is_stop in [*cuts, (end, end, True)]:
        clause = _trimmed(text, begin, at)
        if clause:
            inside = tuple(part for item in lists if (part := _part_within(item, *clause)))
            clauses.append(Clause(*clause, _with_unread(text, *clause, inside), is_new))
        begin, is_new = after, is_stop
    return tuple(clauses)


def _turns(text: str, begin: int, item: BodyList, at: int, end: int) -> bool:
    """Whether the bodies behind a semicolon do something of their own, while those before it are told nothing.

    "… báo cáo UBND huyện; Phòng Nội vụ tổng hợp", but "Đề nghị Phòng Tư pháp; Công an huyện phối hợp".
    """
    printed = text[begin : item.start].lstrip(" -+*:,")
    place = place_before(fold(printed), printed)
    has_task = begins_task(text, item.end, end, is_strong=False) and not item.names[-1].name.startswith("Mỗi ")
    return has_task and at < item.names[-1].start and place in (Place.NONE, Place.RECEIVES)


def _with_unread(text: str, start: int, end: int, lists: tuple[BodyList, ...]) -> tuple[BodyList, ...]:
    """The lists of a clause with the body that no rule reads and that the clause begins with."""
    if not lists or lists[0].start > start:
        before = text[start : lists[0].start] if lists else ""
        first = member_between(text, start, lists[0].start) if lists else None
        if first is not None and place_before(fold(before), before) is Place.NONE:
            return (BodyList((first, *lists[0].names), start, lists[0].end), *lists[1:])
        subject = subject_at(text, start, lists[0].start if lists else end)
        if subject is not None:
            return (BodyList((subject,), subject.start, subject.end), *lists)
    return lists


def _is_joined(text: str, folded: str, names: Sequence[BodyName], name: BodyName) -> bool:
    """Whether a name goes on with a list; a long list may hold one that could not be read."""
    first, last = names[0], names[-1]
    if name.start == last.start or _BETWEEN.fullmatch(folded, last.end, name.start):
        return True
    if len(names) == 1 or first.end >= last.start:
        return False
    if _UNREAD.fullmatch(folded, last.end, name.start):
        return True
    is_rest = _UNREAD_REST.fullmatch(folded, last.end, name.start) is not None
    return is_rest and not begins_task(text, last.end, name.start, is_strong=False)


def _part_within(item: BodyList, start: int, end: int) -> BodyList | None:
    names = tuple(name for name in item.names if start <= name.start and name.end <= end)
    return BodyList(names, names[0].start, min(item.end, end)) if names else None


def _behind(folded: str, end: int, limit: int) -> int:
    bracket = _BRACKET_BEHIND.match(folded, end, limit)
    return bracket.end() if bracket else end


def _ends_sentence(before: str, following: str) -> bool:
    if _ABBREVIATED.search(before):
        return False
    return not following or not following[0].islower()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and (text[start].isspace() or text[start] in "-–+*•:,"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "./;,"):
        end -= 1
    return (start, end) if end > start else None


def _bracketed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The brackets and quotations of `text[start:end]`, in order; those that are never closed hold nothing."""
    spans: list[tuple[int, int]] = []
    stack: list[int] = []
    for mark in _MARKS.finditer(text, start, end):
        if mark[0] in _OPENING:
            stack.append(mark.start())
        elif stack:
            opened = stack.pop()
            if not stack:
                spans.append((opened, mark.end()))
    return spans


def _is_inside(offset: int, bracketed: Sequence[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in bracketed)
