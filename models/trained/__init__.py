"""Small trained tables that ship with the program. README.md beside them tells what each was made from."""

from importlib import resources
from pathlib import Path


def trained_file(name: str) -> Path:
    """The path of a trained table, for mapping it into memory.

    Raises:
        FileNotFoundError: the installation lacks the table.
    """
    path = Path(str(resources.files(__name__).joinpath(name)))
    if not path.is_file():
        raise FileNotFoundError(path)
    return path
