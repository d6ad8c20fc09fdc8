"""A correction from what a person says: checked, complete, with all that finds its place again."""

from copy import deepcopy
from datetime import datetime
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from models.correction import Action, Anchor, Correction
from models.errors import CorrectionError
from models.evidence import Box
from models.record import PlanRecord
from pipeline.corrections.apply import Corrected
from pipeline.corrections.places import END, Json, anchor_of, list_positions, pointer_of, steps_of, value_at
from pipeline.corrections.values import evidence_at, find_quote, with_true_dates

_DONE = {Action.CHANGE: "changed", Action.ADD: "added to", Action.CONFIRM: "confirmed", Action.REJECT: "rejected"}
_DATE_FIELDS = ("due", "issued", "period")  # and `value` of an item of `dates`
_READ_LISTS = ("issuers", "audience")  # lists of values that were read, as in the header
# What an added item has where nothing else is said.
_DEFAULTS: dict[str, Json] = {
    "sections": {"label": "", "kinds": ["other"], "level": 1, "children": []},
    "children": {"label": "", "kinds": ["other"], "level": 2, "children": []},
    "dates": {"role": "other"},
    "bodies": {"kind": "other", "duties": []},
    "criteria": {"kind": "target"},
}
_WITH_CONFIDENCE = ("sections", "children", "dates", "deadlines", "issuers", "audience")
_NAMING = ("task", "name", "text", "heading", "value", "title", "symbol")  # fields whose words stand in the text


def make_correction(
    corrected: Corrected,
    action: Action,
    pointer: str,
    value: Any = None,
    *,
    by: str,
    at: datetime,
    why: str = "",
    quote: str | None = None,
    boxes: tuple[Box, ...] = (),
) -> Correction:
    """One correction of a record as it stands now.

    Args:
        corrected: the record with the corrections so far.
        action: change, add, confirm or reject.
        pointer: JSON Pointer of the value; "/deadlines/-" adds to a list.
        value: for a change the new value, for an addition the new item. A date may be given as its
            EDTF; fields that are not given stay as they are, or have their defaults.
        by: who says so.
        at: when, with a time zone.
        why: the reason, for others to read.
        quote: words of the text where an added value is read.
        boxes: the regions on the pages where it is read.

    Raises:
        CorrectionError: there is no such place, or the value does not fit there.
    """
    steps = steps_of(pointer)
    is_addition = steps[-1] == END
    if is_addition != (action is Action.ADD):
        raise CorrectionError(
            f"{pointer} cannot be {_DONE[action]}.", "Name the end of a list to add to it (/deadlines/-), a value else."
        )
    shown: Json = corrected.record.model_dump(mode="json")
    holder = value_at(shown, steps[:-1])
    if action is Action.CHANGE and isinstance(holder, dict) and "edtf" in holder:
        # The days that a date can mean follow from it: it is changed as a whole.
        steps, value = steps[:-1], {**holder, steps[-1]: value}
    before = None if is_addition else deepcopy(value_at(shown, steps))
    if action in (Action.CONFIRM, Action.REJECT) and before in (None, []):
        raise CorrectionError(f"There is nothing at {pointer} to be {_DONE[action]}.", "Add or change it instead.")
    after = deepcopy(shown)
    if action is Action.REJECT:
        _remove(after, steps)
    else:
        given = before if action is Action.CONFIRM else _shaped(value, before, steps, _Place(shown, quote, boxes))
        steps = _put(after, steps, given)
    after = _validated(after, steps, action)
    keyed = after if action is Action.ADD else shown
    outer = list_positions(steps)[:1]
    replaced = _replaced(corrected, steps)
    return Correction(
        id=uuid4().hex,
        document_id=corrected.record.document_id,
        action=action,
        pointer=pointer_of(steps),
        by=by,
        at=at,
        why=why,
        anchors=_anchors(keyed, steps, corrected),
        machine=replaced.machine if replaced else before,
        value=None if action is Action.REJECT else value_at(after, steps),
        item=value_at(after, steps[: outer[0] + 1]) if outer and action is not Action.REJECT else None,
        target=replaced.id if replaced else None,
    )


def withdrawal(correction: Correction, *, by: str, at: datetime, why: str = "") -> Correction:
    """The entry that takes a correction back."""
    return Correction(
        id=uuid4().hex,
        document_id=correction.document_id,
        action=Action.WITHDRAW,
        pointer=correction.pointer,
        by=by,
        at=at,
        why=why,
        target=correction.id,
    )


class _Place:
    """Where a person says that a value is read."""

    def __init__(self, record: Json, quote: str | None, boxes: tuple[Box, ...]) -> None:
        self._record = record
        self._quote = quote
        self._boxes = boxes

    @property
    def is_given(self) -> bool:
        """Whether words or regions were named."""
        return bool(self._quote or self._boxes)

    def evidence(self, words: str | None) -> Json:
        """Evidence at the words that were quoted, else at those of the value, else at the boxes alone.

        Raises:
            CorrectionError: neither stands in the text, and no region was given.
        """
        page = self._boxes[0].page if self._boxes else None
        sought = self._quote or words
        found = find_quote(sought, self._record, page) if sought else None
        if found is None and (self._quote or page is None):
            raise CorrectionError(
                f"The text does not hold {sought!r}." if sought else "It is not said where the value is read.",
                "Quote words of the text where it is read, or give the page and the region.",
            )
        if found is not None:
            evidence = evidence_at(self._record, *found)
        else:
            evidence = {"start": 0, "end": 0, "text": "", "raw": "", "page": page}
        if self._boxes:
            evidence |= {"page": page, "boxes": [box.model_dump() for box in self._boxes]}
        return evidence


