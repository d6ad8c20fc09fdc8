"""Figures that recognition spoilt with letters that look like them: the ones whose value is certain.

`l`, `I`, `|` are read for 1 and `O`, `o` for 0. They are digits again where nothing else can stand:

- in the day or month of a date with separators that is a day of the calendar ("I4/6/2024"),
- in a year of four places beside digits ("2O24"),
- in the serial of a document's symbol ("6I-KH/HU"), which has digits only,
- in a figure before a word that counts or after one that is followed by a figure ("ngày I5 tháng").

No digit is ever exchanged for another, and nothing else is done to a figure: whatever remains
doubtful is listed by `doubtful_numbers`, with what it may be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.record import ChangeKind

_DIGITS = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0"})
_MIXED = r"(?=[lIOo|]*\d)(?=\d*[lIOo|])[\dlIOo|]"  # at least one digit and one look-alike

_DATE = re.compile(r"(?<![\w/.])([\dlIOo|]{1,2})([/.-])([\dlIOo|]{1,2})\2([12l|I][\dlIOo|]{3})(?![\w/])")
_SERIAL = re.compile(rf"(?<![\w/])({_MIXED}{{2,5}})(?=\s?[-/]\s?[A-ZĐƯ]{{2}})")
_YEAR = re.compile(rf"(?<=năm )({_MIXED}{{4}})(?!\w)")
_BEFORE = r"(?<=ngày )|(?<=tháng )|(?<=năm )|(?<=khoảng )|(?<=đủ )|(?<=quá )|(?<=trước )|(?<=đến )|(?<=từ )|(?<=Từ )"
_AFTER = r"(?= (?:giờ|phút|ngày|tháng|năm|tuần|buổi|người|đồng|triệu|tỷ|xã|phường|hộ|lớp|đoàn|mô hình)\b)"
_COUNTED = re.compile(rf"(?<![\w/.,])({_MIXED}{{2,4}}){_AFTER}|(?:{_BEFORE})({_MIXED}{{2}})(?![\w/.,-])")
_WITH_UNIT = re.compile(r"(?<![\w/.,])([1-9lI|][\dlIOo|]{1,4})(?=(?:km|kg|ha|m2|%)(?!\w))")
# A figure and the word it counts, run together: "25người", "vòng02". Units of two letters belong there.
_RUN_TOGETHER = re.compile(r"(?<![\w/.,-])(\d{1,4})(người|lớp|tháng|ngày|triệu|đồng|phường|thôn|đơn|đoàn|hộ|tỷ)\b")

_CALENDAR = re.compile(r"(?<![\w/.-])(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})(?![\w/])")
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
    """Dates that no calendar has, with the days they may be: start, end and a list of candidates."""
    for match in _CALENDAR.finditer(text):
        day, month, year = (int(part) for part in match.groups())
        if not _is_day(day, month, year):
            yield match.start(), match.end(), ", ".join(_near_days(match[1], match[2], match[3]))


def _all(text: str) -> Iterator[Rewriting]:
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
    ):
        for match in pattern.finditer(text):
            after = match[0].translate(_DIGITS)
            if after != match[0]:
                yield Rewriting(*match.span(), after, ChangeKind.NUMBER, reason)
    for match in _RUN_TOGETHER.finditer(text):
        yield Rewriting(*match.span(), f"{match[1]} {match[2]}", ChangeKind.SPLIT, "a figure and the word it counts")


def _is_day(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _near_days(day: str, month: str, year: str) -> list[str]:
    """Days of the calendar that differ in one figure that recognition takes for another."""
    found = []
    for part, digits in ((0, day), (1, month)):
        for place, digit in enumerate(digits):
            for other in _LIKE[digit]:
                parts = [day, month]
                parts[part] = digits[:place] + other + digits[place + 1 :]
                if _is_day(int(parts[0]), int(parts[1]), int(year)):
                    found.append(f"{parts[0]}/{parts[1]}/{year}")
    return found
