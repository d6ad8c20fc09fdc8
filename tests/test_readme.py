"""What the README shows runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.ocr
def test_the_python_example_runs_as_it_stands(tmp_path: Path) -> None:
    block = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert block
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    ended = subprocess.run(
        [sys.executable, "-c", block[1]], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("Ủy ban nhân dân phường Bến Đá 46\n")
    assert "2025-09-10" in ended.stdout
    assert (tmp_path / "kho" / "archive.db").is_file()


def test_the_figures_are_of_the_kept_results() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in ("test.json", "peers.json"):
        assert f"corpus/results/{name}" in readme
        assert (ROOT / "corpus" / "results" / name).is_file()
