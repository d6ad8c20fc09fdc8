"""The other formats of export, each read back with a second program's library."""

import csv
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from icalendar import Calendar
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from models.dates import Bound
from models.errors import OutputAccessError, TemplateError
from models.record import (
    BodyKind,
    Campaign,
    Comparator,
    CriterionKind,
    CriterionSubject,
    DateMention,
    DateRole,
    DutyRole,
    Header,
    Level,
    PlanRecord,
)
from pipeline.archive import open_archive
from pipeline.cli import main
from pipeline.export import ExportFormat, copy_template, export_records
from pipeline.export.spreadsheet_cells import shown, words_of_fields
from tests.builders import Draft, record

DRAFT = Draft()


def secret() -> PlanRecord:
    header = record().header.model_copy(update={"secrecy": DRAFT.value("KẾ HOẠCH", "Tối mật")})
    return record(header=header, document_id="sha256:" + "5" * 64, path="scans/secret.pdf")


def nasty() -> PlanRecord:
    """A record whose words a spreadsheet, XML or a calendar could stumble over."""
    draft = Draft([(1, "=HYPERLINK(1)"), (1, "a; b, c\\ & <d> \x07 “é”"), (1, "trước ngày 15/6/2020")])
    return record(
        draft,
        header=Header(title=draft.value("=HYPERLINK(1)"), issuer=draft.value("a; b, c\\ & <d> \x07 “é”")),
        deadlines=(draft.deadline("=HYPERLINK(1)", edtf="2020-06-15"),),
        document_id="sha256:" + "6" * 64,
    )


# --- workbooks


def test_a_workbook_has_a_sheet_for_each_table_and_a_row_for_each_thing(tmp_path):
    export_records([record(), nasty()], ExportFormat.XLSX, tmp_path / "kho.xlsx")
    book = load_workbook(tmp_path / "kho.xlsx")
    assert book.sheetnames == ["Kế hoạch", "Thời hạn", "Cơ quan", "Tiêu chí"]
    plans = [[cell.value for cell in row] for row in book["Kế hoạch"].iter_rows()]
    assert plans[0][3:5] == ["Cơ quan ban hành", "Cơ quan chủ quản"]
    assert plans[1][3] == "Ủy ban nhân dân huyện Sơn Từ"
    assert book["Thời hạn"].max_row == 1 + len(record().deadlines) + 1
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert book["Kế hoạch"].freeze_panes == "A2"


def test_a_template_chooses_columns_and_splits_the_date_as_archives_list_it(tmp_path):
    template = tmp_path / "columns.toml"
    template.write_text(
        '[[sheet]]\ntitle = "Danh mục"\ntable = "plans"\ncolumns = [{field = "ordinal", title = "STT", width = 6}, '
        '{field = "issued_day", title = "Ngày"}, {field = "issued_month", title = "Tháng"}, '
        '{field = "issued_year", title = "Năm"}, {field = "title", title = "Trích yếu"}, {title = "Hộp số"}]\n',
        "utf-8",
    )
    blank = record(header=Header(issued=DRAFT.dated("ngày 12 tháng 02 năm 2020", "2020-02-XX")))
    export_records([record(), blank], ExportFormat.XLSX, tmp_path / "kho.xlsx", template=template)
    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "kho.xlsx")["Danh mục"].iter_rows()]
    assert rows[0] == ["STT", "Ngày", "Tháng", "Năm", "Trích yếu", "Hộp số"]
    assert rows[1][:4] == [1, 12, 2, 2020]
    assert rows[2][:4] == [2, None, 2, 2020]


def test_the_programs_own_template_is_one_to_begin_from(tmp_path):
    copy_template(tmp_path / "columns.toml")
    for name, template in (("own.xlsx", None), ("copied.xlsx", tmp_path / "columns.toml")):
        export_records([record()], ExportFormat.XLSX, tmp_path / name, template=template)
    own, copied = (load_workbook(tmp_path / name)["Kế hoạch"] for name in ("own.xlsx", "copied.xlsx"))
    assert [c.value for row in own.iter_rows() for c in row] == [c.value for row in copied.iter_rows() for c in row]
    with pytest.raises(OutputAccessError, match="cannot be written"):
        copy_template(tmp_path / "columns.toml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("sheet = [", "Invalid|Unclosed|at end"),
        ("", "Field required"),
        ('[[sheet]]\ntitle = "A"\ntable = "letters"\ncolumns = [{title = "x"}]', "no table 'letters'"),
        ('[[sheet]]\ntitle = "A"\ntable = "plans"\ncolumns = [{field = "colour", title = "x"}]', "no field 'colour'"),
        ('[[sheet]]\ntitle = "A/B"\ntable = "plans"\ncolumns = [{title = "x"}]', "pattern"),
    ],
)
def test_a_template_that_makes_no_sense_is_refused_with_its_reason(tmp_path, content, said):
    template = tmp_path / "columns.toml"
    template.write_text(content, "utf-8")
    with pytest.raises(TemplateError, match=said):
        export_records([record()], ExportFormat.XLSX, tmp_path / "kho.xlsx", template=template)
    assert not (tmp_path / "kho.xlsx").exists()


