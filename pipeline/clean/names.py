"""Which words written with a capital are parts of names, that correction has to leave alone.

A name is two or more capitalised words side by side, or what follows the kind of a place. Names
of persons and places follow no rule that a language model knows ("Đông Phú" and "Đồng Phú" are
both districts), so a word of one is only ever changed into what the tables of bodies, documents
and offices, or the document itself elsewhere, have at its neighbour's side.
"""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from models.lexicon import load_table
from pipeline.clean.tokens import TOKEN, model_word

# What names of places begin with, as the language model calls it.
PLACE_KINDS = frozenset(
    ("tỉnh", "huyện", "xã", "phường", "quận", "trấn", "phố", "thị", "thôn", "ấp", "bản", "buôn", "làng", "khóm", "ủy")
)

_TABLES = ("bodies", "campaign", "documents", "frame", "issuers", "recipients", "signature")


@cache
def official_pairs() -> frozenset[tuple[str, str]]:
    """Neighbouring words in the names of bodies, documents and offices, as the language model calls them.

    >>> ("ủy", "ban") in official_pairs(), ("trần", "văn") in official_pairs()
    (True, False)
    """
    return frozenset(pair for words in official_words() for pair in pairwise(words))


@cache
def official_triples() -> frozenset[tuple[str, str, str]]:
    """Three neighbouring words in the same names."""
    return frozenset(triple for words in official_words() for triple in zip(words, words[1:], words[2:], strict=False))


@cache
def official_words() -> tuple[tuple[str, ...], ...]:
    """The names of bodies, documents and offices in the tables, as the language model calls their words."""
    texts = (text for table in _TABLES for text in _strings(load_table(table)))
    return tuple(tuple(model_word(token) for token in TOKEN.findall(text)) for text in texts)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
