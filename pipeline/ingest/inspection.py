"""Whether a file is whole and within the limits, told without reading its pages.

Sizes come from headers and ends from end marks, so that neither a huge nor a cut-off file
costs memory or time.
"""

import mmap
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw
from PIL import Image, ImageFile, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from models.errors import (
    DamagedSourceError,
    EmptySourceError,
    EncryptedSourceError,
    ImageTooSmallError,
    SourceTooLargeError,
)
from models.settings import Settings
from models.source import MediaType
from pipeline.ingest.sniffing import read_head, sniff
from pipeline.textfiles.encodings import decode_text

_LEAST_SIDE = 16  # pixels; a line of print at the lowest readable resolution is that high
_MAX_TEXT_BYTES = 50_000_000  # a thousand times a long plan
_MAX_DOCX_BYTES = 500_000_000  # unpacked, with its pictures
_MAX_DOCX_XML_BYTES = 100_000_000
_ZIP_ENCRYPTED = 0x1
_TAIL = 65_536  # web servers append a page to the files they send; the end mark stands before it
_COPY_AGAIN = "Scan or copy the document again."

# The plug-ins are called directly: Image.open has its own, fixed limit and warns.
_OPENERS: dict[MediaType, Callable[[BinaryIO], ImageFile.ImageFile]] = {
    MediaType.PNG: PngImagePlugin.PngImageFile,
    MediaType.JPEG: JpegImagePlugin.JpegImageFile,
    MediaType.TIFF: TiffImagePlugin.TiffImageFile,
}
# What Pillow raises for broken files, beside OSError.
_IMAGE_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
)


def inspect_file(path: Path, settings: Settings) -> tuple[MediaType, list[str | None]]:
    """The type of a file and, for each page, why it cannot be read, or None.

    Raises:
        SourceError: the whole file cannot be read.
    """
    media_type = sniff(path, read_head(path))
    if media_type is MediaType.PDF:
        problems = _inspect_pdf(path)
    elif media_type.is_image:
        problems = _inspect_image(path, media_type, settings)
    elif media_type is MediaType.DOCX:
        problems = _inspect_docx(path)
    else:
        problems = [None] * len(split_text_pages(read_text(path)))
    if len(problems) > settings.max_pages:
        raise SourceTooLargeError(
            f"The file has {len(problems):,} pages, more than the limit of {settings.max_pages:,}.",
            "Split it, or set Settings(max_pages=…) from Python.",
        )
    return media_type, problems


