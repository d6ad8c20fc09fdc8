"""Reading order and regions of composed pages: words in, lines out."""

import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.page import Line, Region, Word
from pipeline.layout import Rule, arrange

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, INDENT = 85.0, 550.0, 36.0
GLYPH, CAP = 6.0, 10.0


def print_at(text: str, x: float, y: float, space: float = 4.0, confidence: float | None = 0.95) -> list[Word]:
    """The words of a line of print that starts at x, its upper edge at y."""
    words = []
    for part in text.split():
        width = GLYPH * len(part)
        words.append(Word(part, x, y, x + width, y + CAP, confidence))
        x += width + space
    return words


def print_centred(text: str, centre: float, y: float) -> list[Word]:
    words = print_at(text, 0, y)
    shift = centre - words[-1].x1 / 2
    return [Word(w.text, w.x0 + shift, w.y0, w.x1 + shift, w.y1, w.confidence) for w in words]


def print_full(text: str, y: float, x: float = LEFT) -> list[Word]:
    """A line set to both margins."""
    words = print_at(text, 0, y)
    ink = sum(word.x1 - word.x0 for word in words)
    return print_at(text, x, y, (RIGHT - x - ink) / (len(words) - 1))


FILLED = "các cơ quan và đơn vị trong toàn huyện chủ động tổ chức thi đua theo từng chuyên đề cụ"


def print_body(y: float, count: int = 3) -> list[Word]:
    """A paragraph of `count` lines: indented first line, full lines, short last line."""
    words = print_full("Nhằm động viên các tập thể và cá nhân hăng hái thi đua lập thành tích cao", y, LEFT + INDENT)
    for number in range(1, count - 1):
        words += print_full(FILLED, y + 18 * number)
    return words + print_at("trong năm kế hoạch.", LEFT, y + 18 * (count - 1))


def texts(lines: Iterable[Line], *regions: Region) -> list[str]:
    return [line.text for line in lines if not regions or line.region in regions]


def shuffled(words: Sequence[Word], seed: int = 1) -> list[Word]:
    mixed = list(words)
    random.Random(seed).shuffle(mixed)
    return mixed


LETTERHEADS = [
    pytest.param(
        [("TỈNH LAM GIANG", 170, 60), ("ỦY BAN NHÂN DÂN", 170, 75), ("HUYỆN TÂN HÒA", 170, 90),
         ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 415, 60), ("Độc lập - Tự do - Hạnh phúc", 415, 78),
         ("Số: 45 /KH-UBND", 170, 118), ("Tân Hòa, ngày 05 tháng 3 năm 2021", 415, 118)],
        ["TỈNH LAM GIANG", "ỦY BAN NHÂN DÂN", "HUYỆN TÂN HÒA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
         "Độc lập - Tự do - Hạnh phúc", "Số: 45 /KH-UBND", "Tân Hòa, ngày 05 tháng 3 năm 2021"],
        id="three lines of issuer beside two of motto",
    ),
    pytest.param(
        [("ĐẢNG BỘ TỈNH LAM GIANG", 170, 60), ("HUYỆN ỦY TÂN HÒA", 170, 76), ("*", 170, 90),
         ("ĐẢNG CỘNG SẢN VIỆT NAM", 415, 60), ("Số 12-KH/HU", 170, 106),
         ("Tân Hòa, ngày tháng năm 2022", 415, 92)],
        ["ĐẢNG BỘ TỈNH LAM GIANG", "HUYỆN ỦY TÂN HÒA", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số 12-KH/HU",
         "Tân Hòa, ngày tháng năm 2022"],
        id="Party letterhead with blank day",
    ),
    pytest.param(
        [("UBND TỈNH LAM GIANG", 170, 60), ("SỞ Y TẾ", 170, 75),
         ("CÔNG HOÀ XÃ HÔI CHÚ NGHIA VIẾT NAM", 415, 64), ("Độc lập - Tự do - Hạnh phúc", 415, 79),
         ("Sé: {2.4^ /KH-SYT", 170, 104), ("Lam Giang, ngày Í2 tháng 6 năm 2019", 415, 106)],
        ["UBND TỈNH LAM GIANG", "SỞ Y TẾ", "CÔNG HOÀ XÃ HÔI CHÚ NGHIA VIẾT NAM", "Độc lập - Tự do - Hạnh phúc",
         "Sé: {2.4^ /KH-SYT", "Lam Giang, ngày Í2 tháng 6 năm 2019"],
        id="damaged motto and handwritten number",
    ),
    pytest.param(
        [("UBND TỈNH LAM GIANG", 170, 60), ("LIÊN NGÀNH", 170, 75), ("SỞ NỘI VỤ - SỞ TƯ PHÁP -", 170, 90),
         ("LIÊN ĐOÀN LAO ĐỘNG TỈNH", 170, 105), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 415, 60),
         ("Độc lập - Tự do - Hạnh phúc", 415, 75), ("Số: 88/KHLT-SNV-STP-LĐLĐ", 170, 128),
         ("Lam Giang, ngày 9 tháng 5 năm 2016", 415, 108)],
        ["UBND TỈNH LAM GIANG", "LIÊN NGÀNH", "SỞ NỘI VỤ - SỞ TƯ PHÁP -", "LIÊN ĐOÀN LAO ĐỘNG TỈNH",
         "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 88/KHLT-SNV-STP-LĐLĐ",
         "Lam Giang, ngày 9 tháng 5 năm 2016"],
        id="four lines of joint issuers, the date beside the last",
    ),
    pytest.param(
        [("BCH ĐOÀN TỈNH LAM GIANG", 170, 60), ("HUYỆN ĐOÀN TÂN HÒA", 170, 76), ("***", 170, 90),
         ("ĐOÀN TNCS HỒ CHÍ MINH", 415, 60), ("Số: 31-KH/HĐ", 170, 106),
         ("Tân Hòa, ngày 02 tháng 3 năm 2017", 415, 92)],
        ["BCH ĐOÀN TỈNH LAM GIANG", "HUYỆN ĐOÀN TÂN HÒA", "ĐOÀN TNCS HỒ CHÍ MINH", "Số: 31-KH/HĐ",
         "Tân Hòa, ngày 02 tháng 3 năm 2017"],
        id="Youth Union letterhead with three stars",
    ),
    pytest.param(
        [("ỦY BAN NHÂN DÂN", 170, 60), ("XÃ TÂN AN", 170, 75), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 415, 60),
         ("Độc lập - Tự do - Hạnh phúc", 415, 75), ("_Số:", 120, 104), ("/KH-UBND", 215, 104),
         ("Tân An, ngày tháng năm 2023", 460, 104)],
        ["ỦY BAN NHÂN DÂN", "XÃ TÂN AN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
         "_Số: /KH-UBND", "Tân An, ngày tháng năm 2023"],
        id="long blank in the number line and the date far right",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "expected"), LETTERHEADS)
