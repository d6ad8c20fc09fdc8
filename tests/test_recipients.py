"""The list of recipients: dashes, wrapped lines, purposes, and what stands beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import Document
from models.outline import Outline, Zone
from models.page import Line, Page, Word
from models.record import Recipient, TextOrigin
from pipeline.clean import build_document
from pipeline.extract.recipients import find_recipients
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


def _document(tail: list[str]) -> Document:
    return build_document([Page(1, 0, 0, tuple(Line(line) for line in [*_PLAN, *tail]), TextOrigin.PLAIN_TEXT)])


def _recipients(tail: list[str]) -> tuple[Recipient, ...]:
    document = _document(tail)
    return find_recipients(document, outline_document(document))


@pytest.mark.parametrize(
    ("tail", "names"),
    [
        (["Nơi nhận:", "- Như trên;", "- UBND tỉnh;", "- Lưu: VT, NV."], ["Như trên", "UBND tỉnh", "Lưu: VT, NV"]),
        (["Nơi nhận: - Như trên; - UBND tỉnh; - Lưu: VT."], ["Như trên", "UBND tỉnh", "Lưu: VT"]),
        (["**Nơi nhận:**", "- Như Điều 3;", "- Lưu VT"], ["Như Điều 3", "Lưu VT"]),
        (["Mới nhận:", "- Như trên;", "- Lưu VP."], ["Như trên", "Lưu VP"]),
        (["NƠI NHẬN:", "+ Sở Nội vụ;", "+ Lưu Đảng ủy."], ["Sở Nội vụ", "Lưu Đảng ủy"]),
        (
            ["Nơi nhận:", "- Các phòng, ban, ngành, đoàn thể, doanh", "nghiệp huyện;", "- Lưu: VT."],
            ["Các phòng, ban, ngành, đoàn thể, doanh nghiệp huyện", "Lưu: VT"],
        ),
        (["Nơi nhận:", "- VP Sở; TTra Sở; NVY;", "- Lưu: VT."], ["VP Sở; TTra Sở; NVY", "Lưu: VT"]),
        (["Nơi nhận:", "- Sở Y tế;", "UBND các xã;", "- Lưu: VT."], ["Sở Y tế", "UBND các xã", "Lưu: VT"]),
        (["Nơi nhận:", "_- Sở Y tế:", "'. - UBND các xã; ⁄", "- Lưu: VT."], ["Sở Y tế", "UBND các xã", "Lưu: VT"]),
        (["Nơi nhận:", "Sở Y tế;", "UBND các xã;", "Lưu: VT."], ["Sở Y tế", "UBND các xã", "Lưu: VT"]),
        (
            ["Nơi nhận:", "- Sở Y tế;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lý Văn Tám"],
            ["Sở Y tế", "Lưu: VT"],
        ),
        (["Nơi nhận:", "- Sở Y tế;", "GIÁM ĐỐC", "- Lưu: VT.", "Lý Văn Tám"], ["Sở Y tế", "Lưu: VT"]),
        (["|Nơi nhận: |GIÁM ĐỐC |", "|- Sở Y tế; | |", "|- Lưu: VT. |Lý Văn Tám |"], ["Sở Y tế", "Lưu: VT"]),
        (["Nơi nhận:", "- Sở Y tế;", "- Lưu: VT.", "huy nội lực, năng động, sáng"], ["Sở Y tế", "Lưu: VT"]),
        (["Nơi nhận:", "- Lưu: VT,", "KTTH.", "Lý Văn Tám"], ["Lưu: VT, KTTH"]),
        (["Nơi nhận:", "- Đảng ủy – HĐND – UBND xã;", "- Lưu VP"], ["Đảng ủy – HĐND – UBND xã", "Lưu VP"]),
        (["Nơi nhận: Như trên; Lưu: VT."], ["Như trên", "Lưu: VT"]),
        (["Nơi gửi:", "- VP Chính phủ", "- Các ngành", "- Lưu VP"], ["VP Chính phủ", "Các ngành", "Lưu VP"]),
        (
            ["Nơi nhận: KT. GIÁM ĐỐC", "- Sở Y tế; PHÓ GIÁM ĐỐC", "- UBND các xã ", "- Lưu: VT. Lý Văn Tám"],
            ["Sở Y tế", "UBND các xã", "Lưu: VT"],
        ),
        (
            ["- Sở Y tế;", "- UBND các xã;", "- Lưu: VT.", "GIÁM ĐỐC", "Lý Văn Tám"],
            ["Sở Y tế", "UBND các xã", "Lưu: VT"],
        ),
    ],
    ids=[
        "one a line",
        "merged into one paragraph",
        "markdown and no end mark",
        "misread head",
        "plus signs and a Party file copy",
        "wrapped line",
        "semicolons inside",
        "lost dash",
        "specks around",
        "no dashes at all",
        "signature behind",
        "signature between",
        "converted table",
        "torn closing behind",
        "wrapped file copy",
        "dashes inside",
        "one line without dashes",
        "the old head, columns without end marks",
        "signature's column run together",
        "head lost",
    ],
)
def test_recipients_one_a_line(tail: list[str], names: list[str]) -> None:
    assert [recipient.name.replace("-", "–") for recipient in _recipients(tail)] == [
        name.replace("-", "–") for name in names
    ]


@pytest.mark.parametrize(
    ("line", "name", "purpose"),
    [
        ("- Ban TĐKT tỉnh (b/c);", "Ban TĐKT tỉnh (b/c)", "để báo cáo"),
        ("- Ủy ban nhân dân tỉnh (BC);", "Ủy ban nhân dân tỉnh (BC)", "để báo cáo"),
        ("- Các xã, thị trấn (t/h);", "Các xã, thị trấn (t/h)", "để thực hiện"),
        ("- MTTQ huyện (p/h);", "MTTQ huyện (p/h)", "để phối hợp"),
        ("- Sở Y tế (để biết);", "Sở Y tế (để biết)", "để biết"),
        ("- Sở Y tế; } (để báo cáo)", "Sở Y tế", "để báo cáo"),
        ("- Sở Y tế: để báo cáo;", "Sở Y tế", "để báo cáo"),
        ("- TT Tỉnh ủy (b/cáo);", "TT Tỉnh ủy (b/cáo)", "để báo cáo"),
        ("- Như mục IV (t/hiện);", "Như mục IV (t/hiện)", "để thực hiện"),
        ("- Vụ Tổng hợp (02 bản);", "Vụ Tổng hợp (02 bản)", None),
        ("- Văn phòng: TU, HĐND, UBND;", "Văn phòng: TU, HĐND, UBND", None),
    ],
)
def test_the_purpose_is_what_the_bracket_says(line: str, name: str, purpose: str | None) -> None:
    first = _recipients(["Nơi nhận:", line, "- Lưu: VT."])[0]
    assert (first.name, first.purpose) == (name, purpose)


@pytest.mark.parametrize(
    ("line", "name", "purpose"),
    [
        ("- Sở Y tế (B/C);", "Sở Y tế (b/c)", "để báo cáo"),
        ("- Sở Y tế (Bb/c);", "Sở Y tế (b/c)", "để báo cáo"),
        ("- Các khoa (/h);", "Các khoa (t/h)", "để thực hiện"),
        ("- Huyện ủy (đề báo cảo);", "Huyện ủy (để báo cáo)", "để báo cáo"),
        ("- TT, Huyện ủy. TT. HĐND huyện;", "TT. Huyện ủy, TT. HĐND huyện", None),
        ("- Như mục lÏ;", "Như mục II", None),
        ("- Lãnh đạo Ban. các phòng;", "Lãnh đạo Ban, các phòng", None),
    ],
)
def test_what_a_scan_makes_of_a_recipient(line: str, name: str, purpose: str | None) -> None:
    def scanned(text: str, top: float) -> Line:
        words = [Word(word, 50.0 * n, top, 50.0 * n + 40, top + 12, 0.95) for n, word in enumerate(text.split())]
        return Line(text, tuple(words), starts_paragraph=True)

    texts = [*_PLAN, "Nơi nhận:", line, "- Lưu: VT."]
    lines = tuple(scanned(text, 40.0 + 14 * number) for number, text in enumerate(texts))
    document = build_document([Page(1, 595, 842, lines, TextOrigin.OCR)])
    first = find_recipients(document, outline_document(document))[0]
    assert (first.name, first.purpose) == (name, purpose)


def test_a_hint_in_the_text_is_no_file_copy() -> None:
    assert _recipients(["- Chuẩn bị hồ sơ;", "- Lưu ý: gửi báo cáo đúng hạn;"]) == ()


@pytest.mark.parametrize("tail", [[], ["Lý Văn Tám"], ["CHỦ TỊCH", "Lý Văn Tám"]])
def test_no_list_means_no_recipients(tail: list[str]) -> None:
    assert _recipients(tail) == ()


def test_the_list_is_found_without_zones() -> None:
    document = _document(["Nơi nhận:", "- Như trên;", "- Lưu: VT."])
    assert [recipient.name for recipient in find_recipients(document, Outline({}, ()))] == ["Như trên", "Lưu: VT"]


def test_an_appendix_holds_no_recipients() -> None:
    document = _document(["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "PHỤ LỤC", "- Phòng Nội vụ;"])
    outline = outline_document(document)
    appendix = document.text.index("PHỤ LỤC")
    zones = {**outline.zones, Zone.APPENDIX: (appendix, len(document.text))}
    found = find_recipients(document, Outline(zones, outline.nodes))
    assert [recipient.name for recipient in found] == ["Như trên", "Lưu: VT"]


@given(st.lists(st.text("-–;:.,() LưuVTSởYtếNơinhận*|", max_size=25), max_size=8))
def test_evidence_spans_what_was_read(lines: list[str]) -> None:
    document = _document(["Nơi nhận:", *lines])
    for recipient in find_recipients(document, outline_document(document)):
        evidence = recipient.evidence
        assert document.text[evidence.start : evidence.end] == evidence.text
        assert recipient.name == recipient.name.strip()
        assert recipient.name


@pytest.mark.parametrize(
    ("printed", "name", "purpose"),
    [
        ("- UBND tỉnh (b/€);", "UBND tỉnh (b/c)", "để báo cáo"),
        ("- Sở Y tế (để b/©);", "Sở Y tế (để b/c)", "để báo cáo"),
        ("- TT Huyện ủy (h/c);", "TT Huyện ủy (b/c)", "để báo cáo"),
        ("- Bộ Y tế (để bíc);", "Bộ Y tế (để b/c)", "để báo cáo"),
        ("- UBND tỉnh (b/);", "UBND tỉnh (b/c)", "để báo cáo"),
        ("- UBND tỉnh (bức);", "UBND tỉnh (b/c)", "để báo cáo"),
        ("- Các xã (t/h);", "Các xã (t/h)", "để thực hiện"),
        ("- Báo Tuổi trẻ (02 bản);", "Báo Tuổi trẻ (02 bản)", None),
        ("- Khối cơ quan (bộ);", "Khối cơ quan (bộ)", None),
    ],
)
def test_the_shortest_purpose_is_known_through_the_damage_of_small_print(
    printed: str, name: str, purpose: str | None
) -> None:
    found = _recipients(["Nơi nhận:", printed, "- Lưu: VT."])[0]
    assert (found.name, found.purpose) == (name, purpose)
    assert found.evidence.text == printed.removeprefix("- ").rstrip(";")


def test_a_position_behind_a_speck_is_no_recipient() -> None:
    found = _recipients(["Nơi nhận:", "- Các phòng;", "- Lưu VP.", "K/T TRƯỞNG BAN", "-PHÓ TRƯỞNG BAN", "Lò Thế Đình"])
    assert [each.name for each in found] == ["Các phòng", "Lưu VP"]


def test_dashes_and_the_first_letter_of_the_head_may_be_lost() -> None:
    found = _recipients(
        ["Xơi nhận:", "- Tỉnh ủy (để” báo cáo),", "- HĐND xã,", ": Các chi bộ, : Lưu Văn phòng Đảng ủy."]
    )
    assert [each.name.split(" (")[0] for each in found] == ["Tỉnh ủy", "HĐND xã", "Các chi bộ", "Lưu Văn phòng Đảng ủy"]
    assert found[0].purpose == "để báo cáo"
