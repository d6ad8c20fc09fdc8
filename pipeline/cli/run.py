"""`kehoach run`: files and folders into the archive."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from models.batch import BatchReport, DocumentFailure
from models.settings import DEFAULT_ARCHIVE, Settings
from pipeline.cli import filters, intake
from pipeline.cli.display import plain, result_console

if TYPE_CHECKING:
    from pipeline import batch

_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
_MOST_NAMED = 5  # files that were passed over


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(run)


def run(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH",
            help="Files and folders: PDF, PNG, JPEG, TIFF, text, Markdown, DOCX. Folders with all below them.",
            show_default=False,
        ),
    ],
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
    json_dir: intake.JsonDir = None,
    jobs: intake.Jobs = None,
    no_join: intake.NoJoin = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the report as JSON for other programs.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show failures only.")] = False,
) -> None:
    """Read documents into the archive, many at once.

    Documents that are in the archive already are skipped, so a run that was interrupted goes
    on where it was. A file that cannot be read is reported and stops no other. Ends with 0
    when all is well, 1 when some documents failed and others are done, and with the code of the
    first failure's reason (20 and above) when nothing could be read.
    """
    from pipeline.archive import open_archive
    from pipeline.batch import run_batch

    messages = Console(stderr=True, markup=False, highlight=False, emoji=False)
    try:
        with open_archive(archive) as opened, _progress_bar(messages, is_shown=not quiet) as on_progress:
            report = run_batch(
                paths,
                opened,
                Settings(),
                jobs=jobs,
                json_dir=json_dir,
                join=not no_join,
                on_progress=on_progress,
            )
    except KeyboardInterrupt:
        messages.print("Stopped. What was finished is in the archive; the same command goes on with the rest.")
        raise typer.Exit(_INTERRUPTED) from None
    if as_json:
        typer.echo(report.model_dump_json(indent=2))
    elif not quiet:
        _print_summary(report, result_console(), messages)
    if report.failed and not as_json:
        messages.print(_failure_table(report.failed, is_all=not (report.processed or report.skipped)))
    raise typer.Exit(report.exit_code)


@contextmanager
def _progress_bar(console: Console, *, is_shown: bool) -> Iterator[Callable[["batch.Progress"], None]]:
    """A function that shows how far a batch is; it does nothing where nobody watches."""
    columns = (
        TextColumn("{task.fields[documents]}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f} pages"),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[path]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True, disable=not (is_shown and console.is_terminal)) as bar:
        task = bar.add_task("", total=0, documents="", path="")

        def show(progress: "batch.Progress") -> None:
            bar.update(
                task,
                completed=progress.pages_done,
                total=max(progress.pages_expected, progress.pages_done),
                documents=f"{progress.documents_done}/{progress.documents} documents",
                path=plain(Path(progress.path).name).plain,
            )

        yield show


class _Rate(ProgressColumn):
    """Pages a second, over the last pages."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f} pages/s" if task.speed else "")


def _print_summary(report: BatchReport, results: Console, messages: Console) -> None:
    for note in report.notes:
        messages.print(plain(f"Note: {note}"))
    if report.passed_over:
        messages.print(plain(f"Note: {_passed_over(report.passed_over)}"))
    table = Table()
    columns = {
        "Documents read": len(report.processed),
        "Skipped": len(report.skipped),
        "Failed": len(report.failed),
        "Pages": report.pages,
        "Seconds": f"{report.seconds:.1f}",
        "Pages a second": f"{report.pages_per_second:.2f}",
    }
    for name in columns:
        table.add_column(name, justify="right")
    table.add_row(*map(str, columns.values()))
    results.print(table)


def _failure_table(failures: tuple[DocumentFailure, ...], *, is_all: bool) -> Table:
    title = f"{_counted(len(failures), 'file')} failed{', and there was no other' if is_all else ''}"
    table = Table(title=title, show_lines=True)
    for name in ("File", "What is wrong", "What to do"):
        table.add_column(name, overflow="fold")
    for failure in failures:
        table.add_row(plain(failure.path), plain(failure.cause), plain(failure.remedy))
    return table


def _passed_over(paths: tuple[str, ...]) -> str:
    named = ", ".join(paths[:_MOST_NAMED])
    others = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    return f"{_counted(len(paths), 'file')} of other kinds passed over in folders: {named}{others}."


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
