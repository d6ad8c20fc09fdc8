"""Codes of symbols through the damage that recognition does to capitals: "ĐĐU" is ĐU, "C1" is CT.

Only what no agency prints is touched, and only where one known code is behind it: a capital that is read twice
where the code has it once, a figure among capitals, a stroke taken for an I in front, in a longer code a capital
taken for the one that looks like it. A code that the tables do not hold stays as it is printed: agencies make
their own.
"""

from collections.abc import Callable, Collection, Iterator

from pipeline.folding import fold

# The capitals that a figure in a code may have been, by their look.
_FIGURES = {"0": "OQĐD", "1": "TIL", "5": "S", "8": "B", "6": "G", "4": "A", "2": "Z", "3": "B", "7": "T"}
# Capitals that are taken for one another where ink is thin or thick.
_ALIKE = {"I": "L", "L": "I", "G": "C", "O": "DQ", "M": "N", "R": "B", "F": "E", "Đ": "O"}
_LONG = 4  # letters of a code from which on a capital may be taken for its like; shorter codes are too close together
_STROKES = "IJl|1"
_MAX_FIGURES = 2


def repaired_code(printed: str, known: Collection[str], spelling: Callable[[str], str | None]) -> str | None:
    """The known code that was printed where recognition gave `printed`; None where none or several can be.

    Args:
        known: the folded forms of all known codes.
        spelling: the spelling of a code by its folded form.

    >>> codes = {"du": "ĐU", "ct": "CT", "tw": "TW"}
    >>> [repaired_code(code, codes, codes.get) for code in ("ĐĐU", "C1", "ITW", "HĐPH")]
    ['ĐU', 'CT', 'TW', None]
    """
    if fold(printed) in known or len(printed) < 2:
        return None
    keys = {fold(candidate) for candidate in _candidates(printed)} & set(known)
    return spelling(keys.pop()) if len(keys) == 1 else None


def _candidates(printed: str) -> Iterator[str]:
    for index in range(1, len(printed)):
        if printed[index] == printed[index - 1] and printed[index].isalpha():
            yield printed[:index] + printed[index + 1 :]
    if printed[0] in _STROKES and len(printed) > 2:
        yield printed[1:]
    if len(printed) >= _LONG:
        for index, character in enumerate(printed):
            for capital in _ALIKE.get(character, ""):
                yield printed[:index] + capital + printed[index + 1 :]
    if 0 < sum(character in _FIGURES for character in printed) <= _MAX_FIGURES:
        yield from _with_capitals(printed)


def _with_capitals(printed: str) -> Iterator[str]:
    for index, character in enumerate(printed):
        if character in _FIGURES:
            for capital in _FIGURES[character]:
                yield from _with_capitals(printed[:index] + capital + printed[index + 1 :])
            return
    yield printed
