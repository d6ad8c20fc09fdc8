"""A page image into a `Page`: prepared, read, turned upright, cleared of what is no print.

A page whose mean confidence is low was most likely scanned lying on its side or head: it is
read again in the other three positions and the best reading is kept (turned pages fall to 0.4,
upright ones of every quality stay above 0.8, measured).
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from models.errors import PageTimeoutError
from models.page import Line, Page, Word
from models.record import TextOrigin
from models.settings import Settings
from pipeline.layout import Rule, arrange
from pipeline.ocr.again import cut_bands, find_bands, is_badly_read
from pipeline.ocr.cells import fill_cells, find_unsure_cells, set_below_each_other
from pipeline.ocr.engine import Engine, OcrWord, Setting, TesseractEngine
from pipeline.ocr.handwriting import read_handwriting
from pipeline.ocr.handwriting.lost import Area
from pipeline.ocr.handwriting.strip import Sheet
from pipeline.ocr.junk import drop_doubles, drop_junk
from pipeline.ocr.lostlines import Band, find_lost_lines
from pipeline.ocr.merge import merge_readings, sureness
from pipeline.ocr.numerals import count_strokes
from pipeline.ocr.prepare import Prepared, prepare_image
from pipeline.ocr.signature import add_signature, darkest_ink, missing_signature
from pipeline.ocr.steps import Step
from pipeline.ocr.straighten import Grey

log = logging.getLogger(__name__)

_TURNED_CONFIDENCE = 0.70
_CLEAR_GAIN = 0.10  # a turned page gains far more; less is chance
_FEWEST_WORDS = 8  # below, a page is too empty to tell which side is up
_POINTS_PER_INCH = 72
_MARGINS_PER_INCH = 10  # white around a part of a page: print at the very edge is not read
_TURNS = (180, 90, 270)  # degrees clockwise, the most frequent first


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read of a page turned clockwise by `rotation`."""

    words: list[OcrWord]
    prepared: Prepared
    rotation: int
    width: int  # of the turned source image, in pixels
    height: int

    @property
    def confidence(self) -> float:
        """The mean over words weighted by their length, 0 where there are none."""
        total = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / total if total else 0.0


def recognize_page(
    image: NDArray[np.uint8],
    dpi: int,
    number: int,
    settings: Settings,
    engine: Engine | None = None,
    without: frozenset[Step] = frozenset(),
) -> Page:
    """The page `number` (from 1) read from its image.

    Boxes are in points of the upright page as it was scanned: skew and bends are still in it,
    `rotation` (degrees clockwise) is not. A page that takes too long comes back without lines
    and with a `problem`.

    Args:
        image: grey or RGB, as scanned.
        dpi: pixels an inch.
        number: of the page in its document, from 1.
        settings: for language and limits.
        engine: another recognizer than Tesseract.
        without: steps that are left out, to measure what they are worth.

    Raises:
        OcrError: the engine cannot be run at all; a timeout is not raised.
    """
    engine = engine or TesseractEngine(settings)
    try:
        reading = _read_upright(image, dpi, engine, without)
    except PageTimeoutError as error:
        log.warning("page %d: %s", number, error)
        scale = _POINTS_PER_INCH / dpi
        height, width = image.shape[:2]
        return Page(number, width * scale, height * scale, (), TextOrigin.OCR, dpi, problem=str(error))
    prepared = reading.prepared
    scale = _POINTS_PER_INCH / prepared.dpi
    # Lines are found on the levelled page and then given the boxes of the page as scanned.
    level_height, level_width = (extent * scale for extent in prepared.image.shape)
    rules = [Rule(*(value * scale for value in box)) for box in prepared.rules]
    kept = drop_junk(_to_points(reading.words, scale), level_height)
    lines = arrange(kept, level_width, level_height, rules)
    notes: list[str] = []
    if Step.SECOND_READING not in without:
        kept, lines = _read_again(prepared, kept, lines, rules, engine, notes)
    completed = _read_letterhead(image, reading, kept, engine)
    if completed != kept:
        kept = completed
        lines = arrange(kept, level_width, level_height, rules)
    completed = _read_cells(prepared, kept, rules, engine)
    if completed != kept:
        kept = completed
        lines = arrange(kept, level_width, level_height, rules)
    for of_ink in (_all_ink, darkest_ink):
        completed = _read_signature(prepared, kept, lines, engine, of_ink)
        if completed != kept:
            kept = completed
            lines = arrange(kept, level_width, level_height, rules)
    single = drop_doubles(kept)
    if len(single) < len(kept):
        kept = single
        lines = arrange(kept, level_width, level_height, rules)
    if dots := _dots(prepared, kept):
        kept = [*kept, *dots]
        lines = arrange(kept, level_width, level_height, rules)
    if Step.NUMERALS not in without:
        kept, count = count_strokes(kept, prepared.image, prepared.dpi)
        if count:
            notes.append(f"Roman numerals put right by their strokes ({count})")
            lines = arrange(kept, level_width, level_height, rules)
    to_page = _POINTS_PER_INCH / dpi
    turned = (f"turned clockwise by {reading.rotation}°",) if reading.rotation else ()
    return Page(
        number=number,
        width=reading.width * to_page,
        height=reading.height * to_page,
        lines=tuple(_as_scanned(line, prepared, scale, to_page) for line in lines),
        text_origin=TextOrigin.OCR,
        dpi=dpi,
        rotation=reading.rotation,
        ocr_confidence=sureness(kept) if kept else None,
        preparation=(*turned, *prepared.steps, *notes),
    )


