import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from models.errors import ArchiveNotFoundError, QueryError, SavedSearchNotFoundError
from models.record import DutyRole, Header, PlanRecord
from pipeline.archive import Archive, Match, Query, open_archive
from pipeline.cli import search as search_command
from tests.builders import Draft, record


def autumn() -> PlanRecord:
    """A plan of a Party committee: spelled alike without diacritics, due later, other bodies."""
    draft = Draft(
        [
            (1, "ĐẢNG ỦY XÃ BÌNH YÊN"),
            (1, "Số 12-KH/ĐU"),
            (1, "Bình Yên, ngày 03/9/2021"),
            (1, "I. MỤC TIÊU"),
            (1, "Thị xã đưa ra các mục tiêu về cây đình lăng."),
            (2, "II. KHEN THƯỞNG"),
            (2, "Văn phòng Đảng ủy trình danh sách khen thưởng chậm nhất ngày 30/11/2021."),
            (2, "Chi bộ thôn nộp báo cáo trong quý IV năm 2021."),
        ]
    )
    award = "Văn phòng Đảng ủy trình danh sách khen thưởng chậm nhất ngày 30/11/2021"
    report = "Chi bộ thôn nộp báo cáo trong quý IV năm 2021"
    return record(
        draft,
        path="scans/autumn.pdf",
        header=Header(
            issuer=draft.value("ĐẢNG ỦY XÃ BÌNH YÊN", "Đảng ủy xã Bình Yên"),
            number=draft.value("12"),
            symbol=draft.value("KH/ĐU"),
            place=draft.value("Bình Yên,", "Bình Yên"),
            issued=draft.dated("ngày 03/9/2021", "2021-09-03"),
        ),
        sections=(
            draft.section("I", "MỤC TIÊU", ["objectives"], "II. KHEN"),
            draft.section("II", "KHEN THƯỞNG", ["rewards"]),
        ),
        deadlines=(
            draft.deadline(award, section="II", edtf="2021-11-30", bound="by"),
            draft.deadline(report, section="II", responsible=["Chi bộ thôn"], edtf="2021-36", bound="during"),
        ),
        bodies=(
            draft.body("Văn phòng Đảng ủy", "Văn phòng Đảng ủy", draft.duty("lead", award, "II")),
            draft.body("Chi bộ thôn", "Chi bộ thôn", draft.duty("assigned", report, "II")),
        ),
    )


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    is_folder = request.param == "sqlite"
    target = str(tmp_path_factory.mktemp("archive")) if is_folder else request.getfixturevalue("new_database")()
    with open_archive(target) as opened:
        opened.save(record(), "1")
        opened.save(autumn(), "1")
        undated = record(Draft([(1, "Bản nháp không ngày tháng, không nơi ban hành.")]), path="scans/draft.pdf")
        opened.save(undated, "1")
        yield opened


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="'\"*()+-^:{}<>&|!\\ANDORTE đuaư\x00", max_size=40))
def test_no_typed_text_is_ever_a_syntax_error_of_the_database(archive, text):
    try:
        query = Query(text=text)
    except QueryError:
        return
    assert archive.search(query).total <= 3


def found(archive: Archive, **query: object) -> list[str]:
    """The files found, in order: spring, autumn or draft."""
    names = {"scans/plan.pdf": "spring", "scans/autumn.pdf": "autumn", "scans/draft.pdf": "draft"}
    return [names[hit.path] for hit in archive.search(Query(**query)).hits]


