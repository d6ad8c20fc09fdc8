"""Plain text through the filter: what stays where it stands, and what is changed on the way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.textstream import clean_stream
from pipeline.textfiles.decoding import TextLine


def lines_of(text: str) -> list[TextLine]:
    parts = text.split("\n")
    ends = ["\n"] * (len(parts) - 1) + [""]
    lines = [TextLine(part, end, number) for number, (part, end) in enumerate(zip(parts, ends, strict=True), start=1)]
    return lines if lines[-1].text else lines[:-1]


def cleaned(text: str, *, is_reflowed: bool = False) -> str:
    return "".join(block.text for block in clean_stream(lines_of(text), is_reflowed=is_reflowed))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="empty lines"),
        pytest.param("Các thôn trồng cây\n\n  Đội dân quân ra quân", id="a gap and an indent"),
        pytest.param("XÃ AN HỘI      Độc lập - Tự do\n", id="columns side by side"),
        pytest.param("Số:       /KH-UBND\n", id="a field left blank"),
        pytest.param("| STT | Việc |\n|-----|------|\n| 1 | Ra quân |\n", id="a table"),
        pytest.param("Các thôn cùng thực hi-\nện trong tháng 4.\n", id="a broken word"),
        pytest.param("- 2 -\n", id="a page number"),
        pytest.param("*****\n", id="a rule"),
    ],
)
def test_lines_stay_where_they_are(text: str) -> None:
    assert cleaned(text) == text


def test_lines_are_spelt_as_the_house_does() -> None:
    assert cleaned("Uỷ ban  nhân dân –  xã   \n| hoà giải |\n") == "Ủy ban nhân dân - xã\n| hòa giải |\n"


LETTERHEAD = "XÃ AN HỘI      Độc lập - Tự do\nSố: 1/KH      An Hội, ngày 2\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param(
            "Các thôn cùng nhau trồng\ncây xanh trong tháng 4.\n\nĐội dân quân ra quân.",
            "Các thôn cùng nhau trồng cây xanh trong tháng 4.\nĐội dân quân ra quân.\n",
            id="two paragraphs",
        ),
        pytest.param("Các thôn thực hi-\nện trong năm.\n", "Các thôn thực hiện trong năm.\n", id="a broken word"),
        pytest.param(LETTERHEAD, LETTERHEAD, id="columns"),
    ],
)
def test_lines_of_a_paragraph_are_joined(text: str, expected: str) -> None:
    assert cleaned(text, is_reflowed=True) == expected


FILLER = "Các thôn vận động mỗi hộ trồng hai cây xanh.\n\n"
DAMAGED = "Các cơ quan, đơn vị phối họp thực hiện kế hoạch,\ngiao Phòng Nội vụ tố chức thực hiện nhiệm vụ.\n\n"


@pytest.mark.parametrize("is_reflowed", [False, True])
def test_a_change_tells_where_it_stands_in_what_is_written(is_reflowed: bool) -> None:
    blocks = list(clean_stream(lines_of(FILLER * 30 + DAMAGED + FILLER), is_reflowed=is_reflowed))
    written = "".join(block.text for block in blocks).split("\n")
    changes = [change for block in blocks for change in block.changes]
    assert len(blocks) > 3
    assert {("phối họp", "phối hợp"), ("tố", "tổ")} <= {(change.before, change.after) for change in changes}
    for change in changes:
        assert written[change.line - 1].startswith(change.after, change.column - 1)


def test_parts_of_a_long_line_stay_one_line() -> None:
    lines = [TextLine("Các thôn trồng", " ", 1), TextLine("cây xanh.", "\n", 1), TextLine("Hết.", "\n", 2)]
    assert "".join(block.text for block in clean_stream(lines)) == "Các thôn trồng cây xanh.\nHết.\n"
    assert "".join(block.text for block in clean_stream(lines, is_reflowed=True)) == "Các thôn trồng cây xanh.\nHết.\n"


def test_blocks_come_before_the_text_ends() -> None:
    taken = 0

    def endless():
        nonlocal taken
        for number in range(1, 10_000):
            taken += 1
            yield TextLine("Các thôn trồng cây." if number % 5 else "", "\n", number)

    assert next(clean_stream(endless())).text.startswith("Các thôn trồng cây.\n")
    assert taken < 30


_LINE = st.text(alphabet='aáàcđeêhiknotuyưỷ ABTỔ.,;-|\t"19', max_size=40)


@settings(max_examples=40)  # the first example loads the tables of correction
@given(st.lists(_LINE, max_size=30))
def test_every_line_has_its_line(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    assert cleaned(text).count("\n") == len(lines)
    for before, after in zip(lines, cleaned(text).split("\n"), strict=False):
        assert bool(before.strip()) >= bool(after.strip())
        assert [c for c in before if c.isdigit()] == [c for c in after if c.isdigit()]
