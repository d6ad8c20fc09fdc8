"""The phrases that letterheads are made of, from `models/lexicon/issuers.toml`: organs, units and fields, by token."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from models.lexicon import load_table
from pipeline.folding import fold, match_key

_TOKEN = re.compile(r"\d+[a-z]?[/⁄][\w/⁄&\-]+|[^\W_](?:[\w&'’]*[^\W_])?\.?|[-–—]|[,;()“”\"&]")
_FUZZY_LENGTH = 10  # characters; shorter phrases differ by one letter from other words


@dataclass(frozen=True, slots=True)
class Organ:
    """A row of the table of organs; see models/lexicon/issuers.toml for `completed_by` and `words`."""

    name: str
    completed_by: str
    words: str
    by_key: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A printed form by its folded tokens `keys`, and the name it stands for."""

    keys: tuple[str, ...]
    form: str
    organ: Organ | None = None
    is_unit: bool = False
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark at `[start, end)` of a text, with its folded form."""

    text: str
    key: str
    start: int
    end: int


@cache
def phrases_by_token() -> dict[str, tuple[Phrase, ...]]:
    """The phrases of all tables by their first folded token, the longest first."""
    table = load_table("issuers")
    phrases: list[Phrase] = []
    for row in table["organs"]:
        organ = Organ(row["name"], row["completed_by"], row["words"], row.get("by_key", False))
        phrases += [
            Phrase(_keys(form), row["name"], organ=organ, is_short=_is_abbreviated(form))
            for form in (row["name"], *row.get("also", ()))
        ]
    for row in table["units"]:
        phrases += [Phrase(_keys(form), row["name"], is_unit=True) for form in (row["name"], *row.get("also", ()))]
    for row in table["fields"]:
        phrases += [Phrase(_keys(form), row["name"]) for form in (row["name"], *row.get("also", ()))]
    grouped: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        grouped[phrase.keys[0]].append(phrase)
    return {
        key: tuple(sorted(group, key=lambda phrase: (len(phrase.keys), phrase.organ is not None), reverse=True))
        for key, group in grouped.items()
    }


@cache
def unit_phrases() -> tuple[Phrase, ...]:
    """The type words of administrative units."""
    return tuple(phrase for group in phrases_by_token().values() for phrase in group if phrase.is_unit)


@cache
def long_phrases() -> dict[str, tuple[tuple[Phrase, str], ...]]:
    """Phrases long enough to be known by likeness where letters were misread, with their keys, by first letter."""
    long: dict[str, tuple[tuple[Phrase, str], ...]] = {}
    for group in phrases_by_token().values():
        for phrase in group:
            if len(phrase.keys) > 1 and len("".join(phrase.keys)) >= _FUZZY_LENGTH:
                letter = phrase.keys[0][0]
                long[letter] = (*long.get(letter, ()), (phrase, match_key(" ".join(phrase.keys))))
    return long


def tokens_of(text: str) -> list[Token]:
    """The words, dashes and marks of a text with their folded keys."""
    return [
        Token(found.group(), _token_key(found.group()), found.start(), found.end()) for found in _TOKEN.finditer(text)
    ]


def _token_key(text: str) -> str:
    if text == "&":
        return "va"
    key = fold(text).rstrip(".")
    return re.sub(r"(.)\1+", r"\1", key) if "&" in text else key  # "GD&ĐĐT": a letter read twice


def _keys(form: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokens_of(form) if is_word(token))


def _is_abbreviated(form: str) -> bool:
    """Whether a form of the table holds an abbreviation ("Hội LHPN"), which is written out wherever it stands."""
    return any(word.isupper() and len(word) > len("TW") for word in form.split())


def is_word(token: Token) -> bool:
    """Whether a token is a word or a number, not a mark."""
    return token.key[:1].isalnum()
