"""Batches over documents that say themselves what happens to them; see `fake_stages`."""

import json
import os
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from fake_stages import FAKE_STAGES, die, finish_records, notes_of, open_document, read_page
from hypothesis import given
from hypothesis import strategies as st

from models.batch import BatchReport
from models.errors import ArchiveAccessError, OutputAccessError, WorkerError
from models.record import PlanRecord
from models.settings import Settings
from models.source import SourceFiles
from pipeline.archive import Archive, open_archive
from pipeline.archive.writing import insert_records
from pipeline.batch import Progress, run_batch, workers
from pipeline.batch.json_files import plan_names, result_names, write_record

Batch = Callable[..., BatchReport]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive") as opened:
        yield opened


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    return folder


@pytest.fixture
def batch(archive: Archive, plans: Path, tmp_path: Path) -> Batch:
    def run(*paths: Path, jobs: int = 1, on_progress: Callable[[Progress], None] | None = None) -> BatchReport:
        return run_batch(
            paths or [plans],
            archive,
            Settings(),
            jobs=jobs,
            json_dir=tmp_path / "json",
            on_progress=on_progress,
            stages=FAKE_STAGES,
        )

    return run


def write(folder: Path, name: str, *orders: str) -> Path:
    """A document that carries out `orders`; its own name makes its content differ from others'."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text("\n".join([*orders, f"name-{name}"]), "utf-8")
    return path


def names(results: tuple[object, ...]) -> list[str]:
    return [Path(result.path).stem for result in results]  # type: ignore[attr-defined]


def kept(archive: Archive) -> list[str]:
    return sorted(Path(record.source.path).stem for record in archive.records())


@pytest.mark.parametrize("jobs", [1, 3], ids=["in this process", "three workers"])
def test_every_document_is_kept_and_written_with_its_pages_in_order(
    batch: Batch, archive: Archive, plans: Path, tmp_path: Path, jobs: int
) -> None:
    for name, count in (("a", 5), ("b", 1), ("c", 12)):
        write(plans, name, f"pages {count}")
    report = batch(jobs=jobs)
    assert names(report.processed) == ["a", "b", "c"]
    assert (report.skipped, report.failed, report.pages, report.exit_code) == ((), (), 18, 0)
    assert report.seconds > 0
    assert report.pages_per_second == pytest.approx(18 / report.seconds)
    digits = report.processed[2].document_id[7:15]
    written = json.loads((tmp_path / "json" / "c.json").read_text("utf-8"))
    assert written["text"].splitlines() == [f"{digits}: trang {number}" for number in range(1, 13)]
    assert PlanRecord.model_validate(written) == archive.load(report.processed[2].document_id)


def test_the_number_of_workers_does_not_change_a_byte(plans: Path, tmp_path: Path) -> None:
    write(plans, "a", "pages 3")
    write(plans / "twin", "a", "pages 3")
    write(plans, "b", "pages 7", "slow 5")
    write(plans / "other", "b", "pages 2")
    results = []
    for jobs in (1, 4):
        with open_archive(tmp_path / f"archive-{jobs}") as archive:
            out = tmp_path / f"json-{jobs}"
            run_batch([plans], archive, Settings(), jobs=jobs, json_dir=out, stages=FAKE_STAGES)
            results.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert results[0] == results[1]
    assert sorted(results[0]) == ["a-2.json", "a.json", "b-2.json", "b.json"]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("order", "code", "exit_code", "cause"),
    [
        pytest.param("refuse", "EncryptedSourceError", 25, "asks for a password", id="cannot be opened"),
        pytest.param("no-tesseract 2", "TesseractMissingError", 31, "not there", id="page fails"),
        pytest.param("fault 2", "InternalError", 70, "LookupError: no such page", id="fault of the program"),
    ],
)
def test_a_failing_document_in_the_middle_stops_no_other(
    batch: Batch, archive: Archive, plans: Path, jobs: int, order: str, code: str, exit_code: int, cause: str
) -> None:
    for name in "abcd":
        write(plans, name, "pages 3")
    bad = write(plans, "bb", "pages 3", order)
    report = batch(jobs=jobs)
    assert names(report.processed) == ["a", "b", "c", "d"]
    assert report.exit_code == 1
    (failure,) = report.failed
    assert (failure.path, failure.code, failure.exit_code) == (str(bad), code, exit_code)
    assert cause in failure.cause
    assert failure.remedy
    (noted,) = archive.failures()
    assert (noted.path, noted.code, noted.message) == (str(bad.absolute()), code, failure.cause)


def test_the_trace_of_a_fault_goes_to_the_log(batch: Batch, plans: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(plans, "a", "pages 1", "fault 1")
    with caplog.at_level("DEBUG", "pipeline.batch"):
        batch(jobs=2)
    assert "Traceback" in caplog.text
    assert "LookupError: no such page" in caplog.text


def test_a_result_that_cannot_leave_its_worker_is_a_fault_of_the_program(batch: Batch, plans: Path) -> None:
    write(plans, "a", "pages 2", "unpicklable 2")
    write(plans, "b", "pages 2")
    report = batch(jobs=2)
    assert names(report.processed) == ["b"]
    assert report.failed[0].exit_code == 70


def test_a_path_that_is_not_there_is_one_failure_among_results(batch: Batch, archive: Archive, plans: Path) -> None:
    good = write(plans, "a", "pages 1")
    report = batch(plans / "missing.pdf", good)
    assert names(report.processed) == ["a"]
    assert [failure.code for failure in report.failed] == ["SourceNotFoundError"]
    assert len(archive.failures()) == 1


def test_a_failure_is_forgotten_once_the_file_succeeds(batch: Batch, archive: Archive, plans: Path) -> None:
    write(plans, "a", "pages 2", "no-tesseract 1")
    batch()
    assert len(archive.failures()) == 1
    write(plans, "a", "pages 2")
    assert batch().exit_code == 0
    assert archive.failures() == ()


def test_what_the_archive_has_is_skipped_but_written_again(batch: Batch, plans: Path, tmp_path: Path) -> None:
    path = write(plans, "a", "pages 2")
    first = batch()
    before = (tmp_path / "json" / "a.json").read_bytes()
    (tmp_path / "json" / "a.json").unlink()
    second = batch(jobs=2)
    assert (second.processed, names(second.skipped), second.pages) == ((), ["a"], 0)
    assert second.skipped == first.processed
    assert (tmp_path / "json" / "a.json").read_bytes() == before
    assert notes_of(path) == ["page 1", "page 2"]


def test_a_batch_with_nothing_to_do_opens_no_document_and_starts_no_worker(
    batch: Batch, archive: Archive, plans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(plans, "a", "pages 2")
    write(plans, "b", "pages 3", "plans 2")
    (plans / "twin.txt").write_bytes((plans / "a.txt").read_bytes())
    first = batch()
    monkeypatch.setattr(workers, "_start_worker", die)
    seen: list[Progress] = []
    second = batch(jobs=2, on_progress=seen.append)
    assert (second.processed, names(second.skipped), second.failed) == ((), ["a", "b", "twin"], ())
    assert second.skipped == (*first.processed, *first.skipped)
    assert (seen[-1].documents_done, seen[-1].pages_expected) == (3, 0)
    write(plans, "c", "pages 1")
    with pytest.raises(WorkerError, match="cannot be started"):
        batch(jobs=2)


def test_a_run_with_nothing_to_do_loads_no_library_of_recognition(plans: Path, tmp_path: Path) -> None:
    (plans / "a.txt").write_text("KẾ HOẠCH\nTrồng cây\n\nI. MỤC ĐÍCH\nTrồng cây trước ngày 15/6/2020.\n", "utf-8")
    with open_archive(tmp_path / "kho") as archive:
        assert names(run_batch([plans], archive, Settings(), jobs=1).processed) == ["a"]
    program = (
        "import sys; from pathlib import Path; from models.settings import Settings; "
        "from pipeline.archive import open_archive; from pipeline.batch import run_batch; "
        f"archive = open_archive(Path({str(tmp_path / 'kho')!r})); "
        f"report = run_batch([Path({str(plans)!r})], archive, Settings(), jobs=2); "
        "print(len(report.skipped), sorted({'spacy', 'underthesea', 'cv2', 'pipeline.run'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    ended = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "1 []"


def test_new_documents_among_kept_ones_are_read_in_the_order_of_the_paths(batch: Batch, plans: Path) -> None:
    for name in "bdf":
        write(plans, name, "pages 2")
    batch()
    for name in "aceg":
        write(plans, name, "pages 3", "slow 5")
    report = batch(jobs=3)
    assert (names(report.processed), names(report.skipped), report.pages) == (list("aceg"), list("bdf"), 12)


def test_another_version_of_the_pipeline_reads_again(
    batch: Batch, plans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(plans, "a", "pages 1")
    batch()
    monkeypatch.setattr("pipeline.batch.__version__", "9.9.9")
    assert names(batch().processed) == ["a"]


def test_an_interrupted_batch_goes_on_where_it_was(batch: Batch, archive: Archive, plans: Path) -> None:
    paths = [write(plans, name, "pages 2") for name in "ab"]
    paths.append(write(plans, "c", "pages 2", "interrupt-once 2"))
    paths.append(write(plans, "d", "pages 2"))
    with pytest.raises(KeyboardInterrupt):
        batch()
    assert kept(archive) == ["a", "b"]
    report = batch()
    assert (names(report.skipped), names(report.processed)) == (["a", "b"], ["c", "d"])
    assert kept(archive) == ["a", "b", "c", "d"]
    assert [notes_of(path).count("page 1") for path in paths] == [1, 1, 2, 1]


_INTERRUPTED = """
import sys
from pathlib import Path
from typing import Any
from fake_stages import FAKE_STAGES
from models.settings import Settings
from models.source import SourceFiles
from pipeline.archive import open_archive
from pipeline.batch import run_batch

