"""Every name of a body in a document, found once and looked up by where it stands."""

from bisect import bisect_left
from collections.abc import Iterable

from models.document import Document
from pipeline.extract.bodies.names import BodyName, find_names
from pipeline.folding import fold


class Mentions:
    """The names in the given stretches of a document, in order; no name runs from one into the next.

    `folded` is the folded text of the document.
    """

    def __init__(self, text: str, stretches: Iterable[tuple[int, int]]) -> None:
        self.folded = fold(text)
        self.names = tuple(name for start, end in stretches for name in find_names(text, start, end))
        self._starts = [name.start for name in self.names]

    @classmethod
    def of(cls, document: Document) -> "Mentions":
        """The names in the paragraphs of a document and the cells of its tables."""
        return cls(
            document.text,
            (span for each in document.paragraphs for span in (each.cells or ((each.start, each.end),))),
        )

    def within(self, start: int, end: int) -> tuple[BodyName, ...]:
        """The names that stand whole in `text[start:end]`, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return tuple(name for name in self.names[first:last] if name.end <= end)
