from datetime import date

import pytest

from models.record import Level
from models.units import find_units, load_units, present_province

MERGER = date(2025, 7, 1)


def _provinces(day: date) -> list[str]:
    return [unit.name for unit in load_units() if unit.level is Level.PROVINCE and unit.existed_on(day)]


@pytest.mark.parametrize(
    ("day", "count"),
    [
        pytest.param(date(2007, 1, 1), 64, id="with Hà Tây"),
        pytest.param(date(2019, 11, 11), 63, id="before the merger"),
        pytest.param(date(2025, 3, 1), 63, id="Huế as a centrally run city"),
        pytest.param(MERGER, 34, id="after the merger"),
    ],
)
def test_number_of_provinces(day, count):
    assert len(_provinces(day)) == count
    assert len(set(_provinces(day))) == count


def test_districts_end_with_june_2025():
    districts = [unit for unit in load_units() if unit.level is Level.DISTRICT]
    assert len(districts) > 690
    assert not any(unit.existed_on(MERGER) for unit in districts)


def test_every_district_stands_in_a_province_of_its_time():
    names = {unit.name for unit in load_units() if unit.level is Level.PROVINCE and unit.valid_to != date(2008, 7, 31)}
    assert {unit.province for unit in load_units() if unit.level is Level.DISTRICT} <= names


@pytest.mark.parametrize(
    ("name", "full_name"),
    [
        pytest.param("huyện Bố Trạch", "huyện Bố Trạch", id="with its type"),
        pytest.param("Bố Trạch", "huyện Bố Trạch", id="without its type"),
        pytest.param("TP. Thủ Đức", "thành phố Thủ Đức", id="abbreviated type"),
        pytest.param("Thị Xã  Kinh Môn", "thị xã Kinh Môn", id="capitals and spaces"),
    ],
)
def test_a_unit_is_found_however_it_is_written(name, full_name):
    assert full_name in {unit.full_name for unit in find_units(name)}


def test_the_wrong_type_is_not_found():
    assert find_units("thị xã Bố Trạch") == ()


def test_the_day_decides_which_unit_is_meant():
    assert find_units("huyện Lộc Ninh", on=date(2019, 11, 1))
    assert not find_units("huyện Lộc Ninh", on=MERGER)


@pytest.mark.parametrize(
    ("name", "today"),
    [
        ("Bình Phước", "Đồng Nai"),
        ("tỉnh Hà Tây", "Hà Nội"),
        ("Thừa Thiên Huế", "Huế"),
        ("thành phố Hồ Chí Minh", "Hồ Chí Minh"),
        ("Cao Bằng", "Cao Bằng"),
        ("Xứ Nẫu", None),
    ],
)
def test_present_province(name, today):
    assert present_province(name) == today
