"""Guarded correction: a word is exchanged only where the evidence leaves hardly a doubt.

The evidence, weighed by a table that was learned on scans of known text: how much likelier the
language model finds the other reading among its neighbours, how often recognition confuses the
two, how sure it was, whether the word read is a word at all, and how often the document itself
has the one and the other. What is out of reach stands in `stream`. The same text gives the same
corrections, and what they leave is not looked at again.
"""

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.document import Change, PlacedWord
from models.record import ChangeKind
from models.trained import trained_file
from pipeline.clean.candidates import CandidateTable
from pipeline.clean.confusions import load_confusions
from pipeline.clean.hypotheses import FEATURES, Hypothesis, Support, count_support, find_hypotheses
from pipeline.clean.language_model import shipped_model
from pipeline.clean.lists import find_list_repairs
from pipeline.clean.mapped import MappedText
from pipeline.clean.numbers import Rewriting, find_number_repairs
from pipeline.clean.numerals import find_numeral_repairs
from pipeline.clean.repairs import find_repairs
from pipeline.clean.run_together import find_run_together
from pipeline.clean.signs import find_glued_signs, find_lone_signs, find_sign_repairs
from pipeline.clean.stream import Stream, WordConfidences, read_stream
from pipeline.clean.symbols import find_symbol_repairs

__all__ = ["Corrected", "correct_pieces"]

_TABLE = "correction.toml"
_REPAIR = "no Vietnamese text can contain it"
_RULE_CONFIDENCE = 0.95  # of the rules for figures and signs: what they got right of 150 in the composed plans
_LEAST_DAMAGE = 3  # changes in a text that was recognised, as far as its words show
_DAMAGED_SHARE = 0.003
_ROUNDS = 4  # each sees the corrections of those before it as neighbours
_REACH = 2  # words to either side that a word is judged by


@dataclass(frozen=True, slots=True)
class Corrected:
    """A text after correction, and its changes by their place in it."""

    text: MappedText
    changes: tuple[Change, ...] = ()

    def moved(self, place: int) -> int:
        """Where a place of the text before correction lies now; no change may span it."""
        by = 0
        for change in self.changes:
            if change.start - by >= place:
                break
            by += len(change.before) - (change.end - change.start)
        return place - by


@dataclass(frozen=True)
class _Weights:
    """The learned weight of each of `FEATURES`, and the probability from which a correction is made."""

    weights: NDArray[np.float64]
    threshold: float


def correct_pieces(
    pieces: Sequence[MappedText], words: Sequence[PlacedWord], *, is_recognised: bool = False
) -> list[Corrected]:
    """The paragraphs of one document, corrected.

    Args:
        pieces: paragraphs in their order; each is a sentence context of its own.
        words: the words of the raw text that the pieces were made of, with the recogniser's confidence.
        is_recognised: True if text without confidences is known to be recognised, too. It is otherwise
            corrected only if it has as many damaged words as recognised text has: the few slips of a
            typist stand.
    """
    confidences = WordConfidences(words)
    typed = np.isnan(confidences.at([piece.offsets[0] for piece in pieces])).tolist()
    certain = [
        _apply(Corrected(piece), _certain(piece.text, is_recognised=is_recognised or not is_typed))
        for piece, is_typed in zip(pieces, typed, strict=True)
    ]
    corrected = _corrected(certain, confidences)
    undoubted = [piece for piece, is_typed in zip(corrected, typed, strict=True) if is_typed]
    if not is_recognised and not _is_damaged(undoubted):
        corrected = [certain[number] if is_typed else corrected[number] for number, is_typed in enumerate(typed)]
    changes: dict[int, list[Change]] = {
        number: [] if is_typed else _signs(corrected[number].text) for number, is_typed in enumerate(typed)
    }
    texts = [piece.text.text for piece in corrected]
    for number, rewriting in (*find_symbol_repairs(texts), *find_numeral_repairs(texts), *find_list_repairs(texts)):
        if not typed[number]:
            changes[number].append(_rewritten(texts[number], rewriting))
    return [_apply(piece, _apart(changes[number], piece.changes)) for number, piece in enumerate(corrected)]


def _apart(changes: Sequence[Change], made: Sequence[Change]) -> list[Change]:
    """The changes that touch neither one that was made nor one before them."""
    kept: list[Change] = []
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        if not any(change.start < other.end and other.start < change.end for other in (*made, *kept)):
            kept.append(change)
    return kept


def _is_damaged(pieces: Sequence[Corrected]) -> bool:
    changes = sum(len(piece.changes) for piece in pieces)
    words = sum(piece.text.text.count(" ") + 1 for piece in pieces)
    return changes >= max(_LEAST_DAMAGE, _DAMAGED_SHARE * words)


def _corrected(pieces: Sequence[Corrected], confidences: WordConfidences) -> list[Corrected]:
    """The pieces with the words exchanged that the weighed evidence is clear about."""
    corrected = list(pieces)
    support: Support | None = None
    numbers = list(range(len(corrected)))
    for _ in range(_ROUNDS):
        texts = [corrected[number] for number in numbers]
        stream = read_stream([piece.text for piece in texts], shipped_model(), confidences)
        support = support or count_support(stream)
        found = _find(texts, stream, support)
        for place, changes in found.items():
            corrected[numbers[place]] = _apply(texts[place], changes)
        numbers = [numbers[place] for place in sorted(found)]
        if not numbers:
            break
    return corrected


