"""What `gold.toml` may hold: the gold record of a plan as a person writes it.

Every entry names the printed words it is read from (`at`); offsets are looked up by the tool.
Unknown keys are refused, so that a misspelt name never passes.
"""

from pydantic import Field, model_validator

from models.base import Model
from models.dates import Bound, DateValue, ResolvedFrom
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


class Place(Model):
    """Printed words, with which of their occurrences is meant: the `nth` (from 1), or the first `after` others."""

    at: str = Field(min_length=1)
    nth: int | None = Field(default=None, ge=1)
    after: str | None = None


class Text(Place):
    """A text value; `also` holds further values that are right."""

    value: str = Field(min_length=1)
    also: tuple[str, ...] = ()


class When(Model):
    """The keys of a DateValue, and `also_edtf` for further dates that are right."""

    edtf: str | None = None
    bound: Bound | None = None
    rrule: str | None = None
    duration: str | None = None
    business_days: bool | None = None
    anchor: str | None = None
    resolved_from: ResolvedFrom | None = None
    also_edtf: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _dates_exist(self) -> "When":
        for edtf in (self.edtf, *self.also_edtf):
            self.value(edtf)
        if not (self.edtf or self.rrule or self.duration or self.anchor or self.bound):
            raise ValueError("a date without edtf needs an rrule, a duration, an anchor or a bound")
        return self

    def value(self, edtf: str | None) -> DateValue:
        """The date value with `edtf`, all else as written; printed in full unless `resolved_from` says otherwise."""
        source = self.resolved_from or (ResolvedFrom.EXPLICIT if edtf else None)
        return DateValue(
            edtf=edtf,
            bound=self.bound,
            rrule=self.rrule,
            duration=self.duration,
            business_days=self.business_days,
            anchor=self.anchor,
            resolved_from=source,
        )


class DatedPlace(When, Place):
    """A date of the letterhead or a campaign's period."""


class GoldHeader(Model):
    """The header; a key that is left out is null."""

    issuer: Text | None = None
    parent: Text | None = None
    doc_type: Text | None = None
    number: Text | None = None
    symbol: Text | None = None
    place: Text | None = None
    issued: DatedPlace | None = None
    title: Text | None = None
    issuers: tuple[Text, ...] = ()


class GoldCampaign(Model):
    """The campaign that a plan launches."""

    name: Text | None = None
    theme: Text | None = None
    slogan: Text | None = None
    period: DatedPlace | None = None
    audience: tuple[Text, ...] = ()


class GoldSection(Place):
    """A printed heading of level 1 to 3."""

    label: str = ""
    heading: str = Field(min_length=1)
    level: int = Field(ge=1, le=3)
    kinds: tuple[SectionKind, ...] = Field(min_length=1)
    also_heading: tuple[str, ...] = ()
    also_kinds: tuple[tuple[SectionKind, ...], ...] = ()


class GoldDate(When, Place):
    """A temporal expression; the list is in printed order and leaves none out."""

    role: DateRole
    also_roles: tuple[DateRole, ...] = ()


class GoldDeadline(When, Place):
    """What is due when; the bodies under names that `[[bodies]]` holds, `…_optional` those that need not be named."""

    task: str = Field(min_length=1)
    responsible: tuple[str, ...] = ()
    report_to: tuple[str, ...] = ()
    responsible_also: tuple[str, ...] = ()
    report_to_also: tuple[str, ...] = ()
    responsible_optional: tuple[str, ...] = ()
    report_to_optional: tuple[str, ...] = ()


class GoldDuty(Place):
    """A duty; its text is the words at `at` unless `text` says otherwise."""

    role: DutyRole
    text: str | None = None


class GoldBody(Model):
    """A body with its duties; `also` holds further right names, `roles_optional` roles that count neither way."""

    name: str = Field(min_length=1)
    also: tuple[str, ...] = ()
    kind: BodyKind
    also_kinds: tuple[BodyKind, ...] = ()
    level: Level | None = None
    unit: AdministrativeUnit = AdministrativeUnit()
    mentions: tuple[str | Place, ...] = Field(min_length=1)
    duties: tuple[GoldDuty, ...] = ()
    roles_optional: tuple[DutyRole, ...] = ()

    @model_validator(mode="after")
    def _has_a_role(self) -> "GoldBody":
        if not self.duties and not self.roles_optional:
            raise ValueError("a body needs a duty; one that is only mentioned is none")
        return self


class GoldCriterion(Place):
    """A criterion with its quantities."""

    kind: CriterionKind
    subject: CriterionSubject | None = None
    text: str = Field(min_length=1)
    quantities: tuple[Quantity, ...] = ()
    also_kinds: tuple[CriterionKind, ...] = ()
    also_text: tuple[str, ...] = ()


class GoldReference(Place):
    """A cited document; `issued` is EDTF, `mentions` are its further citations."""

    doc_type: str = Field(min_length=1)
    number: str | None = None
    symbol: str | None = None
    issued: str | None = None
    issuer: str | None = None
    title: str | None = None
    also_issuer: tuple[str, ...] = ()
    also_title: tuple[str, ...] = ()
    mentions: tuple[str | Place, ...] = ()

    @model_validator(mode="after")
    def _date_exists(self) -> "GoldReference":
        self.issued_value()
        return self

    def issued_value(self) -> DateValue | None:
        """The date of the cited document."""
        return DateValue(edtf=self.issued, resolved_from=ResolvedFrom.EXPLICIT) if self.issued else None


class GoldRecipient(Place):
    """A line of Nơi nhận."""

    name: str = Field(min_length=1)
    purpose: str | None = None
    also: tuple[str, ...] = ()


class GoldSignature(Place):
    """Who signed; `also_authority` and `also_position` where the lines can be parted otherwise."""

    authority: str | None = None
    position: str | None = None
    name: str | None = None
    also_authority: tuple[str, ...] = ()
    also_position: tuple[str, ...] = ()


class GoldFile(Model):
    """A whole gold.toml. `optional` points into the lists, from 0: "dates[3]", "header.place"."""

    optional: tuple[str, ...] = ()
    header: GoldHeader
    campaign: GoldCampaign | None = None
    sections: tuple[GoldSection, ...] = ()
    dates: tuple[GoldDate, ...] = ()
    deadlines: tuple[GoldDeadline, ...] = ()
    bodies: tuple[GoldBody, ...] = ()
    criteria: tuple[GoldCriterion, ...] = ()
    references: tuple[GoldReference, ...] = ()
    recipients: tuple[GoldRecipient, ...] = ()
    signature: GoldSignature | None = None
    cosigners: tuple[GoldSignature, ...] = ()
