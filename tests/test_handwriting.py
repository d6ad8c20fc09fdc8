"""Number and day written by hand into a letterhead: found, read, and judged."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.page import Word
from pipeline.ocr.handwriting import read_handwriting
from pipeline.ocr.handwriting.fields import find_fields
from pipeline.ocr.handwriting.lost import Area, find_lost_line
from pipeline.ocr.handwriting.metrics import extent_of, measure_line, width_of
from pipeline.ocr.handwriting.network import CLASSES, Network
from pipeline.ocr.handwriting.strip import HEIGHT as STRIP_HEIGHT
from pipeline.ocr.handwriting.strip import Strip, cut_strip
from tests.letterheads import HEIGHT, filled_letterhead

_CAP = 9.0


def _line(text: str, x: float = 110.0, y: float = 120.0, sure: float = 0.96) -> list[Word]:
    """Words on a line as print would stand; `|` sets a wide blank."""
    words = []
    for part in text.split():
        if part == "|":
            x += 4 * _CAP
            continue
        above, below = extent_of(part)
        width = width_of(part) * _CAP
        words.append(Word(part, x, y - above * _CAP, x + width, y + below * _CAP, sure))
        x += width + 0.4 * _CAP
    return words


def _no_more(area: Area) -> list[Word]:
    raise AssertionError(f"{area} was to be read again")


def _found(words: list[Word]) -> list[tuple[str, list[str]]]:
    return [
        (field.kind.value, [words[part.index].text[part.start : part.end] for part in field.inside])
        for field in find_fields(words, HEIGHT)
    ]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Số: 246 /KH-UBND", [("number", ["246"])]),
        ("Số:246/KH-UBND", [("number", ["246"])]),
        ("Số: | /KH-UBND", [("number", [])]),
        ("Số: ........ /KH-UBND", [("number", ["........"])]),
        ("số: (2Ÿ/KH-HĐPH", [("number", ["(2Ÿ"])]),
        ("Số: / /77/KH-CTU", [("number", ["/", "/77"])]),
        ("Số: #3//UBND- KSTT", [("number", ["#3/"])]),
        ("Số: 4ố /KH.UBND", [("number", ["4ố"])]),
        ("Số Z-KH/TU", [("number", ["Z"])]),
        ("số ẾÏ -KH/HU", [("number", ["ẾÏ"])]),
        ("Số 8 Z_KH/BTGTU l", [("number", ["8", "Z"])]),
        ("Kon Dơng, ngày ,#6 tháng 3 năm 2018", [("day", [",#6"]), ("month", ["3"])]),
        ("Kon Dơng, ngày13 tháng 3 năm 2018", [("day", ["13"]), ("month", ["3"])]),
        ("Kon Dơng, ngày 17tháng !† năm 2018", [("day", ["17"]), ("month", ["!†"])]),
        ("Kon Dơng, ngày | tháng | năm 2018", [("day", []), ("month", [])]),
    ],
)
def test_the_places_to_be_filled_in(text: str, fields: list[tuple[str, list[str]]]) -> None:
    assert _found(_line(text)) == fields


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Kế hoạch số 12/KH-UBND",
        "số 12/KH-UBND ngày 05 tháng 4",
        "các ngày lễ lớn trong 6 tháng cuối năm 2016",
        "từ ngày 05 tháng 4 đến ngày 06 tháng 5 năm 2016 của huyện",
        "Số lượng: 12",
        "",
    ],
)
def test_what_a_text_says_is_no_place_to_be_filled_in(text: str) -> None:
    assert _found(_line(text)) == []


def test_a_number_in_the_lower_half_of_the_page_is_none_of_the_plan() -> None:
    assert _found(_line("Số: 246 /KH-UBND", y=500.0)) == []


def test_print_is_measured_by_its_letters() -> None:
    measured = measure_line(_line("Sông Lũy, ngày tháng năm"))
    assert measured is not None
    assert measured == pytest.approx((120.0, _CAP), rel=0.02)
    assert measure_line([Word("12", 0, 0, 9, 9, 0.9), Word("xà", 0, 0, 9, 9, 0.2)]) is None


@dataclass(frozen=True)
class _Sees(Network):
    """A network that sees the same digits in every strip, each as likely as given; the rest is nothing."""

    digits: tuple[tuple[str, float], ...] = ()
    is_printed: bool = False

    def read(self, strip: Strip) -> np.ndarray:
        likely = np.zeros((2 * len(self.digits) + 3, CLASSES), dtype=np.float32)
        likely[:, 0] = 1.0
        for number, (digits, share) in enumerate(self.digits):
            row = likely[2 * number + 1]
            for place, digit in enumerate(digits):
                row[1 + int(digit) + 10 * self.is_printed] = share if place == 0 else (1 - share) / (len(digits) - 1)
            row[0] = max(1.0 - float(row[1:].sum()), 0.0)
        return likely


def _sees(*digits: tuple[str, float], is_printed: bool = False) -> Network:
    return _Sees((), (), 1.0, digits, is_printed)


def _read(words: list[Word], network: Network) -> list[Word]:
    return read_handwriting(filled_letterhead().sheet, words, HEIGHT, _no_more, network)


@pytest.mark.parametrize(
    ("read_as", "sure", "network", "text", "least", "most"),
    [
        ("ZỐ", 0.9, _sees(("4", 1.0), ("6", 0.99)), "46", 0.9, 1.0),
        ("46", 0.5, _sees(("4", 1.0), ("6", 0.9)), "46", 0.9, 1.0),
        ("16", 0.9, _sees(("4", 1.0), ("69", 0.8)), "46", 0.3, 0.5),
        ("ZỐ", 0.9, _sees(("47", 0.6), ("69", 0.5)), "ZỐ", 0.0, 0.25),
        ("16", 0.95, _sees(("4", 1.0), ("6", 1.0), is_printed=True), "16", 0.95, 0.95),
        ("16", 0.95, _sees(("1", 1.0), ("6", 1.0), is_printed=True), "16", 0.95, 0.95),
        ("16", 0.5, _sees(("1", 1.0), ("6", 1.0), is_printed=True), "16", 0.9, 1.0),
        ("16", 0.5, _sees(("4", 1.0), ("6", 0.9), is_printed=True), "46", 0.3, 0.5),
        ("....", 0.4, _sees(), "....", 0.4, 0.4),
    ],
    ids=[
        "read without doubt, though recognition made letters of it",
        "read alike by both",
        "read otherwise by recognition, and with doubt",
        "not legible: the letters stay",
        "print that recognition is sure of",
        "print that both read alike",
        "print that both read alike, recognition not surely",
        "print that recognition is not sure of",
        "a line of dots",
    ],
)
def test_what_a_reading_is_worth(
    read_as: str, sure: float, network: Network, text: str, least: float, most: float
) -> None:
    words = _line("Số: | /KH-UBND")
    words.insert(1, Word(read_as, 128.0, 108.0, 146.0, 121.0, sure))
    read = _read(words, network)
    assert [word.text for word in read] == ["Số:", text, "/KH-UBND"]
    assert least <= (read[1].confidence or 0.0) <= most
    assert (read[0], read[2]) == (words[0], words[2])


def test_a_doubtful_reading_names_the_others() -> None:
    words = _line("Số: | /KH-UBND")
    words.insert(1, Word("16", 128.0, 108.0, 146.0, 121.0, 0.9))
    read = _read(words, _sees(("47", 0.7), ("6", 1.0)))[1]
    assert (read.text, read.is_handwritten, read.alternatives) == ("46", True, ("16", "76"))


def test_writing_is_cut_from_the_print_it_was_read_with() -> None:
    words = _line("Số:Z7/KH-UBND")
    label, written, symbol = _read(words, _sees(("2", 1.0), ("7", 1.0)))
    assert [label.text, written.text, symbol.text] == ["Số:", "27", "/KH-UBND"]
    assert label.x1 <= symbol.x0
    assert symbol.y1 - symbol.y0 == pytest.approx(extent_of("/KH-UBND")[0] * _CAP + extent_of("/")[1] * _CAP, rel=0.1)
    assert not label.is_handwritten
    assert not symbol.is_handwritten


@pytest.mark.parametrize(
    ("month", "digits", "read"),
    [("4", (("3", 1.0), ("1", 1.0)), ""), ("5", (("3", 1.0), ("1", 1.0)), "31"), ("2", (("2", 1.0), ("9", 1.0)), "29")],
    ids=["no 31 April", "31 May", "29 February may be"],
)
def test_a_day_is_one_of_its_month(month: str, digits: tuple[tuple[str, float], ...], read: str) -> None:
    words = _line(f"Sông Lũy, ngày | tháng {month} năm 2021", 310)
    assert (
        "".join(word.text for word in _read(words, _sees(*digits)) if word.is_handwritten and word.text > "1") == read
    )


@pytest.mark.parametrize(
    ("number", "day", "is_printed", "expected"),
    [
        ("27", "", False, {"27"}),
        ("163", "24", False, {"163", "24"}),
        ("27", "15", True, set()),
        ("", "", False, set()),
    ],
    ids=["a number", "number and day", "typed ones stay", "blanks stay blank"],
)
def test_a_drawn_letterhead(number: str, day: str, is_printed: bool, expected: set[str]) -> None:
    page = filled_letterhead(number, day, is_printed=is_printed)
    read = read_handwriting(page.sheet, page.words, HEIGHT, _no_more)
    assert {word.text for word in read if word.is_handwritten} == expected
    assert [word.text for word in read if not word.is_handwritten] == [word.text for word in page.words]
    for word in read:
        if word.is_handwritten:
            middle = (word.x0 + word.x1) / 2
            assert 128 < middle < 175 or 388 < middle < 425
            assert 100 < word.y0 < word.y1 < 126


def test_a_line_of_dots_is_blank() -> None:
    page = filled_letterhead()
    page.dots(133, 168, 120)
    assert read_handwriting(page.sheet, page.words, HEIGHT, _no_more) == page.words


def test_blue_ink_is_read_and_red_ink_is_not() -> None:
    page = filled_letterhead("27")
    grey = page.sheet.image
    paper = np.full_like(grey, 250)
    writing = np.zeros_like(grey, dtype=bool)
    writing[270:345, 365:470] = True
    for colour, expected in (("blue", ["27"]), ("red", [])):
        channels = (paper, grey, grey) if colour == "red" else (grey, grey, paper)
        image = np.where(writing[..., None], np.stack(channels, axis=-1), np.stack((grey,) * 3, axis=-1))
        sheet = type(page.sheet)(image, page.sheet.prepared, page.sheet.unit)
        read = read_handwriting(sheet, page.words, HEIGHT, _no_more)
        assert [word.text for word in read if word.is_handwritten] == expected


def test_a_page_without_letterhead_is_left_as_it_is() -> None:
    words = _line("Căn cứ tình hình thực tế của địa phương")
    assert _read(words, _sees(("1", 1.0))) == words
    assert _read([], _sees(("1", 1.0))) == []


def test_a_line_read_as_nonsense_is_read_again() -> None:
    number, nonsense = _line("Số: 246 /KH-UBND"), _line("5100 l3i1f tuymai nn", 310, sure=0.05)
    read = read_handwriting(
        filled_letterhead().sheet,
        [*number, *nonsense],
        HEIGHT,
        lambda area: _line("Sông Lũy, ngày tháng 4 năm 2021", 310),
        _sees(),
    )
    assert " ".join(word.text for word in read) == "Số: 246 /KH-UBND Sông Lũy, ngày tháng 4 năm 2021"


def test_a_second_reading_that_finds_no_date_changes_nothing() -> None:
    words = [*_line("Số: 246 /KH-UBND"), *_line("5100 l3i1f tuymai nn", 310, sure=0.05)]
    assert read_handwriting(filled_letterhead().sheet, words, HEIGHT, lambda area: _line("abc"), _sees()) == words


def test_surely_read_words_beside_a_number_are_not_read_again() -> None:
    words = [*_line("Số: 246 /KH-UBND"), *_line("Vùng Tây Bắc của tỉnh", 310)]
    assert find_lost_line(words, find_fields(words, HEIGHT), HEIGHT) is None


def test_a_strip_shows_print_at_one_size_and_paper_off_the_page() -> None:
    sheet = filled_letterhead("27").sheet
    strip = cut_strip(sheet, 100.0, 180.0, 120.0, 8.6)
    assert strip.shape == (STRIP_HEIGHT, round(80 / 8.6 * 14))
    assert 0.0 <= float(strip.min()) < float(strip.max()) <= 1.0
    assert not cut_strip(sheet, -300.0, -200.0, 120.0, 8.6).any()


@pytest.mark.parametrize(("x0", "x1", "capital"), [(10.0, 10.0, 8.0), (20.0, 10.0, 8.0), (10.0, 20.0, 0.0)])
def test_no_strip_of_no_field(x0: float, x1: float, capital: float) -> None:
    with pytest.raises(ValueError, match="no field"):
        cut_strip(filled_letterhead().sheet, x0, x1, 120.0, capital)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Số:", "Số", "12", "/KH-UBND", "-KH/TU", "ngày", "Z", "tháng", "năm", "2021", "·", "a,"]),
            st.integers(0, 7).map(lambda column: 70.0 * column),  # no two words of print stand on one place
            st.integers(0, 20).map(lambda row: 15.0 * row),
        ),
        max_size=12,
        unique_by=lambda word: word[1:],
    )
)
def test_no_print_is_lost_whatever_stands_where(placed: list[tuple[str, float, float]]) -> None:
    words = [Word(text, x, y, x + 5.0 * len(text), y + 10.0, 0.9) for text, x, y in placed]
    read = read_handwriting(filled_letterhead().sheet, words, HEIGHT, lambda area: [], _sees(("4", 1.0)))
    print_only = sorted(word.text for word in read if not word.is_handwritten)
    assert all(any(text in word.text for word in words) for text in print_only)
    assert {"Số:", "Số", "ngày", "tháng", "/KH-UBND", "-KH/TU"} & {word.text for word in words} <= set(print_only)
