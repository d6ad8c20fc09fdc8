"""The options of commands that read documents, declared once."""

from pathlib import Path
from typing import Annotated

import typer

JsonDir = Annotated[
    Path | None,
    typer.Option(file_okay=False, help="Also write each record here, as NAME.json.", show_default=False),
]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes.", show_default="one a core")]
NoJoin = Annotated[
    bool, typer.Option("--no-join", help="Take page images (x_p1.png, x_p2.png) as documents of their own.")
]
