"""PDFs that are put together in other ways than a scanner or a word processor does."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models.errors import SourceError
from models.page import Region
from models.settings import Settings
from models.source import RenderedPage, SourceFiles
from pipeline.ingest import open_source
from pipeline.render import open_pages
from tests.pdf_maker import A4, PageSpec, Picture, Text, make_pdf

_SETTINGS = Settings()
_LINES = [
    "Các cơ quan, đơn vị tổ chức thực hiện nghiêm túc kế hoạch này",
    "và báo cáo kết quả về Phòng Nội vụ huyện để tổng hợp",
    "trình Ủy ban nhân dân huyện xem xét, quyết định khen thưởng",
]
_BODY = [Text(line, 85, 200 + 20 * n, 11) for n, line in enumerate(_LINES)]


def _pages(folder: Path, data: bytes) -> list[RenderedPage]:
    path = folder / "a.pdf"
    path.write_bytes(data)
    return list(open_pages(open_source(SourceFiles((path,), "a"), _SETTINGS), _SETTINGS))


def _texts(page: RenderedPage) -> list[str]:
    assert page.page is not None
    return [line.text for line in page.page.lines if line.region is not Region.FURNITURE]


def _noise(height: int, width: int) -> NDArray[np.uint8]:
    return np.random.default_rng(7).integers(0, 256, (height, width), dtype=np.uint8)


def test_what_lies_outside_of_the_crop_box_is_not_on_the_page(tmp_path: Path) -> None:
    texts = [*_BODY, Text("Dấu xén trang in", 85, 60, 11)]
    (page,) = _pages(tmp_path, make_pdf([PageSpec(texts, crop=(50, 100, 545, 742))]))
    assert _texts(page) == _LINES
    assert page.page is not None
    assert (page.page.width, page.page.height) == (495, 642)
    word = page.page.lines[0].words[0]
    assert (word.x0, word.y1) == (pytest.approx(35, abs=4), pytest.approx(100, abs=4))


def _scan_in_strips(count: int) -> tuple[list[Picture], NDArray[np.uint8]]:
    blocks = np.where(_noise(90, 60) > 128, 255, 0).astype(np.uint8)
    pixels = np.kron(blocks, np.ones((20, 20), dtype=np.uint8))  # 200 dots an inch of 6 by 9
    rows = 1800 // count
    strips = [
        Picture(pixels[n * rows : (n + 1) * rows], (0, n * 648 / count, 432, (n + 1) * 648 / count))
        for n in range(count)
    ]
    return strips, pixels


@pytest.mark.parametrize("count", [4, 40])
def test_a_scan_in_strips_is_one_picture(tmp_path: Path, count: int) -> None:
    strips, pixels = _scan_in_strips(count)
    (page,) = _pages(tmp_path, make_pdf([PageSpec(pictures=strips, size=(432, 648))]))
    assert page.dpi == 200
    assert page.image is not None
    assert page.image.shape == pixels.shape
    assert np.abs(page.image.astype(int) - pixels).mean() < 8  # strips overlap by a dot


def test_a_page_drawn_in_curves_is_recognised(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, make_pdf([PageSpec(curves=2000)]))
    assert page.image is not None
    assert page.dpi == _SETTINGS.ocr_dpi


def test_what_was_typed_into_fields_is_text(tmp_path: Path) -> None:
    number = Text("Số:         /KH-UBND", 85, 100, 11)
    spec = PageSpec([number, *_BODY], fields=[("Tỉnh Lâm, ngày 05 tháng 3 năm 2021", 90)])
    (page,) = _pages(tmp_path, make_pdf([spec]))
    assert "Số: /KH-UBND Tỉnh Lâm, ngày 05 tháng 3 năm 2021" in _texts(page)
    assert page.page is not None
    word = next(word for line in page.page.lines for word in line.words if word.text == "05")
    assert (word.y0, word.y1) == (pytest.approx(90), pytest.approx(104))
    assert 300 < word.x0 < word.x1 < 500


def test_an_empty_field_is_nothing(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, make_pdf([PageSpec(_BODY, fields=[("", 90)])]))
    assert _texts(page) == _LINES


def test_a_page_with_nothing_but_fields_is_read(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path, make_pdf([PageSpec(fields=[(line, 90 + 30 * n) for n, line in enumerate(_LINES)])]))
    assert _texts(page) == _LINES


def test_a_pdf_without_pages_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="broken"):
        _pages(tmp_path, make_pdf([]))


@pytest.mark.parametrize("size", [(0.0, 0.0), (595.0, 0.0), (-595.0, 842.0), (1e9, 1e9)])
def test_a_page_of_impossible_size_loses_no_other(tmp_path: Path, size: tuple[float, float]) -> None:
    pages = _pages(tmp_path, make_pdf([PageSpec(_BODY, size=size), PageSpec(_BODY)]))
    assert len(pages) == 2
    assert _texts(pages[1]) == _LINES


def test_a_page_of_all_kinds_of_turns_is_read_the_same(tmp_path: Path) -> None:
    for rotate in (0, 360, -360):
        (page,) = _pages(tmp_path, make_pdf([PageSpec(_BODY, rotate=rotate)]))
        assert _texts(page) == _LINES
        assert (page.width, page.height) == A4
