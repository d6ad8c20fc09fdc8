"""`kehoach pdf`: scans as PDF/A with text that can be searched."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from models.settings import Settings
from pipeline.cli import filters, intake
from pipeline.cli.display import plain, result_console
from pipeline.failures import TaskFailure, failure_of
from pipeline.ingest import find_sources
from pipeline.path_text import path_text

if TYPE_CHECKING:
    from pipeline.searchable import Searchable

_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(pdf)


def pdf(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="PDF, PNG, JPEG, TIFF files, and folders of them.", show_default=False),
    ],
    out: Annotated[
        Path, typer.Option(help="The folder for the results; for one document also a file name ending with .pdf.")
    ],
    jobs: intake.Jobs = None,
    alto: Annotated[
        bool, typer.Option("--alto", help="Also write ALTO XML, one file a page, into NAME-alto beside the PDF.")
    ] = False,
    no_join: intake.NoJoin = False,
    as_json: filters.AsJson = False,
) -> None:
    """Write scans as PDF/A whose text can be searched: the same pages, with the cleaned words behind them.

    Images keep their bytes, turned pages are shown upright, sections become bookmarks. A document
    that cannot be made is reported and stops no other. Ends with 0 when all is well, 1 when some
    documents failed, and with the error's own code when there was one document only.
    """
    from pipeline.searchable import make_searchable
    from pipeline.searchable.batch import is_file_name

    found = find_sources(paths, join=not no_join)
    if is_file_name(out) and len(found.sources) > 1:
        raise typer.BadParameter(f"{out} is one file, but there are {len(found.sources)} documents: name a folder.")
    messages = Console(stderr=True, markup=False, highlight=False, emoji=False)
    results = result_console()
    rows: list[dict[str, object]] = []
    failures: list[TaskFailure] = []

    def report(path: Path, made: "Searchable | TaskFailure") -> None:
        rows.append(_row(path, made))
        if isinstance(made, TaskFailure):
            failures.append(made)
        if not as_json:
            _print(path, made, results, messages)

    for failure in found.failures:
        report(failure.path, failure_of(failure.error))
    try:
        documents = make_searchable(found.sources, out, Settings(), jobs=jobs, with_alto=alto) if found.sources else ()
        for document, made in documents:
            report(document.paths[0], made)
    except KeyboardInterrupt:
        messages.print("Stopped. The files that were written are whole.")
        raise typer.Exit(_INTERRUPTED) from None
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    if not rows:
        messages.print("No documents were found.")
    if failures:
        raise typer.Exit(failures[0].exit_code if len(rows) == 1 else 1)


def _row(path: Path, made: "Searchable | TaskFailure") -> dict[str, object]:
    if isinstance(made, TaskFailure):
        return {"source": path_text(path), "error": made.code, "cause": made.cause, "remedy": made.remedy}
    return {"source": path_text(path), "pdf": path_text(made.path), "pages": made.pages, "notes": list(made.notes)}


def _print(path: Path, made: "Searchable | TaskFailure", results: Console, messages: Console) -> None:
    if isinstance(made, TaskFailure):
        messages.print(plain(f"{path_text(path)}: {made.cause}", "red"), soft_wrap=True)
        if made.remedy:
            messages.print(plain(f"  What to do: {made.remedy}"), soft_wrap=True)
        return
    pages = f"{made.pages} page{'' if made.pages == 1 else 's'}"
    results.print(plain(f"{path_text(path)} → {path_text(made.path)}, {pages}"), soft_wrap=True)
    for note in made.notes:
        messages.print(plain(f"  Note: {note}"), soft_wrap=True)
