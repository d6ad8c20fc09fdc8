"""Learns how to weigh the evidence for a correction, from scans of the composed plans.

usage: python -m corpus.train_correction [--scans DIR --pages DIR]... [--out FILE]

Takes the readings of the plans of the split `train` that lie in the folders of pages, with the scans
they were made from (corpus/clean_score.py makes both); more folders hold scans of other seeds. Each
place that correction would look at is a choice between what was read and the other readings; the
right one is what is printed. The weights are those of a conditional logit model of these choices, so
that the probabilities the program gives are calibrated; where no reading is right, what was read is
to stand.

No plan is judged by what was learned from it: the features of a plan's places come from a table of
confusions that was learned from the other plans, and the probability from which a correction is made is
the least at which, plan by plan with the weights of the others, 99 % of the corrections are right, those
that undo a slip of the typist's left out. See models/trained/README.md.
"""

import argparse
import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from corpus.aligned import align_by_boxes, canonical
from corpus.changes import mends_a_slip
from corpus.cleaners import raw_lines
from corpus.readings import plans_of
from corpus.train_confusions import Counts, count_lines, merged, render
from models.document import Document
from models.page import Page
from pipeline.clean import build_document
from pipeline.clean.candidates import CandidateTable
from pipeline.clean.confusions import Confusions, read_confusions
from pipeline.clean.correct import choose
from pipeline.clean.hypotheses import FEATURES, Hypothesis, count_support, find_hypotheses
from pipeline.clean.language_model import shipped_model
from pipeline.clean.mapped import MappedText
from pipeline.clean.stream import Stream, WordConfidences, read_stream

TABLE = Path(__file__).parents[1] / "models" / "trained" / "correction.toml"

_RIDGE = 0.3  # pull of each weight to zero
_STEPS = 60
_LEAST_PRECISION = 0.99
_THRESHOLDS = tuple(round(0.5 + 0.025 * step, 3) for step in range(19))
_CONFUSION_LEVELS = ("@L0", "@L1", "@L2", "@L3")  # those that corpus/train_confusions.py learns from


@dataclass(frozen=True, slots=True)
class Choices:
    """Readings of places: `rows` of features, the place of each, and whether it is what is printed."""

    rows: NDArray[np.float64]
    places: NDArray[np.int64]
    right: NDArray[np.bool_]


@dataclass(frozen=True)
class CheckedReading:
    """What correction makes of one scan: its hypotheses with their features, and whether each is right."""

    hypotheses: list[Hypothesis]
    rows: NDArray[np.float64]
    right: list[bool | None]  # None where what is printed is not known, or a slip of the typist's is undone


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scans", type=Path, action="append", help="default out/score/scans")
    parser.add_argument("--pages", type=Path, action="append", help="default out/pages")
    parser.add_argument("--out", type=Path, default=TABLE)
    arguments = parser.parse_args()
    scans, pages = arguments.scans or [Path("out/score/scans")], arguments.pages or [Path("out/pages")]
    readings = _read_plans(list(zip(scans, pages, strict=True)))
    choices = _choices([reading for plan in readings.values() for reading in plan])
    threshold, precisions = find_threshold(readings)
    for level, (changes, precision) in precisions.items():
        print(f"{level:.3f}: {changes} corrections, {precision:.2%} right")
    write_table(arguments.out, fit_weights(choices), choices, threshold)
    return 0


def _read_plans(folders: Sequence[tuple[Path, Path]]) -> dict[str, list[CheckedReading]]:
    """The readings of each plan, seen with the confusions of the others."""
    counts: dict[str, Counts] = {}
    for path, pages, words_file in _readings(folders):
        if path.stem.endswith(_CONFUSION_LEVELS):
            plan_counts = counts.setdefault(_plan_of(path), Counts())
            count_lines(align_by_boxes(pages, words_file).lines, plan_counts)
    found: dict[str, list[CheckedReading]] = {}
    for plan in counts:
        others = merged(part for other, part in counts.items() if other != plan)
        confusions = read_confusions(render(others, f"without {plan}"))
        candidates = CandidateTable(shipped_model(), confusions)
        for path, pages, words_file in _readings(folders):
            if _plan_of(path) == plan:
                found.setdefault(plan, []).append(_read(pages, words_file, confusions, candidates))
    return found


