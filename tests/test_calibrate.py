"""Learning how sure values are: the fit, its signs, and what it learns from."""

from pathlib import Path

import numpy as np
import pytest

from corpus.calibrate import Examples, fit, read_plan
from corpus.readings import CORPUS
from models.gold import GoldRecord
from models.settings import Settings
from pipeline.ingest import find_sources
from pipeline.run import open_document, read_page


def examples(rows: list[list[float]], right: list[bool], *names: str) -> Examples:
    return Examples(names, np.array(rows), np.array(right, dtype=float), ("plan",) * len(rows))


def test_a_feature_of_wrong_values_weighs_against_them() -> None:
    rows = [[0.0]] * 40 + [[1.0]] * 40
    weights = fit(examples(rows, [True] * 38 + [False] * 2 + [True] * 20 + [False] * 20, "worst_doubt"))
    chance = [1 / (1 + np.exp(-weights["intercept"] - weights["worst_doubt"] * value)) for value in (0.0, 1.0)]
    assert chance[0] == pytest.approx(0.93, abs=0.03)
    assert chance[1] == pytest.approx(0.52, abs=0.05)


@pytest.mark.parametrize(("name", "sign"), [("worst_doubt", 0), ("rule", 0), ("kind_party", 1)])
def test_a_weight_keeps_the_sign_of_its_feature(name: str, sign: int) -> None:
    """In these values worse print goes with being right, as it can by chance in a small corpus."""
    is_for = name == "rule"
    rows = [[0.0 if not is_for else 1.0]] * 40 + [[1.0 if not is_for else 0.0]] * 40
    weight = fit(examples(rows, [True] * 20 + [False] * 20 + [True] * 40, name))[name]
    assert weight == pytest.approx(0.0) if not sign else weight > 0.5


def test_all_right_values_do_not_make_the_weights_endless() -> None:
    weights = fit(examples([[0.5], [0.1]] * 20, [True] * 40, "scan"))
    assert all(abs(weight) < 100 for weight in weights.values())


def test_a_plan_is_judged_value_by_value() -> None:
    folder: Path = CORPUS / "plans" / "phuong-khong-rac-nhua"
    source = open_document(find_sources([folder / "plan.txt"]).sources[0], Settings())
    pages = [read_page(source, index, Settings()) for index in range(source.page_count)]
    gold = GoldRecord.model_validate_json((folder / "gold.json").read_bytes())
    reading = read_plan(folder.name, source, pages, gold)
    assert reading.verdicts["/header/title"]
    assert {pointer.split("/")[1] for pointer in reading.verdicts} >= {"header", "dates", "deadlines", "sections"}
    dates = [is_right for pointer, is_right in reading.verdicts.items() if pointer.startswith("/dates/")]
    assert sum(dates) > 0.9 * len(dates)
