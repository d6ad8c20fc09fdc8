"""The recipients of a plan: the lines of Nơi nhận.

Signals in order of authority: the words "Nơi nhận"; the dash before each recipient and the mark
behind it; the line with the file copy ("Lưu: VT"), with which the decree ends the list. Wrapped lines
are joined. Seal lettering, the signature beside the list and lines behind the file copy are no recipients.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.9; Party documents write "Lưu Văn phòng".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from models.document import Document
from models.lexicon import load_table
from models.outline import Outline, Zone
from models.record import Recipient
from pipeline.extract.frame_lines import FrameLine, frame_line, frame_lines, plain
from pipeline.extract.signature_lines import LineKind, is_signature_line, read_signature_line
from pipeline.folding import fold
from pipeline.letters import CAPITALS

# "Nơi nhận", also where recognition took the first letter for an M, or dropped a letter of the second word; with the
# colon behind it, whatever it took the first letter for ("Xơi nhận:").
_HEAD = re.compile(
    r"(?:^|(?<=[\n\s*_|]))(?:[nm][o0]i\s?(?:nh?an|gui)\b|[a-km-z]oi\s?nhan(?=\s?[:;]\s?(?:\n|[-–—+])))[\s:;.*_,]*"
)
# A dash or bullet before a recipient, with specks that recognition saw before it.
_MARKER = re.compile(r"[\s._'`,:ˆ^]{0,3}[-–—+•●*¬~‐−]{1,2}[\s.]{0,2}(?=[\w(“\"'\[\]{}])")
_INNER_MARKER = re.compile(
    rf"(?<=[;:.,])\s{{0,2}}[^\w\s(]{{0,2}}\s?[-–—+•●~¬]\s{{0,2}}(?=[\w(\]])|(?<=[;,])\s?:\s(?=[{CAPITALS}])"
)
# A dash of which recognition saw the ends alone: ": Các chi bộ trực thuộc".
_COLON_MARKER = re.compile(rf": (?=[{CAPITALS}])")
# A speck that was read as letters before the dash: "đế - LĐVP".
_LETTERED_MARKER = re.compile(rf"[{CAPITALS.lower()}]{{1,3}} [-–—] ?(?=[{CAPITALS}])")
# What recognition makes of specks behind a recipient's end mark.
_TRAILING_SPECKS = re.compile(r"(?<=[;:])\W{0,4}\w?\W{0,4}$")
_FILE_COPY = re.compile(r"l[uư]u\b|lvt\b")
# The file copy as an entry: "Lưu: VT", "Lưu VPĐU", not "Lưu ý" or "Lưu trữ hồ sơ".
_COPY_ENTRY = re.compile(r"luu\s?(?:[:;.,(]|(?:vt|vp|van phong|van thu|hs|ho so|dang uy|cn|tchc|kt|nv)|$)")
_CLOSED = re.compile(r"[;:.]\W{0,3}$|\)\s?$")
_EDGE = " ;.,:/\\}{][|»«*_~-–—'`"
_BRACKET = re.compile(r"\(([^()]{1,40})\)?")
# "(b/c)" in small print: its c is read as a sign of money or right, an e or an o, its b as an h, its slash as a stroke.
_DAMAGED_REPORT = re.compile(
    r"(?P<to>(?:để|đế|đễ|đé|de|đề) )?(?:[bBhH6Œ]{1,2}\s?[/lI1|!íìi]\s?[cCeéèoO©€ç¢£]{1,2}|[bB]/|b[uưúứ]c)"
)
_DAMAGED_ACTION = re.compile(r"(?P<to>(?:để|đế|đễ|đé|de|đề) )?[tf]?\s?/\s?h", re.IGNORECASE)
# A stop that was read for a comma, and a comma for the stop of "TT." (Thường trực).
_MISREAD_COMMA = re.compile(rf"(?:(?<=[{CAPITALS.lower()}]{{2}})|(?<=[{CAPITALS}]{{3}}))\.(?= \w)")
_MISREAD_STOP = re.compile(r"^TT,(?= (?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng|HĐND|UBND))")
# Offices and authorities of the column beside, and the note that it was signed, also where no end mark parts them.
_BESIDE_UNMARKED = re.compile(rf"\s(?=(?:[{CAPITALS}/.]+\s){{1,5}}[{CAPITALS}]+$|[Đđ]ã ký\b)")
# "Như mục II" with strokes for its numeral, of which no other numeral consists.
_PART = re.compile(r"(?<=^Như mục )[lIÏÍÌ1|iíìï]{1,3}(?!\w)")
# Behind an end mark: where the signature's column may begin that ran together with the list.
_BESIDE = re.compile(rf"(?<=[;.)])\s+(?=[{CAPITALS}])")
_LISTED = re.compile(rf";\s(?=[{CAPITALS}])")
_MAX_LINES = 80
_TAIL_LINES = 16  # of a document, in which a list stands that lost its head
_MAX_ENTRY = 90  # characters of an entry of a list that lost its head
_MAX_WRAPPED = 260  # characters; a longer line is text, no recipient


@dataclass(frozen=True, slots=True)
class _Item:
    """A recipient's line as it is put together: offsets, whether a dash opens it, its text."""

    start: int
    end: int
    is_marked: bool
    text: str


