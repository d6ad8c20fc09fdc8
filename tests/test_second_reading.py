"""What is read a second time: which pages, lines and lost lines, and which of two readings is kept."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.page import Line, Word
from models.settings import Settings
from pipeline.ocr.again import cut_bands, find_bands, is_badly_read
from pipeline.ocr.engine import OcrWord, Setting
from pipeline.ocr.lostlines import find_lost_lines
from pipeline.ocr.merge import merge_readings, sureness
from pipeline.ocr.recognize import recognize_page
from pipeline.ocr.steps import Step

Image = NDArray[np.uint8]
DPI = 200
SCALE = DPI / 72


def word(text: str, confidence: float, x: float = 100, y: float = 100, width: float | None = None) -> Word:
    return Word(text, x, y, x + (6.0 * len(text) if width is None else width), y + 10, confidence)


def line(confidence: float, y: float, text: str = "ban hành kế hoạch thi đua") -> Line:
    words = tuple(word(part, confidence, 100 + 40 * n, y) for n, part in enumerate(text.split()))
    return Line(text, words)


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        pytest.param([("huyện", 0.9)], [("huyên", 0.6)], ["huyện"], id="the first is surer"),
        pytest.param([("huyên", 0.6)], [("huyện", 0.9)], ["huyện"], id="the second is surer"),
        pytest.param([("(b/c);", 0.4)], [], ["(b/c);"], id="unsure letters that only the first saw stay"),
        pytest.param([("·", 0.4)], [], [], id="an unsure mark that only the first saw goes"),
        pytest.param([("-", 0.9)], [], ["-"], id="a sure mark that only the first saw stays"),
        pytest.param([], [("Khuê", 0.9)], ["Khuê"], id="a sure word that only the second saw comes"),
        pytest.param([], [("xào", 0.5)], [], id="an unsure word that only the second saw does not"),
        pytest.param([], [("—", 0.9)], [], id="a mark that only the second saw does not"),
        pytest.param([("2!0an8iftrr", 0.0)], [("ngày", 0.9)], ["ngày"], id="nonsense is replaced by anything sure"),
        pytest.param(
            [("2!0an8iftrr", 0.0)], [("lấn", 0.3)], ["2!0an8iftrr"], id="nonsense is not replaced by nonsense"
        ),
        pytest.param([("UBMTTQ", 0.5)], [("tr", 0.9)], ["UBMTTQ"], id="a surer reading that lost letters is not taken"),
    ],
)
def test_the_surer_reading_is_kept(
    first: list[tuple[str, float]], second: list[tuple[str, float]], kept: list[str]
) -> None:
    readings = [[word(text, sure, width=40) for text, sure in reading] for reading in (first, second)]
    assert [found.text for found in merge_readings(*readings).words] == kept


def test_words_that_were_split_another_way_are_one_group() -> None:
    first = [word("Côngchức", 0.7, 100, width=60), word("diện", 0.9, 170)]
    second = [word("Công", 0.95, 100, width=28), word("chức", 0.95, 132, width=28), word("diện", 0.8, 170)]
    merged = merge_readings(first, second)
    assert [found.text for found in merged.words] == ["Công", "chức", "diện"]
    assert merged.replaced == 2


def test_a_group_with_a_worthless_word_is_not_taken_over() -> None:
    first = [word("đềnghị", 0.7, 100, width=60)]
    second = [word("đề", 0.1, 100, width=20), word("nghị", 0.97, 125, width=35)]
    assert [found.text for found in merge_readings(first, second).words] == ["đềnghị"]


def test_words_of_two_lines_are_not_mixed() -> None:
    merged = merge_readings([word("trên", 0.9, 100, 100)], [word("dưới", 0.95, 100, 114)])
    assert [found.text for found in merged.words] == ["trên", "dưới"]


boxes = st.tuples(st.sampled_from(["a", "bc", "·", "năm"]), st.floats(0, 1), st.integers(0, 60), st.integers(0, 40))
readings = st.lists(boxes.map(lambda box: word(box[0], box[1], *map(float, box[2:]))), max_size=8)


@given(readings, readings)
def test_a_merged_reading_is_made_of_words_that_were_read(first: list[Word], second: list[Word]) -> None:
    merged = merge_readings(first, second)
    assert set(merged.words) <= {*first, *second}
    assert merged.replaced <= len(second)
    assert list(merge_readings(first, first).words) == [w for w in merge_readings(first, first).words if w in first]


def test_sureness_counts_letters() -> None:
    assert sureness([word("tám", 1.0), word("a", 0.2)]) == pytest.approx(0.8)
    assert sureness([]) == 0.0


@pytest.mark.parametrize(("confidence", "count", "expected"), [(0.96, 20, False), (0.85, 20, True), (0.5, 4, False)])
def test_a_page_of_unsure_words_is_read_again(confidence: float, count: int, expected: bool) -> None:
    assert is_badly_read([word("năm", confidence)] * count) is expected


def test_bands_hold_unsure_lines_and_lost_ones_and_do_not_overlap() -> None:
    lines = [line(0.95, 100), line(0.6, 200), line(0.6, 212), line(0.3, 500, "x 1"), line(0.95, 600)]
    bands = find_bands(lines, [(700.0, 710.0)], 712.0)
    assert [(round(top), round(bottom)) for top, bottom in bands] == [(196, 226), (696, 712)]


def test_words_of_bands_are_put_back_where_they_stand() -> None:
    second = cut_bands(np.full((2000, 1000), 255, np.uint8), DPI, [(100.0, 120.0), (400.0, 420.0)], sharpened=True)
    below = second.tops[1] / SCALE
    found = [word("một", 0.9, 50, 5), word("hai", 0.9, 50, below + 5), word("giữa", 0.9, 50, below - 6)]
    assert [(moved.text, round(moved.y0)) for moved in second.to_page(found)] == [("một", 105), ("hai", 405)]


def printed_page(texts: list[tuple[str, int]]) -> Image:
    page = np.full((2340, 1650), 255, np.uint8)
    for text, y in texts:
        cv2.putText(page, text, (300, y), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 3, cv2.LINE_AA)
    return page


def test_a_line_without_words_is_lost() -> None:
    page = printed_page([("Ke hoach phat dong", 600), ("thi dua nam 2019", 700)])
    read = [Word("Ke", 300 / SCALE, 560 / SCALE, 800 / SCALE, 615 / SCALE, 0.9)]
    lost = find_lost_lines(page, DPI, read)
    assert len(lost) == 1
    assert lost[0][0] * SCALE == pytest.approx(672, abs=12)
    assert lost[0][1] * SCALE == pytest.approx(702, abs=12)


def test_ink_that_is_no_print_is_no_lost_line() -> None:
    page = printed_page([("1.", 600)])
    cv2.line(page, (300, 900), (900, 900), 0, 3)
    cv2.circle(page, (700, 1400), 150, 0, 6)
    page[1000:1800:97, 200:1500:83] = 0
    assert find_lost_lines(page, DPI, []) == []


def test_a_lost_line_is_read_and_told_of() -> None:
    class Forgetful:
        """Reads the second line of a page only where it stands by itself."""

        def recognize(self, image: Image, dpi: int, setting: Setting = Setting.PAGE) -> list[OcrWord]:
            if image.shape[0] > 1000:
                return [OcrWord(w, 300 + 90 * n, 565, 370 + 90 * n, 605, 0.96) for n, w in enumerate("abcdefghi")]
            return [OcrWord("2019;", 300, 10, 700, 40, 0.93)]

    page = recognize_page(
        printed_page([("a b c d e f g h i", 600), ("thi dua nam 2019", 700)]), DPI, 1, Settings(), Forgetful(),
    )  # fmt: skip
    assert [found.text for found in page.lines] == ["a b c d e f g h i", "2019;"]
    assert any("1 unsure or lost lines read again, sharpened: 1 words taken over" in note for note in page.preparation)


def test_nothing_is_read_again_where_that_is_left_out() -> None:
    class Counting:
        calls = 0

        def recognize(self, image: Image, dpi: int, setting: Setting = Setting.PAGE) -> list[OcrWord]:
            self.calls += 1
            return [OcrWord("năm", 100 * n, 500, 100 * n + 60, 530, 0.85) for n in range(1, 12)]

    without, with_it = Counting(), Counting()
    page = np.full((2340, 1650), 255, np.uint8)
    recognize_page(page, DPI, 1, Settings(), without, frozenset({Step.SECOND_READING}))
    recognize_page(page, DPI, 1, Settings(), with_it)
    assert (without.calls, with_it.calls) == (1, 2)
