"""Many documents into searchable PDF, one after the other, the pages of each over all cores."""

from collections.abc import Iterator, Sequence
from concurrent.futures import wait
from pathlib import Path
from typing import Any

from models.errors import WorkerError
from models.settings import Settings
from models.source import SourceFiles
from pipeline.batch.json_files import make_folder, result_names
from pipeline.batch.stages import Stages
from pipeline.batch.workers import TaskLost, Workers, available_cores, outcome_of
from pipeline.failures import TaskFailure, failure_of
from pipeline.run import document_of
from pipeline.searchable.alto import write_alto
from pipeline.searchable.writer import Searchable, refuse_source, refuse_text, write_searchable_pdf

_SUFFIX = ".pdf"


def make_searchable(
    documents: Sequence[SourceFiles],
    out: Path,
    settings: Settings | None = None,
    *,
    jobs: int | None = None,
    with_alto: bool = False,
    stages: Stages | None = None,
) -> Iterator[tuple[SourceFiles, Searchable | TaskFailure]]:
    """Each document with the file that was made of it, or with the reason why there is none.

    Args:
        documents: as `pipeline.ingest.find_sources` gives them.
        out: the file for a single document if it ends with `.pdf`, else the folder for all of them,
            which is made where it is missing.
        settings: for reading.
        jobs: worker processes; as many as there are cores where None.
        with_alto: also write ALTO, one file a page, into a folder beside each PDF.
        stages: other steps than those of the pipeline.

    Raises:
        OutputAccessError: the folder cannot be written.
        WorkerError: worker processes cannot be started.
    """
    settings, stages = settings or Settings(), stages or Stages()
    is_file = is_file_name(out) and len(documents) == 1
    make_folder(out.parent if is_file else out)
    names = result_names([document.stem for document in documents])
    targets = [out] if is_file else [out / f"{name}{_SUFFIX}" for name in names]
    sources = [path for document in documents for path in document.paths]
    with Workers(jobs or available_cores()) as workers:
        for document, target in zip(documents, targets, strict=True):
            try:
                refuse_source(target, sources)
                made: Searchable | TaskFailure = _make(document, target, settings, workers, stages, with_alto=with_alto)
            except Exception as error:  # noqa: BLE001 - one document's fault never stops the others
                made = failure_of(error)
            yield document, made


def is_file_name(out: Path) -> bool:
    """Whether a path for results is meant as a file."""
    return out.suffix.lower() == _SUFFIX and not out.is_dir()


def _make(
    document: SourceFiles, target: Path, settings: Settings, workers: Workers, stages: Stages, *, with_alto: bool
) -> Searchable | TaskFailure:
    source = stages.open_document(document, settings)
    refuse_text(source)
    futures = [workers.submit(stages.read_page, source, index, settings) for index in range(source.page_count)]
    pages: list[Any] = []
    for future in futures:
        wait([future])
        outcome = outcome_of(future)
        if isinstance(outcome, TaskFailure):
            return outcome
        if isinstance(outcome, TaskLost):
            raise WorkerError("A worker process was killed while it read a page.", "Try again with --jobs 1.")
        pages.append(outcome)
    record = stages.finish_record(source, pages)
    made = write_searchable_pdf(source, pages, record, target)
    if with_alto:
        write_alto(document_of(pages), pages, source.paths[0].name, target.with_name(f"{target.stem}-alto"))
    return made
