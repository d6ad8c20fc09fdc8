"""The figures of all programs side by side, as a table and as a file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.box import MARKDOWN
from rich.table import Table

from corpus.peers.counting import PeerCounts
from corpus.peers.reading import Reading
from pipeline.score.agreement import MatchLevel
from pipeline.score.tally import Counts
from pipeline.score.text_errors import Errors, TextMeasure

_TEXT_COLUMNS = {
    TextMeasure.CHARACTERS: "CER %",
    TextMeasure.WORDS: "WER %",
    TextMeasure.WORDS_ANY_ORDER: "WER, any order %",
    TextMeasure.DIGITS: "digits %",
}


@dataclass
class Report:
    """What was measured. The counts and readings are by task and program, or the reason why there are none."""

    plans: Sequence[str]
    measured_on: str | None = None
    versions: dict[str, str] = field(default_factory=dict)
    facts: dict[str, dict[str, PeerCounts | str]] = field(default_factory=dict)
    texts: dict[str, list[Reading] | str] = field(default_factory=dict)

    def as_json(self) -> str:
        """The report as a file for keeping: counts, so that every rate can be worked out again."""
        value = {
            "measured_on": self.measured_on,
            "versions": dict(sorted(self.versions.items())),
            "plans": list(self.plans),
            "facts": {
                task: {program: _fact_json(counts) for program, counts in by_program.items()}
                for task, by_program in self.facts.items()
            },
            "texts": {program: _text_json(readings) for program, readings in self.texts.items()},
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

    def fact_table(self) -> Table:
        """Dates, bodies and headings: a row a program."""
        table = Table("found", "by", *Counts._fields, "precision", "recall", "F1", "F1, similar", box=MARKDOWN)
        for task, by_program in self.facts.items():
            for program, counts in by_program.items():
                if isinstance(counts, str):
                    table.add_row(task, program, f"– ({counts})")
                    continue
                strict = MatchLevel.FOLDED if MatchLevel.FOLDED in counts.levels else MatchLevel.STRICT
                total = counts.total(strict)
                rates = [_rate(value) for value in (total.precision, total.recall, total.f1)]
                similar = _rate(counts.total(MatchLevel.SIMILAR).f1) if MatchLevel.SIMILAR in counts.levels else "–"
                table.add_row(task, program, *map(str, total), *rates, similar)
        return table

    def kind_table(self, task: str) -> Table:
        """For each kind of value in the gold, how many a program got right: a column a program, helped where it was."""
        programs = {
            name: counts
            for name, counts in self.facts[task].items()
            if isinstance(counts, PeerCounts) and helped(name) not in self.facts[task]
        }
        kinds = {kind: share[1] for counts in programs.values() for kind, share in counts.shares.items()}
        table = Table(task, "in gold", *programs, box=MARKDOWN)
        for kind, size in sorted(kinds.items(), key=lambda it: (-it[1], it[0])):
            table.add_row(kind, str(size), *(str(counts.shares[kind][0]) for counts in programs.values()))
        return table

    def text_table(self) -> Table:
        """Error rates and time: a row a program and level."""
        table = Table("scans", "read by", "pages", *_TEXT_COLUMNS.values(), "CPU s a page", box=MARKDOWN)
        levels = {it.level for readings in self.texts.values() if isinstance(readings, list) for it in readings}
        for level in sorted(levels, key=lambda it: (it != "sample", it)):
            for program, readings in self.texts.items():
                if isinstance(readings, str):
                    table.add_row(level, program, f"– ({readings})")
                    continue
                chosen = [reading for reading in readings if reading.level == level]
                pages = sum(reading.pages for reading in chosen)
                seconds = sum(reading.cpu_seconds for reading in chosen) / pages
                rates = [_percent([reading.errors[measure] for reading in chosen]) for measure in _TEXT_COLUMNS]
                table.add_row(level, program, str(pages), *rates, f"{seconds:.1f}")
        return table


def helped(program: str) -> str:
    """What the row of a program is called in which its output was improved on."""
    return f"{program}, helped"


def write_report(report: Report, path: Path) -> None:
    """Writes the report's file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report.as_json(), "utf-8", newline="\n")


def _fact_json(counts: PeerCounts | str) -> dict[str, Any]:
    if isinstance(counts, str):
        return {"unavailable": counts}
    return {
        "total": {level: _counts_json(counts.total(level)) for level in counts.levels},
        "right_of_all_by_kind": dict(sorted(counts.shares.items())),
        "by_plan": {
            plan: {level: list(value) for level, value in by_level.items()} for plan, by_level in counts.by_plan.items()
        },
    }


def _counts_json(counts: Counts) -> Mapping[str, float | None]:
    rates = {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
    return {**counts._asdict(), **{name: None if rate is None else round(rate, 4) for name, rate in rates.items()}}


def _text_json(readings: list[Reading] | str) -> dict[str, Any]:
    if isinstance(readings, str):
        return {"unavailable": readings}
    return {
        reading.scan: {
            "level": reading.level,
            "pages": reading.pages,
            "cpu_seconds": reading.cpu_seconds,
            "errors_of_length": {measure: list(errors) for measure, errors in reading.errors.items()},
        }
        for reading in readings
    }


def _rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _percent(errors: Sequence[Errors]) -> str:
    length = sum(it.length for it in errors)
    return f"{100 * sum(it.errors for it in errors) / length:.1f}" if length else "–"
