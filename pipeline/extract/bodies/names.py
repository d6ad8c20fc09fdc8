"""Names of bodies: where they stand in a text, and how they are written canonically.

A single body is a head word with a field ("Phòng" + "Nội vụ"), or a name of its own ("Ủy ban
nhân dân"), with the body or unit it belongs to behind it; Nghị định 30/2020/NĐ-CP, Phụ lục II
writes fields with a capital, which is what ends and bounds names that no table knows. A group
is a list of nouns ("các cơ quan, đơn vị, địa phương"), one entry however long the list.

Signals in order of authority: the table's names, the table's fields, capitals. A name never
runs over a word that begins a task ("chủ trì", "phối hợp"), and nothing is a name for its
capitals alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from models.record import BodyKind, Level
from pipeline.clean.normalize import normalize_line
from pipeline.extract.bodies.fields import match_field, starts_body
from pipeline.extract.bodies.groups import Group, read_group
from pipeline.extract.bodies.kinds import group_kind, single_kind
from pipeline.extract.bodies.lexicon import Phrase, body_lexicon, phrase
from pipeline.extract.bodies.openings import BARE_COUNCILS, BARE_ORGANS, BARE_PAIRS, Opening, first_words, opening
from pipeline.extract.bodies.singles import Single, read_single
from pipeline.extract.bodies.tokens import Token, Tokens, join, match, spell, tokenize
from pipeline.extract.bodies.units import UnitTail, read_units
from pipeline.folding import fold

_SHORT_NAME = 2  # words of "Chi bộ", which is a noun of groups, too
# Words before a bare "Sở" that make it a body and no part of another word ("gửi về Sở").
_HANDED_TO = frozenset({"về", "cho", "gửi", "trình", "cáo", "lên"})
_KNOWN_NAMES = 20_000
_OWN_WORDS = (("bệnh", "viện"), ("nhà", "trường"), ("trung", "tâm"), ("công", "ty"), ("chi", "cục"), ("học", "viện"))
_MAKES = ("làm", "là")
_LONG_POST = (
    3  # words beyond which a post with a capital inside counts in small letters ("công chức Tư pháp - Hộ tịch")
)
_LIST_MARKS = (",", "va", ";")
# Offices in a team, which somebody holds beside his own post.
OFFICES = ("truong ban", "pho truong ban", "truong doan", "pho truong doan", "to truong")
# The `qualifier` of a bare organ: it is the plan's own, whatever its full name.
BARE = "bare"


@dataclass(frozen=True, slots=True)
class BodyName:
    """A name of a body in a text: `text[start:end]`, and the canonical `name`.

    `core` is the folded name without unit, separators and case, `unit` what is printed of its
    unit ("huyện", "xã, thị trấn"), `level` the level those words show. `nouns` are the folded
    members that a group lists, `qualifier` what narrows the group down ("có liên quan").
    `is_people` marks groups of persons, `has_article` groups that begin with "các", "mỗi" …
    `position` is the title before the body ("Chủ tịch"), if any.
    """

    start: int
    end: int
    name: str
    core: str
    unit: str
    kind: BodyKind
    level: Level | None
    is_group: bool = False
    is_people: bool = False
    has_article: bool = False
    nouns: tuple[str, ...] = ()
    qualifier: str = ""
    position: str = ""


def find_names(text: str, start: int = 0, end: int | None = None) -> tuple[BodyName, ...]:
    """Every name of a body in `text[start:end]`, in order, none inside another.

    >>> [found.name for found in find_names("Giao phòng VH&TT, UBND các xã chủ trì")]
    ['Phòng Văn hóa và Thông tin', 'Ủy ban nhân dân các xã']
    """
    tokens = tokenize(text, start, end)
    words = first_words()
    found: list[BodyName] = []
    behind = 0
    for index, token in enumerate(tokens):
        if index < behind or token.key not in words or not token.opens:
            continue
        second = tokens[index + 1].text if index + 1 < len(tokens) else ""
        begun = opening(token.text, second)
        if begun is not None:
            names, behind = _names_at(tokens, index, begun)
            found.extend(names)
    return tuple(found)


@cache
def canonical_name(text: str) -> str:
    """The canonical name of a text that is the name of a body; the text itself, tidied, if unknown.

    >>> canonical_name("ƯBND huyện Lộc Ninh")
    'Ủy ban nhân dân huyện Lộc Ninh'
    """
    clean = normalize_line(text, 0, is_plain_text=False).text
    names = find_names(clean)
    return names[0].name if len(names) == 1 and (names[0].start, names[0].end) == (0, len(clean)) else clean


def _names_at(tokens: Tokens, index: int, begun: Opening) -> tuple[list[BodyName], int]:
    """The names that begin at a token and the index behind them; several for "các Sở: Y tế, Tư pháp"."""
    lexicon = body_lexicon()
    position = (match(lexicon.positions, tokens, index) or _of_several(tokens, index)) if begun.title else None
    if position and _is_title(position[0], tokens[index]):
        names, after = _titled(_same_letters(position[0], tokens, index), tokens, index, position[1])
        if names:
            return names, after
    single = read_single(tokens, index) if begun.single else None
    if single is not None and _is_first_of_group(tokens, single):
        group = read_group(tokens, index)
        if group is not None and group.end > single.end and len(group.nouns) > 1:
            return [_group_name(tokens, index, group)], group.end
    if single is not None and single.units and single.units.proper_name and single.units.each:
        return _of_each_unit(tokens, index, single, single.units.each), single.end
    if single is not None:
        return _with_bare_fields(tokens, index, single)
    listed = _listed(tokens, index) if begun.article else None
    if listed is not None:
        return listed
    group = read_group(tokens, index) if begun.group else None
    post = match(lexicon.posts, tokens, index, exact=True) if begun.post else None
    is_held = post is not None and _holds_post(tokens, index, post[1], group)
    if group is not None and not is_held:
        return [_group_name(tokens, index, group)], group.end
    if post and is_held:
        pieces, end = tuple(spell(post[0], tokens, index, post[1])), post[1]
        of = read_group(tokens, end) if end < len(tokens) and tokens[end].text == "các" else None
        if of is not None and len(of.nouns) == 1 and not of.is_people:  # "Giáo viên chủ nhiệm các lớp"
            pieces, end = (*pieces, *of.pieces), of.end
        return [_single_name(tokens, index, Single(end, pieces, BodyKind.OTHER, None))], end
    return _bare(tokens, index) if begun.bare else ([], index)


def _holds_post(tokens: Tokens, index: int, end: int, group: Group | None) -> bool:
    """Whether words are a post: of one holder, or of each class's ("GVCN các lớp"), and no group of persons."""
    printed = tokens[index:end]
    if index and tokens[index - 1].text == ":" and " ".join(token.key for token in printed) in OFFICES:
        return False  # "Ông Trần Văn Bình, Hiệu trưởng: Trưởng ban" says what he is
    if index and tokens[index - 1].small in _MAKES:  # "làm Trưởng đoàn" says what somebody named before is
        return False
    if not printed[0].is_capital and not (len(printed) > _LONG_POST and any(token.is_capital for token in printed)):
        return False
    if group is None or end > group.end:
        return True
    return len(group.nouns) <= _SHORT_NAME and end < len(tokens) and tokens[end].key == "cac"


