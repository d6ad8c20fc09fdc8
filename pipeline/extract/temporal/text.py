"""Text made ready for the date grammar: lower case, single spaces, no marks, with the way back.

The grammar reads `low`: Markdown stars are gone, every kind of dash is "-", and what can hold
no date (web addresses, symbols of documents such as 30/2020/NĐ-CP) is struck out, so that a
year inside a symbol is never taken for a date. Line breaks stay, and no expression crosses one,
but where the words on both sides show that a date was cut.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.temporal.scan import places, tried
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
_NUMBERED = re.compile(r"\d{1,5} ?/ ?(?:19|20)\d\d(?![\d/])")
_NUMBER_BEFORE = re.compile(r"\b(?:[Ss][ốôoổ]|SỐ):? ?$")
# "số 115 KH/TWĐTN-BTN": unions and the Youth set a space between number and letters.
_SPACED = re.compile(rf"(?<=[Ss]ố )\d{{1,5}} {_LETTERS}(?: ?[-/] ?{_LETTERS}){{1,4}}(?![{SMALL}])")
_STANDARDS = ("ISO", "IEC", "TCVN", "QCVN")
_STANDARD = re.compile(rf"\b(?:{'|'.join(_STANDARDS)})(?:/[A-Z]{{2,4}})? ?[\d.\-]{{1,12}}(?::(?:19|20)\d\d)?")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,300}")
_MAIL = re.compile(r"\S{1,80}@\S{1,80}")
_STRUCK = "\x01"
_DROPPED = "*\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Marks that are dropped, and white space that is no single space.
_SPACES = re.compile(rf"[{_DROPPED}](?:[^\S\n]|[{_DROPPED}])*|[^\S\n](?:[^\S\n]|[{_DROPPED}])+|[^\S\n ]")
# What `_SPACES` finds holds one of these, or two spaces side by side; most texts hold none.
_UNEVEN = re.compile(rf"[{_DROPPED}\t\r\f\v\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_ALIKE = {"-": "–—−‐‑÷", "/": "⁄∕", "'": "’‘"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """`text` with single spaces, `low` for the grammar (same length), and the way back.

    `origins[i]` is the offset in the original text of `text[i]`. `symbol_ends` are
    the ends, in `text`, of document symbols: a date right behind one is that document's.
    The rest is where an expression can begin: `figures` are the runs of digits, `days`, `months`,
    `years` and `quarters` the words of that sense, `dated` the figures and the words for "day".
    """

    text: str
    low: str
    origins: Sequence[int]
    symbol_ends: frozenset[int]
    figures: Sequence[int]
    days: Sequence[int]
    months: Sequence[int]
    years: Sequence[int]
    quarters: Sequence[int]
    dated: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text of `text[start:end]`, which must not be empty."""
        return self.origins[start], self.origins[end - 1] + 1


def prepare(text: str) -> Prepared:
    """The text as the date grammar reads it."""
    changes = _uneven(text)
    squeezed, origins = _squeezed(text, changes) if changes else (text, range(len(text)))
    for instead, characters in _ALIKE.items():
        for character in characters:
            squeezed = squeezed.replace(character, instead)
    return _prepared(squeezed, origins)


def _squeezed(text: str, changes: list[tuple[int, int, str]]) -> tuple[str, Sequence[int]]:
    """The text with the changes made, and where each of its characters comes from."""
    pieces: list[str] = []
    origins: list[int] = []
    position = 0
    for start, end, instead in [*changes, (len(text), len(text), "")]:
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
    return "".join(pieces), origins


def _uneven(text: str) -> list[tuple[int, int, str]]:
    """What is not as the grammar reads it: marks, runs of spaces, words run together, cut dates; and what to read."""
    changes: list[tuple[int, int, str]] = []
    if "  " in text or _UNEVEN.search(text):
        changes += [(*found.span(), " " if found[0].strip(_DROPPED) else "") for found in _SPACES.finditer(text)]
    changes += [(found.start() + 1, found.start() + 1, " ") for found in _RUN_TOGETHER.finditer(text)]
    changes += [(*found.span("speck"), "") for found in _SPECK.finditer(text) if _asks_for_date(text, found.start())]
    changes += [(offset, offset + 1, instead) for offset, instead in _joined_breaks(text).items()]
    return sorted(changes)


