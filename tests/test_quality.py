"""The score of a record: what is no plan scores low, and the score of a plan never hangs on that rule."""

from pathlib import Path

import pytest

from pipeline.run import process_file

_LETTERHEAD = """ỦY BAN NHÂN DÂN
XÃ TÂN LẬP
Số: 12/{symbol}-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Tân Lập, ngày 5 tháng 4 năm 2022
"""
_END = "\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nHà Văn Bảy\n"
_PLAN = (
    _LETTERHEAD.format(symbol="KH")
    + "KẾ HOẠCH\nTrồng cây đầu xuân\n\nI. MỤC ĐÍCH\nTrồng cây ven đường trước ngày 30/4/2022.\n"
    + _END
)
_DECISION = (
    _LETTERHEAD.format(symbol="QĐ")
    + "QUYẾT ĐỊNH\nVề việc giao kế hoạch vốn\n\nĐiều 1. Giao kế hoạch vốn cho các thôn.\n"
    + _END
)


def _score(folder: Path, text: str) -> float:
    path = folder / "a.txt"
    path.write_text(text, "utf-8")
    return process_file(path).quality.score


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("abc", id="three letters"),
        pytest.param("1. Dear all,\nwe meet on Monday.\n2. Bring your own food.\n", id="a letter with numbered lines"),
        pytest.param("Hôm qua bà con ra đồng sớm theo kế hoạch đã bàn.", id="the word alone"),
    ],
)
def test_what_nothing_calls_a_plan_scores_nothing(tmp_path: Path, text: str) -> None:
    assert _score(tmp_path, text) == 0.0


def test_a_document_of_another_kind_scores_half_at_most(tmp_path: Path) -> None:
    assert _score(tmp_path, _DECISION) == 0.5


def test_a_plan_scores_as_it_was_read(tmp_path: Path) -> None:
    assert _score(tmp_path, _PLAN) == 1.0


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        pytest.param("KẾ HOẠCH\n", "", id="no title line, but the number's KH"),
        pytest.param("KẾ HOẠCH\n", "KÉ H0ẠCII\n", id="a title line that was misread"),
    ],
)
def test_a_plan_whose_title_line_is_lost_keeps_its_score(tmp_path: Path, line: str, instead: str) -> None:
    assert _score(tmp_path, _PLAN.replace(line, instead)) >= 0.9
