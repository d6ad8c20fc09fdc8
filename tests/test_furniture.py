"""Page numbers and running heads of plain text are told from the text; the text is left alone."""

from collections.abc import Sequence

import pytest

from models.page import Line, Page, Region
from models.record import TextOrigin
from pipeline.clean import build_document
from pipeline.clean.furniture import without_furniture

BODY = [
    "Các thôn vận động mỗi hộ trồng hai cây xanh;",
    "trưởng thôn ghi sổ, nộp về văn phòng.",
    "Đội dân quân giúp gia đình neo đơn.",
    "Trạm y tế phát thuốc khử trùng giếng;",
    "việc phát thuốc xong trước mùa mưa.",
]

OTHER = BODY[2:] + BODY[:2]
THIRD = BODY[4:] + BODY[:4]


def texts(*pages: Sequence[str], origin: TextOrigin = TextOrigin.PLAIN_TEXT) -> list[Page]:
    return [
        Page(number, 0, 0, tuple(Line(line) for line in lines), origin) for number, lines in enumerate(pages, start=1)
    ]


def furniture(pages: Sequence[Page]) -> list[str]:
    return [line.text for page in without_furniture(pages) for line in page.lines if line.region is Region.FURNITURE]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param(texts(BODY, ["2", *OTHER]), ["2"], id="the number of the second page"),
        pytest.param(texts(BODY, [*OTHER, "- 2 -"], [*THIRD, "- 3 -"]), ["- 2 -", "- 3 -"], id="numbers at the foot"),
        pytest.param(texts([*BODY, "Trang 1/2"], [*BODY, "Trang 2/2"]), ["Trang 1/2", "Trang 2/2"], id="page of pages"),
        pytest.param(texts([*BODY, "7"], [*BODY, "8"]), ["7", "8"], id="pages of a longer volume"),
        pytest.param(
            texts(*(["Kế hoạch trồng cây xã An Hội", *body] for body in (BODY, OTHER, THIRD))),
            ["Kế hoạch trồng cây xã An Hội"] * 2,
            id="running head",
        ),
        pytest.param(texts([*BODY, "- 2 -", *BODY, "- 3 -", *BODY]), ["- 2 -", "- 3 -"], id="lost page breaks"),
        pytest.param(
            texts([*BODY, "Các thôn báo cáo kết quả trồng cây của mình về", "2", "văn phòng trước ngày 10.", *BODY]),
            ["2"],
            id="a torn sentence",
        ),
    ],
)
def test_what_is_furniture(pages: Sequence[Page], expected: list[str]) -> None:
    assert furniture(pages) == expected


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param(texts(["1", *BODY]), id="a number on the only page"),
        pytest.param(texts(BODY, ["45", *OTHER], ["12", *THIRD]), id="numbers that do not count"),
        pytest.param(texts([*BODY, "- 5 -", *BODY]), id="a number out of sequence"),
        pytest.param(texts([*BODY, "Số hộ tham gia:", "2", "Số cây đã trồng:", *BODY]), id="a value on its line"),
        pytest.param(texts([*BODY, "Số hộ nghèo của toàn xã năm nay", "15", "hộ", *BODY]), id="cells on their lines"),
        pytest.param(texts(["KẾ HOẠCH", *BODY], BODY[::-1]), id="a title on the first page"),
        pytest.param(texts(BODY, ["2", *BODY], origin=TextOrigin.OCR), id="scans, where the layout has looked"),
        pytest.param(texts(), id="no pages"),
    ],
)
def test_what_is_text(pages: Sequence[Page]) -> None:
    assert furniture(pages) == []


def test_a_sentence_goes_on_behind_a_page_number() -> None:
    document = build_document(
        texts([*BODY, "Các thôn báo cáo kết quả về"], ["2", "văn phòng trước ngày 10.", *BODY]), is_corrected=False
    )
    assert "Các thôn báo cáo kết quả về văn phòng trước ngày 10." in document.text
    assert "\n2\n" in document.raw
