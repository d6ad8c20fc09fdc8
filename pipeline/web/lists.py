"""Deadlines and bodies over the whole archive, one a row."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query

from models.base import Model
from models.dates import DateValue
from pipeline.archive import BodyCount, MatchKind, SearchResult
from pipeline.archive import Query as ArchiveQuery
from pipeline.web.access import AskedQuery, OpenArchive

router = APIRouter(tags=["lists"])
_FIRST_YEAR = "1945"  # no document of the archives is older


class DueItem(Model):
    """A deadline, with the document that sets it."""

    document_id: str
    path: str
    issuer: str | None
    title: str | None
    task: str
    due: DateValue | None
    responsible: tuple[str, ...]
    report_to: tuple[str, ...]
    section: str | None
    page: int


class DueItems(Model):
    """The deadlines of one page of documents; `total` counts the documents that have any."""

    total: int
    offset: int
    deadlines: tuple[DueItem, ...]


@router.get("/deadlines")
def deadlines(archive: OpenArchive, query: AskedQuery) -> DueItems:
    """What is due, by document; `due_in`, `due_after`, `due_before` and `body` narrow it."""
    if not query.due:
        query = ArchiveQuery.model_validate({**query.model_dump(exclude_unset=True), "due_after": _FIRST_YEAR})
    result = archive.search(query)
    return DueItems(total=result.total, offset=result.offset, deadlines=tuple(_due_items(result)))


def _due_items(result: SearchResult) -> Iterator[DueItem]:
    for hit in result.hits:
        for match in hit.matches:
            if match.kind is MatchKind.DEADLINE:
                yield DueItem(
                    document_id=hit.document_id,
                    path=hit.path,
                    issuer=hit.issuer,
                    title=hit.title,
                    task=match.text,
                    due=match.due,
                    responsible=match.responsible,
                    report_to=match.report_to,
                    section=match.section,
                    page=match.page,
                )


@router.get("/bodies")
def bodies(
    archive: OpenArchive,
    name: Annotated[str | None, Query(description="Words of the name, with or without diacritics.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> tuple[BodyCount, ...]:
    """The bodies of the archive, those of the most documents first."""
    return archive.body_names(name, limit)
