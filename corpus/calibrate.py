"""Learns how sure each value is, from plans whose right values are known.

usage: python -m corpus.calibrate [--scans DIR] [--pages DIR] [--report] [--out FILE]

The program's records of the composed plans of the splits train and dev, as text and as scans of levels 0 to 3, are
matched with the gold as `kehoach score` does it; a value is right where it agrees at its field's loosest level. One
logistic model a field is fitted to the features of `pipeline/confidence/features.py`, with a pull of each weight to
zero, or to what is expected of it, and with the signs that the features have there, so that worse print never
makes a value surer.

The rules of the program were written with these plans in view, so it errs more often elsewhere: all odds are
divided by a number of their field (`_UNSEEN`). `--report` fits on the train split alone, and by leaving out one plan
at a time, without and with that allowance, and tells how well calibrated dev, and the plans left out, then are. See
models/trained/README.md.
"""

import argparse
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.readings import CORPUS, plans_of, read_plans
from models.document import Document
from models.findings import Findings
from models.gold import GoldRecord
from models.page import Page
from models.record import PlanRecord, Section
from models.settings import Settings
from models.source import Source
from pipeline.confidence.features import SPEAK_AGAINST, SPEAK_FOR, probability_of, weigh_all
from pipeline.confidence.table import Table
from pipeline.ingest import find_sources
from pipeline.run import document_of, find_all, finish_record, open_document, read_page
from pipeline.score.calibration import CONFIDENT_FROM, calibrate
from pipeline.score.fields import tally_fields
from pipeline.segment import build_sections, outline_document

TABLE = Path(__file__).parents[1] / "models" / "trained" / "calibration.toml"
LEVELS = (0, 1, 2, 3)

