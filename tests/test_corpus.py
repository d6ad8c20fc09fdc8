"""The composed plans: every gold record is built from its entries, is up to date and is nobody else's text."""

import json
import tomllib
from pathlib import Path

import pytest

from corpus.gold import PLANS, build_files, unlisted_dates
from corpus.planfile import CorpusError, Part, load_plan, printed_lines
from models.gold import GoldRecord, evidence_in
from pipeline.folding import match_key
from tests.real import real_file

FOLDERS = sorted(path for path in PLANS.iterdir() if path.is_dir())
COMPOSED = (Part.TITLE, Part.BODY, Part.RECIPIENTS, Part.APPENDIX)  # the motto is the same in all
RUN = 14  # words in a row that no two texts share by chance

PLAN = '''
letterhead_left = ["UBND HUYỆN SƠN TỪ", "PHÒNG VĂN HOÁ"]
letterhead_rule = "*"
letterhead_right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
number_line = "Số: {07}/KH-PVH"
place_date_line = "Sơn Từ, ngày {9} tháng 3 năm 2021"
title = "Mở thư viện lưu động năm 2021"
body = """
# I. MỤC ĐÍCH
Đưa sách về thôn.
# II. PHÂN CÔNG
## 1. Phòng Văn hóa
1.1. 20 đầu sách mỗi thôn:
a) Chọn sách trước ngày 15/3;
b) Báo cáo hằng quý.
| STT | Việc | Chủ trì |
| 1 | Đóng tủ sách | Trạm Văn hóa |
| 2 | | Các thôn |
Trên đây là Kế hoạch mở thư viện lưu động năm 2021./.
"""
recipients = ["- Các thôn;", "- Lưu: VT."]
signature = ["TRƯỞNG PHÒNG"]
signer = "Lò Thị Mai"
appendix = """
# PHỤ LỤC
Tủ sách của các thôn.
"""
'''
HEADER = """
[header]
issuer = { value = "Phòng Văn hóa huyện Sơn Từ", at = "PHÒNG VĂN HÓA" }
"""
SECTIONS = """
[[sections]]
label = "II"
heading = "PHÂN CÔNG"
level = 1
kinds = ["implementation"]
at = "II. PHÂN CÔNG"
[[sections]]
label = "1"
heading = "Phòng Văn hóa"
level = 2
kinds = ["implementation"]
at = "1. Phòng Văn hóa"
"""
DATES = """
[[dates]]
at = "ngày 9 tháng 3 năm 2021"
edtf = "2021-03-09"
role = "issued"
[[dates]]
at = "năm 2021"
edtf = "2021"
role = "period"
[[dates]]
at = "trước ngày 15/3"
edtf = "2021-03-15"
bound = "before"
role = "deadline"
resolved_from = "document_year"
also_edtf = ["2021-03"]
"""


def folder(tmp_path: Path, gold: str, plan: str = PLAN) -> Path:
    (tmp_path / "plan.toml").write_text(plan, "utf-8")
    (tmp_path / "gold.toml").write_text(gold, "utf-8")
    return tmp_path


def built(tmp_path: Path, gold: str) -> GoldRecord:
    return GoldRecord.model_validate_json(build_files(folder(tmp_path, gold))["gold.json"])


@pytest.mark.parametrize("plan_folder", FOLDERS, ids=lambda path: path.name)
def test_the_committed_gold_is_what_its_entries_say(plan_folder: Path) -> None:
    for name, content in build_files(plan_folder).items():
        assert (plan_folder / name).read_bytes().decode("utf-8") == content, f"run corpus/gold.py {plan_folder}"


@pytest.mark.parametrize("plan_folder", FOLDERS, ids=lambda path: path.name)
def test_every_offset_points_at_the_printed_words(plan_folder: Path) -> None:
    record = GoldRecord.model_validate_json((plan_folder / "gold.json").read_bytes()).record
    printed = (plan_folder / "plan.txt").read_text("utf-8")
    found = list(evidence_in(record))
    assert len(found) > 20
    for pointer, evidence in found:
        assert record.text[evidence.start : evidence.end] == evidence.text, pointer
        assert evidence.raw in printed, pointer
        assert match_key(evidence.raw) == match_key(evidence.text), pointer
    assert match_key(record.text) == match_key(printed.replace("|", " "))


