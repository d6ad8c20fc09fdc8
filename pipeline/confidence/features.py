"""What speaks for and against each value, as numbers that a logistic model weighs.

`rule` is the extractor's own sureness (as log odds) and speaks for a value. All others speak against
it, from 0 on: how badly its words were read (on the mean, and the worst of them), that they were corrected,
written by hand or are no Vietnamese; that the value does not fit the plan (a year far from its own), was
filled in rather than printed, or stands alone (a deadline that nobody is responsible for), that a task is not
cut as tasks are. Further features
only name what a value is, so that each sort can have its own share of errors: they may weigh either way.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.dates import Bound, DateValue, ResolvedFrom
from models.document import Document
from models.evidence import Evidence
from models.findings import Findings
from models.record import Body, Criterion, DateMention, DateRole, Deadline, Reference, Section, SectionKind, Signature
from pipeline.confidence.table import Table
from pipeline.extract.bodies.duty_roles import begins_task
from pipeline.folding import fold
from pipeline.syllables import syllable_share

SPEAK_FOR = frozenset({"rule", "date"})
SPEAK_AGAINST = frozenset(
    {
        "scan",
        "mean_doubt",
        "worst_doubt",
        "lost_words",
        "changed",
        "odd_words",
        "by_hand",
        "far_year",
        "filled_in",
        "blank",
    }
    | {"roman", "nobody", "bare", "once", "far_day", "unpadded", "unresolved"}
    | {"unlimited", "inherited", "no_verb", "holds_date", "headless"}
)
"""Features by the sign that their weight must have; all others may have either."""

_BADLY_READ = 0.5  # confidence below which a word counts as lost
_NO_DATE = 0.5  # how sure the date of a deadline is that prints none of its own
_FAR = 6  # years from the plan's own in which what is to be done is no longer planned
_FAR_DAY = 3  # the same for a single day
# Days below ten have a 0 in front (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4): "ngày 7 tháng 01" may be of 17.
_UNPADDED = re.compile(r"(?<![\d/.\-])[1-9](?= ?[/.\-] ?0\d| tháng (?:0[12]|[3-9]|1[0-2])\b)")
_ISSUE = re.compile(r"nay\b|(?:ngày |khi )?(?:kế hoạch|ban hành|ký)\b")
_AHEAD = (DateRole.DEADLINE, DateRole.EVENT, DateRole.PERIOD)
_ROMAN = re.compile(r"(?i:quý|học kỳ) ?[IVl1|]{1,3}\b")
_CODE = re.compile(r"(?:19|20)\d\d|[A-ZĐƯÂÔ][A-ZĐƯÂÔa-z]{0,11}(?<![a-z]{3})\d{0,2}|[vg]")
_BACKWARD_LOOKING = (DateRole.REFERENCE, DateRole.HISTORICAL, DateRole.OTHER, DateRole.ISSUED)
_FILLED = (ResolvedFrom.DOCUMENT_YEAR, ResolvedFrom.SECTION, ResolvedFrom.ISSUE_DATE, ResolvedFrom.CAMPAIGN_PERIOD)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A value of the record by its JSON pointer, with the field whose model judges it.

    `limit` is the most it can be sure of: a deadline is wrong where its date is.
    """

    pointer: str
    field: str
    features: Mapping[str, float]
    evidence: Evidence
    limit: float = 1.0


def probability_of(weighed: Weighed, table: Table) -> float:
    """How likely the value is right, within its limit."""
    return min(weighed.limit, table.probability(weighed.field, weighed.features))


