"""Archives that earlier versions of the program have written, brought up to date with nothing lost."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from models.correction import Action, CorrectionState
from pipeline.archive import Archive, Failure, Query, open_archive
from pipeline.archive.engines import FILE_NAME, postgres_engine, writing
from pipeline.folding import fold
from tests.builders import Draft, record

_SCRIPTS = Path(__file__).parent / "old_archives"


def _on_sqlite(folder: Path) -> str:
    connection = sqlite3.connect(folder / FILE_NAME)
    connection.create_function("folded", 1, fold, deterministic=True)  # that the triggers of version 2 called
    connection.executescript((_SCRIPTS / "version2.sqlite.sql").read_text("utf-8"))
    connection.close()
    return str(folder)


def _on_postgres(address: str) -> str:
    engine = postgres_engine(address)
    with writing(engine) as connection:
        connection.exec_driver_sql((_SCRIPTS / "version2.postgresql.sql").read_text("utf-8").replace("%", "%%"))
    engine.dispose()
    return address


@pytest.fixture(params=["sqlite", "postgres"])
def old_target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An archive of version 2: a plan with two corrections, two short ones, a failure, a search, a review."""
    if request.param == "sqlite":
        return _on_sqlite(tmp_path)
    new_database: Callable[[], str] = request.getfixturevalue("new_database")
    return _on_postgres(new_database())


def short(number: int) -> Draft:
    return Draft([(1, f"Kế hoạch số {number} về việc trồng cây")])


def everything(archive: Archive) -> dict[str, object]:
    """All that people and runs have put into an archive."""
    return {
        "records": list(archive.records()),
        "as read": [archive.load(one.document_id, as_read=True) for one in archive.records()],
        "corrections": list(archive.correction_log()),
        "failures": archive.failures(),
        "searches": archive.saved_searches(),
        "reviews": archive.review_progress().reviewers,
    }


def test_nothing_of_version_2_is_lost(old_target):
    plan = record()
    with open_archive(old_target, create=False) as archive:
        assert archive.load(plan.document_id, as_read=True) == plan
        assert archive.load(plan.document_id).header.place.value == "Sơn Từ Thượng"
        others = {record(short(number), path=f"{number}.pdf").document_id for number in range(2)}
        assert {one.document_id for one in archive.records()} == others | {plan.document_id}
        assert [(one.action, one.by, one.why) for one in archive.correction_log()] == [
            (Action.CHANGE, "Lan", "mờ"),
            (Action.CONFIRM, "Lan", ""),
        ]
        assert {one.state for one in archive.corrections(plan.document_id)} <= {
            CorrectionState.APPLIED,
            CorrectionState.AGREES,
        }
        assert archive.failures() == (
            Failure(path="b.pdf", code="EmptySourceError", message="Empty.", remedy="Scan it again."),
        )
        assert archive.saved_search("quý hai").due_in == "2020-Q2"
        assert [(one.name, one.documents) for one in archive.review_progress().reviewers] == [("Lan", 0), ("Minh", 1)]


def test_an_old_archive_is_whole_and_works_like_a_new_one(old_target):
    with open_archive(old_target, create=False) as archive:
        assert list(archive.verify(None)) == []
        assert archive.search(Query(q="trong cay")).total == 2
        assert archive.search(Query(q='due:2020-Q2 body:"Phòng Nội vụ" role:lead')).total == 1
        archive.save(record(short(7), path="7.pdf"), "2")
        assert archive.search(Query(q="trong cay")).total == 3


def test_it_is_brought_up_to_date_once_and_says_so(old_target, caplog):
    with open_archive(old_target) as archive:
        first = everything(archive)
    assert "is of version 2; its 3 records are made searchable anew" in caplog.text
    caplog.clear()
    with open_archive(old_target) as archive:
        assert everything(archive) == first
    assert not caplog.records


def test_stopped_in_the_middle_it_is_still_the_old_archive(old_target, monkeypatch):
    def stop(*_):
        raise RuntimeError("the power failed")

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.archive.versions.insert_records", stop)
        with pytest.raises(RuntimeError):
            open_archive(old_target)
    with open_archive(old_target) as archive:
        assert len(list(archive.records())) == 3
        assert list(archive.verify(None)) == []


def test_an_old_archive_comes_back_from_its_own_backup(old_target, tmp_path):
    with open_archive(old_target) as archive:
        archive.backup(tmp_path / "kho.zip")
        kept = everything(archive)
    with open_archive(tmp_path / "restored") as restored:
        restored.restore(tmp_path / "kho.zip")
        assert everything(restored) == kept
