"""The number, day and month that were written by hand into a letterhead: read, and judged.

Recognition was made for print: of handwriting it gives wrong digits as surely as right ones. So
the room between the print around a field (`fields`) is read a second time by a small network
trained on handwriting (`network`, `decode`), and a reading counts as certain only where both agree
or the network leaves next to no doubt; a doubtful one says so by its confidence and names the
other readings, and what reads badly keeps its place on the page, but is marked as not legible.
What was printed, and what is blank, stays as recognition left it.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence

import numpy as np

from models.page import Word
from pipeline.ocr.handwriting.decode import Decoded, combine, decode
from pipeline.ocr.handwriting.fields import Field, FieldKind, find_fields
from pipeline.ocr.handwriting.lost import Area, find_lost_line, with_line
from pipeline.ocr.handwriting.network import COLUMNS_A_STEP, Network, load_network
from pipeline.ocr.handwriting.pieces import put_in_place
from pipeline.ocr.handwriting.strip import BASELINE, CAP_HEIGHT, HEIGHT, Sheet, Strip, cut_strip

CERTAIN = 0.9  # from here on a reading is practically never wrong
DOUBTFUL = 0.5  # the confidence of a doubtful reading is at most this
ILLEGIBLE = 0.25  # and that of a bad one at most this

_LEFT_ROOM, _RIGHT_ROOM = 0.9, 1.2  # capital heights of print that a strip shows on the sides
_LOOKS = ((1.0, 0.0), (0.92, 0.05), (1.09, -0.05))  # height of print against the measured one, and its baseline
_PRINTED = 0.5  # share of what looks like digits
_SURELY_PRINTED = 0.9  # the same where recognition read other digits, and surely
_PARTLY_PRINTED = 0.15
_SURE_OF_PRINT = 0.8  # confidence
_BOTH = 0.80  # how likely a reading must be to be certain where recognition read the same
_ALONE = 0.985  # and where it did not
_READABLE = 0.35
_EDGE, _STROKE = 0.2, 0.2  # capital heights: around digits and print; of strokes beside them
_LEAST_DOUBTFUL = 0.3
_OTHER = 0.02  # how likely another reading must be to be named
_MOST_OTHERS = 2
_HALF_DIGIT = (0.35, 0.75)  # least and most of a digit's half width, in capital heights
_INKED = 0.35
_STROKES_AS_DIGITS = str.maketrans({"I": "1", "l": "1", "|": "1", "O": "0", "o": "0"})
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_NUMBER = re.compile(r"0{0,3}[1-9]\d{0,4}")


def read_handwriting(
    sheet: Sheet,
    words: Sequence[Word],
    height: float,
    read_area: Callable[[Area], list[Word]],
    network: Network | None = None,
) -> list[Word]:
    """The words of a page with what was written by hand into its letterhead as words of their own.

    Args:
        sheet: the page the words were read from.
        words: as recognised, in the order of reading, with boxes of the levelled page.
        height: of the levelled page, in the words' unit.
        read_area: recognises a part of the levelled page by itself; its words have boxes of the page.
        network: another one than that which ships with the program.

    Raises:
        TrainedTableError: the network's weights are missing or damaged.
    """
    fields = find_fields(words, height)
    if (area := find_lost_line(words, fields, height)) is not None:
        again = with_line(words, area, read_area(area))
        if len(found := find_fields(again, height)) > len(fields):
            words, fields = again, found
    if not fields:
        return list(words)
    network = network or load_network()
    written = [(field, _read(sheet, words, field, fields, network)) for field in fields]
    return put_in_place(words, [(field, word) for field, word in written if word is not None])


def _read(
    sheet: Sheet,
    words: Sequence[Word],
    field: Field,
    fields: Sequence[Field],
    network: Network,
) -> Word | None:
    """What stands in the field; None where it is blank, or where what recognition read stays as it is."""
    capital = field.cap_height
    x0, x1 = field.x0 - _LEFT_ROOM * capital, field.x1 + _RIGHT_ROOM * capital
    allowed = _allowed(field, fields, words)
    strips = [cut_strip(sheet, x0, x1, field.baseline + lower * capital, capital * size) for size, lower in _LOOKS]
    decoded = combine([decode(network.read(strip), allowed) for strip in strips])
    best = decoded.readings[0]
    if not best.digits:
        return None
    recognised, confidence = _recognised(words, field)
    agreed = recognised == best.digits
    share, sure = decoded.printed_share, best.probability
    box = _box(decoded, strips[0], field, x0)
    if recognised and _is_print(field, share, agreed, confidence):
        # Print in a wide blank is often read right, but with little confidence.
        is_surer = agreed and sure >= _BOTH and confidence < CERTAIN
        return Word(best.digits, *box, round(CERTAIN + 0.07 * sure, 2)) if is_surer else None
    if sure >= (_BOTH if agreed else _ALONE) and not _has_more_ink(strips[0], field, box, x0):
        return Word(best.digits, *box, round(CERTAIN + 0.07 * sure, 2), is_handwritten=True)
    readings = [reading.digits for reading in decoded.readings if reading.digits and reading.probability > _OTHER]
    if recognised and sure < _READABLE and share >= _PARTLY_PRINTED and confidence >= _SURE_OF_PRINT:
        readings.insert(0, recognised)
        sure = _READABLE
    elif recognised:
        readings.insert(1, recognised)
    first, *others = dict.fromkeys(readings or [best.digits])
    others = others[:_MOST_OTHERS]
    if sure >= _READABLE:
        return Word(first, *box, round(max(DOUBTFUL * sure, _LEAST_DOUBTFUL), 2), True, tuple(others))
    # What cannot be read keeps the letters that recognition made of it, as all of the page does.
    text = " ".join(words[part.index].text[part.start : part.end] for part in field.inside) or first
    return Word(text, *box, round(ILLEGIBLE * sure, 2), True, (first, *others)[:_MOST_OTHERS])


def _allowed(field: Field, fields: Sequence[Field], words: Sequence[Word]) -> Callable[[str], bool]:
    """Which digits can stand in the field."""
    if field.kind is FieldKind.NUMBER:
        return lambda digits: bool(_NUMBER.fullmatch(digits))
    if field.kind is FieldKind.MONTH:
        return lambda digits: bool(_MONTH.fullmatch(digits))
    month = next((other for other in fields if other.kind is FieldKind.MONTH and other.before == field.after), None)
    printed = _digits_of(words, month) if month is not None else ""
    # The year is not asked for: 29 February is let pass.
    last = monthrange(2000, int(printed))[1] if _MONTH.fullmatch(printed) else 31
    return lambda digits: bool(_DAY.fullmatch(digits)) and int(digits) <= last


def _has_more_ink(strip: Strip, field: Field, box: tuple[float, float, float, float], x0: float) -> bool:
    """Whether strokes stand in the field beside the digits that were read: a digit that was missed."""
    unit = field.cap_height / CAP_HEIGHT
    edge = _EDGE * field.cap_height
    inked = strip[BASELINE - CAP_HEIGHT : BASELINE - CAP_HEIGHT // 4].max(axis=0, initial=0.0) > _INKED
    centres = x0 + (np.arange(strip.shape[1]) + 0.5) * unit
    is_beside = ((centres > field.x0 + edge) & (centres < box[0] - edge)) | (
        (centres > box[2] + edge) & (centres < field.x1 - edge)
    )
    return int(np.count_nonzero(inked & is_beside)) * unit > _STROKE * field.cap_height


def _is_print(field: Field, share: float, agreed: bool, confidence: float) -> bool:
    """Whether what recognition read in a field stands: print, as both see it, or as one surely does."""
    if agreed:
        # Months are printed as a rule, and of a single digit the network does not tell print from pen.
        return share >= _PRINTED or (field.kind is FieldKind.MONTH and confidence >= _SURE_OF_PRINT)
    return confidence >= _SURE_OF_PRINT and (share >= _SURELY_PRINTED or field.kind is FieldKind.MONTH)


def _recognised(words: Sequence[Word], field: Field) -> tuple[str, float]:
    """The digits that recognition read in the field, "" where it read anything else, and how sure it was."""
    confidences = [words[part.index].confidence or 0.0 for part in field.inside]
    return _digits_of(words, field), min(confidences, default=0.0)


def _digits_of(words: Sequence[Word], field: Field) -> str:
    text = "".join(words[part.index].text[part.start : part.end] for part in field.inside)
    text = text.strip(" .…_,:;").translate(_STROKES_AS_DIGITS)
    return text if text.isascii() and text.isdigit() else ""


def _box(decoded: Decoded, strip: Strip, field: Field, x0: float) -> tuple[float, float, float, float]:
    """The box of the digits in the words' unit: where they were seen, and as high as their ink."""
    unit = field.cap_height / CAP_HEIGHT
    centres = [x0 + (COLUMNS_A_STEP * step + 1) * unit for step in decoded.steps] or [(field.x0 + field.x1) / 2]
    pitch = (centres[-1] - centres[0]) / max(len(centres) - 1, 1)
    least, most = (share * field.cap_height for share in _HALF_DIGIT)
    half = min(max(pitch / 2, least), most)
    left, right = max(centres[0] - half, field.x0 - least), min(centres[-1] + half, field.x1 + least)
    first, last = (round((side - x0) / unit) for side in (left, max(right, left + least)))
    rows = np.flatnonzero(strip[:, max(first, 0) : max(last, first + 1)].max(axis=1, initial=0.0) > _INKED)
    top, bottom = (int(rows[0]), int(rows[-1]) + 1) if rows.size else (BASELINE - CAP_HEIGHT, BASELINE)
    # Rules above and stamps below are in the strip as well: digits reach no further than its half.
    top, bottom = max(top, BASELINE - 2 * CAP_HEIGHT), min(bottom, BASELINE + CAP_HEIGHT // 2, HEIGHT)
    return (
        left,
        field.baseline + (top - BASELINE) * unit,
        max(right, left + least),
        field.baseline + (bottom - BASELINE) * unit,
    )
