"""The server: on this machine alone by default, elsewhere only with a token."""

import secrets
from ipaddress import ip_address
from pathlib import Path

import uvicorn

from models.errors import ServerError
from pipeline.web.app import create_app

_SHORTEST_TOKEN = 16  # characters; less can be guessed


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine only."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def checked_token(host: str, token: str | None) -> str | None:
    """The token to ask for: none on this machine unless one is given.

    Raises:
        ServerError: others could reach the archive and there is no token, or a short one.
    """
    if token is None and is_loopback(host):
        return None
    if token is None or len(token) < _SHORTEST_TOKEN:
        what = "without a token" if token is None else f"with a token of under {_SHORTEST_TOKEN} characters"
        raise ServerError(
            f"On {host} others can reach the archive; it is not served there {what}.",
            f"Set KEHOACH_TOKEN to a secret such as {secrets.token_urlsafe(24)}, or serve on 127.0.0.1.",
        )
    return token


def serve(
    target: str | Path,
    host: str = "127.0.0.1",
    port: int = 8480,
    token: str | None = None,
    sources: Path = Path(),
) -> None:
    """Serve an archive until the process is told to stop. See `create_app` for the arguments.

    Raises:
        ServerError: the address is in use, or may not be served without a token.
        ArchiveError: the archive cannot be opened.
    """
    app = create_app(target, token=checked_token(host, token), sources=sources)
    server = uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level="warning", server_header=False))
    try:
        server.run()
    except SystemExit as error:  # how uvicorn says that it cannot listen
        raise ServerError(
            f"{host}:{port} cannot be listened on.", "Choose another --port; another program may use this one."
        ) from error
