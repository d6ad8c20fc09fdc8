"""Ruled lines of born-digital pages, and the tables they make."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from models.settings import Settings
from models.source import SourceFiles
from pipeline.ingest import open_source
from pipeline.layout import Rule
from pipeline.render import open_pages
from pipeline.render.pdfrules import read_pdf_rules
from tests.pdf_maker import PageSpec, Text, make_pdf


def _rules(drawn: str, rotate: int = 0) -> list[Rule]:
    page = pdfium.PdfDocument(make_pdf([PageSpec(drawn=drawn, rotate=rotate)]))[0]
    return [Rule(*(round(value) for value in (r.x0, r.y0, r.x1, r.y1))) for r in read_pdf_rules(page, 6)]


@pytest.mark.parametrize(
    ("drawn", "rules"),
    [
        pytest.param("100 742 m 300 742 l S", [Rule(100, 100, 300, 100)], id="a stroked line"),
        pytest.param("100 742 200 0.48 re f", [Rule(100, 100, 300, 100)], id="a thin filled rectangle"),
        pytest.param(
            "100 742 99.5 0.48 re f 200 742 100 0.48 re f", [Rule(100, 100, 300, 100)], id="pieces end to end"
        ),
        pytest.param(
            "100 700 200 42 re S",
            [Rule(100, 100, 300, 100), Rule(100, 142, 300, 142), Rule(100, 100, 100, 142), Rule(300, 100, 300, 142)],
            id="a frame",
        ),
        pytest.param("q 2 0 0 2 0 0 cm 50 371 m 150 371 l S Q", [Rule(100, 100, 300, 100)], id="in a scaled space"),
        pytest.param("100 700 200 42 re f", [], id="a shaded area"),
        pytest.param("100 700 m 300 742 l S", [], id="a slanting line"),
        pytest.param("100 742 m 150 760 200 720 300 742 c S", [], id="a curve"),
        pytest.param("100 742 m 104 742 l S", [], id="a short stroke"),
        pytest.param("100 742 200 0.48 re n", [], id="a path that draws nothing"),
    ],
)
def test_rules(drawn: str, rules: list[Rule]) -> None:
    assert _rules(drawn) == rules


def test_a_turned_page_has_its_rules_as_shown() -> None:
    assert _rules("100 742 m 300 742 l S", rotate=90) == [Rule(742, 100, 742, 300)]


def test_a_drawing_of_thousands_of_lines_has_no_rules() -> None:
    assert _rules("\n".join(f"{n % 500} {n // 9} m {n % 500 + 20} {n // 9} l S" for n in range(4100))) == []


def test_a_ruled_table_of_a_born_digital_page_is_read_by_its_cells(tmp_path: Path) -> None:
    cells = [
        (75, 120, "TT"), (105, 120, "Nội dung công việc"), (305, 120, "Đơn vị chủ trì"), (425, 120, "Thời gian"),
        (75, 150, "1"), (105, 150, "Phát động thi đua và"), (305, 150, "Phòng Nội vụ"), (425, 150, "Quý I"),
        (105, 165, "ký giao ước giữa các xã"),
        (75, 190, "2"), (105, 190, "Kiểm tra các khối"), (305, 190, "Hội đồng thi đua"), (425, 190, "Tháng 6"),
        (305, 205, "khen thưởng"),
    ]  # fmt: skip
    levels, columns = (105, 135, 175, 215), (70, 100, 300, 420, 530)
    drawn = [f"70 {842 - y} m 530 {842 - y} l S" for y in levels]
    drawn += [f"{x} {842 - 105} m {x} {842 - 215} l S" for x in columns]
    texts = [Text(text, x, y, 8) for x, y, text in cells]
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf([PageSpec(texts, drawn="\n".join(drawn))]))
    (page,) = open_pages(open_source(SourceFiles((path,), "a"), Settings()), Settings())
    assert page.page is not None
    assert [(line.row, line.column, line.text) for line in page.page.lines] == [
        (0, 0, "TT"), (0, 1, "Nội dung công việc"), (0, 2, "Đơn vị chủ trì"), (0, 3, "Thời gian"),
        (1, 0, "1"), (1, 1, "Phát động thi đua và"), (1, 1, "ký giao ước giữa các xã"), (1, 2, "Phòng Nội vụ"),
        (1, 3, "Quý I"),
        (2, 0, "2"), (2, 1, "Kiểm tra các khối"), (2, 2, "Hội đồng thi đua"), (2, 2, "khen thưởng"), (2, 3, "Tháng 6"),
    ]  # fmt: skip
