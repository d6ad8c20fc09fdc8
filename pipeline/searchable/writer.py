"""From a source, its pages as they were read and its record to one searchable PDF/A file."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from pikepdf import Page as PdfPage
from pikepdf import Pdf, PdfError
from pypdfium2 import PdfiumError

from models.errors import (
    DamagedSourceError,
    NotArchivableError,
    OutputAccessError,
    OutputIsSourceError,
    UnsupportedSourceError,
)
from models.page import Page
from models.record import PlanRecord, TextOrigin
from models.source import MediaType, Source
from pipeline.ingest.inspection import open_pdf
from pipeline.render.pdftext import read_pdf_text
from pipeline.render.textlayer import judge_text_layer
from pipeline.run import document_of
from pipeline.searchable.archival import find_obstacles, make_archival
from pipeline.searchable.ghostscript import embed_fonts
from pipeline.searchable.hiddentext import remove_hidden_text
from pipeline.searchable.imagepages import pdf_of_images
from pipeline.searchable.metadata import write_bookmarks, write_metadata
from pipeline.searchable.plane import Plane
from pipeline.searchable.textlayer import InvisibleFont
from pipeline.searchable.words import TextLine, place_words

_SAME_WORDS = 0.9  # share of the words as cleaned that the file's own text must spell to be left alone


@dataclass(frozen=True, slots=True)
class Searchable:
    """A file that was written. `notes` say, fit for a user, in what it differs from the source."""

    path: Path
    pages: int
    notes: tuple[str, ...] = ()


def write_searchable_pdf(source: Source, pages: Sequence[Page], record: PlanRecord, target: Path) -> Searchable:
    """Write the document as PDF/A-2b with its cleaned words as an invisible text layer.

    Images keep their bytes, so resolution and colour; turned pages are shown upright; pages whose own
    visible text reads as cleaned are left as they are. Sections become bookmarks, the header becomes
    metadata. The file is whole or not there; the source is never written to.

    Args:
        source: a PDF or page images.
        pages: all of them as they were read.
        record: made of these pages.
        target: the file to write, in a folder that exists; an earlier one is replaced.

    Raises:
        UnsupportedSourceError: the source is text, which has no pages to show.
        OutputIsSourceError: the target is a file of the source.
        NotArchivableError: what the pages are drawn with has no place in PDF/A and cannot be mended.
        GhostscriptMissingError: it could be mended with this program, which is not there.
        OutputAccessError: the target cannot be written.
    """
    refuse_text(source)
    refuse_source(target, source.paths)
    document = document_of(pages)
    with _archival(source, pages) as archival:
        pdf = archival.pdf
        planes = _write_words(archival, source, pages, place_words(document))
        write_metadata(pdf, record, source.stem)
        write_bookmarks(pdf, record, document, lambda page, x, y: planes[page - 1].to_user(x, y))
        _save(pdf, target)
    unread = tuple(f"Page {page.number} could not be read: {page.problem}" for page in pages if page.problem)
    return Searchable(target, len(pages), (*archival.notes, *unread))


def refuse_text(source: Source) -> None:
    """See that the source has pages to show.

    Raises:
        UnsupportedSourceError: it is text.
    """
    if source.media_type is not MediaType.PDF and not source.media_type.is_image:
        raise UnsupportedSourceError(
            f"{source.paths[0].name} is text and has no pages to show.", "Print it to PDF first."
        )


def refuse_source(target: Path, sources: Sequence[Path]) -> None:
    """See that writing the target would not write over a source.

    Raises:
        OutputIsSourceError: it would, under this or another name.
    """
    for path in sources:
        if target.exists() and path.exists() and target.samefile(path):
            raise OutputIsSourceError(
                f"{target} is a source file, which is never written to.", "Name another file or folder with --out."
            )


def _opened(source: Source, pages: Sequence[Page]) -> Pdf:
    if source.media_type.is_image:
        return pdf_of_images(source, pages)
    try:
        pdf = pikepdf.open(source.paths[0])
    except PdfError as error:
        raise DamagedSourceError(f"{source.paths[0].name} is broken.", "Scan or copy the document again.") from error
    if len(pdf.pages) != source.page_count:
        pdf.close()
        raise DamagedSourceError(
            f"{source.paths[0].name} is broken: its pages cannot be counted.", "Save it again from a PDF program."
        )
    return pdf


@dataclass(frozen=True, slots=True)
class _Archival:
    """A document that is a PDF/A but for its mark, without hidden text; which pages had some; what was lost."""

    pdf: Pdf
    had_hidden: tuple[bool, ...]
    notes: tuple[str, ...]


@contextmanager
def _archival(source: Source, pages: Sequence[Page]) -> Iterator[_Archival]:
    with ExitStack() as opened:
        pdf = opened.enter_context(_opened(source, pages))
        notes = make_archival(pdf)
        had_hidden = tuple(remove_hidden_text(pdf, page) for page in pdf.pages)
        pdf.remove_unreferenced_resources()
        obstacles = find_obstacles(pdf)
        if obstacles:
            folder = Path(opened.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))
            pdf.save(folder / "before.pdf")
            embed_fonts(folder / "before.pdf", folder / "after.pdf", "; ".join(obstacles))
            pdf = opened.enter_context(pikepdf.open(folder / "after.pdf"))
            make_archival(pdf)
            left = find_obstacles(pdf)
            if left:
                raise NotArchivableError(
                    f"{source.paths[0].name} cannot become a PDF/A: {'; '.join(left)}, and Ghostscript left it so.",
                    "Export it again with all fonts embedded and in RGB, or print and scan it.",
                )
            notes = (*notes, f"Mended by Ghostscript: {'; '.join(obstacles)}.")
        yield _Archival(pdf, had_hidden, notes)


def _write_words(archival: _Archival, source: Source, pages: Sequence[Page], lines: Sequence[TextLine]) -> list[Plane]:
    """Write what each page lacks; returns how points of the pages as shown lie in user space."""
    pdf = archival.pdf
    font = InvisibleFont(pdf, [text.text for line in lines for text in line.texts])
    own_texts = _own_texts(source)
    planes = []
    for index, (page, read) in enumerate(zip(pdf.pages, pages, strict=True)):
        if read.rotation:
            page.rotate(read.rotation, relative=True)
        visible = _visible(page)
        shown = page.rotation % 360
        sides = (visible[2] - visible[0], visible[3] - visible[1])
        plane = Plane(visible, shown, (read.width, read.height) if read.width else sides)
        planes.append(plane)
        here = [line for line in lines if line.page == read.number]
        own = own_texts[index]
        is_good = read.text_origin is TextOrigin.TEXT_LAYER and _spells(own.words, here)
        if here and (archival.had_hidden[index] or not is_good):
            font.write(pdf, page, plane, here, is_own_text_hushed=own.is_garbled)
    return planes


@dataclass(frozen=True, slots=True)
class _OwnText:
    """What the text of a PDF page gives by itself; garbled text shows other letters than it stands for."""

    words: Counter[str]
    is_garbled: bool


def _own_texts(source: Source) -> list[_OwnText]:
    """The text of each page of a PDF; nothing for images."""
    if source.media_type is not MediaType.PDF:
        return [_OwnText(Counter(), False)] * source.page_count
    found = []
    with closing(open_pdf(source.paths[0])) as document:
        for index in range(source.page_count):
            try:
                with closing(document[index]) as page:
                    text = read_pdf_text(page)
            except PdfiumError:  # a page that is not there
                found.append(_OwnText(Counter(), False))
                continue
            is_garbled = bool(text.encodings) or (bool(text.words) and not judge_text_layer(text.lines).is_used)
            found.append(_OwnText(Counter(word.text for word in text.words), is_garbled))
    return found


def _spells(own: Counter[str], lines: Sequence[TextLine]) -> bool:
    wanted = Counter(word for line in lines for text in line.texts for word in text.text.split())
    return (own & wanted).total() >= _SAME_WORDS * wanted.total()


def _visible(page: PdfPage) -> tuple[float, float, float, float]:
    """The part of the page that is shown: its crop box, as far as it lies on the sheet."""
    sheet, crop = (
        (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        for x0, y0, x1, y1 in ([float(value) for value in box] for box in (page.mediabox, page.cropbox))
    )
    left, bottom = max(sheet[0], crop[0]), max(sheet[1], crop[1])
    right, top = min(sheet[2], crop[2]), min(sheet[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else sheet


def _save(pdf: Pdf, target: Path) -> None:
    temporary = target.with_name(f".{os.getpid()}.part")  # short: the file's name may be as long as names can be
    try:
        pdf.save(
            temporary,
            force_version="1.7",
            deterministic_id=True,
            encryption=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        temporary.replace(target)
    except OSError as error:
        raise OutputAccessError(
            f"{target} cannot be written ({error.strerror}).",
            "Check that the disk has room and that you may write there, or name another folder.",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
