import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.page import Line, Region
from models.record import TextOrigin
from pipeline.textfiles.plaintext import text_pages


def _read(text: str) -> tuple[Line, ...]:
    (page,) = text_pages([text])
    assert page.text_origin is TextOrigin.PLAIN_TEXT
    return page.lines


def _texts(lines: tuple[Line, ...], region: Region) -> list[str]:
    return [line.text for line in lines if line.region is region]


def _cells(lines: tuple[Line, ...]) -> list[list[str]]:
    rows: dict[tuple[int | None, int | None], list[str]] = {}
    for line in lines:
        if line.table is not None:
            rows.setdefault((line.table, line.row), []).append(line.text)
    return list(rows.values())


def test_lines_stay_as_they_are_empty_ones_included() -> None:
    assert [line.text for line in _read("  Kế hoạch \n\n- Một;\n")] == ["  Kế hoạch ", "", "- Một;", ""]


@pytest.mark.parametrize(
    ("line", "is_bold"),
    [
        ("**I. MỤC ĐÍCH**", True),
        ("### **I. MỤC ĐÍCH**", True),
        ("## I. MỤC ĐÍCH", True),
        ("**Một** và **hai**", None),
        ("#1 là số", None),
        ("****", None),
        ("I. MỤC ĐÍCH", None),
    ],
)
def test_markdown_tells_what_is_bold(line: str, is_bold: bool | None) -> None:
    assert _read(line)[0].is_bold is is_bold


def test_pages_are_numbered_and_so_are_tables_through_the_document() -> None:
    pages = text_pages(["|a |b |\n|c |d |", "không", "|e |f |\n|g |h |"])
    assert [page.number for page in pages] == [1, 2, 3]
    assert [{line.table for line in page.lines} for page in pages] == [{0}, {None}, {1}]


_LETTERHEAD = """
|ỦY BAN NHÂN DÂN          | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
|HUYỆN AN BÌNH            |Độc lập – Tự do – Hạnh phúc          |
|                         |                                     |
|Số:      /KH-UBND        |An Bình, ngày    tháng 3 năm 2021    |

KẾ HOẠCH
"""


def test_a_letterhead_in_bars_comes_column_by_column() -> None:
    assert _texts(_read(_LETTERHEAD), Region.LETTERHEAD) == [
        "ỦY BAN NHÂN DÂN",
        "HUYỆN AN BÌNH",
        "Số:      /KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập – Tự do – Hạnh phúc",
        "An Bình, ngày    tháng 3 năm 2021",
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "ỦY BAN NHÂN DÂN\nHUYỆN AN BÌNH\n\nSố:   /KH-UBND\n |CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "Độc lập - Tự do - Hạnh phúc\nAn Bình, ngày   tháng 3 năm 2021 | |\n\nKẾ HOẠCH\nVề việc",
            id="cells over several lines",
        ),
        pytest.param(
            "ỦY BAN NHÂN DÂN\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN AN BÌNH\t\tĐộc lập - Tự do - Hạnh phúc\n"
            "Số:   /KH-UBND\t\tAn Bình, ngày   tháng 3 năm 2021\n\nKẾ HOẠCH\nVề việc",
            id="tabs",
        ),
        pytest.param(
            "   ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "    HUYỆN AN BÌNH               Độc lập - Tự do - Hạnh phúc\n\n"
            "   Số:   /KH-UBND            An Bình, ngày   tháng 3 năm 2021\n\n        KẾ HOẠCH\nVề việc",
            id="spaces",
        ),
    ],
)
def test_other_letterheads_come_column_by_column(text: str) -> None:
    lines = _read(text)
    assert _texts(lines, Region.LETTERHEAD) == [
        "ỦY BAN NHÂN DÂN",
        "HUYỆN AN BÌNH",
        "Số:   /KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Bình, ngày   tháng 3 năm 2021",
    ]
    assert [line.text.strip() for line in lines if line.region is Region.BODY][:2] == ["KẾ HOẠCH", "Về việc"]


