import pytest

from models.dates import Bound, DateValue, ResolvedFrom
from models.document import Document, Paragraph, PlacedWord
from models.record import DateMention, DateRole, Header, Reference
from pipeline.extract.dates import find_dates
from pipeline.extract.dates.clauses import clause_at
from pipeline.segment import outline_document
from tests.date_builders import ISSUED, Line, campaign_of, dates_of, document, evidence_of, plan_of


def _found(*lines: Line, issued: tuple[str, str] | None = ISSUED) -> dict[str, DateMention]:
    """The dates of a plan with these lines in its body, by what they print."""
    _, dates = dates_of(plan_of(*lines), issued=issued)
    return {mention.evidence.text: mention for mention in dates}


@pytest.mark.parametrize(
    ("lines", "surface", "role"),
    [
        (("I. MỤC ĐÍCH", "Tập hợp lực lượng."), "ngày 12 tháng 02 năm 2020", DateRole.ISSUED),
        (("Căn cứ Quyết định số 55/QĐ-UBND ngày 03/01/2020 của huyện;",), "ngày 03/01/2020", DateRole.REFERENCE),
        (
            ("I. MỤC ĐÍCH", "1. Hoàn thành nhiệm vụ phát triển kinh tế năm 2020."),
            "năm 2020",
            DateRole.PERIOD,
        ),
        (
            ("I. MỤC ĐÍCH", "1. Chào mừng Đại hội đại biểu Hội Nông dân huyện lần thứ VII năm 2020."),
            "năm 2020",
            DateRole.OTHER,
        ),
        (
            ("I. MỤC ĐÍCH", "1. Chào mừng Đại hội Đảng bộ huyện diễn ra trong năm 2020."),
            "năm 2020",
            DateRole.EVENT,
        ),
        (
            ("I. MỤC ĐÍCH", "Kỷ niệm 45 năm Ngày giải phóng huyện (25/3/1975 - 25/3/2020)."),
            "25/3/1975 - 25/3/2020",
            DateRole.HISTORICAL,
        ),
        (("I. MỤC ĐÍCH", "Kỷ niệm 75 năm (1945 - 2020) ngày thành lập."), "1945 - 2020", DateRole.HISTORICAL),
        (("I. MỤC ĐÍCH", "Hoàn thành kế hoạch 5 năm (2016 - 2020)."), "2016 - 2020", DateRole.PERIOD),
        (("I. MỤC ĐÍCH", "Phát huy kết quả tại hội nghị ngày 05/01/2020."), "ngày 05/01/2020", DateRole.HISTORICAL),
        (("I. MỤC ĐÍCH", "Ôn lại truyền thống từ năm 1945 của quê hương."), "năm 1945", DateRole.HISTORICAL),
        (
            ("II. NỘI DUNG", "1. Phấn đấu đến hết năm 2020 hoàn thành các tiêu chí nông thôn mới."),
            "năm 2020",
            DateRole.DEADLINE,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Phòng Nội vụ tổng hợp kết quả trước ngày 15/6/2020."),
            "ngày 15/6/2020",
            DateRole.DEADLINE,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Phòng Nội vụ kiểm tra các đơn vị trong tháng 6/2020."),
            "tháng 6/2020",
            DateRole.DEADLINE,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "- Tổ chức hội nghị biểu dương các gương sáng trong năm 2020."),
            "năm 2020",
            DateRole.DEADLINE,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "- Khen thưởng các xã có thành tích xuất sắc trong năm 2020."),
            "năm 2020",
            DateRole.PERIOD,
        ),
        (
            ("III. THỜI GIAN THỰC HIỆN", "1. Quý I/2020", "- Đăng ký thi đua với huyện."),
            "Quý I/2020",
            DateRole.DEADLINE,
        ),
        (
            ("III. THỜI GIAN", "Từ ngày 01/3/2020 đến hết ngày 30/9/2020."),
            "Từ ngày 01/3/2020 đến hết ngày 30/9/2020",
            DateRole.PERIOD,
        ),
        (
            ("II. NỘI DUNG", "1. Hội thi tiếng hát công nhân", "- Thời gian: 8h00 ngày 05/5/2020"),
            "ngày 05/5/2020",
            DateRole.EVENT,
        ),
        (
            ("II. NỘI DUNG", "1. Hội thi tiếng hát công nhân", "- Thời hạn: ngày 05/5/2020"),
            "ngày 05/5/2020",
            DateRole.DEADLINE,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Các xã báo cáo kết quả vào ngày 20 hằng tháng."),
            "ngày 20 hằng tháng",
            DateRole.RECURRING,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "Kết thúc đợt thi đua, các xã báo cáo kết quả."),
            "Kết thúc đợt thi đua",
            DateRole.DEADLINE,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Các xã gửi danh sách về huyện trước ngày 15/6 và 15/11/2020."),
            "15/11/2020",
            DateRole.DEADLINE,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Các xã nộp danh sách về huyện ngày 03/4/2020."),
            "ngày 03/4/2020",
            DateRole.DEADLINE,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Kỷ niệm Ngày sinh của Bác, Huyện đoàn tổ chức hội trại vào ngày 18/5/2020."),
            "ngày 18/5/2020",
            DateRole.EVENT,
        ),
        (
            ("II. THỜI GIAN", "a) Giai đoạn 1 (từ ngày 01/3 đến ngày 30/4/2020)", "Phát động thi đua."),
            "từ ngày 01/3 đến ngày 30/4/2020",
            DateRole.PERIOD,
        ),
        (
            ("II. CHỈ TIÊU", "1. Giảm 30% lượng rác thải so với quý IV/2019."),
            "quý IV/2019",
            DateRole.HISTORICAL,
        ),
        (("I. TÌNH HÌNH", "Trận lũ tháng 10 năm 2019 làm sập 03 nhà."), "tháng 10 năm 2019", DateRole.HISTORICAL),
        (
            ("I. TÌNH HÌNH", "Tính đến 06 giờ 00 ngày 10/02/2020, huyện có 12 xã đạt chuẩn."),
            "ngày 10/02/2020",
            DateRole.OTHER,
        ),
        (("Căn cứ Luật Đê điều năm 2006, được sửa đổi, bổ sung năm 2020;",), "năm 2020", DateRole.OTHER),
        (("III. TỔ CHỨC THỰC HIỆN", "Kế hoạch có hiệu lực kể từ ngày ký."), "kể từ ngày ký", DateRole.PERIOD),
    ],
)
def test_role(lines: tuple[str, ...], surface: str, role: DateRole) -> None:
    assert _found(*lines)[surface].role is role


