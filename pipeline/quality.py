"""What a person should look at in a record, the issue most worth a look first, and how far the record can be trusted.

A look is worth what it may set right: the expected error, times how much hangs on it. The expected error of a
value is one less its calibrated confidence; of anything else it is the chance that something is wrong or lost
there. Importance is counted in values: a page that could not be read loses tens of them, a deadline is
what people act upon, a cited document's symbol is what few search by. Issues of equal worth stand in the order
of the text.

The score starts at the mean recognition confidence of the pages (1 for text) and loses for each issue by its
severity, for doubtful values together no more than five of them; it orders a review, it is no probability.

A file that is no plan cannot be trusted as one, however well it was read. That is told only where no line
says "KẾ HOẠCH", so that the score of a plan never hangs on it:

- 0 where the words "kế hoạch" are nowhere in the text: no plan does without them;
- 0 where nothing of a plan's frame was found, which is a header field, a section or a signature;
- at most 0.5 where the header names another kind of document, such as a decision.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from models.document import Document
from models.findings import Findings
from models.outline import Outline, Zone
from models.page import Page
from models.record import Header, QualityIssue, Severity
from pipeline.clean.numbers import doubtful_numbers
from pipeline.confidence import Calibrated, Estimate
from pipeline.extract.header.blanks import Blanks, Place, find_blanks
from pipeline.folding import fold
from pipeline.syllables import syllable_share

_DOUBTFUL = 0.6  # values below are listed for a person
_UNLIKELY = 0.35  # the same for what carries no confidence: there are many, and each hangs on less
_BADLY_READ = 0.75  # mean word confidence of a page below which it is listed
_NO_VIETNAMESE = 0.6  # share of possible syllables below which recognised text is called unreadable
_LOSS = {Severity.INFO: 0.0, Severity.WARNING: 0.04, Severity.ERROR: 0.25}
_MOST_DOUBTS = 5  # doubtful values that lower the score
_OTHER_KIND = 0.5  # the most that a document of another kind scores
_PLAN = re.compile(r"ke\s*hoach|\bkh\s?[-/]")  # folded; "12/KH-UBND" says it, too
_HEADER_FIELDS = ("issuer", "number", "symbol", "place", "issued", "title")
_FRAME = frozenset({"no_sections", "no_signature", *(f"{name}_missing" for name in _HEADER_FIELDS)})
_MIN_TOKENS = 20  # fewer words do not tell whether a page reads well

# What is at stake, in values of a record that are wrong or lost, by the issue's code.
_AT_STAKE = {
    "page_unreadable": 30.0,
    "page_not_vietnamese": 25.0,
    "classified": 20.0,
    "not_a_plan": 10.0,
    "no_sections": 8.0,
    "page_badly_read": 5.0,
    "issued_incomplete": 2.5,
    "doubtful_number": 1.5,
    "number_missing": 1.0,
    "issued_missing": 2.0,
    "issuer_missing": 1.5,
    "title_missing": 1.5,
    "symbol_missing": 0.8,
    "no_signature": 0.8,
    "place_missing": 0.3,
    "page_blank": 0.2,
    "several_plans": 0.1,
}
_USUALLY = 0.5  # what an issue puts at stake where its code is none of these
# The same for a value that is doubtful, by its field; it counts by the expected error.
_IMPORTANCE = {
    "deadline": 3.0,
    "date": 2.0,
    "header": 2.0,
    "campaign": 1.5,
    "body": 1.5,
    "criterion": 1.0,
    "reference": 1.0,
    "section": 0.8,
    "signature": 0.8,
    "recipient": 0.4,
}
_WITHOUT_CONFIDENCE = ("body", "criterion", "reference", "recipient", "signature")
_MOST_WITHOUT = 10  # of these values the most doubtful are listed, so that the others are not lost among them


def find_issues(
    pages: Sequence[Page],
    document: Document,
    outline: Outline,
    calibrated: Calibrated,
    *,
    number: int = 1,
    count: int = 1,
) -> tuple[QualityIssue, ...]:
    """The issues of a record, the one most worth a look first.

    `number` and `count` tell which plan of the file it is, and how many the file holds.
    """
    findings = calibrated.findings
    general = [
        *_plan_issues(number, count),
        *_page_issues(pages),
        *_frame_issues(outline),
        *_header_issues(findings, find_blanks(document, outline)),
        *_number_issues(document),
    ]
    weighted = [(_AT_STAKE.get(issue.code, _USUALLY), issue) for issue in general]
    weighted += list(_value_issues(calibrated.estimates, document))
    weighted.sort(key=lambda pair: (-pair[0], pair[1].evidence.start if pair[1].evidence else -1, pair[1].code))
    return tuple(_once_a_place(issue for _, issue in weighted))


def _once_a_place(issues: Iterable[QualityIssue]) -> Iterator[QualityIssue]:
    """The issues without those that doubt what one before them says of the same place: one look settles both."""
    seen: set[tuple[int, int]] = set()
    for issue in issues:
        place = (issue.evidence.start, issue.evidence.end) if issue.evidence else None
        if place is not None and place in seen and issue.code.endswith("_doubtful"):
            continue
        if place is not None:
            seen.add(place)
        yield issue


def quality_score(pages: Sequence[Page], document: Document, header: Header, issues: Sequence[QualityIssue]) -> float:
    """How far a record can be trusted as that of a plan, 0..1."""
    confidences = [1.0 if page.ocr_confidence is None else page.ocr_confidence for page in pages if not page.problem]
    start = sum(confidences) / len(confidences) if confidences else 0.0
    doubts = [issue for issue in issues if issue.code.endswith("_doubtful")]
    others = [issue for issue in issues if not issue.code.endswith("_doubtful")]
    lost = sum(_LOSS[issue.severity] for issue in others)
    lost += sum(sorted((_LOSS[issue.severity] for issue in doubts), reverse=True)[:_MOST_DOUBTS])
    return round(min(max(0.0, start - lost), _ceiling(document, header, {issue.code for issue in issues})), 3)


def _ceiling(document: Document, header: Header, codes: set[str]) -> float:
    """The most that a document scores for what it is: 1 for a plan, see the module."""
    if "not_a_plan" not in codes:
        return 1.0
    if codes >= _FRAME or not _PLAN.search(fold(document.text)):
        return 0.0
    if header.doc_type and not _PLAN.match(fold(header.doc_type.value)):
        return _OTHER_KIND
    return 1.0


def _plan_issues(number: int, count: int) -> Iterator[QualityIssue]:
    if count > 1:
        message = f"The file holds {count} plans, each with its own record; this is number {number}."
        yield QualityIssue(code="several_plans", severity=Severity.INFO, message=message)


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


def _header_issues(findings: Findings, blanks: Blanks) -> Iterator[QualityIssue]:
    header = findings.header
    if header.secrecy:
        yield QualityIssue(
            code="classified",
            severity=Severity.ERROR,
            message=f'The document bears the mark "{header.secrecy.value}": exports leave it out unless asked for it.',
            evidence=header.secrecy.evidence,
        )
    for name in _HEADER_FIELDS:
        if getattr(header, name) is None:
            place = blanks.number if name == "number" else blanks.day if name == "issued" else None
            yield QualityIssue(
                code=f"{name}_missing",
                severity=Severity.INFO,
                message=f"The document shows no {name}, or none legible.{_handwriting_at(place)}",
                evidence=place.evidence if place else None,
            )
    if header.issued and header.issued.value.edtf and "X" in header.issued.value.edtf:
        is_written = blanks.day is not None and blanks.day.is_handwritten
        yield QualityIssue(
            code="issued_incomplete",
            severity=Severity.WARNING,
            message=f"A part of the issue date is blank or illegible: {header.issued.value.edtf}."
            + _handwriting_at(blanks.day),
            evidence=blanks.day.evidence if blanks.day and is_written else header.issued.evidence,
        )


def _handwriting_at(place: Place | None) -> str:
    """What handwriting at a place may read, as a sentence; nothing for print and blanks."""
    if place is None or not place.is_handwritten:
        return ""
    return f" Written by hand: {' or '.join(f'{reading}?' for reading in place.readings) or 'not legible'}"


def _number_issues(document: Document) -> Iterator[QualityIssue]:
    """Dates that no calendar has: one figure is misread or misprinted, and nothing tells which."""
    for start, end, candidates in doubtful_numbers(document.text):
        yield QualityIssue(
            code="doubtful_number",
            severity=Severity.WARNING,
            message=f"No calendar has the day {document.text[start:end]}; it may be {candidates or 'any other'}.",
            evidence=document.evidence(start, end),
        )


def _value_issues(estimates: Sequence[Estimate], document: Document) -> Iterator[tuple[float, QualityIssue]]:
    """The values that are written, but doubtful, each with its expected error times its importance."""
    unlikely = [each for each in estimates if each.field in _WITHOUT_CONFIDENCE and each.probability < _UNLIKELY]
    unlikely.sort(key=lambda each: (-_worth(each), each.evidence.start))
    doubtful = [each for each in estimates if each.field not in _WITHOUT_CONFIDENCE and each.probability < _DOUBTFUL]
    for estimate in [*doubtful, *unlikely[:_MOST_WITHOUT]]:
        evidence = estimate.evidence
        words = document.words_of(evidence.start, evidence.end)
        others = [other for word in words for other in word.alternatives]
        yield (
            _worth(estimate),
            QualityIssue(
                code=f"{estimate.field}_doubtful",
                severity=Severity.INFO if estimate.field in _WITHOUT_CONFIDENCE else Severity.WARNING,
                message=f"Right with a probability of {estimate.probability:.0%}: {evidence.text[:80]}"
                + "".join(f", or {other}?" for other in others),
                evidence=evidence,
            ),
        )


def _worth(estimate: Estimate) -> float:
    return (1.0 - estimate.probability) * _IMPORTANCE[estimate.field]
