"""The words of the list Viet74K, which underthesea brings along: what a corrector without a model has."""

import re
from functools import cache
from importlib import resources

_WORD = re.compile(r"[^\W\d_]+")


@cache
def words() -> frozenset[str]:
    """Words of one or more syllables, in small letters, with one space between syllables."""
    text = resources.files("underthesea.corpus").joinpath("data/Viet74K.txt").read_text("utf-8")
    return frozenset(" ".join(line.split()) for line in text.lower().splitlines())


@cache
def syllables() -> tuple[str, ...]:
    """The syllables that words are made of, sorted."""
    return tuple(sorted({syllable for word in words() for syllable in _WORD.findall(word)}))
