"""Text in the encodings from before Unicode: which one it is in, and the same text in Unicode.

Before Unicode (TCVN 6909:2001, in offices until about 2010) Vietnamese was typed with fonts
that drew Vietnamese letters in the places of Western ones: TCVN3 or ABC (TCVN 5712:1993, fonts
.VnTime; capitals with tones only through the font's capital sister .VnTimeH), VNI-Windows
(fonts VNI-Times; a letter and a mark in two places), VISCII (RFC 1456) and VPS (Vietnamese
Professionals Society). Which one a text is in shows in the name of its font, and in the
decoding that gives possible Vietnamese syllables; a name alone proves nothing, because files
were converted and kept their fonts' names.

Two things get lost on the way and are put back: `ư` of TCVN3 has the place of the soft hyphen,
which programs write as a hyphen ("ph-êng"); a word typed in capitals has its toned letters
small where the font knew no toned capitals ("KÕ HO¹CH").
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.syllables import count_syllables, is_syllable


class Encoding(StrEnum):
    """An encoding of Vietnamese from before Unicode."""

    TCVN3 = "TCVN3"
    VNI = "VNI"
    VISCII = "VISCII"
    VPS = "VPS"


@dataclass(frozen=True, slots=True)
class LegacyFont:
    """What the name of an old font says: the encoding, and whether it draws small letters as capitals."""

    encoding: Encoding
    draws_capitals: bool = False


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
# RFC 1456; its six capitals below 0x20 are no characters of a PDF or of a text file.
_VISCII_CODES = {
    0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ",
    0xC4: "ẢĂẳẵ",
    0xCB: "Ẻ",
    0xCE: "Ĩỳ",
    0xD0: "Đứ",
    0xD5: "ạỷừử",
    0xDB: "ỹỵ",
    0xDE: "ỡư",
    0xE4: "ảăữẫ",
    0xEB: "ẻ",
    0xEE: "ĩỉ",
    0xF0: "đự",
    0xF6: "ỏọụ",
    0xFB: "ũủ",
    0xFE: "ợỮ",
}
# VPS; its capitals with a dot below stand below 0x20. The letters of Latin-1 keep their places.
_VPS_CODES = {
    0x80: "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ",
    0x93: "ỀỂỄỐỒỔỖýỷỵỚỜỞ",
    0xA1: "ắằẳẵặỠớÙờởỡ",
    0xAC: "ŨỨợ",
    0xAF: "ỪổỬỲỸÍÌộỈĨÓửữÒỎÕựầ",
    0xC3: "ấẩẫậđẻ",
    0xCB: "ẹỉễịỹƯỦồố",
    0xD5: "ỏơÈừứ",
    0xDB: "ũưÝẺ",
    0xE4: "ảạă",
    0xEB: "ẽ",
    0xEF: "ĩẴĐ",
    0xF7: "Ơụ",
    0xFB: "ủ",
    0xFD: "ỶẼỳ",
}
_DIRECT = {Encoding.TCVN3: _TCVN3_CODES, Encoding.VISCII: _VISCII_CODES, Encoding.VPS: _VPS_CODES}

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

_SUBSET = re.compile(r"^[A-Z]{6}\+")  # what a PDF puts before the name of a font it holds a part of
_STYLES = re.compile(r"[-, ]*(?:Bold|Italic|Oblique|Regular|Normal|MT|PS)+$", re.IGNORECASE)
_FONTS = (
    (re.compile(r"vni\b|vni[-_ ]?[a-z]", re.IGNORECASE), Encoding.VNI),
    (re.compile(r"vps\b|vps[-_ ]?[a-z]", re.IGNORECASE), Encoding.VPS),
    (re.compile(r"vi[- ]?(?:times|arial|helvetica|courier)", re.IGNORECASE), Encoding.VISCII),
    (re.compile(r"\.?vn[- ]?[a-z]", re.IGNORECASE), Encoding.TCVN3),
)

_CERTAIN_SHARE = 0.85  # of possible syllables; real plans have 0.95 and more, a wrong decoding under 0.6
_LEAST_WORDS = 8
_SAMPLE = 20_000  # characters that are looked at to tell an encoding
_LEAST_MARKED = 0.25  # of the words of real Vietnamese text; 0.86 and more was measured on plans

_WORD = re.compile(r"[^\s.,;:!?()\[\]“”\"/]+")
_TYPED_CAPITALS = 2  # that tell a word in capitals from one that begins with a capital


def _table(codes: dict[int, str]) -> dict[int, str]:
    """The letters by the characters that stand for their code places in Windows-1252 and in Latin-1."""
    table: dict[int, str] = {}
    for first, letters in codes.items():
        for place, letter in enumerate(letters, start=first):
            shown = bytes([place]).decode("cp1252", errors="ignore")
            table.update({ord(character): letter for character in (chr(place), shown) if character})
    return table


_TABLES = {encoding: _table(codes) for encoding, codes in _DIRECT.items()}


def from_legacy(text: str, encoding: Encoding) -> str:
    """The text in Unicode of a text in an old encoding that was read as Windows-1252.

    >>> from_legacy("Uû ban nh©n d©n tØnh", Encoding.TCVN3)
    'Uỷ ban nhân dân tỉnh'
    >>> from_legacy("Uûy ban nhaân daân tænh", Encoding.VNI)
    'Ủy ban nhân dân tỉnh'
    """
    if encoding is Encoding.VNI:
        return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))
    made = text.translate(_TABLES[encoding])
    return _with_lost_horns(made) if encoding is Encoding.TCVN3 else made


def repair_capitals(text: str) -> str:
    """A line with the toned letters of its words in capitals made capitals, too.

    >>> repair_capitals("Kế HOạCH phát triển của Sở VHTT")
    'KẾ HOẠCH phát triển của Sở VHTT'
    """
    words = list(_WORD.finditer(text))
    typed = [_typed_case(match[0]) for match in words]
    made = list(text)
    for number, match in enumerate(words):
        beside = [case for case in (*typed[max(number - 1, 0) : number], *typed[number + 1 : number + 2]) if case]
        goes_with = typed[number] == "" and bool(beside) and set(beside) == {"capitals"}
        if typed[number] == "capitals" or (goes_with and match[0][0].isupper()):
            made[match.start() : match.end()] = match[0].upper()
    return "".join(made)


def font_encoding(name: str) -> LegacyFont | None:
    """What the name of a font says of its encoding; None for a font that is not one of the old ones.

    >>> font_encoding("ABCDEF+.VnTimeH,Bold")
    LegacyFont(encoding=<Encoding.TCVN3: 'TCVN3'>, draws_capitals=True)
    """
    bare = _STYLES.sub("", _SUBSET.sub("", name))
    encoding = next((encoding for pattern, encoding in _FONTS if pattern.match(bare)), None)
    if encoding is None:
        return None
    return LegacyFont(encoding, draws_capitals=encoding is Encoding.TCVN3 and bare.endswith("H"))


def is_vietnamese(text: str) -> bool:
    """Whether a text is certainly Vietnamese in Unicode: its words are possible syllables, with marks."""
    count = count_syllables(text)
    return count.words >= _LEAST_WORDS and count.share >= _CERTAIN_SHARE and count.marked >= _LEAST_MARKED * count.words


def legacy_encoding(text: str) -> Encoding | None:
    """The old encoding in which a text, read as Unicode or Windows-1252, makes sense, where it does so only there."""
    sample = text[:_SAMPLE]
    if is_vietnamese(sample):
        return None
    candidates = {encoding: from_legacy(sample, encoding) for encoding in Encoding}
    possible = {name: count_syllables(made).share for name, made in candidates.items() if is_vietnamese(made)}
    return max(possible, key=lambda name: possible[name]) if possible else None


def encoding_of_font(texts: Sequence[str], font: LegacyFont | None) -> Encoding | None:
    """The encoding of what was set in one font: that of its name if the words are better so, else told by the text.

    Args:
        texts: what was set in the font, stretch by stretch.
        font: what the font's name says.
    """
    text = "\n".join(texts)
    if font is None:
        return legacy_encoding(text)
    before, after = count_syllables(text), count_syllables(from_legacy(text, font.encoding))
    is_better = after.syllables > before.syllables or after.broken < before.broken
    return font.encoding if is_better else None


def _vni_letter(match: re.Match[str]) -> str:
    single = match[3]
    if single:
        made = _VNI_LETTERS[single.lower()]
        return made.upper() if single.isupper() else made
    letter = match[1]
    made = _VNI_LETTERS.get(letter.lower(), letter.lower()) + _VNI_MARKS[match[2].lower()]
    return made.upper() if letter.isupper() else made


def _with_lost_horns(text: str) -> str:
    """The text with hyphens inside of words made `ư` again, where that makes a syllable."""
    if "-" not in text:
        return text
    return _WORD.sub(_with_horn, text)


def _with_horn(match: re.Match[str]) -> str:
    word = match[0]
    if "-" not in word or len(word) < 2:
        return word
    made = word.replace("-", "ư")
    return made if is_syllable(made) else word


def _typed_case(word: str) -> str | None:
    """How a word was typed, by its letters without tone: `capitals`, `small`, or `""` where they are too few.

    None for what is no word: an abbreviation says nothing of the words beside it.
    """
    if not word.isalpha() or not is_syllable(word):
        return None
    plain = [c for c in word if len(unicodedata.normalize("NFD", c)) == 1 or c.isupper()]
    if any(c.islower() for c in plain):
        return "small"
    return "capitals" if len(plain) >= _TYPED_CAPITALS else ""
