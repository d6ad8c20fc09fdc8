"""The comparison with other programs: their outputs as recorded, none of them installed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.peers import bodies, dates, headings, programs, reading
from corpus.peers.__main__ import main
from corpus.peers.counting import PeerCounts
from corpus.peers.plans import ComposedPlan, read_plans, spans_in_gold
from corpus.peers.report import Report
from corpus.planfile import CorpusError
from models.gold import GoldRecord
from models.record import PlanRecord
from pipeline.score.agreement import MatchLevel
from pipeline.score.tally import Counts
from pipeline.score.text_errors import Errors, TextMeasure

PLANS = Path(__file__).parents[1] / "corpus" / "plans"
SAMPLE = "phuong-khong-rac-nhua"
TEXT = (
    "II. THỜI GIAN\n"
    "1. Đăng ký: từ ngày 04 đến ngày 10/10/2023.\n"
    "2. Sở Nội vụ gửi báo cáo ngày 25 hằng tháng, tổng kết trong năm 2023 và quý II/2024."
)


def evidence(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, "raw": words, "page": 1}


def dated(words: str, edtf: str | None, **value: Any) -> dict[str, Any]:
    return {
        "value": {"edtf": edtf, **value},
        "role": "other",
        "confidence": 1.0,
        "evidence": evidence(words),
    }


def section(label: str, heading: str, **more: Any) -> dict[str, Any]:
    whole = {"level": 1, "kinds": ["time"], "start": 0, "end": len(TEXT), "page": 1, "confidence": 1.0}
    return {"label": label, "heading": heading, **whole, **more}


RECORD: dict[str, Any] = {
    "document_id": "sha256:0",
    "source": {"path": "plan.txt", "media_type": "text/plain", "byte_size": 1, "pages": []},
    "text": TEXT,
    "header": {
        "issued": {"value": {"edtf": "2023-09-15"}, "confidence": 1.0, "evidence": evidence("THỜI GIAN")},
    },
    "sections": [section("II", "THỜI GIAN", children=[section("1", "Đăng ký", level=2)])],
    "dates": [
        dated("từ ngày 04 đến ngày 10/10/2023", "2023-10-04/2023-10-10"),
        dated("ngày 25 hằng tháng", None, rrule="FREQ=MONTHLY;BYMONTHDAY=25"),
        dated("năm 2023", "2023"),
        dated("quý II/2024", "2024-34"),
    ],
    "bodies": [
        {
            "name": "Sở Nội vụ tỉnh Bình Hải",
            "kind": "department",
            "mentions": [evidence("Sở Nội vụ")],
            "duties": [{"role": "assigned", "text": "gửi báo cáo", "evidence": evidence("gửi báo cáo")}],
        }
    ],
    "quality": {"score": 1.0},
}


def plan(**marks: Any) -> ComposedPlan:
    return ComposedPlan(Path("small"), GoldRecord.model_validate({"record": RECORD, **marks}))


def spelled(composed: ComposedPlan, hits: list[dates.DateHit]) -> list[tuple[str, str]]:
    """The words and days of hits."""
    return [(composed.text[slice(*hit.span)], "/".join(str(day or "..") for day in hit.days)) for hit in hits]


def test_dateparser_gives_whole_days_at_the_places_of_their_words() -> None:
    found = [[1, "ngày 04", "2023-09-04"], [1, "ngày 10/10/2023", "2023-10-10"], [2, "trong năm 2023", "2023-09-15"]]
    assert spelled(plan(), dates.dateparser_hits(plan(), found)) == [
        ("ngày 04", "2023-09-04/2023-09-04"),
        ("ngày 10/10/2023", "2023-10-10/2023-10-10"),
        ("trong năm 2023", "2023-09-15/2023-09-15"),
    ]


def test_words_that_the_line_does_not_hold_are_left_out() -> None:
    assert dates.dateparser_hits(plan(), [[1, "ngay 04", "2023-09-04"]]) == []


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("ngày 10/10/2023", (date(2024, 2, 29), date(2024, 2, 29))),
        ("10/6", (date(2024, 2, 29), date(2024, 2, 29))),
        ("tháng 2 năm 2024", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2/2024", (date(2024, 2, 1), date(2024, 2, 29))),
        ("trong năm 2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("hôm nay", (date(2024, 2, 29), date(2024, 2, 29))),
    ],
)
def test_a_day_is_cut_to_what_its_words_print(words: str, days: dates.Days) -> None:
    record = GoldRecord(record=PlanRecord.model_validate({**RECORD, "text": words, "header": {}, **EMPTY}))
    leap_day = date(2024, 2, 29)
    hits = [dates.DateHit((0, len(words)), (leap_day, leap_day))]
    assert dates.cut_to_print(ComposedPlan(Path("small"), record), hits)[0].days == days


EMPTY = {"dates": [], "bodies": [], "sections": []}


def test_heideltime_is_read_from_its_timeml() -> None:
    timeml = (
        '<?xml version="1.0"?>\n<TimeML>\nII. THỜI GIAN\n1. Đăng ký: từ ngày 04 đến '
        '<TIMEX3 tid="t1" type="DATE" value="2023-10-10">ngày 10/10/2023</TIMEX3>.\n2. Sở Nội vụ gửi báo cáo '
        '<TIMEX3 tid="t2" type="SET" value="XXXX-XX-25" quant="EACH">ngày 25 hằng tháng</TIMEX3>, tổng kết trong '
        '<TIMEX3 tid="t3" type="DATE" value="2023">năm 2023</TIMEX3> và '
        '<TIMEX3 tid="t4" type="DATE" value="2024-Q2">quý II/2024</TIMEX3>.\n</TimeML>\n'
    )
    assert spelled(plan(), dates.heideltime_hits(plan(), timeml)) == [
        ("ngày 10/10/2023", "2023-10-10/2023-10-10"),
        ("năm 2023", "2023-01-01/2023-12-31"),
        ("quý II/2024", "2024-04-01/2024-06-30"),
    ]


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2023-W10", "2023-03-06/2023-03-12"),
        ("2023-H2", "2023-07-01/2023-12-31"),
        ("2023-03-06TMO", "2023-03-06/2023-03-06"),
    ],
)
def test_heideltime_values_that_mean_days(value: str, days: str) -> None:
    timeml = f'<TIMEX3 tid="t1" type="DATE" value="{value}">năm 2023</TIMEX3>'
    assert spelled(plan(), dates.heideltime_hits(plan(), timeml)) == [("năm 2023", days)]


@pytest.mark.parametrize("value", ["P15D", "XXXX-10", "PRESENT_REF", "2023-SU", "2023-02-30", "2023-W60", ""])
def test_heideltime_values_that_mean_no_days(value: str) -> None:
    timeml = f'<TIMEX3 tid="t1" type="DATE" value="{value}">năm 2023</TIMEX3>'
    assert dates.heideltime_hits(plan(), timeml) == []


def test_duckling_is_read_by_its_grain_and_once_a_span() -> None:
    def value(day: str, grain: str) -> dict[str, str]:
        return {"type": "value", "value": f"{day}T00:00:00.000+07:00", "grain": grain}

    year = TEXT.split("\n")[2].index("năm 2023")
    found = [
        [1, 24, 39, value("2023-10-10", "day")],
        [2, year, year + 8, value("2023-01-01", "year")],
        [2, year, year + 8, value("2023-09-01", "month")],
        [2, year + 12, year + 23, value("2024-04-01", "quarter")],
        [2, 3, 9, {"type": "interval", "from": value("2023-10-02", "day"), "to": value("2023-10-07", "day")}],
        [2, 10, 13, {"type": "interval", "to": value("2023-10-07", "hour")}],
        [2, 14, 21, {"type": "duration", "value": 3}],
    ]
    hits = dates.duckling_hits(plan(), found)
    assert [days for _, days in spelled(plan(), hits)] == [
        "2023-10-10/2023-10-10",
        "2023-01-01/2023-12-31",
        "2024-04-01/2024-06-30",
        "2023-10-02/2023-10-06",
        "../2023-10-07",
    ]
    assert [words for words, _ in spelled(plan(), hits)][1:3] == ["năm 2023", "quý II/2024"]


def test_two_dates_with_a_joint_are_the_interval_they_print() -> None:
    found = [[1, "ngày 04", "2023-10-04"], [1, "ngày 10/10/2023", "2023-10-10"], [2, "năm 2023", "2023-09-15"]]
    hits = dates.joined(plan(), dates.dateparser_hits(plan(), found))
    assert spelled(plan(), hits) == [
        ("ngày 04 đến ngày 10/10/2023", "2023-10-04/2023-10-10"),
        ("năm 2023", "2023-09-15/2023-09-15"),
    ]


def test_dates_that_run_backwards_are_not_joined() -> None:
    found = [[1, "ngày 04", "2023-11-04"], [1, "ngày 10/10/2023", "2023-10-10"]]
    assert len(dates.joined(plan(), dates.dateparser_hits(plan(), found))) == 2


def counted(found: list[tuple[str, str]], **marks: Any) -> PeerCounts:
    composed, counts = plan(**marks), dates.new_counts()
    hits = []
    for words, days in found:
        start = composed.text.index(words)
        first, last = (date.fromisoformat(day) for day in days.split("/"))
        hits.append(dates.DateHit((start, start + len(words)), (first, last)))
    dates.count_dates(counts, composed, hits)
    return counts


def test_a_date_is_right_at_its_place_with_its_days() -> None:
    counts = counted(
        [
            ("ngày 04 đến ngày 10/10/2023", "2023-10-04/2023-10-10"),
            ("năm 2023", "2023-01-01/2023-12-31"),
            ("quý II/2024", "2024-01-01/2024-12-31"),
            ("Đăng ký", "2024-04-01/2024-06-30"),
        ]
    )
    assert counts.total(MatchLevel.STRICT) == Counts(right=2, extra=2, missed=1)
    assert counts.shares == {"interval": [1, 1], "year": [1, 1], "part of a year": [0, 1]}


def test_what_is_read_out_of_a_recurrence_counts_neither_way() -> None:
    assert counted([("ngày 25", "2023-09-25/2023-09-25")]).total(MatchLevel.STRICT) == Counts(0, 0, 3)


def test_optional_dates_and_alternatives_of_the_gold_hold() -> None:
    marks = {"optional": ["/dates/2"], "alternatives": {"/dates/3/value": [{"edtf": "2024"}]}}
    found = [("năm 2023", "2023-01-01/2023-12-31"), ("quý II/2024", "2024-01-01/2024-12-31")]
    counts = counted(found, **marks)
    assert counts.total(MatchLevel.STRICT) == Counts(right=1, extra=0, missed=1)
    assert counts.shares == {"interval": [0, 1], "part of a year": [1, 1]}


def test_underthesea_tags_become_names_each_once() -> None:
    tagged = [
        (1, [("Sở", "B-ORG"), ("Nội vụ", "I-ORG"), ("và", "O"), ("Bình Hải", "B-LOC"), ("Đảng", "B-ORG")]),
        (2, [("SỞ", "B-ORG"), ("NỘI VỤ", "I-ORG")]),
    ]
    only_bodies = bodies.underthesea_names(tagged, frozenset({"ORG"}))
    assert only_bodies == [("Sở Nội vụ", frozenset({1, 2})), ("Đảng", frozenset({1}))]
    assert len(bodies.underthesea_names(tagged, frozenset({"ORG", "LOC"}))) == 3


def test_two_entities_side_by_side_stay_two() -> None:
    tagged = [(0, [("Sở Y tế", "B-ORG"), ("Sở Nội vụ", "B-ORG"), ("Huế", "I-LOC")])]
    names = [name for name, _ in bodies.underthesea_names(tagged, frozenset({"ORG"}))]
    assert names == ["Sở Y tế", "Sở Nội vụ"]


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        ([("Sở Nội vụ", frozenset({2}))], Counts(1, 0, 0)),
        ([("Sở Nội vụ tỉnh Bình Hải", frozenset({2}))], Counts(1, 0, 0)),
        ([("Nội vụ tổng kết", frozenset({2}))], Counts(0, 1, 1)),
        ([("Ban Tổ chức", frozenset({1}))], Counts(0, 0, 1)),
    ],
    ids=["as printed", "in full", "wrong beside a duty", "elsewhere"],
)
def test_bodies_are_found_by_any_printed_name(found: list[bodies.Named], counts: Counts) -> None:
    measured = bodies.new_counts()
    bodies.count_bodies(measured, plan(), found)
    assert measured.total(MatchLevel.FOLDED) == counts


def test_the_line_regexes_find_headings_up_to_their_colon() -> None:
    assert headings.roman_lines(plan()) == [("II", "THỜI GIAN")]
    assert headings.numbered_lines(plan()) == [("II", "THỜI GIAN"), ("1", "Đăng ký")]


def test_headings_count_with_number_and_words() -> None:
    counts = headings.new_counts()
    headings.count_headings(counts, plan(), [("II", "Thời gian"), ("2", "Đăng ký")])
    assert counts.total(MatchLevel.FOLDED) == Counts(right=1, extra=1, missed=1)
    assert counts.total(MatchLevel.STRICT).right == 0


def test_places_in_another_text_are_found_by_aligning_the_letters() -> None:
    other = PlanRecord.model_validate({**RECORD, "text": f"KẾ HOẠCH {TEXT}".replace("\n", " "), "header": {}, **EMPTY})
    start = other.text.index("ngày 04")
    assert spans_in_gold(plan(), other, [(start, start + 7)]) == [(TEXT.index("ngày 04"), TEXT.index("ngày 04") + 7)]


def test_a_plan_without_a_day_of_issue_is_refused() -> None:
    undated = ComposedPlan(Path("small"), GoldRecord(record=PlanRecord.model_validate({**RECORD, "header": {}})))
    assert plan().reference == date(2023, 9, 15)
    with pytest.raises(CorpusError, match="day of issue"):
        _ = undated.reference


def test_plans_are_chosen_by_name_or_split() -> None:
    assert [it.name for it in read_plans(PLANS, [SAMPLE])] == [SAMPLE]
    in_test = {it.name for it in read_plans(PLANS, split="test")}
    assert in_test
    assert in_test < {it.name for it in read_plans(PLANS)}
    with pytest.raises(CorpusError, match="no-such-plan"):
        read_plans(PLANS, ["no-such-plan"])
    with pytest.raises(CorpusError, match="no plan of the split"):
        read_plans(PLANS, split="holdout")


@pytest.mark.parametrize("script", ["dateparser_hits.py", "duckling_hits.py", "underthesea_names.py"])
def test_a_peer_that_is_not_installed_says_what_to_do(tmp_path: Path, script: str) -> None:
    with pytest.raises(programs.PeerUnavailableError, match=r"setup\.sh"):
        programs.run_inside(script, [plan()], tmp_path)
    with pytest.raises(programs.PeerUnavailableError, match=r"setup\.sh"):
        programs.run_heideltime([plan()], tmp_path)


def test_a_command_that_fails_gives_its_last_words() -> None:
    with pytest.raises(programs.PeerUnavailableError, match="sh failed with 3: no Vietnamese"):
        programs.run_command(["sh", "-c", "echo starting >&2; echo no Vietnamese >&2; exit 3"])
    with pytest.raises(programs.PeerUnavailableError, match="no-such-command is not installed"):
        programs.run_command(["no-such-command"])


def test_scans_are_read_by_the_program_that_is_given(tmp_path: Path) -> None:
    sample = PLANS / SAMPLE / "scan.pdf"
    text = (PLANS / SAMPLE / "plan.txt").read_text("utf-8")
    scan = reading.Scan(SAMPLE, "sample", sample, text)
    (found,) = reading.read_scans([scan], lambda path: text.replace("2025", "2O25") if path == sample else "")
    assert found.pages >= 1
    assert found.errors[TextMeasure.CHARACTERS].errors == text.count("2025")
    assert not list(tmp_path.iterdir())


def test_the_report_keeps_counts_and_reasons() -> None:
    errors = {measure: Errors(1, 50) for measure in TextMeasure}
    counts = counted([("năm 2023", "2023-01-01/2023-12-31")])
    report = Report(
        ["small"],
        "2026-11-20",
        {"kehoach": "0.1.0"},
        {"dates": {"HeidelTime": "java is not installed", "kehoach": counts}},
        {
            "OCRmyPDF": "ocrmypdf is not installed",
            "kehoach": [reading.Reading("small@L1", "L1", 2, errors, 5.0)],
        },
    )
    kept = json.loads(report.as_json())
    assert kept["measured_on"] == "2026-11-20"
    assert kept["facts"]["dates"]["HeidelTime"] == {"unavailable": "java is not installed"}
    assert kept["facts"]["dates"]["kehoach"]["total"]["strict"]["missed"] == 2
    assert kept["texts"]["kehoach"]["small@L1"]["errors_of_length"]["characters"] == [1, 50]
    assert report.text_table().row_count == report.fact_table().row_count == 2
    assert [str(column.header) for column in report.kind_table("dates").columns] == ["dates", "in gold", "kehoach"]


def test_the_command_writes_tables_and_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "results" / "peers.json"
    assert main(["--plans", SAMPLE, "--only", "headings", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "| headings | Roman and short numbered lines |" in printed
    kept = json.loads(out.read_text("utf-8"))
    assert kept["plans"] == [SAMPLE]
    assert kept["measured_on"] is None
    right, _, missed = kept["facts"]["headings"]["kehoach"]["by_plan"][SAMPLE]["folded"]
    assert right > missed


def test_the_command_says_what_is_wrong_with_its_plans(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(tmp_path), "--out", str(tmp_path / "peers.json")]) == 1
    assert "gold.json" in capsys.readouterr().err
    assert not (tmp_path / "peers.json").exists()