def test_letterhead_is_read_column_by_column(printed: list[tuple[str, float, float]], expected: list[str]) -> None:
    words = [word for text, centre, y in printed for word in print_centred(text, centre, y)]
    words += print_centred("KẾ HOẠCH", 317, 150) + print_centred("Phát động thi đua năm 2021", 317, 168)
    words += print_body(200)
    lines = arrange(shuffled(words), WIDTH, HEIGHT)
    assert texts(lines, Region.LETTERHEAD) == expected
    assert texts(lines, Region.BODY)[:2] == ["KẾ HOẠCH", "Phát động thi đua năm 2021"]


def test_a_title_of_five_lines_stays_below_the_letterhead() -> None:
    words = [word for text, centre, y in LETTERHEADS[0].values[0] for word in print_centred(text, centre, y)]
    title = [
        "KẾ HOẠCH",
        "Triển khai thực hiện Nghị quyết của Ban Chấp hành Đảng bộ tỉnh",
        "về đẩy mạnh phong trào thi đua xây dựng nông thôn mới",
        "gắn với chỉnh trang đô thị và bảo vệ môi trường",
        "trên địa bàn huyện giai đoạn 2021 - 2025",
    ]
    words += [word for n, text in enumerate(title) for word in print_centred(text, 317, 150 + 17 * n)]
    # The first line of the text begins under the right column.
    words += print_at("Kính thưa các đồng chí,", 420, 260) + print_body(284)
    lines = arrange(shuffled(words), WIDTH, HEIGHT)
    assert texts(lines, Region.BODY)[:6] == [*title, "Kính thưa các đồng chí,"]
    assert [line.is_centred for line in lines if line.region is Region.BODY][:6] == [True] * 5 + [False]


