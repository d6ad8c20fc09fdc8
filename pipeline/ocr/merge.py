"""Two readings of the same print made into one: of each group of words the surer reading.

Words of both readings that lie on each other make up a group; the group is taken from the reading
with the higher mean confidence, weighted by length, unless that one has lost letters. What only the
second saw is taken over where it is sure; marks without a letter that only the first saw are dropped
where they are not: dirt is seldom read twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.page import Word

_SURE = 0.8  # of words that only the second reading saw
_DOUBTFUL = 0.5  # of marks that only the first one saw, and of what replaces nonsense
_WORTHLESS = 0.3  # of a single word: a group that holds one is no better, however sure the others are
_KEPT_LETTERS = 0.8  # a reading with fewer of them than the other has left some out
_SHARED_HEIGHT = 0.4  # of the lower of two words that lie on each other
_SHARED_WIDTH = 0.25  # of the narrower


@dataclass(frozen=True, slots=True)
class Merged:
    """The words of both readings, and how many of them come from the second."""

    words: tuple[Word, ...]
    replaced: int


def merge_readings(first: Sequence[Word], second: Sequence[Word]) -> Merged:
    """The surer words of two readings, in the order of the first; boxes of both in the same units."""
    words: list[Word] = []
    replaced = 0
    for old, new in _groups(first, second):
        if not new:
            words += old if _has_letters(old) or sureness(old) >= _DOUBTFUL else ()
        elif [word.text for word in old] != [word.text for word in new] and _is_better(new, old):
            words += new
            replaced += len(new)
        else:
            words += old
    return Merged(tuple(words), replaced)


def sureness(words: Sequence[Word]) -> float:
    """The mean confidence of words weighted by their length, 0 where there are none."""
    total = sum(len(word.text) for word in words)
    return sum((word.confidence or 0.0) * len(word.text) for word in words) / total if total else 0.0


def _is_better(new: Sequence[Word], old: Sequence[Word]) -> bool:
    if not old:
        return sureness(new) >= _SURE and _has_letters(new)
    if sureness(old) < _WORTHLESS:  # nonsense, of which the length says nothing
        return sureness(new) > _DOUBTFUL
    has_scrap = min(word.confidence or 0.0 for word in new) < _WORTHLESS <= min(word.confidence or 0.0 for word in old)
    return not has_scrap and sureness(new) > sureness(old) and _letters(new) >= _KEPT_LETTERS * _letters(old)


def _letters(words: Sequence[Word]) -> int:
    return sum(character.isalnum() for word in words for character in word.text)


def _has_letters(words: Sequence[Word]) -> bool:
    return _letters(words) > 0


def _groups(first: Sequence[Word], second: Sequence[Word]) -> list[tuple[list[Word], list[Word]]]:
    """The words that lie on each other, by reading; in the order of the first, then what only the second saw."""
    groups: list[tuple[list[Word], list[Word]]] = [([word], []) for word in first]
    group_of = list(range(len(first)))  # of each word of the first reading
    rest: list[tuple[list[Word], list[Word]]] = []
    for word in second:
        touched = sorted({group_of[number] for number, other in enumerate(first) if _lie_on_each_other(word, other)})
        if not touched:
            rest.append(([], [word]))
            continue
        target, others = touched[0], touched[1:]
        groups[target][1].append(word)
        for other in others:
            groups[target][0].extend(groups[other][0])
            groups[target][1].extend(groups[other][1])
            groups[other] = ([], [])
            group_of = [target if number == other else number for number in group_of]
    return [group for group in groups if group[0]] + rest


def _lie_on_each_other(one: Word, other: Word) -> bool:
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    return down > _SHARED_HEIGHT * min(one.y1 - one.y0, other.y1 - other.y0) and across > _SHARED_WIDTH * min(
        one.x1 - one.x0, other.x1 - other.x0
    )
