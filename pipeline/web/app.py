"""The application: what can be asked, and of which archive."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError

from models.errors import KehoachError
from pipeline import __version__
from pipeline.archive import open_archive
from pipeline.web import corrections, documents, exports, lists, pages, review, searches
from pipeline.web.guard import Guard
from pipeline.web.problems import of_address, of_error, of_request


def create_app(target: str | Path, *, token: str | None = None, sources: Path = Path()) -> FastAPI:
    """The API over an archive, ready for a server; the archive is open while the server runs.

    Args:
        target: a folder, or the address of a PostgreSQL database; the archive must be there.
        token: what every request has to bring; `None` where only this machine can ask.
        sources: the folder that relative paths of sources start from.

    Raises:
        ArchiveError: the archive cannot be opened.
    """
    archive = open_archive(target, create=False)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        archive.close()

    # The usual pages of documentation load their scripts from elsewhere; archives are offline.
    app = FastAPI(title="kehoach", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.archive = archive
    app.state.sources = sources
    app.middleware("http")(Guard(token))
    app.add_exception_handler(KehoachError, of_error)
    app.add_exception_handler(RequestValidationError, of_request)
    for status in (404, 405):
        app.add_exception_handler(status, of_address)
    for router in (
        documents.router,
        pages.router,
        lists.router,
        corrections.router,
        exports.router,
        searches.router,
        review.router,
    ):
        app.include_router(router, prefix="/api")
    return app
