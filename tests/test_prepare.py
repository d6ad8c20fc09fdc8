"""Preparation of drawn page images: only by need, and always with the way back."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pipeline.ocr.prepare import Prepared, prepare_image
from pipeline.ocr.rules import erase_borders, erase_streaks, find_rules
from pipeline.ocr.straighten import Bend, find_bend

Image = NDArray[np.uint8]
WORDS = ["Ke", "hoach", "phat", "dong", "thi", "dua", "nam", "hai", "nghin"]


def draw_page(lines: int = 20, width: int = 1240, height: int = 1754, paper: int = 255) -> Image:
    """A grey page of print at 150 dpi."""
    page = np.full((height, width), paper, np.uint8)
    for number in range(lines):
        text = " ".join(WORDS[(number * number + step) % len(WORDS)] for step in range(len(WORDS)))
        cv2.putText(page, text, (150, 180 + 60 * number), cv2.FONT_HERSHEY_SIMPLEX, 1.3, 0, 2, cv2.LINE_AA)
    return page


def turn(page: Image, degrees: float) -> Image:
    """The page turned so that its lines fall to the right by `degrees`."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=(255, 255, 255)), dtype=np.uint8)


def in_colour(page: Image) -> Image:
    return np.repeat(page[:, :, None], 3, axis=2)


def test_a_clean_straight_page_is_left_as_it_is() -> None:
    page = draw_page()
    prepared = prepare_image(page, 200)
    assert prepared.steps == ()
    assert np.array_equal(prepared.image, page)
    assert prepared.to_source(10, 20, 30, 40) == (10, 20, 30, 40)


@pytest.mark.parametrize("degrees", [-4.0, -0.8, 0.5, 2.5])
def test_skewed_lines_are_levelled(degrees: float) -> None:
    bend = find_bend(turn(draw_page(), degrees), 150)
    assert bend is not None
    assert bend.angle == pytest.approx(degrees, abs=0.15)
    assert find_bend(bend.apply(turn(draw_page(), degrees)), 150) is None


@pytest.mark.parametrize("page", [draw_page(0), draw_page(2)], ids=["blank", "two lines"])
def test_a_page_with_little_print_is_not_turned(page: Image) -> None:
    assert find_bend(page, 150) is None


def test_bent_lines_are_levelled() -> None:
    page = draw_page()
    columns, rows = np.meshgrid(np.arange(page.shape[1]), np.arange(page.shape[0]))
    drop = 25 * ((columns - page.shape[1] / 2) / (page.shape[1] / 2)) ** 2
    bent = cv2.remap(page, columns.astype(np.float32), (rows - drop).astype(np.float32), 1, borderValue=255)
    prepared = prepare_image(np.asarray(bent, dtype=np.uint8), 150)
    assert any(step.startswith("bent lines levelled") for step in prepared.steps)
    assert find_bend(prepared.image, 150) is None


def test_boxes_are_given_back_where_they_were_scanned() -> None:
    page = draw_page(14)
    cv2.rectangle(page, (900, 1300), (960, 1330), 0, -1)
    skewed = turn(page, 3.0)
    prepared = prepare_image(skewed, 200)
    rows, columns = np.nonzero(prepared.image[1150:1500, 780:1100] < 100)
    box = prepared.to_source(columns.min() + 780, rows.min() + 1150, columns.max() + 781, rows.max() + 1151)
    source_rows, source_columns = np.nonzero(skewed[1150:1500, 780:1100] < 100)
    assert (box[0] + box[2]) / 2 == pytest.approx(source_columns.mean() + 780, abs=3)
    assert (box[1] + box[3]) / 2 == pytest.approx(source_rows.mean() + 1150, abs=3)


@settings(max_examples=60)
@given(
    st.floats(-0.08, 0.08), st.tuples(*[st.floats(-0.01, 0.01)] * 5), st.floats(0, 999), st.floats(0, 1399),
)  # fmt: skip
def test_a_bend_never_folds_the_page(slope: float, coefficients: tuple[float, ...], x: float, y: float) -> None:
    bend = Bend(1000, 1400, slope, coefficients, 0.4)
    xs, ys = bend.source_of(np.array([x, x]), np.array([y, y + 10]))
    assert ys[1] > ys[0]
    assert abs(xs[0] - x) <= 0.08 * 1400


