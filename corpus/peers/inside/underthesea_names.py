"""Runs underthesea's named entity recognition over lines; works inside the peers' own environment.

Standard input: `[{"lines": ["…"]}]`, a plan each. Standard output:
`{"version": "…", "plans": [[[line, [[word, tag], …]], …], …]}` with BIO tags, line counted from 0;
lines without an entity are left out.
"""

import json
import sys
from importlib.metadata import version

from underthesea import ner

_OUTSIDE = "O"


def main() -> None:
    """Reads, tags, writes."""
    plans = [_tagged(plan["lines"]) for plan in json.load(sys.stdin)]
    json.dump({"version": version("underthesea"), "plans": plans}, sys.stdout)


def _tagged(lines: list[str]) -> list[tuple[int, list[tuple[str, str]]]]:
    tagged = [(number, [(word, tag) for word, _, _, tag in ner(line)]) for number, line in enumerate(lines)]
    return [(number, words) for number, words in tagged if any(tag != _OUTSIDE for _, tag in words)]


if __name__ == "__main__":
    main()
