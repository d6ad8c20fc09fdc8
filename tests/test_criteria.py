"""Targets, standards, quotas, award forms and conditions, and sentences that hold none."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.outline import Outline
from models.page import Line, Page
from models.record import Comparator, Criterion, CriterionKind, CriterionSubject, TextOrigin
from pipeline.clean import build_document
from pipeline.extract.criteria import find_criteria
from pipeline.extract.criteria.clauses import split_clauses, split_sentences
from pipeline.extract.criteria.tables import points_column, quantity_columns
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
    started = time.perf_counter()
    find_criteria(*small_plan(words * 4000))
    assert time.perf_counter() - started < 5


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
