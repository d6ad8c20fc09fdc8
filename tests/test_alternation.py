"""Lists of words as one pattern."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.alternation import one_of

_WORDS = st.lists(st.text(alphabet="abđã .+", min_size=1, max_size=5), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["hộ", "hộ nghèo"], "12 hộ nghèo", ["hộ nghèo"]),
        (["đ", "đồng"], "5 đồng, 3 đ", ["đồng", "đ"]),
        (["m", "m2", "m3"], "3 m2 và 4 m", ["m2", "m"]),
        (["a.b", "a+b"], "a.b a+b axb", ["a.b", "a+b"]),
        (["xã"], "phường", []),
    ],
    ids=["the longer", "one letter", "figures", "marks stand for themselves", "none"],
)
def test_words_are_found(words: list[str], text: str, found: list[str]) -> None:
    assert re.findall(rf"(?<!\w){one_of(words)}(?!\w)", text) == found


@given(_WORDS, st.text(alphabet="abđã .+", max_size=20))
def test_it_matches_like_the_plain_alternation(words: list[str], text: str) -> None:
    plain = "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))
    assert [match.span() for match in re.finditer(f"(?:{one_of(words)})", text)] == [
        match.span() for match in re.finditer(plain, text)
    ]
