"""What a single line of the signature block is: authority, position, name, head of an approval, or none."""

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, lru_cache

from models.lexicon import load_table
from pipeline.extract.frame_lines import plain
from pipeline.extract.organ_names import organ_starts
from pipeline.folding import fold, key_similarity, match_key
from pipeline.positions import folded_positions

# "TM.", "T/M", "KT.", "K/T", "TL.", "T/L", "TUQ.", "T/UQ", "Q."; the mark may be lost before a word in capitals.
_AUTHORITY = re.compile(
    r"(?:t\s?[./]?\s?m|k\s?[./]?\s?t|t\s?[./]?\s?l|t\s?[./]?\s?u\s?[./]?\s?q|q)\s?(?P<mark>[./,:])\s{0,2}(?=[a-z]{2})"
    r"|(?:t\s?/\s?[ml]|k\s?/\s?t|t\s?/\s?u\s?/?\s?q|tm|kt|tl|tuq)\s(?=[a-z]{2})|quyen\s(?=[a-z]{3})"
)
_LONE_AUTHORITY = re.compile(r"k\s?[./]?\s?t|t\s?[./]?\s?l|tuq")
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")
_SIGNED = re.compile(r"\((?:da ky|ky ten|ky|da ky va dong dau)[^)]{0,40}\)|^da ky\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Syllables of names of other peoples ("Blô", "Êban", "Ksor"), tried behind a known family name alone.
_FOREIGN_SYLLABLE = re.compile(r"[a-z]{0,3}[aeiouy]{1,3}[a-z]{0,3}(?:[aeiouy]{1,2}[a-z]{0,2})?")
_SPECKS = " \t(^ˆ~`'‘’“”\"«».,:;*_|-–—⁄"
_JUNK = 6  # characters of strokes that recognition may add around a name
_LIKENESS = 0.85  # of a position that lost one letter of seven


class LineKind(Enum):
    """The kinds of lines that make up a signature block."""

    AUTHORITY = "authority"
    POSITION = "position"
    NAME = "name"
    ORGAN = "organ"
    APPROVAL = "approval"


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


def read_signature_lines(printed: str) -> tuple[SignatureLine, ...]:
    """What a line of the signature block says, and the names of two signers that stand side by side."""
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
        return near if likeness >= _LIKENESS else printed
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


def _name(printed: str) -> SignatureLine | None:
    """A person's name: two to five syllables with capitals, without degrees and ranks, hardly anything around."""
    key = fold(printed)
    start = len(printed) - len(printed.lstrip(_SPECKS))
    if start > 3:
        return None
    if (titles := _titles_pattern().match(key, start)) and _has_name_behind(printed, titles.end()):
        start = titles.end()
    words: list[re.Match[str]] = []
    position = start
    while found := _WORD.match(printed, position):
        is_foreign = bool(words) and _begins_with_family(fold(words[0].group()))
        if not _is_name_syllable(found.group(), is_foreign) or len(words) == 5:
            break
        words.append(found)
        position = found.end()
        while position < len(printed) and printed[position] == " ":
            position += 1
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
