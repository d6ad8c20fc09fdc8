"""In which section a sentence stands, and the headings with Roman numerals by themselves.

Two questions of the outline that counts of headings do not answer: whoever looks up a sentence wants the
right section, however many headings there are; and Roman numerals are what scans damage first.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from models.record import Section, SectionKind
from pipeline.folding import key_similarity, match_key
from pipeline.score.agreement import Agreement, code_agreement, exact_agreement, text_agreement, wording
from pipeline.score.side import Side
from pipeline.score.tally import EXACT_LEVELS, TEXT_LEVELS, FieldRule, Item, Tally

_ROMAN = re.compile(r"[IVX]+")
_MIN_WORDS = 5  # a shorter line is no sentence, and stands in many places
_SAME_LINE = 0.8  # folded likeness of a line and what was read of it
_WINDOW = 12  # lines that recognition can put in or lose in one place

_FRAME = frozenset({SectionKind.PREAMBLE, SectionKind.CLOSING, SectionKind.RECIPIENTS, SectionKind.SIGNATURE})


def tally_sentences(gold: Side, predicted: Side, tally: Tally) -> None:
    """Count the gold's body sentences whose way of section numbers is the same in the prediction.

    A sentence is a paragraph of five words or more below a heading. One that is not among what was read counts
    nowhere, and no more does one that the prediction has in its closing: the last section of a gold record
    runs on to the recipients. Without a prediction, all are missed.
    """
    if gold.is_optional("/sections"):
        return
    rule = FieldRule[tuple[str, ...]]("sections.sentence", EXACT_LEVELS, exact_agreement)
    ways, read_ways = (_Ways(side.record.sections) for side in (gold, predicted))
    closings = [range(it.start, it.end) for it in predicted.record.sections if it.kinds == (SectionKind.CLOSING,)]
    for offset, read_offset in _same_lines(gold.record.text, predicted.record.text):
        way = ways.at(offset)
        if way and not any(read_offset in closing for closing in closings):
            tally.compare(rule, [Item((way,))], [Item((read_ways.at(read_offset),))] if read_offset is not None else [])


def tally_roman_headings(gold: Side, predicted: Side, tally: Tally) -> None:
    """Count the headings with Roman numerals: strictly with numeral and words, similar by their words alone."""
    if gold.is_optional("/sections"):
        return
    rule = FieldRule[tuple[str, str]]("sections.roman", TEXT_LEVELS, _agree)
    wanted = [
        Item(((section.label, section.heading),), optional=gold.is_optional(place))
        for place, section in _walk(gold.record.sections)
        if _ROMAN.fullmatch(section.label)
    ]
    given = [
        Item(((section.label, section.heading),))
        for _, section in _walk(predicted.record.sections)
        if _ROMAN.fullmatch(section.label)
    ]
    tally.compare(rule, wanted, given)


def _agree(left: tuple[str, str], right: tuple[str, str]) -> Agreement:
    heading = text_agreement(wording(left[1]), wording(right[1]))
    label = code_agreement(wording(left[0]), wording(right[0]))
    return Agreement(min(heading.rank, max(label.rank, 1)), (9 * heading.likeness + label.likeness) / 10)


class _Ways:
    """The numbers of the sections on the way to a place of a text."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = [section for section in sections if section.label or not _FRAME.issuperset(section.kinds)]
        self._starts = [section.start for section in self._sections]

    def at(self, offset: int) -> tuple[str, ...]:
        """The numbers, folded; a heading without one counts by its words."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._sections[index].end:
            return ()
        section = self._sections[index]
        return (match_key(section.label or section.heading), *_Ways(section.children).at(offset))


def _walk(sections: Sequence[Section], holder: str = "/sections") -> Iterator[tuple[str, Section]]:
    for index, section in enumerate(sections):
        yield f"{holder}/{index}", section
        yield from _walk(section.children, f"{holder}/{index}/children")


def _same_lines(text: str, read: str) -> Iterator[tuple[int, int | None]]:
    """Where each sentence of a text begins in it, and where it begins in what was read of it; None for no reading."""
    read_lines = list(_lines(read)) if read else []
    following = 0
    for offset, key in _lines(text):
        if key.count(" ") + 1 < _MIN_WORDS:
            continue
        if not read_lines:
            yield offset, None
            continue
        nearest = (0.0, 0)
        for index in range(max(0, following - _WINDOW), min(len(read_lines), following + _WINDOW)):
            nearest = max(nearest, (key_similarity(key, read_lines[index][1]), -index))
        if nearest[0] >= _SAME_LINE:
            following = 1 - nearest[1]
            yield offset, read_lines[-nearest[1]][0]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in text.split("\n"):
        yield offset, match_key(line)
        offset += len(line) + 1
