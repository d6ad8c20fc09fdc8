"""The frame of a plan: letterhead, title, preamble, body, closing, recipients, signature, appendix.

Signals in order of authority: the document type line "KẾ HOẠCH" and "Nơi nhận" (folded, so
that lost marks do no harm); the layout's regions; the words that open a preamble, a closing or
a signature; the position in the document. A part that is not there is left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from models.document import Document, Paragraph
from models.lexicon import load_table
from models.outline import Zone
from models.page import Region
from pipeline.folding import fold, similarity
from pipeline.positions import folded_positions
from pipeline.segment.kinds import heading_kinds, opens_with_kind
from pipeline.segment.markers import Style, is_capitals, read_marker

_MAX_LETTERHEAD = 40  # paragraphs; a decision with three articles may stand before the plan
_MAX_TITLE = 700  # characters
_MAX_CAPITAL_HEADING = 60
_MAX_RECIPIENTS_LINE = 60
_MAX_TAIL = 12  # paragraphs of a signature block without recipients, at the end of the document
_DOCUMENT_TYPE = re.compile(r"k\s?e\s+h\s?o\s?a\s?c\s?h\b\W*")
_SPECKS = re.compile(r"(?:\W|_){1,4}|\w\W{1,3}")  # of the scan, before the type of the document
_RECIPIENTS = re.compile(r"n[o0]i nh?an\b")
_CLOSING_ANYWHERE = re.compile(r"\bke hoach nay\b")
_APPENDIX = re.compile(r"phu luc(?: so)?(?:\W{0,2}\b[\divxl]{1,4}|\W{0,2}[a-h])?\b\W{0,3}")
_END_MARK = re.compile(r"\./\.?\s*$|/\s?\.\s?$")  # "./." ends the last paragraph (Nghị định 30/2020, Phụ lục I)
_COMPOUND = re.compile(r"[A-Z]+\.")  # "II.1" is number one of the second part
# "I MỤC ĐÍCH", "U MỤC ĐÍCH": the numeral's stop is lost, and its strokes ran together.
_TORN_NUMBER = re.compile(r"^[IVXLHTUJYÌÍỊl1|!\]\[]{1,5}\s?[.,:;/–-]{0,2}\s+")
_DAMAGED_NUMBER = re.compile(r"^\W{0,2}\w{1,2}\s?[.,:;)/–-]{1,2}\s*(?=[^\W\d_])")  # "1, Mục đích", "l. Mục đích"
_MOTTO = re.compile(r"doc lap\W+tu do\W+hanh phuc|(?:^|\s)ngay\W+.{0,8}\bthang\b.{0,8}\bnam\b|^so\s?:")
# The authority a person signs with: TM. (T/M), KT., TL., TUQ., Q. (Nghị định 30/2020, Phụ lục I).
_AUTHORITY = r"(?:t\s?[/.]?\s?m|k\s?[/.]?\s?t|t\s?[/.]?\s?l|tuq|q\.)[.,:]?\s+[a-z]"


@cache
def _cues(name: str) -> re.Pattern[str]:
    """The cue words of a part of the frame, as one pattern to match at the start of a folded paragraph."""
    table = load_table("frame")
    return re.compile("(?:" + "|".join([*map(re.escape, table[name]), *table.get(f"{name}_patterns", [])]) + r")\b")


@cache
def _title_continues() -> re.Pattern[str]:
    words = "|".join(load_table("frame")["title_continues"])
    return re.compile(rf"(?:[,\-–“(]|\b(?:{words}))$")


@cache
def _signature() -> re.Pattern[str]:
    return re.compile(rf"{_AUTHORITY}|(?:pho |quyen )?(?:{'|'.join(folded_positions())})\b")


@dataclass(frozen=True, slots=True)
class Frame:
    """The zones as spans of the text, and the paragraphs that make up the body's tree."""

    zones: dict[Zone, tuple[int, int]]
    body: tuple[int, int]  # numbers of the first body paragraph and the one behind the last


