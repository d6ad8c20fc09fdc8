"""Fixtures of many test modules: an archive on each database that one can live in."""

import itertools
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text

from pipeline.archive import Archive, open_archive
from tests.postgres import REQUIRED, Server, ServerMissingError, running_server

# An example's first call loads tables, and what else the machine does must not fail a test.
settings.register_profile("kehoach", deadline=None)
settings.load_profile("kehoach")

_WITHOUT_SERVER = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Iterator[Server]:
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_server())
        except (ServerMissingError, subprocess.CalledProcessError) as error:
            pytestconfig.stash[_WITHOUT_SERVER] = str(error)
            if os.environ.get(REQUIRED):
                pytest.fail(f"no PostgreSQL server to test with: {error}")
            pytest.skip(f"no PostgreSQL server to test with: {error}")
        yield server


@pytest.fixture(scope="session")
def new_database(postgres: Server) -> Callable[[], str]:
    """Makes an empty database and gives its address."""
    numbers = itertools.count(1)

    def make() -> str:
        name = f"archive{next(numbers)}"
        url = postgres.address("postgres").replace("postgresql:", "postgresql+pg8000:")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return postgres.address(name)

    return make


@pytest.fixture(params=["sqlite", "postgres"])
def archive_target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new archive goes: a folder, then a database on a server."""
    if request.param == "sqlite":
        return str(tmp_path / "archive")
    address: str = request.getfixturevalue("new_database")()
    return address


@pytest.fixture
def archive(archive_target: str) -> Iterator[Archive]:
    """An empty archive of each kind."""
    with open_archive(archive_target) as opened:
        yield opened


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reason = config.stash.get(_WITHOUT_SERVER, None)
    if reason:
        terminalreporter.section("ARCHIVE ON POSTGRESQL NOT TESTED", red=True, bold=True)
        terminalreporter.line(f"{reason}. `make test` installs the server and needs it.")
