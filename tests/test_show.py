import json

import pytest
import typer
from typer.testing import CliRunner

from models.dates import DateValue
from models.errors import RecordNotFoundError, SourceNotFoundError, UnsupportedSourceError
from models.record import PlanRecord
from pipeline.archive import open_archive
from pipeline.cli import show as show_command
from pipeline.readable import date_text, document_number, due_text, number_text
from tests.builders import Draft, record


@pytest.fixture
def show(tmp_path):
    app = typer.Typer()
    show_command.register(app)

    def call(*arguments: str):
        return CliRunner().invoke(app, [*arguments, "--archive", str(tmp_path)], env={"COLUMNS": "80"})

    return call


@pytest.fixture
def saved(tmp_path):
    with open_archive(tmp_path) as archive:
        archive.save(record(), "1")
    return record()


def test_a_record_is_shown_with_every_part_within_80_columns(show, saved):
    result = show(saved.document_id[:15])
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    for expected in (
        "46/KH-UBND",
        "12/02/2020",
        "III. TỔ CHỨC THỰC HIỆN",
        "before 15/06/2020",
        "ngày 25 hằng tháng (2020)",
        "Phòng Nội vụ → Ủy ban nhân dân huyện",
        "lead: Phòng Nội vụ chủ trì",
        "named only",
        ">= 2 tuyến đường hoa",
        "Chỉ thị 34-CT/TW",
        "để báo cáo",
        "Lý Thành Nghĩa",
        "doubtful_deadline",
    ):
        assert expected in result.stdout


def test_what_is_doubtful_is_marked_and_nothing_else(show, saved):
    shown = " ".join(show(saved.document_id).stdout.split())
    assert shown.count("(?)") == 2
    assert "đợt thi đua nước rút (?)" in shown


def test_the_whole_id_is_shown(show, saved):
    assert saved.document_id in "".join(show(saved.document_id).stdout.split())


def test_json_is_the_record(show, saved):
    assert PlanRecord.model_validate_json(show(saved.document_id, "--json").stdout) == saved


def test_a_records_file_can_be_shown_without_an_archive(show, tmp_path):
    file = tmp_path / "plan.json"
    file.write_text(record().model_dump_json(), "utf-8")
    assert "46/KH-UBND" in show(str(file)).stdout


def test_an_empty_record_is_shown(show, tmp_path):
    file = tmp_path / "plan.json"
    file.write_text(record(Draft([(1, "Trang trắng")])).model_dump_json(), "utf-8")
    result = show(str(file))
    assert result.exit_code == 0
    assert "Deadlines" not in result.stdout
    assert "score 0.90" in result.stdout


def test_what_a_document_says_neither_formats_nor_steers_the_terminal(show, tmp_path):
    task = "Nộp [bold]báo cáo[/bold] \x1b[31mđỏ :smile:"
    draft = Draft([(1, task)])
    file = tmp_path / "plan.json"
    file.write_text(record(draft, deadlines=(draft.deadline(task, edtf="2020"),)).model_dump_json(), "utf-8")
    shown = show(str(file)).stdout
    assert "[bold]báo cáo[/bold]" in shown
    assert ":smile:" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("content", ["not json", "{}", json.dumps({"schema_version": "1.0"}), "[]"])
def test_a_file_that_is_no_record_is_an_error_of_its_own(show, tmp_path, content):
    file = tmp_path / "other.json"
    file.write_text(content)
    assert isinstance(show(str(file)).exception, UnsupportedSourceError)


def test_a_missing_file_and_an_unknown_id_are_told_apart(show, saved, tmp_path):
    assert isinstance(show(str(tmp_path / "none.json")).exception, SourceNotFoundError)
    assert isinstance(show("0000000").exception, RecordNotFoundError)


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "Invalid JSON"), ('{"schema_version": "1.0"}', "Field required (/document_id)")],
    ids=["cut off", "another file"],
)
def test_a_file_that_is_no_record_is_told_with_the_place_that_does_not_fit(show, tmp_path, text, message):
    file = tmp_path / "other.json"
    file.write_text(text, encoding="utf-8")
    refused = show(str(file)).exception
    assert isinstance(refused, UnsupportedSourceError)
    assert message in refused.cause