def find_frame(document: Document) -> Frame:
    """The frame of the plan in `document`; everything is body where no frame is printed."""
    paragraphs = document.paragraphs
    texts = [document.text[paragraph.start : paragraph.end] for paragraph in paragraphs]
    folded = [fold(text) for text in texts]
    type_line = _find_type_line(paragraphs, texts, folded)
    letterhead_end = _letterhead_end(paragraphs, folded) if type_line is None else type_line
    body_start = letterhead_end if type_line is None else _title_end(paragraphs, texts, folded, type_line)
    preamble_end = _preamble_end(paragraphs, texts, body_start)
    tail = _tail_start(paragraphs, texts, folded, preamble_end)
    closing = _closing_start(paragraphs, texts, folded, preamble_end, tail)
    marks: list[tuple[Zone, int, int]] = [
        (Zone.LETTERHEAD, 0, letterhead_end),
        (Zone.TITLE, letterhead_end, body_start),
        (Zone.PREAMBLE, body_start, preamble_end),
        (Zone.BODY, preamble_end, closing),
        (Zone.CLOSING, closing, tail),
    ]
    marks += _tail_zones(paragraphs, texts, folded, tail)
    zones = {zone: (paragraphs[first].start, paragraphs[last - 1].end) for zone, first, last in marks if first < last}
    return Frame(zones, (preamble_end, closing))


def _preamble_end(paragraphs: Sequence[Paragraph], texts: Sequence[str], body_start: int) -> int:
    """The number of the first paragraph that is a heading; `body_start` where none is printed."""
    rest = range(body_start, len(texts))
    first = next((n for n in rest if _is_heading(texts[n]) or _is_bold_heading(paragraphs[n], texts[n])), body_start)
    if first == body_start:
        return first
    marker, above = read_marker(texts[first]), texts[first - 1]
    is_headed = is_capitals(above) and len(above) <= _MAX_CAPITAL_HEADING and not above.endswith((".", ";", ":"))
    # The first item stands below a heading whose numeral and words are damaged beyond knowing.
    is_item = marker is not None and marker.style is Style.ARABIC and not is_capitals(texts[first])
    return first - 1 if is_item and is_headed else first


def _letterhead_end(paragraphs: Sequence[Paragraph], folded: Sequence[str]) -> int:
    """The number of the first paragraph behind the letterhead of a document whose type was not read."""
    limit = range(min(_MAX_LETTERHEAD, len(folded)))
    lines = [
        index
        for index in limit
        if paragraphs[index].region is Region.LETTERHEAD or (len(folded[index]) < 60 and _MOTTO.search(folded[index]))
    ]
    return max(lines, default=-1) + 1


def _find_type_line(paragraphs: Sequence[Paragraph], texts: Sequence[str], folded: Sequence[str]) -> int | None:
    """The paragraph that is, or begins with, the words KẾ HOẠCH in capitals."""
    limit = min(_MAX_LETTERHEAD, len(texts))
    for index in range(limit):
        if _DOCUMENT_TYPE.fullmatch(folded[index]) and texts[index][:1].isupper():
            return index
    for index in range(limit):
        specks = _SPECKS.match(folded[index])
        if specks and _DOCUMENT_TYPE.fullmatch(folded[index], specks.end()) and is_capitals(texts[index]):
            return index
    for index in range(limit):
        if _DOCUMENT_TYPE.match(folded[index]) and is_capitals(texts[index][: len("KẾ HOẠCH")]):
            return index
        if paragraphs[index].is_centred and len(texts[index]) < 14 and similarity(texts[index], "KẾ HOẠCH") >= 0.75:
            return index
    return None


def _title_end(paragraphs: Sequence[Paragraph], texts: Sequence[str], folded: Sequence[str], type_line: int) -> int:
    """The number of the first paragraph behind the title (trích yếu)."""
    has_title = _DOCUMENT_TYPE.fullmatch(folded[type_line]) is None
    index, length = type_line + 1, 0
    while index < len(texts) and length < _MAX_TITLE:
        text = texts[index]
        if (has_title and _is_heading(text)) or _RECIPIENTS.match(folded[index]):
            break
        if has_title and not _continues_title(paragraphs, texts, folded, index):
            break
        length += len(text)
        has_title = True
        index += 1
    return index


