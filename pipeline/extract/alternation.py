"""Long lists of words as one pattern that is read letter by letter: `one_of`."""

import re
from collections.abc import Iterable
from typing import Any


def one_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first, in the time of its longest one.

    `re` tries the alternatives of "a|b|…" one after the other at every letter; words that begin
    alike share their letters here, so that a list of hundreds costs no more than a few.

    >>> one_of(["xã", "xóm", "x"])
    'x(?:ã|óm)?'
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _pattern(node[letter]) for letter in sorted(node) if letter]
    if not branches:
        return ""
    if "" in node:
        return f"(?:{'|'.join(branches)})?"
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
