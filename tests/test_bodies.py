import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from models.evidence import Evidence
from models.page import Line, Page, Region
from models.record import Body, BodyKind, DutyRole, Header, Level, TextOrigin, TextValue
from pipeline.clean import build_document
from pipeline.extract.bodies import find_bodies
from pipeline.extract.bodies.duty_tables import read_columns
from pipeline.extract.bodies.kinds import kind_at_home
from pipeline.segment import outline_document
from tests.real import real_file

_PHRASES = Path(__file__).parent.parent / "corpus" / "phrases"
_NOWHERE = Evidence(start=0, end=0, text="", raw="", page=1)
_HEAD = ("KẾ HOẠCH", "Về việc triển khai công tác năm 2022", "I. MỤC ĐÍCH", "- Nâng cao nhận thức của nhân dân.")
_HOME = "Ủy ban nhân dân huyện Lục Ngạn"


def _bodies(lines: Sequence[str | Line], issuer: str | None = _HOME) -> tuple[Body, ...]:
    """The bodies of a plan whose lines follow a title and a first section."""
    printed = [line if isinstance(line, Line) else Line(line, starts_paragraph=True) for line in (*_HEAD, *lines)]
    page = Page(1, 0.0, 0.0, tuple(printed), TextOrigin.PLAIN_TEXT)
    document = build_document([page])
    value = TextValue(value=issuer, confidence=1.0, evidence=_NOWHERE) if issuer else None
    found = find_bodies(document, outline_document(document), Header(issuer=value))
    for body in found:
        for evidence in (*body.mentions, *(duty.evidence for duty in body.duties)):
            assert document.text[evidence.start : evidence.end] == evidence.text
    return found


def _roles(bodies: Sequence[Body]) -> dict[str, list[str]]:
    return {body.name: sorted({duty.role.value for duty in body.duties}) for body in bodies}


def _row(row: int, *cells: str) -> list[Line]:
    """A row of a table."""
    return [Line(cell, region=Region.TABLE, table=0, row=row, column=column) for column, cell in enumerate(cells)]


def _rows(file: str) -> list[tuple[str, dict[str, list[str]]]]:
    rows = [json.loads(line) for line in (_PHRASES / file).read_text("utf-8").splitlines()]
    return [(row["text"], row["duties"]) for row in rows if "duties" in row]


ROWS = [*_rows("bodies.jsonl"), *_rows("bodies_negative.jsonl")]


@pytest.mark.parametrize(("text", "duties"), ROWS, ids=[text[:60] for text, _ in ROWS])
def test_duties_of_the_corpus(text, duties):
    assert _roles(_bodies(["II. TỔ CHỨC THỰC HIỆN", f"1. {text}"])) == duties


def test_a_heading_gives_its_tasks_to_its_body():
    bodies = _bodies(
        [
            "II. TỔ CHỨC THỰC HIỆN",
            "1. Phòng Tư pháp",
            "- Xây dựng nội dung hội thi, hoàn thành trước ngày 15/3/2022.",
            "- Phối hợp với Công an huyện biên soạn đề thi.",
            "- Chủ trì tổng kết hội thi.",
            "2. Đề nghị Hội Nông dân huyện",
            "- Vận động hội viên tham gia hội thi.",
        ]
    )
    assert _roles(bodies) == {
        "Phòng Tư pháp": ["assigned", "coordinate", "lead"],
        "Công an huyện": ["coordinate"],
        "Hội Nông dân huyện": ["requested"],
    }
    first = bodies[0].duties[0]
    assert first.text == "Xây dựng nội dung hội thi, hoàn thành trước ngày 15/3/2022"
    assert first.section == "II.1"


def test_who_is_asked_in_a_heading_is_asked_in_its_items():
    bodies = _bodies(
        [
            "II. TỔ CHỨC THỰC HIỆN",
            "1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam huyện, Hội Nông dân huyện",
            "- Hội Nông dân huyện vận động hội viên hiến đất.",
            "2. Phòng Tư pháp",
            "- Hội Nông dân huyện tổ chức tuyên truyền pháp luật.",
        ]
    )
    assert _roles(bodies)["Hội Nông dân huyện"] == ["assigned", "requested"]


