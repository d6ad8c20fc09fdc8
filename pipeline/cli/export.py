"""`kehoach export`: records as files for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.archive import DEFAULT_ARCHIVE, Query, open_archive
from pipeline.cli import filters
from pipeline.export import ExportFormat, copy_template, export_records

_FORMATS = (
    "jsonl: whole records, one a line; csv, parquet: tables of plans, deadlines, bodies, criteria; xlsx: a workbook; "
    "ics: deadlines as a calendar; tt05: EAD_doc.xml of Thông tư 05/2025/TT-BNV; tt02: columns of Thông tư "
    "02/2019/TT-BNV; dc: Dublin Core."
)


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(export)


def _file_format(name: str) -> ExportFormat:
    try:
        return ExportFormat(name)
    except ValueError as error:
        raise typer.BadParameter(f"There is no format {name!r}; there are {', '.join(ExportFormat)}.") from error


@filters.asking
def export(
    query: Query,
    out: Annotated[
        Path | None,
        typer.Option(help="The file to write, or the folder (csv, parquet, tt05, dc).", show_default=False),
    ] = None,
    file_format: Annotated[
        ExportFormat, typer.Option("--format", parser=_file_format, metavar="FORMAT", help=_FORMATS)
    ] = ExportFormat.JSONL,
    template: Annotated[
        Path | None, typer.Option(help="The sheets and columns of a workbook (xlsx).", show_default=False)
    ] = None,
    write_template: Annotated[
        Path | None,
        typer.Option(help="Write a template to begin from to this file, and nothing else.", show_default=False),
    ] = None,
    with_classified: Annotated[
        bool, typer.Option("--with-classified", help="Documents with a mark of secrecy, too.")
    ] = False,
    saved: filters.Saved = None,
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
) -> None:
    """Write the records that a question finds, or all, for other programs.

    The options mean what they mean to `search`. An older file is replaced when the new one is
    complete. Documents with a mark of secrecy are left out unless they are asked for.
    """
    if write_template is not None:
        copy_template(write_template)
        typer.echo(f"A template is written to {write_template}.", err=True)
        return
    if out is None:
        raise typer.BadParameter("Name the file or folder to write with --out.")
    with open_archive(archive, create=False) as opened:
        query = filters.with_saved(opened, saved, query)
        report = export_records(
            opened.records(query), file_format, out, with_classified=with_classified, template=template, body=query.body
        )
    typer.echo(f"{report.written} {'record' if report.written == 1 else 'records'} written to {out}.", err=True)
    if report.left_out:
        typer.secho(
            f"LEFT OUT: {report.left_out} with a mark of secrecy (MẬT, TỐI MẬT, TUYỆT MẬT). "
            "--with-classified exports them, too, where the law allows it.",
            err=True,
            fg="red",
            bold=True,
        )
