"""The share of capitals, and that it is told apart cheaply without a wrong answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.letters import capital_share

TEXTS = st.text(alphabet="aăbđêxzABĐÊ 1.,ỦỹỶ", max_size=40)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        pytest.param("MỤC ĐÍCH", 1.0, id="capitals"),
        pytest.param("2. ỦY BAN", 1.0, id="figures count neither way"),
        pytest.param("12/3", 0.0, id="no letters"),
        pytest.param("", 0.0, id="nothing"),
        pytest.param("ỦY ban", 0.4, id="both"),
    ],
)
def test_share(text: str, share: float) -> None:
    assert capital_share(text, 0.3) == share


@given(TEXTS, st.sampled_from((0.6, 0.7, 0.8, 0.85)))
def test_what_is_below_the_least_share_for_certain_is_below_it(text: str, least: float) -> None:
    letters = [character for character in text if character.isalpha()]
    share = sum(map(str.isupper, letters)) / len(letters) if letters else 0.0
    found = capital_share(text, least)
    assert found == share or (found == 0.0 and share < least)
