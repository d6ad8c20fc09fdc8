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
    ],
)
def test_without_a_clear_count_nothing_is_changed(labels: list[str]) -> None:
    assert repaired(*labels) == labels


def test_sentences_are_no_headings() -> None:
    assert list(find_numeral_repairs(["I. MỤC ĐÍCH", "I. Giao các thôn thực hiện."])) == []
    assert list(find_numeral_repairs([])) == []
