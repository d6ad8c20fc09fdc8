"""The line with a plan's number and symbol: "Số: 12/KH-UBND", "Số 12-KH/TU", and what scans and old print make of it.

Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3; Hướng dẫn 36-HD/VPTW (Party).
"""

import re
from dataclasses import dataclass
from functools import cache

from models.document import Document
from models.lexicon import load_table
from pipeline.extract.references.symbols import kind_and_organ
from pipeline.folding import fold

Span = tuple[int, int]

_MAX_CITED = 22  # characters of the word for a kind before a number

# A group of a symbol: "UBND", "SVH,TT,DL", "SGD&ĐT", "CTr".
_GROUP = r"[a-z0-9][a-z0-9&.,]{0,14}"
# "Số", also where it was read as "S6" or "5ố".
_NUMBER_WORD = r"(?<![a-z0-9])[s5][o06]"
# Between "Số" and the symbol: digits, a blank, or whatever was made of handwriting.
_FIELD = r"[^\n]{0,14}?"
# On scans the dash behind the kind is also read as a stop or an apostrophe, the Party's dash as a rule.
# The slash may be lost where a stamp or pen went through it; then only a known kind makes a symbol.
_STATE_NUMBER = re.compile(
    rf"{_NUMBER_WORD}\s{{0,3}}(?P<colon>[:;.]?)\s{{0,3}}(?P<number>{_FIELD})\s{{0,8}}"
    rf"(?:(?P<slash>[/⁄|'’`;!])|(?<=[\d\s:]))\s{{0,2}}"
    rf"(?P<symbol>(?(slash)(?:(?:19|20)\d\d/)?)(?P<kind>[a-z]{{1,7}})"
    rf"(?:(?:\s?[-–—]{{1,2}}\s?|[.'’]){_GROUP})(?: ?[-–—]{{1,2}} ?{_GROUP}){{0,3}})"
)
# A Party number has a dash before the kind and a slash before the organ.
_PARTY_NUMBER = re.compile(
    rf"{_NUMBER_WORD}\s{{0,3}}(?P<colon>[:;.]?)\s{{0,3}}(?P<number>[^\n]{{0,12}}?)\s{{0,8}}[-–—_]{{1,2}}\s{{0,2}}"
    rf"(?P<symbol>(?P<kind>[a-z]{{1,5}})\s?[/⁄]\s?{_GROUP}(?:\s?[-–—]\s?{_GROUP}){{0,2}})"
)
# "Số 112 KH/UB": until 2000 offices left the dash out. "Số: 46 /KHUBND": the dash behind the kind was not read.
_SPACED_NUMBER = re.compile(
    rf"{_NUMBER_WORD}\s{{0,3}}(?P<colon>[:;.]?)\s{{0,3}}(?P<number>\d{{1,5}})\s(?P<symbol>(?P<kind>[a-z]{{2,4}})"
    rf"\s?/\s?{_GROUP}(?:\s?[-–]\s?{_GROUP})?)"
)
_RUN_TOGETHER = re.compile(
    rf"{_NUMBER_WORD}\s{{0,3}}(?P<colon>[:;.]?)\s{{0,3}}(?P<number>{_FIELD})\s{{0,8}}(?P<slash>[/⁄])\s{{0,2}}"
    r"(?P<symbol>(?P<kind>[a-z&]{6,16}))(?![\w/\-–])"
)
# What is left of a number line that could not be read; "Sở" is no "Số".
_NUMBER_LINE = re.compile(r"\W{0,3}[Ss5Š][ốỐôÔồỒóÓo0]\s?(?:[:;.]|\d)")
# The word for a kind before a number without colon: another document is cited.
_CITING = re.compile(r"\b(?:quyet dinh|ke hoach|nghi quyet|chi thi|cong van|thong bao|huong dan) ?$")


@dataclass(frozen=True, slots=True)
class NumberField:
    """The line "Số: …": the spans of it, of what stands in the number's place (may be empty) and of the symbol."""

    span: Span
    number: Span
    symbol: Span
    is_party: bool
    kind: str | None = None  # the kind of document that the symbol's first code stands for


@cache
def _kinds_by_code() -> dict[str, str]:
    return {fold(code): row["name"] for row in load_table("documents")["types"] for code in row["codes"]}


def find_number_field(
    document: Document, area: Span, kind_name: str | None, *, is_cited: bool = False
) -> NumberField | None:
    """The number line of an area: of several, the one whose symbol fits the kind and that stands by itself.

    A number behind the word for a kind ("Thực hiện Quyết định số …") is another document's, unless `is_cited`.
    """
    codes = _kinds_by_code()
    text = document.text
    key = fold(text[area[0] : area[1]])
    best: tuple[int, NumberField] | None = None
    for pattern in (_PARTY_NUMBER, _STATE_NUMBER, _SPACED_NUMBER, _RUN_TOGETHER):
        for found in pattern.finditer(key):
            symbol = (area[0] + found.start("symbol"), area[0] + found.end("symbol"))
            run_together = kind_and_organ(text[slice(*symbol)]) if pattern is _RUN_TOGETHER else None
            if pattern is _RUN_TOGETHER and run_together is None:
                continue
            kind = codes.get(fold(run_together[0]) if run_together else found["kind"])
            cites = _CITING.search(key, max(0, found.start() - _MAX_CITED), found.start())
            if cites and not is_cited and not found["colon"]:
                continue
            is_marked = bool(found["colon"] and found.groupdict().get("slash"))
            if not text[area[0] + found.start("kind")].isupper() or (kind is None and not is_marked):
                continue
            before = key[max(0, found.start() - 2) : found.start()]
            score = 2 * (kind is not None) + bool(found["colon"]) + (not before.strip())
            if kind_name is not None and kind is not None:
                score += 3 * (fold(kind).split()[:2] == fold(kind_name).split()[:2])
            number = (area[0] + found.start("number"), area[0] + found.end("number"))
            if best is None or score > best[0]:
                span = (area[0] + found.start(), symbol[1])
                best = (score, NumberField(span, number, symbol, pattern is _PARTY_NUMBER, kind))
    return best[1] if best else None


def is_number_line(text: str, before: str) -> bool:
    """Whether a line is that of the number, read or not.

    The name of a body begins so only behind the word for a kind (`before` is the folded line above): "ĐOÀN KIỂM TRA
    THEO QUYẾT ĐỊNH / SỐ 105/QĐ-SCT".
    """
    return _NUMBER_LINE.match(text) is not None and _CITING.search(before) is None
