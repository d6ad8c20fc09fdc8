"""The picture of a page: everything that was read is drawn where it stands."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from models.errors import OutputAccessError, UnsupportedSourceError
from models.page import Line, Page, Region
from models.record import TextOrigin
from models.settings import Settings
from models.source import Source, SourceFiles
from pipeline.drawing import draw_page, write_drawing
from pipeline.ingest import open_source
from tests.page_builders import placed_line, placed_page
from tests.pdf_maker import PageSpec, make_pdf

LEFT, TOP, SCALE = 70, 90, 150 / 72
SURE, UNSURE, DOUBTFUL, CELL, STAMP = (0, 140, 60), (230, 140, 0), (215, 0, 30), (0, 110, 200), (200, 0, 120)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    path = tmp_path / "plan.pdf"
    path.write_bytes(make_pdf([PageSpec()]))
    return open_source(SourceFiles((path,), "plan"), Settings())


def page_with(*lines: Line) -> Page:
    return replace(placed_page([]), lines=lines)


def drawn(source: Source, page: Page) -> NDArray[np.uint8]:
    return np.asarray(draw_page(source, page, Settings()))


def colours_around(pixels: NDArray[np.uint8], x0: float, y0: float, x1: float, y1: float) -> set[tuple[int, ...]]:
    """The colours in a box given in points, and three pixels around."""
    left, top = round(x0 * SCALE) + LEFT - 3, round(y0 * SCALE) + TOP - 3
    part = pixels[top : round(y1 * SCALE) + TOP + 4, left : round(x1 * SCALE) + LEFT + 4]
    return {tuple(map(int, colour)) for colour in part.reshape(-1, 3)}


@pytest.mark.parametrize(
    ("confidence", "colour"),
    [(0.95, SURE), (0.8, UNSURE), (0.3, DOUBTFUL), (None, SURE)],
    ids=["sure", "unsure", "doubtful", "from a text layer"],
)
def test_a_word_shows_how_sure_it_is(source: Source, confidence: float | None, colour: tuple[int, int, int]) -> None:
    line = placed_line("Thôn", 100, 200, confidence=confidence)
    (word,) = line.words
    found = colours_around(drawn(source, page_with(line)), word.x0, word.y0, word.x1, word.y1)
    assert colour in found
    assert not {SURE, UNSURE, DOUBTFUL} - {colour} & found


def test_doubt_shows_without_colour(source: Source) -> None:
    """A sure word has a line below it, an unsure one a frame, a doubtful one a thick frame and a tint."""
    inked = []
    for confidence in (0.95, 0.8, 0.3):
        pixels = drawn(source, page_with(placed_line("Thôn", 100, 200, confidence=confidence)))
        left, top = round(100 * SCALE) + LEFT, round(200 * SCALE) + TOP
        box = pixels[top - 4 : top + round(12 * SCALE) + 5, left - 4 : left + round(24 * SCALE) + 5]
        inked.append(int((box.min(axis=2) < 250).sum()))
    assert inked[0] * 2 < inked[1]
    assert inked[1] * 2 < inked[2]


def test_regions_and_cells_are_framed(source: Source) -> None:
    lines = (
        placed_line("SAO Y", 400, 100, region=Region.STAMP),
        placed_line("Thôn Đông", 100, 300, region=Region.TABLE, table=0, row=0, column=0),
        placed_line("Trưởng thôn", 300, 300, region=Region.TABLE, table=0, row=0, column=1),
    )
    pixels = drawn(source, page_with(*lines))
    assert STAMP in colours_around(pixels, 396, 96, 434, 116)
    for line in lines[1:]:
        assert CELL in colours_around(pixels, line.words[0].x0, 300, line.words[-1].x1, 312)


def test_a_turned_page_is_drawn_upright(tmp_path: Path) -> None:
    pixels = np.full((400, 600), 255, dtype=np.uint8)
    pixels[:40, :60] = 0  # its top left corner as it lies, its top right one when read
    path = tmp_path / "a.png"
    Image.fromarray(pixels).save(path, dpi=(100, 100))
    source = open_source(SourceFiles((path,), "a"), Settings())
    page = replace(placed_page([], size=(288, 432), rotation=90), dpi=100)
    upright = drawn(source, page)
    assert upright.shape == (900 + TOP, 600 + LEFT, 3)
    assert upright[TOP + 20, -20].max() < 180
    assert upright[TOP + 20, LEFT + 20].min() == 255


def test_a_page_without_words_is_drawn(source: Source) -> None:
    lost = replace(page_with(), width=0.0, height=0.0, problem="It took too long.")
    assert drawn(source, lost).shape == drawn(source, page_with()).shape


def test_text_has_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kế hoạch", "utf-8")
    source = open_source(SourceFiles((path,), "a"), Settings())
    with pytest.raises(UnsupportedSourceError, match="has no picture"):
        draw_page(source, placed_page([], origin=TextOrigin.PLAIN_TEXT), Settings())


def test_a_drawing_is_a_file(source: Source, tmp_path: Path) -> None:
    write_drawing(source, placed_page(), Settings(), tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as image:
        assert image.format == "PNG"


@pytest.mark.parametrize("name", ["missing/a.png", "plan.pdf"], ids=["no such folder", "the source"])
def test_a_drawing_that_cannot_be_written(source: Source, tmp_path: Path, name: str) -> None:
    before = source.paths[0].read_bytes()
    with pytest.raises(OutputAccessError):
        write_drawing(source, placed_page(), Settings(), tmp_path / name)
    assert source.paths[0].read_bytes() == before
