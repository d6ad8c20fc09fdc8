import pytest

from models.dates import Bound
from models.document import Document
from models.record import Body, Deadline
from pipeline.extract.deadlines import find_deadlines
from tests.date_builders import ISSUED, body, campaign_of, dates_of, document, plan_of


def _deadlines(plan: Document, *bodies: Body) -> tuple[Deadline, ...]:
    outline, dates = dates_of(plan, issued=ISSUED)
    return find_deadlines(plan, outline, dates, bodies)


def _short(deadlines: tuple[Deadline, ...]) -> list[tuple[str, str | None]]:
    return [(deadline.task, deadline.due.edtf or deadline.due.rrule) for deadline in deadlines]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "1. Xây dựng kế hoạch thi đua của xã, hoàn thành trước ngày 15/3/2020.",
            [("Xây dựng kế hoạch thi đua của xã", "2020-03-15")],
        ),
        (
            "1. Trước ngày 15/3/2020, đăng ký danh hiệu thi đua với huyện.",
            [("đăng ký danh hiệu thi đua với huyện", "2020-03-15")],
        ),
        (
            "1. Tuyên truyền sâu rộng trong nhân dân; gửi báo cáo sơ kết chậm nhất là ngày 20/6/2020.",
            [("gửi báo cáo sơ kết", "2020-06-20")],
        ),
        (
            "1. Lựa chọn gương điển hình đề nghị khen thưởng. Thời gian xong trước ngày 10/10/2020.",
            [("Lựa chọn gương điển hình đề nghị khen thưởng", "2020-10-10")],
        ),
        (
            "1. Báo cáo sơ kết gửi trước ngày 10/6/2020, báo cáo tổng kết gửi trước ngày 05/12/2020.",
            [("Báo cáo sơ kết", "2020-06-10"), ("báo cáo tổng kết", "2020-12-05")],
        ),
        (
            "1. Định kỳ trước ngày 30/6/2020 và ngày 20 hằng tháng báo cáo kết quả thi đua về huyện.",
            [
                ("báo cáo kết quả thi đua về huyện", "2020-06-30"),
                ("báo cáo kết quả thi đua về huyện", "FREQ=MONTHLY;BYMONTHDAY=20"),
            ],
        ),
        (
            "1. Định kỳ hằng quý báo cáo kết quả về huyện.",
            [("báo cáo kết quả về huyện", "FREQ=MONTHLY;INTERVAL=3")],
        ),
        (
            "1. Hằng tháng, tổng hợp số liệu gửi huyện trước ngày 25.",
            [("tổng hợp số liệu gửi huyện", "FREQ=MONTHLY;BYMONTHDAY=25")],
        ),
        (
            "1. Từ ngày 01/4/2020 đến ngày 15/4/2020, tự kiểm tra và chấm điểm thi đua.",
            [("tự kiểm tra và chấm điểm thi đua", "2020-04-01/2020-04-15")],
        ),
        (
            "1. Lễ phát động thi đua được tổ chức vào ngày 28/02/2020 tại nhà văn hóa.",
            [("Lễ phát động thi đua", "2020-02-28")],
        ),
        (
            "1. Hội nghị sơ kết dự kiến tổ chức vào ngày 22/6/2020.",
            [("Hội nghị sơ kết", "2020-06-22")],
        ),
        (
            "1. Các hoạt động chính: Hội thi nhà nông, hoàn thành trước 11 giờ 30 phút ngày 05/6/2020.",
            [("Hội thi nhà nông", "2020-06-05")],
        ),
        (
            "1. Rà soát hộ nghèo trên địa bàn, hoàn thành trước 16 giờ 30 phút ngày 12/6/2020.",
            [("Rà soát hộ nghèo trên địa bàn", "2020-06-12")],
        ),
        (
            "1. Tuần tra ban đêm vào các ngày 16 và 17/8/2020.",
            [("Tuần tra ban đêm", "2020-08-16/2020-08-17")],
        ),
        (
            "1. Khảo sát ý kiến của người dân, tổ chức trong tháng 7/2020.",
            [("Khảo sát ý kiến của người dân, tổ chức", "2020-07")],
        ),
        (
            "1. Tổng hợp số liệu, gửi huyện 06 tháng một lần.",
            [("Tổng hợp số liệu, gửi huyện", "FREQ=MONTHLY;INTERVAL=6")],
        ),
        ("1. Thực hiện tốt nhiệm vụ phát triển kinh tế - xã hội năm 2020.", []),
        ("1. Thực hiện Chỉ thị số 09/CT-UBND ngày 04/4/2017 của huyện.", []),
        ("1. Quản lý tốt ngân sách hằng năm của xã.", []),
        ("1. Chào mừng kỷ niệm 45 năm Ngày giải phóng huyện (25/3/1975 - 25/3/2020).", []),
    ],
)
def test_clause(line: str, expected: list[tuple[str, str | None]]) -> None:
    plan = plan_of("III. TỔ CHỨC THỰC HIỆN", line)
    assert _short(_deadlines(plan)) == expected


