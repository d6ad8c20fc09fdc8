"""Tables: which words stand in which cell, row by row.

Signals, in order of authority: ruled lines, where the page has them and the caller knows them;
strips that stay free of print over several rows. A table needs three columns to be told by
free strips alone: two columns of text may be anything.

A cell that reaches over several rows or columns belongs to the first of them, so that reading
the rows in order never mixes two tasks into one sentence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.layout.runs import Piece, Row, Rule, Run, chain, merge, rows_of

_TOUCHING = 5.0  # points between the ends of rules that were drawn to meet
_WALL = 0.5  # of a cell's side that must be ruled to part it from its neighbour
_ACROSS = 0.6  # of a table's width that its head and its foot are ruled at least
_BIN = 2.0  # points: the grain of free strips
_FREE_EMS = 0.9  # as wide as the padding of two cells, wider than a space in justified print
_WIDER_THAN_SPACES = 1.6  # a gap between columns, than one between words
_FEWEST_STRIPS = 2
_FEWEST_ROWS = 2  # with print in three columns


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line of print within a cell; rows and columns count from 0."""

    run: Run
    row: int
    column: int
    is_first: bool  # of its cell


@dataclass(frozen=True, slots=True)
class Table:
    """A table's lines cell by cell, rows from top to bottom, columns from left to right.

    Every row has all columns; `empty` are the (row, column) of cells without print.
    """

    lines: tuple[CellLine, ...]
    empty: tuple[tuple[int, int], ...] = ()

    @property
    def y0(self) -> float:
        """Where on the page it begins."""
        return min(line.run.y0 for line in self.lines)


@dataclass(frozen=True, slots=True)
class Frame:
    """Ruled lines that belong together, and the area they enclose."""

    rules: tuple[Rule, ...]
    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, piece: Piece, above: float = 0.0) -> bool:
        """Whether the middle of a word lies inside, or at most `above` higher."""
        x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
        return self.x0 - 1 <= x <= self.x1 + 1 and self.y0 - 1 - above <= y <= self.y1 + 1


def find_frames(rules: Sequence[Rule]) -> list[Frame]:
    """Groups of rules that meet each other and enclose an area, from top to bottom."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [group for group in groups if any(_meet(rule, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([rule, *(other for group in touching for other in group)])
    frames = []
    for group in groups:
        across = [rule for rule in group if rule.is_horizontal]
        if len(across) < 2 or len(group) - len(across) < 2:
            continue
        frames.append(
            Frame(
                tuple(group),
                min(rule.x0 for rule in group),
                min(rule.y0 for rule in group),
                max(rule.x1 for rule in group),
                max(rule.y1 for rule in group),
            )
        )
    return sorted(frames, key=lambda frame: (frame.y0, frame.x0))


def cell_areas(frame: Frame) -> list[tuple[float, float, float, float]]:
    """The cells of a frame as (x0, y0, x1, y1), row by row; a cell over several fields of the grid is one."""
    xs, ys = _edges_of(frame)
    if min(len(xs), len(ys)) < 2:
        return []
    fields: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for field, root in _join_cells(frame.rules, xs, ys).items():
        fields.setdefault(root, []).append(field)
    return [
        (
            xs[min(column for _, column in cell)],
            ys[min(row for row, _ in cell)],
            xs[max(column for _, column in cell) + 1],
            ys[max(row for row, _ in cell) + 1],
        )
        for _, cell in sorted(fields.items())
    ]


def read_frame(frame: Frame, pieces: Sequence[Piece]) -> Table | None:
    """The table in a frame; None where it holds no print in two cells or more."""
    xs, ys = _edges_of(frame)
    if min(len(xs), len(ys)) < 2 or len(xs) + len(ys) < 5 or not _is_ruled_across(frame, ys):
        return None
    roots = _join_cells(frame.rules, xs, ys)
    cells: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        if frame.holds(piece):
            row = _slot(ys, (piece.y0 + piece.y1) / 2)
            column = _slot(xs, (piece.x0 + piece.x1) / 2)
            cells.setdefault(roots[row, column], []).append(piece)
    return _table(cells) if len(cells) > 1 else None


def find_unruled(rows: Sequence[Row], em: float) -> list[Table]:
    """Tables told by strips that stay free of print."""
    tables = []
    start = 0
    while start < len(rows):
        found = _grow(rows, start, em)
        if found is None:
            start += 1
            continue
        end, strips = found
        tables.append(_table(_cells_between(rows[start:end], strips)))
        start = end
    return tables


def _edges_of(frame: Frame) -> tuple[list[float], list[float]]:
    """Where a frame's upright and its level rules lie, from left to right and from top to bottom."""
    xs = _positions([rule.middle for rule in frame.rules if not rule.is_horizontal])
    ys = _positions([rule.middle for rule in frame.rules if rule.is_horizontal])
    return xs, ys


def _is_ruled_across(frame: Frame, ys: Sequence[float]) -> bool:
    """Whether two level rules or more go through most of a frame; the strokes of a seal's emblem do not."""
    across = [rule for rule in frame.rules if rule.is_horizontal]
    spans = ([(rule.x0, rule.x1) for rule in across if abs(rule.middle - y) < _TOUCHING] for y in ys)
    return sum(_covered(of_rule, frame.x0, frame.x1) >= _ACROSS for of_rule in spans) >= 2


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one.x0 - _TOUCHING <= other.x1
        and other.x0 - _TOUCHING <= one.x1
        and one.y0 - _TOUCHING <= other.y1
        and other.y0 - _TOUCHING <= one.y1
    )


