"""The header of a plan: issuer, parent, kind, number, symbol, place, date of issue and title.

A number, day or month that is blank, or that recognition made of handwriting what cannot be
read as digits, is None or X: it is never guessed. Digits that were read with doubt are given
with a confidence of at most 0.5; where what is blank or illegible stands, `blanks` tells. The
system of a symbol follows from its marks: "12/KH-UBND" is a state symbol, "12-KH/TU" one of the
Party (Nghị định 30/2020/NĐ-CP; Hướng dẫn 36-HD/VPTW).
"""

import re
from collections import Counter
from functools import cache

from models.dates import DateValue, ResolvedFrom
from models.document import Document
from models.lexicon import load_table
from models.outline import Outline
from models.record import DatedValue, Header, TextValue
from pipeline.extract.frame_lines import plain, read_confidence
from pipeline.extract.header.blanks import LEGIBLE_BY_HAND
from pipeline.extract.header.front_matter import (
    DateField,
    FrontMatter,
    NumberField,
    Span,
    find_closing_date,
    find_front_matter,
)
from pipeline.extract.header.issuer import Issuers, find_issuers
from pipeline.extract.organ_names import place_name, read_organ_name, unit_proper_name
from pipeline.extract.references.symbols import kind_and_organ
from pipeline.extract.symbol_codes import repaired_code
from pipeline.folding import fold, similarity

_LEGIBLE = 0.6  # word confidence below which print or pen counts as not read
_GUESSED = 0.3  # below it, digits are what recognition makes of strokes
_GUESSED_BY_HAND = 0.8  # the same for handwriting, which recognition was not made for
_DOUBTFUL = 0.5  # the confidence that a doubtful reading is given at most
_HANDWRITTEN = 1.35  # digits this much taller than the print beside them were written by hand
_MISREAD = 3  # how often the text must spell the place otherwise before the place line is taken for misread
_LIKE = 0.75  # of a place to the unit of the letterhead that it was misread from
_DIGIT_LOOKALIKES = str.maketrans({"I": "1", "l": "1", "|": "1", "O": "0", "o": "0"})
_ONLY_FIGURES = re.compile(r"[\s.…_]*\d(?:\s?\d){0,4}[a-z]?\s*")  # on the dotted line of a form, or on none
_SMALL_D = re.compile(r"(?<=[A-ZĐ]{2})b$")  # Đ at a code's end, which no code has in that shape
_SPACED_DASH = re.compile(r"(?<=[A-Z])- (?=\d)")  # "COVID- 19"
_COMMITTEE = re.compile(r"\b(?:Tỉnh|Thành|Huyện|Quận|Thị) ủy (\S.*)$")
_BRACKETED = re.compile(r"\(([^()]+)\)")
_BLANK = re.compile(r"[\s.…_*,:;\-–—]*")


def find_header(document: Document, outline: Outline) -> Header:
    """The header's fields, each with its evidence; what is not printed or not legible is None."""
    front = find_front_matter(document, outline)
    issuers = find_issuers(document, outline, front)
    date = front.date or find_closing_date(document, outline)
    return Header(
        issuer=issuers.issuer,
        parent=issuers.parent,
        doc_type=_doc_type(document, front),
        number=_number(document, front.number) if front.number else None,
        symbol=_symbol(document, front.number) if front.number else None,
        place=_place(document, front, date, _unit_names(issuers)) if date else None,
        issued=_issued(document, date) if date else None,
        title=_title(document, front),
        issuers=issuers.issuers,
    )


def _doc_type(document: Document, front: FrontMatter) -> TextValue | None:
    """The kind as the title names it; where no title is printed or read, as the symbol abbreviates it."""
    if front.kind is None or front.kind_name is None:
        if front.number is None or front.number.kind is None:
            return None
        evidence = document.evidence(*front.number.symbol)
        return TextValue(value=front.number.kind, confidence=read_confidence(evidence, 0.8), evidence=evidence)
    evidence = document.evidence(*front.kind)
    return TextValue(value=front.kind_name, confidence=read_confidence(evidence, 0.98), evidence=evidence)


def _number(document: Document, field: NumberField) -> TextValue | None:
    """The number where its place holds digits that were read, else None.

    On a scan anything else between label and symbol may be a figure that was not read: "ý6" of a
    handwritten 46 is no 6.
    """
    printed = document.text[slice(*field.number)]
    digits = plain(printed).replace(" ", "").strip(".:;,_…")
    if not re.fullmatch(r"\d{1,5}[a-z]?", digits):
        return None
    is_scan = any(word.confidence is not None for word in document.words_of(*field.number))
    if is_scan and not _ONLY_FIGURES.fullmatch(printed):
        return None
    start = field.number[0] + printed.index(digits[0])
    span = (start, field.number[0] + printed.rindex(digits[-1]) + 1)
    evidence = document.evidence(*span)
    if (judged := _judged(document, span)) is not None:
        if judged < LEGIBLE_BY_HAND:
            return None
        return TextValue(value=digits, confidence=round(judged, 2), evidence=evidence)
    sureness = _sureness(document, span)
    by_hand = _is_tall(document, span, field.symbol)
    if sureness < (_GUESSED_BY_HAND if by_hand or digits[-1].isalpha() else _GUESSED):
        return None
    ceiling = _DOUBTFUL if by_hand or sureness < _LEGIBLE else 0.97
    return TextValue(value=digits, confidence=round(min(sureness, ceiling), 2), evidence=evidence)


