"""What the extractors found, as one value."""

from dataclasses import dataclass

from models.record import (
    Body,
    Campaign,
    Criterion,
    DateMention,
    Deadline,
    Header,
    Recipient,
    Reference,
    Signature,
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the extractors found."""

    header: Header
    campaign: Campaign | None
    dates: tuple[DateMention, ...]
    deadlines: tuple[Deadline, ...]
    bodies: tuple[Body, ...]
    criteria: tuple[Criterion, ...]
    references: tuple[Reference, ...]
    recipients: tuple[Recipient, ...]
    signature: Signature | None
    cosigners: tuple[Signature, ...]
