"""Text that knows, for each character, the offset in the raw text that it was made from."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class MappedText:
    """Clean text with one raw offset a character. Offsets never fall from left to right."""

    text: str
    offsets: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.offsets):
            raise ValueError("a mapped text needs one raw offset a character")

    @classmethod
    def of(cls, raw: str, offset: int) -> "MappedText":
        """A raw text that begins at `offset`, unchanged."""
        return cls(raw, tuple(range(offset, offset + len(raw))))

    def __add__(self, other: "MappedText") -> "MappedText":
        return MappedText(self.text + other.text, self.offsets + other.offsets)

    def __getitem__(self, part: slice) -> "MappedText":
        return MappedText(self.text[part], self.offsets[part])

    def __len__(self) -> int:
        return len(self.text)

    def sub(self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]) -> "MappedText":
        """Each match replaced, as by `replaced`."""
        if not pattern.search(self.text):
            return self
        return self.replaced([(*match.span(), replacement(match)) for match in pattern.finditer(self.text)])

    def replaced(self, parts: Sequence[tuple[int, int, str]]) -> "MappedText":
        """The text with parts `(start, end, new)` replaced, which stand in order and do not overlap.

        Letters that stay at the beginning and end of a part keep their offsets. Between them new
        letters take the old ones' offsets one by one, and the last takes the last, so that the new
        part maps to all of the old.
        """
        text: list[str] = []
        offsets: list[int] = []
        done = 0
        for start, end, new in parts:
            text += (self.text[done:start], new)
            offsets += self.offsets[done:start]
            offsets += _offsets_of(new, self.text[start:end], self.offsets[start:end], self._before(start))
            done = end
        text.append(self.text[done:])
        offsets += self.offsets[done:]
        return MappedText("".join(text), tuple(offsets))

    def _before(self, place: int) -> int:
        """The offset that a letter put in at a place is given: that of the letter before it, or of the first."""
        return self.offsets[max(0, min(place, len(self.offsets)) - 1)] if self.offsets else 0

    def composed(self) -> "MappedText":
        """The text in NFC; a composed letter maps to its base letter."""
        if unicodedata.is_normalized("NFC", self.text):
            return self
        text: list[str] = []
        offsets: list[int] = []
        start = 0
        for index in range(1, len(self.text) + 1):
            if index < len(self.text) and unicodedata.combining(self.text[index]):
                continue
            cluster = unicodedata.normalize("NFC", self.text[start:index])
            text.append(cluster)
            offsets += [self.offsets[min(start + place, index - 1)] for place in range(len(cluster))]
            start = index
        return MappedText("".join(text), tuple(offsets))

    def joined(self, other: "MappedText", separator: str = " ") -> "MappedText":
        """Both texts with a separator that maps to the end of the first."""
        if not self.text:
            return other
        if not other.text:
            return self
        return self + MappedText(separator, (self.offsets[-1],) * len(separator)) + other


def _offsets_of(new: str, old: str, offsets: Sequence[int], before: int) -> list[int]:
    """One offset for each letter of `new`, which stands where `old` stood."""
    if not old:
        return [before] * len(new)
    if len(new) == len(old) or not new:
        return list(offsets[: len(new)])
    head = _common(new, old)
    tail = _common(new[head:][::-1], old[head:][::-1])
    inner = _inner_offsets(new[head : len(new) - tail], old[head : len(old) - tail], offsets[head : len(old) - tail])
    return [
        *offsets[:head],
        *(inner or [offsets[min(head, len(old) - 1)]] * (len(new) - head - tail)),
        *offsets[len(old) - tail :],
    ]


def _inner_offsets(new: str, old: str, offsets: Sequence[int]) -> list[int]:
    """Offsets for a part that neither begins nor ends with the letters it had; none where nothing was there."""
    if not new or not old:
        return []
    if len(new) == len(old):
        return list(offsets)
    middle = [offsets[min(place, len(old) - 1)] for place in range(len(new))]
    middle[-1] = offsets[-1] if len(new) > 1 else offsets[0]
    for block in SequenceMatcher(None, new, old, autojunk=False).get_matching_blocks():
        middle[block.a : block.a + block.size] = offsets[block.b : block.b + block.size]
    return list(accumulate(middle, max))


def _common(left: str, right: str) -> int:
    """How many characters two texts begin with in common."""
    length = min(len(left), len(right))
    return next((place for place in range(length) if left[place] != right[place]), length)
