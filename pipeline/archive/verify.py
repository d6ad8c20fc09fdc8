"""Whether an archive is whole: the database, what was derived from the records, and the sources."""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from models.base import Model
from models.record import PlanRecord
from pipeline.archive.fulltext import unindexed_keys
from pipeline.archive.rows import part_rows, unpack
from pipeline.archive.tables import PARTS, deadlines, documents, names, recurrences
from pipeline.archive.writing import correction_log, known_numbers, put_numbers, shown_row
from pipeline.corrections import apply_corrections

_CHUNK = 1 << 20  # bytes of a source read at a time
_BATCH = 200  # records in memory at a time


class FindingKind(StrEnum):
    """What is not as it should be; `SOURCE_MISSING` alone harms no record."""

    DATABASE = "database"  # the database's own check fails
    RECORD = "record"  # a record cannot be read
    INDEX = "index"  # what can be searched is not what the record says
    ORPHAN = "orphan"  # rows that belong to no document
    SOURCE_CHANGED = "source_changed"  # the file is not the one that was read
    SOURCE_MISSING = "source_missing"  # the file is not where it was read


class Finding(Model):
    """One thing that is wrong with an archive. `document_id` is `None` where it concerns none."""

    kind: FindingKind
    message: str
    document_id: str | None = None


def verify_archive(
    connection: Connection, sources: Path | None, on_document: Callable[[int, int], None] | None = None
) -> Iterator[Finding]:
    """Everything that is wrong, as it is found.

    Args:
        connection: that sees the archive at one moment.
        sources: the folder that relative paths of sources start from; `None` leaves sources alone.
        on_document: told how many documents were looked at, of how many.
    """
    yield from _database_findings(connection)
    yield from _orphans(connection)
    unindexed = set(unindexed_keys(connection, documents.c.key))
    total = connection.scalar(select(func.count()).select_from(documents)) or 0
    done = 0
    last = ""
    statement = select(documents).order_by(documents.c.document_id).limit(_BATCH)
    while rows := connection.execute(statement.where(documents.c.document_id > last)).mappings().all():
        for row in rows:
            last = row["document_id"]
            found = [_index_finding(last)] if row["key"] in unindexed else []
            try:
                record = unpack(row["record"])
            except (ValueError, TypeError, zlib.error) as error:
                yield Finding(kind=FindingKind.RECORD, message=f"The record cannot be read: {error}.", document_id=last)
                continue
            finally:
                done += 1
            if not found and not _is_derived(connection, record, dict(row)):
                found = [_index_finding(last)]
            yield from found
            if sources is not None:
                yield from _source_findings(record, sources)
            if on_document:
                on_document(done, total)


def _database_findings(connection: Connection) -> Iterator[Finding]:
    """The checks that the database has of its own. PostgreSQL checks pages and keys as it goes."""
    if connection.dialect.name != "sqlite":
        return
    for (message,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if message != "ok":
            yield Finding(kind=FindingKind.DATABASE, message=message)
    for table, rowid, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        message = f"Row {rowid} of {table} belongs to a row of {parent} that is not there."
        yield Finding(kind=FindingKind.ORPHAN, message=message)


def fulltext_findings(connection: Connection) -> Iterator[Finding]:
    """SQLite's check of the full-text index against the texts; it wants a connection that may write."""
    if connection.dialect.name != "sqlite":
        return
    try:
        connection.exec_driver_sql("INSERT INTO fulltext (fulltext, rank) VALUES ('integrity-check', 1)")
    except DBAPIError as error:
        yield Finding(kind=FindingKind.INDEX, message=f"The full-text index is not that of the texts: {error.orig}.")


def _orphans(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        return  # `foreign_key_check` has told them
    for table in PARTS:
        known = select(documents.c.key)
        lost = select(func.count()).select_from(table).where(table.c.document_key.not_in(known))
        if count := connection.scalar(lost):
            yield Finding(kind=FindingKind.ORPHAN, message=f"{count} rows of {table.name} belong to no document.")


def _is_derived(connection: Connection, record: PlanRecord, row: dict[str, object]) -> bool:
    """Whether all columns and rows that repeat what the record says do so."""
    corrected = apply_corrections(record, correction_log(connection, record.document_id))
    expected = shown_row(record, str(row["pipeline_version"]), corrected)
    if any(row[name] != value for name, value in expected.items() if name != "record"):
        return False
    key = int(str(row["key"]))
    parts = part_rows(corrected.record, key)
    named = {one["name_key"] for rows in parts.values() for one in rows if "name_key" in one}
    recurring = {one["recurrence_key"] for one in parts[deadlines] if one["recurrence_key"]}
    put_numbers(parts, known_numbers(connection, names, named), known_numbers(connection, recurrences, recurring))
    for table, rows in parts.items():
        kept = connection.execute(select(table).where(table.c.document_key == key).order_by(table.c.position))
        if [dict(one) for one in kept.mappings()] != rows:
            return False
    return True


def _index_finding(document_id: str) -> Finding:
    return Finding(
        kind=FindingKind.INDEX, message="What can be searched is not what the record says.", document_id=document_id
    )


def _source_findings(record: PlanRecord, folder: Path) -> Iterator[Finding]:
    paths = [folder / name for name in _source_names(record)]
    try:
        digests = [_digest(path) for path in paths]
    except OSError as error:
        message = f"{error.filename or paths[0]} cannot be read ({(error.strerror or 'no such file').lower()})."
        yield Finding(kind=FindingKind.SOURCE_MISSING, message=message, document_id=record.document_id)
        return
    whole = digests[0] if len(digests) == 1 else hashlib.sha256(b"".join(digests)).digest()
    if record.document_id.partition("#")[0] != f"sha256:{whole.hex()}":
        message = f"{paths[0]} is not the file that was read: its content is another."
        yield Finding(kind=FindingKind.SOURCE_CHANGED, message=message, document_id=record.document_id)


def _source_names(record: PlanRecord) -> Sequence[str]:
    return (record.source.path, *record.source.parts)


def _digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.digest()
