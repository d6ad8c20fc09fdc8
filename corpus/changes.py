"""What cleaning did to recognised lines, judged by what is printed there.

A change is a run of words that differ before and after. It is judged alone, by putting it into the
line as it was read: *right* where fewer words of the line are wrong with it, *nearer* where as many
words are wrong but fewer letters, otherwise *wrong*. A word that was right before is thus changed
wrongly whatever becomes of it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from corpus.aligned import AlignedLine, AlignedPages, canonical
from corpus.cleaners import Lines
from corpus.dictionary import words
from pipeline.syllables import is_syllable

_PUNCTUATION = re.compile(r"[\W_]+")
_SYMBOL = re.compile(r"\w[/-]\w*[A-ZĐ]{2}")


class Verdict(StrEnum):
    """How a change fared."""

    RIGHT = "right"
    NEARER = "nearer"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class JudgedChange:
    """A change of a line, with the words of the line before it for a person to look at."""

    document: str
    page: int
    before: str
    after: str
    printed: str  # the words that are printed there
    verdict: Verdict
    touches: str  # "digit", "symbol", "name" or ""
    is_slip: bool  # what is printed there is misspelt, and was read as it is printed
    line: str


@dataclass
class Tally:
    """Sums over the lines of some documents."""

    words: int = 0
    characters: int = 0
    word_errors: tuple[int, int] = (0, 0)  # before, after
    character_errors: tuple[int, int] = (0, 0)
    kinds: Counter[tuple[str, int]] = field(default_factory=Counter)  # (kind of error, 0 before or 1 after)
    changes: list[JudgedChange] = field(default_factory=list)
    pages: dict[tuple[str, int], list[int]] = field(default_factory=dict)  # words, errors before, errors after

    def add(self, document: str, aligned: AlignedPages, after: Lines) -> None:
        """Adds the lines of a document as a cleaner left them."""
        self.words += aligned.lost
        self.word_errors = (self.word_errors[0] + aligned.lost, self.word_errors[1] + aligned.lost)
        for line in aligned.lines:
            self._add_line(document, line, after[line.page, line.number])

    def _add_line(self, document: str, line: AlignedLine, after_text: str) -> None:
        printed = line.printed
        before, after = canonical(line.line.text).split(), canonical(after_text).split()
        errors = Levenshtein.distance(before, printed), Levenshtein.distance(after, printed)
        letters = _distance(before, printed), _distance(after, printed)
        self.words += len(printed)
        self.characters += len(" ".join(printed))
        self.word_errors = (self.word_errors[0] + errors[0], self.word_errors[1] + errors[1])
        self.character_errors = (self.character_errors[0] + letters[0], self.character_errors[1] + letters[1])
        page = self.pages.setdefault((document, line.page), [0, 0, 0])
        for place, number in enumerate((len(printed), *errors)):
            page[place] += number
        for number, read in enumerate((before, after)):
            self.kinds.update((kind, number) for kind in _kinds_of_errors(read, printed))
        self.changes += _judge(document, line, before, after)


def _judge(document: str, line: AlignedLine, before: list[str], after: list[str]) -> Iterator[JudgedChange]:
    printed = line.printed
    words, letters = Levenshtein.distance(before, printed), _distance(before, printed)
    for start, end, new in _changes(before, after):
        changed = [*before[:start], *new, *before[end:]]
        gained, nearer = words - Levenshtein.distance(changed, printed), letters - _distance(changed, printed)
        verdict = Verdict.RIGHT if gained > 0 else Verdict.NEARER if gained == 0 and nearer > 0 else Verdict.WRONG
        there = _printed_at(before, printed, start, end)
        yield JudgedChange(
            document=document,
            page=line.page,
            before=" ".join(before[start:end]),
            after=" ".join(new),
            printed=" ".join(there),
            verdict=verdict,
            touches=_touches([*before[start:end], *there], is_first=start == 0),
            is_slip=before[start:end] == there and mends_a_slip(before, start, end, new),
            line=" ".join(before),
        )


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, list[str]]]:
    """Runs of words that differ; where as many words stand afterwards, each is a change of its own."""
    run: list[int] | None = None
    for code in [*Levenshtein.opcodes(before, after), None]:
        if code is not None and code.tag != "equal":
            run = [run[0], code.src_end, run[2], code.dest_end] if run else [*_ends(code)]
        elif run:
            start, end, new_start, new_end = run
            if end - start == new_end - new_start:
                for place in range(end - start):
                    yield start + place, start + place + 1, [after[new_start + place]]
            else:
                yield start, end, list(after[new_start:new_end])
            run = None


def _ends(code: object) -> tuple[int, int, int, int]:
    return code.src_start, code.src_end, code.dest_start, code.dest_end  # type: ignore[attr-defined]


def _printed_at(before: Sequence[str], printed: Sequence[str], start: int, end: int) -> list[str]:
    """The printed words that the words from `start` to `end` stand for."""
    places: list[int] = []
    for code in Levenshtein.opcodes(before, printed):
        if code.src_start < end and code.src_end > start:
            if code.tag == "insert":
                continue
            left, right = max(start, code.src_start) - code.src_start, min(end, code.src_end) - code.src_start
            size = code.dest_end - code.dest_start
            last = size if right == code.src_end - code.src_start else min(right, size)
            places += range(code.dest_start + min(left, size), code.dest_start + last)
    return [printed[place] for place in places]


def _touches(words: Sequence[str], *, is_first: bool) -> str:
    if any(_SYMBOL.search(word) for word in words):
        return "symbol"
    if any(character.isdigit() for word in words for character in word):
        return "digit"
    if not is_first and any(word.strip("()\"'.,;:").istitle() for word in words):
        return "name"
    return ""


def mends_a_slip(before: Sequence[str], start: int, end: int, new: Sequence[str]) -> bool:
    """Whether the new words are words, or make one with a neighbour ("hỗ trợ"), and the old ones do not ("hổ trợ")."""
    if not all(map(is_syllable, map(_bare_word, new))):
        return False
    if not all(map(is_syllable, map(_bare_word, before[start:end]))):
        return True
    left, right = (_bare_word(" ".join(before[place : place + 1])) for place in (max(0, start - 1), end))
    old, made = (_bare_word(" ".join(part)) for part in (before[start:end], new))
    return any(
        after in words() and was not in words()
        for was, after in ((f"{left} {old}", f"{left} {made}"), (f"{old} {right}", f"{made} {right}"))
    )


def _bare_word(word: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", word).lower().split())


def _kinds_of_errors(words: Sequence[str], printed: Sequence[str]) -> Iterator[str]:
    """What is wrong, one kind a wrong word."""
    for code in Levenshtein.opcodes(words, printed):
        if code.tag == "equal":
            continue
        there, here = printed[code.dest_start : code.dest_end], words[code.src_start : code.src_end]
        if len(there) != len(here):
            yield from ["other"] * (max(len(there), len(here)) - 1)
            same_letters = "".join(there) == "".join(here)
            yield "spaces" if same_letters else "other"
        else:
            yield from map(_kind, here, there)


def _kind(read: str, printed: str) -> str:
    if any(character.isdigit() for character in printed):
        return "digits"
    bare_read, bare_printed = _PUNCTUATION.sub("", read), _PUNCTUATION.sub("", printed)
    if bare_read == bare_printed:
        return "punctuation"
    if re.fullmatch("[IVXL]+", bare_printed):
        return "numerals"
    if bare_read.lower() == bare_printed.lower():
        return "case"
    if _unmarked(bare_read.lower()) == _unmarked(bare_printed.lower()):
        return "marks"
    return "letters"


def _unmarked(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _distance(words: Sequence[str], printed: Sequence[str]) -> int:
    return Levenshtein.distance(" ".join(words), " ".join(printed))
