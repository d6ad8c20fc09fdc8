"""Words with what they mean: text in which spans are known because they were put there.

A plan is put together from `Words`. Each span carries what its words stand for (a body, a date, a
heading …), so that gold is never looked for in the finished text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

_SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Span:
    """`what` the words from `start` to `end` stand for."""

    start: int
    end: int
    what: object

    def moved(self, by: int) -> "Span":
        """The span in a text that has `by` letters more in front."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its spans."""

    text: str
    spans: tuple[Span, ...] = ()

    def __add__(self, other: "Words | str") -> "Words":
        other = as_words(other)
        moved = (span.moved(len(self.text)) for span in other.spans)
        return Words(self.text + other.text, (*self.spans, *moved))

    def __radd__(self, other: str) -> "Words":
        return Words(other) + self

    def __bool__(self) -> bool:
        return bool(self.text)

    def marked(self, *what: object) -> "Words":
        """The same words with spans over all of them."""
        return Words(self.text, (*(Span(0, len(self.text), one) for one in what), *self.spans))

    def capital(self) -> "Words":
        """The same words with a capital at the start."""
        return Words(self.text[:1].upper() + self.text[1:], self.spans)

    def upper(self) -> "Words":
        """The same words in capitals; Vietnamese letters keep their number."""
        return Words(self.text.upper(), self.spans)


def as_words(value: Words | str) -> Words:
    """The value as words; plain text has no spans."""
    return value if isinstance(value, Words) else Words(value)


def fill(template: str, **slots: Words | str) -> Words:
    """The template with every `{slot}` filled in.

    Raises:
        KeyError: a slot is not given.
    """
    return _concatenated(_pieces(template, slots))


def joined(parts: Iterable[Words | str], between: str = ", ", last: str | None = None) -> Words:
    """The parts with `between` them, and `last` before the last one where it is given."""
    listed = [as_words(part) for part in parts]
    pieces: list[Words] = []
    for index, part in enumerate(listed):
        if index:
            pieces.append(Words(last if last is not None and index == len(listed) - 1 else between))
        pieces.append(part)
    return _concatenated(pieces)


def _pieces(template: str, slots: dict[str, Words | str]) -> Iterator[Words]:
    position = 0
    for match in _SLOT.finditer(template):
        yield Words(template[position : match.start()])
        yield as_words(slots[match[1]])
        position = match.end()
    yield Words(template[position:])


def _concatenated(pieces: Iterable[Words]) -> Words:
    texts: list[str] = []
    spans: list[Span] = []
    length = 0
    for piece in pieces:
        texts.append(piece.text)
        spans += [span.moved(length) for span in piece.spans] if length else piece.spans
        length += len(piece.text)
    return Words("".join(texts), tuple(spans))
