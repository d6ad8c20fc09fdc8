"""One long document keeps every worker busy: its pages are the units of work, not the file."""

import os
import time
from dataclasses import replace
from pathlib import Path

from fake_stages import FAKE_STAGES
from fake_stages import read_page as read_fake_page

from models.page import Page
from models.settings import Settings
from models.source import Source
from pipeline.archive import open_archive
from pipeline.batch import run_batch

PAGES = 50
WORKERS = 3
PATIENCE_S = 20.0


def read_page_in_company(source: Source, index: int, settings: Settings) -> Page:
    """A page of the first few waits until other processes have begun pages of the same document."""
    folder = source.paths[0].parent.parent / "processes"
    (folder / str(os.getpid())).touch()
    deadline = time.monotonic() + PATIENCE_S
    while index < WORKERS and len(list(folder.iterdir())) < WORKERS and time.monotonic() < deadline:
        time.sleep(0.01)
    return read_fake_page(source, index, settings)


def test_the_pages_of_one_document_are_read_by_all_workers_and_stay_in_order(tmp_path: Path) -> None:
    (tmp_path / "processes").mkdir()
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "long.txt").write_text(f"pages {PAGES}\n", "utf-8")
    with open_archive(tmp_path / "archive") as archive:
        report = run_batch(
            [tmp_path / "plans"],
            archive,
            Settings(),
            jobs=WORKERS,
            stages=replace(FAKE_STAGES, read_page=read_page_in_company),
        )
        (record,) = list(archive.records())
    assert (len(report.processed), report.pages) == (1, PAGES)
    assert len(list((tmp_path / "processes").iterdir())) == WORKERS
    assert [line.rpartition(" ")[2] for line in record.text.splitlines()] == [str(n) for n in range(1, PAGES + 1)]