def test_the_parts_before_and_behind_the_body_hold_no_deadlines() -> None:
    plan = document(
        "Sơn Từ, ngày 12 tháng 02 năm 2020",
        "KẾ HOẠCH",
        "Hoàn thành chỉ tiêu trước ngày 30/9/2020",
        "Thực hiện Công văn số 12/UBND-NV, báo cáo trước ngày 15/9/2020;",
        "I. MỤC ĐÍCH",
        "1. Phấn đấu đến hết năm 2020 hoàn thành các tiêu chí.",
    )
    assert _deadlines(plan) == ()


def test_items_under_a_time_heading_are_due_then() -> None:
    plan = plan_of(
        "III. THỜI GIAN THỰC HIỆN",
        "1. Quý I/2020",
        "- Phát động phong trào thi đua.",
        "- Đăng ký danh hiệu thi đua với huyện.",
        "2. Quý III - IV/2020",
        "- Bình xét danh hiệu thi đua.",
    )
    deadlines = _deadlines(plan)
    assert _short(deadlines) == [
        ("Phát động phong trào thi đua", "2020-33"),
        ("Đăng ký danh hiệu thi đua với huyện", "2020-33"),
        ("Bình xét danh hiệu thi đua", "2020-35/2020-36"),
    ]
    assert {deadline.due.bound for deadline in deadlines} == {Bound.DURING}
    assert [deadline.section for deadline in deadlines] == ["III.1", "III.1", "III.2"]


def test_a_time_label_below_an_act_dates_the_act() -> None:
    plan = plan_of(
        "II. NỘI DUNG",
        "1. Hội thi tiếng hát công nhân",
        "- Địa điểm: Nhà văn hóa huyện.",
        "- Thời gian: 8h00 ngày 05/5/2020.",
    )
    (deadline,) = _deadlines(plan)
    assert (deadline.task, deadline.due.edtf) == ("Hội thi tiếng hát công nhân", "2020-05-05")
    assert deadline.due.bound is Bound.AT


def test_a_time_label_below_a_general_heading_is_when_the_plan_runs() -> None:
    plan = plan_of("II. NỘI DUNG", "1. Thời gian: Từ ngày 01/3/2020 đến ngày 30/9/2020.")
    assert _deadlines(plan) == ()


def test_rows_of_a_table_are_tasks_with_their_bodies() -> None:
    plan = plan_of(
        "II. NỘI DUNG",
        ("STT", "Nội dung công việc", "Đơn vị chủ trì", "Phối hợp", "Thời gian hoàn thành"),
        ("1", "Ban hành hướng dẫn thi đua", "Phòng Nội vụ", "Các xã", "Tháng 3/2020"),
        ("2", "Chấm điểm các cụm thi đua", "Văn phòng huyện", "Phòng Nội vụ", "Trước ngày 05/11/2020"),
    )
    bodies = (
        body(plan, "Phòng Nội vụ", ("lead", "Ban hành hướng dẫn thi đua")),
        body(plan, "Văn phòng huyện", ("lead", "Chấm điểm các cụm thi đua")),
        body(plan, "Các xã", ("coordinate", "Ban hành hướng dẫn thi đua")),
    )
    deadlines = _deadlines(plan, *bodies)
    assert _short(deadlines) == [
        ("Ban hành hướng dẫn thi đua", "2020-03"),
        ("Chấm điểm các cụm thi đua", "2020-11-05"),
    ]
    assert [deadline.responsible for deadline in deadlines] == [("Phòng Nội vụ",), ("Văn phòng huyện",)]


def test_a_table_without_a_column_of_tasks_dates_the_act_above() -> None:
    plan = plan_of(
        "II. NỘI DUNG",
        "1. Đào tạo sử dụng phần mềm quản lý hồ sơ",
        ("Thời gian", "Lớp"),
        ("Ngày 03/3/2020", "Lớp 1"),
        ("Ngày 04/3/2020", "Lớp 2"),
    )
    assert _short(_deadlines(plan)) == [
        ("Đào tạo sử dụng phần mềm quản lý hồ sơ", "2020-03-03"),
        ("Đào tạo sử dụng phần mềm quản lý hồ sơ", "2020-03-04"),
    ]