def matches(archive: Archive, **query: object) -> list[Match]:
    return [match for hit in archive.search(Query(**query)).hits for match in hit.matches]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["autumn", "spring", "draft"]),
        ({"text": "đường hoa"}, ["spring"]),
        ({"text": "duong hoa"}, ["spring"]),
        ({"text": "thi đua"}, ["spring", "autumn"]),
        ({"text": "thị đưa"}, ["autumn", "spring"]),
        ({"text": '"thi dua"'}, ["spring"]),
        ({"text": '"dinh lang"'}, ["autumn"]),
        ({"text": "khen*"}, ["autumn"]),
        ({"text": "12-KH/ĐU"}, ["autumn"]),
        ({"text": "không có từ này"}, []),
        ({"due_in": "2020-Q2"}, ["spring"]),
        ({"due_in": "quý II/2020"}, ["spring"]),
        ({"due_in": "2021-12"}, ["autumn"]),
        ({"due_in": "2019"}, []),
        ({"due_in": "2019/.."}, ["spring", "autumn"]),
        ({"due_after": "2021"}, ["autumn"]),
        ({"due_before": "2020-06"}, ["spring"]),
        ({"due_after": "2020-06-15", "due_before": "2020-06-15"}, ["spring"]),
        ({"due_in": "2020-12-26/2020-12-31"}, []),
        ({"body": "phong noi vu"}, ["spring"]),
        ({"body": "Phòng Nội vụ Sơn Từ"}, ["spring"]),
        ({"body": "Phòng Nội vụ", "role": "lead"}, ["spring"]),
        ({"body": "Phòng Nội vụ", "role": "assigned"}, []),
        ({"body": "UBND huyện Sơn Từ"}, ["spring"]),
        ({"body": "UBND huyện Sơn Từ", "role": "lead"}, []),
        ({"body": "VP Đảng ủy"}, ["autumn"]),
        ({"issuer": "UBND Son Tu"}, ["spring"]),
        ({"issuer": "Đảng uỷ"}, ["autumn"]),
        ({"place": "xã Bình Yên"}, ["autumn"]),
        ({"place": "Bình"}, ["autumn"]),
        ({"issued_in": "2020"}, ["spring"]),
        ({"issued_after": "2020-02-12", "issued_before": "2021-09-03"}, ["autumn", "spring"]),
        ({"issued_before": "2020-01"}, []),
        ({"section": "rewards"}, ["autumn"]),
        ({"section": "to chuc thuc hien"}, ["spring"]),
        ({"section": "muc"}, ["autumn", "spring"]),
        ({"text": "khen thưởng", "section": "rewards"}, ["autumn"]),
        ({"text": "khen thưởng", "section": "objectives"}, []),
        ({"text": "thi đua", "section": "implementation"}, ["spring"]),
        ({"due_in": "2021", "section": "objectives"}, []),
        ({"due_in": "2021", "section": "rewards"}, ["autumn"]),
        ({"body": "Phòng Nội vụ", "section": "implementation", "role": "lead"}, ["spring"]),
        ({"body": "Phòng Nội vụ", "section": "objectives", "role": "lead"}, []),
        ({"cites": "34/CT-TW"}, ["spring"]),
        ({"cites": "chi thi"}, ["spring"]),
        ({"cites": "35-CT/TW"}, []),
        ({"text": "thi đua", "issued_in": "2021"}, ["autumn"]),
    ],
    ids=lambda value: " ".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else None,
)
def test_a_query_finds_its_plans(archive, query, expected):
    assert found(archive, **query) == expected


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ({"due_in": "2020-06-15", "body": "Phòng Nội vụ"}, [2]),
        ({"due_in": "2020-06", "body": "Phòng Nội vụ"}, [2, 3]),
        ({"due_in": "2020-06", "body": "Các xã"}, [3]),
        ({"due_in": "2020-06", "body": "Phòng Nội vụ", "role": "lead"}, [2]),
        ({"due_in": "2020-06", "body": "Phòng Nội vụ", "role": "receive_report"}, [3]),
        ({"due_in": "2020-06", "body": "Các xã", "role": "lead"}, []),
        ({"due_in": "2020-07", "body": "Phòng Nội vụ", "role": "lead"}, []),
        ({"due_in": "2021-11-30", "body": "Văn phòng Đảng ủy"}, [2]),
        ({"due_in": "2021-11-30", "body": "Văn phòng Đảng ủy", "role": "lead"}, [2]),
        ({"due_in": "2021-11-30", "body": "Phòng Nội vụ"}, []),
    ],
    ids=str,
)
def test_a_due_date_and_a_body_mean_the_same_deadline(archive, query, pages):
    assert [match.page for match in matches(archive, **query)] == pages


