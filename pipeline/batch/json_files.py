"""Records as JSON files: one a document, under names that no two share, whole or not at all."""

import itertools
import json
import os
import tempfile
import unicodedata
from collections.abc import Collection, Sequence
from pathlib import Path

from models.errors import OutputAccessError
from models.record import PlanRecord


def result_names(stems: Sequence[str]) -> list[str]:
    """A name for each stem, in order: the stem itself, or "stem-2", "stem-3" … where it is taken.

    Names that differ only in case or in Unicode form count as one, since they are one file on
    Windows and macOS. A document whose own stem is "stem-2" keeps it.

    >>> result_names(["plan", "Plan", "plan-2"])
    ['plan', 'Plan-3', 'plan-2']
    """
    own = {_key(stem) for stem in stems}
    taken: set[str] = set()
    names = []
    for stem in stems:
        name, number = stem, 1
        while _key(name) in taken or (number > 1 and _key(name) in own):
            number += 1
            name = f"{stem}-{number}"
        taken.add(_key(name))
        names.append(name)
    return names


def plan_names(name: str, count: int, taken: Collection[str]) -> list[str]:
    """A name for each plan of a file: its own, "name-2", "name-3" …, without those of other documents.

    >>> plan_names("quy-1", 3, {"quy-1", "quy-1-2"})
    ['quy-1', 'quy-1-3', 'quy-1-4']
    """
    others = {_key(other) for other in taken}
    free = (f"{name}-{number}" for number in itertools.count(2))
    return [name, *itertools.islice((other for other in free if _key(other) not in others), count - 1)]


def make_folder(folder: Path) -> None:
    """Make the folder where it is missing, and see that files can be written there.

    Raises:
        OutputAccessError: they cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _no_output(folder, error) from error


def write_record(record: PlanRecord, path: Path) -> None:
    """Write a record as UTF-8 JSON in the order of its fields; readers never meet half a file.

    Raises:
        OutputAccessError: the file cannot be written.
    """
    text = json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
    temporary = path.with_name(f".{os.getpid()}.part")  # short: the record's name may be as long as names can be
    try:
        temporary.write_text(text, "utf-8", newline="\n")
        temporary.replace(path)
    except OSError as error:
        raise _no_output(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _no_output(path: Path, error: OSError) -> OutputAccessError:
    return OutputAccessError(
        f"{path} cannot be written ({error.strerror}).",
        "Check that the disk has room and that you may write there, or name another folder.",
    )
