"""What was written by hand into the letterhead, in the record: its value, its doubt, its place."""

import numpy as np
import pytest

from models.document import Document
from models.outline import Outline
from models.page import Line, Page, Word
from models.record import TextOrigin
from models.settings import Settings
from pipeline.clean import build_document
from pipeline.extract.header import find_header
from pipeline.extract.header.blanks import find_blanks
from pipeline.ocr.recognize import recognize_page
from pipeline.segment import outline_document
from tests.letterheads import DPI, filled_letterhead


def _scan(number: Word | None, day: Word | None) -> tuple[Document, Outline]:
    """A scanned plan with words in the places of number and day."""

    def line(*words: str | Word | None) -> Line:
        placed = [
            Word(word, 60.0 + 40 * at, 100.0, 90.0 + 40 * at, 110.0, 0.96) if isinstance(word, str) else word
            for at, word in enumerate(words)
            if word is not None
        ]
        return Line(" ".join(word.text for word in placed), tuple(placed))

    lines = (
        line("Số:", number, "/KH-UBND"),
        line("Sông", "Lũy,", "ngày", day, "tháng", "4", "năm", "2021"),
        line("KẾ", "HOẠCH"),
        line("Kiểm", "tra", "công", "tác", "văn", "thư"),
    )
    document = build_document([Page(1, 595, 842, lines, TextOrigin.OCR)])
    return document, outline_document(document)


def _hand(text: str, confidence: float, *others: str) -> Word:
    return Word(text, 101.0, 95.0, 129.0, 112.0, confidence, True, others)


@pytest.mark.parametrize(
    ("word", "number", "issued", "confidence"),
    [
        (_hand("17", 0.96), "17", "2021-04-17", 0.96),
        (_hand("17", 0.42, "11"), "17", "2021-04-17", 0.42),
        (_hand("17", 0.2, "11"), None, "2021-04-XX", None),
        (_hand("výi", 0.1, "17"), None, "2021-04-XX", None),
        (None, None, "2021-04-XX", None),
    ],
    ids=["certain", "doubtful", "not legible", "not legible, read as letters", "blank"],
)
def test_handwriting_is_as_certain_as_it_was_judged(
    word: Word | None, number: str | None, issued: str, confidence: float | None
) -> None:
    header = find_header(*_scan(word, word))
    assert (header.number and header.number.value) == number
    assert (header.number and header.number.confidence) == confidence
    assert header.issued is not None
    assert header.issued.value.edtf == issued
    if number:
        assert header.issued.confidence == confidence


@pytest.mark.parametrize(
    ("line", "symbol"),
    [
        ("Số: 46 /KH.UBND", "KH-UBND"),
        ("Số: 46 /KH'HĐPH", "KH-HĐPH"),
        ("Số 46 _KH/TU", "KH/TU"),
        ("Số: 46 /KH. Ngày họp", None),
    ],
)
def test_a_dash_that_was_read_as_another_mark(line: str, symbol: str | None) -> None:
    lines = (Line(line), Line("KẾ HOẠCH"), Line("Kiểm tra công tác văn thư"))
    document = build_document([Page(1, 595, 842, lines, TextOrigin.OCR)])
    header = find_header(document, outline_document(document))
    assert (header.symbol and header.symbol.value) == symbol
    assert (header.number and header.number.value) == ("46" if symbol else None)


def test_the_evidence_of_a_written_number_is_its_own_box() -> None:
    number = find_header(*_scan(_hand("17", 0.96), None)).number
    assert number is not None
    (box,) = number.evidence.boxes
    assert (box.x0, box.y0, box.x1, box.y1) == (101.0, 95.0, 129.0, 112.0)


def test_the_place_of_illegible_handwriting_is_shown_with_what_it_may_say() -> None:
    blanks = find_blanks(*_scan(_hand("výi", 0.1, "17", "11"), _hand("4", 0.2, "9")))
    assert blanks.number is not None
    assert (blanks.number.is_handwritten, blanks.number.readings) == (True, ("17", "11"))
    assert (blanks.number.evidence.text, blanks.number.evidence.boxes[0].x0) == ("výi", 101.0)
    assert blanks.day is not None
    assert blanks.day.readings == ("4", "9")


def test_the_place_of_a_blank_is_the_print_around_it() -> None:
    blanks = find_blanks(*_scan(None, None))
    assert blanks.number is not None
    assert (blanks.number.is_handwritten, blanks.number.readings) == (False, ())
    assert blanks.number.evidence.text == "Số: /KH-UBND"
    assert blanks.day is not None
    assert blanks.day.evidence.text == "Sông Lũy, ngày tháng 4 năm 2021"


def test_a_document_without_letterhead_has_no_places() -> None:
    page = Page(1, 0, 0, (Line("Tình hình thực hiện trong năm"),), TextOrigin.PLAIN_TEXT)
    document = build_document([page])
    blanks = find_blanks(document, outline_document(document))
    assert (blanks.number, blanks.day) == (None, None)


@pytest.mark.ocr
@pytest.mark.parametrize(
    ("number", "is_printed", "by_hand"),
    [("163", False, ["163"]), ("163", True, []), ("", False, [])],
    ids=["written", "printed", "blank"],
)
def test_a_scanned_letterhead(number: str, is_printed: bool, by_hand: list[str]) -> None:
    page = filled_letterhead(number, is_printed=is_printed)
    page.prints("KẾ HOẠCH", 260, 160)
    page.prints("Kiểm tra công tác văn thư, lưu trữ trên địa bàn huyện", 150, 180)
    image = np.ascontiguousarray(page.sheet.image)
    words = [word for line in recognize_page(image, DPI, 1, Settings()).lines for word in line.words]
    assert [word.text for word in words if word.is_handwritten] == by_hand
    if is_printed:
        assert [word.confidence for word in words if word.text == "163"] >= [0.9]
