"""How well the words of a scanned page were read, by the part of the plan they belong to, in any reading order.

Every word that was read is given to the printed word it lies on, or lies next to; what was read of
a part is then compared with what is printed in it, in the printed order. So recognition is measured
apart from layout, and a scrap read in a margin counts as an error of no part.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from corpus.printing.sheet import Kind, PlacedText
from corpus.scanning.scan import ScannedPage
from models.page import Page, Region, Word
from pipeline.folding import edit_distance
from pipeline.score.text_errors import Errors, graphemes, normal_text

NO_PART = "none"
_NEAR = 6.0  # points between a word and the printed word it is a piece of
_SET_ASIDE = frozenset({Region.FURNITURE, Region.STAMP})


def errors_by_part(page: Page, scanned: ScannedPage) -> dict[str, Errors]:
    """Character errors and printed characters of each part; handwriting, stamps and page numbers are left out."""
    height, width = (side * 72 / scanned.dpi for side in scanned.image.shape[:2])
    boxes = [_turned(scanned.points(word.box), page.rotation, width, height) for word in scanned.words]
    read = [word for line in page.lines if line.region not in _SET_ASIDE for word in line.words]
    found: dict[str, list[tuple[int, float, str]]] = defaultdict(list)
    for word in read:
        number = _nearest(word, boxes)
        part = NO_PART if number is None else _part_of(scanned.words[number])
        found[part].append((-1 if number is None else number, word.x0, word.text))
    printed: dict[str, list[str]] = defaultdict(list)
    for placed in scanned.words:
        printed[_part_of(placed)].append(placed.text)
    errors = {}
    for part in sorted({*printed, *found} - {""}):
        gold = graphemes(normal_text(" ".join(printed[part])))
        text = graphemes(normal_text(" ".join(text for *_, text in sorted(found[part]))))
        errors[part] = Errors(edit_distance(gold, text), len(gold))
    return errors


def _part_of(word: PlacedText) -> str:
    return str(word.part) if word.kind is Kind.PRINT else ""


def _nearest(word: Word, boxes: Sequence[tuple[float, float, float, float]]) -> int | None:
    """The printed word that shares most area with a word that was read, or stands right beside it."""
    if not boxes:
        return None
    x0, y0, x1, y1 = np.array(boxes).T
    across = np.minimum(x1, word.x1) - np.maximum(x0, word.x0)
    down = np.minimum(y1, word.y1) - np.maximum(y0, word.y0)
    shared = across.clip(0) * down.clip(0)
    best = int(shared.argmax())
    if shared[best] > 0:
        return best
    distance = (-across).clip(0) + (-down).clip(0)
    best = int(distance.argmin())
    return best if distance[best] <= _NEAR else None


def _turned(
    box: tuple[float, float, float, float], rotation: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box of the page as scanned on the page turned clockwise by `rotation`."""
    x0, y0, x1, y1 = box
    if rotation == 90:
        return height - y1, x0, height - y0, x1
    if rotation == 180:
        return width - x1, height - y1, width - x0, height - y0
    if rotation == 270:
        return y0, width - x1, y1, width - x0
    return box
