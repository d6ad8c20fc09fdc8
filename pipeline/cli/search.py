"""`kehoach search`: which plans, and what in them, a question finds."""

from textwrap import shorten
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.archive import DEFAULT_ARCHIVE, Hit, Match, MatchKind, Query, SearchResult, open_archive
from pipeline.archive.periods import Period
from pipeline.cli import filters
from pipeline.cli.display import marked, plain, result_console, short_id
from pipeline.readable import date_text, document_number, due_text

_MAX_MATCHES = 5  # shown of one plan; --json has all
_MIN_PASSAGES = 2  # of them, however many deadlines or duties there are
_MAX_TEXT = 200  # characters of a task or duty
_MAX_TITLE = 120


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(search)


def search(
    text: filters.Text = None,
    due_after: filters.DueAfter = None,
    due_before: filters.DueBefore = None,
    due_in: filters.DueIn = None,
    body: filters.Body = None,
    role: filters.Role = None,
    section: filters.Section = None,
    cites: filters.Cites = None,
    issuer: filters.Issuer = None,
    place: filters.Place = None,
    issued_after: filters.IssuedAfter = None,
    issued_before: filters.IssuedBefore = None,
    issued_in: filters.IssuedIn = None,
    limit: Annotated[int, typer.Option(min=1, help="Show at most so many plans.")] = 20,
    offset: Annotated[int, typer.Option(min=0, help="Leave out so many plans first.")] = 0,
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
    as_json: filters.AsJson = False,
) -> None:
    """Find plans by text, deadline, body, issuer, place, date and section.

    Everything that is given must hold. Names are found by whole words, with or without
    diacritics ("Phong Noi vu"), and by abbreviations ("UBND Lộc Ninh").
    """
    query = Query(
        text=text,
        due_after=due_after,
        due_before=due_before,
        due_in=due_in,
        body=body,
        role=role,
        section=section,
        cites=cites,
        issuer=issuer,
        place=place,
        issued_after=issued_after,
        issued_before=issued_before,
        issued_in=issued_in,
        limit=limit,
        offset=offset,
    )
    with open_archive(archive, create=False) as opened:
        result = opened.search(query)
    if as_json:
        typer.echo(result.model_dump_json(indent=2))
    else:
        _print(result, result_console())


def _print(result: SearchResult, console: Console) -> None:
    if not result.total:
        console.print("No plan was found.")
        return
    if not result.hits:
        console.print(f"Only {result.total} found; --offset leaves out all of them.")
        return
    table = Table(show_lines=True, expand=True)
    table.add_column("Plan", ratio=2)
    table.add_column("Page and match", ratio=3)
    for hit in result.hits:
        table.add_row(_plan(hit), _matches(hit, with_style=console.is_terminal))
    console.print(table)
    console.print(f"{result.offset + 1} to {result.offset + len(result.hits)} of {result.total} found.")


def _plan(hit: Hit) -> Text:
    number = document_number(hit.number, hit.symbol) or "no number"
    lines = [
        Text(short_id(hit.document_id), style="cyan").append("  ").append_text(plain(number, "bold")),
        plain(hit.issuer or "issuer not known"),
        plain(date_text(hit.issued) if hit.issued else "not dated"),
        plain(shorten(hit.title or hit.path, _MAX_TITLE, placeholder=" …")),
    ]
    return Text("\n").join(lines)


def _matches(hit: Hit, *, with_style: bool) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, justify="right")
    grid.add_column()
    passages = [match for match in hit.matches if match.kind is MatchKind.PASSAGE]
    others = [match for match in hit.matches if match.kind is not MatchKind.PASSAGE]
    shown = others[: _MAX_MATCHES - min(len(passages), _MIN_PASSAGES)]
    shown += passages[: _MAX_MATCHES - len(shown)]
    for match in shown:
        grid.add_row(f"p. {match.page}", _match(match, with_style=with_style))
    if len(hit.matches) > len(shown):
        grid.add_row("", Text(f"and {len(hit.matches) - len(shown)} more", style="dim"))
    return grid


def _match(match: Match, *, with_style: bool) -> Text:
    if match.kind is MatchKind.PASSAGE:
        return marked(match.text, match.marks, with_style=with_style)
    label = Text(style="bold")
    rest = Text()
    if match.kind is MatchKind.DEADLINE:
        label.append("due ").append_text(plain(_due(match)))
        rest = plain(": " + shorten(match.text, _MAX_TEXT, placeholder=" …"))
        if match.responsible:
            rest.append(" [").append_text(plain("; ".join(match.responsible))).append("]")
        if match.report_to:
            rest.append(" → ").append_text(plain("; ".join(match.report_to)))
    elif match.kind is MatchKind.DUTY:
        label.append(f"{(match.role or '').replace('_', ' ')} ").append_text(plain(match.body))
        rest = plain(": " + shorten(match.text, _MAX_TEXT, placeholder=" …"))
    else:
        label.append({MatchKind.BODY: "named ", MatchKind.CITATION: "cites "}.get(match.kind, "section "))
        rest = plain(" ".join(filter(None, (match.section, shorten(match.text, _MAX_TEXT, placeholder=" …")))))
    return Text().append_text(label).append_text(rest)


def _due(match: Match) -> str:
    if match.due is None:
        return ""
    bound = match.due.bound.value if match.due.bound else ""
    occurs = f"; on {_days(match.occurs)}" if match.occurs else ""
    return " ".join(filter(None, (bound, due_text(match.due)))) + occurs


def _days(period: Period) -> str:
    """The days of one occurrence; a rule that names no day occurs in a whole month or longer."""
    days = [date_text(day.isoformat()) for day in (period.first, period.last) if day]
    return " – ".join(dict.fromkeys(days))
