"""A recurring deadline ends with the time that its plan is for: in searches and in calendars, not in the record."""

from datetime import date

import pytest
from icalendar import Calendar

from models.correction import Action
from models.dates import DateValue
from models.record import Campaign, Header, PlanRecord
from pipeline.archive import Archive, Query
from pipeline.archive.plan_end import plan_end
from pipeline.archive.recurrence import last_day, recurrence_key
from pipeline.export import ExportFormat, export_records
from tests.builders import Draft, record

TASK = "Các xã, phường báo cáo kết quả trước ngày 20 hằng tháng"


def plan(title: str, issued: str | None = None, period: str | None = None, rule: str = "FREQ=MONTHLY") -> PlanRecord:
    """A plan with one recurring deadline, by its title, day of issue and period of the campaign."""
    draft = Draft([(1, "KẾ HOẠCH"), (1, title), (1, TASK)])
    return record(
        draft,
        header=Header(title=draft.value(title), issued=draft.dated(title, issued) if issued else None),
        campaign=Campaign(period=draft.dated(title, period)) if period else None,
        deadlines=(draft.deadline(TASK, responsible=["Các xã, phường"], rrule=f"{rule};BYMONTHDAY=20"),),
        bodies=(draft.body("Các xã, phường", "Các xã, phường"),),
    )


@pytest.mark.parametrize(
    ("title", "issued", "period", "expected"),
    [
        ("Chăm sóc cây xanh năm 2019", "2019-01-08", None, "2019-12-31"),
        ("Chăm sóc cây xanh năm 2020", "2019-12-27", None, "2020-12-31"),
        ("CHĂM SÓC CÂY XANH GIAI ĐOẠN 2021 - 2025", "2021-03-01", None, "2025-12-31"),
        ("Chăm sóc cây xanh giai đoạn 2021-25", "2021-03-01", None, "2025-12-31"),
        ("Chăm sóc cây xanh đến năm 2025, định hướng 2030", "2021-03-01", None, "2030-12-31"),
        ("Trường học xanh năm học 2023 - 2024", "2023-09-10", None, "2024-07-31"),
        ("Trường học xanh năm học 2023/2024", None, None, "2024-07-31"),
        ("Trường học xanh năm học 2023-24 và năm 2025", "2023-09-10", None, "2025-12-31"),
        ("Chăm sóc cây xanh tháng 6/2022", "2022-05-20", None, "2022-12-31"),
        ("Chăm sóc cây xanh", "2014-05-20", None, "2014-12-31"),
        ("Chăm sóc cây xanh", "2014", None, "2014-12-31"),
        ("Chăm sóc cây xanh", None, None, None),
        ("Chăm sóc cây xanh", "2014-05-20", "2014-06/2015-02", "2015-02-28"),
        ("Chăm sóc cây xanh năm 2019", "2019-01-08", "2019-02/2019-04", "2019-04-30"),
        ("Chăm sóc cây xanh năm 2019", "2019-01-08", "2019-02/..", "2019-12-31"),
        ("Rút kinh nghiệm giai đoạn 2016 - 2020", "2021-02-01", "2016/2020", "2021-12-31"),
        ("Thực hiện Quyết định số 2030/QĐ-UBND", "2018-04-01", None, "2018-12-31"),
        ("Thực hiện Nghị quyết 2025-NQ/HU về cây xanh", "2018-04-01", None, "2018-12-31"),
    ],
    ids=str,
)
def test_a_plan_shows_until_when_it_is(title, issued, period, expected):
    assert plan_end(plan(title, issued, period)) == (expected and date.fromisoformat(expected))


@pytest.mark.parametrize(
    ("rule", "edtf", "ends", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=20", None, "2020-12-31", "2020-12-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=20", "2020-03/2020-05", "2020-12-31", "2020-05-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=20", "2022/..", "2020-12-31", "2022-12-31"),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=5", None, "2020-12-31", "2021-12-31"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5", None, "2020-12-31", "2020-12-31"),
        ("FREQ=MONTHLY", None, "2020-12-31", "2020-12-31"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", None, "2020-12-31", "2020-12-31"),
        ("every month", None, "2020-12-31", "2020-12-31"),
        ("FREQ=MONTHLY", None, None, None),
    ],
    ids=str,
)
def test_what_recurs_ends_with_the_plan_but_falls_due_at_least_once(rule, edtf, ends, expected):
    key = recurrence_key(DateValue(edtf=edtf, rrule=rule), date(2020, 6, 1), date.fromisoformat(ends) if ends else None)
    assert key is not None
    assert last_day(key) == (expected and date.fromisoformat(expected))


@pytest.mark.parametrize(
    ("due", "is_found"),
    [("2018", False), ("2019-02", True), ("2019-12", True), ("2020", False), ("2035", False), ("2019/2035", True)],
)
@pytest.mark.parametrize("more", [{}, {"body": "các xã"}], ids=["any", "of a body"])
def test_a_search_finds_it_within_the_plans_time_alone(archive: Archive, due, is_found, more):
    archive.save(plan("Chăm sóc cây xanh năm 2019", "2019-01-08"), "1")
    assert archive.search(Query(due_in=due, **more)).total == is_found
    assert list(archive.verify(None)) == []


def test_the_record_says_what_is_printed(archive: Archive):
    kept = plan("Chăm sóc cây xanh năm 2019", "2019-01-08")
    archive.save(kept, "1")
    (deadline,) = archive.load(kept.document_id).deadlines
    assert (deadline.due.rrule, deadline.due.latest) == ("FREQ=MONTHLY;BYMONTHDAY=20", None)


def test_a_correction_of_the_title_moves_the_end(archive: Archive):
    kept = plan("Chăm sóc cây xanh năm 2019", "2019-01-08")
    archive.save(kept, "1")
    archive.correct(kept.document_id, Action.CHANGE, "/header/title", "Chăm sóc cây xanh năm 2021", by="Lan")
    assert archive.search(Query(due_in="2021")).total == 1


def test_a_calendar_ends_it_too(tmp_path):
    open_end = plan("Chăm sóc cây xanh")
    ended = plan("Trường học xanh năm học 2023 - 2024", "2023-09-10")
    export_records([ended], ExportFormat.ICS, tmp_path / "kho.ics")
    (event,) = Calendar.from_ical((tmp_path / "kho.ics").read_bytes()).walk("VEVENT")
    assert event["RRULE"]["UNTIL"] == [date(2024, 7, 31)]
    assert event["DTSTART"].dt == date(2023, 9, 20)
    export_records([open_end], ExportFormat.ICS, tmp_path / "kho.ics")
    assert Calendar.from_ical((tmp_path / "kho.ics").read_bytes()).walk("VEVENT") == []
