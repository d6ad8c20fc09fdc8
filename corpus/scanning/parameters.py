"""What is done to the pages of a plan at each level, drawn from a seed and written beside the scan.

Level 0 is a clean scan of 300 dpi; 1 an office scan; 2 a fax, or a photo by telephone; 3 a
photocopy of a photocopy at 150 dpi; 4 any of these with pages turned, upside down, two on a
sheet, or missing. The ranges were set by eye beside office scans, fax prints and photocopies.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import numpy as np

LEVELS = (0, 1, 2, 3, 4)


class Medium(StrEnum):
    """By what the page was taken."""

    CLEAN = "clean"
    OFFICE = "office"
    FAX = "fax"
    PHOTO = "photo"
    PHOTOCOPY = "photocopy"


@dataclass(frozen=True, slots=True)
class PageParameters:
    """What is done to one page.

    Angles in degrees against the clock, lengths in millimetres, blur and noise in pixels and
    grey values of the scan, shares from 0 to 1. `corners` are the shifts of the four corners
    (from top left, clockwise) as shares of the page's width and height. `turn` is the quarter
    turn, in degrees against the clock, that the whole page is given at the end.
    """

    number: int
    medium: Medium
    dpi: int
    is_colour: bool
    skew: float = 0.0
    shift_mm: tuple[float, float] = (0.0, 0.0)
    corners: tuple[tuple[float, float], ...] = ()
    blur: float = 0.0
    motion: float = 0.0
    noise: float = 0.0
    light: float = 0.0
    shadow: float = 0.0
    generations: int = 0
    fade: float = 0.0
    is_two_level: bool = False
    threshold: float = 0.0
    speckles_per_cm2: float = 0.0
    streaks: int = 0
    bleed: float = 0.0
    black_edges_mm: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    punch_holes: bool = False
    staple: bool = False
    turn: int = 0


@dataclass(frozen=True, slots=True)
class ScanParameters:
    """What is done to a plan: its pages in order, which are lost, and whether two lie on each sheet."""

    level: int
    jpeg_quality: int
    pages: tuple[PageParameters, ...]
    missing: tuple[int, ...] = ()
    two_on_a_sheet: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the file beside the scan."""
        return asdict(self)


def draw_parameters(level: int, page_count: int, random: np.random.Generator) -> ScanParameters:
    """The parameters of a scan of `page_count` pages at a level.

    Raises:
        ValueError: there is no such level.
    """
    if level not in LEVELS:
        raise ValueError(f"there is no level {level}; levels are {LEVELS[0]} to {LEVELS[-1]}")
    medium = _draw_medium(level, random)
    is_colour = medium is Medium.PHOTO or (medium in (Medium.CLEAN, Medium.OFFICE) and bool(random.random() < 0.7))
    two_level_copy = medium is Medium.PHOTOCOPY and bool(random.random() < 0.35)
    holes, staple = bool(random.random() < 0.6), bool(random.random() < 0.7)
    threshold = float(random.uniform(118, 150))
    pages = [
        _draw_page(
            number,
            medium,
            random,
            is_colour=is_colour,
            two_level=two_level_copy,
            holes=holes,
            staple=staple,
            threshold=threshold,
        )
        for number in range(1, page_count + 1)
    ]
    missing: tuple[int, ...] = ()
    two_up = False
    if level == 4:
        turns, missing, two_up = _draw_mishaps(page_count, medium, random)
        pages = [_turned(page, turn) for page, turn in zip(pages, turns, strict=True)]
    quality = {Medium.CLEAN: (90, 93), Medium.OFFICE: (48, 72), Medium.PHOTO: (45, 68)}.get(medium, (32, 52))
    return ScanParameters(level, int(random.integers(*quality)), tuple(pages), missing, two_up)


def _draw_medium(level: int, random: np.random.Generator) -> Medium:
    choices = {
        0: (Medium.CLEAN,),
        1: (Medium.OFFICE,),
        2: (Medium.FAX, Medium.PHOTO),
        3: (Medium.PHOTOCOPY,),
        4: (Medium.OFFICE, Medium.FAX, Medium.PHOTO, Medium.PHOTOCOPY),
    }[level]
    return choices[int(random.integers(len(choices)))]


