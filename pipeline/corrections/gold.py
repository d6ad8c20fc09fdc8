"""Corrected records as gold for `kehoach score`."""

from collections.abc import Iterable
from pathlib import Path

from models.errors import OutputAccessError
from models.gold import GoldRecord
from models.record import PlanRecord


def write_gold(records: Iterable[PlanRecord], folder: Path) -> int:
    """Each record as a gold file named after its source; how many there are.

    A corrected record says what a person has left standing: it is gold as far as the whole document
    was looked at.

    Raises:
        OutputAccessError: a file cannot be written.
    """
    names: dict[str, int] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for record in records:
            stem = Path(record.source.path).stem
            names[stem] = names.get(stem, 0) + 1
            name = stem if names[stem] == 1 else f"{stem}-{names[stem]}"
            gold = GoldRecord(record=record)
            (folder / f"{name}.json").write_text(gold.record.model_dump_json(indent=1), "utf-8")
    except OSError as error:
        raise OutputAccessError(f"{folder} cannot be written ({error.strerror}).", "Choose another folder.") from error
    return sum(names.values())
