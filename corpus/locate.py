"""The text of a composed plan, and where in it printed words stand.

The text is what the program's clean text would be, were every letter recognised: one paragraph a
line, in the program's own spelling of letters and tones, lines without a word left out, empty
cells of a table row left out. Words are looked for in that spelling, as whole words.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from corpus.goldfile import Place
from corpus.planfile import CorpusError, Part, Plan, plan_text, printed_lines, without_braces
from models.evidence import Evidence
from pipeline.clean.mapped import MappedText
from pipeline.clean.normalize import normalize_line

# The printed number of an item: "IV.", "2.1.", "a)", Party documents also "2-".
ITEM = re.compile(
    r"(?:(?P<roman>[IVXL]{1,6})|(?P<part>\d{1,2}(?:\.\d{1,2}){0,3})|(?P<letter>[a-zđ]))(?:[.)](?: |(?=\D))|-(?= ))"
)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A paragraph of the text, `text[start:end]`, and the part of the print it is from."""

    part: Part
    start: int
    end: int


@dataclass(frozen=True)
class PlanText:
    """The clean text of a plan, with the way back to `plan.txt`."""

    raw: str
    text: str
    raw_offsets: tuple[int, ...]
    lines: tuple[TextLine, ...]

    @cached_property
    def tail_start(self) -> int:
        """Where the recipients, or else the signature, begin."""
        tail = (Part.RECIPIENTS_TITLE, Part.RECIPIENTS, Part.SIGNATURE)
        return next((line.start for line in self.lines if line.part in tail), len(self.text))

    @cached_property
    def appendix_start(self) -> int:
        """Where what is printed behind the signature begins."""
        return next((line.start for line in self.lines if line.part is Part.APPENDIX), len(self.text))

    @cached_property
    def closing_start(self) -> int:
        """Where the last paragraphs that round the plan off begin, or the tail."""
        start = self.tail_start
        for line in reversed([line for line in self.lines if line.end < start]):
            words = self.text[line.start : line.end]
            if ITEM.match(words) or words.startswith(("-", "+")):
                break
            if words.startswith("Trên đây"):
                return line.start
        return start

    def evidence(self, start: int, end: int) -> Evidence:
        """The evidence for a span of the text; the raw words are those of plan.txt."""
        raw = self.raw[self.raw_offsets[start] : self.raw_offsets[end - 1] + 1]
        return Evidence(start=start, end=end, text=self.text[start:end], raw=raw, page=1)

    def line_at(self, offset: int) -> TextLine:
        """The paragraph that holds `offset`."""
        return next(line for line in self.lines if line.start <= offset <= line.end)

    def occurrences(self, words: str) -> list[tuple[int, int]]:
        """Every span in which the words stand as whole words."""
        wanted = "\n".join(normalize_line(line, 0, is_plain_text=False).text for line in words.strip().split("\n"))
        if not wanted:
            return []
        before = r"(?<!\w)" if wanted[0].isalnum() else ""
        behind = r"(?!\w)" if wanted[-1].isalnum() else ""
        return [match.span() for match in re.finditer(before + re.escape(wanted) + behind, self.text)]

    def find(self, place: Place, entry: str) -> tuple[int, int]:
        """The one span that a place means.

        Raises:
            CorpusError: the words are not printed, or several times and it is not said which.
        """
        found = self.candidates(place, entry)
        if len(found) > 1 and place.nth is None and place.after is None:
            spots = "\n".join(f"    nth = {number}: {self._around(span)}" for number, span in enumerate(found, start=1))
            raise CorpusError(
                f'{entry}: "{place.at}" is printed {len(found)} times:\n{spots}\n', "  Say nth = … or after = …."
            )
        return found[0]

    def candidates(self, place: Place, entry: str) -> list[tuple[int, int]]:
        """The spans that a place can mean: one where `nth` or `after` says which, never none.

        Raises:
            CorpusError: the words, or those of `after`, are not printed.
        """
        found = self.occurrences(place.at)
        if not found:
            raise CorpusError(f'{entry}: "{place.at}" is not printed.', self._nearest(place.at))
        if place.after is not None:
            marks = self.occurrences(place.after)
            if not marks:
                raise CorpusError(
                    f'{entry}: the words of after, "{place.after}", are not printed.', self._nearest(place.after)
                )
            found = [span for span in found if span[0] >= marks[0][1]]
            if not found:
                raise CorpusError(f'{entry}: "{place.at}" is not printed behind "{place.after}".')
            found = found if place.nth else found[:1]
        if place.nth is not None:
            if place.nth > len(found):
                raise CorpusError(
                    f'{entry}: "{place.at}" is printed {len(found)} times, so there is no nth = {place.nth}.'
                )
            found = [found[place.nth - 1]]
        return found

    def _around(self, span: tuple[int, int]) -> str:
        line = self.line_at(span[0])
        start, end = max(line.start, span[0] - 45), min(max(line.end, span[1]), span[1] + 25)
        before, behind = self.text[start : span[0]], self.text[span[1] : end]
        return f"…{before}[{self.text[span[0] : span[1]]}]{behind}…".replace("\n", "⏎")

    def _nearest(self, words: str) -> str:
        """What is printed most like the words, for the message."""
        best = fuzz.partial_ratio_alignment(words, self.text)
        if best is None or best.score < 60:
            return ""
        return f'Printed is: "{self.text[best.dest_start : best.dest_end]}"'.replace("\n", "⏎")


def read_plan_text(plan: Plan) -> PlanText:
    """The clean text of a plan, with its paragraphs."""
    raw = plan_text(plan)
    pieces: list[MappedText] = []
    lines: list[TextLine] = []
    offset = length = 0
    for line in printed_lines(plan):
        printed = without_braces(line.text)
        clean = _clean_line(tuple(map(without_braces, line.cells)) or (printed,), offset)
        if any(character.isalnum() for character in clean.text):
            if pieces:
                pieces.append(MappedText("\n", (offset - 1,)))
                length += 1
            pieces.append(clean)
            lines.append(TextLine(line.part, length, length + len(clean)))
            length += len(clean)
        offset += len(printed) + 1
    text = "".join(piece.text for piece in pieces)
    offsets = tuple(place for piece in pieces for place in piece.offsets)
    return PlanText(raw, text, offsets, tuple(lines))


def _clean_line(cells: tuple[str, ...], offset: int) -> MappedText:
    """A paragraph, or the cells of a table row that hold words, in clean form."""
    row = MappedText("", ())
    for cell in cells:
        row = row.joined(normalize_line(cell, offset, is_plain_text=False), " | ")
        offset += len(cell) + len(" | ")
    return row
