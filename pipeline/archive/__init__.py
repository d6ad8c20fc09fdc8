"""Where records live, and the search in them: SQLite through SQLAlchemy Core."""

from models.settings import DEFAULT_ARCHIVE
from pipeline.archive.query import Hit, Match, MatchKind, Query, SearchResult
from pipeline.archive.store import Archive, Failure, open_archive

__all__ = [
    "DEFAULT_ARCHIVE",
    "Archive",
    "Failure",
    "Hit",
    "Match",
    "MatchKind",
    "Query",
    "SearchResult",
    "open_archive",
]
