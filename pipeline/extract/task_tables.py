"""What the columns of a table of tasks hold, by their heads: the one place where heads are read.

Signals in order of authority: words for what is counted, paid or placed ("Kinh phí thực hiện"),
for what is only looked at ("Đơn vị được kiểm tra"), for time ("Thời gian thực hiện"), for the task
("Nội dung thực hiện"), and last for the bodies ("Đơn vị thực hiện"): the words for a part in the
work stand in heads of every kind. Names columns only; never looks at a row.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache

from models.lexicon import load_table
from models.record import DutyRole
from pipeline.folding import fold

_NO_WORD = re.compile(r"[\W_]+")
_ROLE_ORDER = (DutyRole.LEAD, DutyRole.ASSIGNED, DutyRole.ADVISE)


class Column(StrEnum):
    """What a column is for. `BODIES` says in which part by `body_columns`."""

    COUNT = "count"
    ASIDE = "aside"
    OBJECT = "object"
    TIME = "time"
    TASK = "task"
    BODIES = "bodies"
    UNKNOWN = "unknown"


_GROUPS = {
    "aside": Column.ASIDE,
    "object": Column.OBJECT,
    "time": Column.TIME,
    "task": Column.TASK,
    "calendar": Column.TIME,
}


@lru_cache(maxsize=4096)
def column_of(head: str) -> Column:
    """What the column below a head is for.

    >>> [str(column_of(head)) for head in ("Nội dung thực hiện", "Bộ phận thực hiện", "Đơn vị tính", "TT")]
    ['task', 'bodies', 'aside', 'count']
    """
    words = _words(head)
    if words.strip() in _phrases("count"):
        return Column.COUNT
    for group, column in _GROUPS.items():
        if any(f" {phrase} " in words for phrase in _phrases(group)):
            return column
    return Column.BODIES if role_of(head) is not None else Column.UNKNOWN


@lru_cache(maxsize=4096)
def role_of(head: str) -> DutyRole | None:
    """The part that a head gives to the bodies below it, `None` where it names no part.

    >>> [role_of(head).value for head in ("Cơ quan tham mưu", "Người phụ trách", "Đơn vị chủ trì, phối hợp")]
    ['advise', 'assigned', 'lead']
    """
    words = _words(head)
    parts: dict[str, list[str]] = load_table("columns")["bodies"]
    named = (role for role, phrases in parts.items() if any(f" {phrase} " in words for phrase in phrases))
    return next((DutyRole(role) for role in named), None)


def body_columns(heads: Sequence[str]) -> dict[int, DutyRole]:
    """The columns that name bodies, with the part each gives them."""
    roles = {place: role_of(head) for place, head in enumerate(heads) if column_of(head) is Column.BODIES}
    return {place: role for place, role in roles.items() if role is not None}


def responsible_columns(heads: Sequence[str]) -> list[int]:
    """The columns of those who do the work, the one with most authority first: who leads before who advises."""
    roles = body_columns(heads)
    return sorted(
        (place for place, role in roles.items() if role in _ROLE_ORDER),
        key=lambda place: (_ROLE_ORDER.index(roles[place]), place),
    )


def _words(head: str) -> str:
    """The folded words of a head, each between blanks."""
    return f" {re.sub(_NO_WORD, ' ', fold(head)).strip()} "


@cache
def _phrases(group: str) -> frozenset[str]:
    return frozenset(load_table("columns")[group]["phrases"])
