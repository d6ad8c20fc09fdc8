"""Which lines of running text begin a paragraph, and which are centred.

Signals, in order of authority: an indentation that the line before does not share; a line
before that ends although the next word would have fitted; a wider gap between the lines; a
list marker. Where they do not settle it the answer is None, and the text must tell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.folding import fold
from pipeline.layout.runs import Run, share_of_capitals

# "-", "+", "1.", "2.1.", "a)", "IV.", "Điều 3." at the start of a line, folded.
_MARKER = re.compile(
    r"^(?:[-–—+*•●▪]|\d{1,2}(?:\.\d{1,2}){0,3}[.)/]?|[a-z][.)]/?|[ivxl1]{1,5}[.)]|dieu \d{1,3}\.?)(?= |$)"
)
_INDENT_EMS = 1.3  # the decree asks for 1 to 1.27 cm; anything below a quarter of that is wobble
_SPACE_EMS = 0.45
_FULL_LINE = 0.5  # of the page's width; running text takes three quarters


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right margin of the running text of a page."""

    left: float
    right: float

    @property
    def centre(self) -> float:
        """The middle of the text."""
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        """The width of the text."""
        return self.right - self.left


def measure_margins(runs: Sequence[Run], em: float, width: float) -> Margins:
    """The margins most full lines share; on a page `width` wide without a full line, those the decree asks for."""
    if not runs:
        return Margins(0.0, width)
    widest = max(run.width for run in runs)
    if widest < _FULL_LINE * width:
        # A last page with nothing but recipients and signature: 30 mm left, 15 mm or more right.
        left = _densest([run.x0 for run in runs], em)
        return Margins(left, max(width - left / 2, *(run.x1 for run in runs)))
    # Wide enough to be full lines, also where a stamp beside the text made one line wider.
    full = [run for run in runs if run.width > 0.7 * widest]
    left = _densest([run.x0 for run in full], em)
    return Margins(left, max(_densest([run.x1 for run in full], em), left + 1))


def mark_paragraphs(lines: Sequence[Run], margins: Margins, em: float) -> list[tuple[bool | None, bool]]:
    """For each line of running text: whether it starts a paragraph, and whether it is centred."""
    full = [line for line in lines if line.x1 > margins.right - 4 * em and line.width > 0.6 * margins.width]
    indents = [line.x0 - margins.left for line in full if line.x0 - margins.left > _INDENT_EMS * em]
    style = _Style(margins, em, median(indents) if indents else None, _pitch_of(lines, em))
    marks: list[tuple[bool | None, bool]] = []
    for number, line in enumerate(lines):
        is_centred = style.is_centred(line, after_centred=bool(marks) and marks[-1][1])
        if number == 0:
            marks.append((True if is_centred else style.starts_page(line), is_centred))
        elif is_centred or marks[-1][1]:
            marks.append((style.starts_beside_centred(lines[number - 1], line, is_centred == marks[-1][1]), is_centred))
        else:
            marks.append((style.starts(lines[number - 1], line), is_centred))
    return marks


@dataclass(frozen=True, slots=True)
class _Style:
    """How a page's paragraphs are set."""

    margins: Margins
    em: float
    indent: float | None  # how far first lines stand in, None where paragraphs are not indented
    pitch: float  # from line to line within a paragraph

    def starts_page(self, line: Run) -> bool | None:
        """Of the first line there is no line before to compare with."""
        if self._is_indented(line):
            return None if _goes_on(line) else True
        if _goes_on(line):
            return False
        # Headings at the left margin are told by the text.
        return None if self.indent is None or _has_marker(line) or share_of_capitals(line.text) > 0.8 else False

    def starts(self, before: Run, line: Run) -> bool | None:
        """Whether `line`, which follows `before`, starts a paragraph."""
        has_marker = _has_marker(line)
        if _goes_on(line) and not has_marker:
            # A line that begins in the middle of a sentence starts nothing, but an indented one may be
            # an item in small letters.
            return None if self._is_indented(line) and not self._is_aligned(before, line) else False
        if self._is_indented(line):
            return True
        if self._would_have_fitted(before, line) or self._is_set_off(before, line):
            return True
        if has_marker or share_of_capitals(line.text) > 0.8:
            return None
        return False

    def starts_beside_centred(self, before: Run, line: Run, both: bool) -> bool | None:
        """A title and its subject are lines of their own; a subject over several lines is one paragraph."""
        if not both:
            return None if _goes_on(line) else True
        if self._is_set_off(before, line):
            return True
        if (share_of_capitals(before.text) > 0.8) != (share_of_capitals(line.text) > 0.8):
            return True
        return False if _goes_on(line) else None

    def is_centred(self, line: Run, after_centred: bool) -> bool:
        """Whether a line stands in the middle, and not merely happens to end as far in as it begins."""
        inset = line.x0 - self.margins.left
        outset = self.margins.right - line.x1
        # Titles are centred on the paper: beside unlike margins they stand off the text's middle.
        tolerance = 4 * self.em if min(inset, outset) > 10 * self.em else 2.4 * self.em
        if abs(inset - outset) > tolerance or inset < self.em or line.text[0] in "-–—+•":
            return False
        is_indent = self.indent is not None and abs(inset - self.indent) < 0.8 * self.em
        return after_centred or (inset > 2 * self.em and not is_indent)

    def _is_indented(self, line: Run) -> bool:
        return line.x0 - self.margins.left > _INDENT_EMS * self.em

    def _is_aligned(self, before: Run, line: Run) -> bool:
        return abs(before.x0 - line.x0) < _INDENT_EMS * self.em

    def _would_have_fitted(self, before: Run, line: Run) -> bool:
        first = line.pieces[0]
        room = self.margins.right - before.x1
        return room > (first.x1 - first.x0) + (_SPACE_EMS + 1) * self.em

    def _is_set_off(self, before: Run, line: Run) -> bool:
        return line.middle - before.middle > 1.4 * self.pitch


def _pitch_of(lines: Sequence[Run], em: float) -> float:
    steps = sorted(below.middle - above.middle for above, below in pairwise(lines))
    steps = [step for step in steps if step > em]
    # The lower quartile: gaps between paragraphs are wider, and there may be more of them than lines within.
    return steps[len(steps) // 4] if steps else 1.6 * em


def _goes_on(line: Run) -> bool:
    """Whether a line begins with a small letter, as only the middle of a sentence and item letters do."""
    letter = next((c for c in line.text if c.isalnum()), "")
    return letter.islower() and not _has_marker(line)


def _has_marker(line: Run) -> bool:
    return bool(_MARKER.match(fold(line.text)))


def _densest(values: Sequence[float], width: float) -> float:
    """The middle of the values in the fullest window of `width`."""
    ordered = sorted(values)
    best: Sequence[float] = ordered[:1]
    for start, value in enumerate(ordered):
        window = [other for other in ordered[start:] if other - value <= width]
        if len(window) > len(best):
            best = window
    return median(best)
