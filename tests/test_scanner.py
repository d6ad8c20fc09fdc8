"""The printer prints what plan.txt says; the scanner knows where every word comes to lie."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from corpus.planfile import CorpusError, Plan, load_plan, plan_text
from corpus.printing.fonts import Fonts, families_for, installed_families
from corpus.printing.layout import print_plan
from corpus.printing.sheet import Kind, PlacedText, Sheet
from corpus.printing.style import Hand, PrintStyle, draw_style
from corpus.scanner import save_scan, scan_plan
from corpus.scanning.parameters import LEVELS, Medium, PageParameters, ScanParameters, draw_parameters
from corpus.scanning.scan import scan_sheets
from tests.test_corpus import FOLDERS, PLAN, folder

DPI = 60  # enough for where things stand


@pytest.fixture(scope="module", autouse=True)
def _needs_a_font() -> None:
    try:
        installed_families()
    except CorpusError as error:
        pytest.skip(str(error))


def printed(plan: Plan, seed: int = 1, arrival_share: float = 0.0) -> list[Sheet]:
    random = np.random.default_rng(seed)
    return print_plan(plan, draw_style(plan, random, arrival_share=arrival_share), random, dpi=DPI)


def words_of(sheets: list[Sheet]) -> list[str]:
    return [word.text for sheet in sheets for word in sheet.words if word.kind in (Kind.PRINT, Kind.HAND)]


@pytest.mark.parametrize("plan_folder", FOLDERS, ids=lambda path: path.name)
def test_what_is_printed_is_plan_txt_in_reading_order(plan_folder: Path) -> None:
    plan = load_plan(plan_folder)
    sheets = printed(plan)
    assert words_of(sheets) == [word for word in plan_text(plan).split() if word != "|"]
    for sheet in sheets:
        width, height = sheet.image.size
        for word in sheet.words:
            x0, y0, x1, y1 = word.box
            assert 0 <= x0 < x1 <= width, word
            assert 0 <= y0 < y1 <= height, word


def test_words_know_their_line_of_plan_txt(tmp_path: Path) -> None:
    plan = load_plan(folder(tmp_path, ""))
    lines = plan_text(plan).split("\n")
    for sheet in printed(plan):
        for word in sheet.words:
            assert word.line == -1 or word.text in lines[word.line].split()


def test_stamps_and_handwriting_are_told_from_print(tmp_path: Path) -> None:
    plan = load_plan(folder(tmp_path, "", 'stamps = ["HỎA TỐC"]\n' + PLAN))
    first, *_ = printed(plan, seed=2, arrival_share=1.0)
    by_kind = {kind: [word.text for word in first.words if word.kind is kind] for kind in Kind}
    assert by_kind[Kind.HAND] == ["07/KH-PVH", "9"]
    assert by_kind[Kind.STAMP][:2] == ["HỎA", "TỐC"]
    assert {"ĐẾN", "Số:", "Ngày:"} <= set(by_kind[Kind.STAMP])
    assert {"urgency mark", "arrival stamp", "table", "seal", "signature"} <= {name for name, _ in first.marks}


def test_an_appendix_has_its_own_page_and_pages_are_numbered(tmp_path: Path) -> None:
    _, second = printed(load_plan(folder(tmp_path, "")))
    assert [word.text for word in second.words][:3] == ["2", "PHỤ", "LỤC"]
    assert second.words[0].kind is Kind.FURNITURE


def test_a_line_that_cannot_be_printed_is_named() -> None:
    family = installed_families()[0]
    style = PrintStyle(family.name, 13.0, 1.3, 32.0, 16.0, "top", (0, 0, 0), Hand.NEAT, None)
    sheet = Sheet.blank(DPI)
    end = sheet.put("Kế hoạch", 10, 20, Fonts(family, DPI).font(style.body_points), "body")
    assert end > 10
    assert [word.text for word in sheet.words] == ["Kế", "hoạch"]
    with pytest.raises(CorpusError, match="No installed font holds these characters: '漢'"):
        families_for(["Kế hoạch 漢"])


def page(number: int, medium: Medium, **changes: object) -> PageParameters:
    return replace(PageParameters(number, medium, DPI, is_colour=False), **changes)  # type: ignore[arg-type]


def sheet_with_blots(count: int = 3) -> Sheet:
    """A page with black boxes for words, so that a box that misses its word is seen at once."""
    sheet = Sheet.blank(DPI * 2)
    for number in range(count):
        x, y = 120.0 + 210 * number, 160.0 + 300 * number
        sheet.draw.rectangle((x, y, x + 90, y + 40), (0, 0, 0))
        sheet.words.append(PlacedText(f"w{number}", "body", Kind.PRINT, (x, y, x + 90, y + 40), number))
    return sheet


CORNERS = ((0.03, 0.02), (-0.02, 0.01), (-0.03, -0.02), (0.01, -0.02))


@pytest.mark.parametrize(
    "parameters",
    [
        page(1, Medium.OFFICE, skew=3.0, shift_mm=(4.0, -3.0)),
        page(1, Medium.OFFICE, turn=90),
        page(1, Medium.OFFICE, turn=180, skew=-2.0),
        page(1, Medium.OFFICE, turn=270, shift_mm=(-5.0, 2.0)),
        page(1, Medium.PHOTO, corners=CORNERS, skew=1.5),
        page(1, Medium.PHOTO, corners=CORNERS, turn=180),
        page(1, Medium.FAX, is_two_level=True, threshold=128.0, skew=1.0),
        page(1, Medium.PHOTOCOPY, generations=3, black_edges_mm=(3.0, 2.0, 3.0, 2.0), punch_holes=True, staple=True),
    ],
    ids=["skewed", "quarter turn", "upside down", "three quarters", "photo", "photo upside down", "fax", "photocopy"],
)
def test_boxes_follow_their_words(parameters: PageParameters) -> None:
    sheet = sheet_with_blots()
    (scanned,) = scan_sheets([sheet], ScanParameters(1, 50, (parameters,)), np.random.default_rng(3))
    grey = scanned.image if scanned.image.ndim == 2 else scanned.image.mean(axis=2)
    assert [word.text for word in scanned.words] == ["w0", "w1", "w2"]
    for word in scanned.words:
        x0, y0, x1, y1 = (round(side) for side in word.box)
        inside = grey[y0 + 4 : y1 - 4, x0 + 4 : x1 - 4]
        around = np.concatenate([grey[y0 - 7 : y0 - 3, x0:x1].ravel(), grey[y1 + 3 : y1 + 7, x0:x1].ravel()])
        assert inside.mean() + 70 < around.mean(), word


def test_two_pages_on_a_sheet_and_a_lost_page() -> None:
    sheets = [sheet_with_blots(number) for number in (1, 2, 3)]
    pages = tuple(page(number, Medium.OFFICE) for number in (1, 2, 3))
    joined = scan_sheets(sheets, ScanParameters(4, 50, pages, two_on_a_sheet=True), np.random.default_rng(1))
    assert [len(found.words) for found in joined] == [3, 3]
    assert joined[0].image.shape[1] == 2 * joined[1].image.shape[1]
    assert joined[0].words[1].box[0] > joined[1].image.shape[1]
    left = scan_sheets(sheets, ScanParameters(4, 50, pages, missing=(2,)), np.random.default_rng(1))
    assert [len(found.words) for found in left] == [1, 3]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", range(12))
def test_levels_do_what_they_are_named_for(level: int, seed: int) -> None:
    drawn = draw_parameters(level, 3, np.random.default_rng(seed))
    assert drawn == draw_parameters(level, 3, np.random.default_rng(seed))
    assert [found.number for found in drawn.pages] == [1, 2, 3]
    mishap = drawn.two_on_a_sheet or bool(drawn.missing) or any(found.turn for found in drawn.pages)
    assert mishap == (level == 4)
    media = {found.medium for found in drawn.pages}
    assert len(media) == 1
    if level < 4:
        assert (
            media
            <= {
                0: {Medium.CLEAN},
                1: {Medium.OFFICE},
                2: {Medium.FAX, Medium.PHOTO},
                3: {Medium.PHOTOCOPY},
            }[level]
        )


def test_there_is_no_fifth_level() -> None:
    with pytest.raises(ValueError, match="levels are 0 to 4"):
        draw_parameters(5, 1, np.random.default_rng(1))


def test_the_same_seed_writes_the_same_files(tmp_path: Path) -> None:
    plan = folder(tmp_path, "", PLAN.partition("appendix")[0])
    for name in ("one", "two"):
        save_scan(scan_plan(plan, 1, 7), tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    stem = f"{tmp_path.name}@L1"
    assert files == sorted(f"{stem}.{suffix}" for suffix in ("pdf", "words.json", "params.json", "txt"))
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file
    assert (tmp_path / "one" / f"{stem}.txt").read_text("utf-8") == plan_text(load_plan(plan))
    written = json.loads((tmp_path / "one" / f"{stem}.words.json").read_text("utf-8"))
    (first,) = written["pages"]
    assert (round(first["width"]), round(first["height"])) == (595, 842)
    assert all(0 <= word["box"][0] < word["box"][2] <= 596 for word in first["words"])


def test_pages_can_be_written_as_images(tmp_path: Path) -> None:
    plan = folder(tmp_path, "", PLAN.partition("appendix")[0])
    scan = scan_plan(plan, 3, 1)
    save_scan(scan, tmp_path / "out", as_png=True)
    with Image.open(tmp_path / "out" / f"{tmp_path.name}@L3-p1.png") as image:
        assert image.size == (1240, 1754)


def test_number_and_day_are_written_or_typed(tmp_path: Path) -> None:
    plan = load_plan(folder(tmp_path, ""))
    kinds = {}
    for hand in Hand:
        random = np.random.default_rng(1)
        style = replace(draw_style(plan, random), hand=hand)
        first, *_ = print_plan(plan, style, random, dpi=DPI)
        kinds[hand] = {word.kind for word in first.words if word.text in ("07/KH-PVH", "9")}
    assert kinds == {Hand.RUNNING: {Kind.HAND}, Hand.NEAT: {Kind.HAND}, Hand.TYPED: {Kind.PRINT}}
