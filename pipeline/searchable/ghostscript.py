"""The one door to Ghostscript, for pages that are drawn with fonts or colours that PDF/A forbids.

It puts the fonts of this machine into the file where the file has none, and RGB in place of press
colours. Most scans need none of it. Images stay as they are where they are JPEG, others are packed
again without loss. What comes out is compared with what went in, page by page: a font that is
replaced by one without the letters must not spoil a document that is to last.
"""

import logging
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium

from models.errors import GhostscriptMissingError, NotArchivableError

log = logging.getLogger(__name__)

_TIMEOUT_S = 600.0  # two thousand pages take half of it
_CELL = 16  # points: a letter or two
# Grey levels, the mean over a cell: another cut of the same face changes up to 8, a lost letter 20 and more.
_MOST_DIFFERENCE = 12.0
_PROGRAMS = ("gs", "gswin64c", "gswin32c")
_ARGUMENTS = (
    "-q",
    "-dSAFER",
    "-dBATCH",
    "-dNOPAUSE",
    "-sDEVICE=pdfwrite",
    "-dPDFSETTINGS=/prepress",  # all fonts go in, those of the basic fourteen too
    "-sColorConversionStrategy=RGB",
    "-dAutoRotatePages=/None",
    "-dDownsampleColorImages=false",
    "-dDownsampleGrayImages=false",
    "-dDownsampleMonoImages=false",
    "-dAutoFilterColorImages=false",
    "-dAutoFilterGrayImages=false",
    "-dColorImageFilter=/FlateEncode",
    "-dGrayImageFilter=/FlateEncode",
    "-dPassThroughJPEGImages=true",
    "-dPassThroughJPXImages=true",
)


def find_ghostscript() -> str | None:
    """The program's path, None where it is not installed."""
    return next((path for program in _PROGRAMS if (path := shutil.which(program))), None)


def embed_fonts(source: Path, target: Path, reason: str) -> None:
    """Write the PDF `source` to `target` with all fonts in it and in RGB.

    Args:
        source: the PDF; it is only read.
        target: the file to write.
        reason: why this is needed, for messages.

    Raises:
        GhostscriptMissingError: the program is not installed.
        NotArchivableError: it fails, or its pages look different.
    """
    program = find_ghostscript()
    if program is None:
        raise GhostscriptMissingError(
            f"Ghostscript is needed, because {reason}.", "Install it (Debian, Ubuntu: apt-get install ghostscript)."
        )
    command = [program, *_ARGUMENTS, f"-sOutputFile={target}", str(source)]
    try:
        ended = subprocess.run(command, capture_output=True, check=False, timeout=_TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _not_archivable(reason, "Ghostscript did not end") from error
    if ended.returncode or not target.exists():
        log.debug("Ghostscript: %s", ended.stderr.decode("utf-8", "replace"))
        raise _not_archivable(reason, "Ghostscript could not mend it")
    page = _page_that_differs(source, target)
    if page is not None:
        raise _not_archivable(reason, f"with what this machine has instead, page {page} would look different")


def _not_archivable(reason: str, why: str) -> NotArchivableError:
    return NotArchivableError(
        f"The document cannot become a PDF/A: {reason}, and {why}.",
        "Export it again with all fonts embedded and in RGB, or print and scan it.",
    )


def _page_that_differs(source: Path, target: Path) -> int | None:
    """The number of the first page that looks different; 1 where the pages are not as many."""
    with closing(pdfium.PdfDocument(source)) as before, closing(pdfium.PdfDocument(target)) as after:
        if len(before) != len(after):
            return 1
        for index in range(len(before)):
            looks = [_look(document, index) for document in (before, after)]
            if (
                looks[0].shape != looks[1].shape
                or float(np.abs(looks[0] - looks[1]).max(initial=0.0)) > _MOST_DIFFERENCE
            ):
                return index + 1
    return None


def _look(document: pdfium.PdfDocument, index: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The mean colours of the cells of a page; those that its edge cuts are left out."""
    with closing(document[index]) as page, closing(page.render()) as bitmap:
        pixels = bitmap.to_numpy()
        rows, columns = pixels.shape[0] // _CELL, pixels.shape[1] // _CELL
        cells = pixels[: rows * _CELL, : columns * _CELL].reshape(rows, _CELL, columns, _CELL, -1)
        return np.asarray(cells.mean(axis=(1, 3), dtype=np.float64))
