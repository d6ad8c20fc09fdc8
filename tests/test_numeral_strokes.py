"""Roman numerals by their strokes: put right where the strokes are plain, left alone elsewhere."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models.page import Word
from pipeline.ocr.numerals import count_strokes

Image = NDArray[np.uint8]
HIGH = 40  # pixels of a capital


def draw(numeral: str, slant: float = 0.0) -> tuple[Image, float]:
    """A numeral with serifs at 72 dpi and where it ends; "H", "-" and "/" can be drawn too."""
    page = np.full((100, 400), 255, np.uint8)
    x = 20

    def stroke(x0: float, y0: float, x1: float, y1: float) -> None:
        cv2.line(page, (round(x0), round(y0)), (round(x1), round(y1)), 0, 5)

    for letter in numeral:
        if letter in "IH":
            for left in (x, x + 22) if letter == "H" else (x,):
                stroke(left + slant * HIGH, 30, left, 30 + HIGH)
                for y in (30, 30 + HIGH):
                    cv2.line(page, (left - 6, y), (left + 6, y), 0, 3)
            if letter == "H":
                cv2.line(page, (x, 50), (x + 22, 50), 0, 4)
            x += 40 if letter == "H" else 20
        elif letter in "VX":
            stroke(x, 30, x + (14 if letter == "V" else 26), 30 + HIGH)
            stroke(x + 28, 30, x + (14 if letter == "V" else 0), 30 + HIGH)
            x += 46
        elif letter == "-":
            cv2.line(page, (x, 52), (x + 14, 52), 0, 5)
            x += 24
        elif letter == "/":
            stroke(x + 18, 30, x, 30 + HIGH)
            x += 34
        else:
            cv2.circle(page, (x, 28 + HIGH), 4, 0, -1)
            x += 14
    return page, float(x)


def counted(printed: str, read: str, slant: float = 0.0) -> str:
    image, right = draw(printed, slant)
    words, count = count_strokes([Word(read, 12, 28, right, 32 + HIGH, 0.9)], image, 72)
    assert count == (words[0].text != read)
    return words[0].text


@pytest.mark.parametrize(
    ("printed", "read", "expected"),
    [
        ("III.", "II.", "III."),
        ("III.", "HI.", "III."),
        ("II-", "I-", "II-"),
        ("II.", "II.", "II."),
        ("II.", "1I.", "II."),
        ("XII", "XI", "XII"),
        ("XXII.", "XXI.", "XXII."),
        ("VII.", "VI.", "VII."),
        ("III/", "II/2022", "III/2022"),
        ("III/", "II⁄2022", "III⁄2022"),
    ],
)
def test_lost_strokes_come_back(printed: str, read: str, expected: str) -> None:
    assert counted(printed, read) == expected


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        pytest.param("I.", "l.", id="a single stroke may be a figure"),
        pytest.param("II", "11", id="figures alone are no numeral"),
        pytest.param("H.", "H.", id="the bar of an H joins its strokes"),
        pytest.param("IV.", "IV.", id="a numeral that ends in V"),
        pytest.param("X.", "XI.", id="no stroke where one was read"),
        pytest.param("IIII", "III", id="more strokes than a numeral has"),
        pytest.param("XII", "II", id="an arm where none was read"),
        pytest.param("III", "Khối", id="a word"),
    ],
)
def test_what_the_strokes_do_not_settle_stays(printed: str, read: str) -> None:
    assert counted(printed, read) == read


def test_slanted_type_is_left_alone() -> None:
    assert counted("III.", "II.", slant=0.3) == "II."


@pytest.mark.parametrize("box", [(0, 0, 0, 0), (390, 90, 500, 130), (10, 20, 12, 24)])
def test_boxes_without_print_are_left_alone(box: tuple[float, float, float, float]) -> None:
    image, _ = draw("III")
    assert count_strokes([Word("II", *box, 0.5)], image, 72) == ([Word("II", *box, 0.5)], 0)
