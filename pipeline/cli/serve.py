"""`kehoach serve`: the archive for other programs, over HTTP."""

from pathlib import Path
from typing import Annotated

import typer

from models.errors import MissingExtraError
from pipeline.archive import DEFAULT_ARCHIVE
from pipeline.cli import filters


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(serve)


def serve(
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8480,
    sources: Annotated[
        Path, typer.Option(help="The folder that the sources' paths start from.", exists=True, file_okay=False)
    ] = Path(),
    token: Annotated[
        str | None,
        typer.Option(
            envvar="KEHOACH_TOKEN", help="What every request has to bring; needed where others can reach HOST."
        ),
    ] = None,
) -> None:
    """Answer requests of other programs over HTTP.

    Only this machine can ask, unless a token is set. /openapi.json describes what can be asked.
    """
    try:
        from pipeline.web import serve as run_server
    except ImportError as error:
        raise MissingExtraError.of("web", "the server") from error

    typer.echo(f"Serving {archive} on http://{host}:{port}/api (Ctrl-C stops).", err=True)
    run_server(archive, host, port, token, sources)
