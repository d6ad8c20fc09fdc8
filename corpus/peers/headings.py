"""Headings of all levels: number and words. Levels and kinds, which a line regex cannot tell, are not compared."""

import re
from collections.abc import Iterator, Sequence

from corpus.peers.counting import PeerCounts
from corpus.peers.plans import ComposedPlan
from models.record import PlanRecord, Section, SectionKind
from pipeline.score.agreement import text_agreement, wording
from pipeline.score.tally import TEXT_LEVELS, Item

# What one writes in five minutes: "II. NỘI DUNG"; and "2.1. Thời gian" where the line is short enough for a heading.
_ROMAN = re.compile(r"(?P<label>[IVXL]{1,6})[.)]?\s{1,3}(?P<heading>\S.*)")
_SHORT_NUMBERED = re.compile(r"(?P<label>\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s{1,3}(?P<heading>\S.{0,79})")
_FRAME = frozenset({SectionKind.PREAMBLE, SectionKind.CLOSING, SectionKind.RECIPIENTS, SectionKind.SIGNATURE})

Heading = tuple[str, str]


def roman_lines(plan: ComposedPlan) -> list[Heading]:
    """The lines that begin with a Roman number."""
    return _matching(plan.lines, _ROMAN)


def numbered_lines(plan: ComposedPlan) -> list[Heading]:
    """The lines that begin with a Roman number, and the short ones that begin with an Arabic one.

    In favour of the regex, a line is cut at its colon: "2. Thời gian: Tháng 6" is the heading "Thời gian".
    """
    cut = [line.partition(":")[0] for line in plan.lines]
    return _matching(cut, _ROMAN) + _matching(cut, _SHORT_NUMBERED)


def _matching(lines: Sequence[str], pattern: re.Pattern[str]) -> list[Heading]:
    return [(match["label"], match["heading"]) for line in lines if (match := pattern.fullmatch(line))]


def kehoach_headings(record: PlanRecord) -> list[Heading]:
    """The headings of a record of this program."""
    return [(section.label, section.heading) for _, section in _headed(record.sections)]


def count_headings(counts: PeerCounts, plan: ComposedPlan, found: Sequence[Heading]) -> None:
    """Add what was found in a plan to the counts of a program."""
    items = []
    for place, section in _headed(plan.gold.record.sections):
        labels = (section.label, *plan.gold.alternatives_at(f"{place}/label"))
        headings = (section.heading, *plan.gold.alternatives_at(f"{place}/heading"))
        accepted = tuple(wording(f"{label} {heading}") for label in labels for heading in headings)
        items.append(Item(accepted, optional=plan.gold.is_optional(place)))
    counts.add(plan.name, items, [Item((wording(f"{label} {heading}"),)) for label, heading in found], text_agreement)


def new_counts() -> PeerCounts:
    """Counts of headings, which agree strictly, when folded, or nearly."""
    return PeerCounts(TEXT_LEVELS)


def _headed(sections: Sequence[Section], holder: str = "/sections") -> Iterator[tuple[str, Section]]:
    """The sections that have a heading or number of their own, with their places."""
    for index, section in enumerate(sections):
        place = f"{holder}/{index}"
        if section.label or not _FRAME.issuperset(section.kinds):
            yield place, section
        yield from _headed(section.children, f"{place}/children")
