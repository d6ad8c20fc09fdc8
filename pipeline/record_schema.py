"""The JSON Schema of the plan record, for the systems that read it."""

from typing import Any

from models.record import SCHEMA_VERSION, PlanRecord


def record_schema() -> dict[str, Any]:
    """The schema (JSON Schema draft 2020-12) that every record is valid against.

    It covers names, types and closed sets. That offsets hold their evidence's text, and that
    the days of a date follow from its EDTF, cannot be said in a schema.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kehoach:plan-record:{SCHEMA_VERSION}",
        **PlanRecord.model_json_schema(mode="serialization"),
    }
