"""`kehoach ocr`: one page for a person or for a program."""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from rich.console import Console

from models.page import Page, Region, Word
from models.record import TextOrigin
from models.settings import Settings
from models.source import Source
from pipeline import look, run
from pipeline.cli import main, ocr
from tests.page_builders import placed_line, placed_page
from tests.pdf_maker import PageSpec, make_pdf


@dataclass(frozen=True)
class Ended:
    exit_code: int
    out: str
    err: str


Kehoach = Callable[..., Ended]

_HAND = Word("05", 200.0, 60.0, 212.0, 72.0, 0.45, is_handwritten=True, alternatives=("06",))
_SHAKY = placed_line("Số: /KH-UBND ngày tháng", 60, 60, confidence=0.95, region=Region.LETTERHEAD)
_LINES = (
    replace(_SHAKY, words=(*_SHAKY.words[:3], _HAND, *_SHAKY.words[3:])),
    placed_line("Các thôn", 60, 100, confidence=0.6),
    placed_line("ghkl", 60, 120, confidence=0.2),
    placed_line("STT", 60, 140, region=Region.TABLE, table=0, row=0, column=0),
    placed_line("Đơn vị", 120, 140, region=Region.TABLE, table=0, row=0, column=1),
    placed_line("chủ trì", 120, 154, region=Region.TABLE, table=0, row=0, column=1),
    placed_line("2", 300, 800, region=Region.FURNITURE),
)
PAGE = replace(
    placed_page([], rotation=90, number=2),
    lines=_LINES,
    preparation=("text layer refused: the words of the text layer are not Vietnamese", "deskewed by 0.7°"),
)


@pytest.fixture
def kehoach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kehoach:
    """Runs the command over a scan of two pages, without recognition."""
    monkeypatch.chdir(tmp_path)
    Path("plan.pdf").write_bytes(make_pdf([PageSpec(curves=1), PageSpec(curves=1)]))

    def read(source: Source, index: int, settings: Settings) -> Page:
        return replace(PAGE, number=index + 1)

    monkeypatch.setattr(look, "read_page", read)

    def call(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["kehoach", "ocr", *arguments])
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return call


def test_a_page_in_a_pipe(kehoach: Kehoach) -> None:
    ended = kehoach("plan.pdf", "--page", "2")
    assert (ended.exit_code, ended.err) == (0, "")
    assert "\x1b" not in ended.out
    lines = ended.out.splitlines()
    assert lines[0] == "page        2 of 2, plan.pdf"
    assert lines[1] == (
        "read        by recognition, 595 x 842 points, 100 dpi, turned clockwise by 90°, mean confidence 0.90"
    )
    assert lines[2] == "text layer  refused: the words of the text layer are not Vietnamese"
    assert lines[3] == "prepared    deskewed by 0.7°"
    assert lines[4].startswith("words       14, of them 0 unsure (below 0.9), 4 doubtful (below 0.7): (?)")
    assert lines[5:] == [
        "",
        "letterhead",
        "   1  Số: /KH-UBND ngày 05(?)[hand] tháng",
        "",
        "body",
        "   2  Các(?) thôn(?)",
        "   3  ghkl(??)",
        "",
        "table",
        "   4  STT | Đơn vị chủ trì",
        "",
        "furniture",
        "   7  2",
    ]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_page_in_a_terminal(kehoach: Kehoach, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    console = Console(force_terminal=True, width=width, markup=False, highlight=False, color_system="standard")
    monkeypatch.setattr(ocr, "result_console", lambda: console)
    with console.capture() as capture:
        assert kehoach("plan.pdf", "--page", "2").exit_code == 0
    shown = capture.get()
    assert "\x1b[1;31mCác(?)" in shown
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert max(map(len, lines)) <= width
    assert "   4  STT | Đơn vị chủ trì" in [line.rstrip() for line in lines]


def test_a_page_for_programs(kehoach: Kehoach) -> None:
    report = json.loads(kehoach("plan.pdf", "--page", "2", "--json").out)
    assert (report["path"], report["page"], report["pages"], report["rotation"]) == ("plan.pdf", 2, 2, 90)
    assert report["preparation"] == ["deskewed by 0.7°"]
    assert report["text_layer"] == "refused: the words of the text layer are not Vietnamese"
    assert report["drawing"] is None
    assert report["lines"][0]["words"][3] == {
        "text": "05",
        "box": [200.0, 60.0, 212.0, 72.0],
        "confidence": 0.45,
        "is_handwritten": True,
        "alternatives": ["06"],
    }


def test_a_page_is_drawn(kehoach: Kehoach) -> None:
    ended = kehoach("plan.pdf", "--out", "new/look")
    assert ended.exit_code == 0
    assert Path("new/look/plan-p1.png").read_bytes().startswith(b"\x89PNG")
    assert f"drawing     {Path('new/look/plan-p1.png')}" in ended.out


def test_a_text_file(kehoach: Kehoach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "read_page", run.read_page)
    Path("plan.txt").write_text("KẾ HOẠCH\nCác thôn họp dân.", "utf-8")
    ended = kehoach("plan.txt")
    assert ended.exit_code == 0
    assert ended.out.splitlines() == [
        "page        1 of 1, plan.txt",
        "read        as plain text",
        "",
        "body",
        "   1  KẾ HOẠCH",
        "   2  Các thôn họp dân.",
    ]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "words"),
    [
        pytest.param(("plan.pdf", "--page", "3"), 2, "plan.pdf has 2 pages", id="no such page"),
        pytest.param(("missing.pdf",), 21, "There is no file", id="no such file"),
        pytest.param(("folder",), 10, "folder is a folder", id="a folder"),
        pytest.param(("cut.pdf",), 24, "broken or cut off", id="damaged"),
        pytest.param(("plan.txt", "--out", "look"), 23, "has no picture", id="a drawing of text"),
    ],
)
def test_misuse_and_bad_input(kehoach: Kehoach, arguments: tuple[str, ...], exit_code: int, words: str) -> None:
    Path("folder").mkdir()
    Path("cut.pdf").write_bytes(b"%PDF-1.4\n1 0 obj")
    Path("plan.txt").write_text("KẾ HOẠCH", "utf-8")
    ended = kehoach(*arguments)
    assert ended.exit_code == exit_code
    assert words in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("page", "verdict"),
    [
        pytest.param(placed_page(["Các thôn"], origin=TextOrigin.TEXT_LAYER), "used: 100% of its words", id="believed"),
        pytest.param(placed_page(["Các thôn"]), "there is none", id="no layer"),
        pytest.param(placed_page(["Các thôn"], origin=TextOrigin.PLAIN_TEXT), "the file is text", id="text"),
    ],
)
def test_the_verdict_on_a_text_layer(
    kehoach: Kehoach, monkeypatch: pytest.MonkeyPatch, page: Page, verdict: str
) -> None:
    monkeypatch.setattr(look, "read_page", lambda *_: page)
    assert look.look_at_page(Path("plan.pdf"), 1).text_layer.startswith(verdict)
