"""Compares this program with what one could take today, on the composed plans.

usage: python corpus/peers [--plans NAME...] [--split NAME] [--only TASK...] [--scans N] [--level N]
                           [--seed N] [--font NAME] [--measured-on DAY] [--out FILE]

Prints the tables and writes them with all counts to --out (default corpus/results/peers.json). The
peers come from corpus/peers/setup.sh; one that is not there is named with the reason. How each is
run, and what is done in its favour, is said in corpus/peers/README.md.
"""

import argparse
import platform
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

if __package__ in (None, ""):  # run as a folder: the one two above is where the packages are
    sys.path[0] = str(Path(__file__).resolve().parents[2])
from corpus.peers import bodies, dates, headings, reading
from corpus.peers.counting import PeerCounts
from corpus.peers.plans import ComposedPlan, read_plans
from corpus.peers.programs import PeerUnavailableError, ocrmypdf_command, run_command, run_heideltime, run_inside
from corpus.peers.report import Report, helped, write_report
from corpus.planfile import CorpusError
from corpus.printing.fonts import FAMILIES
from models.record import PlanRecord
from pipeline import __version__
from pipeline.run import process_file

_CORPUS = Path(__file__).resolve().parents[1]
_KEHOACH = "kehoach"


class _DatePeer(NamedTuple):
    """How a peer is run, how its output is read, and what is done in its favour."""

    run: Callable[[list[ComposedPlan]], tuple[str, list[Any]]]
    read_hits: Callable[[ComposedPlan, Any], list[dates.DateHit]]
    helps: tuple[Callable[[ComposedPlan, list[dates.DateHit]], list[dates.DateHit]], ...] = (dates.joined,)


