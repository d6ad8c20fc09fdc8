"""The table of bodies, compiled for matching: phrases by their first word, abbreviations, units.

All matching is done on folded words; a `Phrase` keeps how its words are written, so that a
name read through OCR damage comes out as the table spells it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from models.lexicon import load_table
from models.record import BodyKind, Level
from pipeline.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
_JOINERS = re.compile(r"\s*(,|-|/|\bvà\b)\s*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of the table. `parts` are groups of words that print joins by "-", "," or "và".

    `keys` are the parts folded, `small` all words in small letters, `length` how many there are.
    """

    text: str
    parts: tuple[tuple[str, ...], ...]
    keys: tuple[tuple[str, ...], ...]
    small: tuple[str, ...]
    length: int
    joiners: tuple[str, ...] = ()
    kind: BodyKind = BodyKind.OTHER
    level: Level | None = None
    tail: str = ""


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """Phrases by the key of their first word, longest first, and of those by that of their second.

    "" under a first word holds those whose second word print may part from it by a mark.
    """

    by_first: dict[str, tuple[Phrase, ...]] = field(default_factory=dict)
    by_second: dict[str, dict[str, tuple[Phrase, ...]]] = field(default_factory=dict)
    by_spelling: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def starting_with(self, key: str) -> tuple[Phrase, ...]:
        """The phrases whose first word has this key, longest first."""
        return self.by_first.get(key, ())

    def starting_with_both(self, key: str, second: str) -> tuple[Phrase, ...]:
        """The phrases that two words with these keys can begin, longest first."""
        behind = self.by_second.get(key)
        return () if behind is None else behind.get(second) or behind[""]

    def spelled(self, folded: str) -> tuple[str, ...]:
        """The rows of the table with this folded text, in the order of `starting_with`."""
        return self.by_spelling.get(folded, ())


@dataclass(frozen=True, slots=True)
class BodyLexicon:
    """Everything the table says, in the shape the matchers use."""

    abbreviations: dict[str, str]
    abbreviations_after: dict[str, dict[str, str]]
    fields: PhraseTable
    heads: PhraseTable
    no_names: PhraseTable
    stops: frozenset[str]
    inside: PhraseTable
    names: PhraseTable
    positions: PhraseTable
    posts: PhraseTable
    units: PhraseTable
    quantifiers: PhraseTable
    nouns: PhraseTable
    people: PhraseTable
    alone: PhraseTable
    modifiers: PhraseTable
    links: PhraseTable
    relatives: PhraseTable
    measured: PhraseTable
    verbs: PhraseTable
    synonyms: dict[str, str]


@cache
def body_lexicon() -> BodyLexicon:
    """The compiled table `bodies.toml`.

    Raises:
        ValueError: a family of the table holds the same phrase twice, so that one row is dead.
    """
    table = load_table("bodies")
    groups: dict[str, Any] = table["groups"]
    heads = [
        phrase(row["word"], BodyKind(row["kind"]), Level(row["level"]) if "level" in row else None, row["tail"])
        for row in table["head"]
    ]
    names = [
        phrase(name, BodyKind(row["kind"]), Level(row["level"]) if "level" in row else None)
        for row in table["body"]
        for name in row["names"]
    ]
    units = [phrase(word, level=Level(level)) for level, words in table["units"].items() for word in words]
    return BodyLexicon(
        abbreviations=table["abbreviations"],
        abbreviations_after=table["abbreviations_after"],
        fields=_plain_table(table["fields"]["names"]),
        heads=_table(heads),
        no_names=_plain_table(table["no_names"]["words"]),
        stops=frozenset(table["no_names"]["stops"]),
        inside=_plain_table(table["no_names"]["inside"]),
        names=_table(names),
        positions=_plain_table(table["positions"]["names"]),
        posts=_plain_table(table["positions"]["posts"]),
        units=_table(units),
        quantifiers=_plain_table(groups["quantifiers"]),
        nouns=_plain_table(groups["nouns"]),
        people=_plain_table(groups["people"]),
        alone=_plain_table(groups["alone"]),
        modifiers=_plain_table(groups["modifiers"]),
        links=_plain_table(groups["links"]),
        relatives=_plain_table(groups["relatives"]),
        measured=_plain_table(groups["measured"]),
        verbs=_plain_table(table["verbs"]["words"]),
        synonyms=table["synonyms"],
    )


def phrase(text: str, kind: BodyKind = BodyKind.OTHER, level: Level | None = None, tail: str = "") -> Phrase:
    """The phrase of a printed text.

    >>> phrase("Văn hóa và Thông tin").keys
    (('van', 'hoa'), ('thong', 'tin'))
    """
    pieces = _JOINERS.split(text)
    parts = tuple(tuple(_WORD.findall(part)) for part in pieces[::2])
    keys = tuple(tuple(fold(word) for word in part) for part in parts)
    small = tuple(word.lower() for part in parts for word in part)
    return Phrase(text, parts, keys, small, len(small), tuple(pieces[1::2]), kind, level, tail)


def _plain_table(texts: Iterable[str]) -> PhraseTable:
    return _table([phrase(text) for text in texts])


def _table(phrases: list[Phrase]) -> PhraseTable:
    texts = [item.text for item in phrases]
    if len(set(texts)) != len(texts):
        twice = sorted({text for text in texts if texts.count(text) > 1})
        raise ValueError(f"bodies.toml holds rows twice: {', '.join(twice)}")
    by_first: dict[str, list[Phrase]] = {}
    for item in sorted(phrases, key=lambda item: (-item.length, item.text)):
        by_first.setdefault(item.keys[0][0], []).append(item)
    grouped = {key: tuple(items) for key, items in by_first.items()}
    spelled: dict[str, list[str]] = {}
    for item in (item for items in grouped.values() for item in items):
        spelled.setdefault(fold(item.text), []).append(item.text)
    return PhraseTable(
        grouped,
        {key: _by_second(items) for key, items in grouped.items()},
        {key: tuple(rows) for key, rows in spelled.items()},
    )


def _by_second(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    """Phrases of one first word by the key of their second; those of one word in front go with every second."""
    items = tuple(phrases)
    seconds = {item.keys[0][1] for item in items if len(item.keys[0]) > 1}
    table = {
        second: tuple(item for item in items if len(item.keys[0]) == 1 or item.keys[0][1] == second)
        for second in seconds
    }
    return {**table, "": tuple(item for item in items if len(item.keys[0]) == 1)}
