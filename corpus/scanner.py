"""Prints composed plans as the decree lays them out, and scans the prints.

usage: python corpus/scanner.py PLAN_DIR... [--level N] [--seed N] [--out DIR] [--png] [--font NAME]

For each plan and level writes into --out (default out/scans):
  <plan>@L<level>.pdf          page images only, as a scanner saves them (--png: one PNG a page)
  <plan>@L<level>.words.json   every word in reading order, with its box in points on its page
  <plan>@L<level>.params.json  seed, font, layout and all that was done to each page
  <plan>@L<level>.txt          what is printed on the pages that are left

The same plan, level, seed and font give the same files. Without --font the family is drawn among
those on this machine that hold every letter of the plan (see corpus/printing/fonts.py).
"""

import argparse
import json
import sys
import time
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

if __package__ in (None, ""):  # run as a file: the folder above is where the packages are
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus.planfile import CorpusError, Plan, load_plan, plan_text
from corpus.printing.fonts import FAMILIES, FONT_FOLDERS
from corpus.printing.layout import print_plan
from corpus.printing.style import PrintStyle, draw_style
from corpus.scanning.parameters import LEVELS, ScanParameters, draw_parameters
from corpus.scanning.scan import ScannedPage, scan_sheets

PRINT_DPI = 300
# How likely the receiver's office has stamped the page: what comes fresh from the printer has no stamp.
_ARRIVAL_SHARE = {0: 0.0, 1: 0.25, 2: 0.35, 3: 0.35, 4: 0.35}
_NO_DATE = time.struct_time((2000, 1, 1, 0, 0, 0, 5, 1, 0))  # a PDF without the clock's time is the same every time


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned plan with all that is known about it."""

    plan: str
    content: Plan
    seed: int
    style: PrintStyle
    parameters: ScanParameters
    pages: list[ScannedPage]

    @property
    def name(self) -> str:
        """What the scan's files are called."""
        return f"{self.plan}@L{self.parameters.level}"

    def words_json(self) -> dict[str, Any]:
        """Pages with their size in points, and words and marks with their boxes."""
        pages = []
        for number, page in enumerate(self.pages, start=1):
            height, width = page.image.shape[:2]
            words = [
                {
                    "text": word.text,
                    "line": word.line,
                    "part": str(word.part),
                    "kind": str(word.kind),
                    "box": page.points(word.box),
                }
                for word in page.words
            ]
            pages.append(
                {
                    "number": number,
                    "width": round(width * 72 / page.dpi, 2),
                    "height": round(height * 72 / page.dpi, 2),
                    "dpi": page.dpi,
                    "words": words,
                    "marks": [{"name": name, "box": page.points(box)} for name, box in page.marks],
                }
            )
        return {"plan": self.plan, "level": self.parameters.level, "pages": pages}

    def text(self) -> str:
        """plan.txt as far as its words are on the pages that are left."""
        left: dict[int, list[str]] = {}
        for page in self.pages:
            for word in page.words:
                if word.line >= 0:
                    left.setdefault(word.line, []).append(word.text)
        lines = plan_text(self.content).split("\n")
        whole = {number: [word for word in lines[number].split() if word != "|"] for number in left}
        return "".join(
            f"{lines[number] if words == whole[number] else ' '.join(words)}\n"
            for number, words in sorted(left.items())
        )


def scan_plan(
    folder: Path, level: int, seed: int, *, font: str | None = None, fonts: tuple[Path, ...] = FONT_FOLDERS
) -> Scan:
    """Prints and scans the plan of a folder.

    Raises:
        CorpusError: plan.toml is not as it has to be, or no font holds its letters.
    """
    plan = load_plan(folder)
    name = folder.resolve().name
    random = np.random.default_rng([seed, level, zlib.crc32(name.encode())])
    style = draw_style(plan, random, family=font, arrival_share=_ARRIVAL_SHARE[level], folders=fonts)
    sheets = print_plan(plan, style, random, dpi=PRINT_DPI, folders=fonts)
    parameters = draw_parameters(level, len(sheets), random)
    return Scan(name, plan, seed, style, parameters, scan_sheets(sheets, parameters, random))


def save_pdf(scan: Scan, path: Path) -> None:
    """Writes the pages as a PDF of images, without a text layer."""
    images = [_image(page) for page in scan.pages]
    # Two-level pages are stored by fax coding, which knows no quality.
    quality = {} if any(image.mode == "1" for image in images) else {"quality": scan.parameters.jpeg_quality}
    images[0].save(
        path,
        "PDF",
        resolution=scan.pages[0].dpi,
        save_all=True,
        append_images=images[1:],
        **quality,
        creationDate=_NO_DATE,
        modDate=_NO_DATE,
    )


def save_scan(scan: Scan, out: Path, *, as_png: bool = False) -> None:
    """Writes the scan and what is known about it into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    if as_png:
        for number, page in enumerate(scan.pages, start=1):
            _image(page).save(out / f"{scan.name}-p{number}.png", dpi=(page.dpi, page.dpi))
    else:
        save_pdf(scan, out / f"{scan.name}.pdf")
    parameters = {"plan": scan.plan, "seed": scan.seed, "print": asdict(scan.style), "scan": scan.parameters.as_json()}
    _write_json(out / f"{scan.name}.words.json", scan.words_json())
    _write_json(out / f"{scan.name}.params.json", parameters)
    (out / f"{scan.name}.txt").write_text(scan.text(), "utf-8", newline="\n")


def _image(page: ScannedPage) -> Image.Image:
    image = Image.fromarray(page.image)
    return image.convert("1", dither=Image.Dither.NONE) if page.is_two_level else image


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


def main() -> int:
    """The command: 0 when all scans are written, 1 when a plan cannot be printed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument(
        "--level", type=int, choices=LEVELS, action="append", help="may be given several times; default 1"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("out/scans"))
    parser.add_argument("--png", action="store_true", help="one PNG a page instead of a PDF")
    parser.add_argument("--font", choices=[family.name for family in FAMILIES])
    parser.add_argument("--font-folder", type=Path, action="append", default=[], help="a further folder with fonts")
    arguments = parser.parse_args()
    fonts = (*arguments.font_folder, *FONT_FOLDERS)
    failed = 0
    for folder in arguments.folders:
        for level in arguments.level or [1]:
            try:
                scan = scan_plan(folder, level, arguments.seed, font=arguments.font, fonts=fonts)
            except CorpusError as error:
                print(error, file=sys.stderr)
                failed = 1
                continue
            save_scan(scan, arguments.out, as_png=arguments.png)
            print(f"{arguments.out / scan.name}: {len(scan.pages)} pages, {scan.style.family}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
