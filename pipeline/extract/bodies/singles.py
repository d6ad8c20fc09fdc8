"""Single bodies: a head word with its field or a name of its own, and what it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from models.record import BodyKind, Level
from models.units import find_units
from pipeline.extract.bodies.lexicon import Phrase, body_lexicon
from pipeline.extract.bodies.tokens import Token, is_dash, is_separator, join, match, match_phrase, spell
from pipeline.extract.bodies.units import UnitTail, read_units
from pipeline.folding import fold

# A name of the table counts in small letters only when it is long enough to be no common word.
_LONG_NAME = 3
# How many small words a name that no table knows may have behind a capital, and how many in all.
_MAX_SMALL_WORDS = 4
_MAX_FREE_WORDS = 12
_MAX_RUN_WORDS = 24
_MAX_INSIDE_WORDS = 6
_MAX_DEPTH = 2
# Branches that are named after the units they are of, by a word that alone says little.
_OF_UNITS = ("Đoàn xã", "Đoàn phường", "Đoàn thị trấn")
_STATE_WORDS = (("nha", "nuoc"), ("quoc", "gia"), ("viet", "nam"), ("trung", "uong"), ("chinh", "phu"))
# Head words that are also written small before a name no table knows.
_SMALL_HEADS = frozenset({"Phòng", "Sở", "Trường", "Trung tâm", "Công ty", "Bệnh viện", "Chi cục", "Cục", "Trạm"})


@dataclass(frozen=True, slots=True)
class Single:
    """A single body that ends before token `end`: its words without unit, kind, level, unit."""

    end: int
    pieces: tuple[str, ...]
    kind: BodyKind
    level: Level | None
    units: UnitTail | None = None
    is_known: bool = False


def read_single(tokens: Sequence[Token], index: int, *, depth: int = 0) -> Single | None:
    """The single body that begins at a token, with its unit, `None` where none does."""
    if index >= len(tokens) or not tokens[index].opens or depth > _MAX_DEPTH:
        return None
    candidates = [single for single in (_named(tokens, index), _headed(tokens, index)) if single is not None]
    if not candidates:
        return None
    best = max(candidates, key=lambda single: (single.is_known, single.end))
    return _with_unit(tokens, _with_organ(tokens, best, depth))


def starts_body(tokens: Sequence[Token], index: int) -> bool:
    """Whether a name of the table begins at a token, or a head word with what may follow it."""
    named = match(body_lexicon().names, tokens, index)
    if named and (named[0].length >= _LONG_NAME or tokens[index].is_capital):
        return True
    found = _head_at(tokens, index)
    if found is None:
        return False
    head, end, is_exact = found
    if match_field(tokens, end):
        return True
    is_capital = end < len(tokens) and tokens[end].is_capital
    return is_exact and tokens[index].is_capital and (is_capital or head.tail in ("organ", "free"))


def _named(tokens: Sequence[Token], index: int) -> Single | None:
    found = match(body_lexicon().names, tokens, index)
    if found is None:
        return None
    phrase, end = found
    if phrase.length < _LONG_NAME and not tokens[index].is_capital:
        return None
    units = read_units(tokens, index + 1)
    if phrase.text in _OF_UNITS and units is not None:
        return Single(units.end, (tokens[index].text,), phrase.kind, units.level, units, is_known=True)
    text = _as_printed(phrase, tokens, index, end)
    end, more = _capital_run(tokens, end, has_field=True)  # "Ban Tuyên giáo - Nữ công", "Đồn Biên phòng Cửa Lân"
    return Single(end, (text, *more), phrase.kind, phrase.level, is_known=True)


def _as_printed(phrase: Phrase, tokens: Sequence[Token], index: int, end: int) -> str:
    """The name as the table writes it, with the capitals of the print where it has some inside ("Đa khoa")."""
    printed = join([token.text for token in tokens[index:end]])
    spelled = fold(join(spell(phrase, tokens, index, end)))
    rows = [row.text for row in body_lexicon().names.starting_with(phrase.keys[0][0]) if fold(row.text) == spelled]
    if printed in rows:
        return printed
    text = rows[0] if rows else phrase.text
    capitals = sum(token.is_capital for token in tokens[index:end])
    return printed if capitals > 1 and not printed.isupper() and printed.lower() == text.lower() else text


def _headed(tokens: Sequence[Token], index: int) -> Single | None:
    found = _head_at(tokens, index)
    if found is None:
        return None
    head, end, is_exact = found
    field = _field(head, tokens, end)
    # "phòng Nội vụ", "Phong Nội vụ": a small or damaged head word counts only before a field,
    # or a small one before words with capitals ("phòng Quản lý Công nghiệp")
    is_small = is_exact and head.text in _SMALL_HEADS and end < len(tokens) and tokens[end].is_capital
    if field is None and not (is_exact and tokens[index].is_capital) and not is_small:
        return None
    word = tuple(spell(head, tokens, index, end))
    if field is not None:
        field_end, pieces = field
        if length := _of_state(tokens, field_end):
            state = tuple(token.text for token in tokens[field_end : field_end + length])
            return Single(field_end + length, (*word, *pieces, *state), head.kind, head.level, is_known=True)
        more_end, more = _capital_run(tokens, field_end, has_field=True)
        return Single(more_end, (*word, *pieces, *more), head.kind, head.level, is_known=True)
    if head.tail == "organ":
        return Single(end, word, head.kind, head.level, is_known=True)
    if head.tail == "free" or (
        head.tail == "words" and not is_small and end < len(tokens) and not tokens[end].is_capital
    ):
        free_end, words = _free_run(tokens, end)
        if not words and head.tail != "free":
            return None
        return Single(free_end, (*word, *words), head.kind, head.level)
    run_end, words = _capital_run(tokens, end, has_field=False)
    return Single(run_end, (*word, *words), head.kind, head.level) if words else None


def _of_state(tokens: Sequence[Token], index: int) -> int:
    """How many words say that a body is the whole state's: "Cục Văn thư và Lưu trữ nhà nước"."""
    words = tuple(token.key for token in tokens[index : index + 2] if token.is_word)
    return 2 if words in _STATE_WORDS else 0


