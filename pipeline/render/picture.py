"""A page as a picture for people, at a resolution that fits a screen."""

from PIL import Image
from pypdfium2 import PdfiumError

from models.errors import DamagedSourceError, UnsupportedSourceError
from models.settings import Settings
from models.source import MediaType, Source
from pipeline.ingest.inspection import open_pdf
from pipeline.ingest.sniffing import read_head, sniff
from pipeline.render.imagepage import read_image

_DPI = 150
_POINTS_AN_INCH = 72


def picture_of(source: Source, number: int, rotation: int, settings: Settings) -> Image.Image:
    """Page `number` (from 1), upright, in colour, at 150 dpi.

    Args:
        source: that was opened.
        number: of the page.
        rotation: by which the page is turned to stand upright, degrees clockwise.
        settings: for limits.

    Raises:
        UnsupportedSourceError: the source is text, which has no picture.
        DamagedSourceError: the picture cannot be read.
    """
    place = source.pages[number - 1]
    path = source.paths[place.part]
    if source.media_type is MediaType.PDF:
        document = open_pdf(path)
        try:
            bitmap = document[number - 1].render(scale=_DPI / _POINTS_AN_INCH)
            picture: Image.Image = bitmap.to_pil().convert("RGB")
        except PdfiumError as error:
            raise DamagedSourceError(f"Page {number} of {path.name} cannot be drawn.") from error
        finally:
            document.close()
    elif source.media_type.is_image:
        read = read_image(path, sniff(path, read_head(path)), place.frame, settings)
        picture = Image.fromarray(read.pixels).convert("RGB")
        size = (max(1, picture.width * _DPI // read.dpi), max(1, picture.height * _DPI // read.dpi))
        picture = picture.resize(size, Image.Resampling.BOX if read.dpi > _DPI else Image.Resampling.BILINEAR)
    else:
        raise UnsupportedSourceError(f"{path.name} is text and has no picture.", "Look at its text.")
    return picture.rotate(-rotation, expand=True)
