"""The archive's tables. The definitions hold for every database; full text is in `fulltext`.

The tables beside `documents` repeat what the record says, in columns that can be searched. Names of
bodies, places, headings, units and documents are kept once, in `names`, under the key that they are
found by (see `pipeline.archive.names`); the parts of documents refer to them by number, so that
nobody has to look for words in millions of rows. Deadlines, duties and sections carry `start` and
`end`, their offsets in the text, so that one can be found inside another.
"""

from sqlalchemy import (
    DDL,
    Column,
    Connection,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
    select,
)

from pipeline.archive.fulltext import add_fulltext

ARCHIVE_VERSION = "3"

metadata = MetaData()

meta = Table("meta", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False))

# The long columns stand last: SQLite then reads the short ones without them.
documents = Table(
    "documents",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("document_id", String, nullable=False, unique=True),
    Column("pipeline_version", String, nullable=False),
    Column("path", Text, nullable=False),
    Column("issuer", Text),
    Column("parent", Text),
    Column("doc_type", Text),
    Column("number", String),
    Column("symbol", String),
    Column("place", Text),
    Column("issued", String),
    Column("issued_earliest", Date),
    Column("issued_latest", Date),
    Column("issued_day", Integer, nullable=False),  # the last day it can mean, from 0001-01-01; 0: not known
    Column("year", Integer),
    Column("level", String),  # of the issuer
    Column("title", Text),
    Column("title_key", String, nullable=False),  # the first folded words
    Column("page_count", Integer, nullable=False),
    Column("quality", Float, nullable=False),
    Column("confidence", Float, nullable=False),  # mean of all values, 0..1
    Column("needs_review", Integer, nullable=False),  # 1: issues that matter, or conflicts
    Column("secrecy", String),  # the mark as it is stamped: "Mật"
    Column("roles", Integer, nullable=False),  # bits: which roles bodies have in it
    Column("kinds", Integer, nullable=False),  # bits: which kinds of section it has
    Column("expected_errors", Float, nullable=False),  # see `pipeline.review`
    Column("review_seconds", Float, nullable=False),
    Column("errors_a_minute", Float, nullable=False),
    Column("conflicts", Integer, nullable=False),  # corrections that the machine now contradicts
    Column("page_starts", Text, nullable=False),  # JSON: offsets in the text at which the page changes
    Column("record", LargeBinary, nullable=False),  # the machine's whole record: JSON, UTF-8, zlib
    Column("corrected", LargeBinary),  # the record after its corrections; NULL where it has none
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False),  # the text without capitals and diacritics, of the same length
    Index("documents_by_day", "issued_day", "key"),
    Index("documents_by_issued", "issued_latest", "issued_earliest"),
    Index("documents_by_facts", "level", "needs_review", "confidence", "secrecy", "key"),
    Index("documents_by_title", "title_key", "key"),
    Index("documents_by_quality", "quality", "key"),
    Index("documents_by_review", "errors_a_minute", "key"),
)

# Every name of every document, once. `key` holds folded words, see `pipeline.archive.names`.
names = Table(
    "names",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
)

# Every recurring deadline, once: a rule with the days it recurs in; see `pipeline.archive.recurrence`.
recurrences = Table(
    "recurrences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("rule", Text, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("sure_days", Integer, nullable=False),
    Column("is_even", Integer, nullable=False),
    Index("recurrences_by_rule", "is_even", "rule"),
    Index("recurrences_by_days", "sure_days"),
)

# Every word of every text as it is spelled, for suggestions. A word stays when its last text is gone.
words = Table(
    "words",
    metadata,
    Column("word", String, primary_key=True),
    Column("length", Integer, nullable=False, index=True),
    sqlite_with_rowid=False,
)


def _part(name: str, *columns: Column[object] | ForeignKeyConstraint | Index) -> Table:
    """A table of things that belong to a document, numbered from 0 in the record's order."""
    return Table(
        name,
        metadata,
        Column("document_key", ForeignKey("documents.key", ondelete="CASCADE"), primary_key=True),
        Column("position", Integer, primary_key=True),
        *columns,
        sqlite_with_rowid=False,  # a document's rows stand side by side
    )


