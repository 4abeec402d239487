"""A first place for every clock, by a tree of offsets: edges that close triangles, then what most others agree on.

Kruskal's forest (Proc. Am. Math. Soc. 7, 1956) of the edges that triangles confirm makes blocks. Between two blocks all
edges that are left propose one shift each; the shift with most proposals joins them, and a proposal that stands alone
joins last of all. A tree on single scores would take a wrong edge wherever its score is high.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from stemmata.match.clock_edges import Numbered
from stemmata.match.clock_fit import Floats
from stemmata.match.clock_graph import Cycles, top


def placed(number: int, edges: Sequence[Numbered], offset: Floats, spread: Floats, seen: Sequence[Cycles]) -> Floats:
    """Starts of `number` nodes, s, each connected part from a zero of its own. spread: half of each interval."""
    blocks = _Blocks(number)
    firm = [place for place in range(len(edges)) if seen[place].closed]
    for place in sorted(firm, key=lambda k: (-seen[k].weight, edges[k].edge.rate, k)):
        blocks.join(edges[place].a, edges[place].b, float(offset[place]))
    while True:
        best = _most_agreed(blocks, edges, offset, spread)
        if best is None:
            return blocks.start
        blocks.join(*best)


def _most_agreed(
    blocks: "_Blocks", edges: Sequence[Numbered], offset: Floats, spread: Floats
) -> tuple[int, int, float] | None:
    """(a node, another, their offset) of the shift between two blocks that most edges propose; ties by rate, place."""
    between: dict[tuple[int, int], list[tuple[float, int]]] = defaultdict(list)
    for place, one in enumerate(edges):
        a, b = blocks.of(one.a), blocks.of(one.b)
        if a != b:
            shift = float(offset[place] - (blocks.start[one.b] - blocks.start[one.a]))
            between[min(a, b), max(a, b)].append((shift if a < b else -shift, place))
    best: tuple[tuple[float, float, int], tuple[int, int, float]] | None = None
    for pair in sorted(between):
        for shift, place in between[pair]:
            near = [other for other, by in between[pair] if abs(other - shift) <= (spread[place] + spread[by]) / 2]
            worth = (-float(len(near)), edges[place].edge.rate, place)
            if best is None or worth < best[0]:
                a, b = pair
                best = worth, (a, b, float(np.median(near)) + float(blocks.start[b] - blocks.start[a]))
    return None if best is None else best[1]


class _Blocks:
    """Nodes that have a place against each other."""

    def __init__(self, number: int) -> None:
        self.start = np.zeros(number)
        self._over = list(range(number))
        self._members = [[node] for node in range(number)]

    def of(self, node: int) -> int:
        return top(self._over, node)

    def join(self, a: int, b: int, offset: float) -> None:
        """So that b starts `offset` after a; nothing where the two are in one block."""
        one, other = self.of(a), self.of(b)
        if one == other:
            return
        self.start[self._members[other]] += self.start[a] + offset - self.start[b]
        first, last = min(one, other), max(one, other)
        self._over[last] = first
        self._members[first] += self._members[last]
        self._members[last] = []
