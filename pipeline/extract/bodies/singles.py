"""Single bodies: a head word with its field or a name of its own, and what it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.record import BodyKind, Level
from models.units import find_units
from pipeline.extract.bodies.fields import LONG_NAME, head_at, read_field
from pipeline.extract.bodies.lexicon import Phrase, body_lexicon
from pipeline.extract.bodies.openings import single_may_begin
from pipeline.extract.bodies.runs import capital_run, free_run, named_item
from pipeline.extract.bodies.tokens import Token, is_dash, join, match, spell
from pipeline.extract.bodies.units import UnitTail, read_units
from pipeline.folding import fold

_MAX_DEPTH = 2
# Branches that are named after the units they are of, by a word that alone says little.
_OF_UNITS = frozenset(
    {"Đoàn xã", "Đoàn phường", "Đoàn thị trấn", "Thuế tỉnh", "Thuế thành phố", "Thống kê tỉnh", "Thống kê thành phố"}
    | {"Thi hành án dân sự tỉnh", "Thi hành án dân sự thành phố"}
)
# "Công đoàn nhà trường": in the plan of the house itself.
_OWN_HOUSES = (("nhà", "trường"), ("bệnh", "viện"), ("công", "ty"))
# Owners whose office is named by their own word alone, in full elsewhere.
_BARE_OWNERS = (
    *(("Tổng", "công", "ty"), ("Tập", "đoàn"), ("Công", "ty"), ("Tổng", "cục"), ("Học", "viện"), ("Bệnh", "viện")),
    *(("Trung", "tâm"), ("Chi", "cục"), ("Nhà", "trường")),
)
_STATE_WORDS = (("nha", "nuoc"), ("quoc", "gia"), ("viet", "nam"), ("trung", "uong"), ("chinh", "phu"))
# Head words that are also written small before a name no table knows.
_SMALL_HEADS = frozenset(
    {"Phòng", "Sở", "Trường", "Trung tâm", "Công ty", "Bệnh viện", "Chi cục", "Cục", "Trạm", "Khoa"}
)
# Parts of a body that have numbers for names.
_NUMBERED = frozenset({"Phòng", "Đội", "Tổ"})
# What a plan sets up for itself and names freely.
_NAMED_FREELY = frozenset({"Ban", "Tổ", "Đội", "Tiểu ban", "Hội đồng", "Khoa", "Phòng", "Trạm", "Chi hội"})


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
    if not single_may_begin(tokens[index].text, tokens[index + 1].text if index + 1 < len(tokens) else ""):
        return None
    candidates = [single for single in (_named(tokens, index), _headed(tokens, index)) if single is not None]
    if not candidates:
        return None
    best = max(candidates, key=lambda single: (single.is_known, single.end))
    if best.end < len(tokens) and tokens[best.end].small == "viên" and best.pieces[-1].endswith("ủy"):
        return None  # "Đảng ủy viên" is a member, not the committee
    return _with_unit(tokens, _with_organ(tokens, best, depth))


def _named(tokens: Sequence[Token], index: int) -> Single | None:
    found = match(body_lexicon().names, tokens, index)
    if found is None:
        return None
    phrase, end = found
    if phrase.length < LONG_NAME and not tokens[index].is_capital:
        return None
    if phrase.text in _OF_UNITS:
        words = next(length for length in range(1, phrase.length) if read_units(tokens, index + length))
        units = read_units(tokens, index + words)
        assert units is not None
        text = join(phrase.text.split()[:words])
        return Single(units.end, (text,), phrase.kind, units.level, units, is_known=True)
    text = _as_printed(phrase, tokens, index, end)
    if text.startswith("Ban Quản lý"):  # of whatever it is there for: "… dự án đầu tư xây dựng công trình giao thông"
        is_of_several = end < len(tokens) and tokens[end].small == "các"
        end, rest = free_run(tokens, end + is_of_several)
        text = " ".join((text, *(("các",) * is_of_several), *rest))
    end, more = capital_run(tokens, end, has_field=True)  # "Ban Tuyên giáo - Nữ công", "Đồn Biên phòng Cửa Lân"
    return Single(end, (text, *more), phrase.kind, phrase.level, is_known=True)


def _as_printed(phrase: Phrase, tokens: Sequence[Token], index: int, end: int) -> str:
    """The name as the table writes it, with the capitals of the print where it has some inside ("Đa khoa")."""
    printed = join([token.text for token in tokens[index:end]])
    if printed == phrase.text:
        return printed
    spelled = fold(join(spell(phrase, tokens, index, end)))
    rows = body_lexicon().names.spelled(spelled)
    if printed in rows:
        return printed
    text = rows[0] if rows else phrase.text
    capitals = sum(token.is_capital for token in tokens[index:end])
    return printed if capitals > 1 and not printed.isupper() and printed.lower() == text.lower() else text


def _headed(tokens: Sequence[Token], index: int) -> Single | None:
    found = head_at(tokens, index)
    if found is None:
        return None
    head, end, is_exact = found
    field = read_field(head, tokens, end)
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
        more_end, more = capital_run(tokens, field_end, has_field=True)
        return Single(more_end, (*word, *pieces, *more), head.kind, head.level, is_known=True)
    if is_exact and head.text in _NAMED_FREELY and (words := named_item(tokens, index, end)):
        return Single(end + len(words), (*word, *words), head.kind, head.level)
    if is_exact and head.text in _NUMBERED and _is_numbered(tokens, end):
        return Single(end + 1, (*word, tokens[end].text), head.kind, head.level, is_known=True)
    if head.tail == "number" and end < len(tokens) and tokens[end].text.isdigit():
        return Single(end + 1, (*word, tokens[end].text), head.kind, head.level, is_known=True)
    if head.text == "Đoàn" and end < len(tokens) and tokens[end].small == "các" and read_units(tokens, end):
        return Single(end, word, head.kind, head.level, is_known=True)  # "Đoàn các xã, thị trấn"
    if head.tail == "organ" and head.kind is BodyKind.OTHER:  # "Bảo tàng Hùng Vương"
        run_end, rest = capital_run(tokens, end, has_field=True)
        return Single(run_end, (*word, *rest), head.kind, head.level, is_known=True)
    if head.tail == "organ":
        return Single(end, word, head.kind, head.level, is_known=True)
    if head.tail == "free" or (
        head.tail == "words" and not is_small and end < len(tokens) and not tokens[end].is_capital
    ):
        is_of_several = head.text == "Ban Quản lý" and end < len(tokens) and tokens[end].small == "các"
        free_end, rest = free_run(tokens, end + is_of_several)
        rest = [*(["các"] * is_of_several), *rest]
        if not rest and head.tail != "free":
            return None
        return Single(free_end, (*word, *rest), head.kind, head.level)
    run_end, rest = capital_run(tokens, end, has_field=False)
    return Single(run_end, (*word, *rest), head.kind, head.level) if rest else None


def _is_numbered(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number ends the name: "Phòng 1, Phòng 8 rà soát", but not "Tổ 5 người", "Đội 2.000 người"."""
    if index >= len(tokens) or not tokens[index].text.isdigit():
        return False
    if index + 1 == len(tokens):
        return True
    behind = tokens[index + 1]
    return (
        behind.text in (",", ";", ":")
        or behind.key == "va"
        or match(body_lexicon().verbs, tokens, index + 1, exact=True) is not None
    )


