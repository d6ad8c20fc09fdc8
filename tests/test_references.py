"""Cited documents: their numbers through damage and spelling, their parts, and one entry a document."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.record import Reference
from pipeline.extract.references import find_citations, find_references
from pipeline.extract.references.citation_tail import read_date, read_issuer
from pipeline.extract.references.lexicon import document_lexicon
from pipeline.extract.references.symbols import canonical_code, find_symbols, symbol_key
from pipeline.folding import fold
from tests.small_plans import rows, small_plan


def _references(*paragraphs: str, letterhead: str = "") -> tuple[Reference, ...]:
    return find_references(*small_plan(*paragraphs, letterhead=letterhead))


def _parts(reference: Reference, names: Any) -> dict[str, Any]:
    values = {name: getattr(reference, name) for name in names}
    if "issued" in values:
        values["issued"] = reference.issued.edtf if reference.issued else None
    return values


@pytest.mark.parametrize("row", rows("references.jsonl"), ids=lambda row: str(row["why"]))
def test_a_citation_gives_its_documents(row: dict[str, Any]) -> None:
    found = _references(row["text"])
    wanted = row["references"]
    assert [_parts(reference, want) for reference, want in zip(found, wanted, strict=False)] == wanted
    assert len(found) == len(wanted)


@pytest.mark.parametrize("row", rows("references_negative.jsonl"), ids=lambda row: str(row["why"]))
def test_nothing_is_cited(row: dict[str, Any]) -> None:
    assert [reference.evidence.text for reference in _references(row["text"])] == []


def test_the_phrase_corpora_are_large() -> None:
    assert len(rows("references.jsonl")) >= 120
    assert len(rows("references_negative.jsonl")) >= 40


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Chỉ thị số 11-CT/TU ngày 02/3/2018 của Tỉnh ủy về tăng cường quản lý rừng; các đơn vị thực hiện.",
            "về tăng cường quản lý rừng",
        ),
        ("Chỉ thị số 11-CT/TU của Tỉnh ủy “về tăng cường quản lý rừng”, các xã", "về tăng cường quản lý rừng"),
        ("Chỉ thị số 11-CT/TU của Tỉnh ủy về “Tăng cường quản lý rừng”.", "Tăng cường quản lý rừng"),
        ("Nghị định số 11/2018/NĐ-CP của Chính phủ quy định chi tiết việc thu phí.", "quy định chi tiết việc thu phí"),
        (
            "Kế hoạch số 11/KH-UBND của UBND tỉnh V/v tổng điều tra dân số, UBND huyện xây dựng kế hoạch như sau:",
            "V/v tổng điều tra dân số",
        ),
        (
            "Kế hoạch số 11/KH-UBND về chuyển đổi số và Công văn số 12/SNV-CCHC về cải cách.",
            "về chuyển đổi số",
        ),
        ("Nghị quyết số 11-NQ/TU về đất đai. sông ngòi và rừng", "về đất đai. sông ngòi và rừng"),
        ("Kế hoạch số 11/KH-UBND ngày 02/3/2018 của UBND tỉnh.", None),
        ("thực hiện Luật Bảo vệ môi trường trên địa bàn", "Luật Bảo vệ môi trường"),
        ("LUẬT THI ĐUA, KHEN THƯỞNG", "Luật Thi đua, Khen thưởng"),
    ],
    ids=["to the semicolon", "quoted with về", "quoted", "verb", "next subject", "next citation", "misread comma",
         "no title", "law", "law in capitals"],
)  # fmt: skip
def test_title(text: str, title: str | None) -> None:
    assert find_citations(text)[0].title == title


def test_mentions_end_before_the_title_and_hold_the_date() -> None:
    text = "Thực hiện Kế hoạch số 19/KH-UBND ngày 08/01/2020 của UBND tỉnh về chuyển đổi số đến năm 2025."
    (reference,) = _references(text)
    assert reference.mentions[0].text == "Kế hoạch số 19/KH-UBND ngày 08/01/2020 của UBND tỉnh"
    assert reference.evidence.text == f"{reference.mentions[0].text} về chuyển đổi số đến năm 2025"


def test_every_citation_is_a_mention_of_one_entry() -> None:
    found = _references(
        "Căn cứ Nghị quyết số 08-NQ/HU của Huyện ủy;",
        "Thực hiện Nghị quyết số 08-NQ/HU ngày 14/6/2021 của Huyện ủy về du lịch;",
        "Tổ chức học tập Nghị quyết 08-NQ/HU và Nghị quyết số 08/NQ-HU.",
    )
    assert len(found) == 1
    assert len(found[0].mentions) == 4
    assert found[0].evidence.text.startswith("Nghị quyết số 08-NQ/HU ngày 14/6/2021")
    assert (found[0].symbol, found[0].title) == ("NQ/HU", "về du lịch")


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("Quyết định số 1050/QĐ-SCT ngày 06/3/2025", "Quyết định số 1050/QĐ-SCTT ngày 06/3/2025", 1),
        ("Quyết định số 1050/QĐ-SCT ngày 06/3/2025", "Quyết định số 1050/QĐ-SCT ngày 06/3/2026", 1),
        ("Quyết định số 1050/QĐ-SCT ngày 06/3/2025", "Quyết định số 1050/QĐ-SNV ngày 06/3/2025", 2),
        ("Quyết định số 1050/QĐ-SCT ngày 06/3/2025", "Quyết định số 1050/QĐ-SCT ngày 11/8/2024", 2),
        ("Luật Tố tụng hành chính", "Luật Tế tụng hành chính", 1),
        ("Luật Tố tụng hành chính", "Luật Tố tụng dân sự", 2),
        ("Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII", "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVIII", 2),
        ("Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII", "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVH", 1),
        ("Luật Đất đai năm 2013", "Luật Đất đai năm 2024", 2),
    ],
    ids=["misread symbol", "slip of the year", "other organ", "other year", "misread law", "other law",
         "other congress", "misread numeral", "other law of the name"],
)  # fmt: skip
def test_misread_spellings_are_one_document(first: str, second: str, count: int) -> None:
    assert len(_references(f"Căn cứ {first};", f"Căn cứ {second};")) == count


def test_the_plan_itself_is_no_reference() -> None:
    letterhead = "Số: 61/KH-UBND"
    assert _references("(Kèm theo Kế hoạch số 61/KH-UBND của UBND xã)", letterhead=letterhead) == ()
    assert _references("(Kèm theo Kế hoạch số /KH-UBND ngày 12/5/2020 của UBND xã)") == ()
    (other,) = _references("theo Kế hoạch số 62/KH-UBND của UBND huyện", letterhead=letterhead)
    assert other.number == "62"


@pytest.mark.parametrize(
    ("text", "number", "symbol"),
    [
        ("34-CT/TW", "34", "CT/TW"),
        ("34/CT-TW", "34", "CT-TW"),
        ("34 -CT/ TW", "34", "CT/TW"),
        ("30/2020/NĐ-CP", "30", "2020/NĐ-CP"),
        ("19-2017/NQ-CP", "19", "2017/NQ-CP"),
        ("24/2016/QH14", "24", "2016/QH14"),
        ("15155/QLD-VP", "15155", "QLD-VP"),
        ("12/KH-ƯBND", "12", "KH-UBND"),
        ("200-KH/TƯ", "200", "KH/TU"),
        ("12/KH-UBNĐ", "12", "KH-UBND"),
        ("số /KH-UBND", None, "KH-UBND"),
        ("12/KH-UBND - Về việc", "12", "KH-UBND"),
    ],
)
def test_symbol(text: str, number: str | None, symbol: str) -> None:
    (found,) = find_symbols(text)
    assert (found.number, found.symbol) == (number, symbol)


@pytest.mark.parametrize("text", ["05/9/2022", "120 triệu đồng/năm", "2021-2025", "8h00-10h00", "A/KH", "1/2 ngày"])
def test_no_symbol(text: str) -> None:
    assert list(find_symbols(text)) == []


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        (" ngày 07/4/2014", "2014-04-07"),
        (", ngày 07 tháng 4 năm 2014", "2014-04-07"),
        (" ngày ngày 7.4.2014", "2014-04-07"),
        (" (07/4/2014)", "2014-04-07"),
        (" ngày 07/1 1/2014", "2014-11-07"),
        (" ngày    tháng 4 năm 2014", "2014-04-XX"),
        (" ngày 31/4/2014", "2014-04-XX"),
        (" tháng 4/2014", "2014-04"),
        (" năm 2014", "2014"),
        (" năm 2014-2015", None),
        (" ngày 07/14/2014", None),
        (" của Chính phủ", None),
    ],
)
def test_date_of_issue(text: str, edtf: str | None) -> None:
    value, end = read_date(text, 0)
    assert (value.edtf if value else None) == edtf
    assert (end > 0) == (edtf is not None)


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (" của Bộ Chính trị khóa XII về văn hóa", "Bộ Chính trị khóa XII"),
        (" của UBND tỉnh Lào Cai ban hành quy định", "Ủy ban nhân dân tỉnh Lào Cai"),
        (" của Ban tổ chức hội thi xã Vân Du", "Ban tổ chức hội thi xã Vân Du"),
        (" của Ban Chỉ đạo các ngày lễ lớn, sự kiện trọng đại huyện về năm 2020",
         "Ban Chỉ đạo các ngày lễ lớn, sự kiện trọng đại huyện"),
        (" của Sở Kế hoạch và Đầu tư, Sở Tài chính", "Sở Kế hoạch và Đầu tư"),
        (" Thủ tướng Chính phủ phê duyệt", "Thủ tướng Chính phủ"),
        (" của huyện", None),
        (" về việc tuyển dụng", None),
    ],
)  # fmt: skip
def test_issuer(text: str, issuer: str | None) -> None:
    assert read_issuer(text, 0)[0] == issuer


@given(
    number=st.integers(1, 99_999),
    code=st.sampled_from(["KH", "QĐ", "CT", "NQ", "HD", "TB", "CTr"]),
    organ=st.sampled_from(["UBND", "HĐND", "SNV", "TU", "HU", "BCĐ"]),
    is_party=st.booleans(),
    day=st.integers(1, 28),
    month=st.integers(1, 12),
    year=st.integers(1998, 2026),
)
def test_a_planted_citation_is_found_whole(
    number: int, code: str, organ: str, is_party: bool, day: int, month: int, year: int
) -> None:
    first, second = ("-", "/") if is_party else ("/", "-")
    kind = document_lexicon().type_of_code[fold(code)].name
    planted = f"{kind} số {number:02}{first}{code}{second}{organ} ngày {day:02}/{month}/{year}"
    (citation,) = find_citations(f"Các đơn vị thực hiện {planted}; báo cáo kết quả.")
    assert (citation.number, citation.symbol) == (f"{number:02}", f"{code}{second}{organ}")
    assert citation.issued is not None
    assert citation.issued.edtf == f"{year}-{month:02}-{day:02}"


@given(st.text(alphabet="Kế hoạch số 0123456789/-–.,;:()“”ngày\n UBNDQĐTW", max_size=120))
def test_spans_lie_inside_any_text(text: str) -> None:
    for citation in find_citations(text):
        assert 0 <= citation.start < citation.core_end <= citation.end <= len(text)


def test_codes_are_canonical_and_keys_ignore_separators() -> None:
    lexicon = document_lexicon()
    assert all(canonical_code(code) == code for codes in lexicon.codes.values() for code in codes)
    assert symbol_key("CT/TW") == symbol_key("CT-TW")
    assert symbol_key(None) == ""


def test_every_type_is_found_by_its_printed_forms() -> None:
    lexicon = document_lexicon()
    for form, document_type in lexicon.types.items():
        assert re.fullmatch(lexicon.type_pattern, form)
        assert document_type.system in ("state", "party", "both")
