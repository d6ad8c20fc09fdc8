"""What a Word file's styles say about its paragraphs, inheritance followed (ECMA-376, part 1, 17.7)."""

from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALSE = {"0", "false", "off", "none"}
_MAX_CHAIN = 20  # styles based on styles; a circle ends here


@dataclass(frozen=True, slots=True)
class NumberReference:
    """Which list a paragraph belongs to, and at which level, from 0; a part not said is None."""

    number: str | None
    level: int | None


class Styles:
    """Looks up what a style, or the one it is based on, sets."""

    def __init__(self, element: Any) -> None:
        """Read the `w:styles` element of a document."""
        self._styles: dict[str, Any] = {}
        self._default: str | None = None
        for style in element.iter(f"{W}style"):
            identity = style.get(f"{W}styleId", "")
            self._styles[identity] = style
            if style.get(f"{W}type") == "paragraph" and is_on(style.get(f"{W}default", "0")):
                self._default = identity

    def find(self, style_id: str | None, path: str) -> Any | None:
        """The nearest element at `path` in the chain of styles that begins with `style_id`."""
        current = style_id or self._default
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(current or "")
            if style is None:
                return None
            found = style.find(path)
            if found is not None:
                return found
            base = style.find(f"{W}basedOn")
            current = None if base is None else base.get(f"{W}val")
        return None

    def is_bold(self, style_id: str | None) -> bool:
        """Whether text in the style is bold."""
        return is_set(self.find(style_id, f"{W}rPr/{W}b")) or False

    def numbering(self, style_id: str | None) -> NumberReference | None:
        """The list that the style puts its paragraphs in."""
        return read_number_reference(self.find(style_id, f"{W}pPr/{W}numPr"))


def is_on(value: str) -> bool:
    """Whether an on/off value of WordprocessingML is on."""
    return value.lower() not in _FALSE


def is_set(switch: Any | None) -> bool | None:
    """Whether an on/off element is on; None where it is not there."""
    return None if switch is None else is_on(switch.get(f"{W}val", "1"))


def read_number_reference(properties: Any | None) -> NumberReference | None:
    """The reference in a `w:numPr` element."""
    if properties is None:
        return None
    number, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
    return NumberReference(
        None if number is None else number.get(f"{W}val"), None if level is None else int(level.get(f"{W}val", "0"))
    )
