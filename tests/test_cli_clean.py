"""`kehoach clean`: a filter that behaves as filters do."""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from models.errors import DamagedSourceError, OutputAccessError
from pipeline.cli import clean as clean_command

OCR = "Uỷ ban nhân dân xã giao các cơ quan, đơn vị phối họp thực hiện kế hoạch\n"


def clean(data: bytes, *arguments: str):
    app = typer.Typer()
    clean_command.register(app)
    return CliRunner().invoke(app, list(arguments), input=data)


def test_text_comes_out_clean() -> None:
    result = clean(OCR.encode())
    assert result.exit_code == 0
    assert result.stdout == "Ủy ban nhân dân xã giao các cơ quan, đơn vị phối hợp thực hiện kế hoạch\n"
    assert result.stderr == ""


def test_changes_are_written_one_a_line(tmp_path: Path) -> None:
    clean(OCR.encode(), "--changes", str(tmp_path / "changes.jsonl"))
    changes = [json.loads(line) for line in (tmp_path / "changes.jsonl").read_text("utf-8").splitlines()]
    assert [(change["line"], change["column"], change["before"], change["after"]) for change in changes] == [
        (1, 45, "phối họp", "phối hợp")
    ]
    assert {"kind", "reason", "confidence"} <= changes[0].keys()


def test_the_damage_that_everybody_meets_is_mended() -> None:
    read = (
        "Vê việc tô chức, phối họp với ƯBND xã, SỞ Y TE. Chào mìmg tấm girơng sáng trên lOOkm. Phòng Nội vụ tổng họp."
    )
    assert clean(f"{read}\n".encode()).stdout == (
        "Về việc tổ chức, phối hợp với UBND xã, SỞ Y TẾ. Chào mừng tấm gương sáng trên 100km. Phòng Nội vụ tổng hợp.\n"
    )
    assert clean("Hội họp tổng kết; nhà trường họp phụ huynh.\n".encode()).stdout == (
        "Hội họp tổng kết; nhà trường họp phụ huynh.\n"
    )


def test_lines_are_joined_where_it_is_asked_for() -> None:
    assert clean("Các thôn cùng nhau trồng\ncây xanh.\n".encode(), "--reflow").stdout == (
        "Các thôn cùng nhau trồng cây xanh.\n"
    )


def test_nothing_gives_nothing() -> None:
    result = clean(b"")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_bytes_that_are_no_text_are_replaced_and_told() -> None:
    result = clean(OCR.encode() * 20 + b"m\xc3t\n")
    assert result.exit_code == 0
    assert result.stdout.endswith("m\ufffdt\n")
    assert "1 character that is no text in this encoding was replaced by U+FFFD, in line 21." in result.stderr


def test_an_unknown_encoding_is_an_error_with_a_remedy() -> None:
    error = clean(bytes(range(128, 256)) * 40).exception
    assert isinstance(error, DamagedSourceError)
    assert "--encoding" in error.remedy


def test_an_encoding_can_be_named() -> None:
    assert clean("kế hoạch".encode("utf-16-le"), "--encoding", "utf-16").stdout == "kế hoạch"


def test_a_file_for_changes_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    error = clean(OCR.encode(), "--changes", str(tmp_path)).exception
    assert isinstance(error, OutputAccessError)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no broken pipes")
def test_a_reader_that_has_enough_ends_it_quietly() -> None:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "clean"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(OCR.encode() * 300)
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdout.close()
        with suppress(BrokenPipeError):
            process.stdin.write(OCR.encode() * 3000)
            process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
