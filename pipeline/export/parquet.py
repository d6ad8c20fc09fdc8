"""The tables of records as Parquet, for analyses over a whole archive."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from models.record import PlanRecord
from pipeline.export.files import finished
from pipeline.export.tables import TABLES, Cell, Rows

_ROWS_OF_A_GROUP = 10_000
_INTEGERS = ("pages", "issues", "page", "mentions")
_NUMBERS = ("quality", "confidence", "value")


def write_parquet(records: Iterable[PlanRecord], out: Path) -> int:
    """One file a table into the folder `out`; how many records there were."""
    total = 0
    with ExitStack() as files:
        tables: list[tuple[Any, Any, Callable[[PlanRecord], Rows], list[dict[str, Cell]]]] = []
        for name, (columns, rows) in TABLES.items():
            schema = pa.schema([(column, _type(column)) for column in columns])
            unfinished = files.enter_context(finished(out / f"{name}.parquet"))
            writer = files.enter_context(pq.ParquetWriter(unfinished, schema))
            tables.append((writer, schema, rows, []))
        for record in records:
            total += 1
            for writer, schema, rows, waiting in tables:
                waiting.extend(dict(zip(schema.names, row, strict=True)) for row in rows(record))
                if len(waiting) >= _ROWS_OF_A_GROUP:
                    writer.write_table(pa.Table.from_pylist(waiting, schema))
                    waiting.clear()
        for writer, schema, _, waiting in tables:
            writer.write_table(pa.Table.from_pylist(waiting, schema))
    return total


def _type(column: str) -> pa.DataType:
    if column in _INTEGERS:
        return pa.int64()
    return pa.float64() if column in _NUMBERS else pa.string()