def _bare(tokens: Tokens, index: int) -> tuple[list[BodyName], int]:
    """A body's own word that stands for the whole name ("gửi về Sở", "Hội đồng hướng dẫn …")."""
    is_pair = index + 1 < len(tokens) and (tokens[index].text, tokens[index + 1].text) in BARE_PAIRS
    end = index + 1 + is_pair
    is_handed = index and tokens[index - 1].small in _HANDED_TO
    if not (is_handed and (is_pair or tokens[index].text in BARE_ORGANS)):
        end = next((index + len(keys) for keys in BARE_COUNCILS if _reads(tokens, index, keys)), index)
        is_council = tokens[index].is_capital and end > index and tokens[end - 1].closes
        is_longer = _reads(tokens, end, ("phoi", "hop")) and not any(
            _reads(tokens, end + 2, (word,)) for word in ("voi", "cung")
        )
        if not is_council or is_longer or (end < len(tokens) and tokens[end].is_capital):
            return [], index
        units = read_units(tokens, end)
        end = units.end if units is not None and not units.is_group else end
    bare = Single(end, tuple(token.text for token in tokens[index:end]), BodyKind.OTHER, None)
    return [replace(_single_name(tokens, index, bare), qualifier=BARE)], end


def _reads(tokens: Sequence[Token], index: int, keys: Sequence[str]) -> bool:
    if index >= len(tokens) or tokens[index].key != keys[0]:
        return False
    return tuple(token.key for token in tokens[index : index + len(keys)]) == tuple(keys)


