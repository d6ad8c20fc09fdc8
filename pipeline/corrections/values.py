"""Values of a record as JSON: compared without their places, and put into another run's text."""

import re
from typing import Any

from models.dates import DateValue
from pipeline.corrections.places import Json
from pipeline.folding import fold

_PLACES = ("evidence", "mentions", "confidence", "page", "start", "end")


def plain(value: Any) -> Any:
    """What a value says, without where it was read and how sure that is."""
    if isinstance(value, dict):
        return {name: plain(child) for name, child in value.items() if name not in _PLACES}
    return [plain(child) for child in value] if isinstance(value, list) else value


def with_true_dates(value: Any) -> Any:
    """The value, with the first and last day of every date computed anew from its EDTF."""
    if isinstance(value, list):
        return [with_true_dates(child) for child in value]
    if not isinstance(value, dict):
        return value
    if "edtf" in value and set(value) <= set(DateValue.model_fields):
        kept = {name: child for name, child in value.items() if name not in ("earliest", "latest")}
        return DateValue.model_validate(kept).model_dump(mode="json")
    return {name: with_true_dates(child) for name, child in value.items()}


def placed(value: Any, record: Json) -> Any:
    """The value, with every evidence in it at its place in the text of `record`.

    Evidence that stands elsewhere in this text is looked for on its page; where its words are not
    in the text any more, its boxes and its page stay and its text is empty.
    """
    if isinstance(value, list):
        return [placed(child, record) for child in value]
    if not isinstance(value, dict):
        return value
    if {"start", "end", "text", "raw"} <= set(value):
        return _placed_evidence(value, record)
    if {"heading", "start", "end"} <= set(value):
        return _placed_section(value, record)
    return {name: placed(child, record) for name, child in value.items()}


def find_quote(quote: str, record: Json, page: int | None = None) -> tuple[int, int] | None:
    """Where words stand in the text: as they are, or else whatever their diacritics and spaces."""
    text = str(record["text"])
    start = _page_start(record, page) if page else 0
    for begin in (start, 0):
        found = text.find(quote, begin)
        if found >= 0:
            return found, found + len(quote)
    words = fold(quote).split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    folded = fold(text)
    match = pattern.search(folded, start) or pattern.search(folded)
    return match.span() if match else None


def evidence_at(record: Json, start: int, end: int) -> Json:
    """Evidence for words of the text that a person has named; the machine's boxes are not known for it."""
    text = str(record["text"])[start:end]
    return {"start": start, "end": end, "text": text, "raw": text, "page": page_at(record, start), "boxes": []}


def page_at(record: Json, offset: int) -> int:
    """The page, from 1, of a place in the text."""
    pages = [page["number"] for page in record["source"]["pages"] if page["text_start"] <= offset]
    return int(pages[-1]) if pages else 1


def _page_start(record: Json, page: int) -> int:
    starts = [one["text_start"] for one in record["source"]["pages"] if one["number"] == page]
    return int(starts[0]) if starts else 0


def _placed_evidence(evidence: Json, record: Json) -> Json:
    text = str(record["text"])
    if text[evidence["start"] : evidence["end"]] == evidence["text"]:
        return evidence
    found = find_quote(evidence["text"], record, evidence["page"]) if evidence["text"] else None
    if found is None:
        start = min(_page_start(record, evidence["page"]), len(text))
        return evidence | {"start": start, "end": start, "text": ""}
    return evidence | {"start": found[0], "end": found[1], "text": text[found[0] : found[1]]}


def _placed_section(section: Json, record: Json) -> Json:
    found = find_quote(section["heading"], record, section["page"]) if section["heading"] else None
    length = section["end"] - section["start"]
    start = found[0] if found else min(section["start"], len(record["text"]))
    end = min(start + length, len(record["text"]))
    children = [_placed_section(child, record) for child in section["children"]]
    return section | {"start": start, "end": end, "children": children}
