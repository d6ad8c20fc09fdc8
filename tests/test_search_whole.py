"""Searches that combine everything, in archives that are too large to look through."""

from collections.abc import Iterator

import pytest

from models.errors import QueryError, SavedSearchNotFoundError
from models.record import Campaign, Header, PlanRecord, Quality, QualityIssue, Reference, Severity
from pipeline.archive import Archive, Query, open_archive
from pipeline.archive import find as finding
from tests.builders import Draft, record

_COUNT = 60
_ISSUERS = ("Ủy ban nhân dân huyện Sơn Từ", "Ủy ban nhân dân xã Bình Yên", "Sở Nội vụ", "Bộ Nội vụ")
_LEVELS = ("district", "commune", "province", "central")


def plan(number: int) -> PlanRecord:
    """Plans that differ in issuer, year, deadline, body and words, each in its own rhythm."""
    issuer = _ISSUERS[number % 4]
    body = "Phòng Nội vụ" if number % 3 else "Công an xã"
    task = f"{body} nộp báo cáo số {number} trước ngày 15/{number % 12 + 1}/{2015 + number % 5}"
    title = f"Kế hoạch {chr(97 + number % 7)} trồng cây"
    theme = "Xuân xanh" if number % 2 else "Hè sạch"
    lines = [(1, issuer), (1, title), (1, theme), (1, "Chỉ thị số 34-CT/TW"), (1, "III. TỔ CHỨC"), (2, task)]
    if number % 5 == 0:
        lines.append((2, "Thi đua làm đường hoa."))
    draft = Draft(lines)
    day = f"{2015 + number % 5}-{number % 12 + 1:02}"
    return record(
        draft,
        path=f"{number:03}.pdf",
        header=Header(
            issuer=draft.value(issuer),
            title=draft.value(title),
            issued=draft.dated(title, f"{2010 + number % 9}-03-{number % 28 + 1:02}"),
            secrecy=draft.value(theme, "Mật") if number % 10 == 0 else None,
        ),
        campaign=Campaign(name=draft.value(theme)),
        sections=(draft.section("III", "TỔ CHỨC", ["implementation"]),),
        deadlines=(
            draft.deadline(task, responsible=[body], section="III", edtf=f"{day}-15")
            if number % 4
            else draft.deadline(task, responsible=[body], section="III", edtf=day[:4], rrule="FREQ=MONTHLY"),
        ),
        bodies=(draft.body(body, body, draft.duty("lead" if number % 2 else "assigned", task, "III")),),
        references=(Reference(doc_type="Chỉ thị", number="34", symbol="CT/TW", evidence=draft.evidence("34-CT/TW")),),
        quality=Quality(
            score=1 - number / 100,
            issues=(QualityIssue(code="x", severity=Severity.WARNING, message="x"),) if number % 6 == 0 else (),
        ),
    )


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    is_folder = request.param == "sqlite"
    target = str(tmp_path_factory.mktemp("archive")) if is_folder else request.getfixturevalue("new_database")()
    with open_archive(target) as opened:
        opened.save_all((plan(number) for number in range(_COUNT)), "1")
        yield opened


