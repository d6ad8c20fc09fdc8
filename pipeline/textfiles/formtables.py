"""Which tables are no tables: the letterhead and the closing block, which Word files set as one.

A plan's letterhead stands in two columns, and so do recipients and signature (Nghị định
30/2020/NĐ-CP, Phụ lục I, mục IV). Typists make columns with a borderless table; its cells are
text in reading order, column by column.
"""

import unicodedata
from collections.abc import Sequence

from models.lexicon import load_table
from models.page import Region
from pipeline.layout.runs import key_of
from pipeline.positions import folded_positions

_MAX_SIGNATURE_LINES = 16  # a cell: authority, position, room to sign, name
_MAX_COLUMNS = 4


def column_regions(columns: Sequence[Sequence[str]]) -> tuple[Region, ...] | None:
    """The region of each column, given its lines from top to bottom; None for a real table."""
    filled = [[key for key in map(line_key, lines) if key] for lines in columns]
    if not 1 <= sum(map(bool, filled)) <= _MAX_COLUMNS:
        return None
    if any(is_motto(key) for keys in filled for key in keys):
        return (Region.LETTERHEAD,) * len(columns)
    if any(keys and is_recipients(keys[0]) for keys in filled):
        return tuple(Region.RECIPIENTS if any(map(is_recipients, keys[:1])) else Region.SIGNATURE for keys in filled)
    firsts = [next((line for line in lines if line_key(line)), "") for lines in columns]
    if all(_is_signature(first) for first in firsts if first) and max(map(len, filled)) <= _MAX_SIGNATURE_LINES:
        return (Region.SIGNATURE,) * len(columns)
    return None


def line_key(line: str) -> str:
    """The folded words of a line in any normal form (folding goes by character, so NFC first)."""
    return key_of(unicodedata.normalize("NFC", line))


def is_motto(key: str) -> bool:
    """Whether a folded line holds the national motto or its like."""
    table = load_table("layout")["letterhead"]
    return any(motto in key for motto in table["mottos"])


def is_recipients(key: str) -> bool:
    """Whether a folded line opens the list of recipients."""
    return any(key.startswith(opening) for opening in load_table("layout")["closing"]["recipients"])


def is_title(key: str) -> bool:
    """Whether a folded line is the name of a document type, which ends the letterhead."""
    return key in load_table("layout")["letterhead"]["titles"]


def _is_signature(line: str) -> bool:
    letters = [character for character in line if character.isalpha()]
    if not letters or sum(character.isupper() for character in letters) < 0.8 * len(letters):
        return False
    authorities: list[str] = load_table("layout")["closing"]["authorities"]
    key = line_key(line)
    return any(key == word or key.startswith(f"{word} ") for word in (*authorities, *folded_positions()))