def test_motto_right_after_a_long_issuer_is_cut_off() -> None:
    issuer = print_at("VĂN PHÒNG HỘI ĐỒNG NHÂN DÂN TỈNH", 60, 60)
    motto = print_at("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", issuer[-1].x1 + 9, 60)
    words = issuer + motto + print_at("Số: 7/KH-VP", 120, 90) + print_at("Lam Giang, ngày 1 tháng 2 năm 2018", 340, 90)
    lines = arrange(words + print_body(150), WIDTH, HEIGHT)
    assert texts(lines, Region.LETTERHEAD)[:2] == [
        "VĂN PHÒNG HỘI ĐỒNG NHÂN DÂN TỈNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]


def test_mention_of_the_republic_in_running_text_is_no_letterhead() -> None:
    text = print_full("Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam được thông", 100, LEFT + INDENT)
    lines = arrange(text + print_full(FILLED, 118), WIDTH, HEIGHT)
    assert {line.region for line in lines} == {Region.BODY}


RECIPIENTS = ["Nơi nhận:", "- Như trên;", "- Thường trực Huyện ủy;", "- Các phòng, ban,", "ngành huyện;", "- Lưu: VT."]


def closing(y: float, signer: Sequence[tuple[str, float]]) -> list[Word]:
    words = [w for n, text in enumerate(RECIPIENTS) for w in print_at(text, LEFT, y + 14 * n)]
    return words + [word for text, down in signer for word in print_centred(text, 440, y + down)]


def test_recipients_come_whole_before_the_signature_beside_them() -> None:
    signer = [("TM. ỦY BAN NHÂN DÂN", -8.0), ("KT. CHỦ TỊCH", 10.0), ("PHÓ CHỦ TỊCH", 26.0), ("Lê Văn Bình", 100.0)]
    lines = arrange(shuffled(print_body(100) + closing(200, signer)), WIDTH, HEIGHT)
    assert texts(lines, Region.RECIPIENTS) == RECIPIENTS
    assert texts(lines, Region.SIGNATURE) == [text for text, _ in signer]
    assert [line.region for line in lines[-4:]] == [Region.SIGNATURE] * 4


def test_lettering_of_the_seal_is_no_part_of_the_signature() -> None:
    signer = [("GIÁM ĐỐC", 0.0), ("sở y", 30.0), ("oÑ Ế", 48.0), ("Trần Thị Mai", 90.0)]
    lines = arrange(print_body(100) + closing(200, signer), WIDTH, HEIGHT)
    assert texts(lines, Region.SIGNATURE) == ["GIÁM ĐỐC", "Trần Thị Mai"]
    assert texts(lines, Region.STAMP) == ["sở y", "oÑ Ế"]


def test_those_who_sign_below_the_first_signature_follow_it() -> None:
    signer = [("GIÁM ĐỐC SỞ Y TẾ", 0.0), ("Lê Quang Đạo", 80.0)]
    below = [("KT. GIÁM ĐỐC CÔNG AN TỈNH", 120.0), ("PHÓ GIÁM ĐỐC", 136.0), ("Đại tá Phạm Văn Hùng", 210.0)]
    beside = [("TM. BAN THƯỜNG VỤ", 120.0), ("CHỦ TỊCH", 136.0), ("Hoàng Thị Lý", 210.0)]
    words = print_body(100) + closing(200, [*signer, *beside])
    words += [word for text, down in below for word in print_centred(text, 170, 200 + down)]
    lines = arrange(shuffled(words), WIDTH, HEIGHT)
    assert texts(lines, Region.RECIPIENTS) == RECIPIENTS
    assert texts(lines, Region.SIGNATURE) == [text for text, _ in [*signer, *below, *beside]]


SMALL = ["- Giám đốc Sở (để báo cáo);", "- Văn phòng (bố trí xe,", "phương tiện);", "- Các đơn vị;", "- Lưu: VT."]


def print_small(text: str, y: float) -> list[Word]:
    """A line of the recipients: seven points high, eleven from the next."""
    return [Word(w.text, w.x0, w.y0, w.x1, w.y0 + 7, w.confidence) for w in print_at(text, LEFT, y, 3.0)]


def test_boxes_that_reach_into_the_next_line_do_not_mix_tight_print() -> None:
    words = print_body(100)
    heading = print_at("Nơi nhận:", LEFT, 200)
    # The colon's box took in a bracket of the line below.
    words += [heading[0], Word("nhận:", heading[1].x0, 200, heading[1].x1, 219, 0.96)]
    words += [word for n, text in enumerate(SMALL) for word in print_small(text, 212 + 11 * n)]
    words += print_centred("TM. ĐOÀN KIỂM TRA", 440, 200)
    leader = print_centred("TRƯỞNG ĐOÀN", 440, 218)
    words += [Word("TRƯỞNG", leader[0].x0, 217, leader[0].x1, 235, 0.8), leader[1]]
    words += print_at("“2)", leader[0].x0 - 32, 231, confidence=0.6) + print_at("Ý", 330, 240, confidence=0.3)
    words += print_centred("Hoàng Văn Thụ", 440, 300)
    lines = arrange(shuffled(words), WIDTH, HEIGHT)
    assert texts(lines, Region.RECIPIENTS) == ["Nơi nhận:", *SMALL]
    assert texts(lines, Region.SIGNATURE) == ["TM. ĐOÀN KIỂM TRA", "TRƯỞNG ĐOÀN", "Hoàng Văn Thụ"]
    assert texts(lines, Region.STAMP) == ["“2)", "Ý"]


def test_scraps_of_a_seal_are_no_part_of_the_recipient_beside_it() -> None:
    words = print_body(100) + closing(200, [("CHỦ TỊCH", 0.0), ("Lê Văn Bình", 90.0)])
    lines = arrange(words + print_at("VN", 300, 228, confidence=0.4), WIDTH, HEIGHT)
    assert texts(lines, Region.RECIPIENTS) == RECIPIENTS
    assert texts(lines, Region.STAMP) == ["VN"]


def test_recipients_are_kept_where_their_heading_was_not_read() -> None:
    words = print_body(100) + closing(200, [("CHỦ TỊCH", 0.0), ("Lê Văn Bình", 90.0)])
    words = [word for word in words if word.text not in ("Nơi", "nhận:")]
    lines = arrange(words, WIDTH, HEIGHT)
    assert texts(lines, Region.RECIPIENTS) == RECIPIENTS[1:]
    assert texts(lines, Region.STAMP) == []
    assert texts(lines, Region.SIGNATURE) == ["CHỦ TỊCH", "Lê Văn Bình"]


def test_joint_signatures_are_told_by_their_heads_where_seals_hide_the_positions() -> None:
    words = print_body(100)
    words += print_centred("SỞ VĂN HÓA VÀ THỂ THAO", 190, 200) + print_centred("LIÊN ĐOÀN LAO ĐỘNG TỈNH", 440, 200)
    words += print_at("ĐỐC", 190, 216) + print_at("⁄49 BCN", 400, 225, confidence=0.3)
    words += print_at("TÍNH ÁA", 410, 250, confidence=0.5)
    words += print_centred("Nguyễn Văn Lộc", 190, 300) + print_centred("Trần Thiện Phú", 440, 300)
    words += [word for n, text in enumerate(RECIPIENTS) for word in print_at(text, LEFT, 400 + 14 * n)]
    lines = arrange(shuffled(words), WIDTH, HEIGHT)
    assert texts(lines, Region.SIGNATURE) == [
        "SỞ VĂN HÓA VÀ THỂ THAO", "ĐỐC", "Nguyễn Văn Lộc", "LIÊN ĐOÀN LAO ĐỘNG TỈNH", "Trần Thiện Phú",
    ]  # fmt: skip
    assert texts(lines, Region.RECIPIENTS) == RECIPIENTS
    assert texts(lines, Region.STAMP) == ["⁄49 BCN", "TÍNH ÁA"]
    assert len(texts(lines, Region.BODY)) == 3


def test_two_names_side_by_side_are_two_signatures_where_seals_hid_the_heads() -> None:
    words = print_body(100) + print_at("THỂ (2", 160, 216, confidence=0.4) + print_at("ĐỒN", 420, 220, confidence=0.4)
    words += print_centred("Nguyễn Văn Lộc", 190, 300) + print_centred("Trần Thiện Phú", 440, 300)
    words += [word for n, text in enumerate(RECIPIENTS) for word in print_at(text, LEFT, 400 + 14 * n)]
    lines = arrange(shuffled(words), WIDTH, HEIGHT)
    assert texts(lines, Region.SIGNATURE) == ["Nguyễn Văn Lộc", "Trần Thiện Phú"]
    assert texts(lines, Region.RECIPIENTS) == RECIPIENTS
    assert len(texts(lines, Region.BODY)) == 3


def test_the_organ_below_a_position_is_no_name() -> None:
    signer = [("TRƯỞNG ĐOÀN", 0.0), ("ăng Văn Thụ", 70.0), ("PHÓ GIÁM ĐỐC", 90.0), ("SỞ CÔNG THƯƠNG", 105.0)]
    lines = arrange(print_body(100) + closing(200, signer), WIDTH, HEIGHT)
    assert texts(lines, Region.SIGNATURE) == ["TRƯỞNG ĐOÀN", "PHÓ GIÁM ĐỐC", "SỞ CÔNG THƯƠNG"]


@pytest.mark.parametrize("authority", ["K/T", "KT."])
def test_an_authority_stays_before_its_position(authority: str) -> None:
    signer = [(f"{authority} GIÁM ĐỐC", 0.0), ("PHÓ GIÁM ĐỐC", 16.0), ("_Y Thương Kbuôr", 90.0)]
    lines = arrange(print_body(100) + closing(200, signer), WIDTH, HEIGHT)
    assert texts(lines, Region.SIGNATURE) == [text for text, _ in signer]


def test_a_last_page_without_running_text_keeps_its_columns() -> None:
    lines = arrange(closing(80, [("CHỦ TỊCH", 6.0), ("Phan Đình Nam", 80.0)]), WIDTH, HEIGHT)
    assert texts(lines) == [*RECIPIENTS, "CHỦ TỊCH", "Phan Đình Nam"]


def test_two_signatures_side_by_side_are_read_one_after_the_other() -> None:
    words = print_body(100)
    for centre, unit, position, name in (
        (180, "LIÊN ĐOÀN LAO ĐỘNG", "CHỦ TỊCH", "Võ Minh Tâm"),
        (440, "SỞ VĂN HÓA", "GIÁM ĐỐC", "Hồ Thị Lan"),
    ):
        words += print_centred(unit, centre, 200) + print_centred(position, centre, 218)
        words += print_centred(name, centre, 300)
    lines = arrange(shuffled(words), WIDTH, HEIGHT)
    assert texts(lines, Region.SIGNATURE) == [
        "LIÊN ĐOÀN LAO ĐỘNG", "CHỦ TỊCH", "Võ Minh Tâm", "SỞ VĂN HÓA", "GIÁM ĐỐC", "Hồ Thị Lan",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["2", "- 3 -", "Trang 4/7"])
@pytest.mark.parametrize("y", [30.0, 800.0], ids=["at the top", "at the bottom"])
def test_page_numbers_stand_aside(text: str, y: float) -> None:
    lines = arrange(print_centred(text, 317, y) + print_body(120), WIDTH, HEIGHT)
    assert texts(lines, Region.FURNITURE) == [text]
    assert lines[-1].region is Region.FURNITURE


def test_a_number_within_the_text_is_no_page_number() -> None:
    lines = arrange(print_body(120) + print_at("15", LEFT, 400) + print_body(430), WIDTH, HEIGHT)
    assert texts(lines, Region.FURNITURE) == []


SIGNING = ["Người ký: Ủy ban nhân dân huyện", "Ký số bởi: VĂN PHÒNG", "Thời gian ký: 12.03.2024 08:15:20"]


@pytest.mark.parametrize("text", [*SIGNING, "HỎA TỐC"])
def test_marks_of_signing_and_urgency_stand_aside(text: str) -> None:
    lines = arrange(print_at(text, 330, 40) + print_body(120), WIDTH, HEIGHT)
    assert texts(lines, Region.STAMP) == [text]


def frame(x0: float, y0: float, x1: float, y1: float) -> list[Rule]:
    return [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]


def test_an_arrival_stamp_over_the_margin_is_taken_out_of_the_lines_beside_it() -> None:
    words = print_at("ĐẾN Số: 214", 20, 140) + print_at("Ngày: 3/4", 20, 158)
    words += print_full("thực hiện phong trào thi đua trong toàn tỉnh theo quy định hiện", 140, 150)
    words += print_body(198)
    lines = arrange(words, WIDTH, HEIGHT, frame(15, 130, 120, 172))
    assert texts(lines, Region.STAMP) == ["ĐẾN Số: 214", "Ngày: 3/4"]
    assert texts(lines, Region.BODY)[0].startswith("thực hiện phong trào")


def test_the_number_line_right_above_a_stamp_stays_in_the_letterhead() -> None:
    words = [word for text, centre, y in LETTERHEADS[0].values[0] for word in print_centred(text, centre, y)]
    words += print_at("ĐẾN Số: 214", 90, 140) + print_at("Ngày: 3/4", 90, 158)
    lines = arrange(words + print_body(210), WIDTH, HEIGHT, frame(80, 132, 250, 172))
    assert texts(lines, Region.LETTERHEAD) == LETTERHEADS[0].values[1]
    assert texts(lines, Region.STAMP) == ["ĐẾN Số: 214", "Ngày: 3/4"]


def test_a_word_under_the_edge_of_a_stamp_stays_with_its_line() -> None:
    words = print_at("ĐẾN Số: 214", 20, 140) + print_at("Trong", LEFT + INDENT, 160, confidence=0.6)
    words += print_at("thời gian qua, các địa phương trong tỉnh đã tổ chức nhiều", LEFT + INDENT + 36, 160)
    lines = arrange(words + print_body(178), WIDTH, HEIGHT, frame(15, 130, 160, 170))
    assert texts(lines, Region.STAMP) == ["ĐẾN Số: 214"]
    assert texts(lines, Region.BODY)[0].startswith("Trong thời gian qua,")


@pytest.mark.parametrize("mark", ["ĐẾN", "Đ1X"], ids=["its word legible", "nothing legible"])
def test_an_arrival_stamp_without_a_known_frame_is_no_text(mark: str) -> None:
    words = [word for text, centre, y in LETTERHEADS[0].values[0] for word in print_centred(text, centre, y)]
    words += print_at(f"{mark} 2010", 100, 145) + print_at("20/10.", 130, 158, confidence=0.5)
    words += print_centred("KẾ HOẠCH", 317, 175) + print_centred("Tổ chức ngày hội thể thao năm 2020", 317, 193)
    lines = arrange(words + print_body(230), WIDTH, HEIGHT)
    assert texts(lines, Region.STAMP) == [f"{mark} 2010", "20/10."]
    assert texts(lines, Region.BODY)[0] == "KẾ HOẠCH"


def print_note(text: str, y: float) -> list[Word]:
    """A line of a footnote: seven points high."""
    return [Word(w.text, w.x0, w.y0, w.x1, w.y0 + 7, w.confidence) for w in print_at(text, LEFT, y, 3.0)]


@pytest.mark.parametrize(
    ("note", "rules"),
    [
        pytest.param(["[1] Theo báo cáo của Phòng Nội vụ", "huyện năm 2020."], [], id="mark in brackets"),
        pytest.param(["1 Quyết định số 12/QĐ-UBND ngày 05/3/2020."], [], id="number"),
        pytest.param(["* Số liệu đến ngày 30/6."], [], id="asterisk"),
        pytest.param(["! Nghị quyết số 5-NQ/HU."], [Rule(LEFT, 735, LEFT + 144, 736)], id="damaged mark under a rule"),
    ],
)
def test_a_footnote_does_not_tear_the_sentence_that_goes_on(note: list[str], rules: list[Rule]) -> None:
    body = print_body(590, 5) + print_full(FILLED, 680)
    words = body + [w for n, text in enumerate(note) for w in print_note(text, 740 + 11 * n)]
    lines = arrange(shuffled(words) + print_centred("3", 317, 30), WIDTH, HEIGHT, rules)
    assert texts(lines, Region.BODY) == texts(arrange(body, WIDTH, HEIGHT))
    assert sorted(texts(lines, Region.FURNITURE)) == sorted(["3", *note])


@pytest.mark.parametrize(
    "text", ["1. Phòng Nội vụ chủ trì thực hiện.", "Kế hoạch này có hiệu lực từ ngày ký.", "[1] Theo báo cáo."]
)
def test_print_of_the_texts_own_size_is_no_footnote(text: str) -> None:
    lines = arrange(print_body(590, 6) + print_at(text, LEFT, 740), WIDTH, HEIGHT)
    assert texts(lines, Region.BODY)[-1] == text


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("4 CÔNG BÁO/Số 123 + 124/Ngày 05-3-2021", id="even page"),
        pytest.param("CÔNG BÁO/Số 123 + 124/Ngày 05-3-2021 5", id="odd page"),
        pytest.param("www.congbao.example", id="address"),
    ],
)
def test_running_heads_stand_aside(head: str) -> None:
    words = print_at(head, LEFT, 40) + print_at("— ·", 300, 60) + print_body(120)
    lines = arrange(words, WIDTH, HEIGHT)
    assert head in texts(lines, Region.FURNITURE)
    assert texts(lines, Region.BODY) == texts(arrange(print_body(120), WIDTH, HEIGHT))


