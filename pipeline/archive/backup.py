"""An archive in one file, and back: a zip of JSON Lines that every database can be filled from.

`manifest.json` names the format, the archive's version and, for each other file, how many lines it
has and its SHA-256. `records.jsonl` holds the machine's records whole; each further file is a table
of what does not follow from the records, a row a line. A backup is thus also the way from SQLite to
PostgreSQL and back.
"""

import base64
import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Date, DateTime, LargeBinary, Table, func, select

from models.errors import ArchiveAccessError, ArchiveDamagedError, OutputAccessError
from models.record import PlanRecord
from pipeline.archive.tables import ARCHIVE_VERSION, KEPT, documents
from pipeline.archive.writing import insert_records

_FORMAT = "kehoach archive backup"
_MANIFEST = "manifest.json"
_RECORDS = "records.jsonl"
_BATCH = 200
Told = Callable[[int, int], None]  # done, of how many


def write_backup(connection: Connection, file: Path, on_document: Told | None = None) -> int:
    """Everything of an archive into one file, whole or not at all; the number of records.

    An older file of this name is replaced when the new one is complete.

    Raises:
        OutputAccessError: the file cannot be written.
    """
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
            entries = {_RECORDS: _write_lines(packed, _RECORDS, _record_lines(connection, on_document))}
            for table in KEPT:
                name = f"{table.name}.jsonl"
                entries[name] = _write_lines(packed, name, _table_lines(connection, table))
            manifest = {"format": _FORMAT, "archive_version": ARCHIVE_VERSION, "files": entries}
            packed.writestr(_MANIFEST, json.dumps(manifest, indent=1))
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise OutputAccessError(f"{file} cannot be written ({error.strerror}).", "Choose another file.") from error
    return int(entries[_RECORDS]["lines"])


def read_backup(connection: Connection, file: Path, on_document: Told | None = None) -> int:
    """Fill an empty archive from a backup; the number of records.

    Args:
        connection: inside a transaction that may write; it is to be rolled back on an error.
        file: made by `write_backup`.
        on_document: told how many records were read, of how many.

    Raises:
        ArchiveAccessError: the archive is not empty, or the file cannot be read.
        ArchiveDamagedError: the file is no backup, is damaged, or is of a newer version.
    """
    if connection.scalar(select(func.count()).select_from(documents)):
        raise ArchiveAccessError("The archive is not empty.", "Restore into a new one: name it with --archive.")
    try:
        with zipfile.ZipFile(file) as packed:
            files = _manifest(packed, file)["files"]
            total = files[_RECORDS]["lines"]
            for table in KEPT:  # first: what people said of a record goes into what is searched of it
                name = f"{table.name}.jsonl"
                if name in files:
                    for line in _read_lines(packed, file, name, files[name]):
                        connection.execute(table.insert().values(_row(table, line)))
            lines = _read_lines(packed, file, _RECORDS, files[_RECORDS])
            done = 0
            while chunk := list(islice(lines, _BATCH)):
                insert_records(connection, [(_record(line), line["pipeline_version"]) for line in chunk])
                done += len(chunk)
                if on_document:
                    on_document(done, total)
    except OSError as error:
        raise ArchiveAccessError(f"{file} cannot be read ({error.strerror}).", "Check the path.") from error
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError) as error:
        raise _damaged(file, str(error)) from error
    return int(total)


def _manifest(packed: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(packed.read(_MANIFEST))
    if manifest["format"] != _FORMAT:
        raise _damaged(file, "it is of another program")
    if int(manifest["archive_version"]) > int(ARCHIVE_VERSION):
        raise ArchiveDamagedError(
            f"{file} was written by a newer version of kehoach.", "Restore it with that version or a newer one."
        )
    return manifest


def _record(line: dict[str, Any]) -> PlanRecord:
    return PlanRecord.model_validate_json(line["record"])


def _record_lines(connection: Connection, on_document: Told | None) -> Iterator[dict[str, Any]]:
    total = connection.scalar(select(func.count()).select_from(documents)) or 0
    columns = (documents.c.document_id, documents.c.pipeline_version, documents.c.record)
    statement = select(*columns).order_by(documents.c.document_id).limit(_BATCH)
    done, last = 0, ""
    while rows := connection.execute(statement.where(documents.c.document_id > last)).all():
        last = rows[-1].document_id
        for _, pipeline_version, record in rows:
            yield {"pipeline_version": pipeline_version, "record": zlib.decompress(record).decode()}
            done += 1
            if on_document:
                on_document(done, total)


def _table_lines(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
        yield {name: _as_json(value) for name, value in row.items()}


def _as_json(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, date) else value


def _row(table: Table, line: dict[str, Any]) -> dict[str, Any]:
    """A line as the values of a table's columns; columns that the backup's version had not stay empty."""
    row: dict[str, Any] = {}
    for column in table.c:
        value = line.get(column.name)
        if value is not None and isinstance(column.type, LargeBinary):
            value = base64.b64decode(value)
        elif value is not None and isinstance(column.type, DateTime):
            value = datetime.fromisoformat(value)
        elif value is not None and isinstance(column.type, Date):
            value = date.fromisoformat(value)
        if value is not None:
            row[column.name] = value
    return row


def _write_lines(packed: zipfile.ZipFile, name: str, lines: Iterator[dict[str, Any]]) -> dict[str, Any]:
    digest = hashlib.sha256()
    count = 0
    with packed.open(name, "w", force_zip64=True) as entry:
        for line in lines:
            written = (json.dumps(line, ensure_ascii=False) + "\n").encode()
            digest.update(written)
            entry.write(written)
            count += 1
    return {"lines": count, "sha256": digest.hexdigest()}


def _read_lines(packed: zipfile.ZipFile, file: Path, name: str, expected: dict[str, Any]) -> Iterator[dict[str, Any]]:
    digest = hashlib.sha256()
    count = 0
    with packed.open(name) as entry:
        for written in _buffered(entry):
            digest.update(written)
            count += 1
            yield json.loads(written)
    if count != expected["lines"] or digest.hexdigest() != expected["sha256"]:
        raise _damaged(file, f"{name} is not what was written")


def _buffered(entry: IO[bytes]) -> io.BufferedReader:
    return io.BufferedReader(entry)  # type: ignore[arg-type]  # a ZipExtFile is a raw stream, too


def _damaged(file: Path, why: str) -> ArchiveDamagedError:
    return ArchiveDamagedError(
        f"{os.fspath(file)} is no backup, or damaged: {why}.", "Use another backup made by `kehoach archive backup`."
    )