def _symbol(document: Document, field: NumberField) -> TextValue | None:
    """The symbol in its printed form; None where a scan gives what no symbol can be: codes begin with capitals."""
    evidence = document.evidence(*field.symbol)
    if evidence.ocr_confidence is not None and re.search(r"-\s?[a-zđ]", evidence.text):
        return None
    value = re.sub(r"\s+", "", evidence.text).replace("⁄", "/").strip(".,;:-–")
    value = re.sub(r"[-–—]+", "-", value)
    if (misread := re.match(r"([^\W\d_]+)[.'’](?=\w)", value)) and fold(misread[1]) in _symbol_codes():
        value = f"{misread[1]}-{value[misread.end() :]}"
    kind = re.match(r"[^\W\d_]+", value)
    # A slash, next to handwriting, is also read as a letter: "231 /JKH-UBND".
    if kind and fold(kind[0]) not in _symbol_codes() and kind[0][0] in "JIlT" and fold(kind[0][1:]) in _symbol_codes():
        value = value[1:]
    if run_together := kind_and_organ(value):
        value = "-".join(run_together)
    return TextValue(
        value=re.sub(r"[^\W_]+(?:[&.][^\W_]+)*", lambda found: _symbol_group(found.group()), value),
        confidence=read_confidence(evidence, 0.97),
        evidence=evidence,
    )


@cache
def _symbol_codes() -> dict[str, str]:
    """The codes of kinds and organs by their folded form; None of them where two codes fold alike."""
    table = load_table("documents")
    codes = [code for row in table["types"] for code in row["codes"]]
    codes += [*table["organ_codes"]["known"], *(row["code"] for row in table["organs"])]
    by_key: dict[str, set[str]] = {}
    for code in codes:
        by_key.setdefault(fold(code), set()).add(code)
    return {key: next(iter(forms)) for key, forms in by_key.items() if len(forms) == 1}


def _symbol_group(printed: str) -> str:
    """A group of a symbol in the spelling of the table: recognition gives ƯBND for UBND, TƯ for TU."""
    codes = _symbol_codes()
    printed = _SMALL_D.sub("Đ", printed)
    known = codes.get(fold(printed)) or repaired_code(printed, codes, codes.get)
    return known if known is not None and not printed.isdigit() else printed.replace("Ư", "U")


def _unit_names(issuers: Issuers) -> tuple[str, ...]:
    """The names of the units that the letterhead's bodies belong to: "Sơn Lộc" of "Ủy ban nhân dân huyện Sơn Lộc"."""
    bodies = (issuers.issuer, issuers.parent, *issuers.issuers)
    names = [body.value for body in bodies if body is not None]
    units = (unit_proper_name(unit) for name in names if (unit := read_organ_name(name).unit))
    committees = (found[1] for name in names if (found := _COMMITTEE.search(name)))
    return tuple(dict.fromkeys((*units, *committees)))


def _place(document: Document, front: FrontMatter, field: DateField, units: tuple[str, ...]) -> TextValue | None:
    """The place of issue; where recognition misread its marks, as letterhead and text spell it."""
    if field.place is None:
        return None
    evidence = document.evidence(*field.place)
    value = place_name(plain(evidence.text))
    confidence = read_confidence(evidence, 0.97)
    if evidence.ocr_confidence is not None and (spelt := _other_spelling(document, front, field.place, value, units)):
        value, confidence = spelt, min(confidence, 0.8)
    return TextValue(value=value, confidence=confidence, evidence=evidence)


def _other_spelling(
    document: Document, front: FrontMatter, place: Span, printed: str, units: tuple[str, ...]
) -> str | None:
    """The spelling that the document prefers for the place, where that differs from the place line.

    The letterhead decides where it agrees with the place line, or where the text agrees with the letterhead; else
    the text does by majority.
    """
    elsewhere = document.text[: place[0]] + document.text[place[1] :]
    for name in units:
        is_like = name != printed and len(name.split()) == len(printed.split()) and similarity(name, printed) >= _LIKE
        if is_like and elsewhere.count(name) > elsewhere.count(printed):
            return name
    if any(printed.upper() in line.text.upper() for line in front.letterhead):
        return None
    ways: Counter[str] = Counter()
    for found in re.finditer(rf"(?<!\w){re.escape(fold(printed))}(?!\w)", fold(document.text)):
        way = document.text[found.start() : found.end()]
        if found.start() != place[0] and not way.isupper() and way[:1].isupper():
            ways[way] += 1
    if not ways:
        return None
    best = max(ways, key=lambda way: (ways[way], way))
    is_misread = ways[best] >= _MISREAD and ways[best] > 2 * ways[printed]
    return best if best != printed and is_misread else None


