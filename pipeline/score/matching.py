"""One-to-one matching: which found item stands for which item of the gold.

The best pairs of a list are those with the greatest sum of weights, found by the Hungarian
method (Kuhn 1955, in the form with potentials, O(n³)) on each group of items that are linked
at all. Weights are whole numbers of any size, so that several grounds can be put in order of
authority (`ranked_weight`) without a lower one ever outvoting a higher one.
"""

from collections.abc import Mapping, Sequence

GROUND_LIMIT = 1000  # a ground is a whole number from 0 to this

_Edge = tuple[int, int]


def ranked_weight(grounds: Sequence[int], size: int) -> int:
    """One weight for grounds in order of authority, each 0..`GROUND_LIMIT`, in lists of at most `size` items."""
    base = GROUND_LIMIT * size + 1  # no sum over a whole matching reaches it
    weight = 0
    for ground in grounds:
        weight = weight * base + ground
    return weight


def best_pairs(weights: Mapping[_Edge, int]) -> list[_Edge]:
    """The one-to-one pairs (left, right) with the greatest sum of weights, in order.

    Args:
        weights: what each possible pair is worth, above 0; pairs that are left out are impossible.

    >>> best_pairs({(0, 0): 9, (0, 1): 8, (1, 0): 8})
    [(0, 1), (1, 0)]
    """
    return sorted(pair for group in _groups(weights) for pair in _best_of_group(group, weights))


def _groups(weights: Mapping[_Edge, int]) -> list[list[_Edge]]:
    """The pairs in groups that share no item."""
    by_left: dict[int, list[_Edge]] = {}
    by_right: dict[int, list[_Edge]] = {}
    for edge in sorted(weights):
        by_left.setdefault(edge[0], []).append(edge)
        by_right.setdefault(edge[1], []).append(edge)
    groups = []
    seen_left: set[int] = set()
    for first in by_left:
        if first in seen_left:
            continue
        group: list[_Edge] = []
        seen_right: set[int] = set()
        waiting = [first]
        seen_left.add(first)
        while waiting:
            edges = by_left[waiting.pop()]
            group += edges
            for right in {right for _, right in edges} - seen_right:
                seen_right.add(right)
                for left in {left for left, _ in by_right[right]} - seen_left:
                    seen_left.add(left)
                    waiting.append(left)
        groups.append(sorted(group))
    return groups


def _best_of_group(edges: Sequence[_Edge], weights: Mapping[_Edge, int]) -> list[_Edge]:
    if len(edges) == 1:
        return list(edges)
    lefts = sorted({left for left, _ in edges})
    rights = sorted({right for _, right in edges})
    turned = len(lefts) > len(rights)
    rows, columns = (rights, lefts) if turned else (lefts, rights)
    table = [[weights.get((column, row) if turned else (row, column), 0) for column in columns] for row in rows]
    pairs = []
    for row, column in enumerate(_assign(table)):
        if table[row][column]:
            pair = (rows[row], columns[column])
            pairs.append((pair[1], pair[0]) if turned else pair)
    return pairs


def _assign(table: Sequence[Sequence[int]]) -> list[int]:
    """The column of each row in the assignment of greatest weight; no more rows than columns.

    Rows are taken in one by one; each is given a column along the cheapest chain of changes to
    the rows before it. Row and column 0 of the working lists stand for "none".
    """
    rows, columns = len(table), len(table[0])
    row_potential = [0] * (rows + 1)
    column_potential = [0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for new_row in range(1, rows + 1):
        row_of[0] = new_row
        column = 0
        slack: list[int | None] = [None] * (columns + 1)
        came_from = [0] * (columns + 1)
        used = [False] * (columns + 1)
        while row_of[column]:
            used[column] = True
            row = row_of[column]
            step, nearest = None, 0
            for other in range(1, columns + 1):
                if used[other]:
                    continue
                cost = -table[row - 1][other - 1] - row_potential[row] - column_potential[other]
                known = slack[other]
                if known is None or cost < known:
                    slack[other] = known = cost
                    came_from[other] = column
                if step is None or known < step:
                    step, nearest = known, other
            for other in range(columns + 1):
                known = slack[other]
                if used[other]:
                    row_potential[row_of[other]] += step or 0
                    column_potential[other] -= step or 0
                elif known is not None:
                    slack[other] = known - (step or 0)
            column = nearest
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    found = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            found[row_of[column] - 1] = column - 1
    return found
