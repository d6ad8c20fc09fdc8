"""`kehoach diff`: what cleaning changed in the words that were read."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from models.record import PlanRecord, TextChange
from pipeline.archive import DEFAULT_ARCHIVE, open_archive
from pipeline.cli import filters
from pipeline.cli.display import DOUBTFUL_BELOW, plain, result_console
from pipeline.cli.records import read_record

_CONTEXT = 36  # characters of the paragraph that are shown on each side of a change


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(diff)


def diff(
    record_id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A document's id, its first digits (four or more), a record's JSON file, or a file to be read now.",
        ),
    ],
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
    doubtful_first: Annotated[
        bool, typer.Option("--doubtful-first", help="Begin with what is least sure instead of with page 1.")
    ] = False,
    as_json: filters.AsJson = False,
) -> None:
    """Show what was changed in the words that were read, with the reason and how sure it is.

    In a terminal the word that was read is red, and the one that stands in the text is green; elsewhere they
    are marked as in [-tố-]{+tổ+}.
    """
    record = _record(record_id, archive)
    changes = sorted(record.changes, key=lambda change: (change.evidence.start, change.evidence.end))
    if doubtful_first:
        changes.sort(key=lambda change: change.confidence)
    if as_json:
        shown = [{**change.model_dump(mode="json"), "context": _context(record, change)} for change in changes]
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        _print(record, changes, result_console())


def _record(record_id: str, archive: str) -> PlanRecord:
    file = Path(record_id)
    if file.suffix == ".json":
        return read_record(file)
    if file.is_file() or file.suffix:
        # Here, because reading scans needs libraries that take a second to load.
        from pipeline.run import process_file

        return process_file(file)
    with open_archive(archive, create=False) as opened:
        return opened.load(record_id)


def _print(record: PlanRecord, changes: Iterable[TextChange], console: Console) -> None:
    is_marked_by_style = console.is_terminal and not console.no_color
    page = None
    for change in changes:
        if change.evidence.page != page:
            page = change.evidence.page
            console.print(Text(f"Page {page}", style="bold"))
        console.print(_line(record, change, with_style=is_marked_by_style), soft_wrap=True)
    doubtful = sum(change.confidence < DOUBTFUL_BELOW for change in record.changes)
    count = len(record.changes)
    summary = f"{count} change{'' if count == 1 else 's'}" if count else "Nothing was changed."
    console.print(Text(f"{summary}, {doubtful} doubtful" if doubtful else summary, style="dim"))


def _line(record: PlanRecord, change: TextChange, *, with_style: bool) -> Text:
    before, after = _context(record, change)
    line = plain(f"  {before}")
    if with_style:
        line.append_text(plain(change.before, "red strike")).append_text(plain(change.after, "green"))
    else:
        line.append_text(plain(f"[-{change.before}-]")).append_text(plain(f"{{+{change.after}+}}"))
    line.append_text(plain(after))
    doubt = " (?)" if change.confidence < DOUBTFUL_BELOW else ""
    about = f"  {change.kind}, {change.confidence:.2f}{doubt}: {change.reason}"
    return line.append_text(plain(about, "yellow" if doubt else "dim"))


def _context(record: PlanRecord, change: TextChange) -> tuple[str, str]:
    """What stands before and behind a change in its paragraph, cut at spaces."""
    start, end = change.evidence.start, change.evidence.end
    paragraph = record.text.rfind("\n", 0, start) + 1
    paragraph_end = record.text.find("\n", end)
    paragraph_end = len(record.text) if paragraph_end < 0 else paragraph_end
    left, right = max(paragraph, start - _CONTEXT), min(paragraph_end, end + _CONTEXT)
    before, after = record.text[left:start], record.text[end:right]
    if left > paragraph:
        before = "…" + before[before.find(" ") + 1 :]
    if right < paragraph_end:
        after = after[: after.rfind(" ") + 1].rstrip() + "…"
    return before, after
