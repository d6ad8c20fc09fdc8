"""What a batch knows of its documents, and the tasks that are still to be done for them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.batch import DocumentResult
from models.page import Page
from models.source import Source, SourceFiles
from pipeline.failures import TaskFailure
from pipeline.path_text import path_text


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose records are in the archive: what is known of it without opening it."""

    document_id: str
    page_count: int


@dataclass(eq=False, slots=True)
class DocumentState:
    """What is known of a document so far. It is over once there is an `outcome`."""

    files: SourceFiles
    name: str  # of its JSON file, without suffix
    pages: dict[int, Page] = field(default_factory=dict)
    twins: list[tuple["DocumentState", Source | Kept]] = field(default_factory=list)  # equal files that wait for it
    notes: list[str] = field(default_factory=list)
    outcome: DocumentResult | TaskFailure | None = None
    page_count: int = 0  # of the pages that are to be read; 0 where none is

    @property
    def path(self) -> Path:
        """The file that stands for the document: its first."""
        return self.files.paths[0]

    @property
    def shown_path(self) -> str:
        """The same as it is shown."""
        return path_text(self.path)


@dataclass(eq=False, slots=True)
class Task:
    """A call that a worker makes for a document, and what is done with its result."""

    document: DocumentState
    what: str
    take: Callable[[Any], None]
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    was_lost: bool = False
