"""Figures that recognition spoilt with letters that look like them: the ones whose value is certain.

`l`, `I`, `|` are read for 1 and `O`, `o` for 0. They are digits again where nothing else can stand:

- in the day or month of a date with separators that is a day of the calendar ("I4/6/2024"),
- in a year of four places beside digits ("2O24"),
- in the serial of a document's symbol ("6I-KH/HU"), which has digits only,
- in a figure before a word that counts or after one that is followed by a figure ("ngày I5 tháng").

Signs that no Vietnamese text has are read for digits, too: `Ø` for 0, `§` for 8 and `†` for 1.
A date that was torn in its month ("30/1 1/2025") is put together where the calendar has it.

No digit is ever exchanged for another, and nothing else is done to a figure: whatever remains
doubtful is listed by `doubtful_numbers`, with what it may be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.record import ChangeKind

_DIGITS = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0", "Ø": "0", "§": "8", "†": "1"})
_MIXED = r"(?=[lIOo|Ø§†]*\d)(?=\d*[lIOo|Ø§†])[\dlIOo|Ø§†]"  # at least one digit and one look-alike

# What a paragraph has to hold for a figure to be spoilt, or to stand beside something it should not.
_SPOILT = re.compile(r"\d(?:[lIOo|Ø]|(?<=[lIOo|Ø]\d))")
_SPOILT_ALONE = re.compile(r"[lI|§†](?:O|(?<=[§†]))")
_TOUCHING = re.compile(r"\d(?:[^\W\d_]|(?<=[^\W\d_]\d)|(?<=/\d) \d/)")
_DATE = re.compile(r"(?<![\w/.])([\dlIOo|Ø§†]{1,2})([/.-])([\dlIOo|Ø§†]{1,2})\2([12l|I][\dlIOo|Ø§†]{3})(?![\w/])")
_SERIAL = re.compile(r"(?<![\w/])((?=[lIOo|]*\d)(?=\d*[lIOo|])[\dlIOo|]{2,5})(?=\s?[-/]\s?[A-ZĐƯ]{2})")
_YEAR = re.compile(rf"(?<=năm )({_MIXED}{{4}})(?!\w)")
_BEFORE = "|".join(
    f"(?<={word} )"
    for word in ("ngày", "tháng", "Tháng", "năm", "khoảng", "đủ", "quá", "trước", "đến", "từ", "Từ", "cử", "vào")
)
_AFTER = (
    r"(?= (?:giờ|phút|ngày|tháng|năm|tuần|buổi|người|đồng|triệu|tỷ|xã|phường|hộ|lớp|đoàn|mô hình|học sinh|đồng chí"
    r"|giải|đội|tổ|cán bộ)\b)"
)
_COUNTED = re.compile(rf"(?<![\w/.,])({_MIXED}{{2,4}}){_AFTER}|(?:{_BEFORE})({_MIXED}{{2}})(?![\w/.,-])")
_WITH_UNIT = re.compile(r"(?<![\w/.,])([1-9lI|][\dlIOo|]{1,4})(?=(?:km|kg|ha|m2|%)(?!\w))")
_MONTH = re.compile(r"(?<=tháng )[§†](?= năm\b)")
_LABEL = re.compile(r"^§(?=\.)")  # at the head of a paragraph; signs of sections stand before a space
_TORN_DATE = re.compile(r"(?<![\d/.])(\d{1,2}/[01]) ([0-2]/(?:19|20)\d{2})(?![\d/])")
# A figure and the word it counts, run together: "25người", "vòng02". Units of two letters belong there.
_BEFORE_FIGURE = re.compile(r"(?<!\w)([Tt]rong vòng|ngày|tháng|trước ngày|từ ngày)(\d{1,2})(?![\w,.])")
_AFTER_DATE = re.compile(r"(?<![\w/.])(\d{1,2}/\d{1,2}(?:/\d{4})?)(đến|và|của|về)(?!\w)")
_RUN_TOGETHER = re.compile(r"(?<![\w/.,-])(\d{1,4})(người|lớp|tháng|ngày|triệu|đồng|phường|thôn|đơn|đoàn|hộ|tỷ)\b")

_CALENDAR = re.compile(
    r"(?<![\w/.-])(\d{1,2})(?:(?P<mark>[/.-])| tháng )(\d{1,2})(?(mark)(?P=mark)|(?:,? năm |/))"
    r"((?:19|20)\d{2})(?![\w/])"
)
# Figures that recognition takes for each other, by the figure read.
_LIKE = {"1": "74", "7": "12", "3": "285", "8": "3", "0": "86", "6": "0", "5": "36", "2": "73", "9": "04", "4": "1"}


@dataclass(frozen=True, slots=True)
class Rewriting:
    """`text[start:end]` is to be `after`, and why."""

    start: int
    end: int
    after: str
    kind: ChangeKind
    reason: str


def find_number_repairs(text: str) -> list[Rewriting]:
    """The figures of a paragraph whose spoilt digits are certain, in their order.

    >>> [found.after for found in find_number_repairs("ngày I5/6/2O24, số 6I-KH/HU, dài lOOkm")]
    ['15/6/2024', '61', '100']
    """
    found: dict[int, Rewriting] = {}
    for rewriting in _all(text):
        if not any(rewriting.start < other.end and other.start < rewriting.end for other in found.values()):
            found[rewriting.start] = rewriting
    return [found[start] for start in sorted(found)]


def doubtful_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Dates that no calendar has, with the days they may be: start, end and a list of candidates.

    A day that the text prints elsewhere comes first, then the others by how easily their figures are taken for each
    other.
    """
    for match in _CALENDAR.finditer(text):
        parts = (match[1], match[3], match[4])
        if not _is_day(*map(int, parts)):
            near = _near_days(*parts)
            yield match.start(), match.end(), ", ".join(sorted(near, key=lambda day: day not in text))