def test_no_composed_plan_is_copied_from_a_real_one() -> None:
    real = [match_key(path.read_text("utf-8")).split() for path in sorted(real_file("texts").glob("*.txt"))]
    runs = {tuple(words[start : start + RUN]) for words in real for start in range(len(words) - RUN + 1)}
    assert runs
    for plan_folder in FOLDERS:
        composed = [line.text for line in printed_lines(load_plan(plan_folder)) if line.part in COMPOSED]
        words = match_key(" ".join(composed)).split()
        shared = [
            words[start : start + RUN] for start in range(len(words)) if tuple(words[start : start + RUN]) in runs
        ]
        assert not shared, (plan_folder.name, " ".join(shared[0]))


def test_the_manifest_gives_every_plan_its_split() -> None:
    manifest = tomllib.loads((PLANS.parent / "manifest.toml").read_text("utf-8"))["plans"]
    assert set(manifest) == {path.name for path in FOLDERS}
    assert {entry["split"] for entry in manifest.values()} == {"train", "dev", "test"}


def test_the_text_is_the_print_in_the_spelling_of_the_program(tmp_path: Path) -> None:
    files = build_files(folder(tmp_path, HEADER))
    assert files["plan.txt"].splitlines()[:5] == [
        "UBND HUYỆN SƠN TỪ",
        "PHÒNG VĂN HOÁ",
        "*",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 07/KH-PVH",
    ]
    record = json.loads(files["gold.json"])["record"]
    lines = record["text"].split("\n")
    assert lines[1:4] == ["PHÒNG VĂN HÓA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 07/KH-PVH"]
    assert lines[lines.index("STT | Việc | Chủ trì") + 2] == "2 | Các thôn"
    assert lines[-2:] == ["PHỤ LỤC", "Tủ sách của các thôn."]
    issuer = record["header"]["issuer"]["evidence"]
    assert (issuer["text"], issuer["raw"]) == ("PHÒNG VĂN HÓA", "PHÒNG VĂN HOÁ")


def test_dates_are_taken_in_printed_order_and_know_their_section(tmp_path: Path) -> None:
    gold = built(tmp_path, HEADER + SECTIONS + DATES)
    assert [date.evidence.text for date in gold.record.dates] == [
        "ngày 9 tháng 3 năm 2021",
        "năm 2021",
        "trước ngày 15/3",
    ]
    title = gold.record.text.index("Mở thư viện")
    assert title < gold.record.dates[1].evidence.start < title + 40
    assert [date.section for date in gold.record.dates] == [None, None, "II.1.1.a"]
    assert gold.alternatives_at("/dates/2/value")[0].edtf == "2021-03"


def test_a_section_ends_before_the_closing(tmp_path: Path) -> None:
    record = built(tmp_path, HEADER + SECTIONS).record
    (section,) = record.sections
    assert record.text[section.start : section.end].startswith("II. PHÂN CÔNG\n1. Phòng")
    assert record.text[section.start : section.end].endswith("2 | Các thôn")
    assert [(child.label, child.end) for child in section.children] == [("1", section.end)]


def test_dates_that_no_entry_names_are_shown(tmp_path: Path) -> None:
    shown = unlisted_dates(folder(tmp_path, HEADER + DATES))
    assert ["hằng quý" in hint or "năm 2021./." in hint for hint in shown] == [True, True]


