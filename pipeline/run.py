"""One file through the whole pipeline, from top to bottom."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from models.errors import DamagedSourceError, EmptySourceError, SourceError
from models.page import Page
from models.record import PlanRecord
from models.settings import Settings
from models.source import Source, SourceFiles
from pipeline import __version__
from pipeline.assemble import Findings, build_record
from pipeline.clean import build_document
from pipeline.extract.bodies import find_bodies
from pipeline.extract.campaign import find_campaign
from pipeline.extract.criteria import find_criteria
from pipeline.extract.dates import find_dates
from pipeline.extract.deadlines import find_deadlines
from pipeline.extract.header import find_header
from pipeline.extract.recipients import find_recipients
from pipeline.extract.references import find_references
from pipeline.extract.signature import find_signatures
from pipeline.ingest import find_sources, open_source
from pipeline.ocr.recognize import recognize_page
from pipeline.render import render_page
from pipeline.segment import outline_document

__all__ = ["PIPELINE_VERSION", "finish_record", "open_document", "process_file", "read_page"]

PIPELINE_VERSION = __version__


def process_file(path: str | Path, settings: Settings | None = None) -> PlanRecord:
    """The plan record of one file.

    Raises:
        KehoachError: the file cannot be read, or Tesseract is not there; see `models.errors`.
    """
    settings = settings or Settings()
    found = find_sources([Path(path)])
    for failure in found.failures:
        raise failure.error
    source = open_document(found.sources[0], settings)
    pages = [read_page(source, index, settings) for index in range(source.page_count)]
    return finish_record(source, pages)


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
    """Everything that follows from the pages' words: text, sections, findings, record.

    Raises:
        EmptySourceError: no page has anything on it.
        DamagedSourceError: every page that has something on it could not be read.
    """
    document = build_document(pages)
    if not document.text:
        raise _nothing_read(source, pages)
    outline = outline_document(document)
    header = find_header(document, outline)
    references = find_references(document, outline)
    campaign = find_campaign(document, outline, header)
    dates = find_dates(document, outline, header, references, campaign)
    bodies = find_bodies(document, outline, header)
    deadlines = find_deadlines(document, outline, dates, bodies)
    criteria = find_criteria(document, outline)
    recipients = find_recipients(document, outline)
    signature, cosigners = find_signatures(document, outline)
    findings = Findings(
        header, campaign, dates, deadlines, bodies, criteria, references, recipients, signature, cosigners
    )
    return build_record(source, pages, document, outline, findings)


def _nothing_read(source: Source, pages: Sequence[Page]) -> SourceError:
    name = source.paths[0].name
    problem = next((page.problem for page in pages if page.problem), None)
    if problem:
        return DamagedSourceError(f"{name}: no page could be read: {problem}", "Scan or export the document again.")
    return EmptySourceError(f"{name}: nothing is printed on any page.", "Check that the scan is not blank.")