def test_a_deadline_is_shown_with_its_date_bodies_and_place(archive):
    (match,) = matches(archive, due_in="2020-06-15", text="đường hoa")[:1]
    assert (match.kind, match.section, match.page) == ("deadline", "III.1", 2)
    assert match.due == record().deadlines[0].due
    assert (match.responsible, match.report_to) == (("Phòng Nội vụ",), ("Ủy ban nhân dân huyện Sơn Từ",))
    assert record().text[match.start : match.end] == match.text


def test_a_recurring_deadline_is_shown_with_its_day_in_the_period(archive):
    (match,) = matches(archive, due_in="2020-07")
    assert match.occurs is not None
    assert str(match.occurs.first) == "2020-07-25"


def test_a_duty_is_shown_with_body_role_and_page(archive):
    (match,) = matches(archive, body="phong noi vu", role=DutyRole.LEAD)
    assert (match.kind, match.body, match.role, match.page) == ("duty", "Phòng Nội vụ", "lead", 2)


def test_a_body_without_duties_is_shown_where_it_is_named(archive):
    (match,) = matches(archive, body="UBND huyện Sơn Từ")
    assert (match.kind, match.body, match.page) == ("body", "Ủy ban nhân dân huyện Sơn Từ", 1)


def test_a_passage_is_shown_with_its_page_and_the_words_marked(archive):
    (match,) = matches(archive, text="duong hoa")
    assert (match.kind, match.page) == ("passage", 2)
    assert [match.text[start:end] for start, end in match.marks] == ["đường hoa"]


def test_with_a_section_passages_stand_inside_it(archive):
    text = record().text
    shown = matches(archive, text="thi đua", section="implementation")
    assert shown
    assert all(match.start >= text.index("III. TỔ CHỨC") for match in shown)


def test_only_the_header_asked_about_gives_no_matches(archive):
    assert matches(archive, issuer="UBND Sơn Từ") == []


def test_pages_of_an_answer_follow_each_other(archive):
    whole = archive.search(Query())
    first, second = archive.search(Query(limit=2)), archive.search(Query(limit=2, offset=2))
    assert (first.total, second.total, second.offset) == (3, 3, 2)
    assert first.hits + second.hits == whole.hits
    assert archive.search(Query(offset=9)).hits == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AND", []),
        ("NEAR(", []),
        ("text:thi", []),
        ("thi OR đua", []),
        ("^thi", ["autumn", "spring"]),
        ("-đua", ["spring", "autumn"]),
        ("thi'", ["autumn", "spring"]),
        ("đua%", ["spring", "autumn"]),
        ('"thi" "', ["autumn", "spring"]),
    ],
)
def test_operators_of_the_database_are_only_words(archive, text, expected):
    assert sorted(found(archive, text=text)) == sorted(expected)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"text": ""}, "holds no word"),
        ({"text": '"*"'}, "holds no word"),
        ({"text": "x" * 1001}, "more than 1000 characters"),
        ({"body": "%"}, "body '%' holds no word"),
        ({"role": "lead"}, "needs the body"),
        ({"due_in": "soon"}, "no date or period"),
        ({"due_after": "2021", "due_before": "2020"}, "No day is in all of the due dates"),
        ({"issued_in": "2020", "issued_after": "2021"}, "No day is in all of the issued dates"),
    ],
)
def test_what_cannot_be_understood_is_a_query_error(query, message):
    with pytest.raises(QueryError, match=message):
        Query(**query)


def test_hundreds_of_records_are_searched_at_once(tmp_path):
    with open_archive(tmp_path) as archive:
        for number in range(300):
            task = f"Đơn vị số {number} nộp báo cáo trước ngày 15/{number % 12 + 1}/2022"
            draft = Draft([(1, f"Kế hoạch thi đua số {number}"), *[(1, "Nội dung chung.")] * 30, (2, task)])
            due = draft.deadline(task, responsible=[f"Đơn vị số {number}"], edtf=f"2022-{number % 12 + 1:02}-15")
            archive.save(record(draft, path=f"{number}.pdf", deadlines=(due,)), "1")
        began = time.perf_counter()
        assert archive.search(Query(text="thi dua")).total == 300
        assert archive.search(Query(due_in="2022-Q1")).total == 75
        assert archive.search(Query(due_in="2022", body="don vi so 17")).total == 1
        assert time.perf_counter() - began < 2.0


