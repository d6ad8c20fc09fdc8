"""Where an archive lives: one SQLite file in a folder, or a PostgreSQL database; made when missing."""

import logging
from pathlib import Path

from sqlalchemy import Engine, inspect

from models.errors import ArchiveAccessError, ArchiveNotFoundError
from models.settings import DEFAULT_ARCHIVE
from pipeline.archive.engines import (
    FILE_NAME,
    is_server,
    postgres_engine,
    reading,
    shown_name,
    sqlite_engine,
    writing,
)
from pipeline.archive.store import Archive
from pipeline.archive.tables import ARCHIVE_VERSION
from pipeline.archive.versions import bring_up_to_date, is_current

log = logging.getLogger(__name__)


def open_archive(target: str | Path = DEFAULT_ARCHIVE, *, create: bool = True) -> Archive:
    """The archive in a folder, or on a server; made when missing unless `create` is false.

    An archive of an earlier version of this program is brought up to date, with nothing lost.

    Args:
        target: a folder, or the address of a PostgreSQL database (`postgresql://user@host/database`).
        create: whether to make a missing archive. The database itself must be there.

    Raises:
        ArchiveNotFoundError: there is none, and none is to be made.
        ArchiveAccessError: the folder, file or server cannot be used.
        ArchiveDamagedError: the file or database is no archive, or one of a newer version.
        MissingExtraError: the driver for PostgreSQL is not installed.
    """
    engine = postgres_engine(str(target)) if is_server(target) else sqlite_engine(_file(Path(target), create=create))
    archive = Archive(engine)
    try:
        _prepare(engine, create=create)
    except BaseException:
        archive.close()
        raise
    return archive


def _prepare(engine: Engine, *, create: bool) -> None:
    with reading(engine) as connection:
        if is_current(connection):
            return
        is_empty = not inspect(connection).get_table_names()
    if is_empty and not create:
        raise _no_archive(shown_name(engine))
    with writing(engine) as connection:
        found = bring_up_to_date(connection, shown_name(engine))
    if found != int(ARCHIVE_VERSION):
        log.info("%s was brought from version %d to %s", shown_name(engine), found, ARCHIVE_VERSION)


def _file(folder: Path, *, create: bool) -> Path:
    file = folder / FILE_NAME
    try:
        if not create and not file.exists():
            raise _no_archive(str(folder))
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveAccessError(
            f"The archive's folder {folder} cannot be used: {error.strerror}.",
            "Choose a folder that you may write to with --archive.",
        ) from error
    return file


def _no_archive(name: str) -> ArchiveNotFoundError:
    return ArchiveNotFoundError(
        f"There is no archive in {name}.", "Name another with --archive, or make one with `kehoach run`."
    )