def test_who_is_bound_and_who_gets_the_report() -> None:
    clause = "Giao Phòng Nội vụ tổng hợp kết quả, gửi Ủy ban nhân dân huyện trước ngày 15/6/2020"
    plan = plan_of("III. TỔ CHỨC THỰC HIỆN", f"1. {clause}.")
    bodies = (
        body(plan, "Phòng Nội vụ", ("assigned", clause)),
        body(plan, "Ủy ban nhân dân huyện", ("receive_report", clause)),
    )
    (deadline,) = _deadlines(plan, *bodies)
    assert deadline.task == "tổng hợp kết quả, gửi Ủy ban nhân dân huyện"
    assert deadline.responsible == ("Phòng Nội vụ",)
    assert deadline.report_to == ("Ủy ban nhân dân huyện",)


def test_bullets_bind_the_body_of_their_heading() -> None:
    plan = plan_of(
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Phòng Nội vụ",
        "- Kiểm tra việc thực hiện phong trào thi đua trong tháng 6/2020.",
    )
    (deadline,) = _deadlines(plan, body(plan, "Phòng Nội vụ"))
    assert deadline.responsible == ("Phòng Nội vụ",)


def test_whom_a_task_only_asks_is_not_bound_by_it() -> None:
    clause = "Bình xét thành tích, đề nghị Chủ tịch Ủy ban nhân dân huyện khen thưởng trước ngày 15/12/2020"
    plan = plan_of("III. TỔ CHỨC THỰC HIỆN", f"1. {clause}.")
    (deadline,) = _deadlines(plan, body(plan, "Chủ tịch Ủy ban nhân dân huyện", ("requested", clause)))
    assert deadline.responsible == ()


def test_a_request_that_opens_the_task_binds() -> None:
    clause = "Đề nghị Huyện đoàn phát động thi đua trong thanh niên trước ngày 26/3/2020"
    plan = plan_of("III. TỔ CHỨC THỰC HIỆN", f"1. {clause}.")
    (deadline,) = _deadlines(plan, body(plan, "Huyện đoàn", ("requested", clause)))
    assert (deadline.task, deadline.responsible) == ("phát động thi đua trong thanh niên", ("Huyện đoàn",))


def test_an_event_without_a_day_keeps_its_anchor() -> None:
    plan = plan_of("III. TỔ CHỨC THỰC HIỆN", "1. Kết thúc đợt thi đua, các xã tổng kết và báo cáo kết quả về huyện.")
    (deadline,) = _deadlines(plan)
    assert (deadline.due.edtf, deadline.due.bound, deadline.due.anchor) == (None, Bound.AFTER, "Kết thúc đợt thi đua")
    assert deadline.task == "các xã tổng kết và báo cáo kết quả về huyện"


def test_an_event_is_dated_by_the_campaign() -> None:
    plan = plan_of(
        "II. THỜI GIAN THI ĐUA",
        "Từ ngày 01/3/2020 đến ngày 30/9/2020.",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Kết thúc đợt thi đua, các xã tổng kết và báo cáo kết quả về huyện.",
    )
    campaign = campaign_of(plan, "Từ ngày 01/3/2020 đến ngày 30/9/2020", "2020-03-01/2020-09-30")
    outline, dates = dates_of(plan, issued=ISSUED, campaign=campaign)
    assert [deadline.due.edtf for deadline in find_deadlines(plan, outline, dates, ())] == ["2020-09-30"]


def test_offsets_order_and_tasks_as_printed() -> None:
    plan = plan_of(
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Các xã đăng ký thi đua trước ngày 15/3/2020; báo cáo kết quả vào ngày 25 hằng tháng.",
        "2. Phòng Nội vụ tổng hợp chung trong tháng 12/2020.",
    )
    deadlines = _deadlines(plan, body(plan, "Các xã"), body(plan, "Phòng Nội vụ"))
    starts = [deadline.evidence.start for deadline in deadlines]
    assert len(deadlines) == 3
    assert starts == sorted(starts)
    for deadline in deadlines:
        assert plan.text[deadline.evidence.start : deadline.evidence.end] == deadline.evidence.text
        assert deadline.task in deadline.evidence.text


