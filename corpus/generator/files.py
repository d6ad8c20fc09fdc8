"""The files of a drawn plan: what the gold tool reads, and what it makes of it."""

import hashlib
import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

from corpus.generator.entries import KnownText, gold_entries
from corpus.generator.lines import Drawn, draw_plan
from corpus.goldfile import GoldFile
from corpus.goldrecord import build_gold
from corpus.locate import read_plan_text
from corpus.planfile import printed_lines, without_braces
from models.gold import GoldRecord
from models.record import SourceInfo, SourcePage, TextOrigin


@dataclass(frozen=True)
class Generated:
    """A plan with its gold: as people write it, and as a record."""

    drawn: Drawn
    entries: GoldFile
    gold: GoldRecord
    raw: str


def generate(seed: int, index: int, *, errors: float = 2.0) -> Generated:
    """The plan number `index` (from 0) of a seed, with `errors` typing errors on average.

    The same seed and number make the same plan, whatever else is drawn.

    Raises:
        CorpusError: a sentence of the tables does not fit (a mistake of the generator).
    """
    drawn = draw_plan(seed, index, errors=errors)
    found = read_plan_text(drawn.plan)
    text = KnownText(found.raw, found.text, found.raw_offsets, found.lines)
    entries = gold_entries(drawn, text)
    raw = text.raw.encode()
    page = SourcePage(number=1, width=0.0, height=0.0, text_origin=TextOrigin.PLAIN_TEXT)
    source = SourceInfo(path="plan.txt", media_type="text/plain", byte_size=len(raw), pages=(page,))
    gold = build_gold(entries, text, source, f"sha256:{hashlib.sha256(raw).hexdigest()}")
    return Generated(drawn, entries, gold, text.raw)


def text_files(plan: Generated) -> dict[str, str]:
    """plan.txt and gold.json, as the gold tool writes them."""
    return {"plan.txt": plan.raw, "gold.json": plan.gold.model_dump_json(indent=1) + "\n"}


def all_files(plan: Generated, *, seed: int, index: int) -> dict[str, str]:
    """As `text_files`, with the plan for the scanner, gold as people write it, and the typing errors."""
    setting = plan.drawn.composed.setting
    kind = f"{setting.issuer['id']}, {setting.subject_id}"
    head = f"# Drawn by corpus/generator, seed {seed}, number {index}: {kind}. Persons and figures are invented.\n"
    return {
        **text_files(plan),
        "plan.toml": head + _toml(plan.drawn.plan.model_dump(exclude_defaults=True)),
        "gold.toml": head + _toml(plan.entries.model_dump(exclude_defaults=True)),
        "errors.json": json.dumps(_errors(plan.drawn), ensure_ascii=False, indent=1) + "\n",
    }


def _errors(drawn: Drawn) -> list[dict[str, Any]]:
    found, offset = [], 0
    for number, line in enumerate(printed_lines(drawn.plan)):
        for slip in drawn.slips.get(number, ()):
            end = offset + slip.start + len(slip.printed)
            place = {"start": offset + slip.start, "end": end}
            found.append({**place, "printed": slip.printed, "correct": slip.correct, "kind": slip.kind})
        offset += len(without_braces(line.text)) + 1
    return found


def _toml(values: dict[str, Any]) -> str:
    """A TOML document: plain values, then tables, then arrays of tables."""
    single = {key: value for key, value in values.items() if not _is_table(value) and not _is_tables(value)}
    rows = [f"{key} = {_value(value)}" for key, value in single.items()]
    for key, value in values.items():
        if _is_table(value):
            rows += ["", f"[{key}]", *(f"{name} = {_value(inner)}" for name, inner in value.items())]
    for key, value in values.items():
        for row in value if _is_tables(value) else ():
            rows += ["", f"[[{key}]]", *(f"{name} = {_value(inner)}" for name, inner in row.items())]
    return "\n".join(rows) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_tables(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(row, dict) for row in value)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = str(value.value) if isinstance(value, Enum) else str(value)
    if "\n" in text and '"""' not in text and "\\" not in text:
        return f'"""\n{text}"""'
    # JSON's escapes are TOML's as well.
    return json.dumps(text, ensure_ascii=False)
