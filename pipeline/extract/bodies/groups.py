"""Groups of bodies or people: "các cơ quan, đơn vị, địa phương", "toàn thể cán bộ, đảng viên"."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.record import Level
from pipeline.extract.bodies.fields import LONG_NAME, match_field
from pipeline.extract.bodies.lexicon import Phrase, PhraseTable, body_lexicon
from pipeline.extract.bodies.openings import noun_may_begin
from pipeline.extract.bodies.singles import read_single
from pipeline.extract.bodies.tokens import Token, is_dash, match, spell
from pipeline.extract.bodies.units import read_units
from pipeline.folding import fold

# Nouns that are whole names of groups: another "các" behind them begins another group.
_CLOSED = ("to chuc ", "doan the ", "hoi ")
# How far a describing clause may run ("các cơ sở có hoạt động về dược … trên địa bàn").
_MAX_CLAUSE_WORDS = 14
# "…, Ban Xây dựng Đảng" is a body of its own, though "các ban xây dựng Đảng" are a group; "Chi bộ" is not.
_MAX_NOUN_WORDS = 2
_MAX_SHORT_CLAUSE_WORDS = 5
# What a short clause may describe: "đơn vị cung cấp phần mềm".
_DESCRIBED = ("don vi", "co quan", "co so", "to chuc")
# Nouns of bodies that a field says more about.
_WITH_FIELDS = ("phong", "so", "ban", "chi cuc", "trung tam", "khoa", "hoi", "tram", "doi", "hat")
_SUPPLIES = ("cung cấp", "cung ứng")
_LONG_RELATIVES = frozenset({"có", "đang", "kinh doanh", "sản xuất", "hoạt động"})


@dataclass(frozen=True, slots=True)
class Group:
    """A group that ends before token `end`: its words, folded nouns, and what narrows it down."""

    end: int
    pieces: tuple[str, ...]
    nouns: tuple[str, ...]
    qualifier: str
    level: Level | None
    is_people: bool
    has_article: bool


@dataclass(slots=True)
class _Reader:
    """What has been read of a group so far."""

    tokens: Sequence[Token]
    index: int
    pieces: list[str] = field(default_factory=list)
    nouns: list[str] = field(default_factory=list)
    qualifiers: list[str] = field(default_factory=list)
    level: Level | None = None
    unit_level: Level | None = None
    unit_nouns: int = 0
    people: int = 0
    has_article: bool = False
    is_closed: bool = False
    has_unit: bool = False

    def take(self, pieces: Sequence[str], end: int) -> None:
        """Adds words to the name and goes on behind them."""
        self.pieces.extend(pieces)
        self.index = end

    def narrow(self, pieces: Sequence[str], end: int) -> None:
        """Adds words that narrow the group down."""
        self.take(pieces, end)
        self.is_closed = True
        self.qualifiers.extend(fold(piece) for piece in pieces)


def read_group(tokens: Sequence[Token], index: int) -> Group | None:
    """The group that begins at a token, `None` where none does.

    Without an opening word ("các", "mỗi") a list must name two nouns, or one that something
    narrows down, so that a plain "đơn vị" in a sentence is no group.
    """
    if not tokens[index].opens:
        return None
    reader = _Reader(tokens, index)
    reader.has_article = _read_article(reader)
    while _read_member(reader) and not reader.is_closed and _read_separator(reader):
        pass
    if not reader.nouns or not tokens[reader.index - 1].closes:
        return None
    if not reader.has_article and not _is_list(reader, tokens[index]):
        return None
    return Group(
        end=reader.index,
        pieces=tuple(reader.pieces),
        nouns=tuple(reader.nouns),
        qualifier=" ".join(reader.qualifiers),
        level=reader.level or (reader.unit_level if reader.unit_nouns == len(reader.nouns) else None),
        is_people=_are_people(reader),
        has_article=reader.has_article,
    )


def _are_people(reader: _Reader) -> bool:
    """Whether the members are mostly persons; "các bộ phận, cá nhân" are spoken to as parts of a body."""
    half = reader.people * 2 == len(reader.nouns) > 0 and not reader.has_article
    return reader.people * 2 > len(reader.nouns) or half


def _is_list(reader: _Reader, first: Token) -> bool:
    if reader.nouns[0].startswith("to chuc"):  # without an article this is the verb "tổ chức"
        return False
    if reader.nouns == ["cap"]:
        return first.is_capital and bool(reader.qualifiers) and _is_told(reader.tokens, reader.index)
    is_long_noun = " " in reader.nouns[0]
    if len(reader.nouns) > 1:
        return first.is_capital or is_long_noun or len(reader.nouns) > 2
    if reader.qualifiers:
        return is_long_noun and reader.nouns != ["trung tam"]  # "trung tâm thị trấn" is a place
    is_named = first.is_capital or (reader.index < len(reader.tokens) and reader.tokens[reader.index].text == ":")
    return is_named and match(body_lexicon().alone, reader.tokens, reader.index - _words(reader)) is not None


def _is_told(tokens: Sequence[Token], index: int) -> bool:
    """Whether a task follows: "Cấp xã: thành lập …", but not "Cấp tỉnh: Sở Y tế chủ trì"."""
    is_listed = index + 1 < len(tokens) and tokens[index].text == ":"
    following = index + is_listed
    is_task = match(body_lexicon().verbs, tokens, following, exact=True) is not None
    return is_task or (is_listed and tokens[following].is_word and not tokens[following].is_capital)


def _words(reader: _Reader) -> int:
    return sum(len(noun.split()) for noun in reader.nouns)


def _read_article(reader: _Reader) -> bool:
    found = match(body_lexicon().quantifiers, reader.tokens, reader.index, exact=True)
    if found is None:
        return False
    reader.take(spell(found[0], reader.tokens, reader.index, found[1]), found[1])
    return True


def _read_member(reader: _Reader) -> bool:
    """One noun of the list with what narrows it down."""
    tokens = reader.tokens
    noun = _noun_at(tokens, reader.index)
    single = read_single(tokens, reader.index) if _is_capital(tokens, reader.index) else None
    if single is not None and (noun is None or single.end > noun[1]):
        # "các Trung tâm Y tế" are a kind of body; "…, Phòng Nội vụ" is a body of its own
        if reader.nouns or not reader.has_article:
            return False
        reader.nouns.append(fold(" ".join(single.pieces)))
        reader.take(single.pieces, single.end)
        if single.units is not None:
            reader.narrow((single.units.text,), single.end)
            reader.level = single.units.level
    elif noun is not None:
        phrase, end, is_person = noun
        reader.nouns.append(" ".join(key for part in phrase.keys for key in part))
        reader.take(spell(phrase, tokens, reader.index, end), end)
        reader.people += is_person
        reader.unit_level = phrase.level
        reader.unit_nouns += phrase.level is not None
    else:
        return False
    while _read_qualifier(reader):
        pass
    return True


def _noun_at(tokens: Sequence[Token], index: int) -> tuple[Phrase, int, bool] | None:
    """The longest noun of the table, the index behind it, and whether it means persons."""
    if index >= len(tokens):
        return None
    lexicon = body_lexicon()
    which = noun_may_begin(tokens[index].text, tokens[index + 1].text if index + 1 < len(tokens) else "")
    tables = ((lexicon.nouns, False), (lexicon.people, True), (lexicon.units, False))
    found = [
        (*item, person)
        for (table, person), may_begin in zip(tables, which, strict=True)
        if may_begin and (item := _noun_of(table, tokens, index))
    ]
    if not found:
        return None
    longest = max(found, key=lambda item: item[1])
    other = match(lexicon.no_names, tokens, index, exact=True)
    # "các trường hợp": "trường" is a noun of the table, "trường hợp" is none
    return None if other and other[1] > longest[1] else longest


def _runs_into_task(noun: Phrase, tokens: Sequence[Token], index: int, end: int) -> bool:
    """Whether the last word of a noun is the first of a task: "tổ chức | đăng ký" is no "tổ chức Đảng"."""
    last = tokens[end - 1]
    if end - index < 2 or last.text.lower() == noun.parts[-1][-1].lower():
        return False
    task = match(body_lexicon().verbs, tokens, end - 1, exact=True)
    return task is not None and task[1] > end


def _noun_of(table: PhraseTable, tokens: Sequence[Token], index: int) -> tuple[Phrase, int] | None:
    """The longest noun of one table, without the word that begins the task behind it."""
    found = match(table, tokens, index, exact=True)
    while found is not None and _runs_into_task(found[0], tokens, index, found[1]):
        found = match(table, tokens[: found[1] - 1], index, exact=True)
    return found


def is_post(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Whether a post of the table begins here that goes on behind `end` ("Công chức Văn phòng - Thống kê")."""
    post = match(body_lexicon().posts, tokens, index) if _is_capital(tokens, index) else None
    return post is not None and post[1] > end


