"""The review queue: what a person should look at first, and how far one is."""

from typing import Annotated

from fastapi import APIRouter, Query, status
from pydantic import Field

from models.base import Model
from pipeline.archive import Query as ArchiveQuery
from pipeline.archive.reviewing import DoubtfulValue, ReviewProgress, ReviewQueue
from pipeline.web.access import DocumentId, OpenArchive

router = APIRouter(tags=["review"])


class LookedThrough(Model):
    """Who has looked through a document as a whole."""

    by: str = Field(min_length=1)


@router.get("/review")
def queue(
    archive: OpenArchive,
    q: Annotated[str | None, Query(description="Only documents that this question finds.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 20,
) -> ReviewQueue:
    """The documents in which looking finds the most errors a minute first."""
    return archive.review_queue(ArchiveQuery(q=q) if q is not None else None, limit)


@router.get("/review/progress")
def progress(archive: OpenArchive) -> ReviewProgress:
    """How far the review is, and what each reviewer has done."""
    return archive.review_progress()


@router.get("/documents/{document_id}/review")
def values(archive: OpenArchive, document_id: DocumentId) -> tuple[DoubtfulValue, ...]:
    """The values that nobody has looked at, those most worth it first."""
    return archive.review_values(document_id)


@router.put("/documents/{document_id}/review", status_code=status.HTTP_204_NO_CONTENT)
def mark(archive: OpenArchive, document_id: DocumentId, looked: LookedThrough) -> None:
    """Note that a person has looked through the document as a whole."""
    archive.mark_reviewed(document_id, looked.by)