def _issued(document: Document, field: DateField) -> DatedValue | None:
    """The date of issue with X for every part that is blank or not legible; None without a legible year."""
    if field.year is None:
        return None
    year = _digits(document.text[slice(*field.year)])
    if len(year) not in (2, 4):
        return None
    year = year if len(year) == 4 else f"{year}XX"
    month, month_doubt = _part(document, field.month, 12)
    day, day_doubt = _part(document, field.day, 31)
    is_month = field.day[0] == field.day[1]  # "tháng 9 năm 2019", where no place is left for a day
    value = _month_value(year, month) if is_month else _date_value(year, month, day)
    if value is None:
        value, day_doubt = _date_value(year, month, "XX"), True
    if value is None:
        return None
    evidence = document.evidence(*_date_span(document, field))
    sureness = _sureness(document, field.year)
    if month_doubt or day_doubt:
        sureness = min(sureness, 0.7)
    for part, span in ((month, field.month), (day, field.day)):
        if part == "XX":
            continue
        if (judged := _judged(document, span)) is not None:
            sureness = min(sureness, judged)
        elif _is_tall(document, span, field.year):
            sureness = min(sureness, _DOUBTFUL)
    return DatedValue(value=value, confidence=round(min(0.97, sureness), 2), evidence=evidence)


def _date_span(document: Document, field: DateField) -> Span:
    """The date without the place: from "ngày" on."""
    start = field.place[1] if field.place else field.span[0]
    while start < field.span[1] and not document.text[start].isalpha():
        start += 1
    return start, field.span[1]


def _date_value(year: str, month: str, day: str) -> DateValue | None:
    if month == "XX" and day != "XX":
        day = "XX"  # a day without its month says nothing
    try:
        return DateValue(edtf=f"{year}-{month}-{day}", resolved_from=ResolvedFrom.EXPLICIT)
    except ValueError:  # no such day, as 31 February
        return None


def _month_value(year: str, month: str) -> DateValue:
    return DateValue(edtf=f"{year}-{month}", resolved_from=ResolvedFrom.EXPLICIT)


def _part(document: Document, span: Span, highest: int) -> tuple[str, bool]:
    """A day or month in two digits, XX where blank or illegible; and whether something illegible stands there."""
    printed = document.text[slice(*span)]
    if _BLANK.fullmatch(printed):
        return "XX", False
    digits = _digits(printed)
    if not 1 <= len(digits) <= 2 or not 1 <= int(digits) <= highest:
        return "XX", True
    judged = _judged(document, span)
    if judged < LEGIBLE_BY_HAND if judged is not None else _sureness(document, span) < _LEGIBLE:
        return "XX", True
    return digits.zfill(2), False


def _digits(printed: str) -> str:
    """The digits of a field that holds nothing else, with letters that look like digits; else nothing."""
    text = plain(printed).strip(" .…_,:;/").translate(_DIGIT_LOOKALIKES)
    text = re.sub(r"(?<=\d)\s(?=\d)", "", text)
    return text if text.isdigit() else ""


def _sureness(document: Document, span: Span) -> float:
    """The lowest word confidence of a span, 1.0 for text that was not recognised."""
    confidences = [word.confidence for word in document.words_of(*span) if word.confidence is not None]
    return min(confidences, default=1.0)


def _judged(document: Document, span: Span) -> float | None:
    """How sure what was written by hand in a span is; None where nothing was, or no page image was looked at."""
    sure = [word.confidence or 0.0 for word in document.words_of(*span) if word.is_handwritten]
    return min(sure, default=None)


def _is_tall(document: Document, span: Span, printed: Span) -> bool:
    """Whether the digits stand out in height from print of the same line, as writing does."""
    own = [word.y1 - word.y0 for word in document.words_of(*span)]
    beside = [word.y1 - word.y0 for word in document.words_of(*printed)]
    return bool(own and beside) and max(own) > _HANDWRITTEN * max(beside)


def _title(document: Document, front: FrontMatter) -> TextValue | None:
    """The lines of the title as one text, without the words that name the kind, rules and stray stops."""
    if not front.title:
        return None
    value = plain(" ".join(line.text for line in front.title)).rstrip(" .-–—_*~=:;,/")
    value = _SPACED_DASH.sub("-", value.lstrip(" .:-–—_*"))
    if bracketed := _BRACKETED.fullmatch(value):
        value = bracketed[1]
    if not value:
        return None
    evidence = document.evidence(front.title[0].start, front.title[-1].end)
    return TextValue(value=value, confidence=read_confidence(evidence, 0.95), evidence=evidence)
