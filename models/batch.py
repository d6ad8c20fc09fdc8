"""What a batch did: one entry a document, and the failures with what to do about them."""

from pydantic import Field

from models.base import Model


class DocumentResult(Model):
    """A document that is in the archive; `json_file` where its record was also written as a file.

    `plans` is how many records it has: a file can hold several plans. `document_id` and
    `json_file` are those of the first.
    """

    path: str
    document_id: str
    pages: int = Field(ge=1)
    plans: int = Field(default=1, ge=1)
    json_file: str | None = None


class DocumentFailure(Model):
    """A path that gave no record: the error's class in `models.errors`, and what to do about it."""

    path: str
    code: str
    exit_code: int
    cause: str
    remedy: str


class BatchReport(Model):
    """What a batch did, every list in the order of the paths that were given.

    `skipped` were in the archive already, or have the content of another file of the batch.
    `passed_over` are files in folders that are no documents. `notes` say what a person might
    not expect, such as a result under another name. `pages` counts the pages read in this run,
    `seconds` is the wall time from the search for files to the last record.
    """

    processed: tuple[DocumentResult, ...] = ()
    skipped: tuple[DocumentResult, ...] = ()
    failed: tuple[DocumentFailure, ...] = ()
    passed_over: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    pages: int = Field(default=0, ge=0)
    seconds: float = Field(default=0.0, ge=0.0)

    @property
    def pages_per_second(self) -> float:
        """Pages read a second of wall time."""
        return self.pages / self.seconds if self.seconds else 0.0

    @property
    def exit_code(self) -> int:
        """What a command ends with: 0 when all is well, 1 when some documents failed and others are done.

        Where every document failed, it is the code of the first failure's error.
        """
        if not self.failed:
            return 0
        return 1 if self.processed or self.skipped else self.failed[0].exit_code
