"""Small plans for the tests of dates and deadlines: a text of paragraphs and table rows."""

from collections.abc import Sequence

from models.dates import DateValue
from models.document import Document, Paragraph
from models.evidence import Evidence
from models.outline import Outline
from models.page import Region
from models.record import (
    Body,
    BodyKind,
    Campaign,
    DatedValue,
    DateMention,
    Duty,
    DutyRole,
    Header,
    Reference,
)
from pipeline.extract.dates import find_dates
from pipeline.segment import outline_document

Line = str | tuple[str, ...]

ISSUED = ("ngày 12 tháng 02 năm 2020", "2020-02-12")
_FRAME: tuple[Line, ...] = (
    "Số: 46/KH-UBND",
    f"Sơn Từ, {ISSUED[0]}",
    "KẾ HOẠCH",
    "Phát động phong trào thi đua của huyện",
)
_SECTIONS: tuple[Line, ...] = (
    "I. MỤC ĐÍCH",
    "Phát huy truyền thống của quê hương.",
    "II. YÊU CẦU",
    "Bảo đảm thiết thực, hiệu quả.",
)


def document(*lines: Line) -> Document:
    """A document of one paragraph a line; a tuple is a table row with its cells."""
    text = ""
    paragraphs: list[Paragraph] = []
    table, was_row = -1, False
    for line in lines:
        start = len(text)
        cells: list[tuple[int, int]] = []
        if isinstance(line, tuple):
            table += not was_row
            for position, cell in enumerate(line):
                text += " | " if position else ""
                cells.append((len(text), len(text) + len(cell)))
                text += cell
        else:
            text += line
        was_row = isinstance(line, tuple)
        paragraphs.append(
            Paragraph(
                start,
                len(text),
                1,
                Region.TABLE if was_row else Region.BODY,
                table=table if was_row else None,
                cells=tuple(cells),
            )
        )
        text += "\n"
    text = text[:-1]
    return Document(text=text, raw=text, raw_offsets=range(len(text) + 1), paragraphs=tuple(paragraphs))


def plan_of(*lines: Line) -> Document:
    """A plan of 12 February 2020 with these lines in its body, and the sections that come before them."""
    first = str(lines[0]) if lines else ""
    missing = next((count for numeral, count in (("III. ", 2), ("II. ", 1)) if first.startswith(numeral)), 0)
    return document(*_FRAME, *_SECTIONS[: 2 * missing], *lines)


def evidence_of(plan: Document, quote: str, occurrence: int = 0) -> Evidence:
    """The evidence for a quote of the plan, by default its first occurrence."""
    start = -1
    for _ in range(occurrence + 1):
        start = plan.text.index(quote, start + 1)
    return plan.evidence(start, start + len(quote))


def header_of(plan: Document, quote: str | None = None, edtf: str | None = None) -> Header:
    """A header with the date of issue that the quote prints."""
    if quote is None or edtf is None:
        return Header()
    return Header(issued=DatedValue(value=DateValue(edtf=edtf), confidence=0.9, evidence=evidence_of(plan, quote)))


def campaign_of(plan: Document, quote: str, edtf: str) -> Campaign:
    """A campaign with the period that the quote prints."""
    period = DatedValue(value=DateValue(edtf=edtf), confidence=0.9, evidence=evidence_of(plan, quote))
    return Campaign(period=period)


def body(plan: Document, name: str, *duties: tuple[str, str], mentions: Sequence[str] = ()) -> Body:
    """A body with duties given as (role, words of the plan)."""
    return Body(
        name=name,
        kind=BodyKind.OTHER,
        mentions=tuple(evidence_of(plan, quote) for quote in mentions or (name,)),
        duties=tuple(
            Duty(role=DutyRole(role), text=quote, evidence=evidence_of(plan, quote)) for role, quote in duties
        ),
    )


def dates_of(
    plan: Document,
    *,
    issued: tuple[str, str] | None = None,
    references: Sequence[Reference] = (),
    campaign: Campaign | None = None,
) -> tuple[Outline, tuple[DateMention, ...]]:
    """The outline of the plan and its dates."""
    outline = outline_document(plan)
    header = header_of(plan, *issued) if issued else Header()
    return outline, find_dates(plan, outline, header, references, campaign)
