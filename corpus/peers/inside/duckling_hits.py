"""Runs Duckling over lines; works inside the peers' own environment.

Standard input: `[{"reference": "2023-03-09", "lines": ["…"]}]`, a plan each. Standard output:
`{"version": "…", "plans": [[[line, start, end, value], …], …]}`: line counted from 0, offsets into
it, and Duckling's own value without its list of further ones.
"""

import json
import sys
from datetime import datetime
from importlib.metadata import version
from typing import Any
from zoneinfo import ZoneInfo

import duckling

_ZONE = "Asia/Ho_Chi_Minh"
_ZONES = "/usr/share/zoneinfo"
_NOON = 12  # far from both ends of the day, whatever the zone is taken for


def main() -> None:
    """Reads, parses, writes."""
    zones = duckling.load_time_zones(_ZONES)
    plans = [_hits(zones, plan["reference"], plan["lines"]) for plan in json.load(sys.stdin)]
    json.dump({"version": version("pyduckling-native-phihos"), "plans": plans}, sys.stdout)


def _hits(zones: Any, reference: str, lines: list[str]) -> list[list[Any]]:
    noon = datetime.fromisoformat(reference).replace(hour=_NOON, tzinfo=ZoneInfo(_ZONE))
    locale = duckling.parse_locale("VI_VN", duckling.default_locale_lang(duckling.parse_lang("VI")))
    context = duckling.Context(duckling.parse_ref_time(zones, _ZONE, int(noon.timestamp())), locale)
    dimensions = duckling.parse_dimensions(["time"])
    return [
        [number, hit["start"], hit["end"], {name: value for name, value in hit["value"].items() if name != "values"}]
        for number, line in enumerate(lines)
        for hit in duckling.parse(line, context, dimensions, False)
    ]


if __name__ == "__main__":
    main()
