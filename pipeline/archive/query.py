"""What can be asked of the archive, and what it answers."""

from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from pydantic import Field, model_validator

from models.base import Model
from models.dates import DateValue
from models.errors import QueryError
from models.record import DutyRole, Level
from pipeline.archive.criteria import parse_quantity
from pipeline.archive.language import parse_question
from pipeline.archive.names import words_of
from pipeline.archive.periods import Period, parse_period
from pipeline.archive.terms import Term, parse_terms

_MAX_TEXT = 1_000  # characters; more is a pasted document, not a search
_NAMES = ("body", "issuer", "place", "section", "cites", "campaign")


class Secrecy(StrEnum):
    """Which mark of secrecy a document bears."""

    NONE = "none"
    ANY = "any"
    SECRET = "mat"
    TOP_SECRET = "toi_mat"
    UTMOST_SECRET = "tuyet_mat"

    @property
    def printed(self) -> str:
        """The mark as the record writes it, "" where no single one is meant."""
        return _MARKS.get(self, "")


_MARKS = {Secrecy.SECRET: "Mật", Secrecy.TOP_SECRET: "Tối mật", Secrecy.UTMOST_SECRET: "Tuyệt mật"}


class SortBy(StrEnum):
    """What the documents found are ordered by."""

    RELEVANCE = "relevance"
    ISSUED = "issued"
    DUE = "due"
    TITLE = "title"
    QUALITY = "quality"
    REVIEW = "review"


class Order(StrEnum):
    """In which direction."""

    ASCENDING = "asc"
    DESCENDING = "desc"


class Query(Model):
    """A search. Everything that is given must hold.

    `text` holds words, "quoted phrases" and prefixes (`khen*`), with or without diacritics. Dates
    and periods are typed as in `parse_period`; a value of the archive counts when it can mean a
    day within, so `…_after` and `…_before` include the day, month or year they name. Names are
    found by any run of whole words, whatever their capitals and diacritics, and by abbreviations.

    A due date together with a body asks for deadlines that the body has part in: it is
    responsible, gets the report, or has a duty at the same place. A section (a kind of
    `SectionKind`, or words of its heading) asks that what is searched stands inside it.

    A body, or issuer, is also found by the names it had before or has since, unless `renamed` is
    false. `level` is the issuer's. `campaign` are words of its name, theme or slogan. `criterion` is
    typed as in `parse_quantity`. `confidence` (0..1) is the least mean confidence of the values;
    `review` asks for documents with, or without, issues that matter or contradicted corrections.

    `q` is a question in the language of `parse_question`, and stands for the other fields.

    Without `sort` the best match comes first where a text is searched, else the nearest deadline
    where a due date is given, else the latest plan. Without `order` the natural one holds: the
    latest plan, the nearest deadline, the best quality, the most errors a minute, titles from A.

    Raises:
        QueryError: something cannot be understood; the message gives an example.
    """

    q: str | None = None
    text: str | None = None
    due_after: str | None = None
    due_before: str | None = None
    due_in: str | None = None
    body: str | None = None
    role: DutyRole | None = None
    renamed: bool = True
    issuer: str | None = None
    level: Level | None = None
    place: str | None = None
    issued_after: str | None = None
    issued_before: str | None = None
    issued_in: str | None = None
    section: str | None = None
    cites: str | None = None
    campaign: str | None = None
    criterion: str | None = None
    confidence: float | None = Field(default=None, ge=0.0, le=1.0)
    review: bool | None = None
    secrecy: Secrecy | None = None
    sort: SortBy | None = None
    order: Order | None = None
    limit: int = Field(default=20, ge=1)
    offset: int = Field(default=0, ge=0)

    @model_validator(mode="before")
    @classmethod
    def _question_as_fields(cls, given: Any) -> Any:
        if not isinstance(given, dict) or given.get("q") is None:
            return given
        fields = {name: value for name, value in given.items() if name != "q"}
        asked = parse_question(str(given["q"]))
        twice = sorted(name for name in asked if fields.get(name) is not None)
        if twice:
            raise QueryError(f"{twice[0]} is given twice.", "Give it in the question or beside it.")
        return {**fields, **asked}

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
        if self.criterion is not None:
            parse_quantity(self.criterion)
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
    CRITERION = "criterion"
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


class Suggestion(Model):
    """A search text with other spellings in it, and how many documents it finds (`is_exact`: no more)."""

    text: str
    total: int
    is_exact: bool = True


class SearchResult(Model):
    """One page of an answer; `total` counts all documents found, `offset` those before this page.

    Where very many are found they are not counted to the end: `is_exact` is then false, and there
    are more than `total`. `suggestions` are other spellings of the text where little was found.
    """

    total: int
    offset: int
    hits: tuple[Hit, ...]
    is_exact: bool = True
    suggestions: tuple[Suggestion, ...] = ()


class FacetValue(Model):
    """One value of a facet, and how many of the documents have it."""

    value: str
    documents: int


class Facets(Model):
    """What the documents found have in common, the most frequent first.

    They are counted over `counted` documents: all, or, where very many are found, some that are chosen
    evenly from all; `is_exact` is then false. `needs_review` has the values "yes" and "no".
    """

    counted: int
    is_exact: bool
    level: tuple[FacetValue, ...]
    issuer: tuple[FacetValue, ...]
    year: tuple[FacetValue, ...]
    section: tuple[FacetValue, ...]
    body: tuple[FacetValue, ...]
    role: tuple[FacetValue, ...]
    needs_review: tuple[FacetValue, ...]


FACETS = ("level", "issuer", "year", "section", "body", "role", "needs_review")  # of `Facets`


def _period(after: str | None, before: str | None, within: str | None) -> Period | None:
    if after is None and before is None and within is None:
        return None
    period = parse_period(within) if within is not None else Period()
    if after is not None:
        period = period.narrowed(Period(first=parse_period(after).first))
    if before is not None:
        period = period.narrowed(Period(last=parse_period(before).last))
    return period
