"""The table `criteria` as patterns: `criterion_cues`."""

import re
from dataclasses import dataclass
from functools import cache

from models.lexicon import load_table
from models.record import CriterionSubject
from pipeline.extract.alternation import one_of
from pipeline.folding import fold


@dataclass(frozen=True, slots=True)
class CriterionCues:
    """Patterns of cues: those of `targets` up to `past` and `shares` over lower case, the others over folded text."""

    target: re.Pattern[str]
    target_right: re.Pattern[str]
    target_ends: re.Pattern[str]
    adjacent: re.Pattern[str]
    strength: re.Pattern[str]
    past: re.Pattern[str]
    goal: re.Pattern[str]
    measure: re.Pattern[str]
    fulfilment: re.Pattern[str]
    quality: re.Pattern[str]
    attention: re.Pattern[str]
    form: re.Pattern[str]
    procedure: re.Pattern[str]
    condition: re.Pattern[str]
    subjects: dict[CriterionSubject, re.Pattern[str]]
    shares: dict[CriterionSubject, re.Pattern[str]]
    formal: frozenset[str]
    vague: frozenset[str]
    abstract: frozenset[str]
    places: frozenset[str]


def _exact(words: list[str]) -> str:
    return rf"(?:{one_of(words)})(?!\w)"


def _any(words: list[str]) -> str:
    return _exact([fold(word) for word in words])


@cache
def criterion_cues() -> CriterionCues:
    """The cues, read once."""
    table = load_table("criteria")
    targets, awards = table["targets"], table["awards"]
    return CriterionCues(
        target=re.compile(rf"(?<!\w){_exact(targets['cues'])}"),
        target_right=re.compile(rf"(?<!\w){_exact(targets['cues'])}\s(?:thêm\s|mới\s|được\s)?$"),
        target_ends=re.compile(rf"(?<!\w){_exact(targets['cues'])}\s(?:\w+\s){{0,1}}$"),
        adjacent=re.compile(rf"(?<!\w){_exact(targets['adjacent'])}\s(?:thêm\s|mới\s)?$"),
        strength=re.compile(rf"(?<!\w){_exact(targets['strength'])}(?:[^.;:\d]{{0,40}}\s)?$"),
        past=re.compile(rf"(?<!\w){_exact(targets['past'])}"),
        goal=re.compile(rf"(?<!\w){_any(targets['goals'])}"),
        measure=re.compile(rf"(?<!\w){_any(targets['measures'])}"),
        fulfilment=re.compile(rf"(?<!\w){_any(targets['fulfilment'])}"),
        quality=re.compile(rf"(?<!\w){_any(awards['qualities'])}"),
        attention=re.compile(
            rf"{_any(awards['attention'])}\s(?:(?:viec|cong tac|nang cao ty le|xet|de nghi)\s){{0,3}}khen thuong"
        ),
        form=re.compile(_any(awards["forms"])),
        procedure=re.compile(_any(awards["procedure"])),
        condition=re.compile(_any(awards["conditions"])),
        subjects={
            CriterionSubject(name): re.compile(rf"(?<!\w){_any(words)}") for name, words in table["subjects"].items()
        },
        shares={CriterionSubject(name): re.compile(_exact(words)) for name, words in table["shares"].items()},
        formal=frozenset(targets["formal"]),
        vague=frozenset(load_table("quantities")["counted"]["vague"]),
        abstract=frozenset(targets["abstract"]),
        places=frozenset(targets["places"]),
    )
