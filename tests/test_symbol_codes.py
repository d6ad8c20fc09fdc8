"""Codes of symbols through damage: what is repaired, and what is left as agencies print it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.references.symbols import canonical_code, find_symbols
from pipeline.extract.symbol_codes import repaired_code

CODES = {"du": "ĐU", "ct": "CT", "tw": "TW", "ubnd": "UBND", "syt": "SYT", "hd": "HĐ"}


@pytest.mark.parametrize(
    ("printed", "code"),
    [("ĐĐU", "ĐU"), ("C1", "CT"), ("ITW", "TW"), ("UBBND", "UBND"), ("5YT", "SYT")],
)
def test_one_known_code_behind_the_damage_is_taken(printed: str, code: str) -> None:
    assert repaired_code(printed, CODES, CODES.get) == code


@pytest.mark.parametrize("printed", ["ĐU", "UBND", "HĐPH", "VTLT", "K12", "QH14", "X", "", "THPTNTN"])
def test_what_is_known_or_may_be_an_agencys_own_stays(printed: str) -> None:
    assert repaired_code(printed, CODES, CODES.get) is None


@given(st.text("ĐUBNDHTW0123456789Il", max_size=12))
def test_a_repair_is_always_a_known_code(printed: str) -> None:
    assert repaired_code(printed, CODES, CODES.get) in {None, *CODES.values()}


def test_citations_are_read_with_the_codes_that_were_printed() -> None:
    (found,) = find_symbols("theo Nghị quyết số 09-NQ/ĐĐU ngày 28/7/2025")
    assert (found.number, found.symbol) == ("09", "NQ/ĐU")
    assert canonical_code("HĐĐ") == "HĐĐ"
