"""Findings become the plan record, and what a person should look at is listed.

The quality score starts at the mean recognition confidence of the pages (1 for text) and
loses for each issue by its severity; it orders a review, it is no probability.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.document import Document
from models.outline import Outline, Zone
from models.page import Page
from models.record import (
    Body,
    Campaign,
    Criterion,
    DateMention,
    Deadline,
    Header,
    PlanRecord,
    Quality,
    QualityIssue,
    Recipient,
    Reference,
    Severity,
    Signature,
    SourceInfo,
    SourcePage,
    TextOrigin,
)
from models.source import Source
from pipeline.path_text import path_text
from pipeline.segment import build_sections
from pipeline.syllables import syllable_share

_DOUBTFUL = 0.6  # values below are listed for a person
_BADLY_READ = 0.75  # mean word confidence of a page below which it is listed
_NO_VIETNAMESE = 0.6  # share of possible syllables below which recognised text is called unreadable
_LOSS = {Severity.INFO: 0.0, Severity.WARNING: 0.04, Severity.ERROR: 0.25}
_MIN_TOKENS = 20  # fewer words do not tell whether a page reads well


@dataclass(frozen=True, slots=True)
class Findings:
    """What the extractors found."""

    header: Header
    campaign: Campaign | None
    dates: tuple[DateMention, ...]
    deadlines: tuple[Deadline, ...]
    bodies: tuple[Body, ...]
    criteria: tuple[Criterion, ...]
    references: tuple[Reference, ...]
    recipients: tuple[Recipient, ...]
    signature: Signature | None
    cosigners: tuple[Signature, ...]


def build_record(
    source: Source, pages: Sequence[Page], document: Document, outline: Outline, findings: Findings
) -> PlanRecord:
    """The record of one document, with its quality issues, most serious first."""
    issues = sorted(
        [*_page_issues(pages), *_frame_issues(outline), *_header_issues(findings), *_value_issues(findings)],
        key=lambda issue: list(Severity).index(issue.severity),
        reverse=True,
    )
    return PlanRecord(
        document_id=source.document_id,
        source=_source_info(source, pages, document),
        text=document.text,
        header=findings.header,
        campaign=findings.campaign,
        sections=build_sections(document, outline),
        dates=findings.dates,
        deadlines=findings.deadlines,
        bodies=findings.bodies,
        criteria=findings.criteria,
        references=findings.references,
        recipients=findings.recipients,
        signature=findings.signature,
        cosigners=findings.cosigners,
        quality=Quality(score=_score(pages, issues), issues=tuple(issues)),
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


def _page_issues(pages: Sequence[Page]) -> Iterator[QualityIssue]:
    for page in pages:
        text = " ".join(line.text for line in page.lines)
        if page.problem:
            yield QualityIssue(
                code="page_unreadable", severity=Severity.ERROR, message=f"Page {page.number}: {page.problem}"
            )
        elif not text.strip():
            yield QualityIssue(
                code="page_blank", severity=Severity.INFO, message=f"Page {page.number}: nothing was read."
            )
        elif len(text.split()) >= _MIN_TOKENS and syllable_share(text) < _NO_VIETNAMESE:
            yield QualityIssue(
                code="page_not_vietnamese",
                severity=Severity.ERROR,
                message=f"Page {page.number}: most words are no Vietnamese. Scan it again, or check its language.",
            )
        elif page.ocr_confidence is not None and page.ocr_confidence < _BADLY_READ:
            yield QualityIssue(
                code="page_badly_read",
                severity=Severity.WARNING,
                message=f"Page {page.number}: recognised with a mean confidence of {page.ocr_confidence:.0%} only.",
            )


def _frame_issues(outline: Outline) -> Iterator[QualityIssue]:
    if Zone.TITLE not in outline.zones:
        yield QualityIssue(
            code="not_a_plan",
            severity=Severity.WARNING,
            message='No line "KẾ HOẠCH" was found: this may be a document of another type.',
        )
    if not any(node.is_section for node in outline.nodes):
        yield QualityIssue(code="no_sections", severity=Severity.WARNING, message="No section heading was found.")
    if Zone.SIGNATURE not in outline.zones:
        yield QualityIssue(code="no_signature", severity=Severity.INFO, message="No signature block was found.")


def _header_issues(findings: Findings) -> Iterator[QualityIssue]:
    header = findings.header
    for name in ("issuer", "number", "symbol", "place", "issued", "title"):
        if getattr(header, name) is None:
            yield QualityIssue(
                code=f"{name}_missing",
                severity=Severity.INFO,
                message=f"The document shows no {name}, or none legible.",
            )
    if header.issued and header.issued.value.edtf and "X" in header.issued.value.edtf:
        yield QualityIssue(
            code="issued_incomplete",
            severity=Severity.WARNING,
            message=f"A part of the issue date is blank or illegible: {header.issued.value.edtf}.",
            evidence=header.issued.evidence,
        )


def _value_issues(findings: Findings) -> Iterator[QualityIssue]:
    """The values that are written, but doubtful."""
    header = findings.header
    named: list[tuple[str, Iterable[object]]] = [
        (
            "header",
            [header.issuer, header.parent, header.number, header.symbol, header.place, header.issued, header.title],
        ),
        ("date", findings.dates),
        ("deadline", findings.deadlines),
    ]
    for name, values in named:
        for value in values:
            confidence = getattr(value, "confidence", 1.0)
            if value is not None and confidence < _DOUBTFUL:
                evidence = getattr(value, "evidence", None)
                yield QualityIssue(
                    code=f"{name}_doubtful",
                    severity=Severity.WARNING,
                    message=f"Read with a confidence of {confidence:.0%}: {getattr(evidence, 'text', '')[:80]}",
                    evidence=evidence,
                )


def _score(pages: Sequence[Page], issues: Sequence[QualityIssue]) -> float:
    confidences = [1.0 if page.ocr_confidence is None else page.ocr_confidence for page in pages if not page.problem]
    start = sum(confidences) / len(confidences) if confidences else 0.0
    return round(max(0.0, start - sum(_LOSS[issue.severity] for issue in issues)), 3)
