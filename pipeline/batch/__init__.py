"""Many files: in parallel by page, one writer, resumable.

Every step of a document (opening it, reading a page, making the record) is a task for the
workers, so that one long scan uses all cores and a file that kills its reader kills nothing
else. This process gives out the tasks and keeps the results: a document is in the archive as
soon as its record is made, and a batch that was interrupted goes on with the others.

Tasks are given out in this order: records to be made, pages of opened documents, documents to
be opened. A document is thus opened only when there is nothing else to do, which bounds the
memory; documents that were opened are taken in the order of the paths, which decides on the
name of a result and on which of two equal files counts, whatever the speed of the workers.

A document whose content is in the archive is told by its digest in this process, and never opened:
a batch with nothing to do starts no worker.

A task whose worker was killed is tried once more, alone, so that it is known which one it
was; if its worker is killed again, its document fails.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.batch import BatchReport, DocumentFailure, DocumentResult
from models.errors import KehoachError, SourceError, WorkerError
from models.page import Page
from models.record import PlanRecord
from models.settings import Settings
from models.source import Source
from pipeline import __version__
from pipeline.archive import Archive
from pipeline.batch.json_files import make_folder, plan_names, result_names, write_record
from pipeline.batch.stages import Stages
from pipeline.batch.state import DocumentState, Kept, Task
from pipeline.batch.workers import TaskLost, Workers, available_cores, outcome_of
from pipeline.failures import TaskFailure, failure_of
from pipeline.ingest import find_sources, source_id
from pipeline.path_text import path_text

log = logging.getLogger(__name__)

_TASKS_PER_WORKER = 2  # one that runs and one that waits, so that no worker is idle while we save


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is. `pages_expected` is an estimate until every document was opened."""

    documents_done: int
    documents: int
    pages_done: int
    pages_expected: int
    path: str  # what was worked on last


def run_batch(
    paths: Sequence[Path],
    archive: Archive,
    settings: Settings,
    *,
    jobs: int | None = None,
    json_dir: Path | None = None,
    join: bool = True,
    on_progress: Callable[[Progress], None] | None = None,
    stages: Stages | None = None,
) -> BatchReport:
    """Process files and folders into the archive, and into `json_dir` as one JSON file a document (a file
    that holds two plans makes two).

    `jobs` is the number of worker processes (default: one for each core); with 1 everything
    runs in this process. What a document cannot be read for becomes a failure in the report
    and in the archive's list; only what concerns all documents is raised. KeyboardInterrupt
    passes through, with everything kept that was finished.

    Raises:
        ArchiveError: a record cannot be saved.
        OutputAccessError: a JSON file cannot be written.
        WorkerError: no worker process can be started.
    """
    begun = time.monotonic()
    if json_dir is not None:
        make_folder(json_dir)
    found = find_sources(paths, join=join)
    names = result_names([files.stem for files in found.sources])
    documents = [DocumentState(files, name) for files, name in zip(found.sources, names, strict=True)]
    with Workers(jobs or available_cores()) as workers:
        batch = _Batch(documents, archive, settings, workers, json_dir, stages or Stages(), on_progress)
        for failure in found.failures:
            batch.fail_path(failure.path, failure_of(failure.error))
        batch.run()
    return batch.report(tuple(map(path_text, found.skipped)), time.monotonic() - begun)


