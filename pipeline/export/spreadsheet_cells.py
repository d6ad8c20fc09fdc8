"""What a cell of a workbook shows: codes in Vietnamese words, days as dates, numbers as numbers.

Tables for machines (CSV, Parquet) keep the record's codes; a workbook is for people. Codes of fields that
people search by are shown in the first words of `models/lexicon/questions.toml`, the others in those of
`models/lexicon/spreadsheet.toml`, and a template may bring its own.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from models.dates import DateValue, edtf_bounds
from models.lexicon import load_table
from models.record import Deadline, PlanRecord
from pipeline.export.tables import TABLES, Cell
from pipeline.readable import date_text, due_text

SheetCell = Cell | date
Words = Mapping[str, Mapping[str, str]]

# The fields of a table that only a workbook has.
SHOWN_BESIDES = {"plans": ("campaign_earliest", "campaign_latest"), "deadlines": ("due_printed",)}

_PLAIN = "General"
_DAY = "dd/mm/yyyy"
_SHARE = "0%"
_INTEGER = "#,##0"
_SEARCHED = ("level", "role")  # fields whose words stand with those that people search by
_DAYS = ("issued_earliest", "issued_latest", "campaign_earliest", "campaign_latest", "earliest", "latest")
_DATES = ("issued", "due", "campaign_period")
_SHARES = ("quality", "confidence")
# A workbook counts days from 1900, and for Excel that year has a 29 February (ECMA-376, 18.17.4.1).
_FIRST_DAY = date(1900, 3, 1)
_EXACT_DIGITS = 15  # of a number in a workbook (ECMA-376: a double)


def words_of_fields(own: Words) -> Words:
    """The words that stand for the codes of each field; those of a template before the program's."""
    searched = load_table("questions")
    said = {field: {code: words[0].capitalize() for code, words in searched[field].items()} for field in _SEARCHED}
    return {**said, **load_table("spreadsheet")["words"], **own}


def shown(field: str, cell: Cell, words: Words) -> tuple[SheetCell, str]:
    """What a workbook shows for a field's value in the tables, and its number format.

    >>> shown("role", "lead", words_of_fields({})), shown("number", "05", {}), shown("due", "2020-06-15", {})
    (('Chủ trì', 'General'), (5, '00'), (datetime.date(2020, 6, 15), 'dd/mm/yyyy'))
    """
    if isinstance(cell, str):
        if field in words:
            return words[field].get(cell, cell), _PLAIN
        if field in _DAYS or field in _DATES:
            return _dated(cell)
        if field == "rrule":
            return due_text(DateValue(rrule=cell)), _PLAIN
        if field == "duration":
            return due_text(DateValue(duration=cell)), _PLAIN
        if field == "number" and cell.isascii() and cell.isdecimal() and len(cell) <= _EXACT_DIGITS:
            return int(cell), "0" * len(cell) if cell.startswith("0") else "0"
    elif cell is not None and field in _SHARES:
        return cell, _SHARE
    elif field == "value" and isinstance(cell, int):
        return cell, _INTEGER
    return cell, _PLAIN


def rows_by_field(record: PlanRecord, table: str) -> Iterator[dict[str, Cell]]:
    """The rows of a table by field, with what only a workbook shows.

    `issued_day`, `issued_month` and `issued_year` are the parts of the issue date; `campaign_earliest` and
    `campaign_latest` of a plan the days its campaign spans; `due_printed` of a deadline is the words that
    print it.
    """
    columns, rows = TABLES[table]
    parts = _issue_parts(record)
    for position, row in enumerate(rows(record)):
        values: dict[str, Cell] = dict(zip(columns, row, strict=True)) | parts
        if table == "plans":
            values |= _campaign_days(record)
        elif table == "deadlines":
            values["due_printed"] = _printed(record, record.deadlines[position])
        yield values


def _dated(edtf: str) -> tuple[SheetCell, str]:
    """A whole day as a date that can be filtered and computed with, anything else in words."""
    first, last = edtf_bounds(edtf)
    if first is not None and first == last and first >= _FIRST_DAY:
        return first, _DAY
    return date_text(edtf), _PLAIN


def _printed(record: PlanRecord, deadline: Deadline) -> str | None:
    """The expression as the plan prints it beside the task; where it stands elsewhere, what it means in words."""
    place, meant = deadline.evidence, _meaning(deadline.due)
    for mention in record.dates:
        inside = mention.evidence.start < place.end and place.start < mention.evidence.end
        if inside and _meaning(mention.value) == meant:
            return " ".join(mention.evidence.text.split())
    return due_text(deadline.due) or None


def _meaning(value: DateValue) -> tuple[str | None, ...]:
    return value.edtf, value.rrule, value.duration, value.anchor


def _campaign_days(record: PlanRecord) -> dict[str, Cell]:
    period = record.campaign.period.value if record.campaign and record.campaign.period else DateValue()
    return {
        "campaign_earliest": period.earliest.isoformat() if period.earliest else None,
        "campaign_latest": period.latest.isoformat() if period.latest else None,
    }


def _issue_parts(record: PlanRecord) -> dict[str, Cell]:
    """Year, month and day of the issue date; a part that is not legible stays blank and is not 0."""
    issued = record.header.issued.value.edtf if record.header.issued else None
    parts = [part if part.isdecimal() else None for part in (issued or "").split("/")[0].split("-")]
    year, month, day = [*parts, None, None, None][:3]
    return {
        "issued_year": int(year) if year else None,
        "issued_month": int(month) if month else None,
        "issued_day": int(day) if day else None,
    }
