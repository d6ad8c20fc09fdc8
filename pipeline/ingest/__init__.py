"""Files and folders to sources: what is there, what type it really is, whether it can be read.

The content decides on the type, never the name. Files are opened for reading only.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.errors import (
    SourceAccessError,
    SourceError,
    SourceNotFoundError,
    SourceTooLargeError,
    UnsupportedSourceError,
)
from models.settings import Settings
from models.source import Failure, FoundSources, MediaType, PagePlace, Source, SourceFiles
from pipeline.ingest.inspection import inspect_file
from pipeline.ingest.sniffing import DOCUMENT_SUFFIXES, read_head, sniff

_IMAGE_FAMILIES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".jpe": "jpeg", ".tif": "tiff", ".tiff": "tiff"}

# A page number at the end of a name: "x_p1", "x-001", "x (1)", "x 01", "x trang 2", "1".
_PAGE_NUMBER = re.compile(
    r"(?P<base>.*?)(?P<mark>[\s_.\-]*(?:(?<![^\W\d_])(?:page|trang|pg|tr|p))?[\s_.\-]*)"
    r"(?:\((?P<bracketed>\d{1,4})\)|(?P<bare>(?<!\d)\d{1,4}))",
    re.IGNORECASE,
)
_CHUNK = 1 << 20


def find_sources(paths: Sequence[Path], *, join: bool = True) -> FoundSources:
    """The documents among files and folders, in the order of the paths, folders sorted by name.

    In folders, hidden files, office lock files and what is no document are passed over, and a
    folder is visited once however many links lead to it. A path that cannot be read becomes a
    failure. With `join`, page images that differ only in a page number are one document.
    """
    search = _Search()
    for path in paths:
        search.add(path)
    sources = _joined(search.files) if join else [_alone(path) for path in search.files]
    return FoundSources(tuple(sources), tuple(search.failures), tuple(search.skipped))


def open_source(files: SourceFiles, settings: Settings) -> Source:
    """What the files hold, after everything that can be told without reading the pages is checked.

    Where images were joined, one that is broken becomes a page with a problem; only if all are
    is the document refused.

    Raises:
        SourceError: a subclass for each cause; the message says what to do.
    """
    if len(files.paths) > settings.max_pages:
        raise SourceTooLargeError(
            f"The document has {len(files.paths)} page files, more than the limit of {settings.max_pages}.",
            "Split it, or set Settings(max_pages=…) from Python.",
        )
    media_types: list[MediaType] = []
    pages: list[PagePlace] = []
    errors: list[SourceError] = []
    sizes = 0
    digests: list[bytes] = []
    for part, path in enumerate(files.paths):
        size, digest = _size_and_digest(path, settings)
        sizes += size
        digests.append(digest)
        try:
            media_type, problems = inspect_file(path, settings)
            if len(files.paths) > 1 and not media_type.is_image:
                raise UnsupportedSourceError(f"{path.name} is no image.", "Give it by itself.")
        except SourceError as error:
            errors.append(error)
            pages.append(PagePlace(part, 0, str(error)))
            continue
        media_types.append(media_type)
        pages.extend(PagePlace(part, frame, problem) for frame, problem in enumerate(problems))
    if len(errors) == len(files.paths):
        raise errors[0]
    return Source(
        paths=files.paths,
        stem=files.stem,
        media_type=media_types[0],
        byte_size=sizes,
        document_id=_id_of(digests),
        pages=tuple(pages),
    )


def source_id(files: SourceFiles, settings: Settings) -> str:
    """The `document_id` that `open_source` gives the files; of their content only the digest is looked at.

    Raises:
        SourceError: a file cannot be read, or is beyond the limit of bytes.
    """
    return _id_of([_size_and_digest(path, settings)[1] for path in files.paths])


class _Search:
    """Files found so far; each real file and folder counts once."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.failures: list[Failure] = []
        self.skipped: list[Path] = []
        self._seen: set[tuple[int, int]] = set()

    def add(self, path: Path) -> None:
        """Take a path that a person named: whatever is wrong with it is a failure."""
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                self._add_folder(path, status)
            elif not stat.S_ISREG(status.st_mode):
                raise UnsupportedSourceError(f"{path.name} is neither a file nor a folder.", "Name a file or folder.")
            elif self._is_new(status):
                self.files.append(path)
        except SourceError as error:
            self.failures.append(Failure(path, error))
        except FileNotFoundError:
            self.failures.append(
                Failure(path, SourceNotFoundError(f"There is no file or folder {path}.", "Check the path."))
            )
        except OSError as error:
            self.failures.append(Failure(path, _no_access(path, error)))

    def _add_folder(self, folder: Path, status: os.stat_result) -> None:
        if not self._is_new(status):
            return
        try:
            names = sorted(entry.name for entry in os.scandir(folder))
        except OSError as error:
            self.failures.append(Failure(folder, _no_access(folder, error)))
            return
        for name in names:
            if not name.startswith((".", "~$")):
                self._add_entry(folder / name)

    def _add_entry(self, path: Path) -> None:
        """Take what a folder holds: a link that leads nowhere and files of other kinds are passed over."""
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                self._add_folder(path, status)
            elif not stat.S_ISREG(status.st_mode) or not _is_document(path):
                self.skipped.append(path)
            elif self._is_new(status):
                self.files.append(path)
        except FileNotFoundError:
            self.skipped.append(path)
        except OSError as error:
            self.failures.append(Failure(path, _no_access(path, error)))

    def _is_new(self, status: os.stat_result) -> bool:
        key = (status.st_dev, status.st_ino)
        is_new = key not in self._seen
        self._seen.add(key)
        return is_new


