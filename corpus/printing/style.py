"""How one plan is printed: what the decree leaves open, and what varies from office to office."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from corpus.planfile import Plan, plan_text
from corpus.printing.fonts import FONT_FOLDERS, families_for
from corpus.printing.sheet import Colour
from corpus.printing.stamps import ArrivalStamp

_PENS: tuple[Colour, ...] = ((28, 50, 150), (22, 34, 110), (36, 36, 44))
_HAND_SHARES = (0.6, 0.2, 0.2)
_OFFICES = ("VĂN PHÒNG", "VĂN THƯ CƠ QUAN", "PHÒNG HÀNH CHÍNH", "BỘ PHẬN VĂN THƯ")
# Thông tư 01/2011/TT-BNV set the page number at the foot, on the right; since Nghị định 30/2020
# it stands at the top, in the middle.
_YEAR = re.compile(r"năm\s+\{?(\d{4})")
_MONTH = re.compile(r"tháng\s+\{?(\d{1,2})")


class Hand(StrEnum):
    """How number and day come into their blanks: in a running hand, in a neat one like print, or typed."""

    RUNNING = "running"
    NEAT = "neat"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class PrintStyle:
    """Lengths in millimetres, sizes in points; `leading` is the step from line to line in sizes of the font."""

    family: str
    body_points: float
    leading: float
    left_mm: float
    right_mm: float
    page_number: str  # "top" or "foot"
    pen: Colour
    hand: Hand
    arrival: ArrivalStamp | None


def draw_style(
    plan: Plan,
    random: np.random.Generator,
    *,
    family: str | None = None,
    arrival_share: float = 0.0,
    folders: tuple[Path, ...] = FONT_FOLDERS,
) -> PrintStyle:
    """A style for a plan; `arrival_share` is how likely the receiver has stamped it.

    Raises:
        CorpusError: no installed font holds the plan's letters, or `family` is none of those that do.
    """
    names = [found.name for found in families_for([plan_text(plan)], folders)]
    drawn = names[int(random.integers(len(names)))]
    found_year = _YEAR.search(plan.place_date_line)
    is_old = found_year is not None and int(found_year[1]) < 2020
    arrival = None
    if random.random() < arrival_share:
        office = _OFFICES[int(random.integers(len(_OFFICES)))]
        month = _MONTH.search(plan.place_date_line)
        day = f"{random.integers(18, 29)}/{int(month[1]) if month else random.integers(1, 13)}"
        arrival = ArrivalStamp(office, str(random.integers(101, 4000)), day)
    return PrintStyle(
        family=family or drawn,
        body_points=float(random.choice([13.0, 13.5, 14.0])),
        leading=float(random.uniform(1.28, 1.42)),
        left_mm=float(random.uniform(30, 34)),
        right_mm=float(random.uniform(15, 19)),
        page_number="foot" if is_old and random.random() < 0.7 else "top",
        pen=_PENS[int(random.integers(len(_PENS)))],
        hand=list(Hand)[int(random.choice(len(Hand), p=_HAND_SHARES))],
        arrival=arrival,
    )
