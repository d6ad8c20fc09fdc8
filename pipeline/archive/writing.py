"""One record into the tables of the archive, with what people have said of it."""

from sqlalchemy import Connection, delete, select

from models.correction import Correction, CorrectionState
from models.record import PlanRecord
from pipeline.archive.fulltext import index_text
from pipeline.archive.rows import document_row, pack, part_rows
from pipeline.archive.tables import corrections, documents
from pipeline.corrections import Corrected, apply_corrections


def insert_record(connection: Connection, machine: PlanRecord, pipeline_version: str) -> Corrected:
    """Write the machine's record in place of any earlier one of the same document.

    What can be searched, and shown, is the record after its corrections.
    """
    corrected = apply_corrections(machine, correction_log(connection, machine.document_id))
    connection.execute(delete(documents).where(documents.c.document_id == machine.document_id))
    row = shown_row(machine, corrected, pipeline_version)
    (key,) = connection.execute(documents.insert().values(row)).inserted_primary_key or (0,)
    index_text(connection, key, str(row["text"]), str(row["folded"]))
    for table, rows in part_rows(corrected.record, key).items():
        if rows:
            connection.execute(table.insert(), rows)
    return corrected


def shown_row(machine: PlanRecord, corrected: Corrected, pipeline_version: str) -> dict[str, object]:
    """The row of `documents` for a machine's record and what became of it."""
    conflicts = sum(status.state is CorrectionState.CONFLICT for status in corrected.statuses)
    is_corrected = bool(corrected.statuses)
    return {
        **document_row(corrected.record, pipeline_version),
        "conflicts": conflicts,
        "record": pack(machine),
        "corrected": pack(corrected.record) if is_corrected else None,
    }


def correction_log(connection: Connection, document_id: str) -> list[Correction]:
    """All corrections of a document, in the order they were made."""
    statement = select(corrections.c.entry).where(corrections.c.document_id == document_id)
    entries = connection.scalars(statement.order_by(corrections.c.number))
    return [Correction.model_validate_json(entry) for entry in entries]
