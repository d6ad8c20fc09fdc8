"""Text of scans: bare Tesseract, OCRmyPDF, and this program, on the same files."""

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium

from corpus.peers.plans import ComposedPlan
from corpus.peers.programs import ocrmypdf_command, run_command
from corpus.scanner import save_scan, scan_plan
from models.settings import Settings
from pipeline.clean.normalize import normalize_line
from pipeline.run import process_file
from pipeline.score.text_errors import Errors, TextMeasure, text_errors

_DPI = 300  # what guides to Tesseract tell one to render pages at
_SAMPLE = "scan.pdf"


class Scan(NamedTuple):
    """A scan with the text that is printed on its pages."""

    name: str
    level: str
    path: Path
    text: str


@dataclass(frozen=True)
class Reading:
    """What a program read of a scan, how many errors that holds, and how long it took."""

    scan: str
    level: str
    pages: int
    errors: dict[TextMeasure, Errors]
    cpu_seconds: float


def make_scans(
    plans: Sequence[ComposedPlan], count: int, levels: Sequence[int], seed: int, out: Path, font: str | None = None
) -> list[Scan]:
    """The scans that lie beside the plans, and `count` plans of them scanned at each level.

    Args:
        count: how many plans are scanned; they are taken at even distances from the list.
        font: the family that is printed with; drawn among those installed where none is named.
    """
    found = []
    for plan in plans:
        if (plan.folder / _SAMPLE).exists():
            text = (plan.folder / "plan.txt").read_text("utf-8")
            found.append(Scan(plan.name, "sample", plan.folder / _SAMPLE, text))
    count = min(count, len(plans))
    for index in range(count):
        plan = plans[index * len(plans) // count]
        for level in levels:
            scan = scan_plan(plan.folder, level, seed, font=font)
            save_scan(scan, out)
            found.append(Scan(scan.name, f"L{level}", out / f"{scan.name}.pdf", scan.text()))
    return found


def read_with_tesseract(path: Path) -> str:
    """What bare Tesseract reads: pages at 300 dpi, its own page segmentation, Vietnamese.

    Raises:
        PeerUnavailableError: Tesseract is not there or fails.
    """
    texts = []
    with tempfile.TemporaryDirectory() as folder, pdfium.PdfDocument(path) as document:
        for page in document:
            image = Path(folder, "page.ppm")  # packing it would count as reading
            page.render(scale=_DPI / 72).to_pil().save(image)
            texts.append(run_command(["tesseract", image, "stdout", "-l", "vie", "--dpi", str(_DPI)]))
    return "\n".join(texts)


def read_with_ocrmypdf(path: Path) -> str:
    """The sidecar text of OCRmyPDF with --rotate-pages and --deskew.

    Raises:
        PeerUnavailableError: OCRmyPDF is not there or fails.
    """
    command = ocrmypdf_command()
    with tempfile.TemporaryDirectory() as folder:
        sidecar, made = Path(folder, "text.txt"), Path(folder, "made.pdf")
        options: list[str | Path] = [
            "-l",
            "vie",
            "--rotate-pages",
            "--deskew",
            "--jobs",
            "1",
            "--quiet",
            "--sidecar",
            sidecar,
        ]
        run_command([command, *options, path, made])
        return sidecar.read_text("utf-8")


def read_with_kehoach(path: Path) -> str:
    """The clean text of this program's record."""
    return process_file(path, Settings()).text


def read_scans(scans: Sequence[Scan], read: Callable[[Path], str]) -> list[Reading]:
    """Every scan as one program reads it.

    Seconds are those of the processor, summed over the program and all it starts: they hold on a
    machine that does other work as well.

    Raises:
        PeerUnavailableError: the program cannot run here.
    """
    readings = []
    for scan in scans:
        with pdfium.PdfDocument(scan.path) as document:
            pages = len(document)
        before = _cpu_seconds()
        text = read(scan.path)
        seconds = _cpu_seconds() - before
        readings.append(Reading(scan.name, scan.level, pages, _errors(scan.text, text), round(seconds, 1)))
    return readings


def _errors(printed: str, read: str) -> dict[TextMeasure, Errors]:
    return text_errors(_compared(printed), _compared(read))


def _compared(text: str) -> str:
    """The text in one spelling ("hoà" is "hòa"), without the bars that stand for the rules of a table."""
    lines = (normalize_line(line, 0, is_plain_text=False).text for line in text.splitlines())
    return "\n".join(lines).replace("|", " ")


def _cpu_seconds() -> float:
    return sum(os.times()[:4])
