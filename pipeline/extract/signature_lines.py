"""What a single line of the signature block is: authority, position, name, head of an approval, or none."""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, lru_cache
from itertools import pairwise, takewhile

from models.lexicon import load_table
from pipeline.extract.frame_lines import plain
from pipeline.extract.organ_names import organ_starts
from pipeline.folding import fold, key_similarity, match_key
from pipeline.positions import folded_positions

# "TM.", "T/M", "KT.", "K/T", "TL.", "T/L", "TUQ.", "T/UQ", "Q."; the mark may be lost before a word in capitals.
_AUTHORITY = re.compile(
    r"(?:t\s?[./]?\s?m|k\s?[./]?\s?t|t\s?[./]?\s?l|t\s?[./]?\s?u\s?[./]?\s?q|q)\s?(?P<mark>[./,:])\s{0,2}(?=[a-z]{2})"
    r"|(?:t\s?/\s?[ml]|k\s?/\s?t|t\s?/\s?u\s?/?\s?q|tm|kt|tl|tuq)[\s\-–](?=[a-z]{2})|quyen\s(?=[a-z]{3})"
)
_SHORT_DEPUTY = re.compile(r"p\s?\.\s?(?=[a-z])")  # "P. HIỆU TRƯỞNG" is Phó Hiệu trưởng
_LONE_AUTHORITY = re.compile(r"k\s?[./]?\s?t|t\s?[./]?\s?l|tuq")
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_SIGNED = re.compile(r"\((?:da ky|ky ten|ky|da ky va dong dau)[^)]{0,40}\)|^da ky\b", re.IGNORECASE)
_SIGNED_BEFORE = re.compile(r"\(?(?:da ky|ky ten)\)?\s?:?\s(?=\S)")
_WORD = re.compile(r"[^\W\d_]+(?:['’](?:[^\W\d_]+|(?=\s)))?")  # "H'Bia", "K' Brẻo"
_GAP = re.compile(r"\.(?=[^\W\d_])|\s{0,5}")  # a speck between two syllables is read as a stop
_RUN_ON_AUTHORITY = re.compile(
    r"(?<=\s)(?:k\s?[./]?\s?t|t\s?[./]?\s?l|t\s?[./]?\s?u\s?[./]?\s?q)\s?[./]\s?(?=[a-z]{2})"
)
_LONE_SYLLABLES = frozenset({"y", "a", "h", "h'", "k'"})  # names of other peoples begin with one letter
# Syllables of names of other peoples ("Blô", "Êban", "Ksor"), tried behind a known family name alone.
_FOREIGN_SYLLABLE = re.compile(r"[a-z]{0,3}[aeiouy]{1,3}[a-z]{0,3}(?:[aeiouy]{1,2}[a-z]{0,2})?")
_SPECKS = " \t(^ˆ~`'‘’“”\"«».,:;*_|-–—⁄"
_LONGEST = 160  # characters of a line of the block, columns that ran together included
_JUNK = 6  # characters of strokes that recognition may add around a name
_LIKENESS = 0.85  # of a position that lost one letter of seven


class LineKind(Enum):
    """The kinds of lines that make up a signature block."""

    AUTHORITY = "authority"
    POSITION = "position"
    NAME = "name"
    ORGAN = "organ"
    APPROVAL = "approval"


