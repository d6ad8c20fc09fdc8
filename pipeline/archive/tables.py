"""The archive's tables. The definitions hold for every database; full text is in `fulltext`.

The tables beside `documents` repeat what the record says, in columns that can be searched.
Columns named `*_key` hold folded words (see `names`). Deadlines, duties and sections carry
`start` and `end`, their offsets in the text, so that one can be found inside another.
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

ARCHIVE_VERSION = "2"

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
    Column("issuer_key", Text, nullable=False),
    Column("parent", Text),
    Column("doc_type", Text),
    Column("number", String),
    Column("symbol", String),
    Column("place", Text),
    Column("place_key", Text, nullable=False),
    Column("issued", String),
    Column("issued_earliest", Date, index=True),
    Column("issued_latest", Date, index=True),
    Column("title", Text),
    Column("page_count", Integer, nullable=False),
    Column("quality", Float, nullable=False),
    Column("page_starts", Text, nullable=False),  # JSON: offsets in the text at which the page changes
    Column("conflicts", Integer, nullable=False),  # corrections that the machine now contradicts
    Column("record", LargeBinary, nullable=False),  # the machine's whole record: JSON, UTF-8, zlib
    Column("corrected", LargeBinary),  # the record after its corrections; NULL where it has none
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False),
)


def _part(name: str, *columns: Column[object] | ForeignKeyConstraint | Index) -> Table:
    """A table of things that belong to a document, numbered from 0 in the record's order."""
    return Table(
        name,
        metadata,
        Column("document_key", ForeignKey("documents.key", ondelete="CASCADE"), primary_key=True),
        Column("position", Integer, primary_key=True),
        *columns,
    )


def _placed() -> tuple[Column[object], ...]:
    return (
        Column("page", Integer, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
    )


sections = _part(
    "sections",
    Column("path", String),
    Column("heading", Text, nullable=False),
    Column("heading_key", Text, nullable=False),
    Column("kinds", String, nullable=False),  # between spaces: " audience content "
    *_placed(),
)

deadlines = _part(
    "deadlines",
    Column("task", Text, nullable=False),
    Column("edtf", String),
    Column("earliest", Date),
    Column("latest", Date),
    Column("bound", String),
    Column("recurrence", String),  # see `recurrence`
    Column("due", Text, nullable=False),  # the whole DateValue as JSON
    Column("section", String),
    Column("confidence", Float, nullable=False),
    *_placed(),
    Index("deadlines_by_date", "latest", "earliest"),
    Index("deadlines_by_recurrence", "recurrence"),
)

deadline_bodies = _part(
    "deadline_bodies",
    Column("deadline", Integer, nullable=False),  # position of the deadline
    Column("is_recipient", Integer, nullable=False),  # 1: the result is reported to it, 0: it is responsible
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Index("deadline_bodies_by_deadline", "document_key", "deadline"),
)

bodies = _part(
    "bodies",
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("level", String),
    *_placed(),  # of the first mention
)

duties = _part(
    "duties",
    Column("body", Integer, nullable=False),  # position of the body
    Column("role", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("section", String),
    *_placed(),
    Index("duties_by_body", "document_key", "body"),
)

citations = _part(
    "citations",
    Column("doc_type", Text, nullable=False),
    Column("number", String),
    Column("symbol", String),
    Column("title", Text),
    Column("citation_key", Text, nullable=False),
    *_placed(),
)

failures = Table(
    "failures",
    metadata,
    Column("path", Text, primary_key=True),
    Column("code", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("remedy", Text, nullable=False),
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


# What follows from the records, the documents first.
DERIVED = (documents, sections, deadlines, deadline_bodies, bodies, duties, citations)

# What does not, and is therefore never made anew: its tables are only added to.
KEPT = (failures, corrections)


def create_tables(connection: Connection) -> None:
    """Make all tables that are missing, and write the archive's version into a new archive."""
    metadata.create_all(connection)
    if connection.scalar(select(meta.c.value).where(meta.c.name == "archive_version")) is None:
        connection.execute(meta.insert().values(name="archive_version", value=ARCHIVE_VERSION))
