"""Words of a page into lines in reading order, each with the region it stands in.

Geometry alone decides the order: recognition's own blocks interleave two-column letterheads
and tear lines, and text layers come in whatever order the program wrote them. Tables are
taken out first, then letterhead, closing block, page numbers and stamps; what is left is
running text from top to bottom. Nothing is added and no word is lost.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from models.lexicon import load_table
from models.page import Line, Region, Word
from pipeline.layout.closing import find_closing
from pipeline.layout.letterhead import Letterhead, find_letterhead, is_number_line
from pipeline.layout.paragraphs import Margins, mark_paragraphs, measure_margins
from pipeline.layout.runs import Piece, Row, Rule, Run, chain, key_of, level, measure_em, merge, rows_of
from pipeline.layout.tables import Frame, Table, find_frames, find_unruled, read_frame

__all__ = ["Rule", "arrange"]

_MARGIN = 0.13  # of the page's height: where page numbers and running heads stand
_EMS_TO_STAMP = 30  # from the head of the letterhead to the foot of an arrival stamp below it
_READABLE = 0.75
_READ_UNDER_STAMP = 0.4
_PAGE_NUMBER = re.compile(r"^[^\w]{0,3}(?:trang )?\d{1,3}(?: ?/ ?\d{1,3})?[^\w]{0,3}$")


def arrange(words: Sequence[Word], width: float, height: float, rules: Sequence[Rule] = ()) -> tuple[Line, ...]:
    """The lines of a page in reading order; stamps, seals and page numbers stand last.

    Args:
        words: in any order, boxes in points from the top-left corner.
        width: of the page, in points.
        height: of the page, in points.
        rules: the ruled lines of the page, where they are known: tables are then read exactly.
    """
    pieces, level_rules = level(words, rules)
    if not pieces:
        return ()
    em = measure_em(pieces)
    blocks: list[_Block] = []
    aside: list[Line] = []

    margins = measure_margins(chain(pieces, gap=3 * em), em, width)
    pieces, framed, stamped = _take_frames(pieces, find_frames(level_rules), margins, em)
    blocks += framed
    aside += stamped

    runs = chain(pieces, gap=3 * em)
    margins = measure_margins(runs, em, width)
    letterhead = find_letterhead(runs, em, margins.centre)
    if letterhead is not None:
        blocks.append(_Block(letterhead.y0, [_line(run, Region.LETTERHEAD) for run in letterhead.lines]))
        pieces = _without(pieces, letterhead.lines)
        stamp = _arrival(chain(pieces, gap=1.6 * em), letterhead, margins, em)
        aside += [_line(run, Region.STAMP) for run in stamp]
        pieces = _without(pieces, stamp)

    furniture = _furniture(rows_of(chain(pieces, gap=3 * em)), blocks, height)
    aside += [_line(run, Region.FURNITURE) for run in furniture]
    pieces = _without(pieces, furniture)

    closing = find_closing(pieces, em, margins.left, margins.right)
    kept = [placed for placed in closing if placed.region is not Region.STAMP]
    aside += [_line(placed.run, Region.STAMP) for placed in closing if placed.region is Region.STAMP]
    if kept:
        blocks.append(_Block(min(placed.run.y0 for placed in kept), [_line(p.run, p.region) for p in kept]))
    pieces = _without(pieces, [placed.run for placed in closing])

    for table in find_unruled(rows_of(chain(pieces, gap=0.8 * em)), em):
        blocks.append(_table_block(table))
        pieces = _without(pieces, [line.run for line in table.lines])

    lines = [merge(row) for row in rows_of(chain(pieces, gap=3 * em))]
    for run, (starts, is_centred) in zip(lines, mark_paragraphs(lines, margins, em), strict=True):
        region = _region_aside(run)
        if region is None:
            blocks.append(_Block(run.y0, [_line(run, Region.BODY, starts, is_centred)]))
        else:
            aside.append(_line(run, region))
    return (*_number_tables(sorted(blocks, key=lambda block: block.y0)), *aside)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that are read together, from `y0` downwards."""

    y0: float
    lines: list[Line]


def _take_frames(
    pieces: list[Piece], frames: Sequence[Frame], margins: Margins, em: float
) -> tuple[list[Piece], list[_Block], list[Line]]:
    """The pieces outside of ruled frames, the tables in frames, and the lines of framed stamps."""
    blocks: list[_Block] = []
    stamped: list[Line] = []
    for frame in frames:
        inside = [piece for piece in pieces if frame.holds(piece)]
        table = read_frame(frame, inside)
        if _is_stamp(frame, inside, margins, em):
            # Office and border of a stamp are printed over one another: its name was read above the frame.
            inside = _without(_in_stamp(frame, pieces, em), _printed_across(frame, pieces, margins.left, em))
            stamped += [_line(merge(row), Region.STAMP) for row in rows_of(chain(inside, gap=3 * em))]
        elif table is not None:
            blocks.append(_table_block(table))
        else:
            continue
        used = {id(piece) for piece in inside}
        pieces = [piece for piece in pieces if id(piece) not in used]
    return pieces, blocks, stamped


def _in_stamp(frame: Frame, pieces: Sequence[Piece], em: float) -> list[Piece]:
    near = [piece for piece in pieces if frame.holds(piece, 1.5 * em)]
    numbers = [run for run in chain(near, gap=3 * em) if is_number_line(run.text)]
    above = _without([piece for piece in near if not frame.holds(piece)], numbers)
    return [*(piece for piece in near if frame.holds(piece)), *above]