def test_the_role_of_a_table_cell_comes_from_its_column() -> None:
    found = _found(
        "II. NỘI DUNG",
        ("STT", "Nội dung", "Chủ trì", "Thời gian"),
        ("1", "Tổng kết công tác năm 2019", "Phòng Nội vụ", "Quý II/2020"),
        ("2", "Hội thao", "Công đoàn", "Ngày 20/5/2020"),
    )
    assert {text: mention.role for text, mention in found.items() if text not in ISSUED} == {
        "năm 2019": DateRole.PERIOD,
        "Quý II/2020": DateRole.DEADLINE,
        "Ngày 20/5/2020": DateRole.EVENT,
    }


def test_a_citation_without_symbol_is_known_from_the_references() -> None:
    plan = plan_of("Căn cứ Nghị quyết Đại hội Đảng bộ huyện ngày 20/7/2015;")
    cited = evidence_of(plan, "Nghị quyết Đại hội Đảng bộ huyện ngày 20/7/2015")
    reference = Reference(doc_type="Nghị quyết", evidence=cited, mentions=(cited,))
    _, dates = dates_of(plan, issued=ISSUED, references=[reference])
    assert [mention.role for mention in dates] == [DateRole.ISSUED, DateRole.REFERENCE]


@pytest.mark.parametrize(
    ("lines", "surface", "edtf", "source"),
    [
        (("II. NỘI DUNG", "1. Sơ kết trong tháng 6."), "tháng 6", "2020-06", ResolvedFrom.DOCUMENT_YEAR),
        (
            ("II. NHIỆM VỤ TRỌNG TÂM NĂM 2021", "1. Sơ kết trong tháng 6."),
            "tháng 6",
            "2021-06",
            ResolvedFrom.SECTION,
        ),
        (
            ("II. NỘI DUNG", "1. Khai mạc ngày 05/3/2022, bế mạc ngày 20/3."),
            "ngày 20/3",
            "2022-03-20",
            ResolvedFrom.DOCUMENT_YEAR,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Các xã gửi báo cáo tổng kết trước ngày 15/01."),
            "ngày 15/01",
            "2021-01-15",
            ResolvedFrom.DOCUMENT_YEAR,
        ),
        (
            ("II. THỜI GIAN", "Từ ngày ban hành Kế hoạch đến hết ngày 31/12/2020."),
            "Từ ngày ban hành Kế hoạch đến hết ngày 31/12/2020",
            "2020-02-12/2020-12-31",
            ResolvedFrom.ISSUE_DATE,
        ),
        (
            ("II. THỜI GIAN", "Từ khi phát động đến hết ngày 31/12/2020."),
            "Từ khi phát động đến hết ngày 31/12/2020",
            "../2020-12-31",
            ResolvedFrom.EXPLICIT,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Các xã đăng ký trong vòng 10 ngày kể từ ngày ban hành Kế hoạch."),
            "trong vòng 10 ngày kể từ ngày ban hành Kế hoạch",
            "2020-02-22",
            ResolvedFrom.ISSUE_DATE,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Các xã trả lời trong vòng 02 tuần kể từ ngày 01/3/2020."),
            "trong vòng 02 tuần kể từ ngày 01/3/2020",
            "2020-03-15",
            ResolvedFrom.EXPLICIT,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Các xã trả lời trong vòng 05 ngày làm việc kể từ ngày ban hành Kế hoạch."),
            "trong vòng 05 ngày làm việc kể từ ngày ban hành Kế hoạch",
            None,
            None,
        ),
        (
            ("II. CHỈ TIÊU", "1. Trồng rừng tăng 5% so với năm 2019, trong đó hoàn thành 30 ha trong quý II."),
            "quý II",
            "2020-34",
            ResolvedFrom.DOCUMENT_YEAR,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Gắn thi đua với năm học 2020 - 2021, chấm xong trước Ngày Nhà giáo 20/11."),
            "20/11",
            "2020-11-20",
            ResolvedFrom.DOCUMENT_YEAR,
        ),
        (
            (
                "II. NỘI DUNG",
                "1. Hội thao công nhân toàn huyện tổ chức trong hai ngày, 24 và 25/6/2020.",
                "2. Gửi giấy mời chậm nhất 10 ngày trước ngày khai mạc Hội thao công nhân toàn huyện.",
            ),
            "chậm nhất 10 ngày trước ngày khai mạc Hội thao công nhân toàn huyện",
            "2020-06-14",
            ResolvedFrom.EXPLICIT,
        ),
        (
            ("II. NỘI DUNG", "1. Hội thao diễn ra ngày 24/6/2020; gửi giấy mời chậm nhất 10 ngày trước khi khai mạc."),
            "chậm nhất 10 ngày trước khi khai mạc",
            None,
            None,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Các xã báo cáo năm trước ngày 15/01 năm sau."),
            "ngày 15/01 năm sau",
            "2021-01-15",
            ResolvedFrom.DOCUMENT_YEAR,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Các xã so sánh với ngày 30/6 năm trước."),
            "ngày 30/6 năm trước",
            "2019-06-30",
            ResolvedFrom.DOCUMENT_YEAR,
        ),
        (
            (
                "II. NỘI DUNG",
                "1. Hội thao công nhân toàn huyện tổ chức trong hai ngày, 24 và 25/6/2020.",
                "2. Gửi giấy mời trước khi khai mạc Hội thao công nhân toàn huyện 10 ngày.",
            ),
            "trước khi khai mạc Hội thao công nhân toàn huyện 10 ngày",
            "2020-06-14",
            ResolvedFrom.EXPLICIT,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "1. Các thôn nạo vét kênh trước ngày rằm tháng 7 âm lịch."),
            "ngày rằm tháng 7 âm lịch",
            None,
            None,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "Kế hoạch có hiệu lực kể từ ngày ký."),
            "kể từ ngày ký",
            "2020-02-12",
            ResolvedFrom.ISSUE_DATE,
        ),
    ],
)
def test_what_is_left_out_comes_from_theplan_of(
    lines: tuple[str, ...], surface: str, edtf: str | None, source: ResolvedFrom | None
) -> None:
    value = _found(*lines)[surface].value
    assert (value.edtf, value.resolved_from) == (edtf, source)


