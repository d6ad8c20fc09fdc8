"""Measures how fast a plan's text becomes its record: by stages, without recognition, on one core.

usage: python -m corpus.speed [--runs N] [--out FILE]

The composed plans are made as long as a plan of five pages: to the body of each the bodies of the
plans after it are added until it has `CHARACTERS` characters; letterhead, closing and signature stay its
own. All of them are read once, so that tables and memories are full as in a long run, then several times
with the clock. Times are of the processor, and each figure is the median of the runs: others on the
machine hardly show in it. Starting the program is timed with a process of its own, which is asked for
its help, and for a search in an archive of one plan.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import cycle
from pathlib import Path
from statistics import mean, median
from typing import Any
from unittest.mock import patch

from models.document import Document
from models.outline import Zone
from models.page import Page
from models.settings import Settings
from pipeline import run
from pipeline.ingest import find_sources
from pipeline.segment import outline_document

CHARACTERS = 12_000  # of a plan of five pages
RUNS = 7
PLANS = Path("corpus/plans")
RESULT = Path("corpus/results/speed.json")
_STARTS = 5  # times that the program is started
# The functions of `pipeline.run` that are timed, in their order.
STAGES = (
    "join_pages",
    "build_document",
    "outline_document",
    "find_marks",
    "find_header",
    "find_references",
    "find_campaign",
    "find_dates",
    "find_bodies",
    "find_deadlines",
    "find_criteria",
    "find_recipients",
    "find_signatures",
    "build_record",
)
ALL, EXTRACTION = "all", "extraction"
_EXTRACTORS = tuple(name for name in STAGES if name.startswith("find_"))

Parts = tuple[str, str, str]  # what stands before a plan's body, the body, and what stands behind it
Seconds = Mapping[str, float]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--out", type=Path, default=RESULT)
    arguments = parser.parse_args()
    composed = sorted(PLANS.glob("*/plan.txt"))
    fresh = _first_sight(composed)
    texts = lengthened([_parts(run.document_of(_pages(path))) for path in composed])
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.txt") for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, "utf-8")
        runs = _measure(paths, arguments.runs)
        starts = _starts(composed[0], Path(folder, "archive"))
    figures = {
        "measured_on": date.today().isoformat(),
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "load_average": round(os.getloadavg()[0], 1),
            "python": platform.python_version(),
        },
        "plans": len(texts),
        "characters_a_plan": round(mean(map(len, texts))),
        "runs": arguments.runs,
        **summary(runs, sum(map(len, texts)) / CHARACTERS),
        "milliseconds_at_first_sight": round(fresh, 1),
        "starts": starts,
    }
    written = json.dumps(figures, indent=1)
    arguments.out.write_text(written + "\n", "utf-8", newline="\n")
    print(written)
    return 0


def lengthened(plans: Sequence[Parts], characters: int = CHARACTERS) -> list[str]:
    """Each plan with the bodies of those after it behind its own, as many lines as so many characters hold."""
    made = []
    for number, (head, _, tail) in enumerate(plans):
        room = characters - len(head) - len(tail)
        body = ""
        for _, more, _ in cycle([*plans[number:], *plans[:number]]):
            if len(body) >= room or not more:
                break
            body += more
        made.append(head + body[: body.rfind("\n", 0, max(0, room)) + 1] + tail)
    return made


def summary(runs: Sequence[Seconds], plans: float) -> dict[str, Any]:
    """The median milliseconds that a plan takes in each stage, and how many plans a second that makes.

    Args:
        runs: the seconds of each stage and of `ALL` for all plans, run by run.
        plans: how many plans of `CHARACTERS` characters they are.
    """
    totals = [{**seconds, EXTRACTION: sum(seconds[name] for name in _EXTRACTORS)} for seconds in runs]
    stages = {name: 1000 * median(seconds[name] for seconds in totals) / plans for name in (ALL, EXTRACTION, *STAGES)}
    return {
        "plans_a_second": {name: round(1000 / stages[name], 1) for name in (ALL, EXTRACTION)},
        "milliseconds_a_plan": {name: round(milliseconds, 2) for name, milliseconds in stages.items()},
    }


def _pages(path: Path) -> list[Page]:
    source = run.open_document(find_sources([path]).sources[0], Settings())
    return [run.read_page(source, index, Settings()) for index in range(source.page_count)]


def _parts(document: Document) -> Parts:
    text = document.text
    start, end = outline_document(document).zones[Zone.BODY]
    end = text.find("\n", end) + 1 or len(text)
    return text[:start], text[start:end], text[end:]


def _first_sight(paths: Sequence[Path]) -> float:
    """The milliseconds for `CHARACTERS` characters of the second half of plans, which nothing was read of before."""
    plans = [(run.open_document(find_sources([path]).sources[0], Settings()), _pages(path)) for path in paths]
    seconds, characters = 0.0, 0
    for number, (source, pages) in enumerate(plans):
        begin = time.process_time()
        record = run.finish_record(source, pages)
        if 2 * number >= len(plans):
            seconds += time.process_time() - begin
            characters += len(record.text)
    return 1000 * seconds * CHARACTERS / characters


def _measure(paths: Sequence[Path], runs: int) -> list[Seconds]:
    """The seconds of each stage for all plans together, run by run."""
    plans = [(run.open_document(find_sources([path]).sources[0], Settings()), _pages(path)) for path in paths]
    for source, pages in plans:
        run.finish_record(source, pages)
    found: list[Seconds] = []
    for _ in range(runs):
        seconds = dict.fromkeys(STAGES, 0.0)
        with ExitStack() as patches:
            for name in STAGES:
                patches.enter_context(patch.object(run, name, _clocked(name, getattr(run, name), seconds)))
            begin = time.process_time()
            for source, pages in plans:
                run.finish_record(source, pages)
            seconds[ALL] = time.process_time() - begin
        found.append(seconds)
    return found


def _clocked(name: str, stage: Callable[..., Any], seconds: dict[str, float]) -> Callable[..., Any]:
    """The stage, which adds the time it takes to `seconds`."""

    def clocked(*arguments: Any, **options: Any) -> Any:
        begin = time.process_time()
        result = stage(*arguments, **options)
        seconds[name] += time.process_time() - begin
        return result

    return clocked


def _starts(plan: Path, archive: Path) -> dict[str, Any]:
    """The median seconds and the memory of the program, asked for its help, and for a search in an archive."""
    _start("run", str(plan), "--archive", str(archive), "--quiet")
    asked = {"--help": ["--help"], "search": ["search", "thi dua", "--archive", str(archive)]}
    return {
        name: {"seconds": round(median(_start(*arguments) for _ in range(_STARTS)), 2)}
        for name, arguments in asked.items()
    }


def _start(*arguments: str) -> float:
    """The processor seconds of the program with these arguments."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = "from pipeline.cli import main; main()"
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
