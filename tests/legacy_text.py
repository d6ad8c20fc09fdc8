"""Text as programs show what was typed in an encoding from before Unicode, for tests."""

import unicodedata
from functools import cache
from itertools import product

from pipeline.textfiles.legacy import Encoding, from_legacy

_VNI_MARKS = "ùøûõïâáàåãäêéèúüë"


@cache
def _shown(encoding: Encoding) -> dict[str, str]:
    """The characters of Windows-1252 that stand for each Vietnamese letter."""
    places = [chr(code) for code in range(0xA1, 0x100)]
    places += [bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(0x80, 0xA0)]
    if encoding is Encoding.VNI:
        marks = [*_VNI_MARKS, *_VNI_MARKS.upper()]
        places += [f"{letter}{mark}" for letter, mark in product("aeouyôöAEOUYÔÖ", marks)]
    return {made: shown for shown in places if len(made := from_legacy(shown, encoding)) == 1 and made != shown}


def to_legacy(text: str, encoding: Encoding) -> str:
    """The text as Windows-1252 shows it in the encoding; letters that it lacks stay as they are."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(_shown(encoding).get(character, character) for character in composed)