def test_the_year_of_a_school_year_depends_on_the_month() -> None:
    plan = document(
        "Sơn Từ, ngày 20 tháng 8 năm 2023",
        "KẾ HOẠCH",
        "Công tác thi đua năm học 2023-2024",
        "II. NỘI DUNG",
        "1. Hội giảng trong tháng 11.",
        "2. Tổng kết trong tháng 5.",
    )
    _, dates = dates_of(plan, issued=("ngày 20 tháng 8 năm 2023", "2023-08-20"))
    values = {mention.evidence.text: mention.value.edtf for mention in dates}
    assert (values["tháng 11"], values["tháng 5"]) == ("2023-11", "2024-05")


def test_the_years_of_citations_and_anniversaries_are_given_to_no_other_date() -> None:
    found = _found(
        "II. NỘI DUNG",
        "1. Thực hiện Chỉ thị số 09/CT-UBND ngày 04/4/2017, chào mừng kỷ niệm 45 năm (25/3/1975 - 25/3/2020), "
        "hoàn thành trước ngày 30/9.",
    )
    assert found["ngày 30/9"].value.edtf == "2020-09-30"


def test_nothing_is_resolved_where_the_plan_prints_no_year() -> None:
    plan = document("KẾ HOẠCH", "Tổ chức hội thao", "I. NỘI DUNG", "1. Khai mạc ngày 15/6.")
    _, dates = dates_of(plan)
    assert [(mention.value.edtf, mention.value.resolved_from) for mention in dates] == [("XXXX-06-15", None)]


