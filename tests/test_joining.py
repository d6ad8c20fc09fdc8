"""Running heads, and tables that run over pages."""

from collections.abc import Sequence

import pytest

from models.page import Line, Page, Region, Word
from models.record import TextOrigin
from pipeline.layout.joining import join_pages

_HEADING = ["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"]
_LEFTS = [85.0, 120.0, 300.0, 430.0]


def _row(cells: Sequence[str], row: int, *, table: int = 0, shift: float = 0.0) -> list[Line]:
    lines = []
    for column, text in enumerate(cells):
        x = _LEFTS[column] + shift
        words = tuple(Word(word, x + 30 * n, 100, x + 30 * n + 25, 110, 0.9) for n, word in enumerate(text.split()))
        lines.append(Line(text, words, Region.TABLE, table=table, row=row, column=column))
    return lines


def _page(number: int, *lines: Line, origin: TextOrigin = TextOrigin.OCR) -> Page:
    return Page(number, 595.0, 842.0, lines, origin)


def _table(lines: Sequence[Line]) -> list[tuple[int | None, int | None, str]]:
    return [(line.table, line.row, line.text) for line in lines if line.column == 1]


_FIRST = [*_row(_HEADING, 0), *_row(["1", "Họp mặt", "Phòng Nội vụ", "Quý I"], 1)]
_SECOND = _row(["2", "Tổng kết", "Hội đồng", "Quý IV"], 0)
_BODY = Line("Trên đây là kế hoạch.")
_NUMBER = Line("2", region=Region.FURNITURE)


def test_a_table_goes_on_over_the_page_break() -> None:
    pages = join_pages([_page(1, _BODY, *_FIRST), _page(2, *_SECOND, _BODY, _NUMBER)])
    assert _table(pages[0].lines) == [(0, 0, "Nội dung"), (0, 1, "Họp mặt")]
    assert _table(pages[1].lines) == [(0, 2, "Tổng kết")]


def test_a_repeated_heading_is_no_text_again() -> None:
    heading = _row(["TT", "Nội đung", "Đơn vị chủ trì", "Thời gian"], 0, shift=6)
    again = [*heading, *_row(["2", "Tổng kết", "Hội đồng", "Quý IV"], 1, shift=6)]
    pages = join_pages([_page(1, *_FIRST), _page(2, *again)])
    assert _table(pages[1].lines) == [(0, 2, "Tổng kết")]
    assert [line.text for line in pages[1].lines if line.region is Region.FURNITURE] == [line.text for line in heading]
    assert all(line.table is None for line in pages[1].lines if line.region is Region.FURNITURE)


def test_a_table_over_three_pages_counts_on() -> None:
    pages = join_pages([_page(1, *_FIRST), _page(2, *_SECOND), _page(3, *_SECOND, _BODY)])
    assert [_table(page.lines)[-1] for page in pages] == [(0, 1, "Họp mặt"), (0, 2, "Tổng kết"), (0, 3, "Tổng kết")]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param([_BODY, *_SECOND], id="text between"),
        pytest.param(_row(["2", "Tổng kết", "Hội đồng"], 0), id="fewer columns"),
        pytest.param(
            [Line(t, (Word(t, 90 + 60 * n, 9, 99 + 60 * n, 19, None),), Region.TABLE, table=0, row=0, column=n)
             for n, t in enumerate(("2", "Họp", "Sở", "Quý"))],
            id="columns elsewhere",
        ),
    ],
)  # fmt: skip
def test_another_table_is_another_table(second: Sequence[Line]) -> None:
    pages = join_pages([_page(1, *_FIRST), _page(2, *second)])
    assert {line.table for line in pages[1].lines if line.table is not None} == {1}
    assert min(line.row or 0 for line in pages[1].lines if line.table == 1) == 0


def test_tables_are_counted_over_the_document() -> None:
    two = [*_FIRST, _BODY, *_row(["1", "Họp mặt", "Phòng Nội vụ", "Quý I"], 0, table=1), _BODY]
    pages = join_pages([_page(1, *two), _page(2, _BODY), _page(3, _BODY, *_SECOND)])
    assert [{line.table for line in page.lines if line.table is not None} for page in pages] == [{0, 1}, set(), {2}]


def test_pages_of_text_files_stay_as_they_are() -> None:
    pages = [_page(1, *_FIRST, origin=TextOrigin.PLAIN_TEXT), _page(2, *_SECOND, origin=TextOrigin.PLAIN_TEXT)]
    assert join_pages(pages) == pages


def _at(text: str, y: float) -> Line:
    words = tuple(Word(word, 85 + 40 * n, y, 120 + 40 * n, y + 10, 0.9) for n, word in enumerate(text.split()))
    return Line(text, words)


@pytest.mark.parametrize("y", [40.0, 800.0], ids=["head", "foot"])
def test_a_running_head_is_furniture(y: float) -> None:
    texts = ["Nhiệm vụ thứ nhất", "Nhiệm vụ kế tiếp", "Nhiệm vụ còn lại", "Trên đây là kế hoạch"]
    pages = []
    for number, text in enumerate(texts, start=1):
        head, body = _at(f"Kế hoạch cải cách hành chính - trang {number}", y), _at(text, 400)
        lines = (body,) if number == 1 else (head, body) if y < 400 else (body, head)
        pages.append(_page(number, *lines))
    joined = join_pages(pages)
    assert [line.text for page in joined for line in page.lines if line.region is Region.BODY] == texts
    assert sum(line.region is Region.FURNITURE for page in joined for line in page.lines) == 3


@pytest.mark.parametrize(
    ("heads", "y"),
    [
        pytest.param(["Nội dung chính", "Giải pháp khác", "Kinh phí chung"], 40.0, id="unlike each other"),
        pytest.param(["Nội dung chính", "Nội dung chính"], 40.0, id="twice only"),
        pytest.param(["Nội dung chính"] * 4, 300.0, id="within the text"),
    ],
)
def test_lines_that_are_no_running_heads(heads: Sequence[str], y: float) -> None:
    pages = [_page(number, _at(head, y), _at("Câu văn", 400)) for number, head in enumerate(heads, start=1)]
    assert join_pages(pages) == pages