def test_own_offices_of_a_union_are_the_unions():
    assert kind_at_home("ban tuyen giao", BodyKind.PARTY, BodyKind.MASS_ORGANISATION) is BodyKind.MASS_ORGANISATION
    assert kind_at_home("ban tuyen giao huyen uy", BodyKind.PARTY, BodyKind.MASS_ORGANISATION) is BodyKind.PARTY
    assert kind_at_home("phong noi vu", BodyKind.DEPARTMENT, BodyKind.MASS_ORGANISATION) is BodyKind.DEPARTMENT
    assert kind_at_home("to vat ly", BodyKind.COUNCIL, BodyKind.SCHOOL) is BodyKind.SCHOOL


def test_a_body_is_entered_once_whatever_it_is_called():
    bodies = _bodies(
        [
            "II. TỔ CHỨC THỰC HIỆN",
            "1. Phòng Nội vụ huyện chủ trì triển khai Kế hoạch.",
            "2. Phòng Văn hóa và Thông tin báo cáo UBND huyện trước ngày 20/4/2022.",
            "3. Phòng Nội vụ tổng hợp kết quả, trình Ủy ban nhân dân huyện Lục Ngạn xem xét.",
        ]
    )
    assert _roles(bodies) == {
        "Phòng Nội vụ huyện": ["assigned", "lead"],
        "Phòng Văn hóa và Thông tin": ["assigned"],
        "Ủy ban nhân dân huyện Lục Ngạn": ["receive_report"],
    }
    government = next(body for body in bodies if body.kind is BodyKind.GOVERNMENT)
    assert [mention.text for mention in government.mentions] == ["UBND huyện", "Ủy ban nhân dân huyện Lục Ngạn"]


def test_a_bare_organ_is_the_one_that_plans():
    bodies = _bodies(
        ["II. TỔ CHỨC THỰC HIỆN", "1. Các phòng chuyên môn báo cáo kết quả về Sở trước ngày 05/12/2022."],
        issuer="Sở Y tế tỉnh Bắc Giang",
    )
    assert _roles(bodies) == {"Các phòng chuyên môn": ["assigned"], "Sở Y tế tỉnh Bắc Giang": ["receive_report"]}


def test_each_of_a_kind_is_each_that_the_heading_names():
    bodies = _bodies(
        [
            "II. TỔ CHỨC THỰC HIỆN",
            "1. Bệnh viện Bãi Cháy, Bệnh viện Hoàng Long",
            "Mỗi bệnh viện cử 02 tổ cấp cứu sẵn sàng hỗ trợ tuyến dưới.",
            "2. Phòng Y tế",
            "Tổng hợp kết quả.",
        ]
    )
    assert set(_roles(bodies)) == {"Bệnh viện Bãi Cháy", "Bệnh viện Hoàng Long", "Phòng Y tế"}


def test_unit_and_level_come_from_the_plan_where_the_name_has_none():
    bodies = _bodies(["II. TỔ CHỨC THỰC HIỆN", "1. Phòng Y tế chủ trì; đề nghị Sở Y tế cấp hóa chất."])
    room, department = bodies
    assert (room.level, room.unit.district, room.unit.province) == (Level.DISTRICT, "huyện Lục Ngạn", "tỉnh Bắc Giang")
    assert (department.level, department.unit.district) == (Level.PROVINCE, None)


def test_without_an_issuer_nothing_is_guessed():
    (body,) = _bodies(["II. TỔ CHỨC THỰC HIỆN", "1. Phòng Y tế chủ trì lập danh sách."], issuer=None)
    assert body.level is None
    assert body.unit.model_dump() == {"province": None, "district": None, "commune": None}


def test_a_party_committee_is_the_committee_of_its_unit():
    (body,) = _bodies(["II. TỔ CHỨC THỰC HIỆN", "1. Văn phòng Huyện ủy theo dõi."], issuer="Huyện ủy Lục Ngạn")
    assert (body.level, body.unit.district) == (Level.DISTRICT, "huyện Lục Ngạn")


def test_table_columns_give_the_parts():
    header = ("STT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện")
    row = ("1", "Tổ chức hội thi", "Phòng Tư pháp", "Công an huyện; các xã, thị trấn", "Tháng 9/2022")
    lines = [
        Line(text, table=0, row=number, column=column)
        for number, cells in enumerate((header, row))
        for column, text in enumerate(cells)
    ]
    bodies = _bodies(["II. TỔ CHỨC THỰC HIỆN", *lines])
    assert _roles(bodies) == {
        "Phòng Tư pháp": ["lead"],
        "Công an huyện": ["coordinate"],
        "Các xã, thị trấn": ["coordinate"],
    }
    assert "Tháng 9/2022" in bodies[0].duties[0].evidence.text


