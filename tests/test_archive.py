import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.errors import ArchiveAccessError, ArchiveDamagedError, ArchiveNotFoundError, RecordNotFoundError
from models.record import PlanRecord
from pipeline.archive import Archive, Failure, Query, open_archive
from pipeline.archive.engines import FILE_NAME, is_server, postgres_engine, sqlite_engine, writing
from pipeline.archive.rows import page_at, page_starts
from pipeline.archive.tables import meta
from tests.builders import Draft, record


def numbered(number: int) -> PlanRecord:
    return record(Draft([(1, f"Kế hoạch số {number} về việc trồng cây")]), path=f"{number}.pdf")


def ids(archive: Archive) -> list[str]:
    return [kept.document_id for kept in archive.records()]


def test_a_record_comes_back_as_it_was_saved(archive):
    saved = record()
    archive.save(saved, "1")
    assert archive.load(saved.document_id) == saved


def test_saving_again_keeps_one_record_and_the_newest(archive):
    archive.save(record(), "1")
    newer = record(deadlines=())
    archive.save(newer, "2")
    assert ids(archive) == [newer.document_id]
    assert archive.load(newer.document_id).deadlines == ()
    assert archive.search(Query(due_in="2020")).total == 0


def test_search_no_longer_finds_the_words_of_a_replaced_text(archive):
    document_id = "sha256:" + "a" * 64
    archive.save(record(Draft([(1, "Trồng cây đầu xuân")]), document_id=document_id), "1")
    archive.save(record(Draft([(1, "Dọn vệ sinh đường làng")]), document_id=document_id), "2")
    assert archive.search(Query(text="trồng cây")).total == 0
    assert archive.search(Query(text="đường làng")).total == 1


def test_has_asks_for_the_version_of_the_pipeline_too(archive):
    saved = record()
    archive.save(saved, "1")
    assert archive.has(saved.document_id, "1")
    assert not archive.has(saved.document_id, "2")
    assert not archive.has("sha256:" + "0" * 64, "1")


def test_a_record_that_cannot_be_saved_leaves_the_old_one(archive, monkeypatch):
    archive.save(record(), "1")

    def fail(*_):
        raise RuntimeError("stopped in the middle")

    monkeypatch.setattr("pipeline.archive.writing.part_rows", fail)
    with pytest.raises(RuntimeError):
        archive.save(record(deadlines=()), "2")
    assert archive.load(record().document_id).deadlines == record().deadlines
    assert archive.search(Query(text="thi đua")).total == 1


def test_records_come_in_the_order_of_their_ids(archive):
    for number in range(5):
        archive.save(numbered(number), "1")
    assert ids(archive) == sorted(numbered(number).document_id for number in range(5))


def test_records_of_a_query_are_not_cut_at_its_limit(archive):
    for number in range(5):
        archive.save(numbered(number), "1")
    archive.save(record(), "1")
    assert len(list(archive.records(Query(text="trong cay", limit=1)))) == 5


@pytest.mark.parametrize("shape", ["sha256:{}", "{}", "  {}  "], ids=["with algorithm", "bare", "with spaces"])
def test_a_record_is_found_by_the_first_digits_of_its_id(archive, shape):
    saved = record()
    archive.save(saved, "1")
    assert archive.load(shape.format(saved.document_id[7:15].upper())) == saved


@pytest.mark.parametrize("wrong", ["", "abc", "xyz12", "sha256:", "%%%%", "a" * 65])
def test_what_is_no_id_is_refused(archive, wrong):
    with pytest.raises(RecordNotFoundError, match="is no document id"):
        archive.load(wrong)


def test_an_unknown_id_is_not_found(archive):
    with pytest.raises(RecordNotFoundError, match="has no document"):
        archive.load("0123456789")


def test_an_ambiguous_id_lists_the_candidates(archive):
    for last in "12":
        archive.save(record(document_id="sha256:" + "abcd" + last * 60, path=f"{last}.pdf"), "1")
    with pytest.raises(RecordNotFoundError, match=r"abcd11111111 \(1.pdf\), abcd22222222 \(2.pdf\)"):
        archive.load("abcd")


def test_failures_are_kept_replaced_and_cleared(archive):
    archive.record_failure("b.pdf", "EmptySourceError", "Empty.", "Scan it again.")
    archive.record_failure("a.pdf", "DamagedSourceError", "Truncated.", "Copy it again.")
    archive.record_failure("b.pdf", "DamagedSourceError", "Broken.", "Copy it again.")
    assert archive.failures() == (
        Failure(path="a.pdf", code="DamagedSourceError", message="Truncated.", remedy="Copy it again."),
        Failure(path="b.pdf", code="DamagedSourceError", message="Broken.", remedy="Copy it again."),
    )
    archive.clear_failure("a.pdf")
    archive.clear_failure("never-seen.pdf")
    assert [failure.path for failure in archive.failures()] == ["b.pdf"]


def test_what_was_saved_is_there_after_opening_again(archive_target):
    with open_archive(archive_target) as archive:
        archive.save(record(), "1")
    with open_archive(archive_target, create=False) as archive:
        assert ids(archive) == [record().document_id]