def _positions(values: Iterable[float]) -> list[float]:
    """Where rules lie, rules in line with each other counted once."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] < _TOUCHING:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _slot(edges: Sequence[float], value: float) -> int:
    inner = edges[1:-1]
    return sum(value >= edge for edge in inner)


def _join_cells(
    rules: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]
) -> dict[tuple[int, int], tuple[int, int]]:
    """For every field of the grid the first field of the cell it belongs to."""
    parents = {(row, column): (row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}

    def root(cell: tuple[int, int]) -> tuple[int, int]:
        while parents[cell] != cell:
            cell = parents[cell]
        return cell

    def join(one: tuple[int, int], other: tuple[int, int]) -> None:
        first, second = sorted((root(one), root(other)))
        parents[second] = first

    across = [rule for rule in rules if rule.is_horizontal]
    upright = [rule for rule in rules if not rule.is_horizontal]
    for row, column in list(parents):
        top, bottom, left, right = ys[row], ys[row + 1], xs[column], xs[column + 1]
        if (row, column + 1) in parents:
            spans = [(rule.y0, rule.y1) for rule in upright if abs(rule.middle - right) < _TOUCHING]
            if _covered(spans, top, bottom) < _WALL:
                join((row, column), (row, column + 1))
        if (row + 1, column) in parents:
            spans = [(rule.x0, rule.x1) for rule in across if abs(rule.middle - bottom) < _TOUCHING]
            if _covered(spans, left, right) < _WALL:
                join((row, column), (row + 1, column))
    return {cell: root(cell) for cell in parents}


def _covered(spans: Iterable[tuple[float, float]], start: float, end: float) -> float:
    """The share of a stretch that lies under the spans."""
    total, reached = 0.0, start
    for low, high in sorted(spans):
        low, high = max(low, reached), min(high, end)
        if high > low:
            total += high - low
            reached = high
    return total / max(end - start, 0.1)


def _table(cells: dict[tuple[int, int], list[Piece]]) -> Table:
    rows = {row: rank for rank, row in enumerate(sorted({row for row, _ in cells}))}
    columns = {column: rank for rank, column in enumerate(sorted({column for _, column in cells}))}
    lines = []
    for (row, column), pieces in sorted(cells.items()):
        for number, stretch in enumerate(rows_of(chain(pieces, gap=float("inf")))):
            lines.append(CellLine(merge(stretch), rows[row], columns[column], number == 0))
    empty = ((rows[row], columns[column]) for row in rows for column in columns if (row, column) not in cells)
    return Table(tuple(lines), tuple(sorted(empty)))


def _grow(rows: Sequence[Row], start: int, em: float) -> tuple[int, list[tuple[float, float]]] | None:
    """The end of a table that starts at a row, and the free strips between its columns."""
    left = min(run.x0 for row in rows for run in row)
    right = max(run.x1 for row in rows for run in row)
    size = int((right - left) / _BIN) + 2
    taken = [False] * size
    best: tuple[int, list[tuple[float, float]]] | None = None
    with_columns = 0
    for number in range(start, len(rows)):
        if number > start and rows[number][0].y0 - rows[number - 1][0].y1 > 4 * em:
            break
        for piece in (piece for run in rows[number] for piece in run.pieces):
            for place in range(int((piece.x0 - left) / _BIN), int((piece.x1 - left) / _BIN) + 1):
                taken[max(place, 0)] = True
        strips = _free_strips(taken, left, em)
        if len(strips) < _FEWEST_STRIPS:
            break
        columns = _columns_of(rows[number], strips)
        if number == start and columns < 3:
            break
        with_columns += columns >= 3
        if columns >= 2 and with_columns >= _FEWEST_ROWS:
            best = (number + 1, strips)
    return best


def _free_strips(taken: Sequence[bool], left: float, em: float) -> list[tuple[float, float]]:
    """Stretches without print between the first and the last print."""
    used = [place for place, is_taken in enumerate(taken) if is_taken]
    return [
        (left + (before + 1) * _BIN, left + after * _BIN)
        for before, after in pairwise(used)
        if (after - before - 1) * _BIN >= _FREE_EMS * em
    ]


def _parts(row: Row, strips: Sequence[tuple[float, float]]) -> list[Run]:
    """The pieces of a row, one run for each column they stand in."""
    columns: dict[int, list[Piece]] = {}
    for piece in (piece for run in row for piece in run.pieces):
        columns.setdefault(sum(piece.x0 >= low for low, _ in strips), []).append(piece)
    return [Run(tuple(pieces)) for _, pieces in sorted(columns.items())]


def _columns_of(row: Row, strips: Sequence[tuple[float, float]]) -> int:
    """How many columns a row has print in; spaces between words, however wide, part none."""
    parts = _parts(row, strips)
    spaces = [after.x0 - before.x1 for part in parts for before, after in pairwise(part.pieces)]
    least = _WIDER_THAN_SPACES * median(spaces) if spaces else 0.0
    return 1 + sum(right.x0 - left.x1 > least for left, right in pairwise(parts)) if parts else 0


def _cells_between(rows: Sequence[Row], strips: Sequence[tuple[float, float]]) -> dict[tuple[int, int], list[Piece]]:
    """The pieces by row and column: a row of the table begins after a wider gap, or with print in the first column."""
    gaps = [below[0].y0 - above[0].y1 for above, below in pairwise(rows)]
    usual = median(gaps) if gaps else 0.0
    cells: dict[tuple[int, int], list[Piece]] = {}
    number = 0
    for place, row in enumerate(rows):
        parts = _parts(row, strips)
        starts_left = any(part.x0 < strips[0][0] for part in parts)
        if place and (starts_left or gaps[place - 1] > 1.5 * max(usual, 1.0)):
            number += 1
        for part in parts:
            for piece in part.pieces:
                cells.setdefault((number, sum(piece.x0 >= low for low, _ in strips)), []).append(piece)
    return cells
