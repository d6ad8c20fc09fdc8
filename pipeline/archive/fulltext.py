"""Full-text search in the words of the database at hand: SQLite's FTS5, PostgreSQL's tsvector.

Both are given the same words, cut by `terms`: PostgreSQL's own parser, which reads "195/KH-UBND" as
a path of files and depends on the server's locale, is never asked. Each text is kept twice, with
its diacritics (`exact`) and without (`folded`; no tokenizer of either database turns đ into d).
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    DDL,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Select,
    cast,
    column,
    event,
    func,
    insert,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from pipeline.archive.terms import Term, as_phrase, words_in

# Kept in step with `documents` by triggers, as in https://sqlite.org/fts5.html#external_content_tables.
_FTS5 = (
    "CREATE VIRTUAL TABLE fulltext USING fts5("
    "text, folded, content='documents', content_rowid='key', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER documents_inserted AFTER INSERT ON documents BEGIN "
    "INSERT INTO fulltext (rowid, text, folded) VALUES (new.key, new.text, new.folded); END",
    "CREATE TRIGGER documents_deleted AFTER DELETE ON documents BEGIN "
    "INSERT INTO fulltext (fulltext, rowid, text, folded) VALUES ('delete', old.key, old.text, old.folded); END",
)
_TSVECTOR = (
    "CREATE TABLE fulltext (rowid integer PRIMARY KEY REFERENCES documents (key) ON DELETE CASCADE, "
    "text tsvector NOT NULL, folded tsvector NOT NULL)",
    "CREATE INDEX fulltext_text ON fulltext USING gin (text)",
    "CREATE INDEX fulltext_folded ON fulltext USING gin (folded)",
)
_fulltext = table("fulltext", column("rowid"), column("fulltext"), column("text", TSVECTOR), column("folded", TSVECTOR))
_MOST_POSITIONS = 255  # of one word that a tsvector keeps
_LAST_POSITION = 16_383  # in a tsvector: phrases are found up to here, words everywhere


def add_fulltext(metadata: MetaData) -> None:
    """Make the index together with the tables of `metadata`."""
    for dialect, statements in (("sqlite", _FTS5), ("postgresql", _TSVECTOR)):
        for statement in statements:
            ddl = DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy has left it without types
            event.listen(metadata, "after_create", ddl.execute_if(dialect=dialect))


def index_text(connection: Connection, key: int, text: str, folded: str) -> None:
    """Take a document's text into the index; SQLite's triggers have done so already."""
    if connection.dialect.name == "postgresql":
        values = {"rowid": key, "text": cast(_vector(text), TSVECTOR), "folded": cast(_vector(folded), TSVECTOR)}
        connection.execute(insert(_fulltext).values(values))


def unindexed_keys(connection: Connection, key: Column[int]) -> list[int]:
    """The keys of documents that the index does not know."""
    return list(connection.scalars(select(key).where(key.not_in(select(_fulltext.c.rowid)))))


def with_text(
    connection: Connection, statement: Select[tuple[int]], key: ColumnElement[int], terms: Sequence[Term]
) -> Select[tuple[int]]:
    """The statement narrowed to documents that hold all terms, the best first.

    Best is: all terms in a row as typed, all terms as typed, in a row without diacritics; then what
    the database ranks first.

    Args:
        connection: to the database that will be asked.
        statement: selects from documents.
        key: the column that is the document's key.
        terms: at least one.
    """
    dialect = connection.dialect.name
    phrase = as_phrase(terms)
    phrases = (phrase,) if phrase else ()
    better = [
        ("text", [term for term in phrases if term.has_diacritics]),
        ("text", [term for term in terms if term.has_diacritics]),
        ("folded", list(phrases)),
    ]
    statement = statement.join(_fulltext, _fulltext.c.rowid == key).where(_holds(dialect, "folded", terms))
    for name, wanted in better:
        if wanted:
            holding = select(_fulltext.c.rowid).where(_holds(dialect, name, wanted)).correlate(None)
            statement = statement.order_by(key.in_(holding).desc())
    return statement.order_by(_rank(dialect, terms))


def _holds(dialect: str, name: str, terms: Iterable[Term]) -> ColumnElement[bool]:
    """Whether a document holds all terms, as typed ("text") or without diacritics ("folded")."""
    spelled = [(term.words if name == "text" else term.folded, term.is_prefix) for term in terms]
    if dialect == "postgresql":
        return _fulltext.c[name].op("@@", is_comparison=True)(_tsquery(spelled))
    phrases = (f'"{" ".join(words)}"{" *" if is_prefix else ""}' for words, is_prefix in spelled)
    return _fulltext.c.fulltext.op("MATCH", is_comparison=True)(f"{name} : ({' AND '.join(phrases)})")


def _rank(dialect: str, terms: Iterable[Term]) -> ColumnElement[float]:
    """What the best documents have least of."""
    if dialect == "postgresql":
        query = _tsquery([(term.folded, term.is_prefix) for term in terms])
        return -func.ts_rank_cd(_fulltext.c.folded, query)
    return func.bm25(literal_column("fulltext"))


def _tsquery(terms: Iterable[tuple[Sequence[str], bool]]) -> ColumnElement[str]:
    """All terms; the words of each in a row. Words are letters and digits, so that quotes hold them."""
    phrases = (
        "(" + " <-> ".join(f"'{word}'" for word in words) + (":*" if is_prefix else "") + ")"
        for words, is_prefix in terms
    )
    return cast(" & ".join(phrases), TSQUERY)


def _vector(text: str) -> str:
    """The words of a text with their places, as PostgreSQL writes a tsvector."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words_in(text), start=1):
        known = places.setdefault(word, [])
        if len(known) < _MOST_POSITIONS and place < _LAST_POSITION:
            known.append(place)
    return " ".join(f"'{word}':{','.join(map(str, known))}" if known else f"'{word}'" for word, known in places.items())
