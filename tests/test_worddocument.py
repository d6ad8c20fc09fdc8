import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from models.errors import DamagedSourceError
from models.page import Line, Region
from models.record import TextOrigin
from pipeline.textfiles.worddocument import read_word_document


def _lines(document: Any, folder: Path) -> tuple[Line, ...]:
    path = folder / "a.docx"
    document.save(str(path))
    page = read_word_document(path)
    assert (page.number, page.text_origin) == (1, TextOrigin.PLAIN_TEXT)
    return page.lines


def _add_list(document: Any, levels: list[tuple[str, str]], number: int = 50, *, start: int | None = None) -> None:
    """Define list `number` with a (form, text) for each level."""
    root = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""
    if levels:
        root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="900">{inner}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="900"/>{override}</w:num>'))


def _item(document: Any, text: str, level: int, number: int = 50) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def test_paragraphs_with_their_looks(tmp_path: Path) -> None:
    document = docx.Document()
    title = document.add_paragraph()
    title.add_run("KẾ HOẠCH").bold = True
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("")
    mixed = document.add_paragraph("Chủ trì: ")
    mixed.add_run("Phòng Nội vụ").bold = True
    document.add_heading("I. MỤC ĐÍCH", 1)
    document.sections[0].header.paragraphs[0].text = "đầu trang"
    lines = _lines(document, tmp_path)
    assert [line.text for line in lines] == ["KẾ HOẠCH", "Chủ trì: Phòng Nội vụ", "I. MỤC ĐÍCH"]
    assert [line.is_bold for line in lines] == [True, False, True]
    assert [line.is_centred for line in lines] == [True, False, False]
    assert all(line.starts_paragraph for line in lines)


