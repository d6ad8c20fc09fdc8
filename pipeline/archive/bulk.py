"""Many rows, or many values, sent to the database or fetched from it at once."""

from collections.abc import Iterable, Sequence
from datetime import date
from json import dumps
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    String,
    TableClause,
    any_,
    cast,
    func,
    select,
    text,
)

Row = dict[str, Any]

_SENT_AT_ONCE = 500  # rows in one text: those of `documents` can have a megabyte


def insert_rows(connection: Connection, table: TableClause, rows: Sequence[Row]) -> None:
    """Add rows to a table; all of them give the same columns, at least two.

    SQLAlchemy would do more to each row than the database does. A PostgreSQL server is given them as one
    JSON text for some hundreds, for it would else be waited for once a row.
    """
    if not rows:
        return
    names = list(rows[0])
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "postgresql":
        sent = f"SELECT {columns} FROM json_populate_recordset(CAST(NULL AS {table.name}), CAST(:rows AS json))"
        statement = text(f"INSERT INTO {table.name} ({columns}) {sent}")
        for begin in range(0, len(rows), _SENT_AT_ONCE):
            sent_rows = dumps(rows[begin : begin + _SENT_AT_ONCE], ensure_ascii=False, default=_as_postgres_reads_it)
            connection.execute(statement, {"rows": sent_rows})
        return
    dated = [column.name for column in table.columns if isinstance(column.type, Date)]
    if dated:
        rows = [{**row, **{name: row[name] and row[name].isoformat() for name in dated}} for row in rows]
    statement_text = f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join('?' * len(names))})"
    connection.exec_driver_sql(statement_text, list(map(itemgetter(*names), rows)))


def among(column: ColumnElement[Any], values: Iterable[int] | Iterable[str], dialect: str) -> ColumnElement[bool]:
    """Whether a column has one of many values, however many: they are sent as one."""
    listed = list(values)
    if dialect == "postgresql":
        kind = Integer if isinstance(column.type, Integer) else String
        return column == any_(cast(listed, ARRAY(kind)))
    return column.in_(select(func.json_each(dumps(listed)).table_valued("value").c.value))


def fetch_plain(connection: Connection, statement: Select[Any]) -> list[tuple[Any, ...]]:
    """The rows of a selection of numbers and strings, as the driver gives them."""
    cursor = connection.execute(statement).cursor
    return list(map(tuple, cursor.fetchall())) if cursor is not None else []


def _as_postgres_reads_it(value: date | bytes) -> str:
    """A day or bytes in the notation of the server."""
    return value.isoformat() if isinstance(value, date) else f"\\x{value.hex()}"
