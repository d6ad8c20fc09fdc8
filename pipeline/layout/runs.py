"""Words put upright and chained into runs: stretches of print on one line without a wide gap.

Lengths are PDF points. Everything here works on a copy of the boxes in which the lines of
print are level; the words themselves keep the boxes they came with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from models.page import Word
from pipeline.folding import fold

_LEVEL_SLOPE = 0.002  # 0.1 degrees: 1 point over the width of A4, less than the wobble of the boxes
_STEEPEST_SLOPE = 0.12  # 7 degrees: beyond it the page lies crooked, not skewed
_DEFAULT_EM = 10.0
_OVERLAP_EMS = 0.3  # slanted print and loose boxes overlap a little
_TALL_EMS = 1.4  # beyond it a box holds more than a line of print


@dataclass(frozen=True, slots=True)
class Piece:
    """A word with its box on the levelled page."""

    word: Word
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def has_text(self) -> bool:
        """Whether there is a letter or digit in it; boxes of dashes and specks say little of a line."""
        return any(character.isalnum() for character in self.word.text)


@dataclass(frozen=True)
class Run:
    """Pieces of one line of print, from left to right."""

    pieces: tuple[Piece, ...]

    @cached_property
    def x0(self) -> float:
        """The left edge."""
        return min(piece.x0 for piece in self.pieces)

    @cached_property
    def x1(self) -> float:
        """The right edge."""
        return max(piece.x1 for piece in self.pieces)

    @cached_property
    def y0(self) -> float:
        """The upper edge of most of the words: one stroke of a pen does not make a line taller."""
        return median(piece.y0 for piece in self._printed)

    @cached_property
    def y1(self) -> float:
        """The lower edge of most of the words."""
        return median(piece.y1 for piece in self._printed)

    @property
    def _printed(self) -> Sequence[Piece]:
        return [piece for piece in self.pieces if piece.has_text] or self.pieces

    @property
    def centre(self) -> float:
        """The middle between left and right edge."""
        return (self.x0 + self.x1) / 2

    @property
    def middle(self) -> float:
        """The middle between upper and lower edge."""
        return (self.y0 + self.y1) / 2

    @property
    def width(self) -> float:
        """From left to right edge."""
        return self.x1 - self.x0

    @cached_property
    def text(self) -> str:
        """The words, joined by single spaces."""
        return " ".join(piece.word.text for piece in self.pieces)

    @cached_property
    def folded(self) -> str:
        """The words as keys: folded, without punctuation, joined by single spaces."""
        return key_of(self.text)

    @cached_property
    def confidence(self) -> float:
        """The mean over the words, 1 for a text layer."""
        values = [1.0 if p.word.confidence is None else p.word.confidence for p in self.pieces]
        return sum(values) / len(values)


Row = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line on the page, level or upright. The box is in points from the page's top-left corner."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        """Whether it is wider than high."""
        return self.x1 - self.x0 >= self.y1 - self.y0

    @property
    def middle(self) -> float:
        """Where it lies across its own direction."""
        return (self.y0 + self.y1) / 2 if self.is_horizontal else (self.x0 + self.x1) / 2


def key_of(text: str) -> str:
    """The text folded, with anything but letters and digits turned into single spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


def share_of_capitals(text: str) -> float:
    """The share of capitals among the letters, 0..1; 0 where there is no letter."""
    letters = [character for character in text if character.isalpha()]
    return sum(character.isupper() for character in letters) / len(letters) if letters else 0.0


def level(words: Iterable[Word], rules: Iterable[Rule] = ()) -> tuple[list[Piece], list[Rule]]:
    """The words and rules with boxes turned so that the lines of print are level."""
    pieces = [Piece(word, word.x0, word.y0, word.x1, word.y1) for word in words if word.text.strip()]
    slope = _slope_of(chain(pieces, gap=2 * measure_em(pieces)))
    if abs(slope) < _LEVEL_SLOPE:
        return _lowered(pieces), list(rules)
    levelled = [Piece(p.word, *_turn((p.x0, p.y0, p.x1, p.y1), slope)) for p in pieces]
    return _lowered(levelled), [Rule(*_turn((rule.x0, rule.y0, rule.x1, rule.y1), slope)) for rule in rules]


