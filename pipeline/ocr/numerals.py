"""Roman numerals counted stroke by stroke: recognition loses an I of III more often than any other letter.

The language data has met "II" far more often than "III" and "XI" more often than "XII", and settles for
what it knows although the strokes are there. Upright strokes are what is easiest to count on an
image: in the middle of a capital's height, where there are no serifs, an I is one narrow upright
piece of ink, the arms of V and X are slanted ones. A numeral is put right only where the strokes
leave no doubt; anything else stays as it was read. A single I is left alone: it cannot be told
from the figure 1 that way.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.page import Word
from pipeline.ocr.straighten import Grey

# X and V, then one to four I as they come back, then what follows a numeral: "HI.", "XI;", "II/2022", "1I-".
_NUMERAL = re.compile(
    r"(?P<before>X{0,3}V?)(?P<ones>(?=[^IH|!l]{0,2}[IH|!l])[IH1l|!]{1,4})(?P<after>(?:[.,;:/⁄)\-–].*)?)"
)
_BAND = (0.30, 0.70)  # of a word's height: between the serifs
_MARK_BELOW = re.compile(r"[,;]")  # their tails make the box higher than a capital
_TAIL = 0.15  # of the box
_WIDEST = 0.40  # of a capital's height
_UNEVEN = 1.8  # the widest stroke over the narrowest
_SLANT = 0.20  # sideways for each row; the arms of V and X have 0.3 and more
_TALL = 0.9  # of the band
_MOST = 3  # of I in a row


def count_strokes(words: Sequence[Word], image: Grey, dpi: int) -> tuple[list[Word], int]:
    """The words with Roman numerals as their strokes show them, and how many were put right.

    Args:
        words: with boxes in points.
        image: the prepared page they were read from.
        dpi: of the image.
    """
    counted = [_counted(word, image, dpi / 72) for word in words]
    return counted, sum(new is not old for new, old in zip(counted, words, strict=True))


def _counted(word: Word, image: Grey, scale: float) -> Word:
    match = _NUMERAL.fullmatch(word.text)
    if match is None:
        return word
    x0, y0, x1, y1 = (max(round(side * scale), 0) for side in (word.x0, word.y0, word.x1, word.y1))
    if _MARK_BELOW.search(match["after"]):
        y1 -= round(_TAIL * (y1 - y0))
    ones = _count_ones(image[y0:y1, x0:x1], match["before"])
    # One stroke is an I or a figure 1.
    if ones is None or (ones == 1 and not match["before"]) or match["ones"] == "I" * ones:
        return word
    return replace(word, text=match["before"] + "I" * ones + match["after"])


def _count_ones(part: Grey, before: str) -> int | None:
    """The upright strokes that follow the X and V of a numeral; None where the ink cannot be told apart."""
    height, width = part.shape
    if height < 8 or width < 4:
        return None
    threshold, _ = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    band = (part[round(_BAND[0] * height) : round(_BAND[1] * height)] <= threshold).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(band, connectivity=8)
    pieces = sorted(range(1, len(stats)), key=lambda piece: int(stats[piece, cv2.CC_STAT_LEFT]))
    arms = 0
    strokes: list[int] = []  # their widths
    for piece in pieces:
        wide, high = int(stats[piece, cv2.CC_STAT_WIDTH]), int(stats[piece, cv2.CC_STAT_HEIGHT])
        is_stroke = high >= _TALL * len(band) and wide <= _WIDEST * height and _slant(labels == piece) <= _SLANT
        if is_stroke:
            strokes.append(wide)
        elif strokes:
            break  # the mark after the numeral
        elif high >= _TALL * len(band):
            arms += 1
        else:
            return None
    # Each X is one piece of ink; a V is one or two, as the band cuts it above or at its foot.
    if not len(before) <= arms <= len(before) + before.count("V") or not 1 <= len(strokes) <= _MOST:
        return None
    return len(strokes) if max(strokes) <= _UNEVEN * min(strokes) else None


def _slant(piece: NDArray[np.bool_]) -> float:
    """How far the middle of a piece of ink moves sideways, for each row of it."""
    rows = np.nonzero(piece.any(axis=1))[0]
    columns = np.arange(piece.shape[1])
    top, bottom = (float((columns * piece[row]).sum() / piece[row].sum()) for row in (rows[0], rows[-1]))
    return abs(bottom - top) / max(len(rows) - 1, 1)