def _certain(text: str, *, is_recognised: bool) -> list[Change]:
    """What the table of repairs and the rules for figures say, and which runs of letters are several words."""
    changes = [
        Change(repair.start, repair.end, text[repair.start : repair.end], repair.after, ChangeKind.REPAIR, _REPAIR, 1.0)
        for repair in find_repairs(text, is_recognised=is_recognised)
    ]
    runs = find_run_together(text, shipped_model()) if is_recognised else ()
    return _apart([_rewritten(text, found) for found in (*find_number_repairs(text), *runs)], changes) + changes


def _signs(text: MappedText) -> list[Change]:
    model = shipped_model()
    found = (
        *find_sign_repairs(text, model),
        *find_lone_signs(text.text, model),
        *find_glued_signs(text.text, model),
    )
    return [_rewritten(text.text, sign) for sign in found]


def _rewritten(text: str, rewriting: Rewriting) -> Change:
    before = text[rewriting.start : rewriting.end]
    return Change(
        rewriting.start, rewriting.end, before, rewriting.after, rewriting.kind, rewriting.reason, _RULE_CONFIDENCE
    )


def _find(pieces: Sequence[Corrected], stream: Stream, support: Support) -> dict[int, list[Change]]:
    """The changes of each piece, by its place among them."""
    weights = _weights()
    evidence = find_hypotheses(stream, support, shipped_model(), load_confusions(), _candidates())
    found: dict[int, list[Change]] = {}
    for hypothesis, probability in choose(evidence.hypotheses, evidence.rows @ weights.weights, weights.threshold):
        first, last = stream.token(hypothesis.first), stream.token(hypothesis.last)
        piece = pieces[first.piece]
        if any(change.start < last.end and first.start < change.end for change in piece.changes):
            continue
        before = piece.text.text[first.start : last.end]
        reason = _reason(stream, hypothesis)
        found.setdefault(first.piece, []).append(
            Change(first.start, last.end, before, hypothesis.text, hypothesis.kind, reason, round(probability, 3))
        )
    return found


def choose(
    hypotheses: Sequence[Hypothesis], weights: NDArray[np.float64], threshold: float
) -> list[tuple[Hypothesis, float]]:
    """The readings that are to stand, in their order, with their probabilities.

    Readings of the same place share the probability with each other and with what was read. Two
    neighbours read otherwise together count for the reading of each. Where several places that the
    language model sees together are doubtful, the likeliest reading stands alone: what its
    neighbours are is judged anew, with it in its place.
    """
    totals: defaultdict[int, float] = defaultdict(lambda: 1.0)
    readings: defaultdict[Hypothesis, float] = defaultdict(float)
    for hypothesis, odds in zip(hypotheses, np.exp(np.minimum(weights, 50.0)).tolist(), strict=True):
        for place in range(hypothesis.first, hypothesis.last + 1):
            totals[place] += odds
        for part in hypothesis.parts():
            readings[part] += odds
    probabilities = {
        reading: odds / max(totals[place] for place in range(reading.first, reading.last + 1))
        for reading, odds in readings.items()
    }
    chosen: list[tuple[Hypothesis, float]] = []
    taken: set[int] = set()
    for reading, probability in sorted(probabilities.items(), key=lambda item: (-item[1], item[0].first, item[0].text)):
        if probability >= threshold and taken.isdisjoint(range(reading.first - _REACH, reading.last + 1 + _REACH)):
            taken.update(range(reading.first, reading.last + 1))
            chosen.append((reading, probability))
    return sorted(chosen, key=lambda item: item[0].first)


def _reason(stream: Stream, hypothesis: Hypothesis) -> str:
    if not stream.is_known[hypothesis.first : hypothesis.last + 1].all():
        return "no Vietnamese word"
    confidence = float(stream.confidences[hypothesis.first : hypothesis.last + 1].min())
    if confidence == confidence:
        return f"unlikely among its neighbours, and read with a confidence of {confidence:.0%}"
    return "unlikely among its neighbours"


def _apply(piece: Corrected, found: Sequence[Change]) -> Corrected:
    """The piece with changes made, whose places are those before any of them is."""
    if not found:
        return piece
    new = sorted(found, key=lambda change: change.start)
    text = piece.text.replaced([(change.start, change.end, change.after) for change in new])
    changes: list[Change] = []
    moved = 0
    is_new = [*((change, False) for change in piece.changes), *((change, True) for change in new)]
    for change, is_made_now in sorted(is_new, key=lambda item: item[0].start):
        start = change.start + moved
        if is_made_now:
            moved += len(change.after) - (change.end - change.start)
        changes.append(replace(change, start=start, end=start + len(change.after)))
    return Corrected(text, tuple(changes))


@cache
def _candidates() -> CandidateTable:
    return CandidateTable(shipped_model(), load_confusions())


@cache
def _weights() -> _Weights:
    table: dict[str, Any] = tomllib.loads(trained_file(_TABLE).read_text("utf-8"))
    return _Weights(np.array([table["weights"][name] for name in FEATURES]), table["threshold"])
