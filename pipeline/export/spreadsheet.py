"""XLSX workbooks and CSV tables with the columns that a template names.

A template is a TOML file of sheets:

    [[sheet]]
    title = "Danh mục kế hoạch"
    table = "plans"
    columns = [{ field = "number", title = "Số" }, { field = "issued_day", title = "Ngày", width = 8 }]

`table` and `field` are those of `pipeline.export.tables`; an empty field is a column for people to
fill in. `issued_day`, `issued_month` and `issued_year` are the parts of the issue date, blank where
they are not legible, and `ordinal` counts the rows.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from pydantic import Field, ValidationError, model_validator

from models.base import Model
from models.errors import TemplateError
from models.lexicon import load_table
from models.record import PlanRecord
from pipeline.export.files import finished
from pipeline.export.tables import TABLES, Cell, harmless

_DERIVED = ("ordinal", "issued_day", "issued_month", "issued_year")
_HEAD_FILL = PatternFill("solid", fgColor="DDE6F0")
_ROWS_OF_A_SHEET = 1_048_576  # that Excel can open


class Column(Model):
    """A column: the field it shows, its heading, and its width in characters."""

    field: str = ""
    title: str
    width: float = Field(default=18, gt=0, le=200)


class Sheet(Model):
    """A sheet of a workbook."""

    title: str = Field(min_length=1, max_length=31, pattern=r"^[^\[\]:*?/\\]+$")
    table: str
    columns: tuple[Column, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fields_are_known(self) -> "Sheet":
        if self.table not in TABLES:
            raise ValueError(f"there is no table {self.table!r}; there are {', '.join(TABLES)}")
        known = {*TABLES[self.table][0], *_DERIVED, ""}
        unknown = [column.field for column in self.columns if column.field not in known]
        if unknown:
            raise ValueError(f"the table {self.table} has no field {unknown[0]!r}; it has {', '.join(sorted(known))}")
        return self


class Template(Model):
    """The sheets of a workbook, in order."""

    sheet: tuple[Sheet, ...] = Field(min_length=1)


def read_template(path: Path | None) -> Template:
    """The template in a file, or the program's own: every table with all its fields.

    Raises:
        TemplateError: the file cannot be read, or names what is not there.
    """
    if path is None:
        return Template.model_validate(load_table("spreadsheet"))
    try:
        return Template.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"The template {path} cannot be read: {error}.", "Check the path.") from error
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        said = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise TemplateError(
            f"The template {path}: {said.removeprefix('Value error, ')}.",
            "`kehoach export --write-template FILE` writes one to begin from.",
        ) from error


def write_xlsx(records: Iterable[PlanRecord], out: Path, template: Template) -> int:
    """A workbook with the sheets of the template; how many records there were.

    Rows are written as they come, so that memory does not grow with the archive.

    Raises:
        TemplateError: more rows than a sheet can hold.
    """
    with finished(out) as unfinished:
        book = Workbook(write_only=True)
        sheets = [(_begun(book.create_sheet(sheet.title), sheet), sheet, count(1)) for sheet in template.sheet]
        try:
            total = _append_rows(records, sheets)
        except BaseException:
            book.save(BytesIO())  # the library's own temporary files go with this alone
            raise
        book.save(unfinished)
    return total


def _begun(page: Any, sheet: Sheet) -> Any:
    """The page of a workbook with the sheet's headings."""
    page.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    heads = [WriteOnlyCell(page, value=column.title) for column in sheet.columns]
    for head in heads:
        head.font, head.fill = Font(bold=True), _HEAD_FILL
        head.alignment = Alignment(wrap_text=True, vertical="top")
    page.append(heads)
    return page


def _append_rows(records: Iterable[PlanRecord], sheets: Sequence[tuple[Any, Sheet, Iterator[int]]]) -> int:
    total = 0
    for record in records:
        total += 1
        for page, sheet, ordinals in sheets:
            for row in sheet_rows(record, sheet):
                ordinal = next(ordinals)
                if ordinal >= _ROWS_OF_A_SHEET:
                    raise TemplateError(
                        f"The sheet {sheet.title!r} has more rows than a workbook can hold.",
                        "Export less at a time, or CSV.",
                    )
                page.append([_as_cell(ordinal if cell is _ORDINAL else cell) for cell in row])
    return total


_ORDINAL = "\x00ordinal"


def sheet_rows(record: PlanRecord, sheet: Sheet) -> Iterator[Sequence[Cell]]:
    """The rows that a record gives a sheet, in the order of its columns."""
    columns, rows = TABLES[sheet.table]
    parts = _issue_parts(record)
    for row in rows(record):
        values: dict[str, Cell] = dict(zip(columns, row, strict=True)) | parts | {"": None, "ordinal": _ORDINAL}
        yield [values[column.field] for column in sheet.columns]


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


def _as_cell(cell: Cell) -> Cell:
    """Text is never a formula: control characters, which no workbook can hold, become spaces."""
    if not isinstance(cell, str):
        return cell
    return harmless(
        "".join(" " if ord(character) < 32 and character not in "\n\t" else character for character in cell)
    )