def test_a_break_is_a_line_of_the_same_paragraph(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Về việc\nphát động")
    assert [(line.text, line.starts_paragraph) for line in _lines(document, tmp_path)] == [
        ("Về việc", True),
        ("phát động", False),
    ]


def test_list_numbers_are_printed(tmp_path: Path) -> None:
    document = docx.Document()
    _add_list(document, [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)")])
    for text, level in [
        ("Mục đích", 0), ("Một", 1), ("Hai", 1), ("Hai một", 2), ("Hai hai", 2), ("chữ", 3), ("chữ", 3), ("Ba", 1),
        ("Ba một", 2), ("Nội dung", 0), ("Một", 1),
    ]:  # fmt: skip
        _item(document, text, level)
    assert [line.text for line in _lines(document, tmp_path)] == [
        "I. Mục đích", "1. Một", "2. Hai", "2.1. Hai một", "2.2. Hai hai", "a) chữ", "b) chữ", "3. Ba",
        "3.1. Ba một", "II. Nội dung", "1. Một",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "text", "labels"),
    [
        ("lowerRoman", "%1)", ["i)", "ii)", "iii)", "iv)"]),
        ("upperLetter", "%1.", ["A.", "B.", "C.", "D."]),
        ("decimalZero", "%1.", ["01.", "02.", "03.", "04."]),
        ("decimal", "Điều %1.", ["Điều 1.", "Điều 2.", "Điều 3.", "Điều 4."]),
        ("bullet", "-", ["-"] * 4),
        ("bullet", "\uf0b7", ["•"] * 4),
        ("bullet", "\uf02d", ["-"] * 4),
        ("none", "", [""] * 4),
    ],
)
def test_forms_of_numbers(tmp_path: Path, form: str, text: str, labels: list[str]) -> None:
    document = docx.Document()
    _add_list(document, [(form, text)])
    for _ in labels:
        _item(document, "việc", 0)
    assert [line.text for line in _lines(document, tmp_path)] == [f"{label} việc".strip() for label in labels]


def test_a_list_that_begins_anew_and_one_that_goes_on(tmp_path: Path) -> None:
    document = docx.Document()
    _add_list(document, [("decimal", "%1.")])
    _add_list(document, [], 51, start=1)
    _add_list(document, [], 52)
    for number in (50, 50, 51, 51, 52):
        _item(document, "việc", 0, number)
    assert [line.text[:2] for line in _lines(document, tmp_path)] == ["1.", "2.", "1.", "2.", "3."]


def test_numbers_from_a_style(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("một", style="List Number")
    document.add_paragraph("hai", style="List Number")
    document.add_paragraph("gạch", style="List Bullet")
    assert [line.text for line in _lines(document, tmp_path)] == ["1. một", "2. hai", "• gạch"]


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_is_there(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Kế hoạch ")
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>mới</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>cũ</w:delText></w:r></w:del>"))
    paragraph._p.append(
        parse_xml(f'<w:hyperlink {nsdecls("w")}><w:r><w:t xml:space="preserve"> liên kết</w:t></w:r></w:hyperlink>')
    )
    paragraph.add_run("ẩn").font.hidden = True
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>KH</w:t><w:noBreakHyphen/><w:t>UBND</w:t><w:tab/></w:r>"))
    assert [line.text for line in _lines(document, tmp_path)] == ["Kế hoạch mới liên kếtKH-UBND\t"]


def _fill(table: Any, rows: list[list[str]]) -> None:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def test_letterhead_and_closing_block_come_column_by_column(tmp_path: Path) -> None:
    document = docx.Document()
    _fill(
        document.add_table(2, 2),
        [
            ["ỦY BAN NHÂN DÂN\nHUYỆN AN BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"],
            ["Số: 12/KH-UBND", "An Bình, ngày 05 tháng 3 năm 2021"],
        ],
    )
    document.add_paragraph("KẾ HOẠCH")
    _fill(
        document.add_table(1, 2),
        [["Nơi nhận:\n- Các phòng, ban;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nVũ Hà"]],
    )
    lines = _lines(document, tmp_path)
    assert [(line.region, line.text) for line in lines] == [
        (Region.LETTERHEAD, "ỦY BAN NHÂN DÂN"),
        (Region.LETTERHEAD, "HUYỆN AN BÌNH"),
        (Region.LETTERHEAD, "Số: 12/KH-UBND"),
        (Region.LETTERHEAD, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (Region.LETTERHEAD, "Độc lập - Tự do - Hạnh phúc"),
        (Region.LETTERHEAD, "An Bình, ngày 05 tháng 3 năm 2021"),
        (Region.BODY, "KẾ HOẠCH"),
        (Region.RECIPIENTS, "Nơi nhận:"),
        (Region.RECIPIENTS, "- Các phòng, ban;"),
        (Region.RECIPIENTS, "- Lưu: VT."),
        (Region.SIGNATURE, "TM. ỦY BAN NHÂN DÂN"),
        (Region.SIGNATURE, "CHỦ TỊCH"),
        (Region.SIGNATURE, "Vũ Hà"),
    ]
    assert all(line.table is None for line in lines)


def test_tables_in_order_with_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Trước")
    table = document.add_table(3, 3)
    _fill(table, [["Việc", "Sáng", "Chiều"], ["Trồng cây", "A", "B"], ["", "C", ""]])
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 1).merge(table.cell(2, 2))
    document.add_paragraph("Sau")
    lines = _lines(document, tmp_path)
    assert [(line.table, line.row, line.column, line.text) for line in lines] == [
        (None, None, None, "Trước"),
        (0, 0, 0, "Việc"),
        (0, 0, 1, "Sáng"),
        (0, 0, 2, "Chiều"),
        (0, 1, 0, "Trồng cây"),
        (0, 1, 1, "A"),
        (0, 1, 2, "B"),
        (0, 2, 0, ""),
        (0, 2, 1, "C"),
        (None, None, None, "Sau"),
    ]


def test_a_table_in_a_cell_belongs_to_the_cell(tmp_path: Path) -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).add_table(1, 2).cell(0, 1).text = "trong"
    outer.cell(0, 1).text = "ngoài"
    filled = [line for line in _lines(document, tmp_path) if line.text]
    assert [(line.text, line.row, line.column) for line in filled] == [("trong", 0, 0), ("ngoài", 0, 1)]


def test_text_in_old_fonts_is_put_into_unicode(tmp_path: Path) -> None:
    document = docx.Document()
    for text, font in [
        ("uû ban nh©n d©n huyÖn", ".VnTimeH"),
        ("X©y dùng kÕ ho¹ch tæ chøc thùc hiÖn phong trµo thi ®ua yªu n­íc", ".VnTime"),
        ("Tổ chức thực hiện", "Times New Roman"),
    ]:
        document.add_paragraph().add_run(text).font.name = font
    assert [line.text for line in _lines(document, tmp_path)] == [
        "UỶ BAN NHÂN DÂN HUYỆN",
        "Xây dựng kế hoạch tổ chức thực hiện phong trào thi đua yêu nước",
        "Tổ chức thực hiện",
    ]


def test_an_old_font_name_alone_changes_nothing(tmp_path: Path) -> None:
    document = docx.Document()
    text = "Các cân đối lớn của kế hoạch được bảo đảm; ôn lại truyền thống"
    document.add_paragraph().add_run(text).font.name = ".VnTime"
    assert _lines(document, tmp_path)[0].text == text


@pytest.mark.parametrize(
    "part",
    [
        pytest.param({"word/document.xml": b"<w:document"}, id="broken XML"),
        pytest.param({}, id="nothing but the name"),
    ],
)
def test_broken_files(tmp_path: Path, part: dict[str, bytes]) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as whole, zipfile.ZipFile(path, "w") as package:
        for name in whole.namelist():
            if part:
                package.writestr(name, part.get(name, whole.read(name)))
        if not part:
            package.writestr("word/document.xml", b"")
    with pytest.raises(DamagedSourceError, match="Word"):
        read_word_document(path)
