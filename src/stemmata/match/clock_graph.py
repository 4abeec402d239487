"""Which pair offsets to trust first: those that close cycles with others, then a tree of them.

One wrong pair bends every clock when all are fitted at once, and a chain of best pairs hands a wrong one on
(research/audio.md section 3.4: least squares alone placed 2 % at one wrong pair in ten). Three pairs that add up to
nothing do not do so by chance: offsets range over minutes, intervals over a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stemmata.match.clock_edges import Numbered

UNASKED = 0.1
"""Weight of an edge that no triangle closes: it counts where nothing better holds its recordings, and there alone."""


@dataclass(frozen=True, slots=True)
class Cycles:
    """Of one edge: triangles that it closes within the intervals, and those that it does not."""

    closed: int
    open: int

    @property
    def weight(self) -> float:
        """0..1. Open triangles say little: another of the three edges may be wrong. A closed one says nearly all."""
        return (self.closed + UNASKED) / (self.closed + 1)


def cycles(number: int, edges: Sequence[Numbered], low: Sequence[float], high: Sequence[float]) -> list[Cycles]:
    """In the order of the edges, of `number` nodes; low, high: what each edge lets b's start less a's be."""
    beside: list[dict[int, tuple[float, float]]] = [{} for _ in range(number)]
    for one, least, most in zip(edges, low, high, strict=True):
        beside[one.a][one.b] = (least, most)
        beside[one.b][one.a] = (-most, -least)
    found = []
    for one, least, most in zip(edges, low, high, strict=True):
        closed = asked = 0
        for third in beside[one.a].keys() & beside[one.b].keys():
            to, back = beside[one.a][third], beside[third][one.b]
            asked += 1
            closed += least <= to[1] + back[1] and to[0] + back[0] <= most
        found.append(Cycles(closed, asked - closed))
    return found


def joined(number: int, edges: Sequence[Numbered]) -> list[int]:
    """For each node the smallest node that it is joined to."""
    over = list(range(number))
    for edge in edges:
        one, other = top(over, edge.a), top(over, edge.b)
        over[max(one, other)] = min(one, other)
    return [top(over, node) for node in range(number)]


def bridges(number: int, edges: Sequence[Numbered]) -> set[int]:
    """Places of edges without which what they join would fall apart (Tarjan, Inf. Process. Lett. 2, 1974)."""
    beside: list[list[tuple[int, int]]] = [[] for _ in range(number)]
    for place, edge in enumerate(edges):
        beside[edge.a].append((edge.b, place))
        beside[edge.b].append((edge.a, place))
    entered, lowest, found = [-1] * number, [0] * number, set()
    clock = 0
    for root in range(number):
        if entered[root] >= 0:
            continue
        entered[root] = lowest[root] = clock
        clock += 1
        path = [(root, -1, iter(beside[root]))]
        while path:
            node, by, left = path[-1]
            for other, place in left:
                if place == by:
                    continue
                if entered[other] < 0:
                    entered[other] = lowest[other] = clock
                    clock += 1
                    path.append((other, place, iter(beside[other])))
                    break
                lowest[node] = min(lowest[node], entered[other])
            else:
                path.pop()
                if path:
                    parent = path[-1][0]
                    lowest[parent] = min(lowest[parent], lowest[node])
                    if lowest[node] > entered[parent]:
                        found.add(by)
    return found


def top(over: list[int], node: int) -> int:
    while over[node] != node:
        over[node] = over[over[node]]
        node = over[node]
    return node
