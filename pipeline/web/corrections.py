"""Corrections: what people say of values."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, status
from pydantic import Field

from models.base import Model
from models.correction import Action, Correction, CorrectionStatus
from models.evidence import Box
from pipeline.web.access import DocumentId, OpenArchive

router = APIRouter(tags=["corrections"])


class NewCorrection(Model):
    """What a person says of one value.

    `pointer` is a JSON Pointer into the record (/deadlines/0/due; /deadlines/- adds). A date may be
    given as its EDTF. `quote` or `boxes` say where an added value is read.
    """

    action: Action
    pointer: str
    value: Any = None
    by: str = Field(min_length=1)
    why: str = ""
    quote: str | None = None
    boxes: tuple[Box, ...] = ()


class Withdrawal(Model):
    """Who takes a correction back, and why."""

    by: str = Field(min_length=1)
    why: str = ""


@router.get("/documents/{document_id}/corrections")
def of_document(archive: OpenArchive, document_id: DocumentId) -> tuple[CorrectionStatus, ...]:
    """The corrections in force, and how each stands to what the machine reads today."""
    return archive.corrections(document_id)


@router.post("/documents/{document_id}/corrections", status_code=status.HTTP_201_CREATED)
def correct(archive: OpenArchive, document_id: DocumentId, said: NewCorrection) -> Correction:
    """Change, add, confirm or reject a value; it holds over every later run."""
    return archive.correct(
        document_id,
        said.action,
        said.pointer,
        said.value,
        by=said.by,
        why=said.why,
        quote=said.quote,
        boxes=said.boxes,
    )


@router.post("/corrections/{correction_id}/withdrawal", status_code=status.HTTP_201_CREATED)
def withdraw(
    archive: OpenArchive, correction_id: Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")], said: Withdrawal
) -> Correction:
    """Take a correction back. The log keeps both."""
    return archive.withdraw(correction_id, by=said.by, why=said.why)
