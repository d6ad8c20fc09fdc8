"""Damaged numerals of headings, repaired over the whole plan at once.

Recognition damages the capital I more than any other letter: it is dropped, or read H, l, 1
or Ị, so that "III." comes back as "II." or "HI." and "I." as nothing. One numeral cannot be
judged alone. All capital headings are numbered together, by the cheapest way to read their
tokens as I, II, III, …: a numeral printed as it must be costs nothing, a stroke more or less a
little, a lost numeral more, a skipped number most. Only paragraphs in capitals are touched, and
only in plans whose capital headings carry Roman numerals (a heading in small letters among them
keeps its place in the count); text is never changed, only labels.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.letters import CAPITALS
from pipeline.segment.kinds import heading_kinds
from pipeline.segment.markers import Marker, Style, is_capitals, to_roman

# A Roman numeral as scans give it back: "l.", "1.", "Il.", "ILI.", "H.", "THỊ.".
_DAMAGED = re.compile(rf"(?P<label>[IVXLlTHÌÍỊ1|!\]\[]{{1,6}})\s?[.,:;)/–-]*\s*(?=[{CAPITALS}])")
_STROKES = str.maketrans(
    {"l": "I", "1": "I", "|": "I", "!": "I", "]": "I", "[": "I", "L": "I", "T": "I"}
    | dict.fromkeys("ÌÍỊ", "I")
    | {"H": "II"}
)
_LOST = 0.6  # a heading without its numeral
_DAMAGE = 0.2  # a token with letters that no numeral has
_STROKE = 0.3  # a stroke more or less
_OTHER_NUMERAL = 1.0  # a V or X more or less: those letters are read well
_SKIPPED = 1.2  # a number that no heading carries
_LOST_BEGINNING = 0.25  # a number before the first heading that is whole: its page or line is lost
_NO_HEADING = {"exact": 1.5, "damaged": 0.7, "lost": 0.7, "small": 0.2}  # a candidate that is none after all
_IMPOSSIBLE = 9.0  # a numeral before small letters is taken as it is printed, or not at all
_MAX_NUMBER = 30


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A paragraph that may carry a Roman numeral, and how its token was read."""

    index: int
    token: str  # in I, V and X; empty where the numeral is lost
    reading: str  # exact, damaged or lost; small for a whole numeral before small letters
    length: int


def repair_roman(texts: Sequence[str], markers: Sequence[Marker | None]) -> list[Marker | None]:
    """The markers of all paragraphs, with the Roman numerals of capital headings as they must be."""
    repaired = list(markers)
    for candidates in _runs(texts, markers):
        if not any(candidate.reading == "exact" for candidate in candidates):
            continue
        for candidate, number in zip(candidates, _number(candidates), strict=True):
            marker = markers[candidate.index]
            if number is None or (marker and marker.style is Style.ROMAN and marker.number == number):
                continue
            confidence = 0.7 if candidate.token else 0.6
            repaired[candidate.index] = Marker(Style.ROMAN, to_roman(number), number, candidate.length, confidence)
    return repaired


def _runs(texts: Sequence[str], markers: Sequence[Marker | None]) -> list[list[_Candidate]]:
    """The candidates in order, in one list for each part ("PHẦN II", "B.") that numbers anew."""
    runs: list[list[_Candidate]] = [[]]
    has_lettered_parts = any(marker and marker.style is Style.CAPITAL and marker.label == "A" for marker in markers)
    for index, (text, marker) in enumerate(zip(texts, markers, strict=True)):
        if marker and (marker.style <= Style.CHAPTER or (marker.style is Style.CAPITAL and has_lettered_parts)):
            runs.append([])
        elif is_capitals(text):
            candidate = _candidate(index, text, marker)
            if candidate:
                runs[-1].append(candidate)
        elif marker and marker.style is Style.ROMAN:
            runs[-1].append(_Candidate(index, marker.label, "small", marker.length))
    return runs


