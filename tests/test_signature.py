"""Who signed, however the block is torn, and that seal lettering is nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import Document
from models.outline import Outline
from models.page import Line, Page, Word
from models.record import Signature, TextOrigin
from pipeline.clean import build_document
from pipeline.extract.signature import find_signatures
from pipeline.extract.signature_lines import LineKind, read_signature_line, read_signature_lines
from pipeline.segment import outline_document

_PLAN = [
    "KẾ HOẠCH",
    "Kiểm tra công tác văn thư",
    "I. MỤC ĐÍCH",
    "1. Nâng cao chất lượng công tác tham mưu của các phòng chuyên môn.",
    "II. TỔ CHỨC THỰC HIỆN",
    "1. Phòng Nội vụ theo dõi, đôn đốc việc thực hiện.",
    "Trên đây là Kế hoạch kiểm tra công tác văn thư./.",
]
_LIST = ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]


def _document(tail: list[str]) -> Document:
    return build_document([Page(1, 0, 0, tuple(Line(line) for line in [*_PLAN, *tail]), TextOrigin.PLAIN_TEXT)])


def _signed(tail: list[str]) -> tuple[tuple[str | None, str | None, str | None] | None, list[str | None]]:
    document = _document(tail)
    signature, cosigners = find_signatures(document, outline_document(document))
    return _parts(signature), [cosigner.name for cosigner in cosigners]


def _parts(signature: Signature | None) -> tuple[str | None, str | None, str | None] | None:
    return (signature.authority, signature.position, signature.name) if signature else None


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        (
            [*_LIST, "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lý Văn Tám"],
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lý Văn Tám"),
        ),
        ([*_LIST, "GIÁM ĐỐC", "Lý Văn Tám"], (None, "GIÁM ĐỐC", "Lý Văn Tám")),
        ([*_LIST, "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lý Văn Tám"], ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lý Văn Tám")),
        (
            [*_LIST, "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lý Văn Tám"],
            ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lý Văn Tám"),
        ),
        (
            [*_LIST, "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Lý Văn Tám"],
            ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Lý Văn Tám"),
        ),
        (
            [*_LIST, "TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Lý Văn Tám"],
            ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Lý Văn Tám"),
        ),
        (
            [*_LIST, "TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG NGHIỆP VỤ", "Lý Văn Tám"],
            ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG NGHIỆP VỤ", "Lý Văn Tám"),
        ),
        ([*_LIST, "Q. GIÁM ĐỐC", "Lý Văn Tám"], ("Q. GIÁM ĐỐC", None, "Lý Văn Tám")),
        ([*_LIST, "HIỆU TRƯỞNG", "TS. Lý Văn Tám"], (None, "HIỆU TRƯỞNG", "Lý Văn Tám")),
        ([*_LIST, "GIÁM ĐỐC", "BS.CKII Lý Văn Tám"], (None, "GIÁM ĐỐC", "Lý Văn Tám")),
        ([*_LIST, "GIÁM ĐỐC", "Đại tá Lý Văn Tám"], (None, "GIÁM ĐỐC", "Lý Văn Tám")),
        ([*_LIST, "GIÁM ĐỐC", "(Đã ký)", "LÝ VĂN TÁM"], (None, "GIÁM ĐỐC", "Lý Văn Tám")),
        ([*_LIST, "CHỦ TỊCH", "Y Blô Êban"], (None, "CHỦ TỊCH", "Y Blô Êban")),
        (["CHỦ TỊCH", *_LIST, "Lý Văn Tám"], (None, "CHỦ TỊCH", "Lý Văn Tám")),
        (["CHỦ TỊCH", "Lý Văn Tám", *_LIST], (None, "CHỦ TỊCH", "Lý Văn Tám")),
        (["|Nơi nhận: |GIÁM ĐỐC |", "|- Lưu: VT. |Lý Văn Tám |"], (None, "GIÁM ĐỐC", "Lý Văn Tám")),
        (
            [*_LIST, "**TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH**", "Lý Văn Tám"],
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lý Văn Tám"),
        ),
        ([*_LIST, "' CHỦ TICH", "ˆ Lý Văn Tám ⁄"], (None, "CHỦ TỊCH", "Lý Văn Tám")),
        ([*_LIST, "GIÁM ĐÓC"], (None, "GIÁM ĐỐC", None)),
        ([*_LIST, "KT.", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lý Văn Tám"], ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lý Văn Tám")),
        (["CHỦ TỊCH", "Lý Văn Tám"], (None, "CHỦ TỊCH", "Lý Văn Tám")),
    ],
    ids=[
        "on behalf of a committee",
        "head of a department",
        "deputy for the head",
        "deputy for the head of a committee",
        "Party slashes",
        "by order",
        "by authorisation",
        "acting head",
        "degree",
        "doctor",
        "rank",
        "signed, name in capitals",
        "name of another people",
        "position before the recipients, name behind",
        "all before the recipients",
        "converted table",
        "markdown",
        "strokes around",
        "name lost",
        "torn authority",
        "no recipients",
    ],
)
def test_the_signature(tail: list[str], expected: tuple[str | None, str | None, str | None]) -> None:
    assert _signed(tail)[0] == expected


@pytest.mark.parametrize(
    "tail",
    [
        [],
        _LIST,
        [*_LIST, "huy nội lực, thi đua năng động, sáng"],
        [*_LIST, "ế hoạch nky:t2^íéi"],
        [*_LIST, "* H. PHÚ LƯƠNG - T. THÁI SƠN *"],
        [*_LIST, "~", "ˆ", "E B3"],
    ],
    ids=["nothing", "recipients alone", "torn closing", "garbage", "seal", "strokes"],
)
def test_what_cannot_be_read_is_nobody(tail: list[str]) -> None:
    assert _signed(tail) == (None, [])


def test_joint_signers_in_rows_and_in_turn() -> None:
    rows = [*_LIST, "SỞ Y TẾ", "SỞ NỘI VỤ", "GIÁM ĐỐC", "GIÁM ĐỐC", "Lý Văn Tám", "Đỗ Thị Sáu"]
    turns = [*_LIST, "SỞ Y TẾ", "GIÁM ĐỐC", "Lý Văn Tám", "SỞ NỘI VỤ", "GIÁM ĐỐC", "Đỗ Thị Sáu"]
    for tail in (rows, turns):
        assert _signed(tail) == (("SỞ Y TẾ", "GIÁM ĐỐC", "Lý Văn Tám"), ["Đỗ Thị Sáu"])


def test_an_authority_behind_a_position_is_the_next_signers_whose_name_may_be_lost() -> None:
    tail = [*_LIST, "GIÁM ĐỐC", "Lý Văn Tám", "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"]
    assert _signed(tail) == ((None, "GIÁM ĐỐC", "Lý Văn Tám"), [None])
    assert _signed([*tail[:-3], *tail[-2:]]) == ((None, "GIÁM ĐỐC", None), [None])


def test_who_approves_is_a_cosigner() -> None:
    tail = [*_LIST, "PHÊ DUYỆT CỦA HIỆU TRƯỞNG", "HIỆU TRƯỞNG", "Đỗ Thị Sáu", "NGƯỜI LẬP KẾ HOẠCH", "Lý Văn Tám"]
    assert _signed(tail) == ((None, "NGƯỜI LẬP KẾ HOẠCH", "Lý Văn Tám"), ["Đỗ Thị Sáu"])


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("TM. UỶ BAN NHẤN DÂN", LineKind.AUTHORITY, "TM. ỦY BAN NHÂN DÂN"),
        ("K/T CHỦ TỊCH", LineKind.AUTHORITY, "K/T CHỦ TỊCH"),
        ("PHỐCHỦ TỊCH", LineKind.POSITION, "PHÓ CHỦ TỊCH"),
        ("PHÓ CHỦ TỊCH THƯỜNG TRỰC", LineKind.POSITION, "PHÓ CHỦ TỊCH THƯỜNG TRỰC"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", LineKind.ORGAN, "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        ("Phê duyệt", None, None),
        ("Chủ tịch, các Phó Chủ tịch", None, None),
        ("Lưu: VT.", None, None),
        ("Thường trực huyện", None, None),
    ],
)
def test_kinds_of_lines(line: str, kind: LineKind | None, text: str | None) -> None:
    found = read_signature_line(line)
    assert (found.kind if found else None, found.text if found else None) == (kind, text)


def test_two_names_side_by_side() -> None:
    found = read_signature_lines("Nguyễn Văn Bảy Trần Thị Sáu")
    assert [line.text for line in found] == ["Nguyễn Văn Bảy", "Trần Thị Sáu"]


def test_a_stroke_between_the_syllables_of_a_name_is_dropped() -> None:
    def line(*words: tuple[str, float]) -> Line:
        placed = [Word(text, 50.0 * n, 600.0, 50.0 * n + 40, 612.0, sure) for n, (text, sure) in enumerate(words)]
        return Line(" ".join(text for text, _ in words), tuple(placed), starts_paragraph=True)

    plan = [line(*((word, 0.95) for word in text.split())) for text in [*_PLAN, *_LIST]]
    tail = [line(("CHỦ", 0.95), ("TỊCH", 0.95)), line(("Lý", 0.95), ("Văn", 0.12), ("Nông", 0.97), ("Tám", 0.96))]
    unread = [line(("CHỦ", 0.95), ("TỊCH", 0.95)), line(("Lý", 0.2), ("Văn", 0.1))]
    for lines, name in ((tail, "Lý Nông Tám"), (unread, None)):
        document = build_document([Page(1, 595, 842, (*plan, *lines), TextOrigin.OCR)])
        signature, _ = find_signatures(document, outline_document(document))
        assert _parts(signature) == (None, "CHỦ TỊCH", name)


def _scanned(*tail: str, sure: float = 0.95) -> tuple[str | None, str | None, str | None] | None:
    def line(text: str, top: float) -> Line:
        placed = [Word(word, 50.0 * n, top, 50.0 * n + 40, top + 12, sure) for n, word in enumerate(text.split())]
        return Line(text, tuple(placed), starts_paragraph=True)

    lines = tuple(line(text, 40.0 + 14 * number) for number, text in enumerate([*_PLAN, *_LIST, *tail]))
    document = build_document([Page(1, 595, 842, lines, TextOrigin.OCR)])
    return _parts(find_signatures(document, outline_document(document))[0])


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        (["KT. GIÁM ĐỐC", "GIÁM ĐỐC", "Lý Văn Tám"], ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lý Văn Tám")),
        (["KT. GIÁM ĐỐC", "H G GIÁM ĐỐC", "Lý Văn Tám"], ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lý Văn Tám")),
        (["KT CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lý Văn Tám"], ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lý Văn Tám")),
        (["T/M-BAN THƯỜNG VỤ", "BÍ THƯ", "Lý Văn Tám"], ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Lý Văn Tám")),
        (["GIÁM ĐỐC", "Hơàng Thị Miên"], (None, "GIÁM ĐỐC", "Hoàng Thị Miên")),
        (["GIÁM ĐỐC", "Lò.Văn Thịnh"], (None, "GIÁM ĐỐC", "Lò Văn Thịnh")),
        (["GIÁM ĐỐC", "Đình Thế"], (None, "GIÁM ĐỐC", "Đình Thế")),
    ],
    ids=[
        "deputy's word lost under the seal",
        "specks for the deputy's word",
        "stop of the authority lost",
        "dash for the stop",
        "marks of the family name",
        "speck between syllables",
        "family name lost, nothing guessed",
    ],
)
def test_what_a_scan_loses_of_the_block(tail: list[str], expected: tuple[str | None, str | None, str | None]) -> None:
    assert _scanned(*tail) == expected


def test_print_is_taken_as_it_stands() -> None:
    assert _signed([*_LIST, "KT. GIÁM ĐỐC", "GIÁM ĐỐC", "Hơàng Thị Miên"])[0] == (
        "KT. GIÁM ĐỐC",
        "GIÁM ĐỐC",
        "Hơàng Thị Miên",
    )


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ([*_LIST, "PHÓ CHỦ TỊCH (đã ký)", "Lý Văn Tám"], (None, "PHÓ CHỦ TỊCH", "Lý Văn Tám")),
        ([*_LIST, "TRƯỞNG BAN Lý Văn Tám"], (None, "TRƯỞNG BAN", "Lý Văn Tám")),
        (
            [*_LIST, "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lý Văn Tám"],
            ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lý Văn Tám"),
        ),
        (
            [*_LIST, "TM. ỦY BAN NHÂN", "DÂN", "CHỦ TỊCH", "Lý Văn Tám"],
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lý Văn Tám"),
        ),
        ([*_LIST, "K/T CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đã ký: Lý Văn Tám"], ("K/T CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lý Văn Tám")),
        ([*_LIST, "BÍ THƯ", "K' Brẻo"], (None, "BÍ THƯ", "K' Brẻo")),
        (
            ["Nơi nhận: KT. GIÁM ĐỐC", "- Sở Y tế (b/c); PHÓ GIÁM ĐỐC", "- Các khoa;", "- Lưu: VT. Lý Văn Tám"],
            ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lý Văn Tám"),
        ),
        (
            ["- Thường trực Đảng ủy;", "- Các chi bộ;", "- Lưu VPĐU.", "BÍ THƯ", "Lý Văn Tám"],
            (None, "BÍ THƯ", "Lý Văn Tám"),
        ),
        ([*_LIST, "TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH", "Lý Văn Tám"], ("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH", "Lý Văn Tám")),
        ([*_LIST, "KT. CHI CỤC TRƯỞNG", "PHÓ CHI CỤC TRƯỞNG"], ("KT. CHI CỤC TRƯỞNG", "PHÓ CHI CỤC TRƯỞNG", None)),
        ([*_LIST, "HIỆU TRƯỞNG", "PGS.TS. Trần Văn B"], (None, "HIỆU TRƯỞNG", "Trần Văn B")),
        ([*_LIST, "Trưởng trạm", "Lý Văn Tám"], (None, "Trưởng trạm", "Lý Văn Tám")),
        ([*_LIST, "P. HIỆU TRƯỞNG", "Lý Văn Tám"], (None, "P. HIỆU TRƯỞNG", "Lý Văn Tám")),
        ([*_LIST, "DUYỆT CỦA BGH", "P. HIỆU TRƯỞNG", "TỔ TRƯỞNG", "Lý Văn Tám"], (None, "TỔ TRƯỞNG", "Lý Văn Tám")),
        (
            [*_LIST, "DUYỆT CỦA HIỆU TRƯỞNG", "Lý Thị Chín", "TỔ TRƯỞNG", "Lý Văn Tám"],
            (None, "TỔ TRƯỞNG", "Lý Văn Tám"),
        ),
    ],
    ids=[
        "note on the position's line",
        "position and name in one cell",
        "the whole block in one cell",
        "organ broken in a narrow column",
        "note before the name",
        "name of one letter and a mark",
        "columns that ran together",
        "file copy of a list without head",
        "standing board",
        "office that begins with another",
        "withheld name",
        "position in small letters",
        "deputy in short",
        "approval without a name above",
        "approval above",
    ],
)
def test_blocks_of_converted_texts(tail: list[str], expected: tuple[str | None, str | None, str | None]) -> None:
    assert _signed(tail)[0] == expected


@pytest.mark.parametrize(
    ("stamp", "name"),
    [
        ("Người ký: Lý Văn Tám", "Lý Văn Tám"),
        ("Ký bởi: Lý Văn Tám", "Lý Văn Tám"),
        ("Ký bởi: Ủy ban nhân dân huyện Phú Lương", None),
        ("Người ký: vp_phuluong", None),
    ],
)
def test_a_digital_stamp_names_the_signer_where_the_block_does_not(stamp: str, name: str | None) -> None:
    document = _document([*_LIST, "GIÁM ĐỐC", stamp])
    signature, _ = find_signatures(document, outline_document(document))
    assert _parts(signature) == (None, "GIÁM ĐỐC", name)
    assert _signed([*_LIST, "GIÁM ĐỐC", stamp, "Hà Thị Chín"])[0] == (None, "GIÁM ĐỐC", "Hà Thị Chín")


def test_a_table_at_the_end_is_no_signature() -> None:
    rows = ["TT\tNhiệm vụ\tChủ trì", "I\tHẠ TẦNG SỐ\tSở Nội vụ", "II\tXÃ HỘI SỐ\tSở Y tế"]
    page = Page(1, 0, 0, tuple(Line(row, table=0, row=n) for n, row in enumerate(rows)), TextOrigin.PLAIN_TEXT)
    document = build_document([page])
    assert find_signatures(document, outline_document(document)) == (None, ())


def test_the_block_is_found_without_zones() -> None:
    document = _document([*_LIST, "GIÁM ĐỐC", "Lý Văn Tám"])
    assert _parts(find_signatures(document, Outline({}, ()))[0]) == (None, "GIÁM ĐỐC", "Lý Văn Tám")


@given(st.lists(st.text("TMKỦYBANCHỦTỊCHLýVănTám./ -*", max_size=20), max_size=8))
def test_evidence_spans_what_was_read(lines: list[str]) -> None:
    document = _document([*_LIST, *lines])
    signature, cosigners = find_signatures(document, outline_document(document))
    for found in [signature, *cosigners]:
        if found is not None:
            assert document.text[found.evidence.start : found.evidence.end] == found.evidence.text
            assert found.authority or found.position or found.name


@pytest.mark.parametrize("heading", ["TỔ CHỨC THỰC HIỆN", "NHIỆM VỤ", "KINH PHÍ"])
def test_a_heading_in_capitals_is_no_name(heading: str) -> None:
    line = read_signature_line(heading)
    assert line is None or line.kind is not LineKind.NAME


def test_a_name_in_capitals_that_folds_like_a_headings_first_word_stays_one() -> None:
    line = read_signature_line("TÔ CHÍ THIỆN")
    assert line is not None
    assert (line.kind, line.text) == (LineKind.NAME, "Tô Chí Thiện")
