"""Pages of documents as pictures, from the sources as long as they lie where they were read."""

from io import BytesIO
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Path as PathParameter
from fastapi.responses import Response

from models.errors import RecordNotFoundError, SourceNotFoundError
from models.record import PlanRecord
from models.settings import Settings
from models.source import Source, SourceFiles
from pipeline.ingest import open_source
from pipeline.render.picture import picture_of
from pipeline.web.access import DocumentId, OpenArchive

router = APIRouter(tags=["documents"])


@router.get("/documents/{document_id}/pages/{number}.png", response_class=Response)
def page(
    request: Request, archive: OpenArchive, document_id: DocumentId, number: Annotated[int, PathParameter(ge=1)]
) -> Response:
    """A page, upright, at 150 dpi. Boxes of the record are in points: 1/72 inch from its top left."""
    record = archive.load(document_id)
    found = next((one for one in record.source.pages if one.number == number), None)
    if found is None:
        count = len(record.source.pages)
        raise RecordNotFoundError(f"The document has no page {number}.", f"It has {count} page{'s'[: count != 1]}.")
    settings = Settings()
    picture = picture_of(_source(record, request.app.state.sources, settings), number, found.rotation, settings)
    content = BytesIO()
    picture.save(content, "PNG")
    return Response(content.getvalue(), media_type="image/png")


def _source(record: PlanRecord, folder: Path, settings: Settings) -> Source:
    """The files that the record was made of.

    Raises:
        SourceNotFoundError: they are not there any more, or are others now.
        SourceError: they cannot be read.
    """
    paths = tuple(folder / name for name in (record.source.path, *record.source.parts))
    source = open_source(SourceFiles(paths, paths[0].stem), settings)
    if source.document_id != record.document_id.partition("#")[0]:
        raise SourceNotFoundError(
            f"{paths[0]} is not the file that was read: its content is another.", "Bring the scanned file back."
        )
    return source