BLOCK = ["Ký bởi: Ủy ban nhân dân", "tỉnh Lam Giang", "Email: vanthu@lamgiang.gov.vn", "Cơ quan: Tỉnh Lam Giang",
         "Thời gian ký: 12.03.2024 08:15:20 +07:00"]  # fmt: skip


@pytest.mark.parametrize(("x", "y"), [(60.0, 20.0), (380.0, 10.0)], ids=["above the issuer", "above the motto"])
def test_the_block_of_a_signing_program_is_no_letterhead(x: float, y: float) -> None:
    block = [Word(w.text, w.x0, w.y0, w.x1, w.y0 + 6, w.confidence) for n, t in enumerate(BLOCK)
             for w in print_at(t, x, y + 8 * n, 2.0)]  # fmt: skip
    words = [word for text, centre, y in LETTERHEADS[0].values[0] for word in print_centred(text, centre, y)]
    lines = arrange(shuffled(block + words) + print_body(200), WIDTH, HEIGHT)
    assert texts(lines, Region.STAMP) == BLOCK
    assert texts(lines, Region.LETTERHEAD) == LETTERHEADS[0].values[1]


@pytest.mark.parametrize("text", ["Cơ quan: Sở Nội vụ tỉnh", "Email: vanthu@lamgiang.gov.vn", "Ngày ký kết: 05/3/2021"])
def test_a_line_that_says_where_to_write_is_text(text: str) -> None:
    lines = arrange(print_at(text, LEFT, 100) + print_body(130), WIDTH, HEIGHT)
    assert texts(lines, Region.BODY)[0] == text


