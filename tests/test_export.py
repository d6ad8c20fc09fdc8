import csv
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from models.errors import OutputAccessError
from models.record import PlanRecord
from pipeline.archive import open_archive
from pipeline.cli import export as export_command
from pipeline.export import ExportFormat, export_records
from tests.builders import Draft, record


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_json_lines_hold_whole_records_one_a_line(tmp_path):
    other = record(Draft([(1, "Một kế hoạch khác")]))
    assert export_records([record(), other], ExportFormat.JSONL, tmp_path / "out" / "plans.jsonl").written == 2
    text = (tmp_path / "out" / "plans.jsonl").read_text("utf-8")
    assert [PlanRecord.model_validate_json(line) for line in text.split("\n")[:-1]] == [record(), other]
    assert "Sơn Từ" in text


def test_csv_has_a_table_each_for_plans_deadlines_bodies_and_criteria(tmp_path):
    assert export_records([record()], ExportFormat.CSV, tmp_path).written == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "bodies.csv",
        "criteria.csv",
        "deadlines.csv",
        "plans.csv",
    ]
    for file in tmp_path.iterdir():
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        assert {row["document_id"] for row in rows(file)} == {record().document_id}


def test_a_plan_is_one_row(tmp_path):
    export_records([record()], ExportFormat.CSV, tmp_path)
    (row,) = rows(tmp_path / "plans.csv")
    assert row["issuer"] == "Ủy ban nhân dân huyện Sơn Từ"
    assert (row["number"], row["symbol"], row["issued"], row["pages"]) == ("46", "KH-UBND", "2020-02-12", "3")
    assert (row["signed_by"], row["parent"]) == ("Lý Thành Nghĩa", "")


def test_a_deadline_is_one_row(tmp_path):
    export_records([record()], ExportFormat.CSV, tmp_path)
    first, second = rows(tmp_path / "deadlines.csv")
    assert (first["due"], first["bound"], first["responsible"], first["page"]) == (
        "2020-06-15",
        "before",
        "Phòng Nội vụ",
        "2",
    )
    assert (second["earliest"], second["latest"], second["rrule"]) == (
        "2020-01-01",
        "2020-12-31",
        "FREQ=MONTHLY;BYMONTHDAY=25",
    )


def test_a_body_is_a_row_for_each_duty_and_one_without(tmp_path):
    export_records([record()], ExportFormat.CSV, tmp_path)
    assert [(row["body"], row["role"], row["page"]) for row in rows(tmp_path / "bodies.csv")] == [
        ("Phòng Nội vụ", "lead", "2"),
        ("Các xã, thị trấn", "assigned", "3"),
        ("Ủy ban nhân dân huyện Sơn Từ", "", "1"),
    ]


def test_a_criterion_is_a_row_for_each_quantity(tmp_path):
    export_records([record()], ExportFormat.CSV, tmp_path)
    (row,) = rows(tmp_path / "criteria.csv")
    assert (row["comparator"], row["value"], row["unit"]) == (">=", "2", "tuyến đường hoa")


@pytest.mark.parametrize("task", ["=1+1", "+84 gọi", "- Nộp báo cáo", "@tên", "\tthụt", "\rvề đầu"])
def test_no_cell_can_be_run_as_a_formula(tmp_path, task):
    draft = Draft([(1, f"Việc: {task} trước 2020")])
    due = draft.deadline(task, edtf="2020")
    export_records([record(draft, deadlines=(due,))], ExportFormat.CSV, tmp_path)
    (row,) = rows(tmp_path / "deadlines.csv")
    assert row["task"] == f"'{task}"


def test_semicolons_commas_and_quotes_stay_inside_their_cell(tmp_path):
    task = 'Nộp "báo cáo"; bảng kê, phụ lục'
    draft = Draft([(1, task)])
    export_records([record(draft, deadlines=(draft.deadline(task, edtf="2020"),))], ExportFormat.CSV, tmp_path)
    (row,) = rows(tmp_path / "deadlines.csv")
    assert row["task"] == task


@pytest.mark.parametrize("file_format", ExportFormat)
def test_an_export_that_fails_leaves_the_old_files_and_no_rubbish(tmp_path, file_format):
    out = tmp_path if file_format.is_folder else tmp_path / "plans"
    export_records([record()], file_format, out)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    def broken():
        yield record()
        raise RuntimeError("the archive went away")

    with pytest.raises(RuntimeError):
        export_records(broken(), file_format, out)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize("file_format", ExportFormat)
def test_a_place_that_cannot_be_written_is_an_error_of_its_own(tmp_path, file_format):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputAccessError, match="cannot be written"):
        export_records([record()], file_format, tmp_path / "file" / "out")


def test_a_folder_where_the_file_should_be_is_an_access_error(tmp_path):
    with pytest.raises(OutputAccessError):
        export_records([record()], ExportFormat.JSONL, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_what_a_query_finds(tmp_path):
    app = typer.Typer()
    export_command.register(app)
    with open_archive(tmp_path / "archive") as archive:
        archive.save(record(), "1")
        archive.save(record(Draft([(1, "Một kế hoạch khác")])), "1")
    common = ["--archive", str(tmp_path / "archive"), "--out", str(tmp_path / "out.jsonl")]
    result = CliRunner().invoke(app, [*common, "--due-in", "2020"])
    assert result.exit_code == 0
    assert "1 record written" in result.stderr
    assert result.stdout == ""
    (line,) = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["document_id"] == record().document_id
    CliRunner().invoke(app, common)
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 2
