"""Stages without recognition, told what to do by the document itself. Workers import this module.

A document is a text file. Its first line is "pages N"; then comes one order a line, with the page it
is for: "no-tesseract 2" (an error of the kind a user can mend), "fault 2" (the program has a fault
there), "kill 2" (the worker dies there), "kill-once 2", "unpicklable 2", "interrupt-once 2" (Ctrl-C),
"unreadable 2" (a page with a problem); "slow 200" (ms a page), "refuse" (opening fails), "plans 2" (as many
records), "kill-open"
(opening kills). Anything else makes the content differ. Every page that is read is noted in a file
beside the document.
"""

import hashlib
import os
import time
from collections.abc import Sequence
from pathlib import Path

from models.errors import EncryptedSourceError, TesseractMissingError
from models.page import Line, Page
from models.record import Header, PlanRecord, Quality, SourceInfo, SourcePage, TextOrigin
from models.settings import Settings
from models.source import MediaType, PagePlace, Source, SourceFiles
from pipeline.batch.stages import Stages
from pipeline.path_text import path_text


def _orders(path: Path) -> dict[str, int]:
    orders = {}
    for line in path.read_text("utf-8").splitlines():
        word, _, number = line.partition(" ")
        orders[word] = int(number) if number.isdecimal() else 0
    return orders


def notes_of(path: Path) -> list[str]:
    """What was done with the document, in order."""
    notes = path.with_suffix(".notes")
    return notes.read_text("utf-8").splitlines() if notes.exists() else []


def _note(path: Path, what: str) -> None:
    with path.with_suffix(".notes").open("a", encoding="utf-8") as file:
        file.write(what + "\n")


def open_document(files: SourceFiles, settings: Settings) -> Source:
    path = files.paths[0]
    orders = _orders(path)
    if "refuse" in orders:
        raise EncryptedSourceError(f"{path.name} asks for a password.", "Save it without one.")
    if "kill-open" in orders:
        os._exit(9)
    content = path.read_bytes()
    return Source(
        paths=files.paths,
        stem=files.stem,
        media_type=MediaType.TEXT,
        byte_size=len(content),
        document_id=f"sha256:{hashlib.sha256(content).hexdigest()}",
        pages=tuple(PagePlace(0, index) for index in range(orders["pages"])),
    )


def read_page(source: Source, index: int, settings: Settings) -> Page:
    path = source.paths[0]
    orders, number = _orders(path), index + 1
    _note(path, f"page {number}")
    time.sleep(orders.get("slow", 0) / 1000)
    if orders.get("no-tesseract") == number:
        raise TesseractMissingError("Tesseract is not there.", "Install it.")
    if orders.get("fault") == number:
        raise LookupError("no such page")
    is_first_time = notes_of(path).count(f"page {number}") == 1
    if orders.get("interrupt-once") == number and is_first_time:
        raise KeyboardInterrupt
    if orders.get("kill") == number or (orders.get("kill-once") == number and is_first_time):
        os._exit(9)
    if orders.get("unpicklable") == number:
        return lambda: None  # type: ignore[return-value]
    problem = "the page is torn" if orders.get("unreadable") == number else None
    lines = () if problem else (Line(f"{source.document_id[7:15]}: trang {number}"),)
    return Page(number, 0, 0, lines, TextOrigin.PLAIN_TEXT, problem=problem)


def finish_record(source: Source, pages: Sequence[Page]) -> PlanRecord:
    return PlanRecord(
        document_id=source.document_id,
        source=SourceInfo(
            path=path_text(source.paths[0]),
            media_type=source.media_type,
            byte_size=source.byte_size,
            pages=tuple(
                SourcePage(number=page.number, width=0, height=0, text_origin=page.text_origin) for page in pages
            ),
        ),
        text="\n".join(line.text for page in pages for line in page.lines),
        header=Header(),
        quality=Quality(score=1.0),
    )


def finish_records(source: Source, pages: Sequence[Page]) -> tuple[PlanRecord, ...]:
    """One record, or as many as the order "plans 2" says."""
    record = finish_record(source, pages)
    count = _orders(source.paths[0]).get("plans", 1)
    others = [record.model_copy(update={"document_id": f"{source.document_id}#{n}"}) for n in range(2, count + 1)]
    return (record, *others)


FAKE_STAGES = Stages(open_document, read_page, finish_record, finish_records)


def die() -> None:
    """A worker that never starts."""
    os._exit(9)