def _read(pages: list[Page], words_file: Path, confusions: Confusions, candidates: CandidateTable) -> CheckedReading:
    document = build_document(pages, is_corrected=False)
    stream = stream_of(document)
    evidence = find_hypotheses(stream, count_support(stream), shipped_model(), confusions, candidates)
    printed = PrintedWords(pages, words_file)
    right = [printed.judge(document, stream, hypothesis) for hypothesis in evidence.hypotheses]
    return CheckedReading(evidence.hypotheses, evidence.rows, right)


def _choices(readings: Sequence[CheckedReading]) -> Choices:
    """All places of some readings of which it is known what is printed."""
    rows: list[NDArray[np.float64]] = []
    places: list[int] = []
    right: list[bool] = []
    count = 0
    for reading in readings:
        for hypothesis, row, verdict in zip(reading.hypotheses, reading.rows, reading.right, strict=True):
            if verdict is not None:
                rows.append(row)
                places.append(count + hypothesis.first)
                right.append(verdict)
        count += max((hypothesis.last for hypothesis in reading.hypotheses), default=0) + 1
    return Choices(np.array(rows), np.array(places), np.array(right))


def find_threshold(readings: Mapping[str, Sequence[CheckedReading]]) -> tuple[float, dict[float, tuple[int, float]]]:
    """The least probability that gives the precision wanted on plans that nothing was learned from.

    Also, for each probability tried, how many corrections there are and what share of them is right.
    """
    judged: dict[float, list[bool]] = {threshold: [] for threshold in _THRESHOLDS}
    for plan, own in readings.items():
        others = [reading for other, part in readings.items() if other != plan for reading in part]
        weights = fit_weights(_choices(others))
        for reading in own:
            verdicts = _verdicts(reading)
            for threshold, found in judged.items():
                for chosen, _ in choose(reading.hypotheses, reading.rows @ weights, threshold):
                    verdict = verdicts[chosen.first, chosen.last, chosen.text]
                    if verdict is not None:
                        found.append(verdict)
    shares = {level: (len(found), sum(found) / len(found) if found else 1.0) for level, found in judged.items()}
    good = [level for level, (_, share) in shares.items() if share >= _LEAST_PRECISION]
    return (min(good) if good else _THRESHOLDS[-1]), shares


def _verdicts(reading: CheckedReading) -> dict[tuple[int, int, str], bool | None]:
    """Whether each reading of a place is right; of two neighbours that are read otherwise together, each alone."""
    found: dict[tuple[int, int, str], bool | None] = {}
    pairs = [hypothesis.is_pair for hypothesis in reading.hypotheses]
    for is_pair in (False, True):
        for hypothesis, verdict, paired in zip(reading.hypotheses, reading.right, pairs, strict=True):
            if paired is is_pair:
                for part in hypothesis.parts():
                    found.setdefault((part.first, part.last, part.text), verdict)
    return found


def _readings(folders: Sequence[tuple[Path, Path]]) -> Iterator[tuple[Path, list[Page], Path]]:
    """Each reading of a plan to learn from: its file, its pages, and the file of its printed words."""
    plans = set(plans_of("train"))
    for scans, pages in folders:
        for path in sorted(pages.glob("*@L*.pkl")):
            if _plan_of(path) in plans:
                yield path, pickle.loads(path.read_bytes()), scans / f"{path.stem}.words.json"


def _plan_of(path: Path) -> str:
    return path.stem.partition("@")[0]


def stream_of(document: Document) -> Stream:
    """The words of an uncorrected document as correction sees them."""
    texts = [
        MappedText(document.text[line.start : line.end], tuple(document.raw_offsets[line.start : line.end]))
        for line in document.paragraphs
    ]
    return read_stream(texts, shipped_model(), WordConfidences(document.words))