def _is_document(path: Path) -> bool:
    """Whether a file of a folder is meant as a document.

    Whoever calls a file `plan.pdf` means a document: where it cannot be read, that must be seen,
    whatever it holds. Under other names the content decides; but text can be anything (a program, a
    table, a result of ours), and counts only without any suffix.
    """
    if path.suffix.lower() in DOCUMENT_SUFFIXES:
        return True
    try:
        media_type = sniff(path, read_head(path))
    except SourceError:
        return False
    return not media_type.is_text or not path.suffix


def _no_access(path: Path, error: OSError) -> SourceAccessError:
    what = "loops through links" if error.errno == 40 else (error.strerror or "cannot be read").lower()
    return SourceAccessError(f"{path} cannot be read ({what}).", "Check its permissions.")


def _alone(path: Path) -> SourceFiles:
    return SourceFiles((path,), path.stem)


def _joined(files: Sequence[Path]) -> list[SourceFiles]:
    """Files one by one, page images of one document together where the first of them stood."""
    groups: dict[tuple[Path, str, str, bool, str], list[tuple[int, Path]]] = {}
    for path in files:
        key_number = _page_of(path)
        if key_number is not None:
            groups.setdefault(key_number[0], []).append((key_number[1], path))
    document_of: dict[Path, SourceFiles] = {}
    for (folder, base, *_), members in groups.items():
        members.sort()
        numbers = [number for number, _ in members]
        if len(members) > 1 and numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            stem = base or folder.resolve().name or "pages"
            document = SourceFiles(tuple(path for _, path in members), stem)
            document_of.update(dict.fromkeys(document.paths, document))
    return list(dict.fromkeys(document_of.get(path) or _alone(path) for path in files))


def _page_of(path: Path) -> tuple[tuple[Path, str, str, bool, str], int] | None:
    """What page files of one document have in common, and the page number; None for other files."""
    family = _IMAGE_FAMILIES.get(path.suffix.lower())
    match = _PAGE_NUMBER.fullmatch(path.stem) if family else None
    if family is None or match is None:
        return None
    is_bracketed = match["bracketed"] is not None
    key = (path.parent, match["base"], match["mark"].lower(), is_bracketed, family)
    return key, int(match["bracketed"] or match["bare"])


def _id_of(digests: Sequence[bytes]) -> str:
    digest = digests[0] if len(digests) == 1 else hashlib.sha256(b"".join(digests)).digest()
    return f"sha256:{digest.hex()}"


def _size_and_digest(path: Path, settings: Settings) -> tuple[int, bytes]:
    try:
        size = path.stat().st_size
        if size > settings.max_file_bytes:
            raise SourceTooLargeError(
                f"The file has {size:,} bytes, more than the limit of {settings.max_file_bytes:,}.",
                "Split it, or set Settings(max_file_bytes=…) from Python.",
            )
        digest = hashlib.sha256()
        for chunk in _chunks(path):
            digest.update(chunk)
    except FileNotFoundError as error:
        raise SourceNotFoundError(f"There is no file {path}.", "Check the path.") from error
    except OSError as error:
        raise _no_access(path, error) from error
    return size, digest.digest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