def find_recipients(document: Document, outline: Outline) -> tuple[Recipient, ...]:
    """The recipients in their order, one a line, without dash and end mark; empty where no list is printed."""
    area = _list_area(document, outline)
    if area is None:
        return ()
    items = list(_items(document, area))
    if not any(item.is_marked for item in items):
        items = [part for item in items for part in _listed(item)]
    items = _joined(items)
    return tuple(recipient for item in items if (recipient := _recipient(document, item)) is not None)


def _list_area(document: Document, outline: Outline) -> tuple[int, int] | None:
    """From behind "Nơi nhận" to the end of the document's tail; the last such words where several are printed."""
    end = outline.zones[Zone.APPENDIX][0] if Zone.APPENDIX in outline.zones else len(document.text)
    if Zone.RECIPIENTS in outline.zones:
        start = outline.zones[Zone.RECIPIENTS][0]
        end = end if end > start else len(document.text)
    else:
        start = outline.body_span[1] if 0 < outline.body_span[1] < end else 0
    heads = list(_HEAD.finditer(fold(document.text[start:end])))
    if not heads and Zone.RECIPIENTS not in outline.zones and start:
        heads, start = list(_HEAD.finditer(fold(document.text[:end]))), 0
    if not heads:
        return outline.zones.get(Zone.RECIPIENTS) or _unheaded_list(document, start or outline.body_span[0], end)
    head = heads[0] if Zone.RECIPIENTS in outline.zones else heads[-1]
    return start + head.end(), end


def _unheaded_list(document: Document, start: int, end: int) -> tuple[int, int] | None:
    """The list that lost its head: the lines with dashes above the file copy ("- Lưu: VT"), which ends every list."""
    lines = frame_lines(document, start, end)
    last = range(max(0, len(lines) - _TAIL_LINES), len(lines))
    copies = [number for number in last if _is_entry(lines[number]) and _COPY_ENTRY.match(_entry_key(lines[number]))]
    if not copies:
        return None
    first = copies[-1]
    while first > 0 and _is_entry(lines[first - 1]) and lines[first - 1].text[0] == lines[first].text[0]:
        first -= 1
    return (lines[first].start, end) if first < copies[-1] else None


def _is_entry(line: FrameLine) -> bool:
    marker = _MARKER.match(line.text)
    return marker is not None and len(line.text) < _MAX_ENTRY and line.text.rstrip().endswith((";", ",", "."))


def _entry_key(line: FrameLine) -> str:
    marker = _MARKER.match(line.text)
    return line.key[marker.end() :] if marker else line.key


def _items(document: Document, area: tuple[int, int]) -> Iterator[_Item]:
    """The lines of the area cut at dashes inside them, the signature's lines left out."""
    for line in _cut_lines(document, area):
        text = document.text[line.start : line.end]
        marker = _MARKER.match(text) or _LETTERED_MARKER.match(text) or _COLON_MARKER.match(text)
        start = line.start + (marker.end() if marker else 0)
        body = text[marker.end() :] if marker else text
        if body:
            yield _Item(start, line.end, marker is not None, body)


def _cut_lines(document: Document, area: tuple[int, int]) -> Iterator[FrameLine]:
    for line in frame_lines(document, *area)[:_MAX_LINES]:
        position = 0
        for cut in _INNER_MARKER.finditer(line.text):
            if piece := frame_line(document, line.start + position, line.start + cut.start()):
                yield piece
            position = cut.start()
        length = _own_length(line.text[position:])
        if piece := frame_line(document, line.start + position, line.start + position + length):
            yield piece


def _own_length(text: str) -> int:
    """How much of a line is the list's where the signature's column ran together with it; names stand by the copy."""
    if text.isupper():
        return len(text)  # the signature's own line: "TM. ỦY BAN NHÂN DÂN"
    for found in _BESIDE_UNMARKED.finditer(text):
        line = read_signature_line(text[found.end() :])
        if line is not None and line.kind in (LineKind.AUTHORITY, LineKind.POSITION, LineKind.NAME):
            return found.start()
    is_last = _FILE_COPY.match(fold(text).lstrip(" -–—+•")) is not None
    for found in _BESIDE.finditer(text):
        beside = text[found.end() :]
        if (beside.isupper() or is_last) and is_signature_line(beside):
            return found.start()
    return len(text)


def _listed(item: _Item) -> Iterator[_Item]:
    """The recipients of a list without dashes that stand on one line: "Như trên; Lưu: VT."."""
    position = 0
    for cut in _LISTED.finditer(item.text):
        if _FILE_COPY.match(fold(item.text[position:])):
            break
        yield _Item(item.start + position, item.start + cut.start(), False, item.text[position : cut.start() + 1])
        position = cut.end()
    yield _Item(item.start + position, item.end, False, item.text[position:])


