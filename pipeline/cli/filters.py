"""The options of `search` and `export` that say which documents are meant."""

from typing import Annotated

import typer

from models.record import DutyRole

_DATE = "2020, 2020-06, 2020-06-30, 2020-Q2, 2020-06/2020-09 or quý II/2020."
_DUE, _WHERE, _HEADER = "Deadlines", "Bodies and sections", "Header"

Text = Annotated[
    str | None,
    typer.Argument(
        help='Words, "quoted phrases" and prefixes (khen*) that the text holds, with or without diacritics.',
        show_default=False,
    ),
]
DueAfter = Annotated[
    str | None,
    typer.Option(help=f"Something is due on or after this date: {_DATE}", rich_help_panel=_DUE, show_default=False),
]
DueBefore = Annotated[
    str | None,
    typer.Option(help="Something is due by the end of this date.", rich_help_panel=_DUE, show_default=False),
]
DueIn = Annotated[
    str | None,
    typer.Option(help="Something is due within this period.", rich_help_panel=_DUE, show_default=False),
]
Body = Annotated[
    str | None,
    typer.Option(
        help="This body has a part in it; together with a due date: in what is due then.",
        rich_help_panel=_WHERE,
        show_default=False,
    ),
]
Role = Annotated[
    DutyRole | None,
    typer.Option(help="The part that the body plays.", rich_help_panel=_WHERE, show_default=False),
]
Section = Annotated[
    str | None,
    typer.Option(
        help="What is searched stands in such a section: a kind (rewards, implementation ...) or words of its heading.",
        rich_help_panel=_WHERE,
        show_default=False,
    ),
]
Cites = Annotated[
    str | None,
    typer.Option(help="The plan cites this document (34-CT/TW).", rich_help_panel=_WHERE, show_default=False),
]
Issuer = Annotated[
    str | None,
    typer.Option(help="The plan is issued by this body.", rich_help_panel=_HEADER, show_default=False),
]
Place = Annotated[
    str | None,
    typer.Option(help="The place of the date line.", rich_help_panel=_HEADER, show_default=False),
]
IssuedAfter = Annotated[
    str | None,
    typer.Option(help="The plan is issued on or after this date.", rich_help_panel=_HEADER, show_default=False),
]
IssuedBefore = Annotated[
    str | None,
    typer.Option(help="The plan is issued by the end of this date.", rich_help_panel=_HEADER, show_default=False),
]
IssuedIn = Annotated[
    str | None,
    typer.Option(help="The plan is issued within this period.", rich_help_panel=_HEADER, show_default=False),
]
ArchiveTarget = Annotated[
    str, typer.Option("--archive", help="The archive's folder, or postgresql://user@host/database.", metavar="ARCHIVE")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for other programs.")]
