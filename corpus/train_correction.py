"""Learns how to weigh the evidence for a correction, from scans of the composed plans.

usage: python -m corpus.train_correction [--scans DIR --pages DIR]... [--out FILE]

Takes the readings of the plans of the split `train` that lie in the folders of pages, with the scans
they were made from (corpus/clean_score.py makes both); more folders hold scans of other seeds. Each
place that correction would look at is a choice between what was read and the other readings; the
right one is what is printed. The weights are those of a conditional logit model of these choices, so
that the probabilities the program gives are calibrated; where no reading is right, what was read is
to stand. See models/trained/README.md.
"""

import argparse
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from corpus.aligned import align_by_boxes, canonical
from corpus.cleaners import raw_lines
from corpus.readings import plans_of
from models.document import Document
from models.page import Page
from pipeline.clean import build_document
from pipeline.clean.candidates import CandidateTable
from pipeline.clean.confusions import load_confusions
from pipeline.clean.hypotheses import FEATURES, Hypothesis, count_support, find_hypotheses
from pipeline.clean.language_model import shipped_model
from pipeline.clean.stream import Stream, read_stream

TABLE = Path(__file__).parents[1] / "models" / "trained" / "correction.toml"

_RIDGE = 0.3  # pull of each weight to zero
_STEPS = 60
_THRESHOLD = 0.55


@dataclass(frozen=True, slots=True)
class Choices:
    """Readings of places: `rows` of features, the place of each, and whether it is what is printed."""

    rows: NDArray[np.float64]
    places: NDArray[np.int64]
    right: NDArray[np.bool_]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scans", type=Path, action="append", help="default out/score/scans")
    parser.add_argument("--pages", type=Path, action="append", help="default out/pages")
    parser.add_argument("--out", type=Path, default=TABLE)
    arguments = parser.parse_args()
    scans, pages = arguments.scans or [Path("out/score/scans")], arguments.pages or [Path("out/pages")]
    choices = _read_choices(list(zip(scans, pages, strict=True)))
    weights = fit_weights(choices)
    write_table(arguments.out, weights, choices)
    return 0


def _read_choices(folders: Sequence[tuple[Path, Path]]) -> Choices:
    rows: list[NDArray[np.float64]] = []
    places: list[int] = []
    right: list[bool] = []
    candidates = CandidateTable(shipped_model(), load_confusions())
    count = 0
    for pages, words_file in _readings(folders):
        document = build_document(pages, is_corrected=False)
        stream = stream_of(document)
        evidence = find_hypotheses(stream, count_support(stream), shipped_model(), load_confusions(), candidates)
        printed = PrintedWords(pages, words_file)
        for hypothesis, row in zip(evidence.hypotheses, evidence.rows, strict=True):
            verdict = printed.judge(document, stream, hypothesis)
            if verdict is not None:
                rows.append(row)
                places.append(count + hypothesis.first)
                right.append(verdict)
        count += len(stream.tokens)
    return Choices(np.array(rows), np.array(places), np.array(right))


def _readings(folders: Sequence[tuple[Path, Path]]) -> Iterator[tuple[list[Page], Path]]:
    """The pages of each reading of a plan to learn from, and the file of its printed words."""
    plans = set(plans_of("train"))
    for scans, pages in folders:
        for path in sorted(pages.glob("*@L*.pkl")):
            if path.stem.partition("@")[0] in plans:
                yield pickle.loads(path.read_bytes()), scans / f"{path.stem}.words.json"


def stream_of(document: Document) -> Stream:
    """The words of an uncorrected document as correction sees them."""
    confidences = {
        word.start + place: word.confidence for word in document.words for place in range(word.end - word.start)
    }
    paragraphs = document.paragraphs
    return read_stream(
        [document.text[paragraph.start : paragraph.end] for paragraph in paragraphs],
        shipped_model(),
        lambda number, offset: confidences.get(document.raw_offsets[paragraphs[number].start + offset]),
    )


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
        """Whether a reading is what is printed; None where that is not known."""
        first, last = stream.tokens[hypothesis.first], stream.tokens[hypothesis.last]
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


def write_table(path: Path, weights: NDArray[np.float64], choices: Choices) -> None:
    """Write the weights, with what they were learned from."""
    lines = [
        f"# Learned from {len(choices.right)} readings of {len(np.unique(choices.places))} places in scans of the",
        f"# composed plans of the split train; {int(choices.right.sum())} are what is printed.",
        "# Made by corpus/train_correction.py; see README.md.",
        "",
        f"threshold = {_THRESHOLD}",
        "",
        "[weights]",
        *(f"{name} = {weight:.4f}" for name, weight in zip(FEATURES, weights.tolist(), strict=True)),
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    raise SystemExit(main())
