"""The characters of a PDF page as words with boxes, and the lines they stand in.

The one place that reads text through pdfium's raw interface. Boxes are in PDF points from the
top-left corner of the page as it is shown (rotation and crop box applied).
"""

import ctypes
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from models.page import Word
from pipeline.render.legacyfonts import Letter, convert_words
from pipeline.render.pdfplane import PagePlane, PlacedBox
from pipeline.textfiles.legacy import font_encoding

_SIDEWAYS = math.radians(20)  # text turned further is a watermark or a margin note
_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18  # ISO 32000-1, table 123
_NO_BREAK_SPACE = "\xa0"  # a letter in VISCII
_LINE_HYPHENS = {"\x02", "\ufffe"}  # what pdfium makes of a hyphen at the end of a line


@dataclass(frozen=True, slots=True)
class PdfText:
    """The upright text of a page in the order of the file. `sideways` counts characters left out."""

    words: tuple[Word, ...]
    lines: tuple[str, ...]
    bold: frozenset[Word]
    sideways: int
    encodings: tuple[str, ...] = ()  # the old ones that words were converted from

    @property
    def is_mostly_sideways(self) -> bool:
        """Whether more characters run across the page than along it."""
        return self.sideways > sum(len(word.text) for word in self.words)


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    ink: PlacedBox
    room: PlacedBox  # with the space that the font keeps around it
    font: str
    is_bold: bool


def read_pdf_text(page: pdfium.PdfPage) -> PdfText:
    """The words that a page's text layer gives, as the file orders them."""
    text_page = page.get_textpage()
    try:
        return _read(page, text_page)
    finally:
        text_page.close()


def _read(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> PdfText:
    plane = PagePlane(page)
    lines: list[list[list[_Character]]] = [[]]
    word: list[_Character] = []
    sideways = 0

    def end_word() -> None:
        if word:
            lines[-1].append(list(word))
            word.clear()

    for index in range(text_page.count_chars()):
        text = _character(text_page, index)
        if text in "\r\n":
            end_word()
            if lines[-1]:
                lines.append([])
            continue
        if not text or (text.isspace() and text != _NO_BREAK_SPACE):
            end_word()
            continue
        if _is_sideways(text_page, index, plane.turn):
            sideways += 1
            continue
        ink = _ink(text_page, index, plane)
        if not plane.holds(ink):
            continue
        font, is_bold = _font(text_page, index)
        if text == _NO_BREAK_SPACE and font_encoding(font) is None:
            end_word()
            continue
        character = _Character(text, ink, _room(text_page, index, plane, ink), font, is_bold)
        if word and not _continues(word[-1], character):
            end_word()
        word.append(character)
    end_word()
    return _assemble([line for line in lines if line], sideways)


def _assemble(lines: Sequence[Sequence[list[_Character]]], sideways: int) -> PdfText:
    converted = convert_words([[[Letter(c.text, c.font) for c in word] for word in line] for line in lines])
    words: list[Word] = []
    bold: set[Word] = set()
    texts: list[str] = []
    for line, shown in zip(lines, converted.lines, strict=True):
        of_line = [_word(text, characters) for text, characters in zip(shown, line, strict=True)]
        bold.update(word for word, characters in zip(of_line, line, strict=True) if characters[0].is_bold)
        words.extend(of_line)
        texts.append(" ".join(word.text for word in of_line))
    return PdfText(tuple(words), tuple(texts), frozenset(bold), sideways, converted.encodings)


def _character(text_page: pdfium.PdfTextPage, index: int) -> str:
    code = raw.FPDFText_GetUnicode(text_page, index)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"  # half a pair: pdfium gives sixteen bits at a time
    text = chr(code)
    if text in _LINE_HYPHENS:
        return "-"
    return "" if code == 0 else text


def _ink(text_page: pdfium.PdfTextPage, index: int, plane: PagePlane) -> PlacedBox:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(
        text_page, index, ctypes.byref(left), ctypes.byref(right), ctypes.byref(bottom), ctypes.byref(top)
    )
    return plane.box(left.value, bottom.value, right.value, top.value)


def _room(text_page: pdfium.PdfTextPage, index: int, plane: PagePlane, ink: PlacedBox) -> PlacedBox:
    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box)):
        return ink
    return plane.box(box.left, box.bottom, box.right, box.top)


def _is_sideways(text_page: pdfium.PdfTextPage, index: int, turn: float) -> bool:
    angle: float = raw.FPDFText_GetCharAngle(text_page, index)  # radians, of user space
    if angle < 0:
        return False
    difference = (angle + turn) % (2 * math.pi)
    return _SIDEWAYS < difference < 2 * math.pi - _SIDEWAYS


def _continues(last: _Character, following: _Character) -> bool:
    """Whether a character stands where the next one of the same word can stand."""
    size = max(last.room[3] - last.room[1], following.room[3] - following.room[1], 1.0)
    is_near = -size < following.room[0] - last.room[2] < 0.6 * size
    is_level = min(last.room[3], following.room[3]) > max(last.room[1], following.room[1])
    return is_near and is_level


def _word(text: str, characters: Sequence[_Character]) -> Word:
    drawn = [c.ink for c in characters if c.ink[2] > c.ink[0] or c.ink[3] > c.ink[1]] or [characters[0].ink]
    return Word(
        text=unicodedata.normalize("NFC", text),  # layout and judgement compare letters
        x0=round(min(box[0] for box in drawn), 2),
        y0=round(min(box[1] for box in drawn), 2),
        x1=round(max(box[2] for box in drawn), 2),
        y1=round(max(box[3] for box in drawn), 2),
        confidence=None,
    )


def _font(text_page: pdfium.PdfTextPage, index: int) -> tuple[str, bool]:
    """The name of a character's font, and whether it is bold."""
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    length: int = raw.FPDFText_GetFontInfo(text_page, index, buffer, len(buffer), ctypes.byref(flags))
    name = buffer.value.decode("utf-8", errors="replace") if 0 < length <= len(buffer) else ""
    weight: int = raw.FPDFText_GetFontWeight(text_page, index)
    is_bold = weight >= _BOLD_WEIGHT or bool(flags.value & _FORCE_BOLD) or "bold" in name.lower()
    return name, is_bold
