"""Which recurring deadlines of the archive fall due within a period, told by the database as far as it can."""

from datetime import date, timedelta

from sqlalchemy import Connection, and_, false, or_, select

from pipeline.archive.bulk import among, fetch_plain
from pipeline.archive.conditions import Condition
from pipeline.archive.periods import Period
from pipeline.archive.recurrence import first_occurrence, rhythm_of
from pipeline.archive.tables import recurrences


def falling_within(connection: Connection, period: Period) -> list[int]:
    """The numbers of the recurring deadlines that fall due within a period.

    In order of cost: what recurs for long enough within the period surely falls due; what recurs all
    through it does so if its rule does, which is asked once a rule; the few that begin or end in the
    period are expanded one by one.
    """
    first, last = period.first or date.min, period.last or date.max
    columns = recurrences.c
    overlap = and_(
        or_(columns.first_day.is_(None), columns.first_day <= last),
        or_(columns.last_day.is_(None), columns.last_day >= first),
    )
    sure = _surely(connection, first, last)
    through = and_(
        columns.is_even == 1,
        or_(columns.first_day.is_(None), columns.first_day <= first),
        or_(columns.last_day.is_(None), columns.last_day >= last),
    )
    dialect = connection.dialect.name
    rules = [
        rule
        for rule in connection.execute(select(columns.rule).where(columns.is_even == 1).distinct()).scalars()
        if first_occurrence(f"{rule}||", period)
    ]
    alike = and_(through, among(columns.rule, rules, dialect))
    doubtful = select(columns.id, columns.key).where(overlap, ~sure, ~through)
    expanded = [number for number, key in fetch_plain(connection, doubtful) if first_occurrence(key, period)]
    ways = [and_(overlap, sure), alike]
    if expanded:
        ways.append(among(columns.id, expanded, dialect))
    return [number for (number,) in fetch_plain(connection, select(columns.id).where(or_(*ways)))]


def _surely(connection: Connection, first: date, last: date) -> Condition:
    """That so many days of the recurrence lie within the period that it falls due in them."""
    columns = recurrences.c
    cases: list[Condition] = []
    for days in connection.execute(select(columns.sure_days).where(columns.sure_days > 0).distinct()).scalars():
        if (last - first).days >= days - 1:
            margin = timedelta(days=days - 1)
            cases.append(
                and_(
                    columns.sure_days == days,
                    or_(columns.first_day.is_(None), columns.first_day <= last - margin),
                    or_(columns.last_day.is_(None), columns.last_day >= first + margin),
                )
            )
    return or_(*cases) if cases else false()


def recurrence_row(key: str) -> dict[str, object]:
    """What the database knows of a recurring deadline, but for its number."""
    rhythm = rhythm_of(key)
    return {
        "key": key,
        "rule": rhythm.rule,
        "first_day": rhythm.first,
        "last_day": rhythm.last,
        "sure_days": rhythm.sure_days,
        "is_even": int(rhythm.is_even),
    }