def _continues_title(paragraphs: Sequence[Paragraph], texts: Sequence[str], folded: Sequence[str], index: int) -> bool:
    """Whether a paragraph still belongs to the title that the one before it belongs to."""
    text, before = texts[index], texts[index - 1]
    if not any(character.isalnum() for character in text) or text[:1].islower():
        return True
    if before.count("“") > before.count("”") or _title_continues().search(folded[index - 1]):
        return True
    if text.endswith((";", ":")) or _cues("preamble").match(folded[index]):
        return False
    if len(text) < 200 and (
        text.startswith("(") or (paragraphs[index].is_centred and paragraphs[index - 1].is_centred)
    ):
        return True
    preamble_follows = any(_cues("preamble").match(following) for following in folded[index + 1 : index + 3])
    return (len(text) < 120 and not text.endswith(".")) or (preamble_follows and len(before) < 60 and len(text) < 300)


def _is_heading(text: str) -> bool:
    """A part of number 1, or a line in capitals that says a kind: the body has begun, whatever its number is."""
    marker = read_marker(text)
    if marker is not None and marker.number == 1 and marker.style < Style.DASH and _begins_count(marker.label):
        return True
    body = text[marker.length if marker else 0 :]
    if len(body) > _MAX_CAPITAL_HEADING:
        return False
    if is_capitals(text):
        return opens_with_kind(body) or opens_with_kind(_TORN_NUMBER.sub("", text))
    if (marker is not None and marker.style is not Style.LETTER) or text.endswith((".", ";", ",")):
        return False
    damaged = _DAMAGED_NUMBER.match(text)
    return damaged is not None and text[damaged.end()].isupper() and opens_with_kind(text[damaged.end() :])


def _begins_count(label: str) -> bool:
    """Whether nothing can stand before a part of this number: "I" and "1.1", but not "II.1" or "2.1"."""
    return not _COMPOUND.match(label) and label.split(".")[0] in (label, "1")


def _is_bold_heading(paragraph: Paragraph, text: str) -> bool:
    """A bold line in small letters that heads the first part of a plan without numbers ("Mục đích, yêu cầu")."""
    is_line = bool(paragraph.is_bold) and len(text) <= _MAX_CAPITAL_HEADING and not text.endswith((".", ";", ","))
    return is_line and not paragraph.is_centred and bool(heading_kinds(text))


def _tail_start(paragraphs: Sequence[Paragraph], texts: Sequence[str], folded: Sequence[str], first: int) -> int:
    """The first paragraph of the recipients or the signature block, whichever is printed first."""
    recipients = _own_recipients(texts, folded, first)
    if recipients is None:
        return _tail_without_recipients(paragraphs, texts, folded, first)
    start = recipients
    while start > first + 1 and recipients - start < 5 and _is_tail_line(paragraphs, texts, folded, start - 1):
        start -= 1
    return start


def _own_recipients(texts: Sequence[str], folded: Sequence[str], first: int) -> int | None:
    """The recipients of the plan: the first ones printed behind a closing or a signature, else the last ones.

    Forms in an appendix have recipients, too; a line of the body that begins with these words has more of them.
    """
    found = [n for n in range(first + 1, len(texts)) if _RECIPIENTS.match(folded[n])]
    lines = [n for n in found if len(texts[n]) < _MAX_RECIPIENTS_LINE]
    return lines[0] if lines else found[-1] if found else None


def _tail_without_recipients(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], folded: Sequence[str], first: int
) -> int:
    """The first signature line behind the closing words, or among the last lines; else the appendix, or the end."""
    closing = (n for n in range(first, len(texts)) if _cues("closing").match(folded[n]) or texts[n].endswith("./."))
    limit = max(closing, default=max(first, len(texts) - _MAX_TAIL))
    behind = range(limit + 1, len(texts))
    signature = next((n for n in behind if _is_signature_line(paragraphs[n], texts[n], folded[n])), len(texts))
    return next((n for n in behind if n < signature and _is_appendix(texts, folded, n)), signature)


