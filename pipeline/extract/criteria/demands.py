"""Which numbers of a clause are to be reached or kept: `demanded_quantities`.

A limited number ("ít nhất", "không quá") counts, a plain one behind a verb that makes it a target, in a
list that another one began, or as a percentage. What was reached, is known already, sets a
deadline or divides the plan is left out.
"""

import re
from dataclasses import replace

from models.record import Comparator, SectionKind
from pipeline.extract.criteria.cues import criterion_cues
from pipeline.extract.quantities import QuantityMatch, find_quantities
from pipeline.folding import fold

_MAX_BEFORE = 400  # characters of a clause in front of a number that say what it is for
_NO_TARGETS = (SectionKind.FUNDING,)
_STRONG_WORD = re.compile(r"(?:it nhat|toi thieu|khong qua|toi da|khong duoi|khong vuot qua|khong it hon)\b")
# Quantities that stand in one list: "02 xe tải, 150 áo phao", "tính sáng tạo 40 điểm, thuyết trình 20 điểm".
_NEXT_ITEM = re.compile(r"(?:\s[^\W\d_]+){0,4}(?:\s“[^”]{1,40}”)?(?:,|\s(?:và|hoặc|cùng|cộng))\s(?:[^\W\d_]+\s)?")
_NEXT_LIKE = re.compile(r"[^.;:\d|]{0,50}")
# "03 đợt trước" is known already; "không quá 03 ngày kể từ ngày nhận hồ sơ" is a deadline.
_COUNTED_BEFORE = re.compile(r"\s(?:trước(?!\sngày|\stháng)|vừa qua|nêu trên|nói trên|kể trên|này)(?!\w)")
_DIVIDED = re.compile(r"(?<!\w)(?:chia|phân)\s(?:làm|thành|ra)?\s?$")
_COMPOSED = re.compile(r"(?<!\w)gồm\s(?:có\s)?$")
_DAYS = ("ngày", "ngày làm việc", "giờ", "tháng", "tuần")
_ANCHORED = re.compile(r"\s(?:làm việc\s)?(?:kể từ|tính từ ngày|sau khi|từ khi|kể)(?!\w)")
_MANY_FILES = 20  # so many copies no plan asks for; so many files are work to be done
_PERSONS = ("người", "cán bộ", "đồng chí", "chiến sĩ", "thành viên", "lao động", "công an", "dân quân")


def demanded_quantities(
    text: str,
    start: int,
    end: int,
    kinds: tuple[SectionKind, ...],
    *,
    is_context: bool = False,
    is_labelled: bool = False,
) -> tuple[QuantityMatch, ...]:
    """The quantities of a clause that are targets or limits, with offsets into the text."""
    cues, clause = criterion_cues(), text[start:end]
    lowered, is_file = clause.lower(), "hồ sơ" in clause.lower()
    kept: list[QuantityMatch] = []
    for quantity in find_quantities(clause):
        before = lowered[max(0, quantity.start - _MAX_BEFORE) : quantity.start]
        if quantity.unit in cues.formal and quantity.value < _MANY_FILES and (is_file or quantity.unit != "bộ"):
            continue
        is_past = cues.past.search(before[-70:]) and not cues.goal.search(fold(before))
        if is_past and not _STRONG_WORD.match(fold(clause[quantity.start : quantity.end])):
            continue
        is_limited = quantity.is_limited and quantity.comparator is not Comparator.ABOUT
        if not (is_limited or is_context or is_labelled or _is_demanded(quantity, before, kinds)):
            if not _continues(clause, kept, quantity):
                continue
        elif quantity.is_guess and not (cues.target_right.search(before[-40:]) or _continues(clause, kept, quantity)):
            continue
        if (
            _COUNTED_BEFORE.match(lowered, quantity.end)
            or _DIVIDED.search(before[-16:])
            or (quantity.unit in _DAYS and _ANCHORED.match(lowered, quantity.end))
        ):
            continue
        kept.append(quantity)
    # An age alone says whom a task is for, not what is to be reached.
    if not is_context and all(quantity.unit == "tuổi" for quantity in kept):
        return ()
    return tuple(replace(q, start=q.start + start, end=q.end + start) for q in kept)


def _continues(clause: str, kept: list[QuantityMatch], quantity: QuantityMatch) -> bool:
    """Whether a number goes on with the list that the last one began, or with its amounts of one kind."""
    last = kept[-1] if kept else None
    if last is None:
        return False
    if quantity.comparator is Comparator.ABOUT and last.is_limited:
        return True
    gap = clause[last.end : quantity.start]
    is_alike = quantity.unit.split()[0] == last.unit.split()[0] and not quantity.is_guess
    return bool(_NEXT_LIKE.fullmatch(gap) if is_alike else _NEXT_ITEM.fullmatch(gap))


def _is_demanded(quantity: QuantityMatch, before: str, kinds: tuple[SectionKind, ...]) -> bool:
    """Whether a plain number is something to be reached: a percentage, or a count right behind a verb."""
    cues = criterion_cues()
    if set(kinds) & set(_NO_TARGETS):
        return False
    if quantity.unit.startswith("%"):
        return True
    unit = quantity.unit.split(",")[0]
    if unit in cues.abstract and _COMPOSED.search(before[-10:]):
        return False
    if unit not in cues.abstract and cues.adjacent.search(before[-40:]):
        return True
    if unit in cues.vague:
        is_manned = unit in _PERSONS and bool(cues.strength.search(before[-80:]))
        is_place = before.endswith(" tại ") and bool(cues.target.search(before[-120:]))
        return is_manned or is_place or bool(cues.target_ends.search(before[-40:]))
    return bool(cues.target.search(before[-60:])) or SectionKind.OBJECTIVES in kinds
