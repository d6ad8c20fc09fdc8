"""Where the patterns of the date grammar are tried: at the figures and words that can open an expression.

A pattern that may begin with any of several words is tried by `re` at every character of a text,
and the grammar holds some sixty of them. Searching for a single word is a hundred times as fast.
So the words and figures are searched once, and each pattern is tried only where one of its own stands,
or read only over the lines that hold one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


def places(text: str, *words: str) -> list[int]:
    """Where these words (or parts of words) begin in the text, in order."""
    found: list[int] = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append(at)
            at = text.find(word, at + 1)
    return sorted(found) if len(words) > 1 else found


def tried(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` finds, for a pattern that begins at one of `starts`, which are in order.

    >>> [found[0] for found in tried(re.compile("[ab]+"), "ab b", (0, 1, 3))]
    ['ab', 'b']
    """
    end = 0
    match = pattern.match
    for start in starts:
        if start >= end and (found := match(text, start)):
            yield found
            end = found.end()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some lines of a text, one after the other, with the way back."""

    text: str
    _starts: Sequence[int]
    _moves: Sequence[int]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the whole text that `text[start:end]` is; it crosses no line."""
        by = self._moves[bisect_right(self._starts, start) - 1]
        return start + by, end + by


def lines_with(text: str, positions: Iterable[int]) -> Excerpt:
    """The lines of the text in which these positions lie; `positions` are in order.

    >>> excerpt = lines_with("a\\nbc\\nd", (3, 5))
    >>> excerpt.text, excerpt.origin(1, 2)
    ('bc\\nd', (3, 4))
    """
    lines: list[str] = []
    starts: list[int] = []
    moves: list[int] = []
    length = 0
    end = -1
    for position in positions:
        if position <= end:
            continue
        start = text.rfind("\n", 0, position) + 1
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        lines.append(text[start:end])
        starts.append(length)
        moves.append(start - length)
        length += end - start + 1
    return Excerpt("\n".join(lines), starts, moves)
