"""Quantities: numbers, units and how words limit them, and numbers that count nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.quantities import find_quantities
from pipeline.extract.quantities.numbers import read_numbers

Triples = list[tuple[str, float, str]]


def _triples(text: str) -> Triples:
    return [(found.comparator.value, found.value, found.unit) for found in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("ít nhất 01 mô hình", [(">=", 1, "mô hình")]),
        ("ít nhất 01 mô hình hay hoặc 01 công trình", [(">=", 1, "mô hình"), (">=", 1, "công trình")]),
        ("từ 02 sáng kiến trở lên", [(">=", 2, "sáng kiến")]),
        ("từ 02 sáng kiến", [(">=", 2, "sáng kiến")]),
        ("đạt 95% trở lên", [(">=", 95, "%")]),
        ("trên 30%", [(">", 30, "%")]),
        ("dưới 3,5%", [("<", 3.5, "%")]),
        ("không quá 5 ngày", [("<=", 5, "ngày")]),
        ("khoảng 200 đại biểu", [("about", 200, "đại biểu")]),
        ("không dưới 15 mẫu thực phẩm", [(">=", 15, "mẫu")]),
        ("ít nhất 04 tổ chức đảng trực thuộc", [(">=", 4, "tổ chức đảng")]),
        ("tối thiểu 700 thùng mì", [(">=", 700, "thùng")]),
        ("ít nhất 20 cơ sở sản xuất, kinh doanh", [(">=", 20, "cơ sở")]),
        ("60-70%", [(">=", 60, "%"), ("<=", 70, "%")]),
        ("từ 60% đến 70%", [(">=", 60, "%"), ("<=", 70, "%")]),
        ("1-2 giải pháp", [(">=", 1, "giải pháp"), ("<=", 2, "giải pháp")]),
        ("bình quân 12%/năm", [("=", 12, "%/năm")]),
        ("từ 120 triệu đồng/năm trở lên góp phần", [(">=", 120_000_000, "đồng/năm")]),
        ("1.250,5 triệu đồng", [("=", 1_250_500_000, "đồng")]),
        ("2 tỷ 300 triệu đồng", [("=", 2_300_000_000, "đồng")]),
        ("3 nghìn tỷ đồng", [("=", 3e12, "đồng")]),
        ("50 - 60 triệu đồng", [(">=", 50_000_000, "đồng"), ("<=", 60_000_000, "đồng")]),
        ("45 triệu/người/năm", [("=", 45_000_000, "đồng/người/năm")]),
        ("3.000 km", [("=", 3000, "km")]),
        ("12.5%", [("=", 12.5, "%")]),
        ("ba mô hình", [("=", 3, "mô hình")]),
        ("hai mươi lăm hộ nghèo", [("=", 25, "hộ nghèo")]),
        ("một nghìn hai trăm cây xanh", [("=", 1200, "cây xanh")]),
        ("một trăm linh năm hộ", [("=", 105, "hộ")]),
        ("ít nhất năm mô hình", [(">=", 5, "mô hình")]),
        ("lOOkm", [("=", 100, "km")]),
        ("từ 0l công việc", [(">=", 1, "công việc")]),
        ("02 (hai) bài", [("=", 2, "bài")]),
        ("01 công trình, phần việc", [("=", 1, "công trình, phần việc")]),
        ("tối thiểu mỗi xã có 01 gian hàng", [(">=", 1, "gian hàng")]),
        ("số bài tối thiểu như sau: 02 bài; 01 bài", [(">=", 2, "bài"), (">=", 1, "bài")]),
        ("tăng từ 80% lên 85%", [("=", 85, "%")]),
        ("05 năm công tác trở lên", [(">=", 5, "năm công tác")]),
        ("ít nhất 02 kỹ thuật viên", [(">=", 2, "kỹ thuật viên")]),
        ("từ 75 đến dưới 90 điểm", [(">=", 75, "điểm"), ("<", 90, "điểm")]),
        ("thời lượng từ 5 đến 7 phút", [(">=", 5, "phút"), ("<=", 7, "phút")]),
        ("mỗi lần 15 phút", [("=", 15, "phút")]),
        ("03 ngày/lớp", [("=", 3, "ngày/lớp")]),
        ("đủ dùng trong 05 ngày", [("=", 5, "ngày")]),
        ("có 02 năm liên tục", [("=", 2, "năm")]),
        ("18 tiết/năm học", [("=", 18, "tiết/năm học")]),
        ("100 mũi/bàn/ngày", [("=", 100, "mũi/bàn/ngày")]),
        ("kinh phí 3, 2 tỷ đồng", [("=", 3_200_000_000, "đồng")]),
        ("không quá I,5 ngày", [("<=", 1.5, "ngày")]),
        ("không quá '02 tập thể", [("<=", 2, "tập thể")]),
        ("không quá 02. giờ", [("<=", 2, "giờ")]),
        ("trên 90 °/o", [(">", 90, "%")]),
        ("8.500.000 đồng (tám triệu năm trăm nghìn đồng)", [("=", 8_500_000, "đồng")]),
        ("trên 1 ha đất đạt 90 triệu đồng", [("=", 90_000_000, "đồng")]),
        ("mỗi đội 05 thí sinh, vòng loại thi viết", [("=", 5, "thí sinh")]),
        ("6.4 Việc xét chọn", []),
        ("trẻ dưới một tuổi", []),
        ("từ 10 đến 15 tháng 7", []),
        ("mỗi đội 05 thí sinh", [("=", 5, "thí sinh")]),
        ("không kéo dài quá 02 giờ", [("<=", 2, "giờ")]),
        ("không ngừng tăng trên 5%", [(">", 5, "%")]),
        ("vượt quá 20%", [(">", 20, "%")]),
        ("có 08/16 xã", [("=", 8, "xã")]),
        ("phải có từ 02 năm liên tục", [(">=", 2, "năm")]),
        ("còn đủ 48 tháng công tác", [(">=", 48, "tháng công tác")]),
        ("dưới 42 tuổi", [("<", 42, "tuổi")]),
        ("mức 30 triệu đồng/nhà", [("=", 30_000_000, "đồng/nhà")]),
        ("01 giải Nhất, 02 giải Nhì", [("=", 1, "giải Nhất"), ("=", 2, "giải Nhì")]),
        ("từ 02 đến 03 CĐCS", [(">=", 2, "CĐCS"), ("<=", 3, "CĐCS")]),
        ("39 đồng chí, Ban Thường vụ", [("=", 39, "đồng chí")]),
        ("ít nhất 2.000 khẩu trang N95 và 300 bộ", [(">=", 2000, "khẩu trang"), (">=", 300, "bộ")]),
        ("mỗi buổi từ 10 đến 15 phút", [(">=", 10, "phút"), ("<=", 15, "phút")]),
        ("đạt ≥ 95%", [(">=", 95, "%")]),
        ("hao phí < 1%", [("<", 1, "%")]),
        (">=90 điểm", [(">=", 90, "điểm")]),
        ("nhiễm khuẩn ≤ 2%; tuân thủ > 75%", [("<=", 2, "%"), (">", 75, "%")]),
        ("chờ khám dưới 45 phút", [("<", 45, "phút")]),
        ("không để mất điện tại các khu dân cư kéo dài quá 03 giờ", [("<=", 3, "giờ")]),
        ("36 lớp - 1.480 học sinh", [("=", 36, "lớp"), ("=", 1480, "học sinh")]),
        ("dưới 150 ca/100.000 dân", [("<", 150, "ca/100.000 dân")]),
        ("bình quân 1,8 ngày/khách", [("=", 1.8, "ngày/khách")]),
        ("mỗi giải 400 000 đồng", [("=", 400_000, "đồng")]),
        ("thưởng 2,500,000đ", [("=", 2_500_000, "đồng")]),
        ("thưởng 300,000 đồng/người", [("=", 300_000, "đồng/người")]),
        ("đón 1,350 học sinh", [("=", 1350, "học sinh")]),
        ("đạt 1,350 ha", [("=", 1.35, "ha")]),
        ("có 01.mô hình", [("=", 1, "mô hình")]),
        ("{00% người về từ vùng lũ", [("=", 100, "%")]),
        ("rút ngắn thời gian từ 20 ngày xuống còn 12 ngày", [("=", 12, "ngày")]),
        ("trên dưới 80 đại biểu", [("about", 80, "đại biểu")]),
        ("đạt và vượt 100% dự toán", [(">=", 100, "%")]),
        ("xây 12 “Nhà nhân ái”", [("=", 12, "Nhà nhân ái")]),
    ],
)
def test_quantity(text: str, quantities: Triples) -> None:
    assert _triples(text) == quantities


@pytest.mark.parametrize(
    "text",
    [
        "ngày 05/6/2020", "năm 2020", "giai đoạn 2021-2025", "kỷ niệm 90 năm Ngày thành lập", "5 năm (2016-2020)",
        "06 tháng đầu năm", "10 tháng qua", "thứ 2", "lần thứ 25", "khóa 19", "Điều 5", "khoản 2", "số 12/KH-UBND",
        "8h00-10h00", "26, 27/12/2011", "điện thoại 0912.345.678", "Cụm số 1", "tầng 2", "500 ngày đêm", "lớp 9",
        "ít nhất 1/3 số phiếu", "ít nhất hai phần ba số phiếu", "2/3 thành viên",
        "trong 05 ngày", "một trong những giải pháp", "mỗi năm một lần", "2.1. Tổ chức", "1. Mỗi xã", "Phường 5",
        "sau hơn 10 năm", "từ 15 - 20/5", "3/4 số hộ", "",
    ],
)  # fmt: skip
def test_no_quantity(text: str) -> None:
    assert _triples(text) == []


def test_a_noun_of_no_table_is_a_guess_behind_a_plain_number() -> None:
    found = find_quantities("mua 150 ghế xếp, ít nhất 20 ghế xếp")
    assert [(quantity.unit, quantity.is_guess) for quantity in found] == [("ghế xếp", True), ("ghế xếp", False)]


def test_the_span_holds_limit_number_and_unit() -> None:
    text = "mỗi xã có ít nhất 02 (hai) tuyến đường hoa"
    (found,) = find_quantities(text)
    assert text[found.start : found.end] == "ít nhất 02 (hai) tuyến đường"
    assert found.is_limited


@given(st.integers(0, 10**11))
def test_thousands_points_are_read_back(value: int) -> None:
    printed = f"{value:,}".replace(",", ".")
    assert [number.value for number in read_numbers(f"thu {printed} đồng")] == [float(value)]


@given(st.integers(1, 9), st.integers(1, 999))
def test_billions_and_millions_add_up(billions: int, millions: int) -> None:
    (found,) = find_quantities(f"{billions} tỷ {millions} triệu đồng")
    assert found.value == billions * 10**9 + millions * 10**6


@given(st.text(alphabet="0123456789.,-–/% mộthaibatrămnghìntriệuđồngtừđến()", max_size=80))
def test_spans_are_ordered_and_inside_any_text(text: str) -> None:
    found = find_quantities(text)
    assert all(0 <= quantity.start < quantity.end <= len(text) for quantity in found)
    assert [quantity.start for quantity in found] == sorted(quantity.start for quantity in found)
