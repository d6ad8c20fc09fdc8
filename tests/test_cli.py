"""The command line: exit codes, what goes where, and no traceback ever."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fake_stages import FAKE_STAGES
from rich.console import Console

from models.batch import BatchReport
from models.record import PlanRecord
from models.settings import DEFAULT_ARCHIVE
from pipeline import batch
from pipeline.batch import Progress
from pipeline.batch.stages import Stages
from pipeline.cli import COMMANDS, main
from pipeline.cli.run import _progress_bar


@dataclass(frozen=True)
class Ended:
    exit_code: int
    out: str
    err: str


Kehoach = Callable[..., Ended]


@pytest.fixture
def kehoach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Kehoach]:
    """Runs the command in an empty folder, over documents that are read by fake stages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batch, "Stages", lambda: FAKE_STAGES)

    def call(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["kehoach", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Ended(int(ended.value.code or 0), captured.out, captured.err)

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield call
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"tot{number}.txt").write_text(f"pages {number}", "utf-8")
    return folder


def test_a_run_shows_a_summary_and_ends_with_0(kehoach: Kehoach, plans: Path) -> None:
    ended = kehoach("run", "plans", "--json-dir", "out", "--jobs", "1")
    assert ended.exit_code == 0
    for words in ("Documents read", "Skipped", "Failed", "Pages a second"):
        assert words in ended.out
    assert ended.err == ""
    assert sorted(path.name for path in Path("out").iterdir()) == ["tot1.json", "tot2.json"]
    assert Path(DEFAULT_ARCHIVE, "archive.db").is_file()


@pytest.mark.ocr
def test_the_sample_scan_goes_from_file_to_search(kehoach: Kehoach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "Stages", Stages)
    scan = Path(__file__).parents[1] / "corpus" / "plans" / "phuong-khong-rac-nhua" / "scan.pdf"
    ended = kehoach("run", str(scan), "--json-dir", "out", "--jobs", "2", "--json")
    report = BatchReport.model_validate(json.loads(ended.out))
    assert (ended.exit_code, ended.err, report.pages, report.notes) == (0, "", 2, ())
    record = PlanRecord.model_validate_json(Path("out/scan.json").read_bytes())
    assert record.header.issued
    assert record.header.issued.value.edtf == "2025-08-18"
    hits = json.loads(kehoach("search", "rac thai nhua", "--json").out)["hits"]
    assert [hit["document_id"] for hit in hits] == [record.document_id]


def test_a_run_with_failures_tells_them_and_ends_with_1(kehoach: Kehoach, plans: Path) -> None:
    (plans / "hong.txt").write_text("pages 2\nno-tesseract 2", "utf-8")
    ended = kehoach("run", "plans", "plans/khong-co.pdf", "--jobs", "1")
    assert ended.exit_code == 1
    for words in ("hong.txt", "Tesseract is not there.", "Install it.", "khong-co.pdf", "2 files failed"):
        assert words in " ".join(ended.err.split())
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("options", [(), ("--quiet",), ("--json",)], ids=["plain", "quiet", "json"])
def test_what_is_no_terminal_gets_no_control_characters(
    kehoach: Kehoach, plans: Path, options: tuple[str, ...]
) -> None:
    (plans / "h\x1b[31mong.txt").write_text("pages 2\nfault 2", "utf-8")
    ended = kehoach("run", "plans", "--jobs", "1", *options)
    assert not [letter for letter in ended.out + ended.err if ord(letter) < 32 and letter != "\n"]


def test_the_report_as_json_is_all_of_stdout(kehoach: Kehoach, plans: Path) -> None:
    (plans / "hong.txt").write_text("refuse", "utf-8")
    ended = kehoach("run", "plans", "--jobs", "1", "--json")
    report = BatchReport.model_validate(json.loads(ended.out))
    assert [Path(result.path).name for result in report.processed] == ["tot1.txt", "tot2.txt"]
    assert [(failure.code, failure.exit_code) for failure in report.failed] == [("EncryptedSourceError", 25)]
    assert (ended.exit_code, ended.err) == (1, "")


def test_quiet_shows_failures_only(kehoach: Kehoach, plans: Path) -> None:
    ended = kehoach("run", "plans", "--jobs", "1", "--quiet")
    assert (ended.exit_code, ended.out, ended.err) == (0, "", "")
    (plans / "hong.txt").write_text("refuse", "utf-8")
    assert "hong.txt" in kehoach("run", "plans", "--jobs", "1", "--quiet").err


def test_notes_tell_what_is_not_expected(kehoach: Kehoach, plans: Path) -> None:
    (plans / "giong.txt").write_text("pages 1", "utf-8")
    (plans / "bang.xlsx").write_bytes(b"\x00")
    ended = kehoach("run", "plans", "--jobs", "1")
    assert ended.exit_code == 0
    err = " ".join(ended.err.split())
    assert "tot1.txt has the same content as plans/giong.txt" in err
    assert "1 file of other kinds passed over in folders: plans/bang.xlsx." in err


def test_files_of_other_kinds_are_named_the_first_ones_at_least(kehoach: Kehoach, plans: Path) -> None:
    for number in range(1, 8):
        (plans / f"bang{number}.xlsx").write_bytes(b"\x00")
    err = " ".join(kehoach("run", "plans", "--jobs", "1").err.split())
    assert "7 files of other kinds" in err
    assert "plans/bang1.xlsx" in err
    assert "plans/bang5.xlsx and 2 more." in err
    assert "bang6" not in err


@pytest.mark.parametrize(
    ("paths", "exit_code", "title"),
    [
        pytest.param(["khong-co.pdf"], 21, "1 file failed, and there was no other", id="no such file"),
        pytest.param(["hong"], 25, "1 file failed, and there was no other", id="a folder of a broken one"),
        pytest.param(["hong", "khong-co.pdf"], 21, "2 files failed, and there was no other", id="the first one's code"),
        pytest.param(["khong-co.pdf", "plans"], 1, "1 file failed", id="others are read"),
    ],
)
@pytest.mark.parametrize("is_again", [False, True], ids=["first time", "again"])
def test_the_exit_code_tells_whether_others_are_done(
    kehoach: Kehoach, plans: Path, tmp_path: Path, paths: list[str], exit_code: int, title: str, is_again: bool
) -> None:
    (tmp_path / "hong").mkdir()
    (tmp_path / "hong" / "a.txt").write_text("refuse", "utf-8")
    if is_again:
        kehoach("run", *paths, "--jobs", "1")
    ended = kehoach("run", *paths, "--jobs", "1")
    assert ended.exit_code == exit_code
    assert title in [line.strip() for line in ended.err.splitlines()]


def test_a_format_that_is_none_is_told_with_those_there_are(kehoach: Kehoach) -> None:
    ended = kehoach("export", "--format", "xml", "--out", "x")
    said = " ".join(ended.err.replace("│", " ").split())
    assert ended.exit_code == 2
    assert "There is no format 'xml'; there are jsonl, csv, xlsx, parquet, ics, tt05, tt02, dc." in said
    assert "Value error" not in said


@pytest.mark.parametrize(("count", "shown"), [(1, "1 page,"), (2, "2 pages,")])
def test_pages_are_counted_in_words_that_fit(kehoach: Kehoach, plans: Path, count: int, shown: str) -> None:
    kehoach("run", "plans", "--jobs", "1", "--json-dir", "out")
    assert f" {shown} text/plain" in " ".join(kehoach("show", f"out/tot{count}.json").out.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["run"], "Missing argument", id="no path"),
        pytest.param(["run", "plans", "--jobs", "0"], "--jobs", id="no workers"),
        pytest.param(["run", "plans", "--jobs", "viele"], "--jobs", id="no number"),
        pytest.param(["run", "plans", "--json-dir", "plans/tot1.txt"], "--json-dir", id="a file for a folder"),
        pytest.param(["run", "plans", "--fast"], "No such option", id="unknown option"),
        pytest.param(["rum", "plans"], "Did you mean 'run'", id="unknown command"),
        pytest.param(["show"], "Missing argument", id="no id"),
    ],
)
def test_misuse_ends_with_2(kehoach: Kehoach, plans: Path, arguments: list[str], words: str) -> None:
    ended = kehoach(*arguments)
    assert ended.exit_code == 2
    assert words in " ".join(ended.err.split())
    assert not Path(DEFAULT_ARCHIVE).exists()