def test_a_blank_day_of_issue_starts_no_interval() -> None:
    plan = document(
        "Sơn Từ, ngày    tháng 02 năm 2020",
        "KẾ HOẠCH",
        "Phát động thi đua",
        "II. THỜI GIAN",
        "Từ ngày ban hành Kế hoạch đến hết ngày 31/12/2020.",
    )
    _, dates = dates_of(plan, issued=("ngày    tháng 02 năm 2020", "2020-02-XX"))
    assert [mention.value.edtf for mention in dates] == ["2020-02-XX", "../2020-12-31"]


def test_the_end_of_the_campaign_is_the_day_after_which_it_is_reported() -> None:
    plan = plan_of(
        "II. THỜI GIAN",
        "Từ ngày 01/3/2020 đến ngày 30/9/2020.",
        "III. TỔ CHỨC THỰC HIỆN",
        "Kết thúc đợt thi đua, các xã báo cáo kết quả.",
    )
    campaign = campaign_of(plan, "Từ ngày 01/3/2020 đến ngày 30/9/2020", "2020-03-01/2020-09-30")
    _, dates = dates_of(plan, issued=ISSUED, campaign=campaign)
    assert dates[-1].value == DateValue(
        edtf="2020-09-30",
        bound=Bound.AFTER,
        anchor="Kết thúc đợt thi đua",
        resolved_from=ResolvedFrom.CAMPAIGN_PERIOD,
    )
    _, undated = dates_of(plan, issued=ISSUED)
    assert undated[-1].value == DateValue(bound=Bound.AFTER, anchor="Kết thúc đợt thi đua")


