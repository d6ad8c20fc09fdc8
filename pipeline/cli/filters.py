"""The options of commands that say which documents are meant, declared once.

A command that takes a `Query` as its first parameter gets them by `@asking`: typer reads the options of
a command from the signature of its function, so that is what the decorator makes.
"""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from models.record import DutyRole, Level
from pipeline.archive import Archive, Query
from pipeline.archive.query import Secrecy

_DATE = "2020, 2020-06, 2020-06-30, 2020-Q2, 2020-06/2020-09 or quý II/2020."
_DUE, _WHERE, _HEADER, _TRUST = "Deadlines", "Bodies and sections", "Header", "Trust"


def _option(kind: Any, panel: str, help_text: str, *names: str, metavar: str | None = None) -> Any:
    option = typer.Option(*names, help=help_text, rich_help_panel=panel, show_default=False, metavar=metavar)
    return Annotated[kind | None, option]


_QUESTION = Annotated[
    str | None,
    typer.Argument(
        metavar="QUESTION",
        help='Words, "quoted phrases" and prefixes (khen*) that the text holds, with or without diacritics; and '
        'key:value for all that the options ask (body:"Phòng Nội vụ" due:2020-Q2 review:yes).',
        show_default=False,
    ),
]
# The field of the query → its option.
_OPTIONS: dict[str, Any] = {
    "q": _QUESTION,
    "due_after": _option(str, _DUE, f"Something is due on or after this date: {_DATE}"),
    "due_before": _option(str, _DUE, "Something is due by the end of this date."),
    "due_in": _option(str, _DUE, "Something is due within this period."),
    "body": _option(
        str, _WHERE, "This body has a part in it; together with a due date: in what is due then. Also by other names."
    ),
    "role": _option(DutyRole, _WHERE, "The part that the body plays."),
    "renamed": _option(
        bool, _WHERE, "Whether names that a body had before or has since count.", "--renamed/--not-renamed"
    ),
    "section": _option(
        str,
        _WHERE,
        "What is searched stands in such a section: a kind (rewards, implementation ...) or words of its heading.",
    ),
    "cites": _option(str, _WHERE, "The plan cites this document (34-CT/TW)."),
    "criterion": _option(str, _WHERE, 'A criterion has this unit, number or both ("mô hình>=2", ">30%").'),
    "campaign": _option(str, _WHERE, "Words of the campaign's name, theme or slogan."),
    "issuer": _option(str, _HEADER, "The plan is issued by this body."),
    "level": _option(Level, _HEADER, "The level of who issued it."),
    "place": _option(str, _HEADER, "The place of the date line."),
    "issued_after": _option(str, _HEADER, "The plan is issued on or after this date."),
    "issued_before": _option(str, _HEADER, "The plan is issued by the end of this date."),
    "issued_in": _option(str, _HEADER, "The plan is issued within this period."),
    "secrecy": _option(Secrecy, _HEADER, "Its mark of secrecy."),
    "confidence": _option(float, _TRUST, "Its values are at least so sure on average, 0 to 1.", metavar="0..1"),
    "review": _option(bool, _TRUST, "Whether something in it should be looked at.", "--needs-review/--needs-no-review"),
}
Saved = Annotated[
    str | None,
    typer.Option(help="Ask what is kept under this name; options beside it take the place of its own.", metavar="NAME"),
]
ArchiveTarget = Annotated[
    str, typer.Option("--archive", help="The archive's folder, or postgresql://user@host/database.", metavar="ARCHIVE")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for other programs.")]


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of this module instead of its first parameter, the `Query`."""
    own = list(inspect.signature(command).parameters.values())[1:]
    asked = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in _OPTIONS.items()
    ]
    own = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]

    def run(**given: Any) -> None:
        values = {name: given.pop(name) for name in _OPTIONS}
        command(Query(**{name: value for name, value in values.items() if value is not None}), **given)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    signature = inspect.Signature([*asked, *own])
    run.__dict__["__signature__"] = signature
    run.__annotations__ = {name: parameter.annotation for name, parameter in signature.parameters.items()}
    return run


def with_saved(opened: Archive, saved: str | None, query: Query) -> Query:
    """The query over the one that is kept under the name, if one is named."""
    if saved is None:
        return query
    kept = opened.saved_search(saved)
    return Query.model_validate(kept.model_dump(exclude_unset=True) | query.model_dump(exclude_unset=True))
