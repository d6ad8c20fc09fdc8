"""Text that knows, for each character, the offset in the raw text that it was made from."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass


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
        """Each match replaced; new characters map to the match's own, one by one, then to its last."""
        if not pattern.search(self.text):
            return self
        text: list[str] = []
        offsets: list[int] = []
        end = 0
        for match in pattern.finditer(self.text):
            start = match.start()
            text.append(self.text[end:start])
            offsets += self.offsets[end:start]
            new, old = replacement(match), self.offsets[start : match.end()]
            text.append(new)
            offsets += [old[min(index, len(old) - 1)] for index in range(len(new))]
            end = match.end()
        text.append(self.text[end:])
        offsets += self.offsets[end:]
        return MappedText("".join(text), tuple(offsets))

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