_RIDGE = 1.0  # pull of each weight to what is expected of it
# What is expected of features that plans of a corpus this small hardly show; of all others, nothing.
_EXPECTED = {"by_hand": -2.0, "far_day": -3.0, "headless": -4.0, "unresolved": -3.0}
# The rules of deadlines know these plans, where hardly a task is cut wrong; elsewhere these say that one is.
_EXPECTED |= {"unlimited": -0.4, "inherited": -0.3, "no_verb": -0.8, "holds_date": -0.8}
_SWEEPS = 200
# How many times likelier an error is in a plan that no rule was written with. Of the values given with a confidence of
# 0.9 and more in the plans of the split test, 6 % of the dates and 16 % of the deadlines were wrong with an allowance
# of 2 and 3.5; of those in train and dev, each plan left out, 1 % and 2.4 %.
_UNSEEN = {"date": 4.0, "deadline": 6.0}
_UNSEEN_ELSEWHERE = 2.0
# Which field of the score judges which value of the record: one value, or a list of them.
_SINGLE = {
    **{f"header.{name}": f"/header/{name}" for name in ("issuer", "parent", "doc_type", "number", "symbol", "place")},
    **{f"header.{name}": f"/header/{name}" for name in ("issued", "title")},
    **{f"campaign.{name}": f"/campaign/{name}" for name in ("name", "theme", "slogan", "period")},
    "signature.name": "/signature",
}
_LISTED = {
    "dates.value": "/dates",
    "deadlines": "/deadlines",
    "bodies": "/bodies",
    "criteria.text": "/criteria",
    "references": "/references",
    "recipients": "/recipients",
}
_SECTIONS = ("sections.level1", "sections.level2", "sections.deeper")


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan as the program read it: what was found before anything was weighed, and which of it is right."""

    plan: str
    document: Document
    findings: Findings
    sections: tuple[Section, ...]
    verdicts: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Examples:
    """Values of one field: rows of features, whether each is right, and the plan it is of."""

    names: tuple[str, ...]
    rows: NDArray[np.float64]
    right: NDArray[np.float64]
    plans: tuple[str, ...]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scans", type=Path, default=Path("out/score/scans"))
    parser.add_argument("--pages", type=Path, default=Path("out/pages"))
    parser.add_argument("--report", action="store_true", help="tell how good it is, and write nothing")
    parser.add_argument("--out", type=Path, default=TABLE)
    arguments = parser.parse_args()
    train, dev = plans_of("train"), plans_of("dev")
    readings = list(_read_all([*train, *dev], arguments.scans, arguments.pages))
    if arguments.report:
        _report(readings, train)
    else:
        _write_table(arguments.out, learn(readings), readings)
    return 0


def _read_all(plans: Sequence[str], scans: Path, pages: Path) -> Iterator[Reading]:
    settings = Settings()
    scanned = read_plans(plans, LEVELS, scans, pages)
    for plan in plans:
        gold = GoldRecord.model_validate_json((CORPUS / "plans" / plan / "gold.json").read_bytes())
        source = open_document(find_sources([CORPUS / "plans" / plan / "plan.txt"]).sources[0], settings)
        printed = [read_page(source, index, settings) for index in range(source.page_count)]
        for read in (printed, *(scanned[plan, level] for level in LEVELS)):
            yield read_plan(plan, source, read, gold)


def read_plan(plan: str, source: Source, pages: Sequence[Page], gold: GoldRecord) -> Reading:
    """What the program finds on these pages, and which of it the gold calls right."""
    document = document_of(pages)
    outline = outline_document(document)
    findings = find_all(pages, document, outline)
    verdicts = _verdicts(gold, finish_record(source, pages))
    return Reading(plan, document, findings, build_sections(document, outline), verdicts)


def _verdicts(gold: GoldRecord, record: PlanRecord) -> dict[str, bool]:
    """Whether each value is right, by JSON pointer; what the gold passes over is left out."""
    tally = tally_fields(gold, record)
    spans = {(section.start, section.end): pointer for pointer, section in _walk(record.sections, "/sections")}
    verdicts: dict[str, bool] = {}
    for ranked in tally.ranked:
        if ranked.field in _SINGLE:
            verdicts[_SINGLE[ranked.field]] = ranked.rank > 0
        elif ranked.field in _LISTED:
            verdicts[f"{_LISTED[ranked.field]}/{ranked.position}"] = ranked.rank > 0
        elif ranked.field in _SECTIONS and ranked.span in spans:
            verdicts[spans[ranked.span]] = ranked.rank > 0
    return verdicts


def _walk(sections: Sequence[Section], holder: str) -> Iterator[tuple[str, Section]]:
    for index, section in enumerate(sections):
        pointer = f"{holder}/{index}"
        yield pointer, section
        yield from _walk(section.children, f"{pointer}/children")


def learn(readings: Sequence[Reading], *, is_for_unseen: bool = True) -> Table:
    """The weights of all fields. Deadlines come last: they lean on what the dates' own model says."""
    table = Table({})
    learnt: dict[str, Mapping[str, float]] = {}
    for is_first in (True, False):
        for field, examples in _examples(readings, table).items():
            if is_first == (field == "date"):
                weights = fit(examples)
                if is_for_unseen:
                    weights["intercept"] -= math.log(_UNSEEN.get(field, _UNSEEN_ELSEWHERE))
                learnt[field] = weights
        table = Table(dict(learnt))
    return table


def _examples(readings: Sequence[Reading], table: Table) -> dict[str, Examples]:
    found: dict[str, list[tuple[Mapping[str, float], bool, str]]] = {}
    for reading in readings:
        for weighed in weigh_all(reading.findings, reading.sections, reading.document, table):
            if weighed.pointer in reading.verdicts:
                row = (weighed.features, reading.verdicts[weighed.pointer], reading.plan)
                found.setdefault(weighed.field, []).append(row)
    return {field: _as_examples(rows) for field, rows in sorted(found.items())}


def _as_examples(values: Sequence[tuple[Mapping[str, float], bool, str]]) -> Examples:
    names = tuple(sorted({name for features, _, _ in values for name in features}))
    rows = np.array([[features.get(name, 0.0) for name in names] for features, _, _ in values])
    right = np.array([float(is_right) for _, is_right, _ in values])
    return Examples(names, rows, right, tuple(plan for _, _, plan in values))


