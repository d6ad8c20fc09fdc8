"""Who may import whom: models ← pipeline ← tests, and one door to each outside library."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Where an outside library may be imported: a module, or all of a package ("…/").
DOORS = {
    "PIL": (
        "pipeline/drawing.py",
        "pipeline/ingest/inspection.py",
        "pipeline/render/imagepage.py",
        "pipeline/render/picture.py",
        "pipeline/searchable/imagepages.py",
        "pipeline/searchable/metadata.py",
    ),
    "cv2": ("pipeline/ocr/",),
    "dateutil": ("pipeline/archive/recurrence.py",),
    "docx": ("pipeline/textfiles/worddocument.py",),
    "fastapi": ("pipeline/web/",),
    "icalendar": ("pipeline/export/calendar.py",),
    "numpy": (
        "models/source.py",
        "pipeline/clean/",
        "pipeline/ocr/",
        "pipeline/render/imagepage.py",
        "pipeline/render/leftout.py",
        "pipeline/render/pdfpage.py",
        "pipeline/searchable/ghostscript.py",
    ),
    "pikepdf": ("pipeline/searchable/",),
    "openpyxl": ("pipeline/export/spreadsheet.py",),
    "pyarrow": ("pipeline/export/parquet.py",),
    "pydantic": ("models/", "pipeline/"),
    "pypdfium2": (
        "pipeline/render/picture.py",
        "pipeline/ingest/inspection.py",
        "pipeline/render/pdfforms.py",
        "pipeline/render/pdfpage.py",
        "pipeline/render/pdfplane.py",
        "pipeline/render/pdfrules.py",
        "pipeline/render/pdftext.py",
        "pipeline/searchable/ghostscript.py",
        "pipeline/searchable/writer.py",
    ),
    "pytesseract": ("pipeline/ocr/engine.py",),
    "rapidfuzz": ("pipeline/folding.py",),
    "rich": ("pipeline/cli/",),
    "spacy": ("pipeline/extract/nlp.py",),
    "sqlalchemy": ("pipeline/archive/",),
    "typer": ("pipeline/cli/",),
    "uvicorn": ("pipeline/web/serving.py",),
    "underthesea": ("pipeline/extract/nlp.py",),
}
DISTRIBUTIONS = {"PIL": "pillow", "cv2": "opencv-python-headless", "dateutil": "python-dateutil", "docx": "python-docx"}


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Full names of all that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", modules("models", "pipeline"), ids=name)
def test_layers(path: Path) -> None:
    tops = {imported_name.partition(".")[0] for imported_name in imported(path)}
    assert not tops & {"tests", "corpus", "conftest"}
    if name(path).startswith("models/"):
        assert "pipeline" not in tops


@pytest.mark.parametrize("path", modules("pipeline"), ids=name)
def test_the_library_knows_nothing_of_the_command_line(path: Path) -> None:
    if not name(path).startswith("pipeline/cli/"):
        assert not [imported_name for imported_name in imported(path) if imported_name.startswith("pipeline.cli")]


@pytest.mark.parametrize("path", modules("models", "pipeline"), ids=name)
def test_outside_libraries_come_in_by_their_doors(path: Path) -> None:
    known = {"models", "pipeline", *sys.stdlib_module_names}
    for library in {imported_name.partition(".")[0] for imported_name in imported(path)} - known:
        assert library in DOORS, f"{library} has no door yet"
        assert name(path).startswith(DOORS[library]), f"{library} may be imported in {DOORS[library]} only"


@pytest.mark.parametrize("library", DOORS)
def test_every_door_is_used(library: str) -> None:
    for door in DOORS[library]:
        users = [path for path in modules("models", "pipeline") if name(path).startswith(door)]
        assert any(library == top.partition(".")[0] for path in users for top in imported(path)), door


def test_every_library_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    needed = {DISTRIBUTIONS.get(library, library.lower()) for library in DOORS}
    declared = {re.split("[<>=]", line)[0] for line in project["dependencies"]}
    assert declared <= needed <= declared | {re.split("[<>=]", line)[0] for line in extras}
