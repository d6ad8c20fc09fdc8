"""What names of bodies can begin with: said of two words, at a fraction of what reading a name costs."""

from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.extract.bodies.lexicon import Phrase, PhraseTable, body_lexicon
from pipeline.extract.bodies.tokens import SEPARATORS
from pipeline.folding import fold

# "Sở", "Trường" alone: the body that speaks, or that was named before.
BARE_ORGANS = frozenset({"Sở", "Bộ", "Trường", "Cục", "Viện"})
BARE_PAIRS = frozenset({("Trung", "tâm"), ("Bệnh", "viện"), ("Chi", "cục"), ("Nhà", "trường")})
# What stands for a council or command of which the plan names one in full.
BARE_COUNCILS = (("hoi", "dong"), ("ban", "chi", "huy"))
# Titles that are one only before "các".
_OF_SEVERAL = (("thu", "tuong"), ("truong", "cac"))
_LONG_NAME = 3  # words of a name that counts in small letters
_EXACT_WORDS = 2  # words of a group's noun that must have the very letters
_KNOWN_PAIRS = 50_000


@dataclass(frozen=True, slots=True)
class Opening:
    """What may begin with two words: a title, a body, a group, a post, a body's own word alone."""

    title: bool
    single: bool
    article: bool
    group: bool
    post: bool
    bare: bool


_NOTHING = Opening(title=False, single=False, article=False, group=False, post=False, bare=False)


@cache
def first_words() -> frozenset[str]:
    """The folded words that names begin with."""
    lexicon = body_lexicon()
    tables = (lexicon.positions, lexicon.names, lexicon.heads, lexicon.posts, lexicon.quantifiers, lexicon.nouns)
    groups = (lexicon.people, lexicon.units, lexicon.alone)
    bare = (
        {fold(word) for word in BARE_ORGANS}
        | {keys[0] for keys in BARE_COUNCILS}
        | {"thu", "truong", "trung", "benh", "chi", "nha"}
    )
    return frozenset(bare.union(*(table.by_first for table in (*tables, *groups))))


@lru_cache(maxsize=_KNOWN_PAIRS)
def opening(text: str, second: str) -> Opening | None:
    """What two words of a text can begin, the second "" at its end; `None` if nothing.

    Leaves out nothing that they do begin; the letters, not only the folded words, tell most words of
    a text apart from those that names begin with.

    >>> opening("tô", "màu"), opening("số", "12")
    (None, None)
    """
    lexicon = body_lexicon()
    key, behind, small, is_capital = fold(text), fold(second), text.lower(), text[0].isupper()
    titles = _rows(key, behind, lexicon.positions)
    articles = any(_has_letters(row, small, second.lower()) for row in _rows(key, behind, lexicon.quantifiers))
    found = Opening(
        title=any(is_capital or row.small[0] == small for row in titles) or (key, behind) in _OF_SEVERAL,
        single=single_may_begin(text, second),
        article=articles,
        group=articles or any(noun_may_begin(text, second)),
        post=any(is_capital or row.length > _LONG_NAME for row in _rows(key, behind, lexicon.posts)),
        bare=is_capital
        and (
            text in BARE_ORGANS
            or (text, second) in BARE_PAIRS
            or any(keys[:2] == (key, behind) for keys in BARE_COUNCILS)
        ),
    )
    return found if found != _NOTHING else None


@lru_cache(maxsize=_KNOWN_PAIRS)
def single_may_begin(text: str, second: str) -> bool:
    """Whether a single body can begin with two words.

    >>> single_may_begin("phòng", "Nội"), single_may_begin("phòng", "cháy")
    (True, False)
    """
    lexicon = body_lexicon()
    key, behind, small = fold(text), fold(second), text.lower()
    names, heads = _rows(key, behind, lexicon.names), _rows(key, behind, lexicon.heads)
    if text[0].isupper():
        return bool(names or heads)
    if any(row.length >= _LONG_NAME for row in names):
        return True
    leads_on = second[:1].isupper() or behind in lexicon.fields.by_first
    return any(row.small[0] == small and (row.length > 1 or leads_on) for row in heads)


@lru_cache(maxsize=_KNOWN_PAIRS)
def noun_may_begin(text: str, second: str) -> tuple[bool, bool, bool]:
    """Whether a noun of bodies, of people, of units can begin with two words.

    >>> noun_may_begin("phòng", "ban"), noun_may_begin("cán", "bộ")
    ((True, False, False), (False, True, False))
    """
    lexicon = body_lexicon()
    key, behind, small = fold(text), fold(second), text.lower()
    nouns, people, units = (
        any(_has_letters(row, small, second.lower()) for row in _rows(key, behind, table))
        for table in (lexicon.nouns, lexicon.people, lexicon.units)
    )
    return nouns, people, units


def _rows(key: str, second: str, *tables: PhraseTable) -> list[Phrase]:
    """The rows that two folded words can begin; where print may part the words of a row, a mark may be the second."""
    rows = (row for table in tables for row in table.starting_with_both(key, second))
    return [
        row
        for row in rows
        if row.length == 1 or len(row.keys[0]) > 1 or second in SEPARATORS or second == row.keys[1][0]
    ]


def _has_letters(row: Phrase, small: str, second: str) -> bool:
    """Whether two words are the first of a phrase, letter for letter where it is as short as to need that."""
    if row.length > _EXACT_WORDS:
        return True
    return row.small[0] == small and (len(row.keys[0]) == 1 or row.small[1] == second)
