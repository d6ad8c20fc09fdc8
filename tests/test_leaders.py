"""Rows of dots: taken out of the image and put back as dots; other specks stay."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models.settings import Settings
from pipeline.ocr.engine import OcrWord, Setting
from pipeline.ocr.leaders import take_out_leaders
from pipeline.ocr.recognize import recognize_page
from pipeline.ocr.steps import Step

Image = NDArray[np.uint8]
DPI = 200


def paper() -> Image:
    page = np.full((1200, 1650), 250, np.uint8)
    page[::7, ::5] = 246
    return page


def put_dots(page: Image, x: int, y: int, count: int, step: int = 11) -> None:
    for number in range(count):
        page[y : y + 4, x + number * step : x + number * step + 4] = 20


def put_text(page: Image, text: str, x: int, y: int) -> None:
    cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 20, 2, cv2.LINE_AA)


@pytest.mark.parametrize(("count", "step"), [(6, 11), (40, 11), (25, 24)], ids=["short", "long", "wide apart"])
def test_a_row_of_dots_is_taken_out_and_counted(count: int, step: int) -> None:
    page = paper()
    put_text(page, "Ho va ten", 200, 504)
    put_dots(page, 420, 500, count, step)
    cleaned, leaders = take_out_leaders(page, DPI)
    assert [leader.count for leader in leaders] == [count]
    assert cleaned[495:510, 415:].min() > 200
    assert cleaned[470:510, 200:400].min() < 60
    word = leaders[0].as_word(DPI)
    assert word.text == "." * count
    assert (word.x0, word.x1) == pytest.approx((420 * 0.36, (420 + (count - 1) * step + 4) * 0.36), abs=1)


def test_the_dot_of_a_colon_stays() -> None:
    page = paper()
    put_dots(page, 400, 500, 1)
    put_dots(page, 400, 488, 1)
    put_dots(page, 415, 500, 8)
    cleaned, leaders = take_out_leaders(page, DPI)
    assert [leader.count for leader in leaders] == [8]
    assert cleaned[500, 401] == 20


@pytest.mark.parametrize(
    "specks",
    [
        pytest.param([(400 + 11 * n, 500) for n in range(3)], id="three dots after a list"),
        pytest.param([(400 + 45 * n, 500) for n in range(12)], id="too far from each other"),
        pytest.param([(400 + 9 * n, 500 + 9 * (n % 3)) for n in range(12)], id="in no line"),
        pytest.param([(400 + n * n, 500) for n in range(3, 15)], id="unevenly spaced"),
    ],
)
def test_other_specks_stay(specks: list[tuple[int, int]]) -> None:
    page = paper()
    for x, y in specks:
        put_dots(page, x, y, 1)
    cleaned, leaders = take_out_leaders(page, DPI)
    assert leaders == ()
    assert cleaned is page


def test_the_rows_of_an_arrival_stamp_are_left_in_it() -> None:
    page = paper()
    for x, y in ((300, 300), (380, 340), (380, 380), (120, 300)):
        put_dots(page, x, y, 12)
    put_dots(page, 900, 300, 14)
    assert [leader.count for leader in take_out_leaders(page, DPI)[1]] == [14]


def test_print_has_no_rows_of_dots() -> None:
    page = paper()
    for y in range(200, 1100, 60):
        put_text(page, "thi dua iii yeu nuoc... nam 2019; : i. i. i.", 200, y)
    assert take_out_leaders(page, DPI)[1] == ()


@pytest.mark.parametrize("shape", [(1, 1), (300, 300)])
def test_empty_images_pass(shape: tuple[int, int]) -> None:
    page = np.full(shape, 255, np.uint8)
    assert take_out_leaders(page, DPI) == (page, ())


class Labels:
    """Reads the label before a row of dots, and a figure written onto it where there is one."""

    def __init__(self, *figures: OcrWord) -> None:
        self.figures = figures

    def recognize(self, image: Image, dpi: int, setting: Setting = Setting.PAGE) -> list[OcrWord]:
        return [OcrWord("Kinh", 200, 480, 290, 505, 0.96), OcrWord("phí:", 300, 480, 380, 505, 0.96), *self.figures]


def form() -> Image:
    page = paper()
    put_text(page, "Kinh phi", 200, 504)
    put_dots(page, 420, 500, 20)
    return page


def read(engine: Labels, without: frozenset[Step] = frozenset()) -> list[str]:
    return [line.text for line in recognize_page(form(), DPI, 1, Settings(), engine, without).lines]


def test_the_dots_stand_in_their_line() -> None:
    assert read(Labels()) == ["Kinh phí: " + "." * 20]
    assert read(Labels(), frozenset({Step.LEADERS})) == ["Kinh phí:"]


def test_a_row_that_was_filled_in_gives_no_dots() -> None:
    assert read(Labels(OcrWord("500", 460, 480, 510, 505, 0.9))) == ["Kinh phí: 500"]