def _draw_page(
    number: int,
    medium: Medium,
    random: np.random.Generator,
    *,
    is_colour: bool,
    two_level: bool,
    holes: bool,
    staple: bool,
    threshold: float,
) -> PageParameters:
    def between(low: float, high: float) -> float:
        return round(float(random.uniform(low, high)), 4)

    if medium is Medium.CLEAN:
        return PageParameters(number, medium, 300, is_colour, noise=between(0.5, 1.2))
    if medium is Medium.OFFICE:
        return PageParameters(
            number,
            medium,
            200,
            is_colour,
            skew=between(-0.9, 0.9),
            shift_mm=(between(-1.5, 1.5), between(-1.5, 1.5)),
            blur=between(0.35, 0.65),
            noise=between(2.0, 4.5),
            light=between(0.01, 0.05),
            bleed=between(0.0, 0.03),
        )
    if medium is Medium.FAX:
        return PageParameters(
            number,
            medium,
            200,
            is_colour=False,
            skew=between(-1.2, 1.2),
            shift_mm=(between(-2, 2), between(-2, 2)),
            blur=between(0.55, 0.85),
            noise=between(9, 18),
            is_two_level=True,
            threshold=threshold,
            speckles_per_cm2=between(0.05, 0.5),
            streaks=int(random.integers(0, 3)),
            black_edges_mm=(0.0, 0.0, 0.0, between(0, 1.5)),
        )
    if medium is Medium.PHOTO:
        corners = tuple((between(-0.03, 0.03), between(-0.025, 0.025)) for _ in range(4))
        return PageParameters(
            number,
            medium,
            200,
            is_colour=True,
            skew=between(-1.8, 1.8),
            corners=corners,
            blur=between(0.5, 0.95),
            motion=between(0.0, 2.2),
            noise=between(3, 7),
            light=between(0.15, 0.4),
            shadow=between(0.0, 0.35),
            bleed=between(0.0, 0.05),
        )
    return PageParameters(
        number,
        medium,
        150,
        is_colour=False,
        skew=between(-1.8, 1.8),
        shift_mm=(between(-3, 3), between(-3, 3)),
        blur=between(0.45, 0.7),
        noise=between(5, 10),
        light=between(0.03, 0.12),
        generations=3,
        fade=between(0.08, 0.3),
        is_two_level=two_level,
        threshold=threshold,
        speckles_per_cm2=between(0.3, 1.6),
        streaks=int(random.integers(0, 3)),
        bleed=between(0.03, 0.09),
        black_edges_mm=(between(0, 5), between(0, 3), between(0, 4), between(0, 5)),
        punch_holes=holes,
        staple=staple,
    )


def _draw_mishaps(
    page_count: int, medium: Medium, random: np.random.Generator
) -> tuple[list[int], tuple[int, ...], bool]:
    """Quarter turns by page, pages that are lost, and whether two pages lie on a sheet. At least one happens."""
    turns = [0] * page_count
    kind = int(random.integers(4))
    if kind == 0:
        turns = [180 if random.random() < 0.5 else 0 for _ in range(page_count)]
        turns[int(random.integers(page_count))] = 180
    elif kind == 1:
        turns = [(90, 270)[int(random.integers(2))]] * page_count
    two_up = kind == 2 and medium is not Medium.PHOTO and page_count > 1
    missing: tuple[int, ...] = ()
    if page_count > 2 and (kind == 3 or random.random() < 0.2):
        missing = (int(random.integers(2, page_count)),)
    if not two_up and not missing and not any(turns):
        turns[-1] = (90, 180, 270)[int(random.integers(3))]
    return turns, missing, two_up


def _turned(page: PageParameters, turn: int) -> PageParameters:
    values = asdict(page)
    values["turn"] = turn
    return PageParameters(**values)
