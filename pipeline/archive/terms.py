"""Search words: what was typed → terms, and the places where they stand.

Nothing that was typed reaches a database but letters and digits, each term between quotes. Terms
are cut into words the way FTS5's unicode61 does it, so that the database and `find_spans` agree.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.folding import fold

_TERM = re.compile(r'"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Term:
    """A word or phrase to look for; with `is_prefix` its last word may go on."""

    words: tuple[str, ...]  # lower case, with the diacritics that were typed
    is_prefix: bool = False

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The words without diacritics."""
        return tuple(map(fold, self.words))

    @property
    def has_diacritics(self) -> bool:
        """Whether the spelling says more than the folded words."""
        return self.folded != self.words

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the term in folded text."""
        return _pattern(self.folded, self.is_prefix)

    @cached_property
    def exact_pattern(self) -> re.Pattern[str]:
        """Finds the term as it was typed, in text of lower case."""
        return _pattern(self.words, self.is_prefix)


def parse_terms(text: str) -> tuple[Term, ...]:
    """The terms of a search text: words, "quoted phrases", and prefixes with a star.

    >>> [term.words for term in parse_terms('"thi đua" 195/KH-UBND khen*')]
    [('thi', 'đua'), ('195', 'kh', 'ubnd'), ('khen',)]
    """
    terms: dict[Term, None] = {}
    for found in _TERM.finditer(unicodedata.normalize("NFC", text)):
        word = found["word"] or ""
        words = tuple(_WORD.findall((found["phrase"] or word).lower()))
        if words:
            terms[Term(words, is_prefix=word.endswith("*"))] = None
    return tuple(terms)


def as_phrase(terms: Sequence[Term]) -> Term | None:
    """All terms in a row as one phrase, `None` where there are not several.

    A Vietnamese word is often several syllables ("thi đua"), which people type without quotes.
    """
    if len(terms) < 2 or any(term.is_prefix for term in terms[:-1]):
        return None
    return Term(tuple(word for term in terms for word in term.words), is_prefix=terms[-1].is_prefix)


def better_ways(terms: Sequence[Term]) -> list[tuple[bool, list[Term]]]:
    """How a text can hold terms better than without diacritics and anywhere, the best way first: (as typed, terms).

    Best is: all terms in a row as typed; then all terms as typed; then in a row without diacritics.
    """
    phrase = as_phrase(terms)
    phrases = [phrase] if phrase else []
    ways = [
        (True, [term for term in phrases if term.has_diacritics]),
        (True, [term for term in terms if term.has_diacritics]),
        (False, phrases),
    ]
    return [(as_typed, wanted) for as_typed, wanted in ways if wanted]


def holds(terms: Iterable[Term], text: str, folded: str, *, as_typed: bool) -> bool:
    """Whether a text holds all terms, as typed or without diacritics."""
    if not as_typed:
        return all(term.pattern.search(folded) for term in terms)
    lowered = text.lower()
    return all(term.exact_pattern.search(lowered) for term in terms)


def title_ranks(terms: Sequence[Term], title: str) -> tuple[int, int]:
    """How a title holds terms, lower is better: all in a row (0), all (1) or not all (2); and how many it lacks.

    What was typed with diacritics must stand there with them: "đua" is no "dưa" that other words mention.
    """
    folded, lowered = fold(title), title.lower()

    def stands(term: Term) -> bool:
        return bool(term.exact_pattern.search(lowered) if term.has_diacritics else term.pattern.search(folded))

    lacking = sum(not stands(term) for term in terms)
    if lacking:
        return 2, lacking
    phrase = as_phrase(terms)
    return int(phrase is not None and not stands(phrase)), 0


def words_in(text: str) -> list[str]:
    """The words of a text in lower case, cut as terms are."""
    return _WORD.findall(text.lower())


def hold_terms(terms: Iterable[Term], folded: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether each term begins inside one of the spans of a folded text."""
    return all(_begins_inside(term.pattern, folded, spans) for term in terms)


def find_spans(terms: Sequence[Term], text: str, folded: str) -> list[tuple[int, int, int, bool]]:
    """Where the terms stand in a text: (start, end, number of the term, as typed), in order.

    Args:
        terms: to look for.
        text: as it is.
        folded: the same, folded.
    """
    lowered = text.lower()
    same_length = len(lowered) == len(text)  # not so for a few foreign letters; spelling then counts for nothing
    return sorted(
        (found.start(), found.end(), number, same_length and bool(term.exact_pattern.match(lowered, found.start())))
        for number, term in enumerate(terms)
        for found in term.pattern.finditer(folded)
    )


def _begins_inside(pattern: re.Pattern[str], folded: str, spans: Sequence[tuple[int, int]]) -> bool:
    firsts = ((pattern.search(folded, start), end) for start, end in spans)
    return any(found is not None and found.start() < end for found, end in firsts)


def _pattern(words: tuple[str, ...], is_prefix: bool) -> re.Pattern[str]:
    """Words in a row, whole. It begins with letters, which `re` looks for far faster than for a border of words."""
    last = r"[^\W_]*" if is_prefix else r"(?![^\W_])"
    first, *others = map(re.escape, words)
    return re.compile(r"[\W_]+".join([rf"{first}(?<![^\W_]{first})", *others]) + last)