def _is_title(position: Phrase, token: Token) -> bool:
    return token.is_capital or token.text.lower() == position.parts[0][0].lower()


def _same_letters(position: Phrase, tokens: Sequence[Token], index: int) -> Phrase:
    """The row of the table with the capitals of the print ("Trưởng phòng" beside "Trưởng Phòng")."""
    printed = join([token.text for token in tokens[index : index + position.length]])
    rows = body_lexicon().positions.starting_with(position.keys[0][0])
    return next((row for row in rows if row.text == printed), position)


def _of_several(tokens: Sequence[Token], index: int) -> tuple[Phrase, int] | None:
    """Titles that are one only before "các".

    "Thủ tướng các cơ quan": a government has one Thủ tướng, agencies have a Thủ trưởng. "Trưởng
    các thôn, tổ dân phố": each is Trưởng of one; read with its marks, for "trường" is a school.
    """
    if tokens[index].key not in ("thu", "truong"):
        return None
    keys = [token.key for token in tokens[index : index + 3]]
    found = body_lexicon().positions.starting_with("thu")
    if keys == ["thu", "tuong", "cac"] and found:
        return found[0], index + 2
    if keys[:2] == ["truong", "cac"] and tokens[index].text.lower() == "trưởng":
        return phrase("Trưởng"), index + 1
    return None


def _titled(position: Phrase, tokens: Tokens, index: int, end: int) -> tuple[list[BodyName], int]:
    """A title with the body or group that it heads ("Chủ tịch UBND huyện", "Thủ trưởng các đơn vị")."""
    if end >= len(tokens):
        return [], index
    title = position.text
    single = read_single(tokens, end)
    for held in range(1, position.length):  # "Trưởng phòng Nội vụ", "Chánh Thanh tra huyện": the title holds the head
        inner = read_single(tokens, end - held)
        if inner is not None and (single is None or inner.end > single.end):
            title = position.text.rsplit(" ", held)[0]
            single = inner
            if not tokens[end - held].is_capital:
                single = replace(single, pieces=(single.pieces[0].lower(), *single.pieces[1:]))
            break
    if single is not None:
        units: Sequence[UnitTail | None] = single.units.each if single.units and single.units.each else [single.units]
        titled = replace(single, pieces=(title, *single.pieces))
        return [_single_name(tokens, index, replace(titled, units=unit), title) for unit in units], single.end
    if tokens[end].text in BARE_ORGANS:
        pieces = (title, tokens[end].text)
        return [_single_name(tokens, index, Single(end + 1, pieces, BodyKind.DEPARTMENT, None), title)], end + 1
    listed = _listed(tokens, end)
    if listed is not None:  # "Giám đốc các Sở: Y tế, Tư pháp"
        return _each_titled(listed[0], title, tokens.places[index][0]), listed[1]
    owner = tuple(token.text for token in tokens[end : end + 2])
    if owner in _OWN_WORDS:  # "Giám đốc bệnh viện", "Hiệu trưởng nhà trường"
        return [_single_name(tokens, index, Single(end + 2, (title, *owner), BodyKind.OTHER, None), title)], end + 2
    group = read_group(tokens, end)
    if group is None or group.is_people:
        return [], index
    return [_group_name(tokens, index, group, title)], group.end


def _each_titled(names: Sequence[BodyName], title: str, start: int) -> list[BodyName]:
    """One head a body, the first of whom begins where the title does."""
    titled = [
        replace(name, name=f"{title} {name.name}", core=key_of(f"{title} {name.name}"), position=title)
        for name in names
    ]
    return [replace(titled[0], start=start), *titled[1:]]


def _is_first_of_group(tokens: Sequence[Token], single: Single) -> bool:
    """Whether a name without a unit goes on as a list in small letters: "Chi bộ, đảng bộ trực thuộc"."""
    words = sum(len(piece.split()) for piece in single.pieces)
    if single.units is not None or words > _SHORT_NAME or single.end + 1 >= len(tokens):
        return False
    behind = tokens[single.end + 1]
    return tokens[single.end].text == "," and behind.is_word and not behind.is_capital and behind.key != "cac"


def _of_each_unit(tokens: Tokens, index: int, single: Single, units: Sequence[UnitTail]) -> list[BodyName]:
    """One body a unit, where their common words are printed once ("UBND phường Hồng Gai và xã Yên Bình")."""
    first, *others = (replace(single, end=unit.end, units=unit) for unit in units)
    names = [_single_name(tokens, index, first)]
    for other, unit in zip(others, units[1:], strict=True):
        name = _single_name(tokens, unit.start, other)
        names.append(name)
    return names