def test_a_missing_template_is_an_error(tmp_path):
    with pytest.raises(TemplateError, match="cannot be read"):
        export_records([record()], ExportFormat.XLSX, tmp_path / "kho.xlsx", template=tmp_path / "none.toml")


def cells(book: Workbook, sheet: str, row: int = 2) -> dict[str, Cell]:
    """The cells of a row by their column's heading."""
    heads, wanted = ([*book[sheet][number]] for number in (1, row))
    return {head.value: cell for head, cell in zip(heads, wanted, strict=True)}


def workbook(tmp_path: Path, *records: PlanRecord, template: str | None = None) -> Workbook:
    columns = tmp_path / "columns.toml" if template else None
    if columns:
        columns.write_text(template, "utf-8")
    export_records(records, ExportFormat.XLSX, tmp_path / "kho.xlsx", template=columns)
    return load_workbook(tmp_path / "kho.xlsx")


def test_every_sheet_has_bold_frozen_headings_filters_and_wrapped_text(tmp_path):
    book = workbook(tmp_path, record(), nasty())
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert all(cell.font.bold for cell in sheet[1])
        assert all(cell.alignment.vertical == "top" for cell in sheet[2] if cell.value)
    task = cells(book, "Thời hạn")
    assert task["Nhiệm vụ"].alignment.wrap_text
    assert not task["Mã tài liệu"].alignment.wrap_text
    assert book["Thời hạn"].column_dimensions["C"].width == 60


def test_an_empty_workbook_has_filters_over_its_headings(tmp_path):
    assert workbook(tmp_path)["Thời hạn"].auto_filter.ref == "A1:N1"


