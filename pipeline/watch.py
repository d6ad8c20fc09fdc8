"""A folder that a scanner writes to: which files are complete, and new.

A file is complete when its size and time have not changed for a while, and no other program holds a
file of the same name with a suffix that says it is unfinished (.part, .tmp, .crdownload). Page images of
one scan count together: none is taken while one of its folder still grows.
"""

import os
from dataclasses import dataclass
from pathlib import Path

_UNFINISHED = (".part", ".tmp", ".crdownload", ".partial", ".filepart")


@dataclass(frozen=True, slots=True)
class _State:
    size: int
    changed: int  # nanoseconds since 1970


class FolderWatch:
    """What is new in a folder, look by look.

    Args:
        folder: looked through with all folders below it.
        settle_s: how long a file has to stay as it is, in seconds.
    """

    def __init__(self, folder: Path, settle_s: float) -> None:
        self._folder = folder
        self._settle_s = settle_s
        self._seen: dict[Path, tuple[_State, float]] = {}  # with the moment it was first seen so
        self._taken: dict[Path, _State] = {}

    def look(self, now: float) -> list[Path]:
        """The files that are complete and were not given before as they are now, by path.

        Args:
            now: seconds of a clock that never goes back.
        """
        states = dict(self._states())
        for path, state in states.items():
            known = self._seen.get(path)
            if known is None or known[0] != state:
                self._seen[path] = (state, now)
        self._seen = {path: known for path, known in self._seen.items() if path in states}
        self._taken = {path: state for path, state in self._taken.items() if path in states}
        restless = {path.parent for path, (_, since) in self._seen.items() if now - since < self._settle_s}
        new = sorted(
            path for path, state in states.items() if path.parent not in restless and self._taken.get(path) != state
        )
        for path in new:
            self._taken[path] = states[path]
        return new

    def _states(self) -> list[tuple[Path, _State]]:
        found: list[tuple[Path, _State]] = []
        for folder, folders, names in os.walk(self._folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            present = set(names)
            for name in names:
                is_unfinished = name.lower().endswith(_UNFINISHED) or any(name + end in present for end in _UNFINISHED)
                if name.startswith((".", "~$")) or is_unfinished:
                    continue
                path = Path(folder, name)
                try:
                    status = path.stat()
                except OSError:  # gone since, or not ours to read: the next look may tell
                    continue
                if status.st_size:
                    found.append((path, _State(status.st_size, status.st_mtime_ns)))
        return found
