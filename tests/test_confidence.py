"""How sure values are: what speaks for and against them, and the order of what a person should look at."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.page import Line, Page, Word
from models.record import PlanRecord, Severity, TextOrigin
from models.settings import Settings
from models.source import SourceFiles
from pipeline.confidence import calibrate_findings
from pipeline.confidence.features import SPEAK_AGAINST, SPEAK_FOR, weigh_all
from pipeline.confidence.table import Table, load_calibration
from pipeline.ingest import open_source
from pipeline.run import document_of, find_all, finish_record
from pipeline.segment import build_sections, outline_document

PLAN = """ỦY BAN NHÂN DÂN
XÃ ĐỒI CỌ
Số: 17/KH-UBND
Đồi Cọ, ngày 05 tháng 4 năm 2022
KẾ HOẠCH
Phát quang hành lang lưới điện năm 2022
Căn cứ Quyết định số 9/QĐ-UBND ngày 02/3/2022 của Ủy ban nhân dân huyện;
I. MỤC TIÊU
Phấn đấu 100% thôn phát quang xong trong quý III/2022.
II. TỔ CHỨC THỰC HIỆN
1. Công an xã báo cáo kết quả về Ủy ban nhân dân xã trước ngày 30/6/2022.
2. Báo cáo tổng kết gửi trước ngày 15/12.
Nơi nhận:
- UBND huyện (b/c);
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Vi Văn Khơi"""

DOUBTS = sorted(SPEAK_AGAINST)


def page_of(text: str, confidence: float | None, doubtful: str = "", doubt: float = 0.4) -> Page:
    """The text as a page; the words of `doubtful` were read with the confidence `doubt`."""
    lines = []
    for row, line in enumerate(text.split("\n")):
        words = (
            Word(
                word, 70 + 30 * k, 60 + 14 * row, 96 + 30 * k, 72 + 14 * row, doubt if word in doubtful else confidence
            )
            for k, word in enumerate(line.split())
        )
        lines.append(Line(line, tuple(words), starts_paragraph=True))
    origin = TextOrigin.PLAIN_TEXT if confidence is None else TextOrigin.OCR
    return Page(1, 595, 842, tuple(lines), origin, ocr_confidence=confidence)


@pytest.fixture
def record_of(tmp_path: Path) -> object:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    source = open_source(SourceFiles((path,), "plan"), Settings())
    return lambda *pages: finish_record(source, pages)


def sure_of(record: PlanRecord, surface: str) -> float:
    return next(date.confidence for date in record.dates if surface in date.evidence.text)


def test_every_value_of_a_record_is_weighed_once() -> None:
    document = document_of([page_of(PLAN, 0.95)])
    outline = outline_document(document)
    findings = find_all([page_of(PLAN, 0.95)], document, outline)
    weighed = list(weigh_all(findings, build_sections(document, outline), document, load_calibration()))
    pointers = [each.pointer for each in weighed]
    assert len(set(pointers)) == len(pointers)
    assert {"/header/number", "/dates/0", "/deadlines/0", "/bodies/0", "/references/0", "/signature"} <= set(pointers)
    assert {each.field for each in weighed} <= set(load_calibration().weights)
    assert all(math.isfinite(value) for each in weighed for value in each.features.values())


def test_the_shipped_table_learned_no_sign_that_makes_no_sense() -> None:
    for field, weights in load_calibration().weights.items():
        assert "intercept" in weights, field
        assert all(weights.get(name, 0.0) <= 0.0 for name in SPEAK_AGAINST), field
        assert all(weights.get(name, 0.0) >= 0.0 for name in SPEAK_FOR), field


@given(
    st.sampled_from(sorted(load_calibration().weights)),
    st.dictionaries(st.sampled_from(DOUBTS), st.floats(0, 1)),
    st.sampled_from(DOUBTS),
    st.floats(0, 1),
)
def test_what_speaks_against_a_value_never_makes_it_surer(
    field: str, features: dict[str, float], name: str, more: float
) -> None:
    table = load_calibration()
    before = table.probability(field, features)
    after = table.probability(field, features | {name: features.get(name, 0.0) + more})
    assert 0.01 <= after <= before <= 0.99


def test_a_field_that_nobody_learned_is_even() -> None:
    assert Table({}).probability("date", {"scan": 1.0}) == 0.5


@pytest.mark.parametrize("score", [-1e9, 1e9])
def test_no_score_is_too_great(score: float) -> None:
    chance = Table({"date": {"intercept": score}}).probability("date", {})
    assert chance == (0.99 if score > 0 else 0.01)


def test_a_word_that_was_read_badly_lowers_its_own_values_only(record_of) -> None:  # type: ignore[no-untyped-def]
    clear, spoilt = record_of(page_of(PLAN, 0.96)), record_of(page_of(PLAN, 0.96, "30/6/2022."))
    assert sure_of(spoilt, "30/6/2022") < sure_of(clear, "30/6/2022")
    assert sure_of(spoilt, "15/12") == sure_of(clear, "15/12")
    due = {deadline.due.edtf: deadline.confidence for deadline in clear.deadlines}
    spoilt_due = {deadline.due.edtf: deadline.confidence for deadline in spoilt.deadlines}
    assert spoilt_due["2022-06-30"] < due["2022-06-30"]


def test_text_is_surer_than_a_scan_and_print_than_a_roman_figure_of_one(record_of) -> None:  # type: ignore[no-untyped-def]
    text, scan = record_of(page_of(PLAN, None)), record_of(page_of(PLAN, 0.95))
    assert all(one.confidence >= other.confidence for one, other in zip(text.dates, scan.dates, strict=True))
    assert sure_of(scan, "quý III/2022") < sure_of(scan, "30/6/2022")
    assert sure_of(text, "quý III/2022") > sure_of(scan, "quý III/2022")


def test_a_year_that_the_plan_has_to_fill_in_is_less_sure_than_a_printed_one(record_of) -> None:  # type: ignore[no-untyped-def]
    record = record_of(page_of(PLAN, None))
    assert sure_of(record, "15/12") < sure_of(record, "30/6/2022")


def test_a_deadline_of_nobody_is_less_sure(record_of) -> None:  # type: ignore[no-untyped-def]
    record = record_of(page_of(PLAN, None))
    sure = {bool(deadline.responsible): deadline.confidence for deadline in record.deadlines}
    assert sure[False] < sure[True]


def test_a_year_far_from_the_plans_own_is_doubted(record_of) -> None:  # type: ignore[no-untyped-def]
    near, far = record_of(page_of(PLAN, 0.95)), record_of(page_of(PLAN.replace("30/6/2022", "30/6/2032"), 0.95))
    assert sure_of(far, "30/6/2032") < sure_of(near, "30/6/2022")


def test_the_same_findings_give_the_same_confidence() -> None:
    pages = [page_of(PLAN, 0.8, "quý")]
    document = document_of(pages)
    outline = outline_document(document)
    results = [
        calibrate_findings(find_all(pages, document, outline), build_sections(document, outline), document)
        for _ in range(2)
    ]
    assert results[0] == results[1]


def test_issues_stand_in_the_order_of_what_a_look_is_worth(record_of) -> None:  # type: ignore[no-untyped-def]
    lost = Page(2, 595, 842, (), TextOrigin.OCR, problem="the image is broken")
    record = record_of(page_of(PLAN, 0.93, "30/6/2022. III/2022. Công 17/KH-UBND", doubt=0.1), lost)
    codes = [issue.code for issue in record.quality.issues]
    assert codes[0] == "page_unreadable"
    assert "date_doubtful" in codes
    assert "deadline_doubtful" in codes
    deadline = next(issue for issue in record.quality.issues if issue.code == "deadline_doubtful")
    assert deadline.severity is Severity.WARNING
    assert deadline.evidence
    assert "30/6/2022" in deadline.evidence.text


def test_a_name_that_lost_its_family_under_the_seal_is_doubted(record_of) -> None:  # type: ignore[no-untyped-def]
    signed = {name: PLAN.replace("Vi Văn Khơi", name) for name in ("Đoàn Thị Lan Chi", "Thị Lan Chi")}
    codes = {
        name: [issue.code for issue in record_of(page_of(text, 0.95)).quality.issues] for name, text in signed.items()
    }
    assert "signature_doubtful" in codes["Thị Lan Chi"]
    assert "signature_doubtful" not in codes["Đoàn Thị Lan Chi"]


def test_doubtful_values_alone_do_not_take_all_trust(record_of) -> None:  # type: ignore[no-untyped-def]
    record = record_of(page_of(PLAN, 0.93, PLAN, doubt=0.2))
    assert len([issue for issue in record.quality.issues if issue.code.endswith("_doubtful")]) > 5
    assert record.quality.score >= 0.93 - 5 * 0.04 - 0.3


def test_a_place_is_doubted_once(record_of) -> None:  # type: ignore[no-untyped-def]
    """The date of issue stands in the header and among the dates; a part of it is not legible."""
    record = record_of(page_of(PLAN, 0.9, "ngày 05 tháng 4 năm 2022", doubt=0.1))
    places = [(issue.evidence.start, issue.evidence.end) for issue in record.quality.issues if issue.evidence]
    assert len(places) == len(set(places))
    issued = record.header.issued.evidence
    assert [issue.code for issue in record.quality.issues if issue.evidence == issued] == ["issued_incomplete"]