def test_sections_offsets_and_order() -> None:
    plan = plan_of("II. NỘI DUNG", "1. Sơ kết ngày 05/7/2020.", "2. Tổng kết ngày 20/12/2020.")
    _, dates = dates_of(plan, issued=ISSUED)
    assert [mention.section for mention in dates] == [None, "II.1", "II.2"]
    for mention in dates:
        assert plan.text[mention.evidence.start : mention.evidence.end] == mention.evidence.text


def test_doubt_lowers_confidence_below_the_level_of_review() -> None:
    found = _found("II. NỘI DUNG", "1. Nộp bài trước ngày l5/6/2020, chấm bài trước ngày 30/6/2020.")
    assert found["ngày l5/6/2020"].value.edtf == "2020-06-15"
    assert found["ngày l5/6/2020"].confidence < 0.6 < found["ngày 30/6/2020"].confidence


def test_confidence_is_no_higher_than_that_of_the_recognition() -> None:
    text = "Nộp bài trước ngày 15/6/2020."
    words: list[PlacedWord] = []
    for word in text.split():
        start = text.index(word)
        words.append(PlacedWord(start, start + len(word), 1, start, 10, start + len(word), 20, 0.42))
    plan = Document(
        text=text,
        raw=text,
        raw_offsets=range(len(text) + 1),
        paragraphs=(Paragraph(0, len(text), 1),),
        words=tuple(words),
    )
    (mention,) = find_dates(plan, outline_document(plan), Header(), (), None)
    assert mention.confidence == pytest.approx(0.42)


def test_a_plan_without_dates_gives_none() -> None:
    _, dates = dates_of(document("KẾ HOẠCH", "Phát động thi đua", "I. MỤC ĐÍCH", "Phát huy truyền thống."))
    assert dates == ()


@pytest.mark.parametrize(
    ("text", "word", "clause"),
    [
        ("Xây dựng kế hoạch; báo cáo kết quả. Lưu hồ sơ.", "báo cáo", "báo cáo kết quả"),
        ("Gửi hồ sơ (bản giấy; bản số) về huyện. Lưu hồ sơ.", "số", "Gửi hồ sơ (bản giấy; bản số) về huyện"),
        ("Họp tại TP. Sơn Từ trước ngày 05/6/2020.", "05/6", "Họp tại TP. Sơn Từ trước ngày 05/6/2020"),
    ],
)
def test_clause(text: str, word: str, clause: str) -> None:
    first, last = clause_at(text, 0, len(text), text.index(word))
    assert text[first:last] == clause


@pytest.mark.parametrize(
    ("issued", "day", "expected"),
    [
        ("ngày 11 tháng 3 năm 2019", "2019-03-11", "2019-03-25"),
        ("ngày 28 tháng 8 năm 2020", "2020-08-28", "2020-09-14"),
        ("ngày 15 tháng 01 năm 2020", "2020-01-15", None),
        ("ngày 08 tháng 4 năm 2024", "2024-04-08", None),
    ],
    ids=["over two weekends", "over the National Day", "into Tết", "where Giỗ Tổ may fall"],
)
def test_working_days_are_counted_where_no_movable_holiday_lies_between(
    issued: str, day: str, expected: str | None
) -> None:
    plan = document(
        f"Sơn Từ, {issued}",
        "KẾ HOẠCH",
        "Phát động phong trào thi đua của huyện",
        "I. TỔ CHỨC THỰC HIỆN",
        "1. Các xã đăng ký trong vòng 10 ngày làm việc kể từ ngày ban hành Kế hoạch.",
    )
    _, dates = dates_of(plan, issued=(issued, day))
    assert [date.value.edtf for date in dates if date.value.duration == "P10D"] == [expected]


