"""What a user is told when something goes wrong: an exception as plain values."""

import traceback
from dataclasses import dataclass

from models.errors import InternalError, KehoachError


@dataclass(frozen=True, slots=True)
class TaskFailure:
    """Why a task gave nothing: the fields of a `KehoachError`, its class name and exit code.

    `trace` is the traceback of an exception that is none of ours, for the log.
    """

    code: str
    exit_code: int
    cause: str
    remedy: str
    trace: str = ""


def failure_of(error: BaseException) -> TaskFailure:
    """What a user is told of an exception; one that is not ours is a fault of the program."""
    if isinstance(error, KehoachError):
        return TaskFailure(type(error).__name__, error.exit_code, error.cause, error.remedy)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return TaskFailure(
        InternalError.__name__,
        InternalError.exit_code,
        f"Internal error ({what}).",
        "Please report it with what the command prints after `kehoach --verbose`, and with the file if you may.",
        "".join(traceback.format_exception(error)),
    )