def read_text(path: Path) -> str:
    """The text of a plain-text file with `\\n` at the ends of its lines."""
    if path.stat().st_size > _MAX_TEXT_BYTES:
        raise SourceTooLargeError(f"The text file has more than {_MAX_TEXT_BYTES:,} bytes.", "Give the document alone.")
    text = decode_text(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\v", "\n").replace("\a", "\n")  # Word's line break and end of cell
    if not text.strip():
        raise EmptySourceError("The text file holds only white space.", _COPY_AGAIN)
    return text


def split_text_pages(text: str) -> list[str]:
    """The pages of a text, divided at form feeds; a last one that holds nothing is left out."""
    pages = text.split("\f")
    while len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    return pages


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """The PDF, opened.

    Raises:
        EncryptedSourceError, DamagedSourceError
    """
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        # For some broken files PDFium tells the error of the file before: a password needs an encrypted file.
        if error.err_code == pdfium_raw.FPDF_ERR_PASSWORD and _names_encryption(path):
            raise EncryptedSourceError("The PDF asks for a password.", "Save a copy without password.") from error
        if error.err_code == pdfium_raw.FPDF_ERR_SECURITY:
            raise EncryptedSourceError(
                "The PDF is locked by a protection that cannot be opened.", "Save a copy without protection."
            ) from error
        raise DamagedSourceError("The PDF is broken or cut off.", _COPY_AGAIN) from error


def _names_encryption(path: Path) -> bool:
    """Whether the trailer of a PDF, which is never encrypted itself, names an encryption (ISO 32000-2, 7.5.5)."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(b"/Encrypt") >= 0


@contextmanager
def open_image(path: Path, media_type: MediaType) -> Iterator[Image.Image]:
    """The image, its header read; Pillow's warnings about size and metadata are kept quiet.

    Raises:
        DamagedSourceError: the header is broken, or reading inside the `with` block fails.
    """
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        try:
            with _OPENERS[media_type](file) as image:
                yield image
        except _IMAGE_ERRORS as error:
            raise DamagedSourceError("The image is broken or cut off.", _COPY_AGAIN) from error


def page_size_problem(size: tuple[int, int], settings: Settings) -> SourceTooLargeError | ImageTooSmallError | None:
    """The error for an image of so many pixels across and down, None where it is within the limits."""
    width, height = size
    if width * height > settings.max_page_pixels:
        return SourceTooLargeError(
            f"The image has {width:,} x {height:,} pixels, more than the limit of {settings.max_page_pixels:,}.",
            "Scan at a lower resolution, or set Settings(max_page_pixels=…) from Python.",
        )
    if min(width, height) < _LEAST_SIDE:
        return ImageTooSmallError(f"The image has only {width} x {height} pixels.", "Scan the page at 200 dpi or more.")
    return None


def _inspect_pdf(path: Path) -> list[str | None]:
    document = open_pdf(path)
    try:
        if _is_cut_off(path):
            raise DamagedSourceError("The PDF is cut off: its end is missing.", "Copy the document again.")
        count = len(document)
        if count == 0:
            raise EmptySourceError("The PDF has no pages.", _COPY_AGAIN)
        if not any(_loads(document, index) for index in range(min(count, 20))):
            raise DamagedSourceError("The PDF's pages are broken.", _COPY_AGAIN)
        return [None] * count
    finally:
        document.close()


def _loads(document: pdfium.PdfDocument, index: int) -> bool:
    try:
        document[index].close()
    except pdfium.PdfiumError:
        return False
    return True


def _is_cut_off(path: Path) -> bool:
    """Whether the end of a PDF is missing, which pdfium passes over when it can repair the rest."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(2048)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    # ISO 32000-1, Annex F: a linearised file says how long it is.
    length = re.search(rb"/Linearized\b[^>]{0,200}?/L\s{1,4}(\d{1,12})", head)
    if length and int(length[1]) > size:
        return True
    return b"%%EOF" not in tail and b"startxref" not in tail


def _inspect_image(path: Path, media_type: MediaType, settings: Settings) -> list[str | None]:
    problems: list[SourceTooLargeError | ImageTooSmallError | None] = []
    with open_image(path, media_type) as image:
        frames = getattr(image, "n_frames", 1) if media_type is MediaType.TIFF else 1
        if frames > settings.max_pages:
            raise SourceTooLargeError(
                f"The file has {frames:,} pages, more than the limit of {settings.max_pages:,}.",
                "Split it, or set Settings(max_pages=…) from Python.",
            )
        for frame in range(frames):
            if frame:
                image.seek(frame)
            problems.append(page_size_problem(image.size, settings))
    if all(problems) and problems[0] is not None:
        raise problems[0]
    if frames == 1 and not _has_end(path, media_type):
        _decode_whole(path, media_type)
    return [str(problem) if problem else None for problem in problems]


def _has_end(path: Path, media_type: MediaType) -> bool:
    """Whether the mark that ends an image of its type is there. TIFF has none: False."""
    mark = {MediaType.PNG: b"IEND", MediaType.JPEG: b"\xff\xd9"}.get(media_type)
    if mark is None:
        return False
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 64))
        return mark in file.read()


def _decode_whole(path: Path, media_type: MediaType) -> None:
    with open_image(path, media_type) as image:
        image.load()


def _inspect_docx(path: Path) -> list[str | None]:
    """Check the sizes that the package claims; unpacking stops at them, so they cannot lie."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise DamagedSourceError("The Word file is broken or cut off.", "Copy it again.") from error
    if any(entry.flag_bits & _ZIP_ENCRYPTED for entry in entries):
        raise EncryptedSourceError("The Word file is locked.", "Save a copy without password.")
    xml = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if xml > _MAX_DOCX_XML_BYTES or sum(entry.file_size for entry in entries) > _MAX_DOCX_BYTES:
        raise DamagedSourceError(
            "The Word file unpacks to more than any document holds.", "Save it again from Word, or as PDF."
        )
    return [None]
