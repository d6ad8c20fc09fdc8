"""Headings: how a plan numbers them and in which letters it prints them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.generator.draw import Draw
from corpus.generator.meanings import Headed, HeadingOf
from corpus.generator.words import Words, as_words
from models.record import SectionKind

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
# Vietnamese lists run a, b, c, d, đ, e, g: no f, and đ behind d (Nghị định 30/2020/NĐ-CP, Phụ lục I).
_LETTERS = "abcdđeghiklm"


@dataclass(frozen=True, slots=True)
class Line:
    """A printed paragraph, heading (of `heading` `#`) or row of a table (its `cells`)."""

    words: Words
    heading: int = 0
    cells: tuple[Words, ...] = ()


@dataclass(slots=True)
class Outline:
    """The numbering of one plan; counts as headings are drawn."""

    draw: Draw
    style: str
    mark: str
    second_mark: str
    capitals: bool
    runs_in: bool
    colon: str
    _first: int = field(default=0)
    _second: int = field(default=0)
    _third: int = field(default=0)

    def first(self, heading: str, kinds: Sequence[str], also: Sequence[Sequence[str]] = ()) -> Line:
        """A heading of level 1; `also` holds further right sets of kinds."""
        self._first += 1
        self._second = self._third = 0
        number = _ROMAN[self._first - 1]
        letter = "ABCDEGHIKLMN"[self._first - 1]
        label = {"arabic": str(self._first), "letters": letter, "bare": ""}.get(self.style, number)
        before = {"part": f"{'PHẦN' if self.capitals else 'Phần'} {number}{self.mark} ", "bare": ""}.get(
            self.style, f"{label}{self.mark} "
        )
        text = Words(heading.upper() if self.capitals or self.style == "bare" else heading)
        return self._line(before, label, text, 1, kinds, _kinds(also), self.colon)

    def second(
        self,
        heading: Words | str,
        kinds: Sequence[str],
        also: Sequence[Sequence[str]] = (),
        rest: Words | str = "",
        *,
        optional: bool = False,
    ) -> Line:
        """A heading of level 2, with the `rest` of its paragraph where the text follows on the line.

        An `optional` one can as well be read as the beginning of its paragraph.
        """
        self._second += 1
        self._third = 0
        label, before = self._second_label()
        end = ": " if rest else self.colon
        line = self._line(before, label, as_words(heading), 2, kinds, _kinds(also), end, optional=optional)
        return Line(line.words + rest, line.heading)

    def paragraph(self, words: Words) -> Line:
        """A numbered paragraph of level 2 that is no heading."""
        self._second += 1
        self._third = 0
        return Line(self._second_label()[1] + words)

    def items(self, sentences: Sequence[Words], bullet: str) -> list[Line]:
        """The sentences as items: dashes, letters, plain, or numbers below the heading's."""
        lines = []
        if len(sentences) == 1 and bullet in ("letter", "number"):
            bullet = "dash"
        for index, sentence in enumerate(sentences):
            end = "." if index == len(sentences) - 1 or self.draw.chance(0.6) else ";"
            text = sentence if sentence.text.endswith((".", ";", ":")) else sentence + end
            lines.append(Line(Words(self._bullet(bullet, index)) + text.capital()))
        return lines

    def bullet(self) -> str:
        """A way of listing items below a heading."""
        weights = {"dash": 0.6, "letter": 0.2, "plain": 0.1, "number": 0.1}
        if self.style == "bare":
            weights = {"dash": 0.8, "plain": 0.2}
        return self.draw.weighted(weights)

    def _bullet(self, bullet: str, index: int) -> str:
        if bullet == "letter":
            return f"{_LETTERS[index % len(_LETTERS)]}) "
        if bullet == "number" and self._second:
            label = self._second_label()[0]
            return f"{label}.{index + 1}. "
        return "" if bullet == "plain" else "- "

    def _second_label(self) -> tuple[str, str]:
        if self.style == "bare":
            return "", ""
        if self.style == "arabic":
            label = f"{self._first}.{self._second}"
        elif self.style == "letters":
            label = _ROMAN[self._second - 1]
        else:
            label = str(self._second)
        return label, f"{label}{self.second_mark} "

    def _line(
        self,
        before: str,
        label: str,
        heading: Words,
        level: int,
        kinds: Sequence[str],
        also: tuple[tuple[SectionKind, ...], ...],
        end: str,
        *,
        optional: bool = False,
    ) -> Line:
        headed = Headed(label, level, tuple(SectionKind(kind) for kind in kinds), also, optional)
        words = (Words(before) + heading.marked(HeadingOf(headed))).marked(headed)
        return Line(words + end, level)


def _kinds(options: Sequence[Sequence[str]]) -> tuple[tuple[SectionKind, ...], ...]:
    return tuple(tuple(SectionKind(kind) for kind in option) for option in options)


def draw_outline(draw: Draw, *, party: bool) -> Outline:
    """The manner of headings of one plan."""
    style = draw.weighted({"roman": 0.68, "arabic": 0.14, "part": 0.06, "letters": 0.04, "bare": 0.08})
    mark = draw.weighted({".": 0.8, "/": 0.08, "-": 0.06, ".-": 0.06})
    if party and style in ("roman", "letters"):
        mark = draw.weighted({"-": 0.7, ".": 0.3})
    if style == "part":
        mark = draw.one((".", ":"))
    if style == "arabic":
        mark = "."
    second = "-" if mark == "-" and draw.chance(0.6) else draw.weighted({".": 0.95, "/": 0.05})
    capitals = style != "arabic" or draw.chance(0.5)
    colon = draw.weighted({"": 0.75, ":": 0.25})
    return Outline(draw, style, mark, second if style != "arabic" else ".", capitals, draw.chance(0.25), colon)
