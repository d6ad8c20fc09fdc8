import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.record import DutyRole
from pipeline.extract.bodies.duty_tables import read_columns
from pipeline.extract.task_tables import Column, body_columns, column_of, responsible_columns, role_of


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("STT", Column.COUNT),
        ("TT", Column.COUNT),
        ("Số TT", Column.COUNT),
        ("Đợt", Column.COUNT),
        ("Nội dung công việc", Column.TASK),
        ("Nhiệm vụ", Column.TASK),
        ("Tên lớp bồi dưỡng", Column.TASK),
        ("Nội dung thực hiện", Column.TASK),
        ("Thời gian thực hiện", Column.TIME),
        ("Thời hạn hoàn thành", Column.TIME),
        ("Tiến độ", Column.TIME),
        ("Hạn hoàn thành", Column.TIME),
        ("Ngày, tháng", Column.TIME),
        ("Kết thúc", Column.TIME),
        ("Bắt đầu", Column.ASIDE),
        ("Kinh phí thực hiện", Column.ASIDE),
        ("Đơn vị tính", Column.ASIDE),
        ("Kết quả, sản phẩm", Column.ASIDE),
        ("Ghi chú", Column.ASIDE),
        ("Đơn vị được kiểm tra", Column.OBJECT),
        ("Cơ quan chủ trì thực hiện", Column.BODIES),
        ("Bộ phận phụ trách", Column.BODIES),
        ("Người thực hiện", Column.BODIES),
        ("Khoa, phòng thực hiện", Column.BODIES),
        ("Phối hợp", Column.BODIES),
        ("Nơi nhận báo cáo", Column.BODIES),
        ("Cơ sở", Column.UNKNOWN),
        ("", Column.UNKNOWN),
    ],
)
def test_what_a_column_is_for(head: str, expected: Column) -> None:
    assert column_of(head) is expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Đơn vị chủ trì", DutyRole.LEAD),
        ("Đầu mối", DutyRole.LEAD),
        ("Đơn vị chủ trì, phối hợp", DutyRole.LEAD),
        ("Cơ quan phối hợp", DutyRole.COORDINATE),
        ("Cơ quan tham mưu", DutyRole.ADVISE),
        ("Người phụ trách", DutyRole.ASSIGNED),
        ("Bộ phận", DutyRole.ASSIGNED),
        ("Phân công", DutyRole.ASSIGNED),
        ("Nơi nhận", DutyRole.RECEIVE_REPORT),
        ("Số lượng", None),
    ],
)
def test_which_part_a_column_gives(head: str, expected: DutyRole | None) -> None:
    assert role_of(head) is expected


def test_who_leads_comes_before_who_does_and_who_advises() -> None:
    heads = ("STT", "Nhiệm vụ", "Cơ quan tham mưu", "Bộ phận thực hiện", "Phối hợp", "Chủ trì", "Thời hạn")
    assert [heads[place] for place in responsible_columns(heads)] == [
        "Chủ trì",
        "Bộ phận thực hiện",
        "Cơ quan tham mưu",
    ]


def test_words_for_a_part_in_the_work_name_no_bodies_in_heads_of_other_things() -> None:
    assert body_columns(("Nội dung thực hiện", "Thời gian thực hiện", "Kinh phí thực hiện", "Thực hiện")) == {
        3: DutyRole.ASSIGNED
    }


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("TT", "Công việc", "Người phụ trách"), {2: DutyRole.ASSIGNED}),
        (("Nội dung", "Bộ phận thực hiện", "Cơ quan tham mưu"), {1: DutyRole.ASSIGNED, 2: DutyRole.ADVISE}),
        (("1", "Phối hợp công an tuần tra", "Đơn vị bảo vệ"), {}),
        (("Cơ quan", "Số xe"), {}),
        (("Đơn vị " * 12, "Nội dung", "Chủ trì"), {}),
        ((), {}),
    ],
    ids=["a heading", "no running number", "a row of tasks", "one head alone", "too long for a heading", "no cells"],
)
def test_a_heading_is_told_from_a_row(cells: tuple[str, ...], expected: dict[int, DutyRole]) -> None:
    assert read_columns(cells) == expected


@given(st.sampled_from(["Nội dung công việc", "Đơn vị chủ trì", "Thời gian", "Sản phẩm", "STT"]), st.booleans())
def test_capitals_and_white_space_change_nothing(head: str, is_loud: bool) -> None:
    written = f"  {head.upper() if is_loud else head} :"
    assert column_of(written) is column_of(head)
    assert role_of(written) is role_of(head)


@given(st.text(max_size=40))
def test_any_head_has_one_meaning(head: str) -> None:
    assert (column_of(head) is Column.BODIES) <= (role_of(head) is not None)
