"""The header, its letterheads and lines, and that nothing illegible becomes a value."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import Document
from models.outline import Outline, Zone
from models.page import Line, Page, Word
from models.record import Header, TextOrigin
from pipeline.clean import build_document
from pipeline.extract.header import find_header
from pipeline.extract.organ_names import read_organ_name
from pipeline.folding import fold
from pipeline.segment import outline_document

_PHRASES = Path(__file__).parent.parent / "corpus" / "phrases"
_TITLE = ["KẾ HOẠCH", "Kiểm tra công tác văn thư"]
_BODY = [
    "Căn cứ chương trình công tác năm đã được phê duyệt;",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Nâng cao chất lượng công tác tham mưu.",
    "II. TỔ CHỨC THỰC HIỆN",
    "1. Các đơn vị báo cáo kết quả theo quy định.",
]


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_PHRASES / name).read_text("utf-8").splitlines()]


def _plan(lines: list[str]) -> tuple[Document, Outline]:
    has_title = any(fold(line).replace(" ", "").strip("*").startswith("kehoach") for line in lines)
    text = [*lines, *([] if has_title else _TITLE), *_BODY]
    page = Page(1, 0, 0, tuple(Line(line) for line in text), TextOrigin.PLAIN_TEXT)
    document = build_document([page])
    return document, outline_document(document)


def _field(header: Header, name: str) -> Any:
    if name == "issuers":
        return [issuer.value for issuer in header.issuers]
    value = getattr(header, name)
    if value is None:
        return None
    return value.value.edtf if name == "issued" else value.value


@pytest.mark.parametrize("row", _rows("header_lines.jsonl"), ids=lambda row: " / ".join(row["lines"])[:70])
def test_printed_lines_give_the_header(row: dict[str, Any]) -> None:
    document, outline = _plan(row["lines"])
    header = find_header(document, outline)
    assert {name: _field(header, name) for name in row["expect"]} == row["expect"]


@pytest.mark.parametrize("row", _rows("header_lines_negative.jsonl"), ids=lambda row: " / ".join(row["lines"])[:70])
def test_lines_that_say_nothing_give_nothing(row: dict[str, Any]) -> None:
    document, outline = _plan(row["lines"])
    header = find_header(document, outline)
    assert {name: _field(header, name) for name in row["null"]} == dict.fromkeys(row["null"])


def test_phrase_corpora_are_large_enough() -> None:
    assert len(_rows("header_lines.jsonl")) >= 100
    assert len(_rows("header_lines_negative.jsonl")) >= 40


def test_a_decision_lends_its_number_to_the_plan_it_puts_into_force() -> None:
    document, outline = _plan(
        [
            "ỦY BAN NHÂN DÂN",
            "HUYỆN PHÚ LƯƠNG",
            "Số: 88/QĐ-UBND",
            "Phú Lương, ngày 05 tháng 4 năm 2021",
            "QUYẾT ĐỊNH",
            "Về việc ban hành Kế hoạch phòng cháy rừng",
            "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phòng cháy rừng.",
            "KẾ HOẠCH",
            "Phòng cháy, chữa cháy rừng năm 2021",
            "(Ban hành kèm theo Quyết định số 88/QĐ-UBND ngày 05/4/2021 của UBND huyện)",
        ]
    )
    header = find_header(document, outline)
    assert _field(header, "doc_type") == "Kế hoạch"
    assert _field(header, "title") == "Phòng cháy, chữa cháy rừng năm 2021"
    assert (_field(header, "number"), _field(header, "symbol")) == ("88", "QĐ-UBND")
    assert _field(header, "issued") == "2021-04-05"
    assert _field(header, "issuer") == "Ủy ban nhân dân huyện Phú Lương"


def test_the_symbol_tells_the_kind_where_the_title_is_lost() -> None:
    lines = ["ỦY BAN NHÂN DÂN", "HUYỆN PHÚ LƯƠNG", "Số: 54/KH-UBND", "Phú Lương, ngày 27 tháng 3 năm 2020", *_BODY]
    page = Page(1, 0, 0, tuple(Line(line) for line in lines), TextOrigin.PLAIN_TEXT)
    document = build_document([page])
    kind = find_header(document, outline_document(document)).doc_type
    assert kind is not None
    assert (kind.value, kind.evidence.text) == ("Kế hoạch", "KH-UBND")
    assert kind.confidence < 0.9


def test_the_unit_comes_from_place_and_text_where_the_letterhead_is_lost() -> None:
    document, outline = _plan(
        [
            "Số: 12/KH-UBND",
            "Phú Lương, ngày 05 tháng 4 năm 2021",
            "KẾ HOẠCH",
            "Phát động thi đua xây dựng huyện Phú Lương văn minh",
            "Ủy ban nhân dân huyện phát động phong trào thi đua với nội dung sau:",
        ]
    )
    issuer = find_header(document, outline).issuer
    assert issuer is not None
    assert issuer.value == "Ủy ban nhân dân huyện Phú Lương"
    assert issuer.evidence.text == "Ủy ban nhân dân huyện"
    assert issuer.confidence < 0.9


def test_the_signature_names_the_issuer_where_nothing_else_does() -> None:
    lines = [*_TITLE, *_BODY, "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    page = Page(1, 0, 0, tuple(Line(line) for line in lines), TextOrigin.PLAIN_TEXT)
    document = build_document([page])
    header = find_header(document, outline_document(document))
    assert _field(header, "issuer") == "Ủy ban nhân dân"


def _scanned(number: str, confidence: float, height: float = 10.0) -> Header:
    """The header of a scan whose number was read with a confidence, in type of a height."""

    def line(*words: tuple[str, float, float]) -> Line:
        placed = [
            Word(text, 60.0 + 40 * index, 100.0, 90.0 + 40 * index, 100.0 + tall, sure)
            for index, (text, sure, tall) in enumerate(words)
        ]
        return Line(" ".join(word.text for word in placed), tuple(placed))

    lines = (
        line(("Số:", 0.96, 10.0), (number, confidence, height), ("/KH-UBND", 0.95, 10.0)),
        line(
            ("Phú", 0.96, 10.0), ("Lương,", 0.96, 10.0), ("ngày", 0.96, 10.0), (number, confidence, height),
            ("tháng", 0.96, 10.0), ("4", 0.95, 10.0), ("năm", 0.96, 10.0), ("2021", 0.96, 10.0),
        ),
        line(("KẾ", 0.96, 10.0), ("HOẠCH", 0.96, 10.0)),
        line(("Kiểm", 0.96, 10.0), ("tra", 0.96, 10.0), ("văn", 0.96, 10.0), ("thư", 0.96, 10.0)),
    )  # fmt: skip
    document = build_document([Page(1, 595, 842, lines, TextOrigin.OCR)])
    return find_header(document, outline_document(document))


@pytest.mark.parametrize(
    ("reading", "confidence", "height", "number", "ceiling", "issued"),
    [
        ("17", 0.95, 10.0, "17", 1.0, "2021-04-17"),
        ("17", 0.95, 16.0, "17", 0.5, "2021-04-17"),
        ("17", 0.45, 10.0, "17", 0.5, "2021-04-XX"),
        ("17", 0.10, 10.0, None, 0.0, "2021-04-XX"),
        ("výi", 0.95, 10.0, None, 0.0, "2021-04-XX"),
        ("ý7", 0.95, 10.0, None, 0.0, "2021-04-XX"),
        (",7", 0.95, 10.0, None, 0.0, "2021-04-07"),
    ],
    ids=["print", "tall digits by hand", "doubtful digits", "strokes", "letters", "a figure unread", "a figure lost"],
)
def test_digits_by_hand_are_doubted_and_strokes_are_no_digits(
    reading: str, confidence: float, height: float, number: str | None, ceiling: float, issued: str
) -> None:
    header = _scanned(reading, confidence, height)
    assert _field(header, "number") == number
    assert header.number is None or header.number.confidence <= ceiling
    assert _field(header, "issued") == issued


def test_a_document_without_a_head_has_an_empty_header() -> None:
    document = build_document([Page(1, 0, 0, (Line("Xin chào các bạn."),), TextOrigin.PLAIN_TEXT)])
    assert find_header(document, Outline({}, ())) == Header()


def test_zones_that_are_a_little_off_do_no_harm() -> None:
    document, outline = _plan(["UBND HUYỆN PHÚ LƯƠNG", "PHÒNG NỘI VỤ", "Số: 5/KH-NV", *_TITLE])
    start, end = outline.zones[Zone.TITLE]
    shifted = Outline({**outline.zones, Zone.TITLE: (start, end + len(_BODY[0]) + 1)}, outline.nodes)
    assert _field(find_header(document, shifted), "title") == "Kiểm tra công tác văn thư"
    bare = Outline({}, ())
    assert _field(find_header(document, bare), "issuer") == "Phòng Nội vụ huyện Phú Lương"
    assert _field(find_header(document, bare), "title") == "Kiểm tra công tác văn thư"


@given(st.lists(st.text("SỐỞ:/-KHUBND 0123456789ngàytháhngnăm,.“\n*|", max_size=30), max_size=8))
def test_evidence_always_spans_its_text(lines: list[str]) -> None:
    document, outline = _plan([line.replace("\n", " ") for line in lines])
    header = find_header(document, outline)
    values = [header.issuer, header.parent, header.doc_type, header.number, header.symbol, header.place, header.title]
    for value in [*values, header.issued, *header.issuers]:
        if value is not None:
            assert document.text[value.evidence.start : value.evidence.end] == value.evidence.text
            assert 0 <= value.confidence <= 1
    if header.number is not None:
        assert header.number.value in header.number.evidence.text.replace(" ", "").replace("*", "")


@given(st.text("TỈNHUYỆXÃSỞPÒGBAUDÂÁ -&,0123456789/", max_size=40))
def test_reading_a_canonical_name_again_changes_nothing(text: str) -> None:
    name = read_organ_name(text).name
    assert read_organ_name(name).name == name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("BAN THƯỜNG VỤ HỘI LHPN HUYỆN PHÚ LƯƠNG", "Ban Thường vụ Hội Liên hiệp Phụ nữ huyện Phú Lương"),
        ("BAN THƯỜNG VỤ LĐLĐ HUYỆN PHÚ LƯƠNG", "Ban Thường vụ Liên đoàn Lao động huyện Phú Lương"),
        ("UBND HUYỆN QUAN SƠN", "Ủy ban nhân dân huyện Quan Sơn"),
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ TĨNH", "Liên đoàn Lao động tỉnh Hà Tĩnh"),
        ("UBND HUYỆN SƠN TỊNH", "Ủy ban nhân dân huyện Sơn Tịnh"),
        ("UBND TỈNH HÀ TĨNH HUYỆN KỲ ANH", "Ủy ban nhân dân huyện Kỳ Anh"),
        ("UBND TÌNH KIÊN GIANG", "Ủy ban nhân dân tỉnh Kiên Giang"),
    ],
)
def test_syllables_of_a_units_name_are_no_type_words(printed: str, name: str) -> None:
    assert read_organ_name(printed).name == name


def test_a_ward_whose_name_begins_with_an_is_no_kind_of_document() -> None:
    head = ["ỦY BAN NHÂN DÂN", "PHƯỜNG AN SƠN", "Số: 31/KH-UBND", "An Sơn, ngày 04 tháng 5 năm 2023"]
    page = Page(1, 0, 0, tuple(Line(line) for line in [*head, *_TITLE, *_BODY]), TextOrigin.PLAIN_TEXT)
    document = build_document([page])
    assert _field(find_header(document, outline_document(document)), "issuer") == "Ủy ban nhân dân phường An Sơn"


def test_a_name_too_long_for_its_column_is_one_name() -> None:
    head = ["UBND TỈNH PHÚ LƯƠNG", "SỞ TÀI NGUYÊN VÀ MÔI", "TRƯỜNG", "Số: 31/KH-STNMT"]
    page = Page(1, 0, 0, tuple(Line(line) for line in [*head, *_TITLE, *_BODY]), TextOrigin.PLAIN_TEXT)
    document = build_document([page])
    header = find_header(document, outline_document(document))
    assert _field(header, "issuer") == "Sở Tài nguyên và Môi trường tỉnh Phú Lương"
    assert _field(header, "parent") == "Ủy ban nhân dân tỉnh Phú Lương"


def _read(*lines: str) -> Header:
    """The header of these lines and a body, with no title but their own."""
    page = Page(1, 0, 0, tuple(Line(line) for line in (*lines, *_BODY)), TextOrigin.PLAIN_TEXT)
    document = build_document([page])
    return find_header(document, outline_document(document))


@pytest.mark.parametrize("speck", ["- ", "-- ", "Ị ị ", "1VT....... + ", "LYN:...... "])
def test_the_title_is_found_behind_what_a_stamp_leaves(speck: str) -> None:
    lines = ["UBND XÃ ĐỒI CỌ", "Số: 17/KH-UBND", "Đồi Cọ, ngày 05 tháng 4 năm 2022"]
    header = _read(*lines, f"{speck}KẾ HOẠCH", "Phát quang lưới điện")
    assert header.doc_type
    assert header.doc_type.value == "Kế hoạch"
    assert header.title
    assert header.title.value == "Phát quang lưới điện"


def test_words_before_the_kind_are_no_specks() -> None:
    assert _read("UBND XÃ ĐỒI CỌ", "PHÒNG VĂN HÓA KẾ HOẠCH", "Phát quang lưới điện").doc_type is None


@pytest.mark.parametrize(
    ("printed", "symbol"),
    [
        ("Số: 14/2 -KH/TĐTN-PT", "KH/TĐTN-PT"),
        ("Số 55-KH/ĐĐU", "KH/ĐU"),
        ("Số: 17/KH-UBNDD", "KH-UBND"),
        ("Số: 17/KH-THPTĐC", "KH-THPTĐC"),
    ],
)
def test_a_symbol_is_the_partys_and_a_code_is_known_through_damage(printed: str, symbol: str) -> None:
    header = _read(printed, "Đồi Cọ, ngày 05 tháng 4 năm 2022", "KẾ HOẠCH", "Phát quang lưới điện")
    assert header.symbol
    assert header.symbol.value == symbol
