"""The type of a file, from its first bytes."""

import zipfile
from pathlib import Path

from models.errors import (
    DamagedSourceError,
    EmptySourceError,
    EncryptedSourceError,
    SourceAccessError,
    UnsupportedSourceError,
)
from models.source import MediaType

# What a person calls documents of a supported type.
DOCUMENT_SUFFIXES = frozenset(
    {".pdf", ".png", ".jpg", ".jpeg", ".jpe", ".tif", ".tiff", ".txt", ".text", ".md", ".markdown", ".docx"}
)
_HEAD = 8192
_PDF_WINDOW = 1024  # ISO 32000-1, Annex H: readers accept the header within the first 1024 bytes
_MARKDOWN_SUFFIXES = {".md", ".markdown"}

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"II*\x00", MediaType.TIFF),
    (b"MM\x00*", MediaType.TIFF),
    (b"II+\x00", MediaType.TIFF),
    (b"MM\x00+", MediaType.TIFF),
)
_TO_PDF = "Convert it to PDF."
_FOREIGN = (
    (b"{\\rtf", "a Rich Text file", "Save it as DOCX or PDF."),
    (b"GIF8", "a GIF image", "Save it as PNG."),
    (b"BM", "a BMP image", "Save it as PNG."),
    (b"AT&TFORM", "a DjVu document", _TO_PDF),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 image", "Save it as PNG or TIFF."),
    (b"MZ", "a program", "Give a document."),
    (b"\x7fELF", "a program", "Give a document."),
    (b"Rar!", "an archive", "Unpack it and give the files inside."),
    (b"7z\xbc\xaf", "an archive", "Unpack it and give the files inside."),
    (b"\x1f\x8b", "an archive", "Unpack it and give the files inside."),
    (b"%!PS", "a PostScript file", _TO_PDF),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # MS-OFFCRYPTO 2.3.4: stream of a locked document
_OLE_DIRECTORY_WINDOW = 1 << 20


def read_head(path: Path) -> bytes:
    """The first bytes of a file, enough to tell its type.

    Raises:
        SourceAccessError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as error:
        raise SourceAccessError(
            f"{path} cannot be read ({(error.strerror or 'no reason given').lower()}).", "Check its permissions."
        ) from error


def sniff(path: Path, head: bytes) -> MediaType:
    """The type of a file whose first bytes are `head`.

    Raises:
        EmptySourceError, UnsupportedSourceError, EncryptedSourceError, DamagedSourceError
    """
    if not head:
        raise EmptySourceError("The file is empty (0 bytes).", "Scan or copy the document again.")
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if b"%PDF-" in head[:_PDF_WINDOW]:
        return MediaType.PDF
    if head.startswith(b"PK\x03\x04"):
        return _sniff_zip(path, head)
    if head.startswith(_OLE):
        raise _ole_error(path)
    _refuse_foreign(head)
    if _looks_like_text(head):
        return MediaType.MARKDOWN if path.suffix.lower() in _MARKDOWN_SUFFIXES else MediaType.TEXT
    if not head.strip(b"\x00"):
        raise DamagedSourceError("The file holds nothing but zero bytes.", "Copy the document again.")
    if path.suffix.lower() in DOCUMENT_SUFFIXES and path.suffix.lower() not in {".txt", ".text"}:
        raise DamagedSourceError(
            f"The file is called {path.suffix} but its content is not one.", "Scan or copy the document again."
        )
    if path.suffix.lower() in {".txt", ".text"}:
        raise UnsupportedSourceError(
            f"The file is called {path.suffix} but its content is no text: it has zero bytes or control characters, "
            "as programs and UTF-16 without a byte order mark have.",
            "If it is a text, save it as UTF-8.",
        )
    raise UnsupportedSourceError(
        "The file's type is not supported.", "Give PDF, PNG, JPEG, TIFF, plain text, Markdown or DOCX."
    )


def _sniff_zip(path: Path, head: bytes) -> MediaType:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if b"word/" in head or path.suffix.lower() == ".docx":
            raise DamagedSourceError("The Word file is broken or cut off.", "Copy it again.") from error
        raise UnsupportedSourceError("The file is a broken archive.", "Give the documents themselves.") from error
    if "word/document.xml" in names:
        return MediaType.DOCX
    if any(name.startswith("xl/") for name in names):
        raise UnsupportedSourceError("The file is an Excel workbook.", "Save the plan as DOCX or PDF.")
    if any(name.startswith("ppt/") for name in names):
        raise UnsupportedSourceError("The file is a presentation.", "Save it as PDF.")
    if "content.xml" in names:
        raise UnsupportedSourceError("The file is an OpenDocument file.", "Save it as DOCX or PDF.")
    raise UnsupportedSourceError("The file is a ZIP archive.", "Unpack it and give the files inside.")


def _ole_error(path: Path) -> EncryptedSourceError | UnsupportedSourceError:
    with path.open("rb") as file:
        start = file.read(_OLE_DIRECTORY_WINDOW)
        file.seek(max(0, path.stat().st_size - _OLE_DIRECTORY_WINDOW))
        if _ENCRYPTED_PACKAGE in start + file.read():
            return EncryptedSourceError("The Office file asks for a password.", "Save a copy without password.")
    return UnsupportedSourceError(
        "The file is of an Office format from before 2007 (.doc, .xls).", "Convert it to DOCX or PDF."
    )


def _refuse_foreign(head: bytes) -> None:
    for signature, name, remedy in _FOREIGN:
        is_short = len(signature) <= 2  # two letters may begin a text
        if head.startswith(signature) and not (is_short and _looks_like_text(head)):
            raise UnsupportedSourceError(f"The file is {name}.", remedy)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        raise UnsupportedSourceError("The file is a WebP image.", "Save it as PNG.")
    if head[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"}:
        raise UnsupportedSourceError("The file is a HEIC image.", "Save it as JPEG or PNG.")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise UnsupportedSourceError("The file is a web page or XML.", "Save it as DOCX, PDF or plain text.")


def _looks_like_text(head: bytes) -> bool:
    """Whether bytes can be text of some encoding: hardly any control characters but those of layout.

    Word leaves a few in exported text: 7 for the ends of cells, 11 for line breaks.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = sum(byte < 7 or 13 < byte < 32 for byte in head)
    return b"\x00" not in head and controls <= max(2, len(head) // 200)
