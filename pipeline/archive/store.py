"""An open archive: the records, failures and corrections in it, and what can be asked of it.

Many processes may read at the same time; writers wait for each other.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, delete, func, select

from models.base import Model
from models.correction import Action, Correction, CorrectionStatus
from models.errors import CorrectionError, RecordNotFoundError
from models.evidence import Box
from models.record import PlanRecord
from pipeline.archive.backup import read_backup, write_backup
from pipeline.archive.engines import (
    reading,
    shown_name,
    writing,
)
from pipeline.archive.facets import count_facets
from pipeline.archive.fulltext import names_with
from pipeline.archive.names import name_key
from pipeline.archive.query import BodyCount, Facets, Query, SearchResult
from pipeline.archive.reviewing import (
    DoubtfulValue,
    ReviewProgress,
    ReviewQueue,
    doubtful_values,
    mark_reviewed,
    review_progress,
    review_queue,
)
from pipeline.archive.rows import unpack
from pipeline.archive.saved import SavedSearch, delete_search, keep_search, list_searches, load_search
from pipeline.archive.search import matching_keys, search_documents
from pipeline.archive.tables import bodies, corrections, documents, failures
from pipeline.archive.verify import Finding, fulltext_findings, verify_archive
from pipeline.archive.writing import correction_log, insert_record, insert_records
from pipeline.corrections import apply_corrections, in_force, make_correction, withdrawal

log = logging.getLogger(__name__)

_ID_PREFIX = re.compile(r"(?P<digits>[0-9a-f]{4,64})(?:#(?P<plan>\d{1,3}))?")
_MAX_CANDIDATES = 5
_AT_ONCE = 500  # records in one transaction


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

    @property
    def name(self) -> str:
        """The file, or the server's address without its password."""
        return shown_name(self._engine)

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
        with writing(self._engine) as connection:
            insert_record(connection, record, pipeline_version)

    def save_all(self, records: Iterable[PlanRecord], pipeline_version: str) -> int:
        """Keep many finished records, some hundreds at a time whole or not at all; how many there were.

        Faster than `save` of each; what it was stopped at can be given again.
        """
        rest = iter(records)
        count = 0
        while chunk := list(islice(rest, _AT_ONCE)):
            with writing(self._engine) as connection:
                insert_records(connection, [(record, pipeline_version) for record in chunk])
            count += len(chunk)
        return count

    def save_plans(self, records: Sequence[PlanRecord], pipeline_version: str) -> None:
        """Keep the records of all plans of one file, the first of which has the file's own id.

        All or none; a plan that an earlier run found behind them is forgotten.
        """
        ids = [record.document_id for record in records]
        with writing(self._engine) as connection:
            of_file = documents.c.document_id.startswith(f"{ids[0]}#")
            connection.execute(delete(documents).where(of_file, documents.c.document_id.not_in(ids)))
            insert_records(connection, [(record, pipeline_version) for record in records])

    def plan_ids(self, document_id: str) -> tuple[str, ...]:
        """The ids of the plans of one file in the order they are printed; the first is the file's own."""
        statement = select(documents.c.document_id).where(documents.c.document_id.startswith(f"{document_id}#"))
        with reading(self._engine) as connection:
            others = sorted(connection.scalars(statement), key=lambda other: int(other.rpartition("#")[2]))
        return (document_id, *others)

    def has(self, document_id: str, pipeline_version: str) -> bool:
        """Whether this version of the pipeline has already made the record of this document."""
        statement = select(documents.c.key).where(
            documents.c.document_id == document_id, documents.c.pipeline_version == pipeline_version
        )
        with reading(self._engine) as connection:
            return connection.execute(statement).first() is not None

    def load(self, id_prefix: str, *, as_read: bool = False) -> PlanRecord:
        """The record of a document by its id, or by at least four of the id's first hex digits.

        The second plan of a file is told from the first by "#2" behind the id or the digits.

        Args:
            id_prefix: with or without "sha256:".
            as_read: the machine's own record, without corrections.

        Raises:
            RecordNotFoundError: no document has this id, or several do.
        """
        prefix = id_prefix.strip().lower().removeprefix("sha256:")
        match = _ID_PREFIX.fullmatch(prefix)
        if match is None:
            raise RecordNotFoundError(
                f"{id_prefix!r} is no document id.", "Give at least four hex digits, as `kehoach search` shows them."
            )
        statement = (
            select(documents.c.document_id, documents.c.path)
            .where(
                documents.c.document_id.startswith(f"sha256:{match['digits']}"),
                documents.c.document_id.endswith(f"#{match['plan']}")
                if match["plan"]
                else documents.c.document_id.not_like("%#%"),
            )
            .order_by(documents.c.document_id)
            .limit(_MAX_CANDIDATES)
        )
        with reading(self._engine) as connection:
            candidates = connection.execute(statement).all()
            if len(candidates) == 1:
                return _load(connection, documents.c.document_id == candidates[0].document_id, as_read=as_read)
        if not candidates:
            raise RecordNotFoundError(f"The archive has no document {id_prefix!r}.", "`kehoach search` shows the ids.")
        listed = ", ".join(f"{_short(row.document_id, prefix)} ({row.path})" for row in candidates)
        raise RecordNotFoundError(f"Several documents begin with {id_prefix!r}: {listed}.", "Give more digits.")

    def records(self, query: Query | None = None) -> Iterator[PlanRecord]:
        """All records, or all that a query finds whatever its limit, in the order of their ids."""
        with reading(self._engine) as connection:
            statement = select(documents.c.key).order_by(documents.c.document_id)
            keys = list(connection.scalars(statement))
            if query is not None:
                found = matching_keys(connection, query)
                keys = [key for key in keys if key in found]
            for key in keys:
                yield _load(connection, documents.c.key == key)

    def body_names(self, name: str | None = None, limit: int = 50) -> tuple[BodyCount, ...]:
        """Bodies whose name holds the words of `name`, those of the most documents first."""
        count = func.count(bodies.c.document_key.distinct())
        statement = select(bodies.c.name, count).group_by(bodies.c.name).order_by(count.desc(), bodies.c.name)
        if name is not None:
            named = names_with(self._engine.dialect.name, [name_key(name)])
            statement = statement.where(bodies.c.name_id.in_(named))
        with reading(self._engine) as connection:
            return tuple(BodyCount(name=row[0], documents=row[1]) for row in connection.execute(statement.limit(limit)))

    def correct(
        self,
        id_prefix: str,
        action: Action,
        pointer: str,
        value: Any = None,
        *,
        by: str,
        why: str = "",
        at: datetime | None = None,
        quote: str | None = None,
        boxes: tuple[Box, ...] = (),
    ) -> Correction:
        """Change, add, confirm or reject a value; see `make_correction`. It holds over every later run.

        Raises:
            RecordNotFoundError: no document has this id, or several do.
            CorrectionError: there is no such place, or the value does not fit there.
        """
        document_id = self.load(id_prefix).document_id
        moment = at or datetime.now(UTC)
        with writing(self._engine) as connection:
            machine, version = _machine_record(connection, document_id)
            before = apply_corrections(machine, correction_log(connection, document_id))
            made = make_correction(before, action, pointer, value, by=by, at=moment, why=why, quote=quote, boxes=boxes)
            _append(connection, made)
            insert_record(connection, machine, version)
        return made

    def withdraw(self, correction_id: str, *, by: str, why: str = "", at: datetime | None = None) -> Correction:
        """Take a correction back. The log keeps both.

        Raises:
            CorrectionError: there is no such correction in force.
        """
        with writing(self._engine) as connection:
            entry = connection.scalar(select(corrections.c.entry).where(corrections.c.id == correction_id))
            meant = Correction.model_validate_json(entry) if entry else None
            log = correction_log(connection, meant.document_id) if meant else []
            if meant is None or meant not in in_force(log):
                raise CorrectionError(
                    f"No correction {correction_id} is in force.", "`kehoach corrections` lists their ids."
                )
            made = withdrawal(meant, by=by, why=why, at=at or datetime.now(UTC))
            _append(connection, made)
            machine, version = _machine_record(connection, meant.document_id)
            insert_record(connection, machine, version)
        return made

    def corrections(self, id_prefix: str) -> tuple[CorrectionStatus, ...]:
        """The corrections in force of a document, and how each stands to the machine's record of today."""
        document_id = self.load(id_prefix).document_id
        with reading(self._engine) as connection:
            machine, _ = _machine_record(connection, document_id)
            return apply_corrections(machine, correction_log(connection, document_id)).statuses

    def corrected_documents(self) -> list[str]:
        """The ids of documents with corrections in force, those with conflicts first."""
        statement = select(documents.c.document_id).where(documents.c.corrected.is_not(None))
        with reading(self._engine) as connection:
            return list(connection.scalars(statement.order_by(documents.c.conflicts.desc(), documents.c.document_id)))

    def corrected_records(self) -> Iterator[PlanRecord]:
        """The records that corrections are in force in, by their ids."""
        for document_id in sorted(self.corrected_documents()):
            yield self.load(document_id)

    def correction_log(self, since: datetime | None = None) -> Iterator[Correction]:
        """Every entry of the log, the oldest first; from a moment on."""
        statement = select(corrections.c.entry).order_by(corrections.c.number)
        if since is not None:
            statement = statement.where(corrections.c.made_at >= since.astimezone(UTC).isoformat())
        with reading(self._engine) as connection:
            for entry in connection.scalars(statement):
                yield Correction.model_validate_json(entry)

    def search(self, query: Query) -> SearchResult:
        """The documents that a query finds, and where in them."""
        with reading(self._engine) as connection:
            return search_documents(connection, query)

    def facets(self, query: Query) -> Facets:
        """What the documents that a query finds have in common; see `Facets`."""
        with reading(self._engine) as connection:
            return count_facets(connection, query)

    def save_search(self, name: str, query: Query) -> None:
        """Keep a search under a name, in place of any earlier one of that name.

        Raises:
            QueryError: the name is empty, or too long.
        """
        with writing(self._engine) as connection:
            keep_search(connection, name, query)

    def saved_search(self, name: str) -> Query:
        """The search that was kept under a name.

        Raises:
            SavedSearchNotFoundError: there is none.
        """
        with reading(self._engine) as connection:
            return load_search(connection, name)

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """All searches that were kept, by name."""
        with reading(self._engine) as connection:
            return list_searches(connection)

    def forget_search(self, name: str) -> None:
        """Forget a search that was kept.

        Raises:
            SavedSearchNotFoundError: there is none of this name.
        """
        with writing(self._engine) as connection:
            delete_search(connection, name)

    def review_queue(self, query: Query | None = None, limit: int = 20) -> ReviewQueue:
        """The documents worth a reviewer's time, those with the most expected errors a minute first."""
        with reading(self._engine) as connection:
            return review_queue(connection, query, limit)

    def review_values(self, id_prefix: str) -> tuple[DoubtfulValue, ...]:
        """The values of one document that a reviewer should look at, the most worth it first.

        Raises:
            RecordNotFoundError: no document has this id, or several do.
        """
        record = self.load(id_prefix)
        return doubtful_values(record, self.corrections(record.document_id))

    def mark_reviewed(self, id_prefix: str, reviewer: str, *, at: datetime | None = None) -> str:
        """Note that a person has looked through a document as a whole; its id. It leaves the queue.

        Raises:
            RecordNotFoundError: no document has this id, or several do.
        """
        document_id = self.load(id_prefix).document_id
        with writing(self._engine) as connection:
            mark_reviewed(connection, document_id, reviewer, at or datetime.now(UTC))
        return document_id

    def review_progress(self) -> ReviewProgress:
        """How far the review is, and what each reviewer has done."""
        with reading(self._engine) as connection:
            return review_progress(connection)

    def verify(self, sources: Path | None, on_document: Callable[[int, int], None] | None = None) -> Iterator[Finding]:
        """Everything that is wrong with the archive, as it is found; see `verify_archive`."""
        with writing(self._engine) as connection:
            yield from fulltext_findings(connection)
        with reading(self._engine) as connection:
            yield from verify_archive(connection, sources, on_document)

    def backup(self, file: Path, on_document: Callable[[int, int], None] | None = None) -> int:
        """Everything of the archive into one file; the number of records. See `write_backup`."""
        with reading(self._engine) as connection:
            return write_backup(connection, file, on_document)

    def restore(self, file: Path, on_document: Callable[[int, int], None] | None = None) -> int:
        """Fill this archive, which must be empty, from a backup, whole or not at all; the number of records."""
        with writing(self._engine) as connection:
            return read_backup(connection, file, on_document)

    def record_failure(self, path: str, code: str, message: str, remedy: str) -> None:
        """Note that a file could not be processed, in place of what was noted of it before."""
        with writing(self._engine) as connection:
            connection.execute(delete(failures).where(failures.c.path == path))
            connection.execute(failures.insert().values(path=path, code=code, message=message, remedy=remedy))

    def clear_failure(self, path: str) -> None:
        """Forget that a file failed, if it did."""
        with writing(self._engine) as connection:
            connection.execute(delete(failures).where(failures.c.path == path))

    def failures(self) -> tuple[Failure, ...]:
        """The files that could not be processed, by path."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(failures).order_by(failures.c.path)).mappings()
            return tuple(Failure(**row) for row in rows)


def _load(connection: Connection, condition: Any, *, as_read: bool = False) -> PlanRecord:
    row = connection.execute(select(documents.c.record, documents.c.corrected).where(condition)).one()
    return unpack(row.record if as_read or row.corrected is None else row.corrected)


def _machine_record(connection: Connection, document_id: str) -> tuple[PlanRecord, str]:
    columns = (documents.c.record, documents.c.pipeline_version)
    row = connection.execute(select(*columns).where(documents.c.document_id == document_id)).one()
    return unpack(row.record), row.pipeline_version


def _append(connection: Connection, correction: Correction) -> None:
    connection.execute(
        corrections.insert().values(
            id=correction.id,
            document_id=correction.document_id,
            action=correction.action,
            made_by=correction.by,
            made_at=correction.at.astimezone(UTC).isoformat(),
            entry=correction.model_dump_json(),
        )
    )


def _short(document_id: str, prefix: str) -> str:
    """As much of an id as tells it from others that begin alike."""
    return document_id.removeprefix("sha256:")[: len(prefix) + 8]