_DATE_PEERS = {
    "dateparser": _DatePeer(
        partial(run_inside, "dateparser_hits.py"), dates.dateparser_hits, (dates.cut_to_print, dates.joined)
    ),
    "HeidelTime": _DatePeer(run_heideltime, dates.heideltime_hits),
    "Duckling": _DatePeer(partial(run_inside, "duckling_hits.py"), dates.duckling_hits),
}
_NER = {"underthesea ORG": frozenset({"ORG"}), "underthesea ORG+LOC": frozenset({"ORG", "LOC"})}
_REGEXES = {"Roman lines": headings.roman_lines, "Roman and short numbered lines": headings.numbered_lines}
_READERS: dict[str, Callable[[Path], str]] = {
    "Tesseract": reading.read_with_tesseract,
    "OCRmyPDF": reading.read_with_ocrmypdf,
    _KEHOACH: reading.read_with_kehoach,
}
_PAGE_WIDTH = 160  # columns of print; the tables are Markdown, whose rows must not break


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 when the tables are made, 1 when the plans cannot be used."""
    options = _options().parse_args(arguments)
    try:
        plans = read_plans(options.folder, options.plans, split=options.split)
        report = measure(plans, options)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    write_report(report, options.out)
    console = Console(width=_PAGE_WIDTH)
    if report.texts:
        console.print(report.text_table())
    if report.facts:
        console.print(report.fact_table())
    if "dates" in report.facts:
        console.print(report.kind_table("dates"))
    return 0


def measure(plans: list[ComposedPlan], options: argparse.Namespace) -> Report:
    """All that is asked for, measured.

    Raises:
        CorpusError: a plan has no day of issue, or cannot be printed.
    """
    report = Report([plan.name for plan in plans], options.measured_on)
    report.versions |= {_KEHOACH: __version__, "Python": platform.python_version()}
    tasks = options.only or list(_TASKS)
    if tasks != ["text"]:
        records = [process_file(plan.folder / "plan.txt") for plan in plans]
        for task in ("dates", "bodies", "headings"):
            if task in tasks:
                report.facts[task] = _TASKS[task](report, plans, records)
    if "text" in tasks:
        _measure_text(report, plans, options)
    return report


def _measure_dates(report: Report, plans: list[ComposedPlan], records: list[PlanRecord]) -> dict[str, PeerCounts | str]:
    measured: dict[str, PeerCounts | str] = {}
    for name, peer in _DATE_PEERS.items():
        try:
            report.versions[name], given = peer.run(plans)
        except PeerUnavailableError as error:
            measured[name] = str(error)
            continue
        measured[name] = unaided = dates.new_counts()
        measured[helped(name)] = improved = dates.new_counts()
        for plan, output in zip(plans, given, strict=True):
            hits = peer.read_hits(plan, output)
            dates.count_dates(unaided, plan, hits)
            for help_along in peer.helps:
                hits = help_along(plan, hits)
            dates.count_dates(improved, plan, hits)
    measured[_KEHOACH] = counts = dates.new_counts()
    for plan, record in zip(plans, records, strict=True):
        dates.count_dates(counts, plan, dates.kehoach_hits(plan, record))
    return measured


def _measure_bodies(
    report: Report, plans: list[ComposedPlan], records: list[PlanRecord]
) -> dict[str, PeerCounts | str]:
    measured: dict[str, PeerCounts | str] = {}
    try:
        report.versions["underthesea"], tagged = run_inside("underthesea_names.py", plans)
    except PeerUnavailableError as error:
        measured |= dict.fromkeys(_NER, str(error))
    else:
        for name, labels in _NER.items():
            measured[name] = counts = bodies.new_counts()
            for plan, output in zip(plans, tagged, strict=True):
                bodies.count_bodies(counts, plan, bodies.underthesea_names(output, labels))
    measured[_KEHOACH] = counts = bodies.new_counts()
    for plan, record in zip(plans, records, strict=True):
        bodies.count_bodies(counts, plan, bodies.kehoach_names(plan, record))
    return measured


def _measure_headings(
    _report: Report, plans: list[ComposedPlan], records: list[PlanRecord]
) -> dict[str, PeerCounts | str]:
    measured: dict[str, PeerCounts | str] = {}
    for name, find in _REGEXES.items():
        measured[name] = counts = headings.new_counts()
        for plan in plans:
            headings.count_headings(counts, plan, find(plan))
    measured[_KEHOACH] = counts = headings.new_counts()
    for plan, record in zip(plans, records, strict=True):
        headings.count_headings(counts, plan, headings.kehoach_headings(record))
    return measured


def _measure_text(report: Report, plans: list[ComposedPlan], options: argparse.Namespace) -> None:
    levels = options.level or [1, 3]
    scans = reading.make_scans(plans, options.scans, levels, options.seed, options.scan_folder, options.font)
    for name, read in _READERS.items():
        try:
            report.texts[name] = reading.read_scans(scans, read)
        except PeerUnavailableError as error:
            report.texts[name] = str(error)
            continue
        if name == "Tesseract":
            report.versions[name] = run_command(["tesseract", "--version"]).split()[1]
        elif name == "OCRmyPDF":
            report.versions[name] = run_command([ocrmypdf_command(), "--version"]).strip()


_TASKS: dict[str, Any] = {
    "dates": _measure_dates,
    "bodies": _measure_bodies,
    "headings": _measure_headings,
    "text": _measure_text,
}


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python corpus/peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plans", nargs="+", default=[], metavar="NAME", help="only these (default all with gold)")
    parser.add_argument("--split", help="only the plans of this split of corpus/manifest.toml")
    parser.add_argument("--only", nargs="+", choices=list(_TASKS), help="only these tasks")
    parser.add_argument("--scans", type=int, default=2, metavar="N", help="how many plans are scanned (default 2)")
    parser.add_argument("--level", type=int, action="append", help="of the scans; may be repeated (default 1 and 3)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the scans (default 1)")
    parser.add_argument(
        "--font", choices=[it.name for it in FAMILIES], help="of the scans (default: drawn by the seed)"
    )
    parser.add_argument("--scan-folder", type=Path, default=Path("out/peers/scans"), help="where the scans are written")
    parser.add_argument("--folder", type=Path, default=_CORPUS / "plans", help="where the plans are")
    parser.add_argument("--measured-on", type=_day, metavar="DAY", help="the day to write into the file, YYYY-MM-DD")
    parser.add_argument("--out", type=Path, default=_CORPUS / "results" / "peers.json")
    return parser


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


if __name__ == "__main__":
    sys.exit(main())