def fit(examples: Examples) -> dict[str, float]:
    """The weights under which what is right is likeliest, one at a time by Newton's method within their signs."""
    rows = np.hstack([np.ones((len(examples.rows), 1)), examples.rows])
    names = ("intercept", *examples.names)
    weights = np.zeros(len(names))
    score = rows @ weights
    for _ in range(_SWEEPS):
        largest = 0.0
        for index, name in enumerate(names):
            chance = 1.0 / (1.0 + np.exp(-score))
            column = rows[:, index]
            ridge = _RIDGE if index else 1e-3
            pull = ridge * (weights[index] - _EXPECTED.get(name, 0.0))
            slope = float(column @ (examples.right - chance)) - pull
            bend = float((column * column) @ (chance * (1.0 - chance))) + ridge
            moved = weights[index] + max(-1.0, min(1.0, slope / bend))
            moved = max(0.0, moved) if name in SPEAK_FOR else min(0.0, moved) if name in SPEAK_AGAINST else moved
            score += (moved - weights[index]) * column
            largest = max(largest, abs(moved - float(weights[index])))
            weights[index] = moved
        if largest < 1e-4:
            break
    return dict(zip(names, weights.tolist(), strict=True))


def _report(readings: Sequence[Reading], train: Sequence[str]) -> None:
    """How well calibrated plans are that were not learned from, without and with the allowance for the unseen."""
    plans = sorted({reading.plan for reading in readings})
    for is_for_unseen in (False, True):
        from_train = learn([reading for reading in readings if reading.plan in train], is_for_unseen=is_for_unseen)
        dev = _judged([reading for reading in readings if reading.plan not in train], from_train)
        left_out: dict[str, list[tuple[float, bool]]] = {}
        for plan in plans:
            others = learn([reading for reading in readings if reading.plan != plan], is_for_unseen=is_for_unseen)
            for field, judged in _judged([reading for reading in readings if reading.plan == plan], others).items():
                left_out.setdefault(field, []).extend(judged)
        allowance = "with" if is_for_unseen else "without"
        print(
            f"{allowance} allowance; expected error, values given with {CONFIDENT_FROM} and more, share of them wrong"
        )
        for field in sorted(left_out):
            print(f"  {field:10} dev {_figures(dev.get(field, []))}   each plan left out {_figures(left_out[field])}")


def _judged(readings: Sequence[Reading], table: Table) -> dict[str, list[tuple[float, bool]]]:
    judged: dict[str, list[tuple[float, bool]]] = {}
    for reading in readings:
        for weighed in weigh_all(reading.findings, reading.sections, reading.document, table):
            if weighed.pointer in reading.verdicts:
                chance = probability_of(weighed, table)
                judged.setdefault(weighed.field, []).append((chance, reading.verdicts[weighed.pointer]))
    return judged


def _figures(judged: Sequence[tuple[float, bool]]) -> str:
    if not judged:
        return "no value"
    sure = [is_right for chance, is_right in judged if chance >= CONFIDENT_FROM]
    wrong = f"{1 - sum(sure) / len(sure):.1%}" if sure else "-"
    return f"{calibrate(judged).expected_error:.3f} {len(sure)}/{len(judged)} {wrong}"


def _write_table(path: Path, table: Table, readings: Sequence[Reading]) -> None:
    lines = [
        f"# Learned from {sum(len(reading.verdicts) for reading in readings)} values of {len(readings)} records of the",
        "# composed plans of the splits train and dev, as text and as scans of levels 0 to 3.",
        "# Made by corpus/calibrate.py; see README.md.",
    ]
    for field, weights in sorted(table.weights.items()):
        lines += ["", f"[{field}]", *(f"{name} = {weight:.4f}" for name, weight in weights.items() if weight)]
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    raise SystemExit(main())
