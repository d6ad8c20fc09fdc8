"""What each step of preparation and reading is worth: character errors with it and without it, by medium.

usage: python -m corpus.ablation [--pages N] [--seed N] [--jobs N] [--out FILE]

Scans pages of the train and dev plans, N at levels 0 and 1 and twice as many at levels 2 and 3, which
hold two media each; reads each with every step, and once more without each step that was applied to
it. A step that lowers the errors of no medium has no place in the program. Prints the table and
writes it to --out (default corpus/results/ablation.json). The same seed gives the same figures.
"""

import argparse
import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from corpus.scanner import scan_plan
from corpus.scanning.scan import ScannedPage
from corpus.wordmatch import errors_by_part
from models.settings import Settings
from pipeline.ocr.recognize import recognize_page
from pipeline.ocr.steps import Step

_CORPUS = Path(__file__).parent
_SHARES = {0: 1, 1: 1, 2: 2, 3: 2}  # of the pages at each level
# How a page's preparation tells that a step was applied to it.
_NOTES = {
    Step.EDGES: ("dark edge filled",),
    Step.RED_INK: ("red ink removed",),
    Step.BACKGROUND: ("uneven paper evened",),
    Step.SPECKS: ("specks removed",),
    Step.RESAMPLING: ("enlarged from", "reduced from"),
    Step.STREAKS: ("streaks of the glass",),
    Step.LEVELLING: ("deskewed", "bent lines levelled"),
    Step.BORDERS: ("table borders removed",),
    Step.LEADERS: ("rows of dots",),
    Step.SECOND_READING: ("read again",),
    Step.NUMERALS: ("Roman numerals",),
}


@dataclass(frozen=True, slots=True)
class _Sample:
    plan: str
    level: int
    takes_last_page: bool  # else the first


@dataclass(frozen=True, slots=True)
class Measured:
    """A page: its errors with every step, and without each of those that were applied to it."""

    medium: str
    length: int
    errors: int
    without: dict[str, int]  # errors, by the step that was left out


def main() -> int:
    """The command: 0 when the figures are written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5, help="at levels 0 and 1; default 5")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=_CORPUS / "results" / "ablation.json")
    arguments = parser.parse_args()
    samples = list(_draw(arguments.pages))
    with ProcessPoolExecutor(arguments.jobs) as pool:
        measured = list(pool.map(_measure, samples, [arguments.seed] * len(samples)))
    result = summarise(measured)
    arguments.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    _print(result)
    return 0


def summarise(measured: list[Measured]) -> dict[str, Any]:
    """Errors and rates by medium, and for each step those of the pages it was applied to, with and without it."""
    media: dict[str, list[Measured]] = defaultdict(list)
    for page in measured:
        media[page.medium].append(page)
    return {medium: _of_medium(pages) for medium, pages in sorted(media.items())}


def _of_medium(pages: list[Measured]) -> dict[str, Any]:
    steps = {}
    for step in Step:
        used = [page for page in pages if step.value in page.without]
        if used:
            length = sum(page.length for page in used)
            steps[step.value] = {
                "pages": len(used),
                "with": _rate(sum(page.errors for page in used), length),
                "without": _rate(sum(page.without[step.value] for page in used), length),
            }
    length, errors = sum(page.length for page in pages), sum(page.errors for page in pages)
    return {"pages": len(pages), "characters": length, "error_percent": _rate(errors, length), "steps": steps}


def _rate(errors: int, length: int) -> float:
    """Errors in percent, to two places."""
    return round(100 * errors / max(length, 1), 2)


def _draw(pages: int) -> Iterator[_Sample]:
    """First and last pages by turns, no two of one scan."""
    manifest = tomllib.loads((_CORPUS / "manifest.toml").read_text("utf-8"))["plans"]
    plans = sorted(plan for plan, row in manifest.items() if row["split"] in ("train", "dev"))
    for level, share in _SHARES.items():
        for number in range(min(share * pages, len(plans))):
            # Another plan begins at each level, so that few pages do not mean few plans.
            yield _Sample(plans[(number + 3 * level) % len(plans)], level, number % 2 == 0)


def _measure(sample: _Sample, seed: int) -> Measured:
    scan = scan_plan(_CORPUS / "plans" / sample.plan, sample.level, seed)
    scanned = _as_saved(scan.pages[-1 if sample.takes_last_page else 0], scan.parameters.jpeg_quality)
    parameters = scan.parameters.pages[0]
    two_level = " (two-level)" if parameters.is_two_level else ""
    errors, length, notes = _read(scanned, frozenset())
    without = {
        step.value: _read(scanned, frozenset({step}))[0]
        for step, starts in _NOTES.items()
        if any(start in note for note in notes for start in starts)
    }
    return Measured(f"{parameters.medium}{two_level}", length, errors, without)


def _read(scanned: ScannedPage, without: frozenset[Step]) -> tuple[int, int, tuple[str, ...]]:
    """Errors, printed characters, and what was done to the page."""
    page = recognize_page(scanned.image, scanned.dpi, 1, Settings(), without=without)
    parts = errors_by_part(page, scanned).values()
    return sum(part.errors for part in parts), sum(part.length for part in parts), page.preparation


def _as_saved(page: ScannedPage, quality: int) -> ScannedPage:
    """The page with the traces that saving it leaves; two-level pages are saved without loss."""
    if page.is_two_level:
        return page
    is_colour = page.image.ndim == 3
    _, data = cv2.imencode(
        ".jpg", page.image[..., ::-1] if is_colour else page.image, [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    pixels = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR if is_colour else cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
    return replace(page, image=np.ascontiguousarray(pixels[..., ::-1]) if is_colour else pixels)


def _print(result: dict[str, Any]) -> None:
    for medium, figures in result.items():
        print(f"{medium}: {figures['pages']} pages, {figures['error_percent']:.2f} % character errors")
        for step, rates in figures["steps"].items():
            print(f"  {step:45} {rates['pages']:3} pages  {rates['with']:6.2f} %  without it {rates['without']:6.2f} %")


if __name__ == "__main__":
    sys.exit(main())
