"""Responsible bodies: names that agree with a body of the gold, whatever its duty.

In favour of the peers: a body is found also by any name that the plan prints for it; each name
counts once a plan, as often as it is given; and only names in paragraphs in which the gold has a
body or a duty can be wrong, so that agencies without a duty elsewhere are not held against a program.
"""

from collections.abc import Iterator, Sequence

from corpus.peers.counting import PeerCounts
from corpus.peers.plans import ComposedPlan, Span, spans_in_gold
from models.record import Body, PlanRecord
from pipeline.score.agreement import text_agreement, wording
from pipeline.score.tally import TEXT_LEVELS, Item

# A name, and the lines (from 0) in which it is given.
Named = tuple[str, frozenset[int]]


def underthesea_names(tagged: Sequence[tuple[int, Sequence[tuple[str, str]]]], labels: frozenset[str]) -> list[Named]:
    """The entities with one of the labels in underthesea's BIO tags, one entry a name."""
    lines: dict[str, set[int]] = {}
    spelled: dict[str, str] = {}
    for line, words in tagged:
        for name in _entities(words, labels):
            key = wording(name).key
            spelled.setdefault(key, name)
            lines.setdefault(key, set()).add(line)
    return [(spelled[key], frozenset(numbers)) for key, numbers in lines.items()]


def _entities(words: Sequence[tuple[str, str]], labels: frozenset[str]) -> Iterator[str]:
    name: list[str] = []
    for word, tag in [*words, ("", "O")]:
        begins, label = tag[0] != "I", tag[2:]
        if name and (begins or label not in labels):
            yield " ".join(name)
            name = []
        if label in labels:
            name.append(word)


def kehoach_names(plan: ComposedPlan, record: PlanRecord) -> list[Named]:
    """The bodies of a record of this program."""
    return [
        (body.name, frozenset(plan.lines_with(spans_in_gold(plan, record, _mentions(body))))) for body in record.bodies
    ]


def count_bodies(counts: PeerCounts, plan: ComposedPlan, found: Sequence[Named]) -> None:
    """Add what was found in a plan to the counts of a program."""
    items = []
    spans: list[Span] = []
    for index, body in enumerate(plan.gold.record.bodies):
        place = f"/bodies/{index}"
        names = (body.name, *plan.gold.alternatives_at(f"{place}/name"), *(it.text for it in body.mentions))
        accepted = tuple(wording(name) for name in dict.fromkeys(names))
        items.append(Item(accepted, optional=plan.gold.is_optional(place)))
        spans += _mentions(body) + [(duty.evidence.start, duty.evidence.end) for duty in body.duties]
    judged = plan.lines_with(spans)
    counts.add(plan.name, items, [Item((wording(name),)) for name, lines in found if lines & judged], text_agreement)


def new_counts() -> PeerCounts:
    """Counts of names, which agree strictly, when folded, or nearly."""
    return PeerCounts(TEXT_LEVELS)


def _mentions(body: Body) -> list[Span]:
    return [(it.start, it.end) for it in body.mentions]
