"""How a plan is built: its frame (letterhead … signature) and its tree of numbered parts."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from operator import attrgetter

from models.record import SectionKind


class Zone(StrEnum):
    """The parts of a plan's frame, in the order they are printed."""

    LETTERHEAD = "letterhead"
    TITLE = "title"
    PREAMBLE = "preamble"
    BODY = "body"
    CLOSING = "closing"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    APPENDIX = "appendix"


@dataclass(frozen=True, slots=True)
class Node:
    """A numbered or bulleted part of the plan, or a plain paragraph.

    A node with a `heading` is a section; one without is a numbered item, a bullet or a
    paragraph. `label` is the printed number without dot or bracket ("II", "2.1", "đ"), "-" or
    "+" for bullets and "" for a plain paragraph. `[start, end)` covers the node with all its
    children; `[start, head_end)` its own first paragraph. For a run-in heading ("2. Thời
    gian: Từ ngày …") `heading_end` is where the heading ends inside that paragraph.
    `content_start` is the offset just behind the marker.
    """

    label: str
    heading: str
    kinds: tuple[SectionKind, ...]
    level: int
    start: int
    content_start: int
    heading_end: int
    head_end: int
    end: int
    page: int
    confidence: float
    children: tuple["Node", ...] = ()

    @property
    def is_section(self) -> bool:
        """Whether this part has a heading of its own."""
        return bool(self.heading)

    def walk(self) -> Iterator["Node"]:
        """This node and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


_start = attrgetter("start")


@dataclass(frozen=True)
class Outline:
    """The frame as spans by zone (missing zones are left out) and the tree of the body.

    `nodes` holds the top level: the plan's sections, and paragraphs that stand outside any.
    """

    zones: dict[Zone, tuple[int, int]]
    nodes: tuple[Node, ...]

    def zone_at(self, offset: int) -> Zone | None:
        """The zone that holds `offset`."""
        for zone, (start, end) in self.zones.items():
            if start <= offset < end:
                return zone
        return None

    def walk(self) -> Iterator[Node]:
        """Every node in reading order."""
        for node in self.nodes:
            yield from node.walk()

    def chain_at(self, offset: int) -> tuple[Node, ...]:
        """The nodes that hold `offset`, from the top level down to the innermost."""
        chain: list[Node] = []
        nodes = self.nodes
        while nodes:
            index = bisect_right(nodes, offset, key=_start) - 1
            if index < 0 or offset >= nodes[index].end:
                break
            chain.append(nodes[index])
            nodes = nodes[index].children
        return tuple(chain)

    def path_at(self, offset: int) -> str | None:
        """The printed numbers that lead to `offset`, joined by dots ("IV.6", "II.2.1", "V.2.b").

        A number that repeats its parent's ("2" then "2.1") is not doubled. Bullets and plain
        paragraphs add nothing; `None` where no numbered part holds the offset.
        """
        path: list[str] = []
        for node in self.chain_at(offset):
            if not node.label or node.label in "-+*•–":
                continue
            if path and node.label.startswith(path[-1] + "."):
                path[-1] = node.label
            else:
                path.append(node.label)
        return ".".join(path) or None

    @cached_property
    def body_span(self) -> tuple[int, int]:
        """The span of everything between title and recipients: where plans say what is to be done."""
        spans = [self.zones[zone] for zone in (Zone.PREAMBLE, Zone.BODY, Zone.CLOSING) if zone in self.zones]
        if not spans:
            return (0, 0)
        return (min(start for start, _ in spans), max(end for _, end in spans))
