"""What can be set for a run. Every limit has a reason; the defaults fit an office PC."""

from pathlib import Path

from pydantic import Field

from models.base import Model

DEFAULT_ARCHIVE = "kehoach-archive"  # a folder, in the folder one works in


class Settings(Model):
    """Limits and choices of a run.

    `max_file_bytes` and `max_page_pixels` keep one file from filling the memory: an A3 page at
    600 dpi has 70 million pixels. `max_pages` stops a file that is no document. `ocr_dpi` is
    what PDF pages without a scanned image are rendered at; scans keep their own resolution.
    """

    language: str = "vie"
    ocr_dpi: int = Field(default=300, ge=72, le=600)
    page_timeout_s: float = Field(default=120.0, gt=0)
    max_file_bytes: int = 2_000_000_000
    max_page_pixels: int = 150_000_000
    max_pages: int = 2_000
    tesseract_command: str = "tesseract"
    temporary_directory: Path | None = None
