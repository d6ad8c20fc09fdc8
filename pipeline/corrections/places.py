"""Places in a record as JSON: pointers, the items of its lists, and what tells items apart."""

from typing import Any

from models.correction import Anchor
from models.errors import CorrectionError
from models.evidence import Box

Json = dict[str, Any]

# What tells an item of a list from the others beside it.
_CONTENT: dict[str, tuple[str, ...]] = {
    "sections": ("label", "heading"),
    "children": ("label", "heading"),
    "dates": (),
    "deadlines": ("task",),
    "bodies": ("name",),
    "duties": ("role", "text"),
    "criteria": ("text",),
    "quantities": ("comparator", "value", "unit"),
    "references": ("doc_type", "number", "symbol", "title"),
    "recipients": ("name",),
    "cosigners": ("name",),
    "issuers": ("value",),
    "audience": ("value",),
}
# What a person may correct, in the order of the record.
CORRECTABLE = (
    "header",
    "campaign",
    "sections",
    "dates",
    "deadlines",
    "bodies",
    "criteria",
    "references",
    "recipients",
    "signature",
    "cosigners",
)
END = "-"  # of a list, as in RFC 6902: where an item is added


def steps_of(pointer: str) -> tuple[str, ...]:
    """The steps of a JSON Pointer into what can be corrected.

    >>> steps_of("/deadlines/3/due")
    ('deadlines', '3', 'due')

    Raises:
        CorrectionError: the pointer leads elsewhere, or is none.
    """
    steps = tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    if not pointer.startswith("/") or steps[0] not in CORRECTABLE or not all(steps):
        raise CorrectionError(
            f"{pointer!r} is no value that can be corrected.",
            "Give a place such as /header/number, /deadlines/0/due or /bodies/2/duties/1/role; "
            "`kehoach show --places` lists them.",
        )
    return steps


def pointer_of(steps: tuple[str, ...]) -> str:
    """The JSON Pointer of steps."""
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def value_at(record: Json, steps: tuple[str, ...]) -> Any:
    """The value at a place.

    Raises:
        CorrectionError: the record has no such place.
    """
    value: Any = record
    for step in steps:
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            raise CorrectionError(
                f"The record has nothing at {pointer_of(steps)}.", "`kehoach show --places` lists its places."
            )
    return value


def list_positions(steps: tuple[str, ...]) -> list[int]:
    """At which steps an item of a list is named."""
    return [index for index in range(len(steps)) if _is_position(steps, index)]


def _is_position(steps: tuple[str, ...], index: int) -> bool:
    return index > 0 and steps[index - 1] in _CONTENT and (steps[index].isdecimal() or steps[index] == END)


def anchor_of(list_name: str, item: Json, text: str, key: str = "") -> Anchor:
    """What an item of a list is known by; `text` is the record's."""
    evidence = _evidence(item, text)
    names = _CONTENT[list_name]
    content = " ".join(str(item[name]) for name in names if item.get(name) not in (None, ""))
    return Anchor(
        key=key,
        content=content or evidence.get("text", ""),
        text=evidence.get("text", ""),
        page=evidence.get("page", 1),
        boxes=tuple(Box(**box) for box in evidence.get("boxes", ())),
    )


def _evidence(item: Json, text: str) -> Json:
    """The item's evidence, its first mention, or for sections the heading's line in the text."""
    if item.get("evidence"):
        return dict(item["evidence"])
    if item.get("mentions"):
        return dict(item["mentions"][0])
    if "start" in item:
        return {"text": text[item["start"] : item["end"]].partition("\n")[0], "page": item.get("page", 1)}
    return {}