def _placed() -> tuple[Column[object], ...]:
    return (
        Column("page", Integer, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
    )


def _name() -> Column[object]:
    return Column("name_id", ForeignKey("names.id"), nullable=False)


# What the header and the campaign are found by.
labels = _part(
    "labels",
    Column("kind", String, nullable=False),  # issuer, place, campaign
    _name(),
    Index("labels_by_name", "name_id", "kind", "document_key"),
)

sections = _part(
    "sections",
    Column("path", String),
    Column("heading", Text, nullable=False),
    _name(),  # the heading
    Column("kinds", String, nullable=False),  # between spaces: " audience content "
    *_placed(),
    Index("sections_by_name", "name_id", "document_key"),
)

deadlines = _part(
    "deadlines",
    Column("task", Text, nullable=False),
    Column("edtf", String),
    Column("earliest", Date),
    Column("latest", Date),
    Column("bound", String),
    Column("span", Integer, nullable=False),  # see `rows.Span`
    Column("recurrence_id", ForeignKey("recurrences.id")),
    Column("due", Text, nullable=False),  # the whole DateValue as JSON
    Column("section", String),
    Column("confidence", Float, nullable=False),
    *_placed(),
    Index("deadlines_by_date", "span", "latest", "earliest", "document_key"),
    Index("deadlines_by_recurrence", "recurrence_id", "document_key"),
)

deadline_bodies = _part(
    "deadline_bodies",
    Column("deadline", Integer, nullable=False),  # position of the deadline
    Column("is_recipient", Integer, nullable=False),  # 1: the result is reported to it, 0: it is responsible
    Column("name", Text, nullable=False),
)

bodies = _part(
    "bodies",
    Column("name", Text, nullable=False),
    _name(),
    Column("kind", String, nullable=False),
    Column("level", String),
    *_placed(),  # of the first mention
    Index("bodies_by_name", "name_id", "document_key"),
)

duties = _part(
    "duties",
    Column("body", Integer, nullable=False),  # position of the body
    _name(),  # the body's
    Column("role", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("section", String),
    *_placed(),
    Index("duties_by_name", "name_id", "role", "document_key"),
)

citations = _part(
    "citations",
    Column("doc_type", Text, nullable=False),
    Column("number", String),
    Column("symbol", String),
    Column("title", Text),
    _name(),  # type, number, symbol and title
    *_placed(),
    Index("citations_by_name", "name_id", "document_key"),
)

# Which body has part in which deadline: named with it, or with a duty at the same place.
assignments = _part(
    "assignments",
    Column("deadline", Integer, nullable=False),  # position of the deadline, whose days are repeated here
    _name(),
    Column("roles", Integer, nullable=False),  # bits: which roles the body has in it; none where it is only named
    Column("span", Integer, nullable=False),
    Column("earliest", Date),
    Column("latest", Date),
    Column("recurrence_id", ForeignKey("recurrences.id")),
    Index("assignments_by_name", "name_id", "span", "latest", "earliest", "roles", "recurrence_id", "document_key"),
)

quantities = _part(
    "quantities",
    Column("text", Text, nullable=False),  # of the criterion
    Column("value", Float, nullable=False),
    _name(),  # the unit
    Column("section", String),
    *_placed(),
    Index("quantities_by_name", "name_id", "value", "document_key"),
)

failures = Table(
    "failures",
    metadata,
    Column("path", Text, primary_key=True),
    Column("code", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("remedy", Text, nullable=False),
)

# Searches that people keep, as the JSON of a `Query`.
saved_searches = Table(
    "saved_searches",
    metadata,
    Column("name", String, primary_key=True),
    Column("query", Text, nullable=False),
)

# Documents that a person has looked through as a whole; their values are in `corrections`.
reviews = Table(
    "reviews",
    metadata,
    Column("document_id", String, primary_key=True),
    Column("reviewer", Text, nullable=False),
    Column("at", String, nullable=False),  # ISO 8601, UTC
)

# What people said of values, in the order they said it: see `models.correction`. Entries are only added.
corrections = Table(
    "corrections",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("document_id", String, nullable=False, index=True),
    Column("action", String, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", String, nullable=False, index=True),  # ISO 8601, UTC
    Column("entry", Text, nullable=False),  # the whole Correction as JSON
)
_APPEND_ONLY = {
    "sqlite": tuple(
        f"CREATE TRIGGER corrections_no_{verb} BEFORE {verb} ON corrections "
        "BEGIN SELECT RAISE(ABORT, 'the log of corrections is only added to'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RAISE EXCEPTION ''the log of corrections is only added to''; END'",
        "CREATE TRIGGER corrections_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON corrections "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ),
}
for _dialect, _statements in _APPEND_ONLY.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy has left it without types
        event.listen(corrections, "after_create", _ddl.execute_if(dialect=_dialect))

add_fulltext(metadata)


# What follows from the records belongs to one document each, but for `documents` itself and the dictionaries.
DICTIONARIES = (names, recurrences, words)
PARTS = (labels, sections, deadlines, deadline_bodies, bodies, duties, assignments, citations, quantities)

# What does not, and is therefore never made anew: its tables are only added to.
KEPT = (failures, corrections, saved_searches, reviews)


def create_tables(connection: Connection) -> None:
    """Make all tables that are missing, and write the archive's version into a new archive."""
    metadata.create_all(connection)
    if connection.scalar(select(meta.c.value).where(meta.c.name == "archive_version")) is None:
        connection.execute(meta.insert().values(name="archive_version", value=ARCHIVE_VERSION))