@pytest.mark.parametrize(
    "mark", ["SAO Y", "SAO LỤC", "TRÍCH SAO", "BẢN SAO", "MẬT", "THƯỢNG KHẨN", "HOÀ TỐC", "SAO Y BẢN CHÍNH"]
)
def test_marks_of_copies_and_secrecy_stand_aside(mark: str) -> None:
    lines = arrange(print_at(mark, 400, 60) + print_body(120), WIDTH, HEIGHT)
    assert texts(lines, Region.STAMP) == [mark]


@pytest.mark.parametrize("text", ["đến", "mật", "khẩn"])
def test_the_last_word_of_a_paragraph_is_no_mark(text: str) -> None:
    lines = arrange(print_full(FILLED, 120) + print_at(text, LEFT, 138), WIDTH, HEIGHT)
    assert texts(lines, Region.BODY)[-1] == text


def test_rules_that_lie_on_each_other_are_no_table() -> None:
    rules = [Rule(100, y, 104, y) for y in (200, 240, 280)] + [Rule(x, 200, x, 280) for x in (100, 102)]
    lines = arrange(print_body(200), WIDTH, HEIGHT, rules)
    assert all(line.table is None for line in lines)


def cells(lines: Iterable[Line]) -> dict[tuple[int | None, int | None], str]:
    found: dict[tuple[int | None, int | None], str] = {}
    for line in lines:
        if line.region is Region.TABLE:
            place = line.row, line.column
            found[place] = f"{found[place]} {line.text}" if place in found else line.text
    return found


