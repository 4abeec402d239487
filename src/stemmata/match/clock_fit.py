"""Clocks fitted to offsets of pairs: rates by least squares, starts by robust least squares, bounds by shortest paths.

The start of recording i is s(i), so that a moment that it calls t is s(i) + t (1 - rate(i)) on the timeline. An edge
that says offset o at a's time m means s(b) - s(a) = o (1 - rate(b)) + m (rate(b) - rate(a)).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from stemmata.match.clock_edges import Numbered

Floats = npt.NDArray[np.float64]

CLOCK_PPM = 150.0
"""One deviation of a clock that nothing is known of (a pair of 145 ppm was measured, research/audio.md section 1)."""
LEAST_SCALE_S = 0.005
"""Of a residual: a lag is right to a few milliseconds however narrow its interval."""
STEPS = 50
SETTLED_S = 1e-6
HELD = 1e-10
"""Of the strongest pull, for each clock against where it is: parts that nothing joins stay in their places."""


def rates(number: int, edges: Sequence[Numbered]) -> tuple[Floats, Floats]:
    """(ppm, one standard error in ppm) of each clock, Gaussian prior of CLOCK_PPM: 0 ± it where no edge tells."""
    told = [one for one in edges if one.edge.drift_ppm is not None and one.edge.error_ppm is not None]
    normal, right = np.eye(number) / CLOCK_PPM**2, np.zeros(number)
    for one in told:
        weight = 1 / max(one.edge.error_ppm or 0.0, 0.5) ** 2
        drift = one.edge.drift_ppm or 0.0
        normal[[one.a, one.b], [one.a, one.b]] += weight
        normal[[one.a, one.b], [one.b, one.a]] -= weight
        right[one.a] += weight * drift
        right[one.b] -= weight * drift
    if not told:
        return np.zeros(number), np.full(number, CLOCK_PPM)
    inverse = np.linalg.inv(normal)
    return inverse @ right, np.sqrt(np.diag(inverse))


def stated(edges: Sequence[Numbered], rate: Floats, error: Floats) -> tuple[Floats, Floats, Floats]:
    """(offset, low, high) of s(b) - s(a) for each edge: (n,) seconds, wider by two errors of the rates for as long as
    it is from the start to the middle of what both hear."""
    a = np.array([one.a for one in edges], int)
    b = np.array([one.b for one in edges], int)
    middle = np.array([one.edge.middle for one in edges], float)
    offset = np.array([one.edge.offset for one in edges], float)
    moved = (middle * (rate[b] - rate[a]) - offset * rate[b]) * 1e-6
    apart = np.array([_error(one, error) for one in edges], float)
    spare = 2e-6 * (np.abs(middle) * apart + np.abs(offset) * error[b])
    low = np.array([one.edge.low for one in edges], float) + moved - spare
    high = np.array([one.edge.high for one in edges], float) + moved + spare
    return offset + moved, low, high


def _error(one: Numbered, error: Floats) -> float:
    """Of the difference of two rates: what the edge itself measured, where it did."""
    both = float(np.hypot(error[one.a], error[one.b]))
    return both if one.edge.error_ppm is None else min(both, one.edge.error_ppm)


def fitted(start: Floats, edges: Sequence[Numbered], offset: Floats, scale: Floats, weight: Floats) -> Floats:
    """Starts with the least Cauchy loss (Holland and Welsch, Commun. Stat. 6, 1977), from `start`: an edge that is far
    off pulls next to nothing. Each connected part keeps its mean."""
    if not edges:
        return start
    a = np.array([one.a for one in edges], int)
    b = np.array([one.b for one in edges], int)
    number, now = len(start), start.copy()
    for _ in range(STEPS):
        left = offset - (now[b] - now[a])
        pull = weight / scale**2 / (1 + (left / scale) ** 2)
        normal = np.zeros((number, number))
        np.add.at(normal, (a, a), pull)
        np.add.at(normal, (b, b), pull)
        np.add.at(normal, (a, b), -pull)
        np.add.at(normal, (b, a), -pull)
        right = np.bincount(b, pull * left, number) - np.bincount(a, pull * left, number)
        step = np.linalg.solve(normal + HELD * float(normal.max()) * np.eye(number), right)
        now = now + step
        if float(np.abs(step).max()) < SETTLED_S:
            break
    return now


def kept_together(
    number: int, edges: Sequence[Numbered], low: Floats, high: Floats, order: Sequence[int]
) -> tuple[list[int], dict[int, float], Floats]:
    """(places of edges that all hold at once, by how many seconds each of the others misses, bounds).

    Edges are taken up in the given order; one whose interval cannot hold beside those before it is left out. bounds:
    (n, n), at [i, j] the most that s(j) - s(i) can be; infinite where nothing joins them. These are shortest paths in a
    system of difference constraints (Bellman, Q. Appl. Math. 16, 1958).
    """
    most = np.full((number, number), np.inf)
    np.fill_diagonal(most, 0.0)
    kept: list[int] = []
    missed: dict[int, float] = {}
    for place in order:
        a, b = edges[place].a, edges[place].b
        miss = max(-(most[b, a] + high[place]), -(most[a, b] - low[place]))
        if miss > 0:
            missed[place] = float(miss)
            continue
        kept.append(place)
        for one, other, limit in ((a, b, high[place]), (b, a, -low[place])):
            if limit < most[one, other]:
                np.minimum(most, most[:, one, None] + (limit + most[other])[None, :], out=most)
    return sorted(kept), missed, most