def found(archive: Archive, **query: object) -> list[int]:
    """The numbers of the plans found, in order."""
    return [int(hit.path[:3]) for hit in archive.search(Query(limit=_COUNT, **query)).hits]


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("level:commune", [n for n in range(_COUNT) if n % 4 == 1]),
        ("level:central review:yes", []),
        ("review:yes", [n for n in range(_COUNT) if n % 6 == 0]),
        ("review:no level:province", [n for n in range(_COUNT) if n % 4 == 2 and n % 6]),
        ("campaign:xuan", [n for n in range(_COUNT) if n % 2]),
        ("secrecy:mat", [n for n in range(_COUNT) if n % 10 == 0]),
        ("secrecy:none campaign:he", [n for n in range(_COUNT) if n % 2 == 0 and n % 10]),
        ("secrecy:tuyet-mat", []),
        ("đường hoa year:2015", [n for n in range(_COUNT) if n % 5 == 0 and n % 9 == 5]),
        ('body:"Phòng Nội vụ" role:lead', [n for n in range(_COUNT) if n % 3 and n % 2]),
        (
            'duong hoa body:"Phòng Nội vụ" level:commune section:implementation',
            [n for n in range(_COUNT) if n % 5 == 0 and n % 3 and n % 4 == 1],
        ),
        ('due:2016 body:"Công an" role:assigned', [n for n in range(_COUNT) if n % 5 == 1 and n % 6 == 0]),
        ("cites:34-CT/TW issuer:UBND", [n for n in range(_COUNT) if n % 4 < 2]),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "sizes",
    [(600, 12_000, 40_000, (250,)), (2, 5, 5, (3, 6)), (2, 5, 40_000, (3, 6)), (2, 40, 40, (2, 5, 9))],
    ids=["few", "looked through", "long lists", "some"],
)
def test_what_is_found_does_not_depend_on_how_it_is_looked_for(archive, monkeypatch, question, numbers, sizes):
    for name, value in zip(("_FEW", "_SOME", "_MANY", "_WINDOWS"), sizes, strict=True):
        monkeypatch.setattr(finding, name, value)
    monkeypatch.setattr(finding, "_FEW_TEXTS", sizes[0])
    assert sorted(found(archive, q=question)) == numbers
    assert {int(one.source.path[:3]) for one in archive.records(Query(q=question))} == set(numbers)


@pytest.mark.parametrize("sort", ["issued", "title", "quality", "review"])
@pytest.mark.parametrize("order", [None, "asc", "desc"])
def test_windows_keep_the_order_asked_for(archive, monkeypatch, sort, order):
    whole = found(archive, q="cites:34-CT/TW", sort=sort, order=order)
    for name, value in (("_FEW", 3), ("_SOME", 4), ("_MANY", 4), ("_WINDOWS", (5, 10))):
        monkeypatch.setattr(finding, name, value)
    keys = {
        "issued": lambda n: (2010 + n % 9, n % 28),
        "title": lambda n: n % 7,
        "quality": lambda n: -n,
        "review": lambda n: 0,
    }[sort]
    windowed = found(archive, q="cites:34-CT/TW", sort=sort, order=order)
    assert list(map(keys, windowed)) == list(map(keys, whole))
    is_descending = order == "desc" or (order is None and sort in ("issued", "quality"))
    assert list(map(keys, whole)) == sorted(map(keys, whole), reverse=is_descending)


def test_the_nearest_deadlines_come_first_however_many_there_are(archive, monkeypatch):
    def dated() -> list[int]:
        return [n for n in found(archive, q="due:2016/2017") if n % 4]

    whole = dated()
    for name, value in (("_FEW", 3), ("_SOME", 4), ("_MANY", 4), ("_WINDOWS", (5, 10))):
        monkeypatch.setattr(finding, name, value)
    days = [(2015 + n % 5, n % 12) for n in dated()]
    assert days == sorted(days)
    assert sorted(dated()) == sorted(whole)


def test_what_is_not_counted_to_the_end_says_so(archive, monkeypatch):
    for name, value in (("_FEW", 3), ("_SOME", 4), ("_MANY", 4), ("_WINDOWS", (5, 10))):
        monkeypatch.setattr(finding, name, value)
    result = archive.search(Query(q='body:"Phòng Nội vụ" cites:34-CT/TW', limit=2))
    assert len(result.hits) == 2
    assert not result.is_exact
    assert 2 <= result.total < 40
    assert archive.search(Query(q="báo cáo", limit=2)).is_exact  # one thing, that an index counts


def test_facets_count_what_the_documents_have_in_common(archive):
    facets = archive.facets(Query(q="level:commune"))
    assert (facets.counted, facets.is_exact) == (15, True)
    assert [(one.value, one.documents) for one in facets.level] == [("commune", 15)]
    assert [one.value for one in facets.issuer] == ["Ủy ban nhân dân xã Bình Yên"]
    assert sum(one.documents for one in facets.year) == 15
    assert [(one.value, one.documents) for one in facets.section] == [("implementation", 15)]
    assert {one.value: one.documents for one in facets.body} == {"Công an xã": 5, "Phòng Nội vụ": 10}
    assert {one.value for one in facets.role} == {"lead"}
    assert {one.value: one.documents for one in facets.needs_review} == {"no": 15}
    assert archive.facets(Query(q="khongcotunay")).counted == 0