try:
    with open_archive(Path(sys.argv[2])) as archive:
        run_batch([Path(sys.argv[1])], archive, Settings(), jobs=2, stages=FAKE_STAGES)
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals to process groups are of POSIX")
def test_ctrl_c_ends_the_workers_without_a_word_and_keeps_what_is_finished(plans: Path, tmp_path: Path) -> None:
    for number in range(40):
        write(plans, f"plan{number:02}", "pages 2", "slow 100")
    process = subprocess.Popen(
        [sys.executable, "-c", _INTERRUPTED, plans, tmp_path / "archive"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path.cwd()), str(Path(__file__).parent)])},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a terminal sends Ctrl-C to all processes of the group
    )
    with open_archive(tmp_path / "archive") as archive:
        deadline = time.monotonic() + 60
        while not kept(archive) and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, messages = process.communicate(timeout=30)
        finished = kept(archive)
    assert process.returncode == 130
    assert messages == ""
    assert 0 < len(finished) < 40
    for name in finished:
        assert sorted(notes_of(plans / f"{name}.txt")) == ["page 1", "page 2"]


def test_workers_end_with_a_batch_that_is_killed() -> None:
    script = (
        "import os, signal, sys\n"
        "from pipeline.batch.workers import Workers\n"
        "if __name__ == '__main__':\n"
        "    with Workers(2) as workers:\n"
        "        print(workers.submit(os.getpid).result(), flush=True)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = str(Path(__file__).parents[1])
    killed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=root, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    worker = int(killed.stdout)
    until = time.monotonic() + 20
    while _is_running(worker) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _is_running(worker)


def _is_running(process: int) -> bool:
    """Whether a process is there and not only waiting for somebody to take note of its end."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("order", ["kill 2", "kill-open"])
def test_a_document_that_kills_its_worker_twice_fails_alone(
    batch: Batch, archive: Archive, plans: Path, order: str
) -> None:
    for name in "abcd":
        write(plans, name, "pages 2")
    killer = write(plans, "bb", "pages 2", order)
    report = batch(jobs=2)
    assert names(report.processed) == ["a", "b", "c", "d"]
    assert [(failure.path, failure.code, failure.exit_code) for failure in report.failed] == [
        (str(killer), "WorkerError", 50)
    ]
    assert "killed twice" in report.failed[0].cause
    assert kept(archive) == ["a", "b", "c", "d"]


def test_a_worker_that_was_killed_once_costs_nothing(batch: Batch, plans: Path) -> None:
    path = write(plans, "a", "pages 3", "kill-once 2")
    write(plans, "b", "pages 3")
    report = batch(jobs=2)
    assert (names(report.processed), report.failed, report.pages) == (["a", "b"], (), 6)
    assert notes_of(path).count("page 2") == 2


def test_workers_that_never_start_are_an_error_of_the_system(
    batch: Batch, plans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(plans, "a", "pages 1")
    monkeypatch.setattr(workers, "_start_worker", die)
    with pytest.raises(WorkerError, match="cannot be started"):
        batch(jobs=2)


def test_documents_of_one_name_get_files_of_their_own(batch: Batch, plans: Path, tmp_path: Path) -> None:
    write(plans / "2019", "plan", "pages 1")
    write(plans / "2020", "plan", "pages 2")
    report = batch()
    assert [Path(result.json_file or "").name for result in report.processed] == ["plan.json", "plan-2.json"]
    assert len(json.loads((tmp_path / "json" / "plan-2.json").read_text("utf-8"))["source"]["pages"]) == 2
    assert [note for note in report.notes if "another file has this name too" in note]


@pytest.mark.parametrize(("join", "expected"), [(True, ["x.json"]), (False, ["x_p1.json", "x_p2.json"])])
def test_page_images_are_one_document_unless_told_otherwise(
    archive: Archive, plans: Path, tmp_path: Path, join: bool, expected: list[str]
) -> None:
    paths = [plans / "x_p1.png", plans / "x_p2.png"]
    for path in paths:
        path.write_text(f"pages 1\n{path.name}", "utf-8")
    out = tmp_path / "json"
    report = run_batch(paths, archive, Settings(), jobs=1, json_dir=out, join=join, stages=FAKE_STAGES)
    assert sorted(path.name for path in out.iterdir()) == expected
    assert len(report.processed) == len(expected)


@pytest.mark.parametrize("jobs", [1, 3])
def test_equal_content_is_read_once_and_written_under_every_name(
    batch: Batch, plans: Path, tmp_path: Path, jobs: int
) -> None:
    paths = [plans / f"{name}.txt" for name in "abc"]
    for path in paths:
        path.write_text("pages 4\nslow 5", "utf-8")
    report = batch(jobs=jobs)
    assert (names(report.processed), names(report.skipped), report.pages) == (["a"], ["b", "c"], 4)
    assert [len(notes_of(path)) for path in paths] == [4, 0, 0]
    files = [(tmp_path / "json" / f"{name}.json").read_bytes() for name in "abc"]
    assert files[0] == files[1] == files[2]
    assert report.notes == tuple(
        f"{path} has the same content as {paths[0]} and was not read again." for path in paths[1:]
    )


def test_equal_content_fails_under_every_name(batch: Batch, plans: Path) -> None:
    for name in "abc":
        (plans / f"{name}.txt").write_text("pages 2\nfault 2", "utf-8")
    assert names(batch().failed) == ["a", "b", "c"]


def test_a_page_that_cannot_be_read_is_told_and_loses_no_document(batch: Batch, plans: Path) -> None:
    path = write(plans, "a", "pages 3", "unreadable 2")
    report = batch(jobs=2)
    assert names(report.processed) == ["a"]
    assert report.notes == (f"{path}: page 2 could not be read: the page is torn",)


def test_a_record_that_cannot_be_kept_fails_alone(
    batch: Batch, archive: Archive, plans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        write(plans, name, "pages 1")
    save = archive.save_plans

    def save_unless_b(records: Sequence[PlanRecord], version: str) -> None:
        if Path(records[0].source.path).name == "b.txt":
            raise UnicodeError("no such letter")
        save(records, version)

    monkeypatch.setattr(archive, "save_plans", save_unless_b)
    report = batch()
    assert (names(report.processed), names(report.failed)) == (["a", "c"], ["b"])
    assert report.failed[0].exit_code == 70


def test_an_archive_that_fails_stops_the_batch(
    batch: Batch, archive: Archive, plans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(plans, "a", "pages 1")

    def save(records: Sequence[PlanRecord], version: str) -> None:
        raise ArchiveAccessError("The disk is full.", "Make room.")

    monkeypatch.setattr(archive, "save_plans", save)
    with pytest.raises(ArchiveAccessError, match="disk is full"):
        batch(jobs=2)


def test_results_need_a_folder_that_can_be_written(archive: Archive, plans: Path) -> None:
    blocker = write(plans, "a", "pages 1")
    with pytest.raises(OutputAccessError, match="cannot be written"):
        run_batch([plans], archive, Settings(), jobs=1, json_dir=blocker / "json", stages=FAKE_STAGES)
    assert notes_of(blocker) == []


def test_a_record_that_cannot_be_written_leaves_nothing_behind(
    batch: Batch, archive: Archive, plans: Path, tmp_path: Path
) -> None:
    write(plans, "a", "pages 1")
    (record,) = (archive.load(result.document_id) for result in batch().processed)
    taken = tmp_path / "json" / "taken.json"
    taken.mkdir()
    with pytest.raises(OutputAccessError, match=r"taken\.json"):
        write_record(record, taken)
    assert sorted(path.name for path in taken.parent.iterdir()) == ["a.json", "taken.json"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_never_falls_and_ends_at_the_end(batch: Batch, plans: Path, jobs: int) -> None:
    for name, count in (("a", 4), ("b", 2), ("c", 6)):
        write(plans, name, f"pages {count}")
    write(plans, "d", "refuse")
    seen: list[Progress] = []
    report = batch(jobs=jobs, on_progress=seen.append)
    for attribute in ("documents_done", "pages_done"):
        values = [getattr(progress, attribute) for progress in seen]
        assert values == sorted(values)
    assert (seen[-1].documents_done, seen[-1].documents) == (4, 4)
    assert seen[-1].pages_done == seen[-1].pages_expected == report.pages == 12


def test_a_folder_without_documents_gives_an_empty_report(batch: Batch, plans: Path) -> None:
    (plans / "table.xlsx").write_bytes(b"\x00\x01")
    report = batch(jobs=2)
    assert (report.processed, report.failed, report.exit_code) == ((), (), 0)
    assert [Path(path).name for path in report.passed_over] == ["table.xlsx"]


_STEMS = ["plan", "Plan", "plan-2", "plan-2-2", "k\u1ebf ho\u1ea1ch", "ke\u0302\u0301 hoa\u0323ch"]


@given(st.lists(st.sampled_from(_STEMS), max_size=8))
def test_names_are_unique_wherever_files_are_kept(stems: list[str]) -> None:
    found = result_names(stems)
    assert all(name.startswith(stem) for name, stem in zip(found, stems, strict=True))
    assert len({unicodedata.normalize("NFC", name).casefold() for name in found}) == len(stems)
    for stem in set(stems):
        first = min(index for index, other in enumerate(stems) if _same_file(stem, other))
        assert found[first] == stems[first]


def _same_file(left: str, right: str) -> bool:
    return unicodedata.normalize("NFC", left).casefold() == unicodedata.normalize("NFC", right).casefold()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such name")
def test_a_file_name_that_is_no_unicode_is_shown_by_its_bytes(batch: Batch, archive: Archive, plans: Path) -> None:
    for name, orders in ((b"k\xe9 hoach.txt", b"pages 1"), (b"l\xe9.txt", b"pages 1\nfault 1")):
        Path(os.fsdecode(os.fsencode(plans) + b"/" + name)).write_bytes(orders)
    report = batch()
    assert [Path(result.path).name for result in report.processed] == ["k\\xe9 hoach.txt"]
    assert [Path(failure.path).name for failure in archive.failures()] == ["l\\xe9.txt"]
    assert "k\\\\xe9 hoach.json" in report.model_dump_json()


def ids_of(archive: Archive) -> list[str]:
    return [record.document_id for record in archive.records()]


def test_a_file_with_two_plans_makes_two_records(batch: Batch, archive: Archive, plans: Path, tmp_path: Path) -> None:
    path = write(plans, "a", "pages 3", "plans 2")
    report = batch()
    file_id = report.processed[0].document_id
    assert ids_of(archive) == [file_id, f"{file_id}#2"]
    assert (report.processed[0].plans, report.processed[0].pages) == (2, 3)
    assert report.notes == (f"{path} holds 2 plans, each with its own record: a.json, a-2.json.",)
    written = {name: json.loads((tmp_path / "json" / name).read_text("utf-8")) for name in ("a.json", "a-2.json")}
    assert [record["document_id"] for record in written.values()] == [file_id, f"{file_id}#2"]


def test_a_file_with_two_plans_is_not_read_again(batch: Batch, archive: Archive, plans: Path, tmp_path: Path) -> None:
    path = write(plans, "a", "pages 2", "plans 3")
    batch()
    for file in (tmp_path / "json").iterdir():
        file.unlink()
    report = batch()
    assert (names(report.skipped), report.skipped[0].plans) == (["a"], 3)
    assert notes_of(path) == ["page 1", "page 2"]
    assert sorted(file.name for file in (tmp_path / "json").iterdir()) == ["a-2.json", "a-3.json", "a.json"]
    assert len(ids_of(archive)) == 3


def test_all_plans_of_a_file_are_kept_or_none(
    batch: Batch, archive: Archive, plans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(plans, "a", "pages 1", "plans 2")

    def insert_unless_second(connection: Any, records: Sequence[tuple[PlanRecord, str]]) -> object:
        if any(record.document_id.endswith("#2") for record, _ in records):
            raise UnicodeError("no such letter")
        return insert_records(connection, records)

    monkeypatch.setattr("pipeline.archive.store.insert_records", insert_unless_second)
    assert names(batch().failed) == ["a"]
    assert ids_of(archive) == []
    monkeypatch.undo()
    assert names(batch().processed) == ["a"]
    assert len(ids_of(archive)) == 2


def test_a_plan_that_is_no_longer_found_in_a_file_is_forgotten(archive: Archive, plans: Path) -> None:
    files = SourceFiles((write(plans, "a", "pages 1", "plans 3"),), "a")
    source = open_document(files, Settings())
    records = finish_records(source, [read_page(source, 0, Settings())])
    archive.save_plans(records, "1")
    assert archive.plan_ids(source.document_id) == tuple(record.document_id for record in records)
    archive.save_plans(records[:2], "2")
    assert archive.plan_ids(source.document_id) == (source.document_id, f"{source.document_id}#2")


def test_the_plans_of_a_file_are_told_apart_by_their_ids(archive: Archive, plans: Path) -> None:
    source = open_document(SourceFiles((write(plans, "a", "pages 1", "plans 12"),), "a"), Settings())
    archive.save_plans(finish_records(source, [read_page(source, 0, Settings())]), "1")
    digits = source.document_id.removeprefix("sha256:")[:8]
    for asked, number in (("", ""), ("#2", "#2"), ("#12", "#12")):
        assert archive.load(digits + asked).document_id == source.document_id + number


def test_plans_of_one_file_take_no_name_of_another_file(batch: Batch, plans: Path, tmp_path: Path) -> None:
    write(plans, "a", "pages 1", "plans 2")
    write(plans, "A-2", "pages 1")
    batch()
    assert sorted(file.name for file in (tmp_path / "json").iterdir()) == ["A-2.json", "a-3.json", "a.json"]
    assert plan_names("b", 1, {"b"}) == ["b"]
