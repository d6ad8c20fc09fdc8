"""Symbols of documents whose marks recognition spoilt, where the document itself has the right one.

"55-KH/ĐƯ" is "55-KH/ĐU" if the same code stands elsewhere in the document, more often and with
the same letters but for their marks. What stands nowhere else is left, for offices make up their
own codes, and so is "TƯ": it is the Central Committee's, as "TU" is a province's.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from models.record import ChangeKind
from pipeline.clean.numbers import Rewriting
from pipeline.folding import fold

# What follows the number of a document: "195/KH-UBND", "30/2020/NĐ-CP", "61-KH/HU".
_SYMBOL = re.compile(r"\d(?<!\w\d)\d{0,4}(?:/\d{4})?\s?[-/]\s?(?P<code>[^\W\d_]{1,8}(?:[-/][^\W\d_]{1,10}){1,3})(?!\w)")
_CENTRAL = "TƯ"
_MORE = 2  # times as often as the one that was read


def find_symbol_repairs(texts: Sequence[str]) -> Iterator[tuple[int, Rewriting]]:
    """The codes that have to be others, each with the number of its paragraph."""
    found = [
        (number, match)
        for number, text in enumerate(texts)
        for match in _SYMBOL.finditer(text)
        if match["code"].isupper() and _CENTRAL not in match["code"]
    ]
    counts = Counter(match["code"] for _, match in found)
    usual: dict[str, str] = {}
    for code, _ in counts.most_common():
        usual.setdefault(fold(code), code)
    for number, match in found:
        code = match["code"]
        due = usual[fold(code)]
        if due != code and counts[due] >= _MORE * counts[code]:
            start, end = match.span("code")
            yield number, Rewriting(start, end, due, ChangeKind.NUMBER, "the symbol that the document has elsewhere")
