"""Keys under which the names of bodies and places are found, however they are spelled.

A key is the name's folded words between single spaces, abbreviations written out, "và" left
out: " phong lao dong thuong binh xa hoi ". A name is found by any run of its whole words.
Keys are made in Python, so that every database compares the same strings.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from models.lexicon import load_table
from models.record import Body
from pipeline.folding import fold

_WORD = re.compile(r"[^\W_]+")
_CONJUNCTION = "va"  # "Lao động - Thương binh và Xã hội" is also printed without it

# The type of an administrative unit, which people leave out ("UBND Lộc Ninh"). It must be read
# with its diacritics: folded, "xa" is also the first word of "xã hội" and "quan" that of "quân sự".
_UNIT_TYPE = re.compile(
    r"(?<!\w)(?:thành phố|thị xã|thị trấn|đặc khu|huyện|quận|tỉnh|phường|xã(?! hội)|tp\.?|tx\.?)(?!\w)"
)
NAME_SEPARATOR = "|"  # between the spellings in one key


def words_of(text: str) -> list[str]:
    """The folded words of a text: runs of letters and digits.

    >>> words_of("Số 34-CT/TW")
    ['so', '34', 'ct', 'tw']
    """
    return _WORD.findall(fold(unicodedata.normalize("NFC", text)))


# The plans of an archive name the same bodies and headings again and again.
@lru_cache(maxsize=16_384)
def name_key(name: str) -> str:
    """The key of a name, with a space at both ends; " " where it has no words.

    >>> name_key("UBND xã Lam Vỹ")
    ' uy ban nhan dan xa lam vy '
    """
    return _joined(_expanded(words_of(name)))


@lru_cache(maxsize=16_384)
def bare_key(name: str) -> str:
    """The key of a name without the types of administrative units.

    >>> bare_key("Ủy ban nhân dân huyện Lộc Ninh")
    ' uy ban nhan dan loc ninh '
    """
    return name_key(_UNIT_TYPE.sub(" ", unicodedata.normalize("NFC", name).lower()))


def unit_key(unit: str) -> str:
    """The key of a unit of measure, in which signs are words, too.

    >>> unit_key("%"), unit_key("mô hình")
    (' phan tram ', ' mo hinh ')
    """
    return name_key(unit.replace("%", " phần trăm "))


def search_key(names: Iterable[str]) -> str:
    """One key for several spellings of one thing, each with and without unit types.

    The spellings are kept apart, so that no run of words leads from one into the next.
    """
    keys: dict[str, None] = {}
    for name in names:
        keys[name_key(name)] = None
        keys[bare_key(name)] = None
    return NAME_SEPARATOR.join(key for key in keys if key.strip())


def body_key(body: Body) -> str:
    """The key of a body: its name, and its name with the unit it belongs to where that is left out."""
    unit = body.unit
    places = [place for place in (unit.commune, unit.district, unit.province) if place]
    return search_key([body.name, *(f"{body.name} {place}" for place in places if place not in body.name)])


def _joined(words: list[str]) -> str:
    return f" {' '.join(words)} " if words else " "


def _expanded(words: list[str]) -> list[str]:
    table = _abbreviations()
    longest = _longest_by_first_word()
    expanded: list[str] = []
    position = 0
    while position < len(words):
        for length in range(longest.get(words[position], 0), 0, -1):
            form = tuple(words[position : position + length])
            if len(form) == length and form in table:
                expanded.extend(table[form])
                position += length
                break
        else:
            expanded.append(words[position])
            position += 1
    return [word for word in expanded if word != _CONJUNCTION]


@cache
def _longest_by_first_word() -> dict[str, int]:
    """Of how many words the longest abbreviation is that begins with a word; most words begin none."""
    longest: dict[str, int] = {}
    for form in _abbreviations():
        longest[form[0]] = max(longest.get(form[0], 0), len(form))
    return longest


@cache
def _abbreviations() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Folded words of every abbreviation, and those it stands for.

    Raises:
        ValueError: a form stands twice in the table.
    """
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in load_table("abbreviations")["abbreviation"]:
        for form in row["forms"]:
            words = tuple(words_of(form))
            if words in table:
                raise ValueError(f"abbreviations.toml: {form} stands twice")
            table[words] = tuple(words_of(row["expansion"]))
    return table
