"""A text that knows where each character came from, through replacements of any kind."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.mapped import MappedText


@pytest.mark.parametrize(
    ("before", "after", "offsets"),
    [
        pytest.param("mìmg", "mừng", [0, 1, 2, 3], id="as many letters"),
        pytest.param("ch ức", "chức", [0, 1, 3, 4], id="a space taken out"),
        pytest.param("TrungtâmY", "Trung tâm Y", [0, 1, 2, 3, 4, 5, 5, 6, 7, 7, 8], id="spaces put in"),
        pytest.param("girơng", "gương", [0, 1, 3, 4, 5], id="two letters for one"),
        pytest.param("abcd", "xy", [0, 3], id="all letters others"),
        pytest.param("ll", "H", [0], id="one letter for two"),
        pytest.param("H1.", "III.", [0, 1, 1, 2], id="more letters"),
        pytest.param("ab", "", [], id="nothing left"),
        pytest.param("ba", "a", [1], id="the first letter taken out"),
    ],
)
def test_a_replaced_part_maps_to_the_letters_it_had(before: str, after: str, offsets: list[int]) -> None:
    text = MappedText.of(f"[{before}]", 9).replaced([(1, 1 + len(before), after)])
    assert text.text == f"[{after}]"
    assert list(text.offsets) == [9, *(10 + offset for offset in offsets), 10 + len(before)]


def test_what_is_put_in_maps_to_the_letter_before_it() -> None:
    assert MappedText.of("ab", 5).replaced([(1, 1, "-")]).offsets == (5, 5, 6)
    assert MappedText.of("ab", 5).replaced([(0, 0, "-")]).offsets == (5, 5, 6)


def test_a_text_needs_an_offset_for_each_character() -> None:
    with pytest.raises(ValueError, match="one raw offset"):
        MappedText("ab", (1,))


_WORDS = st.text(alphabet="abâ -", max_size=8)


@given(st.lists(st.tuples(_WORDS, _WORDS), max_size=5))
def test_offsets_never_fall_whatever_is_replaced(parts: list[tuple[str, str]]) -> None:
    raw = "|".join(old for old, _ in parts)
    spans = []
    start = 0
    for old, new in parts:
        spans.append((start, start + len(old), new))
        start += len(old) + 1
    text = MappedText.of(raw, 3).replaced(spans)
    assert text.text == "|".join(new for _, new in parts)
    assert list(text.offsets) == sorted(text.offsets)
    assert all(3 <= offset < 3 + len(raw) for offset in text.offsets) or not raw


@given(st.text(alphabet="ab ", max_size=20))
def test_steps_one_after_the_other_map_to_the_first(raw: str) -> None:
    text = MappedText.of(raw, 0).sub(re.compile("a+"), lambda _: "xa").sub(re.compile(" +"), lambda _: " ")
    for character, offset in zip(text.text, text.offsets, strict=True):
        assert raw[offset] == ("a" if character == "x" else character)
