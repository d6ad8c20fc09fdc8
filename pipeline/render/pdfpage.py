"""A page of a PDF: its text layer where that can be believed, else an image of the page."""

import contextlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from models.errors import DamagedSourceError, SourceError, SourceTooLargeError
from models.page import Line, Page
from models.record import TextOrigin
from models.settings import Settings
from models.source import PageImage, RenderedPage
from pipeline.layout import arrange
from pipeline.render.imagepage import without_idle_colour
from pipeline.render.leftout import share_left_out
from pipeline.render.pdfforms import FormField, read_form_fields, with_fields
from pipeline.render.pdfplane import PagePlane, PlacedBox
from pipeline.render.pdfrules import read_pdf_rules
from pipeline.render.pdftext import PdfText, read_pdf_text
from pipeline.render.textlayer import judge_text_layer

_POINTS_AN_INCH = 72
_LEAST_SCAN_DPI = 150  # below, letters are too small for recognition; enlarging adds nothing but size
_MOST_SCAN_DPI = 400
_SQUARE = 1.1
_LEAST_DPI = 72  # a page so large that it must be rendered lower is no page of print
_SCAN_COVERAGE = 0.5
_PICTURES = 0.1  # of the page's area: pictures that could show text
_CURVES = 300  # drawn shapes that could be letters
# Of the print on the page; measured on 188 pages of scans: whole layers leave out 0.00, two pages with seals 0.07 and
# 0.10, layers cut by a third 0.15 and more.
_MOST_LEFT_OUT = 0.15
_LARGEST_LOOKED_AT = 4_000_000.0  # square points: beyond A0 a page is a drawing
_FORM_DEPTH = 6  # nested form objects looked into


@dataclass(frozen=True, slots=True)
class _Picture:
    """An image on the page: its place and area in points, and its dots a point across and down the page."""

    x0: float
    y0: float
    area: float
    across: float
    down: float
    is_grey: bool


@dataclass(frozen=True, slots=True)
class _Content:
    """What is drawn on a page. `coverage` by images, 0..1; `main` is the largest of them."""

    objects: int
    shapes: int
    coverage: float
    main: _Picture | None
    largest_pixels: int

    @property
    def scan(self) -> _Picture | None:
        """The image that makes up the page, where one does."""
        return self.main if self.coverage >= _SCAN_COVERAGE else None


def render_pdf_page(document: pdfium.PdfDocument, index: int, settings: Settings) -> RenderedPage:
    """Page `index` (from 0): finished text, an image to be recognised, or a problem."""
    try:
        page, fields = _load(document, index)
    except (pdfium.PdfiumError, SourceError):
        return _finished(index, 0.0, 0.0, problem="The page is broken in the PDF.")
    try:
        return _render(page, fields, index, settings)
    except (pdfium.PdfiumError, SourceError) as error:
        width, height = page.get_size()
        problem = str(error) if isinstance(error, SourceError) else "The page's content is broken."
        return _finished(index, width, height, problem=problem)
    finally:
        page.close()


def _load(document: pdfium.PdfDocument, index: int) -> tuple[pdfium.PdfPage, list[FormField]]:
    """The page and its filled fields; if it is no scan, with its annotations made part of it, in memory only.

    Offices that sign electronically stamp number and date as annotations onto the finished
    file. On a scan, what is written by hand counts, and the annotation is the signer's block.
    """
    page = document[index]
    if raw.FPDFPage_GetAnnotCount(page) == 0 or _content(page, *page.get_size()).scan is not None:
        return page, []
    fields = read_form_fields(page)
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    return document[index], fields


def _render(page: pdfium.PdfPage, fields: Sequence[FormField], index: int, settings: Settings) -> RenderedPage:
    width, height = page.get_size()
    content = _content(page, width, height)
    if not content.objects and not fields:
        return _finished(index, width, height)
    text = with_fields(read_pdf_text(page), fields)
    refusal = _refusal(text, content) or _left_out(page, text, content, width, height)
    if refusal is None:
        steps = tuple(f"text layer converted from {encoding}" for encoding in text.encodings)
        return _finished(
            index, width, height, _lines(page, text, width, height), TextOrigin.TEXT_LAYER, preparation=steps
        )
    if content.largest_pixels > settings.max_page_pixels:
        raise SourceTooLargeError(
            f"An image on the page has {content.largest_pixels:,} pixels, more than the limit of "
            f"{settings.max_page_pixels:,}.",
            "Scan at a lower resolution, or set Settings(max_page_pixels=…) from Python.",
        )
    across, down = _dots_a_point(content.scan, width, height, settings)
    pixels = _draw(page, width, height, across, down, content.scan)
    if int(pixels.min()) == int(pixels.max()):  # one flat colour: blank, or an image that cannot be decoded
        _check_images(page)
        return _finished(index, width, height)
    has_layer = bool(text.words or text.sideways)
    dpi = round(max(across, down) * _POINTS_AN_INCH)
    return RenderedPage(index + 1, width, height, dpi, pixels, refused_layer=refusal if has_layer else None)


def _finished(
    index: int,
    width: float,
    height: float,
    lines: tuple[Line, ...] = (),
    origin: TextOrigin = TextOrigin.OCR,
    problem: str | None = None,
    preparation: tuple[str, ...] = (),
) -> RenderedPage:
    page = Page(index + 1, width, height, lines, origin, preparation=preparation, problem=problem)
    return RenderedPage(index + 1, width, height, page=page)


def _refusal(text: PdfText, content: _Content) -> str | None:
    if text.is_mostly_sideways:
        return "the text runs across the page"
    return judge_text_layer(text.lines, image_coverage=content.coverage, shapes=content.shapes).reason


