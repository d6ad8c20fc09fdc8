"""Running heads and feet: the same line at the same edge of most pages, whatever number it holds."""

from collections.abc import Sequence
from dataclasses import replace

from models.page import Line, Page, Region
from models.record import TextOrigin
from pipeline.folding import similarity
from pipeline.layout.runs import key_of

_EDGE = 0.13  # of the page's height: where running heads and feet stand
_FEWEST_PAGES = 3
_LIKENESS = 0.9
_FEWEST_LETTERS = 6
_LONGEST = 120  # characters


def mark_running_heads(pages: Sequence[Page]) -> list[Page]:
    """The pages with their running heads and feet as furniture; pages of text files stay as they are.

    The first page bears the letterhead and no head.
    """
    marked = list(pages)
    for is_head in (True, False):
        edges = {number: line for number, page in enumerate(marked) if (line := _edge_line(page, is_head=is_head))}
        for number, line in edges.items():
            others = [other for place, other in edges.items() if place != number and _is_like(line, other)]
            if len(others) + 1 >= _FEWEST_PAGES and 2 * (len(others) + 1) >= len(pages) - 1:
                marked[number] = _with_furniture(marked[number], line)
    return marked


def _edge_line(page: Page, *, is_head: bool) -> Line | None:
    """The line at the head or the foot of a page that can be a running one."""
    lines = [line for line in page.lines if line.region is Region.BODY and line.words]
    if page.text_origin is TextOrigin.PLAIN_TEXT or not lines:
        return None
    line = lines[0] if is_head else lines[-1]
    top, bottom = min(word.y0 for word in line.words), max(word.y1 for word in line.words)
    is_at_edge = bottom < _EDGE * page.height if is_head else top > (1 - _EDGE) * page.height
    return line if is_at_edge and len(line.text) <= _LONGEST and len(_key(line)) >= _FEWEST_LETTERS else None


def _key(line: Line) -> str:
    return " ".join(word for word in key_of(line.text).split() if not word.isdigit())


def _is_like(line: Line, other: Line) -> bool:
    return similarity(_key(line), _key(other)) >= _LIKENESS


def _with_furniture(page: Page, head: Line) -> Page:
    """The page with a line set aside, behind its text like all furniture."""
    rest = tuple(line for line in page.lines if line is not head)
    return replace(page, lines=(*rest, replace(head, region=Region.FURNITURE, starts_paragraph=None)))