class _Batch:
    """The state of a batch; all methods run in the process that called `run_batch`."""

    def __init__(
        self,
        documents: Sequence[DocumentState],
        archive: Archive,
        settings: Settings,
        workers: Workers,
        json_dir: Path | None,
        stages: Stages,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self._documents = documents
        self._names = frozenset(document.name for document in documents)
        self._archive = archive
        self._settings = settings
        self._workers = workers
        self._json_dir = json_dir
        self._stages = stages
        self._on_progress = on_progress
        self._failed_before = {failure.path for failure in archive.failures()}
        self._path_failures: list[DocumentFailure] = []
        self._unopened = deque(documents)
        self._opened: dict[int, Source | Kept | TaskFailure] = {}  # by id of the document, until its turn comes
        self._admitted = 0  # so many documents, from the first, had their turn
        self._by_content: dict[str, DocumentState] = {}
        self._ready: deque[Task] = deque()
        self._suspects: deque[Task] = deque()
        self._in_flight: dict[Future[Any], Task] = {}
        self._documents_done = 0
        self._pages_done = 0
        self._pages_known = 0

    def run(self) -> None:
        """Work until every document has an outcome."""
        self._submit_tasks()
        while self._in_flight:
            finished, _ = wait(self._in_flight, return_when=FIRST_COMPLETED)
            for future in finished:
                self._take_outcome(self._in_flight.pop(future), outcome_of(future))
            self._submit_tasks()

    def report(self, passed_over: tuple[str, ...], seconds: float) -> BatchReport:
        """What was done, in the order of the paths."""
        processed: list[DocumentResult] = []
        skipped: list[DocumentResult] = []
        failed = list(self._path_failures)
        for document in self._documents:
            if isinstance(document.outcome, DocumentResult):
                (processed if document.page_count else skipped).append(document.outcome)
            elif document.outcome is not None:
                failed.append(_failure_entry(document.path, document.outcome))
        return BatchReport(
            processed=tuple(processed),
            skipped=tuple(skipped),
            failed=tuple(failed),
            passed_over=passed_over,
            notes=tuple(note for document in self._documents for note in document.notes),
            pages=self._pages_done,
            seconds=seconds,
        )

    def fail_path(self, path: Path, failure: TaskFailure) -> None:
        """Note a path that leads to no document."""
        self._path_failures.append(_failure_entry(path, failure))
        self._keep_failure(path, failure)

    def _submit_tasks(self) -> None:
        """Give the workers as many tasks as they should have."""
        limit = 1 if self._workers.jobs == 1 else _TASKS_PER_WORKER * self._workers.jobs
        while len(self._in_flight) < limit and (task := self._next_task()):
            self._in_flight[self._workers.submit(task.function, *task.arguments)] = task
            if task.was_lost:
                return

    def _next_task(self) -> Task | None:
        if self._suspects and self._in_flight:
            return None  # nothing runs beside a suspect: if its worker is killed, nobody else can have done it
        while True:
            while waiting := self._suspects or self._ready:
                task = waiting.popleft()
                if task.document.outcome is None:
                    return task
            if not self._unopened:
                return None
            document = self._unopened.popleft()
            kept = self._kept(document)
            if kept is None:
                return self._opening(document)
            self._opened[id(document)] = kept
            self._admit_documents()  # which may make tasks of documents that were opened and waited for this one

    def _kept(self, document: DocumentState) -> Kept | None:
        """The document where its records are in the archive; what cannot be read is for a worker to find."""
        try:
            document_id = source_id(document.files, self._settings)
        except SourceError:
            return None
        if not self._archive.has(document_id, __version__):
            return None
        last = self._archive.load(self._archive.plan_ids(document_id)[-1], as_read=True)
        return Kept(document_id, last.source.pages[-1].number)  # the file's last page is its last plan's

    def _take_outcome(self, task: Task, outcome: Any) -> None:
        if isinstance(outcome, TaskLost):
            if not task.was_lost:
                log.debug("%s: the worker was lost while %s", task.document.shown_path, task.what)
                task.was_lost = True
                self._suspects.append(task)
                return
            outcome = _killed(task)
        if task.document.outcome is None:
            task.take(outcome)

    def _opening(self, document: DocumentState) -> Task:
        def take(outcome: Source | TaskFailure) -> None:
            self._opened[id(document)] = outcome
            self._admit_documents()

        return Task(document, "opening it", take, self._stages.open_document, (document.files, self._settings))

    def _admit_documents(self) -> None:
        """Take the documents that were opened, as far as all before them were."""
        while self._admitted < len(self._documents):
            document = self._documents[self._admitted]
            if id(document) not in self._opened:
                return
            self._admitted += 1
            opened = self._opened.pop(id(document))
            if isinstance(opened, TaskFailure):
                self._fail(document, opened)
            else:
                self._admit(document, opened)

    def _admit(self, document: DocumentState, source: Source | Kept) -> None:
        twin = self._by_content.setdefault(source.document_id, document)
        if twin is not document:
            document.notes.append(
                f"{document.shown_path} has the same content as {twin.shown_path} and was not read again."
            )
            if twin.outcome is None:
                twin.twins.append((document, source))
            else:
                self._settle_twin(document, source, twin.outcome)
        elif isinstance(source, Kept) or self._archive.has(source.document_id, __version__):
            self._settle(document, source)
        else:
            document.page_count = source.page_count
            self._pages_known += source.page_count
            self._ready.extend(self._reading(document, source, index) for index in range(source.page_count))

    def _reading(self, document: DocumentState, source: Source, index: int) -> Task:
        def take(outcome: Page | TaskFailure) -> None:
            if isinstance(outcome, TaskFailure):
                self._fail(document, outcome)
                return
            document.pages[index] = outcome
            self._pages_done += 1
            self._tell(document)
            if len(document.pages) == source.page_count:
                self._ready.appendleft(self._finishing(document, source))

        what = f"reading page {index + 1}"
        return Task(document, what, take, self._stages.read_page, (source, index, self._settings))

    def _finishing(self, document: DocumentState, source: Source) -> Task:
        def take(outcome: Sequence[PlanRecord] | TaskFailure) -> None:
            if isinstance(outcome, TaskFailure):
                self._fail(document, outcome)
                return
            if failure := self._save(outcome):
                self._fail(document, failure)
                return
            document.notes.extend(
                f"{document.shown_path}: page {page.number} could not be read: {page.problem}"
                for page in pages
                if page.problem
            )
            self._settle(document, source, outcome)

        pages = [page for _, page in sorted(document.pages.items())]
        return Task(document, "making its record", take, self._stages.finish_records, (source, pages))

    def _save(self, records: Sequence[PlanRecord]) -> TaskFailure | None:
        """Keep the records of a file; what goes wrong with it alone, and not with the archive, is returned."""
        try:
            self._archive.save_plans(records, __version__)
        except KehoachError:
            raise
        except Exception as error:  # noqa: BLE001 - as in `workers`: one record never stops the others
            return failure_of(error)
        return None

    def _settle(self, document: DocumentState, source: Source | Kept, records: Sequence[PlanRecord] = ()) -> None:
        """The document's records are in the archive: write its files, and close it and its twins."""
        json_file = None
        ids = [record.document_id for record in records] or self._archive.plan_ids(source.document_id)
        names = plan_names(document.name, len(ids), self._names)
        if self._json_dir is not None:
            json_file = self._json_dir / f"{document.name}.json"
            for name, record in zip(names, records or map(self._archive.load, ids), strict=True):
                write_record(record, self._json_dir / f"{name}.json")
            if document.name != document.files.stem:
                document.notes.append(
                    f"{document.shown_path}: another file has this name too; its record is {path_text(json_file)}."
                )
        if len(ids) > 1:
            files = f": {', '.join(f'{name}.json' for name in names)}" if json_file else ""
            document.notes.append(f"{document.shown_path} holds {len(ids)} plans, each with its own record{files}.")
        self._clear_failure(document.path)
        self._close(
            document,
            DocumentResult(
                path=document.shown_path,
                document_id=source.document_id,
                pages=source.page_count,
                plans=len(ids),
                json_file=path_text(json_file) if json_file else None,
            ),
        )

    def _fail(self, document: DocumentState, failure: TaskFailure) -> None:
        self._pages_known -= document.page_count - len(document.pages)
        self._keep_failure(document.path, failure)
        self._close(document, failure)

    def _close(self, document: DocumentState, outcome: DocumentResult | TaskFailure) -> None:
        document.outcome = outcome
        document.pages.clear()
        self._documents_done += 1
        self._tell(document)
        for twin, source in document.twins:
            self._settle_twin(twin, source, outcome)

    def _settle_twin(
        self, document: DocumentState, source: Source | Kept, outcome: DocumentResult | TaskFailure
    ) -> None:
        if isinstance(outcome, TaskFailure):
            self._fail(document, outcome)
        else:
            self._settle(document, source)

    def _keep_failure(self, path: Path, failure: TaskFailure) -> None:
        if failure.trace:
            log.debug("%s: %s\n%s", path_text(path), failure.cause, failure.trace)
        key = path_text(path.absolute())
        self._failed_before.add(key)
        self._archive.record_failure(key, failure.code, failure.cause, failure.remedy)

    def _clear_failure(self, path: Path) -> None:
        key = path_text(path.absolute())
        if key in self._failed_before:
            self._archive.clear_failure(key)

    def _tell(self, document: DocumentState) -> None:
        if self._on_progress is None:
            return
        to_come = len(self._documents) - self._admitted
        a_document = self._pages_known / self._admitted if self._admitted else 0.0
        self._on_progress(
            Progress(
                documents_done=self._documents_done,
                documents=len(self._documents),
                pages_done=self._pages_done,
                pages_expected=self._pages_known + round(to_come * a_document),
                path=document.shown_path,
            )
        )


def _killed(task: Task) -> TaskFailure:
    return failure_of(
        WorkerError(
            f"The worker process was killed twice while {task.what}.",
            "Most often memory ran out: try again with --jobs 1; `kehoach doctor` shows how much there is.",
        )
    )


def _failure_entry(path: Path, failure: TaskFailure) -> DocumentFailure:
    return DocumentFailure(
        path=path_text(path),
        code=failure.code,
        exit_code=failure.exit_code,
        cause=failure.cause,
        remedy=failure.remedy,
    )
