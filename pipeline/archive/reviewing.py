"""The review queue: which documents and values a person should look at first, and how far one is."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, or_, select

from models.base import Model
from models.correction import Action, CorrectionState, CorrectionStatus
from models.lexicon import load_table
from models.record import PlanRecord
from pipeline.archive.bulk import among
from pipeline.archive.conditions import Condition
from pipeline.archive.query import Query, SortBy
from pipeline.archive.search import first_keys
from pipeline.archive.tables import corrections, documents, reviews
from pipeline.review import review_values

_MANY = 1 << 31


class QueuedDocument(Model):
    """A document in the queue.

    `expected_errors` are weighted by how much they matter; `minutes` is how long looking takes by the
    cost model of `models/lexicon/review.toml`. `conflicts` counts corrections that the machine
    contradicts.
    """

    document_id: str
    path: str
    issuer: str | None
    title: str | None
    expected_errors: float
    minutes: float
    errors_a_minute: float
    conflicts: int


class ReviewQueue(Model):
    """The first documents of the queue; `total` are in it, `minutes` the whole of it takes."""

    total: int
    minutes: float
    documents: tuple[QueuedDocument, ...]


class DoubtfulValue(Model):
    """A value that nobody has looked at; `pointer` is its place, for `kehoach correct`."""

    pointer: str
    text: str
    page: int
    expected_errors: float
    errors_a_minute: float


class Reviewer(Model):
    """What one person has done: values said something of, by what was said, and whole documents."""

    name: str
    changed: int
    added: int
    confirmed: int
    rejected: int
    documents: int


class ReviewProgress(Model):
    """How far the review is: documents looked through as a whole, and those still in the queue."""

    documents: int
    reviewed: int
    queued: int
    reviewers: tuple[Reviewer, ...]


def review_queue(connection: Connection, query: Query | None, limit: int) -> ReviewQueue:
    """The queue, over the whole archive or what a query finds.

    A document leaves it when it is marked as reviewed or nothing in it is in doubt, and comes back
    when a later run contradicts what a person said.
    """
    waiting = _waiting()
    if query is not None:
        every = first_keys(connection, query.model_copy(update={"sort": SortBy.REVIEW}), _MANY).keys
        waiting.append(among(documents.c.key, every, connection.dialect.name))
    columns = (documents.c[name] for name in QueuedDocument.model_fields if name != "minutes")
    statement = select(*columns, documents.c.review_seconds).where(*waiting)
    order = (documents.c.errors_a_minute.desc(), documents.c.document_id)
    rows = connection.execute(statement.order_by(*order).limit(limit)).mappings()
    totals = select(func.count(), func.sum(documents.c.review_seconds)).where(*waiting)
    total, seconds = connection.execute(totals).one()
    return ReviewQueue(
        total=total,
        minutes=round((seconds or 0.0) / 60, 1),
        documents=tuple(
            QueuedDocument(
                **{name: value for name, value in row.items() if name != "review_seconds"},
                minutes=round(row["review_seconds"] / 60, 2),
            )
            for row in rows
        ),
    )


def doubtful_values(record: PlanRecord, statuses: Sequence[CorrectionStatus]) -> tuple[DoubtfulValue, ...]:
    """The values of a record that nobody has looked at, those with the most expected errors a minute first."""
    conflicts = {status.pointer for status in statuses if status.state is CorrectionState.CONFLICT and status.pointer}
    seen = {status.pointer for status in statuses if status.pointer} - conflicts
    seconds = float(load_table("review")["seconds"]["value"])
    values = sorted(review_values(record, seen, conflicts), key=lambda value: -value.doubt * value.weight)
    return tuple(
        DoubtfulValue(
            pointer=value.pointer,
            text=value.text,
            page=value.page,
            expected_errors=round(value.doubt * value.weight, 4),
            errors_a_minute=round(60 * value.doubt * value.weight / seconds, 3),
        )
        for value in values
    )


def mark_reviewed(connection: Connection, document_id: str, reviewer: str, at: datetime) -> None:
    """Note who has looked through a document, and when; the last one counts."""
    connection.execute(delete(reviews).where(reviews.c.document_id == document_id))
    moment = at.astimezone(UTC).isoformat()
    connection.execute(reviews.insert().values(document_id=document_id, reviewer=reviewer, at=moment))


def review_progress(connection: Connection) -> ReviewProgress:
    """Counts over the whole archive."""
    said = select(corrections.c.made_by, corrections.c.action, func.count()).group_by(
        corrections.c.made_by, corrections.c.action
    )
    marked = select(reviews.c.reviewer, func.count()).group_by(reviews.c.reviewer)
    counts: dict[str, dict[str, int]] = {}
    for name, action, number in connection.execute(said):
        counts.setdefault(name, {})[action] = number
    for name, number in connection.execute(marked):
        counts.setdefault(name, {})["documents"] = number
    known = documents.c.document_id.in_(select(reviews.c.document_id))
    return ReviewProgress(
        documents=connection.scalar(select(func.count()).select_from(documents)) or 0,
        reviewed=connection.scalar(select(func.count()).select_from(documents).where(known)) or 0,
        queued=connection.scalar(select(func.count()).select_from(documents).where(*_waiting())) or 0,
        reviewers=tuple(
            Reviewer(
                name=name,
                changed=done.get(Action.CHANGE, 0),
                added=done.get(Action.ADD, 0),
                confirmed=done.get(Action.CONFIRM, 0),
                rejected=done.get(Action.REJECT, 0),
                documents=done.get("documents", 0),
            )
            for name, done in sorted(counts.items())
        ),
    )


def _waiting() -> list[Condition]:
    unseen = documents.c.document_id.not_in(select(reviews.c.document_id))
    return [documents.c.errors_a_minute > 0, or_(unseen, documents.c.conflicts > 0)]
