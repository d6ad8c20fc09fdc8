"""Scoring from folder to result, and results as files."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from models.errors import OutputAccessError, ResultError, SourceNotFoundError
from pipeline import __version__
from pipeline.score.comparison import compare_results
from pipeline.score.documents import read_cases
from pipeline.score.result import RESULT_VERSION, DocumentScore, ScoreResult
from pipeline.score.summary import Comparand, compare_record, summarize


def score_folders(
    gold: Path, predicted: Path, *, manifest: Path | None = None, split: str | None = None, against: Path | None = None
) -> ScoreResult:
    """Compare the records of two folders; see `read_cases` for what belongs to what.

    Args:
        against: the file of an earlier result; what changed since stands in `comparison`.

    Raises:
        SourceNotFoundError: a folder or file does not exist.
        GoldError: gold or manifest cannot be used.
        ResultError: the earlier result cannot be used.
    """
    earlier = read_result(against) if against else None
    found = read_cases(gold, predicted, manifest, split)
    compared: dict[str, Comparand] = {}
    documents = {}
    for case in found.cases:
        comparand = compare_record(case.gold, case.predicted, case.plan)
        compared[case.name] = comparand
        documents[case.name] = DocumentScore(
            plan=case.plan,
            level=case.level,
            split=case.split,
            problem=case.problem,
            whole_record=comparand.whole_record,
            text=comparand.text,
            fields=comparand.tally.counts,
        )
    levels = sorted({case.level for case in found.cases if case.level is not None})
    result = ScoreResult(
        program_version=__version__,
        split=split,
        unscored=found.unscored,
        total=summarize(list(compared.values())),
        by_level={
            level: summarize([compared[case.name] for case in found.cases if case.level == level]) for level in levels
        },
        documents=documents,
    )
    return result.model_copy(update={"comparison": compare_results(earlier, result)}) if earlier else result


def result_json(result: ScoreResult) -> str:
    """A result as JSON with one document or field a line, so that two files can be compared by eye."""
    return _laid_out(result.model_dump(mode="json", exclude_none=False), "", 3) + "\n"


def write_result(result: ScoreResult, path: Path) -> None:
    """Write a result without what it was compared with, so that files do not depend on each other.

    Raises:
        OutputAccessError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(result_json(result.model_copy(update={"comparison": None})), "utf-8", newline="\n")
    except OSError as error:
        raise OutputAccessError(
            f"{path} cannot be written ({error.strerror}).", "Check that you may write there, or name another file."
        ) from error


def read_result(path: Path) -> ScoreResult:
    """The result that was written to a file.

    Raises:
        SourceNotFoundError: there is no such file.
        ResultError: it is no result, or one of another schema version.
    """
    try:
        result = ScoreResult.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise SourceNotFoundError(f"There is no result {path}.", "Check the path.") from error
    except OSError as error:
        raise ResultError(f"{path} cannot be read ({error.strerror}).", "Check its rights.") from error
    except ValidationError as error:
        raise ResultError(
            f"{path} is no result of a scoring: {error.errors()[0]['msg']}.", "`kehoach score --out` writes such files."
        ) from error
    if result.schema_version != RESULT_VERSION:
        raise ResultError(
            f"{path} is of version {result.schema_version}, this program compares with {RESULT_VERSION}.",
            "Score the earlier records again.",
        )
    return result


def _laid_out(value: Any, indent: str, depth: int) -> str:
    if depth == 0 or not isinstance(value, dict) or not value:
        return json.dumps(value, ensure_ascii=False)
    inner = indent + " "
    lines = (
        f"{inner}{json.dumps(key, ensure_ascii=False)}: {_laid_out(child, inner, depth - 1)}"
        for key, child in value.items()
    )
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
