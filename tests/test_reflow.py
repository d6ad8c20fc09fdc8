"""Lines of one paragraph in one text: what is joined with a space, and what is one word."""

import pytest

from models.page import Line, Page, Region
from models.record import TextOrigin
from pipeline.clean import build_document


def text_of(*lines: str, origin: TextOrigin = TextOrigin.PLAIN_TEXT, **properties: object) -> str:
    made = tuple(Line(line, **properties) for line in lines)  # type: ignore[arg-type]
    return build_document([Page(1, 0, 0, made, origin)], is_corrected=False).text


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("Các thôn cùng nhau thực hi-", "ện nội dung.", "thực hiện nội dung", id="a word at a hyphen"),
        pytest.param("Các thôn cùng nhau thực hi\u00ad", "ện nội dung.", "thực hiện nội dung", id="at a soft hyphen"),
        pytest.param("Các thôn phát triển kinh tế-", "xã hội bền vững.", "kinh tế- xã hội", id="two words"),
        pytest.param("Các thôn phát triển kinh tế -", "xã hội bền vững.", "kinh tế - xã hội", id="a dash with spaces"),
        pytest.param("Các thôn đọc kỹ Hướng dẫn số 04-", "hd/tu của huyện.", "04- hd/tu", id="a symbol"),
        pytest.param(
            "Các thôn phát triển kinh tế,", "văn hóa, xã hội.", "kinh tế, văn hóa", id="a line without hyphen"
        ),
    ],
)
def test_words_at_the_end_of_a_line(first: str, second: str, expected: str) -> None:
    assert expected in text_of(first, second)


def test_a_broken_word_is_joined_on_scans_too() -> None:
    joined = text_of("Các thôn thực hi-", "ện ngay.", origin=TextOrigin.OCR, starts_paragraph=False)
    assert joined == "Các thôn thực hiện ngay."


def test_lists_stay_lists() -> None:
    lines = ["- Thôn Đông trồng cây,", "- Thôn Tây đào mương;", "+ Thôn Nam đắp đường;", "a) Thôn Bắc dựng cầu."]
    assert text_of(*lines).split("\n") == lines


def test_columns_of_a_letterhead_are_never_one_sentence() -> None:
    lines = ("ỦY BAN NHÂN DÂN", "XÃ AN HỘI", "Số: 12/KH-UBND")
    assert text_of(*lines, region=Region.LETTERHEAD).split("\n") == list(lines)


def test_a_paragraph_is_kept_apart_over_a_page_break() -> None:
    pages = [
        Page(number, 0, 0, (Line(text),), TextOrigin.PLAIN_TEXT)
        for number, text in ((1, "Các thôn họp dân trong tháng 4."), (2, "Các trường dựng trại hè."))
    ]
    assert build_document(pages, is_corrected=False).text.count("\n") == 1
