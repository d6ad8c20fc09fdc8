"""The base of every type that is written to a record."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen value: unknown fields are refused, so that a misspelt name never passes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
