"""`kehoach ocr`: one page, to see what was read, how surely, and why."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from models.page import Line, Page, Word
from models.record import TextOrigin
from models.settings import Settings
from pipeline.cli import filters
from pipeline.cli.display import DOUBTFUL_BELOW, plain, result_console
from pipeline.path_text import path_text

if TYPE_CHECKING:
    from pipeline.look import PageLook

_UNSURE_BELOW = 0.9  # confidence of a word
_HARDLY_LEGIBLE_BELOW = 0.4
_MARKS = "(?) is read with doubt, (??) hardly legible"


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(ocr)


def ocr(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF, image, text or Word file.", show_default=False)],
    page: Annotated[int, typer.Option("--page", "-p", min=1, help="The page to look at.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="Also draw the page there, with boxes: NAME-pN.png.", show_default=False),
    ] = None,
    as_json: filters.AsJson = False,
) -> None:
    """Look at one page: its text in reading order, how sure each word is, and what was done and why.

    Words that were read with doubt are marked (?), hardly legible ones (??), handwriting [hand].
    """
    from pipeline.look import look_at_page

    try:
        look = look_at_page(file, page)
    except IndexError as error:
        raise typer.BadParameter(f"{error}.", param_hint="--page") from error
    drawing = _draw(look, out) if out is not None else None
    if as_json:
        typer.echo(json.dumps(_as_json(look, drawing), ensure_ascii=False, indent=2))
    else:
        _print(look, drawing, result_console())


def _draw(look: "PageLook", folder: Path) -> Path:
    from pipeline.batch.json_files import make_folder
    from pipeline.drawing import write_drawing

    make_folder(folder)
    target = folder / f"{look.source.stem}-p{look.page.number}.png"
    write_drawing(look.source, look.page, Settings(), target)
    return target


def _as_json(look: "PageLook", drawing: Path | None) -> dict[str, Any]:
    page = look.page
    return {
        "path": path_text(look.source.paths[0]),
        "page": page.number,
        "pages": look.source.page_count,
        "width": page.width,
        "height": page.height,
        "dpi": page.dpi,
        "rotation": page.rotation,
        "text_origin": page.text_origin,
        "text_layer": look.text_layer,
        "preparation": list(look.preparation),
        "ocr_confidence": page.ocr_confidence,
        "problem": page.problem,
        "lines": [
            {
                "text": line.text,
                "region": line.region,
                "table": line.table,
                "row": line.row,
                "column": line.column,
                "words": [
                    {
                        "text": word.text,
                        "box": [word.x0, word.y0, word.x1, word.y1],
                        "confidence": word.confidence,
                        "is_handwritten": word.is_handwritten,
                        "alternatives": list(word.alternatives),
                    }
                    for word in line.words
                ],
            }
            for line in page.lines
        ],
        "drawing": path_text(drawing) if drawing else None,
    }


def _print(look: "PageLook", drawing: Path | None, console: Console) -> None:
    _print_rows(((Text(name, style="bold"), value) for name, value in _about(look, drawing)), console)
    number = 1
    for region, lines in groupby(look.page.lines, key=lambda line: line.region):
        console.print(Text(f"\n{region.value}", style="bold underline"))
        rows = []
        for row in _rows(lines):
            rows.append((Text(f"{number:>4}", style="dim"), _joined(row)))
            number += len(row)
        _print_rows(rows, console)


def _print_rows(rows: Iterable[tuple[Text, Text]], console: Console) -> None:
    """Two columns, the second one wrapped; in a pipe, which has no width, a row stays one line."""
    if not console.is_terminal:
        for name, value in rows:
            console.print(Text.assemble(name, "  ", value), soft_wrap=True)
        return
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(name, value)
    console.print(grid)


def _about(look: "PageLook", drawing: Path | None) -> Iterator[tuple[str, Text]]:
    page = look.page
    yield "page      ", plain(f"{page.number} of {look.source.page_count}, {path_text(look.source.paths[0])}")
    yield "read      ", plain(_how(page))
    if page.text_origin is not TextOrigin.PLAIN_TEXT:
        yield "text layer", plain(look.text_layer)
    if page.text_origin is TextOrigin.OCR:
        yield "prepared  ", plain("; ".join(look.preparation) or "not at all: nothing was found to need it")
        yield "words     ", plain(_counts(page))
    if page.problem:
        yield "problem   ", plain(page.problem, "bold red")
    if drawing is not None:
        yield "drawing   ", plain(path_text(drawing))


def _how(page: Page) -> str:
    how = {TextOrigin.OCR: "by recognition", TextOrigin.TEXT_LAYER: "from its text layer"}.get(
        page.text_origin, "as plain text"
    )
    parts = [how]
    if page.width:
        parts.append(f"{page.width:.0f} x {page.height:.0f} points")
    if page.dpi:
        parts.append(f"{page.dpi} dpi")
    if page.rotation:
        parts.append(f"turned clockwise by {page.rotation}\N{DEGREE SIGN}")
    if page.ocr_confidence is not None:
        parts.append(f"mean confidence {page.ocr_confidence:.2f}")
    return ", ".join(parts)


def _counts(page: Page) -> str:
    words = list(_words(page))
    unsure = sum(DOUBTFUL_BELOW <= word.confidence < _UNSURE_BELOW for word in words if word.confidence is not None)
    doubtful = sum(word.confidence < DOUBTFUL_BELOW for word in words if word.confidence is not None)
    counts = (
        f"{len(words)}, of them {unsure} unsure (below {_UNSURE_BELOW}), {doubtful} doubtful (below {DOUBTFUL_BELOW})"
    )
    return f"{counts}: {_MARKS}" if doubtful else counts


def _words(page: Page) -> Iterator[Word]:
    for line in page.lines:
        yield from line.words


def _rows(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines one by one, but those of a table row together."""
    for _, run in groupby(enumerate(lines), key=_row_key):
        yield [line for _, line in run]


def _row_key(numbered: tuple[int, Line]) -> tuple[int | None, int]:
    number, line = numbered
    return (None, number) if line.table is None else (line.table, line.row or 0)


def _joined(row: list[Line]) -> Text:
    """A line, or the cells of a table row with the lines of each one after the other."""
    cells = (Text(" ").join(map(_marked, cell)) for _, cell in groupby(row, key=lambda line: line.column))
    return Text(" | ").join(cells)


def _marked(line: Line) -> Text:
    """A line whose doubtful words are marked by colour, and by (?) for who sees none."""
    if not line.words:
        return plain(line.text)
    text = Text()
    for number, word in enumerate(line.words):
        if number:
            text.append(" ")
        confidence = 1.0 if word.confidence is None else word.confidence
        if confidence >= DOUBTFUL_BELOW:
            text.append_text(plain(word.text, "" if confidence >= _UNSURE_BELOW else "yellow"))
        else:
            mark = "(?)" if confidence >= _HARDLY_LEGIBLE_BELOW else "(??)"
            text.append_text(plain(word.text + mark, "bold red"))
        if word.is_handwritten:
            text.append("[hand]", style="blue")
    return text
