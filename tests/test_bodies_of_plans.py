"""Who is told what in plans of many kinds of agencies: hospitals, schools, Party, unions, troops, communes."""

import pytest

from models.evidence import Evidence
from models.page import Line, Page
from models.record import Header, TextOrigin, TextValue
from pipeline.clean import build_document
from pipeline.extract.bodies import find_bodies
from pipeline.segment import outline_document

_NOWHERE = Evidence(start=0, end=0, text="", raw="", page=1)
_HEAD = (
    "KẾ HOẠCH",
    "Về việc triển khai công tác năm 2022",
    "I. MỤC ĐÍCH",
    "- Nâng cao nhận thức của nhân dân.",
    "II. TỔ CHỨC THỰC HIỆN",
)
_HUYEN, _TINH, _XA = "Ủy ban nhân dân huyện Sông Mã", "Ủy ban nhân dân tỉnh Hà Giang", "Ủy ban nhân dân xã Tân Lập"
_HOSPITAL, _SCHOOL = "Bệnh viện Đa khoa tỉnh Hà Giang", "Trường Trung học phổ thông Lê Hồng Phong"
_PARTY, _DEPARTMENT = "Huyện ủy Sông Mã", "Sở Y tế tỉnh Hà Giang"
_INSPECTORS = "Viện kiểm sát nhân dân tỉnh Hà Giang"


def _roles(issuer: str, lines: list[str]) -> dict[str, list[str]]:
    printed = tuple(Line(line, starts_paragraph=True) for line in (*_HEAD, *lines))
    document = build_document([Page(1, 0.0, 0.0, printed, TextOrigin.PLAIN_TEXT)])
    header = Header(issuer=TextValue(value=issuer, confidence=1.0, evidence=_NOWHERE))
    found = find_bodies(document, outline_document(document), header)
    return {body.name: sorted({duty.role.value for duty in body.duties}) for body in found}