def test_facets_of_very_many_are_counted_over_some_chosen_from_all(archive, monkeypatch):
    monkeypatch.setattr("pipeline.archive.facets._COUNTED", 20)
    for name in ("_FEW", "_SOME", "_MANY"):
        monkeypatch.setattr(finding, name, 4)
    facets = archive.facets(Query())
    assert not facets.is_exact
    assert 5 <= facets.counted <= 20
    assert len(facets.year) > 4  # not those of one year, as the first in any order would be
    assert facets == archive.facets(Query())
    rare = archive.facets(Query(q='cites:34-CT/TW body:"Công an" level:commune'))
    assert (rare.counted, rare.is_exact) == (len(found(archive, q='cites:34-CT/TW body:"Công an" level:commune')), True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("đườngg hoa", "đường"), ("đuờnk hoa", "đường"), ("thi đuaa", "đua"), ("trogn cây", "trồng")],
)
def test_other_spellings_are_suggested_where_nothing_is_found(archive, typed, meant):
    result = archive.search(Query(text=typed))
    assert result.total == 0
    suggested = result.suggestions[0]
    assert meant in suggested.text
    assert suggested.total == archive.search(Query(text=suggested.text)).total > 0


def test_suggestions_keep_to_what_else_is_asked(archive):
    assert archive.search(Query(q="đườngg level:central")).suggestions[0].total == 3
    assert archive.search(Query(q="đườngg level:hamlet")).suggestions == ()


def test_words_that_are_nothing_like_any_other_bring_no_suggestion(archive):
    assert archive.search(Query(text="xyzzyxq 12345")).suggestions == ()


def test_a_word_that_was_misread_in_the_texts_is_suggested_for_the_right_one(tmp_path):
    with open_archive(tmp_path) as archive:
        archive.save(record(Draft([(1, "Kế hoạch phòng chổng thlên tai năm 2021")])), "1")
        result = archive.search(Query(text="thiên tai"))
        assert [one.text for one in result.suggestions] == ["thlên tai"]


def texts(archive: Archive, *contents: str) -> None:
    """Plans with these texts, each of its own file."""
    archive.save_all(
        (record(Draft([(1, content)]), path=f"{number:03}.pdf") for number, content in enumerate(contents)), "1"
    )


@pytest.fixture
def plans_of_birds_and_votes(archive_target: str) -> Iterator[Archive]:
    with open_archive(archive_target) as opened:
        texts(
            opened,
            "Trường Mầm non Họa Mi tổ chức hội thi",
            "Giao Trường Họa Mi trang trí sân khấu",
            *(f"Khu vực II vẽ tranh hội họa tại xã thứ {number}" for number in range(4)),
            *(f"Tuyên truyền bầu cử tại điểm cầu của xã thứ {number}" for number in range(3)),
            *(f"Cây bầu của hộ dân được cấp cùng cau giống lần {number}" for number in range(2)),
            "Người trồng bầu được cứu trợ",
        )
        yield opened


def test_what_stands_in_a_row_as_typed_needs_no_other_spelling(plans_of_birds_and_votes):
    result = plans_of_birds_and_votes.search(Query(text="Họa Mi"))
    assert [hit.path for hit in result.hits] == ["000.pdf", "001.pdf"]
    assert result.suggestions == ()


def test_words_that_stand_in_a_row_most_often_are_suggested_first(plans_of_birds_and_votes):
    result = plans_of_birds_and_votes.search(Query(text="bầu cửu"))
    assert result.total == 1
    assert [one.text for one in result.suggestions] == ["bầu cử", "bầu của"]


def test_words_that_are_found_apart_need_no_others_that_are_apart_too(plans_of_birds_and_votes):
    result = plans_of_birds_and_votes.search(Query(text="sân mi"))
    assert (result.total, result.suggestions) == (1, ())