@pytest.mark.parametrize(
    ("cells", "roles"),
    [
        pytest.param(("TT", "Nhiệm vụ", "Đơn vị thực hiện"), {2: DutyRole.ASSIGNED}, id="one column of bodies"),
        pytest.param(("TT", "Nội dung thực hiện", "Thời gian thực hiện"), {}, id="no column of bodies"),
        pytest.param(("1", "Phòng Tư pháp chủ trì", "x" * 70), {}, id="a row that is no heading"),
        pytest.param(("Chủ trì", "Phối hợp"), {0: DutyRole.LEAD, 1: DutyRole.COORDINATE}, id="without a number column"),
    ],
)
def test_columns_of_a_table(cells, roles):
    assert read_columns(cells) == roles


def test_labels_give_the_parts_of_the_task_they_stand_under():
    bodies = _bodies(
        [
            "II. NHIỆM VỤ",
            "1. Số hóa hồ sơ lưu trữ",
            "- Đơn vị chủ trì: Phòng Nội vụ.",
            "- Đơn vị phối hợp: Văn phòng HĐND và UBND huyện.",
            "- Thời gian hoàn thành: Quý III/2022.",
        ]
    )
    assert _roles(bodies) == {
        "Phòng Nội vụ": ["lead"],
        "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện": ["coordinate"],
    }
    assert {duty.text for body in bodies for duty in body.duties} == {"Số hóa hồ sơ lưu trữ"}


def test_short_forms_are_resolved_only_where_certain():
    lines = [
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Phòng Nội vụ (cơ quan thường trực của Hội đồng) theo dõi chung.",
        "2. Phòng Tư pháp, Công an huyện tổ chức tuyên truyền.",
        "3. Các cơ quan, đơn vị nêu trên báo cáo kết quả trước ngày 10/12/2022.",
        "4. Đề nghị cơ quan thường trực tổng hợp kết quả.",
    ]
    roles = _roles(_bodies(lines))
    assert roles["Phòng Nội vụ"] == ["assigned", "requested"]
    assert set(roles) == {"Phòng Nội vụ", "Phòng Tư pháp", "Công an huyện"}
    without = _roles(_bodies(["II. TỔ CHỨC THỰC HIỆN", "1. Đề nghị cơ quan thường trực tổng hợp kết quả."]))
    assert without == {}


def test_the_closing_gives_duties_and_the_preamble_and_recipients_do_not():
    bodies = _bodies(
        [
            "Thực hiện Kế hoạch của Sở Nội vụ, Ủy ban nhân dân huyện ban hành Kế hoạch như sau:",
            "II. TỔ CHỨC THỰC HIỆN",
            "1. Phòng Nội vụ đôn đốc các cơ quan, đơn vị.",
            "Trên đây là Kế hoạch của huyện, yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.",
            "Nơi nhận:",
            "- Thường trực Huyện ủy;",
            "- Công an huyện;",
            "- Lưu: VT.",
        ]
    )
    assert _roles(bodies) == {"Phòng Nội vụ": ["assigned"], "Các cơ quan, đơn vị": ["requested"]}


def test_a_sentence_that_gives_only_the_time_belongs_to_the_task_before():
    (body,) = _bodies(["II. TỔ CHỨC THỰC HIỆN", "1. Phòng Y tế lập danh sách. Hoàn thành trước ngày 05/02/2022."])
    assert [duty.evidence.text for duty in body.duties] == [
        "Phòng Y tế lập danh sách. Hoàn thành trước ngày 05/02/2022"
    ]


def test_the_same_plan_gives_the_same_bodies():
    lines = ["II. TỔ CHỨC THỰC HIỆN", *(f"{number}. {text}" for number, (text, _) in enumerate(ROWS[:20], 1))]
    assert _bodies(lines) == _bodies(lines)


def test_a_plan_without_duties_has_no_bodies():
    assert _bodies(["II. KINH PHÍ", "Kinh phí thực hiện từ ngân sách huyện năm 2022."]) == ()


