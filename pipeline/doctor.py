"""Whether this machine has what kehoach needs, and how to mend what is missing."""

import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from importlib import metadata
from pathlib import Path

from models.base import Model
from models.errors import ArchiveAccessError, ArchiveError, KehoachError, OutputAccessError, WorkerError
from models.settings import Settings
from pipeline import __version__
from pipeline.batch.workers import available_cores

# The packages whose versions decide on the results, by the name they are installed under.
_PACKAGES = (
    "numpy",
    "opencv-python-headless",
    "pillow",
    "pydantic",
    "pypdfium2",
    "pytesseract",
    "rapidfuzz",
    "spacy",
    "sqlalchemy",
    "underthesea",
)
_OLDEST_PYTHON = (3, 11)
_WORKER_BYTES = 1_000_000_000  # an A3 page at 600 dpi in colour, with the copies that preparation makes
_ROOM_BYTES = 500_000_000
_GROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")  # of a container, Linux control groups version 2
_GROUP_USE = Path("/sys/fs/cgroup/memory.current")
_MEMORY = Path("/proc/meminfo")


class Check(Model):
    """One thing that was looked at. `remedy` and `exit_code` are set where it is not well."""

    name: str
    finding: str
    remedy: str = ""
    exit_code: int = 0

    @property
    def is_well(self) -> bool:
        """Whether nothing needs mending."""
        return self.exit_code == 0


def examine(archive: str | Path, settings: Settings) -> tuple[Check, ...]:
    """Everything looked at, in the order in which it should be mended. Nothing is left behind."""
    temporary = settings.temporary_directory or Path(tempfile.gettempdir())
    looks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Python", _python),
        ("Packages", _packages),
        ("Tesseract", lambda: _tesseract(settings)),
        ("Searchable PDF", _searchable_pdf),
        ("SQLite", _sqlite),
        ("Cores", lambda: str(available_cores())),
        ("Memory", _memory),
        ("Temporary folder", lambda: _folder(temporary, OutputAccessError, "Set TMPDIR to such a folder.")),
        ("Archive", lambda: _archive(archive)),
    )
    return tuple(_check(name, look) for name, look in looks)


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name=name, finding=look())
    except KehoachError as error:
        return Check(name=name, finding=error.cause, remedy=error.remedy, exit_code=error.exit_code)


def _python() -> str:
    version = platform.python_version()
    if sys.version_info[:2] < _OLDEST_PYTHON:
        raise KehoachError(f"Python {version} is too old.", "Use Python 3.11 or newer.")
    return f"{version}, kehoach {__version__}"


def _packages() -> str:
    versions, missing = [], []
    for package in _PACKAGES:
        try:
            versions.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            missing.append(package)
    if missing:
        raise KehoachError(
            f"Not installed: {', '.join(missing)}.",
            "Run `make setup` in the checkout, or `pip install --require-hashes -r requirements.txt`.",
        )
    return ", ".join(versions)


def _tesseract(settings: Settings) -> str:
    from pipeline.ocr.engine import check_engine

    info = check_engine(settings)
    return f"{info.version}, languages {', '.join(info.languages)}"


def _searchable_pdf() -> str:
    """What `kehoach pdf` finds. It is an extra: nothing is wrong where it is not installed."""
    try:
        version = metadata.version("pikepdf")
    except metadata.PackageNotFoundError:
        return 'not installed; for `kehoach pdf`: pip install "kehoach[pdfa]"'
    from pipeline.searchable.ghostscript import find_ghostscript

    program = find_ghostscript() or "no Ghostscript, which PDFs need that do not hold their fonts"
    return f"pikepdf {version}, {program}"


def _sqlite() -> str:
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
    except sqlite3.OperationalError as error:
        raise ArchiveError(
            f"SQLite {sqlite3.sqlite_version} has no full-text search (FTS5).",
            "Use a Python whose SQLite is built with FTS5, as those of Debian, Ubuntu and python.org are.",
        ) from error
    return f"{sqlite3.sqlite_version}, with full-text search (FTS5)"


def _memory() -> str:
    free = _free_memory()
    if free is None:
        return "not known on this system"
    cores = available_cores()
    workers = max(1, free // _WORKER_BYTES)
    if workers < cores:
        raise WorkerError(
            f"{_gigabytes(free)} free, which may be too little for {cores} workers at large pages.",
            f"Close other programs, or run with --jobs {workers}.",
        )
    return f"{_gigabytes(free)} free"


def _free_memory() -> int | None:
    """Bytes that can be had without swapping, within the limit of a container; None off Linux."""
    try:
        lines = _MEMORY.read_text("ascii").splitlines()
    except OSError:
        return None
    free = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)
    try:
        limit = int(_GROUP_LIMIT.read_text("ascii")) - int(_GROUP_USE.read_text("ascii"))
    except (OSError, ValueError):  # no control group, or "max": no limit
        return free
    return limit if free is None else min(free, limit)


def _archive(target: str | Path) -> str:
    from pipeline.archive import is_server, open_archive

    if is_server(target):
        with open_archive(target, create=False) as archive:
            return f"{archive.name}, {_noted(len(archive.failures()))}"
    folder = Path(target)
    remedy = "Choose a folder that you may write to with --archive."
    if not folder.exists():
        _folder(next(parent for parent in folder.absolute().parents if parent.exists()), ArchiveAccessError, remedy)
        return f"{folder}: not there yet; `kehoach run` makes it"
    found = _folder(folder, ArchiveAccessError, remedy)
    if not any(folder.iterdir()):
        return f"{found}, empty"
    with open_archive(folder, create=False) as archive:
        return f"{found}, {_noted(len(archive.failures()))}"


def _noted(failures: int) -> str:
    return f"{failures} failed {'file' if failures == 1 else 'files'} noted"


def _folder(folder: Path, error_class: type[KehoachError], remedy: str) -> str:
    """What is said of a folder in which files can be written."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
        room = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize if hasattr(os, "statvfs") else None
    except OSError as error:
        raise error_class(f"{folder} cannot be written ({error.strerror}).", remedy) from error
    if room is None:
        return str(folder)
    if room < _ROOM_BYTES:
        raise error_class(f"{folder} has only {_gigabytes(room)} left.", f"Make room. {remedy}")
    return f"{folder}, {_gigabytes(room)} left"


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
