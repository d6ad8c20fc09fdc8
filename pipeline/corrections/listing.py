"""The values of a record that a person can correct, one a line."""

from collections.abc import Iterator
from typing import Any

from models.record import PlanRecord
from pipeline.corrections.places import CORRECTABLE

_LEFT_OUT = ("evidence", "mentions", "confidence", "start", "end", "page", "section", "earliest", "latest")


def correctable_values(record: PlanRecord) -> Iterator[tuple[str, str, float]]:
    """Every value that is not empty: its JSON Pointer, the value as text, and how sure it is (0..1)."""
    values = record.model_dump(mode="json", include=set(CORRECTABLE))
    for name in CORRECTABLE:
        yield from _values(values[name], f"/{name}", 1.0)


def _values(value: Any, pointer: str, confidence: float) -> Iterator[tuple[str, str, float]]:
    if isinstance(value, dict):
        sure: float = confidence if value.get("confidence") is None else value["confidence"]
        if "evidence" in value and "value" in value and set(value) <= {"value", "confidence", "evidence"}:
            shown = value["value"]
            yield pointer, str(shown.get("edtf") or "") if isinstance(shown, dict) else str(shown), sure
            return
        if "edtf" in value and "rrule" in value:
            words = [value["edtf"], value["rrule"], value["bound"], value["duration"], value["anchor"]]
            yield pointer, " ".join(filter(None, words)), confidence
            return
        for name, child in value.items():
            if name not in _LEFT_OUT:
                yield from _values(child, f"{pointer}/{name}", sure)
    elif isinstance(value, list):
        if value and not isinstance(value[0], dict):
            yield pointer, "; ".join(map(str, value)), confidence
            return
        for position, child in enumerate(value):
            yield from _values(child, f"{pointer}/{position}", confidence)
    elif value not in (None, ""):
        yield pointer, str(value), confidence
