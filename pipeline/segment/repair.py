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
from pipeline.segment.kinds import heading_kinds, opens_with_kind
from pipeline.segment.markers import Marker, Style, is_capitals, to_roman

# A Roman numeral as scans give it back: "l.", "1.", "Il.", "ILI.", "H.", "THỊ.".
_DAMAGED = re.compile(rf"(?P<label>[IVXLlTHÌÍỊ1|!\]\[]{{1,6}})\s?[.,:;)/–-]*\s*(?=[{CAPITALS}])")
_TORN = re.compile(r"(?P<label>[IVXLlTHUJYÌÍỊ1|!\]\[]{1,5})[.,:;/]?\s+")  # the strokes of "I/" read as "U"
_IN_FIGURES = re.compile(r"(\d{1,3})\s?[.,/)–-]")
_LOOKS_ROMAN = re.compile(r"([Il|]{1,2})\s?(?:[.,:)/]\s*|(?<=[Il])[-–]\s)(?=[^\W\d_])")  # an arabic one or eleven
STROKES = str.maketrans(
    {"l": "I", "1": "I", "|": "I", "!": "I", "]": "I", "[": "I", "L": "I", "T": "I"}
    | dict.fromkeys("ÌÍỊ", "I")
    | {"H": "II", "U": "II", "J": "I", "Y": "V"}
)
_LOST = 0.6  # a heading without its numeral
_DAMAGE = 0.2  # a token with letters that no numeral has
_STROKE = 0.3  # a stroke more or less
_OTHER_NUMERAL = 1.0  # a V or X more or less: those letters are read well
_SKIPPED = 1.2  # a number that no heading carries
_LOST_BEGINNING = 0.25  # a number before the first heading that is whole: its page or line is lost
_ITEMS_BEFORE = 0.5  # the first heading, though items stand before it
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
        first = candidates[0].index if candidates else 0
        has_lost_first = any(m is not None and m.style is Style.ARABIC for m in markers[:first])
        if not any(candidate.reading == "exact" for candidate in candidates) and not _are_strokes(texts):
            continue
        for candidate, number in zip(candidates, _number(candidates, has_lost_first=has_lost_first), strict=True):
            marker = markers[candidate.index]
            if number is None or (marker and marker.style is Style.ROMAN and marker.number == number):
                continue
            confidence = 0.7 if candidate.token else 0.6
            repaired[candidate.index] = Marker(Style.ROMAN, to_roman(number), number, candidate.length, confidence)
    return repaired


def _are_strokes(texts: Sequence[str]) -> bool:
    """Whether a plan's headings in capitals are numbered "1/", "11/", "111/" and nothing else: I, II, III."""
    numbers = {number[1] for text in texts if (number := _IN_FIGURES.match(text)) and is_capitals(text)}
    return {"1", "11"} <= numbers <= {"1", "11", "111"}


def _runs(texts: Sequence[str], markers: Sequence[Marker | None]) -> list[list[_Candidate]]:
    """The candidates in order, in one list for each part ("PHẦN II", "B.") that numbers anew."""
    runs: list[list[_Candidate]] = [[]]
    has_lettered_parts = any(marker and marker.style is Style.CAPITAL and marker.label == "A" for marker in markers)
    for index, (text, marker) in enumerate(zip(texts, markers, strict=True)):
        if marker and (marker.style <= Style.CHAPTER or (marker.style is Style.CAPITAL and has_lettered_parts)):
            runs.append([])
        elif is_capitals(text):
            following = markers[index + 1] if index + 1 < len(markers) else None
            heads_list = following is not None and following.label == "1" and not is_capitals(texts[index + 1])
            candidate = _candidate(index, text, marker, heads_list=heads_list)
            if candidate:
                runs[-1].append(candidate)
        elif marker and marker.style is Style.ROMAN:
            runs[-1].append(_Candidate(index, marker.label, "small", marker.length))
    return runs