@pytest.mark.parametrize(
    ("number", "symbol", "expected"),
    [
        ("46", "KH-UBND", "46/KH-UBND"),
        ("200", "KH/TU", "200-KH/TU"),
        ("30", "2020/NĐ-CP", "30/2020/NĐ-CP"),
        (None, "KH-UBND", "…/KH-UBND"),
        ("7", None, "7"),
        (None, None, ""),
    ],
)
def test_numbers_stand_in_their_printed_form(number, symbol, expected):
    assert document_number(number, symbol) == expected


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2020-06-15", "15/06/2020"),
        ("2020-06", "tháng 06/2020"),
        ("2020", "2020"),
        ("2020-35", "quý III/2020"),
        ("2020-40", "6 tháng đầu năm 2020"),
        ("2020-41", "6 tháng cuối năm 2020"),
        ("2023-12-XX", "…/12/2023"),
        ("2019-XX-XX", "…/…/2019"),
        ("2019-XX", "…/2019"),
        ("201X", "201…"),
        ("XXXX", "…"),
        ("../2025-12-31", "đến 31/12/2025"),
        ("2025/..", "từ 2025"),
        ("2019-11-11/2020-06-30", "11/11/2019 – 30/06/2020"),
    ],
)
def test_dates_are_written_the_vietnamese_way(edtf, expected):
    assert date_text(edtf) == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ({"edtf": "2020", "rrule": "FREQ=MONTHLY;BYMONTHDAY=25"}, "ngày 25 hằng tháng (2020)"),
        ({"rrule": "FREQ=MONTHLY"}, "hằng tháng"),
        ({"rrule": "FREQ=MONTHLY;INTERVAL=3"}, "hằng quý"),
        ({"rrule": "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30"}, "30/11 hằng năm"),
        ({"rrule": "FREQ=YEARLY;BYMONTH=6,12"}, "tháng 6, tháng 12 hằng năm"),
        ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"}, "ngày cuối hằng tháng"),
        ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=5,20"}, "ngày 5, 20 hằng tháng"),
        ({"rrule": "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10"}, "ngày 10 hằng quý"),
        ({"rrule": "FREQ=MONTHLY;INTERVAL=6"}, "6 tháng một lần"),
        ({"rrule": "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=5"}, "ngày 5, 2 tháng một lần"),
        ({"rrule": "FREQ=WEEKLY;INTERVAL=2"}, "2 tuần một lần"),
        ({"rrule": "FREQ=WEEKLY;INTERVAL=3"}, "3 tuần một lần"),
        ({"rrule": "FREQ=HOURLY;INTERVAL=2"}, "2 giờ một lần"),
        ({"rrule": "FREQ=DAILY"}, "hằng ngày"),
        ({"rrule": "FREQ=MONTHLY;BYMONTH=7,8;BYMONTHDAY=10,20"}, "10/7, 20/7, 10/8, 20/8 hằng năm"),
        ({"rrule": "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"}, "ngày cuối tháng 6, ngày cuối tháng 12 hằng năm"),
        ({"rrule": "FREQ=WEEKLY;BYDAY=FR"}, "thứ Sáu hằng tuần"),
        ({"rrule": "FREQ=WEEKLY;BYDAY=TU,SU"}, "thứ Ba, Chủ nhật hằng tuần"),
        ({"rrule": "FREQ=MONTHLY;BYDAY=1SA"}, "thứ Bảy đầu tiên hằng tháng"),
        ({"rrule": "FREQ=MONTHLY;BYDAY=-1FR"}, "thứ Sáu cuối cùng hằng tháng"),
        ({"rrule": "FREQ=MONTHLY;BYDAY=2SA"}, "FREQ=MONTHLY;BYDAY=2SA"),
        ({"rrule": "FREQ=WEEKLY;BYDAY=1SA"}, "FREQ=WEEKLY;BYDAY=1SA"),
        ({"rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ({"rrule": "FREQ=YEARLY;BYWEEKNO=20"}, "FREQ=YEARLY;BYWEEKNO=20"),
        ({"duration": "P5D", "business_days": True, "anchor": "ngày nhận"}, "5 ngày làm việc kể từ ngày nhận"),
        ({"duration": "P1M"}, "1 tháng"),
        ({"anchor": "kết thúc đợt thi đua"}, "kết thúc đợt thi đua"),
        ({}, ""),
    ],
)
def test_due_dates_are_written_in_words(due, expected):
    assert due_text(DateValue(**due)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(2.0, "2"), (1200000.0, "1.200.000"), (98.5, "98,5"), (100.0, "100"), (0.0, "0")]
)
def test_numbers_have_dots_and_a_decimal_comma(value, expected):
    assert number_text(value) == expected
