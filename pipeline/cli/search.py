"""`kehoach search`: which plans, and what in them, a question finds."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.archive import DEFAULT_ARCHIVE, Hit, Match, MatchKind, Query, SearchResult, open_archive
from pipeline.archive.periods import Period
from pipeline.archive.query import FACETS, Facets, Order, SortBy
from pipeline.archive.saved import SavedSearch
from pipeline.cli import filters
from pipeline.cli.display import marked, plain, result_console, short_id
from pipeline.readable import date_text, document_number, due_text

_MAX_MATCHES = 5  # shown of one plan; --json has all
_MIN_PASSAGES = 2  # of them, however many deadlines or duties there are
_MAX_TEXT = 200  # characters of a task or duty
_MAX_TITLE = 120
_LABELS = {MatchKind.BODY: "named ", MatchKind.CITATION: "cites ", MatchKind.CRITERION: "criterion "}


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(search)


@filters.asking
def search(
    query: Query,
    sort: Annotated[SortBy | None, typer.Option(help="What the plans are ordered by.", show_default=False)] = None,
    order: Annotated[Order | None, typer.Option(help="In which direction.", show_default=False)] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Show at most so many plans.", show_default="20")] = None,
    offset: Annotated[int | None, typer.Option(min=0, help="Leave out so many plans first.", show_default="0")] = None,
    facets: Annotated[bool, typer.Option("--facets", help="Count what the plans found have in common.")] = False,
    saved: filters.Saved = None,
    save: Annotated[str | None, typer.Option(help="Keep the search under this name, too.", metavar="NAME")] = None,
    list_saved: Annotated[bool, typer.Option("--list-saved", help="List the searches that are kept.")] = False,
    forget: Annotated[str | None, typer.Option(help="Forget the search of this name.", metavar="NAME")] = None,
    archive: filters.ArchiveTarget = DEFAULT_ARCHIVE,
    as_json: filters.AsJson = False,
) -> None:
    """Find plans by text, deadline, body, issuer, place, date and section.

    Everything that is given must hold, whether it stands in the question or as an option. Names are
    found by whole words, with or without diacritics ("Phong Noi vu"), and by abbreviations ("UBND
    Lộc Ninh").
    """
    page = {"sort": sort, "order": order, "limit": limit, "offset": offset}
    with open_archive(archive, create=False) as opened:
        if list_saved:
            _list_saved(opened.saved_searches(), as_json=as_json)
            return
        if forget is not None:
            opened.forget_search(forget)
            typer.echo(f"The search {forget} is forgotten.", err=True)
            return
        query = filters.with_saved(opened, saved, query)
        query = query.model_copy(update={name: value for name, value in page.items() if value is not None})
        if save is not None:
            opened.save_search(save, query)
            typer.echo(f"The search is kept as {save}.", err=True)
        if facets:
            _show_facets(opened.facets(query), as_json=as_json)
            return
        result = opened.search(query)
    if as_json:
        typer.echo(result.model_dump_json(indent=2))
    else:
        _print(result, result_console())


def _list_saved(searches: Sequence[SavedSearch], *, as_json: bool) -> None:
    table = Table("Name", "Asks", box=None, pad_edge=False)
    for search in searches:
        if as_json:
            typer.echo(search.model_dump_json(exclude_unset=True))
        asked = search.query.model_dump(mode="json", exclude_unset=True)
        table.add_row(plain(search.name), plain(" ".join(f"{name}={value}" for name, value in asked.items())))
    if not as_json:
        result_console().print(table if searches else "No search is kept.")


def _show_facets(facets: Facets, *, as_json: bool) -> None:
    if as_json:
        typer.echo(facets.model_dump_json(indent=2))
        return
    console = result_console()
    table = Table("Plans", "Value", box=None, pad_edge=False)
    for name in FACETS:
        values = getattr(facets, name)
        if values:
            table.add_row("", plain(name.replace("_", " "), "bold"))
        for value in values:
            table.add_row(str(value.documents), plain(value.value))
    console.print(table)
    if facets.is_exact:
        console.print(f"Counted over all {facets.counted} found.")
    else:
        console.print(f"Counted over {facets.counted}, chosen evenly from the many found.")


def _print(result: SearchResult, console: Console) -> None:
    if not result.total:
        console.print("No plan was found.")
        _print_suggestions(result, console)
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
    more = "" if result.is_exact else "more than "
    console.print(f"{result.offset + 1} to {result.offset + len(result.hits)} of {more}{result.total} found.")
    _print_suggestions(result, console)


def _print_suggestions(result: SearchResult, console: Console) -> None:
    for suggestion in result.suggestions:
        more = "" if suggestion.is_exact else "more than "
        console.print(plain(f"Did you mean {suggestion.text}? It finds {more}{suggestion.total}."))


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
        label.append(_LABELS.get(match.kind, "section "))
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
