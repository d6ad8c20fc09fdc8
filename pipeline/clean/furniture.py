"""Page numbers and running heads of plain text, which came with the text from a paged document.

On scans the layout finds them by their place. In a text they are known by these signals, in order of
authority: a line at the head or foot of its page that is the page's number, or that stands there on
most pages; "- 2 -", "- 3 -" alone on their lines, one after the other; a bare number between the
halves of a sentence. The first page keeps its lines: what is repeated on later pages may be its title.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from models.page import Page, Region
from models.record import TextOrigin
from pipeline.folding import match_key

_EDGE_LINES = 2  # at the head and at the foot of a page: a running head and a number
_MIN_REPEATS = 2
_TEXT_LINE = 40  # characters; the lines of running text are longer, the cells of a table seldom
_NUMBER = re.compile(
    r"\s*(?P<mark>[-–—]\s{0,3}|[Tt]rang\s{1,3})?(?P<number>\d{1,3})(?:\s?/\s?\d{1,3}|\s{0,3}[-–—])?\s*"
)
_SENTENCE_END = re.compile(r"[.;:!?…][\"”’)]?\s*$")

_Place = tuple[int, int]  # index of the page, index of the line


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages with the page numbers and running heads of plain text marked as furniture."""
    if any(page.text_origin is not TextOrigin.PLAIN_TEXT for page in pages):
        return list(pages)
    edges = [list(_edges(page)) for page in pages]
    furniture = {*_edge_numbers(pages, edges), *_running_heads(pages, edges)}
    for index, page in enumerate(pages):
        furniture.update((index, line) for line in _inner_numbers(page))
    return [_marked(page, {line for place, line in furniture if place == index}) for index, page in enumerate(pages)]


def _marked(page: Page, furniture: set[int]) -> Page:
    if not furniture:
        return page
    lines = (
        replace(line, region=Region.FURNITURE) if number in furniture else line
        for number, line in enumerate(page.lines)
    )
    return replace(page, lines=tuple(lines))


def _filled(page: Page) -> list[int]:
    return [number for number, line in enumerate(page.lines) if line.text.strip() and line.table is None]


def _edges(page: Page) -> Iterator[tuple[int, int]]:
    """The lines at the edges of a page, as (place from the edge, line): 0, 1 from the head, -1, -2 from the foot."""
    filled = _filled(page)
    if len(filled) <= 2 * _EDGE_LINES:
        return
    for place in range(_EDGE_LINES):
        yield place, filled[place]
        yield -1 - place, filled[-1 - place]


def _edge_numbers(pages: Sequence[Page], edges: Sequence[Iterable[tuple[int, int]]]) -> Iterator[_Place]:
    """Lines at an edge that count the pages: the same distance from the page's own number more than once."""
    found: list[tuple[int, _Place]] = []
    for index, page_edges in enumerate(edges):
        for _, line in page_edges:
            match = _NUMBER.fullmatch(pages[index].lines[line].text)
            if match:
                found.append((int(match["number"]) - index, (index, line)))
    distances = Counter(distance for distance, _ in found)
    for distance, place in found:
        if distances[distance] >= _MIN_REPEATS or (distance == 1 and place[0] > 0):
            yield place


def _running_heads(pages: Sequence[Page], edges: Sequence[Iterable[tuple[int, int]]]) -> Iterator[_Place]:
    """Lines of later pages that stand at the same edge of most of them, whatever number they hold."""
    heads: dict[tuple[bool, str], list[_Place]] = {}
    for index, page_edges in enumerate(edges[1:], start=1):
        for place, line in page_edges:
            key = re.sub(r"\d+", "", match_key(pages[index].lines[line].text)).strip()
            if key:
                heads.setdefault((place >= 0, key), []).append((index, line))
    for places in heads.values():
        count = len({index for index, _ in places})
        if count >= _MIN_REPEATS and 2 * count >= len(pages) - 1:
            yield from places


def _inner_numbers(page: Page) -> Iterator[int]:
    """Page numbers in a text that lost its page breaks."""
    filled = _filled(page)
    dashed = []
    for place in range(1, len(filled) - 1):
        line = page.lines[filled[place]].text
        match = _NUMBER.fullmatch(line)
        if match is None:
            continue
        before, after = (page.lines[filled[other]].text for other in (place - 1, place + 1))
        if match["mark"] and line.rstrip()[-1] in "-–—":
            dashed.append((int(match["number"]), filled[place]))
        elif match[0].strip().isdigit() and _is_torn(before, after):
            yield filled[place]
    numbers = [number for number, _ in dashed]
    if numbers and numbers[0] in (1, 2) and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        yield from (line for _, line in dashed)


def _is_torn(before: str, after: str) -> bool:
    """Whether two lines are the halves of a sentence, and no cells of a table with one cell a line."""
    is_text = len(before) >= _TEXT_LINE and len(after) >= _TEXT_LINE // 2
    return is_text and not _SENTENCE_END.search(before) and after.lstrip()[:1].islower()
