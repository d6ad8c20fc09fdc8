"""Full-text search in the words of the database at hand: SQLite's FTS5, PostgreSQL's tsvector.

Both are given the same words, cut by `terms`: PostgreSQL's own parser, which reads "195/KH-UBND" as
a path of files and depends on the server's locale, is never asked. Each text is indexed twice, with
its diacritics (`text`) and without (`folded`; no tokenizer of either database turns đ into d). Names
have an index of their own. Neither database is asked for a rank: bm25 and ts_rank read every text that
holds a word, which takes longer than all the rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    DDL,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Select,
    cast,
    column,
    event,
    false,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from pipeline.archive.bulk import among, insert_rows
from pipeline.archive.terms import Term, better_ways, words_in

# Kept in step with `documents` by triggers, as in https://sqlite.org/fts5.html#external_content_tables. In
# `name_index` the bar between spellings of a name is a word of its own, so that no phrase leads across it.
_FTS5 = (
    "CREATE VIRTUAL TABLE fulltext USING fts5("
    "text, folded, content='documents', content_rowid='key', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER documents_inserted AFTER INSERT ON documents BEGIN "
    "INSERT INTO fulltext (rowid, text, folded) VALUES (new.key, new.text, new.folded); END",
    "CREATE TRIGGER documents_deleted AFTER DELETE ON documents BEGIN "
    "INSERT INTO fulltext (fulltext, rowid, text, folded) VALUES ('delete', old.key, old.text, old.folded); END",
    "CREATE VIRTUAL TABLE name_index USING fts5(key, content='names', content_rowid='id', "
    "tokenize=\"unicode61 remove_diacritics 0 tokenchars '|'\")",
    "CREATE TRIGGER names_inserted AFTER INSERT ON names BEGIN "
    "INSERT INTO name_index (rowid, key) VALUES (new.id, new.key); END",
)
_TSVECTOR = (
    "CREATE TABLE fulltext (rowid integer PRIMARY KEY REFERENCES documents (key) ON DELETE CASCADE, "
    "text tsvector NOT NULL, folded tsvector NOT NULL)",
    "CREATE INDEX fulltext_text ON fulltext USING gin (text)",
    "CREATE INDEX fulltext_folded ON fulltext USING gin (folded)",
    "CREATE TABLE name_index (rowid integer PRIMARY KEY REFERENCES names (id) ON DELETE CASCADE, "
    "key tsvector NOT NULL)",
    "CREATE INDEX name_index_key ON name_index USING gin (key)",
)
_fulltext = table(
    "fulltext", column("rowid", Integer), column("fulltext"), column("text", TSVECTOR), column("folded", TSVECTOR)
)
_name_index = table("name_index", column("rowid", Integer), column("name_index"), column("key", TSVECTOR))
_FAR_APART = 250  # keys of documents from one to the next, on average: asking for each is then faster
_MOST_POSITIONS = 255  # of one word that a tsvector keeps
_LAST_POSITION = 16_383  # in a tsvector: phrases are found up to here, words everywhere


def add_fulltext(metadata: MetaData) -> None:
    """Make the index together with the tables of `metadata`."""
    for dialect, statements in (("sqlite", _FTS5), ("postgresql", _TSVECTOR)):
        for statement in statements:
            ddl = DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy has left it without types
            event.listen(metadata, "after_create", ddl.execute_if(dialect=dialect))


def drop_fulltext(connection: Connection) -> None:
    """Forget the indexes, those of an earlier version of the archive, too."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS fulltext")
    connection.exec_driver_sql("DROP TABLE IF EXISTS name_index")
    connection.exec_driver_sql("DROP VIEW IF EXISTS searched")