def test_recipients_beside_a_signature_with_broken_lines_joined() -> None:
    lines = _read(
        "|Nơi nhận:                     |TM. ỦY BAN NHÂN DÂN  |\n"
        "|- Thường trực Huyện ủy, Hội   |CHỦ TỊCH             |\n"
        "|đồng nhân dân huyện;          |                     |\n"
        "|- Các phòng, ban;             |                     |\n"
        "|- Lưu: VT.                    |Trần Văn An          |"
    )
    assert _texts(lines, Region.RECIPIENTS) == [
        "Nơi nhận:",
        "- Thường trực Huyện ủy, Hội đồng nhân dân huyện;",
        "- Các phòng, ban;",
        "- Lưu: VT.",
    ]
    assert _texts(lines, Region.SIGNATURE) == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn An"]
    assert all(line.table is None for line in lines)


def test_recipients_beside_a_signature_set_with_spaces() -> None:
    lines = _read(
        "Kết thúc./.\n\nNơi nhận:                    TM. ỦY BAN NHÂN DÂN\n"
        "- Các phòng, ban;                  CHỦ TỊCH\n- Lưu: VT.\n\n                               Trần Văn An\n"
    )
    assert _texts(lines, Region.RECIPIENTS) == ["Nơi nhận:", "- Các phòng, ban;", "- Lưu: VT."]
    assert _texts(lines, Region.SIGNATURE) == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn An"]


def test_signatures_side_by_side() -> None:
    lines = _read("|KT. GIÁM ĐỐC    |TM. BAN CHẤP HÀNH |\n|PHÓ GIÁM ĐỐC    |PHÓ BÍ THƯ        |\n|Lê An  |Vũ Hà |")
    assert _texts(lines, Region.SIGNATURE) == [
        "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê An", "TM. BAN CHẤP HÀNH", "PHÓ BÍ THƯ", "Vũ Hà",
    ]  # fmt: skip


def test_recipients_alone_stay_lines_of_text() -> None:
    lines = _read("Nơi nhận:\n- Các phòng, ban;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN")
    assert {line.region for line in lines} == {Region.BODY}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            "|STT |Nội dung            |Thời gian |\n|1   |Trồng cây tại các   |Tháng 3   |\n"
            "|    |thôn, bản           |          |\n|2   |Tổng kết            |Tháng 12  |",
            [
                ["STT", "Nội dung", "Thời gian"],
                ["1", "Trồng cây tại các thôn, bản", "Tháng 3"],
                ["2", "Tổng kết", "Tháng 12"],
            ],
            id="cells that go on",
        ),
        pytest.param(
            "|Việc            |Ai     |\n|Sáng            |An     |\n|Chiều           |       |",
            [["Việc", "Ai"], ["Sáng", "An"], ["Chiều", ""]],
            id="a short cell below another is a row",
        ),
        pytest.param(
            "| STT | Nội dung |\n|---|:---:|\n| 1 | Trồng cây |\n| 2 | |",
            [["STT", "Nội dung"], ["1", "Trồng cây"], ["2", ""]],
            id="Markdown",
        ),
        pytest.param(
            "+----+--------+\n| 1  | Trồng  |\n|    | cây    |\n+----+--------+\n| 2  | Tưới   |\n+----+--------+",
            [["1", "Trồng cây"], ["2", "Tưới"]],
            id="drawn rules",
        ),
        pytest.param("|A |B |\n|   |\n|C |D |", [["A", "B"], ["C", "D"]], id="a row of nothing"),
    ],
)
def test_tables(text: str, rows: list[list[str]]) -> None:
    assert _cells(_read(text)) == rows


def test_columns_and_rows_are_numbered() -> None:
    lines = _read("Trước\n|A |B |\n|C |D |\nSau")
    assert [(line.row, line.column) for line in lines] == [(None, None), (0, 0), (0, 1), (1, 0), (1, 1), (None, None)]
    assert all(line.region is Region.TABLE for line in lines[1:5])


@given(st.text(alphabet="ab |+-\t\nKẾ HOẠCHNơinhận:", max_size=300))
def test_no_word_is_lost(text: str) -> None:
    def letters(value: str) -> list[str]:
        return sorted(character for character in value if character.isalnum())

    assert letters("".join(line.text for line in _read(text))) == letters(text)


