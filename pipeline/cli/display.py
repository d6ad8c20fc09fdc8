"""How values are shown in the terminal."""

import unicodedata
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

DOUBTFUL_BELOW = 0.7  # confidence under which a person should look

_ID_DIGITS = 8


def result_console() -> Console:
    """The console for results, on stdout. What documents say is never taken for markup."""
    return Console(markup=False, highlight=False, emoji=False)


def short_id(document_id: str) -> str:
    """The first digits of an id: enough for `show` as a rule; with "#2" for the second plan of a file."""
    digits, mark, number = document_id.removeprefix("sha256:").partition("#")
    return f"{digits[:_ID_DIGITS]}{mark}{number}"


def plain(text: str | None, style: str = "") -> Text:
    """A text of a document on one line, without characters that could steer the terminal."""
    shown = "".join(" " if unicodedata.category(character) == "Cc" else character for character in text or "")
    return Text(shown, style=style)


def marked(text: str, marks: Iterable[tuple[int, int]], *, with_style: bool) -> Text:
    """A text with some places marked: by style in a terminal, by «…» where there is none."""
    shown = plain(text)
    if with_style:
        for start, end in marks:
            shown.stylize("bold yellow", start, end)
        return shown
    pieces = Text()
    position = 0
    for start, end in marks:
        pieces.append_text(shown[position:start]).append("«").append_text(shown[start:end]).append("»")
        position = end
    return pieces.append_text(shown[position:])


def doubtful(text: str, confidence: float) -> Text:
    """A value, with a question mark where it is not sure."""
    shown = plain(text)
    if confidence < DOUBTFUL_BELOW:
        shown.append(" (?)", style="bold red")
    return shown