@pytest.mark.parametrize(
    ("is_two_level", "dpi", "read_at"),
    [(False, 150, 225), (True, 150, 225), (True, 200, 200), (False, 90, 225), (False, 200, 200), (True, 300, 225),
     (False, 300, 225), (False, 600, 225), (True, 240, 240)],
)  # fmt: skip
def test_pages_are_brought_to_a_readable_resolution(is_two_level: bool, dpi: int, read_at: int) -> None:
    page = draw_page()
    if is_two_level:
        page = np.where(page < 128, 0, 255).astype(np.uint8)
    prepared = prepare_image(page, dpi)
    scale = read_at / dpi
    assert prepared.dpi == read_at
    assert prepared.image.shape == (round(scale * page.shape[0]), round(scale * page.shape[1]))
    assert prepared.to_source(scale * 100, scale * 200, scale * 150, scale * 220) == pytest.approx((100, 200, 150, 220))
    assert (f"enlarged from {dpi} to {read_at} dpi" in prepared.steps) == (read_at > dpi)
    assert (f"reduced from {dpi} to {read_at} dpi" in prepared.steps) == (read_at < dpi)


def test_only_specks_that_stand_alone_are_taken_out_of_two_level_pages() -> None:
    page = np.where(draw_page(5) < 128, 0, 255).astype(np.uint8)
    page[900::20, ::20] = 0
    page[700:720, 500:504] = 0
    page[722, 503] = 0  # the tail of a comma
    prepared = prepare_image(page, 220)
    assert any(step.startswith("specks removed") for step in prepared.steps)
    assert prepared.image[1000:].min() > 250
    assert prepared.image[722, 503] < 200


def test_red_ink_goes_and_black_print_under_it_stays() -> None:
    page = in_colour(draw_page())
    sealed = page.copy()
    cv2.circle(sealed, (600, 700), 120, (225, 40, 50), 8)
    sealed[np.repeat(page[:, :, :1] < 128, 3, axis=2)] = 0
    prepared = prepare_image(sealed, 200)
    assert any(step.startswith("red ink removed") for step in prepared.steps)
    clean = page[:, :, 0]
    assert prepared.image[clean == 0].max() < 60
    away_from_print = cv2.erode(clean, np.ones((9, 9), np.uint8)) == 255
    assert prepared.image[away_from_print].min() > 200


def test_blue_ink_goes_beside_a_seal_only() -> None:
    page = in_colour(draw_page(0))
    cv2.circle(page, (600, 1300), 110, (225, 40, 50), 9)
    cv2.line(page, (650, 1330), (900, 1310), (30, 40, 150), 4)
    cv2.line(page, (300, 200), (400, 210), (30, 40, 150), 4)
    image = prepare_image(page, 200).image
    assert image[1250:1400].min() > 200
    assert image[190:220].min() < 80


def test_a_dark_scanner_edge_is_filled_with_paper() -> None:
    page = draw_page()
    page[:90] = 5
    prepared = prepare_image(page, 150)
    assert any(step.startswith("dark edge filled") for step in prepared.steps)
    assert prepared.image[:90].min() > 200


def test_a_shadow_is_evened_out() -> None:
    shade = np.linspace(255, 130, 1240)[None, :].repeat(1754, axis=0)
    page = (draw_page().astype(np.float64) / 255 * shade).astype(np.uint8)
    prepared = prepare_image(page, 150)
    assert any(step.startswith("uneven paper evened") for step in prepared.steps)
    assert np.percentile(prepared.image[:, 1150:], 50) > 235


def draw_table() -> Image:
    page = draw_page(6)
    for y in (800, 900, 1000):
        cv2.line(page, (150, y), (1050, y), 0, 2)
    for x in (150, 300, 1050):
        cv2.line(page, (x, 800), (x, 1000), 0, 2)
    return page


def test_rules_of_a_table_are_found_where_they_are() -> None:
    rules = find_rules(draw_table(), 150)
    across = sorted(round((y0 + y1) / 2) for x0, y0, x1, y1 in rules if x1 - x0 > y1 - y0)
    upright = sorted(round((x0 + x1) / 2) for x0, y0, x1, y1 in rules if x1 - x0 <= y1 - y0)
    assert across == pytest.approx([800, 900, 1000], abs=3)
    assert upright == pytest.approx([150, 300, 1050], abs=3)


def test_print_has_no_rules() -> None:
    assert find_rules(draw_page(), 150) == []


