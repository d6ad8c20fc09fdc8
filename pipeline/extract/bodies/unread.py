"""Bodies that no rule can name, told by their place among those that can.

Ministries reorganise, plans set up teams of their own, and no table has them all. In a list of bodies
a member with a capital is a body, too ("Sở Y tế, Cảng vụ Hàng hải Vũng Áng phối hợp …"), and what
leads, advises or answers for something in a sentence of its own is one ("Cảng vụ Hàng hải Vũng Áng
chịu trách nhiệm …").
"""

import re
from collections.abc import Callable
from functools import cache

from models.record import BodyKind
from pipeline.extract.bodies.duty_roles import begins_task
from pipeline.extract.bodies.lexicon import body_lexicon
from pipeline.extract.bodies.names import BodyName, key_of
from pipeline.folding import fold

_JOIN = re.compile(r" ?[,;] (?:và )?| và ")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d{1,3}(?![\w/.])|[-–&](?= )")
_MAX_WORDS = 10
_MIN_WORDS = 2
_MIN_CAPITALS = 2  # "Cảng vụ Hàng hải", but "Kết thúc đợt thi đua"
_MAX_SUBJECT = 100  # characters up to what a body answers for
_MAX_CUE = 40
# What only a body or a person does.
_ANSWERS = re.compile(
    r" (?:(?:la|lam) (?:co quan|don vi) (?:thuong truc|dau moi|chu tri)|lam dau moi|chu tri|co trach nhiem"
    r"|chiu trach nhiem|tham muu)\b"
)
# Names of other things that begin with a capital, folded: documents, events, times, places in a text.
_OTHER_THINGS = re.compile(
    r"(?:nghi (?:quyet|dinh)|quyet dinh|chi thi|thong (?:tu|bao)|cong (?:van|dien|tac)|ke hoach|de an|du an|luat"
    r"|phap lenh|huong dan|quy (?:che|dinh|trinh)|chuong trinh|bao cao|dai hoi|hoi (?:nghi|thi|thao|dien)|le"
    r"|tet|ngay|thang|quy|nam|phan|muc|dieu|khoan|phu luc|viec|noi dung|kinh phi|hinh thuc|thoi gian|dia diem"
    r"|doi tuong|muc (?:tieu|dich)|nguoi|la|ong|ba|dong chi|thay|co|trong|tu|den|khi|sau|truoc|theo|can cu|de"
    r"|nham|tren|dang|nha nuoc|viet nam|cac|moi|nhung|phong trao|to chuc|cuoc|chu de|tai|do|neu|voi|doi voi"
    r"|ben canh|ngoai ra|dong thoi|day|tich cuc|chu dong|ky niem|chao mung)\b"
)


def member_behind(text: str, start: int, end: int) -> BodyName | None:
    """The member of a list that follows `start` and that no rule reads, up to the next mark or to the task.

    `None` where what follows is no member: it begins small, names another thing, or no task is behind it.
    """
    join = _JOIN.match(text, start, end)
    return _body(text, join.end(), end, _ends_member) if join else None


def member_between(text: str, start: int, end: int) -> BodyName | None:
    """The member that no rule reads in `text[start:end]`, which ends with what joins it to the next member."""

    def ends(position: int) -> bool:
        return _JOIN.fullmatch(text, position, end) is not None

    return _body(text, start, end, lambda _text, position, _end: ends(position))


def subject_at(text: str, start: int, end: int) -> BodyName | None:
    """The body that no rule reads and that `text[start:end]` begins with, told by what it answers for."""
    answers = _ANSWERS.search(fold(text[start : min(end, start + _MAX_SUBJECT)]))
    return _body(text, start, end, _answers_behind) if answers else None


def _body(text: str, start: int, end: int, closes: Callable[[str, int, int], bool]) -> BodyName | None:
    """The name that begins at `start` and runs to the first place that `closes` it."""
    if not text[start : start + 1].isupper() or _OTHER_THINGS.match(fold(text[start : min(end, start + 12)])):
        return None
    if begins_task(text, start, end, is_strong=False):
        return None
    position, words, capitals = start, 0, 0
    while words < _MAX_WORDS and (word := _WORD.match(text, position, end)):
        words += 1
        capitals += word[0][0].isupper()
        position = word.end()
        is_named = capitals >= _MIN_CAPITALS or text[position : position + 1] == ":"
        if is_named and words >= _MIN_WORDS and closes(text, position, end):
            name = _named(text, start, position)
            return None if name.core in _field_tails() else name
        if text[position : position + 1] != " ":
            break
        position += 1
    return None


def _ends_member(text: str, position: int, end: int) -> bool:
    """Whether a list goes on, or its task begins, behind a member."""
    if text[position : position + 1] in (",", ";", ":"):
        return True
    behind = text[position : min(end, position + 2)]
    return behind[:1] == " " and behind[1:].islower() and begins_task(text, position + 1, end, is_strong=False)


def _answers_behind(text: str, position: int, end: int) -> bool:
    return _ANSWERS.match(fold(text[position : min(end, position + _MAX_CUE)])) is not None


@cache
def _field_tails() -> frozenset[str]:
    """What is left of a department's field when a line breaks in it: "Lao động / - Thương binh và Xã hội"."""
    fields = (field for fields in body_lexicon().fields.by_first.values() for field in fields)
    return frozenset(
        " ".join(key for part in field.keys[first:] for key in part)
        for field in fields
        for first in range(1, len(field.keys))
    )


def _named(text: str, start: int, end: int) -> BodyName:
    name = " ".join(text[start:end].split())
    return BodyName(start=start, end=end, name=name, core=key_of(name), unit="", kind=BodyKind.OTHER, level=None)