PLANS = [
    pytest.param(
        _HOSPITAL,
        [
            "- Khoa Kiểm soát nhiễm khuẩn: giám sát vệ sinh tay.",
            "- Khoa Hồi sức tích cực - Chống độc bố trí 10 giường.",
            "- Các khoa lâm sàng, cận lâm sàng thực hiện nghiêm quy chế.",
            "- Trưởng khoa Dược cung ứng thuốc; Phòng Quản lý chất lượng báo cáo Giám đốc bệnh viện.",
            "- Đội phản ứng nhanh bố trí xe.",
            "- Công đoàn bệnh viện: phát động thi đua.",
        ],
        {
            "Khoa Kiểm soát nhiễm khuẩn": ["assigned"],
            "Khoa Hồi sức tích cực - Chống độc": ["assigned"],
            "Các khoa lâm sàng, cận lâm sàng": ["assigned"],
            "Trưởng khoa Dược": ["assigned"],
            "Phòng Quản lý chất lượng": ["assigned"],
            "Giám đốc bệnh viện": ["receive_report"],
            "Đội phản ứng nhanh": ["assigned"],
            "Công đoàn bệnh viện": ["assigned"],
        },
        id="hospital",
    ),
    pytest.param(
        _HOSPITAL,
        [
            "- Khoa Phòng, chống bệnh truyền nhiễm: điều tra dịch tễ.",
            "- Khoa Kiểm soát bệnh tật - HIV/AIDS: giám sát ca bệnh.",
            "- Trạm Y tế các xã: 02 cơ số thuốc, báo cáo Bệnh viện trước ngày 25 hằng tháng.",
        ],
        {
            "Khoa Phòng, chống bệnh truyền nhiễm": ["assigned"],
            "Khoa Kiểm soát bệnh tật - HIV/AIDS": ["assigned"],
            "Trạm Y tế các xã": ["assigned"],
            "Bệnh viện Đa khoa tỉnh Hà Giang": ["receive_report"],
        },
        id="names with marks inside, and the author's own word",
    ),
    pytest.param(
        _SCHOOL,
        [
            "1. Trách nhiệm của giáo viên chủ nhiệm:",
            "- Phổ biến nội quy đến học sinh.",
            "2. Đoàn Thanh niên phối hợp với Công đoàn cơ sở, GVCN các lớp tổ chức hội trại.",
            "3. Liên đội phát động thi đua; Công đoàn vận động đoàn viên; Chi đoàn đảm nhận phần âm thanh.",
            "4. Y tế trường học chuẩn bị cơ số thuốc.",
            "5. Ban hậu cần: chuẩn bị nước uống.",
        ],
        {
            "Giáo viên chủ nhiệm": ["assigned"],
            "Đoàn Thanh niên": ["coordinate"],
            "Công đoàn cơ sở": ["coordinate"],
            "Giáo viên chủ nhiệm các lớp": ["coordinate"],
            "Liên đội": ["assigned"],
            "Công đoàn": ["assigned"],
            "Chi đoàn": ["assigned"],
            "Y tế trường học": ["assigned"],
            "Ban hậu cần": ["assigned"],
        },
        id="school",
    ),
    pytest.param(
        _PARTY,
        [
            "1. Đảng ủy các cơ quan Đảng, Đảng ủy UBND huyện lãnh đạo cụ thể hóa chỉ tiêu.",
            "2. Ban Xây dựng Đảng tham mưu Ban Thường vụ Huyện ủy; Ủy ban Kiểm tra Huyện ủy kiểm tra, giám sát.",
            "3. Các ban của Huyện ủy theo chức năng, nhiệm vụ tham mưu, hướng dẫn thực hiện.",
            "4. Huyện ủy viên phụ trách cơ sở dự đại hội.",
        ],
        {
            "Đảng ủy các cơ quan Đảng": ["assigned"],
            "Đảng ủy Ủy ban nhân dân huyện": ["assigned"],
            "Ban Xây dựng Đảng": ["advise"],
            "Ủy ban Kiểm tra Huyện ủy": ["assigned"],
            "Các ban của Huyện ủy": ["advise"],
        },
        id="Party committees, and a member of one",
    ),
    pytest.param(
        _XA,
        [
            "- Trung tâm Phục vụ hành chính công xã công khai thủ tục.",
            "- Giao công chức Văn hóa - Xã hội phối hợp cùng Đài truyền thanh xã, Đoàn xã tuyên truyền; "
            "Ban Công tác Mặt trận các thôn giám sát.",
            "- Tổ khuyến nông cộng đồng thăm đồng; các xóm trưởng lập danh sách hộ.",
        ],
        {
            "Trung tâm Phục vụ hành chính công xã": ["assigned"],
            "Công chức Văn hóa - Xã hội": ["assigned"],
            "Đài Truyền thanh xã": ["coordinate"],
            "Đoàn xã": ["coordinate"],
            "Ban Công tác Mặt trận các thôn": ["assigned"],
            "Tổ khuyến nông cộng đồng": ["assigned"],
            "Các xóm trưởng": ["assigned"],
        },
        id="commune",
    ),
    pytest.param(
        _TINH,
        [
            "1. Bảo hiểm xã hội khu vực XVI, Kho bạc Nhà nước khu vực VII, Thuế tỉnh Hà Giang chia sẻ dữ liệu.",
            "2. Ngân hàng Nhà nước Chi nhánh Khu vực 5 chỉ đạo các tổ chức tín dụng bố trí vốn.",
            "3. Vườn Quốc gia Du Già, Cảng vụ Hàng không Hà Giang, Sở Xây dựng lập phương án.",
            "4. Cảng vụ Đường thủy Hà Giang có trách nhiệm kiểm tra bến bãi.",
            "5. UBND thành phố Hà Giang, UBND các huyện: Bắc Mê, Quang Bình ban hành kế hoạch.",
            "6. Yêu cầu Giám đốc các Sở: Y tế, Tư pháp khẩn trương triển khai.",
        ],
        {
            "Bảo hiểm xã hội khu vực XVI": ["assigned"],
            "Kho bạc Nhà nước khu vực VII": ["assigned"],
            "Thuế tỉnh Hà Giang": ["assigned"],
            "Ngân hàng Nhà nước Chi nhánh Khu vực 5": ["assigned"],
            "Vườn Quốc gia Du Già": ["assigned"],
            "Cảng vụ Hàng không Hà Giang": ["assigned"],
            "Sở Xây dựng": ["assigned"],
            "Cảng vụ Đường thủy Hà Giang": ["assigned"],
            "Ủy ban nhân dân thành phố Hà Giang": ["assigned"],
            "Ủy ban nhân dân các huyện Bắc Mê, Quang Bình": ["assigned"],
            "Giám đốc Sở Y tế": ["requested"],
            "Giám đốc Sở Tư pháp": ["requested"],
        },
        id="province, with bodies in no table",
    ),
    pytest.param(
        _HUYEN,
        [
            "1. Ban CHQS các huyện; Trung đoàn 842; Tiểu đoàn 2 triển khai xong trước 15/3.",
            "2. Đội Quản lý trật tự đô thị phối hợp Đội Quản lý thị trường số 4, Hạt Kiểm lâm lập biên bản.",
            "3. Ban Quản lý dự án đầu tư xây dựng công trình giao thông huyện thực hiện theo chức năng.",
            "4. Cấp xã: thành lập tổ xung kích.",
        ],
        {
            "Ban Chỉ huy Quân sự các huyện": ["assigned"],
            "Trung đoàn 842": ["assigned"],
            "Tiểu đoàn 2": ["assigned"],
            "Đội Quản lý trật tự đô thị": ["assigned"],
            "Đội Quản lý thị trường số 4": ["coordinate"],
            "Hạt Kiểm lâm": ["coordinate"],
            "Ban Quản lý dự án đầu tư xây dựng công trình giao thông huyện": ["assigned"],
            "Cấp xã": ["assigned"],
        },
        id="district, with numbers in names",
    ),
    pytest.param(
        _DEPARTMENT,
        [
            "1. Văn thư Sở tiếp nhận, vào sổ văn bản.",
            "2. Các phòng GDĐT, các trường THPT tổ chức cho học sinh tham gia.",
            "3. Phòng Nghiệp vụ Y là cơ quan thường trực, chủ trì tổng hợp.",
            "4. Văn phòng Sở là cơ quan thường trực, tham mưu Giám đốc Sở.",
        ],
        {
            "Văn thư Sở": ["assigned"],
            "Các phòng Giáo dục và Đào tạo": ["assigned"],
            "Các trường THPT": ["assigned"],
            "Phòng Nghiệp vụ Y": ["lead"],
            "Văn phòng Sở": ["advise"],
        },
        id="department",
    ),
    pytest.param(
        _INSPECTORS,
        ["1. Phòng 1, Phòng 8 rà soát các vụ án.", "2. Giao Tổ giúp việc: 05 đồng chí."],
        {"Phòng 1": ["assigned"], "Phòng 8": ["assigned"], "Tổ giúp việc": ["assigned"]},
        id="rooms by number",
    ),
]


