"""Who signed: authority, position and name of the signer, and of those who signed with them.

Signals in order of authority: the outline's tail; what each line is (see `signature_lines`); the
order of the lines. The recipients that stand beside the signature are left out. A name that is
lost under seal and pen is None; seal lettering is never a name.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7 and 8; Hướng dẫn 36-HD/VPTW.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from models.document import Document
from models.outline import Outline, Zone
from models.page import Region
from models.record import Recipient, Signature
from pipeline.extract.frame_lines import FrameLine, frame_line, frame_lines
from pipeline.extract.organ_names import organ_length
from pipeline.extract.recipients import find_recipients
from pipeline.extract.signature_lines import (
    LineKind,
    SignatureLine,
    read_signature_line,
    read_signature_lines,
    with_family,
)
from pipeline.folding import fold

_LINES_BEFORE = 6  # of the signature block that a conversion may put before Nơi nhận
_LAST_LINES = 14  # where neither signature nor recipients are marked off
_ILLEGIBLE = 0.4  # mean word confidence below which a name is what recognition made of a pen's stroke
_STROKE = 0.3  # word confidence below which a syllable of a name is a stroke
_LONE = ("KT.", "K/T.", "K.T.", "TL.", "T/L.", "T.L.", "TUQ.")
_DEPUTY = re.compile(r"(?:^|\s)K\s?[./]?\s?T\s?[./,:]?\s(?P<office>\S.*)$")
_SPECKS = 10  # characters that a seal leaves of a word before an office
_LOST_MARK = re.compile(r"\b(TM|KT|TL|TUQ)\s")
# The stamp of an organ's signature names the organ, a person's the person (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.8).
_STAMP = re.compile(r"\b(?:Người ký|Ký bởi|Ký số bởi|Signed by)\s?:\s{0,3}(?P<name>[^\n:;,|]{4,50})")
_LIST_HEAD = re.compile(r"noi nhan\s?[:;.]?\s{0,3}")
_MAX_GAP = 6  # characters between the lines of a signature that stand together

_TAIL_ZONES = frozenset({Zone.RECIPIENTS, Zone.SIGNATURE})

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line of the block with its place in the document's text."""

    line: SignatureLine
    start: int
    end: int


@dataclass(slots=True)
class _Block:
    """One signer's lines, in reading order."""

    authorities: list[_Placed] = field(default_factory=list)
    positions: list[_Placed] = field(default_factory=list)
    names: list[_Placed] = field(default_factory=list)
    is_approval: bool = False


def find_signatures(document: Document, outline: Outline) -> tuple[Signature | None, tuple[Signature, ...]]:
    """The plan's signature, None where nothing of it is legible, and the signatures beside it in their order."""
    recipients = find_recipients(document, outline)
    lines = _block_lines(document, outline, recipients)
    blocks = _blocks([line for line in lines if _is_legible(document, line)])
    is_joint = len(blocks) > 1
    signatures = [
        (block.is_approval, signature) for block in blocks if (signature := _signature(document, block, is_joint))
    ]
    own = next((signature for is_approval, signature in signatures if not is_approval), None)
    if own is None:
        own = signatures[0][1] if signatures else None
    others = tuple(signature for _, signature in signatures if signature is not own)
    if (own is None or own.name is None) and (stamped := _stamped(document)):
        own = own.model_copy(update={"name": stamped.name, "evidence": stamped.evidence}) if own else stamped
    return own, others


def _stamped(document: Document) -> Signature | None:
    """Who a digital signature's stamp says has signed, where the block below the text bears no name."""
    for found in _STAMP.finditer(document.text):
        line = read_signature_line(found["name"])
        if line is not None and line.kind is LineKind.NAME and line.is_family:
            start = found.start("name")
            return Signature(name=line.text, evidence=document.evidence(start + line.start, start + line.end))
    return None


def _block_lines(document: Document, outline: Outline, recipients: Sequence[Recipient]) -> list[_Placed]:
    """The lines of the document's tail that say something about a signer."""
    taken = [(recipient.evidence.start, recipient.evidence.end) for recipient in recipients]
    placed: list[_Placed] = []
    for span in _tail(document, outline, taken):
        for first, last in _left_by(taken, span):
            for line in frame_lines(document, first, last):
                if not outline.zones.keys() & _TAIL_ZONES and document.paragraph_at(line.start).table is not None:
                    continue  # a text that ends with a table has no signature there
                head = _LIST_HEAD.match(line.key)
                line = (frame_line(document, line.start + head.end(), line.end) if head else line) or line
                found = read_signature_lines(line.text)
                if not found and placed and (rest := _rest_of_line(document, placed[-1], line)) is not None:
                    placed[-1:] = rest
                placed += [_Placed(part, line.start + part.start, line.start + part.end) for part in found]
    return placed


