from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.agencies import first_days, load_agencies
from models.units import find_units
from pipeline.authority import predecessors, successors
from pipeline.folding import match_key


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        pytest.param(
            "Sở TT&TT tỉnh Bình Phước", date(2026, 1, 1), ("Sở Khoa học và Công nghệ tỉnh Đồng Nai",), id="both changed"
        ),
        pytest.param(
            "Sở Thông tin và Truyền thông tỉnh Bình Phước",
            date(2025, 4, 1),
            ("Sở Khoa học và Công nghệ tỉnh Bình Phước",),
            id="the agency changed before the province",
        ),
        pytest.param("Sở Bưu chính, Viễn thông", date(2026, 1, 1), ("Sở Khoa học và Công nghệ",), id="in two steps"),
        pytest.param("Sở Bưu chính, Viễn thông", date(2010, 1, 1), ("Sở Thông tin và Truyền thông",), id="first step"),
        pytest.param("Phòng Tư pháp huyện Lộc Ninh", date(2025, 7, 1), (), id="ended with the districts"),
        pytest.param(
            "Phòng Quản lý đô thị", date(2025, 8, 1), ("Phòng Kinh tế, Hạ tầng và Đô thị",), id="into a commune's room"
        ),
        pytest.param("Sở LĐTB&XH", date(2025, 2, 28), ("Sở Lao động - Thương binh và Xã hội",), id="its last day"),
        pytest.param("Sở LĐTB&XH", date(2025, 3, 1), ("Sở Nội vụ",), id="the day after"),
        pytest.param(
            "Bộ Khoa học, Công nghệ và Môi trường",
            date(2026, 1, 1),
            ("Bộ Khoa học và Công nghệ", "Bộ Nông nghiệp và Môi trường"),
            id="split in two",
        ),
        pytest.param(
            "UBND tỉnh Kiên Giang", date(2025, 7, 1), ("Ủy ban nhân dân tỉnh An Giang",), id="province merged"
        ),
        pytest.param("Báo Kiên Giang", date(2026, 1, 1), ("Báo An Giang",), id="unit printed without its type"),
        pytest.param(
            "Phòng Tài nguyên và Môi trường huyện Lộc Ninh",
            date(2025, 5, 1),
            ("Phòng Nông nghiệp và Môi trường huyện Lộc Ninh",),
            id="department of a district",
        ),
        pytest.param("Phòng Tài nguyên và Môi trường huyện Lộc Ninh", date(2025, 7, 1), (), id="district ended"),
        pytest.param("UBND huyện Lộc Ninh", date(2025, 7, 1), (), id="its committee ended with it"),
        pytest.param("Công an tỉnh Đồng Nai", date(2026, 1, 1), ("Công an tỉnh Đồng Nai",), id="nothing changed"),
        pytest.param("Hội Nông dân tỉnh Hà Tây", date(2020, 1, 1), ("Hội Nông dân thành phố Hà Nội",), id="Hà Tây"),
        pytest.param("Tổ may số 3", date(2026, 1, 1), ("Tổ may số 3",), id="unknown to every table"),
        pytest.param(
            "UBND xã Nguyễn Huân", date(2026, 1, 1), ("Ủy ban nhân dân xã Tân Tiến",), id="commune merged into another"
        ),
        pytest.param(
            "UBND xã Nguyễn Huân", date(2025, 6, 30), ("Ủy ban nhân dân xã Nguyễn Huân",), id="commune on its last day"
        ),
        pytest.param(
            "Đảng ủy phường Bồ Đề",
            date(2026, 1, 1),
            ("Đảng ủy phường Bồ Đề", "Đảng ủy phường Hồng Hà", "Đảng ủy phường Long Biên"),
            id="commune divided among three",
        ),
        pytest.param(
            "UBND xã Tân Lập", date(2026, 1, 1), ("Ủy ban nhân dân xã Tân Lập",), id="a name that many communes bear"
        ),
        pytest.param(
            "UBND xã Tân Lập, huyện Lục Ngạn", date(2026, 1, 1), ("Ủy ban nhân dân xã Đèo Gia",), id="told by district"
        ),
        pytest.param(
            "HĐND xã Lý Nhơn, TP. Hồ Chí Minh",
            date(2026, 1, 1),
            ("Hội đồng nhân dân xã An Thới Đông",),
            id="told by province",
        ),
        pytest.param(
            "UBND huyện Côn Đảo", date(2026, 1, 1), ("Ủy ban nhân dân đặc khu Côn Đảo",), id="island district"
        ),
        pytest.param("UBND thị xã Đồng Xoài", date(2026, 1, 1), ("Ủy ban nhân dân thị xã Đồng Xoài",), id="thị xã"),
        pytest.param(
            "UBND xã Không Có, tỉnh Đồng Nai",
            date(2026, 1, 1),
            ("Ủy ban nhân dân xã Không Có, tỉnh Đồng Nai",),
            id="unknown commune of a known province",
        ),
    ],
)
def test_successors(name, day, expected):
    assert successors(name, on=day) == expected


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        pytest.param(
            "Sở Xây dựng", date(2020, 1, 1), ("Sở Giao thông vận tải", "Sở Xây dựng"), id="merged into an old name"
        ),
        pytest.param(
            "Bộ Nông nghiệp và Môi trường",
            date(2020, 1, 1),
            ("Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Tài nguyên và Môi trường"),
            id="merged into a new name",
        ),
        pytest.param(
            "Bộ Nông nghiệp và Môi trường", date(2026, 1, 1), ("Bộ Nông nghiệp và Môi trường",), id="after the merger"
        ),
        pytest.param(
            "Sở Nội vụ tỉnh Đồng Nai",
            date(2020, 1, 1),
            (
                "Sở Lao động - Thương binh và Xã hội tỉnh Bình Phước",
                "Sở Lao động - Thương binh và Xã hội tỉnh Đồng Nai",
                "Sở Nội vụ tỉnh Bình Phước",
                "Sở Nội vụ tỉnh Đồng Nai",
            ),
            id="two provinces, two agencies",
        ),
        pytest.param(
            "Sở Công Thương",
            date(2005, 1, 1),
            ("Sở Công nghiệp", "Sở Thương mại", "Sở Thương mại và Du lịch"),
            id="2005",
        ),
        pytest.param("Trạm Y tế xã Tân Lập", date(2005, 1, 1), ("Trạm Y tế xã Tân Lập",), id="many communes"),
        pytest.param(
            "Công an xã Hoà Bình, tỉnh Cà Mau",
            date(2020, 1, 1),
            ("Công an thị trấn Hòa Bình", "Công an xã Long Thạnh", "Công an xã Vĩnh Mỹ A"),
            id="communes before the merger, tone in its other place",
        ),
    ],
)
def test_predecessors(name, day, expected):
    assert predecessors(name, on=day) == expected


