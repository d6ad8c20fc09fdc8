"""Ways to clean recognised lines, side by side: none, this program's, and two that others would take.

Each takes the pages of a document and gives the text of every line afterwards, by page and number.
A line that a way leaves out (page numbers, stamps) keeps its text: leaving out is no correction.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from corpus.dictionary import syllables
from models.page import Page
from pipeline.clean import build_document

Lines = dict[tuple[int, int], str]

_WORD = re.compile(r"[^\W\d_]+")
_MAX_EDITS = 1  # letters that the nearest syllable of the dictionary may be away


def keep(pages: Sequence[Page]) -> Lines:
    """The lines as they were read."""
    return {(page.number, number): line.text for page in pages for number, line in enumerate(page.lines)}


def clean_with_kehoach(pages: Sequence[Page]) -> Lines:
    """The lines as this program's document has them, put back into the lines they were printed in."""
    document = build_document(pages)
    pieces: list[list[str]] = [[] for _ in range(len(document.raw) + 1)]
    for character, offset in zip(document.text, document.raw_offsets, strict=False):
        pieces[offset].append(character)
    lines: Lines = {}
    start = 0
    for place, text in raw_lines(pages):
        clean = "".join("".join(piece) for piece in pieces[start : start + len(text) + 1]).strip("\n |")
        lines[place] = clean or text
        start += len(text) + 1
    return lines


def raw_lines(pages: Sequence[Page]) -> list[tuple[tuple[int, int], str]]:
    """The lines in the order they have in the raw text of a document: tables by cell."""
    lines = []
    for page in pages:
        order = sorted(
            range(len(page.lines)),
            key=lambda number, page=page: _table_place(page, number),  # type: ignore[misc]
        )
        lines += [((page.number, number), page.lines[number].text) for number in order]
    return lines


def _table_place(page: Page, number: int) -> tuple[int, int, int, int]:
    """Where a line stands: its table's first line, then row and column; its own place outside tables."""
    line = page.lines[number]
    if line.table is None:
        return number, 0, 0, number
    first = number
    while first and page.lines[first - 1].table == line.table:
        first -= 1
    return first, line.row or 0, line.column or 0, number


def clean_by_dictionary(pages: Sequence[Page]) -> Lines:
    """Each word that no dictionary has becomes the nearest syllable that is one letter away, if there is one."""
    return {place: _WORD.sub(lambda match: _nearest(match[0]), text) for place, text in keep(pages).items()}


@cache
def _nearest(word: str) -> str:
    if len(word) < 2 or word.lower() in _known() or (word.isupper() and len(word) <= 5):
        return word
    found = process.extractOne(word.lower(), syllables(), scorer=Levenshtein.distance, score_cutoff=_MAX_EDITS)
    if found is None:
        return word
    nearest: str = found[0]
    return nearest.upper() if word.isupper() else nearest.capitalize() if word[0].isupper() else nearest


@cache
def _known() -> frozenset[str]:
    return frozenset(syllables())


def clean_with_underthesea(pages: Sequence[Page]) -> Lines:
    """What `underthesea.text_normalize` makes of a line, without the spaces it puts around punctuation."""
    from underthesea import text_normalize

    return {
        place: _spaced_as(text, text_normalize(text)) if text.strip() else text for place, text in keep(pages).items()
    }


def _spaced_as(before: str, after: str) -> str:
    letters = iter(after.replace(" ", ""))
    if len(after.replace(" ", "")) != len(before.replace(" ", "")):
        return after
    return "".join(" " if character == " " else next(letters) for character in before)


CLEANERS: dict[str, Callable[[Sequence[Page]], Lines]] = {
    "none": keep,
    "kehoach": clean_with_kehoach,
    "dictionary": clean_by_dictionary,
    "underthesea": clean_with_underthesea,
}
