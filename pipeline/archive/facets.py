"""What the documents that a query finds have in common, with counts."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from models.record import DutyRole, SectionKind
from pipeline.archive.bulk import among, fetch_plain
from pipeline.archive.query import Facets, FacetValue, Query
from pipeline.archive.search import sample
from pipeline.archive.tables import bodies, documents

_COUNTED = 2_000  # documents; enough for shares that a reader can trust
_TOP = 15  # values of a facet that has many


def count_facets(connection: Connection, query: Query) -> Facets:
    """Counts over all documents found, whatever the query's limit and offset, or over some chosen evenly."""
    found = sample(connection, query, _COUNTED)
    columns = [documents.c[name] for name in ("level", "issuer", "year", "kinds", "roles", "needs_review")]
    chosen = among(documents.c.key, found.keys, connection.dialect.name)
    rows = fetch_plain(connection, select(*columns).where(chosen)) if found.keys else []
    level, issuer, year, kinds, roles, review = (Counter(row[place] for row in rows) for place in range(len(columns)))
    return Facets(
        counted=len(found.keys),
        is_exact=found.is_exact,
        level=_counts(level),
        issuer=_counts(issuer),
        year=_counts(year),
        section=_counts(_by_member(tuple(SectionKind), kinds)),
        body=_body_counts(connection, found.keys),
        role=_counts(_by_member(tuple(DutyRole), roles)),
        needs_review=_counts(Counter({"yes": review[1], "no": review[0]})),
    )


def _body_counts(connection: Connection, keys: Sequence[int]) -> tuple[FacetValue, ...]:
    if not keys:
        return ()
    chosen = among(bodies.c.document_key, keys, connection.dialect.name)
    named = select(bodies.c.document_key, bodies.c.name_id).where(chosen).distinct().subquery()
    number: ColumnElement[int] = func.count()
    most = select(named.c.name_id, number).group_by(named.c.name_id).order_by(number.desc(), named.c.name_id)
    counted = dict(fetch_plain(connection, most.limit(_TOP)))
    top = list(counted)
    shown = select(bodies.c.name_id, func.min(bodies.c.name)).where(
        chosen, among(bodies.c.name_id, top, connection.dialect.name)
    )
    names = dict(connection.execute(shown.group_by(bodies.c.name_id)).all())
    found = (FacetValue(value=names[name_id], documents=counted[name_id]) for name_id in top)
    return tuple(sorted(found, key=lambda one: (-one.documents, one.value)))


def _by_member(members: Sequence[str], counted: Counter[int]) -> Counter[str]:
    """How many have each member, from how many have each set of them."""
    by_member: Counter[str] = Counter()
    for bits, number in counted.items():
        for place, member in enumerate(members):
            if bits >> place & 1:
                by_member[member] += number
    return by_member


def _counts(counted: Counter[Any]) -> tuple[FacetValue, ...]:
    """The most frequent values; what is not known, or not there, is none."""
    known = ((str(value), number) for value, number in counted.items() if value is not None and number)
    ordered = sorted(known, key=lambda one: (-one[1], one[0]))
    return tuple(FacetValue(value=value, documents=number) for value, number in ordered[:_TOP])