_FIGURES = re.compile(r"[0-9]+")
# The words of a calendar, with the diacritics that recognition confuses.
_DAY_WORD = re.compile(r"ng[aàáảãạ][yýỳỷỹỵ]")
_MONTH_WORD = re.compile(r"th[aáàảã]ng")
_YEAR_WORD = re.compile(r"n[ăãắằẵẳặaảàá]m")
_QUARTER_WORD = re.compile(r"q[uúùủ][yýỳỷiíì]")


def _prepared(squeezed: str, origins: Sequence[int]) -> Prepared:
    """The text that is all prepared but for what can hold no date."""
    low = _lower(squeezed)
    figures = [found.start() for found in _FIGURES.finditer(squeezed)]
    symbols = [found.span() for pattern in (_SYMBOL, _SPACED) for found in tried(pattern, squeezed, figures)]
    struck = [*symbols, *_struck_numbers(squeezed, figures)]
    if struck:
        letters = list(low)
        for start, end in struck:
            letters[start:end] = _STRUCK * (end - start)
        low = "".join(letters)
    days = _starts(_DAY_WORD, low)
    return Prepared(
        squeezed,
        low,
        origins,
        frozenset(end for _, end in symbols),
        figures,
        days,
        _starts(_MONTH_WORD, low),
        _starts(_YEAR_WORD, low),
        _starts(_QUARTER_WORD, low),
        sorted([*figures, *days]),
    )


def _starts(pattern: re.Pattern[str], low: str) -> list[int]:
    return [found.start() for found in pattern.finditer(low)]


def _struck_numbers(squeezed: str, figures: list[int]) -> Iterator[tuple[int, int]]:
    """Numbers of laws and standards, and addresses: what looks like a date and can be none."""
    for found in tried(_NUMBERED, squeezed, figures):
        start = found.start()
        if before := _NUMBER_BEFORE.search(squeezed[max(0, start - 8) : start]):
            yield start - len(before[0]), found.end()
    for found in tried(_STANDARD, squeezed, places(squeezed, *_STANDARDS)):
        yield found.span()
    for found in tried(_ADDRESS, squeezed, places(squeezed, "http", "www.")):
        yield found.span()
    if "@" in squeezed:
        yield from (found.span() for found in _MAIL.finditer(squeezed))


# Line breaks inside an expression, where a line was cut from its paragraph (by the foot of a page, a column, a figure
# that begins a line): the word before asks for a date, or a bracket with a date is still open.
_BREAK = re.compile(
    r"\n(?:(?P<day>(?=\d{1,2} ?/ ?\d|\d{1,2} tháng|(?:19|20)\d\d(?![\d.)])))"
    r"|(?=(?:[IV]{1,3}|[1-4])(?: ?/ ?| năm )(?:19|20)\d\d))"
)
_ASKS_FOR_DAY = re.compile(r"(?<!\w)(?:ngày|tháng|năm|quý|đến|từ|trước|hết) ?$")
_ASKS_FOR_QUARTER = re.compile(r"(?<!\w)quý ?$")
# "16/5đến ngày 24/6": a date run together with the word that joins it to the next.
_RUN_TOGETHER = re.compile(r"[0-9](?:đến|và|ngày|tháng|năm)(?!\w)")


# No mark can stand between these words and their date: "đến - 05/5/2017", "trước . ngày 10/9" hold a speck.
_SPECK = re.compile(r" (?P<speck>[-–—.,'‘’‹›^~_”“] )(?=[0-9]|ngày|tháng|năm|quý|hết)")
_ASKS_FOR_DATE = frozenset(("và", "đến", "từ", "trước", "ngày", "hết", "vào", "sau", "nhất"))


# "(30/4/1975" and "30/4/2016)": two days in one bracket are a span, also where the dash at the break was lost.
_BROKEN_SPAN = re.compile(r"\([\d/.]{4,10} ?(?P<dash>[-–—])? ?(?P<break>\n)(?=(?P<after>[-–—])? ?[\d/.]{4,10}\))")


def _asks_for_date(text: str, end: int) -> bool:
    return text[max(0, end - 8) : end].rsplit(" ", 1)[-1].lower() in _ASKS_FOR_DATE


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
