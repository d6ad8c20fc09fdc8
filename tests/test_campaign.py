"""Campaigns: which plans launch one, and what they say of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import Document
from models.page import Line, Page
from models.record import Campaign, TextOrigin
from pipeline.clean import build_document
from pipeline.extract.campaign import find_campaign
from pipeline.extract.campaign.text import quoted
from pipeline.extract.header import find_header
from pipeline.segment import outline_document

_HEAD = ["ỦY BAN NHÂN DÂN", "HUYỆN PHÚ LƯƠNG", "Số: 12/KH-UBND"]
_DATE = "Phú Lương, ngày 05 tháng 4 năm 2021"
_TITLE = "Phát động phong trào thi đua xây dựng nông thôn mới"
_PREAMBLE = "Ủy ban nhân dân huyện phát động phong trào thi đua xây dựng nông thôn mới như sau:"
_BODY = ["I. MỤC ĐÍCH, YÊU CẦU", "1. Động viên các tầng lớp nhân dân hăng hái tham gia."]


def _document(
    title: str = _TITLE, preamble: str = _PREAMBLE, body: list[str] | None = None, date: str = _DATE
) -> Document:
    lines = [*_HEAD, date, "KẾ HOẠCH", title, preamble, *_BODY, *(body or [])]
    return build_document([Page(1, 0, 0, tuple(Line(line) for line in lines), TextOrigin.PLAIN_TEXT)])


def _campaign(
    title: str = _TITLE, preamble: str = _PREAMBLE, body: list[str] | None = None, date: str = _DATE
) -> Campaign | None:
    document = _document(title, preamble, body, date)
    outline = outline_document(document)
    return find_campaign(document, outline, find_header(document, outline))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (_TITLE, "Phong trào thi đua xây dựng nông thôn mới"),
        ("Về việc phát động đợt thi đua cao điểm", "Đợt thi đua cao điểm"),
        ("về phát động đợt thi đua đặc biệt", "Đợt thi đua đặc biệt"),
        ("Tổ chức cuộc thi “Tuổi trẻ sáng tạo”", "Cuộc thi “Tuổi trẻ sáng tạo”"),
        ("Tổ chức diễn đàn lắng nghe trẻ em", "Diễn đàn lắng nghe trẻ em"),
        ("Triển khai Tháng hành động vì trẻ em", "Tháng hành động vì trẻ em"),
        ("Hưởng ứng Tuần lễ Biển và Hải đảo", "Tuần lễ Biển và Hải đảo"),
        ("Phát động chiến dịch làm sạch kênh mương", "Chiến dịch làm sạch kênh mương"),
        ("Tổ chức các hoạt động “Tháng Công nhân” năm 2018", "“Tháng Công nhân” năm 2018"),
        ("Phát động đợt thi đua “Ngõ xanh” trên địa bàn phường Hòa Sơn", "Đợt thi đua “Ngõ xanh”"),
        ("Phát động thi đua năm học mới", "Thi đua năm học mới"),
        ("Phát động ủng hộ đồng bào vùng lũ", "Ủng hộ đồng bào vùng lũ"),
        ("Ra quân đợt cao điểm làm sạch dữ liệu dân cư", "Đợt cao điểm làm sạch dữ liệu dân cư"),
        ("Liên tịch tổ chức Ngày hội thanh niên với pháp luật", "Ngày hội thanh niên với pháp luật"),
        ("Tổ chức Hội khỏe Phù Đổng cấp trường", "Hội khỏe Phù Đổng cấp trường"),
        ("Tổ chức Hội trại truyền thống", "Hội trại truyền thống"),
        ("Tổ chức Ngày Chủ nhật đỏ", "Ngày Chủ nhật đỏ"),
        ("Phát động phong trào thi đua dạy tốt trong nhà trường", "Phong trào thi đua dạy tốt"),
        ("Tổ chức Ngày hội đọc sách năm 2021 tại Trường Tiểu học", "Ngày hội đọc sách năm 2021"),
    ],
)
def test_titles_that_launch_a_campaign(title: str, name: str) -> None:
    campaign = _campaign(title)
    assert campaign is not None
    assert campaign.name is not None
    assert campaign.name.value == name
    assert campaign.name.evidence.text.lower() == name.lower()


@pytest.mark.parametrize(
    "title",
    [
        "Kiểm tra việc chấp hành quy định về dược năm 2021",
        "Tổng kết phong trào thi đua giai đoạn 2016 - 2020",
        "Đào tạo, bồi dưỡng cán bộ, công chức năm 2021",
        "Tuyên truyền cải cách hành chính",
        "Tổ chức hội nghị điển hình tiên tiến",
        "Thực hiện Nghị quyết số 12-NQ/HU của Huyện ủy về phong trào thể thao",
        "Phòng, chống thiên tai năm 2021",
        "Tham gia Hội thi nông dân giỏi cấp tỉnh",
        "Tổ chức Lễ kỷ niệm 40 năm thành lập trường",
        "Giám sát việc thực hiện chính sách bảo hiểm y tế",
    ],
)
def test_other_plans_launch_none(title: str) -> None:
    preamble = "Thực hiện phong trào do Chủ tịch UBND tỉnh phát động, Phòng Nội vụ xây dựng kế hoạch như sau:"
    assert _campaign(title, preamble) is None


def test_the_preamble_launches_where_the_title_does_not_say_so() -> None:
    preamble = (
        "Thực hiện Chỉ thị số 5/CT-UBND của tỉnh phát động phong trào trồng cây, Ủy ban nhân dân huyện Phú Lương phát "
        "động đợt thi đua nước rút với những nội dung sau:"
    )
    campaign = _campaign("Hoàn thành các chỉ tiêu cuối năm", preamble)
    assert campaign is not None
    assert campaign.name is not None
    assert campaign.name.value == "Đợt thi đua nước rút"


@pytest.mark.parametrize(
    ("preamble", "body", "theme"),
    [
        ("Ủy ban nhân dân huyện phát động đợt thi đua với chủ đề: “Chung sức, đồng lòng”.", [], "Chung sức, đồng lòng"),
        (_PREAMBLE, ["II. NỘI DUNG", "1. Chủ đề: “Vì một quê hương xanh”."], "Vì một quê hương xanh"),
        (_PREAMBLE, ["II. NỘI DUNG", "1. Chủ đề: Vì một quê hương xanh."], "Vì một quê hương xanh"),
        (
            'Ủy ban nhân dân huyện phát động đợt thi đua với chủ đề "Chung sức, đồng lòng";',
            [],
            "Chung sức, đồng lòng",
        ),
        (
            "Ủy ban nhân dân huyện phát động đợt thi đua với chủ đề: Chung sức, đồng lòng, cụ thể như sau:",
            [],
            "Chung sức, đồng lòng",
        ),
        (_PREAMBLE, ["II. NỘI DUNG", "1. Tuyên truyền theo chuyên đề, chủ đề phù hợp."], None),
    ],
    ids=[
        "sentence of issue",
        "section with quotation",
        "section without",
        "straight quotes",
        "no quotes",
        "common noun",
    ],
)
def test_the_theme(preamble: str, body: list[str], theme: str | None) -> None:
    campaign = _campaign(preamble=preamble, body=body)
    assert campaign is not None
    assert (campaign.theme.value if campaign.theme else None) == theme


@pytest.mark.parametrize(
    ("body", "slogan"),
    [
        (["II. NỘI DUNG", "1. Khẩu hiệu thi đua", "Đoàn kết, về đích sớm."], "Đoàn kết, về đích sớm"),
        (["II. NỘI DUNG", "1. Khẩu hiệu: “Đoàn kết, sáng tạo”."], "Đoàn kết, sáng tạo"),
        (["II. NỘI DUNG", "1. Treo băng rôn, khẩu hiệu trên các trục đường."], None),
    ],
    ids=["section", "run-in", "banners"],
)
def test_the_slogan(body: list[str], slogan: str | None) -> None:
    campaign = _campaign(body=body)
    assert campaign is not None
    assert (campaign.slogan.value if campaign.slogan else None) == slogan


@pytest.mark.parametrize(
    ("body", "period"),
    [
        (["II. THỜI GIAN THI ĐUA", "Từ ngày 01/5/2021 đến hết ngày 30/9/2021."], "2021-05-01/2021-09-30"),
        (["II. NỘI DUNG", "1. Thời gian thi đua: Từ ngày 01/5/2021 đến ngày 30/9/2021."], "2021-05-01/2021-09-30"),
        (
            ["II. THỜI GIAN", "Từ ngày ban hành Kế hoạch đến hết ngày 31/12/2021."],
            "2021-04-05/2021-12-31",
        ),
        (
            [
                "II. THỜI GIAN THI ĐUA",
                "- Đợt 1: từ ngày 01/5/2021 đến ngày 30/6/2021;",
                "- Đợt 2: từ ngày 01/7/2021 đến ngày 30/9/2021.",
            ],
            "2021-05-01/2021-09-30",
        ),
        (["II. TỔ CHỨC", "1. Thời gian báo cáo: trước ngày 15/6/2021."], None),
    ],
    ids=["section", "run-in", "from the day of issue", "two phases", "time of a report"],
)
def test_the_period(body: list[str], period: str | None) -> None:
    campaign = _campaign(body=body)
    assert campaign is not None
    assert (campaign.period.value.edtf if campaign.period else None) == period


def test_a_start_on_an_illegible_day_of_issue_stays_open() -> None:
    body = ["II. THỜI GIAN", "Từ ngày ban hành Kế hoạch đến hết ngày 31/12/2021."]
    campaign = _campaign(body=body, date="Phú Lương, ngày    tháng 4 năm 2021")
    assert campaign is not None
    assert campaign.period is not None
    assert campaign.period.value.edtf == "../2021-12-31"


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Phát động phong trào thi đua giai đoạn 2021 - 2025", "2021/2025"),
        ("Tổ chức phong trào thi đua năm 2021", "2021"),
        ("Phát động đợt thi đua chào mừng các ngày lễ lớn trong năm 2021", None),
    ],
)
def test_a_title_can_say_when(title: str, period: str | None) -> None:
    campaign = _campaign(title)
    assert campaign is not None
    assert (campaign.period.value.edtf if campaign.period else None) == period


def test_the_audience_has_an_entry_a_paragraph() -> None:
    body = [
        "II. ĐỐI TƯỢNG, NỘI DUNG THI ĐUA",
        "1. Đối tượng tham gia",
        "1.1. Tập thể: Các phòng, ban, ngành huyện.",
        "1.2. Cá nhân: Cán bộ, công chức, viên chức.",
        "2. Nội dung thi đua",
        "Hoàn thành các chỉ tiêu được giao.",
    ]
    campaign = _campaign(body=body)
    assert campaign is not None
    assert [audience.value for audience in campaign.audience] == [
        "Các phòng, ban, ngành huyện",
        "Cán bộ, công chức, viên chức",
    ]


@pytest.mark.parametrize(
    ("body", "edtf"),
    [
        (["II. THỜI GIAN", "1. Thời gian: 04 ngày, từ ngày 20 - 23/7/2021."], "2021-07-20/2021-07-23"),
        (
            ["II. TIẾN ĐỘ", "- Từ 10/4 đến 20/4/2021: xây dựng kế hoạch.", "III. THỜI GIAN", "Từ 01/5 đến 31/8/2021."],
            "2021-05-01/2021-08-31",
        ),
        (
            ["II. THỜI GIAN", "Đợt thi đua bắt đầu từ ngày 15.4 và kết thúc vào ngày 20.12.2021, gồm 02 bước."],
            "2021-04-15/2021-12-20",
        ),
    ],
    ids=["days and dates", "its time before its stages", "begins and ends"],
)
def test_when_a_campaign_runs(body: list[str], edtf: str) -> None:
    campaign = _campaign(body=body)
    assert campaign is not None
    assert campaign.period is not None
    assert campaign.period.value.edtf == edtf


@pytest.mark.parametrize(
    ("body", "slogan"),
    [
        (
            ["II. CHỦ ĐỀ, KHẨU HIỆU", "1. Chủ đề: “Vì quê hương”.", "2. Các khẩu hiệu:", "- “Làng xanh, ngõ sạch”;"],
            True,
        ),
        (["II. KHẨU HIỆU", "(phụ lục kèm theo)", "III. THỜI GIAN", "Năm 2021."], False),
    ],
    ids=["one of several beside a theme", "elsewhere"],
)
def test_slogans(body: list[str], slogan: bool) -> None:
    campaign = _campaign(body=body)
    assert campaign is not None
    assert (campaign.slogan is not None and campaign.slogan.value) == (slogan and "Làng xanh, ngõ sạch")


def test_an_audience_beside_other_matters() -> None:
    campaign = _campaign(
        body=["II. ĐỐI TƯỢNG, THỂ LỆ", "1. Đối tượng: các hộ nông dân.", "2. Thể lệ: mỗi hộ nộp 01 sản phẩm."]
    )
    assert campaign is not None
    assert [value.value for value in campaign.audience] == ["Các hộ nông dân"]


@given(st.text('“”" aổ.,«»\n', max_size=30))
def test_a_quotation_lies_inside_its_marks(text: str) -> None:
    whole = f"“{text}”."
    span = quoted(whole, 0, len(whole))
    if "\n" not in text:
        assert span is not None
    if span is not None:
        assert 1 <= span[0] <= span[1] < len(whole)


@settings(deadline=None)  # outlines a plan for each example: what else the machine does must not fail it
@given(st.lists(st.text("Thờigan: từ ngày01/5đến2021“chủđề”", max_size=40), max_size=5))
def test_evidence_spans_its_text(body: list[str]) -> None:
    document = _document(body=[line for line in body if line.strip()])
    outline = outline_document(document)
    campaign = find_campaign(document, outline, find_header(document, outline))
    assert campaign is not None
    for value in [campaign.name, campaign.theme, campaign.slogan, campaign.period, *campaign.audience]:
        if value is not None:
            assert document.text[value.evidence.start : value.evidence.end] == value.evidence.text


def test_the_times_of_stages_and_of_tables_do_not_widen_the_period() -> None:
    body = [
        "II. THỜI GIAN THỰC HIỆN",
        "1. Từ ngày 10/4/2021 đến ngày 30/11/2021.",
        "2. Giai đoạn 1: từ ngày 12/4/2021 đến ngày 30/6/2021.",
        "3. Giai đoạn 2: từ ngày 01/7/2021 đến ngày 30/11/2021.",
    ]
    campaign = _campaign(body=body)
    assert campaign is not None
    assert campaign.period is not None
    assert campaign.period.value.edtf == "2021-04-10/2021-11-30"


def test_a_section_of_theme_and_slogan_gives_the_slogan() -> None:
    body = ["II. CHỦ ĐỀ VÀ KHẨU HIỆU", "1. Chủ đề: “Làng quê xanh”.", "2. Khẩu hiệu: “Mỗi nhà một cây”."]
    campaign = _campaign(body=body)
    assert campaign is not None
    assert campaign.slogan is not None
    assert campaign.slogan.value == "Mỗi nhà một cây"
