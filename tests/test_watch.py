"""The watched folder: what is complete is taken once, what grows is left alone."""

from pathlib import Path

import pytest

from pipeline.archive import open_archive
from pipeline.cli import main
from pipeline.watch import FolderWatch


@pytest.fixture
def watch(tmp_path: Path) -> FolderWatch:
    return FolderWatch(tmp_path, settle_s=10)


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def test_a_file_is_taken_once_it_has_settled(tmp_path, watch):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert watch.look(0) == []
    assert watch.look(9.9) == []
    assert names(watch.look(10)) == ["a.pdf"]
    assert watch.look(20) == []


def test_a_file_that_grows_is_left_alone_until_it_stops(tmp_path, watch):
    file = tmp_path / "a.pdf"
    for moment in range(0, 40, 8):
        file.write_bytes(b"x" * (moment + 1))
        assert watch.look(moment) == []
    assert names(watch.look(42)) == ["a.pdf"]


def test_pages_of_one_scan_are_taken_together(tmp_path, watch):
    (tmp_path / "x_p1.png").write_bytes(b"1")
    assert watch.look(0) == []
    (tmp_path / "x_p2.png").write_bytes(b"2")
    assert watch.look(9) == []
    assert watch.look(12) == []
    assert names(watch.look(19)) == ["x_p1.png", "x_p2.png"]


def test_a_file_that_was_written_anew_is_taken_again(tmp_path, watch):
    file = tmp_path / "a.pdf"
    file.write_bytes(b"1")
    watch.look(0)
    watch.look(10)
    file.write_bytes(b"another")
    assert watch.look(20) == []
    assert names(watch.look(30)) == ["a.pdf"]


def test_a_file_that_came_back_is_new(tmp_path, watch):
    file = tmp_path / "a.pdf"
    file.write_bytes(b"1")
    watch.look(0)
    assert names(watch.look(10)) == ["a.pdf"]
    file.unlink()
    assert watch.look(20) == []
    file.write_bytes(b"1")
    watch.look(30)
    assert names(watch.look(40)) == ["a.pdf"]


@pytest.mark.parametrize("name", ["a.pdf.part", "b.tmp", ".hidden.pdf", "~$a.docx", "c.crdownload"])
def test_unfinished_and_hidden_files_are_no_scans(tmp_path, watch, name):
    (tmp_path / name).write_bytes(b"1")
    watch.look(0)
    assert watch.look(100) == []


def test_a_file_beside_its_unfinished_twin_waits(tmp_path, watch):
    (tmp_path / "a.pdf").write_bytes(b"1")
    (tmp_path / "a.pdf.part").write_bytes(b"1")
    watch.look(0)
    assert watch.look(100) == []
    (tmp_path / "a.pdf.part").unlink()
    assert watch.look(101) == []
    assert names(watch.look(111)) == ["a.pdf"]


def test_an_empty_file_waits_for_its_content(tmp_path, watch):
    (tmp_path / "a.pdf").write_bytes(b"")
    watch.look(0)
    assert watch.look(100) == []


def test_folders_below_are_looked_through_and_settle_each_by_itself(tmp_path, watch):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    (tmp_path / "one" / "a.pdf").write_bytes(b"1")
    watch.look(0)
    (tmp_path / "two" / "b.pdf").write_bytes(b"1")
    assert names(watch.look(10)) == ["a.pdf"]
    assert names(watch.look(20)) == ["b.pdf"]


def test_the_command_takes_in_what_is_complete_and_reports_what_is_not_readable(tmp_path, monkeypatch, capsys):
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "plan.txt").write_text("KẾ HOẠCH\nTrồng cây\n\nI. MỤC ĐÍCH\nTrồng cây trước ngày 15/6/2020.\n", "utf-8")
    (scans / "broken.pdf").write_bytes(b"%PDF-1.4 cut off")
    monkeypatch.setattr(
        "sys.argv",
        ["kehoach", "watch", str(scans), "--archive", str(tmp_path / "kho"), "--once", "--settle", "0", "--jobs", "1"],
    )
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert not ended.value.code
    assert "plan.txt: taken in, 1 page" in said.out
    assert "broken.pdf" in said.err
    with open_archive(tmp_path / "kho", create=False) as archive:
        assert [Path(record.source.path).name for record in archive.records()] == ["plan.txt"]
        assert [Path(failure.path).name for failure in archive.failures()] == ["broken.pdf"]