def test_a_plan_without_dates_has_no_deadlines() -> None:
    plan = document("KẾ HOẠCH", "Phát động thi đua", "I. TỔ CHỨC THỰC HIỆN", "1. Các xã triển khai thực hiện.")
    outline, dates = dates_of(plan)
    assert find_deadlines(plan, outline, dates, ()) == ()


def _section(*lines: str | tuple[str, ...]) -> Document:
    return plan_of("III. TỔ CHỨC THỰC HIỆN", *lines)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "1. Trạm Y tế báo cáo số ca mắc về huyện trước 16 giờ hằng ngày.",
            [("Trạm Y tế báo cáo số ca mắc về huyện", "FREQ=DAILY")],
            id="by an hour of every day",
        ),
        pytest.param(
            "1. Kiểm tra nền nếp các lớp, mỗi quý một lần.",
            [("Kiểm tra nền nếp các lớp", "FREQ=MONTHLY;INTERVAL=3")],
            id="a check once a quarter",
        ),
        pytest.param(
            "1. Sửa chữa nhà kho, mái tôn; thời gian thực hiện: quý III - IV/2020.",
            [("Sửa chữa nhà kho, mái tôn", "2020-35/2020-36")],
            id="a label of time behind the act",
        ),
        pytest.param(
            "1. Mở lớp bơi cho học sinh, bắt đầu từ ngày 01/6/2020.",
            [("Mở lớp bơi cho học sinh", "2020-06-01")],
            id="the day from which it starts",
        ),
        pytest.param(
            "1. Lập dự toán trong tuần từ 09 đến 13/3/2020.",
            [("Lập dự toán", "2020-03-09/2020-03-13")],
            id="in the week from to",
        ),
        pytest.param(
            "1. Rà soát 05 thôn trong 6 tháng cuối năm 2020.", [("Rà soát 05 thôn", "2020-41")], id="in a half-year"
        ),
        pytest.param(
            "1. Sơ kết giữa đợt ngày 15/5/2020, tổng kết chậm nhất ngày 20/9/2020.",
            [("Sơ kết giữa đợt", "2020-05-15"), ("tổng kết", "2020-09-20")],
            id="the day of a report without a limit",
        ),
        pytest.param(
            "1. Các tổ quán triệt đến hội viên trước ngày 31/3/2020, riêng tổ trường học chậm nhất ngày 15/4/2020.",
            [("Các tổ quán triệt đến hội viên", "2020-03-31"), ("Các tổ quán triệt đến hội viên", "2020-04-15")],
            id="one body apart",
        ),
        pytest.param(
            "1. Mở 02 lớp tin học vào tháng 5 và tháng 9 năm 2020.",
            [("Mở 02 lớp tin học", "2020-05"), ("Mở 02 lớp tin học", "2020-09")],
            id="two months share one act",
        ),
        pytest.param(
            "1. Các thôn dọn kênh sau khi kết thúc hội làng 03 ngày.",
            [("Các thôn dọn kênh", None)],
            id="days counted behind their event",
        ),
    ],
)
def test_ways_to_set_a_limit(line: str, expected: list[tuple[str, str | None]]) -> None:
    assert _short(_deadlines(_section(line))) == expected


def test_lines_of_a_schedule_are_acts_with_their_days() -> None:
    plan = plan_of(
        "III. THỜI GIAN, ĐỊA ĐIỂM",
        "1. Thời gian",
        "- Các đội đăng ký dự thi: từ ngày 02 đến ngày 06/3/2020.",
        "- Thi vòng huyện: 8 giờ ngày 20/3/2020.",
        "- Giai đoạn 1: từ tháng 3 đến tháng 5/2020.",
        "2. Địa điểm: Nhà văn hóa huyện.",
    )
    assert _short(_deadlines(plan)) == [
        ("Các đội đăng ký dự thi", "2020-03-02/2020-03-06"),
        ("Thi vòng huyện", "2020-03-20"),
    ]


def test_what_stands_under_a_stage_with_its_span_has_no_limit_of_its_own() -> None:
    plan = plan_of(
        "III. THỜI GIAN",
        "1. Giai đoạn 1 (từ ngày 01/3 đến ngày 30/4/2020)",
        "- Phát động phong trào thi đua trong toàn huyện.",
    )
    assert _deadlines(plan) == ()