def test_every_row_of_the_table_holds():
    agencies = load_agencies()
    assert len(agencies) > 60
    ended = {agency.name: agency.until for agency in agencies}
    for agency in agencies:
        assert agency.name not in agency.successors
        for successor in agency.successors:
            assert ended.get(successor, date.max) > agency.until, f"{successor} ended before {agency.name}"
    assert all(ended.get(name, date.max) > day for name, day in first_days().items())


@given(st.sampled_from(load_agencies()), st.dates(date(1998, 1, 1), date(2030, 12, 31)))
def test_those_who_follow_are_there_on_that_day(agency, day):
    ended = {match_key(each.name): each.until for each in load_agencies()}
    assert all(day <= ended.get(match_key(name), date.max) for name in successors(agency.name, on=day))


@given(st.sampled_from(load_agencies()), st.dates(date(2025, 7, 1), date(2030, 12, 31)))
def test_who_is_followed_is_found_from_who_follows(agency, day):
    for name in successors(agency.name, on=day):
        assert agency.name in predecessors(name, on=agency.until)


@given(st.text(max_size=30), st.dates(date(1998, 1, 1), date(2030, 12, 31)))
def test_any_text_has_an_answer(text, day):
    for name in successors(text, on=day):
        assert name == " ".join(name.split())
    assert not find_units(text) or successors(text, on=day) is not None