_SIGNING = (LineKind.AUTHORITY, LineKind.POSITION, LineKind.NAME)


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A line's kind and its text: `text` stands at `[start, end)` of the line that was read.

    For a name, `is_family` tells whether it begins with a known family name.
    """

    kind: LineKind
    text: str
    start: int
    end: int
    is_family: bool = False


@lru_cache(maxsize=2048)
def read_signature_lines(printed: str) -> tuple[SignatureLine, ...]:
    """What a line of the signature block says: one entry a part where cells of a table ran together in it.

    "TRƯỞNG BAN Hồ Văn Xiêng" is a position and a name, "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH" an authority and a
    position; the names of two signers may stand side by side.
    """
    if len(printed) > _LONGEST:
        return ()
    printed = _without_note(printed)
    cuts = _cuts(printed)
    parts = [(start, read_signature_line(printed[start:end])) for start, end in pairwise(cuts)]
    if len(parts) > 1 and all(part is not None and part.kind in _SIGNING for _, part in parts):
        return tuple(
            replace(part, start=part.start + start, end=part.end + start) for start, part in parts if part is not None
        )
    line = read_signature_line(printed)
    if line is not None and line.kind is not LineKind.NAME:
        return (line,)
    words = list(_WORD.finditer(printed))
    for word in words[2:-1] if len(words) >= 5 else ():
        if fold(word.group()) in _common_families():
            halves = (read_signature_line(printed[: word.start()]), read_signature_line(printed[word.start() :]))
            if all(half is not None and half.kind is LineKind.NAME for half in halves):
                first, second = (half for half in halves if half is not None)
                return first, replace(second, start=second.start + word.start(), end=second.end + word.start())
    return (line,) if line is not None else ()


def _without_note(printed: str) -> str:
    """The line with spaces for a note that it was signed: "PHÓ CHỦ TỊCH (đã ký)"; a line of such a note alone stays."""
    key = fold(printed)
    for note in _SIGNED.finditer(key):
        if note.group().startswith("(") and note.start() > 0:
            printed = printed[: note.start()] + " " * len(note.group()) + printed[note.end() :]
    return printed


def _cuts(printed: str) -> list[int]:
    """Where a line's parts may begin, with its end: at a further authority, at the office behind one, at a name."""
    cuts = [0, len(printed)]
    words = list(re.finditer(r"\S+", printed))
    capitals = sum(1 for _ in takewhile(lambda word: word.group().isupper() or not word.group()[0].isalpha(), words))
    if capitals < 2:
        return cuts
    name = capitals
    while name > 2 and words[name - 1].group().lower() in _LONE_SYLLABLES:
        name -= 1
    end = len(printed)
    if name < len(words):
        end = words[name].start()
        cuts.append(end)
    key = fold(printed)
    authorities = [found.start() for found in _RUN_ON_AUTHORITY.finditer(key, 0, end)]
    cuts += authorities
    begin = authorities[-1] if authorities else 0
    authority = _AUTHORITY.match(key, begin)
    if authority is not None and key[authority.end() : end].strip() not in _exact_positions():
        offices = (word.start() for word in words[2:name] if word.start() > begin)
        office = next((start for start in offices if key[start:end].strip() in _exact_positions()), None)
        if office is not None and len(key[begin:office].split()) > 1:
            cuts.append(office)
    return sorted(cuts)


@cache
def _exact_positions() -> frozenset[str]:
    return frozenset(folded_positions()) - {"thuong truc"}  # the end of "BAN THƯỜNG TRỰC" just as well


@lru_cache(maxsize=2048)  # recipients, frame and signature ask for the same lines
def read_signature_line(printed: str) -> SignatureLine | None:
    """What a line of the signature block says; None for strokes, seal lettering and text."""
    text = printed.strip(_SPECKS)
    if not text or len(text) > 90:
        return None
    key = fold(text)
    offset = printed.index(text)
    if _is_approval(key) and _in_capitals(text):
        return SignatureLine(LineKind.APPROVAL, plain(text), offset, offset + len(text))
    if _LONE_AUTHORITY.fullmatch(key) and text[0].isupper():
        return SignatureLine(LineKind.AUTHORITY, f"{text}.", offset, offset + len(text))
    authority = _AUTHORITY.match(key)
    if authority and _in_capitals(text):
        rest = key[authority.end() :]
        is_quyen = authority.group().startswith("quyen")
        if not is_quyen or _position_length(rest):
            whole = f"{_clean(text[: authority.end()])} {_spelt(text[authority.end() :])}"
            return SignatureLine(LineKind.AUTHORITY, whole, offset, offset + len(text))
    deputy = _SHORT_DEPUTY.match(key)
    if deputy and _in_capitals(text) and _position_length(key[deputy.end() :]) == len(key) - deputy.end():
        return SignatureLine(LineKind.POSITION, _clean(text), offset, offset + len(text))
    if text[:1].isupper() and (length := _position_length(key)):
        in_capitals = _in_capitals(text)
        end = len(text.rstrip(" .,:;*_-")) if in_capitals else length
        if in_capitals or len(key) - length < 4:
            return SignatureLine(LineKind.POSITION, _spelt(text[:end]), offset, offset + end)
    if _in_capitals(text) and organ_starts(text)[:1] == (0,):
        return SignatureLine(LineKind.ORGAN, _spelt(text), offset, offset + len(text))
    return _name(printed)


