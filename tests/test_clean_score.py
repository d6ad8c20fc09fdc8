"""Recognised lines beside print, what cleaners make of them, and how their changes are judged."""

import json
import pickle
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus import clean_score
from corpus.aligned import AlignedLine, AlignedPages, align_by_boxes, align_by_text, canonical
from corpus.changes import Tally, Verdict
from corpus.cleaners import CLEANERS, clean_by_dictionary, clean_with_kehoach, clean_with_underthesea, keep
from corpus.readings import plans_of, read_files
from models.page import Line, Page, Region, Word
from models.record import TextOrigin

WIDTH = 30.0


def line(text: str, y: float = 90.0, x: float = 70.0, **properties: object) -> Line:
    words = tuple(
        Word(word, x + WIDTH * number, y, x + WIDTH * (number + 1) - 4, y + 12, 0.9)
        for number, word in enumerate(text.split())
    )
    return Line(" ".join(text.split()), words, **properties)  # type: ignore[arg-type]


def page(*lines: Line, rotation: int = 0) -> Page:
    return Page(1, 595, 842, lines, TextOrigin.OCR, rotation=rotation)


def words_file(folder: Path, words: Sequence[tuple[str, tuple[float, float, float, float]]]) -> Path:
    entries = [{"text": text, "line": number, "box": box} for number, (text, box) in enumerate(words)]
    furniture = {"text": "2", "line": -1, "box": (300, 30, 310, 42)}
    sheet = {"number": 1, "width": 595, "height": 842, "words": [*entries, furniture]}
    file = folder / "words.json"
    file.write_text(json.dumps({"pages": [sheet]}), "utf-8")
    return file


def place(number: int, y: float = 90.0) -> tuple[float, float, float, float]:
    return 70 + WIDTH * number, y, 70 + WIDTH * (number + 1) - 4, y + 12


def test_words_are_found_by_their_place_whatever_the_order(tmp_path: Path) -> None:
    printed = [("Các", place(0)), ("thôn", place(1)), ("ra", place(0, 120)), ("quân", place(1, 120)), ("sớm", place(5))]
    aligned = align_by_boxes([page(line("ra quan", 120), line("Cac thôn"))], words_file(tmp_path, printed))
    assert [found.printed for found in aligned.lines] == [("ra", "quân"), ("Các", "thôn")]
    assert [found.pairs for found in aligned.lines] == [(((0,), (0,)), ((1,), (1,)))] * 2
    assert aligned.lost == 1


def test_lines_with_something_written_by_hand_are_left_out(tmp_path: Path) -> None:
    printed = [("Số:", place(0)), ("47/KH-UBND", place(1)), ("Các", place(0, 120)), ("thôn", place(1, 120))]
    file = words_file(tmp_path, [*printed, ("15", place(5))])
    sheet = json.loads(file.read_text("utf-8"))
    for number in (1, 4):
        sheet["pages"][0]["words"][number]["kind"] = "hand"
    file.write_text(json.dumps(sheet), "utf-8")
    aligned = align_by_boxes([page(line("Số: f7/KH-UBND"), line("Cac thôn", 120))], file)
    assert [found.printed for found in aligned.lines] == [("Các", "thôn")]
    assert aligned.lost == 0


def test_words_that_were_torn_or_joined_are_grouped(tmp_path: Path) -> None:
    x0, y0, _, y1 = place(0)
    printed = [
        ("trồng", (x0, y0, x0 + 2 * WIDTH - 4, y1)),
        ("cây", (*place(2)[:2], 144.0, y1)),
        ("xanh", (146.0, y0, 156.0, y1)),
    ]
    aligned = align_by_boxes([page(line("trồ ng câyxanh"))], words_file(tmp_path, printed))
    assert aligned.lines[0].pairs == (((0, 1), (0,)), ((2,), (1, 2)))


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_words_of_a_turned_page_are_found(rotation: int, tmp_path: Path) -> None:
    x0, y0, x1, y1 = place(0)
    turned = {
        90: (y0, 842 - x1, y1, 842 - x0),
        180: (595 - x1, 842 - y1, 595 - x0, 842 - y0),
        270: (595 - y1, x0, 595 - y0, x1),
    }
    file = words_file(tmp_path, [("thôn", turned[rotation])])
    assert align_by_boxes([page(line("thon"), rotation=rotation)], file).lines[0].printed == ("thôn",)