def _of_state(tokens: Sequence[Token], index: int) -> int:
    """How many words say that a body is the whole state's: "Cục Văn thư và Lưu trữ nhà nước"."""
    words = tuple(token.key for token in tokens[index : index + 2] if token.is_word)
    return 2 if words in _STATE_WORDS else 0


def _with_organ(tokens: Sequence[Token], single: Single, depth: int) -> Single:
    """The body with the one it belongs to, where that follows at once or behind a hyphen."""
    index = single.end
    if index >= len(tokens):
        return single
    if is_dash(tokens[index]):
        inner = read_single(tokens, index + 1, depth=depth + 1)
        is_part = inner is not None and {single.kind, inner.kind} == {BodyKind.DEPARTMENT} and inner.is_known
        return replace(single, end=inner.end, level=single.level or inner.level) if inner and is_part else single
    if length := _bare_owner(tokens, index):
        inner = read_single(tokens, index, depth=depth + 1)
        if inner is None or not inner.is_known:
            own = tuple(token.text for token in tokens[index : index + length])
            return replace(single, end=index + length, pieces=(*single.pieces, *own))
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


def _bare_owner(tokens: Sequence[Token], index: int) -> int:
    """How many words of an owner's own stand for it behind its office: "Văn phòng Tổng công ty"."""
    return next(
        (
            len(words)
            for words in _BARE_OWNERS
            if tokens[index].text == words[0]
            and tuple(token.text for token in tokens[index : index + len(words)]) == words
        ),
        0,
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


def _with_branches(tokens: Sequence[Token], units: UnitTail) -> UnitTail:
    """The units of a youth union with those directly under it ("các huyện, thị, thành đoàn và đoàn trực thuộc")."""
    printed = tuple(token.small for token in tokens[units.end : units.end + 4])
    if not units.text.endswith("đoàn") or printed[1:] != ("đoàn", "trực", "thuộc") or printed[0] not in (",", "và"):
        return units
    text = join((units.text, *(token.text for token in tokens[units.end : units.end + 4])))
    return replace(units, end=units.end + 4, text=text)


def _with_unit(tokens: Sequence[Token], single: Single) -> Single:
    if single.units is not None or single.end >= len(tokens):
        return single
    units = read_units(tokens, single.end)
    if units is not None:
        units = _with_branches(tokens, units)
        return replace(single, end=units.end, level=units.level, units=units)
    house = tuple(token.text for token in tokens[single.end : single.end + 2])
    if house in _OWN_HOUSES:
        return replace(single, end=single.end + 2, pieces=(*single.pieces, " ".join(house)))
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