def _printed_across(frame: Frame, pieces: Sequence[Piece], left: float, em: float) -> list[Run]:
    """The words of running text over whose beginning the stamp was put."""
    found = []
    for run in chain(pieces, gap=em):
        inside = [piece for piece in run.pieces if frame.holds(piece)]
        after = [piece for piece in run.pieces if not frame.holds(piece) and piece.x0 > frame.x1 - em]
        sure = takewhile(lambda piece: _is_readable(piece) and piece.x0 > left - em, reversed(inside))
        words = tuple(sure)[::-1]
        if words and len(after) > 2:
            found.append(Run(words))
    return found


def _is_readable(piece: Piece) -> bool:
    return piece.has_text and (piece.word.confidence is None or piece.word.confidence >= _READ_UNDER_STAMP)


def _table_block(table: Table) -> _Block:
    lines = [
        replace(_line(cell.run, Region.TABLE, cell.is_first), table=0, row=cell.row, column=cell.column)
        for cell in table.lines
    ]
    return _Block(table.y0, lines)


def _number_tables(blocks: Sequence[_Block]) -> Iterable[Line]:
    """The lines of the blocks, with the page's tables counted from 0."""
    number = -1
    for block in blocks:
        number += any(line.table is not None for line in block.lines)
        for line in block.lines:
            yield line if line.table is None else replace(line, table=number)


def _is_stamp(frame: Frame, inside: Sequence[Piece], margins: Margins, em: float) -> bool:
    """Whether a frame is that of the stamp an office puts on what it receives.

    It is small and reaches out of the text, as no table does, or says so ("ĐẾN Số: Ngày:").
    """
    if frame.x1 - frame.x0 > 0.5 * margins.width or frame.y1 - frame.y0 > 12 * em:
        return False
    words = {word for piece in inside for word in key_of(piece.word.text).split()}
    says_so = "den" in words and len(words & {"so", "ngay", "chuyen", "cv", "gio"}) >= 2
    return says_so or frame.x0 < margins.left - 3 * em or frame.x1 > margins.right + 3 * em


def _arrival(runs: Sequence[Run], letterhead: Letterhead, margins: Margins, em: float) -> list[Run]:
    """The lines of an arrival stamp whose frame is not known: left below the letterhead.

    Between letterhead and title nothing is printed there. Further down, beside the title, what is
    badly read around the word "ĐẾN" belongs to the stamp.
    """
    foot = letterhead.y0 + _EMS_TO_STAMP * em
    below = [run for run in runs if letterhead.y0 < run.y0 < foot]
    left = [run for run in below if run.x1 < margins.centre]
    titles: list[str] = load_table("layout")["letterhead"]["titles"]
    title = next((run for run in below if run.folded in titles and run.x1 > margins.centre), None)
    above_title = [] if title is None else [run for run in left if run.middle < title.y0 and run.x1 < title.x0]
    mark = next((run for run in left if any("ĐẾN" in piece.word.text for piece in run.pieces)), None)
    around = [] if mark is None else [run for run in left if abs(run.middle - mark.middle) < 6 * em]
    unsure = [run for run in around if run is mark or run.confidence < _READABLE]
    return [run for run in left if run in above_title or run in unsure]


def _region_aside(run: Run) -> Region | None:
    """Stamps and lines without a letter or digit stand aside of the text."""
    table = load_table("layout")["stamp"]
    if not run.folded:
        return Region.FURNITURE
    if run.folded in table["marks"]:
        return Region.STAMP
    label, colon, _ = run.text.partition(":")
    # A signing program begins its line with the label; "(email: …)" is a sentence that goes on.
    is_signing = bool(colon) and label[:1].isupper() and key_of(label) in table["signing"]
    return Region.STAMP if is_signing else None


def _furniture(rows: Sequence[Row], blocks: Sequence[_Block], height: float) -> list[Run]:
    """Page numbers and what programs print into the margins."""
    found: list[Run] = []
    for row in rows[:1] if len(rows) == 1 else (rows[0], rows[-1]) if rows else ():
        run = merge(row)
        in_margin = run.y1 < _MARGIN * height or run.y0 > (1 - _MARGIN) * height
        if in_margin and (_PAGE_NUMBER.match(run.text.lower()) or _is_margin_text(run)):
            found.append(run)
    top = min((block.y0 for block in blocks if block.lines[0].region is Region.LETTERHEAD), default=None)
    if top is not None:
        # What is scribbled above a letterhead is neither title nor text.
        found += [run for row in rows for run in row if run.y1 < top and run not in found and len(run.folded) <= 10]
    return found


def _is_margin_text(run: Run) -> bool:
    words: list[str] = load_table("layout")["furniture"]["margin_words"]
    return run.folded.split(" ")[0] in words


def _line(run: Run, region: Region, starts: bool | None = None, is_centred: bool = False) -> Line:
    words = tuple(piece.word for piece in run.pieces)
    return Line(" ".join(word.text for word in words), words, region, starts, is_centred)


def _without(pieces: Iterable[Piece], runs: Iterable[Run]) -> list[Piece]:
    used = {id(piece) for run in runs for piece in run.pieces}
    return [piece for piece in pieces if id(piece) not in used]
