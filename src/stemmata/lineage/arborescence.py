"""The cheapest tree that reaches every node from one root along directed edges (Chu-Liu and Edmonds).

Sparse: O(E log V) with mergeable heaps, circles contracted on the way and opened again at the end (Tarjan 1977; Gabow,
Galil, Spencer and Tarjan 1986). Deterministic: of edges that cost the same, the first given is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Edge = tuple[int, int, float]
"""(parent, child, cost)."""


class Unreachable(ValueError):
    """Some nodes cannot be reached from the root along the edges given."""


@dataclass(slots=True)
class _Heap:
    """A skew heap of edges into one node. `less`: what is still to be taken off the costs in it."""

    cost: float
    edge: int
    less: float = 0.0
    left: "_Heap | None" = None
    right: "_Heap | None" = None


def arborescence(nodes: int, root: int, edges: Sequence[Edge]) -> list[int | None]:
    """For each node the position in `edges` of the edge into it; None for the root.

    `nodes` are 0..nodes-1; costs are finite and may be negative. Raises Unreachable; ValueError for a cost that is no
    finite number.
    """
    incoming: list[_Heap | None] = [None] * nodes
    for at, (parent, child, cost) in enumerate(edges):
        if cost - cost != 0.0:
            raise ValueError(f"an edge costs a finite number, got {cost} from {parent} to {child}")
        if parent != child and child != root:
            incoming[child] = _merged(incoming[child], _Heap(cost, at))
    joined = _Undoable(nodes)
    chosen: list[int | None] = [None] * nodes
    reached = [-1] * nodes
    reached[root] = root
    circles: list[tuple[int, int, list[int]]] = []
    for start in range(nodes):
        node = start
        path: list[int] = []
        taken: list[int] = []
        while reached[node] < 0:
            heap = incoming[node]
            if heap is None:
                raise Unreachable(f"no path leads from the root to {node}")
            heap.less += heap.cost
            taken.append(heap.edge)
            path.append(node)
            reached[node] = start
            incoming[node] = _without_first(heap)
            node = joined.find(edges[taken[-1]][0])
            if reached[node] == start:
                before, length, circle = joined.time, 0, None
                while True:
                    last = path.pop()
                    length += 1
                    circle = _merged(circle, incoming[last])
                    if not joined.join(node, last):
                        break
                node = joined.find(node)
                incoming[node] = circle
                reached[node] = -1
                circles.append((node, before, taken[-length:]))
                del taken[-length:]
        for edge in taken:
            chosen[joined.find(edges[edge][1])] = edge
    for node, before, around in reversed(circles):
        entering = chosen[node]
        joined.undo(before)
        for edge in around:
            chosen[joined.find(edges[edge][1])] = edge
        if entering is not None:
            chosen[joined.find(edges[entering][1])] = entering
    return chosen


def _settled(heap: _Heap) -> _Heap:
    """Takes off here what was to be taken off, and hands it down."""
    if heap.less:
        heap.cost -= heap.less
        for below in (heap.left, heap.right):
            if below is not None:
                below.less += heap.less
        heap.less = 0.0
    return heap


def _merged(one: _Heap | None, other: _Heap | None) -> _Heap | None:
    """Both heaps as one. Without recursion: a heap can be as deep as it has edges."""
    if one is None or other is None:
        return one or other
    spine: list[_Heap] = []
    left, right = one, other
    rest: _Heap | None
    while True:
        _settled(left)
        _settled(right)
        if (right.cost, right.edge) < (left.cost, left.edge):
            left, right = right, left
        spine.append(left)
        if left.right is None:
            rest = right
            break
        left = left.right
    for heap in reversed(spine):
        heap.right, heap.left = heap.left, rest
        rest = heap
    return spine[0]


def _without_first(heap: _Heap) -> _Heap | None:
    _settled(heap)
    return _merged(heap.left, heap.right)


class _Undoable:
    """Union-find whose joins can be taken back in order."""

    def __init__(self, nodes: int) -> None:
        self._parent = [-1] * nodes
        """Negative: a root, and how many it stands for."""
        self._changes: list[tuple[int, int]] = []

    @property
    def time(self) -> int:
        return len(self._changes)

    def find(self, node: int) -> int:
        while self._parent[node] >= 0:
            node = self._parent[node]
        return node

    def join(self, one: int, other: int) -> bool:
        """Whether they were apart."""
        one, other = self.find(one), self.find(other)
        if one == other:
            return False
        if self._parent[one] > self._parent[other]:
            one, other = other, one
        self._changes += [(one, self._parent[one]), (other, self._parent[other])]
        self._parent[one] += self._parent[other]
        self._parent[other] = one
        return True

    def undo(self, time: int) -> None:
        while len(self._changes) > time:
            node, before = self._changes.pop()
            self._parent[node] = before
