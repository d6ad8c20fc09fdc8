"""Findings become the plan record: with calibrated confidence, and with what a person should look at."""

from collections.abc import Iterator, Sequence

from models.document import Document
from models.findings import Findings
from models.outline import Outline
from models.page import Page
from models.record import PlanRecord, Quality, SourceInfo, SourcePage, TextChange, TextOrigin
from models.source import Source
from pipeline.confidence import calibrate_findings
from pipeline.path_text import path_text
from pipeline.quality import find_issues, quality_score
from pipeline.segment import build_sections


def build_record(
    source: Source,
    pages: Sequence[Page],
    document: Document,
    outline: Outline,
    findings: Findings,
    *,
    number: int = 1,
    count: int = 1,
) -> PlanRecord:
    """The record of one document, with its quality issues, the one most worth a look first.

    `number` and `count` tell which plan of the file it is, and how many the file holds.
    """
    calibrated = calibrate_findings(findings, build_sections(document, outline), document)
    found = calibrated.findings
    issues = find_issues(pages, document, outline, calibrated, number=number, count=count)
    return PlanRecord(
        document_id=source.document_id,
        source=_source_info(source, pages, document),
        text=document.text,
        header=found.header,
        campaign=found.campaign,
        sections=calibrated.sections,
        dates=found.dates,
        deadlines=found.deadlines,
        bodies=found.bodies,
        criteria=found.criteria,
        references=found.references,
        recipients=found.recipients,
        signature=found.signature,
        cosigners=found.cosigners,
        changes=tuple(_text_changes(document)),
        quality=Quality(score=quality_score(pages, document, found.header, issues), issues=issues),
    )


def _source_info(source: Source, pages: Sequence[Page], document: Document) -> SourceInfo:
    was_recognised = any(page.text_origin is TextOrigin.OCR for page in pages)
    return SourceInfo(
        path=path_text(source.paths[0]),
        media_type=source.media_type,
        byte_size=source.byte_size,
        pages=tuple(
            SourcePage(
                number=page.number,
                width=round(page.width, 1),
                height=round(page.height, 1),
                dpi=page.dpi,
                rotation=page.rotation,
                text_origin=page.text_origin,
                ocr_confidence=page.ocr_confidence,
                preparation=page.preparation,
                text_start=document.page_start(page.number),
            )
            for page in pages
        ),
        ocr_engine="tesseract" if was_recognised else None,
        parts=tuple(path_text(path) for path in source.paths[1:]),
    )


def _text_changes(document: Document) -> Iterator[TextChange]:
    """What correction did, each change with the place it was done at and the letters that were read."""
    for change in document.changes:
        yield TextChange(
            kind=change.kind,
            before=change.before,
            after=change.after,
            reason=change.reason,
            confidence=change.confidence,
            evidence=document.evidence(change.start, change.end),
        )
