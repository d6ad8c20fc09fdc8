"""One file through the whole pipeline, and what a person is told to look at."""

from pathlib import Path

import pytest

import pipeline
from models.errors import DamagedSourceError, EmptySourceError, SourceNotFoundError
from models.page import Line, Page, Word
from models.record import PlanRecord, Severity, TextOrigin
from models.settings import Settings
from models.source import SourceFiles
from pipeline.ingest import open_source
from pipeline.run import finish_record, open_document, process_file, read_page
from tests.real import real_file

PLAN = """ỦY BAN NHÂN DÂN
XÃ ĐẠI HÒA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND
Đại Hòa, ngày 05 tháng 4 năm 2022
KẾ HOẠCH
Nạo vét kênh mương nội đồng năm 2022
Căn cứ Quyết định số 17/QĐ-UBND ngày 05/01/2022 của Ủy ban nhân dân huyện về giao chỉ tiêu thủy lợi;
I. MỤC ĐÍCH
Bảo đảm nước tưới vụ hè thu.
II. TỔ CHỨC THỰC HIỆN
1. Công an xã bảo đảm an ninh trật tự tại các điểm ra quân.
2. Các thôn huy động ít nhất 40 ngày công, báo cáo kết quả về Ủy ban nhân dân xã trước ngày 30/4/2022.
Trên đây là Kế hoạch nạo vét kênh mương nội đồng năm 2022./.
Nơi nhận:
- Các thôn;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Hà Văn Bảy
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    return path


def codes(record: PlanRecord) -> list[str]:
    return [issue.code for issue in record.quality.issues]


def recognised(text: str, confidence: float = 0.95) -> Page:
    lines = []
    for row, line in enumerate(text.split("\n")):
        words = (
            Word(word, 70 + 30 * k, 60 + 14 * row, 96 + 30 * k, 72 + 14 * row, confidence)
            for k, word in enumerate(line.split())
        )
        lines.append(Line(line, tuple(words), starts_paragraph=True))
    return Page(1, 595, 842, tuple(lines), TextOrigin.OCR, dpi=300, ocr_confidence=confidence)


def test_a_plan_becomes_a_record(plan: Path) -> None:
    record = process_file(plan)
    header = record.header
    assert header.issuer
    assert header.issuer.value == "Ủy ban nhân dân xã Đại Hòa"
    assert header.number
    assert header.number.value == "12"
    assert header.issued
    assert header.issued.value.edtf == "2022-04-05"
    assert [(d.due.edtf, d.responsible, d.report_to) for d in record.deadlines] == [
        ("2022-04-30", ("Các thôn",), ("Ủy ban nhân dân xã",))
    ]
    assert record.signature
    assert record.signature.name == "Hà Văn Bảy"
    assert record.quality.score == 1.0


def test_the_same_file_gives_the_same_bytes(plan: Path) -> None:
    assert process_file(plan).model_dump_json() == process_file(plan).model_dump_json()


def test_every_evidence_holds_its_text(plan: Path) -> None:
    record = process_file(plan)
    stack: list[object] = [value for key, value in record.model_dump().items() if key != "source"]
    seen = 0
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if {"start", "end", "text", "raw"} <= value.keys():
                assert record.text[value["start"] : value["end"]] == value["text"]
                seen += 1
            stack += value.values()
        elif isinstance(value, (list, tuple)):
            stack += value
    assert seen > 20


def test_the_source_is_never_written_to(plan: Path) -> None:
    before = (plan.read_bytes(), plan.stat().st_mtime_ns)
    process_file(plan)
    assert (plan.read_bytes(), plan.stat().st_mtime_ns) == before


def test_the_stages_give_what_the_whole_gives(plan: Path) -> None:
    settings = Settings()
    source = open_document(SourceFiles((plan,), "plan"), settings)
    pages = [read_page(source, index, settings) for index in range(source.page_count)]
    assert finish_record(source, pages) == process_file(plan)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match=r"nowhere\.pdf"):
        process_file(tmp_path / "nowhere.pdf")


def test_a_file_with_nothing_on_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "blank.txt"
    path.write_text("\n \n\n", "utf-8")
    with pytest.raises(EmptySourceError, match="white space"):
        process_file(path)


def test_a_document_of_unreadable_pages_is_refused(plan: Path) -> None:
    source = open_source(SourceFiles((plan,), "plan"), Settings())
    page = Page(1, 595, 842, (), TextOrigin.OCR, problem="the image is broken")
    with pytest.raises(DamagedSourceError, match="the image is broken"):
        finish_record(source, [page])


def test_a_bad_page_never_loses_the_document(plan: Path) -> None:
    source = open_source(SourceFiles((plan,), "plan"), Settings())
    bad = Page(2, 595, 842, (), TextOrigin.OCR, problem="recognition took longer than 120 s")
    record = finish_record(source, [recognised(PLAN), bad])
    assert record.header.number
    assert record.header.number.value == "12"
    issue = record.quality.issues[0]
    assert (issue.code, issue.severity) == ("page_unreadable", Severity.ERROR)
    assert "120 s" in issue.message


def test_pages_that_read_badly_are_listed(plan: Path) -> None:
    source = open_source(SourceFiles((plan,), "plan"), Settings())
    assert "page_badly_read" in codes(finish_record(source, [recognised(PLAN, 0.6)]))
    garbage = (
        "CQNG HOA XA HQI CHTI NGHTA VTFT NAM DQC lqp Tq do Hqnh phfc Sd KHTJBND kd hoqch phdt dQng thi dua yfn nudc"
    )
    assert "page_not_vietnamese" in codes(finish_record(source, [recognised(garbage)]))


def test_what_is_no_plan_is_said(plan: Path) -> None:
    plan.write_text("GIẤY MỜI\nKính mời ông Hà Văn Bảy dự họp vào ngày 05/4/2022.", "utf-8")
    assert {"not_a_plan", "no_sections"} <= set(codes(process_file(plan)))


def test_a_blank_day_is_said_and_not_invented(plan: Path) -> None:
    plan.write_text(PLAN.replace("ngày 05 tháng 4", "ngày      tháng 4").replace("Số: 12/", "Số:      /"), "utf-8")
    record = process_file(plan)
    assert record.header.number is None
    assert record.header.issued
    assert record.header.issued.value.edtf == "2022-04-XX"
    assert {"issued_incomplete", "number_missing"} <= set(codes(record))


def test_boxes_and_confidence_come_from_the_scan(plan: Path) -> None:
    source = open_source(SourceFiles((plan,), "plan"), Settings())
    record = finish_record(source, [recognised(PLAN, 0.93)])
    (deadline,) = record.deadlines
    assert deadline.evidence.boxes
    assert deadline.evidence.ocr_confidence == pytest.approx(0.93)
    assert record.source.pages[0].text_start == 0


def test_the_package_offers_its_two_functions() -> None:
    assert pipeline.process_file is process_file
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = pipeline.nothing


@pytest.mark.real
@pytest.mark.parametrize("name", ["000.txt", "002.txt", "003.txt", "text12.txt"])
def test_real_texts_run_and_invent_nothing(name: str) -> None:
    record = process_file(real_file(f"texts/{name}"))
    assert record.sections
    assert record.header.number is None  # blank or not printed in these texts
    assert record.header.issued is None or "X" in (record.header.issued.value.edtf or "")


def test_blank_pages_make_no_document(plan: Path) -> None:
    source = open_source(SourceFiles((plan,), "plan"), Settings())
    with pytest.raises(EmptySourceError, match="nothing is printed on any page"):
        finish_record(source, [Page(1, 595, 842, (), TextOrigin.OCR), Page(2, 595, 842, (), TextOrigin.OCR)])
