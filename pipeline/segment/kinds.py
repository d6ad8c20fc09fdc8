"""What a heading says its section is for."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from models.lexicon import load_table
from models.record import SectionKind
from pipeline.folding import fold, key_similarity
from pipeline.segment.markers import is_capitals

_PART_SEPARATOR = re.compile(r"\s*(?:[,;:.()/–-]|\bva\b|\b&)\s*")
_SPECKS = re.compile(r"[\^~`|_•*\\<>={}\[\]¬®©™°]+")
_DAMAGED_MATCH = 0.85  # folded similarity above which a damaged phrase is taken for the printed one
_REMEMBERED = 1_000  # headings: a line is asked about several times, and plans have the same
_MIN_DAMAGED_LENGTH = 7  # shorter phrases are too easily alike

_Phrases = tuple[tuple[str, SectionKind], ...]


@cache
def _phrases(table: str) -> _Phrases:
    """The phrases of a table, the longest first; one that must end its part keeps its "$"."""
    rows = [
        (phrase, SectionKind(kind)) for kind, phrases in load_table("headings")[table].items() for phrase in phrases
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))


@cache
def _by_first_word(table: str) -> dict[str, _Phrases]:
    words: dict[str, list[tuple[str, SectionKind]]] = {}
    for phrase, kind in _phrases(table):
        words.setdefault(re.split(r"\W", phrase, maxsplit=1)[0], []).append((phrase, kind))
    return {word: tuple(rows) for word, rows in words.items()}


@cache
def _alternatives(section: str, name: str) -> str:
    return "|".join(sorted(map(re.escape, load_table("headings")[section][name]), key=len, reverse=True))


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternatives('before', 'words')}) ")


@cache
def _of_awards() -> re.Pattern[str]:
    """A word for form or number that the awards behind it explain: "HÌNH THỨC, SỐ LƯỢNG KHEN THƯỞNG"."""
    words = _alternatives("general", "of_awards")
    return re.compile(rf"(?:{words})(?:,? (?:va )?(?:{words})){{0,4}},? (?:{_alternatives('general', 'awards')})\b")


@cache
def _juxtaposed() -> re.Pattern[str]:
    return re.compile(rf" (?=(?:{_alternatives('juxtaposed', 'phrases')})\b)")


@lru_cache(maxsize=_REMEMBERED)
def heading_kinds(heading: str) -> tuple[SectionKind, ...]:
    """The kinds a heading names, in the order it names them; empty where it names none.

    Damaged phrases are recognised in capitals only: in small letters a body's name ("Trung
    tâm …") can be as near to a phrase ("trọng tâm") as a damaged heading is.

    >>> [str(kind) for kind in heading_kinds("MỤC TIÊU VÀ THỜI GIAN THI ĐUA")]
    ['objectives', 'time']
    """
    return _named(kind for _, kind in _parts(_folded(heading), is_damage_likely=is_capitals(heading)))


def title_kinds(heading: str) -> tuple[SectionKind, ...]:
    """The kinds of a heading at the plan's top level, where things and acts name a section too.

    >>> [str(kind) for kind in title_kinds("LỰC LƯỢNG, PHƯƠNG TIỆN")]
    ['content']
    """
    folded = _folded(heading)
    kinds = heading_kinds(heading)
    if kinds and kinds != (SectionKind.OTHER,):
        return kinds
    for table in ("top", "acts"):
        named = _named(kind for part in _split(folded) if (kind := _kind_in(table, part)))
        if named:
            return _named([*kinds, *named])
    return kinds


@lru_cache(maxsize=_REMEMBERED)
def opens_with_kind(heading: str) -> bool:
    """Whether the first words of a heading name a kind, as those of a title line do.

    A slogan can hold such a word further on ("ĐOÀN KẾT, TRÁCH NHIỆM, SÁNG TẠO").
    """
    folded = _folded(heading)
    first = next(_parts(folded, is_damage_likely=is_capitals(heading)), None)
    return (first is not None and first[0] == 0) or _kind_in("top", folded) is not None


def lower_kinds(heading: str, parent_kinds: Sequence[SectionKind]) -> tuple[SectionKind, ...]:
    """The kinds of a heading below one of `parent_kinds`: its own words' or its parent's.

    Only a heading that begins with the words of a kind says one: a body has such words in its
    name ("Phòng Kế hoạch - Tài chính"). Long headings are names of tasks and bodies; only words
    that the parent has too count in them. Words for a form or a number ("Hình thức", "Số
    lượng") are of what the parent is of.
    """
    general, folded = load_table("headings")["general"], _folded(heading)
    first = next(_parts(folded, is_damage_likely=is_capitals(heading)), None)
    own = heading_kinds(heading) if first and first[0] == 0 and not _begins(folded, general["acts"]) else ()
    if (
        SectionKind.REWARDS in parent_kinds
        and SectionKind.CONTENT not in parent_kinds
        and _begins(folded, general["of_awards"])
    ):
        return (SectionKind.REWARDS,)
    if len(parent_kinds) == 1 and parent_kinds[0] in general["parents"] and _begins(folded, general["of_parent"]):
        return tuple(parent_kinds)
    if own and (len(heading.split()) <= 12 or own[0] in parent_kinds):
        return own
    acting = load_table("headings")["inherited"]["first"]
    return (next((kind for kind in parent_kinds if kind in acting), next(iter(parent_kinds), SectionKind.OTHER)),)


def _folded(heading: str) -> str:
    """The heading folded, without specks of the scan between its words."""
    return " ".join(fold(_SPECKS.sub(" ", heading)).split())


def settle_assignments(headings: Sequence[tuple[str, tuple[SectionKind, ...]]]) -> list[tuple[SectionKind, ...]]:
    """The kinds of a plan's top headings, where one that shares out tasks stands beside one that carries out.

    "PHÂN CÔNG NHIỆM VỤ" is how a plan is carried out; beside "TỔ CHỨC THỰC HIỆN" it is its table of tasks.
    """
    table = load_table("headings")["assignments"]
    folded = [_folded(heading) for heading, _ in headings]
    carries_out = any(re.search(rf"\b(?:{'|'.join(table['beside'])})\b", heading) for heading in folded)
    return [
        (SectionKind.TASKS,)
        if carries_out and kinds == (SectionKind.IMPLEMENTATION,) and _begins(heading, table["tasks"])
        else kinds
        for heading, (_, kinds) in zip(folded, headings, strict=True)
    ]


def _begins(folded: str, words: Sequence[str]) -> bool:
    return any(folded.startswith(word) and not folded[len(word) : len(word) + 1].isalnum() for word in words)


def _named(kinds: Iterator[SectionKind] | Sequence[SectionKind]) -> tuple[SectionKind, ...]:
    """Each kind once; `other` only where there is no other."""
    unique = tuple(dict.fromkeys(kinds))
    return tuple(kind for kind in unique if kind is not SectionKind.OTHER) or unique


def _split(folded: str) -> Iterator[str]:
    """The folded heading from each of its parts on, without the words before that say nothing."""
    start = 0
    while start < len(folded):
        yield folded[start:]
        separator = _PART_SEPARATOR.search(folded, start)
        if not separator or separator.end() == start:
            break
        start = separator.end()


def _kind_in(table: str, folded: str) -> SectionKind | None:
    before = _before().match(folded)
    for rest in (folded, folded[before.end() :] if before else ""):
        found = _exact(table, rest)
        if found:
            return found[0]
    return None


def _parts(folded: str, *, is_damage_likely: bool) -> Iterator[tuple[int, SectionKind]]:
    """Each part of a heading that names a kind: where it begins, and the kind."""
    start = 0
    behind = load_table("headings")["juxtaposed"]["behind"]
    while start < len(folded):
        rest = folded[start:]
        kind, length = _leading_kind(rest, is_damage_likely=is_damage_likely)
        if kind:
            yield start, kind
        juxtaposed = _juxtaposed().match(rest, length) if rest[:length] in behind else None
        separator = juxtaposed or _PART_SEPARATOR.search(rest, length)
        if not separator or not separator.end():
            break
        start += separator.end()


def _leading_kind(folded: str, *, is_damage_likely: bool) -> tuple[SectionKind | None, int]:
    """The kind of the longest phrase that the text begins with, and the phrase's length."""
    awards = _of_awards().match(folded)
    if awards:
        return SectionKind.REWARDS, awards.end()
    before = _before().match(folded)
    for skipped in (0, before.end() if before else 0):
        found = _exact("kinds", folded[skipped:])
        if found:
            return found[0], skipped + found[1]
    return _damaged(folded) if is_damage_likely else (None, 0)


def _exact(table: str, folded: str) -> tuple[SectionKind, int] | None:
    """The kind of the longest phrase of a table that begins the text, and the phrase's length."""
    word = re.match(r"\w+", folded)
    for printed, kind in _by_first_word(table).get(word[0], ()) if word else ():
        phrase = printed.rstrip("$")
        if not folded.startswith(phrase) or folded[len(phrase) : len(phrase) + 1].isalnum():
            continue
        if phrase == printed or len(phrase) == len(folded) or _PART_SEPARATOR.match(folded, len(phrase)):
            return kind, len(phrase)
    return None


def _damaged(folded: str) -> tuple[SectionKind | None, int]:
    """The phrase that a text begins with where letters are misread, or spaces lost or put in."""
    words = folded.split()
    places = [place for place, character in enumerate(folded) if character != " "]
    squeezed = folded.replace(" ", "")
    for printed, kind in _phrases("kinds"):
        phrase = printed.rstrip("$")
        count = phrase.count(" ") + 1
        if len(phrase) < _MIN_DAMAGED_LENGTH or count == 1 or phrase != printed:
            continue
        head = " ".join(words[:count])
        if key_similarity(head.rstrip(",.:;"), phrase) >= _DAMAGED_MATCH:
            return kind, len(head.rstrip(",.:;"))
        tight = phrase.replace(" ", "")
        if squeezed.startswith(tight):
            return kind, places[len(tight) - 1] + 1
    return None, 0
