"""Words of a PDF that were set in fonts from before Unicode, in Unicode.

A page mixes such fonts: `.VnTime` for the text, `.VnTimeH` for headings, Arial for figures. So
each font is judged by what was set in it on the page, and each stretch of a word converted by
its own font. A font that its file gives another name is told by its text, or, with too few words
for that, by the encoding that the page's other fonts turned out to have.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.textfiles.legacy import (
    Encoding,
    LegacyFont,
    encoding_of_font,
    font_encoding,
    from_legacy,
    repair_capitals,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A character as the PDF's encoding has it, and the name of its font."""

    text: str
    font: str


PrintedWord = Sequence[Letter]


@dataclass(frozen=True, slots=True)
class ConvertedText:
    """The words of each line in Unicode, and the old encodings they were in."""

    lines: tuple[tuple[str, ...], ...]
    encodings: tuple[Encoding, ...]


def convert_words(lines: Sequence[Sequence[PrintedWord]]) -> ConvertedText:
    """The words of lines of print in Unicode, as many as there were; words of other fonts unchanged."""
    fonts = _fonts_of(lines)
    if not fonts:
        return ConvertedText(tuple(tuple(_plain(word) for word in line) for line in lines), ())
    made = tuple(_line(line, fonts) for line in lines)
    return ConvertedText(made, tuple(sorted({font.encoding for font in fonts.values()})))


def _fonts_of(lines: Sequence[Sequence[PrintedWord]]) -> dict[str, LegacyFont]:
    """The fonts, by name, that text is really in an old encoding in."""
    texts: dict[str, list[str]] = {}
    for line in lines:
        of_line: dict[str, list[str]] = {}
        for word in line:
            for font, letters in groupby(word, key=lambda letter: letter.font):
                of_line.setdefault(font, []).append("".join(letter.text for letter in letters))
        for font, stretches in of_line.items():
            texts.setdefault(font, []).append(" ".join(stretches))
    found: dict[str, LegacyFont] = {}
    unsure: list[str] = []
    for name, set_in_it in texts.items():
        if all(text.isascii() for text in set_in_it) and font_encoding(name) is None:
            continue
        named = font_encoding(name)
        encoding = encoding_of_font(set_in_it, named)
        if encoding is not None:
            found[name] = named or LegacyFont(encoding)
        else:
            unsure.append(name)
    others = {font.encoding for font in found.values()}
    for name in unsure:
        for encoding in sorted(others):
            if encoding_of_font(texts[name], LegacyFont(encoding)):
                found[name] = LegacyFont(encoding)
                break
    return found


def _line(line: Sequence[PrintedWord], fonts: dict[str, LegacyFont]) -> tuple[str, ...]:
    words = tuple(_converted(word, fonts) for word in line)
    if not any(letter.font in fonts for word in line for letter in word):
        return words
    repaired = repair_capitals(" ".join(words))
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word) + 1)
    return tuple(repaired[start : end - 1] for start, end in pairwise(ends))


def _converted(word: PrintedWord, fonts: dict[str, LegacyFont]) -> str:
    parts = []
    for name, letters in groupby(word, key=lambda letter: letter.font):
        text = "".join(letter.text for letter in letters)
        font = fonts.get(name)
        if font is not None:
            text = from_legacy(text, font.encoding)
            text = text.upper() if font.draws_capitals else text
        parts.append(text)
    return "".join(parts)


def _plain(word: PrintedWord) -> str:
    return "".join(letter.text for letter in word)
