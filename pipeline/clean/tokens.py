"""The words that the language model counts, and where they stand.

A word is a run of letters in lower case with the tone where `normalize` writes it; whatever
holds a digit is the one word `NUMBER`; a run of punctuation, or the end of a paragraph, is
`BREAK`. Training and correction cut text by the same rules, or the counts would not fit.
"""

import re
from functools import lru_cache

from pipeline.clean.normalize import normalize_line

UNKNOWN, BREAK, NUMBER = "<unknown>", "<break>", "<number>"

TOKEN = re.compile(r"[^\W_]+|[^\w\s]+|_+")


@lru_cache(maxsize=200_000)
def model_word(token: str) -> str:
    """What the language model calls a token of `TOKEN`.

    >>> [model_word(token) for token in TOKEN.findall("Thuỷ lợi, 30/4")]
    ['thủy', 'lợi', '<break>', '<number>', '<break>', '<number>']
    """
    if token.isalpha():
        return normalize_line(token.lower(), 0, is_plain_text=False).text
    return NUMBER if any(character.isdigit() for character in token) else BREAK