def _is_tail_line(paragraphs: Sequence[Paragraph], texts: Sequence[str], folded: Sequence[str], index: int) -> bool:
    paragraph, text = paragraphs[index], texts[index]
    if paragraph.region in (Region.RECIPIENTS, Region.SIGNATURE):
        return True
    return len(text) < 60 and (
        _is_signature_line(paragraph, text, folded[index]) or (is_capitals(text) and not read_marker(text))
    )


def _is_signature_line(paragraph: Paragraph, text: str, folded: str) -> bool:
    if paragraph.region is Region.SIGNATURE:
        return True
    return len(text) < 80 and is_capitals(text) and _signature().match(folded) is not None


def _closing_start(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], folded: Sequence[str], first: int, tail: int
) -> int:
    """Where the closing begins: the last unnumbered paragraphs that round the plan off."""
    start = tail
    for index in range(tail - 1, max(first, tail - 6), -1):
        if read_marker(texts[index]) or paragraphs[index].table is not None:
            break
        if _cues("closing").match(folded[index]):
            return index
        ends = _END_MARK.search(texts[index])
        if index == tail - 1 and (ends or _CLOSING_ANYWHERE.search(folded[index])) and not is_capitals(texts[index]):
            start = index
    return start


def _tail_zones(
    paragraphs: Sequence[Paragraph], texts: Sequence[str], folded: Sequence[str], tail: int
) -> list[tuple[Zone, int, int]]:
    """Recipients, signature and appendix: spans of paragraph numbers behind the body."""
    recipients = next((n for n in range(tail, len(texts)) if _RECIPIENTS.match(folded[n])), None)
    appendix = _appendix_start(paragraphs, texts, folded, tail)
    if recipients is None or recipients >= appendix:
        return [(Zone.SIGNATURE, tail, appendix), (Zone.APPENDIX, appendix, len(texts))]
    end = recipients + 1
    while end < appendix and (
        paragraphs[end].region is Region.RECIPIENTS
        or (
            paragraphs[end].region is not Region.SIGNATURE
            and not _is_signature_line(paragraphs[end], texts[end], folded[end])
            and _is_recipient(texts, end, appendix)
        )
    ):
        end += 1
    signature = (end, appendix) if end < appendix else (tail, recipients)
    return [(Zone.RECIPIENTS, recipients, end), (Zone.SIGNATURE, *signature), (Zone.APPENDIX, appendix, len(texts))]


def _appendix_start(paragraphs: Sequence[Paragraph], texts: Sequence[str], folded: Sequence[str], tail: int) -> int:
    """The first paragraph behind the signature that no signature block holds: a title, a table or a heading.

    An annex is called so, or has a title in capitals, or begins with a heading or a row of a table at once.
    """
    is_signed = False
    for index in range(tail, len(texts)):
        is_outside = paragraphs[index].region not in (Region.RECIPIENTS, Region.SIGNATURE)
        opens = is_signed and is_outside and _opens_annex(texts[index], folded[index])
        if opens or _is_appendix(texts, folded, index):
            return index
        is_signed = is_signed or _is_signature_line(paragraphs[index], texts[index], folded[index])
    return len(texts)


def heads_appendix(text: str) -> bool:
    """Whether a line is the first of an appendix of its own, by its name: "PHỤ LỤC II", "Phụ lục số 03"."""
    folded = fold(text)
    return _APPENDIX.fullmatch(folded) is not None


def _opens_annex(text: str, folded: str) -> bool:
    if is_capitals(text) and _cues("appendix_titles").match(folded) and not _signature().match(folded):
        return True
    marker = read_marker(text)
    return marker is not None and marker.style < Style.DASH and marker.number == 1 and is_capitals(text)


def _is_recipient(texts: Sequence[str], index: int, end: int) -> bool:
    """A recipients line begins with a dash, or stands between two that do."""
    return any(re.match(r"\s?[-–+•*]", text) for text in texts[index : min(index + 2, end)])


def _is_appendix(texts: Sequence[str], folded: Sequence[str], index: int) -> bool:
    """Whether a paragraph heads an appendix: short, and no line of a list."""
    return len(texts[index]) < 150 and _cues("appendix").match(folded[index]) is not None
