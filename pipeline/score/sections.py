"""Sections, level by level: found where label and heading agree, their kinds judged apart.

What frames a plan (preamble, closing, recipients, signature) is no part under a numbered or
printed heading; some records list it among the sections and some do not, so it is left out.
"""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from models.record import Section, SectionKind
from pipeline.score.agreement import (
    Agreement,
    Wording,
    code_agreement,
    exact_agreement,
    text_agreement,
    wording,
)
from pipeline.score.side import Side
from pipeline.score.tally import CODE_LEVELS, EXACT_LEVELS, TEXT_LEVELS, FieldRule, Item, Tally

_DEEPEST_APART = 2  # below the second level plans number as they like; all of it is one field

_FRAME = frozenset({SectionKind.PREAMBLE, SectionKind.CLOSING, SectionKind.RECIPIENTS, SectionKind.SIGNATURE})


class _Title(NamedTuple):
    label: Wording
    heading: Wording


def tally_sections(gold: Side, predicted: Side, tally: Tally) -> None:
    """Count the sections of each level, then labels and kinds of those that were found."""
    if gold.is_optional("/sections"):
        return
    for level in range(1, _DEEPEST_APART + 2):
        _tally_level(level, gold, predicted, tally)


def _tally_level(level: int, gold: Side, predicted: Side, tally: Tally) -> None:
    mine, theirs = (
        [entry for entry in _walk(side.record.sections) if min(entry[1].level, _DEEPEST_APART + 1) == level]
        for side in (gold, predicted)
    )
    name = f"sections.level{level}" if level <= _DEEPEST_APART else "sections.deeper"
    pairs = tally.compare(
        FieldRule(name, TEXT_LEVELS, _agree),
        [_item(gold, *entry) for entry in mine],
        [_item(predicted, *entry) for entry in theirs],
        lambda left, right: int(set(mine[left][1].kinds) == set(theirs[right][1].kinds)),
    )
    for left, right in pairs:
        (place, section), (other_place, other) = mine[left], theirs[right]
        tally.compare(
            FieldRule("sections.label", CODE_LEVELS, code_agreement),
            gold.property(f"{place}/label", section.label),
            predicted.property(f"{other_place}/label", other.label),
        )
        if not gold.is_optional(f"{place}/kinds"):
            tally.compare(
                FieldRule[frozenset[SectionKind]]("sections.kinds", EXACT_LEVELS, exact_agreement),
                [Item(tuple(map(frozenset, gold.accepted(f"{place}/kinds", section.kinds))))],
                [Item((frozenset(other.kinds),))],
            )


def _walk(sections: tuple[Section, ...], holder: str = "/sections") -> Iterator[tuple[str, Section]]:
    for index, section in enumerate(sections):
        place = f"{holder}/{index}"
        if section.label or not _FRAME.issuperset(section.kinds):
            yield place, section
        yield from _walk(section.children, f"{place}/children")


def _item(side: Side, place: str, section: Section) -> Item[_Title]:
    labels = side.words(f"{place}/label", section.label)
    headings = side.words(f"{place}/heading", section.heading)
    return Item(
        tuple(_Title(label, heading) for label, heading in product(labels, headings)),
        span=(section.start, section.end),
        printed=wording(section.heading),
        confidence=section.confidence,
        optional=side.is_optional(place),
    )


def _agree(left: _Title, right: _Title) -> Agreement:
    """As far as the headings agree; a label that was read otherwise leaves a section similar at best."""
    heading = text_agreement(left.heading, right.heading)
    label = code_agreement(left.label, right.label)
    likeness = (9 * heading.likeness + label.likeness) / 10  # of two equal headings, the one with this label
    return Agreement(min(heading.rank, max(label.rank, 1)), likeness)
