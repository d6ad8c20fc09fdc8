"""`kehoach doctor`: is everything there, and how to mend what is not."""

import typer
from rich.table import Table
from rich.text import Text

from models.settings import DEFAULT_ARCHIVE, Settings
from pipeline.cli import filters
from pipeline.cli.display import plain, result_console


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(doctor)


def doctor(archive: filters.ArchiveTarget = DEFAULT_ARCHIVE) -> None:
    """Look whether this machine has all that is needed, and say how to mend what is missing.

    Ends with 0 when all is well, otherwise with the exit code of the first problem.
    """
    from pipeline.doctor import examine

    checks = examine(archive, Settings())
    table = Table.grid(padding=(0, 2))
    for check in checks:
        verdict = Text("OK", style="green") if check.is_well else Text("PROBLEM", style="bold red")
        table.add_row(verdict, plain(check.name), plain(check.finding))
        if check.remedy:
            table.add_row("", "", plain(f"→ {check.remedy}"))
    result_console().print(table)
    raise typer.Exit(next((check.exit_code for check in checks if not check.is_well), 0))
