"""Targets, standards, quotas, award forms and conditions, and sentences that hold none."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.outline import Outline, Zone
from models.page import Line, Page
from models.record import Comparator, Criterion, CriterionKind, CriterionSubject, TextOrigin
from pipeline.clean import build_document
from pipeline.extract.criteria import find_criteria
from pipeline.extract.criteria.clauses import split_clauses, split_sentences
from pipeline.extract.criteria.tables import points_column, quantity_columns, unit_column, value_columns
from pipeline.segment import outline_document
from tests.small_plans import rows, small_plan


def _found(row: dict[str, Any]) -> tuple[Criterion, ...]:
    return find_criteria(*small_plan(row["text"], kinds=tuple(row["kinds"]) or ("content",)))


def _parts(criterion: Criterion, names: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "kind": criterion.kind.value,
        "subject": criterion.subject.value if criterion.subject else None,
        "quantities": [[q.comparator.value, q.value, q.unit] for q in criterion.quantities],
    }
    return {name: values[name] for name in names}


@pytest.mark.parametrize("row", rows("criteria.jsonl"), ids=lambda row: str(row["why"]))
def test_a_sentence_gives_its_criteria(row: dict[str, Any]) -> None:
    found, wanted = _found(row), row["criteria"]
    assert [_parts(criterion, want) for criterion, want in zip(found, wanted, strict=False)] == wanted
    assert len(found) == len(wanted)


@pytest.mark.parametrize("row", rows("criteria_negative.jsonl"), ids=lambda row: str(row["why"]))
def test_no_criterion(row: dict[str, Any]) -> None:
    assert [criterion.text for criterion in _found(row)] == []


def test_the_phrase_corpora_are_large() -> None:
    assert len(rows("criteria.jsonl")) >= 100
    assert len(rows("criteria_negative.jsonl")) >= 40


def _plan(*lines: str) -> tuple[Criterion, ...]:
    text = ["KẾ HOẠCH", "Tổ chức hội thi nông dân giỏi", "Căn cứ chương trình công tác năm;", *lines]
    page = Page(1, 0, 0, tuple(Line(line) for line in text), TextOrigin.PLAIN_TEXT)
    document = build_document([page])
    found = find_criteria(document, outline_document(document))
    assert all(document.text[item.evidence.start : item.evidence.end] == item.text for item in found)
    return found


def test_bullets_inherit_the_subject_of_their_part() -> None:
    found = _plan(
        "I. MỤC ĐÍCH, YÊU CẦU",
        "Cổ vũ nông dân hăng hái sản xuất.",
        "II. TIÊU CHUẨN VÀ HÌNH THỨC KHEN THƯỞNG",
        "1. Tiêu chuẩn",
        "a) Đối với tập thể: Nội bộ đoàn kết, thống nhất và đạt các tiêu chuẩn sau:",
        "- Có ít nhất 03 hội viên được tuyên dương;",
        "- Quỹ hội tăng trên 10% so với đầu năm.",
        "b) Đối với cá nhân: Sản xuất giỏi và đạt các tiêu chuẩn sau:",
        "- Có thu nhập từ 200 triệu đồng/năm trở lên;",
        "2. Hình thức khen thưởng: Giấy khen của Chủ tịch Hội.",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Ban Thường vụ Hội chủ trì tổ chức thực hiện.",
    )
    assert [(item.kind, item.subject, item.section) for item in found] == [
        (CriterionKind.STANDARD, CriterionSubject.COLLECTIVE, "II.1.a"),
        (CriterionKind.STANDARD, CriterionSubject.COLLECTIVE, "II.1.a"),
        (CriterionKind.STANDARD, CriterionSubject.COLLECTIVE, "II.1.a"),
        (CriterionKind.STANDARD, CriterionSubject.INDIVIDUAL, "II.1.b"),
        (CriterionKind.STANDARD, CriterionSubject.INDIVIDUAL, "II.1.b"),
        (CriterionKind.AWARD_FORM, CriterionSubject.ANY, "II.2"),
    ]
    assert [q.unit for item in found for q in item.quantities] == ["hội viên", "%", "đồng/năm"]


def test_clause_is_cut_without_marker_and_stop() -> None:
    found = _plan(
        "I. MỤC TIÊU",
        "- Trồng mới 5.000 cây xanh; thu gom rác thải đạt 90%; lắp 20 camera.",
        "II. TỔ CHỨC THỰC HIỆN",
        "Các thôn tổ chức thực hiện.",
    )
    assert [item.text for item in found] == ["Trồng mới 5.000 cây xanh", "thu gom rác thải đạt 90%", "lắp 20 camera"]


def test_table_rows_need_a_limit_or_a_percentage() -> None:
    found = find_criteria(*small_plan("1 | Tỷ lệ hộ dùng nước sạch | 98%", "2 | Số lớp học | 12 lớp"))
    assert [[q.value for q in item.quantities] for item in found] == [[98]]


def test_columns_of_quantities_count_their_plain_numbers() -> None:
    found = find_criteria(
        *small_plan(
            "STT | Lớp | Số lượng | Diện tích (ha)", "1 | Kỹ năng số | 35 người | 12,5", "2 | Báo cáo viên | - | -"
        )
    )
    assert [(item.text, [(q.value, q.unit) for q in item.quantities]) for item in found] == [
        ("35 người", [(35, "người")]),
    ]


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        (["STT", "Nội dung", "Số lượng"], {2: ""}),
        (["TT", "Cây trồng", "Chỉ tiêu (ha)"], {2: "ha"}),
        (["Lớp", "Số học viên"], {1: "học viên"}),
        (["Số TT", "Số hiệu", "Ghi chú"], {}),
        (["1", "Tập huấn", "25 người"], {}),
        (["Một dòng"], {}),
    ],
    ids=["no unit", "unit in brackets", "unit named", "numbers of things", "a row", "one cell"],
)
def test_columns_of_a_table(cells: list[str], columns: dict[int, str]) -> None:
    assert quantity_columns(cells) == columns


def test_a_bare_number_takes_the_unit_of_its_column() -> None:
    (found,) = find_criteria(*small_plan("TT | Cây trồng | Chỉ tiêu (ha)", "1 | Ngô vụ đông | 120"))
    assert [(q.value, q.unit) for q in found.quantities] == [(120, "ha")]
    assert found.text == "Ngô vụ đông | 120"


def test_a_state_of_things_sets_no_targets() -> None:
    found = _plan(
        "I. ĐẶC ĐIỂM TÌNH HÌNH",
        "Xã có 1.250 hộ, 08 km đê và 03 hồ chứa nước.",
        "II. NHIỆM VỤ",
        "Trang bị 40 áo phao.",
        "III. TỔ CHỨC THỰC HIỆN",
        "Các thôn tổ chức thực hiện.",
    )
    assert [item.text for item in found] == ["Trang bị 40 áo phao"]


def test_topics_are_left_out_and_addressees_stay() -> None:
    found = _plan(
        "I. MỤC TIÊU",
        "- Phát triển nông nghiệp: gieo trồng 300 ha ngô; năng suất đạt trên 50 tạ/ha.",
        "II. KHEN THƯỞNG",
        "- Số lượng: mỗi chi hội đề nghị không quá 01 tập thể; riêng đơn vị dẫn đầu được đề nghị tối đa 03 cá nhân.",
    )
    assert [item.text for item in found] == [
        "gieo trồng 300 ha ngô; năng suất đạt trên 50 tạ/ha",
        "mỗi chi hội đề nghị không quá 01 tập thể",
        "riêng đơn vị dẫn đầu được đề nghị tối đa 03 cá nhân",
    ]


@pytest.mark.parametrize("words", [" 1 điểm,", "không quá ", "02 xe, ", "08/16 xã ", "gồm 02 tổ, ", ": ; "], ids=repr)
def test_odd_text_is_read_in_linear_time(words: str) -> None:
    started = time.process_time()
    find_criteria(*small_plan(words * 4000))
    assert time.process_time() - started < 5


def test_without_a_body_there_is_nothing() -> None:
    document, _ = small_plan("Mỗi xã xây dựng ít nhất 01 mô hình.")
    assert find_criteria(document, Outline({}, ())) == ()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Một câu. Hai câu.", ["Một câu.", "Hai câu."]),
        ("Tại TP. Hà Nội và đ/c Lê A. Bình.", ["Tại TP. Hà Nội và đ/c Lê A. Bình."]),
        ("Đạt 1.250 tấn. “Câu” sau./.", ["Đạt 1.250 tấn.", "“Câu” sau./."]),
        ("dấu chấm. trước chữ thường", ["dấu chấm. trước chữ thường"]),
    ],
    ids=["two", "abbreviations", "number and quote", "misread comma"],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text, 0, len(text))] == sentences


@given(st.text(alphabet="ab;. A:", max_size=60))
def test_clauses_cover_everything_but_semicolons_and_space(text: str) -> None:
    kept = "".join(text[start:end] for start, end in split_clauses(text, 0, len(text)))
    assert kept.replace(" ", "") == text.replace(";", "").replace(" ", "")


def test_a_table_of_marks_gives_a_standard_a_row() -> None:
    found = find_criteria(
        *small_plan(
            "TT | Tiêu chí | Điểm tối đa",
            "1 | Có hương ước được phê duyệt | 15",
            "2 | Tỷ lệ hộ đóng phí vệ sinh đạt từ 90% trở lên | 25",
            "Tổng cộng | | 40",
        )
    )
    assert [(item.kind, item.text) for item in found] == [
        (CriterionKind.STANDARD, "Có hương ước được phê duyệt | 15"),
        (CriterionKind.STANDARD, "Tỷ lệ hộ đóng phí vệ sinh đạt từ 90% trở lên | 25"),
    ]
    assert [[(q.comparator.value, q.value, q.unit) for q in item.quantities] for item in found] == [
        [("<=", 15, "điểm")],
        [(">=", 90, "%"), ("<=", 25, "điểm")],
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (["TT", "Tiêu chí", "Điểm tối đa"], (2, Comparator.AT_MOST)),
        (["Nội dung", "Thang điểm", "Điểm tự chấm"], (1, Comparator.EXACTLY)),
        (["TT", "Điểm trường", "Số lớp"], None),
        (["1", "Tiêu chí", "10"], None),
        (["Điểm"], None),
    ],
    ids=["at most", "exactly", "a place", "a row", "one cell"],
)
def test_the_column_of_points(cells: list[str], column: tuple[int, Comparator] | None) -> None:
    assert points_column(cells) == column


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Phấn đấu 100% chi bộ sinh hoạt chuyên đề đúng quy định.", CriterionSubject.COLLECTIVE),
        ("Tối thiểu 80% người dân được tư vấn.", CriterionSubject.INDIVIDUAL),
        ("Trên 95% số hộ gia đình dùng nước sạch.", CriterionSubject.FAMILY),
        ("Đạt 90% hộ kinh doanh khai thuế điện tử.", CriterionSubject.ENTERPRISE),
        ("Số hóa 100% hồ sơ lưu trữ.", None),
        ("Biểu dương không quá 04 tập thể và 08 cá nhân.", CriterionSubject.ANY),
    ],
    ids=["collective", "individual", "family", "enterprise", "things", "both"],
)
def test_whom_a_share_is_of(text: str, subject: CriterionSubject | None) -> None:
    (found,) = find_criteria(*small_plan(text))
    assert found.subject is subject


@pytest.mark.parametrize(
    ("issued", "found"),
    [("ngày 05 tháng 01 năm 2019", []), ("ngày 05 tháng 01 năm 2018", [95e9])],
    ids=["the year before", "this year"],
)
def test_what_an_earlier_year_reached_is_no_target(issued: str, found: list[float]) -> None:
    document, outline = small_plan("Năm 2018, thu ngân sách đạt 95 tỷ đồng.", letterhead=f"Tân Hòa, {issued}")
    assert [q.value for item in find_criteria(document, outline) for q in item.quantities] == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mở 02 lớp học; lắp 05 camera.", 1),
        ("Mở 02 lớp học; lắp 05 camera; trồng 300 cây xanh.", 3),
        ("Đề nghị khen 02 tập thể; tặng 10 suất quà.", 2),
        ("Mở 02 lớp học" + " cho người lao động trong các khu công nghiệp" * 3 + "; lắp 05 camera.", 2),
    ],
    ids=["two short ones", "a list", "awards", "a long one"],
)
def test_two_short_measures_of_a_sentence_are_one(text: str, count: int) -> None:
    assert len(find_criteria(*small_plan(text))) == count


def _quantities(*paragraphs: str, kinds: tuple[str, ...] = ("content",)) -> list[list[tuple[str, float, str]]]:
    found = find_criteria(*small_plan(*paragraphs, kinds=kinds, letterhead="Tân Hòa, ngày 05 tháng 01 năm 2019"))
    return [[(q.comparator.value, q.value, q.unit) for q in item.quantities] for item in found]


def test_a_table_of_targets_takes_its_units_from_their_column() -> None:
    found = find_criteria(
        *small_plan(
            "STT | Chỉ tiêu | Đơn vị tính | Thực hiện năm 2018 | Kế hoạch năm 2019 | Năm 2020",
            "1 | Tỷ lệ hộ cận nghèo | % | 6,5 | ≤ 5,2 | 4 - 4,5",
            "2 | Số thôn văn hóa | Thôn | 30 | 34 | 36",
            "3 | Thu ngân sách | Tỷ đồng | 80 | 92,5 |",
            "4 | Chỉ số hài lòng | | cao | - | -",
        )
    )
    assert [(item.text, [(q.comparator.value, q.value, q.unit) for q in item.quantities]) for item in found] == [
        ("Tỷ lệ hộ cận nghèo | % | 6,5 | ≤ 5,2 | 4 - 4,5", [("<=", 5.2, "%"), (">=", 4, "%"), ("<=", 4.5, "%")]),
        ("Số thôn văn hóa | Thôn | 30 | 34 | 36", [("=", 34, "thôn"), ("=", 36, "thôn")]),
        ("Thu ngân sách | Tỷ đồng | 80 | 92,5", [("=", 92_500_000_000, "đồng")]),
    ]


@pytest.mark.parametrize(
    ("cells", "unit", "values"),
    [
        (["TT", "Chỉ tiêu", "ĐVT", "Năm 2019", "Năm 2020"], 2, (3, 4)),
        (["TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2017", "Ước TH 2018", "Mục tiêu 2019"], 2, (5,)),
        (["Nội dung", "Số lượng", "ĐVT"], 2, (1,)),
        (["TT", "Vật tư", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền"], None, ()),
        (["TT", "Đơn vị", "Chỉ tiêu giao"], None, ()),
    ],
    ids=["years", "what was is left out", "units behind", "costs", "bodies"],
)
def test_columns_of_targets(cells: list[str], unit: int | None, values: tuple[int, ...]) -> None:
    assert unit_column(cells) == unit
    if unit is not None:
        assert value_columns(cells, unit, 2019) == values


@pytest.mark.parametrize(
    "text",
    [
        "Qua 04 năm thực hiện, toàn huyện xây dựng 25 mô hình; huy động được 90 tỷ đồng.",
        "Năm 2017, toàn xã trồng 40 ha rừng; bê tông hóa 12 km đường.",
        "Gửi dự thảo về huyện trước đại hội ít nhất 15 ngày.",
        "Báo cáo tiến độ 6 tháng/lần.",
        "Các đơn vị nộp sản phẩm theo 03 đợt.",
    ],
    ids=["looking back", "an earlier year", "a deadline", "how often", "phases"],
)
def test_what_was_and_what_is_due_is_no_target(text: str) -> None:
    assert _quantities(text) == []


def test_a_goal_is_a_target_although_its_sentence_looks_back() -> None:
    text = "Qua 04 năm thực hiện, toàn huyện xây dựng 25 mô hình; phấn đấu năm 2019 có thêm 06 mô hình."
    assert _quantities(text) == [[("=", 6, "mô hình")]]


def test_a_remark_on_a_number_parts_no_clause() -> None:
    found = find_criteria(*small_plan("Kiểm tra 02 đợt (đợt 1: tháng 4; đợt 2: tháng 10); lắp 15 camera tại chợ."))
    assert [item.text for item in found] == ["Kiểm tra 02 đợt (đợt 1: tháng 4; đợt 2: tháng 10); lắp 15 camera tại chợ"]


def test_what_is_introduced_begins_behind_the_colon() -> None:
    text = "Tập trung nâng cao chất lượng dân số của xã, cụ thể: Tỷ suất sinh giảm 0,2‰."
    (found,) = find_criteria(*small_plan(text))
    assert found.text == "Tỷ suất sinh giảm 0,2‰"


def test_whom_a_heading_rules_out() -> None:
    found = _plan(
        "I. KHEN THƯỞNG",
        "1. Tiêu chuẩn",
        "- Hoàn thành tốt nhiệm vụ được giao trong năm.",
        "2. Không xét khen thưởng đối với các trường hợp",
        "- Tập thể có cá nhân bị kỷ luật trong thời gian phát động.",
        "II. TỔ CHỨC THỰC HIỆN",
        "Các chi hội tổ chức thực hiện.",
    )
    assert [item.kind for item in found] == [CriterionKind.STANDARD, CriterionKind.CONDITION]


def test_papers_of_a_file_are_no_targets() -> None:
    found = _plan(
        "I. HỒ SƠ DỰ THI",
        "- 04 ảnh cỡ 4 x 6 chụp trong năm.",
        "- 02 bản sao giấy khai sinh.",
        "II. TỔ CHỨC THỰC HIỆN",
        "Mỗi chi hội cử 01 thí sinh.",
    )
    assert [[(q.value, q.unit) for q in item.quantities] for item in found] == [[(1, "thí sinh")]]


def test_standards_of_several_groups_in_one_paragraph() -> None:
    found = _plan(
        "I. TIÊU CHUẨN",
        "Tiêu chuẩn: tập thể có 95% hội viên tham gia; cá nhân có ít nhất 01 sáng kiến.",
        "II. TỔ CHỨC THỰC HIỆN",
        "Các chi hội tổ chức thực hiện.",
    )
    assert [item.subject for item in found] == [CriterionSubject.COLLECTIVE, CriterionSubject.INDIVIDUAL]


@pytest.mark.parametrize(
    ("text", "kinds", "kind"),
    [
        ("Mỗi đội đăng ký tối đa 08 vận động viên.", ("content",), CriterionKind.CONDITION),
        ("Giảm thời gian nộp thuế xuống còn không quá 110 giờ/năm.", ("content",), CriterionKind.TARGET),
        ("Thí sinh từ 16 đến 35 tuổi được đăng ký ít nhất 01 tiết mục.", ("content",), CriterionKind.ELIGIBILITY),
        ("Hộ có thu nhập dưới 900.000 đồng/người/tháng.", ("audience",), CriterionKind.ELIGIBILITY),
        ("Đoàn giám sát gồm 07 thành viên.", ("content",), CriterionKind.QUOTA),
        ("Mỗi thôn lập 01 tổ tuần tra gồm 05 người.", ("content",), CriterionKind.TARGET),
    ],
    ids=["an upper bound", "a bound brought down", "ages", "income of an audience", "composed of", "set up"],
)
def test_kinds_of_clauses_with_numbers(text: str, kinds: tuple[str, ...], kind: CriterionKind) -> None:
    assert [item.kind for item in find_criteria(*small_plan(text, kinds=kinds))] == [kind]


def test_an_appendix_gives_the_rows_of_its_tables_of_targets_alone() -> None:
    text = (
        "Mỗi xã trồng ít nhất 500 cây.\nPHỤ LỤC\nTT | Xã | Chỉ tiêu (ha)\n1 | Xã Tân An | 45\nMẫu này lập thành 02 bản."
    )
    document, outline = small_plan(*text.split("\n"))
    appendix = document.text.index("PHỤ LỤC")
    body = outline.zones[Zone.BODY]
    zones = {Zone.BODY: (body[0], appendix), Zone.APPENDIX: (appendix, len(document.text))}
    found = find_criteria(document, Outline(zones, outline.nodes))
    assert [[q.value for q in item.quantities] for item in found] == [[500], [45]]
