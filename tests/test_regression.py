"""No change may make the program worse on the composed plans without being seen.

The figures of the last kept run are in corpus/results/texts.json; `make gate` writes them anew,
together with the change that moved them.
"""

from pathlib import Path

import pytest

from pipeline.run import process_file
from pipeline.score.agreement import MatchLevel
from pipeline.score.result import ScoreResult, Slice
from pipeline.score.run import read_result, score_folders

PLANS = Path(__file__).resolve().parents[1] / "corpus" / "plans"
KEPT = PLANS.parent / "results" / "texts.json"
TOLERANCE = 0.01  # of a field's F1: a value or two over all plans


@pytest.fixture(scope="module")
def kept() -> ScoreResult:
    return read_result(KEPT)


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> ScoreResult:
    folder = tmp_path_factory.mktemp("records")
    for plan in sorted(PLANS.glob("*/plan.txt")):
        record = process_file(plan)
        (folder / f"{plan.parent.name}.json").write_text(record.model_dump_json(), "utf-8")
    return score_folders(PLANS, folder)


def figures(part: Slice) -> dict[str, float]:
    """The F1 of every field at its loosest match level."""
    found = {}
    for name, field in part.fields.items():
        value = list(field.levels.values())[-1].f1.value
        if value is not None:
            found[name] = value
    return found


def test_no_field_falls(kept: ScoreResult, now: ScoreResult) -> None:
    before, after = figures(kept.total), figures(now.total)
    assert before
    fallen = {
        name: (before[name], after.get(name)) for name in before if after.get(name, 0.0) < before[name] - TOLERANCE
    }
    assert fallen == {}


def test_the_whole_record_does_not_fall(kept: ScoreResult, now: ScoreResult) -> None:
    before = kept.total.whole_record[MatchLevel.STRICT].value
    after = now.total.whole_record[MatchLevel.STRICT].value
    assert before is not None
    assert after is not None
    assert after >= before - 0.003


def test_every_plan_is_scored_and_every_evidence_holds_its_text(kept: ScoreResult, now: ScoreResult) -> None:
    assert set(now.documents) == set(kept.documents)
    assert now.total.evidence.rate == 1.0
