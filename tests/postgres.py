"""A real PostgreSQL server for the tests: made in a temporary folder, stopped at the end.

It listens on a free port of the loopback address only. The server refuses to run as root; there it
runs as `nobody` or `postgres`.
"""

import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

REQUIRED = "KEHOACH_REQUIRE_POSTGRES"  # set where a run without the server must not be green


class ServerMissingError(Exception):
    """PostgreSQL's programs are not installed."""


@dataclass(frozen=True)
class Server:
    """A running server; `password` is of its only user, `kehoach`."""

    port: int
    password: str

    def address(self, database: str) -> str:
        return f"postgresql://kehoach:{self.password}@127.0.0.1:{self.port}/{database}"


@contextmanager
def running_server() -> Iterator[Server]:
    """A server with an empty cluster.

    Raises:
        ServerMissingError: `initdb` and `pg_ctl` are nowhere to be found.
    """
    programs = _programs()
    folder = Path(mkdtemp(prefix="kehoach-postgres-"))
    user = _unprivileged_user()
    if user is not None:
        shutil.chown(folder, user)
    server = Server(_free_port(), secrets.token_hex(16))
    cluster, password_file = folder / "cluster", folder / "password"
    password_file.write_text(server.password, "utf-8")
    password_file.chmod(0o644)  # in a folder that only its owner may enter

    def call(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=_environment())

    try:
        call("initdb", "-D", str(cluster), "-U", "kehoach", f"--pwfile={password_file}", "-A", "scram-sha-256",
             "-E", "UTF8", "--locale=C", "--no-sync")  # fmt: skip
        options = f"-p {server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        call("pg_ctl", "-D", str(cluster), "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield server
        finally:
            call("pg_ctl", "-D", str(cluster), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of the newest `initdb`: Debian keeps it off the PATH, one folder a version."""
    candidates = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(re.sub(r"\D", "", path.parts[4]) or 0)
    )
    on_path = shutil.which("initdb")
    if on_path:
        candidates.append(Path(on_path).resolve())
    if not candidates:
        raise ServerMissingError("PostgreSQL's server is not installed (apt-get install postgresql)")
    return candidates[-1].parent


def _unprivileged_user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
