"""The frame and the section tree, also from damaged headings."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import Document
from models.outline import Node, Outline, Zone
from models.page import Line, Page
from models.record import Section, SectionKind, TextOrigin
from pipeline.clean import build_document
from pipeline.segment import build_sections, outline_document
from pipeline.segment.kinds import heading_kinds, lower_kinds
from pipeline.segment.markers import Style, read_marker, roman_value, to_roman
from pipeline.segment.repair import repair_roman
from pipeline.segment.sequence import drop_unlikely, order_letters
from tests.small_plans import rows

PLAN = """UBND HUYỆN ĐẠI TỪ
PHÒNG NỘI VỤ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 31/KH-PNV
Đại Từ, ngày 03 tháng 3 năm 2018
KẾ HOẠCH
Kiểm tra công tác văn thư, lưu trữ năm 2018
Căn cứ Chương trình công tác năm 2018, Phòng Nội vụ xây dựng Kế hoạch kiểm tra như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nắm tình hình quản lý công văn đi, đến.
- Kịp thời uốn nắn sai sót.
2. Yêu cầu
Kiểm tra đúng đối tượng, đúng thời gian.
II. NỘI DUNG KIỂM TRA
1. Kiểm tra việc lập hồ sơ công việc của công chức, việc nộp hồ sơ vào lưu trữ cơ quan theo quy định hiện hành.
2. Kiểm tra việc bố trí kho lưu trữ.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Nội vụ
a) Thành lập đoàn kiểm tra.
b) Tổng hợp kết quả.
2. Các xã, thị trấn
Chuẩn bị báo cáo theo đề cương.
Trên đây là Kế hoạch kiểm tra công tác văn thư, lưu trữ năm 2018./.
Nơi nhận:
- Như mục III;
- Lưu: VT.
TRƯỞNG PHÒNG
Hà Văn Bảy
PHỤ LỤC
Đề cương báo cáo"""


def outlined(text: str) -> tuple[Document, Outline]:
    lines = tuple(Line(line) for line in text.split("\n"))
    document = build_document([Page(1, 0, 0, lines, TextOrigin.PLAIN_TEXT)])
    return document, outline_document(document)


def sections_of(text: str) -> list[Section]:
    document, outline = outlined(text)
    return [section for section in build_sections(document, outline) if section.label]


def flat(sections: list[Section] | tuple[Section, ...]) -> list[tuple[str, str]]:
    rows = []
    for section in sections:
        rows.append((section.label, section.heading))
        rows += flat(section.children)
    return rows


def test_frame_of_a_complete_plan() -> None:
    document, outline = outlined(PLAN)
    starts = {zone: document.text[start:].split("\n")[0] for zone, (start, _) in outline.zones.items()}
    assert starts == {
        Zone.LETTERHEAD: "UBND HUYỆN ĐẠI TỪ",
        Zone.TITLE: "KẾ HOẠCH",
        Zone.PREAMBLE: "Căn cứ Chương trình công tác năm 2018, Phòng Nội vụ xây dựng Kế hoạch kiểm tra như sau:",
        Zone.BODY: "I. MỤC ĐÍCH, YÊU CẦU",
        Zone.CLOSING: "Trên đây là Kế hoạch kiểm tra công tác văn thư, lưu trữ năm 2018./.",
        Zone.RECIPIENTS: "Nơi nhận:",
        Zone.SIGNATURE: "TRƯỞNG PHÒNG",
        Zone.APPENDIX: "PHỤ LỤC",
    }


def test_tree_keeps_items_out_of_the_sections() -> None:
    assert flat(sections_of(PLAN)) == [
        ("I", "MỤC ĐÍCH, YÊU CẦU"),
        ("1", "Mục đích"),
        ("2", "Yêu cầu"),
        ("II", "NỘI DUNG KIỂM TRA"),
        ("III", "TỔ CHỨC THỰC HIỆN"),
        ("1", "Phòng Nội vụ"),
        ("2", "Các xã, thị trấn"),
    ]


def test_lower_sections_take_their_parents_kind_where_they_name_none() -> None:
    implementation = sections_of(PLAN)[-1]
    assert [section.kinds for section in implementation.children] == [(SectionKind.IMPLEMENTATION,)] * 2


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Kịp thời uốn nắn", "I.1"),
        ("bố trí kho", "II.2"),
        ("Tổng hợp kết quả", "III.1.b"),
        ("Chuẩn bị báo cáo", "III.2"),
        ("Trên đây là", None),
    ],
)
def test_path_of_a_place(words: str, path: str | None) -> None:
    document, outline = outlined(PLAN)
    assert outline.path_at(document.text.index(words)) == path


def test_arabic_numbers_can_be_the_top_level() -> None:
    text = (
        "KẾ HOẠCH\nTập huấn công tác kế toán\n1. Mục đích\nNâng cao nghiệp vụ.\n2. Thời gian: Ngày 12/5/2016.\n"
        "3. Tổ chức thực hiện\nKế toán trưởng chịu trách nhiệm."
    )
    assert [(section.label, section.heading, section.level) for section in sections_of(text)] == [
        ("1", "Mục đích", 1),
        ("2", "Thời gian", 1),
        ("3", "Tổ chức thực hiện", 1),
    ]


def test_heading_run_into_its_sentence_among_headings() -> None:
    text = (
        "KẾ HOẠCH\nTuyên truyền\nI. TỔ CHỨC THỰC HIỆN\n1. Phòng Tư pháp\na) Chủ trì soạn đề cương.\n"
        "2. Đài Truyền thanh huyện Mở chuyên mục hằng tuần, tăng thời lượng phát thanh buổi sáng, bố trí phóng viên."
        "\n3. Các trường học\nTổ chức ngoại khóa."
    )
    assert ("2", "Đài Truyền thanh huyện") in flat(sections_of(text))


def test_unknown_heading_becomes_other_and_swallows_nothing() -> None:
    text = "KẾ HOẠCH\nHội thi\nI. MỤC ĐÍCH\nGiao lưu.\nII. TRANG PHỤC, ĐẠO CỤ\nTự túc.\nIII. KINH PHÍ\nNgân sách."
    sections = sections_of(text)
    assert [section.kinds[0] for section in sections] == [SectionKind.PURPOSE, SectionKind.OTHER, SectionKind.FUNDING]


def test_capital_headings_without_numbers() -> None:
    text = (
        "KẾ HOẠCH\nHội thi\nMỤC ĐÍCH\nGiao lưu.\nTHỜI GIAN, ĐỊA ĐIỂM\nNgày 08/3/2012.\n"
        "TỔ CHỨC THỰC HIỆN\nBan Tổ chức lo liệu."
    )
    document, outline = outlined(text)
    headings = [section.heading for section in build_sections(document, outline) if section.heading]
    assert headings == ["MỤC ĐÍCH", "THỜI GIAN, ĐỊA ĐIỂM", "TỔ CHỨC THỰC HIỆN"]


@pytest.mark.parametrize(
    ("text", "style", "label"),
    [
        ("PHẦN THỨ NHẤT. TÌNH HÌNH", Style.PART, "THỨ NHẤT"),
        ("Phần II. Nhiệm vụ", Style.PART, "II"),
        ("IV. KINH PHÍ", Style.ROMAN, "IV"),
        ("I- MỤC ĐÍCH", Style.ROMAN, "I"),
        ("II/ NỘI DUNG", Style.ROMAN, "II"),
        ("III.TỔ CHỨC", Style.ROMAN, "III"),
        ("A. TÌNH HÌNH", Style.CAPITAL, "A"),
        ("B- NHIỆM VỤ", Style.CAPITAL, "B"),
        ("PHẦN THỨ HAI", Style.PART, "THỨ HAI"),
        ("PHẦN III NHIỆM VỤ", Style.PART, "III"),
        ("CHƯƠNG II: NỘI DUNG", Style.CHAPTER, "II"),
        ("Mục 3. Kinh phí", Style.ARTICLE, "3"),
        ("II.1. Nội dung", Style.ARABIC, "II.1"),
        ("1. Mục đích", Style.ARABIC, "1"),
        ("12- Các đơn vị", Style.ARABIC, "12"),
        ("2.1. Nội dung", Style.ARABIC_2, "2.1"),
        ("1.1 Tập thể", Style.ARABIC_2, "1.1"),
        ("1.2.3. Kho", Style.ARABIC_3, "1.2.3"),
        ("đ) Các thôn", Style.LETTER, "đ"),
        ("a. Các thôn", Style.LETTER, "a"),
        ("- Các thôn", Style.DASH, "-"),
        ("+ Các thôn", Style.PLUS, "+"),
    ],
)
def test_markers(text: str, style: Style, label: str) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.style, marker.label) == (style, label)


@pytest.mark.parametrize(
    "text",
    [
        "12/5/2016 họp",
        "2.500 hộ dân",
        "1.5 tỷ đồng",
        "Năm 2020, các thôn",
        "VIX. SAI SỐ",
        "20 hộ",
        "UBND. Các",
        "30% số hộ",
        "35/NQ-CP của Chính phủ",
        "06-KH/ĐU của Đảng ủy",
        "V.I. Lênin",
        "Phần II của Kế hoạch này",
        "Mục 3 nêu trên",
    ],
)
def test_no_markers(text: str) -> None:
    assert read_marker(text) is None


@pytest.mark.parametrize("number", range(1, 40))
def test_roman_numerals_round_trip(number: int) -> None:
    assert roman_value(to_roman(number)) == number


@pytest.mark.parametrize(
    ("damaged", "labels"),
    [
        pytest.param(
            ["I. MỤC ĐÍCH", "H. NỘI DUNG", "II. THỜI GIAN", "IV. KINH PHÍ"], ["I", "II", "III", "IV"], id="H for II"
        ),
        pytest.param(["1. MỤC ĐÍCH", "II. NỘI DUNG", "III. KINH PHÍ"], ["I", "II", "III"], id="1 for I"),
        pytest.param(["I. MỤC ĐÍCH", "11. NỘI DUNG", "IH. KINH PHÍ"], ["I", "II", "III"], id="11 and IH"),
        pytest.param(
            ["I. MỤC ĐÍCH", "II. NỘI DUNG", "IV. KINH PHÍ", "V. TỔ CHỨC"], ["I", "II", "IV", "V"], id="a skipped number"
        ),
        pytest.param(
            ["I. MỤC ĐÍCH", "NỘI DUNG", "II. THỜI GIAN", "IV. KINH PHÍ"], ["I", "II", "III", "IV"], id="a lost numeral"
        ),
        pytest.param(
            ["I. MỤC ĐÍCH", "MỤC TIÊU", "II. NỘI DUNG", "III. KINH PHÍ"],
            ["I", "II", "III"],
            id="a heading without number",
        ),
        pytest.param(["I. MỤC ĐÍCH", "II. NỘI DUNG", "TỔ CHỨC THỰC HIỆN"], ["I", "II", "III"], id="lost at the end"),
        pytest.param(
            ["PHẦN I. TÌNH HÌNH", "I. KẾT QUẢ", "II. TỒN TẠI", "PHẦN II. NHIỆM VỤ", "1. MỤC TIÊU", "II. GIẢI PHÁP"],
            ["I", "I", "II", "II", "I", "II"],
            id="numbers begin anew in each part",
        ),
    ],
)
def test_damaged_roman_numerals(damaged: list[str], labels: list[str]) -> None:
    repaired = repair_roman(damaged, [read_marker(text) for text in damaged])
    assert [marker.label for marker in repaired if marker] == labels


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        pytest.param(["I. Tổ chức", "A. Tuyên truyền", "II. Kinh phí"], ["I", "A", "II"], id="letters below numerals"),
        pytest.param(["I. Tổ chức", "C. Mác nói", "II. Kinh phí"], ["I", None, "II"], id="a letter without an A"),
        pytest.param(["1. Hội thi", "X. Tân Lập dự thi"], ["1", None], id="a commune's short name"),
        pytest.param(["1. Hội thi", "8.30 Khai mạc"], ["1", None], id="the hour"),
        pytest.param(["1. Hội thi", "45. Các số liệu"], ["1", None], id="a count"),
        pytest.param(["2.9. Xã An", "2.10. Xã Bình", "2.11. Xã Cam"], ["2.9", "2.10", "2.11"], id="a long list"),
    ],
)
def test_numbers_without_a_forerunner_are_no_markers(texts: list[str], labels: list[str | None]) -> None:
    markers = drop_unlikely(texts, order_letters(texts, [read_marker(text) for text in texts]))
    assert [marker and marker.label for marker in markers] == labels


_LINES = [line for row in rows("headings.jsonl") for line in row.get("lines", [row.get("text")])]


@given(st.lists(st.sampled_from(_LINES), min_size=1, max_size=25))
def test_the_outline_holds_together_whatever_stands_below_what(lines: list[str]) -> None:
    document, outline = outlined("\n".join(["KẾ HOẠCH", "Hội thao", *lines]))

    def check(nodes: tuple[Node, ...], start: int, end: int, level: int) -> None:
        for node in nodes:
            assert start <= node.start <= node.content_start <= node.heading_end <= node.head_end <= node.end <= end
            assert node.level == level
            assert bool(node.kinds) == node.is_section
            assert node.heading in document.text[node.content_start : node.heading_end].replace("\n", " ")
            check(node.children, node.start, node.end, level + 1)
            start = node.end

    check(outline.nodes, 0, len(document.text), 1)


def test_a_plan_of_a_thousand_headings_takes_less_than_a_second() -> None:
    lines = [f"{number % 30 + 1}. Phòng Nội vụ huyện: Theo dõi, đôn đốc." for number in range(1000)]
    document, _ = outlined("\n".join(["KẾ HOẠCH", "Hội thao", "I. TỔ CHỨC THỰC HIỆN", *lines]))
    begin = time.process_time()
    outline_document(document)
    assert time.process_time() - begin < 1


def test_plans_without_roman_headings_are_left_alone() -> None:
    texts = ["1. MỤC ĐÍCH", "2. NỘI DUNG"]
    markers = [read_marker(text) for text in texts]
    assert repair_roman(texts, markers) == markers


@pytest.mark.parametrize(
    ("heading", "kinds"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", ["purpose", "requirements"]),
        ("MỤC ĐÍCH - YÊU CẦU", ["purpose", "requirements"]),
        ("MUC ĐICH VÀ YÊU CẦU", ["purpose", "requirements"]),
        ("MỤC TIÊU, NHIỆM VỤ VÀ GIẢI PHÁP", ["objectives", "tasks", "solutions"]),
        ("THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN", ["time", "audience"]),
        ("TỔ CHÚC THỤC HIỆN", ["implementation"]),
        ("Hình thức khen thưởng", ["rewards"]),
        ("Hình thức tuyên truyền", ["content"]),
        ("ĐỐI TƯỢNG, THỜI GIAN, PHẠM VI", ["audience", "time"]),
        ("Địa điểm", ["other"]),
        ("Trung tâm Y tế huyện", []),
        ("HÌNH THỨC, SỐ LƯỢNG KHEN THƯỞNG", ["rewards"]),
        ("MỤC ĐÍCH YÊU CẦU", ["purpose", "requirements"]),
        ("TỔ CHỨC LỄ RA QUÂN", []),
        ("NỘIDUNG", ["content"]),
        ("TRANG PHỤC", []),
    ],
)
def test_kinds_of_headings(heading: str, kinds: list[str]) -> None:
    assert [str(kind) for kind in heading_kinds(heading)] == kinds


@pytest.mark.parametrize(
    ("heading", "parents", "kinds"),
    [
        ("Phòng Kế hoạch - Tài chính", ["implementation"], ["implementation"]),
        ("Phòng Nội vụ", ["funding", "implementation"], ["implementation"]),
        ("Công tác hậu cần", ["content"], ["content"]),
        ("Hình thức", ["rewards"], ["rewards"]),
        ("Hình thức", ["content", "time"], ["content"]),
        ("Nội dung học tập", ["tasks"], ["tasks"]),
        ("Thời gian", ["content"], ["time"]),
    ],
)
def test_kinds_of_lower_headings(heading: str, parents: list[str], kinds: list[str]) -> None:
    found = lower_kinds(heading, [SectionKind(parent) for parent in parents])
    assert [str(kind) for kind in found] == kinds


def test_text_without_a_plan_is_all_body() -> None:
    document, outline = outlined("Giấy mời họp\nKính gửi các đồng chí.")
    assert Zone.TITLE not in outline.zones
    assert build_sections(document, outline) == () or all(s.label == "" for s in build_sections(document, outline))


def test_signature_is_found_where_the_recipients_are_lost() -> None:
    text = PLAN.replace("Nơi nhận:\n- Như mục III;\n- Lưu: VT.\n", "Nơi\n")
    document, outline = outlined(text)
    start, end = outline.zones[Zone.SIGNATURE]
    assert document.text[start:end] == "TRƯỞNG PHÒNG\nHà Văn Bảy"
    assert Zone.APPENDIX in outline.zones


@pytest.mark.parametrize("part", ["PHẦN THỨ {}", "Phần thứ {}"])
def test_parts_with_their_title_on_the_next_line_hold_the_numerals_below(part: str) -> None:
    first, second = ("NHẤT", "HAI") if part.isupper() or "PHẦN" in part else ("nhất", "hai")
    text = (
        f"KẾ HOẠCH\nPhòng chống hạn hán năm 2024\nCăn cứ chương trình công tác;\n{part.format(first)}\n"
        "NHỮNG VẤN ĐỀ CHUNG\nI. MỤC ĐÍCH\nGiữ nước.\nII. NỘI DUNG\nĐào ao.\n"
        f"{part.format(second)}\nTỔ CHỨC THỰC HIỆN\nI. PHÂN CÔNG\nCác thôn đào ao.\nII. KINH PHÍ\nNgân sách xã."
    )
    parts = [section for section in sections_of(text) if section.level == 1]
    assert [(section.label.lower(), section.heading) for section in parts] == [
        ("thứ nhất", "NHỮNG VẤN ĐỀ CHUNG"),
        ("thứ hai", "TỔ CHỨC THỰC HIỆN"),
    ]
    assert [child.label for section in parts for child in section.children] == ["I", "II", "I", "II"]
