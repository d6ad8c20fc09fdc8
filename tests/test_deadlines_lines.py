from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.dates import Bound
from models.document import Document
from models.record import Body, Deadline
from pipeline.extract.deadlines import find_deadlines
from tests.date_builders import ISSUED, body, dates_of, document, plan_of


def _deadlines(plan: Document, *bodies: Body) -> tuple[Deadline, ...]:
    outline, dates = dates_of(plan, issued=ISSUED)
    return find_deadlines(plan, outline, dates, bodies)


def _short(deadlines: tuple[Deadline, ...]) -> list[tuple[str, str | None]]:
    return [(deadline.task, deadline.due.edtf or deadline.due.rrule) for deadline in deadlines]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1. Thời gian nộp hồ sơ: từ ngày 02/3 đến ngày 16/3/2020.", [("nộp hồ sơ", "2020-03-02/2020-03-16")]),
        ("1. Hạn cuối nhận tác phẩm: ngày 25/4/2020 (gửi bản giấy).", [("nhận tác phẩm", "2020-04-25")]),
        ("1. Thời gian thực hiện: từ ngày 02/3 đến ngày 16/3/2020.", []),
        ("1. Thời gian: 1/2 ngày (buổi sáng), thứ Hai, ngày 16/3/2020.", []),
        ("1. Thời gian phong trào thi đua: từ ngày 02/3 đến ngày 30/9/2020.", []),
        ("- Đợt 1: từ ngày 02/3 đến ngày 16/3/2020, dồn sức làm thủy lợi.", []),
        ("- Học kỳ I: 18 tuần thực học, từ ngày 07/9/2020 đến ngày 10/01/2021.", []),
        (
            "- Bước 2: Tổ chức bốc thăm, xếp lịch thi đấu từ ngày 02/3 đến ngày 06/3/2020.",
            [("Tổ chức bốc thăm, xếp lịch thi đấu", "2020-03-02/2020-03-06")],
        ),
        (
            "- Ra quân vớt bèo làm 2 đợt: đợt 1 từ 02/3 đến 06/3/2020; đợt 2 từ 04/5 đến 08/5/2020.",
            [
                ("Ra quân vớt bèo làm 2 đợt", "2020-03-02/2020-03-06"),
                ("Ra quân vớt bèo làm 2 đợt", "2020-05-04/2020-05-08"),
            ],
        ),
        ("- Báo cáo sơ kết đợt 1 trước ngày 05/7/2020.", [("Báo cáo sơ kết đợt 1", "2020-07-05")]),
        (
            "- Gửi đề cương trước ngày 30/3/2020 và mở sổ theo dõi từ ngày 06/4 đến ngày 30/4/2020.",
            [("Gửi đề cương", "2020-03-30"), ("mở sổ theo dõi", "2020-04-06/2020-04-30")],
        ),
        (
            "1. Tập huấn ghi sổ Thời gian thực hiện: từ ngày 02/3 đến ngày 06/3/2020.",
            [("Tập huấn ghi sổ", "2020-03-02/2020-03-06")],
        ),
        ("(1) Tổ chức hội nghị cử tri: chậm nhất ngày 10/3/2020.", [("Tổ chức hội nghị cử tri", "2020-03-10")]),
        ("- Làm mới bảng tin khu phố, thời gian hoàn thành: 31/3/2020.", [("Làm mới bảng tin khu phố", "2020-03-31")]),
        ("Kế hoạch này được thực hiện từ ngày 02/3/2020 đến hết ngày 31/12/2020.", []),
        ("Đợt thi đua bắt đầu từ ngày 02/3/2020 và kết thúc vào ngày 22/12/2020.", []),
        ("- Tháng hành động có cao điểm là Ngày Vi chất dinh dưỡng 01/6.", []),
        ("- Kết quả sơ bộ công bố tháng 12/2020.", [("Kết quả sơ bộ công bố", "2020-12")]),
        ("Sáng ngày 06/3/2020: Diễn tập chữa cháy.", [("Diễn tập chữa cháy", "2020-03-06")]),
        ("- Vòng loại: ngày 16 và 17/3/2020 tại sân xã.", [("Vòng loại", "2020-03-16/2020-03-17")]),
        (
            "- Lịch làm việc: Công bố danh sách ngày 13/3/2020; đọc hồ sơ từ 16/3 đến 20/3/2020.",
            [("Công bố danh sách", "2020-03-13"), ("đọc hồ sơ", "2020-03-16/2020-03-20")],
        ),
        ("- Việc cấp sổ từ ngày 01/01/2018 đến ngày 30/6/2019.", []),
        (
            "- Tiêm phòng đợt 2 từ 02/3 - 30/3/2020, đạt 80% tổng đàn.",
            [("Tiêm phòng đợt 2", "2020-03-02/2020-03-30")],
        ),
        (
            "- Báo cáo kết quả về huyện: báo cáo quý trước ngày 15/3/2020, báo cáo năm trước ngày 05/12/2020.",
            [
                ("Báo cáo kết quả về huyện: báo cáo quý", "2020-03-15"),
                ("Báo cáo kết quả về huyện: báo cáo năm", "2020-12-05"),
            ],
        ),
    ],
)
def test_lines_of_times(line: str, expected: list[tuple[str, str | None]]) -> None:
    assert _short(_deadlines(plan_of("III. TIẾN ĐỘ THỰC HIỆN", line))) == expected


