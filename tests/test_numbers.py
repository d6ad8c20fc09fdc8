"""Letters in figures become digits where nothing else can stand; what is doubtful is listed, not chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.numbers import doubtful_numbers, find_number_repairs


def repaired(text: str) -> str:
    for found in reversed(find_number_repairs(text)):
        text = text[: found.start] + found.after + text[found.end :]
    return text


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        pytest.param("ngày 3l/12/2024", "ngày 31/12/2024", id="a day of the calendar"),
        pytest.param("ngày I4/6/2O24 và 0l.5.2019", "ngày 14/6/2024 và 01.5.2019", id="day, month and year"),
        pytest.param("năm 2O24", "năm 2024", id="a year"),
        pytest.param("số 6I-KH/HU và I8/KH-LĐLĐ", "số 61-KH/HU và 18/KH-LĐLĐ", id="the number of a document"),
        pytest.param("trước l6 giờ ngày I5 tháng 7", "trước 16 giờ ngày 15 tháng 7", id="figures that count"),
        pytest.param("đường dài lOOkm", "đường dài 100km", id="a figure before its unit"),
        pytest.param("mỗi thôn cử 0§ người", "mỗi thôn cử 08 người", id="a sign for a digit that counts"),
        pytest.param("vào Ø7 giờ 30 phút", "vào 07 giờ 30 phút", id="a nought struck through"),
        pytest.param("§. Tổ chức thực hiện", "8. Tổ chức thực hiện", id="a sign for a label"),
        pytest.param("tháng § năm 2021", "tháng 8 năm 2021", id="a sign for a month"),
        pytest.param("đến hết ngày 30/1 1/2025", "đến hết ngày 30/11/2025", id="a torn date"),
        pytest.param("Từ ngày 16/5đến, trong vòng02", "Từ ngày 16/5 đến, trong vòng 02", id="run together"),
        pytest.param("25người, 03lớp", "25 người, 03 lớp", id="a figure and its word run together"),
    ],
)
def test_certain_figures(read: str, printed: str) -> None:
    assert repaired(read) == printed


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("mục I, II và III của Kế hoạch", id="Roman numerals"),
        pytest.param("quý I/2024, quý II/2024", id="quarters"),
        pytest.param("ngày 3l/02/2024", id="no day of the calendar"),
        pytest.param("30/4/2024 và 1/5/2024", id="digits alone"),
        pytest.param("Kết luận số 01-KL/TW", id="a symbol that is right"),
        pytest.param("nhóm máu O, đội l, tổ I", id="letters alone"),
        pytest.param("100km, 20kg, 5ha, 30%", id="units"),
        pytest.param("tỷ lệ 31/1 1/2025", id="a torn date that no calendar has"),
        pytest.param("§ 2 của quy chế", id="the sign of a section"),
        pytest.param("Số: 7Ø47/KH-SYT", id="a number that may be written by hand"),
        pytest.param("phòng I5 của nhà B2", id="a code"),
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    assert repaired(text) == text


def test_impossible_days_are_listed_with_what_they_may_be() -> None:
    text = "xong trước ngày 31/11/2023, báo cáo ngày 30/11/2023"
    found = list(doubtful_numbers(text))
    assert [text[start:end] for start, end, _ in found] == ["31/11/2023"]
    assert "21/11/2023" in found[0][2].split(", ")


@pytest.mark.parametrize(
    ("text", "surface", "first"),
    [
        ("họp ngày 31 tháng 4 năm 2022", "31 tháng 4 năm 2022", "21/4/2022"),
        ("họp ngày 38.02.2022, xong ngày 28/02/2022", "38.02.2022", "28/02/2022"),
        ("họp ngày 31-6-2021; nghỉ 21/6/2021", "31-6-2021", "21/6/2021"),
    ],
)
def test_impossible_days_are_found_in_all_spellings_the_likeliest_first(text: str, surface: str, first: str) -> None:
    ((start, end, candidates),) = doubtful_numbers(text)
    assert text[start:end] == surface
    assert candidates.split(", ")[0] == first


@given(st.text(alphabet="0123456789lIO|Ø§†/.- KHTUĐkmngàynăm", max_size=40))
def test_digits_are_never_exchanged(text: str) -> None:
    for found in find_number_repairs(text):
        before = text[found.start : found.end]
        letters = {"l": "1", "I": "1", "|": "1", "O": "0", "o": "0", "Ø": "0", "§": "8", "†": "1"}
        digits = "".join(letters.get(c, c) for c in before.replace(" ", ""))
        assert found.after.replace(" ", "") in (digits, before.replace(" ", ""))
