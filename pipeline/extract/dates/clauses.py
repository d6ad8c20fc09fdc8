"""The clause of a paragraph in which a date belongs to an act."""

import re
from functools import lru_cache

# A full stop or semicolon before white space; not "TP. Hồ Chí Minh" or a list number.
_NO_ABBREVIATION = r"(?<!\bTP.)(?<!\bTp.)(?<!\bTX.)(?<!\bP.)(?<!\bQ.)(?<![\s(]\d.)"
# The number of the next item, where two were read as one paragraph: "… ngày 28/10/2018. 5. Đài Truyền thanh …".
_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)/-]|\d{1,2}(?:\.\d{1,2}){1,2}) [^\W\d_]"
# The mark comes first, so that the search can leap from mark to mark; what stands before it is asked after.
_BREAK = re.compile(rf"(?:[.!?…]{_NO_ABBREVIATION}[.!?…]*[”\"')]*\s+(?=[^\W\d_]|[-+•“\"]|{_NUMBER})|;\s*)")


def clause_at(text: str, start: int, end: int, offset: int) -> tuple[int, int]:
    """The clause of `text[start:end]` that holds `offset`, without white space and end marks."""
    for first, last in clauses_of(text, start, end):
        if offset < last:
            return first, last
    return start, end


@lru_cache(maxsize=256)  # each date of a paragraph asks for its clauses again
def clauses_of(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The clauses of `text[start:end]` in order; what stands in brackets or quotes is never cut.

    >>> text = "Chủ trì thực hiện; báo cáo kết quả. Gửi hồ sơ (bản giấy; bản số)."
    >>> [text[first:last] for first, last in clauses_of(text, 0, len(text))]
    ['Chủ trì thực hiện', 'báo cáo kết quả', 'Gửi hồ sơ (bản giấy; bản số)']
    """
    spans: list[tuple[int, int]] = []
    first = start
    for found in _BREAK.finditer(text, start, end):
        if _is_enclosed(text, first, found.start()):
            continue
        spans.append((first, found.start()))
        first = found.end()
    spans.append((first, end))
    return tuple(trimmed for span in spans if (trimmed := _trim(text, *span)))


def _is_enclosed(text: str, start: int, offset: int) -> bool:
    before = text[start:offset]
    return before.count("(") > before.count(")") or before.count("“") > before.count("”")


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".;,/"):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return (start, end) if start < end else None