def test_days_in_a_list_share_the_limit_of_the_first() -> None:
    plan = plan_of("III. TỔ CHỨC THỰC HIỆN", "1. Kiểm kê kho vật tư trước ngày 20/6 và 20/12/2020.")
    assert [(each.due.edtf, each.due.bound) for each in _deadlines(plan)] == [
        ("2020-06-20", Bound.BEFORE),
        ("2020-12-20", Bound.BEFORE),
    ]


def test_a_label_that_repeats_the_title_tells_when_the_plan_runs() -> None:
    plan = document(
        "Sơn Từ, ngày 12 tháng 02 năm 2020",
        "KẾ HOẠCH",
        "Kiểm tra công vụ năm 2020",
        "I. MỤC ĐÍCH",
        "Chấn chỉnh lề lối làm việc.",
        "II. NỘI DUNG",
        "1. Thời gian kiểm tra công vụ: từ ngày 02/3 đến ngày 16/3/2020.",
        "2. Thời gian nộp sổ sách: từ ngày 17/3 đến ngày 20/3/2020.",
    )
    assert _short(_deadlines(plan)) == [("nộp sổ sách", "2020-03-17/2020-03-20")]


def test_what_stands_under_no_heading_is_to_be_done() -> None:
    plan = document(
        "Sơn Từ, ngày 12 tháng 02 năm 2020",
        "KẾ HOẠCH",
        "Trồng rừng ven hồ",
        "Thực hiện chỉ đạo của cấp trên, xã xây dựng kế hoạch như sau:",
        "1. Ươm 2.000 cây giống từ ngày 02/3 đến ngày 30/3/2020.",
        "2. Cắm mốc ranh giới trong tháng 4/2020.",
    )
    assert _short(_deadlines(plan)) == [
        ("Ươm 2.000 cây giống", "2020-03-02/2020-03-30"),
        ("Cắm mốc ranh giới", "2020-04"),
    ]


def test_a_line_that_says_only_when_times_what_stands_below_up_to_the_next() -> None:
    plan = plan_of(
        "III. LỊCH THỰC HIỆN",
        "Tháng 3/2020:",
        "- Quét vôi gốc cây.",
        "- Phát động tuần lễ đọc sách. Tháng 4/2020:",
        "- Thăm nhà truyền thống huyện.",
    )
    assert _short(_deadlines(plan)) == [
        ("Quét vôi gốc cây", "2020-03"),
        ("Phát động tuần lễ đọc sách", "2020-03"),
        ("Thăm nhà truyền thống huyện", "2020-04"),
    ]


