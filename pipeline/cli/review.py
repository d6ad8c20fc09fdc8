"""`kehoach review`: what a person should look at first, and how far one is."""

import getpass
from typing import Annotated

import typer
from rich.table import Table

from pipeline.archive import DEFAULT_ARCHIVE, Query, open_archive
from pipeline.archive.reviewing import DoubtfulValue, ReviewProgress, ReviewQueue
from pipeline.cli import filters
from pipeline.cli.display import plain, result_console, short_id


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(review)


def review(
    document: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Show what to look at in this document.", show_default=False),
    ] = None,
    done: Annotated[bool, typer.Option("--done", help="Note that the document ID was looked through.")] = False,
    progress: Annotated[bool, typer.Option("--progress", help="Show who has done how much.")] = False,
    question: Annotated[
        str | None,
        typer.Option("--only", help='Only documents that this finds: level:district year:2020 "thi đua".'),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Show at most so many.")] = 20,
    by: Annotated[
        str | None, typer.Option(help="Who looked.", envvar="KEHOACH_USER", show_default="the system's user")
    ] = None,
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
    as_json: filters.AsJson = False,
) -> None:
    """Show what a person should look at first, and how far one is.

    Documents, or a document's values, come in the order in which looking finds the most errors a minute.
    A value that is confirmed, corrected or rejected with `kehoach correct` counts as looked at; a
    document with --done as a whole. It comes back when a later run contradicts what was said.
    """
    if done and document is None:
        raise typer.BadParameter("Name the document that was looked through.")
    with open_archive(archive, create=False) as opened:
        if document is not None and done:
            reviewed = opened.mark_reviewed(document, by or getpass.getuser())
            typer.echo(f"{short_id(reviewed)} is looked through.", err=True)
        elif document is not None:
            _show_values(opened.review_values(document)[:limit], as_json=as_json)
        elif progress:
            _show_progress(opened.review_progress(), as_json=as_json)
        else:
            query = Query(q=question) if question is not None else None
            _show_queue(opened.review_queue(query, limit), as_json=as_json)


def _show_queue(queue: ReviewQueue, *, as_json: bool) -> None:
    if as_json:
        typer.echo(queue.model_dump_json(indent=2))
        return
    table = Table("Document", "Errors a minute", "Expected", "Minutes", "Issuer and title", box=None, pad_edge=False)
    for one in queue.documents:
        about = " – ".join(filter(None, (one.issuer, one.title))) or one.path
        table.add_row(
            short_id(one.document_id),
            f"{one.errors_a_minute:.2f}",
            f"{one.expected_errors:.1f}",
            f"{one.minutes:.1f}",
            plain(about, "bold red" if one.conflicts else ""),
        )
    console = result_console()
    console.print(table if queue.documents else "Nothing waits for review.")
    if queue.documents:
        console.print(f"{len(queue.documents)} of {queue.total} that wait; all take about {queue.minutes:.0f} minutes.")


def _show_values(values: tuple[DoubtfulValue, ...], *, as_json: bool) -> None:
    if as_json:
        for value in values:
            typer.echo(value.model_dump_json())
        return
    table = Table("Place", "Page", "Expected errors", "Value", box=None, pad_edge=False)
    for value in values:
        table.add_row(plain(value.pointer), str(value.page), f"{value.expected_errors:.2f}", plain(value.text))
    result_console().print(table if values else "Every value was looked at.")


def _show_progress(progress: ReviewProgress, *, as_json: bool) -> None:
    if as_json:
        typer.echo(progress.model_dump_json(indent=2))
        return
    console = result_console()
    console.print(f"{progress.reviewed} of {progress.documents} documents were looked through; {progress.queued} wait.")
    table = Table("Reviewer", "Changed", "Added", "Confirmed", "Rejected", "Documents", box=None, pad_edge=False)
    for one in progress.reviewers:
        counts = (one.changed, one.added, one.confirmed, one.rejected, one.documents)
        table.add_row(plain(one.name), *map(str, counts))
    if progress.reviewers:
        console.print(table)
