"""The characters of a text file, whichever encoding it is in.

Windows-1258 is a code page proper, with marks as characters of their own; of the other old
encodings see `legacy`.
"""

import unicodedata

from models.errors import DamagedSourceError
from pipeline.textfiles.legacy import Encoding, from_legacy, is_vietnamese, legacy_encoding, repair_capitals


def repair_legacy(text: str, encoding: Encoding | None) -> str:
    """The text in Unicode, of a text in the encoding that `legacy_encoding` named."""
    if encoding is None:
        return text
    return "\n".join(repair_capitals(line) for line in from_legacy(text, encoding).split("\n"))


def decode_text(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 where it is so marked or valid, else an old encoding.

    Raises:
        DamagedSourceError: no encoding gives text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise _unknown_encoding() from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_unmarked(data)
    return repair_legacy(text, legacy_encoding(text))


def _decode_unmarked(data: bytes) -> str:
    western = data.decode("cp1252", errors="replace")
    legacy = legacy_encoding(western.replace("\ufffd", ""))
    if legacy:
        return repair_legacy(western, legacy)
    try:
        windows = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        windows = ""
    if is_vietnamese(windows):
        return windows
    cut = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    if cut.count("\ufffd") <= max(1, len(cut) // 1000) and is_vietnamese(cut):
        return cut  # UTF-8 with a byte lost here and there, as where a download broke off
    raise _unknown_encoding()


def _unknown_encoding() -> DamagedSourceError:
    return DamagedSourceError("The text's encoding is not known.", "Save the file as UTF-8 and try again.")
