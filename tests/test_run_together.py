"""Words that ran together are taken apart where one way is clear, and foreign words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.language_model import shipped_model
from pipeline.clean.run_together import find_run_together


def repaired(text: str) -> str:
    for found in reversed(list(find_run_together(text, shipped_model()))):
        text = text[: found.start] + found.after + text[found.end :]
    return text


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        pytest.param("Côngchứccấp xã", "Công chức cấp xã", id="three"),
        pytest.param("báo cáo kểtừkhi nhận", "báo cáo kể từ khi nhận", id="two tones in few letters"),
        pytest.param("PhòngTàichính", "Phòng Tài chính", id="a capital inside"),
    ],
)
def test_runs_are_taken_apart(read: str, printed: str) -> None:
    assert repaired(read) == printed


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("nghiêng, khuyếch, thuở", id="long syllables"),
        pytest.param("Internet, Facebook, Vietcombank", id="plain Latin letters"),
        pytest.param("KẾHOẠCH", id="capitals"),
        pytest.param("xyzquằnggh", id="no words in it"),
        pytest.param("https://đàotạo.vn/tuyểnsinh", id="an address"),
    ],
)
def test_what_is_no_run_of_words_stays(text: str) -> None:
    assert repaired(text) == text


@given(st.text(alphabet="aăâcđeêghiklmnoôơpqrstuưvxyáàảãạốộễ -", max_size=30))
def test_only_spaces_are_put_in(text: str) -> None:
    assert repaired(text).replace(" ", "") == text.replace(" ", "")
