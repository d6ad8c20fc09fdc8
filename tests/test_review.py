"""What a reviewer should look at first, and how far one is."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from models.correction import Action
from models.errors import RecordNotFoundError
from models.record import PlanRecord
from pipeline.archive import Archive, Query, open_archive
from pipeline.cli import review as review_command
from pipeline.review import assess, review_values
from tests.builders import Draft, record


def doubtful(number: int, confidence: float) -> PlanRecord:
    """A plan with one deadline, read with this confidence."""
    task = f"Xã số {number} nộp báo cáo trước ngày 15/6/2021"
    draft = Draft([(1, f"Kế hoạch số {number}"), (2, task)])
    return record(
        draft, path=f"{number}.pdf", deadlines=(draft.deadline(task, confidence=confidence, edtf="2021-06-15"),)
    )


@pytest.fixture
def filled(archive: Archive) -> Archive:
    for number, confidence in enumerate((0.97, 0.2, 0.6)):
        archive.save(doubtful(number, confidence), "1")
    return archive


def queued(archive: Archive, **asked: object) -> list[str]:
    return [one.path for one in archive.review_queue(**asked).documents]  # type: ignore[arg-type]


def test_every_value_of_a_record_is_there_with_its_place_and_doubt():
    values = {value.pointer: value for value in review_values(record())}
    number = values["/header/number"]
    assert (number.text, number.page, round(number.doubt, 3)) == ("46", 1, 0.05)
    assert values["/deadlines/1"].doubt == pytest.approx(0.45)
    assert values["/deadlines/1"].page == 3
    assert values["/bodies/0/duties/0"].doubt > 0
    assert values["/campaign/name"].doubt == pytest.approx(0.4)
    assert {"/sections/2", "/criteria/0", "/references/0", "/recipients/0", "/signature", "/dates/0"} <= set(values)


def test_what_a_person_has_looked_at_is_no_longer_in_doubt_and_a_conflict_surely_is():
    pointers = {value.pointer for value in review_values(record(), reviewed={"/bodies/0", "/header/number"})}
    assert not pointers & {"/bodies/0", "/bodies/0/duties/0", "/header/number"}
    values = {value.pointer: value for value in review_values(record(), conflicts={"/header/number"})}
    assert values["/header/number"].doubt == 1.0


def test_a_value_without_confidence_is_as_doubtful_as_its_words():
    value = record().model_dump(mode="json")
    value["bodies"][0]["mentions"][0]["ocr_confidence"] = 0.3
    values = {one.pointer: one for one in review_values(PlanRecord.model_validate(value))}
    assert values["/bodies/0"].doubt == pytest.approx(0.7)


def test_errors_and_seconds_add_up_over_what_is_worth_a_look():
    sure, unsure = assess(doubtful(1, 0.97)), assess(doubtful(1, 0.5))
    assert (sure.expected_errors, sure.doubtful, sure.errors_a_minute) == (0.0, 0, 0.0)
    assert unsure.expected_errors == pytest.approx(1.5)  # a doubt of one half, three times as grave
    assert unsure.seconds == 12 + 3 + 5
    assert unsure.errors_a_minute == pytest.approx(60 * 1.5 / 20)
    assert unsure.confidence == 0.5


def test_the_queue_begins_with_the_most_errors_a_minute(filled):
    queue = filled.review_queue()
    assert [one.path for one in queue.documents] == ["1.pdf", "2.pdf"]
    assert queue.total == 2
    assert queue.minutes == pytest.approx(2 * 20 / 60, abs=0.1)
    assert queued(filled, limit=1) == ["1.pdf"]
    assert queued(filled, query=Query(text="số 2")) == ["2.pdf"]


def test_a_document_that_was_looked_through_leaves_the_queue(filled):
    filled.mark_reviewed(doubtful(1, 0.2).document_id, "Lan")
    assert queued(filled) == ["2.pdf"]
    filled.mark_reviewed(doubtful(1, 0.2).document_id, "Minh")
    progress = filled.review_progress()
    assert (progress.documents, progress.reviewed, progress.queued) == (3, 1, 1)
    assert [(one.name, one.documents) for one in progress.reviewers] == [("Minh", 1)]


def test_a_value_that_was_confirmed_counts_as_looked_at(filled):
    document_id = doubtful(1, 0.2).document_id
    filled.correct(document_id, Action.CONFIRM, "/deadlines/0/task", by="Lan")
    filled.correct(document_id, Action.CONFIRM, "/deadlines/0", by="Lan")
    assert queued(filled) == ["2.pdf"]
    assert "/deadlines/0" not in [value.pointer for value in filled.review_values(document_id)]
    (lan,) = filled.review_progress().reviewers
    assert (lan.name, lan.confirmed, lan.documents) == ("Lan", 2, 0)


def test_a_document_comes_back_when_a_run_contradicts_what_was_said(filled):
    document_id = doubtful(1, 0.2).document_id
    filled.correct(document_id, Action.CHANGE, "/deadlines/0/due", "2021-07-15", by="Lan")
    filled.mark_reviewed(document_id, "Lan")
    assert "1.pdf" not in queued(filled)
    again = doubtful(1, 0.2)
    (deadline,) = again.deadlines
    other = deadline.model_copy(update={"due": type(deadline.due)(edtf="2021-08-15")})
    filled.save(again.model_copy(update={"deadlines": (other,)}), "2")
    assert queued(filled)[0] == "1.pdf"
    assert filled.review_queue().documents[0].conflicts == 1


def test_an_unknown_document_cannot_be_marked(filled):
    with pytest.raises(RecordNotFoundError):
        filled.mark_reviewed("0123456789", "Lan")


@pytest.fixture
def run(tmp_path: Path) -> Iterator[object]:
    app = typer.Typer()
    review_command.register(app)
    with open_archive(tmp_path) as opened:
        opened.save(doubtful(1, 0.2), "1")

    def call(*arguments: str) -> str:
        result = CliRunner().invoke(app, [*arguments, "--archive", str(tmp_path)], env={"COLUMNS": "120"})
        assert result.exit_code == 0, result.output
        return result.output

    return call


def test_the_command_shows_queue_values_and_progress(run):
    digits = doubtful(1, 0.2).document_id[7:15]
    assert digits in run()
    assert "/deadlines/0" in run(digits)
    assert json.loads(run("--json"))["total"] == 1
    assert "Nothing waits" in run("--only", "level:central")
    assert "looked through" in run(digits, "--done", "--by", "Lan")
    assert "Nothing waits" in run()
    assert "Lan" in run("--progress")
    assert json.loads(run("--progress", "--json"))["reviewed"] == 1


def test_done_needs_a_document(tmp_path):
    app = typer.Typer()
    review_command.register(app)
    result = CliRunner().invoke(app, ["--done", "--archive", str(tmp_path)])
    assert result.exit_code == 2
