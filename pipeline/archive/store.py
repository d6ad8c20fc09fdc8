"""The archive: a folder with one SQLite file that keeps records and failures.

Many processes may read at the same time; writers wait for each other (WAL, one writer).
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, create_engine, delete, event, inspect, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, OperationalError

from models.base import Model
from models.errors import ArchiveAccessError, ArchiveDamagedError, ArchiveNotFoundError, RecordNotFoundError
from models.record import PlanRecord
from models.settings import DEFAULT_ARCHIVE
from pipeline.archive.query import Query, SearchResult
from pipeline.archive.rows import document_row, part_rows, unpack
from pipeline.archive.search import matching_keys, search_documents
from pipeline.archive.tables import ARCHIVE_VERSION, create_tables, documents, failures, meta

_FILE_NAME = "archive.db"
_BUSY_TIMEOUT_S = 30
_ID_PREFIX = re.compile(r"[0-9a-f]{4,64}")
_MAX_CANDIDATES = 5


class Failure(Model):
    """A file that could not be turned into a record: the error's class name, cause and remedy."""

    path: str
    code: str
    message: str
    remedy: str


class Archive:
    """An open archive; `open_archive` makes one. It is closed at the end of its `with` block."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def save(self, record: PlanRecord, pipeline_version: str) -> None:
        """Keep a record in place of any earlier one of the same document, whole or not at all."""
        row = document_row(record, pipeline_version)
        with self._writing() as connection:
            connection.execute(delete(documents).where(documents.c.document_id == record.document_id))
            (key,) = connection.execute(documents.insert().values(row)).inserted_primary_key or (0,)
            for table, rows in part_rows(record, key).items():
                if rows:
                    connection.execute(table.insert(), rows)

    def has(self, document_id: str, pipeline_version: str) -> bool:
        """Whether this version of the pipeline has already made the record of this document."""
        statement = select(documents.c.key).where(
            documents.c.document_id == document_id, documents.c.pipeline_version == pipeline_version
        )
        with self._reading() as connection:
            return connection.execute(statement).first() is not None

    def load(self, id_prefix: str) -> PlanRecord:
        """The record of a document by its id, or by at least four of the id's first hex digits.

        Raises:
            RecordNotFoundError: no document has this id, or several do.
        """
        prefix = id_prefix.strip().lower().removeprefix("sha256:")
        if not _ID_PREFIX.fullmatch(prefix):
            raise RecordNotFoundError(
                f"{id_prefix!r} is no document id.", "Give at least four hex digits, as `kehoach search` shows them."
            )
        statement = (
            select(documents.c.document_id, documents.c.path)
            .where(documents.c.document_id.startswith(f"sha256:{prefix}"))
            .order_by(documents.c.document_id)
            .limit(_MAX_CANDIDATES)
        )
        with self._reading() as connection:
            candidates = connection.execute(statement).all()
            if len(candidates) == 1:
                return _load(connection, documents.c.document_id == candidates[0].document_id)
        if not candidates:
            raise RecordNotFoundError(f"The archive has no document {id_prefix!r}.", "`kehoach search` shows the ids.")
        listed = ", ".join(f"{_short(row.document_id, prefix)} ({row.path})" for row in candidates)
        raise RecordNotFoundError(f"Several documents begin with {id_prefix!r}: {listed}.", "Give more digits.")

    def records(self, query: Query | None = None) -> Iterator[PlanRecord]:
        """All records, or all that a query finds whatever its limit, in the order of their ids."""
        with self._reading() as connection:
            statement = select(documents.c.key).order_by(documents.c.document_id)
            keys = list(connection.scalars(statement))
            if query is not None:
                found = set(matching_keys(connection, query))
                keys = [key for key in keys if key in found]
            for key in keys:
                yield _load(connection, documents.c.key == key)

    def search(self, query: Query) -> SearchResult:
        """The documents that a query finds, and where in them."""
        with self._reading() as connection:
            return search_documents(connection, query)

    def record_failure(self, path: str, code: str, message: str, remedy: str) -> None:
        """Note that a file could not be processed, in place of what was noted of it before."""
        with self._writing() as connection:
            connection.execute(delete(failures).where(failures.c.path == path))
            connection.execute(failures.insert().values(path=path, code=code, message=message, remedy=remedy))

    def clear_failure(self, path: str) -> None:
        """Forget that a file failed, if it did."""
        with self._writing() as connection:
            connection.execute(delete(failures).where(failures.c.path == path))

    def failures(self) -> tuple[Failure, ...]:
        """The files that could not be processed, by path."""
        with self._reading() as connection:
            rows = connection.execute(select(failures).order_by(failures.c.path)).mappings()
            return tuple(Failure(**row) for row in rows)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _translated(self._engine), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        writer = self._engine.execution_options(writes=True)
        with _translated(self._engine), writer.begin() as connection:
            yield connection


def open_archive(path: str | Path = DEFAULT_ARCHIVE, *, create: bool = True) -> Archive:
    """The archive in a folder, made when missing unless `create` is false.

    Raises:
        ArchiveNotFoundError: there is none, and none is to be made.
        ArchiveAccessError: the folder or file cannot be read and written, or is in use.
        ArchiveDamagedError: the file is no archive, or one of a newer version of this program.
    """
    path = Path(path)
    file = path / _FILE_NAME
    try:
        if not create and not file.exists():
            raise ArchiveNotFoundError(
                f"There is no archive in {path}.", "Name another with --archive, or make one with `kehoach run`."
            )
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveAccessError(
            f"The archive's folder {path} cannot be used: {error.strerror}.",
            "Choose a folder that you may write to with --archive.",
        ) from error
    engine = _make_engine(file)
    archive = Archive(engine)
    try:
        with archive._writing() as connection:
            _check_version(connection, file)
    except BaseException:
        archive.close()
        raise
    return archive


def _make_engine(file: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(file)), connect_args={"timeout": _BUSY_TIMEOUT_S})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # transactions begin below, not where the driver thinks best
        cursor = connection.cursor()
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # A writer takes the lock at once: one that has read first could not wait for another.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _check_version(connection: Connection, file: Path) -> None:
    """Make the tables of a new archive; refuse what is none, or one of another version."""
    names = inspect(connection).get_table_names()
    if not names:
        create_tables(connection)
        return
    version = None
    if meta.name in names:
        version = connection.scalar(select(meta.c.value).where(meta.c.name == "archive_version"))
    if version is None:
        raise ArchiveDamagedError(f"{file} is no archive of kehoach.", "Choose another folder with --archive.")
    if version != ARCHIVE_VERSION:
        raise ArchiveDamagedError(
            f"The archive {file} has version {version}, this program reads version {ARCHIVE_VERSION}.",
            "Use the version of kehoach that made it, or make a new archive from the sources.",
        )


@contextmanager
def _translated(engine: Engine) -> Iterator[None]:
    """Errors of the database as errors of the archive."""
    file = engine.url.database
    try:
        yield
    except OperationalError as error:
        raise ArchiveAccessError(
            f"The archive {file} cannot be read or written: {error.orig}.",
            "Check that the disk has room, that you may write there and that no other program holds the file.",
        ) from error
    except DatabaseError as error:
        if isinstance(error.orig, sqlite3.IntegrityError):
            raise
        raise ArchiveDamagedError(
            f"{file} is damaged or no archive: {error.orig}.",
            "Move it away and run `kehoach run` on the sources again.",
        ) from error


def _load(connection: Connection, condition: Any) -> PlanRecord:
    packed: bytes = connection.execute(select(documents.c.record).where(condition)).scalar_one()
    return unpack(packed)


def _short(document_id: str, prefix: str) -> str:
    """As much of an id as tells it from others that begin alike."""
    return document_id.removeprefix("sha256:")[: len(prefix) + 8]