def _candidate(index: int, text: str, marker: Marker | None) -> _Candidate | None:
    if marker is not None and marker.style is Style.ROMAN:
        return _Candidate(index, marker.label, "exact", marker.length)
    if marker is not None and marker.style not in (Style.ARABIC, Style.CAPITAL):
        return None
    damaged = _DAMAGED.match(text)
    if damaged and (marker is not None or not text[: damaged.end()].isalpha()):
        return _Candidate(index, damaged["label"].translate(_STROKES), "damaged", damaged.end())
    if marker is None and len(text) < 120 and heading_kinds(text):
        return _Candidate(index, "", "lost", 0)
    return None


def _number(candidates: Sequence[_Candidate]) -> list[int | None]:
    """The cheapest numbering: a number for each candidate, None for those that are no headings."""
    best: dict[int, tuple[float, list[int | None]]] = {0: (0.0, [])}
    for candidate in candidates:
        following: dict[int, tuple[float, list[int | None]]] = {}
        for last, (cost, path) in best.items():
            _keep(following, last, cost + _NO_HEADING[candidate.reading], [*path, None])
            for number in range(last + 1, min(last + 4, _MAX_NUMBER) + 1):
                begins = last == 0 and candidate.reading == "exact" and candidate.token == to_roman(number)
                skipped = _LOST_BEGINNING if begins else _SKIPPED
                step = skipped * (number - last - 1) + _reading_cost(candidate, number)
                _keep(following, number, cost + step, [*path, number])
        best = following
    return min(best.values(), key=lambda row: row[0])[1]


def _keep(rows: dict[int, tuple[float, list[int | None]]], number: int, cost: float, path: list[int | None]) -> None:
    if number not in rows or cost < rows[number][0]:
        rows[number] = (cost, path)


def _reading_cost(candidate: _Candidate, number: int) -> float:
    """What it costs to read a candidate's token as the numeral of `number`."""
    if candidate.reading == "lost":
        return _LOST
    numeral = to_roman(number)
    damage = 0.0 if candidate.reading == "exact" else _DAMAGE
    if candidate.token == numeral:
        return damage
    if candidate.reading == "small":
        return _IMPOSSIBLE
    others = sum(abs(candidate.token.count(letter) - numeral.count(letter)) for letter in "VX")
    strokes = abs(candidate.token.count("I") - numeral.count("I"))
    return damage + _OTHER_NUMERAL * others + _STROKE * max(strokes, 1)


def repair_arabic(texts: Sequence[str], markers: Sequence[Marker | None]) -> list[Marker | None]:
    """The markers with "I. Mục đích" and "II. Các thôn" read as "1." and "11.".

    Done only where the plan's Roman headings are in capitals: a Roman numeral before small
    letters is then an arabic one that recognition took for its look-alike; "II" only where
    the tenth or ninth item stands before it, "I" only where a heading in capitals has it.
    """
    repaired = list(markers)
    romans = [index for index, marker in enumerate(markers) if marker is not None and marker.style is Style.ROMAN]
    capitals = [index for index in romans if is_capitals(texts[index])]
    if len(capitals) < 2 or len(capitals) * 2 <= len(romans):
        return repaired
    has_first = any(marker.number == 1 for index in capitals if (marker := markers[index]))
    last = 0  # the arabic number before
    for index, text in enumerate(texts):
        marker = repaired[index]
        match = None if is_capitals(text) else re.match(r"([Il|]{1,2})\s?[.,]\s+(?=[^\W\d_])", text)
        is_look_alike = marker is None or marker.label in ("I", "II", "l")
        if match and is_look_alike and (has_first if len(match[1]) == 1 else last in (9, 10)):
            label = "1" * len(match[1])
            repaired[index] = marker = Marker(Style.ARABIC, label, int(label), match.end(), 0.8)
        if marker is not None and marker.style <= Style.ARABIC:
            last = marker.number if marker.style is Style.ARABIC else 0
    return repaired