def test_a_ruled_table_is_read_row_by_row() -> None:
    xs, ys = [85.0, 115.0, 300.0, 430.0, 550.0], [200.0, 225.0, 275.0, 325.0]
    rules = [Rule(xs[0], y, xs[-1], y) for y in ys] + [Rule(x, ys[0], x, ys[-1]) for x in xs]
    words = print_body(100)
    rows = [
        (205, ["TT", "Nội dung", "Chủ trì", "Thời gian"]),
        (230, ["1", "Phát động thi đua và", "Phòng Nội vụ", "Quý I"]),
        (248, ["", "ký giao ước", "", ""]),
        (280, ["2", "Kiểm tra các cụm,", "Hội đồng", "Tháng 6"]),
        (298, ["", "khối thi đua", "thi đua huyện", ""]),
    ]
    for y, texts_of_row in rows:
        for x, text in zip(xs, texts_of_row, strict=False):
            words += print_at(text, x + 5, y)
    lines = arrange(shuffled(words + print_body(350)), WIDTH, HEIGHT, rules)
    assert cells(lines) == {
        (0, 0): "TT", (0, 1): "Nội dung", (0, 2): "Chủ trì", (0, 3): "Thời gian",
        (1, 0): "1", (1, 1): "Phát động thi đua và ký giao ước", (1, 2): "Phòng Nội vụ", (1, 3): "Quý I",
        (2, 0): "2", (2, 1): "Kiểm tra các cụm, khối thi đua", (2, 2): "Hội đồng thi đua huyện", (2, 3): "Tháng 6",
    }  # fmt: skip
    assert {line.table for line in lines if line.region is Region.TABLE} == {0}


def test_a_cell_over_two_rows_belongs_to_the_first() -> None:
    ys = [200.0, 225.0, 250.0]
    rules = [Rule(85, ys[0], 550, ys[0]), Rule(300, ys[1], 550, ys[1]), Rule(85, ys[2], 550, ys[2])]
    rules += [Rule(x, ys[0], x, ys[2]) for x in (85, 300, 550)]
    words = print_at("Phòng Nội vụ", 95, 219) + print_at("lập kế hoạch", 310, 207) + print_at("báo cáo", 310, 232)
    lines = arrange(words + print_body(300), WIDTH, HEIGHT, rules)
    assert cells(lines) == {
        (0, 0): "Phòng Nội vụ", (0, 1): "lập kế hoạch", (1, 0): "", (1, 1): "báo cáo",
    }  # fmt: skip


def test_an_unruled_table_is_told_by_its_free_strips() -> None:
    words = print_body(100)
    rows = [("TT", "Nội dung", "Thời gian"), ("1", "Họp mặt", "Quý I"), ("2", "Tổng kết", "Quý IV")]
    for y, row in zip((200, 220, 240), rows, strict=True):
        for x, text in zip((90, 140, 400), row, strict=True):
            words += print_at(text, x, y)
    lines = arrange(words + print_body(290), WIDTH, HEIGHT)
    assert [(line.row, line.column, line.text) for line in lines if line.region is Region.TABLE] == [
        (0, 0, "TT"), (0, 1, "Nội dung"), (0, 2, "Thời gian"),
        (1, 0, "1"), (1, 1, "Họp mặt"), (1, 2, "Quý I"),
        (2, 0, "2"), (2, 1, "Tổng kết"), (2, 2, "Quý IV"),
    ]  # fmt: skip


