"""`kehoach diff`: every change in its place, with colours and without."""

import json
from pathlib import Path

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from models.errors import RecordNotFoundError, SourceNotFoundError, UnsupportedSourceError
from models.record import ChangeKind, PlanRecord, TextChange
from pipeline.archive import open_archive
from pipeline.cli import diff as diff_command
from tests.builders import Draft, record


def changed() -> PlanRecord:
    draft = Draft()

    def change(quote: str, before: str, confidence: float, reason: str) -> TextChange:
        evidence = draft.evidence(quote)
        return TextChange(
            kind=ChangeKind.SYLLABLE,
            before=before,
            after=quote,
            reason=reason,
            confidence=confidence,
            evidence=evidence.model_copy(update={"raw": before}),
        )

    changes = (
        change("tiến độ", "tiên độ", 0.61, "unlikely among its neighbours"),
        change("thi đua nước", "thi đưa nước", 0.99, "no Vietnamese word"),
    )
    return record().model_copy(update={"changes": changes})


@pytest.fixture
def diff(tmp_path: Path):
    app = typer.Typer()
    diff_command.register(app)
    with open_archive(tmp_path) as archive:
        archive.save(changed(), "1")

    def call(*arguments: str):
        return CliRunner().invoke(app, [*arguments, "--archive", str(tmp_path)], env={"COLUMNS": "80"})

    return call


def test_changes_stand_in_their_sentences_by_page(diff) -> None:
    lines = diff(changed().document_id[:15]).stdout.splitlines()
    assert lines[0] == "Page 1"
    assert lines[1] == (
        "  Phát động đợt [-thi đưa nước-]{+thi đua nước+} rút chào mừng ngày hội lớn của…"
        "  syllable, 0.99: no Vietnamese word"
    )
    assert lines[2] == "Page 3"
    assert "báo cáo [-tiên độ-]{+tiến độ+} về Phòng Nội vụ" in lines[3]
    assert lines[3].endswith("syllable, 0.61 (?): unlikely among its neighbours")
    assert lines[4] == "2 changes, 1 doubtful"


def test_the_doubtful_come_first_where_it_is_asked_for(diff) -> None:
    assert diff(changed().document_id, "--doubtful-first").stdout.splitlines()[0] == "Page 3"


def test_colours_take_the_place_of_marks(monkeypatch: pytest.MonkeyPatch, diff) -> None:
    monkeypatch.setattr(diff_command, "result_console", lambda: Console(force_terminal=True, color_system="standard"))
    shown = diff(changed().document_id).stdout
    assert "[-" not in shown
    assert "\x1b[9;31mtiên độ\x1b[0m\x1b[32mtiến độ\x1b[0m" in shown


def test_machines_get_json_by_position(diff) -> None:
    changes = json.loads(diff(changed().document_id, "--json").stdout)
    assert [change["before"] for change in changes] == ["thi đưa nước", "tiên độ"]
    assert changes[0]["context"] == ["Phát động đợt ", " rút chào mừng ngày hội lớn của…"]


def test_a_record_in_a_file_is_read(tmp_path: Path, diff) -> None:
    file = tmp_path / "record.json"
    file.write_text(record().model_dump_json(), "utf-8")
    assert diff(str(file)).stdout == "Nothing was changed.\n"


def test_a_document_in_a_file_is_read_now(tmp_path: Path, diff) -> None:
    file = tmp_path / "plan.txt"
    damaged = "Các cơ quan, đơn vị phối họp tố chức thực hiện nhiêm vụ."
    file.write_text(f"KẾ HOẠCH\n{damaged}\nCác đoàn thể tuyên truyên, vận động nhân dân tham gia.\n", "utf-8")
    assert "[-họp-]{+hợp+}" in diff(str(file)).stdout


@pytest.mark.parametrize(
    ("argument", "error"),
    [("nothing.json", SourceNotFoundError), ("nothing.pdf", SourceNotFoundError), ("ffff", RecordNotFoundError)],
)
def test_what_is_not_there_is_an_error(argument: str, error: type[Exception], diff) -> None:
    assert isinstance(diff(argument).exception, error)


def test_a_file_that_is_no_record_is_an_error(tmp_path: Path, diff) -> None:
    (tmp_path / "other.json").write_text("{}", "utf-8")
    assert isinstance(diff(str(tmp_path / "other.json")).exception, UnsupportedSourceError)
