"""Names of bodies as letterheads print them, read into their organ, unit and proper capitals.

Capitals follow Nghị định 30/2020/NĐ-CP, Phụ lục II: capital on the type word and the field
words of an organ, small letters on the type word of an administrative unit, capitals on every
syllable of its name. Signals in order of authority: the tables of organs, fields and units;
the spelling in the document's own mixed-case text (a `Spelling`); the kind of organ. Words
that the tables know are repaired to the tables' spelling; others keep their letters.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from models.lexicon import load_table
from models.units import find_units
from pipeline.extract.organ_phrases import (
    Organ,
    Phrase,
    Token,
    is_word,
    long_phrases,
    phrases_by_token,
    tokens_of,
    unit_phrases,
)
from pipeline.folding import fold, key_similarity, match_key

# Gives how the document spells a printed phrase outside capitals, None where it never does.
Spelling = Callable[[str], str | None]

_FUZZY_LIKENESS = 0.88
_MAX_NAME = 5  # syllables of a unit's name, as in "Bà Rịa - Vũng Tàu"


@dataclass(frozen=True, slots=True)
class OrganName:
    """A body's name, read.

    `name` is canonical and holds the unit. `organ` is None where only a unit is printed ("TỈNH
    BÌNH PHƯỚC"). `unit` is the administrative unit with its type word ("huyện Lộc Ninh"), None
    where none is printed; a type word without a name ("huyện") counts as none and stands in
    `unit_type`. `is_bare` tells that nothing but the organ's own word is printed ("VĂN PHÒNG").
    """

    name: str
    organ: Organ | None
    unit: str | None
    unit_type: str | None
    is_bare: bool


def no_spelling(_printed: str) -> str | None:
    """The `Spelling` of a text that is not at hand."""
    return None


def read_organ_name(text: str, spelling: Spelling = no_spelling) -> OrganName:
    """The printed name of one body, in capitals or not, with canonical spelling and capitals.

    >>> read_organ_name("UBND TỈNH KIÊN GIANG").name
    'Ủy ban nhân dân tỉnh Kiên Giang'
    >>> read_organ_name("SỞ GD&ĐT").name
    'Sở Giáo dục và Đào tạo'
    """
    tokens = tokens_of(text)
    words = [token.text for token in tokens if is_word(token) and any(map(str.isalpha, token.text))]
    in_capitals = sum(word.isupper() for word in words) > 0.6 * len(words)
    parts: list[str] = []
    organ: Organ | None = None
    unit: list[str] = []
    unit_type: str | None = None
    in_unit = has_field = False
    index = 0
    while index < len(tokens):
        phrase, length = _phrase_at(tokens, index, with_organs=organ is None)
        if phrase is not None and in_unit and length == 1 and not (unit and _has_letters(tokens, index, phrase)):
            # a syllable of a unit's name, whatever else it means: "huyện Quan Hóa", "huyện Sơn Tịnh"
            phrase = None if not unit or phrase.is_unit else phrase
        if phrase is not None:
            if in_unit and unit and not phrase.is_unit and phrase.organ is None and phrase.form != "và":
                in_unit = False
            if phrase.is_unit and not _names_unit(tokens, index + length) and not _ends(tokens, index + length):
                phrase, length = None, 1
        if phrase is None:
            run_end = _run_end(tokens, index, in_unit)
            spelt = _unknown_words(tokens[index:run_end], in_capitals, in_unit, organ, has_field, spelling)
            (unit if in_unit else parts).extend(spelt)
            has_field = has_field or not in_unit
            index = run_end
            continue
        index += length
        if phrase.is_unit:
            unit, unit_type, in_unit = [], phrase.form, True
        elif in_unit:
            unit.append(phrase.form)
        else:
            organ = organ or phrase.organ
            has_field = has_field or phrase.organ is None
            parts.append(phrase.form)
    unit_name = _unit_name(unit_type, unit)
    tail = [unit_name] if unit_name else [unit_type] if unit_type else []
    name = _joined([*parts, *tail])
    return OrganName(
        name=name[:1].upper() + name[1:],
        organ=organ,
        unit=unit_name,
        unit_type=unit_type,
        is_bare=organ is not None and not has_field and unit_type is None and organ.words == "field",
    )


def organ_starts(text: str) -> tuple[int, ...]:
    """Where names of organs begin in the text, by the words of the table, from left to right.

    >>> organ_starts("UBND TỈNH KIÊN GIANG SỞ Y TẾ")
    (0, 21)
    """
    tokens = tokens_of(text)
    starts: list[int] = []
    index = 0
    while index < len(tokens):
        phrase, length = _phrase_at(tokens, index, with_organs=True)
        is_organ = phrase is not None and phrase.organ is not None
        if phrase is not None and is_organ and (not index or _is_certain(tokens, index, length, phrase)):
            starts.append(tokens[index].start)
        index += length if phrase is not None else 1
    return tuple(starts)


def organ_length(text: str) -> int:
    """How many words of the text the name of an organ takes that it begins with; 0 where it begins with none.

    >>> organ_length("ỦY BAN NHÂN DÂN XÃ"), organ_length("ỦY BAN NHÂN")
    (4, 0)
    """
    tokens = tokens_of(text)
    phrase, length = _phrase_at(tokens, 0, with_organs=True) if tokens else (None, 0)
    return length if phrase is not None and phrase.organ is not None else 0


def is_unit_line(text: str) -> bool:
    """Whether the text begins with the type word of an administrative unit ("HUYỆN LỘC NINH")."""
    tokens = tokens_of(text)
    if not tokens:
        return False
    phrase, length = _phrase_at(tokens, 0, with_organs=True)
    return phrase is not None and phrase.is_unit and length < len(tokens)


def unit_types(level: str | None = None) -> tuple[str, ...]:
    """The type words of administrative units ("tỉnh", "huyện" …), of one level or of all."""
    rows = load_table("issuers")["units"]
    return tuple(row["name"] for row in rows if level is None or row["level"] in (level, "any"))


def unit_proper_name(unit: str) -> str:
    """The name of a unit without its type word.

    >>> unit_proper_name("thành phố Sa Đéc")
    'Sa Đéc'
    """
    kinds = (kind for kind in unit_types() if fold(unit).startswith(f"{fold(kind)} "))
    return unit[len(max(kinds, key=len, default="")) :].strip()


def place_name(printed: str) -> str:
    """A place as it is printed, with small letters where recognition took them for capitals.

    >>> place_name("Lam VỸ"), place_name("TP. Hồ Chí Minh")
    ('Lam Vỹ', 'TP. Hồ Chí Minh')
    """
    first, *others = printed.split()
    return " ".join([first, *(word.capitalize() if word.isupper() and len(word) > 1 else word for word in others)])


def is_central_city(name: str) -> bool:
    """Whether a place is a city of the first level ("Hà Nội"), not the seat of a province."""
    return fold(name) in {fold(city) for city in load_table("issuers")["central_cities"]["names"]}


def qualified_unit(unit_type: str, name: str) -> str:
    """The type word with a unit's name, with the capitals of Phụ lục II.

    >>> qualified_unit("quận", "1"), qualified_unit("huyện", "Lộc Ninh")
    ('Quận 1', 'huyện Lộc Ninh')
    """
    if name[:1].isdigit() or fold(name) == "ho chi minh":
        return f"{unit_type[:1].upper()}{unit_type[1:]} {name}"
    return f"{unit_type} {name}"


def _has_letters(tokens: Sequence[Token], index: int, phrase: Phrase) -> bool:
    """Whether a syllable has the very letters of its row, or the whole line has lost its marks."""
    if tokens[index].text.lower() == phrase.form.lower():
        return True
    return all(token.text.lower() == token.key for token in tokens if is_word(token))


def _phrase_at(tokens: Sequence[Token], index: int, *, with_organs: bool) -> tuple[Phrase | None, int]:
    """The longest phrase that begins at a token, and how many tokens it takes; dashes and commas are skipped."""
    for phrase in phrases_by_token().get(tokens[index].key, ()):
        # behind "Ban Thường vụ" an abbreviation is still written out ("Hội LHPN")
        if phrase.organ is not None and not with_organs and not phrase.is_short and phrase.organ.name != "Công an":
            continue
        length = _match_length(tokens, index, phrase.keys)
        if length and _is_same_word(tokens, index, length, phrase):
            return phrase, length
    words = [position for position in range(index, len(tokens)) if is_word(tokens[position])]
    if words[:1] != [index]:
        return None, 1
    readings: dict[int, str] = {}
    for phrase, key in long_phrases().get(tokens[index].key[:1], ()):
        count = len(phrase.keys)
        if len(words) < count or (phrase.organ is not None and not with_organs):
            continue
        if count not in readings:
            readings[count] = match_key(" ".join(tokens[position].key for position in words[:count]))
        if key_similarity(readings[count], key) >= _FUZZY_LIKENESS:
            return phrase, words[count - 1] - index + 1
    return None, 1


def _is_same_word(tokens: Sequence[Token], index: int, length: int, phrase: Phrase) -> bool:
    """Whether an organ of one syllable is meant, not a name that folds like it ("Bố Trạch" and "Bộ").

    The marks must agree, or be lost altogether; the first syllable behind a unit's type word is a name.
    """
    if phrase.organ is None or len(phrase.keys) > 1:
        return True
    if index and any(unit.is_unit and unit.keys[-1] == tokens[index - 1].key for unit in unit_phrases()):
        return False
    is_abbreviation = " " in phrase.organ.name
    printed = tokens[index].text.lower()
    if is_abbreviation or printed == phrase.organ.name.lower():
        return True
    return (phrase.organ.by_key or printed == phrase.keys[0]) and _is_certain(tokens, index, length, phrase)


def _is_certain(tokens: Sequence[Token], index: int, length: int, phrase: Phrase) -> bool:
    """Whether an organ begins here inside a line: a single syllable may end a name ("xã Tân Hội")."""
    if len(phrase.keys) > 1 or " " in phrase.form:
        return True
    return index + length < len(tokens) and _phrase_at(tokens, index + length, with_organs=False)[0] is not None


def _match_length(tokens: Sequence[Token], index: int, keys: Sequence[str]) -> int:
    position = index
    for number, key in enumerate(keys):
        if number:
            while position < len(tokens) and tokens[position].text in "-–—,":
                position += 1
        if position >= len(tokens) or tokens[position].key != key:
            return 0
        position += 1
    return position - index


def _names_unit(tokens: Sequence[Token], index: int) -> bool:
    """Whether a unit's name follows: a word with a capital, or a number."""
    return index < len(tokens) and (tokens[index].text[:1].isupper() or tokens[index].text[:1].isdigit())


def _ends(tokens: Sequence[Token], index: int) -> bool:
    return index >= len(tokens) or not is_word(tokens[index])


def _run_end(tokens: Sequence[Token], index: int, in_unit: bool) -> int:
    """Where a run of words ends that no table knows."""
    end = index + 1
    while end < len(tokens) and (not in_unit or end - index < _MAX_NAME):
        phrase, length = _phrase_at(tokens, end, with_organs=False)
        is_syllable = length == 1 and phrase is not None and phrase.is_unit and not _has_letters(tokens, end, phrase)
        if phrase is not None and (not in_unit or (phrase.is_unit and not is_syllable) or phrase.form == "và"):
            break
        end += 1
    return end


def _unknown_words(
    tokens: Sequence[Token],
    in_capitals: bool,
    in_unit: bool,
    organ: Organ | None,
    has_field: bool,
    spelling: Spelling,
) -> list[str]:
    """Words that no table knows, as the document spells them elsewhere, or by the kind of organ."""
    printed = [token.text for token in tokens]
    spelt = spelling(" ".join(printed))
    if spelt is not None:
        return [spelt]
    if not in_capitals:
        return printed
    if not in_unit and (unit := known_unit(" ".join(printed))) is not None:
        return [unit]  # "SỞ Y TẾ LONG AN": the province without its type word
    if in_unit or organ is None or organ.words == "name":
        return [_as_name(word) for word in printed]
    small = [word.lower() if word.isalpha() and not _is_code(word) else word for word in printed]
    return small if has_field else [small[0][:1].upper() + small[0][1:], *small[1:]]


def known_unit(name: str) -> str | None:
    """The name of a province or district as it is spelled, None where there is none of that name.

    >>> known_unit("LONG AN"), known_unit("VĂN THƯ")
    ('Long An', None)
    """
    units = find_units(name)
    return units[0].name if units else None


def _as_name(word: str) -> str:
    """A syllable of a name in small letters behind its capital: "M'ĐRĂK" is M'Đrăk."""
    parts = re.split(r"(['’])", word)
    if not all(part.isalpha() for part in parts[::2]) or _is_code(word):
        return word
    return "".join(part.capitalize() for part in parts)


def _is_code(word: str) -> bool:
    """Whether letters in capitals are an abbreviation: no syllable does without a vowel."""
    return word.isupper() and not any(letter in "aeiouy" for letter in fold(word))


def _unit_name(unit_type: str | None, words: Iterable[str]) -> str | None:
    name = _joined(list(words))
    return qualified_unit(unit_type, name) if unit_type and name else None


def _joined(words: Sequence[str]) -> str:
    text = " ".join(word for word in words if word)
    text = re.sub(r"\s+([,;)”])", r"\1", text)
    return re.sub(r"([(“])\s+", r"\1", text).strip(' -–—,;./"“')
