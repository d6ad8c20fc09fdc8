"""Verify, backup and restore: what archivists trust the archive with."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from models.errors import ArchiveAccessError, ArchiveDamagedError, OutputAccessError
from models.record import PlanRecord
from pipeline.archive import Archive, FindingKind, Query, open_archive
from pipeline.archive.engines import FILE_NAME, is_server, postgres_engine, sqlite_engine, writing
from pipeline.cli import main
from tests.builders import Draft, record


def of_file(path: Path, words: str) -> PlanRecord:
    """A record whose source is really there."""
    path.write_text(words, "utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return record(Draft([(1, words)]), document_id=f"sha256:{digest}", path=str(path))


@pytest.fixture
def filled(archive: Archive, tmp_path: Path) -> Archive:
    for number in range(3):
        archive.save(of_file(tmp_path / f"{number}.txt", f"Kế hoạch số {number} về việc trồng cây"), "1")
    archive.record_failure("b.pdf", "EmptySourceError", "Empty.", "Scan it again.")
    return archive


def kinds(archive: Archive, sources: Path | None = None) -> list[FindingKind]:
    return [finding.kind for finding in archive.verify(sources)]


def meddle(target: str, *statements: str) -> None:
    """Write to the database behind the archive's back."""
    engine = postgres_engine(target) if is_server(target) else sqlite_engine(Path(target) / FILE_NAME)
    with writing(engine) as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_nothing_is_wrong_with_a_new_archive_and_one_in_use(archive, filled, tmp_path):
    assert kinds(filled, tmp_path) == []
    filled.save(record(), "1")
    assert kinds(filled) == []


def test_every_document_is_looked_at(filled):
    told = []
    list(filled.verify(None, lambda done, total: told.append((done, total))))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE documents SET title = 'Kế hoạch khác' WHERE path LIKE '%1.txt'", FindingKind.INDEX),
        ("UPDATE documents SET record = '1234' WHERE path LIKE '%1.txt'", FindingKind.RECORD),
        ("DELETE FROM sections WHERE position = 0", FindingKind.INDEX),
    ],
)
def test_what_is_not_what_the_record_says_is_found(archive_target, archive, statement, kind):
    archive.save(record(path="plans/1.txt"), "1")
    meddle(archive_target, statement)
    found = list(archive.verify(None))
    assert [finding.kind for finding in found] == [kind]
    assert found[0].document_id == record().document_id


def test_a_text_that_the_index_does_not_know_is_found(archive_target, filled):
    meddle(archive_target, "DELETE FROM fulltext WHERE rowid = 2")
    assert set(kinds(filled)) == {FindingKind.INDEX}


def test_a_source_that_changed_and_one_that_is_gone_are_told_apart(filled, tmp_path):
    (tmp_path / "0.txt").write_text("another text", "utf-8")
    (tmp_path / "1.txt").unlink()
    found = {finding.kind: finding.message for finding in filled.verify(tmp_path)}
    assert "0.txt" in found[FindingKind.SOURCE_CHANGED]
    assert "1.txt" in found[FindingKind.SOURCE_MISSING]
    assert kinds(filled, None) == []


def test_pages_joined_from_several_files_are_verified_together(archive, tmp_path):
    pages = [tmp_path / "x_p1.png", tmp_path / "x_p2.png"]
    for number, page in enumerate(pages):
        page.write_bytes(b"page %d" % number)
    digest = hashlib.sha256(b"".join(hashlib.sha256(page.read_bytes()).digest() for page in pages)).hexdigest()
    saved = record(document_id=f"sha256:{digest}", path=str(pages[0]))
    archive.save(saved.model_copy(update={"source": saved.source.model_copy(update={"parts": (str(pages[1]),)})}), "1")
    assert kinds(archive, tmp_path) == []
    pages[1].write_bytes(b"another page")
    assert kinds(archive, tmp_path) == [FindingKind.SOURCE_CHANGED]


