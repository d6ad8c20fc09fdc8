"""Records as files for other programs and archives.

JSON Lines holds whole records, one a line, UTF-8. CSV is UTF-8 with a byte-order mark, without which
Excel shows no Vietnamese; every cell is quoted, so that a semicolon splits none. Documents that bear a
mark of secrecy are left out unless they are asked for.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path

from models.errors import MissingExtraError, OutputAccessError
from models.record import PlanRecord
from pipeline.export.files import replacing
from pipeline.export.profiles import write_dublin_core, write_tt02, write_tt05
from pipeline.export.tables import TABLES, harmless

__all__ = ["ExportFormat", "ExportReport", "copy_template", "export_records"]


class ExportFormat(StrEnum):
    """What `export_records` can write."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    ICS = "ics"
    TT05 = "tt05"
    TT02 = "tt02"
    DC = "dc"

    @property
    def is_folder(self) -> bool:
        """Whether the export is several files."""
        return self in (ExportFormat.CSV, ExportFormat.PARQUET, ExportFormat.TT05, ExportFormat.DC)


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How many records were written, and how many were left out because they are secret."""

    written: int
    left_out: int


def export_records(
    records: Iterable[PlanRecord],
    file_format: ExportFormat,
    out: Path,
    *,
    with_classified: bool = False,
    template: Path | None = None,
    body: str | None = None,
) -> ExportReport:
    """Write records to the file, or into the folder, `out`.

    A file appears, or replaces an older one, only when it is complete.

    Args:
        records: in the order they are written.
        file_format: what to write.
        out: a file; a folder for CSV, Parquet and the XML profiles.
        with_classified: documents with a mark of secrecy are written, too.
        template: the columns of a workbook, in place of the program's own.
        body: only deadlines that this body has part in, in a calendar.

    Raises:
        OutputAccessError: `out` cannot be written.
        TemplateError: the template cannot be read or used.
        MissingExtraError: the format needs packages that are not installed.
    """
    chosen = _Chosen(records, with_classified=with_classified)
    try:
        written = _writer(file_format, template, body)(chosen, out)
    except OSError as error:
        raise OutputAccessError(
            f"{out} cannot be written: {error.strerror or error}.", "Choose another place with --out."
        ) from error
    return ExportReport(written, chosen.left_out)


def copy_template(out: Path) -> None:
    """Write the program's own template of a workbook to a file, to begin from.

    Raises:
        OutputAccessError: the file exists already, or cannot be written.
    """
    own = (resources.files("models.lexicon") / "spreadsheet.toml").read_text("utf-8")
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(own)
    except OSError as error:
        raise OutputAccessError(
            f"{out} cannot be written: {error.strerror or error}.", "Name a file that does not exist yet."
        ) from error


class _Chosen:
    """The records that may be written; counts the others."""

    def __init__(self, records: Iterable[PlanRecord], *, with_classified: bool) -> None:
        self._records = records
        self._with_classified = with_classified
        self.left_out = 0

    def __iter__(self) -> Iterator[PlanRecord]:
        for record in self._records:
            if record.header.secrecy and not self._with_classified:
                self.left_out += 1
            else:
                yield record


def _writer(
    file_format: ExportFormat, template: Path | None, body: str | None
) -> Callable[[Iterable[PlanRecord], Path], int]:
    """The function that writes a format. Libraries of formats that few use are loaded when they are used."""
    try:
        if file_format is ExportFormat.XLSX:
            from pipeline.export.spreadsheet import read_template, write_xlsx

            sheets = read_template(template)
            return lambda records, out: write_xlsx(records, out, sheets)
        if file_format is ExportFormat.ICS:
            from pipeline.export.calendar import write_calendar

            return lambda records, out: write_calendar(records, out, body)
        if file_format is ExportFormat.PARQUET:
            from pipeline.export.parquet import write_parquet

            return write_parquet
    except ImportError as error:
        raise MissingExtraError.of(file_format.value, f"the export as {file_format.value}") from error
    return {
        ExportFormat.JSONL: _write_jsonl,
        ExportFormat.CSV: _write_csv,
        ExportFormat.TT05: write_tt05,
        ExportFormat.TT02: write_tt02,
        ExportFormat.DC: write_dublin_core,
    }[file_format]


def _write_jsonl(records: Iterable[PlanRecord], out: Path) -> int:
    count = 0
    with replacing(out, "utf-8") as file:
        for record in records:
            file.write(record.model_dump_json() + "\n")
            count += 1
    return count


def _write_csv(records: Iterable[PlanRecord], out: Path) -> int:
    count = 0
    with ExitStack() as stack:
        writers = []
        for name, (columns, rows) in TABLES.items():
            writer = csv.writer(stack.enter_context(replacing(out / f"{name}.csv", "utf-8-sig")), quoting=csv.QUOTE_ALL)
            writer.writerow(columns)
            writers.append((writer, rows))
        for record in records:
            for writer, rows in writers:
                writer.writerows(map(harmless, row) for row in rows(record))
            count += 1
    return count
