"""Connections to the databases an archive can live in: SQLite in a folder, PostgreSQL on a server.

Both give the same promise: a reader sees the archive as it was at one moment, and writers wait for
each other (SQLite's one writer; on PostgreSQL a lock that every writer takes first).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, OperationalError

from models.errors import ArchiveAccessError, ArchiveDamagedError, MissingExtraError

FILE_NAME = "archive.db"
_BUSY_TIMEOUT_S = 30
_CONNECT_TIMEOUT_S = 10
_WRITERS_LOCK = 0x6B656861  # "keha": one number for all writers of a database
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "wal_autocheckpoint = 8192",  # 32 MiB: pages of an index that every record touches are written back more rarely
    "foreign_keys = ON",
    "cache_size = -65536",  # 64 MiB
    "mmap_size = 8589934592",  # the file is read in place, as far as the memory goes
    "temp_store = MEMORY",
)
# For questions that an index answers in milliseconds: the server takes rare words to be frequent, would read all
# texts rather than ask the index, and would start processes and compile for what is done by then.
_SERVER_SETTINGS = ("enable_seqscan = off", "max_parallel_workers_per_gather = 0", "jit = off")
_UNIQUE_VIOLATION = "23505"


def is_server(target: str | Path) -> bool:
    """Whether an archive's name is the address of a PostgreSQL server, not a folder."""
    return isinstance(target, str) and target.startswith(("postgresql:", "postgres:"))


def sqlite_engine(file: Path) -> Engine:
    """The engine of an archive's file; nothing is opened yet."""
    engine = create_engine(URL.create("sqlite", database=str(file)), connect_args={"timeout": _BUSY_TIMEOUT_S})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # transactions begin below, not where the driver thinks best
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # A writer takes the lock at once: one that has read first could not wait for another.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def postgres_engine(address: str) -> Engine:
    """The engine of an archive on a PostgreSQL server; nothing is connected yet.

    Args:
        address: `postgresql://user:password@host:port/database`.

    Raises:
        ArchiveAccessError: the address cannot be understood.
        MissingExtraError: the driver is not installed.
    """
    try:
        url = make_url(address).set(drivername="postgresql+pg8000")
    except (ArgumentError, ValueError) as error:
        raise ArchiveAccessError(
            "The address of the archive cannot be understood.",
            "Write it as postgresql://user:password@host:5432/database.",
        ) from error
    try:
        engine = create_engine(url, connect_args={"timeout": _CONNECT_TIMEOUT_S}, pool_pre_ping=True)
    except ImportError as error:
        raise MissingExtraError.of("postgres", "an archive on a PostgreSQL server") from error

    @event.listens_for(engine, "connect")
    def _on_connect(connection: DBAPIConnection, _record: object) -> None:
        # The limit is for connecting; a long search or a wait for another writer is no fault.
        connection._usock.settimeout(None)
        cursor = connection.cursor()
        for setting in _SERVER_SETTINGS:
            cursor.execute(f"SET {setting}")
        cursor.close()
        connection.commit()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the archive as it is now, whatever others write meanwhile."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with _translated(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """The one connection that may write: all that is done with it is kept, or nothing."""
    with _translated(engine), engine.execution_options(writes=True).begin() as connection:
        yield connection


def shown_name(engine: Engine) -> str:
    """The file, or the server's address without its password, fit for a message."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=True)


@contextmanager
def _translated(engine: Engine) -> Iterator[None]:
    """Errors of the database as errors of the archive."""
    try:
        yield
    except DBAPIError as error:
        if engine.dialect.name == "postgresql":
            _raise_server_error(engine, error)
        _raise_file_error(engine, error)


def _raise_file_error(engine: Engine, error: DBAPIError) -> None:
    name = shown_name(engine)
    if isinstance(error, OperationalError):
        raise ArchiveAccessError(
            f"The archive {name} cannot be read or written: {error.orig}.",
            "Check that the disk has room, that you may write there and that no other program holds the file.",
        ) from error
    if isinstance(error, DatabaseError) and not isinstance(error.orig, sqlite3.IntegrityError):
        raise ArchiveDamagedError(
            f"{name} is damaged or no archive: {error.orig}.",
            "Bring back a backup with `kehoach archive restore`, or move it away and run `kehoach run` again.",
        ) from error
    raise error


def _raise_server_error(engine: Engine, error: DBAPIError) -> None:
    details = error.orig.args[0] if error.orig is not None and error.orig.args else error.orig
    fields = details if isinstance(details, dict) else {}
    if fields.get("C") == _UNIQUE_VIOLATION:
        raise error
    said = fields.get("M", details)
    name = shown_name(engine)
    if not fields or isinstance(error, OperationalError | InterfaceError) or fields.get("S") == "FATAL":
        raise ArchiveAccessError(
            f"The archive {name} cannot be reached: {said}.",
            "Check that the server runs, and the host, port, user, password and database of the address.",
        ) from error
    raise ArchiveAccessError(
        f"The archive {name} refused to work: {said}.",
        "Check that the database is an archive of kehoach and that this user may write to it.",
    ) from error
