"""`kehoach export`: records as files for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.archive import DEFAULT_ARCHIVE, Query, open_archive
from pipeline.cli import filters
from pipeline.export import ExportFormat, export_records


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(export)


def export(
    out: Annotated[Path, typer.Option(help="The file to write (jsonl), or the folder (csv).", show_default=False)],
    text: filters.Text = None,
    file_format: Annotated[
        ExportFormat, typer.Option("--format", help="jsonl: whole records, one a line; csv: four tables.")
    ] = ExportFormat.JSONL,
    due_after: filters.DueAfter = None,
    due_before: filters.DueBefore = None,
    due_in: filters.DueIn = None,
    body: filters.Body = None,
    role: filters.Role = None,
    section: filters.Section = None,
    cites: filters.Cites = None,
    issuer: filters.Issuer = None,
    place: filters.Place = None,
    issued_after: filters.IssuedAfter = None,
    issued_before: filters.IssuedBefore = None,
    issued_in: filters.IssuedIn = None,
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
) -> None:
    """Write the records that a question finds, or all, as JSON Lines or CSV.

    The options mean what they mean to `search`. An older file is replaced when the new one is
    complete. CSV makes plans.csv, deadlines.csv, bodies.csv and criteria.csv.
    """
    query = Query(
        text=text,
        due_after=due_after,
        due_before=due_before,
        due_in=due_in,
        body=body,
        role=role,
        section=section,
        cites=cites,
        issuer=issuer,
        place=place,
        issued_after=issued_after,
        issued_before=issued_before,
        issued_in=issued_in,
    )
    with open_archive(archive, create=False) as opened:
        count = export_records(opened.records(query), file_format, out)
    typer.echo(f"{count} {'record' if count == 1 else 'records'} written to {out}.", err=True)