def test_writers_at_the_same_time_wait_for_each_other(archive_target):
    def save(numbers: range) -> None:
        with open_archive(archive_target) as archive:
            for number in numbers:
                archive.save(numbered(number), "1")

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(save, [range(0, 10), range(10, 20), range(5, 15)]))
    with open_archive(archive_target) as archive:
        assert len(ids(archive)) == 20
        assert archive.search(Query(text="trồng cây")).total == 20


def test_a_database_without_an_archive_is_an_error_when_none_is_to_be_made(new_database):
    address = new_database()
    for _ in range(2):
        with pytest.raises(ArchiveNotFoundError, match="no archive in postgresql://"):
            open_archive(address, create=False)


@pytest.mark.parametrize("wrong", ["password", "database", "port"])
def test_a_server_that_cannot_be_used_is_an_access_error_that_tells_no_password(new_database, postgres, wrong):
    address = {
        "password": postgres.address("postgres").replace(postgres.password, "sesame"),
        "database": postgres.address("no_such_database"),
        "port": postgres.address("postgres").replace(f":{postgres.port}/", ":9/"),
    }[wrong]
    with pytest.raises(ArchiveAccessError, match="cannot be reached") as caught:
        open_archive(address)
    assert "sesame" not in str(caught.value)
    assert postgres.password not in str(caught.value)
    assert "password" in caught.value.remedy


def test_an_address_that_makes_no_sense_is_an_access_error():
    with pytest.raises(ArchiveAccessError, match="cannot be understood"):
        open_archive("postgresql://host:port/archive")


def test_a_missing_archive_is_an_error_when_none_is_to_be_made(tmp_path):
    with pytest.raises(ArchiveNotFoundError, match="no archive"):
        open_archive(tmp_path / "nowhere", create=False)
    assert not (tmp_path / "nowhere").exists()


def test_a_file_where_the_folder_should_be_is_an_access_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveAccessError, match="cannot be used") as caught:
        open_archive(tmp_path / "file")
    assert "--archive" in caught.value.remedy


def test_a_folder_where_the_file_should_be_is_an_access_error(tmp_path):
    (tmp_path / "archive.db").mkdir()
    with pytest.raises(ArchiveAccessError, match="cannot be read or written"):
        open_archive(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_an_access_error(tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(ArchiveAccessError):
        open_archive(folder)


def test_a_file_of_another_kind_is_no_archive(tmp_path):
    (tmp_path / "archive.db").write_text("Kính gửi các đơn vị, đây không phải cơ sở dữ liệu. " * 50)
    with pytest.raises(ArchiveDamagedError, match="no archive"):
        open_archive(tmp_path)


def test_a_database_of_another_program_is_no_archive_and_stays_as_it_is(tmp_path):
    file = tmp_path / "archive.db"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE letters (id INTEGER)")
    connection.close()
    with pytest.raises(ArchiveDamagedError, match="no archive of kehoach"):
        open_archive(tmp_path)
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("letters",)]
    connection.close()


def test_an_archive_of_a_newer_program_is_refused(archive_target):
    open_archive(archive_target).close()
    _set_version(archive_target, 99)
    with pytest.raises(ArchiveDamagedError, match="version 99"):
        open_archive(archive_target)


def _set_version(target: str, version: int) -> None:
    engine = postgres_engine(target) if is_server(target) else sqlite_engine(Path(target) / FILE_NAME)
    with writing(engine) as connection:
        connection.execute(meta.update().values(value=str(version)))
    engine.dispose()


def test_an_older_archive_is_made_anew_from_its_records_with_nothing_lost(archive_target):
    with open_archive(archive_target) as archive:
        for number in range(5):
            archive.save(numbered(number), "1")
        archive.record_failure("b.pdf", "EmptySourceError", "Empty.", "Scan it again.")
        before = list(archive.records()), archive.failures()
    _set_version(archive_target, 1)
    with open_archive(archive_target, create=False) as archive:
        assert (list(archive.records()), archive.failures()) == before
        assert archive.has(numbered(3).document_id, "1")
        assert archive.search(Query(text="trồng cây")).total == 5
        archive.save(numbered(7), "1")
        assert archive.search(Query(text="trồng cây")).total == 6


def test_bringing_up_to_date_that_stops_in_the_middle_leaves_the_old_archive(archive_target, monkeypatch):
    with open_archive(archive_target) as archive:
        for number in range(3):
            archive.save(numbered(number), "1")
    _set_version(archive_target, 1)

    def stop(*_):
        raise RuntimeError("the power failed")

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.archive.versions.insert_records", stop)
        with pytest.raises(RuntimeError):
            open_archive(archive_target)
    with open_archive(archive_target) as archive:
        assert len(ids(archive)) == 3


def test_a_damaged_archive_is_named_as_such(tmp_path):
    with open_archive(tmp_path) as archive:
        for number in range(20):
            archive.save(numbered(number), "1")
    file = tmp_path / "archive.db"
    with file.open("r+b") as handle:
        handle.seek(4096)
        handle.write(b"\xa5" * (file.stat().st_size - 4096))
    with pytest.raises(ArchiveDamagedError, match="damaged"), open_archive(tmp_path) as archive:
        list(archive.records())


def test_the_page_of_a_place_follows_from_the_evidence_before_it():
    starts = page_starts(record())
    text = record().text
    assert [page_at(starts, text.index(quote)) for quote in ("Số: 46", "II. CHỈ TIÊU", "Các xã, thị trấn báo")] == [
        1,
        2,
        3,
    ]