def test_no_code_of_a_machine_is_in_a_workbook(tmp_path):
    book = workbook(tmp_path, record())
    deadline, body, criterion = (cells(book, sheet) for sheet in ("Thời hạn", "Cơ quan", "Tiêu chí"))
    assert deadline["Giới hạn"].value == "Trước"
    assert [body[head].value for head in ("Loại", "Cấp", "Vai trò")] == ["Cơ quan chuyên môn", "Huyện", "Chủ trì"]
    assert cells(book, "Cơ quan", 3)["Vai trò"].value == "Được giao"
    assert [criterion[head].value for head in ("Loại", "So sánh", "Giá trị")] == ["Chỉ tiêu", "Ít nhất", 2]
    assert cells(book, "Thời hạn", 3)["Định kỳ"].value == "ngày 25 hằng tháng"
    codes = {code.value for codes in CODED.values() for code in codes}
    assert not codes & {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


CODED = {
    "kind": (*BodyKind, *CriterionKind),
    "level": (*Level,),
    "role": (*DutyRole,),
    "subject": (*CriterionSubject,),
    "bound": (*Bound,),
    "comparator": (*Comparator,),
}


@pytest.mark.parametrize("field", CODED)
def test_every_code_has_a_word(field):
    words = words_of_fields({})[field]
    assert {code.value for code in CODED[field]} == words.keys()
    assert len(set(words.values())) == len(words)


def test_days_are_dates_and_numbers_are_numbers(tmp_path):
    book = workbook(tmp_path, record())
    day, period = cells(book, "Thời hạn"), cells(book, "Thời hạn", 3)
    for cell, expected in (
        (day["Từ ngày"], date(2020, 6, 15)),
        (day["Đến ngày"], date(2020, 6, 15)),
        (period["Từ ngày"], date(2020, 1, 1)),
        (period["Đến ngày"], date(2020, 12, 31)),
        (cells(book, "Kế hoạch")["Ngày ban hành"], date(2020, 2, 12)),
    ):
        assert cell.is_date
        assert (cell.value.date(), cell.number_format) == (expected, "dd/mm/yyyy")
    assert [day[head].value for head in ("Số", "Trang", "Độ tin cậy")] == [46, 2, 0.9]
    assert day["Độ tin cậy"].number_format == "0%"
    assert cells(book, "Kế hoạch")["Số trang"].data_type == "n"


def test_a_campaign_has_its_span_in_words_and_as_days(tmp_path):
    period = DRAFT.dated("ngày 12 tháng 02 năm 2020", "2019-11-11/2020-06-30")
    plan = cells(workbook(tmp_path, record(campaign=Campaign(period=period))), "Kế hoạch")
    assert plan["Thời gian"].value == "11/11/2019 – 30/06/2020"
    assert [plan[head].value.date() for head in ("Bắt đầu", "Kết thúc")] == [date(2019, 11, 11), date(2020, 6, 30)]
    without = cells(workbook(tmp_path, record(campaign=None)), "Kế hoạch")
    assert [without[head].value for head in ("Thời gian", "Bắt đầu", "Kết thúc")] == [None] * 3


def test_a_deadline_stands_as_it_is_printed_or_in_words_of_its_own(tmp_path):
    draft = Draft([(1, "Báo cáo hằng quý, từ 01/3 đến\n15/4/2021."), (1, "Tổng kết quý II năm 2021.")])
    span = draft.dated("từ 01/3 đến\n15/4/2021", "2021-03-01/2021-04-15")
    mention = DateMention(value=span.value, role=DateRole.DEADLINE, confidence=0.9, evidence=span.evidence)
    printed = draft.deadline("Báo cáo hằng quý, từ 01/3 đến\n15/4/2021", edtf="2021-03-01/2021-04-15")
    elsewhere = draft.deadline("Tổng kết", edtf="2021-34", bound="during")
    book = workbook(tmp_path, record(draft, dates=(mention,), deadlines=(printed, elsewhere)))
    said = [cells(book, "Thời hạn", row)["Thời hạn (theo văn bản)"].value for row in (2, 3)]
    assert said == ["từ 01/3 đến 15/4/2021", "quý II/2021"]


@pytest.mark.parametrize(
    ("field", "cell", "expected"),
    [
        ("issued", "2020-02-12", (date(2020, 2, 12), "dd/mm/yyyy")),
        ("issued", "2020-02-XX", ("…/02/2020", "General")),
        ("issued", "1895-02-12", ("12/02/1895", "General")),
        ("issued_earliest", "1900-02-28", ("28/02/1900", "General")),
        ("latest", "1900-03-01", (date(1900, 3, 1), "dd/mm/yyyy")),
        ("campaign_period", "2016/2020", ("2016 – 2020", "General")),
        ("duration", "P5D", ("5 ngày", "General")),
        ("business_days", "true", ("Có", "General")),
        ("number", "46", (46, "0")),
        ("number", "05", (5, "00")),
        ("number", "46a", ("46a", "General")),
        ("number", "1" * 16, ("1" * 16, "General")),
        ("value", 120_000_000, (120_000_000, "#,##0")),
        ("value", 98.5, (98.5, "General")),
        ("role", "unheard_of", ("unheard_of", "General")),
        ("title", "lead", ("lead", "General")),
        ("due", None, (None, "General")),
    ],
)
def test_what_a_cell_shows(field, cell, expected):
    assert shown(field, cell, words_of_fields({})) == expected


def test_a_template_may_have_words_of_its_own_or_the_codes(tmp_path):
    sheet = '[[sheet]]\ntitle = "A"\ntable = "bodies"\ncolumns = [{field = "role", title = "r"}, '
    sheet += '{field = "kind", title = "k"}, {field = "level", title = "l"}]\n'
    book = workbook(tmp_path, record(), template=f'{sheet}[words.role]\nlead = "Đầu mối"\n[words.kind]\n')
    assert [cell.value for cell in book["A"][2]] == ["Đầu mối", "department", "Huyện"]
    with pytest.raises(TemplateError, match="no field 'roles'"):
        workbook(tmp_path, record(), template=f'{sheet}[words.roles]\nlead = "Đầu mối"\n')


def test_a_field_of_deadlines_is_none_of_plans(tmp_path):
    sheet = '[[sheet]]\ntitle = "A"\ntable = "plans"\ncolumns = [{field = "due_printed", title = "x"}]\n'
    with pytest.raises(TemplateError, match="no field 'due_printed'"):
        workbook(tmp_path, record(), template=sheet)


@pytest.mark.parametrize(
    ("task", "expected"),
    [("=1+1", "'=1+1"), ("+84 gọi", "'+84 gọi"), ("@tên", "'@tên"), ("#N/A", "#N/A"), ("a\x07b", "a b")],
)
def test_no_cell_of_a_workbook_is_a_formula_or_an_error(tmp_path, task, expected):
    draft = Draft([(1, f"Việc: {task} trước 2020")])
    book = workbook(tmp_path, record(draft, deadlines=(draft.deadline(task, edtf="2020"),)))
    cell = cells(book, "Thời hạn")["Nhiệm vụ"]
    assert cell.value == expected
    assert cell.data_type == "s"


def test_a_heading_is_never_a_formula(tmp_path):
    sheet = '[[sheet]]\ntitle = "A"\ntable = "plans"\ncolumns = [{title = "=1+1"}]\n'
    assert workbook(tmp_path, record(), template=sheet)["A"]["A1"].data_type == "s"


def test_tables_for_machines_keep_their_codes(tmp_path):
    export_records([record()], ExportFormat.CSV, tmp_path)
    row = next(csv.DictReader((tmp_path / "deadlines.csv").read_text("utf-8-sig").splitlines()))
    assert (row["due"], row["bound"], row["number"]) == ("2020-06-15", "before", "46")
    assert "due_printed" not in row


# --- calendars


def events(out: Path) -> list[dict[str, object]]:
    return [dict(event) for event in Calendar.from_ical(out.read_bytes()).walk("VEVENT")]


def test_deadlines_are_all_day_events_on_the_day_they_are_due(tmp_path):
    out = tmp_path / "kho.ics"
    export_records([record(), nasty()], ExportFormat.ICS, out)
    listed = events(out)
    assert len(listed) == len(record().deadlines) + 1
    first = listed[0]
    assert first["DTSTART"].dt == date(2020, 6, 15)
    assert first["DTEND"].dt - first["DTSTART"].dt == timedelta(days=1)
    assert str(first["SUMMARY"]) == record().deadlines[0].task
    assert "46/KH-UBND" in str(first["DESCRIPTION"])
    assert str(listed[-1]["SUMMARY"]) == "=HYPERLINK(1)"


def test_a_recurring_deadline_keeps_its_rule_and_begins_on_a_day_of_it(tmp_path):
    out = tmp_path / "kho.ics"
    export_records([record()], ExportFormat.ICS, out)
    recurring = next(event for event in events(out) if "RRULE" in event)
    assert recurring["RRULE"]["FREQ"] == ["MONTHLY"]
    assert recurring["RRULE"]["BYMONTHDAY"] == [25]
    assert recurring["DTSTART"].dt.day == 25
    assert recurring["DTSTART"].dt >= date(2020, 2, 12)


def test_an_event_keeps_its_id_when_its_deadline_is_corrected(tmp_path):
    out = tmp_path / "kho.ics"

    def ids(one: PlanRecord) -> list[str]:
        export_records([one], ExportFormat.ICS, out)
        return [str(event["UID"]) for event in events(out)]

    first, *others = record().deadlines
    moved = first.model_copy(update={"due": first.due.model_copy(update={"bound": None}), "task": "Một việc khác"})
    assert ids(record()) == ids(record(deadlines=(moved, *others)))
    assert len(set(ids(record(deadlines=(first, first))))) == 2


def test_a_calendar_can_be_of_one_body(tmp_path):
    out = tmp_path / "kho.ics"
    export_records([record()], ExportFormat.ICS, out, body="phong noi vu")
    assert {str(event["SUMMARY"]) for event in events(out)} == {
        deadline.task
        for deadline in record().deadlines
        if "Phòng Nội vụ" in (*deadline.responsible, *deadline.report_to)
    }
    export_records([record()], ExportFormat.ICS, out, body="Phòng Y tế")
    assert events(out) == []


def test_what_has_no_day_is_no_event(tmp_path):
    draft = Draft([(1, "Báo cáo khi kết thúc đợt thi đua.")])
    undated = draft.deadline("Báo cáo khi kết thúc đợt thi đua", anchor="kết thúc đợt thi đua")
    export_records([record(draft, deadlines=(undated,))], ExportFormat.ICS, tmp_path / "kho.ics")
    assert events(tmp_path / "kho.ics") == []


# --- profiles of archives


def test_the_fields_of_the_circular_of_2025_are_valid_against_its_schema(tmp_path):
    schema = etree.XMLSchema(etree.parse(str(files("models.profiles") / "ead_doc.xsd")))
    export_records([record(), nasty(), secret()], ExportFormat.TT05, tmp_path, with_classified=True)
    paths = sorted(tmp_path.glob("EAD_doc_*.xml"))
    assert len(paths) == 3
    for path in paths:
        schema.assertValid(etree.parse(str(path)))
    first, _, third = (ET.parse(path).getroot() for path in paths)
    assert [first.findtext(name) for name in ("typeName", "codeNumber", "codeNotation", "issuedDate", "mode")] == [
        "10",
        "46",
        "KH-UBND",
        "12/02/2020",
        "01",
    ]
    assert third.findtext("mode") == "03"


def test_a_value_longer_than_the_profile_allows_is_cut_at_a_word(tmp_path):
    title = "Phát động " * 80
    long = record(header=Header(title=DRAFT.value("KẾ HOẠCH", title)))
    export_records([long], ExportFormat.TT05, tmp_path)
    subject = ET.parse(tmp_path / "EAD_doc_0000001.xml").getroot().findtext("subject")
    assert subject is not None
    assert len(subject) <= 500
    assert subject.endswith(("động…", "Phát…"))


@pytest.mark.parametrize("edtf", ["2020-02-XX", "2020", "2020-02"])
def test_a_date_that_is_not_whole_is_left_empty(tmp_path, edtf):
    partial = record(header=Header(issued=DRAFT.dated("ngày 12 tháng 02 năm 2020", edtf)))
    export_records([partial], ExportFormat.TT05, tmp_path)
    assert not ET.parse(tmp_path / "EAD_doc_0000001.xml").getroot().findtext("issuedDate")


def test_the_columns_of_the_circular_of_2019(tmp_path):
    export_records([record(), nasty()], ExportFormat.TT02, tmp_path / "kho.csv")
    content = (tmp_path / "kho.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert len(rows[0]) == 22
    assert (rows[0]["CodeNumber"], rows[0]["IssuedDate"], rows[0]["Mode"]) == ("46", "12/02/2020", "Công khai")
    assert rows[1]["Subject"] == "'=HYPERLINK(1)"


def test_dublin_core_names_title_creator_date_and_what_is_cited(tmp_path):
    export_records([record(), nasty()], ExportFormat.DC, tmp_path)
    root = ET.parse(tmp_path / "dc_0000001.xml").getroot()
    names = {"dc": "http://purl.org/dc/elements/1.1/"}
    assert root.findtext("dc:creator", namespaces=names) == "Ủy ban nhân dân huyện Sơn Từ"
    assert root.findtext("dc:date", namespaces=names) == "2020-02-12"
    assert [one.text for one in root.findall("dc:identifier", names)] == ["46/KH-UBND", record().document_id]
    assert root.findtext("dc:relation", namespaces=names) == "Chỉ thị 34-CT/TW"


def test_parquet_holds_the_same_tables_as_csv(tmp_path):
    export_records([record(), nasty()], ExportFormat.PARQUET, tmp_path)
    plans = pq.read_table(tmp_path / "plans.parquet").to_pylist()
    assert [plan["number"] for plan in plans] == ["46", None]
    assert pq.read_table(tmp_path / "deadlines.parquet").num_rows == len(record().deadlines) + 1
    export_records([], ExportFormat.PARQUET, tmp_path)
    assert pq.read_table(tmp_path / "plans.parquet").num_rows == 0


# --- secrecy


@pytest.mark.parametrize("file_format", ExportFormat, ids=str)
def test_what_is_secret_is_in_no_export_unless_it_is_asked_for(tmp_path, file_format):
    out = tmp_path / ("folder" if file_format.is_folder else f"kho.{file_format}")
    report = export_records([record(), secret()], file_format, out)
    assert (report.written, report.left_out) == (1, 1)
    written = b"".join(path.read_bytes() for path in ([out] if out.is_file() else sorted(out.iterdir())))
    assert b"secret.pdf" not in written
    assert export_records([record(), secret()], file_format, out, with_classified=True).written == 2


def test_the_command_says_loudly_what_it_left_out(tmp_path, monkeypatch, capsys):
    with open_archive(tmp_path / "kho") as archive:
        archive.save(record(), "1")
        archive.save(secret(), "1")

    def kehoach(*arguments: str) -> str:
        monkeypatch.setattr("sys.argv", ["kehoach", "export", "--archive", str(tmp_path / "kho"), *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        return capsys.readouterr().err

    out = str(tmp_path / "kho.ics")
    assert "LEFT OUT: 1 with a mark of secrecy" in kehoach("--format", "ics", "--out", out)
    assert "LEFT OUT" not in kehoach("--format", "ics", "--out", out, "--with-classified")
    assert "template is written" in kehoach("--write-template", str(tmp_path / "columns.toml"))