def _left_out(page: pdfium.PdfPage, text: PdfText, content: _Content, width: float, height: float) -> str | None:
    """Why a layer that reads well is not all of the page: looked at where more than its letters is drawn."""
    if content.coverage < _PICTURES and content.shapes < _CURVES:
        return None
    if width * height > _LARGEST_LOOKED_AT:
        return None
    picture = _draw(page, width, height, 1.0, 1.0, None)
    share = share_left_out(picture, [(word.x0, word.y0, word.x1, word.y1) for word in text.words])
    return "the text layer leaves out print that is on the page" if share > _MOST_LEFT_OUT else None


def _lines(page: pdfium.PdfPage, text: PdfText, width: float, height: float) -> tuple[Line, ...]:
    """The layer's words in reading order, each line bold if all of its words are."""
    rules = read_pdf_rules(page, _FORM_DEPTH)
    return tuple(
        replace(line, is_bold=all(word in text.bold for word in line.words)) if line.words else line
        for line in arrange(text.words, width, height, rules)
    )


def _objects(page: pdfium.PdfPage) -> Iterator[pdfium.PdfObject]:
    yield from page.get_objects(max_depth=_FORM_DEPTH)


def _content(page: pdfium.PdfPage, width: float, height: float) -> _Content:
    if not (width > 0 and height > 0):
        raise DamagedSourceError("The page has no size.")
    objects = shapes = largest = 0
    covered = 0.0
    main: _Picture | None = None
    plane, is_turned = PagePlane(page), page.get_rotation() in (90, 270)
    for item in _objects(page):
        objects += 1
        if item.type in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            shapes += 1
        if item.type != raw.FPDF_PAGEOBJ_IMAGE:
            continue
        with contextlib.suppress(pdfium.PdfiumError):  # an image without place or size draws nothing
            across, down = item.get_px_size()
            picture = _picture(item, plane.box(*item.get_bounds()), (across, down), is_turned=is_turned)
            largest = max(largest, across * down)
            covered += min(picture.area, width * height)
            main = picture if main is None or picture.area > main.area else main
    return _Content(objects, shapes, min(1.0, covered / (width * height)), main, largest)


def _picture(image: pdfium.PdfImage, box: PlacedBox, pixels: tuple[int, int], *, is_turned: bool) -> _Picture:
    width, height = max(box[2] - box[0], 0.01), max(box[3] - box[1], 0.01)
    matrix = image.get_matrix()
    across, down = pixels
    if (abs(matrix.b) > abs(matrix.a)) != is_turned:  # lies on its side on the page as shown
        across, down = down, across
    return _Picture(box[0], box[1], width * height, across / width, down / height, _is_grey(image))


def _is_grey(image: pdfium.PdfImage) -> bool:
    metadata = image.get_metadata()
    return metadata.bits_per_pixel <= 1 or metadata.colorspace in (
        raw.FPDF_COLORSPACE_DEVICEGRAY,
        raw.FPDF_COLORSPACE_CALGRAY,
    )


def _dots_a_point(scan: _Picture | None, width: float, height: float, settings: Settings) -> tuple[float, float]:
    """The dots across and down for a point of the page: a scan's own within bounds, else the settings'.

    A scan's dots are kept in both directions, so that its pixels are copied one to one.
    """
    across = down = settings.ocr_dpi / _POINTS_AN_INCH
    if scan is not None:
        across, down = scan.across, scan.down
        if max(across, down) > _SQUARE * min(across, down):
            across = down = max(across, down)  # a fax has more dots across than down
        finest = max(across, down) * _POINTS_AN_INCH
        stretch = min(max(finest, _LEAST_SCAN_DPI), _MOST_SCAN_DPI) / finest
        across, down = across * stretch, down * stretch
    most = math.sqrt(settings.max_page_pixels / (width * height))
    if most * _POINTS_AN_INCH < _LEAST_DPI:
        raise SourceTooLargeError(
            f"The page measures {width / _POINTS_AN_INCH:.0f} x {height / _POINTS_AN_INCH:.0f} inches.",
            "Print it to a smaller size, or set Settings(max_page_pixels=…) from Python.",
        )
    shrink = min(1.0, most * 0.999 / max(across, down))
    return across * shrink, down * shrink


def _draw(
    page: pdfium.PdfPage, width: float, height: float, across: float, down: float, scan: _Picture | None
) -> PageImage:
    """The page, annotations included, with so many dots a point across and down.

    Shifted by less than a dot, so that a scan's dots fall on ours. Drawn in colour always:
    pdfium ends the whole process where transparency meets a grey bitmap.
    """
    size = (max(1, round(width * across)), max(1, round(height * down)))
    left, top = (0.0, 0.0) if scan is None else (-scan.x0 * across, -scan.y0 * down)
    matrix = raw.FS_MATRIX(across, 0, 0, down, left - round(left), top - round(top))
    clip = raw.FS_RECTF(0, 0, *size)
    is_grey = scan is not None and scan.is_grey
    bitmap = pdfium.PdfBitmap.new_native(*size, raw.FPDFBitmap_BGRx)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
        flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER | (raw.FPDF_GRAYSCALE if is_grey else 0)
        raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, flags)
        pixels: PageImage = bitmap.to_numpy()
        return np.array(pixels[..., 0], copy=True) if is_grey else without_idle_colour(pixels[..., :3])
    finally:
        bitmap.close()


def _check_images(page: pdfium.PdfPage) -> None:
    """Raise where an image on the page cannot be decoded."""
    for item in _objects(page):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            try:
                item.get_bitmap().close()
            except pdfium.PdfiumError as error:
                raise DamagedSourceError("The page's image is broken.", "Scan the page again.") from error