def weigh_all(findings: Findings, sections: Sequence[Section], document: Document, table: Table) -> Iterator[Weighed]:
    """Every value of a record. `table` judges the dates, which their deadlines lean on."""
    reading = _Reading(document)
    header = findings.header
    for name in ("issuer", "parent", "doc_type", "number", "symbol", "place", "issued", "title"):
        value = getattr(header, name)
        if value is not None:
            yield Weighed(
                f"/header/{name}",
                "header",
                _ruled(value.confidence, value.evidence, reading) | {name: 1.0},
                value.evidence,
            )
    for index, issuer in enumerate(header.issuers):
        features = _ruled(issuer.confidence, issuer.evidence, reading) | {"issuer": 1.0}
        yield Weighed(f"/header/issuers/{index}", "header", features, issuer.evidence)
    if findings.campaign:
        for name in ("name", "theme", "slogan", "period"):
            value = getattr(findings.campaign, name)
            if value is not None:
                features = _ruled(value.confidence, value.evidence, reading) | {name: 1.0}
                yield Weighed(f"/campaign/{name}", "campaign", features, value.evidence)
    yield from _weigh_sections(sections, "/sections", document, reading)
    plan_year = _plan_year(findings)
    chances: list[tuple[DateMention, float]] = []
    for index, date in enumerate(findings.dates):
        features = _date_features(date, plan_year, reading)
        chances.append((date, table.probability("date", features)))
        yield Weighed(f"/dates/{index}", "date", features, date.evidence)
    for index, deadline in enumerate(findings.deadlines):
        inside = _dates_inside(deadline, chances)
        chance = min((chance for _, chance in inside), default=_NO_DATE)
        features = _deadline_features(deadline, chance, document, reading) | {"several": float(len(inside) > 1)}
        features |= _task_features(deadline, findings, document)
        yield Weighed(f"/deadlines/{index}", "deadline", features, deadline.evidence, limit=chance if inside else 1.0)
    for index, body in enumerate(findings.bodies):
        yield Weighed(f"/bodies/{index}", "body", _body_features(body, reading), body.mentions[0])
    for index, criterion in enumerate(findings.criteria):
        features = _criterion_features(criterion, reading)
        yield Weighed(f"/criteria/{index}", "criterion", features, criterion.evidence)
    for index, reference in enumerate(findings.references):
        features = _reference_features(reference, reading)
        yield Weighed(f"/references/{index}", "reference", features, reference.evidence)
    for index, recipient in enumerate(findings.recipients):
        yield Weighed(f"/recipients/{index}", "recipient", reading.of(recipient.evidence), recipient.evidence)
    if findings.signature:
        features = _signature_features(findings.signature, reading)
        yield Weighed("/signature", "signature", features, findings.signature.evidence)


class _Reading:
    """How well the words of a document were read."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._changes = [change.start for change in document.changes]

    def of(self, evidence: Evidence) -> dict[str, float]:
        """What recognition and correction say against a value that was read here; nothing for plain text."""
        features = {"odd_words": 1.0 - syllable_share(evidence.text)} if evidence.text.strip() else {}
        first = bisect_left(self._changes, evidence.start)
        changed = self._document.changes[first : bisect_left(self._changes, evidence.end)]
        if changed:
            features["changed"] = 1.0 - min(change.confidence for change in changed) + 0.1
        words = self._document.words_of(evidence.start, evidence.end)
        sure = [word.confidence for word in words if word.confidence is not None]
        if sure:
            features |= {
                "scan": 1.0,
                "mean_doubt": 1.0 - (evidence.ocr_confidence or 0.0),
                "worst_doubt": 1.0 - min(sure),
                "lost_words": float(sum(each < _BADLY_READ for each in sure) > 0),
            }
        if any(word.is_handwritten for word in words):
            features["by_hand"] = 1.0
        return features


def _ruled(confidence: float, evidence: Evidence, reading: _Reading) -> dict[str, float]:
    """The features of a value that its extractor gave a confidence."""
    features = reading.of(evidence)
    sure = min(max(confidence, 0.02), 0.98)
    return features | {"rule": math.log(sure / (1.0 - sure))}


def _weigh_sections(
    sections: Sequence[Section], holder: str, document: Document, reading: _Reading
) -> Iterator[Weighed]:
    for index, section in enumerate(sections):
        pointer = f"{holder}/{index}"
        end = min(section.end, section.start + len(section.label) + len(section.heading) + 3)
        evidence = document.evidence(section.start, max(end, section.start))
        features = _ruled(section.confidence, evidence, reading)
        features |= {"deeper": float(section.level > 1), "unlabelled": float(not section.label)}
        features |= {
            "long": float(len(section.heading.split()) > 20),
            "other": float(SectionKind.OTHER in section.kinds),
        }
        yield Weighed(pointer, "section", features, evidence)
        yield from _weigh_sections(section.children, f"{pointer}/children", document, reading)


def _plan_year(findings: Findings) -> int | None:
    """The year of issue; where it is not known, the one that most of what is to be done falls in."""
    issued = findings.header.issued
    if issued and issued.value.earliest:
        return issued.value.earliest.year
    ahead = [date.value.earliest.year for date in findings.dates if date.role in _AHEAD and date.value.earliest]
    return min(set(ahead), key=lambda year: (-ahead.count(year), year), default=None)


def _date_features(date: DateMention, plan_year: int | None, reading: _Reading) -> dict[str, float]:
    features = _ruled(date.confidence, date.evidence, reading) | _value_features(date.value, date.role, plan_year)
    features[f"role_{date.role.value}"] = 1.0
    if "scan" in features and _ROMAN.search(date.evidence.text):
        features["roman"] = 1.0  # of the strokes of a Roman figure recognition loses or adds one
    if "scan" in features and _UNPADDED.search(date.evidence.text):
        features["unpadded"] = 1.0
    if features["undated"] and _ISSUE.match((date.value.anchor or "").lower()):
        features["unresolved"] = 1.0  # counted from a day of issue that was not read
    return features


def _value_features(value: DateValue, role: DateRole | None, plan_year: int | None) -> dict[str, float]:
    features = {
        "filled_in": float(value.resolved_from in _FILLED),
        "blank": float("X" in (value.edtf or "")),
        "undated": float(value.edtf is None and value.rrule is None),
        "recurring": float(value.rrule is not None),
    }
    if plan_year and value.earliest and role not in _BACKWARD_LOOKING:
        last = (value.latest or value.earliest).year
        features["far_year"] = float(last < plan_year - 1 or value.earliest.year > plan_year + _FAR)
        is_day = value.earliest == value.latest
        features["far_day"] = float(is_day and not plan_year - 1 <= last <= plan_year + _FAR_DAY)
    return features


def _dates_inside(deadline: Deadline, chances: Sequence[tuple[DateMention, float]]) -> list[tuple[DateMention, float]]:
    """The dates that the deadline's evidence prints; of several those that say when it is due."""
    place = deadline.evidence
    inside = [
        (date, chance)
        for date, chance in chances
        if place.start <= date.evidence.start and date.evidence.end <= place.end
    ]
    return [(date, chance) for date, chance in inside if _is_same(date.value, deadline.due)] or inside


