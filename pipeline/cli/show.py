"""`kehoach show`: one record, readable in the terminal."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from models.record import (
    Body,
    Campaign,
    Criterion,
    DatedValue,
    Header,
    PlanRecord,
    Quality,
    Recipient,
    Reference,
    Section,
    Severity,
    Signature,
    TextValue,
)
from pipeline.archive import DEFAULT_ARCHIVE, open_archive
from pipeline.cli import filters
from pipeline.cli.display import doubtful, plain, result_console
from pipeline.cli.records import read_record
from pipeline.corrections import correctable_values
from pipeline.readable import date_text, document_number, due_text, number_text

_SEVERITY_STYLE = {Severity.INFO: "dim", Severity.WARNING: "yellow", Severity.ERROR: "bold red"}


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(show)


def show(
    record_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="A document's id, its first digits (four or more), or a record's JSON file."),
    ],
    places: Annotated[
        bool, typer.Option("--places", help="List every value with its place in the record, for `kehoach correct`.")
    ] = False,
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
    as_json: filters.AsJson = False,
) -> None:
    """Show one record: what the plan says, page by page, and what is in doubt.

    Values that are not sure are marked with (?).
    """
    file = Path(record_id)
    if file.suffix == ".json" or file.is_file():
        record = read_record(file)
    else:
        with open_archive(archive, create=False) as opened:
            record = opened.load(record_id)
    if as_json:
        typer.echo(record.model_dump_json(indent=2))
    elif places:
        result_console().print(_places(record))
    else:
        _print(record, result_console())


def _places(record: PlanRecord) -> Table:
    table = _table("Place", "Value", "")
    for pointer, value, confidence in correctable_values(record):
        table.add_row(plain(pointer), doubtful(value, confidence), "")
    return table


def _print(record: PlanRecord, console: Console) -> None:
    parts: list[tuple[str, RenderableType | None]] = [
        ("Plan", _header(record)),
        ("Campaign", _campaign(record.campaign) if record.campaign else None),
        ("Sections", _sections(record.sections)),
        ("Deadlines", _deadlines(record)),
        ("Bodies", _bodies(record.bodies)),
        ("Criteria", _criteria(record.criteria)),
        ("References", _references(record.references)),
        ("Recipients", _recipients(record.recipients)),
        ("Signature", _signatures([*filter(None, [record.signature]), *record.cosigners])),
        ("Quality", _quality(record.quality)),
    ]
    for title, content in parts:
        if content is not None:
            console.print(Text(title, style="bold underline"))
            console.print(Padding(content, (0, 0, 1, 2)))


def _header(record: PlanRecord) -> Table:
    header: Header = record.header
    table = _table("", "", "Page", show_header=False)
    symbol = header.symbol or header.number
    if symbol:
        number = document_number(
            header.number.value if header.number else None, header.symbol.value if header.symbol else None
        )
        confidence = min(value.confidence for value in (header.number, header.symbol) if value)
        table.add_row("number", doubtful(number, confidence), _page(symbol.evidence.page))
    _add_values(
        table,
        ("issuer", header.issuer),
        ("parent", header.parent),
        ("type", header.doc_type),
        ("place", header.place),
        ("issued", header.issued),
        ("title", header.title),
    )
    source = record.source
    pages = f"{len(source.pages)} page{'' if len(source.pages) == 1 else 's'}"
    table.add_row("source", plain(source.path), "")
    table.add_row("", plain(f"{pages}, {source.media_type}, {source.byte_size} bytes"), "")
    table.add_row("id", plain(record.document_id), "")
    return table


def _campaign(campaign: Campaign) -> Table:
    table = _table("", "", "Page", show_header=False)
    _add_values(
        table,
        ("name", campaign.name),
        ("theme", campaign.theme),
        ("slogan", campaign.slogan),
        ("period", campaign.period),
        *(("audience", audience) for audience in campaign.audience),
    )
    return table


def _add_values(table: Table, *values: tuple[str, TextValue | DatedValue | None]) -> None:
    for name, value in values:
        if isinstance(value, TextValue):
            table.add_row(name, doubtful(value.value, value.confidence), _page(value.evidence.page))
        elif value is not None:
            table.add_row(name, doubtful(due_text(value.value), value.confidence), _page(value.evidence.page))


def _sections(sections: Sequence[Section]) -> Tree | None:
    if not sections:
        return None
    tree = Tree("", hide_root=True, guide_style="dim")
    _grow(tree, sections)
    return tree


def _grow(tree: Tree, sections: Iterable[Section]) -> None:
    for section in sections:
        heading = f"{section.label}. {section.heading}" if section.label else section.heading
        line = doubtful(heading, section.confidence)
        line.append(f"  {', '.join(section.kinds)}, p. {section.page}", style="dim")
        _grow(tree.add(line), section.children)


def _deadlines(record: PlanRecord) -> Table | None:
    if not record.deadlines:
        return None
    table = _table("Due", "What, who → report to", "Page")
    for deadline in record.deadlines:
        due = deadline.due
        when = doubtful(" ".join(filter(None, (due.bound, due_text(due)))) or "not dated", deadline.confidence)
        what = plain(deadline.task)
        if deadline.responsible:
            what.append("\n").append_text(plain("; ".join(deadline.responsible), "green"))
        if deadline.report_to:
            what.append("\n→ " if not deadline.responsible else " → ")
            what.append_text(plain("; ".join(deadline.report_to), "cyan"))
        table.add_row(when, what, _page(deadline.evidence.page))
    return table


def _bodies(bodies: Sequence[Body]) -> Table | None:
    if not bodies:
        return None
    table = _table("Body", "Role and duty", "Page")
    for body in bodies:
        pages = sorted({mention.page for mention in body.mentions})
        about = plain(body.name, "bold").append(f"\n{body.kind.replace('_', ' ')}", style="dim")
        if not body.duties:
            table.add_row(about, Text("named only", style="dim"), plain(", ".join(map(str, pages))))
        for duty in body.duties:
            role = Text(duty.role.replace("_", " "), style="green")
            table.add_row(about, role.append(": ").append_text(plain(duty.text)), _page(duty.evidence.page))
            about = Text()
    return table


def _criteria(criteria: Sequence[Criterion]) -> Table | None:
    if not criteria:
        return None
    table = _table("Kind", "Criterion", "Page")
    for criterion in criteria:
        kind = " ".join(filter(None, (criterion.kind.replace("_", " "), criterion.subject)))
        what = plain(criterion.text)
        if criterion.quantities:
            numbers = "; ".join(f"{it.comparator} {number_text(it.value)} {it.unit}" for it in criterion.quantities)
            what.append("\n").append_text(plain(numbers, "cyan"))
        table.add_row(kind, what, _page(criterion.evidence.page))
    return table


def _references(references: Sequence[Reference]) -> Table | None:
    if not references:
        return None
    table = _table("Document", "Date, issuer, title", "Page")
    for cited in references:
        issued = date_text(cited.issued.edtf) if cited.issued and cited.issued.edtf else None
        about = ", ".join(filter(None, (issued, cited.issuer, cited.title)))
        name = " ".join(filter(None, (cited.doc_type, document_number(cited.number, cited.symbol))))
        table.add_row(plain(name), plain(about), _page(cited.evidence.page))
    return table


def _recipients(recipients: Sequence[Recipient]) -> Table | None:
    if not recipients:
        return None
    table = _table("Recipient", "Purpose", "Page")
    for recipient in recipients:
        table.add_row(plain(recipient.name), plain(recipient.purpose), _page(recipient.evidence.page))
    return table


def _signatures(signatures: Sequence[Signature]) -> Group | None:
    if not signatures:
        return None
    lines = []
    for signature in signatures:
        line = plain(" / ".join(filter(None, (signature.authority, signature.position))))
        line.append("  ").append_text(plain(signature.name or "name not legible", "bold"))
        lines.append(line.append(f"  p. {signature.evidence.page}", style="dim"))
    return Group(*lines)


def _quality(quality: Quality) -> Group:
    lines = [Text(f"score {quality.score:.2f}")]
    for issue in quality.issues:
        where = f" (p. {issue.evidence.page})" if issue.evidence else ""
        lines.append(plain(f"{issue.severity} {issue.code}: {issue.message}{where}", _SEVERITY_STYLE[issue.severity]))
    return Group(*lines)


def _table(*columns: str, show_header: bool = True) -> Table:
    """A table whose middle column takes the room, with the page on the right."""
    table = Table(box=None, show_header=show_header, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column(columns[0], max_width=26)
    table.add_column(columns[1], ratio=1, overflow="fold")
    table.add_column(columns[2], justify="right")
    return table


def _page(number: int) -> Text:
    return Text(str(number))