def test_borders_are_erased_and_an_underlining_stays() -> None:
    page = draw_table()
    cv2.line(page, (400, 1200), (700, 1200), 0, 2)
    erased, _ = erase_borders(page, 150, find_rules(page, 150))
    assert erased[780:1020].min() == 255
    assert erased[1200, 500] == 0


def test_thin_borders_of_a_skewed_two_level_table_are_found_whole() -> None:
    page = draw_page(6)
    for y in (800, 900, 1000):
        cv2.line(page, (150, y), (1050, y), 0, 1)
    for x in (150, 300, 1050):
        cv2.line(page, (x, 800), (x, 1000), 0, 1)
    skewed = np.where(turn(page, 0.6) < 150, 0, 255).astype(np.uint8)
    prepared = prepare_image(skewed, 200)
    lengths = sorted(max(x1 - x0, y1 - y0) for x0, y0, x1, y1 in prepared.rules)
    assert lengths == pytest.approx([200] * 3 + [900] * 3, abs=12)


def test_a_border_that_a_bad_copy_broke_is_one() -> None:
    page = draw_table()
    page[895:905, 500:560] = 255
    page[899:901, 505:560:3] = 0  # a dotted trace is left
    page[895:905, 800:806] = 255
    across = sorted(rule for rule in find_rules(page, 150) if rule[2] - rule[0] > 100)
    assert [(x0, x1) for x0, _, x1, _ in across] == [pytest.approx((149, 1051), abs=3)] * 3


def test_two_lines_to_be_filled_in_are_not_joined() -> None:
    page = draw_page(6)
    cv2.line(page, (150, 900), (400, 900), 0, 2)
    cv2.line(page, (460, 900), (700, 900), 0, 2)
    assert len(find_rules(page, 150)) == 2


def test_type_that_touches_a_border_stays_whole() -> None:
    page = draw_table()
    page[890:915, 600:606] = 0  # a stroke across the border
    erased, _ = erase_borders(page, 150, find_rules(page, 150))
    assert erased[890:915, 601:605].max() == 0
    assert erased[898:904, 620:900].min() == 255


def test_borders_are_erased_to_the_level_of_the_paper() -> None:
    page = np.minimum(draw_table(), 230).astype(np.uint8)
    erased, _ = erase_borders(page, 150, find_rules(page, 150))
    assert set(np.unique(erased[780:1020])) == {230}


def test_an_underlining_that_touches_a_seal_is_no_border() -> None:
    page = draw_page(6)
    cv2.line(page, (400, 1200), (700, 1200), 0, 2)
    for x in (402, 690):
        cv2.line(page, (x, 1170), (x, 1230), 0, 2)
    assert erase_borders(page, 150, find_rules(page, 150))[1] == 0


def test_the_streak_of_dust_on_the_glass_is_erased() -> None:
    page = draw_page(20)
    page[50:1700, 1120] = 90
    prepared = prepare_image(page, 200)
    assert "streaks of the glass removed (1)" in prepared.steps
    assert prepared.image[1500:1690, 1115:1126].min() > 200


def test_the_upright_borders_of_a_long_table_are_no_streaks() -> None:
    page = draw_page(2)
    for y in range(400, 1601, 200):
        cv2.line(page, (150, y), (1050, y), 0, 2)
    for x in (150, 300, 1050):
        cv2.line(page, (x, 400), (x, 1600), 0, 2)
    assert erase_streaks(page, 150)[1] == 0
    assert len(prepare_image(page, 150).rules) == 10


def test_short_lines_in_the_cells_of_a_table_do_not_bend_the_page() -> None:
    page = np.full((1754, 1240), 255, np.uint8)
    for row in range(16):
        for column in range(4):
            drop = (row * 7 + column * 13) % 23
            text = " ".join(WORDS[(row + column) % 9 : (row + column) % 9 + 2])
            cv2.putText(page, text, (90 + 280 * column, 150 + 95 * row + drop), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 0, 2)
    bend = find_bend(turn(page, 0.5), 150)
    assert bend is None or bend.is_straight


@pytest.mark.parametrize("shape", [(1, 1), (9, 2000), (300, 300, 3)])
def test_images_of_any_shape_pass(shape: tuple[int, ...]) -> None:
    prepared = prepare_image(np.full(shape, 255, np.uint8), 200)
    assert isinstance(prepared, Prepared)
    assert prepared.image.ndim == 2
