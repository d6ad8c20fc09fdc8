"""The administrative units at the end of a body's name: "huyện Lộc Ninh", "các xã, thị trấn"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from models.record import Level
from models.units import find_units
from pipeline.extract.bodies.lexicon import Phrase, body_lexicon
from pipeline.extract.bodies.tokens import Token, join, match

_MAX_NAME_WORDS = 4
# Words that make a body of the word for a unit before them: "Huyện ủy", "Tỉnh đoàn".
_COMMITTEES = ("ủy", "đoàn")
# Units that never have a number for a name, and what a number counts that follows at once:
# "UBND xã 06 tháng một lần".
_NAMED_UNITS = ("tỉnh", "huyện", "thị xã", "thành phố", "thị", "xã", "thị trấn", "trung ương", "đặc khu", "cơ sở")
_MISREAD = ("thành phố", "thị xã", "thị trấn")
_LEAD_INS = ("các", "cấp")
_UNDER_CENTRAL = frozenset({"tỉnh", "thành phố", "thành phố trực thuộc trung ương"})
_LEVELS = (Level.CENTRAL, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE, Level.HAMLET)


@dataclass(frozen=True, slots=True)
class UnitTail:
    """Units printed behind a name, up to token `end`: their text, level, and own name if any.

    `is_group` is true for several units of a kind ("các xã", "quận, huyện"). `each` holds one
    tail a unit where the words name different bodies: of different levels ("Chủ tịch UBND tỉnh,
    huyện"), or each with its own name ("UBND phường Hồng Gai và xã Yên Bình"). `start` is the
    token at which the tail begins.
    """

    end: int
    text: str
    level: Level
    words: tuple[str, ...]
    proper_name: str = ""
    is_group: bool = False
    each: tuple["UnitTail", ...] = ()
    start: int = 0


def read_units(tokens: Sequence[Token], index: int) -> UnitTail | None:
    """The units that begin at a token, `None` where none do."""
    if index >= len(tokens) or (tokens[index].small not in _LEAD_INS and tokens[index].key not in _first_words()):
        return None
    pieces: list[str] = []
    first = index
    has_article = _is(tokens, index, "các")
    if has_article:
        pieces.append("các")
        index += 1
    if _is(tokens, index, "cấp"):
        pieces.append("cấp")
        index += 1
    words: list[str] = []
    levels: list[Level] = []
    while True:
        found = _unit_at(tokens, index, has_article=has_article)
        if found is None or found[0].level is None:
            break
        words.append(found[0].text)
        levels.append(found[0].level)
        pieces.append(found[0].text)
        index = found[1]
        if words[-1] == "thành phố" and _is(tokens, index, ".") and tokens[index - 1].text != "phố":
            index += 1
        following = _next_unit(tokens, index, has_article=has_article)
        if following is None or _begins_others(tokens, following, words, levels, has_article=has_article):
            break
        pieces.extend(_printed(token) for token in tokens[index:following])
        index = following
    if not words:
        return None
    # "UBND các huyện: Bắc Mê, Quang Bình"
    is_series = has_article and index + 1 < len(tokens) and tokens[index].text == ":" and tokens[index + 1].is_capital
    names = _proper_names(tokens, index + is_series, words[-1], has_article=has_article)
    proper = names[0][0] if len(names) == 1 else ""
    if names:
        pieces.append(", ".join(name for name, _ in names))
        index = names[-1][1]
    if not tokens[index - 1].closes:
        return None
    level = _named_level(words[0], proper) or max(levels, key=_LEVELS.index)
    if has_article and not names and set(words) <= _UNDER_CENTRAL and "tỉnh" in words:
        level = Level.PROVINCE  # "các tỉnh, thành phố": such as are under the central government
    is_stepped = not has_article and Level.PROVINCE in levels and len(set(levels)) > 1
    each = tuple(UnitTail(index, word, step, (word,)) for word, step in zip(words, levels, strict=True))
    text = join(pieces)
    if len(pieces) == 1 and tokens[first].is_capital and not tokens[first].text.isupper():
        text = text[0].upper() + text[1:]  # a city speaks of itself as "Thành phố"
    tail = UnitTail(
        end=index,
        text=text,
        level=level,
        words=tuple(words),
        proper_name=proper,
        is_group=has_article or len(names) > 1 or (len(words) > 1 and not is_stepped),
        each=each if is_stepped else (),
        start=first,
    )
    if has_article and names:
        return _with_last(tokens, tail)
    return _with_others(tokens, tail) if proper else tail


@cache
def _first_words() -> frozenset[str]:
    """The folded words that units begin with."""
    return frozenset(body_lexicon().units.by_first)


def _with_last(tokens: Sequence[Token], tail: UnitTail) -> UnitTail:
    """The group with a unit of another type that closes it ("các huyện Gò Quao, An Biên và thành phố Rạch Giá")."""
    index = tail.end
    found = (
        _unit_at(tokens, index + 1, has_article=False) if index < len(tokens) and tokens[index].key == "va" else None
    )
    if found is None or found[0].level is not tail.level:
        return tail
    proper = _proper_name(tokens, found[1], found[0].text)
    if not proper:
        return tail
    text = f"{tail.text} và {found[0].text} {proper}"
    return replace(tail, end=found[1] + len(proper.split()), text=text)


def _with_others(tokens: Sequence[Token], tail: UnitTail) -> UnitTail:
    """The tail with the units of the same level that follow it, each with its own name."""
    others: list[UnitTail] = []
    index = tail.end
    while index + 1 < len(tokens) and tokens[index].key in (",", "va"):
        found = _unit_at(tokens, index + 1, has_article=False)
        same = found is not None and found[0].level is tail.level and tail.level is not Level.PROVINCE
        proper = _proper_name(tokens, found[1], found[0].text) if found and same else ""
        if found is None or not proper:
            break
        end = found[1] + len(proper.split())
        text = f"{found[0].text} {proper}"
        others.append(UnitTail(end, text, tail.level, (found[0].text,), proper, start=index + 1))
        index = end
    return replace(tail, each=(replace(tail), *others), end=index) if others else tail


def _printed(token: Token) -> str:
    return {"cac": "các", ".": ","}.get(token.key, token.text)


def _is(tokens: Sequence[Token], index: int, text: str) -> bool:
    return index < len(tokens) and tokens[index].small == text


def _unit_at(tokens: Sequence[Token], index: int, *, has_article: bool) -> tuple[Phrase, int] | None:
    """The unit at a token. "Các huyện ủy" are units, "Huyện ủy" and "Tỉnh đoàn" bodies of their own."""
    found = match(body_lexicon().units, tokens, index, exact=True) or _misread_unit(tokens, index)
    if found is None or (not has_article and found[0].text.endswith(_COMMITTEES)):
        return None
    noun = match(body_lexicon().nouns, tokens, index, exact=True)
    if noun is not None and noun[1] > found[1]:  # "các cơ sở giáo dục" are schools, no level of units
        return None
    is_body = found[1] < len(tokens) and tokens[index].is_capital and tokens[found[1]].text.lower() in _COMMITTEES
    return None if is_body else found


def _misread_unit(tokens: Sequence[Token], index: int) -> tuple[Phrase, int] | None:
    """A unit's type of two words of which recognition lost the marks of the second ("thành phô")."""
    found = match(body_lexicon().units, tokens, index)
    if found is None or found[1] - index != 2 or found[0].text not in _MISREAD:
        return None
    return found if tokens[index].text.lower() == found[0].parts[0][0] else None


def _next_unit(tokens: Sequence[Token], index: int, *, has_article: bool) -> int | None:
    """Where the next unit of a list begins, behind "," or "và" and perhaps "các"."""
    # a full stop before a small letter is a comma misread
    is_stop = index + 1 < len(tokens) and tokens[index].text == "." and not tokens[index + 1].is_capital
    if index >= len(tokens) or (tokens[index].key not in (",", "va", "-") and not is_stop):
        return None
    index += 1
    if index < len(tokens) and tokens[index].key == "va":
        index += 1
    if _is(tokens, index, "các") or _is(tokens, index, "cấp"):
        index += 1
    return index if _unit_at(tokens, index, has_article=has_article) else None


def _begins_others(
    tokens: Sequence[Token], index: int, words: Sequence[str], levels: Sequence[Level], *, has_article: bool
) -> bool:
    """Whether what follows is no unit of the same list.

    "Công an xã, các thôn" are a body and a group; "UBND các xã, thị trấn, huyện đoàn" are committees
    of units, and a committee.
    """
    found = _unit_at(tokens, index, has_article=has_article)
    if found is None:
        return True
    is_committee = found[0].text.endswith(_COMMITTEES) and not words[0].endswith(_COMMITTEES)
    is_committee = is_committee and found[0].level is not levels[-1]  # but "các huyện, thị, thành đoàn"
    is_hamlet = found[0].level is Level.HAMLET and Level.HAMLET not in levels
    return is_committee or (is_hamlet and not has_article)


def _proper_names(tokens: Sequence[Token], index: int, word: str, *, has_article: bool) -> list[tuple[str, int]]:
    """The own names of units behind their type, each with the index behind it.

    "UBND các xã Tân Lập, Minh Đức": after an article any names go on the list, otherwise only
    units of the table, so that a comma ends a name elsewhere.
    """
    names: list[tuple[str, int]] = []
    while name := _proper_name(tokens, index, word):
        if names and not has_article and not find_units(f"{word} {name}"):
            break
        index += len(name.split())
        names.append((name, index))
        if index + 1 >= len(tokens) or tokens[index].key not in (",", "va") or not tokens[index + 1].is_capital:
            break
        index += 1
    return names


def _proper_name(tokens: Sequence[Token], index: int, word: str) -> str:
    """The unit's own name: a known unit, or words with capitals that begin neither body nor task."""
    lexicon = body_lexicon()
    run: list[str] = []
    while index + len(run) < len(tokens) and len(run) < _MAX_NAME_WORDS:
        token = tokens[index + len(run)]
        if not run and token.text.isdigit():
            return "" if word in _NAMED_UNITS else token.text
        if not token.is_word or not token.is_capital or not (token.opens and token.closes):
            break
        run.append(token.text)
    for length in range(len(run), 0, -1):
        name = " ".join(run[:length])
        if any(unit.type == word for unit in find_units(name.title() if name.isupper() else name)):
            return name
    if run and match(lexicon.verbs, tokens, index, exact=True):
        return ""
    for length in range(len(run)):
        at = index + length
        is_head = match(lexicon.heads, tokens, at, exact=True) and length + 1 < len(run)  # but "xã Phước Hội"
        if is_head or match(lexicon.names, tokens, at):
            run = run[:length]
            break
    return " ".join(run)


def _named_level(word: str, proper: str) -> Level | None:
    levels = {unit.level for unit in find_units(f"{word} {proper}")} if proper else set()
    return levels.pop() if len(levels) == 1 else None
