"""Records that lie in JSON files."""

from pathlib import Path

from pydantic import ValidationError

from models.errors import SourceAccessError, SourceNotFoundError, UnsupportedSourceError
from models.record import PlanRecord


def read_record(file: Path) -> PlanRecord:
    """The record of a JSON file, as `kehoach run --json-dir` writes it.

    Raises:
        SourceNotFoundError: there is no such file.
        SourceAccessError: the file cannot be read.
        UnsupportedSourceError: it holds no plan record.
    """
    if not file.exists():
        raise SourceNotFoundError(f"There is no file {file}.", "Check the path, or give a document's id.")
    try:
        return PlanRecord.model_validate_json(file.read_bytes())
    except OSError as error:
        raise SourceAccessError(f"{file} cannot be read: {error.strerror}.", "Check its rights.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"/{step}" for step in first["loc"])
        raise UnsupportedSourceError(
            f"{file} is no plan record: {first['msg']}" + (f" ({place})." if place else "."),
            "`kehoach run --json-dir` writes such files.",
        ) from error