def _head_at(tokens: Sequence[Token], index: int) -> tuple[Phrase, int, bool] | None:
    """The head word at a token, the index behind it, and whether it has the very letters of the table."""
    found = match(body_lexicon().heads, tokens, index)
    if found is None or match(body_lexicon().no_names, tokens, index, exact=True):
        return None
    is_exact = tokens[index].text.lower() == found[0].parts[0][0].lower()
    return (*found, is_exact) if is_exact or tokens[index].is_capital else None


def _field(head: Phrase, tokens: Sequence[Token], index: int) -> tuple[int, tuple[str, ...]] | None:
    """The field behind a head word, and the index behind it."""
    if index >= len(tokens):
        return None
    shorts = body_lexicon().abbreviations_after.get(" ".join(head.keys[0]), {})
    for length in (5, 3, 1):  # "VH,TT&DL", "VH&TT", "VHTT"
        if index + length > len(tokens):
            continue
        letters = "".join(token.key for token in tokens[index : index + length] if token.is_word and token.key != "va")
        if letters in shorts and tokens[index].is_capital:
            return _with_second_field(tokens, index + length, shorts[letters])
    known = match_field(tokens, index)
    if known is None or not (tokens[index].is_capital or known[0].length > _LONG_NAME):
        return None
    pieces = tuple(spell(known[0], tokens, index, known[1]))
    rest = _rest_of_heading(tokens, known[1])
    return known[1] + len(rest), (*pieces, *(token.text for token in rest))


def _with_second_field(tokens: Sequence[Token], index: int, first: str) -> tuple[int, tuple[str, ...]]:
    """A field that was abbreviated, with the one that "và" joins to it ("VH-TT và Truyền thanh")."""
    second = match_field(tokens, index + 1) if index < len(tokens) and tokens[index].key in ("va", "&") else None
    if second is None or starts_body(tokens, index + 1):
        return index, (first,)
    return second[1], (first, "và", *spell(second[0], tokens, index + 1, second[1]))


def match_field(tokens: Sequence[Token], index: int) -> tuple[Phrase, int] | None:
    """The field of the table that begins at a token.

    A comma before a capital joins only what the table joins by a comma: "Sở Tài chính, Kế hoạch
    và Đầu tư" are two.
    """
    if index >= len(tokens):
        return None
    if not tokens[index].opens:
        return None
    best: tuple[Phrase, int] | None = None
    for phrase in body_lexicon().fields.starting_with(tokens[index].key):
        if best and phrase.length < best[0].length:
            break
        end = match_phrase(phrase, tokens, index)
        if end is None:
            continue
        printed = tokens[index:end]
        commas = sum(token.text == "," and after.is_capital for token, after in pairwise(printed))
        if commas > phrase.joiners.count(","):
            continue
        # "Tổ chức cán bộ" and "Tổ chức - Cán bộ" are both in use: the one with the joins of the print
        if sum(is_separator(token) for token in printed) == len(phrase.joiners):
            return phrase, end
        best = best or (phrase, end)
    return best


