"""A raw line in the house's spelling: what is made equal, and what is left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.normalize import normalize_line
from pipeline.clean.repairs import find_repairs


def clean(raw: str, *, is_plain_text: bool = True) -> str:
    return normalize_line(raw, 0, is_plain_text=is_plain_text).text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("Ủy ban   nhân dân", "Ủy ban nhân dân", id="spaces"),
        pytest.param("Ủy\u00a0ban\u2003nhân\tdân", "Ủy ban nhân dân", id="spaces of other kinds"),
        pytest.param("Uỷ ban nhân dân", "Ủy ban nhân dân", id="tone on the second vowel"),
        pytest.param("hoà bình, khoẻ, thuỷ lợi", "hòa bình, khỏe, thủy lợi", id="tones of oa, oe, uy"),
        pytest.param("HOÀ BÌNH", "HÒA BÌNH", id="tones in capitals"),
        pytest.param("quý, quỹ, hoàn toàn, thuyền", "quý, quỹ, hoàn toàn, thuyền", id="tones that stay"),
        pytest.param(unicodedata.normalize("NFD", "kế hoạch"), "kế hoạch", id="decomposed"),
        pytest.param("kê\u0301 hoạch", "kế hoạch", id="a tone behind a composed letter"),
        pytest.param("tô\u0309 chư\u0301c", "tổ chức", id="tones behind composed letters"),
        pytest.param("Ðịnh Hóa", "Định Hóa", id="eth for đ"),
        pytest.param("phƣờng", "phường", id="oi for ư"),
        pytest.param("Phần Ⅳ, mục Ⅲ", "Phần IV, mục III", id="Roman numerals of one character"),
        pytest.param("hạn\u00ad chót\u200b", "hạn chót", id="soft hyphen and zero-width space"),
        pytest.param("tháng\u0303", "tháng", id="a tone on a consonant"),
        pytest.param("tổ\u0309 chức", "tổ chức", id="the same tone twice"),
        pytest.param("**01** mô hình", "01 mô hình", id="bold"),
        pytest.param("### **II. NỘI DUNG**", "II. NỘI DUNG", id="markdown heading"),
        pytest.param("- a) Thực hiện", "a) Thực hiện", id="markdown bullet before a letter"),
        pytest.param("1\\. Mục tiêu", "1. Mục tiêu", id="markdown escape"),
        pytest.param("[bookmark: _Toc1]Căn cứ", "Căn cứ", id="bookmark of Word"),
    ],
)
def test_letters_and_leftovers(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("giai đoạn 2021 – 2025", "giai đoạn 2021 - 2025", id="en dash between years"),
        pytest.param("46⁄KH-UBND", "46/KH-UBND", id="a slash of fractions"),
        pytest.param("46/KH—UBND", "46/KH-UBND", id="em dash in a symbol"),
        pytest.param("– Các thôn ra quân", "- Các thôn ra quân", id="en dash as a list mark"),
        pytest.param("20‑25%, −5", "20-25%, -5", id="unbreakable hyphen and minus"),
        pytest.param('chủ đề "Làng xanh"', "chủ đề “Làng xanh”", id="straight quotes"),
        pytest.param('chủ đề:"Làng xanh".', "chủ đề:“Làng xanh”.", id="a straight quote behind a colon"),
        pytest.param('("Làng xanh năm 2021")', "(“Làng xanh năm 2021”)", id="a straight quote behind a figure"),
        pytest.param("„Làng xanh‟", "“Làng xanh”", id="low quotes"),
        pytest.param("«Làng xanh»", "“Làng xanh”", id="guillemets"),
        pytest.param("''Làng xanh''", "“Làng xanh”", id="doubled apostrophes"),
        pytest.param("huyện M’Đrắk", "huyện M'Đrắk", id="a curly apostrophe in a name"),
        pytest.param("các thôn , ấp ; khu phố", "các thôn, ấp; khu phố", id="spaces before commas"),
        pytest.param("( gọi tắt là Ban )", "(gọi tắt là Ban)", id="spaces inside brackets"),
    ],
)
def test_quotes_dashes_and_spaces(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("năm 2O24, l5/O3", id="digits"),
        pytest.param("ƯBND xã, KÉ HOẠCH", id="damaged words, which cleaning records as changes"),
        pytest.param("Số: .../KH-UBND", id="a field left blank"),
        pytest.param('rộng 12"', id="inches"),
        pytest.param("a_b@xa.gov.vn", id="an address with an underscore"),
        pytest.param("Cư M'gar, Ea H'leo", id="straight apostrophes in names"),
        pytest.param("Čư\u0306 Mlan", id="a name of the Central Highlands"),
        pytest.param("100.000 m², 25 °C", id="signs of units"),
        pytest.param("tỷ lệ 1 : 5", id="a ratio"),
        pytest.param("Độc lập - Tự do - Hạnh phúc", id="the motto"),
        pytest.param("kinh tế - xã hội", id="a dash between words"),
        pytest.param("“Làng xanh” và “Phố sạch”", id="quotes of the house"),
        pytest.param("quả, huề, tuệ, khuya, hoắc, oán", id="tones where they belong"),
    ],
)
def test_what_is_left_alone(raw: str) -> None:
    assert clean(raw) == raw


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param('chủ đề "Làng xanh"', "chủ đề “Làng xanh”", id="a pair"),
        pytest.param('chủ đề “Làng xanh".', "chủ đề “Làng xanh”.", id="a pair of which one was read straight"),
        pytest.param('"Thực hiện Chỉ thị', '"Thực hiện Chỉ thị', id="an opening mark alone"),
        pytest.param('trường hợp trốn" cách ly', 'trường hợp trốn" cách ly', id="a closing mark alone"),
        pytest.param("« 6. Ủy ban", "« 6. Ủy ban", id="an angled mark alone"),
        pytest.param("phường„ xã", "phường„ xã", id="a low mark alone"),
    ],
)
def test_quotes_on_a_scan_are_turned_in_pairs(raw: str, expected: str) -> None:
    assert clean(raw, is_plain_text=False) == expected


def test_a_quotation_over_lines_of_a_text_is_turned_at_both_ends() -> None:
    assert clean('chủ đề "Làng xanh,') == "chủ đề “Làng xanh,"
    assert clean('phố sạch".') == "phố sạch”."


def test_a_tilde_before_a_word_was_a_dash_on_a_scan() -> None:
    assert clean("~ Các thôn; HĐND ~ UBND xã", is_plain_text=False) == "- Các thôn; HĐND - UBND xã"
    assert clean("~ 5 ha, a~b", is_plain_text=False) == "~ 5 ha, a~b"
    assert clean("HĐND ~ UBND xã") == "HĐND ~ UBND xã"


def test_marks_of_markdown_are_print_on_a_scan() -> None:
    assert clean("HUYỆN ỦY *", is_plain_text=False) == "HUYỆN ỦY *"
    assert clean("# 2_3", is_plain_text=False) == "# 2_3"


_LINES = st.text(
    alphabet=st.sampled_from(
        "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạÀÁ\u0300\u0301\u0323 .,;*#_()0123456789\t\u00a0\"'–“”«»Ⅳ\u00ad"
    ),
    max_size=80,
)


@given(_LINES)
def test_every_clean_character_maps_into_its_line(raw: str) -> None:
    line = normalize_line(raw, 100, is_plain_text=True)
    assert len(line.text) == len(line.offsets)
    assert all(100 <= offset < 100 + len(raw) for offset in line.offsets)
    assert list(line.offsets) == sorted(line.offsets)
    assert unicodedata.is_normalized("NFC", line.text)
    assert line.text == " ".join(line.text.split())


@given(_LINES)
def test_a_clean_line_stays_as_it_is(raw: str) -> None:
    once = clean(raw, is_plain_text=False)
    assert clean(once, is_plain_text=False) == once


@given(st.text(alphabet="abcdeghiklmnopqrstuvxyăâđêôơưàáảãạ ", max_size=60))
def test_letters_keep_their_places(raw: str) -> None:
    line = normalize_line(raw, 7, is_plain_text=False)
    for character, offset in zip(line.text, line.offsets, strict=True):
        source = raw[offset - 7]
        assert unicodedata.normalize("NFD", character)[0] == unicodedata.normalize("NFD", source)[0]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("ƯBND xã, HĐNĐ xã", [(0, 4, "UBND"), (9, 13, "HĐND")], id="two words"),
        pytest.param("KÉẺ HOẠCH", [(0, 9, "KẾ HOẠCH")], id="the type line with doubled marks"),
        pytest.param("KE HOACH.", [(0, 8, "KẾ HOẠCH")], id="the type line without marks"),
        pytest.param("KẾ HOẠCH", [], id="the type line as it is"),
        pytest.param("ƯBNDX", [], id="part of a longer word"),
        pytest.param("Các thôn ra quân", [], id="nothing to repair"),
    ],
)
def test_certain_repairs(line: str, expected: list[tuple[int, int, str]]) -> None:
    assert [(repair.start, repair.end, repair.after) for repair in find_repairs(line)] == expected


@given(st.text(alphabet="aòoquyầ .,;:-–“”\"'()[]12/a)~à̀\u00a0", max_size=24), st.booleans())
def test_a_line_that_needs_nothing_is_what_every_rule_leaves(line: str, is_plain_text: bool) -> None:
    # What is not seen in print takes every line the long way, and is left out there.
    whole = normalize_line(f"{line}\u200b", 0, is_plain_text=is_plain_text)
    assert normalize_line(line, 0, is_plain_text=is_plain_text).text == whole.text
