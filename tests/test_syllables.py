import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.syllables import count_syllables, is_syllable, syllable_share

_REAL = [
    "kế",
    "hoạch",
    "nghiêng",
    "quyết",
    "giữ",
    "gìn",
    "giêng",
    "giết",
    "quốc",
    "quý",
    "thuở",
    "khuya",
    "ngoằn",
    "khuỷu",
    "nguyễn",
    "yêu",
    "yến",
    "ý",
    "ủy",
    "ban",
    "uỷ",
    "nhân",
    "dân",
    "huyện",
    "thi",
    "đua",
    "khen",
    "thưởng",
    "phường",
    "xã",
    "khoẻ",
    "khỏe",
    "hòa",
    "hoà",
    "thuỷ",
    "tuyên",
    "truyền",
    "xoong",
    "rượu",
    "hươu",
    "oanh",
    "quỳnh",
    "ưu",
    "ách",
    "ghế",
    "kỳ",
    "gỗ",
    "nghị",
    "định",
    "chương",
    "trình",
    "đợt",
    "đặc",
    "biệt",
    "lập",
    "thành",
    "tích",
    "chào",
    "mừng",
    "bưởi",
    "loạt",
    "chuyển",
    "huynh",
    "quảng",
    "quét",
    "quẩn",
]
_IMPOSSIBLE = [
    "phat",
    "hop",
    "viec",
    "ngiêm",
    "kac",
    "cế",
    "gế",
    "nghành",
    "thđua",
    "CQNG",
    "qan",
    "ltập",
    "ìà",
    "đât",
    "nhiêu̇",
    "HoAxA",
    "tru6ng",
    "6Ӣ",
    "ấp̀",
    "wifi",
    "bkc",
    "khỏỏe",
]


@pytest.mark.parametrize("word", _REAL)
def test_real_syllables_are_possible(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", _IMPOSSIBLE)
def test_what_recognition_makes_up_is_impossible(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        pytest.param(
            "Kế hoạch số 12/KH-UBND ngày 05/3/2021 của UBND huyện", 1.0, id="symbols and dates are not judged"
        ),
        pytest.param("Gửi về hộp thư abc@x.gov.vn hoặc https://x.gov.vn/abc", 1.0, id="addresses are not judged"),
        pytest.param("đạt 98,5% diện tích 12km2 từ 8h30", 1.0, id="numbers with units are not judged"),
        pytest.param("I. II. a) - + • 12 …", 0.0, id="nothing to judge"),
        pytest.param("", 0.0, id="no text"),
        pytest.param("phat trien viec hoc", 0.0, id="text without marks"),
        pytest.param("kế hoach", 0.5, id="half"),
    ],
)
def test_share(text: str, share: float) -> None:
    assert syllable_share(text) == share


def test_marks_and_foreign_letters_are_counted() -> None:
    count = count_syllables("Kế hoạch ban hành\n6Ӣ 7+ѬѪ1* YLӋF")
    assert (count.marked, count.broken) == (3, 2)
    assert count_syllables("Kế hoạch ban hành thi đua").broken == 0


def test_bullets_of_symbol_fonts_are_no_broken_words() -> None:
    assert count_syllables("\uf0b7 Tổ chức thực hiện \uf02d phối hợp").broken == 0


@given(st.text(max_size=200))
def test_counts_never_exceed_the_words(text: str) -> None:
    count = count_syllables(text)
    assert max(count.syllables, count.broken) <= count.words
    assert count.marked <= count.words
    assert 0.0 <= count.share <= 1.0
