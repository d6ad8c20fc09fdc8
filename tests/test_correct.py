"""Words are exchanged where the language leaves hardly a doubt, and nowhere else; every change is kept."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.train_correction import CheckedReading, Choices, find_threshold, fit_weights
from models.document import Document
from models.page import Line, Page, Word
from models.record import ChangeKind, TextOrigin
from pipeline.clean import build_document
from pipeline.clean.hypotheses import Hypothesis
from pipeline.run import process_file


def recognised(*lines: str, confidence: float = 0.9) -> Document:
    """Lines as a recogniser gives them, all words with the same confidence."""
    return build_document([Page(1, 595, 842, tuple(line(text, confidence) for text in lines), TextOrigin.OCR)])


def line(text: str, confidence: float) -> Line:
    words = tuple(Word(word, 70 + 40 * k, 90, 100 + 40 * k, 102, confidence) for k, word in enumerate(text.split()))
    return Line(text, words, starts_paragraph=True)


def foreign(text: str) -> Document:
    """Text that another recogniser made, without confidences."""
    pages = [Page(1, 0, 0, tuple(map(Line, text.split("\n"))), TextOrigin.PLAIN_TEXT)]
    return build_document(pages, is_recognised=True)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        pytest.param("Giao các thôn tố chức thực hiện.", "Giao các thôn tổ chức thực hiện.", id="a mark"),
        pytest.param("Phòng Nội vụ phối họp với các xã.", "Phòng Nội vụ phối hợp với các xã.", id="another word"),
        pytest.param("Trường làm lễ chào mìmg ngày hội.", "Trường làm lễ chào mừng ngày hội.", id="strokes as letters"),
        pytest.param("Nêu girơng người tốt, việc tốt.", "Nêu gương người tốt, việc tốt.", id="two letters for one"),
        pytest.param("Báo cáo ƯBND xã trước tháng 6.", "Báo cáo UBND xã trước tháng 6.", id="an abbreviation"),
        pytest.param("Kinh phí dược giao trong năm.", "Kinh phí được giao trong năm.", id="d for đ"),
        pytest.param("II. TÔ CHỨC THỰC HIỆN", "II. TỔ CHỨC THỰC HIỆN", id="a heading"),
        pytest.param("các cơ quan phốihợp thực hiện", "các cơ quan phối hợp thực hiện", id="words run together"),
        pytest.param("xây dựng kế ho ạch hoạt động", "xây dựng kế hoạch hoạt động", id="a word torn apart"),
        pytest.param("các thôn, phối-hợp với trường", "các thôn, phối hợp với trường", id="a speck for a space"),
        pytest.param("thực hiện xon# trong tháng 4", "thực hiện xong trong tháng 4", id="a sign for a letter"),
        pytest.param("UY BAN NHÂN DÂN XÃ", "ỦY BAN NHÂN DÂN XÃ", id="a letterhead without marks"),
        pytest.param("phát động chuyên đôi số toàn dân", "phát động chuyển đổi số toàn dân", id="two side by side"),
    ],
)
def test_damage_is_undone(read: str, printed: str) -> None:
    assert recognised(read, confidence=0.75).text == printed


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ông Lê Văn Tô, thôn Thủy Cổ, huyện Đông Phú.", id="names of persons and places"),
        pytest.param("Kế hoạch số 37/KH-UBND ngày 04/5/2021", id="a number and a symbol"),
        pytest.param("Đạt từ 12,5% đến 90% số hộ, kinh phí 3.500.000 đồng.", id="figures"),
        pytest.param("TTYT, BCĐ, CLB và Đội TNXK xã", id="abbreviations"),
        pytest.param("nộp qua email tại website của trường, mã QR", id="foreign words"),
        pytest.param("a) Nội dung; b) Thời gian; đ) Địa điểm", id="labels"),
        pytest.param("liên hệ vanphong.ubnd@caolam.example hoặc /kenh-muong", id="addresses"),
        pytest.param("Theo qui định, cán bộ, chiến sĩ, chiến sỹ, kĩ thuật", id="two spellings of one sound"),
        pytest.param("báo cáo hàng tuần, hằng năm, hàng quý", id="two spellings of one word"),
        pytest.param("Họp thôn, họp dân để bàn việc nước.", id="words that are right"),
        pytest.param("Tổ chức họp phụ huynh, hợp đồng thuê máy bơm.", id="words alike in their places"),
    ],
)
@pytest.mark.parametrize("confidence", [0.6, 0.96])
def test_what_is_out_of_reach_stays(text: str, confidence: float) -> None:
    document = recognised(text, confidence=confidence)
    assert document.text == text
    assert document.changes == ()


def test_a_name_is_made_what_the_document_has_elsewhere() -> None:
    good = [
        "Xã Phú Ninh giao các thôn thực hiện.",
        "Trường Tiểu học Phú Ninh tham gia.",
        "Hội Nông dân xã Phú Ninh dự.",
    ]
    lines = tuple(line(text, 0.96) for text in good)
    doubted, sure = (line("Trạm Y tế xã Phú Nình trực.", confidence) for confidence in (0.55, 0.96))
    document = build_document([Page(1, 595, 842, (*lines, doubted), TextOrigin.OCR)])
    assert document.text.endswith("Trạm Y tế xã Phú Ninh trực.")
    document = build_document([Page(1, 595, 842, (*lines, sure), TextOrigin.OCR)])
    assert document.text.endswith("Trạm Y tế xã Phú Nình trực.")


def test_every_change_is_kept_with_its_place_and_reason() -> None:
    document = recognised("Giao ƯBND xã tố chức ra quân ngày l5/4/2021.", confidence=0.7)
    assert [(change.kind, change.before, change.after) for change in document.changes] == [
        (ChangeKind.REPAIR, "ƯBND", "UBND"),
        (ChangeKind.SYLLABLE, "tố", "tổ"),
        (ChangeKind.NUMBER, "l5/4/2021", "15/4/2021"),
    ]
    for change in document.changes:
        assert document.text[change.start : change.end] == change.after
        assert document.evidence(change.start, change.end).raw == change.before
        assert 0.5 < change.confidence <= 1.0
        assert change.reason


def test_the_raw_text_keeps_the_letters_that_were_read() -> None:
    document = recognised("các thôn phốihợp thực hiện kế ho ạch", confidence=0.7)
    assert document.text == "các thôn phối hợp thực hiện kế hoạch"
    start = document.text.index("phối hợp")
    assert document.evidence(start, start + 8).raw == "phốihợp"
    start = document.text.index("hoạch")
    assert document.evidence(start, start + 5).raw == "ho ạch"


def test_slips_of_a_typist_stand_but_recognised_text_is_corrected() -> None:
    text = "Giao các thôn tố chức ra quân nạo vét kênh mương.\nCác trường phối họp với thôn thực hiện."
    typed = build_document([Page(1, 0, 0, tuple(map(Line, text.split("\n"))), TextOrigin.PLAIN_TEXT)])
    assert typed.text == text
    assert foreign(text).text == text.replace("tố chức", "tổ chức").replace("họp", "hợp")


def test_a_text_that_shows_damage_everywhere_was_recognised() -> None:
    text = "Giao ƯBND xã tố chức thực hiện.\nCác trường phối họp với thôn.\nNêu girơng người tốt, việc tốt."
    document = build_document([Page(1, 0, 0, tuple(map(Line, text.split("\n"))), TextOrigin.PLAIN_TEXT)])
    assert "gương" in document.text
    assert len(document.changes) == 4


def test_a_word_surely_read_among_words_read_well_is_printed_so() -> None:
    others = tuple(line("Các thôn, bản ra quân nạo vét kênh mương trong tháng 4.", 0.96) for _ in range(4))
    slip = line("Bài viết được tuyên truyềnn đến từng hộ dân thôn.", 0.93)
    document = build_document([Page(1, 595, 842, (*others, slip), TextOrigin.OCR)])
    assert "truyềnn" in document.text
    doubted = line("Bài viết được tuyên truyềnn đến từng hộ dân thôn.", 0.6)
    document = build_document([Page(1, 595, 842, (*others, doubted), TextOrigin.OCR)])
    assert "truyền đến" in document.text


def test_table_cells_keep_their_borders() -> None:
    lines = tuple(
        Line(text, line(text, 0.7).words, table=0, row=0, column=column)
        for column, text in enumerate(["tố chức thực hiện", "các thôn phốihợp thực hiện", "tháng 4"])
    )
    document = build_document([Page(1, 595, 842, lines, TextOrigin.OCR)])
    cells = [document.text[start:end] for start, end in document.paragraphs[0].cells]
    assert cells == ["tổ chức thực hiện", "các thôn phối hợp thực hiện", "tháng 4"]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        pytest.param("các xã, phường. thị trấn ra quân", "các xã, phường, thị trấn ra quân", id="stop"),
        pytest.param("thu gom rác ở công trình. công cộng", "thu gom rác ở công trình. công cộng", id="doubtful"),
        pytest.param("dọn sạch đường làng. phát quang bụi", "dọn sạch đường làng, phát quang bụi", id="context"),
        pytest.param("quyết định thành. lập tổ thủy lợi", "quyết định thành lập tổ thủy lợi", id="a speck"),
        pytest.param("Ban Tuyên ’giáo Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy", id="a speck before a word"),
        pytest.param("~ Các thôn thực hiện", "- Các thôn thực hiện", id="a bullet"),
        pytest.param("Hội Nông dân xã. Các thôn", "Hội Nông dân xã. Các thôn", id="a sentence ends"),
        pytest.param("báo cáo kết quả. *", "báo cáo kết quả.", id="a speck at the end"),
        pytest.param("giai đoạn 2016 -", "giai đoạn 2016 -", id="a hyphen that goes on elsewhere"),
        pytest.param("báo cáo kết quả; -", "báo cáo kết quả;", id="a hyphen after the end"),
        pytest.param("phát động ““Ngày thứ bảy xanh”", "phát động “Ngày thứ bảy xanh”", id="a mark read twice"),
        pytest.param("- UBND tỉnh (để b/€);", "- UBND tỉnh (để b/c);", id="to report"),
        pytest.param("- UBND tỉnh (h/c);", "- UBND tỉnh (b/c);", id="to report, b read as h"),
        pytest.param("- Các thôn (Vh);", "- Các thôn (t/h);", id="to carry out, spoilt"),
        pytest.param("- Các thôn (t/h);", "- Các thôn (t/h);", id="to carry out"),
        pytest.param("số: 12/KH-UBND", "Số: 12/KH-UBND", id="before a symbol"),
        pytest.param("các chỉ bộ, đảng bộ", "các chi bộ, đảng bộ", id="a pair that makes no sense"),
        pytest.param("chỉ bộ phận một cửa", "chỉ bộ phận một cửa", id="a pair that makes sense"),
        pytest.param("xung kích trong'02 ngày", "xung kích trong 02 ngày", id="an apostrophe"),
        pytest.param("xã Ea H'leo, Cư M'gar", "xã Ea H'leo, Cư M'gar", id="names with an apostrophe"),
        pytest.param("- Chủ trì,-phối hợp với", "- Chủ trì, phối hợp với", id="a speck after a comma"),
        pytest.param("xong trước ngày.20 tháng 11", "xong trước ngày 20 tháng 11", id="a speck before a figure"),
        pytest.param("2.:Giao các thôn", "2. Giao các thôn", id="a speck after a number"),
        pytest.param("thành.lập tổ thủy lợi", "thành lập tổ thủy lợi", id="a speck for a space"),
        pytest.param("các thôn tổ - chức ra quân", "các thôn tổ chức ra quân", id="a hyphen alone"),
        pytest.param("phát triển kinh tế - xã hội", "phát triển kinh tế - xã hội", id="a hyphen that is printed"),
        pytest.param("Nghị quyết ` số 12-NQ/HU", "Nghị quyết số 12-NQ/HU", id="a speck alone"),
        pytest.param("nội dung: các thôn ra quân", "nội dung: các thôn ra quân", id="a colon"),
        pytest.param("cán bộ; công chức cấp xã", "cán bộ; công chức cấp xã", id="a semicolon"),
        pytest.param("từ ngày. 20 tháng 11", "từ ngày 20 tháng 11", id="a stop before a day"),
        pytest.param("Công chứccấp xã", "Công chức cấp xã", id="words that ran together"),
        pytest.param("đường Tr. dài 2 km", "đường Tr. dài 2 km", id="an abbreviation"),
    ],
)
def test_signs(read: str, printed: str) -> None:
    assert recognised(read, confidence=0.9).text == printed


SYLLABLES = st.sampled_from(
    ["tố", "chức", "tổ", "họp", "phốihợp", "ho", "ạch", "kế", "girơng", "ƯBND", "l5/4/2021", "Đông", "Phú", "xã",
     "thành.", "lập", "tin#", "25người", "dược", "giao", "các", "-", "I.", "X\u0301a", "hoà", "|", "“tố", "chửc”,"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.lists(SYLLABLES, min_size=1, max_size=14).map(" ".join), min_size=1, max_size=5), st.booleans())
def test_offsets_map_both_ways_through_every_change(lines: list[str], is_scan: bool) -> None:
    document = recognised(*lines, confidence=0.5) if is_scan else foreign("\n".join(lines))
    offsets = list(document.raw_offsets)
    assert len(offsets) == len(document.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] <= len(document.raw)
    for change in document.changes:
        assert document.text[change.start : change.end] == change.after
        assert change.before != change.after
        evidence = document.evidence(change.start, change.end)
        assert evidence.raw in document.raw
    spans = [(change.start, change.end) for change in document.changes]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_the_same_text_gives_the_same_corrections() -> None:
    lines = ["Giao ƯBND xã tố chức thực hiện phối họp với các trường.", "Nêu girơng người tốt."]
    first, second = recognised(*lines), recognised(*lines)
    assert first.changes == second.changes
    assert first.text == second.text


def test_the_record_holds_the_changes_and_lists_what_is_doubtful(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "KẾ HOẠCH\nGiao ƯBND xã tố chức ra quân trước ngày 31/4/2021.\nCác trường phối họp với thôn.\n", "utf-8"
    )
    record = process_file(path)
    assert [(change.before, change.after) for change in record.changes] == [
        ("ƯBND", "UBND"),
        ("tố", "tổ"),
        ("họp", "hợp"),
    ]
    for change in record.changes:
        assert record.text[change.evidence.start : change.evidence.end] == change.after
        assert change.evidence.raw == change.before
    [issue] = [issue for issue in record.quality.issues if issue.code == "doubtful_number"]
    assert issue.evidence is not None
    assert issue.evidence.text == "31/4/2021"
    assert "21/4/2021" in issue.message


def test_the_threshold_is_what_holds_on_plans_that_nothing_was_learned_from() -> None:
    def reading(gains: list[float], right: Sequence[bool | None]) -> CheckedReading:
        hypotheses = [
            Hypothesis(4 * place, 4 * place, "tổ", ("tổ",), (9,), 2.0, ChangeKind.SYLLABLE)
            for place in range(len(gains))
        ]
        return CheckedReading(hypotheses, np.array([[1.0, gain] for gain in gains]), list(right))

    clear = reading([4.0] * 60 + [-4.0] * 60, [True] * 60 + [False] * 60)
    threshold, shares = find_threshold({"a": [clear], "b": [clear]})
    assert threshold == 0.5
    assert shares[threshold] == (120, 1.0)
    doubtful = reading([4.0] * 60 + [1.0] * 60, [True] * 60 + [True, False] * 30)
    threshold, shares = find_threshold({"a": [clear, doubtful], "b": [clear, doubtful]})
    assert threshold > 0.5
    assert shares[threshold][1] >= 0.99
    slips = reading([4.0] * 60, [None] * 60)
    assert find_threshold({"a": [clear], "b": [clear, slips]})[1][0.5] == (120, 1.0)


def test_weights_are_learned_from_right_and_wrong_choices() -> None:
    rows = np.array([[1.0, 4.0], [1.0, -4.0]] * 50)
    places = np.repeat(np.arange(50), 2)
    right = np.array([True, False] * 50)
    bias, gain = fit_weights(Choices(rows, places, right)).tolist()
    assert bias + 4 * gain > 2
    assert bias - 4 * gain < -2
