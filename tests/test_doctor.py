"""Examining the machine: what is well, what is not, and how to mend it."""

import sqlite3
from pathlib import Path

import pytest

from models.settings import Settings
from pipeline import doctor
from pipeline.archive import open_archive
from pipeline.cli import main
from pipeline.doctor import Check, examine


def found(name: str, archive: Path, settings: Settings | None = None) -> Check:
    (check,) = (check for check in examine(archive, settings or Settings()) if check.name == name)
    return check


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.mark.ocr
def test_a_machine_that_has_everything(archive: Path) -> None:
    checks = examine(archive, Settings())
    assert [check.name for check in checks if not check.is_well and check.name != "Memory"] == []
    assert "vie" in next(check.finding for check in checks if check.name == "Tesseract")
    assert not archive.exists()


def test_no_tesseract(archive: Path) -> None:
    check = found("Tesseract", archive, Settings(tesseract_command="no-such-program"))
    assert check.exit_code == 31
    assert "tesseract-ocr-vie" in check.remedy


@pytest.mark.ocr
def test_no_vietnamese(archive: Path) -> None:
    check = found("Tesseract", archive, Settings(language="xyz"))
    assert check.exit_code == 32
    assert check.remedy


def test_a_package_is_missing(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_PACKAGES", ("numpy", "no-such-package"))
    check = found("Packages", archive)
    assert (check.exit_code, check.finding) == (10, "Not installed: no-such-package.")
    assert "make setup" in check.remedy


def test_the_packages_for_searchable_pdf_may_be_missing(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found("Searchable PDF", archive).finding.startswith("pikepdf ")
    monkeypatch.setattr("pipeline.searchable.ghostscript._PROGRAMS", ())
    assert "no Ghostscript" in found("Searchable PDF", archive).finding

    def version(package: str) -> str:
        raise doctor.metadata.PackageNotFoundError(package)

    monkeypatch.setattr(doctor.metadata, "version", version)
    check = found("Searchable PDF", archive)
    assert check.is_well
    assert "kehoach[pdfa]" in check.finding


def test_an_old_python(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_OLDEST_PYTHON", (99, 0))
    assert "too old" in found("Python", archive).finding


def test_a_database_without_full_text_search(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Connection(sqlite3.Connection):
        def execute(self, *_arguments: object) -> sqlite3.Cursor:
            raise sqlite3.OperationalError("no such module: fts5")

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda name: connect(name, factory=Connection))
    check = found("SQLite", archive)
    assert check.exit_code == 40
    assert "FTS5" in check.finding


@pytest.mark.parametrize(
    ("free_kb", "limit", "used", "exit_code", "finding"),
    [
        pytest.param(64_000_000, "max", "0", 0, "65.5 GB free", id="enough"),
        pytest.param(3_000_000, "max", "0", 50, "3.1 GB free", id="too little for four cores"),
        pytest.param(64_000_000, "3500000000", "500000000", 50, "3.0 GB free", id="a container's limit"),
    ],
)
def test_memory(
    archive: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    free_kb: int,
    limit: str,
    used: str,
    exit_code: int,
    finding: str,
) -> None:
    for attribute, text in (
        ("_MEMORY", f"MemTotal: 99 kB\nMemAvailable: {free_kb} kB\n"),
        ("_GROUP_LIMIT", limit),
        ("_GROUP_USE", used),
    ):
        (tmp_path / attribute).write_text(text, "ascii")
        monkeypatch.setattr(doctor, attribute, tmp_path / attribute)
    monkeypatch.setattr(doctor, "available_cores", lambda: 4)
    check = found("Memory", archive)
    assert check.exit_code == exit_code
    assert check.finding.startswith(finding)
    assert ("--jobs 3" in check.remedy) == (not check.is_well)


def test_memory_is_not_known_everywhere(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_MEMORY", tmp_path / "nothing")
    assert found("Memory", archive) == Check(name="Memory", finding="not known on this system")


def test_an_archive_that_is_well(archive: Path) -> None:
    with open_archive(archive) as opened:
        opened.record_failure("a.pdf", "DamagedSourceError", "Broken.", "Copy it again.")
    check = found("Archive", archive)
    assert check.is_well
    assert "1 failed file noted" in check.finding


@pytest.mark.parametrize(
    ("make", "exit_code"),
    [
        pytest.param(lambda path: path.parent.joinpath("archive").write_text("a file"), 41, id="a file"),
        pytest.param(lambda path: path.mkdir() or path.joinpath("archive.db").write_text("x" * 999), 42, id="damaged"),
        pytest.param(lambda path: path.mkdir() or path.joinpath("notes.txt").write_text("x"), 46, id="other things"),
    ],
)
def test_an_archive_that_is_not_well(archive: Path, make: object, exit_code: int) -> None:
    make(archive)  # type: ignore[operator]
    check = found("Archive", archive)
    assert check.exit_code == exit_code
    assert check.remedy


def test_a_folder_without_room(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_ROOM_BYTES", 10**18)
    assert found("Temporary folder", archive).exit_code == 45
    assert found("Archive", archive).exit_code == 41


def test_a_temporary_folder_that_is_not_there(archive: Path, tmp_path: Path) -> None:
    check = found("Temporary folder", archive, Settings(temporary_directory=tmp_path / "nothing"))
    assert check.exit_code == 45
    assert "cannot be written" in check.finding


@pytest.mark.parametrize(
    ("checks", "exit_code", "verdict"),
    [
        pytest.param((Check(name="A", finding="1.0"),), 0, "OK", id="well"),
        pytest.param(
            (
                Check(name="A", finding="no", remedy="Mend A.", exit_code=31),
                Check(name="B", finding="no", exit_code=41),
            ),
            31,
            "PROBLEM",
            id="the first problem decides",
        ),
    ],
)
def test_the_command(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    checks: tuple[Check, ...],
    exit_code: int,
    verdict: str,
) -> None:
    monkeypatch.setattr(doctor, "examine", lambda _archive, _settings: checks)
    monkeypatch.setattr("sys.argv", ["kehoach", "doctor"])
    with pytest.raises(SystemExit) as ended:
        main()
    out = capsys.readouterr().out
    assert (ended.value.code or 0) == exit_code
    assert verdict in out
    assert all(check.name in out and check.remedy in out for check in checks)
