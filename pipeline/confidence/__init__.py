"""How sure each value is: the share of values like it that are right.

A rule knows how often it is right, recognition how well it read the words, the plan whether the
value fits the others. `features` puts these into numbers, and a logistic model of each field, learned
from labelled plans (`models/trained/calibration.toml`, made by `python -m corpus.calibrate`), turns
them into a probability. No value ever becomes surer because its words were read worse.

What has a `confidence` in the record gets it here: header, campaign, sections, dates, deadlines. For the
other lists (bodies, criteria, references, recipients, the signature) the probability comes back
apart, for the list of what a person should look at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from models.document import Document
from models.evidence import Evidence
from models.findings import Findings
from models.record import Campaign, DatedValue, Header, Section, TextValue
from pipeline.confidence.features import probability_of, weigh_all
from pipeline.confidence.table import Table, load_calibration

_HEADER = ("issuer", "parent", "doc_type", "number", "symbol", "place", "issued", "title")
_CAMPAIGN = ("name", "theme", "slogan", "period")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value of the record by its JSON pointer, how likely it is right (0..1), and where it was read."""

    pointer: str
    field: str
    probability: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Findings and sections with their confidence, and the estimate of every value in the order of the record."""

    findings: Findings
    sections: tuple[Section, ...]
    estimates: tuple[Estimate, ...]


def calibrate_findings(
    findings: Findings, sections: Sequence[Section], document: Document, table: Table | None = None
) -> Calibrated:
    """The findings with calibrated confidence; `table` is the shipped one unless another is given."""
    model = table or load_calibration()
    estimates = tuple(
        Estimate(weighed.pointer, weighed.field, probability_of(weighed, model), weighed.evidence)
        for weighed in weigh_all(findings, sections, document, model)
    )
    sure = {estimate.pointer: estimate.probability for estimate in estimates}
    return Calibrated(_with_confidence(findings, sure), _sections(sections, sure, "/sections"), estimates)


def _with_confidence(findings: Findings, sure: Mapping[str, float]) -> Findings:
    return replace(
        findings,
        header=_header(findings.header, sure),
        campaign=_campaign(findings.campaign, sure) if findings.campaign else None,
        dates=tuple(
            date.model_copy(update={"confidence": sure[f"/dates/{index}"]}) for index, date in enumerate(findings.dates)
        ),
        deadlines=tuple(
            deadline.model_copy(update={"confidence": sure[f"/deadlines/{index}"]})
            for index, deadline in enumerate(findings.deadlines)
        ),
    )


def _header(header: Header, sure: Mapping[str, float]) -> Header:
    single = {
        name: _sure(value, sure[f"/header/{name}"]) for name in _HEADER if (value := getattr(header, name)) is not None
    }
    issuers = tuple(_sure(issuer, sure[f"/header/issuers/{index}"]) for index, issuer in enumerate(header.issuers))
    return header.model_copy(update={**single, "issuers": issuers})


def _campaign(campaign: Campaign, sure: Mapping[str, float]) -> Campaign:
    return campaign.model_copy(
        update={
            name: _sure(value, sure[f"/campaign/{name}"])
            for name in _CAMPAIGN
            if (value := getattr(campaign, name)) is not None
        }
    )


def _sure(value: TextValue | DatedValue, confidence: float) -> TextValue | DatedValue:
    return value.model_copy(update={"confidence": confidence})


def _sections(sections: Sequence[Section], sure: Mapping[str, float], holder: str) -> tuple[Section, ...]:
    return tuple(
        section.model_copy(
            update={
                "confidence": sure[f"{holder}/{index}"],
                "children": _sections(section.children, sure, f"{holder}/{index}/children"),
            }
        )
        for index, section in enumerate(sections)
    )
