"""Recognised lines beside what is printed there.

On a scan that the corpus made, every printed word has its box, so that the words of a line are
found by place, whatever order the page was read in. Lines with something written by hand in them (the
number and day of a letterhead) are left out: what a hand wrote no language tells. A transcript has no
boxes: there a line is looked for in the text, near the place where the line before it was found.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from models.page import Line, Page, Region
from pipeline.clean.normalize import normalize_line

# How much of the smaller box two boxes must share to be the same print: neighbours on a line
# touch, and the letters of the lines above and below reach into a line.
_LEAST_OVERLAP = 0.3
_LEAST_LIKENESS = 70.0  # 0..100, of a line and its place in a transcript; a worse one is another line's
_BY_HAND = "hand"  # as `corpus.printing.sheet.Kind` calls it
_SHORT_LINE = 12  # characters; a shorter line is found in a transcript by its exact letters only


@dataclass(frozen=True, slots=True)
class AlignedLine:
    """A recognised line and the words that are printed at its place.

    `pairs` tells which recognised words, by index, are which printed words: one and one where
    recognition saw the same words, more where it tore or joined some.
    """

    page: int
    number: int  # of the line on its page, from 0
    line: Line
    printed: tuple[str, ...]
    pairs: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class AlignedPages:
    """The lines of a document that have nothing but print, and how many printed words no line was read for."""

    lines: tuple[AlignedLine, ...]
    lost: int


def align_by_boxes(pages: Sequence[Page], words_file: Path) -> AlignedPages:
    """The lines of a scan of the corpus, with `<plan>@L<level>.words.json` that was written beside it."""
    printed = {page["number"]: page for page in json.loads(words_file.read_text("utf-8"))["pages"]}
    lines: list[AlignedLine] = []
    lost = 0
    for page in pages:
        words = [word for word in printed[page.number]["words"] if word["line"] >= 0]
        found, missing = _align_page(page, words, _upright(words, printed[page.number], page.rotation))
        lines += found
        lost += missing
    return AlignedPages(tuple(lines), lost)


def align_by_text(pages: Sequence[Page], transcripts: Sequence[str]) -> AlignedPages:
    """The lines of a scan with the transcript of each of its pages, or of all in one.

    Lines that are like no place of the transcript (handwriting, seals, lines read amiss) are left out;
    printed words without a line are not counted.
    """
    lines: list[AlignedLine] = []
    for page in pages:
        text = transcripts[page.number - 1] if len(transcripts) == len(pages) else "\n".join(transcripts)
        lines += _align_transcript(page, canonical(text))
    return AlignedPages(tuple(lines), 0)


def canonical(text: str) -> str:
    """A text in the spelling of letters, marks and spaces that errors are counted in.

    NFC, tones placed the house's way, dashes and quotation marks of all kinds made equal: these are
    no errors of recognition, whichever side writes them otherwise.
    """
    spelt = normalize_line(text.replace("\n", " "), 0, is_plain_text=False).text
    return " ".join(spelt.translate(_EQUAL).split())


_EQUAL = str.maketrans({**dict.fromkeys("–—‒‑−", "-"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("’‘", "'")})


def _upright(words: Sequence[dict[str, Any]], sheet: dict[str, Any], rotation: int) -> np.ndarray:
    """The boxes of the words on the page as recognition turned it, clockwise by `rotation` degrees."""
    boxes = np.array([word["box"] for word in words]).reshape(-1, 4)
    x0, y0, x1, y1 = boxes.T
    width, height = sheet["width"], sheet["height"]
    turned = {
        0: (x0, y0, x1, y1),
        90: (height - y1, x0, height - y0, x1),
        180: (width - x1, height - y1, width - x0, height - y0),
        270: (y0, width - x1, y1, width - x0),
    }
    return np.stack(turned[rotation], axis=1)


def _align_page(page: Page, printed: Sequence[dict[str, Any]], places: np.ndarray) -> tuple[list[AlignedLine], int]:
    read = [(number, place) for number, line in enumerate(page.lines) for place in range(len(line.words))]
    if not read or not printed:
        return [], len(printed)
    boxes = [page.lines[number].words[place] for number, place in read]
    common, shares = _shared(np.array([[word.x0, word.y0, word.x1, word.y1] for word in boxes]), places)
    best = common.argmax(axis=0)  # a speck can lie wholly in a word's box, but has little of it
    owner = [
        read[place][0] if shares[place, index] >= _LEAST_OVERLAP else None for index, place in enumerate(best.tolist())
    ]
    lines = []
    first = 0
    for number, line in enumerate(page.lines):
        here = [index for index, line_number in enumerate(owner) if line_number == number]
        if here and not any(printed[index].get("kind") == _BY_HAND for index in here):
            block = shares[first : first + len(line.words), here] >= _LEAST_OVERLAP
            words = tuple(canonical(printed[index]["text"]) for index in here)
            lines.append(AlignedLine(page.number, number, line, words, tuple(_components(block))))
        first += len(line.words)
    lost = [index for index, line_number in enumerate(owner) if line_number is None]
    return lines, sum(printed[index].get("kind") != _BY_HAND for index in lost)


def _shared(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The area that each two boxes have in common, and its share of the smaller box, 0..1."""
    width = np.minimum(left[:, None, 2], right[None, :, 2]) - np.maximum(left[:, None, 0], right[None, :, 0])
    height = np.minimum(left[:, None, 3], right[None, :, 3]) - np.maximum(left[:, None, 1], right[None, :, 1])
    common: np.ndarray = np.clip(width, 0, None) * np.clip(height, 0, None)
    smaller = np.minimum(_area(left)[:, None], _area(right)[None, :])
    return common, common / np.maximum(smaller, 1e-6)


def _area(boxes: np.ndarray) -> np.ndarray:
    area: np.ndarray = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return area


def _components(block: np.ndarray) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The words that overlap one another, in groups, by the recognised word that comes first."""
    done: set[int] = set()
    for start in range(block.shape[0]):
        if start in done or not block[start].any():
            continue
        rows, columns = {start}, {int(column) for column in np.flatnonzero(block[start])}
        while True:
            wider = {int(row) for column in columns for row in np.flatnonzero(block[:, column])}
            if wider <= rows:
                break
            rows |= wider
            columns |= {int(column) for row in wider for column in np.flatnonzero(block[row])}
        done |= rows
        yield tuple(sorted(rows)), tuple(sorted(int(column) for column in columns))


def _align_transcript(page: Page, text: str) -> Iterable[AlignedLine]:
    for number, line in enumerate(page.lines):
        read = canonical(line.text)
        if line.region in (Region.FURNITURE, Region.STAMP) or not read:
            continue
        if len(read) < _SHORT_LINE:
            if f" {read} " in f" {text} ":
                yield AlignedLine(page.number, number, line, tuple(read.split()))
            continue
        found = fuzz.partial_ratio_alignment(read, text, score_cutoff=_LEAST_LIKENESS)
        if found is None or len(read) > len(text):
            continue
        start, end = found.dest_start, found.dest_end
        yield AlignedLine(page.number, number, line, _whole_words(text, start, end))


def _whole_words(text: str, start: int, end: int) -> tuple[str, ...]:
    """The words of which at least half lie between two places."""
    words = []
    position = 0
    for word in text.split(" "):
        stop = position + len(word)
        if min(stop, end) - max(position, start) >= len(word) / 2:
            words.append(word)
        position = stop + 1
    return tuple(words)