def _is_same(one: DateValue, other: DateValue) -> bool:
    return (one.edtf, one.rrule, one.duration) == (other.edtf, other.rrule, other.duration)


def _deadline_features(deadline: Deadline, chance: float, document: Document, reading: _Reading) -> dict[str, float]:
    features = _ruled(deadline.confidence, deadline.evidence, reading) | _value_features(deadline.due, None, None)
    words = len(deadline.task.split())
    return features | {
        "date": math.log(chance / (1.0 - chance)),
        "nobody": float(not deadline.responsible),
        "in_table": float(bool(document.paragraph_at(deadline.evidence.start).cells)),
        "short": float(words < 4),
        "long": max(0.0, math.log(max(words, 1) / 12.0)),
    }


def _task_features(deadline: Deadline, findings: Findings, document: Document) -> dict[str, float]:
    """What speaks against a task as it was cut out, and against its being due at all.

    Days on which something takes place are taken for deadlines in error more often than limits are; a task that
    begins with no verb, or holds another date, was cut at the wrong place; who is bound by a heading above, and
    not by the words of the task, is so by inference.
    """
    place = deadline.evidence
    start = document.text.find(deadline.task, place.start)
    end = start + len(deadline.task)
    named = [body for body in findings.bodies if body.name in deadline.responsible]
    is_near = any(place.start <= each.start < place.end for body in named for each in body.mentions)
    dates = findings.dates if start >= 0 else ()
    return {
        "unlimited": float(deadline.due.bound not in (Bound.BEFORE, Bound.BY)),
        "inherited": float(bool(named) and not is_near),
        "no_verb": float(not begins_task(deadline.task, 0, len(deadline.task), is_strong=False)),
        "holds_date": float(any(start <= each.evidence.start < end for each in dates)),
    }


def _body_features(body: Body, reading: _Reading) -> dict[str, float]:
    features = min((reading.of(mention) for mention in body.mentions), key=lambda each: each.get("mean_doubt", 0.0))
    return features | {
        "once": float(len(body.mentions) == 1),
        "idle": float(not body.duties),
        "long": float(len(body.name.split()) > 10),
        f"kind_{body.kind.value}": 1.0,
    }


def _criterion_features(criterion: Criterion, reading: _Reading) -> dict[str, float]:
    words = len(criterion.text.split())
    return reading.of(criterion.evidence) | {
        "uncounted": float(not criterion.quantities),
        "several": float(len(criterion.quantities) > 1),
        "long": max(0.0, math.log(max(words, 1) / 15.0)),
        f"kind_{criterion.kind.value}": 1.0,
    }


def _reference_features(reference: Reference, reading: _Reading) -> dict[str, float]:
    return reading.of(reference.evidence) | {
        "bare": float(reference.number is None and reference.symbol is None),
        "no_symbol": float(reference.number is not None and reference.symbol is None),
        "undated": float(reference.issued is None),
        "once": float(len(reference.mentions) <= 1),
        "odd_symbol": float(reference.symbol is not None and _is_odd(reference.symbol)),
    }


def _is_odd(symbol: str) -> bool:
    """Whether a symbol holds what none does: a small letter at the wrong place, a figure in a code, a sign."""
    return not all(map(_CODE.fullmatch, re.split(r"[-/.&]", symbol.replace(" ", ""))))


# What hardly anybody's name begins with: the seal or the pen took the family's name before it.
_MIDDLE_NAMES = frozenset({"thi", "van"})


def _signature_features(signature: Signature, reading: _Reading) -> dict[str, float]:
    name = signature.name or ""
    return reading.of(signature.evidence) | {
        "bare": float(not name),
        "short": float(len(name.split()) < 3),
        "odd_name": 1.0 - syllable_share(name) if name else 0.0,
        "headless": float(bool(name) and fold(name.split()[0]) in _MIDDLE_NAMES),
    }