@pytest.mark.parametrize(
    ("issued", "title", "lines", "values"),
    [
        (
            ("20 tháng 11 năm 2002", "2002-11-20"),
            "Kiểm kê đất của huyện",
            (
                "III. THỜI GIAN THỰC HIỆN",
                "- Tháng 12: tập huấn.",
                "- Tháng 3: tổng hợp.",
                "- Gửi hồ sơ trước ngày 15/5.",
            ),
            {"Tháng 12": "2002-12", "Tháng 3": "2003-03", "ngày 15/5": "2003-05-15"},
        ),
        (
            ("15 tháng 3 năm 2024", "2024-03-15"),
            "Công tác năm 2024",
            ("III. THỜI GIAN THỰC HIỆN", "- Tháng 1: đăng ký.", "- Tháng 6: sơ kết."),
            {"Tháng 1": "2024-01", "Tháng 6": "2024-06"},
        ),
        (
            ("05 tháng 10 năm 1998", "1998-10-05"),
            "Chuẩn bị Tổng điều tra dân số 1/4/1999",
            ("III. THỜI GIAN THỰC HIỆN", "- Từ 15/10 đến 30/11: vẽ sơ đồ.", "- Từ 10/3 đến 20/3: tập huấn."),
            {"Từ 15/10 đến 30/11": "1998-10-15/1998-11-30", "Từ 10/3 đến 20/3": "1999-03-10/1999-03-20"},
        ),
        (
            ("12 tháng 01 năm 2026", "2026-01-12"),
            "Khắc phục hậu quả lũ lụt",
            (
                "I. TÌNH HÌNH",
                "Đợt mưa từ ngày 16 đến 22/11 làm sập 12 nhà.",
                "II. NHIỆM VỤ",
                "Làm nhà xong trước 31/3.",
            ),
            {"từ ngày 16 đến 22/11": "2025-11-16/2025-11-22", "31/3": "2026-03-31"},
        ),
        (
            ("25 tháng 9 năm 2000", "2000-09-25"),
            "Làm đường giao thông nông thôn",
            ("III. THỜI GIAN THỰC HIỆN", "Ra quân từ tháng 11 đến tháng 4 năm sau."),
            {"từ tháng 11 đến tháng 4 năm sau": "2000-11/2001-04"},
        ),
    ],
    ids=["schedule goes on", "plan of the year", "before the day", "what has been", "into the next year"],
)
def test_the_year_of_a_schedule_lies_ahead_of_the_plan(
    issued: tuple[str, str], title: str, lines: tuple[str, ...], values: dict[str, str]
) -> None:
    plan = document(f"Sơn Từ, ngày {issued[0]}", "KẾ HOẠCH", title, *lines)
    _, dates = dates_of(plan, issued=(f"ngày {issued[0]}", issued[1]))
    found = {mention.evidence.text: mention.value.edtf for mention in dates}
    assert {surface: found.get(surface) for surface in values} == values


def test_what_was_due_before_the_plan_was_issued_is_doubtful() -> None:
    found = _found("III. TỔ CHỨC THỰC HIỆN", "1. Nộp danh sách trước ngày 15/6/2018 và tổng kết trước ngày 30/6/2020.")
    assert found["ngày 15/6/2018"].confidence < 0.6 < found["ngày 30/6/2020"].confidence


@pytest.mark.parametrize(
    ("lines", "surface", "role"),
    [
        (("III. NỘI DUNG", "- Tựu trường: ngày 01/02/2020"), "ngày 01/02/2020", DateRole.EVENT),
        (
            ("III. NỘI DUNG", "Mục tiêu giai đoạn 2020 - 2025:", "- Giữ vững kết quả."),
            "giai đoạn 2020 - 2025",
            DateRole.PERIOD,
        ),
        (
            ("II. THỜI GIAN", "Thời gian: 02 tháng, kể từ ngày 15/5/2020 đến ngày 14/7/2020."),
            "kể từ ngày 15/5/2020 đến ngày 14/7/2020",
            DateRole.PERIOD,
        ),
        (
            ("III. TỔ CHỨC THỰC HIỆN", "- Nộp phiếu theo 02 đợt: đợt 1 ngày 22/5, đợt 2 ngày 27/5/2020."),
            "ngày 27/5/2020",
            DateRole.DEADLINE,
        ),
        (("Căn cứ Luật Đất đai năm 2013 và Luật Lâm nghiệp năm 2017;",), "năm 2017", DateRole.OTHER),
    ],
)
def test_role_by_its_place(lines: tuple[str, ...], surface: str, role: DateRole) -> None:
    assert _found(*lines)[surface].role is role