def test_lines_are_found_in_a_transcript() -> None:
    read = page(
        line("Các thon trông cây xanh ven đường;"),
        line("¬ ~ nét mực của con dấu"),
        line("2", region=Region.FURNITURE),
        line("KẾ HOẠCH"),
    )
    transcript = "KẾ HOẠCH\nTrồng cây\n1. Các thôn trồng cây xanh ven\nđường; mỗi hộ hai cây.\n"
    found = align_by_text([read], [transcript]).lines
    assert [" ".join(aligned.printed) for aligned in found] == ["Các thôn trồng cây xanh ven đường;", "KẾ HOẠCH"]


def test_spelling_that_is_no_error_is_made_equal() -> None:
    assert canonical("Uỷ  ban – „xã‟ ’") == canonical("Ủy ban - “xã” '")


def judge(before: str, after: str, printed: str) -> Tally:
    tally = Tally()
    aligned = AlignedLine(1, 0, line(before), tuple(printed.split()))
    tally.add("a", AlignedPages((aligned,), 0), {(1, 0): after})
    return tally


@pytest.mark.parametrize(
    ("before", "after", "printed", "verdicts"),
    [
        pytest.param("tố chức họp", "tổ chức họp", "tổ chức họp", ["right"], id="right"),
        pytest.param("tố chức họp", "tổ chức hợp", "tổ chức họp", ["right", "wrong"], id="right and wrong"),
        pytest.param("tạ chúc", "tổ chúc", "tố chức", ["wrong"], id="no nearer"),
        pytest.param("xịnh chức", "tịnh chức", "tình chức", ["nearer"], id="nearer, but not there"),
        pytest.param("tổ ch ức", "tổ chức", "tổ chức", ["right"], id="pieces joined"),
        pytest.param("tổchức họp", "tổ chức họp", "tổ chức họp", ["right"], id="words taken apart"),
        pytest.param("các thôn", "các thôn", "các ấp", [], id="nothing done"),
        pytest.param("Uỷ ban – xã", "Ủy ban - xã", "Ủy ban - xã", [], id="spelling"),
    ],
)
def test_each_change_is_judged_alone(before: str, after: str, printed: str, verdicts: list[str]) -> None:
    assert [change.verdict for change in judge(before, after, printed).changes] == verdicts


@pytest.mark.parametrize(
    ("before", "after", "printed", "touches"),
    [
        ("ngày 15 tháng", "ngày 16 tháng", "ngày 15 tháng", "digit"),
        ("số 46/KH-UBND xã", "số 46/KH-UBNĐ xã", "số 46/KH-UBND xã", "symbol"),
        ("xã An Hải", "xã An Hại", "xã An Hải", "name"),
        ("Hải quan", "Hại quan", "Hải quan", ""),
        ("các thôn", "các thốn", "các thôn", ""),
    ],
)
def test_what_a_wrong_change_touches(before: str, after: str, printed: str, touches: str) -> None:
    assert [(change.verdict, change.touches) for change in judge(before, after, printed).changes] == [
        (Verdict.WRONG, touches)
    ]


def test_a_mended_slip_of_the_plan_is_told_apart() -> None:
    (change,) = judge("để thưc hiện", "để thực hiện", "để thưc hiện").changes
    assert (change.verdict, change.is_slip) == (Verdict.WRONG, True)
    (change,) = judge("các thôn hổ trợ xã", "các thôn hỗ trợ xã", "các thôn hổ trợ xã").changes
    assert change.is_slip
    (change,) = judge("cuộc họp lớn", "cuộc hợp lớn", "cuộc họp lớn").changes
    assert not change.is_slip


def test_errors_are_counted_by_kind() -> None:
    tally = judge("tố Chức các. thn II 1S xã", "", "tổ chức các, thôn III 15 xã")
    assert {kind: count for (kind, number), count in tally.kinds.items() if number == 0} == {
        "marks": 1, "case": 1, "punctuation": 1, "letters": 1, "numerals": 1, "digits": 1
    }  # fmt: skip
    assert tally.word_errors == (6, 7)


READ = [
    page(
        line("Các cơ quan, đơn vị phối họp thực hiện kế hoạch"),
        line("Ngày 05/6", table=0, row=0, column=1),
        line("Uỷ ban nghiênm cứu", table=0, row=0, column=0),
        line("2", region=Region.FURNITURE),
        line("Số 46/KH-UBND ngày 12/3/2019"),
    )
]