@pytest.mark.real
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_real_plans_name_most_of_the_bodies_of_their_gold(name):
    gold = json.loads(real_file(f"gold/{name}.json").read_text("utf-8"))
    lines = real_file(f"texts/{name}.txt").read_text("utf-8").split("\n")
    page = Page(1, 0.0, 0.0, tuple(Line(line) for line in lines), TextOrigin.PLAIN_TEXT)
    document = build_document([page])
    value = TextValue(value=gold["header"]["issuer"], confidence=1.0, evidence=_NOWHERE)
    found = {body.name.casefold() for body in find_bodies(document, outline_document(document), Header(issuer=value))}
    wanted = [body for body in gold["bodies"] if not body.get("optional")]
    hits = sum(any(name.casefold() in found for name in (body["name"], *body.get("also", ()))) for body in wanted)
    assert hits >= 0.7 * len(wanted)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Phòng Aaa Bbb " * 3000, id="capitals without end"),
        pytest.param("Phòng Nội vụ " + "phụ trách a " * 8000, id="describing clauses without end"),
        pytest.param("phối hợp với Phòng Nội vụ báo cáo kết quả cho Sở Y tế " * 600, id="no full stop"),
        pytest.param("Phòng Nội vụ (((((" * 2000, id="brackets that never close"),
        pytest.param("các cơ quan đơn vị địa phương có hoạt động về dược " * 800, id="groups without commas"),
    ],
)
def test_odd_text_is_read_in_linear_time(words):
    started = time.perf_counter()
    _bodies(["II. TỔ CHỨC THỰC HIỆN", f"1. {words}"])
    assert time.perf_counter() - started < 20


def test_a_council_named_once_in_full_is_meant_by_its_short_name() -> None:
    bodies = _bodies(
        [
            "II. TỔ CHỨC THỰC HIỆN",
            "1. Phòng Nội vụ tham mưu thành lập Hội đồng Sáng kiến, gửi kết quả về Hội đồng trước ngày 10/6/2022.",
        ]
    )
    assert _roles(bodies)["Hội đồng Sáng kiến"] == ["receive_report"]


def test_a_short_name_that_could_mean_two_councils_means_none() -> None:
    bodies = _bodies(
        [
            "II. TỔ CHỨC THỰC HIỆN",
            "1. Phòng Nội vụ giúp việc Hội đồng Sáng kiến, Hội đồng Tư vấn; gửi kết quả về Hội đồng.",
        ]
    )
    assert "receive_report" not in {role for roles in _roles(bodies).values() for role in roles}


def test_what_each_unit_is_told_is_entered_under_the_words_that_tell_it() -> None:
    bodies = _bodies(
        ["II. TỔ CHỨC THỰC HIỆN", "1. Mỗi đơn vị xây dựng 01 mô hình phù hợp với từng đơn vị trước ngày 10/6/2022."]
    )
    assert [body.name for body in bodies] == ["Mỗi đơn vị"]


def test_a_cell_that_says_as_above_repeats_the_cell_above_it():
    bodies = _bodies(
        [
            "II. NỘI DUNG",
            *_row(0, "TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"),
            *_row(1, "1", "Khảo sát tuyến đường", "Phòng Kinh tế và Hạ tầng", "Công an huyện", "Tháng 4/2022"),
            *_row(2, "2", "Cắm biển cảnh báo", "", "", "Tháng 5/2022"),
            *_row(3, "3", "Kẻ vạch sơn", "Như trên", "-nt-", "Tháng 6/2022"),
        ]
    )
    told = {body.name: [duty.text for duty in body.duties] for body in bodies}
    assert [len(told[name]) for name in ("Phòng Kinh tế và Hạ tầng", "Công an huyện")] == [3, 2]


def test_a_row_that_heads_a_part_of_the_table_has_no_leader():
    bodies = _bodies(
        [
            "II. NỘI DUNG",
            *_row(0, "TT", "Nội dung", "Chủ trì", "Phối hợp"),
            *_row(1, "1", "Khảo sát tuyến đường", "Phòng Kinh tế và Hạ tầng", "Công an huyện"),
            *_row(2, "II", "Tuyên truyền", "", ""),
        ]
    )
    assert {body.name: len(body.duties) for body in bodies} == {"Phòng Kinh tế và Hạ tầng": 1, "Công an huyện": 1}


def test_two_units_by_name_are_two_bodies():
    bodies = _bodies(["II. TỔ CHỨC THỰC HIỆN", "1. UBND xã Yên Trạch và thị trấn Đu bàn giao mặt bằng."])
    assert [(body.name, body.unit.commune) for body in bodies] == [
        ("Ủy ban nhân dân xã Yên Trạch", "xã Yên Trạch"),
        ("Ủy ban nhân dân thị trấn Đu", "thị trấn Đu"),
    ]


def test_organs_of_the_state_stand_at_the_centre():
    (body,) = _bodies(["II. TỔ CHỨC THỰC HIỆN", "1. Tổng hợp, báo cáo Thủ tướng Chính phủ."])
    assert (body.name, body.level) == ("Thủ tướng Chính phủ", Level.CENTRAL)
