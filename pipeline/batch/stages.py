"""The steps of a document as worker processes call them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.page import Page
from models.record import PlanRecord
from models.settings import Settings
from models.source import Source, SourceFiles


def _open_document(files: SourceFiles, settings: Settings) -> Source:
    from pipeline.ingest import open_source

    return open_source(files, settings)


def _read_page(source: Source, index: int, settings: Settings) -> Page:
    from pipeline.run import read_page

    return read_page(source, index, settings)


def _finish_record(source: Source, pages: Sequence[Page]) -> PlanRecord:
    from pipeline.run import finish_record

    return finish_record(source, pages)


def _finish_records(source: Source, pages: Sequence[Page]) -> Sequence[PlanRecord]:
    from pipeline.run import finish_records

    return finish_records(source, pages)


@dataclass(frozen=True, slots=True)
class Stages:
    """Four functions that a worker can import by name, with results that can be pickled.

    Those of `pipeline.run` are the default. They are imported where they run, so that a
    process that only gives out the work never loads the libraries behind them; opening needs
    none of those that recognition does.
    """

    open_document: Callable[[SourceFiles, Settings], Source] = _open_document
    read_page: Callable[[Source, int, Settings], Page] = _read_page
    finish_record: Callable[[Source, Sequence[Page]], PlanRecord] = _finish_record
    finish_records: Callable[[Source, Sequence[Page]], Sequence[PlanRecord]] = _finish_records
