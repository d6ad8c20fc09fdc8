"""What a person says of a value: changed, added, confirmed or rejected, by whom, when and why."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from models.base import Model
from models.evidence import Box


class Action(StrEnum):
    """What a person does with a value; `WITHDRAW` takes an earlier correction back."""

    CHANGE = "change"
    ADD = "add"
    CONFIRM = "confirm"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class CorrectionState(StrEnum):
    """How a correction stands to the machine's record of today.

    `APPLIED`: the machine still reads what it read when the correction was made. `AGREES`: it now
    reads what the person said. `CONFLICT`: it reads a third thing, or nothing at the place; the
    person's value is what the record shows, and somebody should look.
    """

    APPLIED = "applied"
    AGREES = "agrees"
    CONFLICT = "conflict"


class Anchor(Model):
    """An item of a list, known again in another run by what it says and where it stands.

    `content` is what tells the item from others (a task, a name, a heading); `text` is the text of
    its evidence. All corrections of one item share its `key`, whatever they make of what it says.
    """

    key: str
    content: str
    text: str
    page: int = Field(ge=1)
    boxes: tuple[Box, ...] = ()


class Correction(Model):
    """One entry of the log of corrections; entries are only ever added.

    `pointer` is the JSON Pointer (RFC 6901) of the value in the record it was made on; `anchors`
    holds an anchor for each position in it, from left to right. `machine` is what the machine had
    read there, `value` what the person says (`None` for a rejection). `item` is the whole item as
    it was after the correction, with its evidence: it stands in where a later run finds nothing at
    the place. A withdrawal names the correction that it takes back in `target`.
    """

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    document_id: str
    action: Action
    pointer: str
    by: str = Field(min_length=1)
    at: datetime
    why: str = ""
    anchors: tuple[Anchor, ...] = ()
    machine: Any = None
    value: Any = None
    item: Any = None
    target: str | None = None


class CorrectionStatus(Model):
    """A correction beside the machine's record of today.

    `pointer` is where the value stands in the corrected record, `None` where it is gone; `machine_now`
    is what the machine reads there today.
    """

    correction: Correction
    state: CorrectionState
    pointer: str | None
    machine_now: Any = None