def _is_capital(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].is_capital


def _read_separator(reader: _Reader) -> bool:
    """The mark or word between two members, and the article of the next one."""
    tokens, index = reader.tokens, reader.index
    if index >= len(tokens):
        return False
    article = match(body_lexicon().quantifiers, tokens, index, exact=True)
    if article and reader.people and _noun_at(tokens, article[1]):
        # "chiến sĩ các lực lượng vũ trang": whose soldiers they are
        reader.take(spell(article[0], tokens, index, article[1]), article[1])
        return True
    is_joined = tokens[index].key in (",", "va", "/") or is_dash(tokens[index])
    after = index + 1
    if not is_joined and not (reader.people and tokens[index].text == ";" and not _is_capital(tokens, after)):
        return False
    if after < len(tokens) and tokens[index].text == "," and tokens[after].key == "va":
        after += 1
    article = match(body_lexicon().quantifiers, tokens, after, exact=True)
    noun = _noun_at(tokens, article[1] if article else after)
    # "… các thôn, tổ dân phố, các ban, ngành": behind a list of units another "các" begins another list
    is_of_units = reader.unit_nouns == len(reader.nouns) and noun is not None and noun[0].level is None
    is_new = article and (reader.has_unit or is_of_units or reader.nouns[-1].startswith(_CLOSED))
    if noun is None or is_new:
        return False
    if not reader.people and not article and match(body_lexicon().posts, tokens, after, exact=True):
        return False  # "các tổ chuyên môn và giáo viên chủ nhiệm các lớp": those who hold a post are named by it
    single = read_single(tokens, after) if _is_capital(tokens, after) else None
    is_named = single is not None and single.is_known and len(single.pieces[0].split()) > _MAX_NOUN_WORDS
    if (single is not None and single.end > noun[1] - (is_named and not article)) or is_post(tokens, after, noun[1]):
        return False
    reader.take([token.text for token in tokens[index:after]], after)
    if article:
        reader.take(spell(article[0], tokens, after, article[1]), article[1])
    return True


