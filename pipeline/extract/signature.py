"""Who signed: authority, position and name of the signer, and of those who signed with them.

Signals in order of authority: the outline's tail; what each line is (see `signature_lines`); the
order of the lines. The recipients that stand beside the signature are left out. A name that is
lost under seal and pen is None; seal lettering is never a name.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7 and 8; Hướng dẫn 36-HD/VPTW.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from models.document import Document
from models.outline import Outline, Zone
from models.page import Region
from models.record import Recipient, Signature
from pipeline.extract.frame_lines import frame_lines
from pipeline.extract.recipients import find_recipients
from pipeline.extract.signature_lines import LineKind, SignatureLine, read_signature_lines

_LINES_BEFORE = 6  # of the signature block that a conversion may put before Nơi nhận
_LAST_LINES = 14  # where neither signature nor recipients are marked off
_ILLEGIBLE = 0.4  # mean word confidence below which a name is what recognition made of a pen's stroke
_STROKE = 0.3  # word confidence below which a syllable of a name is a stroke
_LONE = ("KT.", "K/T.", "K.T.", "TL.", "T/L.", "T.L.", "TUQ.")
_MAX_GAP = 6  # characters between the lines of a signature that stand together

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
    return own, tuple(signature for _, signature in signatures if signature is not own)


def _block_lines(document: Document, outline: Outline, recipients: Sequence[Recipient]) -> list[_Placed]:
    """The lines of the document's tail that say something about a signer."""
    taken = [(recipient.evidence.start, recipient.evidence.end) for recipient in recipients]
    placed: list[_Placed] = []
    for span in _tail(document, outline, taken):
        for line in frame_lines(document, *span):
            if any(start < line.end and line.start < end for start, end in taken):
                continue
            for found in read_signature_lines(line.text):
                placed.append(_Placed(found, line.start + found.start, line.start + found.end))
    return placed


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
            if block.names and block.positions and len(names) > 1:
                blocks.append(block := _Block())
            block.authorities.append(line)
        elif kind is LineKind.POSITION:
            if block.names and block.positions and len(names) > 1:
                blocks.append(block := _Block())
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
    return Signature(
        authority=" ".join(part.line.text for part in authorities) or None,
        position=position.line.text if position else None,
        name=_certain_name(document, name) if name else None,
        evidence=document.evidence(*_evidence_span(parts, name or position or parts[0])),
    )


def _certain_name(document: Document, name: _Placed) -> str:
    """The name without syllables that recognition made of the signature's strokes between well-read ones."""
    printed = document.text[name.start : name.end]
    kept: list[str] = []
    for syllable in re.finditer(r"\S+", printed):
        words = document.words_of(name.start + syllable.start(), name.start + syllable.end())
        sureness = [word.confidence for word in words if word.confidence is not None]
        is_family = syllable.start() == 0 and name.line.is_family
        if is_family or not sureness or max(sureness) >= _STROKE:
            kept.append(syllable.group())
    syllables = name.line.text.split()
    return " ".join(kept) if 2 <= len(kept) < len(syllables) else name.line.text


def _evidence_span(parts: Sequence[_Placed], main: _Placed) -> Span:
    """The whole block where its lines stand together, else the line that says most."""
    gaps = [after.start - before.end for before, after in pairwise(parts)]
    if all(gap <= _MAX_GAP for gap in gaps):
        return parts[0].start, parts[-1].end
    return main.start, main.end
