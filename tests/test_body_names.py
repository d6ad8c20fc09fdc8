import json
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.record import BodyKind, Level
from pipeline.extract.bodies.lexicon import body_lexicon
from pipeline.extract.bodies.names import canonical_name, find_names, key_of

_PHRASES = Path(__file__).parent.parent / "corpus" / "phrases"


def _rows(file: str) -> list[tuple[str, list[str]]]:
    rows = [json.loads(line) for line in (_PHRASES / file).read_text("utf-8").splitlines()]
    return [(row["text"], row["names"]) for row in rows if "names" in row]


ROWS = _rows("bodies.jsonl")
NEGATIVE_ROWS = _rows("bodies_negative.jsonl")


@pytest.mark.parametrize(("text", "names"), ROWS, ids=[text[:60] for text, _ in ROWS])
def test_phrase_of_the_corpus(text, names):
    assert [found.name for found in find_names(text)] == names


@pytest.mark.parametrize(("text", "names"), NEGATIVE_ROWS, ids=[text[:60] for text, _ in NEGATIVE_ROWS])
def test_text_without_a_body(text, names):
    assert find_names(text) == () == tuple(names)


@pytest.mark.parametrize(
    ("text", "kind", "level"),
    [
        ("Ủy ban nhân dân huyện", BodyKind.GOVERNMENT, Level.DISTRICT),
        ("Sở Tư pháp", BodyKind.DEPARTMENT, Level.PROVINCE),
        ("Bộ Nội vụ", BodyKind.GOVERNMENT, Level.CENTRAL),
        ("Phòng Tư pháp", BodyKind.DEPARTMENT, None),
        ("Ban Tuyên giáo Huyện ủy", BodyKind.PARTY, None),
        ("Ủy ban MTTQ Việt Nam xã", BodyKind.FRONT, Level.COMMUNE),
        ("Hội Nông dân tỉnh", BodyKind.MASS_ORGANISATION, Level.PROVINCE),
        ("Hội đồng Thi đua - Khen thưởng huyện", BodyKind.COUNCIL, Level.DISTRICT),
        ("Công an xã", BodyKind.ARMED_FORCES, Level.COMMUNE),
        ("Trường THCS Lê Lợi", BodyKind.SCHOOL, None),
        ("Trạm Y tế phường", BodyKind.HEALTH, Level.COMMUNE),
        ("Đài Truyền thanh huyện", BodyKind.MEDIA, Level.DISTRICT),
        ("Công ty Điện lực tỉnh", BodyKind.ENTERPRISE, Level.PROVINCE),
        ("Các cơ quan, đơn vị", BodyKind.COMMUNITY, None),
        ("UBND các xã, thị trấn", BodyKind.GOVERNMENT, Level.COMMUNE),
        ("Các thôn, khu phố", BodyKind.COMMUNITY, Level.HAMLET),
        ("Các chi bộ, đảng bộ", BodyKind.PARTY, None),
        ("Các đoàn thể chính trị - xã hội", BodyKind.MASS_ORGANISATION, None),
        ("Các trường học", BodyKind.SCHOOL, None),
        ("Các cơ quan, doanh nghiệp", BodyKind.COMMUNITY, None),
        ("Ban Thường vụ Liên đoàn Lao động huyện", BodyKind.MASS_ORGANISATION, Level.DISTRICT),
        ("Ban Công an xã", BodyKind.ARMED_FORCES, Level.COMMUNE),
        ("UBND thành phố Hà Nội", BodyKind.GOVERNMENT, Level.PROVINCE),
        ("UBND thành phố Vinh", BodyKind.GOVERNMENT, Level.DISTRICT),
    ],
    ids=str,
)
def test_kind_and_level(text, kind, level):
    (found,) = find_names(text)
    assert (found.kind, found.level) == (kind, level)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Hội đồng Thi đua, khen thưởng huyện", "Hội đồng TĐKT huyện", id="comma and abbreviation"),
        pytest.param("ƯBND huyện Hòa Lạc", "Uỷ ban nhân dân huyện Hoà Lạc", id="look-alike letter and tone placement"),
        pytest.param("phòng Nội vụ", "PHÒNG NỘI VỤ", id="letter case"),
        pytest.param("Phòng LĐTBXH", "Phòng Lao động - Thương binh & Xã hội", id="ampersand"),
        pytest.param("P.CNTT", "Phòng CNTT", id="one letter for Phòng"),
    ],
)
def test_spellings_of_one_name(left, right):
    assert key_of(canonical_name(left)) == key_of(canonical_name(right))
    assert find_names(canonical_name(left))[0].core == find_names(canonical_name(right))[0].core


def test_two_levels_in_one_name_are_two_bodies():
    found = find_names("đề nghị Chủ tịch UBND tỉnh, huyện khen thưởng")
    assert [name.name for name in found] == ["Chủ tịch Ủy ban nhân dân tỉnh", "Chủ tịch Ủy ban nhân dân huyện"]
    assert len({(name.start, name.end) for name in found}) == 1


@pytest.mark.parametrize("text", [text for text, _ in ROWS], ids=[text[:60] for text, _ in ROWS])
def test_names_stand_in_order_and_inside_the_text(text):
    found = find_names(text)
    places = sorted({(name.start, name.end) for name in found})
    assert all(0 <= start < end <= len(text) and text[start:end].strip() == text[start:end] for start, end in places)
    assert all(first[1] <= second[0] for first, second in pairwise(places))


@pytest.mark.parametrize("text", [text for text, _ in ROWS], ids=[text[:60] for text, _ in ROWS])
def test_a_canonical_name_stays_as_it_is(text):
    for found in find_names(text):
        assert unicodedata.is_normalized("NFC", found.name)
        assert canonical_name(found.name) == found.name


@given(
    before=st.text(alphabet="abcdeghiklmn ", max_size=30),
    planted=st.sampled_from(["Phòng Tư pháp", "Ủy ban nhân dân huyện", "Công an xã", "Sở Khoa học và Công nghệ"]),
    after=st.text(alphabet=";.! ", max_size=10),
)
def test_a_planted_name_is_found_where_it_stands(before, planted, after):
    text = f"{before}. {planted}{after}"
    assert planted in {text[found.start : found.end] for found in find_names(text)}


@given(st.text(alphabet="Phòng Sởcáđơnvịbaỷ,;()-–UBDhuyệnxã.123 ", max_size=200))
def test_any_text_is_read_without_error(text):
    for found in find_names(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.name


def test_a_part_of_a_text_is_read_with_offsets_of_the_whole():
    text = "Phòng Tư pháp và Phòng Nội vụ"
    (found,) = find_names(text, 16)
    assert text[found.start : found.end] == "Phòng Nội vụ"


def test_the_table_has_a_meaning_for_every_synonym():
    synonyms = body_lexicon().synonyms
    assert not set(synonyms.values()) & set(synonyms)
    assert all(key == key_of(key) for key in synonyms)
