"""Killed at random moments, the archive is whole each time: nothing lost, nothing twice.

`KEHOACH_KILLS` sets how often (default 6; the figure in the documentation was measured with 50).
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from models.correction import Action
from pipeline.archive import open_archive

KILLS = int(os.environ.get("KEHOACH_KILLS", "6"))
PLANS = 20 + 25 * KILLS  # so that there is work left at the last of them

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and forks are of POSIX")

# Imports once and forks for every round, so that a round costs what it does and not what it loads.
_WORKER = """
import json, os, sys, threading
from pathlib import Path
from fake_stages import FAKE_STAGES
from models.correction import Action
from models.settings import Settings
from pipeline.archive import open_archive
from pipeline.batch import run_batch

def say(**what):
    os.write(1, (json.dumps(what) + "\\n").encode())

def correct(target, round_number):
    # One value of one document after the other, as far as the batch has come.
    done = set()
    with open_archive(target) as archive:
        while True:
            for record in list(archive.records()):
                if record.document_id in done:
                    continue
                place = f"{round_number}-{len(done)}"
                made = archive.correct(
                    record.document_id, Action.ADD, "/bodies/-", {"name": f"Phòng {place}"},
                    by="Lan", quote=record.text.split()[0],
                )
                done.add(record.document_id)
                say(correction=made.id, document=record.document_id)

def work(plans, target, round_number):
    threading.Thread(target=correct, args=(target, round_number), daemon=True).start()
    with open_archive(target) as archive:
        report = run_batch([Path(plans)], archive, Settings(), jobs=1, stages=FAKE_STAGES)
    say(finished=len(report.processed) + len(report.skipped))

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        work(sys.argv[1], sys.argv[2], int(line))
        os._exit(0)
    say(pid=child)
    os.waitpid(child, 0)
    say(over=True)
"""


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    for number in range(PLANS):
        (folder / f"plan{number:04}.txt").write_text(f"plan{number:04}\npages 2\nslow 5\n", "utf-8")
    return folder


@pytest.fixture
def worker(plans: Path, archive_target: str) -> Iterator[subprocess.Popen[str]]:
    open_archive(archive_target).close()
    root = Path(__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, "-c", _WORKER, str(plans), archive_target],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(root / "tests")])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.communicate(timeout=30)


def test_nothing_is_lost_and_nothing_is_there_twice_however_often_it_is_killed(worker, archive_target):
    chance = random.Random(9)
    told: list[dict[str, str]] = []
    for number in range(KILLS):
        told += one_round(worker, number, chance.uniform(0.02, 0.6))
        with open_archive(archive_target) as archive:
            assert [finding.message for finding in archive.verify(None)] == []
            log = Counter(entry.id for entry in archive.correction_log())
            assert set(log.values()) <= {1}
            assert {entry["correction"] for entry in told} <= set(log)
    told += one_round(worker, KILLS, None)
    with open_archive(archive_target) as archive:
        assert archive.failures() == ()
        documents = [record.document_id for record in archive.records()]
        assert len(documents) == len(set(documents)) == PLANS
        in_force = {status.correction.id for one in documents for status in archive.corrections(one)}
        assert {entry["correction"] for entry in told} <= in_force
        assert all(entry.action is Action.ADD for entry in archive.correction_log())
        assert [finding.message for finding in archive.verify(None)] == []
    assert told, "no correction was ever made: the rounds are too short"


def one_round(worker: subprocess.Popen[str], number: int, seconds: float | None) -> list[dict[str, str]]:
    """The corrections that a round has said it made before it was killed; to its end without `seconds`."""
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write(f"{number}\n")
    worker.stdin.flush()
    corrections: list[dict[str, str]] = []
    killed = False
    for line in worker.stdout:
        said = json.loads(line)
        if "over" in said:
            return corrections
        if "correction" in said:
            corrections.append(said)
        if "pid" in said and seconds is not None:
            time.sleep(seconds)
            with suppress(ProcessLookupError):  # it was through already
                os.kill(said["pid"], signal.SIGKILL)
                killed = True
        if "finished" in said:
            assert said["finished"] == PLANS or killed
    raise AssertionError("the worker ended")
