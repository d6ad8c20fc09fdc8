"""Where a value was read: offsets into the clean text, page, boxes and the source's own letters."""

from typing import Self

from pydantic import Field, model_validator

from models.base import Model


class Box(Model):
    """A rectangle on a page, in PDF points (1/72 inch) from the page's top-left corner."""

    page: int = Field(ge=1)
    x0: float
    y0: float
    x1: float
    y1: float

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.x0 > self.x1 or self.y0 > self.y1:
            raise ValueError("a box needs x0 <= x1 and y0 <= y1")
        return self


class Evidence(Model):
    """The place a value was read: `record.text[start:end] == text`, always.

    `raw` keeps what the scan or source said, letter for letter. `boxes` holds one box per
    line of print and is empty for plain-text sources. `page` counts from 1.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    raw: str
    page: int = Field(ge=1)
    boxes: tuple[Box, ...] = ()
    ocr_confidence: float | None = Field(default=None, ge=0.0, le=1.0)

    @model_validator(mode="after")
    def _spans_its_text(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError("evidence text must be as long as its span")
        return self
