"""Runs dateparser over lines; works inside the peers' own environment.

Standard input: `[{"reference": "2023-03-09", "lines": ["…"]}]`, a plan each. Standard output:
`{"version": "…", "plans": [[[line, words, "2023-03-09"], …], …]}`, line counted from 0.
"""

import json
import sys
from datetime import datetime
from importlib.metadata import version
from typing import Any

from dateparser.search import search_dates


def main() -> None:
    """Reads, searches, writes."""
    plans = [_hits(plan["reference"], plan["lines"]) for plan in json.load(sys.stdin)]
    json.dump({"version": version("dateparser"), "plans": plans}, sys.stdout)


def _hits(reference: str, lines: list[str]) -> list[list[Any]]:
    settings = {"RELATIVE_BASE": datetime.fromisoformat(reference)}
    return [
        [number, words, moment.date().isoformat()]
        for number, line in enumerate(lines)
        for words, moment in search_dates(line, languages=["vi"], settings=settings) or ()
    ]


if __name__ == "__main__":
    main()
