"""Records as tables: plans, deadlines, bodies and criteria, one thing a row.

Names in one cell are joined by "; ". `document_id` joins the tables:

* `plans`: one row a record, its header, campaign, signature and quality;
* `deadlines`: one row a deadline; `earliest` and `latest` are the days it can mean;
* `bodies`: one row a duty, or one for a body without any;
* `criteria`: one row a quantity of a criterion, or one for a criterion without any.
"""

from collections.abc import Callable, Iterable, Iterator

from models.dates import DateValue
from models.record import PlanRecord

Cell = str | int | float | None
Rows = Iterable[tuple[Cell, ...]]

# A spreadsheet runs a cell that begins so as a formula (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: Cell) -> Cell:
    """The cell, with a quote before what a spreadsheet would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


def _joined(names: Iterable[str]) -> str:
    return "; ".join(names)


_PLAN_COLUMNS = (
    *("document_id", "path", "pages", "issuer", "parent", "doc_type", "number", "symbol", "place"),
    *("issued", "issued_earliest", "issued_latest", "title", "campaign", "campaign_period"),
    *("signed_by", "position", "secrecy", "urgency", "quality", "issues"),
)


def _plan_rows(record: PlanRecord) -> Iterator[tuple[Cell, ...]]:
    header, campaign, signature = record.header, record.campaign, record.signature
    issued = header.issued.value if header.issued else DateValue()
    texts = (header.issuer, header.parent, header.doc_type, header.number, header.symbol, header.place)
    yield (
        record.document_id,
        record.source.path,
        len(record.source.pages),
        *(text.value if text else None for text in texts),
        issued.edtf,
        *_days(issued),
        header.title.value if header.title else None,
        campaign.name.value if campaign and campaign.name else None,
        campaign.period.value.edtf if campaign and campaign.period else None,
        signature.name if signature else None,
        signature.position if signature else None,
        header.secrecy.value if header.secrecy else None,
        header.urgency.value if header.urgency else None,
        record.quality.score,
        len(record.quality.issues),
    )


_DEADLINE_COLUMNS = (
    *("document_id", "number", "symbol", "task", "due", "earliest", "latest", "bound", "rrule"),
    *("duration", "business_days", "anchor", "responsible", "report_to", "section", "page", "confidence"),
)


def _deadline_rows(record: PlanRecord) -> Iterator[tuple[Cell, ...]]:
    for deadline in record.deadlines:
        due = deadline.due
        yield (
            *_plan(record),
            deadline.task,
            due.edtf,
            *_days(due),
            due.bound,
            due.rrule,
            due.duration,
            None if due.business_days is None else str(due.business_days).lower(),
            due.anchor,
            _joined(deadline.responsible),
            _joined(deadline.report_to),
            deadline.section,
            deadline.evidence.page,
            deadline.confidence,
        )


_BODY_COLUMNS = (
    *("document_id", "number", "symbol", "body", "kind", "level", "province", "district", "commune"),
    *("mentions", "role", "duty", "section", "page"),
)


def _body_rows(record: PlanRecord) -> Iterator[tuple[Cell, ...]]:
    for body in record.bodies:
        unit = body.unit
        who = (body.name, body.kind, body.level, unit.province, unit.district, unit.commune, len(body.mentions))
        for duty in body.duties:
            yield (*_plan(record), *who, duty.role, duty.text, duty.section, duty.evidence.page)
        if not body.duties:
            page = body.mentions[0].page if body.mentions else None
            yield (*_plan(record), *who, None, None, None, page)


_CRITERION_COLUMNS = (
    *("document_id", "number", "symbol", "kind", "subject", "text", "comparator", "value", "unit"),
    *("section", "page"),
)


def _criterion_rows(record: PlanRecord) -> Iterator[tuple[Cell, ...]]:
    for criterion in record.criteria:
        what = (criterion.kind, criterion.subject, criterion.text)
        where = (criterion.section, criterion.evidence.page)
        for quantity in criterion.quantities:
            yield (*_plan(record), *what, quantity.comparator, _number(quantity.value), quantity.unit, *where)
        if not criterion.quantities:
            yield (*_plan(record), *what, None, None, None, *where)


def _plan(record: PlanRecord) -> tuple[Cell, ...]:
    """What tells a reader which plan a row belongs to."""
    number, symbol = record.header.number, record.header.symbol
    return record.document_id, number.value if number else None, symbol.value if symbol else None


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def _days(value: DateValue) -> tuple[Cell, Cell]:
    earliest, latest = value.earliest, value.latest
    return earliest.isoformat() if earliest else None, latest.isoformat() if latest else None


# The columns of each table, and the rows that a record gives it.
TABLES: dict[str, tuple[tuple[str, ...], Callable[[PlanRecord], Rows]]] = {
    "plans": (_PLAN_COLUMNS, _plan_rows),
    "deadlines": (_DEADLINE_COLUMNS, _deadline_rows),
    "bodies": (_BODY_COLUMNS, _body_rows),
    "criteria": (_CRITERION_COLUMNS, _criterion_rows),
}