def _left_by(taken: Sequence[Span], span: Span) -> Iterator[Span]:
    """What a span holds beside the recipients: a column that ran together stands on their lines."""
    position, end = span
    for first, last in taken:
        if first >= end:
            break
        if position < first:
            yield position, first
        position = max(position, last)
    if position < end:
        yield position, end


def _rest_of_line(document: Document, above: _Placed, line: FrameLine) -> list[_Placed] | None:
    """The line above with what a line in capitals adds to it that says nothing alone; None where it adds nothing.

    A narrow column breaks the organ's name ("TM. ỦY BAN NHÂN / DÂN"); under a seal the word before the office
    is lost ("KT. GIÁM ĐỐC / … GIÁM ĐỐC").
    """
    if above.line.kind is not LineKind.AUTHORITY or not line.is_capitals:
        return None
    whole = f"{above.line.text} {line.text}"
    if organ_length(whole.partition(" ")[2]) > organ_length(above.line.text.partition(" ")[2]):
        return [replace(above, line=replace(above.line, text=whole), end=line.end)]
    office = _office_stood_in_for(above.line.text)
    before = line.key[: -len(office)] if office and line.key.endswith(fold(office)) else None
    if office is None or before is None or len(before) > _SPECKS or not _is_scanned(document, line.start, line.end):
        return None
    start = line.end - len(office)
    return [above, _Placed(SignatureLine(LineKind.POSITION, office, start, line.end), start, line.end)]


def _office_stood_in_for(authority: str) -> str | None:
    """The office behind "KT.", for whose holder a deputy signs; None where nobody is stood in for."""
    found = _DEPUTY.search(authority)
    return found["office"] if found else None


def _is_scanned(document: Document, start: int, end: int) -> bool:
    return any(word.confidence is not None for word in document.words_of(start, end))


def _tail(document: Document, outline: Outline, taken: Sequence[Span]) -> list[Span]:
    """The spans that can hold the signature, from the closing's end to the appendix."""
    zones = outline.zones
    end = zones[Zone.APPENDIX][0] if Zone.APPENDIX in zones else len(document.text)
    starts = [zones[zone][0] for zone in (Zone.RECIPIENTS, Zone.SIGNATURE) if zone in zones]
    starts += [start for start, _ in taken[:1]]
    if starts:
        first = min(starts)
        before = [p for p in document.paragraphs if p.end <= first and p.start >= _text_end(outline, first)]
        first = before[-_LINES_BEFORE].start if len(before) >= _LINES_BEFORE else before[0].start if before else first
    else:
        first = document.paragraphs[-_LAST_LINES:][0].start if document.paragraphs else 0
        first = max([first, *(zones[zone][1] for zone in (Zone.LETTERHEAD, Zone.TITLE) if zone in zones)])
    end = end if end > first else len(document.text)
    spans = [(first, end)]
    for paragraph in document.paragraphs:  # a layout that knows the block may have it before the closing
        if paragraph.region is Region.SIGNATURE and not first <= paragraph.start < end:
            spans.append((paragraph.start, paragraph.end))
    return sorted(spans)


def _text_end(outline: Outline, before: int) -> int:
    """Where the plan's own text ends ahead of an offset, so that none of it is taken for a signature."""
    ends = [node.start for node in outline.nodes if node.start < before]
    return max(ends, default=0)


def _is_legible(document: Document, placed: _Placed) -> bool:
    """Whether a name was read with some certainty; other lines are known by their words."""
    if placed.line.kind is not LineKind.NAME:
        return True
    confidence = document.evidence(placed.start, placed.end).ocr_confidence
    return confidence is None or confidence >= _ILLEGIBLE


def _blocks(lines: Sequence[_Placed]) -> list[_Block]:
    """The lines sorted to signers, in reading order: one block a name, one column of a joint plan after the other."""
    names = _names(lines)
    positions = [line for line in lines if line.line.kind is LineKind.POSITION]
    if len(names) > 1 and len(positions) == len(names) and positions[-1].start < names[0].start:
        return _side_by_side(lines, positions, names)
    blocks = [_Block()]
    for line in lines:
        block = blocks[-1]
        kind = line.line.kind
        if kind is LineKind.APPROVAL:
            if block.authorities or block.positions or block.names:
                blocks.append(block := _Block())
            block.is_approval = True
        elif kind in (LineKind.AUTHORITY, LineKind.ORGAN):
            # An authority stands above its position: behind one it is the next signer's, whose name may be lost.
            is_next = kind is LineKind.AUTHORITY or (bool(block.names) and len(names) > 1)
            if block.positions and is_next:
                blocks.append(block := _Block())
            block.authorities.append(line)
        elif kind is LineKind.POSITION:
            if block.names and (block.positions or block.is_approval) and len(names) > 1:
                blocks.append(block := _Block())
            elif block.is_approval and block.positions:
                blocks.append(block := _Block())  # who approves is not legible, who drew the plan up stands below
            block.positions.append(line)
        elif line in names:
            if block.names:
                blocks.append(block := _Block())
            block.names.append(line)
    return [block for block in blocks if block.positions or block.names or _stands_for(block)]


