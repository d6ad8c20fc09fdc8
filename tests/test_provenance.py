"""Every character of the text knows its page, its word's box and how surely it was read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from models.document import Document
from models.page import Page, Region
from models.record import TextOrigin
from models.settings import Settings
from models.source import SourceFiles
from pipeline import process_document
from pipeline.clean import build_document
from pipeline.run import document_of, finish_record, open_document, read_page
from tests.page_builders import placed_line, placed_page

SAMPLE = Path(__file__).resolve().parents[1] / "corpus" / "plans" / "phuong-khong-rac-nhua" / "scan.pdf"
SEPARATORS = frozenset(" \n|")

# Letters and marks that cleaning handles: tones to be moved, decomposed letters, look-alikes, what it strikes out.
_word = st.text("aọoàáyýuúđÐơƯhHtnSKẾẠC15O0lI.,;:/-()“\u0301\u00ad\u200b", min_size=1, max_size=7)
_line = st.tuples(
    st.lists(_word, min_size=1, max_size=8).map(" ".join),
    st.sampled_from([Region.BODY, Region.LETTERHEAD, Region.FURNITURE, Region.STAMP, Region.RECIPIENTS]),
    st.one_of(st.none(), st.floats(0, 1)),
    st.sampled_from([None, True, False]),
)
_cell = st.tuples(st.integers(0, 2), st.integers(0, 2), st.lists(_word, min_size=1, max_size=3).map(" ".join))


@st.composite
def _pages(draw: st.DrawFn) -> list[Page]:
    pages = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        lines = [
            placed_line(text, 60, 60 + 20 * row, confidence=confidence, region=region, starts_paragraph=starts)
            for row, (text, region, confidence, starts) in enumerate(draw(st.lists(_line, max_size=6)))
        ]
        lines += [
            placed_line(text, 60 + 150 * column, 300 + 20 * row, region=Region.TABLE, table=0, row=row, column=column)
            for row, column, text in draw(st.lists(_cell, max_size=4))
        ]
        pages.append(Page(number, 595.0, 842.0, tuple(lines), TextOrigin.OCR, 200))
    return pages


def check(document: Document, pages: list[Page]) -> None:
    """Each character has a word, on its page, with a box and the confidence that was given to it."""
    of_page = {
        page.number: {(w.text, w.x0, w.y0, w.x1, w.y1, w.confidence) for line in page.lines for w in line.words}
        for page in pages
    }
    for offset, letter in enumerate(document.text):
        words = document.words_of(offset, offset + 1)
        if letter in SEPARATORS and not words:
            continue
        (word,) = words
        text = document.raw[word.start : word.end]
        assert (text, word.x0, word.y0, word.x1, word.y1, word.confidence) in of_page[word.page]
        assert document.page_at(offset) == word.page
        evidence = document.evidence(offset, offset + 1)
        assert evidence.page == word.page
        assert [box.page for box in evidence.boxes] == [word.page]
        if word.confidence is not None:
            assert evidence.ocr_confidence == pytest.approx(word.confidence, abs=1e-4)


@hypothesis_settings(max_examples=50)
@given(_pages())
def test_every_character_comes_from_a_word(pages: list[Page]) -> None:
    check(document_of(pages), pages)


@hypothesis_settings(max_examples=50)
@given(_pages())
def test_every_paragraph_is_covered_by_its_words(pages: list[Page]) -> None:
    document = build_document(pages)
    for paragraph in document.paragraphs:
        words = document.words_of(paragraph.start, paragraph.end)
        assert words
        assert [word.start for word in words] == sorted(word.start for word in words)
        assert {word.page for word in words} >= {paragraph.page}


def test_a_word_that_cleaning_changed_keeps_its_place() -> None:
    page = placed_page(["Uỷ ban nhân dân xã Hoà Bình ban hành Kế hoạch."])
    document = document_of([page])
    start = document.text.index("Hòa")
    (word,) = document.words_of(start, start + 3)
    printed = page.lines[0].words[5]
    assert document.raw[word.start : word.end] == printed.text == "Hoà"
    assert (word.x0, word.x1, word.confidence) == (printed.x0, printed.x1, 0.9)


def test_a_word_torn_by_a_line_break_has_a_box_on_each_line() -> None:
    page = placed_page(["Các thôn tổ chức họp dân để bàn việc làm đường liên", "thôn trong tháng 3 năm nay."])
    document = document_of([page])
    evidence = document.evidence(0, len(document.text))
    assert {box.y0 for box in evidence.boxes} == {line.words[0].y0 for line in page.lines}


def test_the_record_and_its_document_have_one_text() -> None:
    record, document = process_document(SAMPLE.with_name("plan.txt"))
    assert document.text == record.text
    number = record.header.number
    assert number
    assert document.evidence(number.evidence.start, number.evidence.end) == number.evidence


@pytest.mark.ocr
def test_a_real_scan() -> None:
    source = open_document(SourceFiles((SAMPLE,), "scan"), Settings())
    pages = [read_page(source, 0, Settings())]
    record, document = finish_record(source, pages), document_of(pages)
    assert document.text == record.text
    sizes = {page.number: (page.width, page.height) for page in record.source.pages}
    for offset, letter in enumerate(document.text):
        if letter not in SEPARATORS:
            (word,) = document.words_of(offset, offset + 1)
            width, height = sizes[word.page]
            assert 0 <= word.x0 < word.x1 <= width
            assert 0 <= word.y0 < word.y1 <= height
            assert word.confidence is not None
            assert 0 <= word.confidence <= 1
    for mention in record.dates:
        words = document.words_of(mention.evidence.start, mention.evidence.end)
        assert mention.evidence.boxes
        assert {box.page for box in mention.evidence.boxes} == {word.page for word in words}