def _with_bare_fields(tokens: Tokens, index: int, single: Single) -> tuple[list[BodyName], int]:
    """The body, and those whose head word is left out ("Sở Tài chính, Y tế, Giao thông vận tải")."""
    names = [_single_name(tokens, index, single)]
    if single.units is not None or single.end + 1 >= len(tokens) or tokens[single.end].key not in _LIST_MARKS:
        return names, single.end
    head = match(body_lexicon().heads, tokens, index)
    if head is None or head[0].tail != "field":
        return names, single.end
    fields, end = _bare_fields(tokens, single.end, head[0])
    return [*names, *fields], end


def _bare_fields(tokens: Tokens, index: int, head: Phrase) -> tuple[list[BodyName], int]:
    names: list[BodyName] = []
    while index + 1 < len(tokens) and tokens[index].key in _LIST_MARKS:
        known = match_field(tokens, index + 1)
        if known is None or not tokens[index + 1].is_capital or starts_body(tokens, index + 1):
            break
        pieces = (head.text, *spell(known[0], tokens, index + 1, known[1]))
        names.append(_single_name(tokens, index + 1, Single(known[1], pieces, head.kind, head.level)))
        index = known[1]
    return names, index


def _listed(tokens: Tokens, index: int) -> tuple[list[BodyName], int] | None:
    """ "Các Sở: Nội vụ, Tài chính": one name a field."""
    article = match(body_lexicon().quantifiers, tokens, index, exact=True)
    head = match(body_lexicon().heads, tokens, article[1]) if article else None
    if head is None or head[0].tail != "field" or head[1] >= len(tokens):
        return None
    start = head[1] + (tokens[head[1]].text == ":")
    if start >= len(tokens) or not tokens[start].is_capital:
        return None
    known = match_field(tokens, start)
    if known is None or known[1] >= len(tokens) or tokens[known[1]].key not in (",", "va", ";"):
        return None
    first = _single_name(
        tokens,
        start,
        Single(known[1], (head[0].text, *spell(known[0], tokens, start, known[1])), head[0].kind, head[0].level),
    )
    others, end = _bare_fields(tokens, known[1], head[0])
    if not others:
        return None
    return [replace(first, start=tokens.places[index][0]), *others], end


def _single_name(tokens: Tokens, index: int, single: Single, position: str = "") -> BodyName:
    unit = single.units.text if single.units else ""
    is_group = bool(single.units and single.units.is_group)
    base, core, kind = _written(single.pieces, single.kind)
    return BodyName(
        start=tokens.places[index][0],
        end=tokens.places[single.end - 1][1],
        name=f"{base} {unit}".strip(),
        core=core,
        unit=unit,
        kind=kind,
        level=single.units.level if single.units else single.level,
        is_group=is_group,
        position=position,
    )


@lru_cache(maxsize=_KNOWN_NAMES)
def _written(pieces: tuple[str, ...], kind: BodyKind) -> tuple[str, str, BodyKind]:
    """The name of these words, its key, and the kind that it shows."""
    name = _sentence_case(join(pieces))
    return name, key_of(name), single_kind(key_of(name), kind)


def _group_name(tokens: Tokens, index: int, group: Group, title: str = "") -> BodyName:
    pieces = (title, *group.pieces) if title else group.pieces
    name = _sentence_case(join(pieces))
    return BodyName(
        start=tokens.places[index][0],
        end=tokens.places[group.end - 1][1],
        name=name,
        core=key_of(name),
        unit="",
        kind=group_kind(group.nouns),
        level=group.level,
        is_group=True,
        is_people=group.is_people,
        has_article=group.has_article,
        nouns=group.nouns,
        qualifier=group.qualifier,
        position=title,
    )


def _sentence_case(name: str) -> str:
    if name.isupper() and " " in name:
        name = name.lower()
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=_KNOWN_NAMES)
def key_of(name: str) -> str:
    """What two spellings of a name share: folded words without "và" and separators.

    >>> key_of("Hội đồng Thi đua, khen thưởng") == key_of("Hội đồng Thi đua - Khen thưởng")
    True
    """
    words = "".join(character if character.isalnum() else " " for character in fold(name)).split()
    return " ".join(word for word in words if word != "va")
