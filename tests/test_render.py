import io
import pickle
import time
import warnings
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from models.errors import DamagedSourceError
from models.page import Line, Region
from models.record import TextOrigin
from models.settings import Settings
from models.source import RenderedPage, SourceFiles
from pipeline.ingest import find_sources, open_source
from pipeline.render import open_pages, render_page
from pipeline.render.imagepage import to_array
from pipeline.syllables import syllable_share
from tests.pdf_maker import A4, PageSpec, Picture, Text, make_pdf
from tests.real import real_file

_SETTINGS = Settings()
_SENTENCE = "Các cơ quan, đơn vị tổ chức thực hiện nghiêm túc kế hoạch này"
_WORDS = _SENTENCE.split()
_SENTENCES = [" ".join([*_WORDS[n % 7 :], *_WORDS[: n % 7 + n // 7]]) for n in range(20)]  # no two alike
_BODY = [Text(sentence, 85, 200 + 20 * n, 11) for n, sentence in enumerate(_SENTENCES)]
_HEAD = [
    Text("ỦY BAN NHÂN DÂN", 60, 60, 10),
    Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 320, 60, 10, is_bold=True),
    Text("HUYỆN AN BÌNH", 70, 75, 10, is_bold=True),
    Text("Độc lập - Tự do - Hạnh phúc", 340, 75, 10, is_bold=True),
]


def _pages(folder: Path, data: bytes, settings: Settings = _SETTINGS) -> list[RenderedPage]:
    path = folder / "a"
    path.write_bytes(data)
    source = open_source(SourceFiles((path,), "a"), settings)
    pages = list(open_pages(source, settings))
    assert [page.number for page in pages] == list(range(1, source.page_count + 1))
    return pages


def _lines(page: RenderedPage) -> tuple[Line, ...]:
    assert page.page is not None
    return page.page.lines


def _image(page: RenderedPage) -> NDArray[np.uint8]:
    assert page.image is not None
    return page.image


def _noise(height: int, width: int, *, is_coloured: bool = False) -> NDArray[np.uint8]:
    shape = (height, width, 3) if is_coloured else (height, width)
    return np.random.default_rng(7).integers(0, 256, shape, dtype=np.uint8)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


# --- PDF: text layers


def test_a_born_digital_page_is_finished_text(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, make_pdf([PageSpec([*_HEAD, *_BODY])]))
    assert page.page is not None
    assert page.page.text_origin is TextOrigin.TEXT_LAYER
    assert (page.page.width, page.page.height) == A4
    lines = _lines(page)
    assert [line.text for line in lines[4:]] == _SENTENCES
    assert [line.text for line in lines[:2]] == ["ỦY BAN NHÂN DÂN", "HUYỆN AN BÌNH"]
    assert {line.region for line in lines[:4]} == {Region.LETTERHEAD}
    assert [line.is_bold for line in lines[:2]] == [False, True]


def test_word_boxes_are_in_points_from_the_top_left(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, make_pdf([PageSpec(_BODY)]))
    word = _lines(page)[0].words[0]
    assert (word.text, word.confidence) == ("Các", None)
    assert word.x0 == pytest.approx(85, abs=4)
    assert word.y1 == pytest.approx(200, abs=4)
    assert 0 < word.y1 - word.y0 < 12


def test_a_page_turned_for_the_screen_is_read_as_shown(tmp_path: Path) -> None:
    lying = PageSpec([Text(t.text, t.y, 842 - t.x, t.size, False, (0, 1, -1, 0)) for t in _BODY], rotate=90)
    (page,) = _pages(tmp_path, make_pdf([lying]))
    assert (page.width, page.height) == (A4[1], A4[0])
    word = _lines(page)[0].words[0]
    assert word.text == "Các"
    assert word.x0 == pytest.approx(85, abs=4)
    assert word.y1 == pytest.approx(200, abs=4)


def test_text_across_the_page_is_left_to_recognition(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, make_pdf([PageSpec(_BODY, rotate=90)]))
    assert page.refused_layer == "the text runs across the page"
    assert _image(page).shape[1] > _image(page).shape[0]


def test_a_slanting_watermark_is_no_text_of_the_page(tmp_path: Path) -> None:
    mark = Text("BẢN NHÁP", 200, 500, 40, False, (0.7, 0.7, -0.7, 0.7))
    (page,) = _pages(tmp_path, make_pdf([PageSpec([*_BODY, mark])]))
    assert not any("NHÁP" in line.text for line in _lines(page))


def test_a_number_stamped_as_an_annotation_is_read(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, make_pdf([PageSpec(_BODY, note="Số: 27/KH-UBND")]))
    assert any("27/KH-UBND" in line.text for line in _lines(page))


def test_the_block_of_an_electronic_signature_on_a_scan_is_no_layer(tmp_path: Path) -> None:
    scan = Picture(_noise(400, 300), (0, 0, *A4))
    (page,) = _pages(tmp_path, make_pdf([PageSpec(pictures=[scan], note="Người ký: Văn phòng")]))
    assert page.image is not None
    assert page.refused_layer is None


def test_a_foreign_layer_behind_a_scan_is_refused(tmp_path: Path) -> None:
    foreign = [Text("Cac co quan, don vi t6 chirc thuc hien nghiem tuc", 85, 200 + 20 * n, 11) for n in range(20)]
    scan = Picture(_noise(400, 300), (0, 0, *A4))
    (page,) = _pages(tmp_path, make_pdf([PageSpec(foreign, [scan])]))
    assert page.refused_layer is not None
    assert "marks" in page.refused_layer


def test_a_good_layer_behind_a_scan_is_used(tmp_path: Path) -> None:
    hidden = [Text(text.text, text.x, text.y, text.size, is_invisible=True) for text in _BODY]
    scan = Picture(_noise(400, 300), (0, 0, *A4))
    (page,) = _pages(tmp_path, make_pdf([PageSpec(hidden, [scan])]))
    assert page.page is not None
    assert page.page.text_origin is TextOrigin.TEXT_LAYER
    read = [word.text for line in _lines(page) for word in line.words]
    assert sorted(read) == sorted(" ".join(_SENTENCES).split())


def test_mixed_pages_are_decided_one_by_one(tmp_path: Path) -> None:
    scan = Picture(_noise(400, 300), (0, 0, *A4))
    pages = _pages(tmp_path, make_pdf([PageSpec(_BODY), PageSpec(pictures=[scan]), PageSpec()]))
    assert [page.image is None for page in pages] == [True, False, True]
    assert [page.is_blank for page in pages] == [False, False, True]


# --- PDF: images


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_scan_keeps_its_own_pixels(tmp_path: Path, rotate: int) -> None:
    pixels = _noise(1684, 1190)
    (page,) = _pages(tmp_path, make_pdf([PageSpec(pictures=[Picture(pixels, (0, 0, *A4))], rotate=rotate)]))
    shown = np.rot90(pixels, -rotate // 90)
    assert page.dpi == 150
    assert _image(page).ndim == 2
    assert _image(page).shape[0] / shown.shape[0] == pytest.approx(150 / 144, abs=0.01)


@pytest.mark.parametrize(
    ("dots", "dpi"),
    [
        pytest.param(200, 200, id="its own resolution"),
        pytest.param(100, 150, id="never below what can be read"),
        pytest.param(600, 400, id="never above what helps"),
    ],
)
def test_resolution_of_scans(tmp_path: Path, dots: int, dpi: int) -> None:
    pixels = np.where(_noise(dots * 6, dots * 4) > 128, 255, 0).astype(np.uint8)
    spec = PageSpec(pictures=[Picture(pixels, (0, 0, 288, 432))], size=(288, 432))
    (page,) = _pages(tmp_path, make_pdf([spec]))
    assert page.dpi == dpi
    assert _image(page).shape == (dpi * 6, dpi * 4)
    if dots == dpi:
        assert np.array_equal(_image(page), pixels)


def test_a_scan_that_does_not_fit_its_page_keeps_its_two_levels(tmp_path: Path) -> None:
    pixels = np.where(_noise(1170, 830) > 128, 255, 0).astype(np.uint8)
    spec = PageSpec(pictures=[Picture(pixels, (0.3, 0.4, 298.3, 421.7))], size=(297.6, 420.9))
    (page,) = _pages(tmp_path, make_pdf([spec]))
    assert set(np.unique(_image(page))) == {0, 255}


def test_colour_is_kept_where_there_is_any(tmp_path: Path) -> None:
    coloured = Picture(_noise(300, 200, is_coloured=True), (0, 0, *A4))
    grey = Picture(np.repeat(_noise(300, 200)[..., None], 3, axis=2), (0, 0, *A4))
    pages = _pages(tmp_path, make_pdf([PageSpec(pictures=[coloured]), PageSpec(pictures=[grey])]))
    assert [_image(page).ndim for page in pages] == [3, 2]


def test_pages_without_an_image_are_drawn_at_the_settings_resolution(tmp_path: Path) -> None:
    settings = Settings(ocr_dpi=120)
    (page,) = _pages(tmp_path, make_pdf([PageSpec(curves=50)]), settings)
    assert page.dpi == 120
    assert _image(page).shape == (round(842 / 72 * 120), round(595 / 72 * 120))


def test_a_poster_is_drawn_smaller_to_stay_within_the_limit(tmp_path: Path) -> None:
    settings = Settings(max_page_pixels=2_000_000)
    (page,) = _pages(tmp_path, make_pdf([PageSpec(curves=50, size=(1000, 1000))]), settings)
    assert _image(page).size <= 2_000_000
    (page,) = _pages(tmp_path, make_pdf([PageSpec(curves=50, size=(14_000, 14_000))]), settings)
    assert page.page is not None
    assert "inches" in (page.page.problem or "")


def test_three_hundred_empty_pages_are_quick(tmp_path: Path) -> None:
    start = time.perf_counter()
    pages = _pages(tmp_path, make_pdf([PageSpec()] * 300))
    assert all(page.is_blank for page in pages)
    assert time.perf_counter() - start < 5


def test_a_white_scan_is_blank(tmp_path: Path) -> None:
    white = Picture(np.full((300, 200), 255, dtype=np.uint8), (0, 0, *A4))
    (page,) = _pages(tmp_path, make_pdf([PageSpec(pictures=[white])]))
    assert page.is_blank


def test_one_bad_page_does_not_lose_the_others(tmp_path: Path) -> None:
    broken = Picture(_noise(300, 200), (0, 0, *A4), is_damaged=True)
    specs = [PageSpec(_BODY), PageSpec(pictures=[broken]), PageSpec(is_missing=True), PageSpec(_BODY)]
    pages = _pages(tmp_path, make_pdf(specs))
    problems = [page.page.problem for page in pages if page.page is not None]
    assert problems == [None, "The page's image is broken. Scan the page again.", problems[2], None]
    assert problems[2]
    assert not any(page.is_blank for page in pages)


# --- image files


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_mode_becomes_grey_or_colour(mode: str) -> None:
    ramp = np.tile(np.linspace(0, 255, 64, dtype=np.uint8), (32, 1))
    if mode in {"I;16", "I"}:
        image = Image.fromarray(ramp.astype(np.uint16 if mode == "I;16" else np.int32) * 257)
    elif mode == "F":
        image = Image.fromarray(ramp.astype(np.float32) / 255)
    else:
        image = Image.fromarray(ramp).convert("RGB").convert(mode)
    pixels = to_array(image)
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 2
    assert pixels[:, 0].mean() < 60
    assert pixels[:, -1].mean() > 195


def test_transparent_is_white() -> None:
    assert (to_array(Image.new("RGBA", (20, 20), (0, 0, 0, 0))) == 255).all()


@pytest.mark.parametrize(
    ("size", "stated", "dpi"),
    [
        pytest.param((827, 1169), (100, 100), 100, id="as stated"),
        pytest.param((1654, 2339), None, 200, id="guessed from A4"),
        pytest.param((2339, 1654), None, 200, id="guessed from A4 lying"),
        pytest.param((1654, 2339), (72, 72), 200, id="72 is what programs write that do not know"),
        pytest.param((1654, 2339), (96, 96), 200, id="no page is so large"),
        pytest.param((1654, 2339), (1200, 1200), 200, id="no page is so small"),
    ],
)
def test_resolution_of_images(tmp_path: Path, size: tuple[int, int], stated: tuple[int, int] | None, dpi: int) -> None:
    options = {"dpi": stated} if stated else {}
    (page,) = _pages(tmp_path, _saved(Image.new("L", size, 200), "PNG", **options))
    assert page.dpi == dpi
    assert page.width == pytest.approx(size[0] * 72 / dpi)
    assert _image(page).shape == (size[1], size[0])


def test_a_fax_gets_as_many_dots_down_as_across(tmp_path: Path) -> None:
    data = _saved(Image.fromarray(_noise(1145, 1728)).convert("1"), "TIFF", dpi=(204, 98))
    (page,) = _pages(tmp_path, data)
    assert page.dpi == 204
    assert _image(page).shape == (round(1145 * 204 / 98), 1728)


def test_the_camera_says_which_way_is_up(tmp_path: Path) -> None:
    pixels = np.zeros((80, 60), dtype=np.uint8)
    pixels[:20] = 255
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = _pages(tmp_path, _saved(Image.fromarray(pixels), "JPEG", exif=exif, quality=95))
    image = _image(page)
    assert image.shape == (60, 80)
    assert image[:, -10:].mean() > 240
    assert image[:, :40].mean() < 15


def test_a_broken_frame_is_a_page_with_a_problem(tmp_path: Path) -> None:
    frames = [Image.fromarray(_noise(80, 60)) for _ in range(3)]
    data = bytearray(
        _saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], compression="tiff_adobe_deflate")
    )
    with Image.open(io.BytesIO(data)) as image:
        image.seek(1)
        (offset,) = image.tag_v2[273]  # type: ignore[attr-defined]
    data[offset : offset + 2000] = bytes(2000)
    pages = _pages(tmp_path, bytes(data))
    assert [page.image is not None for page in pages] == [True, False, True]
    assert pages[1].page is not None
    assert "broken" in (pages[1].page.problem or "")


def test_pillow_warnings_do_not_leak(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = _saved(Image.new("1", (10_000, 10_000)), "PNG")
        (page,) = _pages(tmp_path, data)
    assert _image(page).shape == (10_000, 10_000)


def test_joined_images_are_pages_in_order(tmp_path: Path) -> None:
    for number, shade in ((1, 50), (2, 150)):
        (tmp_path / f"x_p{number}.png").write_bytes(_saved(Image.new("L", (60, 80), shade), "PNG"))
    (tmp_path / "x_p3.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    (files,) = find_sources([tmp_path]).sources
    source = open_source(files, _SETTINGS)
    pages = list(open_pages(source, _SETTINGS))
    assert [page.image[0, 0] if page.image is not None else None for page in pages] == [50, 150, None]


# --- single pages


def test_a_single_page_is_the_same_as_in_the_row(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf([PageSpec(_BODY), PageSpec(curves=9), PageSpec()]))
    source = pickle.loads(pickle.dumps(open_source(SourceFiles((path,), "a"), _SETTINGS)))
    for index, page in enumerate(open_pages(source, _SETTINGS)):
        single = render_page(source, index, _SETTINGS)
        assert single.page == page.page
        assert single.dpi == page.dpi
        assert np.array_equal(single.image, page.image) if page.image is not None else single.image is None
    with pytest.raises(IndexError):
        render_page(source, 3, _SETTINGS)


def test_a_file_that_changed_since_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf([PageSpec(_BODY)]))
    source = open_source(SourceFiles((path,), "a"), _SETTINGS)
    path.write_bytes(b"something else")
    with pytest.raises(DamagedSourceError):
        render_page(source, 0, _SETTINGS)


# --- real files


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("unlabelled/plan_broken_font_map_text_layer.pdf", "broken font map"),
        ("unlabelled/letter_ocr_layer.pdf", "no Vietnamese marks"),
        ("unlabelled/programme_garbled_foreign_ocr_layer.pdf", "no Vietnamese marks"),
        ("unlabelled/decision_watermark_only_layer.pdf", "few words"),
        ("unlabelled/resolution_black_edge.pdf", None),
        ("scans/scan04.pdf", None),
    ],
)
def test_no_page_of_these_is_believed(name: str, reason: str | None) -> None:
    source = open_source(SourceFiles((real_file(name),), "a"), _SETTINGS)
    for page in open_pages(source, _SETTINGS):
        assert page.image is not None
        assert (page.refused_layer is None) if reason is None else reason in (page.refused_layer or "")


@pytest.mark.real
def test_a_two_level_scan_stays_two_level() -> None:
    source = open_source(SourceFiles((real_file("scans/scan04.pdf"),), "a"), _SETTINGS)
    page = render_page(source, 0, _SETTINGS)
    assert page.dpi == 200
    assert set(np.unique(_image(page))) == {0, 255}


@pytest.mark.real
def test_the_transcripts_are_vietnamese() -> None:
    for name in ("000", "001", "002", "003", "004"):
        assert syllable_share(real_file(f"transcripts/{name}.txt").read_text("utf-8")) > 0.99
