"""Columns set with tabs or spaces in plain text: letterhead, and recipients beside signature.

Only these two blocks are looked at, because only there two texts stand side by side in a plan.
The letterhead reaches from the first line to the document type; it is taken for two columns
only where a motto stands in it. The closing block reaches from "Nơi nhận" to the end.
"""

import re
from collections.abc import Sequence

from models.page import Line, Region
from pipeline.textfiles.formtables import is_motto, is_recipients, is_title, line_key

_MAX_LETTERHEAD = 40  # lines with the empty ones
_MAX_CLOSING = 60
_GAP = re.compile(r"(?<=\S)(?:[ \xa0]*\t[ \t\xa0]*|[ \xa0]{3,})(?=\S)")
_INDENT = re.compile(r"(?:[ \xa0]{20,}|[ \xa0]*\t[ \xa0]*\t)")
_BARS = re.compile(r"\s*\|+[\s|]*")
# What stands before a field that was left blank for the pen: no column ends there.
_BEFORE_BLANK = re.compile(r"(?:^|\W)(?:so|ngay|thang|nam)$")


def split_letterhead(lines: Sequence[str]) -> tuple[tuple[Line, ...], int]:
    """The letterhead's lines, left column first, and how many of `lines` they were made from.

    Nothing and 0 where the text begins with no two-column letterhead.
    """
    end = next((number for number, line in enumerate(lines[:_MAX_LETTERHEAD]) if is_title(line_key(line))), None)
    if end is None or not any(is_motto(line_key(line)) for line in lines[:end]):
        return (), 0
    block = lines[:end]
    if any("|" in line for line in block):  # a table's cells, a cell after the other
        cells = [part for line in block for part in _BARS.split(line)]
        return tuple(Line(cell.strip(), region=Region.LETTERHEAD) for cell in cells if cell.strip()), end
    if not any(_split(line)[1] and is_motto(line_key(line)) for line in block):
        return (), 0
    left, right = _two_columns(block)
    return tuple(Line(text, region=Region.LETTERHEAD) for text in (*left, *right)), end


def split_closing(lines: Sequence[str]) -> tuple[tuple[Line, ...], int]:
    """The closing block's lines, recipients first, and at which of `lines` it begins.

    Nothing and the number of lines where the text ends with no two-column block.
    """
    starts = [number for number, line in enumerate(lines) if is_recipients(line_key(line))]
    nothing: tuple[tuple[Line, ...], int] = ((), len(lines))
    if not starts:
        return nothing
    start = starts[-1]
    block = lines[start:]
    if len(block) > _MAX_CLOSING or any("|" in line for line in block):
        return nothing
    left, right = _two_columns(block)
    if not right or not left:
        return nothing
    recipients = (Line(text, region=Region.RECIPIENTS) for text in left)
    signature = (Line(text, region=Region.SIGNATURE) for text in right)
    return (*recipients, *signature), start


def _two_columns(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        before, after = _split(line)
        if before:
            left.append(before)
        if after:
            right.append(after)
    return left, right


def _split(line: str) -> tuple[str, str]:
    """What stands left and right in a line; one of them is empty where nothing stands there."""
    if _INDENT.match(line):
        return "", line.strip()
    gaps = [gap for gap in _GAP.finditer(line) if not _BEFORE_BLANK.search(line_key(line[: gap.start()]))]
    if not gaps:
        return line.strip(), ""
    widest = max(gaps, key=lambda gap: len(gap[0].expandtabs(8)))
    return line[: widest.start()].strip(), line[widest.end() :].strip()
