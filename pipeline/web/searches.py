"""What searches have in common, and searches that people keep."""

from typing import Annotated

from fastapi import APIRouter, Path, status

from pipeline.archive import Query, SearchResult
from pipeline.archive.query import Facets
from pipeline.archive.saved import SavedSearch
from pipeline.web.access import AskedQuery, OpenArchive

router = APIRouter(tags=["searches"])

Name = Annotated[str, Path(description="The name that the search is kept under.", max_length=80)]


@router.get("/facets")
def facets(archive: OpenArchive, query: AskedQuery) -> Facets:
    """What the documents that a query finds have in common, with counts."""
    return archive.facets(query)


@router.get("/searches", response_model_exclude_unset=True)
def saved(archive: OpenArchive) -> tuple[SavedSearch, ...]:
    """The searches that are kept, by name."""
    return archive.saved_searches()


@router.put("/searches/{name}", status_code=status.HTTP_204_NO_CONTENT)
def keep(archive: OpenArchive, name: Name, query: Query) -> None:
    """Keep a search under a name, in place of any earlier one of that name."""
    archive.save_search(name, query)


@router.get("/searches/{name}")
def ask(archive: OpenArchive, name: Name) -> SearchResult:
    """What the search of that name finds today."""
    return archive.search(archive.saved_search(name))


@router.delete("/searches/{name}", status_code=status.HTTP_204_NO_CONTENT)
def forget(archive: OpenArchive, name: Name) -> None:
    """Forget the search of that name."""
    archive.forget_search(name)