def test_a_backup_comes_back_whole_on_either_database(filled, tmp_path, new_database):
    file = tmp_path / "kho.zip"
    assert filled.backup(file) == 3
    for target in (str(tmp_path / "restored"), new_database()):
        with open_archive(target) as restored:
            assert restored.restore(file) == 3
            assert list(restored.records()) == list(filled.records())
            assert restored.failures() == filled.failures()
            assert restored.search(Query(text="trồng cây")).total == 3
            assert kinds(restored, tmp_path) == []


def test_an_older_backup_stays_until_the_new_one_is_complete(filled, tmp_path, monkeypatch):
    file = tmp_path / "kho.zip"
    file.write_text("the older backup", "utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.archive.backup._table_lines", fail)
        with pytest.raises(OutputAccessError, match="No space left"):
            filled.backup(file)
    assert file.read_text("utf-8") == "the older backup"
    assert [path.name for path in tmp_path.glob("kho.zip*")] == ["kho.zip"]


def test_a_backup_is_not_restored_over_records(filled, tmp_path):
    filled.backup(tmp_path / "kho.zip")
    with pytest.raises(ArchiveAccessError, match="not empty"):
        filled.restore(tmp_path / "kho.zip")


def _rewritten(change: Callable[[str, bytes], bytes]) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        with zipfile.ZipFile(file) as packed:
            entries = {name: packed.read(name) for name in packed.namelist()}
        with zipfile.ZipFile(file, "w") as packed:
            for name, content in entries.items():
                packed.writestr(name, change(name, content))

    return damage


def _manifest_with(**values: object) -> Callable[[Path], None]:
    return _rewritten(
        lambda name, content: json.dumps(json.loads(content) | values).encode() if name == "manifest.json" else content
    )


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda file: file.write_bytes(file.read_bytes()[:-100]), id="cut off"),
        pytest.param(lambda file: file.write_text("Kính gửi", "utf-8"), id="no zip"),
        pytest.param(_manifest_with(format="something else"), id="of another program"),
        pytest.param(_manifest_with(archive_version="99"), id="of a newer version"),
        pytest.param(
            _rewritten(lambda name, content: content.replace(b"Empty.", b"Full.")), id="a line that was changed"
        ),
        pytest.param(
            _rewritten(lambda name, content: content.split(b"\n")[0] + b"\n" if name == "records.jsonl" else content),
            id="lines that are missing",
        ),
    ],
)
def test_a_damaged_backup_is_refused_and_leaves_nothing(archive_target, filled, tmp_path, damage, new_database):
    file = tmp_path / "kho.zip"
    filled.backup(file)
    damage(file)
    target = new_database() if is_server(archive_target) else str(tmp_path / "restored")
    with open_archive(target) as restored:
        with pytest.raises(ArchiveDamagedError, match=r"no backup|newer version"):
            restored.restore(file)
        assert list(restored.records()) == []


def test_the_commands_verify_back_up_and_restore(filled, archive_target, tmp_path, monkeypatch, capsys):
    def kehoach(*arguments: str) -> int:
        monkeypatch.setattr("sys.argv", ["kehoach", "archive", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    file = str(tmp_path / "kho.zip")
    assert kehoach("verify", "--archive", archive_target) == 0
    assert "Nothing is wrong with the archive." in capsys.readouterr().out
    assert kehoach("backup", file, "--archive", archive_target) == 0
    assert "3 records written" in capsys.readouterr().err
    assert kehoach("restore", file, "--archive", str(tmp_path / "new")) == 0
    assert kehoach("restore", file, "--archive", str(tmp_path / "new")) == 41
    (tmp_path / "2.txt").rename(tmp_path / "moved.txt")
    assert kehoach("verify", "--archive", archive_target) == 0
    assert "Name their folder with --sources." in capsys.readouterr().out
    (tmp_path / "moved.txt").rename(tmp_path / "2.txt")
    (tmp_path / "0.txt").write_text("another text", "utf-8")
    capsys.readouterr()
    assert kehoach("verify", "--archive", archive_target, "--json") == 1
    assert json.loads(capsys.readouterr().out)["kind"] == "source_changed"
    assert kehoach("verify", "--archive", str(tmp_path / "nowhere")) == 46
