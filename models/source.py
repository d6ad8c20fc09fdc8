"""What comes in: files found, a source opened, a page as an image or as finished text."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.errors import SourceError
from models.page import Page

PageImage = NDArray[np.uint8]  # grey (height, width) or RGB (height, width, 3)


class MediaType(StrEnum):
    """The kinds of content that can be read."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    @property
    def is_image(self) -> bool:
        """Whether the content is pixels alone."""
        return self in {MediaType.PNG, MediaType.JPEG, MediaType.TIFF}

    @property
    def is_text(self) -> bool:
        """Whether the content is characters alone."""
        return self in {MediaType.TEXT, MediaType.MARKDOWN}


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """The files of one document: one, or page images in page order. `stem` names the results."""

    paths: tuple[Path, ...]
    stem: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A path that gives no document, and why."""

    path: Path
    error: SourceError


@dataclass(frozen=True, slots=True)
class FoundSources:
    """What a search through files and folders gave.

    `skipped` are files in folders that are no documents (tables, programs, system files).
    """

    sources: tuple[SourceFiles, ...]
    failures: tuple[Failure, ...] = ()
    skipped: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where a page lies: the file and the page or frame in it, both from 0.

    `problem` says why nothing can be read there.
    """

    part: int
    frame: int
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document that can be read, page by page.

    `document_id` is `sha256:` and the hex digest of the file's bytes; for page images that
    were joined, of their digests (32 bytes each) one after the other in page order.
    """

    paths: tuple[Path, ...]
    stem: str
    media_type: MediaType
    byte_size: int
    document_id: str
    pages: tuple[PagePlace, ...]

    @property
    def page_count(self) -> int:
        """How many pages the document has, readable or not."""
        return len(self.pages)


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page to be recognised (`image`), or one that is finished already (`page`); never both.

    `width` and `height` are in PDF points, `dpi` is the image's resolution. The image shows the
    page as a reader sees it. `refused_layer` says why a text layer was there but not believed.
    """

    number: int  # from 1
    width: float
    height: float
    dpi: int | None = None
    image: PageImage | None = None
    page: Page | None = None
    refused_layer: str | None = None

    def __post_init__(self) -> None:
        if (self.image is None) == (self.page is None):
            raise ValueError("a rendered page is an image or a finished page")

    @property
    def is_blank(self) -> bool:
        """Whether it is known that nothing is printed on the page."""
        if self.page is None or self.page.problem is not None:
            return False
        return not any(line.text.strip() for line in self.page.lines)
