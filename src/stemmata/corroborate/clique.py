"""The largest set in which every two are related: maximum clique, by branch and bound over colourings.

Sets are bits of integers. Tomita and Seki (DMTCS 2003): colour what is left greedily, and give up a branch that cannot
beat the best found even if every colour gave one member.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

EXACT_TO = 60
"""Up to so many members that have a partner the search always ends."""

WORK = 2_000_000
"""Members coloured, beyond that size, before the best found so far is returned as a lower bound. No clock: the same
relation gives the same answer on every machine."""


@dataclass(frozen=True, slots=True)
class Largest:
    """`members` sorted; of several as large, always the same one. `exact`: False where a larger one may exist."""

    members: tuple[str, ...]
    exact: bool = True


def largest_set(related: Mapping[str, Set[str]], work: int = WORK) -> Largest:
    """Of the keys of `related`, a symmetric relation; one key where nothing is related, none where there is none."""
    names = sorted((name for name in related if related[name]), key=lambda name: (-len(related[name]), name))
    if not names:
        return Largest((min(related),) if related else ())
    place = {name: at for at, name in enumerate(names)}
    near = [sum(1 << place[other] for other in related[name] if other != name) for name in names]
    search = _Search(near, None if len(names) <= EXACT_TO else work)
    search.extend([], (1 << len(names)) - 1)
    return Largest(tuple(sorted(names[at] for at in search.best)), not search.gave_up)


class _Search:
    def __init__(self, near: list[int], work: int | None) -> None:
        self._near, self._left = near, work
        self.best: list[int] = []
        self.gave_up = False

    def extend(self, chosen: list[int], candidates: int) -> None:
        """Try every member of `candidates`, all related to everything in `chosen`."""
        if self._left is not None:
            if self._left <= 0:
                self.gave_up = True
                self._keep(chosen)
                return
            self._left -= candidates.bit_count()
        order, bounds = self._coloured(candidates)
        for vertex, colours in zip(reversed(order), reversed(bounds), strict=True):
            if len(chosen) + colours <= len(self.best):
                return
            chosen.append(vertex)
            left = candidates & self._near[vertex]
            if left:
                self.extend(chosen, left)
            else:
                self._keep(chosen)
            chosen.pop()
            candidates &= ~(1 << vertex)

    def _keep(self, chosen: list[int]) -> None:
        if len(chosen) > len(self.best):
            self.best = list(chosen)

    def _coloured(self, candidates: int) -> tuple[list[int], list[int]]:
        """Vertices with a bound each: no clique among those up to here is larger."""
        order: list[int] = []
        bounds: list[int] = []
        colour = 0
        while candidates:
            colour += 1
            free = candidates
            for vertex in _bits(free):
                if free >> vertex & 1:
                    free &= ~self._near[vertex]
                    candidates &= ~(1 << vertex)
                    order.append(vertex)
                    bounds.append(colour)
        return order, bounds


def _bits(members: int) -> Iterable[int]:
    while members:
        lowest = members & -members
        yield lowest.bit_length() - 1
        members ^= lowest