def test_borderline_entries_become_marks(tmp_path: Path) -> None:
    body = """
[[bodies]]
name = "Trạm Văn hóa"
kind = "other"
mentions = ["Trạm Văn hóa"]
duties = [{ role = "lead", at = "Đóng tủ sách" }]
roles_optional = ["assigned"]
"""
    gold = built(tmp_path, 'optional = ["sections[1]", "dates[0]"]\n' + HEADER + SECTIONS + DATES + body)
    assert set(gold.optional) == {"/sections/0/children/0", "/dates/0", "/bodies/0/duties/1"}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (
            '\n[[recipients]]\nname = "x"\nat = "- Lưu: VP."',
            'recipients[0]: "- Lưu: VP." is not printed. Printed is: "- Lưu: VT.',
        ),
        (
            '\n[[criteria]]\nkind = "target"\ntext = "x"\nat = "2021"',
            'criteria[0]: "2021" is printed 3 times:\n    nth = 1: …Sơn Từ, ngày 9 tháng 3 năm [2021]…',
        ),
        ('\n[[criteria]]\nkind = "target"\ntext = "x"\nat = "2021"\nnth = 4', "there is no nth = 4"),
        (
            '\n[[criteria]]\nkind = "target"\ntext = "x"\nat = "2021"\nafter = "PHỤ LỤC"',
            'criteria[0]: "2021" is not printed behind "PHỤ LỤC"',
        ),
        ('\n[[dates]]\nat = "năm 2021"\nedtf = "2021-13"\nrole = "issued"', "dates[0]: no such month"),
        ('\n[[dates]]\nat = "năm 2021"\nrole = "issued"', "dates[0]: a date without edtf needs an rrule"),
        ('\n[[dates]]\nat = "năm 2021"\nedtf = "2021"\nrole = "due"', "dates[0].role: Input should be"),
        ('\n[[dates]]\nwhere = "năm 2021"\nedtf = "2021"\nrole = "issued"', "dates[0].where: unknown key"),
        (
            '\n[[sections]]\nlabel = ""\nheading = "x"\nlevel = 1\nkinds = ["other"]\nat = "Phòng Văn hóa"',
            'sections[0] "x": "Phòng Văn hóa" begins no paragraph',
        ),
        (
            '\n[[deadlines]]\ntask = "x"\nedtf = "2021-03-15"\nresponsible = ["Tổ sách"]\nat = "Chọn sách"',
            'deadlines[0]: responsible names "Tổ sách", which is no body of [[bodies]]',
        ),
        ('\n[[bodies]]\nname = "x"\nkind = "other"\nmentions = ["Các thôn"]', "bodies[0]: a body needs a duty"),
    ],
    ids=[
        "words that are not printed, with the nearest that are",
        "words that are printed several times",
        "an occurrence that is not there",
        "words that stand before, not after",
        "a date that does not exist",
        "a date without a value",
        "an unknown role",
        "an unknown key",
        "a heading inside a line",
        "a deadline of an unknown body",
        "a body without a duty",
    ],
)
def test_what_is_wrong_is_said_with_folder_and_entry(tmp_path: Path, entries: str, message: str) -> None:
    with pytest.raises(CorpusError) as error:
        build_files(folder(tmp_path, HEADER + entries))
    assert str(tmp_path) in str(error.value)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("title", "titel"), "titel: unknown key"),
        (("# I. MỤC ĐÍCH", "#"), "a heading marker stands alone"),
        (("| 1 | Đóng tủ sách | Trạm Văn hóa |", "|---|---|---|"), "holds no words"),
        (("Đưa sách", "Đưa sa\u0301ch"), "is not in Unicode NFC"),
    ],
    ids=["an unknown key", "a heading without words", "a rule of Markdown", "decomposed letters"],
)
def test_a_plan_that_cannot_be_printed_is_refused(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    assert change[0] in PLAN
    with pytest.raises(CorpusError, match=message):
        build_files(folder(tmp_path, HEADER, PLAN.replace(*change)))


def test_reading_order_is_left_column_first(tmp_path: Path) -> None:
    lines = [line.text for line in printed_lines(load_plan(folder(tmp_path, HEADER)))]
    assert lines.index("*") < lines.index("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert lines.index("- Lưu: VT.") < lines.index("TRƯỞNG PHÒNG") < lines.index("PHỤ LỤC")