@pytest.mark.parametrize(("issuer", "lines", "roles"), PLANS)
def test_who_is_told_what(issuer, lines, roles):
    assert _roles(issuer, lines) == roles


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Đẩy mạnh phòng chống tội phạm, đoàn kết trong nội bộ, khoa học kỹ thuật, hội thi.", id="words"),
        pytest.param("Hội trường được trang trí; trung tâm thị trấn treo cờ Tổ quốc.", id="a place"),
        pytest.param("Ban đêm: trực tại trụ sở; phòng bệnh (tiêm chủng): theo lịch.", id="heads that are none"),
        pytest.param("Kết thúc mùa mưa bão, việc tổng kết được tiến hành.", id="a time before the subject"),
        pytest.param("Tiếp tục khen thưởng tập thể nhỏ có trách nhiệm cao.", id="a task that begins large"),
        pytest.param("Ông Trịnh Văn Hải, Hiệu phó: Trưởng ban; bà Lê Thị Hoa: Phó Trưởng ban.", id="members of a team"),
    ],
)
def test_what_only_looks_like_a_body_is_told_nothing(line):
    assert _roles(_HUYEN, [f"- {line}"]) == {}


def test_a_damaged_name_is_the_sound_one_that_is_near():
    lines = ["1. Phòng Tư pháp theo dõi.", "2. Các xã báo cáo Phòng Tư phápp trước ngày 10/6/2022."]
    assert _roles(_HUYEN, lines) == {"Phòng Tư pháp": ["assigned", "receive_report"], "Các xã": ["assigned"]}
    numbered = ["1. Phòng 1 theo dõi.", "2. Phòng 2 theo dõi."]
    assert set(_roles(_INSPECTORS, numbered)) == {"Phòng 1", "Phòng 2"}


def test_a_list_goes_on_behind_what_could_not_be_read_of_a_member():
    lines = ["1. Đề nghị Sở Y tế; Phòng Y tế huện, thị; Bảo hiểm xã hội huyện triển khai thực hiện tốt kế hoạch."]
    assert _roles(_DEPARTMENT, lines)["Bảo hiểm xã hội huyện"] == ["requested"]


def test_bodies_behind_a_semicolon_may_act_for_themselves():
    lines = [
        "1. Phòng Y tế báo cáo UBND huyện; Phòng Nội vụ tổng hợp.",
        "2. Đề nghị Phòng Y tế; Công an huyện phối hợp.",
    ]
    assert _roles(_HUYEN, lines) == {
        "Phòng Y tế": ["assigned", "requested"],
        "Ủy ban nhân dân huyện": ["receive_report"],
        "Phòng Nội vụ": ["assigned"],
        "Công an huyện": ["requested"],
    }


def test_cities_under_the_central_government_are_provinces():
    printed = tuple(
        Line(line, starts_paragraph=True) for line in (*_HEAD, "1. Các sở, ban, ngành thành phố tổ chức thực hiện.")
    )
    document = build_document([Page(1, 0.0, 0.0, printed, TextOrigin.PLAIN_TEXT)])
    issuer = TextValue(value="Ủy ban nhân dân thành phố Cần Thơ", confidence=1.0, evidence=_NOWHERE)
    (body,) = find_bodies(document, outline_document(document), Header(issuer=issuer))
    assert (body.name, body.level) == ("Các sở, ban, ngành thành phố", "province")
