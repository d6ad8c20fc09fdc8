"""What words of a generated plan can stand for; the span that holds one tells where it is printed.

Objects are told apart by identity, so that two mentions of one deadline or document meet again.
"""

from dataclasses import dataclass, field

from corpus.goldfile import When
from models.record import (
    AdministrativeUnit,
    BodyKind,
    CriterionKind,
    CriterionSubject,
    DateRole,
    DutyRole,
    Level,
    Quantity,
    SectionKind,
)


@dataclass(frozen=True, slots=True)
class BodyRef:
    """A body as gold names it, with the forms that plans print."""

    name: str
    kind: BodyKind
    level: Level | None = None
    also: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    unit: AdministrativeUnit = field(default_factory=AdministrativeUnit)


@dataclass(frozen=True, slots=True)
class Mention:
    """The words name a body."""

    body: BodyRef


@dataclass(frozen=True, slots=True)
class Assigned:
    """The words are a duty of a body; an optional one counts neither way."""

    body: BodyRef
    role: DutyRole
    optional: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """The words are a temporal expression."""

    when: When
    role: DateRole
    also_roles: tuple[DateRole, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Due:
    """The words say what is due when; the task itself is a span of `TaskOf`."""

    when: When
    responsible: tuple[BodyRef, ...] = ()
    responsible_optional: tuple[BodyRef, ...] = ()
    report_to: tuple[BodyRef, ...] = ()
    report_to_optional: tuple[BodyRef, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TaskOf:
    """The words are the task of a deadline."""

    due: Due


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """The words are a criterion."""

    kind: CriterionKind
    subject: CriterionSubject | None
    quantities: tuple[Quantity, ...]
    also_kinds: tuple[CriterionKind, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Widened:
    """The words are a criterion with the time that stands before it, which is right as well."""

    measure: Measure


@dataclass(frozen=True, slots=True, eq=False)
class Cited:
    """The words cite a document; its subject matter is a span of `TitleOf`."""

    doc_type: str
    number: str | None = None
    symbol: str | None = None
    issued: str | None = None
    issuer: str | None = None
    also_issuer: tuple[str, ...] = ()
    title: str | None = None


@dataclass(frozen=True, slots=True)
class TitleOf:
    """The words are the subject matter of a cited document."""

    cited: Cited


@dataclass(frozen=True, slots=True, eq=False)
class Headed:
    """The words are a heading with its number; the heading alone is a span of `HeadingOf`."""

    label: str
    level: int
    kinds: tuple[SectionKind, ...]
    also_kinds: tuple[tuple[SectionKind, ...], ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class HeadingOf:
    """The words are a heading without its number."""

    headed: Headed


@dataclass(frozen=True, slots=True)
class HeaderValue:
    """The words are a value of the header; `value` is null where they are the value themselves."""

    name: str
    value: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignValue:
    """The words are a value of the campaign; `value` is null where they are the value themselves."""

    name: str
    value: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignPeriod:
    """The words say when the campaign runs."""

    edtf: str


@dataclass(frozen=True, slots=True)
class Receives:
    """The words are a recipient; `name` where it is not the words themselves."""

    purpose: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """The words are such as nobody misspells: numbers, names, dates."""