def test_rows_without_bars_at_their_ends_are_a_table() -> None:
    text = "STT | Nội dung | Chủ trì\n1 | Nạo vét kênh chính | Thôn Hạ\n2 | Sửa cống | Thôn Thượng"
    page = text_pages([text])[0]
    assert [(line.row, line.column, line.text) for line in page.lines][3:6] == [
        (1, 0, "1"),
        (1, 1, "Nạo vét kênh chính"),
        (1, 2, "Thôn Hạ"),
    ]


def test_a_row_with_its_own_ordinal_is_never_the_rest_of_the_row_above() -> None:
    text = "|STT|Nội dung  |Ghi chú|\n|1  |Nạo vét   |a      |\n|2  |sửa cống  |       |"
    page = text_pages([text])[0]
    assert [line.text for line in page.lines if line.column == 1] == ["Nội dung", "Nạo vét", "sửa cống"]


@pytest.mark.parametrize(
    ("title", "is_row"),
    [("II | Công khai, minh bạch", True), ("B. | Thu ngân sách", True), ("Ghi chú: số liệu năm 2019", False)],
)
def test_the_title_of_a_part_belongs_to_the_table_around_it(title: str, is_row: bool) -> None:
    text = f"STT | Nội dung | Chủ trì\n1 | Nạo vét kênh | Thôn Hạ\n{title}\n2 | Sửa cống | Thôn Thượng"
    lines = text_pages([text])[0].lines
    assert {line.table for line in lines if line.text == "Sửa cống"} == ({0} if is_row else {1})


def test_a_title_that_no_row_follows_stays_a_line_of_text() -> None:
    text = "STT | Nội dung | Chủ trì\n1 | Nạo vét kênh | Thôn Hạ\nII | Công khai"
    assert [line.text for line in text_pages([text])[0].lines if line.table is None] == ["II | Công khai"]


def test_a_bold_heading_over_two_lines_is_one() -> None:
    lines = _read("**III. TỔ CHỨC\nTHỰC HIỆN**\n**1. Sở Y tế**\nChủ trì.\n**Lưu ý\nkhông đóng")
    assert [(line.text, line.is_bold) for line in lines] == [
        ("**III. TỔ CHỨC THỰC HIỆN**", True),
        ("**1. Sở Y tế**", True),
        ("Chủ trì.", None),
        ("**Lưu ý", None),
        ("không đóng", None),
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(
            "TT\tViệc\tĐơn vị\n1\tKiểm kê\tVăn phòng\n2\tBáo cáo\tKế toán\nTrên đây là kế hoạch.",
            [["TT", "Việc", "Đơn vị"], ["1", "Kiểm kê", "Văn phòng"], ["2", "Báo cáo", "Kế toán"]],
            id="rows below each other",
        ),
        pytest.param(
            "TT\tViệc\tĐơn vị\n\nI\tCHUẨN BỊ\n\n1.\tKiểm kê\tVăn phòng\n\n\tCộng:\t\n",
            [["TT", "Việc", "Đơn vị"], ["I", "CHUẨN BỊ"], ["1.", "Kiểm kê", "Văn phòng"], ["", "Cộng:"]],
            id="empty lines between rows, short rows",
        ),
        pytest.param("1.\tMục đích\n2.\tYêu cầu\n3.\tThời gian", [], id="a numbered list is no table"),
        pytest.param("Tên\tViệc\tHạn\n\n\nChữ thường.", [], id="names without rows"),
        pytest.param("a\tb\tc.\nd\te\tf", [], id="a sentence names no column"),
        pytest.param("Họ\tTên\tTuổi\n1\t2\t3\t4\n", [], id="more cells than names"),
    ],
)
def test_tables_set_with_tabs(text: str, rows: list[list[str]]) -> None:
    assert _cells(_read(text)) == rows


def test_tables_of_tabs_and_bars_are_numbered_through() -> None:
    lines = _read("| A | B |\n|---|---|\n| 1 | 2 |\nChữ.\nX\tY\tZ\n1\t2\t3\nHết.")
    assert [line.table for line in lines if line.text in ("A", "X", "Z")] == [0, 1, 1]
    assert lines[-1] == Line("Hết.")
