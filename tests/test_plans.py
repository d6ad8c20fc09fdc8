"""Files that hold several plans, and those that only look so."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.page import Line, Page
from models.record import TextOrigin
from pipeline import process_file, process_plans
from pipeline.segment.plans import split_plans

_STATE = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
_TAIL = ["Nơi nhận:", "- Các thôn;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Phùng Văn Thuận"]


def _plan(number: int, title: str) -> list[str]:
    return [
        "ỦY BAN NHÂN DÂN",
        "XÃ HỢP THẮNG",
        *_STATE,
        f"Số: {number}/KH-UBND",
        f"Hợp Thắng, ngày {number} tháng 3 năm 2021",
        "KẾ HOẠCH",
        title,
        "I. MỤC ĐÍCH",
        "Giữ làng xóm sạch đẹp.",
        "II. TỔ CHỨC THỰC HIỆN",
        "Các thôn báo cáo trước ngày 20/4/2021.",
        *_TAIL,
    ]


_FIRST, _SECOND = _plan(12, "Ra quân dọn vệ sinh đường làng"), _plan(13, "Trồng cây phân tán năm 2021")
_DECISION = [
    *_STATE,
    "Số: 40/QĐ-UBND",
    "Hợp Thắng, ngày 02 tháng 3 năm 2021",
    "QUYẾT ĐỊNH",
    "Điều 1. Ban hành.",
    *_TAIL,
]
_LONG_DECISION = [*_DECISION[:5], *(f"Điều {n}. Giao các thôn thực hiện." for n in range(1, 30)), *_TAIL]
_FORM = ["Mẫu số 1", *_STATE, "Số: …/KH-…", "…, ngày … tháng … năm 2021", "KẾ HOẠCH", "Ra quân của thôn …"]


def _pages(*pages: list[str]) -> list[Page]:
    return [
        Page(number, 0, 0, tuple(map(Line, lines)), TextOrigin.PLAIN_TEXT)
        for number, lines in enumerate(pages, start=1)
    ]


@pytest.mark.parametrize(
    ("pages", "own"),
    [
        pytest.param([_FIRST, _SECOND], [[1], [2]], id="a page each"),
        pytest.param([[*_FIRST, *_SECOND]], [[1], [1]], id="both on one page"),
        pytest.param(
            [_FIRST[:9], [*_FIRST[9:], *_SECOND[:12]], _SECOND[12:]], [[1, 2], [2, 3]], id="a page they share"
        ),
        pytest.param([_FIRST, _SECOND, _plan(14, "Làm đường")], [[1], [2], [3]], id="three plans"),
        pytest.param([_FIRST, ["PHỤ LỤC", "Danh sách các thôn"], _SECOND], [[1, 2], [3]], id="an appendix between"),
        pytest.param([_FIRST, _DECISION, _SECOND[:4] + _SECOND[6:]], [[1], [2, 3]], id="a decision before the second"),
        pytest.param([_FIRST, [*_LONG_DECISION, *_SECOND[6:]]], [[1], [2]], id="a long decision before the second"),
        pytest.param(
            [_FIRST, [*_SECOND[:6], "KẾ HOẠCH LIÊN TỊCH", *_SECOND[7:]]], [[1], [2]], id="a joint plan behind"
        ),
        pytest.param(
            [_FIRST, [*_SECOND[:2], "CỘNG HÒA XÃ HỘI", "CHỦ NGHĨA VIỆT NAM", *_SECOND[3:]]],
            [[1], [2]],
            id="the national title over two lines",
        ),
        pytest.param([[*_FIRST, *_SECOND[:2], *_SECOND[4:]]], [[1], [1]], id="the second national title was not read"),
        pytest.param([_FIRST], [[1]], id="one plan"),
        pytest.param([_DECISION, _FIRST[:4] + _FIRST[6:]], [[1, 2]], id="a plan behind its decision"),
        pytest.param([_FIRST, _FORM], [[1, 2]], id="a form of a plan in the appendix"),
        pytest.param([_FIRST[:11], ["KẾ HOẠCH", *_FIRST[11:]]], [[1, 2]], id="the word again in the body"),
        pytest.param([_FIRST, ["KẾ HOẠCH", "Chi tiết từng tuần"]], [[1, 2]], id="a timetable without a letterhead"),
        pytest.param([["Giấy mời họp", "Kính gửi các đồng chí"]], [[1]], id="no plan at all"),
        pytest.param([[]], [[1]], id="a blank page"),
    ],
)
def test_plans_of_a_file_and_the_pages_they_are_printed_on(pages: list[list[str]], own: list[list[int]]) -> None:
    assert [[page.number for page in plan.own] for plan in split_plans(_pages(*pages))] == own


def test_pages_before_a_plan_are_there_without_their_lines() -> None:
    first, second = split_plans(_pages(_FIRST[:9], [*_FIRST[9:], *_SECOND[:12]], _SECOND[12:]))
    assert [len(page.lines) for page in first.pages] == [9, len(_FIRST) - 9]
    assert [len(page.lines) for page in second.pages] == [0, 12, len(_SECOND) - 12]
    assert second.own[0].lines[0].text == "ỦY BAN NHÂN DÂN"


@given(
    st.lists(st.lists(st.sampled_from([*_FIRST, *_SECOND, *_DECISION, *_FORM]), max_size=12), min_size=1, max_size=4)
)
def test_no_line_is_lost_or_moved(pages: list[list[str]]) -> None:
    plans = split_plans(_pages(*pages))
    assert [line.text for plan in plans for page in plan.own for line in page.lines] == [
        line for page in pages for line in page
    ]


def test_each_plan_of_a_file_has_a_record(tmp_path: Path) -> None:
    path = tmp_path / "scan.txt"
    path.write_text("\n".join([*_FIRST, *_SECOND]), "utf-8")
    first, second = process_plans(path)
    assert second.document_id == f"{first.document_id}#2"
    assert [record.header.number.value for record in (first, second) if record.header.number] == ["12", "13"]
    assert first.text + "\n" + second.text == "\n".join([*_FIRST, *_SECOND])
    for record in (first, second):
        assert [section.label for section in record.sections if section.label] == ["I", "II"]
        assert "several_plans" in {issue.code for issue in record.quality.issues}
        assert len(record.deadlines) == 1
    assert process_file(path) == first


def test_a_file_with_one_plan_has_one_record_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "scan.txt"
    path.write_text("\n".join(_FIRST), "utf-8")
    (record,) = process_plans(path)
    assert record == process_file(path)
    assert "#" not in record.document_id
    assert "several_plans" not in {issue.code for issue in record.quality.issues}
