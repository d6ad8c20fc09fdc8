"""One record into the tables of the archive."""

from sqlalchemy import Connection, delete

from models.record import PlanRecord
from pipeline.archive.fulltext import index_text
from pipeline.archive.rows import document_row, part_rows
from pipeline.archive.tables import documents


def insert_record(connection: Connection, record: PlanRecord, pipeline_version: str) -> None:
    """Write a record in place of any earlier one of the same document."""
    row = document_row(record, pipeline_version)
    connection.execute(delete(documents).where(documents.c.document_id == record.document_id))
    (key,) = connection.execute(documents.insert().values(row)).inserted_primary_key or (0,)
    index_text(connection, key, row["text"], row["folded"])
    for table, rows in part_rows(record, key).items():
        if rows:
            connection.execute(table.insert(), rows)
