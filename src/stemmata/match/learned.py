"""Candidates by descriptors of a model: for each file the few that are nearest, where they are nearer than most.

A model cannot say what is the same footage; what it proposes is compared as any other pair, and its numbers go no
further than this list.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.match.candidates import Pair

NEAREST = 5
"""Files that are proposed for each: the most that a model can ask for is five comparisons a file."""
SPREADS = 4.0
"""How far above the case's middle cosine a candidate lies, in spreads: of bell-shaped cosines one in 30,000 does."""
FEWEST = 1000
"""Cosines between different files from which a middle and a spread are taken; with fewer there is no bar."""
SAMPLE = 1024
"""Pictures, at equal steps through the case, among which the middle and the spread are measured."""
BLOCK = 64
"""Files that are held against all at once."""

Descriptors = npt.NDArray[np.float32]
"""(n, D), each row of length 1."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """`bar`: the cosine from which pairs were proposed; None where there are too few pictures for one."""

    pairs: tuple[Pair, ...]
    bar: float | None


def proposals(described: Mapping[str, Descriptors]) -> Proposals:
    """Pairs of holders, each among the NEAREST of the other or the other way round; two files are as near as their
    nearest pictures. Depends on the set of holders only. Costs the square of the pictures: 100,000 of 512 numbers are
    10^13 products, some minutes. ValueError for descriptors of different lengths."""
    holders = sorted(holder for holder, rows in described.items() if len(rows))
    if len(holders) < 2:
        return Proposals((), None)
    counts = [len(described[holder]) for holder in holders]
    rows = np.concatenate([np.asarray(described[holder], np.float32) for holder in holders])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    bar = _bar(rows, np.repeat(np.arange(len(holders)), counts))
    found: set[tuple[int, int]] = set()
    for first in range(0, len(holders), BLOCK):
        last = min(first + BLOCK, len(holders))
        begin, end = int(starts[first]), int(starts[last - 1]) + counts[last - 1]
        by_holder = np.maximum.reduceat(rows[begin:end] @ rows.T, starts, axis=1)
        nearness = np.maximum.reduceat(by_holder, starts[first:last] - begin, axis=0)
        for at, near in enumerate(nearness, start=first):
            near[at] = -np.inf
            found.update((min(at, other), max(at, other)) for other in _nearest(near, bar))
    return Proposals(tuple(Pair(holders[a], holders[b]) for a, b in sorted(found)), bar)


def _nearest(near: npt.NDArray[np.float32], bar: float | None) -> list[int]:
    """At most NEAREST of those at or above the bar; of equal ones the first."""
    able = np.flatnonzero(near >= (-1.5 if bar is None else bar))
    if len(able) > NEAREST:
        edge = np.partition(near[able], -NEAREST)[-NEAREST]
        above, level = able[near[able] > edge], able[near[able] == edge]
        able = np.concatenate([above, level[: NEAREST - len(above)]])
    return [int(other) for other in able]


def _bar(rows: Descriptors, owner: npt.NDArray[np.int64]) -> float | None:
    """The middle of the cosines between pictures of different files, and so many spreads more; robust ones (median,
    median distance from it), so that copies, which are few, do not move them."""
    chosen = np.unique(np.linspace(0, len(rows) - 1, min(SAMPLE, len(rows))).astype(int))
    cosines = rows[chosen] @ rows[chosen].T
    apart = cosines[np.triu(owner[chosen][:, None] != owner[chosen][None, :], 1)]
    if len(apart) < FEWEST:
        return None
    middle = float(np.median(apart))
    return middle + SPREADS * 1.4826 * float(np.median(np.abs(apart - middle)))
