"""The name of a file as text that every format can hold."""

import os
from pathlib import Path


def path_text(path: Path) -> str:
    r"""The path as Unicode text; bytes of it that are none stand as `\xNN`.

    File names out of old archives are often in a Vietnamese code page (TCVN3, VNI). Linux hands
    their bytes on as lone surrogates, which neither JSON nor a database takes.

    >>> path_text(Path("k\udce9 ho\u1ea1ch.pdf"))
    'k\\xe9 hoạch.pdf'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")