def test_justified_print_is_no_table() -> None:
    lines = arrange(print_body(100, 6) + print_body(220, 6), WIDTH, HEIGHT)
    assert all(line.table is None for line in lines)
    assert len(lines) == 12


def test_paragraphs_start_where_first_lines_stand_in() -> None:
    lines = arrange(print_body(100, 4) + print_body(172, 3), WIDTH, HEIGHT)
    assert [line.starts_paragraph for line in lines] == [True, False, False, False, True, False, False]


def test_paragraphs_without_indentation_start_after_short_lines() -> None:
    words = print_full("Thực hiện chỉ đạo của cấp trên về công tác thi đua khen thưởng năm nay", 100)
    words += print_at("huyện xây dựng kế hoạch.", LEFT, 118)
    words += print_full("Các đơn vị trực thuộc căn cứ tình hình cụ thể của mình để", 136)
    lines = arrange(words, WIDTH, HEIGHT)
    assert [line.starts_paragraph for line in lines][1:] == [False, True]


def test_the_rest_of_a_paragraph_from_the_page_before_starts_none() -> None:
    words = print_full(FILLED, 60) + print_at("hàng năm.", LEFT, 78) + print_body(96)
    lines = arrange(words, WIDTH, HEIGHT)
    assert lines[0].starts_paragraph is False
    assert lines[2].starts_paragraph is True


def test_titles_are_centred_and_items_are_not() -> None:
    words = print_centred("KẾ HOẠCH", 317, 60) + print_centred("Tổ chức ngày hội thể thao năm 2020", 317, 78)
    words += print_body(120) + print_at("- Trường mầm non;", LEFT + INDENT, 190)
    lines = arrange(words, WIDTH, HEIGHT)
    assert [line.is_centred for line in lines] == [True, True, False, False, False, False]
    assert lines[-1].starts_paragraph is True


def test_a_page_without_words_has_no_lines() -> None:
    assert arrange([], WIDTH, HEIGHT) == ()


@pytest.mark.parametrize("degrees", [-2.0, -0.7, 1.5])
def test_skew_does_not_change_the_reading_order(degrees: float) -> None:
    signer = [("TM. ỦY BAN NHÂN DÂN", 0.0), ("CHỦ TỊCH", 18.0), ("Lê Văn Bình", 100.0)]
    words = print_body(100, 6) + closing(260, signer)
    slope = degrees * 3.14159 / 180
    skewed = [
        Word(w.text, w.x0 - slope * w.y0, w.y0 + slope * w.x0, w.x1 - slope * w.y0, w.y1 + slope * w.x0, w.confidence)
        for w in words
    ]
    assert texts(arrange(skewed, WIDTH, HEIGHT)) == texts(arrange(words, WIDTH, HEIGHT))


word_boxes = st.builds(
    lambda text, x, y, w, h, c: Word(text, x, y, x + w, y + h, c),
    st.text("aăđ1.:-/KHNơinhận", min_size=1, max_size=8),
    st.floats(0, 560), st.floats(0, 830), st.floats(0.5, 90), st.floats(0.5, 40), st.none() | st.floats(0, 1),
)  # fmt: skip
rule_boxes = st.builds(
    lambda x, y, length, across: Rule(x, y, x + length, y + 1) if across else Rule(x, y, x + 1, y + length),
    st.floats(0, 500), st.floats(0, 800), st.floats(10, 300), st.booleans(),
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(word_boxes, max_size=40), st.lists(rule_boxes, max_size=8))
def test_no_word_is_lost_or_read_twice(words: list[Word], rules: list[Rule]) -> None:
    lines = arrange(words, WIDTH, HEIGHT, rules)
    assert sorted(id(word) for line in lines for word in line.words) == sorted(map(id, words))
    assert all(line.text == " ".join(word.text for word in line.words) for line in lines)


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_the_order_words_come_in_does_not_matter(seed: int) -> None:
    words = print_body(100) + closing(200, [("TM. ỦY BAN NHÂN DÂN", 0.0), ("CHỦ TỊCH", 16.0), ("Lê Văn Bình", 90.0)])
    assert texts(arrange(shuffled(words, seed), WIDTH, HEIGHT)) == texts(arrange(words, WIDTH, HEIGHT))


def test_a_row_has_all_columns_of_its_table() -> None:
    rules = [Rule(85, y, 550, y) for y in (200, 225, 250)] + [Rule(x, 200, x, 250) for x in (85, 120, 300, 430, 550)]
    words = [w for x, t in ((90, "TT"), (130, "Việc"), (310, "Chủ trì"), (440, "Hạn")) for w in print_at(t, x, 207)]
    words += print_at("1", 95, 232) + print_at("Họp mặt", 130, 232) + print_at("Quý I", 440, 232)
    lines = arrange(words + print_body(300), WIDTH, HEIGHT, rules)
    assert cells(lines) == {
        (0, 0): "TT", (0, 1): "Việc", (0, 2): "Chủ trì", (0, 3): "Hạn",
        (1, 0): "1", (1, 1): "Họp mặt", (1, 2): "", (1, 3): "Quý I",
    }  # fmt: skip


def moved(words: Sequence[Word], x: float) -> list[Word]:
    return [Word(w.text, w.x0 + x, w.y0, w.x1 + x, w.y1, w.confidence) for w in words]


