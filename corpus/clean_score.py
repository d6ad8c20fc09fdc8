"""Measures what cleaning does to recognised text: errors before and after, and every change judged.

usage: python -m corpus.clean_score [--split SPLIT]... [--level N]... [--real DIR] [--scans DIR] [--pages DIR]
                                    [--cleaner NAME]... [--list-wrong] [--result FILE]

The composed plans are scanned and read at each level, as far as scans and readings do not lie in the
folders already; with --real the scans of the real plans are read as well and compared with their
transcripts. Every way of `corpus/cleaners.py` is measured on the same readings. What is counted, and
what a wrong change is: docs/scoring.md.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.aligned import AlignedPages, align_by_boxes, align_by_text
from corpus.changes import JudgedChange, Tally, Verdict
from corpus.cleaners import CLEANERS, Lines
from corpus.readings import SPLITS, name_of, plans_of, read_files, read_plans
from models.page import Page

_SHARES = ("wer_cut", "cer_cut", "precision", "precision_but_slips")
_PROTECTED = ("digit", "symbol", "name")
_CLEAN_PAGE = 0.01  # share of words that are wrong on a page that counts as clean


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as it was read, beside what is printed."""

    name: str
    group: str  # what it is summed up under
    pages: list[Page]
    aligned: AlignedPages


def main() -> int:
    """The command: 0 when all is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=SPLITS, action="append", help="default all")
    parser.add_argument("--level", type=int, action="append", choices=range(5), help="default all")
    parser.add_argument("--scans", type=Path, default=Path("out/score/scans"))
    parser.add_argument("--pages", type=Path, default=Path("out/pages"), help="folder of readings, made where missing")
    parser.add_argument("--real", type=Path, help="folder with scans/ and transcripts/ of real plans")
    parser.add_argument("--real-pages", type=Path, default=Path("out/pages-real"))
    parser.add_argument("--cleaner", choices=CLEANERS, action="append", help="default all")
    parser.add_argument("--list-wrong", action="store_true", help="show every change that made things worse")
    parser.add_argument("--list-all", action="store_true", help="show every change")
    parser.add_argument("--result", type=Path, help="write the figures to this file")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    documents = list(_documents(arguments))
    result: dict[str, Any] = {}
    for name in arguments.cleaner or CLEANERS:
        tallies, speed = _measure(name, documents)
        figures = {group: _figures(tally) for group, tally in tallies.items()}
        result[name] = {"syllables_per_second": speed, "groups": figures}
        _print_table(name, figures, speed)
        if arguments.list_wrong or arguments.list_all:
            _print_changes(tallies.values(), with_right=arguments.list_all)
    if arguments.result:
        arguments.result.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
    return 0


def _documents(arguments: argparse.Namespace) -> Iterator[ReadDocument]:
    levels = arguments.level or range(5)
    for split in arguments.split or SPLITS:
        read = read_plans(plans_of(split), levels, arguments.scans, arguments.pages, jobs=arguments.jobs)
        for (plan, level), pages in read.items():
            name = name_of(plan, level)
            yield ReadDocument(
                name, f"{split} L{level}", pages, align_by_boxes(pages, arguments.scans / f"{name}.words.json")
            )
    if arguments.real:
        yield from _real_documents(arguments.real, arguments.real_pages, arguments.jobs)


def _real_documents(real: Path, pages_folder: Path, jobs: int) -> Iterator[ReadDocument]:
    files = sorted(file for file in (real / "scans").iterdir() if file.suffix in {".pdf", ".png"})
    for name, pages in read_files(files, pages_folder, jobs=jobs).items():
        stem, _, profile = name.partition("_")
        single = real / "transcripts" / f"{name}.txt"
        found = [single] if single.exists() else sorted((real / "transcripts").glob(f"{stem}_p*.txt"))
        transcripts = [path.read_text("utf-8") for path in found or [real / "transcripts" / f"{stem}.txt"]]
        group = f"simulated {profile}" if stem.isdigit() else "real scans"
        yield ReadDocument(name, group, pages, align_by_text(pages, transcripts))


def _measure(cleaner: str, documents: Sequence[ReadDocument]) -> tuple[dict[str, Tally], int]:
    """The sums of each group, and how many words a second of one core went through the cleaner."""
    clean = CLEANERS[cleaner]
    clean(documents[0].pages)  # tables are loaded once; that is no part of the speed
    tallies: dict[str, Tally] = {}
    words = 0
    seconds = 0.0
    for document in documents:
        started = time.process_time()
        lines: Lines = clean(document.pages)
        seconds += time.process_time() - started
        words += sum(len(text.split()) for text in lines.values())
        tallies.setdefault(document.group, Tally()).add(document.name, document.aligned, lines)
    return tallies, round(words / seconds / 1000) * 1000 if seconds else 0


def _figures(tally: Tally) -> dict[str, Any]:
    verdicts = Counter(change.verdict for change in tally.changes)
    wrong = [change for change in tally.changes if change.verdict is Verdict.WRONG]
    clean_pages = {place for place, (words, before, _) in tally.pages.items() if before <= _CLEAN_PAGE * words}
    deltas = [after - before for _, before, after in tally.pages.values()]
    total = len(tally.changes)
    return {
        "words": tally.words,
        "wer": [_percent(errors, tally.words) for errors in tally.word_errors],
        "wer_cut": _cut(tally.word_errors),
        "cer": [_percent(errors, tally.characters) for errors in tally.character_errors],
        "cer_cut": _cut(tally.character_errors),
        "changes": {
            "all": total,
            **{verdict.value: verdicts[verdict] for verdict in Verdict},
            "slips": sum(change.is_slip for change in wrong),
        },
        "precision": round(100 * (total - len(wrong)) / total, 2) if total else None,
        "precision_but_slips": _but_slips(total, wrong),
        "wrong_touching": {
            kind: sum(change.touches == kind for change in wrong) for kind in ("digit", "symbol", "name")
        },
        "pages": len(tally.pages),
        "pages_worse": sum(delta > 0 for delta in deltas),
        "worst_page": max([0, *deltas]),
        "clean_pages": len(clean_pages),
        "wrong_on_clean_pages": sum((change.document, change.page) in clean_pages for change in wrong),
        "errors_by_kind": {
            kind: [tally.kinds[kind, 0], tally.kinds[kind, 1]] for kind in sorted({kind for kind, _ in tally.kinds})
        },
    }


def _but_slips(total: int, wrong: Sequence[JudgedChange]) -> float | None:
    """The precision, in percent, of the changes that mend no typing error of the plan's own."""
    slips = sum(change.is_slip for change in wrong)
    return round(100 * (total - len(wrong)) / (total - slips), 2) if total > slips else None


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 3) if whole else 0.0


