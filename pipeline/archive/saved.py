"""Searches that people keep under a name."""

from pydantic import ValidationError
from sqlalchemy import Connection, delete, select

from models.base import Model
from models.errors import QueryError, SavedSearchNotFoundError
from pipeline.archive.query import Query
from pipeline.archive.tables import saved_searches

_LONGEST_NAME = 80  # characters


class SavedSearch(Model):
    """A search and the name it is kept under."""

    name: str
    query: Query


def keep_search(connection: Connection, name: str, query: Query) -> None:
    """Keep a search, in place of any earlier one of that name. Which page was asked for is not kept."""
    plain = " ".join(name.split())
    if not 0 < len(plain) <= _LONGEST_NAME or not plain.isprintable():
        raise QueryError(f"{name!r} is no name for a search.", f"Choose up to {_LONGEST_NAME} letters.")
    connection.execute(delete(saved_searches).where(saved_searches.c.name == plain))
    kept = query.model_dump_json(exclude_unset=True, exclude={"offset"})
    connection.execute(saved_searches.insert().values(name=plain, query=kept))


def load_search(connection: Connection, name: str) -> Query:
    """The search of that name."""
    plain = " ".join(name.split())
    kept = connection.scalar(select(saved_searches.c.query).where(saved_searches.c.name == plain))
    if kept is None:
        raise _missing(name)
    return _query(plain, kept)


def list_searches(connection: Connection) -> tuple[SavedSearch, ...]:
    """All of them, by name."""
    rows = connection.execute(select(saved_searches).order_by(saved_searches.c.name)).all()
    return tuple(SavedSearch(name=row.name, query=_query(row.name, row.query)) for row in rows)


def delete_search(connection: Connection, name: str) -> None:
    """Forget the search of that name."""
    gone = connection.execute(delete(saved_searches).where(saved_searches.c.name == " ".join(name.split())))
    if not gone.rowcount:
        raise _missing(name)


def _query(name: str, kept: str) -> Query:
    try:
        return Query.model_validate_json(kept)
    except ValidationError as error:
        raise QueryError(
            f"The search {name!r} is of another version of kehoach.", "Save it again under the same name."
        ) from error


def _missing(name: str) -> SavedSearchNotFoundError:
    return SavedSearchNotFoundError(f"No search is kept as {name!r}.", "`kehoach search --list-saved` shows the names.")
