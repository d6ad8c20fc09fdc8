"""Scans of the composed plans as recognition read them, kept so that what follows runs in seconds.

A reading lies in the folder of pages as `<plan>@L<level>.pkl`. It is made where it is missing, from
the scan, which is made where that is missing. Readings know nothing of the program that made them:
after a change to recognition or layout the folder is to be deleted.
"""

import os
import pickle
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from corpus.scanner import save_scan, scan_plan
from models.page import Page
from models.settings import Settings
from pipeline.ingest import find_sources
from pipeline.run import open_document, read_page

CORPUS = Path(__file__).parent
SEED = 1
SPLITS = ("train", "dev", "test")


def plans_of(split: str | None) -> list[str]:
    """The names of the composed plans of a split, or of all."""
    plans = tomllib.loads((CORPUS / "manifest.toml").read_text("utf-8"))["plans"]
    return [plan for plan, row in sorted(plans.items()) if split in (None, row["split"])]


def read_plans(
    plans: Iterable[str], levels: Iterable[int], scans: Path, pages: Path, *, seed: int = SEED, jobs: int = 2
) -> dict[tuple[str, int], list[Page]]:
    """The pages of each plan at each level; what is missing in `scans` and `pages` is made first."""
    wanted = [(plan, level) for plan in plans for level in levels]
    paths = {place: pages / f"{name_of(*place)}.pkl" for place in wanted}
    missing = [place for place in wanted if not paths[place].exists()]
    if missing:
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        with ProcessPoolExecutor(jobs) as pool:
            list(pool.map(_make, missing, [scans] * len(missing), [pages] * len(missing), [seed] * len(missing)))
    return {place: pickle.loads(path.read_bytes()) for place, path in paths.items()}


def read_files(files: Sequence[Path], pages: Path, *, jobs: int = 2) -> dict[str, list[Page]]:
    """The pages of scans that lie in files, by the files' names; readings are kept as for plans."""
    paths = {file: pages / f"{file.stem}.pkl" for file in files}
    missing = [file for file in files if not paths[file].exists()]
    if missing:
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        with ProcessPoolExecutor(jobs) as pool:
            list(pool.map(_read, missing, [paths[file] for file in missing]))
    return {file.stem: pickle.loads(path.read_bytes()) for file, path in paths.items()}


def name_of(plan: str, level: int) -> str:
    """What the files of a scan are called."""
    return f"{plan}@L{level}"


def _make(place: tuple[str, int], scans: Path, pages: Path, seed: int) -> None:
    scan = scans / f"{name_of(*place)}.pdf"
    if not scan.exists():
        plan, level = place
        save_scan(scan_plan(CORPUS / "plans" / plan, level, seed), scans)
    _read(scan, pages / f"{scan.stem}.pkl")


def _read(file: Path, out: Path) -> None:
    settings = Settings()
    source = open_document(find_sources([file]).sources[0], settings)
    read = [read_page(source, index, settings) for index in range(source.page_count)]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(pickle.dumps(read))
