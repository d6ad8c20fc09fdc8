"""Exports of what a query finds, as a file to download."""

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query
from fastapi.responses import FileResponse

from pipeline.archive import Query as ArchiveQuery
from pipeline.export import ExportFormat, export_records
from pipeline.web.access import OpenArchive

router = APIRouter(tags=["exports"])
_SUFFIXES = {
    ExportFormat.JSONL: "jsonl",
    ExportFormat.XLSX: "xlsx",
    ExportFormat.ICS: "ics",
    ExportFormat.TT02: "csv",
}


class ExportQuery(ArchiveQuery):
    """A query, and whether documents with a mark of secrecy are wanted, too."""

    with_classified: bool = False


@router.get("/exports/{file_format}", response_class=FileResponse)
def export(
    archive: OpenArchive,
    file_format: ExportFormat,
    query: Annotated[ExportQuery, Query()],
    afterwards: BackgroundTasks,
) -> FileResponse:
    """The records that a query finds; several files as a zip. `X-Left-Out` counts what is secret and left out."""
    folder = Path(mkdtemp(prefix="kehoach-export-"))
    try:
        out = folder / (f"kehoach-{file_format}" if file_format.is_folder else f"kehoach.{_SUFFIXES[file_format]}")
        report = export_records(
            archive.records(query), file_format, out, with_classified=query.with_classified, body=query.body
        )
        if file_format.is_folder:
            out = Path(shutil.make_archive(str(out), "zip", out))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    headers = {"X-Left-Out": str(report.left_out)}
    afterwards.add_task(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(out, filename=out.name, headers=headers)