def test_every_cleaner_gives_every_line() -> None:
    for clean in CLEANERS.values():
        assert clean(READ).keys() == keep(READ).keys()


def test_what_the_cleaners_do() -> None:
    kehoach = clean_with_kehoach(READ)
    assert kehoach[1, 0] == "Các cơ quan, đơn vị phối hợp thực hiện kế hoạch"
    assert [kehoach[1, number] for number in (1, 3, 4)] == ["Ngày 05/6", "2", "Số 46/KH-UBND ngày 12/3/2019"]
    assert kehoach[1, 2].startswith("Ủy ban")
    assert clean_by_dictionary(READ)[1, 2] == "Uỷ ban nghiêm cứu"
    assert clean_with_underthesea(READ)[1, 4] == "Số 46/KH-UBND ngày 12/3/2019"
    assert clean_with_underthesea(READ)[1, 2].startswith("Ủy ban")


def test_the_command_measures_kept_readings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = plans_of("dev")[0]
    monkeypatch.setattr(clean_score, "plans_of", lambda split: [plan])
    text = "Các cơ quan, đơn vị phối họp thực hiện kế hoạch"
    (tmp_path / f"{plan}@L1.pkl").write_bytes(pickle.dumps([page(line(text))]))
    printed = [(word, place(number)) for number, word in enumerate(text.replace("họp", "hợp").split())]
    words_file(tmp_path, printed).rename(tmp_path / f"{plan}@L1.words.json")
    folders = ["--scans", str(tmp_path), "--pages", str(tmp_path), "--result", str(tmp_path / "result.json")]
    monkeypatch.setattr("sys.argv", ["clean_score", "--split", "dev", "--level", "1", "--list-all", *folders])
    assert clean_score.main() == 0
    result = json.loads((tmp_path / "result.json").read_text("utf-8"))
    figures = result["kehoach"]["groups"]["dev L1"]
    assert figures["wer"] == [9.091, 0.0]
    assert figures["changes"]["right"] == 1
    assert figures["precision"] == 100.0
    assert result["none"]["groups"]["dev L1"]["wer"] == [9.091, 9.091]
    assert "'họp' → 'hợp'" in capsys.readouterr().out


def test_real_scans_are_compared_with_their_transcripts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("scans", "transcripts", "pages"):
        (tmp_path / folder).mkdir()
    read = pickle.dumps([page(line("Các cơ quan, đơn vị phối họp thực hiện kế hoạch"))])
    transcripts = {
        "scan01_p1": "Các cơ quan, đơn vị phối hợp\nthực hiện kế hoạch",
        "007": "I. Nhiệm vụ\nCác cơ quan, đơn vị cùng phối hợp thực hiện\nII. Kinh phí",
    }
    for name, text in transcripts.items():
        (tmp_path / "transcripts" / f"{name}.txt").write_text(text, "utf-8")
    for name in ("scan01", "007_office"):
        (tmp_path / "scans" / f"{name}.pdf").touch()
        (tmp_path / "pages" / f"{name}.pkl").write_bytes(read)
    monkeypatch.setattr(clean_score, "plans_of", lambda split: [])
    arguments = ["--real", str(tmp_path), "--real-pages", str(tmp_path / "pages"), "--cleaner", "none"]
    monkeypatch.setattr("sys.argv", ["clean_score", *arguments, "--result", str(tmp_path / "result.json")])
    assert clean_score.main() == 0
    groups = json.loads((tmp_path / "result.json").read_text("utf-8"))["none"]["groups"]
    assert {name: figures["wer"][0] for name, figures in groups.items()} == {
        "real scans": 9.091,
        "simulated office": 45.455,
    }
    assert "simulated office" in capsys.readouterr().out


def test_readings_are_made_once_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("KẾ HOẠCH\nCác thôn trồng cây.\n", "utf-8")
    made = read_files([file], tmp_path / "pages", jobs=1)
    assert [found.text for found in made["plan"][0].lines] == ["KẾ HOẠCH", "Các thôn trồng cây.", ""]
    file.write_text("Đã khác.\n", "utf-8")
    assert read_files([file], tmp_path / "pages", jobs=1) == made
