"""`kehoach correct`: a person changes, adds, confirms or rejects a value."""

import getpass
import json
from typing import Annotated, Any

import typer

from models.correction import Action, Correction
from models.errors import CorrectionError
from models.evidence import Box
from pipeline.archive import DEFAULT_ARCHIVE, open_archive
from pipeline.cli import filters
from pipeline.cli.display import short_id

_BOX = "PAGE:X0,Y0,X1,Y1"


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(correct)


def correct(
    document: Annotated[str, typer.Argument(metavar="ID", help="The document, as `kehoach search` shows it.")],
    place: Annotated[
        str,
        typer.Argument(
            metavar="PLACE",
            help="Where in the record: /header/number, /deadlines/0/due, /bodies/2/duties/1/role; /deadlines/- adds.",
        ),
    ],
    value: Annotated[
        str | None,
        typer.Argument(help='The new value: text, a date (2020-06-15), or JSON ({"task": "…", "due": "2020-06"}).'),
    ] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="What is read there is right.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="What is read there is wrong and stands nowhere.")] = False,
    quote: Annotated[
        str | None, typer.Option(help="Words of the text where an added value is read.", show_default=False)
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(help="The region on the page, in points from its top left.", metavar=_BOX, show_default=False),
    ] = None,
    why: Annotated[str, typer.Option(help="The reason, for others to read.")] = "",
    by: Annotated[
        str | None, typer.Option(help="Who says so.", envvar="KEHOACH_USER", show_default="the system's user")
    ] = None,
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
    as_json: filters.AsJson = False,
) -> None:
    """Change, add, confirm or reject a value of a record.

    It holds over every later run. The machine's own value is kept beside it. `kehoach corrections ID`
    lists what was corrected, and takes corrections back.
    """
    if sum((value is not None, confirm, reject)) != 1:
        raise typer.BadParameter("Give a value, or --confirm, or --reject.")
    action = Action.CONFIRM if confirm else Action.REJECT if reject else Action.CHANGE
    if value is not None and place.endswith("/-"):
        action = Action.ADD
    with open_archive(archive, create=False) as opened:
        made = opened.correct(
            document,
            action,
            place,
            _parsed(value),
            by=by or getpass.getuser(),
            why=why,
            quote=quote,
            boxes=tuple(map(_box, region or ())),
        )
    typer.echo(made.model_dump_json() if as_json else _told(made))


def _told(made: Correction) -> str:
    return f"{short_id(made.document_id)} {made.pointer}: {made.action.value} noted ({made.id[:8]}), by {made.by}."


def _parsed(value: str | None) -> Any:
    """A value as typed: JSON objects and lists as such, all else as text."""
    if value is None or not value.lstrip().startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        raise CorrectionError(
            f"The value is no JSON: {error.msg}, at character {error.pos + 1}.", "Check quotes, commas and brackets."
        ) from error


def _box(text: str) -> Box:
    page, _, corners = text.partition(":")
    try:
        x0, y0, x1, y1 = map(float, corners.split(","))
        return Box(page=int(page), x0=x0, y0=y0, x1=x1, y1=y1)
    except ValueError as error:
        raise CorrectionError(f"{text!r} is no region.", f"Write it as {_BOX}: 1:92.5,400,391,415.") from error
