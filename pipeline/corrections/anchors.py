"""The items that corrections were made on, found again in the record of another run."""

from collections.abc import Callable, Iterable, Sequence

from models.correction import Anchor
from models.evidence import Box
from pipeline.corrections.places import Json, anchor_of
from pipeline.folding import key_similarity, match_key

_LEAST_ALIKE = 0.6  # of the words, where the place on the page is the same
_LEAST_ALIKE_ALONE = 0.85  # of the words, where it is not
_SAME_PLACE = 0.5  # of the smaller region that lies in the other

# How likely an item at a position is the one, where an anchor fits several alike: one sentence may
# set two deadlines ("trong quý IV/2025 và quý I/2026"), with the same task in the same words.
Likelihood = Callable[[Json, int], tuple[int, int]]


class Items:
    """The items that anchors mean, each for one key only.

    An item is the same where it stands on the same region of the page and says much the same, or
    says nearly the same anywhere. Plans of text have no regions: there the words alone count.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._by_key: dict[str, Json] = {}
        self._taken: set[int] = set()

    def known(self) -> dict[str, Json]:
        """The items that were found, by key."""
        return dict(self._by_key)

    def take(self, key: str, item: Json) -> None:
        """Let a key mean this item from now on."""
        self._by_key[key] = item
        self._taken.add(id(item))

    def take_same(self, anchors: Iterable[tuple[Anchor, str, Sequence[Json], Likelihood]]) -> None:
        """Take what has not changed at all, before anything that is only alike can be taken for it.

        Args:
            anchors: each with the name of its list, the items in it, and which of several it means.
        """
        for anchor, list_name, items, likelihood in anchors:
            if anchor.key in self._by_key:
                continue
            same = [
                (likelihood(item, position), -position)
                for position, item in enumerate(items)
                if id(item) not in self._taken and anchor_of(list_name, item, self._text, anchor.key) == anchor
            ]
            if same:
                self.take(anchor.key, items[-max(same)[1]])

    def find(self, anchor: Anchor, list_name: str, items: Sequence[Json], likelihood: Likelihood) -> Json | None:
        """The item that an anchor means, `None` where no item can be it."""
        known = self._by_key.get(anchor.key)
        if known is not None:
            return known if any(item is known for item in items) else None
        fitting = [
            (score, likelihood(item, position), -position)
            for position, item in enumerate(items)
            if id(item) not in self._taken and (score := _score(anchor, anchor_of(list_name, item, self._text)))
        ]
        if not fitting:
            return None
        best = items[-max(fitting)[2]]
        self.take(anchor.key, best)
        return best


def _score(anchor: Anchor, now: Anchor) -> float:
    """How much an item of today is the one that was anchored; 0 where it cannot be."""
    overlap = _overlap(anchor.boxes, now.boxes)
    content, text = _alike(anchor.content, now.content), _alike(anchor.text, now.text)
    if max(content, text) < (_LEAST_ALIKE if overlap >= _SAME_PLACE else _LEAST_ALIKE_ALONE):
        return 0.0
    return content + text + overlap + (anchor.page == now.page)


def _alike(left: str, right: str) -> float:
    return key_similarity(match_key(left), match_key(right))


def _overlap(left: Sequence[Box], right: Sequence[Box]) -> float:
    """The part, 0..1, of the smaller of two regions that lies in the other."""
    areas = [sum(_area(box) for box in boxes) for boxes in (left, right)]
    if not min(areas):
        return 0.0
    shared = sum(
        max(0.0, min(one.x1, other.x1) - max(one.x0, other.x0))
        * max(0.0, min(one.y1, other.y1) - max(one.y0, other.y0))
        for one in left
        for other in right
        if one.page == other.page
    )
    return min(1.0, shared / min(areas))


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)