def test_words_of_the_title_come_before_a_passing_mention(archive_target):
    def titled(number: int, title: str, mention: str) -> PlanRecord:
        draft = Draft([(1, title), (1, mention)])
        issued = draft.dated(title, f"{2010 + number}-03-05")
        return record(draft, path=f"{number:03}.pdf", header=Header(title=draft.value(title), issued=issued))

    kept = (
        titled(0, "Tổ chức ngày bầu cử", "Các tổ chuẩn bị hòm phiếu."),
        titled(1, "Trồng cây bên đường", "Nghỉ vào ngày bầu cử."),
        titled(2, "Ngày hội cử tri bầu ban công tác", "Bàn về việc bầu cử."),
        titled(3, "Bầu ban quản lý chợ", "Như khi bầu cử."),
        titled(4, "Quét vôi hội trường", "Để kịp bầu cử."),
        titled(5, "Tuyên truyền bầu cử", "Phát tờ rơi."),
    )
    with open_archive(archive_target) as own:
        own.save_all(kept, "1")
        assert found(own, text="bầu cử") == [5, 0, 2, 3, 4, 1]
        assert found(own, text="bầu cử", sort="issued") == [5, 4, 3, 2, 1, 0]


def test_a_body_is_found_by_the_names_it_has_had(tmp_path):
    draft = Draft([(1, "Sở Thông tin và Truyền thông chủ trì tuyên truyền.")])
    name = "Sở Thông tin và Truyền thông"
    old = record(draft, bodies=(draft.body(name, name, draft.duty("lead", "tuyên truyền")),))
    with open_archive(tmp_path) as archive:
        archive.save(old, "1")
        assert archive.search(Query(body="Sở Khoa học và Công nghệ")).total == 1
        assert archive.search(Query(body="Sở KH&CN", role="lead")).total == 1
        assert archive.search(Query(body="Sở Khoa học và Công nghệ", renamed=False)).total == 0
        assert archive.search(Query(body="Sở Y tế")).total == 0


def test_criteria_are_found_by_unit_and_number(archive, tmp_path):
    with open_archive(tmp_path) as own:
        own.save(record(), "1")
        for asked, total in [
            ("tuyến đường hoa>=2", 1),
            ("tuyen duong>2", 0),
            ("đường hoa", 1),
            ("<3", 1),
            ("hộ", 0),
        ]:
            result = own.search(Query(criterion=asked))
            assert result.total == total, asked
        (match,) = own.search(Query(criterion="tuyến>=2", section="objectives")).hits[0].matches
        assert (match.kind, match.text, match.page) == ("criterion", "ít nhất 02 tuyến đường hoa", 2)
        assert own.search(Query(criterion="tuyến>=2", section="implementation")).total == 0


def test_searches_are_kept_asked_again_and_forgotten(archive):
    asked = Query(q="đường hoa level:commune sort:title", offset=1)
    archive.save_search("  đường   hoa ", asked)
    kept = archive.saved_search("đường hoa")
    assert kept == asked.model_copy(update={"offset": 0})
    archive.save_search("đường hoa", Query(q="khen"))
    assert [(one.name, one.query.text) for one in archive.saved_searches()] == [("đường hoa", "khen")]
    archive.forget_search("đường hoa")
    assert archive.saved_searches() == ()
    for gone in (archive.saved_search, archive.forget_search):
        with pytest.raises(SavedSearchNotFoundError, match="đường hoa"):
            gone("đường hoa")


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
def test_a_search_needs_a_name_that_can_be_read(archive, name):
    with pytest.raises(QueryError, match="no name for a search"):
        archive.save_search(name, Query(q="khen"))


def test_kept_searches_and_reviews_are_in_a_backup(archive, tmp_path):
    archive.save_search("khen", Query(q="khen"))
    document_id = next(iter(archive.records())).document_id
    archive.mark_reviewed(document_id, "Lan")
    archive.backup(tmp_path / "kho.zip")
    with open_archive(tmp_path / "restored") as restored:
        restored.restore(tmp_path / "kho.zip")
        assert restored.saved_search("khen") == Query(q="khen")
        assert restored.review_progress() == archive.review_progress()
    archive.forget_search("khen")
