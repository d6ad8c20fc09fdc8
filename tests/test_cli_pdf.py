"""`kehoach pdf`: what is written where, exit codes, and other files done whatever one does."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from models.page import Page
from models.settings import Settings
from models.source import Source
from pipeline import run as pipeline_run
from pipeline.cli import main
from tests.page_builders import placed_page
from tests.pdf_maker import PageSpec, make_pdf


@dataclass(frozen=True)
class Ended:
    exit_code: int
    out: str
    err: str


Kehoach = Callable[..., Ended]


_REAL_READ_PAGE = pipeline_run.read_page


def _read_page(source: Source, index: int, settings: Settings) -> Page:
    return placed_page(number=index + 1)


@pytest.fixture
def kehoach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kehoach:
    """Runs the command in a folder with a scan, without recognition."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline_run, "read_page", _read_page)
    Path("plan.pdf").write_bytes(make_pdf([PageSpec(curves=1)]))

    def call(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["kehoach", "pdf", "--jobs", "1", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Ended(int(ended.value.code or 0), captured.out, captured.err)

    return call


def test_one_document_into_a_folder(kehoach: Kehoach) -> None:
    ended = kehoach("plan.pdf", "--out", "new/pdfs")
    assert (ended.exit_code, ended.err) == (0, "")
    assert ended.out == f"plan.pdf → {Path('new/pdfs/plan.pdf')}, 1 page\n"
    with pikepdf.open("new/pdfs/plan.pdf") as pdf:
        assert pdf.open_metadata().pdfa_status == "2B"


def test_one_document_into_a_file(kehoach: Kehoach) -> None:
    assert kehoach("plan.pdf", "--out", "x/luu.pdf").exit_code == 0
    assert [path.name for path in Path("x").iterdir()] == ["luu.pdf"]


def test_several_documents_into_one_file_is_misuse(kehoach: Kehoach) -> None:
    Path("b.pdf").write_bytes(Path("plan.pdf").read_bytes())
    ended = kehoach("plan.pdf", "b.pdf", "--out", "x.pdf")
    assert ended.exit_code == 2
    assert not Path("x.pdf").exists()


@pytest.mark.parametrize(
    ("name", "content", "exit_code", "words"),
    [
        pytest.param("locked.pdf", make_pdf([PageSpec()], is_encrypted=True), 25, "password", id="encrypted"),
        pytest.param("cut.pdf", b"%PDF-1.4\n1 0 obj", 24, "broken or cut off", id="damaged"),
        pytest.param("empty.pdf", b"", 22, "empty", id="empty"),
        pytest.param("text.txt", "Kế hoạch".encode(), 23, "no pages to show", id="text"),
        pytest.param("program.exe", b"MZ\x90\x00\x03\x00\x00\x00", 23, "program.exe", id="no document"),
    ],
)
def test_a_file_that_cannot_be_made_stops_no_other(
    kehoach: Kehoach, name: str, content: bytes, exit_code: int, words: str
) -> None:
    Path(name).write_bytes(content)
    alone = kehoach(name, "--out", "out")
    assert alone.exit_code == exit_code
    assert words in alone.err
    assert "What to do: " in alone.err
    both = kehoach(name, "plan.pdf", "--out", "out")
    assert both.exit_code == 1
    assert words in both.err
    assert [path.name for path in Path("out").iterdir()] == ["plan.pdf"]


def test_a_source_is_never_written_over(kehoach: Kehoach) -> None:
    before = Path("plan.pdf").read_bytes()
    ended = kehoach("plan.pdf", "--out", ".")
    assert ended.exit_code == 81
    assert "plan.pdf is a source file" in ended.err
    assert Path("plan.pdf").read_bytes() == before


def test_another_document_of_the_same_call_is_not_written_over(kehoach: Kehoach) -> None:
    Path("in").mkdir()
    Path("in/plan.pdf").write_bytes(make_pdf([PageSpec(curves=2)]))
    before = Path("plan.pdf").read_bytes()
    ended = kehoach("in/plan.pdf", "plan.pdf", "--out", ".")
    assert ended.exit_code == 1
    assert Path("plan.pdf").read_bytes() == before
    assert Path("plan-2.pdf").exists()


def test_an_output_folder_that_is_a_file(kehoach: Kehoach) -> None:
    Path("taken").write_text("x")
    ended = kehoach("plan.pdf", "--out", "taken")
    assert ended.exit_code == 45
    assert "taken cannot be written" in ended.err


def test_stopped_by_hand(kehoach: Kehoach, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(source: Source, index: int, settings: Settings) -> Page:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline_run, "read_page", read)
    ended = kehoach("plan.pdf", "--out", "out")
    assert ended.exit_code == 130
    assert ended.err.startswith("Stopped.")
    assert list(Path("out").iterdir()) == []


def test_the_report_for_programs(kehoach: Kehoach) -> None:
    ended = kehoach("plan.pdf", "missing.pdf", "--out", "out", "--json")
    failed, made = json.loads(ended.out)
    assert made == {"source": "plan.pdf", "pdf": str(Path("out/plan.pdf")), "pages": 1, "notes": []}
    assert (failed["source"], failed["error"]) == ("missing.pdf", "SourceNotFoundError")
    assert ended.err == ""


def test_the_packages_of_the_extra_are_not_installed(kehoach: Kehoach, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.startswith("pipeline.searchable")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    ended = kehoach("plan.pdf", "--out", "out")
    assert ended.exit_code == 47
    assert "kehoach[pdfa]" in ended.err
    assert not Path("out").exists()


@pytest.mark.ocr
def test_the_sample_scan_can_be_searched(kehoach: Kehoach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline_run, "read_page", _REAL_READ_PAGE)
    sample = Path(__file__).resolve().parents[1] / "corpus" / "plans" / "phuong-khong-rac-nhua" / "scan.pdf"
    assert kehoach(str(sample), "--out", "luu.pdf").exit_code == 0
    document = pdfium.PdfDocument("luu.pdf")
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    for words in ("ỦY BAN NHÂN DÂN", "PHƯỜNG BẾN ĐÁ", "KẾ HOẠCH", "rác thải nhựa"):
        assert words in text
    with pikepdf.open("luu.pdf") as pdf, pikepdf.open(sample) as source, pdf.open_outline() as outline:
        assert len(pdf.pages) == len(source.pages)
        assert outline.root
        for made, scan in zip(pdf.pages, source.pages, strict=True):
            images = [[image.read_raw_bytes() for image in page.get_images().values()] for page in (made, scan)]
            assert images[0] == images[1]
