"""Scanned Vietnamese plans (kế hoạch) into structured, searchable records.

>>> from pipeline import open_archive, process_file
>>> record = process_file("corpus/plans/phuong-khong-rac-nhua/plan.txt")
>>> record.header.number.value
'46'
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.archive import open_archive
    from pipeline.run import process_document, process_file, process_plans

__version__ = "0.1.0"

__all__ = ["__version__", "open_archive", "process_document", "process_file", "process_plans"]


def __getattr__(name: str) -> Any:
    """The public functions, imported when asked for: recognition libraries take seconds to load."""
    if name == "process_file":
        from pipeline.run import process_file

        return process_file
    if name == "process_document":
        from pipeline.run import process_document

        return process_document
    if name == "process_plans":
        from pipeline.run import process_plans

        return process_plans
    if name == "open_archive":
        from pipeline.archive import open_archive

        return open_archive
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
