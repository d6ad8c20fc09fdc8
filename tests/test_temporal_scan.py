import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.temporal.scan import lines_with, places, tried

_TEXT = st.text(alphabet="ab1 \n", max_size=60)
_PATTERN = re.compile(r"(?:a1?b|[0-9]b*)(?! )")


@given(_TEXT)
def test_places_are_where_the_words_begin_in_order(text: str) -> None:
    expected = sorted(start for word in ("ab", "1") for start in range(len(text)) if text.startswith(word, start))
    assert places(text, "ab", "1") == expected


@given(_TEXT)
def test_a_pattern_tried_at_its_first_letters_finds_what_it_finds_anywhere(text: str) -> None:
    starts = places(text, "a", "1")
    assert [found.span() for found in tried(_PATTERN, text, starts)] == [
        found.span() for found in _PATTERN.finditer(text)
    ]


@given(_TEXT)
def test_an_excerpt_holds_whole_lines_with_the_way_back(text: str) -> None:
    positions = places(text, "1")
    excerpt = lines_with(text, positions)
    assert excerpt.text.split("\n") == [line for line in text.split("\n") if "1" in line] or not positions
    for start in places(excerpt.text, "1"):
        first, last = excerpt.origin(start, start + 1)
        assert text[first:last] == "1"


def test_no_position_gives_an_empty_excerpt() -> None:
    assert lines_with("một\nhai", ()).text == ""
