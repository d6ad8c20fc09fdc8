"""What can go wrong, one class a cause.

Every error says what is wrong and what to do about it; the class holds the exit code that
the command line ends with. Exit code 1 is kept for "some documents of a batch failed" and
2 for misuse of the command line.
"""


class KehoachError(Exception):
    """The root of all errors a user can meet. `cause` and `remedy` make up the message."""

    exit_code = 10

    def __init__(self, cause: str, remedy: str = "") -> None:
        super().__init__(f"{cause} {remedy}".strip())
        self.cause = cause
        self.remedy = remedy


class SourceError(KehoachError):
    """A file cannot be read as a document."""

    exit_code = 20


class SourceNotFoundError(SourceError):
    """A path that was given does not exist."""

    exit_code = 21


class EmptySourceError(SourceError):
    """A file holds no bytes, or a document no page with anything on it."""

    exit_code = 22


class UnsupportedSourceError(SourceError):
    """The content is of no type that can be read, whatever the file's name says."""

    exit_code = 23


class DamagedSourceError(SourceError):
    """The file is of a known type, but truncated or broken."""

    exit_code = 24


class EncryptedSourceError(SourceError):
    """The document asks for a password."""

    exit_code = 25


class SourceTooLargeError(SourceError):
    """The file or one of its pages is beyond the limits in `Settings`."""

    exit_code = 26


class ImageTooSmallError(SourceError):
    """The image has too few pixels to hold a line of print."""

    exit_code = 27


class SourceAccessError(SourceError):
    """The system refuses to let us read a file or folder."""

    exit_code = 28


class OcrError(KehoachError):
    """Recognition cannot be done."""

    exit_code = 30


class TesseractMissingError(OcrError):
    """The program `tesseract` is not installed or not on the PATH."""

    exit_code = 31


class LanguageDataMissingError(OcrError):
    """Tesseract has no language data `vie`."""

    exit_code = 32


class PageTimeoutError(OcrError):
    """Recognition of one page took longer than the limit."""

    exit_code = 33


class TrainedTableError(OcrError):
    """A trained table that ships with the program is missing or damaged."""

    exit_code = 34

    @classmethod
    def missing(cls, name: str) -> "TrainedTableError":
        """The installation lacks the table `name`."""
        return cls(f"The installation lacks the trained table {name}.", "Install kehoach again.")

    @classmethod
    def damaged(cls, name: str) -> "TrainedTableError":
        """The table `name` is not what was shipped."""
        return cls(f"The trained table {name} is damaged.", "Install kehoach again.")


class ArchiveError(KehoachError):
    """The archive cannot be used."""

    exit_code = 40


class ArchiveAccessError(ArchiveError):
    """The archive's folder or file cannot be written."""

    exit_code = 41


class ArchiveDamagedError(ArchiveError):
    """The file is no archive, or one of another schema version."""

    exit_code = 42


class ArchiveNotFoundError(ArchiveError):
    """There is no archive in the folder that was named."""

    exit_code = 46


class RecordNotFoundError(ArchiveError):
    """No document of the archive has this id, or several begin with it."""

    exit_code = 43


class SavedSearchNotFoundError(ArchiveError):
    """No search is kept under this name."""

    exit_code = 52


class QueryError(KehoachError):
    """A search cannot be understood."""

    exit_code = 44


class CorrectionError(KehoachError):
    """A correction cannot be made: there is no such place, or the value does not fit there."""

    exit_code = 48


class ServerError(KehoachError):
    """The archive cannot be served at an address."""

    exit_code = 49


class TemplateError(KehoachError):
    """A template of columns cannot be read, or names what is not there."""

    exit_code = 51


class OutputAccessError(KehoachError):
    """A file or folder for results cannot be written."""

    exit_code = 45


class ScoreError(KehoachError):
    """Records cannot be compared with gold records."""

    exit_code = 60


class GoldError(ScoreError):
    """A gold record or the manifest of gold records is missing, or not valid."""

    exit_code = 61


class ResultError(ScoreError):
    """A file is no result of an earlier scoring, or one of another schema version."""

    exit_code = 62


class MissingExtraError(KehoachError):
    """Something was asked for that needs optional packages, which are not installed."""

    exit_code = 47

    @classmethod
    def of(cls, extra: str, purpose: str) -> "MissingExtraError":
        """The packages of `extra` are missing for a purpose."""
        return cls(f"The packages for {purpose} are not installed.", f'Install them: pip install "kehoach[{extra}]".')


class SearchablePdfError(KehoachError):
    """A searchable PDF cannot be made."""

    exit_code = 80


class OutputIsSourceError(SearchablePdfError):
    """The file to be written is one of the sources."""

    exit_code = 81


class NotArchivableError(SearchablePdfError):
    """The document's pages are drawn with what PDF/A forbids, such as fonts that are not in the file."""

    exit_code = 82


class GhostscriptMissingError(SearchablePdfError):
    """The program Ghostscript is not installed, and a document needs it."""

    exit_code = 83


class WorkerError(KehoachError):
    """A worker process cannot be started, or was killed from outside while it read a document."""

    exit_code = 50


class InternalError(KehoachError):
    """Something happened that the program does not know: a fault of the program itself."""

    exit_code = 70
