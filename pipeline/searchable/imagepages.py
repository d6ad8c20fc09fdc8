"""Page images as the pages of a PDF, every dot and colour kept.

A JPEG goes in as it is. A two-level image is packed with the fax code of group 4, any other one with
Flate: both lossless. Four-colour images (CMYK) become RGB, sixteen bits a colour become eight,
transparent parts become paper, as a reader sees them.
"""

import contextlib
import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream
from PIL import Image, TiffImagePlugin

from models.errors import SourceError
from models.page import Page as ReadPage
from models.source import MediaType, Source
from pipeline.ingest.inspection import open_image
from pipeline.ingest.sniffing import read_head, sniff
from pipeline.render.imagepage import to_array

_A4 = (595.276, 841.89)
_ORIENTATION = 0x0112  # EXIF tag
_SPACES = {"1": Name.DeviceGray, "L": Name.DeviceGray, "RGB": Name.DeviceRGB}
_ROWS_A_STRIP = 278  # TIFF tag
_PNG_HEADER, _PNG_CHUNK_FRAME, _PNG_PREDICTOR = 8, 12, 15
_NEWEST_ICC = 4  # ISO 32000-1 knows no newer version
# From how an image lies to how it is read (EXIF 2.3, 4.6.4): the unit square's matrix.
_UPRIGHT = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


def pdf_of_images(source: Source, pages: Sequence[ReadPage]) -> Pdf:
    """A PDF with a page for each page image, of the size that it was read at.

    A page whose image cannot be read is left blank, so that page numbers stay in step.
    """
    pdf = Pdf.new()
    for place, read in zip(source.pages, pages, strict=True):
        size = _size(read)
        page = pdf.add_blank_page(page_size=size)
        if place.problem is None:
            with contextlib.suppress(SourceError):
                _draw(pdf, page, _loaded(source.paths[place.part], place.frame), size)
    return pdf


@dataclass(frozen=True, slots=True)
class _Picture:
    """An image in memory, and the bytes of its file where a PDF can hold them as they are."""

    image: Image.Image
    jpeg: bytes | None


def _loaded(path: Path, frame: int) -> _Picture:
    media_type = sniff(path, read_head(path))
    with open_image(path, media_type) as image:
        if frame:
            image.seek(frame)
        image.load()
        is_jpeg = media_type is MediaType.JPEG and image.mode in _SPACES
        return _Picture(image.copy(), path.read_bytes() if is_jpeg else None)


def _size(read: ReadPage) -> tuple[float, float]:
    """Width and height in points of the page as the image lies, before recognition turned it."""
    if not (read.width and read.height):
        return _A4
    return (read.height, read.width) if read.rotation in (90, 270) else (read.width, read.height)


def _draw(pdf: Pdf, page: Page, picture: _Picture, size: tuple[float, float]) -> None:
    orientation = picture.image.getexif().get(_ORIENTATION, 1)
    a, b, c, d, e, f = _UPRIGHT.get(orientation, _UPRIGHT[1])
    width, height = size
    numbers = (a * width, b * height, c * width, d * height, e * width, f * height)
    matrix = " ".join(f"{number:.4f}" for number in numbers)
    page.add_resource(_embedded(pdf, picture), Name.XObject, Name("/Scan"))
    page.obj.Contents = pdf.make_indirect(Stream(pdf, f"q {matrix} cm /Scan Do Q\n".encode("ascii")))


def _embedded(pdf: Pdf, picture: _Picture) -> Object:
    image = picture.image
    stream = Stream(pdf, b"")
    if picture.jpeg is not None:
        stream.write(picture.jpeg, filter=Name.DCTDecode)
    elif image.mode == "1":
        data, parameters = _faxed(image)
        stream.write(data, filter=Name.CCITTFaxDecode, decode_parms=parameters)
    else:
        profile = image.info.get("icc_profile")
        image = Image.fromarray(to_array(image))
        image.info["icc_profile"] = profile
        data, parameters = _deflated(image)
        stream.write(data, filter=Name.FlateDecode, decode_parms=parameters)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = image.size
    stream.ColorSpace = _colour_space(pdf, image)
    stream.BitsPerComponent = 1 if image.mode == "1" else 8
    return pdf.make_indirect(stream)


def _faxed(image: Image.Image) -> tuple[bytes, Dictionary]:
    """A two-level image in the code of group 4, and what has to be said of it to read it."""
    buffer = io.BytesIO()
    image.save(buffer, "TIFF", compression="group4", tiffinfo={_ROWS_A_STRIP: image.height})
    buffer.seek(0)
    with TiffImagePlugin.TiffImageFile(buffer) as coded:
        tags = coded.tag_v2
        (start,), (length,) = tags[TiffImagePlugin.STRIPOFFSETS], tags[TiffImagePlugin.STRIPBYTECOUNTS]
        is_black_zero = tags[TiffImagePlugin.PHOTOMETRIC_INTERPRETATION] == 1
    parameters = Dictionary(K=-1, Columns=image.width, Rows=image.height, BlackIs1=is_black_zero)
    return buffer.getvalue()[start : start + length], parameters


def _deflated(image: Image.Image) -> tuple[bytes, Dictionary]:
    """The image data of a PNG, which Flate with a PNG predictor is, too."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    file = buffer.getvalue()
    data, place = b"", _PNG_HEADER
    while place < len(file):
        length, kind = struct.unpack_from(">I4s", file, place)
        if kind == b"IDAT":
            data += file[place + 8 : place + 8 + length]
        place += length + _PNG_CHUNK_FRAME
    return data, Dictionary(
        Predictor=_PNG_PREDICTOR, Colors=len(image.getbands()), BitsPerComponent=8, Columns=image.width
    )


def _colour_space(pdf: Pdf, image: Image.Image) -> Object:
    """The profile that the file brings along, where it fits the dots; else grey, or RGB as it is usual."""
    profile = image.info.get("icc_profile")
    channels, signature = (1, b"GRAY") if image.mode == "L" else (3, b"RGB ")
    if image.mode != "1" and isinstance(profile, bytes) and profile[16:20] == signature and profile[8] <= _NEWEST_ICC:
        stream = Stream(pdf, profile)
        stream.N = channels
        return Array([Name.ICCBased, pdf.make_indirect(stream)])
    return _SPACES[image.mode]
