"""Marks of list items are made what the items around them show, and left alone where they show nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.lists import find_list_repairs


def repaired(*texts: str) -> list[str]:
    found = list(texts)
    for number, repair in find_list_repairs(texts):
        found[number] = found[number][: repair.start] + repair.after + found[number][repair.end :]
    return found


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        pytest.param("_TT. Huyện ủy;", "- TT. Huyện ủy;", id="an underscore"),
        pytest.param("-'UBND các xã;", "- UBND các xã;", id="a hyphen and a speck"),
        pytest.param("-Phòng Nội vụ;", "- Phòng Nội vụ;", id="no space"),
        pytest.param("'Hội Nông dân;", "- Hội Nông dân;", id="an apostrophe"),
    ],
)
def test_a_bullet_is_what_the_items_beside_it_have(read: str, printed: str) -> None:
    assert repaired("- Đảng ủy xã;", read, "- Trạm Y tế;") == ["- Đảng ủy xã;", printed, "- Trạm Y tế;"]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["Các thôn:", "_Thôn Đông;", "Thôn Đoài;"], id="no items beside it"),
        pytest.param(["-Thôn Đông;", "-Thôn Đoài;", "-Thôn Trung;"], id="all are set so"),
        pytest.param(["- Thôn Đông;", "* Ghi chú", "- Thôn Đoài;"], id="an asterisk alone"),
        pytest.param(["- Thôn Đông;", "__TM. ỦY BAN NHÂN DÂN", "- Thôn Đoài;"], id="a signature"),
        pytest.param(["- Thôn Đông;", "“Xanh, sạch” là tên cuộc thi", "- Thôn Đoài;"], id="a quotation"),
    ],
)
def test_bullets_without_a_sign_of_damage_stay(texts: list[str]) -> None:
    assert repaired(*texts) == texts


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        pytest.param(["3. Trạm Y tế", ".4. Hội Nông dân"], ["3. Trạm Y tế", "4. Hội Nông dân"], id="a speck"),
        pytest.param(["4. Trạm Y tế", "5, Các thôn"], ["4. Trạm Y tế", "5. Các thôn"], id="a comma for the stop"),
        pytest.param(["- 1, Trạm Y tế", "2. Các thôn"], ["1. Trạm Y tế", "2. Các thôn"], id="both"),
        pytest.param(["3. Trạm Y tế", ".7. Các thôn"], ["3. Trạm Y tế", ".7. Các thôn"], id="no neighbour"),
        pytest.param(["3- Trạm Y tế", "4, Các thôn"], ["3- Trạm Y tế", "4, Các thôn"], id="another sign"),
        pytest.param(["1. Mỗi tổ góp", "2,5 triệu đồng"], ["1. Mỗi tổ góp", "2,5 triệu đồng"], id="a decimal"),
    ],
)
def test_numbers_of_items(read: list[str], printed: list[str]) -> None:
    assert repaired(*read) == printed


def test_recipients_are_parted_by_semicolons() -> None:
    texts = ["Nơi nhận:", "- Như trên;", "- Phòng Nội vụ:", "- Các thôn;", "- Lưu: VT."]
    assert repaired(*texts) == [*texts[:2], "- Phòng Nội vụ;", *texts[3:]]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["- Thành phần gồm:", "- Trưởng thôn;", "- Công an viên;"], id="no recipients"),
        pytest.param(["Nơi nhận:", "- Như trên:", "- Các thôn:", "- Lưu: VT."], id="the plan's own way"),
        pytest.param(["Nơi nhận:", "- Như trên;", "- Các thôn;", "- Phòng Nội vụ:"], id="no end in sight"),
    ],
)
def test_colons_of_other_lists_stay(texts: list[str]) -> None:
    assert repaired(*texts) == texts


def test_titles_have_no_full_stop_where_hardly_any_has_one() -> None:
    titles = ["ỦY BAN NHÂN DÂN", "KẾ HOẠCH", "I. MỤC ĐÍCH", "II. NỘI DUNG", "III. KINH PHÍ"]
    assert repaired(*titles, "XÃ ĐÔNG KHÊ.") == [*titles, "XÃ ĐÔNG KHÊ"]
    assert repaired("I. MỤC ĐÍCH.", "II. NỘI DUNG.", "III. KINH PHÍ.", "KẾ HOẠCH NĂM 2024") == [
        "I. MỤC ĐÍCH.", "II. NỘI DUNG.", "III. KINH PHÍ.", "KẾ HOẠCH NĂM 2024"
    ]  # fmt: skip
    assert repaired("XÃ ĐÔNG KHÊ.") == ["XÃ ĐÔNG KHÊ."]


@given(st.lists(st.text(alphabet="-_'.,:;1234 abcĐN“”/)", max_size=12), max_size=8))
def test_what_an_item_says_is_not_touched(texts: list[str]) -> None:
    for number, repair in find_list_repairs(texts):
        before = texts[number][repair.start : repair.end]
        assert [c for c in repair.after if c.isalnum()] == [c for c in before if c.isalnum()]
