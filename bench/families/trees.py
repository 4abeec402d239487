"""Who is made from whom, before anything is made: random recursive trees, joined where there are several roots."""

import random

JOINS = 0.12
"""With several roots, this share of the copies shows two or three of them at once, beside roots - 1 that surely do.

A compilation is rarer than a copy; no measured rate is known."""

Parents = tuple[tuple[int, ...], ...]
"""Of every node, in order; a root has none, and parents come before their children."""


def planned(rng: random.Random, roots: int, nodes: int) -> Parents:
    """`nodes` in all, the first `roots` of them roots; each copy's parent is drawn from all that are there before it.

    A copy with several parents shows different roots in each. ValueError where there are too few nodes.
    """
    if not 1 <= roots <= nodes - roots + 1:
        raise ValueError(f"{roots} roots need at least {2 * roots - 1} nodes to be joined, got {nodes}")
    joins = set(rng.sample(range(roots, nodes), roots - 1))
    parents: list[tuple[int, ...]] = [()] * roots
    shows = [frozenset({root}) for root in range(roots)]
    for node in range(roots, nodes):
        chosen = [rng.randrange(node)]
        if node in joins or (roots > 1 and rng.random() < JOINS):
            chosen += _others(rng, shows, chosen[0], node in joins)
        parents.append(tuple(sorted(chosen)))
        shows.append(frozenset().union(*(shows[parent] for parent in chosen)))
    return tuple(parents)


def _others(rng: random.Random, shows: list[frozenset[int]], first: int, forced: bool) -> list[int]:
    """One or two more parents, each with a root that those before it do not show; none where all show all."""
    chosen: list[int] = []
    seen = shows[first]
    for _ in range(1 if forced else rng.choice((1, 1, 2))):
        rest = [node for node, shown in enumerate(shows) if not shown & seen]
        if rest:
            chosen.append(rng.choice(rest))
            seen |= shows[chosen[-1]]
    return chosen
