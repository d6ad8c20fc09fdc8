"""The door to Tesseract: what goes in, what comes out, and every way it can fail."""

import os
import stat
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.errors import LanguageDataMissingError, OcrError, PageTimeoutError, TesseractMissingError
from models.settings import Settings
from pipeline.ocr.engine import Setting, TesseractEngine, check_engine

PAGE = np.full((60, 200), 255, np.uint8)
HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def fake_tesseract(folder: Path, body: str, languages: str = "vie", version: str = "5.3.0") -> Settings:
    """Settings with a shell script in Tesseract's place; `body` runs for a page, with $1 image, $2 output base."""
    script = folder / "tesseract"
    script.write_text(
        "#!/bin/sh\n"
        f'case "$1" in\n--version) echo "tesseract {version}"; exit 0;;\n'
        f"--list-langs) printf 'List of languages (1):\\n{languages}\\n'; exit 0;;\nesac\n{body}\n"
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return Settings(tesseract_command=str(script), temporary_directory=folder, page_timeout_s=5)


def test_words_come_with_boxes_and_confidence(tmp_path: Path) -> None:
    rows = [
        HEADER,
        "1\t1\t0\t0\t0\t0\t0\t0\t200\t60\t-1\t",
        "5\t1\t1\t1\t1\t1\t10\t20\t40\t12\t96.5\tKế",
        "5\t1\t1\t1\t1\t2\t55\t20\t60\t12\t0\thoạch",
        "5\t1\t1\t1\t1\t3\t120\t20\t9\t12\t95\t ",
    ]
    (tmp_path / "answer.tsv").write_text("\n".join(rows))
    engine = TesseractEngine(fake_tesseract(tmp_path, f'cp {tmp_path}/answer.tsv "$2.tsv"'))
    first, second = engine.recognize(PAGE, 200)
    assert (first.text, first.x0, first.y0, first.x1, first.y1) == ("Kế", 10, 20, 50, 32)
    assert first.confidence == pytest.approx(0.965)
    assert (second.text, second.confidence) == ("hoạch", 0.0)


def test_tesseract_gets_a_plain_file_one_thread_and_the_settings(tmp_path: Path) -> None:
    log = tmp_path / "log"
    body = f'echo "$@" > {log}; echo "$OMP_THREAD_LIMIT" >> {log}; head -c 15 "$1" >> {log}; : > "$2.tsv"'
    assert TesseractEngine(fake_tesseract(tmp_path, body)).recognize(PAGE, 240) == []
    arguments, threads, header, *_ = log.read_bytes().split(b"\n")
    assert b"-l vie" in arguments
    assert b"--psm 3 --oem 1 --dpi 240" in arguments
    assert threads == b"1"
    assert header == b"P5 200 60 255"


def test_sparse_print_is_asked_for_and_colour_is_handed_on(tmp_path: Path) -> None:
    log = tmp_path / "log"
    engine = TesseractEngine(fake_tesseract(tmp_path, f'echo "$@" > {log}; head -c 2 "$1" >> {log}; : > "$2.tsv"'))
    engine.recognize(np.zeros((5, 5, 3), np.uint8), 200, Setting.SCATTERED)
    assert "--psm 11" in log.read_text()
    assert log.read_text().endswith("P6")


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path) -> None:
    TesseractEngine(fake_tesseract(tmp_path, ': > "$2.tsv"')).recognize(PAGE, 200)
    assert [path.name for path in tmp_path.iterdir()] == ["tesseract"]


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    settings = fake_tesseract(tmp_path, "exec sleep 20").model_copy(update={"page_timeout_s": 0.3})
    with pytest.raises(PageTimeoutError, match=r"0\.3 seconds"):
        TesseractEngine(settings).recognize(PAGE, 200)


FAILURES = [
    pytest.param(
        "echo \"Error opening data file /t/vie.traineddata\nFailed loading language 'vie'\" >&2; exit 1",
        LanguageDataMissingError,
        "tesseract-ocr-vie",
        id="no language data",
    ),
    pytest.param("echo 'Image too large' >&2; exit 1", OcrError, "Image too large", id="any other failure"),
]


@pytest.mark.parametrize(("body", "error", "message"), FAILURES)
def test_failures_say_what_is_wrong(tmp_path: Path, body: str, error: type[OcrError], message: str) -> None:
    with pytest.raises(error, match=message) as raised:
        TesseractEngine(fake_tesseract(tmp_path, body)).recognize(PAGE, 200)
    assert type(raised.value) is error


@pytest.mark.parametrize("name", ["no-such-program-anywhere", "not-executable"])
def test_a_missing_program_is_named_with_its_remedy(tmp_path: Path, name: str) -> None:
    (tmp_path / "not-executable").write_text("")
    command = str(tmp_path / name) if name == "not-executable" else name
    settings = Settings(tesseract_command=command, temporary_directory=tmp_path)
    with pytest.raises(TesseractMissingError, match="apt-get install tesseract-ocr"):
        TesseractEngine(settings).recognize(PAGE, 200)
    with pytest.raises(TesseractMissingError, match=name):
        check_engine(settings)


def test_what_is_installed_is_reported(tmp_path: Path) -> None:
    info = check_engine(fake_tesseract(tmp_path, "", languages="vie\\neng", version="5.4.1"))
    assert info.version == "5.4.1"
    assert info.languages == ("eng", "vie")


def test_an_old_tesseract_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TesseractMissingError, match="too old"):
        check_engine(fake_tesseract(tmp_path, "", version="4.1.1"))


def test_missing_language_data_is_found_before_the_first_page(tmp_path: Path) -> None:
    with pytest.raises(LanguageDataMissingError, match="tesseract-ocr-vie"):
        check_engine(fake_tesseract(tmp_path, "", languages="eng"))


@pytest.mark.ocr
def test_real_tesseract_reads_a_drawn_line() -> None:
    page = np.full((300, 1200), 255, np.uint8)
    cv2.putText(page, "KE HOACH 2024", (80, 160), cv2.FONT_HERSHEY_SIMPLEX, 2.5, 0, 5, cv2.LINE_AA)
    words = TesseractEngine(Settings()).recognize(page, 200)
    assert "2024" in [word.text for word in words]
    assert all(0 <= word.x0 < word.x1 <= 1200 and 0 <= word.confidence <= 1 for word in words)
    assert os.environ["OMP_THREAD_LIMIT"] == "1"
