"""What a heading says its section is for."""

import re
from functools import cache

from models.lexicon import load_table
from models.record import SectionKind
from pipeline.folding import fold, similarity

_PART_SEPARATOR = re.compile(r"\s*(?:[,;:.()/–-]|\bva\b|\b&)\s*")
_DAMAGED_MATCH = 0.87  # folded similarity above which a damaged phrase is taken for the printed one
_MIN_DAMAGED_LENGTH = 7  # shorter phrases are too easily alike


@cache
def _phrases() -> tuple[tuple[str, SectionKind], ...]:
    rows = [
        (phrase, SectionKind(kind)) for kind, phrases in load_table("headings")["kinds"].items() for phrase in phrases
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))


def heading_kinds(heading: str) -> tuple[SectionKind, ...]:
    """The kinds a heading names, in the order it names them; empty where it names none.

    Damaged phrases are recognised in capitals only: in small letters a body's name ("Trung
    tâm …") can be as near to a phrase ("trọng tâm") as a damaged heading is.

    >>> [str(kind) for kind in heading_kinds("MỤC TIÊU VÀ THỜI GIAN THI ĐUA")]
    ['objectives', 'time']
    """
    kinds: list[SectionKind] = []
    rest = " ".join(fold(heading).split())
    is_damage_likely = heading == heading.upper()
    while rest:
        kind, length = _leading_kind(rest, is_damage_likely=is_damage_likely)
        if kind and kind not in kinds:
            kinds.append(kind)
        separator = _PART_SEPARATOR.search(rest, length)
        if not separator:
            break
        rest = rest[separator.end() :]
    named = tuple(kind for kind in kinds if kind is not SectionKind.OTHER)
    return named or tuple(kinds)


def _leading_kind(folded: str, *, is_damage_likely: bool) -> tuple[SectionKind | None, int]:
    """The kind of the longest phrase that the text begins with, and the phrase's length."""
    for phrase, kind in _phrases():
        if folded.startswith(phrase) and not folded[len(phrase) : len(phrase) + 1].isalnum():
            return kind, len(phrase)
    if not is_damage_likely:
        return None, 0
    words = folded.split()
    for phrase, kind in _phrases():
        count = phrase.count(" ") + 1
        head = " ".join(words[:count])
        if len(phrase) >= _MIN_DAMAGED_LENGTH and count > 1 and similarity(head, phrase) >= _DAMAGED_MATCH:
            return kind, len(head)
    return None, 0
