"""`kehoach outline`: how a plan is built, in the terminal."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text
from rich.tree import Tree

from models.record import PlanRecord, Section
from pipeline.archive import DEFAULT_ARCHIVE, open_archive
from pipeline.cli import filters
from pipeline.cli.display import DOUBTFUL_BELOW, doubtful, plain, result_console, short_id
from pipeline.cli.records import read_record
from pipeline.folding import fold

_ROOM_FOR_LABEL = 10  # characters: a speck, or the word Phần, before it


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(outline)


def outline(
    record_id: Annotated[
        str,
        typer.Argument(
            metavar="FILE|ID",
            help="A file to be read now, a record's JSON file, a document's id or its first digits (four or more).",
        ),
    ],
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
    as_json: filters.AsJson = False,
) -> None:
    """Show the tree of a plan's sections with their pages and kinds.

    Headings that were read from damaged print, or whose number follows from its neighbours alone, are
    marked with (?). A file that holds several plans gives a tree for each.
    """
    records = _records(record_id, archive)
    if as_json:
        typer.echo(json.dumps([_as_json(record) for record in records], ensure_ascii=False, indent=2))
        return
    console = result_console()
    for record in records:
        console.print(_tree(record))


def _records(record_id: str, archive: str) -> Sequence[PlanRecord]:
    file = Path(record_id)
    if file.suffix == ".json":
        return (read_record(file),)
    if file.is_file() or file.suffix:
        # Here, because reading scans needs libraries that take a second to load.
        from pipeline.run import process_plans

        return process_plans(file)
    with open_archive(archive, create=False) as opened:
        return (opened.load(record_id),)


def _tree(record: PlanRecord) -> Tree:
    title = record.header.title.value if record.header.title else Path(record.source.path).name
    tree = Tree(Text(short_id(record.document_id), style="cyan").append("  ").append_text(plain(title, "bold")))
    _grow(tree, record.sections, record.text)
    return tree


def _grow(tree: Tree, sections: Iterable[Section], text: str) -> None:
    for section in sections:
        kinds = ", ".join(section.kinds)
        number = f"{section.label}. " if section.label else ""
        sure = 0.0 if _is_doubtful(section, text) else 1.0
        line = doubtful(number + section.heading if section.heading else f"({kinds})", sure)
        line.append(f"  p. {section.page}", style="dim")
        if section.heading:
            line.append(f"  {kinds}", style="green")
        _grow(tree.add(line), section.children, text)


def _as_json(record: PlanRecord) -> dict[str, Any]:
    return {
        "document_id": record.document_id,
        "title": record.header.title.value if record.header.title else None,
        "sections": [_section_as_json(section, record.text) for section in record.sections],
    }


def _is_doubtful(section: Section, text: str) -> bool:
    """Whether a section is unsure, or has a number that is not printed and follows from those around it alone."""
    printed = text[section.start : section.start + len(section.label) + _ROOM_FOR_LABEL]
    return section.confidence < DOUBTFUL_BELOW or fold(section.label) not in fold(printed)


def _section_as_json(section: Section, text: str) -> dict[str, Any]:
    """What the tree shows of a section, with whether it is marked as doubtful."""
    shown = section.model_dump(mode="json", exclude={"children"})
    children = [_section_as_json(child, text) for child in section.children]
    return {**shown, "doubtful": _is_doubtful(section, text), "children": children}
