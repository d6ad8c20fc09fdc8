"""Which records are compared: gold files, the manifest, and the predictions that belong to them."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from models.errors import GoldError, SourceNotFoundError
from models.gold import GoldRecord
from models.record import PlanRecord

_AT_LEVEL = re.compile(r"(?P<plan>.+)@L(?P<level>\d{1,2})", re.DOTALL)


@dataclass(frozen=True)
class Case:
    """A document to be compared: its prediction is `predicted`, or `problem` says why there is none."""

    name: str
    plan: str
    level: str | None
    split: str | None
    gold: GoldRecord
    predicted: PlanRecord | None
    problem: str | None = None


@dataclass(frozen=True)
class Cases:
    """The documents to be compared in order of name, and the predictions that belong to none of them."""

    cases: tuple[Case, ...]
    unscored: tuple[str, ...]


class _Entry(BaseModel):
    """What the manifest says of a document; further keys (seeds, parameters) are others' business."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    plan: str | None = None
    level: int | str | None = None
    split: str | None = None


def read_cases(gold: Path, predicted: Path, manifest: Path | None = None, split: str | None = None) -> Cases:
    """The records of two folders, brought together by name.

    A prediction "plan@L2" is a copy of the plan "plan" at degradation level 2. A level that one
    plan has is expected of all: a scan that could not be read must not go unnoticed.

    Args:
        gold: a folder with one `<name>.json` or `<name>/gold.json` a plan, a plan record or a `GoldRecord`.
        predicted: a folder with one plan record `<name>.json` a document.
        manifest: JSON `{name: {"plan": …, "level": …, "split": …}}`, all three optional. It says
            which documents there are; without it there is one for each gold file.
        split: only documents of this split, which the manifest gives.

    Raises:
        SourceNotFoundError: a folder or the manifest does not exist.
        GoldError: there is no gold, a gold file or the manifest is not valid, or no such split.
    """
    for folder in (gold, predicted):
        if not folder.is_dir():
            raise SourceNotFoundError(f"There is no folder {folder}.", "Check the path.")
    entries = _read_manifest(manifest) if manifest else None
    gold_files = {_name(path): path for path in sorted(gold.glob("*.json")) if not _is_same(path, manifest)}
    gold_files |= {_name(path.parent): path for path in sorted(gold.glob("*/gold.json"))}
    if not gold_files:
        raise GoldError(f"{gold} holds no gold records.", "Gold records are files <name>.json or <name>/gold.json.")
    bases = _of_split(entries if entries is not None else dict.fromkeys(gold_files, _Entry()), split, manifest)
    found = {_name(path): path for path in sorted(predicted.glob("*.json"))}
    copies = {name: (base, name[len(base) :]) for name in found if (base := _base(name, bases))}
    suffixes = sorted({suffix for _, suffix in copies.values()}) or [""]
    read_gold: dict[str, GoldRecord] = {}
    cases = []
    for base, entry in sorted(bases.items()):
        plan = entry.plan or _plan(base, gold_files)
        if plan not in gold_files:
            raise GoldError(f"There is no gold record of {plan} in {gold}.", f"The manifest names it for {base}.")
        if plan not in read_gold:
            read_gold[plan] = _read_gold(gold_files[plan])
        for suffix in suffixes:
            cases.append(_case(base + suffix, plan, entry, read_gold[plan], found))
    return Cases(tuple(cases), tuple(sorted(found.keys() - copies.keys())) if split is None else ())


def _case(name: str, plan: str, entry: _Entry, gold: GoldRecord, found: Mapping[str, Path]) -> Case:
    record, problem = _read_prediction(found[name]) if name in found else (None, "missing")
    return Case(name, plan, _level(entry, name), entry.split, gold, record, problem)


def _name(path: Path) -> str:
    return unicodedata.normalize("NFC", path.name.removesuffix(".json"))  # macOS writes names in NFD


def _is_same(path: Path, other: Path | None) -> bool:
    return other is not None and path.resolve() == other.resolve()


def _base(name: str, bases: Mapping[str, _Entry]) -> str | None:
    if name in bases:
        return name
    at_level = _AT_LEVEL.fullmatch(name)
    return at_level["plan"] if at_level and at_level["plan"] in bases else None


def _plan(name: str, gold_files: Mapping[str, Path]) -> str:
    at_level = _AT_LEVEL.fullmatch(name)
    return at_level["plan"] if at_level and name not in gold_files else name


def _level(entry: _Entry, name: str) -> str | None:
    if isinstance(entry.level, int):
        return f"L{entry.level}"
    if entry.level:
        return entry.level
    at_level = _AT_LEVEL.fullmatch(name)
    return f"L{at_level['level']}" if at_level else None


def _of_split(entries: Mapping[str, _Entry], split: str | None, manifest: Path | None) -> dict[str, _Entry]:
    if split is None:
        return dict(entries)
    if manifest is None:
        raise GoldError(f"Which documents are of the split {split!r} is not known.", "Name a manifest (--level-of).")
    chosen = {name: entry for name, entry in entries.items() if entry.split == split}
    if not chosen:
        known = ", ".join(sorted({entry.split for entry in entries.values() if entry.split})) or "none"
        raise GoldError(f"{manifest} names no split {split!r}.", f"It has: {known}.")
    return chosen


def _read_manifest(path: Path) -> dict[str, _Entry]:
    try:
        entries = TypeAdapter(dict[str, _Entry]).validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise SourceNotFoundError(f"There is no manifest {path}.", "Check the path.") from error
    except OSError as error:
        raise GoldError(f"{path} cannot be read ({error.strerror}).", "Check its rights.") from error
    except ValidationError as error:
        raise GoldError(f"{path} is no manifest: {_first(error)}.", "It maps names to plan, level, split.") from error
    if not entries:
        raise GoldError(f"{path} names no documents.", "It maps names to plan, level, split.")
    return {unicodedata.normalize("NFC", name): entry for name, entry in entries.items()}


def _read_gold(path: Path) -> GoldRecord:
    try:
        content: Any = json.loads(path.read_bytes())
        is_marked = isinstance(content, dict) and "record" in content
        return GoldRecord.model_validate(content if is_marked else {"record": content})
    except OSError as error:
        raise GoldError(f"{path} cannot be read ({error.strerror}).", "Check its rights.") from error
    except ValidationError as error:
        raise GoldError(f"{path} is no gold record: {_first(error)}.", "Correct it there.") from error
    except ValueError as error:
        raise GoldError(f"{path} is no JSON: {error}.", "Correct it there.") from error


def _read_prediction(path: Path) -> tuple[PlanRecord | None, str | None]:
    """The record, or why there is none: one bad prediction is a missing one, and the others count."""
    try:
        return PlanRecord.model_validate_json(path.read_bytes()), None
    except OSError as error:
        return None, f"cannot be read: {error.strerror}"
    except ValidationError as error:
        return None, f"no plan record: {_first(error)}"


def _first(error: ValidationError) -> str:
    details = error.errors()[0]
    where = "/".join(map(str, details["loc"]))
    return f"{where}: {details['msg']}" if where else details["msg"]
