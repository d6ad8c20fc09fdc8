"""A page image file (or a frame of one) as an upright grey or RGB array of known resolution."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from models.settings import Settings
from models.source import MediaType, PageImage
from pipeline.ingest.inspection import open_image, page_size_problem

_A4_WIDTH_IN, _A4_HEIGHT_IN = 8.27, 11.69
_LEAST_DPI, _MOST_DPI = 72, 1200  # 72 itself is what programs write that do not know
_SHORT_SIDE_IN = (4.0, 13.0)  # from half of A5 to A3 with margin
_LONG_SIDE_IN = (5.0, 20.0)
_MOST_STRETCH = 2.6
_SQUARE = 1.1  # fax pages have up to twice as many dots across as down
_ORIENTATION = 0x0112  # EXIF tag
_LYING = {5, 6, 7, 8}  # its values for a page that has to be turned by a quarter


@dataclass(frozen=True, slots=True)
class ReadImage:
    """Pixels and the dots an inch that they stand for."""

    pixels: PageImage
    dpi: int


def read_image(path: Path, media_type: MediaType, frame: int, settings: Settings) -> ReadImage:
    """The page in `frame` of an image file as a reader sees it.

    Raises:
        SourceError: it is broken, too large or too small.
    """
    with open_image(path, media_type) as image:
        if frame:
            image.seek(frame)
        problem = page_size_problem(image.size, settings)
        if problem:
            raise problem
        across, down = _stated_resolution(image)
        image.load()
        if image.getexif().get(_ORIENTATION, 1) in _LYING:
            across, down = down, across
        upright = _squared(ImageOps.exif_transpose(image), across, down)
        return ReadImage(to_array(upright), _resolution(upright.size, max(across, down)))


def to_array(image: Image.Image) -> PageImage:
    """The pixels of an image of any mode: grey where it has no colour, else RGB; transparent is white."""
    if image.mode == "1":
        return np.asarray(image.convert("L"))
    if image.mode.startswith(("I", "F")):
        return _deep_to_grey(np.asarray(image))
    if image.mode in {"LA", "PA", "RGBA", "RGBa", "La"} or "transparency" in image.info:
        coloured = image.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        image = Image.alpha_composite(paper, coloured)
    if image.mode != "L":
        image = image.convert("RGB")
    return without_idle_colour(np.asarray(image))


def without_idle_colour(pixels: PageImage) -> PageImage:
    """A copy of the array, grey where red, green and blue are the same everywhere."""
    if pixels.ndim == 3 and (pixels[..., 0] == pixels[..., 1]).all() and (pixels[..., 1] == pixels[..., 2]).all():
        return pixels[..., 0].copy()
    return pixels.copy()


def _deep_to_grey(values: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> PageImage:
    """Sixteen-bit and floating values to eight bits. Scanners of 10 or 12 bits leave the top ones unused."""
    numbers = np.nan_to_num(values.astype(np.float64))
    top = float(numbers.max(initial=0.0))
    limits = (1.0, 255.0, 1023.0, 4095.0, 65535.0)
    full = next((limit for limit in limits if top <= limit), max(top, 1.0))
    return np.clip(numbers * (255.0 / full), 0, 255).astype(np.uint8)


def _stated_resolution(image: Image.Image) -> tuple[float, float]:
    """Dots an inch across and down by the metadata; 0 where it says nothing."""
    stated = image.info.get("dpi")
    if isinstance(stated, tuple) and len(stated) == 2:
        across, down = float(stated[0]), float(stated[1])
        if across > 0 and down > 0:
            return across, down
    return 0.0, 0.0


def _squared(image: Image.Image, across: float, down: float) -> Image.Image:
    """The image with as many dots down as across, the finer of the two."""
    if not across or max(across, down) > _MOST_STRETCH * min(across, down):
        return image
    width, height = image.size
    if across > _SQUARE * down:
        height = round(height * across / down)
    elif down > _SQUARE * across:
        width = round(width * down / across)
    else:
        return image
    grey = image.convert("L") if image.mode == "1" else image
    return grey.resize((width, height), Image.Resampling.BILINEAR)


def _resolution(size: tuple[int, int], stated: float) -> int:
    """The stated resolution where it makes a page of a usual size, else the one that makes it A4."""
    short, long = sorted(size)
    if _LEAST_DPI < stated <= _MOST_DPI:
        is_plausible_short = _SHORT_SIDE_IN[0] <= short / stated <= _SHORT_SIDE_IN[1]
        if is_plausible_short and _LONG_SIDE_IN[0] <= long / stated <= _LONG_SIDE_IN[1]:
            return round(stated)
    width, height = size
    return max(1, round(width / (_A4_WIDTH_IN if height >= width else _A4_HEIGHT_IN)))
