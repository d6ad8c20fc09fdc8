"""Words cut where print ends and writing begins, and the writing put between them."""

from collections.abc import Sequence
from dataclasses import replace

from models.page import Word
from pipeline.ocr.handwriting.fields import Field
from pipeline.ocr.handwriting.metrics import extent_of


def put_in_place(words: Sequence[Word], written: Sequence[tuple[Field, Word]]) -> list[Word]:
    """The words without what was read in the fields, and with what was written there in its place."""
    placed: list[tuple[int, float, Word]] = [
        (field.after.index, field.after.start - 0.5, word) for field, word in written
    ]
    cuts: dict[int, list[tuple[int, int, Field]]] = {}
    for field, _ in written:
        for part in field.inside:
            cuts.setdefault(part.index, []).append((part.start, part.end, field))
    for index, word in enumerate(words):
        placed += [(index, start, piece) for start, piece in _pieces(word, sorted(cuts.get(index, []), key=_start))]
    return [word for _, _, word in sorted(placed, key=lambda entry: entry[:2])]


def _start(cut: tuple[int, int, Field]) -> int:
    return cut[0]


def _pieces(word: Word, cuts: Sequence[tuple[int, int, Field]]) -> list[tuple[int, Word]]:
    """What is left of a word, each piece with where it began."""
    if not cuts:
        return [(0, word)]
    pieces = []
    begin, left = 0, word.x0
    for start, end, field in cuts:
        if start > begin:
            pieces.append((begin, _printed(word, begin, start, left, min(field.x0, word.x1), field)))
        begin, left = end, max(field.x1, word.x0)
    if begin < len(word.text):
        pieces.append((begin, _printed(word, begin, len(word.text), left, word.x1, cuts[-1][2])))
    return pieces


def _printed(word: Word, start: int, end: int, x0: float, x1: float, field: Field) -> Word:
    """A piece of print: as high as its letters are, because the word's own box is as high as the writing."""
    text = word.text[start:end]
    above, below = extent_of(text)
    y0, y1 = field.baseline - above * field.cap_height, field.baseline + below * field.cap_height
    return replace(word, text=text, x0=min(x0, x1), y0=y0, x1=max(x0, x1), y1=y1)
