"""One file through the whole pipeline, from top to bottom."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from models.document import Document
from models.errors import DamagedSourceError, EmptySourceError, SourceError
from models.findings import Findings
from models.outline import Outline
from models.page import Page
from models.record import PlanRecord
from models.settings import Settings
from models.source import Source, SourceFiles
from pipeline import __version__
from pipeline.assemble import build_record
from pipeline.clean import build_document
from pipeline.extract.bodies import find_bodies
from pipeline.extract.campaign import find_campaign
from pipeline.extract.criteria import find_criteria
from pipeline.extract.dates import find_dates
from pipeline.extract.deadlines import find_deadlines
from pipeline.extract.header import find_header
from pipeline.extract.marks import find_marks
from pipeline.extract.recipients import find_recipients
from pipeline.extract.references import find_references
from pipeline.extract.signature import find_signatures
from pipeline.ingest import find_sources, open_source
from pipeline.layout.joining import join_pages
from pipeline.ocr.recognize import recognize_page
from pipeline.render import render_page
from pipeline.segment import outline_document
from pipeline.segment.plans import split_plans

__all__ = [
    "PIPELINE_VERSION",
    "document_of",
    "find_all",
    "finish_record",
    "finish_records",
    "open_document",
    "process_document",
    "process_file",
    "process_plans",
    "read_page",
]

PIPELINE_VERSION = __version__


def process_file(path: str | Path, settings: Settings | None = None) -> PlanRecord:
    """The plan record of one file; of the first plan in it where it holds several (see `process_plans`).

    Raises:
        KehoachError: the file cannot be read, or Tesseract is not there; see `models.errors`.
    """
    return process_document(path, settings)[0]


def process_plans(path: str | Path, settings: Settings | None = None) -> tuple[PlanRecord, ...]:
    """The plan records of one file, one a plan, in the order they are printed; most files hold one.

    Raises:
        KehoachError: as `process_file`.
    """
    return finish_records(*_read(path, settings))


def process_document(path: str | Path, settings: Settings | None = None) -> tuple[PlanRecord, Document]:
    """The plan record of one file, and its text with the way back from every character.

    `document.words_of(start, end)` are the words that `record.text[start:end]` was read from, each with
    its page, its box and how sure recognition was; `document.evidence(start, end)` sums them up.

    Raises:
        KehoachError: as `process_file`.
    """
    source, pages = _read(path, settings)
    plans = split_plans(pages)
    document = document_of(plans[0].pages)
    return _finish(source, plans[0].own, document, number=1, count=len(plans)), document


def _read(path: str | Path, settings: Settings | None) -> tuple[Source, list[Page]]:
    settings = settings or Settings()
    found = find_sources([Path(path)])
    for failure in found.failures:
        raise failure.error
    source = open_document(found.sources[0], settings)
    return source, [read_page(source, index, settings) for index in range(source.page_count)]


def open_document(files: SourceFiles, settings: Settings) -> Source:
    """The source, opened and checked against the limits; no page is read yet."""
    return open_source(files, settings)


def read_page(source: Source, index: int, settings: Settings) -> Page:
    """Page `index` (from 0) with its words: the expensive stage, safe to run in any process."""
    rendered = render_page(source, index, settings)
    if rendered.page is not None:
        return rendered.page
    assert rendered.image is not None
    assert rendered.dpi is not None
    page = recognize_page(rendered.image, rendered.dpi, rendered.number, settings)
    if rendered.refused_layer:
        page = replace(page, preparation=(f"text layer refused: {rendered.refused_layer}", *page.preparation))
    return page


def finish_record(source: Source, pages: Sequence[Page]) -> PlanRecord:
    """Everything that follows from the pages' words: text, sections, findings, one record of all pages.

    Raises:
        EmptySourceError: no page has anything on it.
        DamagedSourceError: every page that has something on it could not be read.
    """
    return _finish(source, pages, document_of(pages))


def finish_records(source: Source, pages: Sequence[Page]) -> tuple[PlanRecord, ...]:
    """The same, with a record for each plan where the file holds several.

    The first plan has the id of the file, the second that id with "#2" behind it. Page numbers are
    those of the file; each record lists the pages that its plan is printed on.

    Raises:
        EmptySourceError: no page has anything on it.
        DamagedSourceError: every page that has something on it could not be read.
    """
    plans = split_plans(pages)
    return tuple(
        _finish(source, plan.own, document_of(plan.pages), number=number, count=len(plans))
        for number, plan in enumerate(plans, start=1)
    )


def document_of(pages: Sequence[Page]) -> Document:
    """The clean text of all pages, in which every character knows its page, word box and raw letters."""
    return build_document(join_pages(pages))


def find_all(pages: Sequence[Page], document: Document, outline: Outline) -> Findings:
    """Everything that the extractors find in a document, each value with its rule's own sureness."""
    marks = find_marks(pages, document)
    header = find_header(document, outline).model_copy(update={"secrecy": marks.secrecy, "urgency": marks.urgency})
    references = find_references(document, outline)
    campaign = find_campaign(document, outline, header)
    dates = find_dates(document, outline, header, references, campaign)
    bodies = find_bodies(document, outline, header)
    deadlines = find_deadlines(document, outline, dates, bodies)
    criteria = find_criteria(document, outline)
    recipients = find_recipients(document, outline)
    signature, cosigners = find_signatures(document, outline)
    return Findings(header, campaign, dates, deadlines, bodies, criteria, references, recipients, signature, cosigners)


def _finish(
    source: Source, pages: Sequence[Page], document: Document, *, number: int = 1, count: int = 1
) -> PlanRecord:
    """The record of a file, or of one of the plans in it, counted from 1."""
    if not document.text:
        raise _nothing_read(source, pages)
    if number > 1:
        source = replace(source, document_id=f"{source.document_id}#{number}")
    outline = outline_document(document)
    findings = find_all(pages, document, outline)
    return build_record(source, pages, document, outline, findings, number=number, count=count)


def _nothing_read(source: Source, pages: Sequence[Page]) -> SourceError:
    name = source.paths[0].name
    problem = next((page.problem for page in pages if page.problem), None)
    if problem:
        return DamagedSourceError(f"{name}: no page could be read: {problem}", "Scan or export the document again.")
    return EmptySourceError(f"{name}: nothing is printed on any page.", "Check that the scan is not blank.")
