"""`kehoach archive`: whether the archive is whole, its backup, and its way back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from pipeline.archive import DEFAULT_ARCHIVE, Finding, FindingKind, open_archive
from pipeline.cli import filters
from pipeline.cli.display import plain, result_console, short_id

_HARMLESS = (FindingKind.SOURCE_MISSING,)


def register(app: typer.Typer) -> None:
    """Add the commands to an application."""
    app.info.name = "archive"
    app.callback()(archive)
    app.command()(verify)
    app.command()(backup)
    app.command()(restore)


def archive() -> None:
    """Verify, back up and restore the archive."""


def verify(
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
    sources: Annotated[
        Path, typer.Option(help="The folder that the sources' paths start from.", exists=True, file_okay=False)
    ] = Path(),
    no_sources: Annotated[bool, typer.Option("--no-sources", help="Do not read the sources again.")] = False,
    as_json: filters.AsJson = False,
) -> None:
    """Check the database, what can be searched against the records, and the sources' checksums.

    Ends with 0 when nothing is wrong, 1 otherwise. A source that was moved away is told, but
    harms no record.
    """
    harmful = missing = 0
    console = result_console()
    with open_archive(archive, create=False) as opened, _progress("Verifying") as told:
        for finding in opened.verify(None if no_sources else sources, told):
            harmful += finding.kind not in _HARMLESS
            missing += finding.kind in _HARMLESS
            if as_json:
                typer.echo(finding.model_dump_json())
            else:
                console.print(plain(_told(finding)), soft_wrap=True)
    if not as_json:
        if missing:
            console.print(f"Sources that are not in {sources}: {missing}. Name their folder with --sources.")
        console.print("Nothing is wrong with the archive." if not harmful else f"Wrong: {harmful}.")
    if harmful:
        raise typer.Exit(1)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, kho.zip.", dir_okay=False)],
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
) -> None:
    """Write everything that the archive holds into one file. The archive can be worked with meanwhile."""
    with open_archive(archive, create=False) as opened, _progress("Writing") as told:
        count = opened.backup(file, told)
    typer.echo(f"{count} {'record' if count == 1 else 'records'} written to {file}.", err=True)


def restore(
    file: Annotated[Path, typer.Argument(help="A file written by `kehoach archive backup`.", dir_okay=False)],
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
) -> None:
    """Fill a new archive, in a folder or on a server, from a backup: all of it or nothing."""
    with open_archive(archive) as opened, _progress("Reading") as told:
        count = opened.restore(file, told)
        typer.echo(f"{count} {'record' if count == 1 else 'records'} restored to {opened.name}.", err=True)


def _told(finding: Finding) -> str:
    document = f"{short_id(finding.document_id)}: " if finding.document_id else ""
    return f"{finding.kind}: {document}{finding.message}"


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal, nothing where stderr is none."""
    console = Console(stderr=True, markup=False, highlight=False, emoji=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
