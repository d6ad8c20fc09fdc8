"""A source to pages: an image where there is something to recognise, finished text where not.

Pages are read one at a time. `render_page` reads any single page and needs nothing but the
source and the index, so that workers can share the pages of one document; `open_pages` reads
them in order without opening the file again for each.
"""

from collections.abc import Iterator

from models.errors import SourceError
from models.page import Page
from models.record import TextOrigin
from models.settings import Settings
from models.source import MediaType, PagePlace, RenderedPage, Source
from pipeline.ingest.inspection import open_pdf, read_text, split_text_pages
from pipeline.ingest.sniffing import read_head, sniff
from pipeline.render.imagepage import read_image
from pipeline.render.pdfpage import render_pdf_page
from pipeline.textfiles.plaintext import text_pages
from pipeline.textfiles.worddocument import read_word_document

_POINTS_AN_INCH = 72


def open_pages(source: Source, settings: Settings) -> Iterator[RenderedPage]:
    """Every page of the source, one after the other; a page that cannot be read carries a problem.

    Raises:
        SourceError: the file has vanished or changed since it was opened.
    """
    if source.media_type is MediaType.PDF:
        document = open_pdf(source.paths[0])
        try:
            for index in range(source.page_count):
                yield render_pdf_page(document, index, settings)
        finally:
            document.close()
    elif source.media_type.is_image:
        for index in range(source.page_count):
            yield _image_page(source, index, settings)
    else:
        yield from map(_of_text, _text_pages(source))


def render_page(source: Source, index: int, settings: Settings) -> RenderedPage:
    """Page `index` (from 0) of the source.

    Raises:
        IndexError: there is no such page.
        SourceError: the file has vanished or changed since it was opened.
    """
    if not 0 <= index < source.page_count:
        raise IndexError(f"page {index} of a document of {source.page_count}")
    if source.media_type is MediaType.PDF:
        document = open_pdf(source.paths[0])
        try:
            return render_pdf_page(document, index, settings)
        finally:
            document.close()
    if source.media_type.is_image:
        return _image_page(source, index, settings)
    return _of_text(_text_pages(source)[index])


def _image_page(source: Source, index: int, settings: Settings) -> RenderedPage:
    place = source.pages[index]
    if place.problem:
        return _unreadable(index, place.problem)
    try:
        return _read_image_page(source, index, place, settings)
    except SourceError as error:
        return _unreadable(index, str(error))


def _read_image_page(source: Source, index: int, place: PagePlace, settings: Settings) -> RenderedPage:
    path = source.paths[place.part]
    image = read_image(path, sniff(path, read_head(path)), place.frame, settings)
    height, width = image.pixels.shape[:2]
    points = _POINTS_AN_INCH / image.dpi
    return RenderedPage(index + 1, width * points, height * points, image.dpi, image.pixels)


def _unreadable(index: int, problem: str) -> RenderedPage:
    page = Page(index + 1, 0.0, 0.0, (), TextOrigin.OCR, problem=problem)
    return RenderedPage(index + 1, 0.0, 0.0, page=page)


def _text_pages(source: Source) -> tuple[Page, ...]:
    if source.media_type is MediaType.DOCX:
        return (read_word_document(source.paths[0]),)
    return text_pages(split_text_pages(read_text(source.paths[0])))


def _of_text(page: Page) -> RenderedPage:
    return RenderedPage(page.number, page.width, page.height, page=page)