class PrintedWords:
    """What is printed where each recognised word stands."""

    def __init__(self, pages: Sequence[Page], words_file: Path) -> None:
        aligned = {(line.page, line.number): line for line in align_by_boxes(pages, words_file).lines}
        self._groups: dict[int, tuple[int, int, str]] = {}  # raw offset → first and last offset of a group, its print
        start = 0
        for place, text in raw_lines(pages):
            line = aligned.get(place)
            if line is not None:
                ends = list(_word_spans(text, start))
                for read, there in line.pairs:
                    group = ends[read[0]][0], ends[read[-1]][1], " ".join(line.printed[index] for index in there)
                    for index in read:
                        self._groups.update((offset, group) for offset in range(*ends[index]))
            start += len(text) + 1

    def judge(self, document: Document, stream: Stream, hypothesis: Hypothesis) -> bool | None:
        """Whether a reading is what is printed; None where that is not known, or what is printed is a slip."""
        first, last = stream.token(hypothesis.first), stream.token(hypothesis.last)
        base = document.paragraphs[first.piece].start
        start, end = document.raw_offsets[base + first.start], document.raw_offsets[base + last.end - 1] + 1
        groups = sorted({group for offset in range(start, end) if (group := self._groups.get(offset))})
        if not groups:
            return None
        left, right = min(groups[0][0], start), max(groups[-1][1], end)
        printed = _bare(" ".join(group[2] for group in groups))
        before = _bare(document.raw[left:right])
        after = _bare(document.raw[left:start] + hypothesis.text + document.raw[end:right])
        gain = Levenshtein.distance(before, printed) - Levenshtein.distance(after, printed)
        neighbours = stream.words[hypothesis.first - 1 : hypothesis.last + 2]
        if before == printed and mends_a_slip(neighbours, 1, len(neighbours) - 1, hypothesis.words):
            return None
        return gain >= (2 if hypothesis.is_pair else 1)


def _word_spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    for word in text.split(" "):
        yield start, start + len(word)
        start += len(word) + 1


def _bare(text: str) -> list[str]:
    return [word.strip(".,;:()\"'- ") for word in canonical(text).split()]


def fit_weights(choices: Choices) -> NDArray[np.float64]:
    """The weights under which the right choices are likeliest, by Newton's method."""
    _, place = np.unique(choices.places, return_inverse=True)
    count = int(place.max()) + 1
    rows, right = choices.rows, choices.right.astype(float)
    several = np.bincount(place, weights=right)[place]
    right = np.divide(right, several, out=np.zeros_like(right), where=several > 0)
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        odds = np.exp(np.minimum(rows @ weights, 30.0))
        share = odds / (1.0 + np.bincount(place, weights=odds, minlength=count))[place]
        mean = np.zeros((count, rows.shape[1]))
        np.add.at(mean, place, share[:, None] * rows)
        gradient = rows.T @ (right - share) - _RIDGE * weights
        hessian = (rows * share[:, None]).T @ rows - mean.T @ mean + _RIDGE * np.eye(rows.shape[1])
        step = np.linalg.solve(hessian, gradient)
        weights = weights + step * min(1.0, 3.0 / float(np.abs(step).max()))
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


def write_table(path: Path, weights: NDArray[np.float64], choices: Choices, threshold: float) -> None:
    """Write the weights and the threshold, with what they were learned from."""
    lines = [
        f"# Learned from {len(choices.right)} readings of {len(np.unique(choices.places))} places in scans of the",
        f"# composed plans of the split train; {int(choices.right.sum())} are what is printed.",
        "# Made by corpus/train_correction.py; see README.md.",
        "",
        f"threshold = {threshold}",
        "",
        "[weights]",
        *(f"{name} = {weight:.4f}" for name, weight in zip(FEATURES, weights.tolist(), strict=True)),
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    raise SystemExit(main())