def _read_upright(image: NDArray[np.uint8], dpi: int, engine: Engine, without: frozenset[Step]) -> _Reading:
    best = _read(image, dpi, 0, engine, without)
    if len(best.words) < _FEWEST_WORDS:
        return best
    sideways = _reading_direction(best.words)
    if sideways is None and best.confidence >= _TURNED_CONFIDENCE:
        return best
    # Boxes that run up or down tell which way the engine itself turned the page to read it.
    turns = _TURNS if sideways is None else (sideways, *(turn for turn in _TURNS if turn != sideways))
    for rotation in turns:
        reading = _read(image, dpi, rotation, engine, without)
        is_better = reading.confidence > best.confidence + _CLEAR_GAIN
        is_upright = _reading_direction(reading.words) is None
        if len(reading.words) >= _FEWEST_WORDS and is_upright and (is_better or sideways is not None):
            best, sideways = reading, None
        if sideways is None and best.confidence >= _TURNED_CONFIDENCE:
            break
    return best


def _read(image: NDArray[np.uint8], dpi: int, rotation: int, engine: Engine, without: frozenset[Step]) -> _Reading:
    turned = np.ascontiguousarray(np.rot90(image, k=-(rotation // 90)))
    prepared = prepare_image(turned, dpi, without)
    words = engine.recognize(prepared.image, prepared.dpi)
    return _Reading(words, prepared, rotation, turned.shape[1], turned.shape[0])


def _reading_direction(words: Sequence[OcrWord]) -> int | None:
    """By how many degrees clockwise a page must be turned whose words run up or down; None where they do not."""
    long_words = [word for word in words if len(word.text) >= 3]
    upright = [word for word in long_words if word.y1 - word.y0 <= word.x1 - word.x0]
    if len(long_words) < _FEWEST_WORDS or len(upright) > len(long_words) / 2:
        return None
    steps = [after.y0 - before.y0 for before, after in pairwise(words)]
    # Words that run upwards stand upright again after a quarter turn clockwise.
    return 90 if median(steps) < 0 else 270


def _read_again(
    prepared: Prepared,
    words: list[Word],
    lines: tuple[Line, ...],
    rules: Sequence[Rule],
    engine: Engine,
    notes: list[str],
) -> tuple[list[Word], tuple[Line, ...]]:
    """Words and lines after a second reading of what was read badly, with notes of what came of it."""
    scale = _POINTS_PER_INCH / prepared.dpi
    height, width = (extent * scale for extent in prepared.image.shape)
    is_bad = is_badly_read(words)
    if is_bad:
        words = _read_bands(prepared, words, [(0.0, height)], engine, notes, sharpened=True)
        lines = arrange(words, width, height, rules)
    lost = find_lost_lines(prepared.image, prepared.dpi, words) if words else []
    if bands := find_bands(lines, lost, height):
        words = _read_bands(prepared, words, bands, engine, notes, sharpened=not is_bad)
        lines = arrange(words, width, height, rules)
    return words, lines


def _read_bands(
    prepared: Prepared, words: list[Word], bands: list[Band], engine: Engine, notes: list[str], *, sharpened: bool
) -> list[Word]:
    """The words with the surer ones of a second reading of bands of the page."""
    scale = _POINTS_PER_INCH / prepared.dpi
    height = prepared.image.shape[0] * scale
    second = cut_bands(prepared.image, prepared.dpi, bands, sharpened=sharpened)
    found = second.to_page(_to_points(_read_part(second.image, prepared.dpi, engine, Setting.PAGE), scale))
    inside = [word for word in words if any(top <= (word.y0 + word.y1) / 2 <= bottom for top, bottom in bands)]
    merged = merge_readings(inside, drop_junk(found, height))
    kept = [word for word in words if word not in inside] + list(merged.words)
    what = "page" if bands == [(0.0, height)] else f"{len(bands)} unsure or lost lines"
    notes.append(
        f"{what} read again{', sharpened' if sharpened else ''}: {merged.replaced} words taken over, "
        f"mean confidence {sureness(words):.2f} to {sureness(kept):.2f}"
    )
    return kept


def _read_letterhead(image: NDArray[np.uint8], reading: _Reading, words: list[Word], engine: Engine) -> list[Word]:
    """The words with what was written by hand into number and date as words of their own."""
    prepared = reading.prepared
    scale = _POINTS_PER_INCH / prepared.dpi
    sheet = Sheet(np.rot90(image, k=-(reading.rotation // 90)), prepared, scale)

    def read_area(area: Area) -> list[Word]:
        x0, y0, x1, y1 = (max(int(value / scale), 0) for value in area)
        margin = prepared.dpi // _MARGINS_PER_INCH
        part = np.pad(prepared.image[y0:y1, x0:x1], margin, constant_values=255)
        # Lines that the area cuts through are read as nonsense: the words that were sure stay.
        found = _to_points(_read_part(part, prepared.dpi, engine, Setting.COLUMN), scale, x0 - margin, y0 - margin)
        whole = [word for word in found if area[1] + scale < word.y0 and word.y1 < area[3] - scale]
        known = [word for word in words if _is_inside(word, area)]
        return list(merge_readings(known, whole).words)

    return read_handwriting(sheet, words, prepared.image.shape[0] * scale, read_area)


def _is_inside(word: Word, area: Area) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _dots(prepared: Prepared, words: Sequence[Word]) -> list[Word]:
    """The rows of dots that were set aside, as words; where something stands on the dots, it was filled in."""
    dots = [leader.as_word(prepared.dpi) for leader in prepared.leaders]
    return [
        row
        for row in dots
        if not any(
            row.x0 <= (word.x0 + word.x1) / 2 <= row.x1 and row.y0 <= (word.y0 + word.y1) / 2 <= row.y1
            for word in words
        )
    ]


def _read_cells(prepared: Prepared, words: list[Word], rules: Sequence[Rule], engine: Engine) -> list[Word]:
    """The words with those of lost or unsure table cells, where there are any."""
    scale = _POINTS_PER_INCH / prepared.dpi
    cells = find_unsure_cells(prepared.image, prepared.dpi, rules, words)
    if not cells:
        return words
    montage = set_below_each_other(prepared.image, prepared.dpi, cells)
    found = _read_part(montage.image, prepared.dpi, engine, Setting.COLUMN)
    return fill_cells(montage, scale, _to_points(found, scale), words)


def _read_signature(
    prepared: Prepared,
    words: list[Word],
    lines: Sequence[Line],
    engine: Engine,
    of_ink: Callable[[Grey], Grey | None],
) -> list[Word]:
    """The words with those of a lost signature, where there is one, read from what `of_ink` leaves of it."""
    scale = _POINTS_PER_INCH / prepared.dpi
    height, width = (extent * scale for extent in prepared.image.shape)
    area = missing_signature(lines, width, height)
    if area is None:
        return words
    x0, y0, x1, y1 = (max(int(value / scale), 0) for value in area)
    ink = of_ink(prepared.image[y0:y1, x0:x1])
    if ink is None:
        return words
    margin = prepared.dpi // _MARGINS_PER_INCH
    found = _read_part(np.pad(ink, margin, constant_values=255), prepared.dpi, engine, Setting.SCATTERED)
    return add_signature(_to_points(found, scale, x0 - margin, y0 - margin), words)


def _all_ink(part: Grey) -> Grey:
    return part


def _read_part(part: NDArray[np.uint8], dpi: int, engine: Engine, setting: Setting) -> list[OcrWord]:
    try:
        return engine.recognize(part, dpi, setting)
    except PageTimeoutError as error:
        log.warning("a part of the page could not be read again: %s", error)
        return []


def _to_points(words: Sequence[OcrWord], scale: float, left: int = 0, top: int = 0) -> list[Word]:
    return [
        Word(
            word.text,
            (word.x0 + left) * scale,
            (word.y0 + top) * scale,
            (word.x1 + left) * scale,
            (word.y1 + top) * scale,
            word.confidence,
        )
        for word in words
    ]


def _as_scanned(line: Line, prepared: Prepared, scale: float, to_page: float) -> Line:
    words = []
    for word in line.words:
        box = prepared.to_source(word.x0 / scale, word.y0 / scale, word.x1 / scale, word.y1 / scale)
        x0, y0, x1, y1 = (round(value * to_page, 2) for value in box)
        words.append(replace(word, x0=x0, y0=y0, x1=x1, y1=y1))
    return replace(line, words=tuple(words))
