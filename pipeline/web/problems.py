"""Errors as answers: RFC 9457 problem details, with what to do about them."""

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from models.errors import (
    ArchiveError,
    CorrectionError,
    KehoachError,
    MissingExtraError,
    QueryError,
    RecordNotFoundError,
    SavedSearchNotFoundError,
    SourceError,
)

_STATUS: tuple[tuple[type[KehoachError], int], ...] = (
    (RecordNotFoundError, 404),
    (SavedSearchNotFoundError, 404),
    (QueryError, 422),
    (CorrectionError, 422),
    (SourceError, 409),  # the source is not what or where it was
    (MissingExtraError, 501),
    (ArchiveError, 503),
)
_MEDIA_TYPE = "application/problem+json"


def problem(status: int, code: str, cause: str, remedy: str) -> JSONResponse:
    """An answer that says what is wrong and what to do."""
    content = {"title": code, "status": status, "detail": cause, "remedy": remedy}
    return JSONResponse(content, status, media_type=_MEDIA_TYPE)


def of_error(_: Request, error: Exception) -> JSONResponse:
    """The answer for an error of the program's own."""
    assert isinstance(error, KehoachError)
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return problem(status, type(error).__name__, error.cause, error.remedy)


def of_request(_: Request, error: Exception) -> JSONResponse:
    """The answer for a request that does not fit the API's description."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = " ".join(map(str, first["loc"]))
    return problem(422, "RequestError", f"{place}: {first['msg']}.", "See /openapi.json for what may be asked.")


def of_address(request: Request, error: Exception) -> JSONResponse:
    """The answer for an address, or a method, that the API does not have."""
    status = getattr(error, "status_code", 404)
    cause = f"There is no {request.method} {request.url.path}."
    return problem(status, "RequestError", cause, "/openapi.json lists what may be asked.")
