"""Where records live, and the search in them: SQLite or PostgreSQL through SQLAlchemy Core."""

from models.settings import DEFAULT_ARCHIVE
from pipeline.archive.engines import is_server
from pipeline.archive.opening import open_archive
from pipeline.archive.query import BodyCount, Hit, Match, MatchKind, Query, SearchResult
from pipeline.archive.store import Archive, Failure
from pipeline.archive.verify import Finding, FindingKind

__all__ = [
    "DEFAULT_ARCHIVE",
    "Archive",
    "BodyCount",
    "Failure",
    "Finding",
    "FindingKind",
    "Hit",
    "Match",
    "MatchKind",
    "Query",
    "SearchResult",
    "is_server",
    "open_archive",
]
