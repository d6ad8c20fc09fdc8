"""What people type of a criterion in a search: a unit, a number, or both."""

import re
from enum import StrEnum
from typing import NamedTuple

from models.errors import QueryError

_NUMBER = r"(?P<value>\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,6})?|\d{1,18}(?:[.,]\d{1,6})?)"
_QUANTITY = re.compile(
    rf"(?P<unit>[^<>=≤≥\d]{{0,100}}?)\s*(?:(?P<limit>>=|<=|>|<|=|≥|≤)\s*{_NUMBER}\s*(?P<behind>[^<>=≤≥\d]{{0,100}}))?"
)
_SIGNS = {"≥": ">=", "≤": "<="}
_GROUPS = re.compile(r"\.(?=\d{3}(?:\D|$))")


class QuantityLimit(StrEnum):
    """How the number that was typed limits the plan's."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    EXACTLY = "="
    LESS_THAN = "<"
    AT_MOST = "<="


class AskedQuantity(NamedTuple):
    """`unit` is "" where any will do; `limit` is `None` where any number will do."""

    unit: str
    limit: QuantityLimit | None
    value: float


def parse_quantity(text: str) -> AskedQuantity:
    """A unit, a limit with a number in Vietnamese notation, or both; the unit on either side.

    >>> asked = parse_quantity("mô hình>=2")
    >>> asked.unit, asked.limit.value, asked.value
    ('mô hình', '>=', 2.0)

    Raises:
        QueryError: the text is neither.
    """
    found = _QUANTITY.fullmatch(text.strip())
    unit = " ".join(filter(None, (found["unit"].strip(), (found["behind"] or "").strip()))) if found else ""
    if found is None or not (unit or found["limit"]):
        raise QueryError(f"{text!r} is no criterion that can be searched.", "Examples: mô hình>=2, >30%, hộ gia đình.")
    if found["limit"] is None:
        return AskedQuantity(unit, None, 0.0)
    limit = QuantityLimit(_SIGNS.get(found["limit"], found["limit"]))
    return AskedQuantity(unit, limit, float(_GROUPS.sub("", found["value"]).replace(",", ".")))
