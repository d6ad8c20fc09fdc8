"""The one door to recognition: an image in, words with boxes and confidence out.

`Engine` is what the rest needs of an engine; `TesseractEngine` is Tesseract 5 behind
pytesseract. One call a page gives text, boxes and confidence together. Tesseract is handed a
file in memory-backed storage: pytesseract's own PNG encoding of an image costs a third of
the time of a page.
"""

import os
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np
import pytesseract
from numpy.typing import NDArray

from models.errors import LanguageDataMissingError, OcrError, PageTimeoutError, TesseractMissingError
from models.settings import Settings

_MEMORY_STORE = Path("/dev/shm")
_OLDEST_MAJOR = 5
_WORD_LEVEL = "5"  # of the TSV's levels page, block, paragraph, line, word
_MISSING_TESSERACT = "apt-get install tesseract-ocr tesseract-ocr-vie"


class Setting(StrEnum):
    """How the print of an image is set."""

    PAGE = "page"  # columns, paragraphs, pictures
    COLUMN = "column"  # lines below each other and nothing else
    SCATTERED = "scattered"  # single lines anywhere


_SEGMENTATION = {Setting.PAGE: 3, Setting.COLUMN: 6, Setting.SCATTERED: 11}  # Tesseract's modes (psm)


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word as it was read. The box is in pixels from the image's top-left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What is installed, for the record's `ocr_engine` and for `doctor`."""

    version: str
    languages: tuple[str, ...]


class Engine(Protocol):
    """Anything that reads the words of a page image."""

    def recognize(self, image: NDArray[np.uint8], dpi: int, setting: Setting = Setting.PAGE) -> list[OcrWord]:
        """The words of an image, grey or RGB, in the order the engine read them.

        Raises:
            OcrError: the engine cannot be run, or took too long.
        """
        ...


class TesseractEngine:
    """Tesseract's LSTM engine with its automatic page segmentation, one thread a call.

    Several threads on few cores spin on each other: five to seven times slower, measured.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def recognize(self, image: NDArray[np.uint8], dpi: int, setting: Setting = Setting.PAGE) -> list[OcrWord]:
        """The words of an image; see `Engine`."""
        with tempfile.TemporaryDirectory(prefix="kehoach-", dir=_store(self._settings)) as folder:
            path = Path(folder) / "page.pnm"
            _write_pnm(path, image)
            return _parse_tsv(self._read(path, dpi, _SEGMENTATION[setting]))

    def _read(self, path: Path, dpi: int, segmentation: int) -> str:
        settings = self._settings
        _prepare_process(settings)
        try:
            return str(
                pytesseract.image_to_data(
                    str(path),
                    lang=settings.language,
                    config=f"--psm {segmentation} --oem 1 --dpi {dpi}",
                    timeout=settings.page_timeout_s,
                )
            )
        except (pytesseract.TesseractNotFoundError, OSError, SystemExit) as error:
            # pytesseract leaves the process where it cannot make out the program's version.
            raise _tesseract_missing(settings) from error
        except pytesseract.TesseractError as error:
            # A subclass of RuntimeError, which pytesseract raises bare for a timeout alone.
            if "Failed loading language" in error.message or "traineddata" in error.message:
                raise _language_missing(settings) from error
            raise OcrError(
                f"Tesseract failed on a page: {error.message}", "Run `kehoach doctor` to check the installation."
            ) from error
        except RuntimeError as error:
            raise PageTimeoutError(
                f"Recognition took longer than {settings.page_timeout_s:g} seconds.",
                "Raise page_timeout_s, or scan the page at a lower resolution.",
            ) from error


def check_engine(settings: Settings) -> EngineInfo:
    """The installed Tesseract and its languages.

    Raises:
        TesseractMissingError: the program is not there, does not start, or is older than version 5.
        LanguageDataMissingError: it has no data for `settings.language`.
    """
    _prepare_process(settings)
    try:
        version = str(pytesseract.get_tesseract_version())
        languages = tuple(sorted(pytesseract.get_languages()))
    except (pytesseract.TesseractNotFoundError, OSError, SystemExit) as error:
        raise _tesseract_missing(settings) from error
    if int(version.split(".")[0]) < _OLDEST_MAJOR:
        raise TesseractMissingError(
            f"Tesseract {version} is too old; version {_OLDEST_MAJOR} is needed.", f"Run `{_MISSING_TESSERACT}`."
        )
    if not set(settings.language.split("+")) <= set(languages):
        raise _language_missing(settings)
    return EngineInfo(version, languages)


def _prepare_process(settings: Settings) -> None:
    """pytesseract takes both of these from the process alone."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    pytesseract.pytesseract.tesseract_cmd = settings.tesseract_command


def _store(settings: Settings) -> Path | None:
    """A folder in memory where there is one, None for the system's own temporary folder."""
    if settings.temporary_directory is not None:
        return settings.temporary_directory
    return _MEMORY_STORE if _MEMORY_STORE.is_dir() and os.access(_MEMORY_STORE, os.W_OK) else None


def _write_pnm(path: Path, image: NDArray[np.uint8]) -> None:
    """The image as PGM (grey) or PPM (RGB): a header and the bytes as they are."""
    kind = b"P5" if image.ndim == 2 else b"P6"
    height, width = image.shape[:2]
    with path.open("wb") as file:
        file.write(b"%s %d %d 255\n" % (kind, width, height))
        file.write(np.ascontiguousarray(image).data)


def _parse_tsv(tsv: str) -> list[OcrWord]:
    """The words of Tesseract's table: level page block par line word left top width height conf text."""
    words = []
    for row in tsv.splitlines()[1:]:
        cells = row.split("\t", 11)
        if len(cells) < 12 or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        left, top, width, height = map(int, cells[6:10])
        confidence = min(max(float(cells[10]) / 100, 0.0), 1.0)
        words.append(OcrWord(cells[11].strip(), left, top, left + width, top + height, confidence))
    return words


def _tesseract_missing(settings: Settings) -> TesseractMissingError:
    return TesseractMissingError(
        f"The program '{settings.tesseract_command}' was not found or does not start.",
        f"Install Tesseract 5: `{_MISSING_TESSERACT}`.",
    )


def _language_missing(settings: Settings) -> LanguageDataMissingError:
    names = " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in settings.language.split("+"))
    return LanguageDataMissingError(
        f"Tesseract has no language data '{settings.language}'.", f"Install it: `apt-get install {names}`."
    )
