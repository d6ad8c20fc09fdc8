"""`kehoach clean`: plain text from elsewhere, cleaned on its way from stdin to stdout."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TextIO

import typer

from models.errors import OutputAccessError
from pipeline.clean.textstream import clean_stream
from pipeline.textfiles.decoding import StreamEncoding, TextLine, read_lines


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(clean)


def clean(
    changes: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write every correction to this file, one JSON object a line, with its line and column.",
            show_default=False,
        ),
    ] = None,
    encoding: Annotated[
        StreamEncoding, typer.Option(help="What the text is written in; `auto` is told by its first 4,096 bytes.")
    ] = StreamEncoding.AUTO,
    reflow: Annotated[
        bool, typer.Option("--reflow", help="Join the lines of each paragraph to one, and leave out empty lines.")
    ] = False,
) -> None:
    """Clean recognised Vietnamese text that comes on stdin, and write it to stdout as UTF-8.

    Lines stay as they are unless --reflow is given, and so do columns that stand side by side.
    Text is written a paragraph or some twenty lines at a time.
    """
    unreadable = _Unreadable()
    with _opened(changes) as log:
        try:
            for block in clean_stream(unreadable.watch(read_lines(sys.stdin.buffer, encoding)), is_reflowed=reflow):
                sys.stdout.write(block.text)
                sys.stdout.flush()
                if log is not None:
                    log.writelines(json.dumps(asdict(change), ensure_ascii=False) + "\n" for change in block.changes)
                    log.flush()
        except BrokenPipeError:
            # Who reads has enough, as `head` does. Python would complain once more when it closes stdout.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if unreadable.count:
        typer.echo(f"Warning: {unreadable.told()}", err=True)


class _Unreadable:
    """Counts what could not be decoded while lines go by."""

    def __init__(self) -> None:
        self.count = 0
        self.first_line = 0

    def watch(self, lines: Iterator[TextLine]) -> Iterator[TextLine]:
        for line in lines:
            if line.unreadable:
                self.first_line = self.first_line or line.number
                self.count += line.unreadable
            yield line

    def told(self) -> str:
        """What a user is told."""
        if self.count == 1:
            return f"1 character that is no text in this encoding was replaced by U+FFFD, in line {self.first_line}."
        number = f"{self.count} characters that are no text in this encoding were replaced by U+FFFD"
        return f"{number}, the first in line {self.first_line}."


@contextmanager
def _opened(file: Path | None) -> Iterator[TextIO | None]:
    if file is None:
        yield None
        return
    try:
        log = file.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputAccessError(f"{file} cannot be written: {error.strerror}.", "Name a file elsewhere.") from error
    with log:
        yield log
