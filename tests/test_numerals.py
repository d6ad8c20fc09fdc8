"""Numerals of headings are made what the count demands, and left alone where it shows nothing."""

import pytest

from pipeline.clean.numerals import find_numeral_repairs

TITLES = ["MỤC ĐÍCH, YÊU CẦU", "NỘI DUNG", "THỜI GIAN", "KINH PHÍ", "TỔ CHỨC THỰC HIỆN"]


def headings(*labels: str) -> list[str]:
    texts = ["KẾ HOẠCH", "Về nạo vét kênh mương"]
    for label, title in zip(labels, TITLES, strict=False):
        texts += [f"{label} {title}", "1. Các thôn ra quân trong tháng 4."]
    return texts


def repaired(*labels: str) -> list[str]:
    texts = headings(*labels)
    for number, found in find_numeral_repairs(texts):
        texts[number] = texts[number][: found.start] + found.after + texts[number][found.end :]
    return [text.split()[0] for text in texts[2::2]]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        pytest.param(["I.", "II.", "II.", "IV.", "V."], ["I.", "II.", "III.", "IV.", "V."], id="a lost stroke"),
        pytest.param(["1.", "II.", "III."], ["I.", "II.", "III."], id="a one for the first"),
        pytest.param(["I-", "H-", "III-", "TV-", "V-"], ["I-", "II-", "III-", "IV-", "V-"], id="letters of like shape"),
        pytest.param(["I.", "II.", "II."], ["I.", "II.", "III."], id="the last one"),
        pytest.param(["I.", "I.", "III."], ["I.", "II.", "III."], id="twice the first"),
        pytest.param(["I.", "I.", "II.", "IV."], ["I.", "II.", "III.", "IV."], id="two in a row"),
        pytest.param(["1-", "II-", "HI-", "1V-"], ["I-", "II-", "III-", "IV-"], id="other letters of the same strokes"),
        pytest.param(["1.", "II.", "IV.", "VI."], ["I.", "II.", "IV.", "VI."], id="headings lost between"),
    ],
)
def test_the_count_tells_the_numeral(read: list[str], printed: list[str]) -> None:
    assert repaired(*read) == printed


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(["I.", "II.", "III.", "IV.", "V."], id="all is right"),
        pytest.param(["I.", "II.", "II.", "III."], id="a slip of the plan's own"),
        pytest.param(["I.", "II.", "IV.", "V."], id="a gap"),
        pytest.param(["1.", "2.", "3."], id="another kind of numbers"),
        pytest.param(["1."], id="one alone"),
        pytest.param(["I.", "II.", "III.", "V."], id="the fourth is lost"),
        pytest.param(["I.", "I."], id="a part of the plan and one of its appendix"),
        pytest.param(["I.", "II.", "I.", "II."], id="a second list"),
        pytest.param(["I.", "III.", "IV."], id="the second is lost"),
    ],
)
def test_without_a_clear_count_nothing_is_changed(labels: list[str]) -> None:
    assert repaired(*labels) == labels


def test_sentences_are_no_headings() -> None:
    assert list(find_numeral_repairs(["I. MỤC ĐÍCH", "I. Giao các thôn thực hiện."])) == []
    assert list(find_numeral_repairs([])) == []


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        pytest.param("xong trong quý 11/2020", "xong trong quý II/2020", id="two strokes"),
        pytest.param("quý HI và quý TV", "quý III và quý IV", id="letters of like shape"),
        pytest.param("quý 1/2024 và quý 2/2024", "quý 1/2024 và quý 2/2024", id="quarters in digits"),
        pytest.param("quý IV, quý III", "quý IV, quý III", id="all is right"),
        pytest.param("quý Hội, quý Tỵ", "quý Hội, quý Tỵ", id="words"),
        pytest.param("ngày 20 tháng II năm 2008", "ngày 20 tháng 11 năm 2008", id="a month"),
        pytest.param("trước II giờ, vùng II", "trước 11 giờ, vùng II", id="an hour"),
    ],
)
def test_quarters_months_and_hours(read: str, printed: str) -> None:
    text = read
    for _, found in reversed(list(find_numeral_repairs([read]))):
        text = text[: found.start] + found.after + text[found.end :]
    assert text == printed
