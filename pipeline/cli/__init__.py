"""The command `kehoach`. Errors become messages and exit codes here, and nowhere else.

A command's module is imported when the command is called: the libraries of all of them
together take a second to load, which nobody should wait for who asks for help.
"""

import io
import logging
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline import __version__
from pipeline.failures import failure_of

log = logging.getLogger(__name__)

# The modules of this package that are commands, with the first sentence of their help.
COMMANDS = {
    "run": "Read documents into the archive, many at once.",
    "watch": "Take in new scans as the scanner writes them.",
    "search": "Find plans by text, deadline, body, issuer, place, date and section.",
    "show": "Show one record: what the plan says, page by page, and what is in doubt.",
    "outline": "Show the tree of a plan's sections with their pages and kinds.",
    "diff": "Show what was changed in the words that were read, with the reason and how sure it is.",
    "clean": "Clean recognised Vietnamese text that comes on stdin, and write it to stdout as UTF-8.",
    "export": "Write the records that a question finds, or all, for other programs.",
    "ocr": "Look at one page: its text in reading order, how sure each word is, and what was done and why.",
    "pdf": "Write scans as PDF/A whose text can be searched: the same pages, with the cleaned words behind them.",
    "score": "Compare records with gold records: how much is right, and how sure one can be of it.",
    "correct": "Change, add, confirm or reject a value of a record.",
    "corrections": "List corrections and how they stand to what the machine reads today.",
    "review": "Show what a person should look at first, and how far one is.",
    "serve": "Answer requests of other programs over HTTP.",
    "archive": "Verify, back up and restore the archive.",
    "schema": "Write the JSON Schema (draft 2020-12) that every record is valid against.",
    "doctor": "Look whether this machine has all that is needed, and say how to mend what is missing.",
}


class _LazyCommands(TyperGroup):
    """Lists commands by `COMMANDS` alone and imports the one that is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        name, _, rest = super().resolve_command(ctx, args)
        alone = typer.Typer(add_completion=False)
        import_module(f"{__name__}.{name}").register(alone)
        return name, typer.main.get_command(alone), rest


app = typer.Typer(
    cls=_LazyCommands,
    name="kehoach",
    help="Scanned Vietnamese plans (kế hoạch) into structured, searchable records.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _name, _help in COMMANDS.items():
    app.command(_name, help=_help)(lambda: None)


def main() -> None:
    """Run the command line and end the process.

    The exit code is 0 when all is well, 1 when some documents failed, 2 for misuse, 130 after
    Ctrl-C, otherwise that of the error's class in `models.errors`.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A pipe on Windows is in a code page without Vietnamese; a file name may be no Unicode at all.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except Exception as error:  # noqa: BLE001 - a user never meets a traceback
        failure = failure_of(error)
        if failure.trace:
            log.debug("%s", failure.trace)
        typer.echo(f"Error: {failure.cause}", err=True)
        if failure.remedy:
            typer.echo(f"What to do: {failure.remedy}", err=True)
        sys.exit(failure.exit_code)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kehoach {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Write a log of everything to the terminal, for reports of faults.")
    ] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    if verbose:
        logging.basicConfig(level=logging.DEBUG, format="%(asctime)s %(name)s: %(message)s")