def is_signature_line(printed: str) -> bool:
    """Whether a line is an authority, a position, an organ in capitals or a person's name."""
    line = read_signature_line(printed)
    if line is None:
        return False
    return line.kind is not LineKind.NAME or (line.is_family and not printed.rstrip().endswith((";", ".", ",")))


def _clean(text: str) -> str:
    return plain(text).strip(" ,:;*_-–—~|")


def _spelt(text: str) -> str:
    """The line with the spelling of the tables for the position or organ that it begins with."""
    printed = _clean(text)
    key = fold(printed)
    if _in_capitals(printed):
        for form, form_key, _ in _forms():
            if key.startswith(form_key) and not key[len(form) : len(form) + 1].isalnum():
                return form + printed[len(form) :]
    if _position_length(key) == len(key):
        compact = match_key(printed.replace(" ", ""))
        likeness, near = max(
            ((key_similarity(each, compact), form) for form, _, each in _forms()), key=lambda it: it[0]
        )
        spelt = near if _in_capitals(printed) else near.capitalize()
        return spelt if likeness >= _LIKENESS else printed
    return printed


@cache
def _forms() -> tuple[tuple[str, str, str], ...]:
    """The positions and organs in capitals, the longest first, each folded, and as a key without spaces."""
    organs = (row["name"].upper() for row in load_table("issuers")["organs"] if " " in row["name"])
    forms = sorted((*load_table("signature")["positions"]["names"], *organs), key=len, reverse=True)
    return tuple((form, fold(form), match_key(form.replace(" ", ""))) for form in forms)


def _in_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 1 and sum(letter.isupper() for letter in letters) > 0.75 * len(letters)


@cache
def _is_approval_pattern() -> re.Pattern[str]:
    heads = "|".join(re.escape(fold(head)) for head in load_table("signature")["positions"]["approvals"])
    return re.compile(rf"(?:{heads})\b")


def _is_approval(key: str) -> bool:
    return _is_approval_pattern().match(key) is not None


def _position_length(key: str) -> int:
    """How many characters of the line a position takes that it begins with; 0 where it begins with none."""
    for position in folded_positions():
        if key.startswith(position) and not key[len(position) : len(position) + 1].isalnum():
            return len(position)
    if key.replace(" ", "") in _compact_positions():
        return len(key)
    own = match_key(key)
    for position, position_key in _long_positions():
        if abs(len(position) - len(key)) <= 2 and key_similarity(own, position_key) >= _LIKENESS:
            return len(key)
    return 0


@cache
def _compact_positions() -> frozenset[str]:
    return frozenset(position.replace(" ", "") for position in folded_positions())


@cache
def _long_positions() -> tuple[tuple[str, str], ...]:
    """The positions that are known with a letter lost, each with the key that it is compared by."""
    return tuple((position, match_key(position)) for position in folded_positions() if len(position) > 7)


@cache
def _titles_pattern() -> re.Pattern[str]:
    titles = sorted((fold(title) for title in load_table("signature")["names"]["titles"]), key=len, reverse=True)
    return re.compile(rf"(?:(?:{'|'.join(map(re.escape, titles))})(?:\s?[.,:]\s?|\s+))+")