def _names(lines: Sequence[_Placed]) -> list[_Placed]:
    """The lines that are names: by their family name, or because a position stands before them."""
    names: list[_Placed] = []
    seen_position = False
    for line in lines:
        if line.line.kind is LineKind.POSITION:
            seen_position = True
        elif line.line.kind is LineKind.NAME and (line.line.is_family or (seen_position and not names)):
            names.append(line)
    families = [name for name in names if name.line.is_family]
    return families or names


def _side_by_side(lines: Sequence[_Placed], positions: Sequence[_Placed], names: Sequence[_Placed]) -> list[_Block]:
    """Joint signers in columns that came back row by row: the first position belongs to the first name."""
    authorities = [line for line in lines if line.line.kind in (LineKind.AUTHORITY, LineKind.ORGAN)]
    blocks = [_Block(positions=[position], names=[name]) for position, name in zip(positions, names, strict=True)]
    if len(authorities) == len(blocks):
        for block, authority in zip(blocks, authorities, strict=True):
            block.authorities.append(authority)
        return blocks
    for authority in authorities:
        behind = [number for number, position in enumerate(positions) if position.start > authority.start]
        blocks[behind[0] if behind else -1].authorities.append(authority)
    return blocks


def _stands_for(block: _Block) -> bool:
    return any(line.line.kind is LineKind.AUTHORITY for line in block.authorities)


def _signature(document: Document, block: _Block, is_joint: bool) -> Signature | None:
    """One signer as a value; None for a block that holds nothing but an organ in capitals."""
    own = [line for line in block.authorities if line.line.kind is LineKind.AUTHORITY]
    authorities = own or (block.authorities if is_joint and block.positions and block.names else [])
    positions = list(block.positions)
    if own and own[-1].line.text in _LONE and positions:
        authorities.append(positions.pop(0))  # "KT." that the layout tore from its "GIÁM ĐỐC"
    position = positions[0] if positions else None
    name = block.names[0] if block.names else None
    parts = [*authorities, *([position] if position else []), *([name] if name else [])]
    if not parts:
        return None
    parts.sort(key=lambda part: part.start)
    authority = " ".join(part.line.text for part in authorities)
    if authorities and _is_scanned(document, authorities[0].start, authorities[-1].end):
        authority = _LOST_MARK.sub(r"\1. ", authority)  # the stop of "KT." is the smallest print of the block
    return Signature(
        authority=authority or None,
        position=_position(document, authority, position) if position else None,
        name=_certain_name(document, name) if name else None,
        evidence=document.evidence(*_evidence_span(parts, name or position or parts[0])),
    )


def _position(document: Document, authority: str, position: _Placed) -> str:
    """The office as printed; on a scan with the word that a seal hides before it.

    Who signs "KT." an office is its deputy (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7), never its holder.
    """
    office = _office_stood_in_for(authority)
    printed = position.line.text
    if office and fold(office) == fold(printed) and _is_scanned(document, position.start, position.end):
        return f"PHÓ {printed}"
    return printed


def _certain_name(document: Document, name: _Placed) -> str:
    """The name without syllables that recognition made of the signature's strokes between well-read ones."""
    printed = document.text[name.start : name.end]
    kept: list[str] = []
    for syllable in re.finditer(r"[^\s.]+", printed):
        words = document.words_of(name.start + syllable.start(), name.start + syllable.end())
        sureness = [word.confidence for word in words if word.confidence is not None]
        is_family = syllable.start() == 0 and name.line.is_family
        if is_family or not sureness or max(sureness) >= _STROKE:
            kept.append(syllable.group())
    syllables = name.line.text.split()
    text = " ".join(kept) if 2 <= len(kept) < len(syllables) else name.line.text
    return with_family(text) if _is_scanned(document, name.start, name.end) else text


def _evidence_span(parts: Sequence[_Placed], main: _Placed) -> Span:
    """The whole block where its lines stand together, else the line that says most."""
    gaps = [after.start - before.end for before, after in pairwise(parts)]
    if all(gap <= _MAX_GAP for gap in gaps):
        return parts[0].start, parts[-1].end
    return main.start, main.end