def _joined(items: Sequence[_Item]) -> list[_Item]:
    """One item a recipient: wrapped lines joined, the signature and what follows the file copy dropped."""
    has_markers = sum(item.is_marked for item in items) >= 2
    found: list[_Item] = []
    filed = False
    torn = False  # a line of the signature block stood in between: what follows may be its own
    for item in items:
        key = fold(item.text).strip()
        if is_signature_line(item.text) and (not item.is_marked or item.text.isupper()):
            torn = True
            continue
        if not any(character.isalnum() for character in item.text) or len(item.text) > _MAX_WRAPPED:
            continue
        if item.is_marked or (not has_markers and not filed):
            if filed and (not item.is_marked or item.text.isupper()):
                break
            found.append(item)
            torn = False
        elif found and not torn and _goes_on(found[-1], item):
            last = found[-1]
            found[-1] = replace(last, end=item.end, text=f"{last.text} {item.text}")
        elif not filed and _is_lone_recipient(item):
            found.append(item)
            torn = False
        filed = filed or bool(found and _FILE_COPY.match(fold(found[-1].text)))
        if filed and _FILE_COPY.match(key) is None and not item.is_marked and _CLOSED.search(found[-1].text):
            break
    return found


def _goes_on(last: _Item, item: _Item) -> bool:
    """Whether a line without a dash is the rest of the recipient before it."""
    if _FILE_COPY.match(fold(last.text)):
        return last.text.rstrip().endswith((",", "-", "(")) and len(item.text) < 40
    text = item.text.lstrip()
    if text.startswith("("):
        return True
    if _CLOSED.search(last.text):
        return False
    return not item.text.isupper() or len(item.text) < 6


def _is_lone_recipient(item: _Item) -> bool:
    """Whether a line that lost its dash still reads like a recipient: it ends like one, and is no text."""
    text = item.text.strip()
    ends = text.endswith((";", ":")) or _FILE_COPY.match(fold(text)) is not None
    return ends and len(text) < 90 and text[:1].isupper()


def _recipient(document: Document, item: _Item) -> Recipient | None:
    name = plain(item.text)
    is_scan = any(word.confidence is not None for word in document.words_of(item.start, item.end))
    if is_scan:
        name = _MISREAD_COMMA.sub(",", _MISREAD_STOP.sub("TT.", name))
        name = _PART.sub(lambda part: "I" * len(part.group()), name)
    if not _FILE_COPY.match(fold(name)):
        name = _TRAILING_SPECKS.sub("", name)
    name = _BRACKET.sub(_respelt if is_scan else _mended, name, count=1)
    bracket = _BRACKET.search(name)
    purpose = _purpose(bracket.group(1)) if bracket else None
    if bracket and re.search(r"[;.}{]\W*$", name[: bracket.start()]):
        name = name[: bracket.start()]  # a bracket behind the end mark spans several recipients
    if not bracket and (behind := re.search(r"[;,:]\s*(để [^;:,()]{2,40}?)\W*$", name)):
        purpose = _purpose(behind.group(1))
        name = name[: behind.start()]
    name = name.strip(_EDGE + '"”“')
    if name.count("(") > name.count(")"):
        name += ")"
    if not re.search(r"\w{2}", name):
        return None
    end = item.end
    while end > item.start and document.text[end - 1] in _EDGE:
        end -= 1
    return Recipient(name=name, purpose=purpose, evidence=document.evidence(item.start, max(end, item.start + 1)))


def _mended(bracket: re.Match[str]) -> str:
    """The bracket, with the letters that recognition lost of "b/c", the shortest print of a plan, put back."""
    printed = re.sub(r"[\"“”'’]", "", bracket[1]).strip(" .;,")
    if fold(printed) in _purposes():
        return bracket[0]
    for damage, purpose in ((_DAMAGED_REPORT, "b/c"), (_DAMAGED_ACTION, "t/h")):
        if damaged := damage.fullmatch(printed):
            return f"({'để ' if damaged['to'] else ''}{purpose})"
    return bracket[0]


def _respelt(bracket: re.Match[str]) -> str:
    """The bracket mended, and its marks and capitals as the purposes are written: "(đề báo cảo)", "(B/C)"."""
    mended = _mended(bracket)
    printed = mended[1:].strip(" ().;,")
    spelling = _spellings().get(fold(printed))
    return mended.replace(printed, spelling) if spelling else mended


@cache
def _spellings() -> dict[str, str]:
    return {fold(form): form for row in load_table("recipients")["purposes"] for form in row["prints"]}


@cache
def _purposes() -> dict[str, str]:
    return {fold(form): row["meaning"] for row in load_table("recipients")["purposes"] for form in row["prints"]}


def _purpose(printed: str) -> str | None:
    """The purpose in words; None where the bracket holds something else ("02 bản", "qua Phòng Nội vụ")."""
    text = re.sub(r"[\"“”'’]", "", printed).strip(" .;,")
    known = _purposes().get(fold(text))
    if known:
        return known
    return text if fold(text).startswith("de ") else None
