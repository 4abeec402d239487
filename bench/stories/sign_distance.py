"""Average sign distance between a true stemma and a proposed one (Roos and Heikkilä, J. Am. Soc. Inf. Sci. Technol.
60(12), 2009): 1 where both say of every triple which of two is nearer to the third.

Stemmata are pairs (parent, child) of any names; only the witnesses given are compared.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import inf

Edges = Iterable[tuple[str, str]]


def skeleton(true: Edges, said: Edges, witnesses: Sequence[str]) -> float:
    """0..1 over all triples (i; j, k): the sign of d(i, j) - d(i, k), d counted in edges whatever their direction."""
    own, theirs = (distances(edges, witnesses) for edges in (list(true), list(said)))
    total = count = 0.0
    for one in witnesses:
        for other, third in combinations([name for name in witnesses if name != one], 2):
            total += _agreed(own[one, other], own[one, third], theirs[one, other], theirs[one, third])
            count += 1
    return total / count


def orientation(true: Edges, said: Edges, witnesses: Sequence[str]) -> float:
    """0..1 over all pairs: which of the two stands nearer to a root, by edges from the nearest."""
    own, theirs = (depths(edges, witnesses) for edges in (list(true), list(said)))
    pairs = list(combinations(witnesses, 2))
    return sum(_agreed(own[one], own[other], theirs[one], theirs[other]) for one, other in pairs) / len(pairs)


def distances(edges: Edges, witnesses: Sequence[str]) -> dict[tuple[str, str], float]:
    near: dict[str, set[str]] = {name: set() for name in witnesses}
    for one, other in edges:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    found: dict[tuple[str, str], float] = {}
    for start in witnesses:
        reached = _steps([start], near)
        found |= {(start, end): reached.get(end, inf) for end in witnesses}
    return found


def depths(edges: Edges, witnesses: Sequence[str]) -> dict[str, float]:
    below: dict[str, set[str]] = {name: set() for name in witnesses}
    children: set[str] = set()
    for parent, child in edges:
        below.setdefault(parent, set()).add(child)
        children.add(child)
    roots = [name for name in {*below, *children} if name not in children]
    reached = _steps(roots, below)
    return {name: reached.get(name, inf) for name in witnesses}


def _steps(starts: Iterable[str], near: Mapping[str, set[str]]) -> dict[str, float]:
    reached = dict.fromkeys(starts, 0.0)
    waiting = deque(reached)
    while waiting:
        one = waiting.popleft()
        for other in near.get(one, ()):
            if other not in reached:
                reached[other] = reached[one] + 1
                waiting.append(other)
    return reached


def _agreed(a: float, b: float, c: float, d: float) -> float:
    return 1 - abs(((a > b) - (a < b)) - ((c > d) - (c < d))) / 2
