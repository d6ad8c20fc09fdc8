from importlib import resources

import pytest

from models import communes
from models.communes import communes_formed_from, find_communes, find_former_communes, load_communes
from models.units import find_units, load_units
from pipeline.folding import match_key


@pytest.fixture
def table(monkeypatch, tmp_path):
    """Stands a table of one's own in the place of the one that ships."""
    monkeypatch.setattr(resources, "files", lambda package: tmp_path)
    load_communes.cache_clear()
    yield lambda text: (tmp_path / "communes.csv").write_text(text, "utf-8")
    load_communes.cache_clear()


def test_numbers_of_the_resolutions():
    by_type = {"xã": 0, "phường": 0, "đặc khu": 0}
    for commune in load_communes():
        by_type[next(word for word in by_type if commune.name.startswith(f"{word} "))] += 1
    assert by_type == {"xã": 2621, "phường": 687, "đặc khu": 13}
    former = {each for commune in load_communes() for each in commune.formed_from}
    assert sum(not each.name.startswith("huyện ") for each in former) == 10_035


def test_every_commune_came_from_one_and_lies_in_a_known_province():
    provinces = {unit.name for unit in load_units() if unit.valid_to is None}
    assert all(commune.formed_from and commune.province in provinces for commune in load_communes())


def test_every_former_commune_lay_in_a_known_district():
    districts = {match_key(unit.full_name) for unit in load_units() if unit.level.value == "district"}
    former = {each for commune in load_communes() for each in commune.formed_from}
    assert {each.district for each in former if match_key(each.district) not in districts} == set()
    assert all(find_units(each.province) for each in former)


@pytest.mark.parametrize(
    ("name", "provinces"),
    [
        pytest.param("xã Hồ Thị Kỷ", ["Cà Mau"], id="one"),
        pytest.param("XÃ HỒ THỊ KỶ", ["Cà Mau"], id="capitals"),
        pytest.param("phường Thuỵ Lôi", [], id="none of that type"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_find_communes(name, provinces):
    assert [commune.province for commune in find_communes(name)] == provinces


def test_the_tone_may_stand_on_either_vowel_and_no_other_tone():
    assert find_communes("xã Hoà Bình") == find_communes("xã Hòa Bình") != ()
    assert find_communes("xã Hóa Bình") == ()


def test_former_communes_of_one_name_are_told_apart():
    districts = {(each.district, each.province) for each in find_former_communes("xã Tân Lập")}
    assert ("huyện Lục Ngạn", "Bắc Giang") in districts
    assert len(districts) == len(find_former_communes("xã Tân Lập")) > 10


def test_there_and_back():
    for commune in load_communes()[::50]:
        for former in commune.formed_from:
            assert commune in communes_formed_from(former)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("province,commune\nCà Mau,xã Tân Ân\n", "columns", id="columns"),
        pytest.param("province,commune,formed_from\nCa\u0300 Mau,xã A,huyện B: xã A\n", "NFC", id="not NFC"),
    ],
)
def test_a_broken_table_is_told(table, text, message):
    table(text)
    with pytest.raises(ValueError, match=message):
        communes.load_communes()
