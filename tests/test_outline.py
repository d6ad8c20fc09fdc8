"""`kehoach outline`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import __version__, open_archive, process_plans
from pipeline.cli import app

_PLAN = """ỦY BAN NHÂN DÂN
XÃ TÂN SƠN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}/KH-UBND
Tân Sơn, ngày 05 tháng 6 năm 2018
KẾ HOẠCH
{title}
Căn cứ Công văn số 118/UBND-VX ngày 28/5/2018 của UBND huyện;
I. MỤC ĐÍCH, YÊU CẦU
l. Mục đích
Khơi thông dòng chảy trước mùa mưa.
Yêu cầu
Làm xong trước khi gieo cấy.
3. Phạm vi
Toàn bộ mương cấp ba.
II. TỔ CHỨC THỰC HIỆN
Các thôn báo cáo kết quả trước ngày 30/6/2018.
Nơi nhận:
- Các thôn;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lường Văn Pành
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "muong.txt"
    path.write_text(_PLAN.format(number=31, title="Ra quân nạo vét kênh mương"), "utf-8")
    return path


def shown(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["outline", *map(str, arguments)], env={"COLUMNS": "150"})
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_tree_with_pages_kinds_and_doubt(plan: Path) -> None:
    lines = [line.lstrip("│├└─ ").rstrip() for line in shown(plan).splitlines()]
    assert lines[0].endswith("Ra quân nạo vét kênh mương")
    assert lines[1:] == [
        "(preamble)  p. 1",
        "I. MỤC ĐÍCH, YÊU CẦU  p. 1  purpose, requirements",
        "1. Mục đích (?)  p. 1  purpose",
        "2. Yêu cầu (?)  p. 1  requirements",
        "3. Phạm vi  p. 1  other",
        "II. TỔ CHỨC THỰC HIỆN  p. 1  implementation",
        "Nơi nhận  p. 1  recipients",
        "(signature)  p. 1",
    ]


def test_the_tree_as_json(plan: Path) -> None:
    (record,) = json.loads(shown(plan, "--json"))
    assert record["title"] == "Ra quân nạo vét kênh mương"
    purpose = next(section for section in record["sections"] if section["label"] == "I")
    assert [(child["label"], child["doubtful"]) for child in purpose["children"]] == [
        ("1", True),
        ("2", True),
        ("3", False),
    ]


def test_a_file_with_two_plans_gives_two_trees(plan: Path) -> None:
    second = _PLAN.format(number=32, title="Kiên cố hóa đập tràn")
    plan.write_text(plan.read_text("utf-8") + second, "utf-8")
    output = shown(plan)
    assert output.count("MỤC ĐÍCH, YÊU CẦU") == 2
    assert "#2  Kiên cố hóa đập tràn" in output


def test_the_tree_of_a_record_in_the_archive_or_a_file_is_that_of_its_source(plan: Path, tmp_path: Path) -> None:
    (record,) = process_plans(plan)
    (tmp_path / "record.json").write_text(record.model_dump_json(), "utf-8")
    with open_archive(tmp_path / "kho") as archive:
        archive.save(record, __version__)
    expected = shown(plan)
    assert shown(tmp_path / "record.json") == expected
    assert shown(record.document_id, "--archive", tmp_path / "kho") == expected


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["outline", str(tmp_path / "nowhere.pdf")])
    assert result.exit_code != 0
    assert result.stdout == ""
