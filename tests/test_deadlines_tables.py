import pytest

from models.dates import Bound
from models.document import Document
from models.record import Body, Deadline
from pipeline.extract.deadlines import find_deadlines
from pipeline.extract.deadlines.cells import TaskTables
from tests.date_builders import ISSUED, Line, body, dates_of, plan_of

_ROWS: tuple[Line, ...] = (
    ("1", "Kê khai nhà vắng chủ", "Tổ Địa chính", "Trước ngày 20/4/2020", "Danh sách"),
    ("2", "Dán nhãn tủ điện", "Đội Quản lý điện", "Tháng 5/2020", "Biên bản"),
)


def _deadlines(plan: Document, *bodies: Body) -> tuple[Deadline, ...]:
    outline, dates = dates_of(plan, issued=ISSUED)
    return find_deadlines(plan, outline, dates, bodies)


def _short(deadlines: tuple[Deadline, ...]) -> list[tuple[str, str | None]]:
    return [(deadline.task, deadline.due.edtf) for deadline in deadlines]


@pytest.mark.parametrize(
    "heads",
    [
        ("STT", "Nội dung công việc", "Đơn vị chủ trì", "Thời gian hoàn thành", "Sản phẩm"),
        ("TT", "Nhiệm vụ", "Người phụ trách", "Tiến độ", "Ghi chú"),
        ("TT", "Hoạt động", "Bộ phận thực hiện", "Hạn hoàn thành", "Kinh phí"),
        ("STT", "Đầu việc", "Cơ quan tham mưu", "Thời hạn", "Kết quả"),
        ("Số TT", "Hạng mục", "Phân công", "Ngày", "Chỉ tiêu"),
    ],
)
def test_columns_under_many_names(heads: tuple[str, ...]) -> None:
    plan = plan_of("II. NỘI DUNG", heads, *_ROWS)
    bodies = (body(plan, "Tổ Địa chính"), body(plan, "Đội Quản lý điện"))
    deadlines = _deadlines(plan, *bodies)
    assert _short(deadlines) == [("Kê khai nhà vắng chủ", "2020-04-20"), ("Dán nhãn tủ điện", "2020-05")]
    assert [deadline.responsible for deadline in deadlines] == [("Tổ Địa chính",), ("Đội Quản lý điện",)]


def test_a_table_whose_heading_was_lost_is_read_by_its_cells() -> None:
    plan = plan_of("II. NỘI DUNG", *_ROWS)
    bodies = (body(plan, "Tổ Địa chính"), body(plan, "Đội Quản lý điện"))
    deadlines = _deadlines(plan, *bodies)
    assert _short(deadlines) == [("Kê khai nhà vắng chủ", "2020-04-20"), ("Dán nhãn tủ điện", "2020-05")]
    assert [deadline.responsible for deadline in deadlines] == [("Tổ Địa chính",), ("Đội Quản lý điện",)]


def test_a_table_goes_on_below_a_line_with_the_heads_it_has_above() -> None:
    heads = ("STT", "Sản phẩm", "Nội dung công việc", "Thời hạn", "Đơn vị chủ trì")
    plan = plan_of(
        "II. NỘI DUNG",
        heads,
        ("1", "Bản đồ", "Đo vẽ bờ bao", "30/3/2020", "Tổ Địa chính"),
        "Trang tiếp theo của bảng.",
        ("2", "Sổ theo dõi", "Kiểm đếm cống", "30/5/2020", "Đội Quản lý điện"),
    )
    bodies = (body(plan, "Tổ Địa chính"), body(plan, "Đội Quản lý điện"))
    deadlines = _deadlines(plan, *bodies)
    assert _short(deadlines) == [("Đo vẽ bờ bao", "2020-03-30"), ("Kiểm đếm cống", "2020-05-30")]
    assert deadlines[1].responsible == ("Đội Quản lý điện",)
    assert {deadline.due.bound for deadline in deadlines} == {Bound.BY}


def test_the_end_of_a_work_is_due_and_its_start_is_not() -> None:
    plan = plan_of(
        "II. NỘI DUNG",
        ("Công việc", "Phụ trách", "Bắt đầu", "Kết thúc"),
        ("Nối cáp quang về xã", "Tổ Kỹ thuật", "02/3/2020", "20/3/2020"),
    )
    assert _short(_deadlines(plan, body(plan, "Tổ Kỹ thuật"))) == [("Nối cáp quang về xã", "2020-03-20")]


def test_what_is_inspected_is_what_the_row_is_about() -> None:
    plan = plan_of(
        "II. NỘI DUNG",
        ("STT", "Đơn vị được kiểm tra", "Thời gian kiểm tra", "Địa điểm"),
        ("1", "Hợp tác xã chè Tân Hương", "17/3/2020", "Nhà văn hóa"),
    )
    (deadline,) = _deadlines(plan, body(plan, "Hợp tác xã chè Tân Hương"))
    assert (deadline.task, deadline.responsible) == ("Hợp tác xã chè Tân Hương", ())


def test_dates_in_columns_that_are_not_of_times_make_nothing_due() -> None:
    plan = plan_of(
        "II. NỘI DUNG",
        ("STT", "Văn bản", "Ngày ký số", "Ghi chú"),
        ("1", "Hướng dẫn ghi sổ", "x", "Thay bản ngày 05/3/2019"),
    )
    assert _deadlines(plan) == ()


def test_the_heads_of_a_table_are_its_first_row_or_those_above() -> None:
    plan = plan_of(
        "II. NỘI DUNG", ("TT", "Nhiệm vụ", "Thời hạn"), ("1", "Rào hồ", "Quý II"), "Tiếp:", ("2", "Vá đê", "x")
    )
    tables = TaskTables(plan)
    rows = [row for row in plan.paragraphs if row.cells]
    assert [tables.is_heading(row) for row in rows] == [True, False, False]
    assert {tables.heads(row) for row in rows} == {("tt", "nhiệm vụ", "thời hạn")}
    assert tables.time_head(rows[1].cells[2][0]) == "thời hạn"
    assert tables.time_head(rows[1].cells[1][0]) is None
    assert tables.time_head(plan.text.index("NỘI DUNG")) is None
