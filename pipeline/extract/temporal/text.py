"""Text made ready for the date grammar: lower case, single spaces, no marks, with the way back.

The grammar reads `low`: Markdown stars are gone, every kind of dash is "-", and what can hold
no date (web addresses, symbols of documents such as 30/2020/NĐ-CP) is struck out, so that a
year inside a symbol is never taken for a date. Line breaks stay, and no expression crosses one,
but where the words on both sides show that a date was cut.
"""

import re
from collections.abc import Sequence
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
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,300}")
_MAIL = re.compile(r"\S{1,80}@\S{1,80}")
_STRUCK = "\x01"
_DROPPED = "*\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Marks that are dropped, and white space that is no single space.
_SPACES = re.compile(rf"[{_DROPPED}](?:[^\S\n]|[{_DROPPED}])*|[^\S\n](?:[^\S\n]|[{_DROPPED}])+|[^\S\n ]")
_ALIKE = str.maketrans(dict.fromkeys("–—−‐‑÷", "-") | dict.fromkeys("⁄∕", "/") | dict.fromkeys("’‘", "'"))


@dataclass(frozen=True, slots=True)
class Prepared:
    """`text` with single spaces, `low` for the grammar (same length), and the way back.

    `origins[i]` is the offset in the original text of `text[i]`. `symbol_ends` are
    the ends, in `text`, of document symbols: a date right behind one is that document's.
    """

    text: str
    low: str
    origins: Sequence[int]
    symbol_ends: frozenset[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text of `text[start:end]`, which must not be empty."""
        return self.origins[start], self.origins[end - 1] + 1


def prepare(text: str) -> Prepared:
    """The text as the date grammar reads it."""
    pieces: list[str] = []
    origins: list[int] = []
    position = 0
    for start, end, instead in [*_uneven(text), (len(text), len(text), "")]:
        if start < position:
            continue  # a mark inside a run of spaces
        pieces.append(text[position:start])
        origins.extend(range(position, start))
        last = pieces[-1][-1:] or (pieces[-2][-1:] if len(pieces) > 1 else "")
        if instead and not (instead == " " and last == " "):
            pieces.append(instead)
            origins.append(start)
        position = end
        if instead == " ":
            position += text[position : position + 1] == " "
    return _prepared("".join(pieces).translate(_ALIKE), origins)


def _uneven(text: str) -> list[tuple[int, int, str]]:
    """What is not as the grammar reads it: marks, runs of spaces, words run together, cut dates; and what to read."""
    changes = [(*found.span(), " " if found[0].strip(_DROPPED) else "") for found in _SPACES.finditer(text)]
    changes += [(found.start(), found.start(), " ") for found in _RUN_TOGETHER.finditer(text)]
    changes += [(offset, offset + 1, instead) for offset, instead in _joined_breaks(text).items()]
    return sorted(changes)


def _prepared(squeezed: str, origins: Sequence[int]) -> Prepared:
    """The text that is all prepared but for what can hold no date."""
    struck = list(_lower(squeezed))
    symbols = tuple(found.span() for pattern in (_SYMBOL, _SPACED) for found in pattern.finditer(squeezed))
    kinds = (_NUMBERED, _STANDARD, _ADDRESS, *([_MAIL] if "@" in squeezed else []))
    others = (found.span() for pattern in kinds for found in pattern.finditer(squeezed))
    for start, end in (*symbols, *others):
        struck[start:end] = _STRUCK * (end - start)
    return Prepared(squeezed, "".join(struck), origins, frozenset(end for _, end in symbols))


# Line breaks inside an expression, where a line was cut from its paragraph (by the foot of a page, a column, a figure
# that begins a line): the word before asks for a date, or a bracket with a date is still open.
_BREAK = re.compile(
    r"\n(?:(?P<day>(?=\d{1,2} ?/ ?\d|\d{1,2} tháng|(?:19|20)\d\d(?![\d.)])))"
    r"|(?=(?:[IV]{1,3}|[1-4])(?: ?/ ?| năm )(?:19|20)\d\d))"
)
_ASKS_FOR_DAY = re.compile(r"(?<!\w)(?:ngày|tháng|năm|quý|đến|từ|trước|hết) ?$")
_ASKS_FOR_QUARTER = re.compile(r"(?<!\w)quý ?$")
# "16/5đến ngày 24/6": a date run together with the word that joins it to the next.
_RUN_TOGETHER = re.compile(r"(?<=\d)(?:đến|và|ngày|tháng|năm)(?!\w)")


# "(30/4/1975" and "30/4/2016)": two days in one bracket are a span, also where the dash at the break was lost.
_BROKEN_SPAN = re.compile(r"\([\d/.]{4,10} ?(?P<dash>[-–—])? ?(?P<break>\n)(?=(?P<after>[-–—])? ?[\d/.]{4,10}\))")


def _joined_breaks(text: str) -> dict[int, str]:
    """What a line break is where the expression goes on behind it: a space, or the dash of a span."""
    joined = {}
    for found in _BREAK.finditer(text):
        before = text[max(0, found.start() - 8) : found.start()].lower()
        if (_ASKS_FOR_DAY if found["day"] is not None else _ASKS_FOR_QUARTER).search(before):
            joined[found.start()] = " "
    for found in _BROKEN_SPAN.finditer(text):
        joined[found.start("break")] = " " if found["dash"] or found["after"] else "-"
    return joined


def _lower(text: str) -> str:
    """Lower case, character by character, so that offsets hold."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(lowered if len(lowered := character.lower()) == 1 else character for character in text)