@pytest.fixture
def run(tmp_path: Path):
    app = typer.Typer()
    search_command.register(app)
    with open_archive(tmp_path) as opened:
        opened.save(record(), "1")

    def call(*arguments: str):
        return CliRunner().invoke(app, [*arguments, "--archive", str(tmp_path)], env={"COLUMNS": "80"})

    return call


def test_the_table_shows_plan_match_and_page_within_80_columns(run):
    result = run("duong hoa", "--due-in", "2020-Q2", "--body", "Phong Noi vu")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    for expected in ("46/KH-UBND", "12/02/2020", "p. 2", "before 15/06/2020", "25/04/2020", "«đường", "1 to 1 of 1"):
        assert expected in result.stdout


def test_json_holds_the_whole_answer(run):
    answer = json.loads(run("--role", "lead", "--body", "phong noi vu", "--json").stdout)
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    assert hit["document_id"] == record().document_id
    assert [(match["kind"], match["role"], match["page"]) for match in hit["matches"]] == [("duty", "lead", 2)]


def test_many_duties_leave_room_for_the_words_that_were_found(tmp_path):
    lines = [(1, f"Phòng Nội vụ làm việc thứ {number}") for number in range(8)]
    draft = Draft([*lines, (2, "Phong trào thi đua ở các thôn")])
    body = draft.body("Phòng Nội vụ", lines[0][1], *(draft.duty("assigned", line) for _, line in lines))
    with open_archive(tmp_path) as opened:
        opened.save(record(draft, bodies=(body,)), "1")
    app = typer.Typer()
    search_command.register(app)
    shown = CliRunner().invoke(app, ["thi dua", "--body", "noi vu", "--archive", str(tmp_path)]).stdout
    assert "«thi đua»" in shown
    assert "and 4 more" in shown


def test_nothing_found_is_no_error(run):
    result = run("khongcotunay")
    assert result.exit_code == 0
    assert "No plan was found." in result.stdout


def test_an_offset_behind_the_end_still_tells_the_total(run):
    assert "Only 1 found" in run("--offset", "5").stdout


def test_a_missing_archive_is_an_error_of_its_own(tmp_path):
    app = typer.Typer()
    search_command.register(app)
    result = CliRunner().invoke(app, ["--archive", str(tmp_path / "none")])
    assert isinstance(result.exception, ArchiveNotFoundError)


def test_one_line_asks_what_the_options_ask(run):
    assert "1 to 1 of 1" in run('thi đua body:"Phòng Nội vụ" role:lead due:2020-Q2').stdout
    assert "No plan was found." in run("thi đua level:commune").stdout
    assert "1 to 1 of 1" in run("thi đua", "--level", "district", "--criterion", "tuyến>=2", "--needs-review").stdout
    assert isinstance(run("thi đua due:2020", "--due-in", "2021").exception, QueryError)


def test_other_spellings_are_shown_where_nothing_is_found(run):
    assert "Did you mean đường hoa? It finds 1." in run("đườngg hoa").stdout


def test_facets_are_counted_instead_of_listing(run):
    shown = run("--facets").stdout
    assert "Ủy ban nhân dân huyện Sơn Từ" in shown
    assert "Counted over all 1 found." in shown
    assert json.loads(run("--facets", "--json").stdout)["counted"] == 1


def test_a_search_is_kept_asked_again_and_forgotten(run):
    assert "kept as xuân" in run("đường hoa", "--save", "xuân").output
    assert "xuân" in run("--list-saved").stdout
    assert json.loads(run("--list-saved", "--json").stdout)["query"] == {"text": "đường hoa"}
    assert "1 to 1 of 1" in run("--saved", "xuân").stdout
    assert "No plan was found." in run("--saved", "xuân", "--due-in", "2031").stdout
    assert "forgotten" in run("--forget", "xuân").output
    assert "No search is kept." in run("--list-saved").stdout
    assert isinstance(run("--saved", "xuân").exception, SavedSearchNotFoundError)
