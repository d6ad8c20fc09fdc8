"""What the routes share: the archive and the query of a request."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from pipeline.archive import Archive
from pipeline.archive import Query as ArchiveQuery


def _archive(request: Request) -> Archive:
    archive: Archive = request.app.state.archive
    return archive


OpenArchive = Annotated[Archive, Depends(_archive)]
AskedQuery = Annotated[ArchiveQuery, Query()]
DocumentId = Annotated[
    str, Path(description="The document's id, or at least four of its first hex digits.", examples=["3f9a"])
]