def test_two_pages_side_by_side_are_read_one_after_the_other() -> None:
    left = print_body(100, 5) + print_body(250, 6)
    right = print_body(103, 5) + closing(260, [("CHỦ TỊCH", 0.0), ("Lê Văn Bình", 90.0)])
    lines = arrange(shuffled(left + moved(right, 560)), 2 * WIDTH - 30, HEIGHT)
    expected = [*texts(arrange(left, WIDTH, HEIGHT)), *texts(arrange(right, WIDTH, HEIGHT))]
    assert texts(lines) == expected
    assert texts(lines, Region.SIGNATURE) == ["CHỦ TỊCH", "Lê Văn Bình"]


def test_a_table_set_across_is_no_spread() -> None:
    width = 842.0
    rules = [Rule(60, y, 780, y) for y in range(100, 500, 40)] + [Rule(x, 100, x, 460) for x in (60, 405, 780)]
    words = [
        w for y in range(105, 450, 40) for x in (70, 430) for w in print_at("Họp mặt đầu năm và ký giao ước", x, y)
    ]
    lines = arrange(words, width, WIDTH, rules)
    assert {(line.row, line.column) for line in lines} == {(row, column) for row in range(9) for column in range(2)}


def test_a_stamps_number_is_not_taken_for_that_of_the_plan() -> None:
    words = [word for text, centre, y in LETTERHEADS[0].values[0] for word in print_centred(text, centre, y)]
    words += print_at("Số: 3728", 120, 140) + print_at("Ngày: 23/5", 120, 156) + print_at("Chuyển:......", 120, 175)
    words += print_centred("KẾ HOẠCH", 317, 175) + print_centred("Tổ chức ngày hội thể thao năm 2020", 317, 193)
    lines = arrange(shuffled(words) + print_body(230), WIDTH, HEIGHT)
    assert texts(lines, Region.LETTERHEAD) == LETTERHEADS[0].values[1]
    assert texts(lines, Region.STAMP) == ["Số: 3728", "Ngày: 23/5", "Chuyển:......"]
    assert texts(lines, Region.BODY)[0] == "KẾ HOẠCH"


@pytest.mark.parametrize("position", ["PHÓ BÍ THỊ THƯỜNG TRỰC", "T/M-BAN THƯỜNG VỤ", "- T/M BAN THƯỜNG VỤ"])
def test_a_damaged_position_is_one(position: str) -> None:
    lines = arrange(print_body(100) + closing(200, [(position, 0.0), ("Lê Văn Bình", 90.0)]), WIDTH, HEIGHT)
    assert texts(lines, Region.SIGNATURE) == [position, "Lê Văn Bình"]


def test_the_strokes_of_a_seal_are_no_table() -> None:
    strokes = [Rule(360, 210, 385, 211), Rule(345, 235, 372, 236), Rule(350, 260, 380, 261)]
    strokes += [Rule(x, 200, x + 1, 265) for x in (346, 362, 378)]
    words = closing(190, [("KT. CHỦ TỊCH", 0.0), ("PHÓ CHỦ TỊCH", 20.0), ("Lê Văn Bình", 100.0)])
    lines = arrange(print_body(100) + words, WIDTH, HEIGHT, strokes)
    assert all(line.table is None for line in lines)
    assert texts(lines, Region.SIGNATURE) == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Bình"]


def test_an_issuer_named_after_a_decision_keeps_that_decisions_number() -> None:
    printed = [("SỞ NỘI VỤ", 60), ("ĐOÀN KIỂM TRA", 75), ("THEO QUYẾT ĐỊNH", 90), ("SỐ 105/QĐ-SNV", 105),
               ("Số: 11/KH-ĐKT", 130)]  # fmt: skip
    words = [word for text, y in printed for word in print_centred(text, 170, y)]
    words += print_centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 415, 60)
    words += print_centred("Độc lập - Tự do - Hạnh phúc", 415, 75)
    words += print_centred("Lam Giang, ngày 05 tháng 3 năm 2021", 415, 105)
    lines = arrange(shuffled(words) + print_body(200), WIDTH, HEIGHT)
    assert texts(lines, Region.LETTERHEAD) == [
        *(text for text, _ in printed[:4]), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số: 11/KH-ĐKT", "Lam Giang, ngày 05 tháng 3 năm 2021",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "is_name"),
    [
        ("Y Thương Kbuôr", True),
        ("H' Yim Kđoh", True),
        ("Lê Văn Bình", True),
        ("Đại tá Phạm Văn Hùng", True),
        ("Thiếu tá", False),
        ("Day G ĐOÀN", False),
        ("Ngày 5 tháng 3", False),
    ],
)
def test_names_of_signers(line: str, is_name: bool) -> None:
    lines = arrange(print_body(100) + closing(200, [("CHỦ TỊCH", 0.0), (line, 80.0)]), WIDTH, HEIGHT)
    assert (line in texts(lines, Region.SIGNATURE)) is is_name


@pytest.mark.parametrize("scrap", ["ĐỀ", "C", ", Ó"])
def test_a_letter_or_two_between_position_and_name_are_a_scrap(scrap: str) -> None:
    signer = [("CHỦ TỊCH", 0.0), (scrap, 12.0), ("Lê Văn Bình", 90.0)]
    lines = arrange(print_body(100) + closing(200, signer), WIDTH, HEIGHT)
    assert texts(lines, Region.SIGNATURE) == ["CHỦ TỊCH", "Lê Văn Bình"]
    assert texts(lines, Region.STAMP) == [scrap]
