import json
from pathlib import Path

import jsonschema
import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli import schema as schema_command
from pipeline.record_schema import record_schema
from tests.builders import Draft, record

PUBLISHED = Path(__file__).parent.parent / "docs" / "schema.json"


def test_the_schema_is_a_valid_schema_with_a_name_of_its_own():
    schema = record_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:kehoach:plan-record:1.0"


@pytest.mark.parametrize("plan", [record(), record(Draft([(1, "Trang trắng")]))], ids=["full", "empty"])
def test_every_record_is_valid(plan):
    jsonschema.validate(json.loads(plan.model_dump_json()), record_schema())


@pytest.mark.parametrize("change", [{"deadlines": None}, {"text": 5}, {"unknown": 1}, {"document_id": None}], ids=str)
def test_what_is_no_record_is_not_valid(change):
    wrong = {**json.loads(record().model_dump_json()), **change}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, record_schema())


def test_the_published_schema_is_that_of_the_program():
    written = json.loads(PUBLISHED.read_text("utf-8"))
    assert written == record_schema(), "renew it: kehoach schema > docs/schema.json"


def test_the_command_writes_the_schema():
    app = typer.Typer()
    schema_command.register(app)
    assert json.loads(CliRunner().invoke(app, []).stdout) == record_schema()
