"""Documents: search, records, their text."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse

from models.record import PlanRecord
from pipeline.archive import SearchResult
from pipeline.web.access import AskedQuery, DocumentId, OpenArchive

router = APIRouter(tags=["documents"])


@router.get("/documents")
def search(archive: OpenArchive, query: AskedQuery) -> SearchResult:
    """The documents that a query finds, and where in them; without a query all, the latest first."""
    return archive.search(query)


@router.get("/documents/{document_id}")
def record(
    archive: OpenArchive,
    document_id: DocumentId,
    as_read: Annotated[bool, Query(description="The machine's own record, without corrections.")] = False,
) -> PlanRecord:
    """The record of a document, with what people corrected."""
    return archive.load(document_id, as_read=as_read)


@router.get("/documents/{document_id}/text")
def text(archive: OpenArchive, document_id: DocumentId) -> PlainTextResponse:
    """The clean text that all offsets of the record refer to."""
    return PlainTextResponse(archive.load(document_id).text)
