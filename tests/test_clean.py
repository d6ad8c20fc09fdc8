"""Lines become clean paragraphs that map back to every character of their source."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import Document
from models.page import Line, Page, Region, Word
from models.record import TextOrigin
from pipeline.clean import build_document


def plain(text: str) -> Document:
    lines = tuple(Line(line) for line in text.split("\n"))
    return build_document([Page(1, 0, 0, lines, TextOrigin.PLAIN_TEXT)])


def paragraphs(document: Document) -> list[str]:
    return document.text.split("\n") if document.text else []


@given(st.lists(st.text(alphabet="abcđẢ ạẻ.,;-I1) \u0301", max_size=60), max_size=12))
def test_document_maps_back_to_raw(lines: list[str]) -> None:
    document = plain("\n".join(lines))
    assert list(document.raw_offsets) == sorted(document.raw_offsets)
    for paragraph in document.paragraphs:
        evidence = document.evidence(paragraph.start, paragraph.end)
        assert document.text[evidence.start : evidence.end] == evidence.text
        assert "\n" not in evidence.text
        assert evidence.text == evidence.text.strip()
        assert evidence.raw in document.raw


@given(st.lists(st.text(alphabet='abcđẢ ạẻ-–"“”,;1\u0301\u00ad\t', max_size=40), max_size=8))
def test_offsets_map_both_ways(lines: list[str]) -> None:
    document = plain("\n".join(lines))
    for offset, raw_offset in enumerate(document.raw_offsets[:-1]):
        back = document.text_at(raw_offset)
        assert document.raw_offsets[back] == raw_offset
        assert back <= offset
    for raw_offset in range(len(document.raw)):
        assert document.raw_offsets[document.text_at(raw_offset)] >= raw_offset


_READ = ["tổ", "tố", "chức", "ch", "ức", "phối", "họp", "ƯBND", "Uỷ", "l2/3", "-", "~", "“xã”", "hi-", "ện", "."]
_SCANNED_LINE = st.builds(
    lambda text, region, cell, starts: Line(
        text,
        tuple(Word(word, 10.0 * n, 9, 10.0 * n + 8, 20, 0.5) for n, word in enumerate(text.split())),
        region=Region.TABLE if cell else region,
        starts_paragraph=starts,
        table=0 if cell else None,
        row=cell[0] if cell else None,
        column=cell[1] if cell else None,
    ),
    st.lists(st.sampled_from(_READ), max_size=6).map(" ".join),
    st.sampled_from([Region.BODY, Region.LETTERHEAD, Region.FURNITURE]),
    st.none() | st.tuples(st.integers(0, 2), st.integers(0, 2)),
    st.sampled_from([None, True, False]),
)


@given(st.lists(st.lists(_SCANNED_LINE, max_size=6), max_size=3))
def test_scanned_words_are_found_again_whatever_was_done_to_them(pages: list[list[Line]]) -> None:
    made = [Page(number, 595, 842, tuple(lines), TextOrigin.OCR) for number, lines in enumerate(pages, start=1)]
    document = build_document(made)
    assert list(document.raw_offsets) == sorted(document.raw_offsets)
    assert [document.raw[word.start : word.end] for word in document.words] == document.raw.split()
    for offset, raw_offset in enumerate(document.raw_offsets[:-1]):
        assert document.raw_offsets[document.text_at(raw_offset)] == raw_offset
        if document.text[offset].isalnum():
            assert document.words_of(offset, offset + 1)
    for paragraph in document.paragraphs:
        for start, end in paragraph.cells:
            assert paragraph.start <= start <= end <= paragraph.end
    for change in document.changes:
        assert document.text[change.start : change.end] == change.after
        assert change.before != change.after


def test_evidence_keeps_the_letters_of_the_source() -> None:
    document = plain(unicodedata.normalize("NFD", "Uỷ ban nhân dân xã Đại Hoà"))
    start = document.text.index("Hòa")
    evidence = document.evidence(start, start + 3)
    assert evidence.text == "Hòa"
    assert evidence.raw == unicodedata.normalize("NFD", "Hoà")


WRAPPED = """Căn cứ Nghị quyết của Hội đồng nhân dân xã về nhiệm vụ năm 2022, để các thôn
kịp thời hoàn thành việc nạo vét kênh mương trước mùa mưa, Ủy ban nhân dân xã ban
hành Kế hoạch với những nội dung sau đây:
I. MỤC ĐÍCH, YÊU CẦU
1. Bảo đảm nguồn nước tưới cho toàn bộ diện tích lúa hè thu, hạn chế thấp nhất các
thiệt hại do ngập úng gây ra cho nhân dân.
2. Huy động sức dân đúng quy định, công khai, dân chủ, không gây phiền hà trong khi

