"""The composed plans that programs are compared on, and places in their text."""

import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from corpus.planfile import CorpusError
from models.gold import GoldRecord
from models.record import PlanRecord

Span = tuple[int, int]


@dataclass(frozen=True)
class ComposedPlan:
    """A plan with its gold. All programs that read text are given `text`, a paragraph a line."""

    folder: Path
    gold: GoldRecord

    @property
    def name(self) -> str:
        """What the plan's folder is called."""
        return self.folder.name

    @property
    def text(self) -> str:
        """The clean text that the gold's offsets refer to."""
        return self.gold.record.text

    @property
    def lines(self) -> list[str]:
        """The paragraphs of the text."""
        return self.text.split("\n")

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins."""
        starts = [0]
        for line in self.lines[:-1]:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    @property
    def reference(self) -> date:
        """The day that relative and incomplete dates are read from: that of issue, the first it can be.

        Raises:
            CorpusError: the gold has no day of issue, so that no program could fill in a year.
        """
        issued = self.gold.record.header.issued
        if issued is None or issued.value.earliest is None:
            raise CorpusError(f"{self.name}: the gold gives no day of issue.", "Leave the plan out (--plans).")
        return issued.value.earliest

    def lines_with(self, spans: Sequence[Span]) -> set[int]:
        """The numbers of the lines, from 0, in which the spans begin."""
        return {bisect_right(self.line_starts, start) - 1 for start, _ in spans}


def read_plans(folder: Path, names: Sequence[str] = (), *, split: str | None = None) -> list[ComposedPlan]:
    """The plans of a folder that have gold, in order of name.

    Args:
        names: only these plans.
        split: only the plans of this split, as `manifest.toml` beside the folder gives it.

    Raises:
        CorpusError: there is no such plan, no manifest, no gold, or the gold is not valid.
    """
    wanted = set(names) | (_names_of_split(folder.parent / "manifest.toml", split) if split else set())
    paths = {path.parent.name: path for path in sorted(folder.glob("*/gold.json"))}
    missing = sorted(wanted - paths.keys())
    if missing or not paths:
        raise CorpusError(
            f"{folder} holds no gold.json of {', '.join(missing) or 'any plan'}.", "Run python corpus/gold.py first."
        )
    return [_read(path) for name, path in paths.items() if not wanted or name in wanted]


def _read(path: Path) -> ComposedPlan:
    try:
        return ComposedPlan(path.parent, GoldRecord.model_validate_json(path.read_bytes()))
    except ValueError as error:
        raise CorpusError(f"{path}: {error}", "Run python corpus/gold.py again.") from error


def _names_of_split(manifest: Path, split: str) -> set[str]:
    if not manifest.exists():
        raise CorpusError(f"There is no {manifest}, so the split {split!r} is not known.", "Name plans (--plans).")
    plans = tomllib.loads(manifest.read_text("utf-8")).get("plans", {})
    names = {name for name, entry in plans.items() if entry.get("split") == split}
    if not names:
        raise CorpusError(f"{manifest} names no plan of the split {split!r}.", "Check its name.")
    return names


def spans_in_gold(plan: ComposedPlan, record: PlanRecord, spans: Sequence[Span]) -> list[Span]:
    """Spans of a record's text as spans of the plan's, by aligning both texts letter by letter."""
    if record.text == plan.text:
        return list(spans)
    blocks = list(Levenshtein.opcodes(record.text, plan.text))
    starts = [block.src_start for block in blocks]

    def place(offset: int) -> int:
        block = blocks[bisect_right(starts, offset) - 1]
        return min(block.dest_start + offset - block.src_start, block.dest_end)

    return [(place(start), place(end)) for start, end in spans]