def _rest_of_heading(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    """Small words that lead from a known field to the end of a heading and are part of the name."""
    end = index
    while end < len(tokens) and end - index <= _MAX_FREE_WORDS and tokens[end].is_word:
        token = tokens[end]
        if token.is_capital or _ends_name(tokens, end) or (_is_stop(token) and (token.key != "va" or end == index)):
            return ()
        end += 1
    is_closed = end >= len(tokens) or tokens[end].text in (":", ";", "(")
    return tokens[index:end] if is_closed else ()


def _capital_run(tokens: Sequence[Token], index: int, *, has_field: bool) -> tuple[int, list[str]]:
    """Words with capitals, and the small ones behind them, up to what cannot be in a name."""
    words: list[str] = []
    small = 0
    while index < len(tokens) and len(words) < _MAX_RUN_WORDS:
        token = tokens[index]
        if is_separator(token):
            step = _joined(tokens, index, has_field=has_field, has_words=bool(words))
            if step is None:
                break
            words.extend(step[1])
            index, small = step[0], 0
            continue
        if token.text.isdigit():
            if not words or (words[-1].lower() not in ("số", "khu vực") and not words[-1][0].isupper()):
                break
        elif not token.is_word:
            break
        elif token.is_capital:
            if (words or has_field) and (
                starts_body(tokens, index) or _begins_other(tokens, index, has_field=has_field)
            ):
                break
            small = 0
        elif token.key == "khu" and index + 1 < len(tokens) and tokens[index + 1].key == "vuc" and (words or has_field):
            words.append(token.text)
            index += 1
            words.append(tokens[index].text)
            index += 1
            continue
        elif not words or small >= _MAX_SMALL_WORDS or _is_stop(token):
            break
        elif _ends_name(tokens, index):
            rest = () if has_field else _inside_words(tokens, index)
            words.extend(word.text for word in rest)
            index += len(rest)
            break
        else:
            small += 1
        words.append(token.text)
        index += 1
    return index, words


def _inside_words(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    """Small words up to the end of a heading, where they begin like a task that names hold too ("quản lý")."""
    if not match(body_lexicon().inside, tokens, index, exact=True):
        return ()
    end = index
    while end < len(tokens) and tokens[end].is_word and not tokens[end].is_capital and not _is_stop(tokens[end]):
        end += 1
    is_closed = end >= len(tokens) or tokens[end].text in (":", ";")
    return tokens[index:end] if is_closed and end - index <= _MAX_INSIDE_WORDS else ()


def _joined(
    tokens: Sequence[Token], index: int, *, has_field: bool, has_words: bool
) -> tuple[int, tuple[str, ...]] | None:
    """A separator that stays inside the name with the capital behind it, and the index behind them."""
    after = index + 1
    if after >= len(tokens) or not (has_field or has_words):
        return None
    known = match_field(tokens, after)
    if is_dash(tokens[index]):
        if known and not starts_body(tokens, after):
            return known[1], ("-", *spell(known[0], tokens, after, known[1]))
        if tokens[after].is_capital and not starts_body(tokens, after):
            return after + 1, ("-", tokens[after].text)
        return None
    # "Phòng Nội vụ và Tư pháp" are two; "Phòng Quản lý Đô thị và Môi trường" is one
    if has_field or not tokens[after].is_capital or starts_body(tokens, after):
        return None
    if tokens[index].text == ",":
        behind = tokens[after + 1 : after + 8]
        marks = [token.text for token in behind if not token.is_word]
        is_series = any(token.key == "va" for token in behind) and not marks
        return (after + 1, (",", tokens[after].text)) if is_series else None
    return after + 1, ("và", tokens[after].text)


def _free_run(tokens: Sequence[Token], index: int) -> tuple[int, list[str]]:
    """Words of any case up to a task, a unit, a stop word or a mark ("Ban Tổ chức cuộc thi")."""
    words: list[str] = []
    while index < len(tokens) and len(words) < _MAX_FREE_WORDS:
        token = tokens[index]
        if not token.is_word and not token.text.isdigit():
            break
        if token.key == "va" and words and index + 1 < len(tokens):
            if _leaves_name(tokens, index + 1):
                break
        elif _is_stop(token) or starts_body(tokens, index):
            break
        if _ends_name(tokens, index) and (words or not token.is_capital):
            break
        words.append(token.text)
        index += 1
    return index, words


def _leaves_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether another body, a group or a task begins behind "và"."""
    lexicon = body_lexicon()
    is_group = any(
        match(table, tokens, index, exact=True) for table in (lexicon.nouns, lexicon.people, lexicon.quantifiers)
    )
    is_group = is_group or (tokens[index].is_capital and match(lexicon.positions, tokens, index) is not None)
    return is_group or starts_body(tokens, index) or _ends_name(tokens, index) or _is_stop(tokens[index])


def _begins_other(tokens: Sequence[Token], index: int, *, has_field: bool) -> bool:
    """Whether a word with a capital is a unit or, behind a known name, a task that a heading runs into."""
    if match(body_lexicon().units, tokens, index, exact=True):
        return True
    return has_field and match(body_lexicon().verbs, tokens, index, exact=True) is not None


def _is_stop(token: Token) -> bool:
    return token.text.lower() in body_lexicon().stops


def _ends_name(tokens: Sequence[Token], index: int) -> bool:
    lexicon = body_lexicon()
    return bool(match(lexicon.verbs, tokens, index, exact=True) or match(lexicon.units, tokens, index, exact=True))


def _with_organ(tokens: Sequence[Token], single: Single, depth: int) -> Single:
    """The body with the one it belongs to, where that follows at once or behind a hyphen."""
    index = single.end
    if index >= len(tokens):
        return single
    if is_dash(tokens[index]):
        inner = read_single(tokens, index + 1, depth=depth + 1)
        is_part = inner is not None and {single.kind, inner.kind} == {BodyKind.DEPARTMENT} and inner.is_known
        return replace(single, end=inner.end, level=single.level or inner.level) if inner and is_part else single
    if tokens[index].is_capital and _is_bare_owner(tokens, index):
        inner = read_single(tokens, index, depth=depth + 1)
        if inner is None or not (inner.is_known or tokens[index].text == "Trường"):
            level = {"Sở": Level.PROVINCE, "Bộ": Level.CENTRAL}.get(tokens[index].text)
            bare = (*single.pieces, tokens[index].text)
            return replace(single, end=index + 1, pieces=bare, level=single.level or level)
    inner = read_single(tokens, index, depth=depth + 1)
    if inner is None or not (inner.is_known or tokens[index].text == "Trường"):
        return single
    return Single(
        inner.end,
        (*single.pieces, *inner.pieces),
        single.kind,
        inner.level or single.level,
        inner.units,
        single.is_known,
    )


def _is_bare_owner(tokens: Sequence[Token], index: int) -> bool:
    """Whether a body's own word stands for it behind its office: "Văn phòng Sở", "Văn phòng Hội"."""
    if tokens[index].text == "Hội":
        is_other = match(body_lexicon().no_names, tokens, index, exact=True)
        return not is_other and not (
            index + 1 < len(tokens) and tokens[index + 1].is_word and tokens[index + 1].key == "dong"
        )
    if tokens[index].text == "Ban":  # "Văn phòng Ban:", but "Văn phòng Ban Quản lý"
        return index + 1 >= len(tokens) or not tokens[index + 1].is_capital
    return tokens[index].text in ("Sở", "Bộ", "Trường", "Cục")


def _with_unit(tokens: Sequence[Token], single: Single) -> Single:
    if single.units is not None or single.end >= len(tokens):
        return single
    units = read_units(tokens, single.end)
    if units is not None:
        return replace(single, end=units.end, level=units.level, units=units)
    if [token.text for token in tokens[single.end : single.end + 2]] == ["nhà", "trường"]:
        return replace(single, end=single.end + 2, pieces=(*single.pieces, "nhà trường"))
    if tokens[single.end].text in ("thuộc", "trực") and single.end + 2 < len(tokens):
        # "Phòng Khoáng sản thuộc Sở": whose department it is says no more about the name
        owner = single.end + (1 if tokens[single.end].text == "thuộc" else 2)
        inner = read_single(tokens, owner, depth=_MAX_DEPTH) if tokens[owner].is_capital else None
        if inner is not None or tokens[owner].text in ("Sở", "Bộ", "Cục"):
            return replace(single, end=inner.end if inner else owner + 1)
    for length in (4, 3, 2):
        run = tokens[single.end : single.end + length]
        name = " ".join(token.text for token in run)
        if len(run) == length and all(token.is_word and token.is_capital for token in run) and find_units(name):
            return replace(single, end=single.end + length, pieces=(*single.pieces, name))
    return single
