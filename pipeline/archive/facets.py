"""What the documents that a query finds have in common, with counts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from models.record import DutyRole, SectionKind
from pipeline.archive.conditions import among
from pipeline.archive.query import Facets, FacetValue, Query
from pipeline.archive.search import first_keys
from pipeline.archive.tables import bodies, documents

_COUNTED = 2_000  # documents; enough for shares that a reader can trust
_PATIENCE = 1_000  # documents looked through for them where few of many fulfil the query
_TOP = 15  # values of a facet that has many


def count_facets(connection: Connection, query: Query) -> Facets:
    """Counts over the first documents of the answer, whatever its limit and offset."""
    found = first_keys(connection, query, _COUNTED, _PATIENCE)
    keys = found.keys[:_COUNTED]
    chosen = among(documents.c.key, keys, connection.dialect.name)
    columns = (
        documents.c.level,
        documents.c.issuer,
        documents.c.year,
        documents.c.kinds,
        documents.c.roles,
        documents.c.needs_review,
    )
    rows = connection.execute(select(*columns).where(chosen)).all() if keys else []
    return Facets(
        counted=len(keys),
        is_exact=found.is_exact and len(keys) == len(found.keys),
        level=_counts(row.level for row in rows),
        issuer=_counts(row.issuer for row in rows),
        year=_counts(row.year for row in rows),
        section=_counts(kind for row in rows for kind in _members(tuple(SectionKind), row.kinds)),
        body=_body_counts(connection, keys),
        role=_counts(role for row in rows for role in _members(tuple(DutyRole), row.roles)),
        needs_review=_counts("yes" if row.needs_review else "no" for row in rows),
    )


def _body_counts(connection: Connection, keys: Sequence[int]) -> tuple[FacetValue, ...]:
    if not keys:
        return ()
    count: ColumnElement[int] = func.count(bodies.c.document_key.distinct())
    statement = (
        select(func.min(bodies.c.name), count)
        .where(among(bodies.c.document_key, keys, connection.dialect.name))
        .group_by(bodies.c.name_id)
        .order_by(count.desc(), func.min(bodies.c.name))
        .limit(_TOP)
    )
    return tuple(FacetValue(value=name, documents=number) for name, number in connection.execute(statement))


def _members(members: Sequence[str], bits: int) -> list[str]:
    return [member for place, member in enumerate(members) if bits >> place & 1]


def _counts(values: Iterable[Any]) -> tuple[FacetValue, ...]:
    counted = Counter(str(value) for value in values if value is not None)
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return tuple(FacetValue(value=value, documents=number) for value, number in ordered[:_TOP])
