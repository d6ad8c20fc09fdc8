"""The language's tables as data: headings, agencies, cues, units. One TOML file a family."""

import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Any


@cache
def load_table(name: str) -> dict[str, Any]:
    """The table `name`.toml of this package, checked to be NFC.

    Raises:
        ValueError: the file holds text that is not in Unicode NFC, so that it would never match.
    """
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text("utf-8")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError(f"{name}.toml holds text that is not NFC")
    return tomllib.loads(text)
