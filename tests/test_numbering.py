"""Damaged, lost and misread numbers, decided over the whole plan."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import Document
from models.outline import Outline, Zone
from models.page import Line, Page
from models.record import Section, TextOrigin
from pipeline.clean import build_document
from pipeline.segment import build_sections, outline_document
from pipeline.segment.markers import read_marker, to_roman
from tests.builders import as_recognised

_HEAD = (
    "ỦY BAN NHÂN DÂN XÃ PHONG LẠC",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 18/KH-UBND",
    "Phong Lạc, ngày 06 tháng 9 năm 2013",
    "KẾ HOẠCH",
    "Phát triển nghề đan lát năm 2013",
    "Căn cứ Công văn số 71/UBND-KT ngày 02/9/2013 của UBND huyện;",
)
_TAIL = ("Nơi nhận:", "- Các thôn;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Chu Văn Lành")


def outlined(*lines: str, head: tuple[str, ...] = _HEAD, tail: tuple[str, ...] = _TAIL) -> tuple[Document, Outline]:
    printed = tuple(Line(line, starts_paragraph=True) for line in (*head, *lines, *tail))
    document = as_recognised(build_document([Page(1, 0, 0, printed, TextOrigin.PLAIN_TEXT)]))
    return document, outline_document(document)


def sections_of(*lines: str) -> list[Section]:
    document, outline = outlined(*lines)
    return [section for section in build_sections(document, outline) if not set(section.kinds) & _FRAME]


_FRAME = {"preamble", "closing", "recipients", "signature", "appendix"}


def tree(*lines: str) -> list[str]:
    """The headings in order, one level a step: "I", ". 1", ". . a"."""

    def walk(sections: tuple[Section, ...] | list[Section]) -> list[str]:
        rows = []
        for section in sections:
            rows.append(". " * (section.level - 1) + f"{section.label} {section.heading}".strip())
            rows += walk(section.children)
        return rows

    return walk(sections_of(*lines))


_BELOW = "- Mỗi thôn cử ba người theo học."


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        pytest.param(["1. Dạy nghề", "2. Vay vốn", "3. Bán hàng"], "1 2 3", id="as printed"),
        pytest.param(["l. Dạy nghề", "2. Vay vốn"], "1 2", id="l for 1"),
        pytest.param(["Ì. Dạy nghề", "2. Vay vốn"], "1 2", id="I with a mark for 1"),
        pytest.param(["1. Dạy nghề", "Z. Vay vốn", "3. Bán hàng"], "1 2 3", id="Z for 2"),
        pytest.param(["1, Dạy nghề", "2: Vay vốn", "3. Bán hàng"], "1 2 3", id="other stops"),
        pytest.param(["1. Dạy nghề", "2 Vay vốn", "3. Bán hàng"], "1 2 3", id="a lost stop"),
        pytest.param(["_1. Dạy nghề", "' 2. Vay vốn", "« 3. Bán hàng"], "1 2 3", id="specks before"),
        pytest.param(["1. Dạy nghề", "- 2, Vay vốn", "-3. Bán hàng"], "1 2 3", id="specks like dashes"),
        pytest.param(["1, Đối tượng", "2, Thời gian", "S: Địa điểm"], "1 2 3", id="no number is whole"),
        pytest.param(["1. Dạy nghề", "Vay vốn", "3. Bán hàng"], "1 2 3", id="a lost number in a gap"),
        pytest.param(["Dạy nghề", "2. Vay vốn", "3. Bán hàng"], "1 2 3", id="a lost number at the beginning"),
        pytest.param(["4. Dạy nghề", "2. Vay vốn", "3. Bán hàng"], "1 2 3", id="1 read as 4"),
        pytest.param(["1. Dạy nghề", "2. Vay vốn", "8. Bán hàng", "4. Quảng bá"], "1 2 3 4", id="3 read as 8"),
        pytest.param(["1. Dạy nghề", "2. Vay vốn", "4. Bán hàng", "6. Quảng bá"], "1 2 4 6", id="typed with gaps"),
        pytest.param(["1. Dạy nghề", "2. Vay vốn", "2. Bán hàng", "3. Quảng bá"], "1 2 2 3", id="typed twice"),
        pytest.param(["1. Dạy nghề", "2. Vay vốn", "3. Bán hàng", "Š. Quảng bá"], "1 2 3", id="no five behind three"),
        pytest.param(
            [f"{number}. Nghề thứ {number}" for number in range(1, 5)] + ["Š. Quảng bá"],
            "1 2 3 4 5",
            id="five at the end",
        ),
        pytest.param(["7. Dạy nghề", "8. Vay vốn"], "7 8", id="the page before is lost"),
    ],
)
def test_arabic_numbers(lines: list[str], labels: str) -> None:
    body = [text for line in lines for text in (line, _BELOW)]
    found = sections_of("I. MỤC ĐÍCH", "Giữ nghề.", "II. NỘI DUNG", *body, "III. KINH PHÍ", "Ngân sách xã.")
    assert [child.label for child in found[1].children] == labels.split()
    assert [section.label for section in found] == ["I", "II", "III"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["1. Mục đích", "Giữ nghề.", "2. Nội dung", "2.l. Dạy nghề", _BELOW, "2.2. Vay vốn", _BELOW],
            ["1 Mục đích", "2 Nội dung", ". 2.1 Dạy nghề", ". 2.2 Vay vốn"],
            id="the second number",
        ),
        pytest.param(
            ["1. Mục đích", "Giữ nghề.", "2. Nội dung", "2.1. Dạy nghề", _BELOW, "Z.2. Vay vốn", _BELOW],
            ["1 Mục đích", "2 Nội dung", ". 2.1 Dạy nghề", ". 2.2 Vay vốn"],
            id="the first number",
        ),
        pytest.param(
            ["1. Mục đích", "I.1. Ý nghĩa", _BELOW, "1.2. Yêu cầu", _BELOW, "2. Kinh phí", "Ngân sách."],
            ["1 Mục đích", ". 1.1 Ý nghĩa", ". 1.2 Yêu cầu", "2 Kinh phí"],
            id="a Roman look in a plan without Roman numerals",
        ),
        pytest.param(
            ["1. Mục đích", "Giữ nghề.", "§. Tổ chức thực hiện", "§.1. Xã", _BELOW, "8.2. Thôn", _BELOW],
            ["1 Mục đích", "8 Tổ chức thực hiện", ". 8.1 Xã", ". 8.2 Thôn"],
            id="eight does not follow one, but one follows it",
        ),
        pytest.param(
            ["A. MỤC ĐÍCH", "I. Chung", _BELOW, "I. Riêng", _BELOW, "III. Khác", _BELOW, "B. KINH PHÍ", "Xã lo."],
            ["A MỤC ĐÍCH", ". I Chung", ". II Riêng", ". III Khác", "B KINH PHÍ"],
            id="a lost stroke among small letters",
        ),
        pytest.param(
            ["A. MỤC ĐÍCH", "1. Chung", _BELOW, "II. Riêng", _BELOW, "III. Khác", _BELOW, "B. KINH PHÍ", "Xã lo."],
            ["A MỤC ĐÍCH", ". I Chung", ". II Riêng", ". III Khác", "B KINH PHÍ"],
            id="an arabic one before Roman two",
        ),
        pytest.param(
            ["I. Mục đích", "Giữ nghề.", "2. Nội dung", "Dạy nghề.", "3. Kinh phí", "Ngân sách."],
            ["1 Mục đích", "2 Nội dung", "3 Kinh phí"],
            id="a lone Roman one before arabic two",
        ),
        pytest.param(
            ["I. MỤC ĐÍCH", "1. Chung", "8) Giữ nghề.", "b) Tăng thu nhập.", "2. Riêng", "Đổi mẫu mã."],
            ["I MỤC ĐÍCH", ". 1 Chung", ". 2 Riêng"],
            id="8) for a)",
        ),
        pytest.param(
            ["LMỤG ĐÌGH", "1. Chung", _BELOW, "II. NỘI DUNG", "Dạy nghề.", "III. KINH PHÍ", "Xã lo."],
            ["I LMỤG ĐÌGH", ". 1 Chung", "II NỘI DUNG", "III KINH PHÍ"],
            id="a first heading damaged beyond knowing",
        ),
        pytest.param(
            [
                "1. Chung",
                _BELOW,
                "2. Riêng",
                _BELOW,
                "I. NỘI DUNG",
                "Nghề.",
                "III. KINH PHÍ",
                "Xã.",
                "IV. KHEN THƯỞNG",
                "Xã.",
            ],
            ["1 Chung", "2 Riêng", "II NỘI DUNG", "III KINH PHÍ", "IV KHEN THƯỞNG"],
            id="items whose heading was not read",
        ),
        pytest.param(
            ["1/ MỤC ĐÍCH", "1/ Chung", _BELOW, "11/ NỘI DUNG", "1/ Dạy nghề", _BELOW, "2/ Vay vốn", _BELOW],
            ["I MỤC ĐÍCH", ". 1 Chung", "II NỘI DUNG", ". 1 Dạy nghề", ". 2 Vay vốn"],
            id="Roman numerals all read as ones",
        ),
        pytest.param(
            ["U MỤC ĐÍCH", "Giữ nghề.", "II. NỘI DUNG", "Dạy nghề.", "III. KINH PHÍ", "Ngân sách."],
            ["I MỤC ĐÍCH", "II NỘI DUNG", "III KINH PHÍ"],
            id="strokes that ran together",
        ),
    ],
)
def test_numbers_of_other_styles(lines: list[str], expected: list[str]) -> None:
    assert tree(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        pytest.param(["a) Đan rổ.", "b) Đan nong.", "e) Đan thúng.", "d) Đan mành."], "I.c", id="e for c"),
        pytest.param(["ä) Đan rổ.", "b) Đan nong.", "c) Đan thúng."], "I.c", id="a mark on a"),
        pytest.param(["a) Đan rổ.", "b) Đan nong.", "c) Đan thúng.", "đ) Đan mành."], "I.c", id="đ for d"),
    ],
)
def test_letters(lines: list[str], path: str) -> None:
    document, outline = outlined("I. NỘI DUNG", *lines, "II. KINH PHÍ", "Xã lo.")
    assert outline.path_at(document.text.index("Đan thúng")) == path


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["1. Kinh tế: thu nhập tăng 5%.", "2. Xã hội: giảm hộ nghèo.", "3. Môi trường: trồng 200 cây."],
            ["I NỘI DUNG", "II KINH PHÍ"],
            id="labels that begin sentences",
        ),
        pytest.param(
            [
                "1. Văn phòng: chuẩn bị tài liệu.",
                "2. Đồng chí Chu Văn Lành - Trưởng ban tổ chức lớp học: phụ trách chung.",
                "3. Các thôn nộp danh sách.",
            ],
            ["I NỘI DUNG", ". 1 Văn phòng", ". 2 Đồng chí Chu Văn Lành - Trưởng ban tổ chức lớp học", "II KINH PHÍ"],
            id="who has a task, in small letters behind the colon",
        ),
        pytest.param(
            ["1. Thời gian", "Đợt 1: tháng 3.", "Đợt 2: tháng 9.", "2. Địa điểm", "Nhà văn hóa."],
            ["I NỘI DUNG", ". 1 Thời gian", ". . Đợt 1", ". . Đợt 2", ". 2 Địa điểm", "II KINH PHÍ"],
            id="labels below a numbered part",
        ),
        pytest.param(
            ["1. Hội thi: sáng 10/9/2013.", "2. Hội chợ: từ ngày 12/9.", "3. Tổng kết: khen thưởng các thôn."],
            ["I NỘI DUNG", ". 1 Hội thi", ". 2 Hội chợ", ". 3 Tổng kết", "II KINH PHÍ"],
            id="labels before times",
        ),
        pytest.param(
            [
                "1. Kiểm tra: giao thôn theo dõi.",
                "2. Báo cáo: gửi trước ngày 25.",
                "3. Các thôn nộp danh sách.",
            ],
            ["I NỘI DUNG", "II KINH PHÍ"],
            id="labels that begin sentences beside one without",
        ),
        pytest.param(
            ["1. Dạy nghề.", "a) Mở lớp.", "2. Vay vốn.", "a) Lập hồ sơ."],
            ["I NỘI DUNG", ". 1 Dạy nghề", ". 2 Vay vốn", "II KINH PHÍ"],
            id="a full stop behind a heading",
        ),
    ],
)
def test_headings_and_numbered_sentences(lines: list[str], expected: list[str]) -> None:
    assert tree("I. NỘI DUNG", *lines, "II. KINH PHÍ", "Ngân sách xã.") == expected


def test_lines_that_head_parts_of_a_plan_without_numbers() -> None:
    found = tree(
        *("MỤC ĐÍCH, YÊU CẦU", "Mục đích", "- Giữ nghề của cha ông.", "Yêu cầu", "- Làm thật, học thật."),
        *("NỘI DUNG", "Dạy nghề:", "Mở hai lớp tại nhà văn hóa.", "Bán hàng:", "Mở một gian ở chợ huyện."),
        *("KINH PHÍ", "Ngân sách xã chi trả."),
    )
    assert found == [
        *("MỤC ĐÍCH, YÊU CẦU", ". Mục đích", ". Yêu cầu", "NỘI DUNG", ". Dạy nghề", ". Bán hàng", "KINH PHÍ"),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["I. MỤC ĐÍCH", "Giữ nghề.", "II. NỘI DUNG 1. Dạy nghề", _BELOW, "2. Vay vốn", _BELOW],
            ["I MỤC ĐÍCH", "II NỘI DUNG", ". 1 Dạy nghề", ". 2 Vay vốn"],
            id="with the number behind it",
        ),
        pytest.param(
            ["I. MỤC ĐÍCH", "Giữ nghề của cha ông để lại. II. NỘI DUNG", "Dạy nghề."],
            ["I MỤC ĐÍCH", "II NỘI DUNG"],
            id="with the sentence before it",
        ),
        pytest.param(
            ["I. MỤC ĐÍCH", "Cổ động bằng khẩu hiệu: GIỮ NGHỀ CHO CON CHÁU", "II. NỘI DUNG", "Dạy nghề."],
            ["I MỤC ĐÍCH", "II NỘI DUNG"],
            id="a slogan is no heading",
        ),
    ],
)
def test_headings_run_together_with_a_paragraph(lines: list[str], expected: list[str]) -> None:
    assert tree(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "headings"),
    [
        pytest.param(
            ["2. Phòng Tài chính", "- Kế hoạch huyện", "Cấp kinh phí."],
            [". 1 Xã", ". 2 Phòng Tài chính - Kế hoạch huyện"],
            id="a name",
        ),
        pytest.param(["2. Các thôn", "- Cử người học", "- Dọn nhà xưởng"], [". 1 Xã", ". 2 Các thôn"], id="a list"),
        pytest.param(["2. Các thôn", "- Cử người học.", "Báo xã."], [". 1 Xã", ". 2 Các thôn"], id="a sentence"),
    ],
)
def test_a_dash_below_a_heading(lines: list[str], headings: list[str]) -> None:
    found = tree("I. TỔ CHỨC THỰC HIỆN", "1. Xã", "Theo dõi.", *lines, "II. KINH PHÍ", "Ngân sách xã.")
    assert found == ["I TỔ CHỨC THỰC HIỆN", *headings, "II KINH PHÍ"]


def test_the_first_heading_at_the_end_of_the_preamble() -> None:
    head = (*_HEAD[:-1], "Ủy ban nhân dân xã xây dựng Kế hoạch như sau: I. MỤC ĐÍCH")
    document, outline = outlined("Giữ nghề.", "II. NỘI DUNG", "Dạy nghề.", head=head)
    assert [node.label for node in outline.nodes] == ["I", "II"]
    start, end = outline.zones[Zone.PREAMBLE]
    assert document.text[start:end].endswith("như sau:")


@pytest.mark.parametrize(
    ("heading", "others", "kind"),
    [
        ("PHÂN CÔNG NHIỆM VỤ", ["TỔ CHỨC THỰC HIỆN"], "tasks"),
        ("BẢNG PHÂN CÔNG NHIỆM VỤ", ["TRÁCH NHIỆM THỰC HIỆN"], "tasks"),
        ("PHÂN CÔNG NHIỆM VỤ", ["CHẾ ĐỘ BÁO CÁO"], "implementation"),
        ("PHÂN CÔNG NHIỆM VỤ", [], "implementation"),
        ("ĐẾN NỘI DUNG", [], "content"),
        ("NỘI ^ DUNG", [], "content"),
        ("YÊU GẦU", [], "requirements"),
    ],
)
def test_kinds_that_follow_from_the_plan_or_from_under_damage(heading: str, others: list[str], kind: str) -> None:
    headings = ["MỤC TIÊU", heading, *others]
    lines = [
        text for number, words in enumerate(headings, start=1) for text in (f"{to_roman(number)}. {words}", "Xã lo.")
    ]
    assert sections_of(*lines)[1].kinds == (kind,)


def test_appendices_are_sections_with_their_first_line() -> None:
    tail = (*_TAIL, "PHỤ LỤC I", "Danh sách học viên", "1. Hà Văn Tý", "PHỤ LỤC II", "GIÁ NGUYÊN LIỆU", "Tre, nứa")
    document, outline = outlined("I. MỤC ĐÍCH", "Giữ nghề.", "II. NỘI DUNG", "Dạy nghề.", tail=tail)
    appendices = [section for section in build_sections(document, outline) if section.kinds == ("appendix",)]
    assert [section.heading for section in appendices] == ["PHỤ LỤC I", "GIÁ NGUYÊN LIỆU"]
    printed = [document.text[section.start : section.end].split("\n") for section in appendices]
    assert [(lines[0], len(lines)) for lines in printed] == [("PHỤ LỤC I", 3), ("PHỤ LỤC II", 3)]


def test_a_form_behind_the_signature_is_no_part_of_the_plan() -> None:
    form = (
        "ĐỀ CƯƠNG BÁO CÁO",
        "I. TÌNH HÌNH CHUNG",
        "1. Thuận lợi",
        "II. KẾT QUẢ",
        "Nơi nhận:",
        "- Xã.",
        "TRƯỞNG THÔN",
    )
    document, outline = outlined("I. MỤC ĐÍCH", "Giữ nghề.", "II. NỘI DUNG", "Dạy nghề.", tail=(*_TAIL, *form))
    assert [node.label for node in outline.nodes] == ["I", "II"]
    assert document.text[outline.zones[Zone.APPENDIX][0] :].startswith("ĐỀ CƯƠNG BÁO CÁO")
    assert document.text[slice(*outline.zones[Zone.RECIPIENTS])] == "Nơi nhận:\n- Các thôn;\n- Lưu: VT."


def test_the_letterhead_is_no_part_of_the_body_where_the_type_was_not_read() -> None:
    document, outline = outlined("I. MỤC ĐÍCH", "Giữ nghề.", "II. NỘI DUNG", "Dạy.", head=(*_HEAD[:5], _HEAD[7]))
    assert Zone.TITLE not in outline.zones
    assert document.text[slice(*outline.zones[Zone.LETTERHEAD])].endswith("năm 2013")
    assert [node.label for node in outline.nodes] == ["I", "II"]


@pytest.mark.parametrize(
    ("text", "label", "length"),
    [
        ("_1- Ban Tổ chức", "1", 4),
        ("« _ 6.Ủy ban", "6", 6),
        ("1/- Dạy nghề", "1", 4),
        ("Điều 2. Nội dung", "2", 8),
        ("Phần thứ nhất", "thứ nhất", 13),
        ("PHẦN THỨ II: NỘI DUNG", "II", 13),
    ],
)
def test_markers_behind_specks_and_with_other_words(text: str, label: str, length: int) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.label, marker.length) == (label, length)


@pytest.mark.parametrize("text", ["04-CTr/TU", "§.1. Tổ Vật lý", "Điều 5 của Luật này", "... 2 xã", "10.5 km"])
def test_signs_that_are_no_markers(text: str) -> None:
    marker = read_marker(text)
    assert marker is None or not text.startswith(("04", "Điều", "§"))


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        pytest.param(["II. NỘI DUNG", "II. KINH PHÍ", "III. TIẾN ĐỘ"], ["II", "II", "III"], id="repeated"),
        pytest.param(["III. NỘI DUNG", "V. KINH PHÍ"], ["III", "V"], id="the beginning left out"),
        pytest.param(
            ["I. NỘI DUNG", "KINH PHÍ", "III. TIẾN ĐỘ"], ["I", "", "III"], id="left out: no number is invented"
        ),
        pytest.param(
            ["I. NỘI DUNG", "HI. KINH PHÍ", "III. TIẾN ĐỘ"], ["I", "II", "III"], id="a sign that nobody types"
        ),
    ],
)
def test_typed_numbers_are_what_they_are(lines: list[str], labels: list[str]) -> None:
    printed = tuple(Line(line, starts_paragraph=True) for line in (*_HEAD, *lines, *_TAIL))
    document = build_document([Page(1, 0, 0, printed, TextOrigin.PLAIN_TEXT)])
    sections = build_sections(document, outline_document(document))
    assert [section.label for section in sections if not set(section.kinds) & _FRAME] == labels


@given(st.lists(st.integers(1, 2), min_size=2, max_size=8))
def test_numbers_that_rise_by_one_or_two_are_kept_as_they_are_printed(steps: list[int]) -> None:
    numbers = list(map(str, accumulate(steps)))
    body = [text for number in numbers for text in (f"{number}. Nghề {number}", _BELOW)]
    (content,) = sections_of("I. NỘI DUNG", *body)
    assert [child.label for child in content.children] == numbers