def test_a_table_without_a_head_of_tasks_dates_what_stands_before_the_time() -> None:
    plan = _section(
        ("STT", "Lớp", "Số lượng", "Thời gian"),
        ("1", "Bồi dưỡng kỹ năng số", "25 người", "13 - 15/4/2020"),
        ("2", "Văn thư điện tử", "30 người", "Tháng 10"),
    )
    assert _short(_deadlines(plan)) == [
        ("Bồi dưỡng kỹ năng số", "2020-04-13/2020-04-15"),
        ("Văn thư điện tử", "2020-10"),
    ]


def test_a_line_with_the_lead_binds_its_section() -> None:
    plan = _section(
        "1. Cải cách thể chế",
        "- Ban hành quy chế một cửa trước ngày 31/3/2020.",
        "Cơ quan chủ trì: Phòng Tư pháp; cơ quan phối hợp: Phòng Nội vụ.",
    )
    (deadline,) = _deadlines(plan, body(plan, "Phòng Tư pháp"), body(plan, "Phòng Nội vụ"))
    assert deadline.responsible == ("Phòng Tư pháp",)


def test_the_subject_behind_the_limit_is_bound() -> None:
    plan = _section("1. Thẩm định: Trong vòng 05 ngày kể từ ngày nhận hồ sơ, Phòng Kinh tế thẩm định, trả kết quả.")
    (deadline,) = _deadlines(plan, body(plan, "Phòng Kinh tế"))
    assert (deadline.task, deadline.responsible) == ("thẩm định, trả kết quả", ("Phòng Kinh tế",))


def test_whom_a_task_only_details_is_not_bound_by_it() -> None:
    clause = "Thành lập tổ giúp việc, phân công Ủy viên Ban Chấp hành phụ trách từng cụm trước ngày 15/3/2020"
    plan = _section("1. Công đoàn huyện", f"- {clause}.")
    bodies = (body(plan, "Công đoàn huyện"), body(plan, "Ủy viên Ban Chấp hành", ("assigned", clause)))
    (deadline,) = _deadlines(plan, *bodies)
    assert deadline.responsible == ("Công đoàn huyện",)


@pytest.mark.parametrize(
    ("clause", "following", "expected"),
    [
        ("Gửi kế hoạch về Phòng Nội vụ trước ngày 15/3/2020", "; gửi báo cáo tổng kết trước ngày 05/9/2020", True),
        ("Báo cáo Phòng Nội vụ kết quả sơ kết trước ngày 15/3/2020", ", kết quả năm trước ngày 05/9/2020", True),
        ("Gửi kế hoạch về Phòng Nội vụ trước ngày 15/3/2020", "; dọn vệ sinh đường làng trước ngày 05/9/2020", False),
    ],
    ids=["what is sent later", "a second report", "another act"],
)
def test_the_receiver_is_carried_to_further_reports_alone(clause: str, following: str, expected: bool) -> None:
    plan = _section(f"1. {clause}{following}.")
    deadlines = _deadlines(plan, body(plan, "Phòng Nội vụ", ("receive_report", clause)))
    assert [bool(deadline.report_to) for deadline in deadlines] == [True, expected]


def test_a_recurrence_with_its_span_is_due_in_it() -> None:
    plan = _section("1. Các thôn báo cáo tiến độ vào thứ Sáu hằng tuần từ tháng 4 đến tháng 6/2020.")
    (deadline,) = _deadlines(plan)
    assert (deadline.due.rrule, deadline.due.edtf) == ("FREQ=WEEKLY;BYDAY=FR", "2020-04/2020-06")


@pytest.mark.parametrize(
    ("line", "names", "task"),
    [
        (
            "1. Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp và các xã rà soát văn bản trước ngày 10/6/2020.",
            ("Phòng Nội vụ", "Phòng Tư pháp", "các xã"),
            "rà soát văn bản",
        ),
        (
            "1. Phòng Nội vụ, Phòng Tư pháp: Chũ trì phối hợp cùng các xã rà soát văn bản trước ngày 10/6/2020.",
            ("Phòng Nội vụ", "Phòng Tư pháp", "các xã"),
            "rà soát văn bản",
        ),
        (
            "1. Phòng Nội vụ: Trước ngày 10/6/2020, rà soát văn bản của huyện.",
            ("Phòng Nội vụ",),
            "rà soát văn bản của huyện",
        ),
        (
            "1. Phối hợp với Phòng Tư pháp rà soát văn bản trước ngày 10/6/2020.",
            ("Phòng Tư pháp",),
            "Phối hợp với Phòng Tư pháp rà soát văn bản",
        ),
    ],
    ids=["led with others", "two that lead, a slip of tone", "date in front of the task", "only helps"],
)
def test_who_leads_with_whom_is_no_part_of_the_task(line: str, names: tuple[str, ...], task: str) -> None:
    plan = plan_of("III. TỔ CHỨC THỰC HIỆN", line)
    bodies = [body(plan, name, ("lead", line.split(". ", 1)[1].rstrip("."))) for name in names]
    assert _short(_deadlines(plan, *bodies)) == [(task, "2020-06-10")]