def test_a_part_of_an_act_passes_its_time_on_to_the_act_above() -> None:
    plan = plan_of(
        "II. NỘI DUNG",
        "1. Hội nghị hiệp thương lần thứ nhất",
        "1.1. Thời gian, thành phần",
        "- Thời gian: ngày 06/3/2020.",
    )
    assert _short(_deadlines(plan)) == [("Hội nghị hiệp thương lần thứ nhất", "2020-03-06")]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("2. Tổng kết đợt ra quân", [("Tổng kết đợt ra quân", "2020-09")]),
        ("2. Tổ chức triển khai thực hiện", []),
        ("2. Yêu cầu chung", []),
    ],
)
def test_headings_of_acts_and_of_parts(heading: str, expected: list[tuple[str, str | None]]) -> None:
    plan = plan_of("II. NỘI DUNG", heading, "- Thời gian: trong tháng 9/2020.")
    assert _short(_deadlines(plan)) == expected


def test_the_line_that_opens_a_list_says_who_reports_to_whom() -> None:
    opening = "Các phòng chuyên môn báo cáo về Văn phòng huyện theo các mốc sau:"
    plan = plan_of(
        "III. TỔ CHỨC THỰC HIỆN",
        opening,
        "- Báo cáo 6 tháng: trước ngày 10/6/2020;",
        "- Báo cáo năm: trước ngày 05/12/2020.",
    )
    bodies = (
        body(plan, "Các phòng chuyên môn", ("assigned", opening)),
        body(plan, "Văn phòng huyện", ("receive_report", opening)),
    )
    deadlines = _deadlines(plan, *bodies)
    assert [deadline.due.edtf for deadline in deadlines] == ["2020-06-10", "2020-12-05"]
    assert {deadline.responsible for deadline in deadlines} == {("Các phòng chuyên môn",)}
    assert {deadline.report_to for deadline in deadlines} == {("Văn phòng huyện",)}


def test_a_bracket_behind_the_act_names_who_does_it() -> None:
    plan = plan_of("III. TIẾN ĐỘ", "1. Quý II/2020", "- Kiểm đếm vật kiến trúc trên đất (Tổ Địa chính chủ trì).")
    (deadline,) = _deadlines(plan, body(plan, "Tổ Địa chính"))
    assert (deadline.task, deadline.responsible) == ("Kiểm đếm vật kiến trúc trên đất", ("Tổ Địa chính",))


def test_a_sentence_behind_the_act_names_who_does_it() -> None:
    plan = plan_of("II. NỘI DUNG", "1. Kê lại ghế phòng chờ. Hoàn thành: 30/6/2020. Phụ trách: Tổ Kỹ thuật.")
    (deadline,) = _deadlines(plan, body(plan, "Tổ Kỹ thuật"))
    assert (deadline.task, deadline.responsible) == ("Kê lại ghế phòng chờ", ("Tổ Kỹ thuật",))
    assert deadline.due.bound is Bound.BY


def test_the_subject_of_the_clause_is_bound_before_those_of_the_clause_before_it() -> None:
    told = "Các khoa gửi số liệu hằng ngày; Tổ Thống kê trình Ban Giám đốc trước ngày 10/4/2020"
    plan = plan_of("III. TỔ CHỨC THỰC HIỆN", f"- {told}.")
    (deadline,) = _deadlines(plan, body(plan, "Các khoa", ("assigned", told)), body(plan, "Tổ Thống kê"))
    assert deadline.responsible == ("Tổ Thống kê",)


_DAYS = st.dates(min_value=date(2020, 2, 20), max_value=date(2020, 12, 28))


@given(_DAYS, st.sampled_from(["trước ngày", "chậm nhất ngày", "xong trước ngày", "không muộn hơn ngày"]))
def test_every_limit_is_found_and_its_task_is_a_stretch_of_the_text(day: date, cue: str) -> None:
    plan = plan_of("III. TỔ CHỨC THỰC HIỆN", f"1. Rào lại khu nuôi thủy sản {cue} {day:%d/%m/%Y}.")
    (deadline,) = _deadlines(plan)
    assert deadline.due.edtf == f"{day:%Y-%m-%d}"
    assert deadline.task == "Rào lại khu nuôi thủy sản"
    assert deadline.task in deadline.evidence.text
