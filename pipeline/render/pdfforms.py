"""What was typed into the form fields of a PDF page.

A number and a date are typed into fields of a finished file, and the fields' own pictures of them
are often missing, or lack letters that the form's font has not. The fields' values are Unicode.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from models.page import Word
from pipeline.render.pdfplane import PagePlane, PlacedBox
from pipeline.render.pdftext import PdfText

_TEXT_FIELDS = {"Tx", "Ch"}  # typed text, and what was chosen from a list (ISO 32000-1, 12.7.4)
_HIDDEN = 0b10_0010  # flags of an annotation: hidden, not to be viewed
_MOST_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True)
class FormField:
    """A filled text field: its value, and its box on the page as shown."""

    text: str
    box: PlacedBox


def read_form_fields(page: pdfium.PdfPage) -> list[FormField]:
    """The filled text fields of a page; to be read before annotations are made part of it."""
    plane = PagePlane(page)
    found: list[FormField] = []
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        field = _field(annotation, plane)
        raw.FPDFPage_CloseAnnot(annotation)
        if field is not None:
            found.append(field)
    return found


def with_fields(text: PdfText, fields: Sequence[FormField]) -> PdfText:
    """The page's text with the fields' values in the place of what was drawn in their boxes."""
    if not fields:
        return text
    words = [word for word in text.words if not any(_is_inside(word, field.box) for field in fields)]
    typed = [_words(field) for field in fields]
    lines = (*text.lines, *(" ".join(word.text for word in of_field) for of_field in typed))
    return replace(text, words=(*words, *(word for of_field in typed for word in of_field)), lines=lines)


def _field(annotation: raw.FPDF_ANNOTATION, plane: PagePlane) -> FormField | None:
    if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_WIDGET or raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return None
    box = raw.FS_RECTF()
    if _value(annotation, b"FT") not in _TEXT_FIELDS or not raw.FPDFAnnot_GetRect(annotation, ctypes.byref(box)):
        return None
    text = " ".join(_value(annotation, b"V").split())
    return FormField(text, plane.box(box.left, box.bottom, box.right, box.top)) if text else None


def _value(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    size: int = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)  # bytes of UTF-16, with the end mark
    if not 2 < size <= 2 * _MOST_CHARACTERS:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", errors="replace")


def _is_inside(word: Word, box: PlacedBox) -> bool:
    return box[0] <= (word.x0 + word.x1) / 2 <= box[2] and box[1] <= (word.y0 + word.y1) / 2 <= box[3]


def _words(field: FormField) -> list[Word]:
    """The words of a value, spread over the field's box by their lengths."""
    x0, y0, x1, y1 = field.box
    step = (x1 - x0) / len(field.text)
    words: list[Word] = []
    place = 0
    for text in field.text.split(" "):
        left, right = x0 + step * place, x0 + step * (place + len(text))
        words.append(Word(text, round(left, 2), round(y0, 2), round(right, 2), round(y1, 2), None))
        place += len(text) + 1
    return words
