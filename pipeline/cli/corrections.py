"""`kehoach corrections`: what people said, how it stands today, and taking it back."""

import getpass
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from models.correction import Correction, CorrectionState, CorrectionStatus
from models.errors import CorrectionError
from pipeline.archive import DEFAULT_ARCHIVE, Archive, open_archive
from pipeline.cli import filters
from pipeline.cli.display import plain, result_console, short_id
from pipeline.corrections import write_gold

_STATE_STYLE = {
    CorrectionState.APPLIED: "",
    CorrectionState.AGREES: "green",
    CorrectionState.CONFLICT: "bold red",
}


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(corrections)


def corrections(
    document: Annotated[
        str | None, typer.Argument(metavar="ID", help="One document; without it all.", show_default=False)
    ] = None,
    conflicts: Annotated[bool, typer.Option("--conflicts", help="Only what the machine now contradicts.")] = False,
    log: Annotated[bool, typer.Option("--log", help="The whole log, also what was withdrawn or replaced.")] = False,
    withdraw: Annotated[
        str | None, typer.Option(help="Take this correction back.", metavar="CORRECTION", show_default=False)
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(help="Write corrected records here as gold for `kehoach score`.", file_okay=False),
    ] = None,
    why: Annotated[str, typer.Option(help="The reason for taking it back.")] = "",
    by: Annotated[
        str | None, typer.Option(help="Who takes it back.", envvar="KEHOACH_USER", show_default="the system's user")
    ] = None,
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
    as_json: filters.AsJson = False,
) -> None:
    """List corrections and how they stand to what the machine reads today.

    `applied`: the machine still reads what it read; `agrees`: it now reads what the person said;
    `conflict`: it reads a third thing, or nothing there. The person's value is what is shown.
    """
    with open_archive(archive, create=False) as opened:
        if withdraw is not None:
            made = opened.withdraw(_whole_id(opened, withdraw), by=by or getpass.getuser(), why=why)
            typer.echo(f"{made.pointer}: the correction {str(made.target)[:8]} is taken back.")
        elif gold is not None:
            count = write_gold(opened.corrected_records(), gold)
            typer.echo(f"{count} gold {'record' if count == 1 else 'records'} written to {gold}.", err=True)
        elif log:
            _show_log(opened.correction_log(), document, as_json=as_json)
        else:
            documents = [document] if document else opened.corrected_documents()
            _show(_statuses(opened, documents, only_conflicts=conflicts), as_json=as_json)


def _statuses(opened: Archive, documents: Iterable[str], *, only_conflicts: bool) -> list[CorrectionStatus]:
    return [
        status
        for document in documents
        for status in opened.corrections(document)
        if not only_conflicts or status.state is CorrectionState.CONFLICT
    ]


def _show(statuses: list[CorrectionStatus], *, as_json: bool) -> None:
    if as_json:
        for status in statuses:
            typer.echo(status.model_dump_json())
        return
    table = Table("Document", "Correction", "Place", "Machine", "Person", "State", "By", box=None, pad_edge=False)
    for status in statuses:
        made = status.correction
        machine = made.machine if status.state is not CorrectionState.CONFLICT else status.machine_now
        table.add_row(
            short_id(made.document_id),
            made.id[:8],
            plain(status.pointer or made.pointer),
            plain(_shown(machine)),
            plain("rejected" if made.value is None else _shown(made.value)),
            plain(status.state.value, _STATE_STYLE[status.state]),
            plain(made.by),
        )
    result_console().print(table if statuses else "No corrections.")


def _show_log(entries: Iterable[Correction], document: str | None, *, as_json: bool) -> None:
    prefix = f"sha256:{document.removeprefix('sha256:')}" if document else ""
    console = result_console()
    for entry in entries:
        if not entry.document_id.startswith(prefix):
            continue
        if as_json:
            typer.echo(entry.model_dump_json())
            continue
        moment = entry.at.astimezone().strftime("%Y-%m-%d %H:%M")
        reason = f" ({entry.why})" if entry.why else ""
        line = f"{moment} {short_id(entry.document_id)} {entry.action.value} {entry.pointer} by {entry.by}{reason}"
        console.print(plain(line), soft_wrap=True)


def _shown(value: Any) -> str:
    """The part of a value that says what it is."""
    if isinstance(value, dict):
        for name in ("value", "edtf", "task", "name", "text", "heading", "title", "role"):
            if value.get(name):
                return _shown(value[name])
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    return "–" if value is None else str(value)


def _whole_id(opened: Archive, beginning: str) -> str:
    found = {entry.id for entry in opened.correction_log() if entry.id.startswith(beginning)}
    if len(found) != 1:
        what = "No correction begins" if not found else "Several corrections begin"
        raise CorrectionError(f"{what} with {beginning!r}.", "`kehoach corrections --log --json` lists their ids.")
    return found.pop()
