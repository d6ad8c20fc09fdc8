"""Damaged words that no Vietnamese text can contain, and the only word each can stand for.

They need no context and no model: the table `repairs` holds them, and the type line of a plan,
"KẾ HOẠCH" alone on its line, is known with its vowels' marks doubled or lost. Where print was recognised,
pairs of words are known as well that make sense with other marks alone.
"""

import re
from dataclasses import dataclass
from functools import cache

from models.lexicon import load_table

_TYPE_LINE = re.compile(r"K[EÉÈẺẼẸÊẾỀỂỄỆ]{1,2} ?H[OÒÓỎÕỌ0][AÀÁẢÃẠĂÂ]CH(?=\W*$)")
_TYPE = "KẾ HOẠCH"


@dataclass(frozen=True, slots=True)
class Repair:
    """`text[start:end]` of a line has to be `after`."""

    start: int
    end: int
    after: str


def find_repairs(text: str, *, is_recognised: bool = False) -> tuple[Repair, ...]:
    """The damaged words of a normalised line, from left to right; with `is_recognised`, pairs of words, too.

    >>> find_repairs("ƯBND xã")
    (Repair(start=0, end=4, after='UBND'),)
    """
    type_line = _TYPE_LINE.match(text)
    if type_line:
        is_right = type_line[0] == _TYPE
        return () if is_right else (Repair(0, type_line.end(), _TYPE),)
    found: list[Repair] = []
    words, pattern = _table()
    if any(map(text.__contains__, words)):
        found += [Repair(match.start(), match.end(), words[match[0]]) for match in pattern.finditer(text)]
    pairs, pattern = _pairs()
    if is_recognised and any(map(text.__contains__, pairs)):
        found += [
            Repair(match.start(), match.end(), pairs[match[0]])
            for match in pattern.finditer(text)
            if not any(repair.start < match.end() and match.start() < repair.end for repair in found)
        ]
    return tuple(sorted(found, key=lambda repair: repair.start))


@cache
def _table() -> tuple[dict[str, str], re.Pattern[str]]:
    """The table and the pattern that finds its damaged words."""
    words: dict[str, str] = load_table("repairs")["words"]
    longest_first = sorted(words, key=len, reverse=True)
    return words, re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


@cache
def _pairs() -> tuple[dict[str, str], re.Pattern[str]]:
    """The pairs of recognised print in all cases of letters, and the pattern that finds them."""
    pairs: dict[str, str] = {}
    patterns: list[str] = []
    for row in load_table("repairs")["recognised"]:
        unless = "|".join(map(re.escape, row.get("unless", ())))
        for spelt in (str.lower, str.capitalize, str.upper):
            read = spelt(row["read"])
            pairs[read] = spelt(row["printed"])
            patterns.append(f"{re.escape(read)}(?!\\w)" + (f"(?! (?i:{unless})\\b)" if unless else ""))
    return pairs, re.compile(r"(?<!\w)(?:" + "|".join(patterns) + ")")