def index_texts(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Take the texts of rows of `documents` into the index; SQLite's triggers have done so already."""
    if connection.dialect.name == "postgresql":
        vectors = [
            {"rowid": row["key"], "text": _vector(words_in(row["text"])), "folded": _vector(words_in(row["folded"]))}
            for row in rows
        ]
        insert_rows(connection, _fulltext, vectors)


def index_names(connection: Connection, names: Mapping[str, int]) -> None:
    """Take new names into the index, by their keys; SQLite's trigger has done so already."""
    if connection.dialect.name == "postgresql":
        vectors = [{"rowid": number, "key": _vector(key.split())} for key, number in names.items()]
        insert_rows(connection, _name_index, vectors)


def unindexed_keys(connection: Connection, key: Column[int]) -> list[int]:
    """The keys of documents that the index does not know."""
    return list(connection.scalars(select(key).where(key.not_in(select(_fulltext.c.rowid)))))


def names_with(dialect: str, keys: Iterable[str]) -> Select[int]:
    """The numbers of the names that hold one of several runs of words (keys of `names.name_key`)."""
    phrases = [key.split() for key in keys if key.strip()]
    statement = select(_name_index.c.rowid)
    if not phrases:
        return statement.where(false())
    if dialect == "postgresql":
        asked = cast(" | ".join(_phrase(words, is_prefix=False) for words in phrases), TSQUERY)
        return statement.where(_name_index.c.key.op("@@", is_comparison=True)(asked))
    quoted = " OR ".join(f'"{" ".join(words)}"' for words in phrases)
    return statement.where(_name_index.c.name_index.op("MATCH", is_comparison=True)(quoted))


def text_keys(dialect: str, terms: Sequence[Term]) -> Select[int]:
    """The keys of the documents that hold all terms, with or without diacritics."""
    return select(_fulltext.c.rowid).where(_holds(dialect, "folded", terms))


def better_keys(dialect: str, terms: Sequence[Term]) -> list[Select[int]]:
    """The same for each of `better_ways`."""
    return [
        select(_fulltext.c.rowid).where(_holds(dialect, "text" if as_typed else "folded", wanted))
        for as_typed, wanted in better_ways(terms)
    ]


def chosen_from(statement: Select[int], keys: Sequence[int], dialect: str) -> Select[int]:
    """Those of the keys of a selection from the index that are among many.

    Where these stand close together the index is read between the first and the last; the sum keeps SQLite
    from asking it anew for each of them, which is worth it only where they are far apart.
    """
    first, last = min(keys), max(keys)
    if last - first > _FAR_APART * len(keys):
        return statement.where(among(_fulltext.c.rowid, keys, dialect))
    near = (_fulltext.c.rowid >= first, _fulltext.c.rowid <= last, among(_fulltext.c.rowid + 0, keys, dialect))
    return statement.where(*near)


def keys_from(statement: Select[int], first: int) -> Select[int]:
    """A selection from the index from a key on; the index before it is not read."""
    return statement.where(_fulltext.c.rowid >= first)


def latest_first(statement: Select[int]) -> Select[int]:
    """A selection from the index in the order in which its documents came into the archive, the last first."""
    return statement.order_by(_fulltext.c.rowid.desc())


def _holds(dialect: str, name: str, terms: Iterable[Term]) -> ColumnElement[bool]:
    """Whether a document holds all terms, as typed ("text") or without diacritics ("folded")."""
    spelled = [(term.words if name == "text" else term.folded, term.is_prefix) for term in terms]
    if dialect == "postgresql":
        return _fulltext.c[name].op("@@", is_comparison=True)(_tsquery(spelled))
    phrases = (f'"{" ".join(words)}"{" *" if is_prefix else ""}' for words, is_prefix in spelled)
    return _fulltext.c.fulltext.op("MATCH", is_comparison=True)(f"{name} : ({' AND '.join(phrases)})")


def _tsquery(terms: Iterable[tuple[Sequence[str], bool]]) -> ColumnElement[str]:
    """All terms; the words of each in a row."""
    return cast(" & ".join(_phrase(words, is_prefix=is_prefix) for words, is_prefix in terms), TSQUERY)


def _phrase(words: Sequence[str], *, is_prefix: bool) -> str:
    """Words in a row. They are letters and digits, so that quotes hold them."""
    return "(" + " <-> ".join(f"'{word}'" for word in words) + (":*" if is_prefix else "") + ")"


def _vector(words: Sequence[str]) -> str:
    """Words with their places, as PostgreSQL writes a tsvector."""
    places: dict[str, list[int]] = {word: [] for word in words}
    for place, word in enumerate(words[: _LAST_POSITION - 1], start=1):
        places[word].append(place)
    return " ".join(
        f"'{word}':{','.join(map(str, known[:_MOST_POSITIONS]))}" if known else f"'{word}'"
        for word, known in places.items()
    )
