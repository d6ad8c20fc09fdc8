"""One page, read by itself: for looking at what recognition made of it, and why."""

from dataclasses import dataclass, replace
from pathlib import Path

from models.errors import KehoachError
from models.page import Page
from models.record import TextOrigin
from models.settings import Settings
from models.source import Source
from pipeline.ingest import find_sources
from pipeline.run import open_document, read_page
from pipeline.syllables import syllable_share

_REFUSED = "text layer refused: "


@dataclass(frozen=True, slots=True)
class PageLook:
    """A page with the source it is from.

    `text_layer` is what was decided on the page's text layer, and why; `preparation` what was done
    to its image, in order, each step with its measure.
    """

    source: Source
    page: Page
    text_layer: str
    preparation: tuple[str, ...]


def look_at_page(path: Path, number: int, settings: Settings | None = None) -> PageLook:
    """Page `number` (from 1) of a file.

    Raises:
        IndexError: there is no such page.
        KehoachError: the file cannot be read.
    """
    settings = settings or Settings()
    found = find_sources([path], join=False)
    for failure in found.failures:
        raise failure.error
    if len(found.sources) != 1:
        raise KehoachError(f"{path} is a folder.", "Name one file.")
    source = open_document(found.sources[0], settings)
    if not 1 <= number <= source.page_count:
        raise IndexError(f"{path.name} has {source.page_count} page{'' if source.page_count == 1 else 's'}")
    page = read_page(source, number - 1, settings)
    refused = [step.removeprefix(_REFUSED) for step in page.preparation if step.startswith(_REFUSED)]
    steps = tuple(step for step in page.preparation if not step.startswith(_REFUSED))
    return PageLook(source, replace(page, preparation=steps), _text_layer(page, refused), steps)


def _text_layer(page: Page, refused: list[str]) -> str:
    match page.text_origin:
        case TextOrigin.TEXT_LAYER:
            share = syllable_share("\n".join(line.text for line in page.lines))
            return f"used: {share:.0%} of its words are possible Vietnamese syllables"
        case TextOrigin.PLAIN_TEXT:
            return "the file is text"
    return f"refused: {refused[0]}" if refused else "there is none"
