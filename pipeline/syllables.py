"""How much of a text can be Vietnamese, by the build of its syllables.

A Vietnamese syllable is an onset, a rime and a tone. The three combine under few rules (Đoàn
Thiện Thuật, "Ngữ âm tiếng Việt", 1977; spelling by Quyết định 240/QĐ 1984), so the some six
thousand spellings can be generated instead of listed: `k`, `gh`, `ngh` stand before front
vowels and `c`, `g`, `ng` before the others; a rime that ends in `c`, `ch`, `p`, `t` takes only
the sharp and the heavy tone. Text recognised by a machine that knows no Vietnamese breaks the
last rule in nearly every sentence ("phat", "hop", "viec").
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from models.lexicon import load_table
from pipeline.letters import capital_share

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}  # grave, acute, tilde, hook above, dot below
_TONES_ON_STOPS = {"\u0301", "\u0323"}
_LETTERS = frozenset("aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz")

_SPLIT = re.compile(r"[\s.,;:!?()\[\]{}\"'“”‘’«»„…/\-–—‒‑−•·]+")
_NEUTRAL_SHAPE = re.compile(r"\d[\d%]*[^\W\d_]{0,3}\d{0,2}|[^\W\d_]{1,3}[²³]|[IVXLC]+|[\W_]+")
_NAMELESS = re.compile("[\ue000-\uf8ff\ufffd]{2}")  # a single one is the bullet of a symbol font
_HEADING = 0.7  # share of capitals in a line above which capitals say nothing
_MAX_CAPITALS = 8  # letters in an abbreviation: UBMTTQVN


def _is_front(rime: str) -> bool:
    return rime[0] in "eêiy"


def _agree(onset: str, rime: str) -> bool:
    if onset in {"k", "gh", "ngh"}:
        return _is_front(rime)
    if onset in {"c", "g", "ng"}:
        return not _is_front(rime)
    if onset == "qu":
        return rime[0] not in "uư" and rime[:2] not in {"oa", "oe", "oă", "oo"} and rime not in {"o", "ong", "oc"}
    if onset == "gi":
        return rime[0] not in "iy"
    return len(rime) == 1 or not rime.startswith("y")


@cache
def _spellings(rimes_name: str) -> frozenset[str]:
    """Every syllable without tone whose rime is of the named list."""
    table = load_table("syllables")
    rimes: list[str] = table[rimes_name]
    made = {onset + rime for onset in table["onsets"] for rime in rimes if _agree(onset, rime)}
    made.update(rime for rime in rimes if not rime.startswith(("yn", "yt", "yc")))
    made.update("gi" + rime[1:] for rime in rimes if rime.startswith("i"))  # gì, gìn, giêng, giết
    return frozenset(made)


def is_syllable(word: str) -> bool:
    """Whether a word, in any case and normal form, is spelt as a Vietnamese syllable can be.

    >>> is_syllable("Nghiêng"), is_syllable("việc"), is_syllable("viec"), is_syllable("kế")
    (True, True, False, True)
    """
    base, tones = _split_tone(word)
    if len(tones) > 1:
        return False
    if base in _spellings("stopped_rimes"):
        return bool(tones) and tones[0] in _TONES_ON_STOPS
    return base in _spellings("open_rimes")


def _split_tone(word: str) -> tuple[str, list[str]]:
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [character for character in decomposed if character in _TONES]
    base = "".join(character for character in decomposed if character not in _TONES)
    return unicodedata.normalize("NFC", base), tones


@dataclass(frozen=True, slots=True)
class SyllableCount:
    """How the words of a text fare. Abbreviations, numbers and bare letters are not counted."""

    words: int = 0
    syllables: int = 0  # words that can be Vietnamese
    marked: int = 0  # words with a diacritic or đ
    broken: int = 0  # words with a character inside that no Vietnamese or English word has

    def __add__(self, other: "SyllableCount") -> "SyllableCount":
        return SyllableCount(
            self.words + other.words,
            self.syllables + other.syllables,
            self.marked + other.marked,
            self.broken + other.broken,
        )

    @property
    def share(self) -> float:
        """The share of possible syllables among the words, 0..1; 0 where there are no words."""
        return self.syllables / self.words if self.words else 0.0


_Counts = tuple[int, int, int, int]  # the fields of `SyllableCount`


def count_syllables(text: str) -> SyllableCount:
    """Judge every word of a text, line by line."""
    return SyllableCount(*_count(text))


def syllable_share(text: str) -> float:
    """The share, 0..1, of words that can be Vietnamese syllables; 0 where there is no word.

    >>> syllable_share("Kế hoạch số 12/KH-UBND ngày 05 tháng 3")
    1.0
    """
    words, syllables, _, _ = _count(text)
    return syllables / words if words else 0.0


def _count(text: str) -> _Counts:
    words = syllables = marked = broken = 0
    for line in unicodedata.normalize("NFC", text).splitlines():
        known = _KNOWN[capital_share(line, _HEADING) > _HEADING]
        for counts in map(known.__getitem__, line.split()):
            words += counts[0]
            syllables += counts[1]
            marked += counts[2]
            broken += counts[3]
    return words, syllables, marked, broken


class _KnownChunks(dict[str, _Counts]):
    """The counts of what stands between two spaces, found when it is first met."""

    def __init__(self, *, is_heading: bool) -> None:
        super().__init__()
        self._is_heading = is_heading

    def __missing__(self, chunk: str) -> _Counts:
        if len(self) >= _REMEMBERED:
            self.clear()
        counts = self[chunk] = _count_chunk(chunk, self._is_heading)
        return counts


_REMEMBERED = 20_000  # a plan says the same few hundred words over and over
_KNOWN = _KnownChunks(is_heading=False), _KnownChunks(is_heading=True)  # a memory of a pure function


def _count_chunk(chunk: str, is_heading: bool) -> _Counts:
    if "@" in chunk or "www" in chunk.lower() or "://" in chunk:
        return 0, 0, 0, 0
    words = _words_of(chunk, is_heading)
    possible = [is_syllable(word) for word in words]
    return (
        len(words),
        sum(possible),
        sum(map(_has_mark, words)),
        sum(not _is_of_the_alphabet(word) for word, can_be in zip(words, possible, strict=True) if not can_be),
    )


def _has_mark(word: str) -> bool:
    return any(character in "đĐ" or len(unicodedata.normalize("NFD", character)) > 1 for character in word)


def _words_of(chunk: str, is_heading: bool) -> list[str]:
    """The words to be judged in what stands between two spaces."""
    parts = [part.strip("*_#|<>=+~&%$^`\\\u00ad\u200b\ufeff") for part in _SPLIT.split(chunk)]
    parts = [part for part in parts if part]
    is_symbol = len(parts) > 1 and any(part.isdigit() for part in parts)  # 12/KH-UBND, 30/2020/NĐ-CP
    return [part for part in parts if not _is_neutral(part, is_heading or is_symbol, is_symbol)]


def _is_neutral(word: str, among_capitals: bool, in_symbol: bool) -> bool:
    if _NAMELESS.search(word):
        return False
    if len(word) == 1 or _NEUTRAL_SHAPE.fullmatch(word):
        return True  # a label, a bullet, a number with its unit (a lone ở or ý says nothing either)
    is_capitals = word.isupper() and len(word) <= _MAX_CAPITALS and word.isalnum()
    return is_capitals and (in_symbol or not among_capitals) and not is_syllable(word)


def _is_of_the_alphabet(word: str) -> bool:
    base, _ = _split_tone(word)
    return all(character in _LETTERS for character in base)