tổ chức thực hiện ở các thôn.
- Mỗi thôn có một tổ thủy lợi tự quản.
II. THỜI GIAN
Từ ngày 05/4/2022 đến ngày 20/4/2022."""


def test_wrapped_lines_become_paragraphs() -> None:
    texts = paragraphs(plain(WRAPPED))
    assert [text.split()[0] for text in texts] == ["Căn", "I.", "1.", "2.", "-", "II.", "Từ"]
    assert texts[3].endswith("trong khi tổ chức thực hiện ở các thôn.")


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        pytest.param(
            ["2. Phát triển hạ tầng số", "100% cơ quan có mạng nội bộ tốc độ cao."], 2, id="a complete heading"
        ),
        pytest.param(
            ["Thực hiện nghiêm túc các nội dung của Kế hoạch số", "45/KH-UBND của tỉnh."], 1, id="a torn number"
        ),
        pytest.param(["Các thôn hoàn thành việc đăng ký chậm nhất vào ngày", "15/4/2022."], 1, id="a torn date"),
    ],
)
def test_lines_that_end_where_a_number_could_follow(lines: list[str], count: int) -> None:
    assert len(paragraphs(plain("\n".join(lines)))) == count


def test_type_line_stands_alone_before_a_title_in_small_letters() -> None:
    assert paragraphs(plain("KẾ HOẠCH\nvề việc nạo vét kênh mương"))[0] == "KẾ HOẠCH"


def test_unclosed_bracket_never_swallows_the_rest() -> None:
    lines = ["Giao Phòng Nội vụ (cơ quan"] + [f"Thôn {number} làm tốt việc được giao." for number in range(1, 9)]
    assert len(paragraphs(plain("\n\n".join(lines)))) > 3


def test_layout_decides_paragraphs_where_it_shows_them() -> None:
    lines = (
        Line("Các thôn tổ chức ra quân.", starts_paragraph=True),
        Line("Hoàn thành trong tháng 4.", starts_paragraph=False),
        Line("Các trường học tham gia.", starts_paragraph=True),
    )
    document = build_document([Page(1, 595, 842, lines, TextOrigin.OCR)])
    assert paragraphs(document) == ["Các thôn tổ chức ra quân. Hoàn thành trong tháng 4.", "Các trường học tham gia."]


def test_table_rows_keep_their_cells_in_order() -> None:
    cells = [(0, 0, "STT"), (0, 1, "Nội dung"), (1, 1, "Ra quân nạo vét"), (1, 0, "1"), (1, 1, "kênh chính")]
    lines = tuple(Line(text, region=Region.TABLE, table=0, row=row, column=column) for row, column, text in cells)
    document = build_document([Page(1, 595, 842, lines, TextOrigin.OCR)])
    assert paragraphs(document) == ["STT | Nội dung", "1 | Ra quân nạo vét kênh chính"]
    row = document.paragraphs[1]
    assert [document.text[start:end] for start, end in row.cells] == ["1", "Ra quân nạo vét kênh chính"]


def test_rows_of_tables_on_two_pages_are_two_rows() -> None:
    def page(number: int, column: int, text: str) -> Page:
        return Page(number, 595, 842, (Line(text, table=0, row=0, column=column),), TextOrigin.OCR)

    assert paragraphs(build_document([page(1, 1, "Ra quân"), page(2, 0, "Trồng cây")])) == ["Ra quân", "Trồng cây"]


def test_furniture_and_stamps_are_in_raw_but_not_in_text() -> None:
    lines = (
        Line("2", region=Region.FURNITURE),
        Line("Các thôn tổ chức ra quân."),
        Line("ĐẾN Số: 12", region=Region.STAMP),
    )
    document = build_document([Page(1, 595, 842, lines, TextOrigin.OCR)])
    assert document.text == "Các thôn tổ chức ra quân."
    assert "ĐẾN Số: 12" in document.raw


def test_sentence_goes_on_over_a_page_break_and_knows_both_pages() -> None:
    def page(number: int, text: str) -> Page:
        words = tuple(Word(word, 70 + 40 * k, 90, 100 + 40 * k, 102, 0.9) for k, word in enumerate(text.split()))
        return Page(number, 595, 842, (Line(text, words),), TextOrigin.OCR)

    document = build_document(
        [page(1, "Các thôn báo cáo kết quả về Ủy ban"), page(2, "nhân dân xã trước ngày 30/4/2022.")]
    )
    assert paragraphs(document) == ["Các thôn báo cáo kết quả về Ủy ban nhân dân xã trước ngày 30/4/2022."]
    start = document.text.index("Ủy ban")
    evidence = document.evidence(start, start + len("Ủy ban nhân dân xã"))
    assert [box.page for box in evidence.boxes] == [1, 2]
    assert document.page_at(document.text.index("trước")) == 2
    assert evidence.ocr_confidence == pytest.approx(0.9)


def test_empty_pages_make_an_empty_document() -> None:
    document = build_document([Page(1, 595, 842, (), TextOrigin.OCR)])
    assert document.text == ""
    assert document.paragraphs == ()


@pytest.mark.parametrize("first", ["Đề nghị Huyện đoàn", "Ủy ban nhân dân xã", "Ấp Bình An", "Ổn định chỗ học"])
def test_numbered_lines_that_begin_with_a_marked_capital_stand_alone(first: str) -> None:
    lines = ["4. Phòng Nội vụ", "Tham mưu tổ chức thực hiện, tổng hợp báo cáo và", f"5. {first}"]
    assert paragraphs(plain("\n".join(lines)))[-1] == f"5. {first}"