def test_an_archive_that_cannot_be_written_is_an_error_of_its_own(kehoach: Kehoach, plans: Path) -> None:
    ended = kehoach("run", "plans", "--archive", "plans/tot1.txt/archive")
    assert ended.exit_code == 41
    assert ended.err.startswith("Error: The archive's folder")
    assert "What to do: " in ended.err
    assert ended.out == ""


def test_ctrl_c_ends_with_130_and_says_how_to_go_on(
    kehoach: Kehoach, plans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (plans / "zz.txt").write_text("pages 2\ninterrupt-once 2", "utf-8")
    ended = kehoach("run", "plans", "--jobs", "1")
    assert ended.exit_code == 130
    assert "the same command goes on with the rest" in " ".join(ended.err.split())
    again = kehoach("run", "plans", "--jobs", "1", "--json")
    assert len(json.loads(again.out)["skipped"]) == 2


def test_a_fault_of_the_program_is_no_traceback_unless_asked_for(
    kehoach: Kehoach, plans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_batch(*_arguments: object, **_options: object) -> BatchReport:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(batch, "run_batch", run_batch)
    ended = kehoach("run", "plans")
    assert ended.exit_code == 70
    assert ended.err.startswith("Error: Internal error (ZeroDivisionError: oh).")
    assert "Traceback" not in ended.err
    assert "report it" in ended.err


def test_verbose_writes_the_traceback(plans: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pipeline import batch; from pipeline.cli import main; "
        "sys.argv = ['kehoach', '--verbose', 'run', 'plans']; batch.run_batch = None; main()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 70
    assert "Traceback" in ended.stderr
    assert "TypeError" in ended.stderr


def test_help_lists_every_command(kehoach: Kehoach) -> None:
    ended = kehoach("--help")
    assert ended.exit_code == 0
    for command in COMMANDS:
        assert f" {command} " in ended.out
        assert kehoach(command, "--help").exit_code == 0


def test_help_waits_for_no_library() -> None:
    program = (
        "import sys, pipeline.cli; "
        "print(sorted({'numpy', 'pydantic', 'spacy', 'sqlalchemy', 'underthesea', 'cv2'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_the_bar_shows_pages_rate_and_file_in_a_terminal() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=150)
    with _progress_bar(console, is_shown=True) as show:
        for pages in range(5):
            show(Progress(documents_done=1, documents=3, pages_done=pages, pages_expected=9, path="plans/[b]mot.pdf"))
    for words in ("1/3 documents", "4/9 pages", "[b]mot.pdf"):
        assert words in screen.getvalue()


def test_the_bar_is_silent_where_nobody_watches() -> None:
    screen = io.StringIO()
    with _progress_bar(Console(file=screen), is_shown=True) as show:
        show(Progress(documents_done=1, documents=3, pages_done=1, pages_expected=9, path="mot.pdf"))
    assert screen.getvalue() == ""
