"""Words of a page into lines in reading order, each with the region it stands in.

Geometry alone decides the order: recognition's own blocks interleave two-column letterheads
and tear lines, and text layers come in whatever order the program wrote them. Tables are
taken out first, then letterhead, closing block, page numbers and stamps; what is left is
running text from top to bottom. Nothing is added and no word is lost.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from models.page import Line, Region, Word
from pipeline.layout.closing import find_closing
from pipeline.layout.furniture import find_footnotes, find_furniture
from pipeline.layout.letterhead import find_letterhead
from pipeline.layout.paragraphs import Margins, mark_paragraphs, measure_margins
from pipeline.layout.runs import Piece, Rule, Run, chain, level, measure_em, merge, rows_of, without
from pipeline.layout.spread import Side, split_spread
from pipeline.layout.stamps import find_arrival, find_signing, in_stamp, is_mark, is_signing_line, is_stamp_frame
from pipeline.layout.tables import Frame, Table, find_frames, find_unruled, read_frame

__all__ = ["Rule", "arrange"]


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
    for side in split_spread(pieces, level_rules, em, (width, height)):
        of_side, beside = _arrange_side(side, em, height)
        blocks += of_side
        aside += beside
    return (*_number_tables(blocks), *aside)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that are read together, from `y0` downwards."""

    y0: float
    lines: list[Line]


def _arrange_side(side: Side, em: float, height: float) -> tuple[list[_Block], list[Line]]:
    """The blocks of one page in reading order, and the lines that are no text of it."""
    pieces, width = side.pieces, side.width
    blocks: list[_Block] = []
    aside: list[Line] = []

    margins = measure_margins(chain(pieces, gap=3 * em), em, width)
    pieces, framed, stamped = _take_frames(pieces, find_frames(side.rules), margins, em)
    blocks += framed
    aside += stamped

    signing = find_signing(chain(pieces, gap=1.6 * em), em)
    aside += [_line(run, Region.STAMP) for run in signing]
    pieces = without(pieces, signing)

    runs = chain(pieces, gap=3 * em)
    margins = measure_margins(runs, em, width)
    letterhead = find_letterhead(runs, em, margins.centre)
    if letterhead is not None:
        blocks.append(_Block(letterhead.y0, [_line(run, Region.LETTERHEAD) for run in letterhead.lines]))
        pieces = without(pieces, letterhead.lines)
        stamp = find_arrival(chain(pieces, gap=1.6 * em), letterhead, margins, em)
        aside += [_line(run, Region.STAMP) for run in stamp]
        pieces = without(pieces, stamp)

    top = None if letterhead is None else letterhead.y0
    furniture = find_furniture(rows_of(chain(pieces, gap=3 * em)), top, height)
    aside += [_line(run, Region.FURNITURE) for run in furniture]
    pieces = without(pieces, furniture)

    closing = find_closing(pieces, em, margins.left, margins.right)
    kept = [placed for placed in closing if placed.region is not Region.STAMP]
    aside += [_line(placed.run, Region.STAMP) for placed in closing if placed.region is Region.STAMP]
    if kept:
        blocks.append(_Block(min(placed.run.y0 for placed in kept), [_line(p.run, p.region) for p in kept]))
    pieces = without(pieces, [placed.run for placed in closing])

    for table in find_unruled(rows_of(chain(pieces, gap=0.8 * em)), em):
        blocks.append(_table_block(table))
        pieces = without(pieces, [line.run for line in table.lines])

    lines = [merge(row) for row in rows_of(chain(pieces, gap=3 * em))]
    footnotes = find_footnotes(lines, side.rules, margins, em, height)
    aside += [_line(run, Region.FURNITURE) for run in lines[footnotes:]]
    lines = lines[:footnotes]
    for run, (starts, is_centred) in zip(lines, mark_paragraphs(lines, margins, em), strict=True):
        region = _region_aside(run)
        if region is None:
            blocks.append(_Block(run.y0, [_line(run, Region.BODY, starts, is_centred)]))
        else:
            aside.append(_line(run, region))
    return sorted(blocks, key=lambda block: block.y0), aside


def _take_frames(
    pieces: list[Piece], frames: Sequence[Frame], margins: Margins, em: float
) -> tuple[list[Piece], list[_Block], list[Line]]:
    """The pieces outside of ruled frames, the tables in frames, and the lines of framed stamps."""
    blocks: list[_Block] = []
    stamped: list[Line] = []
    for frame in frames:
        inside = [piece for piece in pieces if frame.holds(piece)]
        table = read_frame(frame, inside)
        if is_stamp_frame(frame, inside, margins, em):
            inside = in_stamp(frame, pieces, margins.left, em)
            stamped += [_line(merge(row), Region.STAMP) for row in rows_of(chain(inside, gap=3 * em))]
        elif table is not None:
            blocks.append(_table_block(table))
        else:
            continue
        used = {id(piece) for piece in inside}
        pieces = [piece for piece in pieces if id(piece) not in used]
    return pieces, blocks, stamped


def _table_block(table: Table) -> _Block:
    lines = [
        replace(_line(cell.run, Region.TABLE, cell.is_first), table=0, row=cell.row, column=cell.column)
        for cell in table.lines
    ]
    lines += [Line("", region=Region.TABLE, table=0, row=row, column=column) for row, column in table.empty]
    return _Block(table.y0, sorted(lines, key=lambda line: (line.row or 0, line.column or 0)))


def _number_tables(blocks: Sequence[_Block]) -> Iterable[Line]:
    """The lines of the blocks, with the page's tables counted from 0."""
    number = -1
    for block in blocks:
        number += any(line.table is not None for line in block.lines)
        for line in block.lines:
            yield line if line.table is None else replace(line, table=number)


def _region_aside(run: Run) -> Region | None:
    """Stamps and lines without a letter or digit stand aside of the text."""
    if not run.folded:
        return Region.FURNITURE
    return Region.STAMP if is_mark(run) or is_signing_line(run) else None


def _line(run: Run, region: Region, starts: bool | None = None, is_centred: bool = False) -> Line:
    words = tuple(piece.word for piece in run.pieces)
    return Line(" ".join(word.text for word in words), words, region, starts, is_centred)
