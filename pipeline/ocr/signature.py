"""Signatures that the first reading lost: position and name under a seal and a pen's strokes.

Page segmentation takes a seal with print across it for a picture and leaves it out. Where
recipients stand without a full signature beside or above them, that part of the page is read
once more, line by line, and where that does not help with nothing but its darkest ink: copies of
red seals are greyer than print. Only lines that read like a position or a name are taken over,
because the seal's lettering is read as well.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from models.page import Line, Region, Word
from pipeline.folding import fold
from pipeline.layout.closing import has_family_name, is_name, is_position
from pipeline.layout.runs import Piece, Run, chain, measure_em, share_of_capitals
from pipeline.ocr.cells import Area
from pipeline.ocr.straighten import Grey

_SURE_POSITION = 0.5
_SURE_NAME = 0.6
_MIDDLE_NAMES = ("van", "thi", "dinh", "huu", "the", "duy")  # some of them are a few families' names, too
_COLUMN_START = 0.45  # of the page's width: the right column of the closing block lies beyond
_EMS_ABOVE = 4
_EMS_BELOW = 20  # from the heading of the recipients: authority, position, seal and name
_GREY_INK = 110  # mean grey level of the lighter half of the ink, from which on a seal is greyer than print
_FEWEST_DOTS = 500
_SOFTNESS = 0.7  # pixels


def missing_signature(lines: Sequence[Line], width: float, height: float) -> Area | None:
    """Where to look for a signature again; None where it is complete or none belongs on the page."""
    recipients = [line for line in lines if line.region is Region.RECIPIENTS]
    if not recipients:
        return None
    runs = [_run_of(line.words) for line in lines if line.region is Region.SIGNATURE]
    names = [run for run in runs if is_name(run) and _is_whole(run)]
    positions = [run for run in runs if is_position(run)]
    # "KT. GIÁM ĐỐC" is followed by the position of who signs: one such line alone is half of it.
    has_position = len(positions) > 1 or any("." not in run.pieces[0].word.text for run in positions)
    if names and has_position and len(names) <= len(positions):
        return None
    words = [word for line in recipients for word in line.words]
    em = measure_em([Piece(word, word.x0, word.y0, word.x1, word.y1) for word in words])
    top = min(word.y0 for word in recipients[0].words)
    above = [run.y0 for run in runs if run.y1 < top - _EMS_ABOVE * em]
    if len(above) > 1:
        return 0.0, max(min(above) - em, 0.0), width, top - em
    bottom = max(max(word.y1 for word in words) + 2 * em, top + _EMS_BELOW * em)
    return _COLUMN_START * width, max(top - _EMS_ABOVE * em, 0.0), width, min(bottom, height)


def _is_whole(run: Run) -> bool:
    """Whether a name begins with the family's: "Văn Thuận" alone has most often lost it under the seal."""
    words = fold(run.text).split()
    return has_family_name(run) and not (len(words) == 2 and words[0] in _MIDDLE_NAMES)


def darkest_ink(part: Grey) -> Grey | None:
    """A part of a page with its darkest ink alone, in black and white; None where all of its ink is as dark."""
    threshold, _ = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = part[part <= threshold].reshape(1, -1)
    if ink.size < _FEWEST_DOTS:
        return None
    between, _ = cv2.threshold(ink, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    lighter = ink[ink > between]
    if not lighter.size or float(lighter.mean()) < _GREY_INK:
        return None
    print_only = np.where(part <= between, 0, 255).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(print_only, (0, 0), _SOFTNESS), dtype=np.uint8)


def add_signature(found: Sequence[Word], known: Sequence[Word]) -> list[Word]:
    """The known words with those of `found` that make up positions and names, in place of unsure ones."""
    sure = [word for word in known if (word.confidence or 0.0) >= _SURE_NAME]
    new = [word for word in found if not any(_covers(other, word) for other in sure)]
    # What was sure and is read again stays, and says what a new word beside it is: "Nguyễn" before "Duy Phách".
    beside = [word for word in sure if any(_covers(word, other) for other in found)]
    pieces = [Piece(word, word.x0, word.y0, word.x1, word.y1) for word in (*new, *beside)]
    accepted: list[Word] = []
    scraps: list[Word] = []
    for read in chain(pieces, gap=1.6 * measure_em(pieces)):
        run = _without_scraps(read)
        # Names are not accepted in capitals: the lettering of a seal looks the same.
        is_signer = is_name(run) and run.confidence >= _SURE_NAME and share_of_capitals(run.text) < 0.7
        if is_signer or (is_position(run) and run.confidence >= _SURE_POSITION):
            accepted += [piece.word for piece in run.pieces if piece.word not in beside]
            scraps += [piece.word for piece in read.pieces if piece not in run.pieces and piece.word not in sure]
    known = [word for word in known if word not in scraps]
    kept = [word for word in known if word in sure or not any(_covers(word, other) for other in accepted)]
    kept = [word for word in kept if word in sure or not any(_covers(other, word) for other in accepted)]
    return kept + accepted


def _without_scraps(run: Run) -> Run:
    """The run without single signs: what strokes of a pen and of a seal between the words of a name are read as.

    A Y before the first word is a name that men of the highland peoples bear ("Y Thương Kbuôr").
    """
    first = run.pieces[:1]
    words = tuple(
        piece for piece in run.pieces if len(piece.word.text) > 1 or (piece in first and piece.word.text == "Y")
    )
    return Run(words) if words else run


def _covers(known: Word, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return known.x0 <= x <= known.x1 and known.y0 <= y <= known.y1


def _run_of(words: Sequence[Word]) -> Run:
    return Run(tuple(Piece(word, word.x0, word.y0, word.x1, word.y1) for word in words))
