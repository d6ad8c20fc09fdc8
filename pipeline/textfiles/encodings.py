"""Characters of old Vietnamese encodings, and the one an unmarked text is written in.

Before Unicode (TCVN 6909:2001, in offices until about 2010) Vietnamese was typed with fonts
that drew Vietnamese letters in the places of Western ones: TCVN3 or ABC (TCVN 5712:1993, fonts
.VnTime; capitals with tones only through the font's capital sister .VnTimeH) and VNI-Windows
(fonts VNI-Times; a letter and a mark in two places). Windows-1258 is a code page proper, with
marks as characters of their own. Which one a text is in shows only in the decoding that gives
possible Vietnamese syllables.
"""

import re
import unicodedata

from models.errors import DamagedSourceError
from pipeline.syllables import count_syllables

# TCVN 5712:1993 (VN3), the code places 0xA1..0xFE; what is not listed stays as it is.
_TCVN3_CODES = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_TCVN3 = {first + place: letter for first, letters in _TCVN3_CODES.items() for place, letter in enumerate(letters)}

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"

# VNI-Windows: the mark that stands after its letter, as Windows-1252 shows it.
_VNI_MARKS = {
    "ù": _ACUTE,
    "ø": _GRAVE,
    "û": _HOOK,
    "õ": _TILDE,
    "ï": _DOT,
    "â": _CIRCUMFLEX,
    "á": _CIRCUMFLEX + _ACUTE,
    "à": _CIRCUMFLEX + _GRAVE,
    "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE,
    "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE,
    "é": _BREVE + _ACUTE,
    "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}
_VNI_LETTERS = {
    "ô": "o" + _HORN,
    "ö": "u" + _HORN,
    "ñ": "đ",
    "í": "i" + _ACUTE,
    "ì": "i" + _GRAVE,
    "æ": "i" + _HOOK,
    "ó": "i" + _TILDE,
    "ò": "i" + _DOT,
    "î": "y" + _DOT,
}
_VNI = re.compile("([aeouyôö])([" + "".join(_VNI_MARKS) + "])|([" + "".join(_VNI_LETTERS) + "])", re.IGNORECASE)

_CERTAIN_SHARE = 0.85  # of possible syllables; real plans have 0.95 and more, a wrong decoding under 0.6
_LEAST_WORDS = 8
_SAMPLE = 20_000  # characters that are looked at to tell an encoding
_LEAST_MARKED = 0.25  # of the words of real Vietnamese text; 0.86 and more was measured on plans


def from_tcvn3(text: str) -> str:
    """The text in Unicode of a TCVN3 text that was read as Windows-1252.

    >>> from_tcvn3("Uû ban nh©n d©n tØnh")
    'Uỷ ban nhân dân tỉnh'
    """
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """The text in Unicode of a VNI-Windows text that was read as Windows-1252.

    >>> from_vni("Uûy ban nhaân daân tænh")
    'Ủy ban nhân dân tỉnh'
    """
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def _vni_letter(match: re.Match[str]) -> str:
    single = match[3]
    if single:
        made = _VNI_LETTERS[single.lower()]
        return made.upper() if single.isupper() else made
    letter = match[1]
    made = _VNI_LETTERS.get(letter.lower(), letter.lower()) + _VNI_MARKS[match[2].lower()]
    return made.upper() if letter.isupper() else made


def is_vietnamese(text: str) -> bool:
    """Whether a text is certainly Vietnamese in Unicode: its words are possible syllables, with marks."""
    count = count_syllables(text)
    return count.words >= _LEAST_WORDS and count.share >= _CERTAIN_SHARE and count.marked >= _LEAST_MARKED * count.words


def legacy_encoding(text: str) -> str | None:
    """`TCVN3` or `VNI` where a text, read as Unicode or Windows-1252, makes sense only so; else None."""
    sample = text[:_SAMPLE]
    if is_vietnamese(sample):
        return None
    candidates = {"TCVN3": from_tcvn3(sample), "VNI": from_vni(sample)}
    possible = {name: count_syllables(made).share for name, made in candidates.items() if is_vietnamese(made)}
    return max(possible, key=lambda name: possible[name]) if possible else None


def repair_legacy(text: str, encoding: str | None) -> str:
    """The text in Unicode, of a text in the encoding that `legacy_encoding` named."""
    if encoding == "TCVN3":
        return from_tcvn3(text)
    return from_vni(text) if encoding == "VNI" else text


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
