"""The real plans beside the checkout, which are other people's documents and not part of it."""

from pathlib import Path

import pytest

_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "real"


def real_file(name: str) -> Path:
    """The path of a real file; the test is skipped where the folder is not there."""
    path = _FOLDER / name
    if not path.exists():
        pytest.skip(f"needs the real plans in {_FOLDER}")
    return path
