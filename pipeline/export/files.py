"""Files that appear, or replace older ones, only when they are complete."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(path: Path, encoding: str) -> Iterator[IO[str]]:
    """A text file that takes the place of `path` at the end of the block, and never if that fails."""
    with finished(path) as unfinished, unfinished.open("w", encoding=encoding, newline="") as file:
        yield file


@contextmanager
def finished(path: Path) -> Iterator[Path]:
    """A name to write to, whose file takes the place of `path` at the end of the block."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
