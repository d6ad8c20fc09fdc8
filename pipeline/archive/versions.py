"""The archive's version, and how an archive of an earlier version becomes one of this version.

`documents.record` holds each record whole, and every other column and table about documents
follows from it. An older archive is therefore brought up to date by making those tables anew from
its records, in one transaction: whoever stops it in the middle has the old archive still. What does
not follow from the records (failures, what people have done) is never dropped; its tables are only
added to.
"""

import logging
from collections.abc import Callable

from sqlalchemy import Connection, inspect, select, text

from models.errors import ArchiveDamagedError
from pipeline.archive.fulltext import drop_fulltext
from pipeline.archive.rows import unpack
from pipeline.archive.tables import ARCHIVE_VERSION, DICTIONARIES, PARTS, create_tables, documents, meta
from pipeline.archive.writing import insert_records

log = logging.getLogger(__name__)

_OLDEST_READ = 1
_CHUNK = 200  # records in memory at a time


def is_current(connection: Connection) -> bool:
    """Whether the database is an archive of this version, so that nothing needs to be written."""
    return _version(connection, inspect(connection).get_table_names()) == int(ARCHIVE_VERSION)


def bring_up_to_date(connection: Connection, name: str) -> int:
    """Make the tables of a new archive, or those of an older one anew; the version it was found in.

    Args:
        connection: inside a transaction that may write.
        name: of the archive, for messages.

    Raises:
        ArchiveDamagedError: the database is no archive, or one of a newer version of this program.
    """
    names = inspect(connection).get_table_names()
    current = int(ARCHIVE_VERSION)
    if not names:
        create_tables(connection)
        return current
    version = _version(connection, names)
    if version is None:
        raise ArchiveDamagedError(f"{name} is no archive of kehoach.", "Choose another one with --archive.")
    if not _OLDEST_READ <= version <= current:
        raise ArchiveDamagedError(
            f"The archive {name} has version {version}, this program reads versions {_OLDEST_READ} to {current}.",
            "Use a version of kehoach that is at least as new as the one that wrote it.",
        )
    if version < current:
        number = connection.execute(text("SELECT count(*) FROM documents")).scalar_one()
        log.warning("%s is of version %d; its %d records are made searchable anew, once ...", name, version, number)
        _remake_tables(connection, lambda table: table in names)
        connection.execute(meta.update().where(meta.c.name == "archive_version").values(value=ARCHIVE_VERSION))
    return version


def _version(connection: Connection, names: list[str]) -> int | None:
    if meta.name not in names:
        return None
    value = connection.scalar(select(meta.c.value).where(meta.c.name == "archive_version"))
    return int(value) if value is not None and value.isdecimal() else None


def _remake_tables(connection: Connection, exists: Callable[[str], bool]) -> None:
    """Every table about documents, made again from the records."""
    connection.execute(text("CREATE TABLE kept_records AS SELECT document_id, pipeline_version, record FROM documents"))
    drop_fulltext(connection)
    for table in (*(part.name for part in PARTS), documents.name, *(table.name for table in DICTIONARIES)):
        if exists(table):
            connection.execute(text(f"DROP TABLE {table}"))
    create_tables(connection)
    last = ""
    chunk = text("SELECT * FROM kept_records WHERE document_id > :last ORDER BY document_id LIMIT :limit")
    while rows := connection.execute(chunk, {"last": last, "limit": _CHUNK}).all():
        insert_records(connection, [(unpack(packed), pipeline_version) for _, pipeline_version, packed in rows])
        last = rows[-1].document_id
    connection.execute(text("DROP TABLE kept_records"))