def _all(text: str) -> Iterator[Rewriting]:
    if _SPOILT.search(text) or _SPOILT_ALONE.search(text):
        yield from _spoilt(text)
    if not _TOUCHING.search(text):
        return
    for match in _TORN_DATE.finditer(text):
        after = match[1] + match[2]
        day, month, year = map(int, after.split("/"))
        if _is_day(day, month, year):
            yield Rewriting(*match.span(), after, ChangeKind.JOINED, "a date that the calendar has, torn")
    for pattern in (_RUN_TOGETHER, _BEFORE_FIGURE, _AFTER_DATE):
        for match in pattern.finditer(text):
            after = f"{match[1]} {match[2]}"
            yield Rewriting(*match.span(), after, ChangeKind.SPLIT, "a figure and the word beside it")


def _spoilt(text: str) -> Iterator[Rewriting]:
    for match in _DATE.finditer(text):
        after = match[0].translate(_DIGITS)
        day, month, year = (int(part.translate(_DIGITS)) for part in (match[1], match[3], match[4]))
        if after != match[0] and _is_day(day, month, year):
            yield Rewriting(*match.span(), after, ChangeKind.NUMBER, "a letter in a date that the calendar has")
    for pattern, reason in (
        (_SERIAL, "a letter in the number of a document"),
        (_YEAR, "a letter in a year"),
        (_COUNTED, "a letter in a figure"),
        (_WITH_UNIT, "a letter in a figure before its unit"),
        (_MONTH, "a sign for the digit of a month"),
        (_LABEL, "a sign for the digit of a label"),
    ):
        for match in pattern.finditer(text):
            after = match[0].translate(_DIGITS)
            if after != match[0]:
                yield Rewriting(*match.span(), after, ChangeKind.NUMBER, reason)


def _is_day(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _near_days(day: str, month: str, year: str) -> list[str]:
    """Days of the calendar that differ in one figure that recognition takes for another, the likeliest first."""
    found: list[tuple[int, str]] = []
    for part, digits in ((0, day), (1, month)):
        for place, digit in enumerate(digits):
            for rank, other in enumerate(_LIKE[digit]):
                parts = [day, month]
                parts[part] = digits[:place] + other + digits[place + 1 :]
                if _is_day(int(parts[0]), int(parts[1]), int(year)):
                    found.append((rank, f"{parts[0]}/{parts[1]}/{year}"))
    return [near for _, near in sorted(found, key=lambda pair: pair[0])]