def _cut(errors: tuple[int, int]) -> float | None:
    """By how much of themselves errors went down, in percent."""
    return round(100 * (errors[0] - errors[1]) / errors[0], 1) if errors[0] else None


def _print_table(cleaner: str, figures: dict[str, dict[str, Any]], speed: int) -> None:
    print(f"\n== {cleaner}, {speed} words a second")
    print(
        f"{'':22}{'words':>7}{'WER':>15}{'cut':>7}{'CER':>15}{'cut':>7}{'right':>6}{'nearer':>7}{'wrong':>6}{'slips':>6}",
        end="",
    )
    print(f"{'prec.':>8}{'no slips':>9}{'dig/sym/name':>13}{'pages worse':>12}{'by':>4}{'wrong on clean':>15}")
    for group, row in sorted(figures.items()):
        wer, cer = (f"{row[key][0]:.2f}→{row[key][1]:.2f}" for key in ("wer", "cer"))
        changes, touching = row["changes"], row["wrong_touching"]
        cuts = [f"{row[key]:.1f}" if row[key] is not None else "-" for key in _SHARES]
        print(f"{group:22}{row['words']:7}{wer:>15}{cuts[0]:>7}{cer:>15}{cuts[1]:>7}", end="")
        print(
            f"{changes['right']:6}{changes['nearer']:7}{changes['wrong']:6}{changes['slips']:6}{cuts[2]:>8}{cuts[3]:>9}",
            end="",
        )
        print(f"{'/'.join(map(str, touching.values())):>13}{row['pages_worse']:12}{row['worst_page']:4}", end="")
        print(f"{row['wrong_on_clean_pages']:15}")
        print(f"{'':22}{', '.join(f'{kind} {old}→{new}' for kind, (old, new) in row['errors_by_kind'].items())}")


def _print_changes(tallies: Iterable[Tally], *, with_right: bool) -> None:
    changes: list[JudgedChange] = [change for tally in tallies for change in tally.changes]
    for change in changes:
        if with_right or change.verdict is Verdict.WRONG:
            about = ", ".join(filter(None, (change.touches, "slip" if change.is_slip else "")))
            touches = f" ({about})" if about else ""
            place = f"{change.verdict}{touches}: {change.document} p. {change.page}"
            print(f"{place}: {change.before!r} → {change.after!r}, printed {change.printed!r}: {change.line}")


if __name__ == "__main__":
    sys.exit(main())
