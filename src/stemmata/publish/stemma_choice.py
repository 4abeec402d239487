"""Which witnesses a drawing of a large stemma shows: the rest is folded and counted, never dropped unsaid.

Chosen are the way from a root to the witness that is looked at, what stands nearest to it, and then those with the most
files at or below them. The choice is closed upwards: what is drawn hangs on what is drawn.
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

from stemmata.publish.stemma_shape import Shape

WHOLE = 40
"""Witnesses up to which all are drawn."""
DRAWN = 24
"""Witnesses drawn of more: with their folds, what a person reads without scrolling twice."""
NEAR = 6
"""Children, and as many siblings, of the witness looked at."""


@dataclass(frozen=True, slots=True)
class Choice:
    """shown: ids in reading order. folded: id -> witnesses below it that are not drawn; None: those below no parent."""

    shown: tuple[str, ...]
    folded: Mapping[str | None, int]

    @property
    def left_out(self) -> int:
        return sum(self.folded.values())


def choose(shape: Shape, files: Mapping[str, int], focus: str | None = None) -> Choice:
    """All, or the way to `focus`, what is next to it, and others up to DRAWN. `files`: of each witness, 0 for an ω."""
    if len(shape.order) <= WHOLE:
        return Choice(shape.order, {})
    weight = weights(shape, files)
    place = {one: at for at, one in enumerate(shape.order)}
    kept: set[str] = set()
    if focus in place:
        kept |= _way_up(shape, str(focus))
        above = shape.under[str(focus)]
        near = [shape.below[str(focus)], shape.below[above] if above is not None else ()]
        for group in near:
            kept |= set(sorted(group, key=lambda one: (-weight[one], place[one]))[:NEAR])
    waiting = [(-weight[one], place[one], one) for one in shape.roots]
    heapq.heapify(waiting)
    while waiting and len(kept) < DRAWN:
        _, _, one = heapq.heappop(waiting)
        kept.add(one)
        for child in shape.below[one]:
            heapq.heappush(waiting, (-weight[child], place[child], child))
    folded: dict[str | None, int] = {}
    nearest: dict[str, str | None] = {}
    for one in _down(shape):
        above = shape.under[one]
        nearest[one] = one if one in kept else None if above is None else nearest[above]
        if one not in kept:
            folded[nearest[one]] = folded.get(nearest[one], 0) + 1
    return Choice(tuple(one for one in shape.order if one in kept), folded)


def weights(shape: Shape, files: Mapping[str, int]) -> dict[str, int]:
    """Files at or below each witness, by the one parent that each is drawn under."""
    made = {one: files.get(one, 0) for one in shape.order}
    for one in reversed(_down(shape)):
        above = shape.under[one]
        if above is not None:
            made[above] += made[one]
    return made


def _way_up(shape: Shape, one: str) -> set[str]:
    made: set[str] = set()
    at: str | None = one
    while at is not None:
        made.add(at)
        at = shape.under[at]
    return made


def _down(shape: Shape) -> list[str]:
    """Each after the one it is drawn under."""
    made = list(shape.roots)
    for one in made:
        made.extend(shape.below[one])
    return made
