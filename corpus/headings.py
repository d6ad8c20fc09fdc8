"""The headings of the gold: where they stand, the tree they make, and the printed numbers on the way to a place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.goldfile import GoldSection
from corpus.locate import ITEM, PlanText
from corpus.planfile import CorpusError, Part
from models.record import Section


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the gold with the span of its section, and its place in the record's tree as a JSON Pointer."""

    entry: GoldSection
    start: int
    end: int
    pointer: str


def find_headings(entries: Sequence[GoldSection], text: PlanText) -> list[Heading]:
    """The headings in printed order, each from its line to the next heading of its level or above.

    Raises:
        CorpusError: a heading begins no paragraph, or the list is not in printed order.
    """
    line_starts = {line.start for line in text.lines}
    starts: list[int] = []
    for index, entry in enumerate(entries):
        name = f'sections[{index}] "{entry.heading}"'
        spans = [start for start, _ in text.candidates(entry, name) if start in line_starts]
        if not spans:
            raise CorpusError(f'{name}: "{entry.at}" begins no paragraph.', "Give the whole heading with its number.")
        later = [start for start in spans if not starts or start > starts[-1]]
        if not later:
            raise CorpusError(f"{name}: it is printed above the heading before it.", "List headings in printed order.")
        starts.append(later[0])
    levels = [entry.level for entry in entries]
    return [
        Heading(entry, starts[index], _end(index, starts, levels, text), pointer)
        for index, (entry, pointer) in enumerate(zip(entries, _tree_pointers(entries), strict=True))
    ]


def section_tree(headings: Sequence[Heading]) -> tuple[Section, ...]:
    """The headings as the record's tree of sections."""
    sections = []
    for heading in headings:
        if _holder(heading) != _holder(headings[0]):
            continue
        entry = heading.entry
        sections.append(
            Section(
                label=entry.label,
                heading=entry.heading,
                kinds=entry.kinds,
                level=entry.level,
                start=heading.start,
                end=heading.end,
                page=1,
                confidence=1.0,
                children=section_tree(
                    [other for other in headings if _holder(other).startswith(heading.pointer + "/")]
                ),
            )
        )
    return tuple(sections)


def path_at(text: PlanText, headings: Sequence[Heading], offset: int) -> str | None:
    """The printed numbers that lead to an offset, as "IV.6"; one that repeats its parent's is not doubled."""
    chain = [heading for heading in headings if heading.start <= offset < heading.end]
    body = next((line.start for line in text.lines if line.part is Part.BODY), 0)
    if not chain and not body <= offset < min(text.tail_start, text.closing_start):
        return None
    labels = [heading.entry.label for heading in chain]
    labels += _item_labels(text, chain[-1].start if chain else body - 1, offset)
    path: list[str] = []
    for label in filter(None, labels):
        if path and label.startswith(path[-1] + "."):
            path[-1] = label
        else:
            path.append(label)
    return ".".join(path) or None


def _end(index: int, starts: Sequence[int], levels: Sequence[int], text: PlanText) -> int:
    """Where a section ends: before the next heading, the closing, the recipients or the appendix."""
    following = [
        start for start, level in list(zip(starts, levels, strict=True))[index + 1 :] if level <= levels[index]
    ]
    limits = (text.closing_start, text.tail_start, text.appendix_start, *following)
    end = min([limit for limit in limits if limit > starts[index]], default=len(text.text))
    return end - 1 if end < len(text.text) else end


def _tree_pointers(entries: Sequence[GoldSection]) -> Iterator[str]:
    """Where each heading stands in the tree: below the nearest one before it of a lower level."""
    way: list[tuple[int, str]] = []
    counts: dict[str, int] = {}
    for entry in entries:
        while way and way[-1][0] >= entry.level:
            way.pop()
        holder = f"{way[-1][1]}/children" if way else "/sections"
        pointer = f"{holder}/{counts.get(holder, 0)}"
        counts[holder] = counts.get(holder, 0) + 1
        way.append((entry.level, pointer))
        yield pointer


def _holder(heading: Heading) -> str:
    return heading.pointer.rpartition("/")[0]


def _item_labels(text: PlanText, start: int, end: int) -> list[str]:
    """The numbers of the items from behind `start` to the paragraph that begins at or before `end`.

    An item closes the items of its own sort before it: behind "a)", "b)" and a new "2." the
    way is "2" alone.
    """
    path: list[tuple[str, str]] = []
    for line in text.lines:
        match = ITEM.match(text.text, line.start, line.end) if start < line.start <= end else None
        if match is None:
            continue
        label = match[match.lastgroup or 0]
        sort = f"{match.lastgroup}{label.count('.')}"
        known = [known_sort for known_sort, _ in path]
        path = path[: known.index(sort)] if sort in known else path
        path.append((sort, label))
    return [label for _, label in path]
