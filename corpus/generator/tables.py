"""The tables beside the code: units, issuers, bodies, subjects, sentences."""

import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from corpus.planfile import CorpusError

_FOLDER = Path(__file__).resolve().parent / "tables"


@cache
def load_table(name: str) -> dict[str, Any]:
    """A table, read once.

    Raises:
        CorpusError: there is none of that name, or it is not NFC.
    """
    path = _FOLDER / f"{name}.toml"
    if not path.exists():
        raise CorpusError(f"{path}: there is no such table.")
    text = path.read_text("utf-8")
    if not unicodedata.is_normalized("NFC", text):
        raise CorpusError(f"{path} is not in Unicode NFC.", "Save the file in composed form.")
    return tomllib.loads(text)
