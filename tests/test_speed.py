"""The figures of `corpus.speed` are those of its runs, and its plans are as long as they should be."""

import subprocess
import sys

import pytest

from corpus.speed import ALL, EXTRACTION, STAGES, lengthened, summary


def seconds(every_stage: float, whole: float) -> dict[str, float]:
    return {**dict.fromkeys(STAGES, every_stage), ALL: whole}


def test_figures_are_medians_over_the_runs_for_one_plan() -> None:
    runs = [seconds(0.1, 2.0), seconds(0.2, 4.0), seconds(0.9, 40.0)]
    figures = summary(runs, plans=20)
    assert figures["milliseconds_a_plan"]["build_record"] == 10.0
    assert figures["milliseconds_a_plan"][ALL] == 200.0
    assert figures["plans_a_second"][ALL] == 5.0


def test_extraction_is_the_sum_of_the_extractors_of_each_run() -> None:
    extractors = sum(name.startswith("find_") for name in STAGES)
    figures = summary([seconds(0.1, 2.0)], plans=1)
    assert figures["milliseconds_a_plan"][EXTRACTION] == pytest.approx(100 * extractors)
    assert figures["plans_a_second"][EXTRACTION] == pytest.approx(10 / extractors, abs=0.05)


def test_a_plan_gets_the_bodies_of_those_after_it_line_by_line() -> None:
    plans = [("A\n", "a1\na2\n", "z\n"), ("B\n", "b1\nb2\n", "y\n")]
    assert lengthened(plans, 18) == ["A\na1\na2\nb1\nb2\nz\n", "B\nb1\nb2\na1\na2\ny\n"]
    assert lengthened(plans, 15) == ["A\na1\na2\nb1\nz\n", "B\nb1\nb2\na1\ny\n"]


def test_a_body_that_is_too_long_is_cut_at_a_line() -> None:
    assert lengthened([("A\n", "a1\na2\na3\n", "z\n")], 11) == ["A\na1\na2\nz\n"]


def test_a_plan_without_a_body_stays_as_it_is() -> None:
    assert lengthened([("A\n", "", "z\n")], 99) == ["A\nz\n"]


@pytest.mark.parametrize(
    ("module", "unneeded"),
    [
        pytest.param("pipeline.cli", {"rich.table", "sqlalchemy", "pydantic", "numpy"}, id="help"),
        pytest.param("pipeline.cli.search", {"numpy", "spacy", "cv2", "pipeline.extract"}, id="search"),
        pytest.param("pipeline.run", {"spacy", "underthesea", "sqlalchemy"}, id="reading"),
    ],
)
def test_what_a_command_does_not_need_is_not_loaded(module: str, unneeded: set[str]) -> None:
    code = f"import sys, {module}; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert module in loaded
    assert not loaded & unneeded