def _candidate(index: int, text: str, marker: Marker | None, *, heads_list: bool) -> _Candidate | None:
    if marker is not None and marker.style is Style.ROMAN:
        return _Candidate(index, marker.label, "exact", marker.length)
    if marker is not None and marker.style not in (Style.ARABIC, Style.CAPITAL):
        return None
    damaged = _DAMAGED.match(text)
    if damaged and (marker is not None or not text[: damaged.end()].isalpha()):
        return _Candidate(index, damaged["label"].translate(STROKES), "damaged", damaged.end())
    if marker is not None or len(text) >= 120:
        return None
    torn = _TORN.match(text)
    if torn and (heads_list or opens_with_kind(text[torn.end() :])) and not opens_with_kind(text):
        return _Candidate(index, torn["label"].translate(STROKES), "damaged", torn.end())
    return _Candidate(index, "", "lost", 0) if heading_kinds(text) or heads_list else None


def _number(candidates: Sequence[_Candidate], *, has_lost_first: bool) -> list[int | None]:
    """The cheapest numbering: a number for each candidate, None for those that are no headings.

    Items that stand before all of them (`has_lost_first`) tell of a heading that was not read.
    """
    best: dict[int, tuple[float, list[int | None]]] = {0: (0.0, [])}
    for candidate in candidates:
        following: dict[int, tuple[float, list[int | None]]] = {}
        for last, (cost, path) in best.items():
            _keep(following, last, cost + _NO_HEADING[candidate.reading], [*path, None])
            for number in range(last + 1, min(last + 4, _MAX_NUMBER) + 1):
                is_whole = candidate.reading == "exact" and candidate.token == to_roman(number)
                skipped = _LOST_BEGINNING if last == 0 and (is_whole or has_lost_first) else _SKIPPED
                step = skipped * (number - last - 1) + _reading_cost(candidate, number)
                step += _ITEMS_BEFORE if has_lost_first and (last, number) == (0, 1) else 0.0
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


def _repair_lone_one(texts: Sequence[str], markers: list[Marker | None]) -> None:
    numbered = [(index, marker) for index, marker in enumerate(markers) if marker and marker.style <= Style.ARABIC]
    romans = [place for place, (_, marker) in enumerate(numbered) if marker.style is Style.ROMAN]
    if len(romans) != 1 or romans[0] + 1 >= len(numbered):
        return
    (index, marker), (below, following) = numbered[romans[0]], numbered[romans[0] + 1]
    is_alike = is_capitals(texts[index]) == is_capitals(texts[below])
    if marker.number == 1 and following.style is Style.ARABIC and following.label == "2" and is_alike:
        markers[index] = Marker(Style.ARABIC, "1", 1, marker.length, 0.8)


def repair_arabic(texts: Sequence[str], markers: Sequence[Marker | None]) -> list[Marker | None]:
    """The markers with "I. Mục đích" and "II. Các thôn" read as "1." and "11.".

    Done only where the plan's Roman headings are in capitals: a Roman numeral before small
    letters is then an arabic one that recognition took for its look-alike; "II" only where
    the tenth or ninth item stands before it, "I" only where a heading in capitals has it. In any
    plan a lone "I." that "2." in letters of the same case follows, and no "II." anywhere, is a "1.".
    """
    repaired = list(markers)
    _repair_lone_one(texts, repaired)
    romans = [index for index, marker in enumerate(markers) if marker is not None and marker.style is Style.ROMAN]
    capitals = [index for index in romans if is_capitals(texts[index])]
    if len(capitals) < 2 or len(capitals) * 2 <= len(romans):
        return repaired
    has_first = any(marker.number == 1 for index in capitals if (marker := markers[index]))
    last = 0  # the arabic number before
    for index, text in enumerate(texts):
        marker = repaired[index]
        match = None if is_capitals(text) else _LOOKS_ROMAN.match(text)
        is_look_alike = marker is None or marker.label in ("I", "II", "l")
        if match and is_look_alike and (has_first if len(match[1]) == 1 else last in (9, 10)):
            label = "1" * len(match[1])
            repaired[index] = marker = Marker(Style.ARABIC, label, int(label), match.end(), 0.8)
        if marker is not None and marker.style <= Style.ARABIC:
            last = marker.number if marker.style is Style.ARABIC else 0
    return repaired
