"""Who descends from whom, as a mapping from each node to its parents; any hashable, sortable names. Pure.

A mapping may have several roots, and nodes with several parents. What a tool says may even run in circles.
"""

import random
from collections.abc import Mapping, Set
from functools import cache

Parents = Mapping[str, frozenset[str]]
Edge = tuple[str, str]
"""(parent, child); or (ancestor, descendant)."""


def edges(parents: Parents) -> set[Edge]:
    return {(parent, child) for child, above in parents.items() for parent in above}


def roots(parents: Parents) -> set[str]:
    return {node for node, above in parents.items() if not above}


def leaves(parents: Parents) -> set[str]:
    return set(parents) - {parent for above in parents.values() for parent in above}


def ancestors(parents: Parents, node: str) -> set[str]:
    """Without the node itself, even where it stands in a circle."""
    found: set[str] = set()
    waiting = list(parents[node])
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += parents[one]
    return found - {node}


def ancestry(parents: Parents) -> set[Edge]:
    return {(above, node) for node in parents for above in ancestors(parents, node)}


def depth(parents: Parents, node: str) -> int | None:
    """Edges from the nearest root; None where no root leads there, since the way up is a circle."""
    level, seen, steps = {node}, {node}, 0
    while level:
        if any(not parents[one] for one in level):
            return steps
        level = {above for one in level for above in parents[one]} - seen
        seen |= level
        steps += 1
    return None


def first_root(parents: Parents) -> str | None:
    """The root with most descendants; of several such, the first by name. None where all stand in circles."""
    below = dict.fromkeys(sorted(roots(parents)), 0)
    for above, _ in ancestry(parents):
        if above in below:
            below[above] += 1
    return max(below, key=lambda root: below[root], default=None)


def held(parents: Parents, fraction: float, seed: int | str) -> frozenset[str]:
    """What is left when this share of the nodes, rounded, is lost; anything can be, a root as well.

    At least two nodes stay. Depends on the names and the seed only. ValueError for a share outside 0..1.
    """
    if not 0.0 <= fraction < 1.0:
        raise ValueError(f"a share of 0 to 1 can be lost, got {fraction}")
    nodes = sorted(parents)
    stay = max(min(2, len(nodes)), len(nodes) - round(fraction * len(nodes)))
    return frozenset(random.Random(f"lost {seed} {nodes[0] if nodes else ''}").sample(nodes, stay))


def surviving(parents: Parents, kept: Set[str]) -> dict[str, frozenset[str]]:
    """Held nodes with their nearest held ancestors, along each line of descent. `parents` has no circle."""

    @cache
    def nearest(node: str) -> frozenset[str]:
        return frozenset().union(*(({parent} if parent in kept else nearest(parent)) for parent in parents[node]))

    return {node: nearest(node) for node in sorted(kept)}
