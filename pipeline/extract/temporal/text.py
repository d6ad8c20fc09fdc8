"""Text made ready for the date grammar: lower case, single spaces, no marks, with the way back.

The grammar reads `low`: Markdown stars are gone, every kind of dash is "-", and what can hold
no date (web addresses, symbols of documents such as 30/2020/NĐ-CP) is struck out, so that a
year inside a symbol is never taken for a date. Line breaks stay: no expression crosses one.
"""

import re
from dataclasses import dataclass

from pipeline.letters import SMALL

# Symbols of documents: "2590/KH-UBND", "30/2020/NĐ-CP", "82-KH/BCĐ", "24/2016/QH14", "34 -CT/ TW".
# Capitals are asked for, so that "120 triệu đồng/năm" stays; a dash with a space on both sides
# ("12/2024 - UBND xã") joins two cells or clauses and no symbol.
_LETTERS = r"[A-ZĐƯÂÔ]{1,10}[a-z]{0,2}\d{0,2}"
_SYMBOL = re.compile(
    r"(?<![\w/])\d{1,6}(?: ?[-/] ?(?:19|20)\d\d)?(?: ?/ ?| -|- |-)(?=[A-ZĐƯÂÔ]{2})"
    rf"{_LETTERS}(?: ?[-/&.] ?{_LETTERS}){{0,4}}(?![{SMALL}])"
)
# "số 12/2020" cites a law by number and year; "ISO 9001:2015", "TCVN 14159-1:2024" are standards.
_NUMBERED = re.compile(r"\b(?:[Ss][ốôoổ]|SỐ):? ?\d{1,5} ?/ ?(?:19|20)\d\d(?![\d/])")
# "số 115 KH/TWĐTN-BTN": unions and the Youth set a space between number and letters.
_SPACED = re.compile(rf"(?<=[Ss]ố )\d{{1,5}} {_LETTERS}(?: ?[-/] ?{_LETTERS}){{1,4}}(?![{SMALL}])")
_STANDARD = re.compile(r"\b(?:ISO|IEC|TCVN|QCVN)(?:/[A-Z]{2,4})? ?[\d.\-]{1,12}(?::(?:19|20)\d\d)?")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,300}|\S{1,80}@\S{1,80}")
_STRUCK = "\x01"
_DROPPED = "*\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ALIKE = str.maketrans(dict.fromkeys("–—−‐‑÷", "-") | dict.fromkeys("⁄∕", "/") | dict.fromkeys("’‘", "'"))


@dataclass(frozen=True, slots=True)
class Prepared:
    """`text` with single spaces, `low` for the grammar (same length), and the way back.

    `origins[i]` is the offset in the original text of `text[i]`. `symbol_ends` are
    the ends, in `text`, of document symbols: a date right behind one is that document's.
    """

    text: str
    low: str
    origins: tuple[int, ...]
    symbol_ends: frozenset[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text of `text[start:end]`, which must not be empty."""
        return self.origins[start], self.origins[end - 1] + 1


def prepare(text: str) -> Prepared:
    """The text as the date grammar reads it."""
    characters: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        if character in _DROPPED:
            continue
        if character.isspace() and character != "\n":
            if characters and characters[-1] == " ":
                continue
            character = " "
        characters.append(character)
        origins.append(offset)
    squeezed = "".join(characters).translate(_ALIKE)
    struck = list(_lower(squeezed))
    symbols = tuple(found.span() for pattern in (_SYMBOL, _SPACED) for found in pattern.finditer(squeezed))
    others = (found.span() for pattern in (_NUMBERED, _STANDARD, _ADDRESS) for found in pattern.finditer(squeezed))
    for start, end in (*symbols, *others):
        struck[start:end] = _STRUCK * (end - start)
    return Prepared(squeezed, "".join(struck), tuple(origins), frozenset(end for _, end in symbols))


def _lower(text: str) -> str:
    """Lower case, character by character, so that offsets hold."""
    return "".join(lowered if len(lowered := character.lower()) == 1 else character for character in text)
