"""Corrections in the archive, on both databases, and on the command line."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.correction import Action, CorrectionState
from models.errors import CorrectionError, RecordNotFoundError
from models.gold import GoldRecord
from pipeline.archive import Query, open_archive
from pipeline.archive.engines import FILE_NAME, is_server, postgres_engine, sqlite_engine, writing
from pipeline.cli import main
from pipeline.corrections import correctable_values
from tests.builders import record
from tests.test_corrections import Desk, moved, with_values


def test_the_archive_shows_and_finds_what_people_said(archive):
    machine = record()
    archive.save(machine, "1")
    archive.correct(machine.document_id, Action.CHANGE, "/deadlines/0/due", "2031-01-15", by="Lan", why="tờ bị rách")
    assert archive.load(machine.document_id).deadlines[0].due.edtf == "2031-01-15"
    assert archive.load(machine.document_id, as_read=True) == machine
    assert archive.search(Query(due_in="2031-01")).total == 1
    assert next(iter(archive.records())).deadlines[0].due.edtf == "2031-01-15"
    assert list(archive.verify(None)) == []


def test_a_later_run_changes_nothing_that_people_said(archive):
    machine = record()
    archive.save(machine, "1")
    archive.correct(machine.document_id, Action.CHANGE, "/header/number", "64", by="Lan")
    archive.save(with_values(moved(), header__number__value="40", document_id=machine.document_id), "2")
    assert archive.load(machine.document_id).header.number.value == "64"
    (status,) = archive.corrections(machine.document_id)
    assert status.state is CorrectionState.CONFLICT
    assert status.machine_now["value"] == "40"
    assert archive.has(machine.document_id, "2")


def test_a_withdrawal_brings_the_machines_value_back(archive):
    machine = record()
    archive.save(machine, "1")
    made = archive.correct(machine.document_id, Action.CHANGE, "/header/number", "64", by="Lan")
    archive.withdraw(made.id, by="Minh", why="nhầm trang")
    assert archive.load(machine.document_id) == machine
    assert [(entry.action.value, entry.by) for entry in archive.correction_log()] == [
        ("change", "Lan"),
        ("withdraw", "Minh"),
    ]
    with pytest.raises(CorrectionError, match="in force"):
        archive.withdraw(made.id, by="Minh")


def test_a_refused_correction_leaves_no_trace(archive):
    archive.save(record(), "1")
    with pytest.raises(CorrectionError):
        archive.correct(record().document_id, Action.CHANGE, "/deadlines/0/due", "soon", by="Lan")
    with pytest.raises(RecordNotFoundError):
        archive.correct("0123456789", Action.CONFIRM, "/header/number", by="Lan")
    assert list(archive.correction_log()) == []


@pytest.mark.parametrize("statement", ["DELETE FROM corrections", "UPDATE corrections SET made_by = 'nobody'"])
def test_the_log_can_only_be_added_to(archive_target, archive, statement):
    archive.save(record(), "1")
    archive.correct(record().document_id, Action.CONFIRM, "/header/number", by="Lan")
    engine = (
        postgres_engine(archive_target)
        if is_server(archive_target)
        else sqlite_engine(Path(archive_target) / FILE_NAME)
    )
    with pytest.raises(Exception, match="only added to") as caught, writing(engine) as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert not isinstance(caught.value, AssertionError | DBAPIError) or "only added to" in str(caught.value)
    assert [entry.by for entry in archive.correction_log()] == ["Lan"]


def test_corrections_are_in_the_backup(archive, tmp_path):
    archive.save(record(), "1")
    archive.correct(record().document_id, Action.CHANGE, "/header/number", "64", by="Lan")
    archive.backup(tmp_path / "kho.zip")
    with open_archive(tmp_path / "restored") as restored:
        restored.restore(tmp_path / "kho.zip")
        assert restored.load(record().document_id).header.number.value == "64"
        assert restored.load(record().document_id, as_read=True) == record()
        assert list(restored.correction_log()) == list(archive.correction_log())


# --- on the command line


@pytest.fixture
def kehoach(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEHOACH_USER", "Lan")
    with open_archive(tmp_path / "kehoach-archive") as opened:
        opened.save(record(), "1")

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["kehoach", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


ID = record().document_id.removeprefix("sha256:")[:8]


def test_every_place_that_is_listed_can_be_confirmed(kehoach):
    code, out, _ = kehoach("show", ID, "--places")
    assert code == 0
    assert "/deadlines/0/due" in out
    desk = Desk(record())
    for pointer, value, confidence in correctable_values(desk.machine):
        assert value
        assert 0 <= confidence <= 1
        desk.does("confirm", pointer)
    assert set(desk.states()) == {"agrees"}


def test_a_value_is_corrected_listed_and_taken_back(kehoach, tmp_path):
    code, out, _ = kehoach("correct", ID, "/header/number", "64", "--why", "chữ viết tay")
    assert (code, "/header/number: change noted" in out) == (0, True)
    assert kehoach("correct", ID, "/header/place", "--confirm")[0] == 0
    assert kehoach("correct", ID, "/deadlines/1", "--reject")[0] == 0
    item = '{"task": "Trồng cây", "due": "2020-03"}'
    assert kehoach("correct", ID, "/deadlines/-", item, "--region", "2:70,100,400,114")[0] == 0
    _, out, _ = kehoach("corrections")
    assert [word in out for word in ("64", "applied", "agrees", "Trồng cây", "rejected", "Lan")] == [True] * 6
    _, out, _ = kehoach("corrections", ID, "--json")
    number = next(json.loads(line) for line in out.splitlines() if "/header/number" in line)
    code, out, _ = kehoach("corrections", "--withdraw", number["correction"]["id"][:8])
    assert (code, "taken back" in out) == (0, True)
    assert '"value": "46"' in kehoach("show", ID, "--json")[1]
    _, out, _ = kehoach("corrections", "--log", ID)
    assert [line.split()[3] for line in out.splitlines()] == ["change", "confirm", "reject", "add", "withdraw"]
    assert "(chữ viết tay)" in out


def test_corrected_records_are_gold_for_the_score(kehoach, tmp_path):
    kehoach("correct", ID, "/header/number", "64")
    assert kehoach("corrections", "--gold", "gold")[0] == 0
    kehoach("export", "--format", "jsonl", "--out", "records.jsonl")
    gold = json.loads((tmp_path / "gold" / "plan.json").read_text("utf-8"))
    assert gold["header"]["number"]["value"] == "64"
    assert GoldRecord.model_validate({"record": gold}).record.document_id == record().document_id


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["/header/number"], 2, "Give a value"),
        (["/header/number", "64", "--confirm"], 2, "Give a value"),
        (["/deadlines/99/due", "2020"], 48, "nothing at /deadlines/99"),
        (["/deadlines/0/due", "2020-02-31"], 48, "day is out of range"),
        (["/deadlines/-", '{"task": }'], 48, "no JSON"),
        (["/header/place", "Hà Nội", "--region", "one"], 48, "no region"),
    ],
)
def test_a_correction_that_cannot_be_made_says_why(kehoach, arguments, code, said):
    ended, _, err = kehoach("correct", ID, *arguments)
    assert (ended, said in " ".join(err.replace("│", " ").split())) == (code, True)


def test_taking_back_what_is_not_there_says_so(kehoach):
    code, _, err = kehoach("corrections", "--withdraw", "abcd")
    assert (code, "No correction begins" in err) == (48, True)
