"""`kehoach watch`: takes in new scans as the scanner writes them."""

import time
from pathlib import Path
from typing import Annotated

import typer

from models.batch import BatchReport
from models.settings import Settings
from pipeline.archive import DEFAULT_ARCHIVE, open_archive
from pipeline.cli import filters, intake
from pipeline.watch import FolderWatch


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(watch)


def watch(
    folder: Annotated[
        Path, typer.Argument(help="The folder that the scanner writes to.", exists=True, file_okay=False)
    ],
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
    json_dir: intake.JsonDir = None,
    jobs: intake.Jobs = None,
    settle: Annotated[
        float, typer.Option(min=0, help="Seconds that a file has to stay as it is before it is taken.")
    ] = 10.0,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks.")] = 5.0,
    once: Annotated[
        bool, typer.Option("--once", help="Take what is complete now, and end: for a scheduler to call.")
    ] = False,
) -> None:
    """Take in new scans as the scanner writes them.

    Complete files only, until stopped with Ctrl-C. What cannot be read is reported and kept in the
    archive's list; it is tried again when the file changes. Files that are in the archive already are
    passed over.
    """
    from pipeline.batch import run_batch

    look = FolderWatch(folder, settle)
    try:
        with open_archive(archive) as opened:
            began = time.monotonic()
            while True:
                now = time.monotonic()
                paths = look.look(now)
                if paths:
                    _tell(run_batch(paths, opened, Settings(), jobs=jobs, json_dir=json_dir))
                if once and now - began >= settle:
                    return
                time.sleep(min(every, max(0.1, settle)) if once else every)
    except KeyboardInterrupt:
        typer.echo("Stopped. What was finished is in the archive.", err=True)
        raise typer.Exit(130) from None


def _tell(report: BatchReport) -> None:
    for result in report.processed:
        pages = f"{result.pages} page{'' if result.pages == 1 else 's'}"
        typer.echo(f"{time.strftime('%H:%M:%S')} {result.path}: taken in, {pages}")
    for failure in report.failed:
        typer.echo(f"{time.strftime('%H:%M:%S')} {failure.path}: {failure.cause} {failure.remedy}", err=True)
