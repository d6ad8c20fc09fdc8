"""Two pages on one picture: an open booklet, or two sheets that were copied side by side.

Read as one page, the lines of both would run together. A picture is a spread if it is wider
than high, a strip down its middle is free of print and of rules, and on both sides of the strip
stand enough lines that fill their side; a table set across has print in the strip, and a page
with recipients and signature alone has no such lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.layout.runs import Piece, Rule, chain

_WIDER_THAN_HIGH = 1.2  # two A4 pages side by side: 1.41
_MIDDLE = (0.38, 0.62)  # of the width: where the strip runs
_STRIP_EMS = 2.5  # both margins together are wider
_FEWEST_LINES = 3  # on each side
_FULL_LINE = 0.55  # of a side's width


@dataclass(frozen=True, slots=True)
class Side:
    """One of the pages: its words and rules, counted from its own left edge, and its width in points."""

    pieces: list[Piece]
    rules: list[Rule]
    width: float


def split_spread(pieces: list[Piece], rules: list[Rule], em: float, size: tuple[float, float]) -> list[Side]:
    """The two pages of a spread of `size` (width and height in points), else the one page as it is."""
    width, height = size
    strip = _free_strip(pieces, rules, em, width) if width > _WIDER_THAN_HIGH * height else None
    if strip is None:
        return [Side(pieces, rules, width)]
    left = Side([p for p in pieces if p.x1 <= strip], [r for r in rules if r.x1 <= strip], strip)
    right = Side(
        [replace(p, x0=p.x0 - strip, x1=p.x1 - strip) for p in pieces if p.x1 > strip],
        [replace(r, x0=r.x0 - strip, x1=r.x1 - strip) for r in rules if r.x1 > strip],
        width - strip,
    )
    return [left, right] if _is_page(left, em) and _is_page(right, em) else [Side(pieces, rules, width)]


def _free_strip(pieces: Sequence[Piece], rules: Sequence[Rule], em: float, width: float) -> float | None:
    """The middle of the widest strip without print in the middle of the page."""
    low, high = (share * width for share in _MIDDLE)
    printed = [(piece.x0, piece.x1) for piece in pieces if piece.has_text]
    ruled = [(rule.x0, rule.x1) for rule in rules if rule.is_horizontal]
    spans = sorted((x0, x1) for x0, x1 in [*printed, *ruled] if x1 > low and x0 < high)
    reached, best, place = low, _STRIP_EMS * em, None
    for x0, x1 in [*spans, (high, high)]:
        if x0 - reached > best:
            best, place = x0 - reached, (x0 + reached) / 2
        reached = max(reached, x1)
    return place


def _is_page(side: Side, em: float) -> bool:
    full = [run for run in chain(side.pieces, gap=3 * em) if run.width > _FULL_LINE * side.width]
    return len(full) >= _FEWEST_LINES