def _read_qualifier(reader: _Reader) -> bool:
    """A word or clause that narrows the last noun down ("có liên quan", "thuộc huyện", "của Sở")."""
    tokens, index, lexicon = reader.tokens, reader.index, body_lexicon()
    if index >= len(tokens):
        return False
    link = match(lexicon.links, tokens, index, exact=True)
    target = _target(tokens, link[1]) if link else None
    if link and target:
        reader.level = target[2] or reader.level
        reader.narrow((*spell(link[0], tokens, index, link[1]), *target[1]), target[0])
        return True
    known = match_field(tokens, index) if reader.nouns[-1] in _WITH_FIELDS and not reader.qualifiers else None
    if known and (tokens[index].is_capital or known[0].length > LONG_NAME):  # "các phòng Giáo dục và Đào tạo"
        reader.narrow(spell(known[0], tokens, index, known[1]), known[1])
        return True
    owner = read_single(tokens, index) if tokens[index].is_capital else None
    modifier = match(lexicon.modifiers, tokens, index, exact=True)
    if modifier and owner is None and not _begins_task(tokens, index, modifier[1]):
        reader.narrow(spell(modifier[0], tokens, index, modifier[1]), modifier[1])
        return True
    target = _target(tokens, index)
    if target and (tokens[index].key != "cac" or not reader.qualifiers):
        reader.level = target[2] or reader.level
        reader.narrow(target[1], target[0])
        if not tokens[index].is_capital:  # "… đoàn thể huyện, trường học và doanh nghiệp" goes on
            reader.is_closed, reader.has_unit = False, True
        return True
    return _read_clause(reader)


def _begins_task(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Whether words up to `end` that may narrow a group down begin its task instead ("phối hợp", "chủ trì")."""
    task = match(body_lexicon().verbs, tokens, index, exact=True)
    if task is None or task[1] < end or task[1] >= len(tokens):
        return False
    return tokens[task[1]].is_word or tokens[task[1]].text == ","


def _target(tokens: Sequence[Token], index: int) -> tuple[int, tuple[str, ...], Level | None] | None:
    """The unit or body that a group belongs to: the index behind it, its words, its level."""
    if index >= len(tokens):
        return None
    units = read_units(tokens, index)
    if units is not None:
        return units.end, (units.text,), units.level
    if not tokens[index].is_capital:
        return None
    single = read_single(tokens, index)
    if single is not None:
        return single.end, (*single.pieces, *([single.units.text] if single.units else [])), single.level
    if tokens[index].text in ("Sở", "Bộ", "Trường", "Cục", "Đảng", "Huyện", "Tỉnh"):
        return index + 1, (tokens[index].text,), None
    return None


def _read_clause(reader: _Reader) -> bool:
    """A describing clause, where the task begins behind it or the sentence pauses."""
    tokens, lexicon = reader.tokens, body_lexicon()
    relative = match(lexicon.relatives, tokens, reader.index, exact=True)
    if relative is None or reader.qualifiers or match(lexicon.measured, tokens, relative[1], exact=True):
        return False
    is_long = relative[0].text in _LONG_RELATIVES
    if not is_long and not reader.nouns[-1].startswith(_DESCRIBED):
        return False
    task = match(lexicon.verbs, tokens, reader.index, exact=True)
    supplies = relative[0].text in _SUPPLIES  # "các đơn vị cung ứng vật tư tổ chức …", a task only without the second
    if (reader.has_article and task and not supplies) or (task and task[1] > relative[1]):
        return False
    limit = _MAX_CLAUSE_WORDS if is_long else _MAX_SHORT_CLAUSE_WORDS
    end = relative[1]
    while end < len(tokens) and end - relative[1] < limit and tokens[end].is_word:
        if end > relative[1] and match(lexicon.verbs, tokens, end, exact=True):
            break
        end += 1
    has_task = match(lexicon.verbs, tokens, end, exact=True) is not None
    is_bounded = has_task or (
        not (task and supplies and reader.has_article) and (end >= len(tokens) or not tokens[end].is_word)
    )
    if not is_bounded or end == relative[1]:
        return False
    reader.narrow([token.text for token in tokens[reader.index : end]], end)
    return True
