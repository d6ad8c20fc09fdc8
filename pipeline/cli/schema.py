"""`kehoach schema`: the JSON Schema of the records."""

import json

import typer

from pipeline.record_schema import record_schema


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(schema)


def schema() -> None:
    """Write the JSON Schema (draft 2020-12) that every record is valid against."""
    typer.echo(json.dumps(record_schema(), ensure_ascii=False, indent=2))
