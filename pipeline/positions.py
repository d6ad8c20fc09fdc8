"""The positions in which people sign, for every stage that has to know a signature block."""

from functools import cache

from models.lexicon import load_table
from pipeline.folding import fold


@cache
def folded_positions() -> tuple[str, ...]:
    """Every position of the table `signature` in folded form ("pho chu tich"), the longest first."""
    return tuple(sorted(map(fold, load_table("signature")["positions"]["names"]), key=lambda name: (-len(name), name)))