def measure_em(pieces: Sequence[Piece]) -> float:
    """The height of a printed word with its marks, the page's unit of length."""
    heights = sorted(piece.y1 - piece.y0 for piece in pieces if piece.has_text and len(piece.word.text) > 1)
    return max(heights[len(heights) * 3 // 4], 1.0) if heights else _DEFAULT_EM


def chain(pieces: Iterable[Piece], gap: float) -> list[Run]:
    """Runs of pieces that follow each other on a line, no further apart than `gap`, from top to bottom.

    Lines are followed from word to word, so that neither skew nor a neighbouring column with
    another line spacing tears them.
    """
    ordered = sorted(pieces, key=lambda piece: (piece.x0, piece.y0))
    if not ordered:
        return []
    em = measure_em(ordered)
    chains: list[list[Piece]] = []
    tails: dict[int, list[int]] = {}  # height on the page in ems -> chains that end there
    for piece in ordered:
        at = int((piece.y0 + piece.y1) / 2 / em)
        near = [number for step in (-1, 0, 1) for number in tails.get(at + step, ())]
        best = min(
            (number for number in near if _follows(piece, chains[number], gap, em)),
            key=lambda number: _distance(piece, chains[number], em),
            default=None,
        )
        if best is None:
            best = len(chains)
            chains.append([])
        else:
            last = chains[best][-1]
            tails[int((last.y0 + last.y1) / 2 / em)].remove(best)
        chains[best].append(piece)
        tails.setdefault(at, []).append(best)
    return sorted((Run(tuple(links)) for links in chains), key=lambda run: (run.middle, run.x0))


def rows_of(runs: Sequence[Run]) -> list[Row]:
    """The runs that stand beside each other put together, rows from top to bottom, runs from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.middle, run.x0)):
        if rows and _beside(run, rows[-1]):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [tuple(sorted(row, key=lambda run: run.x0)) for row in rows]


def merge(runs: Iterable[Run]) -> Run:
    """One run of all the pieces of runs that stand beside each other."""
    pieces = [piece for run in runs for piece in run.pieces]
    return Run(tuple(sorted(pieces, key=lambda piece: (piece.x0, piece.y0))))


def without(pieces: Iterable[Piece], runs: Iterable[Run]) -> list[Piece]:
    """The pieces that belong to none of the runs."""
    used = {id(piece) for run in runs for piece in run.pieces}
    return [piece for piece in pieces if id(piece) not in used]


def _lowered(pieces: list[Piece]) -> list[Piece]:
    """The pieces, those higher than print brought to the height of the word beside them.

    A box that took in a mark of the line below, or a stroke of a seal, would bridge both lines.
    """
    em = measure_em(pieces)
    ordinary = [piece for piece in pieces if piece.has_text and piece.y1 - piece.y0 <= _TALL_EMS * em]
    return [_beside_height(piece, ordinary, em) if piece.y1 - piece.y0 > _TALL_EMS * em else piece for piece in pieces]


def _beside_height(tall: Piece, ordinary: Iterable[Piece], em: float) -> Piece:
    beside = [
        (gap < 0, abs(gap), piece.y0, piece.y1)
        for piece in ordinary
        if -_OVERLAP_EMS * em <= (gap := max(piece.x0 - tall.x1, tall.x0 - piece.x1)) <= em
        and min(piece.y1, tall.y1) - max(piece.y0, tall.y0) >= 0.8 * (piece.y1 - piece.y0)
    ]
    if not beside:
        return tall
    _, _, y0, y1 = min(beside)
    return replace(tall, y0=y0, y1=y1)


def _turn(box: tuple[float, float, float, float], slope: float) -> tuple[float, float, float, float]:
    """A box moved to where a small turn of the page takes its middle."""
    x0, y0, x1, y1 = box
    drop = slope * (x0 + x1) / 2
    shift = slope * (y0 + y1) / 2
    return x0 + shift, y0 - drop, x1 + shift, y1 - drop


def _follows(piece: Piece, links: Sequence[Piece], gap: float, em: float) -> bool:
    distance = piece.x0 - links[-1].x1
    tall = max(piece.y1 - piece.y0, links[-1].y1 - links[-1].y0)
    short = min(piece.y1 - piece.y0, links[-1].y1 - links[-1].y0)
    # A stroke of a signature is as high as several lines: it continues none of them.
    if tall > 2.5 * em and tall > 2 * short:
        return False
    return -em < distance <= gap and _shared_height(piece, links) >= 0.5


def _distance(piece: Piece, links: Sequence[Piece], em: float) -> tuple[bool, float, float]:
    """How far a piece is from the line of the links: first whether it is printed over their end."""
    gap = piece.x0 - links[-1].x1
    # Words of one line do not overlap; where small print is set tight, boxes of two lines do.
    return gap < -_OVERLAP_EMS * em, -round(_shared_height(piece, links), 1), gap


def _shared_height(piece: Piece, links: Sequence[Piece]) -> float:
    """The share of the lower of both boxes that the other covers in height."""
    # The higher of the last two: a dash or a full stop does not tell where the line runs.
    link = max(links[-2:], key=lambda link: link.y1 - link.y0)
    shared = min(piece.y1, link.y1) - max(piece.y0, link.y0)
    return shared / max(min(piece.y1 - piece.y0, link.y1 - link.y0), 0.1)


def _beside(run: Run, row: Sequence[Run]) -> bool:
    return any(
        min(run.y1, other.y1) - max(run.y0, other.y0) >= 0.5 * min(run.y1 - run.y0, other.y1 - other.y0)
        for other in row
    )


def _slope_of(runs: Iterable[Run]) -> float:
    """The median rise of the longer runs, by least squares through the words' lower edges."""
    slopes: list[tuple[float, float]] = []
    for run in runs:
        pieces = [piece for piece in run.pieces if piece.has_text]
        if len(pieces) < 5:
            continue
        xs = [(piece.x0 + piece.x1) / 2 for piece in pieces]
        ys = [piece.y1 for piece in pieces]
        mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
        spread = sum((x - mean_x) ** 2 for x in xs)
        rise = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
        if spread:  # words printed over one another have no slope
            slopes.append((rise / spread, run.width))
    if not slopes:
        return 0.0
    slopes.sort()
    half = sum(weight for _, weight in slopes) / 2
    for slope, weight in slopes:
        half -= weight
        if half <= 0:
            return slope if abs(slope) <= _STEEPEST_SLOPE else 0.0
    return 0.0
