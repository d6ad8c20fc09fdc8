"""The line with place and date of issue: "Lộc Ninh, ngày 08 tháng 11 năm 2019", with whatever stands in its blanks.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4.
"""

import re
from dataclasses import dataclass

from models.document import Document
from models.outline import Outline
from pipeline.folding import fold
from pipeline.letters import CAPITALS

Span = tuple[int, int]

# "ngày 08 tháng 11 năm 2019" with whatever stands in the blanks.
WRITTEN_DATE = re.compile(
    r"\bngay(?P<day>[^\n]{0,14}?)\bthang(?P<month>[^\n]{0,12}?)\bnam\s{0,3}"
    r"(?P<year>[12]\d{3}|[12][\dilo]{3}|[12] ?\d ?\d ?\d|20(?![a-z\d]))?"
)
_NUMERIC_DATE = re.compile(r"\bngay\s?(?P<day>\d{1,2})\s?[/.\-]\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>\d{4})\b")
# "Hòa Mỹ, tháng 9 năm 2019": only behind a place.
_MONTH_DATE = re.compile(r"(?<=, )(?P<day>)thang\s?(?P<month>\d{1,2})(?:\s?/\s?|\snam\s)(?P<year>\d{4})(?!\d)")
# A syllable of a name: one capital, then small letters ("A Lưới"), so that no symbol counts as one.
_SYLLABLE = rf"[{CAPITALS}](?:(?:[^\W\d_{CAPITALS}]|['’](?=\w))[\w'’]{{0,8}})?(?!\w)"
# A place before the comma: "Lộc Ninh,", "TP. Hồ Chí Minh,", "Bà Rịa - Vũng Tàu,", "xã Lam Vỹ,".
_PLACE = re.compile(
    r"(?<![\w/\-–])(?P<place>(?:(?:[Tt]ỉnh|[Hh]uyện|[Xx]ã|[Pp]hường|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Tt]hành phố"
    rf"|[Đđ]ặc khu|T\.?P\.?|TX\.?) ?)?{_SYLLABLE}"
    rf"(?:(?: |\s?[-–]\s?)(?:{_SYLLABLE}|[{CAPITALS}]{{2,7}}(?=,)|\d{{1,2}}(?!\w))){{0,5}})"
    r"\s?[,.;:]{0,2}\s{0,2}$"
)
# A narrow cell breaks the place: "Sơn" above "La, ngày 11 tháng 3 năm 2020".
_BROKEN_PLACE = re.compile(
    rf"(?:^|[\n|*])[\s*]{{0,4}}(?P<syllable>(?!Số){_SYLLABLE})\s{{0,3}}\n\s{{0,4}}$", re.MULTILINE
)
_MAX_SYLLABLE = 16  # characters of a syllable with the break behind it


@dataclass(frozen=True, slots=True)
class DateField:
    """The line "<place>, ngày … tháng … năm …" as spans; `place` and parts are None where not printed."""

    span: Span
    place: Span | None
    day: Span
    month: Span
    year: Span | None


def find_date_field(document: Document, area: Span, *, anywhere: bool = False) -> DateField | None:
    """The first date of an area with its place, or else one that stands by itself, or `anywhere` in a line."""
    key = fold(document.text[area[0] : area[1]])
    bare: DateField | None = None
    dates = [*WRITTEN_DATE.finditer(key), *_NUMERIC_DATE.finditer(key), *_MONTH_DATE.finditer(key)]
    for found in sorted(dates, key=lambda match: match.start()):
        spans = {name: (area[0] + found.start(name), area[0] + found.end(name)) for name in ("day", "month", "year")}
        start = area[0] + found.start()
        place = _place_before(document, area[0], start)
        field = DateField(
            span=(place[0] if place else start, area[0] + found.end()),
            place=place,
            day=spans["day"],
            month=spans["month"],
            year=spans["year"] if found["year"] else None,
        )
        if place:
            return field
        begins_line = start == area[0] or document.text[start - 1] in "\n|\t "
        if bare is None and (anywhere or (begins_line and _stands_alone(document, field.span))):
            bare = field
    return bare


def find_closing_date(document: Document, outline: Outline) -> DateField | None:
    """Schools and older plans print place and date above the signature."""
    body_end = outline.body_span[1]
    if not body_end or body_end >= len(document.text):
        return None
    field = find_date_field(document, (body_end, len(document.text)))
    return field if field and field.place else None


def _place_before(document: Document, area_start: int, start: int) -> Span | None:
    """The place printed directly before a date."""
    line_start = max(area_start, document.text.rfind("\n", 0, start) + 1, start - 60)
    before = document.text[line_start:start].replace("*", " ").replace("|", "\n").replace("_", " ")
    found = _PLACE.search(before)
    if not found or ("," not in before[found.end("place") :] and before.strip() != found.group().strip()):
        return None
    if fold(found["place"]) in ("ngay", "so"):
        return None
    first = line_start + found.start("place")
    above = _BROKEN_PLACE.search(document.text, max(area_start, first - _MAX_SYLLABLE), first)
    return (above.start("syllable") if above else first), line_start + found.end("place")


def _stands_alone(document: Document, span: Span) -> bool:
    """Whether nearly the whole line is the date."""
    paragraph = document.paragraph_at(span[0])
    return (paragraph.end - paragraph.start) - (span[1] - span[0]) < 25
