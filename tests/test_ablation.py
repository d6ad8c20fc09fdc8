"""Measuring recognition by the parts of a plan, and what its steps are worth."""

import numpy as np
import pytest

from corpus.ablation import Measured, summarise
from corpus.planfile import Part
from corpus.printing.sheet import Kind, PlacedText
from corpus.scanning.scan import ScannedPage
from corpus.wordmatch import NO_PART, errors_by_part
from models.page import Line, Page, Region, Word
from models.record import TextOrigin
from pipeline.ocr.steps import Step

Box = tuple[float, float, float, float]
PLACES: tuple[Box, ...] = ((100, 100, 160, 112), (170, 100, 230, 112), (100, 200, 150, 212), (300, 300, 340, 312))


def scanned() -> ScannedPage:
    """A page of 72 dpi, so that points are pixels: two words of the title, one of the body, a written day."""
    texts = (("Kế", Part.TITLE), ("hoạch", Part.TITLE), ("năm", Part.BODY), ("15", Part.BODY))
    kinds = (Kind.PRINT, Kind.PRINT, Kind.PRINT, Kind.HAND)
    words = tuple(
        PlacedText(text, part, kind, box, 0) for (text, part), kind, box in zip(texts, kinds, PLACES, strict=True)
    )
    return ScannedPage(np.full((842, 595), 255, np.uint8), 72, False, words, ())


def page(words: list[tuple[str, Box]], rotation: int = 0, region: Region = Region.BODY) -> Page:
    lines = tuple(Line(text, (Word(text, *box, 0.9),), region) for text, box in words)
    return Page(1, 595, 842, lines, TextOrigin.OCR, 72, rotation)


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        pytest.param(
            [("hoạch", PLACES[1]), ("năm", PLACES[2]), ("Kế", PLACES[0])], {"title": 0, "body": 0}, id="in any order"
        ),
        pytest.param(
            [("Kê", PLACES[0]), ("hoạch", PLACES[1])], {"title": 1, "body": 3}, id="a wrong mark, a lost word"
        ),
        pytest.param(
            [("Kế", PLACES[0]), ("hoạch", PLACES[1]), ("năm", PLACES[2]), ("18", PLACES[3])],
            {"title": 0, "body": 0},
            id="handwriting does not count",
        ),
        pytest.param(
            [("Kế", PLACES[0]), ("hoạch", PLACES[1]), ("năm", PLACES[2]), ("~", (500, 700, 510, 710))],
            {"title": 0, "body": 0, NO_PART: 1},
            id="a scrap in the margin",
        ),
    ],
)
def test_errors_go_to_the_part_they_are_in(read: list[tuple[str, Box]], expected: dict[str, int]) -> None:
    errors = errors_by_part(page(read), scanned())
    assert {part: found.errors for part, found in errors.items()} == expected
    assert (errors["title"].length, errors["body"].length) == (8, 3)


def test_what_is_set_aside_is_not_text() -> None:
    errors = errors_by_part(page([("Kế", PLACES[0])], region=Region.STAMP), scanned())
    assert errors["title"].errors == 8


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_that_was_turned_upright_is_compared_with_its_scan(rotation: int) -> None:
    x0, y0, x1, y1 = PLACES[2]
    width, height = 595, 842
    upright = {
        90: (height - y1, x0, height - y0, x1),
        180: (width - x1, height - y1, width - x0, height - y0),
        270: (y0, width - x1, y1, width - x0),
    }[rotation]
    assert errors_by_part(page([("năm", upright)], rotation), scanned())["body"].errors == 0


def test_steps_are_summed_over_the_pages_they_were_applied_to() -> None:
    pages = [
        Measured("fax", 1000, 10, {Step.SPECKS.value: 30}),
        Measured("fax", 1000, 20, {}),
        Measured("office", 500, 1, {Step.LEVELLING.value: 6}),
    ]
    assert summarise(pages) == {
        "fax": {
            "pages": 2,
            "characters": 2000,
            "error_percent": 1.5,
            "steps": {"specks removed": {"pages": 1, "with": 1.0, "without": 3.0}},
        },
        "office": {
            "pages": 1,
            "characters": 500,
            "error_percent": 0.2,
            "steps": {"lines levelled": {"pages": 1, "with": 0.2, "without": 1.2}},
        },
    }
