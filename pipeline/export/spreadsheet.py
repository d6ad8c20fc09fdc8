"""XLSX workbooks and CSV tables with the columns that a template names.

A template is a TOML file of sheets:

    [[sheet]]
    title = "Danh mục kế hoạch"
    table = "plans"
    columns = [{ field = "number", title = "Số" }, { field = "issued_day", title = "Ngày", width = 8 }]

`table` and `field` are those of `pipeline.export.tables`; an empty field is a column for people to
fill in. `issued_day`, `issued_month` and `issued_year` are the parts of the issue date, blank where
they are not legible, `campaign_earliest` and `campaign_latest` the days that a campaign's period spans,
`due_printed` is a deadline as the plan prints it, and `ordinal` counts the rows.

Codes are shown in Vietnamese words, which a template may replace field by field:

    [words.role]
    lead = "Cơ quan chủ trì"

Days and numbers are dates and numbers, so that a workbook can sort, filter and compute with them.
"""

import tomllib
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from pydantic import Field, ValidationError, model_validator

from models.base import Model
from models.errors import TemplateError
from models.lexicon import load_table
from models.record import PlanRecord
from pipeline.export.files import finished
from pipeline.export.spreadsheet_cells import SHOWN_BESIDES, Words, rows_by_field, shown, words_of_fields
from pipeline.export.tables import TABLES, Cell, harmless

_DERIVED = ("ordinal", "issued_day", "issued_month", "issued_year")
_HEAD_FILL = PatternFill("solid", fgColor="DDE6F0")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_ONE_LINE = Alignment(vertical="top")
_CONTROLS = {code: " " for code in range(32) if chr(code) not in "\n\t"}
_A4 = 9  # of the paper sizes of ECMA-376, 18.3.1.63
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
        known = {*TABLES[self.table][0], *SHOWN_BESIDES.get(self.table, ()), *_DERIVED, ""}
        unknown = [column.field for column in self.columns if column.field not in known]
        if unknown:
            raise ValueError(f"the table {self.table} has no field {unknown[0]!r}; it has {', '.join(sorted(known))}")
        return self


class Template(Model):
    """The sheets of a workbook, in order, and its own words for the codes of fields."""

    sheet: tuple[Sheet, ...] = Field(min_length=1)
    words: dict[str, dict[str, str]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _words_are_of_fields(self) -> "Template":
        fields = {field for columns, _ in TABLES.values() for field in columns}
        unknown = sorted(self.words.keys() - fields)
        if unknown:
            raise ValueError(f"there is no field {unknown[0]!r} to have words")
        return self


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
    words = words_of_fields(template.words)
    with finished(out) as unfinished:
        book = Workbook(write_only=True)
        pages = [_Page(book.create_sheet(sheet.title), sheet, words) for sheet in template.sheet]
        try:
            total = 0
            for record in records:
                total += 1
                for page in pages:
                    page.append(record)
            for page in pages:
                page.finish()
        except BaseException:
            book.save(BytesIO())  # the library's own temporary files go with this alone
            raise
        book.save(unfinished)
    return total


class _Page:
    """A page of a workbook that is being written."""

    def __init__(self, page: Any, sheet: Sheet, words: Words) -> None:
        """Begin the page with the sheet's headings, which stay in sight and head every printed page."""
        self._page, self._sheet, self._words = page, sheet, words
        self._rows = 1  # written, with that of the headings
        self._cells: dict[tuple[int, str], Any] = {}
        page.freeze_panes = "A2"
        page.print_title_rows = "1:1"
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.page_setup.fitToHeight = 0  # as many as it takes; one in width
        for number, column in enumerate(sheet.columns, start=1):
            page.column_dimensions[get_column_letter(number)].width = column.width
        heads = [WriteOnlyCell(page, value=column.title) for column in sheet.columns]
        for head in heads:
            head.data_type = "s"
            head.font, head.fill = Font(bold=True), _HEAD_FILL
            head.alignment = _WRAPPED
        page.append(heads)

    def append(self, record: PlanRecord) -> None:
        """The rows that a record gives the sheet."""
        for row in rows_by_field(record, self._sheet.table):
            if self._rows == _ROWS_OF_A_SHEET:
                raise TemplateError(
                    f"The sheet {self._sheet.title!r} has more rows than a workbook can hold.",
                    "Export less at a time, or CSV.",
                )
            values = row | {"": None, "ordinal": self._rows}
            self._rows += 1
            self._page.append(
                [self._cell(number, column.field, values) for number, column in enumerate(self._sheet.columns)]
            )

    def _cell(self, number: int, field: str, values: Mapping[str, Cell]) -> Any:
        """A cell of a column; cells of one format are one object, which is written before it is filled again."""
        value, number_format = shown(field, values[field], self._words)
        if value is None:
            return None
        cell = self._cells.get((number, number_format))
        if cell is None:
            cell = self._cells[number, number_format] = WriteOnlyCell(self._page)
            cell.number_format = number_format
            cell.alignment = _ONE_LINE if field == "document_id" else _WRAPPED  # no words: it would make rows high
        if isinstance(value, str):
            cell.value = _safe(value)
            cell.data_type = "s"  # not an error such as "#N/A" either
        else:
            cell.value = value
        return cell

    def finish(self) -> None:
        """Let every column be filtered."""
        self._page.auto_filter.ref = f"A1:{get_column_letter(len(self._sheet.columns))}{self._rows}"


def _safe(text: str) -> Cell:
    """Text is never a formula: control characters, which no workbook can hold, become spaces."""
    return harmless(text.translate(_CONTROLS))
