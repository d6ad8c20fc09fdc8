"""Did you mean: other spellings of a search text, from the words that the archive's texts hold.

What nobody finds is often misspelt by whoever typed it, or was misread by the recognition in every
text that holds it; both are found by words of the archive that are a letter or two away. Of several
words those are likely meant that stand next to each other: nearly every word of Vietnamese is near to
some other, and any two of them are somewhere in a long text ("họa", "ii").
"""

from collections.abc import Callable, Iterator
from itertools import islice, product, zip_longest

from sqlalchemy import Connection, func, select

from pipeline.archive.fulltext import better_keys, keys_from, text_keys
from pipeline.archive.query import Query, Suggestion
from pipeline.archive.tables import documents, words
from pipeline.archive.terms import Term
from pipeline.folding import edit_distance, fold, nearest

Counted = Callable[[Connection, Query], tuple[int, bool]]
_Replaced = dict[str, str]

_SHORT = 4  # letters; a word that is no longer may differ in one of them, a longer one in two
_NEAR_WORDS = 4  # tried for a word alone
_NEAR_AMONG_OTHERS = 24  # the same where its neighbours tell which is meant
_WEIGHED = 48  # texts whose words are looked for in a row
_WEIGHED_IN = 2_000  # documents, the latest, in which they are
_TRIED = 12  # texts, each of which is a search
_SUGGESTED = 3
_WORDS = 6  # of a search text; a longer one is a sentence, and hardly misspelt in one way


def suggest(connection: Connection, query: Query, counted: Counted, found_by_query: int) -> tuple[Suggestion, ...]:
    """Texts that differ from the query's in a few letters and find more than it.

    First come those whose words stand in a row most often, then the nearest. Where the text itself stands
    somewhere in a row as typed, nobody needs another that does so more rarely; and where its words are all
    found, or others in a row are, nobody needs one that is just as scattered.

    Args:
        connection: to the archive.
        query: whose text found little; all else it asks for holds for suggestions, too.
        counted: how many documents a query finds, and whether these are all.
        found_by_query: how many the query itself finds.
    """
    spelled = tuple(word for term in query.terms for word in term.words)
    if not 0 < len(spelled) <= _WORDS:
        return ()
    asked = query.model_dump(exclude_unset=True, exclude={"offset", "limit"})
    own = fold(_written(query.terms, {}))
    least = _in_a_row_as_typed(connection, spelled)
    found: list[tuple[int, Suggestion]] = []
    for text, in_a_row in _likely(connection, query.terms, spelled, least):
        if not in_a_row and len(spelled) > 1 and (found_by_query or found):
            continue
        total, is_exact = counted(connection, Query.model_validate(asked | {"text": text}))
        if total > found_by_query:
            found.append((in_a_row, Suggestion(text=text, total=total, is_exact=is_exact)))
    found.sort(key=lambda one: (-one[0], edit_distance(own, fold(one[1].text)), -one[1].total, one[1].text))
    return tuple(suggestion for _, suggestion in found[:_SUGGESTED])


def _likely(
    connection: Connection, terms: tuple[Term, ...], spelled: tuple[str, ...], least: int
) -> list[tuple[str, int]]:
    """The texts worth a search, each with the number of documents that hold its words in a row."""
    if len(spelled) == 1:
        return [(_written(terms, one), 0) for one in islice(_replacements(connection, terms, _NEAR_WORDS), _TRIED)]
    first = (connection.scalar(select(func.max(documents.c.key))) or 0) - _WEIGHED_IN
    weighed: list[tuple[str, int]] = []
    for replaced in islice(_replacements(connection, terms, _NEAR_AMONG_OTHERS), _WEIGHED):
        row = Term(tuple(replaced.get(word, word) for word in spelled))
        holding = keys_from(text_keys(connection.dialect.name, [row]), first).subquery()
        in_a_row = connection.scalar(select(func.count()).select_from(holding)) or 0
        if in_a_row >= least:
            weighed.append((_written(terms, replaced), in_a_row))
    weighed.sort(key=lambda one: -one[1])
    return weighed[:_TRIED]


def _in_a_row_as_typed(connection: Connection, spelled: tuple[str, ...]) -> int:
    """How many documents hold several words in a row, with the diacritics that were typed; 0 for one word."""
    if len(spelled) == 1:
        return 0
    row = [Term(spelled)]
    dialect = connection.dialect.name
    holding = [*better_keys(dialect, row), text_keys(dialect, row)][0]
    return connection.scalar(select(func.count()).select_from(holding.subquery())) or 0


def _replacements(connection: Connection, terms: tuple[Term, ...], wanted: int) -> Iterator[_Replaced]:
    """Words to put in place of others: the nearest of several first, then two or more at once, then the rest."""
    choices = {word: _near_words(connection, word, wanted) for term in terms for word in term.words}
    ranks = zip_longest(*([{word: near} for near in choices[word]] for word in choices))
    alone = [one for rank in ranks for one in rank if one]
    several = (
        {word: near for word, near in zip(choices, combination, strict=True) if near != word}
        for combination in product(*([word, *near[:2]] for word, near in choices.items()))
    )
    nearest_alone = _NEAR_WORDS * len(choices)
    together = list(islice((one for one in several if len(one) > 1), _TRIED))
    yield from (*alone[:nearest_alone], *together, *alone[nearest_alone:])


def _written(terms: tuple[Term, ...], replaced: _Replaced) -> str:
    """Terms as they are typed, with other words in place of some."""
    pieces = []
    for term in terms:
        text = " ".join(replaced.get(word, word) for word in term.words)
        pieces.append(f'"{text}"' if len(term.words) > 1 else f"{text}{'*' if term.is_prefix else ''}")
    return " ".join(pieces)


def _near_words(connection: Connection, word: str, wanted: int) -> list[str]:
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
    found = nearest(key, sorted(vocabulary), edits, wanted)
    # All spellings of a folded word find the same; the one that is most like what was typed is shown.
    return [nearest(word, sorted(vocabulary[near]), len(word) + len(near), 1)[0][0] for near, _ in found]
