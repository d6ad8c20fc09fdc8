"""Did you mean: other spellings of a search text, from the words that the archive's texts hold.

What nobody finds is often misspelt by whoever typed it, or was misread by the recognition in every
text that holds it; both are found by words of the archive that are a letter or two away.
"""

from collections.abc import Callable, Iterator
from itertools import islice, product

from sqlalchemy import Connection, select

from pipeline.archive.query import Query, Suggestion
from pipeline.archive.tables import words
from pipeline.archive.terms import Term
from pipeline.folding import edit_distance, fold, nearest

Counted = Callable[[Connection, Query], tuple[int, bool]]

_SHORT = 4  # letters; a word that is no longer may differ in one of them, a longer one in two
_NEAR_WORDS = 4  # tried for each word
_TRIED = 12  # texts, each of which is a search
_SUGGESTED = 3
_WORDS = 6  # of a search text; a longer one is a sentence, and hardly misspelt in one way


def suggest(connection: Connection, query: Query, counted: Counted, found_by_query: int) -> tuple[Suggestion, ...]:
    """Texts that differ from the query's in a few letters and find more than it, the nearest first.

    Args:
        connection: to the archive.
        query: whose text found little; all else it asks for holds for suggestions, too.
        counted: how many documents a query finds, and whether these are all.
        found_by_query: how many the query itself finds.
    """
    spelled = [word for term in query.terms for word in term.words]
    if not 0 < len(spelled) <= _WORDS:
        return ()
    asked = query.model_dump(exclude_unset=True, exclude={"offset", "limit"})
    found: list[Suggestion] = []
    for text in islice(_texts(connection, query.terms), _TRIED):
        total, is_exact = counted(connection, Query.model_validate(asked | {"text": text}))
        if total > found_by_query:
            found.append(Suggestion(text=text, total=total, is_exact=is_exact))
    own = fold(_written(query.terms, {}))
    found.sort(key=lambda one: (edit_distance(own, fold(one.text)), -one.total, one.text))
    return tuple(found[:_SUGGESTED])


def _texts(connection: Connection, terms: tuple[Term, ...]) -> Iterator[str]:
    """The search text with one word after the other replaced, then with several."""
    choices = {word: _near_words(connection, word) for term in terms for word in term.words}
    alone = [{word: near} for word in choices for near in choices[word]]
    several = [
        dict(zip(choices, combination, strict=True))
        for combination in product(*([word, *near[:2]] for word, near in choices.items()))
    ]
    tried: dict[str, None] = {}
    own = _written(terms, {})
    for replaced in (*alone, *several):
        text = _written(terms, replaced)
        if text != own and text not in tried:
            tried[text] = None
            yield text


def _written(terms: tuple[Term, ...], replaced: dict[str, str]) -> str:
    """Terms as they are typed, with other words in place of some."""
    pieces = []
    for term in terms:
        text = " ".join(replaced.get(word, word) for word in term.words)
        pieces.append(f'"{text}"' if len(term.words) > 1 else f"{text}{'*' if term.is_prefix else ''}")
    return " ".join(pieces)


def _near_words(connection: Connection, word: str) -> list[str]:
    """Words of the archive that fold to something else than this one, those that differ in the fewest letters first.

    Folded: what differs in diacritics alone is found anyway.
    """
    key = fold(word)
    if key.isdigit() or len(key) < 2:
        return []
    edits = 1 if len(key) <= _SHORT else 2
    near_length = words.c.length.between(len(key) - edits, len(key) + edits)
    vocabulary: dict[str, list[str]] = {}
    for spelled in connection.execute(select(words.c.word).where(near_length)).scalars():
        vocabulary.setdefault(fold(spelled), []).append(spelled)
    vocabulary.pop(key, None)
    found = nearest(key, sorted(vocabulary), edits, _NEAR_WORDS)
    # All spellings of a folded word find the same; the one that is most like what was typed is shown.
    return [nearest(word, sorted(vocabulary[near]), len(word) + len(near), 1)[0][0] for near, _ in found]
