"""What can be asked of the archive, and what it answers."""

from enum import StrEnum
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from models.base import Model
from models.dates import DateValue
from models.errors import QueryError
from models.record import DutyRole
from pipeline.archive.names import words_of
from pipeline.archive.periods import Period, parse_period
from pipeline.archive.terms import Term, parse_terms

_MAX_TEXT = 1_000  # characters; more is a pasted document, not a search
_NAMES = ("body", "issuer", "place", "section", "cites")


class Query(Model):
    """A search. Everything that is given must hold.

    `text` holds words, "quoted phrases" and prefixes (`khen*`), with or without diacritics. Dates
    and periods are typed as in `parse_period`; a value of the archive counts when it can mean a
    day within, so `…_after` and `…_before` include the day, month or year they name. Names are
    found by any run of whole words, whatever their capitals and diacritics, and by abbreviations.

    A due date together with a body asks for deadlines that the body has part in: it is
    responsible, gets the report, or has a duty at the same place. A section (a kind of
    `SectionKind`, or words of its heading) asks that what is searched stands inside it.

    Raises:
        QueryError: a date or name cannot be understood; the message gives an example.
    """

    text: str | None = None
    due_after: str | None = None
    due_before: str | None = None
    due_in: str | None = None
    body: str | None = None
    role: DutyRole | None = None
    issuer: str | None = None
    place: str | None = None
    issued_after: str | None = None
    issued_before: str | None = None
    issued_in: str | None = None
    section: str | None = None
    cites: str | None = None
    limit: int = Field(default=20, ge=1)
    offset: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _can_be_understood(self) -> Self:
        for name in ("text", *_NAMES):
            if len(getattr(self, name) or "") > _MAX_TEXT:
                raise QueryError(f"The {name} has more than {_MAX_TEXT} characters.", "Search for a few words.")
        if self.text is not None and not self.terms:
            raise QueryError(f"The search text {self.text!r} holds no word.", 'Example: "thi đua" khen*.')
        if self.role and self.body is None:
            raise QueryError(f"The role {self.role} needs the body that plays it.", 'Example: body "Phòng Nội vụ".')
        for name in _NAMES:
            value = getattr(self, name)
            if value is not None and not words_of(value):
                raise QueryError(f"The {name} {value!r} holds no word.", 'Example: "Phòng Nội vụ".')
        for prefix, period in (("due", self.due), ("issued", self.issued)):
            if period and period.first and period.last and period.first > period.last:
                raise QueryError(f"No day is in all of the {prefix} dates that were given.", "Widen one of them.")
        return self

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The words and phrases of `text`."""
        return parse_terms(self.text or "")

    @cached_property
    def due(self) -> Period | None:
        """The days of the three `due_…` together, `None` where none is given."""
        return _period(self.due_after, self.due_before, self.due_in)

    @cached_property
    def issued(self) -> Period | None:
        """The days of the three `issued_…` together, `None` where none is given."""
        return _period(self.issued_after, self.issued_before, self.issued_in)


class MatchKind(StrEnum):
    """What of a document was found."""

    DEADLINE = "deadline"
    DUTY = "duty"
    BODY = "body"
    SECTION = "section"
    CITATION = "citation"
    PASSAGE = "passage"


class Match(Model):
    """One place of a document that was found.

    `text` is the deadline's task, the duty, the name, the heading, the document cited, or the
    passage around the words that were looked for, whose places in it `marks` gives. `page` counts
    from 1; `start`/`end` are offsets into the record's text. `occurs` is the first time that a
    recurring deadline falls due within the period that was asked for.
    """

    kind: MatchKind
    text: str
    page: int
    start: int
    end: int
    section: str | None = None
    marks: tuple[tuple[int, int], ...] = ()
    due: DateValue | None = None
    occurs: Period | None = None
    responsible: tuple[str, ...] = ()
    report_to: tuple[str, ...] = ()
    body: str | None = None
    role: DutyRole | None = None


class Hit(Model):
    """A document that was found. `matches` is empty where only its header was asked about."""

    document_id: str
    path: str
    issuer: str | None
    number: str | None
    symbol: str | None
    place: str | None
    issued: str | None
    title: str | None
    page_count: int
    quality: float
    matches: tuple[Match, ...]


class BodyCount(Model):
    """A body by the name that documents give it, and how many documents name it."""

    name: str
    documents: int


class SearchResult(Model):
    """One page of an answer; `total` counts all documents found, `offset` those before this page."""

    total: int
    offset: int
    hits: tuple[Hit, ...]


def _period(after: str | None, before: str | None, within: str | None) -> Period | None:
    if after is None and before is None and within is None:
        return None
    period = parse_period(within) if within is not None else Period()
    if after is not None:
        period = period.narrowed(Period(first=parse_period(after).first))
    if before is not None:
        period = period.narrowed(Period(last=parse_period(before).last))
    return period