def _shaped(value: Any, before: Any, steps: tuple[str, ...], place: _Place) -> Any:
    """What was given as the JSON that belongs at the place."""
    positions = list_positions(steps)
    if positions and positions[-1] == len(steps) - 1:
        return _item(value, before, steps[-2], place)
    if len(steps) == 2 and steps[0] in ("header", "campaign"):
        return _read_value(value, before, is_date=steps[1] in _DATE_FIELDS, place=place)
    if isinstance(before, dict) and "edtf" in before:
        return _date(value, before)
    if before is None and steps[-1] in (*_DATE_FIELDS, "value"):
        return _date(value, {}) if isinstance(value, str) and steps[0] in ("dates", "references") else value
    return value


def _read_value(value: Any, before: Any, *, is_date: bool, place: _Place) -> Any:
    """A value with its evidence: that of the earlier one, unless another place is named."""
    if value is None:
        return None
    given = value["value"] if isinstance(value, dict) and "value" in value else value
    old = before or {}
    is_placed = bool(old.get("evidence")) and not place.is_given
    return {
        "value": _date(given, old.get("value") or {}) if is_date else given,
        "confidence": 1.0,
        "evidence": old["evidence"] if is_placed else place.evidence(given if isinstance(given, str) else None),
    }


def _item(value: Any, before: Any, list_name: str, place: _Place) -> Any:
    if list_name in _READ_LISTS:
        return _read_value(value, before, is_date=False, place=place)
    if not isinstance(value, dict):
        return value  # refused when the record is validated
    item: Json = {**_DEFAULTS.get(list_name, {}), **(before or {}), **value}
    if list_name in _WITH_CONFIDENCE:
        item["confidence"] = 1.0
    for name in (*_DATE_FIELDS, *(("value",) if list_name == "dates" else ())):
        if name in value:
            item[name] = _date(value[name], (before or {}).get(name) or {})
    if list_name == "quantities":
        return item
    if before is None or place.is_given:
        evidence = place.evidence(next((str(item[name]) for name in _NAMING if isinstance(item.get(name), str)), None))
        _place_item(item, list_name, evidence)
    return item


def _place_item(item: Json, list_name: str, evidence: Json) -> None:
    if list_name == "bodies":
        item["mentions"] = [evidence]
    elif list_name in ("sections", "children"):
        item |= {name: evidence[name] for name in ("start", "end", "page")}
    else:
        item["evidence"] = evidence


def _date(value: Any, before: Json) -> Any:
    """A date given as its EDTF keeps the bound of the one before."""
    if not isinstance(value, str):
        return value
    return {"edtf": value, **({"bound": before["bound"]} if before.get("bound") else {})}


def _put(record: Json, steps: tuple[str, ...], value: Any) -> tuple[str, ...]:
    """Set the value at its place, at the end of its list where the last step says so; the steps to it."""
    holder = value_at(record, steps[:-1])
    if not isinstance(holder, list):
        if not isinstance(holder, dict):
            raise CorrectionError(f"There is nothing at {pointer_of(steps[:-1])} to hold a value.", "Add it first.")
        holder[steps[-1]] = value
        return steps
    if steps[-1] == END:
        holder.append(value)
        return (*steps[:-1], str(len(holder) - 1))
    holder[int(steps[-1])] = value
    return steps


def _remove(record: Json, steps: tuple[str, ...]) -> None:
    holder = value_at(record, steps[:-1])
    if isinstance(holder, list):
        del holder[int(steps[-1])]
    else:
        holder[steps[-1]] = [] if isinstance(holder[steps[-1]], list) else None


def _validated(record: Json, steps: tuple[str, ...], action: Action) -> Json:
    """The whole record as JSON again, checked.

    Raises:
        CorrectionError: the value does not fit at its place; the message says why.
    """
    try:
        checked = PlanRecord.model_validate(with_true_dates(record))
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"/{step}" for step in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise CorrectionError(
            f"{pointer_of(steps)} cannot be {_DONE[action]}: {reason}" + (f" ({place})." if place else "."),
            "`kehoach schema` shows what may stand there.",
        ) from error
    except ValueError as error:  # an EDTF that is none
        raise CorrectionError(f"{pointer_of(steps)}: {error}.", "Example of a date: 2020-06-15 or 2020-34.") from error
    dumped: Json = checked.model_dump(mode="json")
    return dumped


def _anchors(record: Json, steps: tuple[str, ...], corrected: Corrected) -> tuple[Anchor, ...]:
    """An anchor for every item on the way; an item that was corrected before keeps its key."""
    anchors: list[Anchor] = []
    for position in list_positions(steps):
        way = steps[: position + 1]
        key = corrected.keys.get(pointer_of(way)) or uuid4().hex
        anchors.append(anchor_of(steps[position - 1], value_at(record, way), str(record["text"]), key))
    return tuple(anchors)


def _replaced(corrected: Corrected, steps: tuple[str, ...]) -> Correction | None:
    """The correction in force of this very value, which the new one stands in for."""
    pointer = pointer_of(steps)
    for status in corrected.statuses:
        if status.pointer == pointer and status.correction.action in (Action.CHANGE, Action.CONFIRM):
            return status.correction
    return None