def test_the_days_of_a_table_that_gives_out_work_are_limits() -> None:
    plan = plan_of(
        "II. NỘI DUNG",
        ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian thực hiện"),
        ("1", "Lập danh sách hộ nghèo", "Phòng Kinh tế", "15/6/2020"),
        "Lịch tổ chức",
        ("STT", "Nội dung", "Thời gian", "Địa điểm"),
        ("1", "Hội thi nấu ăn truyền thống", "20/6/2020", "Nhà văn hóa"),
    )
    assert [deadline.due.bound for deadline in _deadlines(plan)] == [Bound.BY, Bound.AT]


def test_days_that_are_listed_are_each_a_day_of_the_act() -> None:
    plan = plan_of("III. TỔ CHỨC THỰC HIỆN", "1. Tuần tra ban đêm vào các ngày 16 và 17/8/2020.")
    assert [deadline.due.bound for deadline in _deadlines(plan)] == [Bound.AT]


@pytest.mark.parametrize(
    ("printed", "issued", "title", "lines", "expected"),
    [
        (
            "ngày 17 tháng 4 năm 2023",
            "2023-04-17",
            "Tuyển sinh vào lớp 10 năm học 2023 - 2024",
            ("1. Niêm yết danh sách thí sinh trước ngày 22/5.", "2. Tổng kết công tác tuyển sinh trước ngày 15/01."),
            ["2023-05-22", "2024-01-15"],
        ),
        (
            "ngày 07 tháng 12 năm 2020",
            "2020-12-07",
            "Bảo đảm trật tự Tết Nguyên đán Tân Sửu 2021",
            ("1. Ban hành kế hoạch của xã trước ngày 12/12.", "2. Gửi báo cáo kết quả trước ngày 20/02."),
            ["2020-12-12", "2021-02-20"],
        ),
        (
            "ngày 12 tháng 10 năm 2012",
            "2012-10-12",
            "Gọi công dân nhập ngũ năm 2013",
            ("1. Khám sức khỏe từ ngày 05/12/2012 đến ngày 10/12/2012.", "2. Họp xét duyệt lần đầu trước ngày 20/12."),
            ["2012-12-05/2012-12-10", "2012-12-20"],
        ),
        (
            "ngày 20 tháng 12 năm 2012",
            "2012-12-20",
            "Cải cách hành chính năm 2013",
            ("1. Gửi báo cáo sơ kết trước ngày 10/6.", "2. Gửi báo cáo tổng kết trước ngày 05/12."),
            ["2013-06-10", "2013-12-05"],
        ),
    ],
    ids=["ahead of its school year", "for New Year", "begins before its year", "for the year to come"],
)
def test_the_year_in_which_a_plan_for_the_next_one_is_carried_out(
    printed: str, issued: str, title: str, lines: tuple[str, ...], expected: list[str]
) -> None:
    plan = document(f"Sơn Từ, {printed}", "KẾ HOẠCH", title, "III. TỔ CHỨC THỰC HIỆN", *lines)
    outline, dates = dates_of(plan, issued=(printed, issued))
    assert [deadline.due.edtf for deadline in find_deadlines(plan, outline, dates, ())] == expected


def test_a_heading_row_without_crosses_below_it_sets_no_deadline() -> None:
    plan = plan_of(
        "II. NỘI DUNG",
        ("STT", "Nhiệm vụ", "Quý I", "Quý II"),
        ("1", "Duy tu đường liên thôn", "50 triệu đồng", ""),
    )
    assert _deadlines(plan) == ()


def test_bullets_below_a_line_of_time_keep_their_own_times() -> None:
    plan = plan_of(
        "II. NỘI DUNG",
        "Tháng 9/2020",
        "- Khai giảng lớp xóa mù chữ (05/9).",
        "- Thi vẽ tranh về biển đảo quê hương.",
        "Tháng 10/2020",
        "Các thôn chủ động kinh phí.",
    )
    found = _short(_deadlines(plan))
    assert ("Thi vẽ tranh về biển đảo quê hương", "2020-09") in found
    assert all("Khai giảng" not in task or due != "2020-09" for task, due in found)
