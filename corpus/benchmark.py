"""Times the program against bare Tesseract on the same page images, and two workers against one.

usage: python -m corpus.benchmark FILE...

Prints seconds a page: Tesseract's command line on the rendered pages as PPM files, the program
with one worker, and with two. Every run uses one thread a page (OMP_THREAD_LIMIT=1). Times are
wall times; run it on a quiet machine.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2

from models.settings import Settings
from pipeline.ingest import find_sources, open_source
from pipeline.render import render_page


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        images = _page_images(arguments.files, Path(folder))
        bare = _time_tesseract(images)
        one = _time_run(arguments.files, Path(folder) / "one", jobs=1)
        two = _time_run(arguments.files, Path(folder) / "two", jobs=2)
    count = len(images)
    print(f"{count} pages")
    print(f"bare Tesseract   {bare / count:6.2f} s a page")
    print(f"kehoach, 1 job   {one / count:6.2f} s a page   {one / bare:5.2f} x bare Tesseract")
    print(f"kehoach, 2 jobs  {two / count:6.2f} s a page   {one / two:5.2f} x one job")
    return 0


def _page_images(files: list[Path], folder: Path) -> list[Path]:
    """The pages that need recognition, each in its own PPM or PGM file, as they were scanned."""
    paths = []
    settings = Settings()
    for files_of_document in find_sources(files).sources:
        source = open_source(files_of_document, settings)
        for index in range(source.page_count):
            image = render_page(source, index, settings).image
            if image is not None:
                path = folder / f"{len(paths)}.{'pgm' if image.ndim == 2 else 'ppm'}"
                cv2.imwrite(str(path), image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
                paths.append(path)
    return paths


def _time_tesseract(images: list[Path]) -> float:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    start = time.perf_counter()
    for image in images:
        command = ["tesseract", str(image), str(image.with_suffix("")), "-l", "vie", "--psm", "3", "txt", "tsv"]
        subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def _time_run(files: list[Path], folder: Path, *, jobs: int) -> float:
    command = [str(Path(sys.executable).parent / "kehoach"), "run", *map(str, files), "--archive", str(folder)]
    start = time.perf_counter()
    subprocess.run([*command, "--jobs", str(jobs), "--quiet"], check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