@cache
def _common_families() -> frozenset[str]:
    return frozenset(fold(family) for family in load_table("signature")["names"]["common_families"])


@cache
def _families() -> frozenset[str]:
    return frozenset(fold(family) for family in load_table("signature")["names"]["families"])


def with_family(name: str) -> str:
    """The name with the marks of the family name that it can only begin with: "Hơàng Thị Miên" is a Hoàng.

    Of several families that fold alike, the one with the tone that was read is taken, else the commonest.

    >>> with_family("Hơàng Thị Miên"), with_family("Lờ Văn Thịnh"), with_family("Đấng Quốc Thành")
    ('Hoàng Thị Miên', 'Lò Văn Thịnh', 'Đặng Quốc Thành')
    """
    first, _, rest = name.partition(" ")
    if " " not in rest or (len(first) < 3 and first.isascii()):
        return name  # what is left of a name under a seal may begin with any syllable, or with a part of one
    alike = [family for family in load_table("signature")["names"]["families"] if fold(family) == fold(first)]
    if not alike or first in alike:
        return name
    return f"{next((family for family in alike if _tone(family) == _tone(first)), alike[0])} {rest}"


def _tone(syllable: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFD", syllable) if mark in _TONES)


def _name(printed: str) -> SignatureLine | None:
    """A person's name: two to five syllables with capitals, without degrees and ranks, hardly anything around."""
    key = fold(printed)
    start = len(printed) - len(printed.lstrip(_SPECKS))
    if start > 3:
        return None
    if signed := _SIGNED_BEFORE.match(key, start):
        start = signed.end()
    if (titles := _titles_pattern().match(key, start)) and _has_name_behind(printed, titles.end()):
        start = titles.end()
    words: list[re.Match[str]] = []
    position = start
    while found := _WORD.match(printed, position):
        is_foreign = bool(words) and _begins_with_family(fold(words[0].group()))
        is_letter = len(words) == 2 and found.end() == len(printed) and len(found.group()) == 1
        is_syllable = _is_name_syllable(found.group(), is_foreign) or (is_letter and found.group().isupper())
        if not is_syllable or len(words) == 5:
            break  # forms and withheld names end with a letter: "Trần Văn B"
        if words and not words[0].group().isupper() and len(found.group()) > 1 and found.group().isupper():
            break  # "Lưu VPĐU" is the file copy
        words.append(found)
        gap = _GAP.match(printed, found.end())
        position = gap.end() if gap else found.end()
    if not 2 <= len(words) <= 5:
        return None
    end = words[-1].end()
    rest = _SIGNED.sub("", key[end:]).strip()
    if len(rest) > _JUNK or sum(character.isalpha() for character in rest) > 3 or ";" in rest or ":" in rest:
        return None
    text = " ".join(word.group() for word in words)
    if text.isupper() and fold(text) in _headings():
        return None  # "TỔ CHỨC THỰC HIỆN" begins like the family Tô
    text = text.title() if text.isupper() else text
    return SignatureLine(LineKind.NAME, text, start, end, is_family=_begins_with_family(fold(text)))


@cache
def _headings() -> frozenset[str]:
    """What headings of plans say, folded."""
    return frozenset(phrase.rstrip("$") for phrases in load_table("headings")["kinds"].values() for phrase in phrases)


def _has_name_behind(printed: str, start: int) -> bool:
    return len(_WORD.findall(printed[start:])) >= 2


def _is_name_syllable(word: str, can_be_foreign: bool) -> bool:
    if not word[0].isupper() or not (word.isupper() or word[1:].islower() or "'" in word or "’" in word):
        return False
    key = fold(word)
    if can_be_foreign and _FOREIGN_SYLLABLE.fullmatch(key):
        return True
    return _SYLLABLE.fullmatch(key) is not None or key in _families() or "'" in word or "’" in word


def _begins_with_family(key: str) -> bool:
    first = re.split(r"[\s'’]", key, maxsplit=1)[0]
    return first in _families() or f"{first}'" in _families()
