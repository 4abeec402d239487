"""Many recordings on as few clocks as the evidence allows, every one with its interval and how well it is held.

Pairs -> cycle weights -> spanning tree -> robust least squares -> a test of every edge against all that fit better.
What only one pair holds is unconfirmed, and what no pair holds has a timeline of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from stemmata.match.clock_edges import ClockEdge, Numbered, Recordings, recordings
from stemmata.match.clock_fit import LEAST_SCALE_S, Floats, fitted, kept_together, rates, stated
from stemmata.match.clock_graph import bridges, cycles, joined
from stemmata.match.clock_tree import placed


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip on a timeline. start, low, high: when its own clock says 0, in seconds on the timeline; the interval is
    against the timeline's clip of reference, whose start is exact. confirmed: no single pair holds it, and at least
    three recordings agree. rate_ppm: how much faster its clock counts than the mean of the others, with one error; None
    where nothing tells."""

    clip: str
    start: float
    low: float
    high: float
    confirmed: bool
    recording: int
    rate_ppm: float | None = None
    rate_error_ppm: float | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """clips in order of their start, which counts from that of the earliest. reference: the clip that intervals are
    against."""

    reference: str
    clips: tuple[Placed, ...]

    @property
    def recordings(self) -> int:
        return len({one.recording for one in self.clips})


@dataclass(frozen=True, slots=True)
class Tested:
    """An edge after the solution. residual: seconds by which its offset differs from where the clocks were put. missed:
    seconds by which its interval cannot hold beside the others; 0 where it does. alone: a bridge, so that nothing else
    speaks for or against it. closed, open: triangles of pairs that add up with it, and that do not."""

    edge: ClockEdge
    kept: bool
    residual: float
    missed: float
    alone: bool
    closed: int
    open: int


@dataclass(frozen=True, slots=True)
class Solution:
    """timelines: most clips first. tested: edges between recordings, the likeliest of each pair of recordings; then
    copies that lie elsewhere by likelier ones."""

    timelines: tuple[Timeline, ...]
    tested: tuple[Tested, ...]


def timelines(clips: Iterable[str], edges: Sequence[ClockEdge]) -> Solution:
    """The same whatever the order of clips and edges. ValueError for an edge to a clip that is not given."""
    held = recordings(clips, edges)
    number, numbered = held.number, held.edges
    rate, error = rates(number, numbered)
    offset, low, high = stated(numbered, rate, error)
    triangles = cycles(number, numbered, low.tolist(), high.tolist())
    weight = np.array([one.weight for one in triangles], float)
    scale = np.maximum((high - low) / 4, LEAST_SCALE_S)
    start = placed(number, numbered, offset, (high - low) / 2, triangles)
    start = fitted(start, numbered, offset, scale, weight)
    left = np.abs(offset - _apart(start, numbered)) / scale
    order = sorted(
        range(len(numbered)), key=lambda k: (not triangles[k].closed, round(float(left[k]), 6), -weight[k], k)
    )
    kept, missed, most = kept_together(number, numbered, low, high, order)
    good = [numbered[place] for place in kept]
    start = placed(number, good, offset[kept], (high - low)[kept] / 2, [triangles[place] for place in kept])
    start = fitted(start, good, offset[kept], scale[kept], weight[kept])
    alone = {kept[place] for place in bridges(number, good)}
    residual = offset - _apart(start, numbered)
    tested = tuple(
        Tested(
            one.edge,
            kept=place not in missed,
            residual=float(residual[place]),
            missed=missed.get(place, 0.0),
            alone=place in alone,
            closed=triangles[place].closed,
            open=triangles[place].open,
        )
        for place, one in enumerate(numbered)
    )
    torn = tuple(Tested(edge, False, by, abs(by), False, 0, 0) for edge, by in held.torn)
    firm = _firm(number, good, [numbered[place] for place in kept if place not in alone])
    made = _laid(held, good, _Clocks(start, most, rate, error, firm))
    return Solution(tuple(sorted(made, key=lambda one: (-len(one.clips), one.reference))), tested + torn)


@dataclass(frozen=True, slots=True)
class _Clocks:
    """Of each node: its start, its rate and the rate's error; most: [i, j] is what s(j) - s(i) can be at most; firm:
    nodes that are confirmed."""

    start: Floats
    most: Floats
    rate: Floats
    error: Floats
    firm: set[int]


def _laid(held: Recordings, good: Sequence[Numbered], clocks: _Clocks) -> list[Timeline]:
    parts = joined(held.number, good)
    degree = np.bincount([node for one in good for node in (one.a, one.b)], minlength=held.number)
    told = {node for one in good if one.edge.error_ppm is not None for node in (one.a, one.b)}
    by_part: dict[int, list[str]] = {}
    for clip in held.clips:
        by_part.setdefault(parts[held.node[clip]], []).append(clip)
    made = []
    for part in by_part.values():
        reference = min(part, key=lambda clip: (held.node[clip] not in clocks.firm, -degree[held.node[clip]], clip))
        made.append(_from_zero(reference, [_placed(held, clocks, clip, reference, told) for clip in part]))
    return made


def _placed(held: Recordings, clocks: _Clocks, clip: str, reference: str, told: set[int]) -> Placed:
    node, root = held.node[clip], held.node[reference]
    shift = held.ahead[reference] - held.ahead[clip]
    low, high = -float(clocks.most[node, root]), float(clocks.most[root, node])
    start = min(max(float(clocks.start[node] - clocks.start[root]), low), high)
    return Placed(
        clip,
        start + shift,
        low + shift,
        high + shift,
        node in clocks.firm,
        node,
        float(clocks.rate[node]) if node in told else None,
        float(clocks.error[node]) if node in told else None,
    )


def _apart(start: Floats, edges: Sequence[Numbered]) -> Floats:
    return np.array([start[one.b] - start[one.a] for one in edges], float)


def _firm(number: int, edges: Sequence[Numbered], doubly: Sequence[Numbered]) -> set[int]:
    """Nodes of each part's largest block that no single edge holds together; none where it has fewer than three."""
    parts, blocks = joined(number, edges), joined(number, doubly)
    sizes: dict[int, int] = {}
    for block in blocks:
        sizes[block] = sizes.get(block, 0) + 1
    best: dict[int, int] = {}
    for node in range(number):
        now = best.setdefault(parts[node], blocks[node])
        if (sizes[blocks[node]], -blocks[node]) > (sizes[now], -now):
            best[parts[node]] = blocks[node]
    return {node for node in range(number) if blocks[node] == best[parts[node]] and sizes[blocks[node]] >= 3}


def _from_zero(reference: str, placed: Sequence[Placed]) -> Timeline:
    first = min(one.start for one in placed)
    moved = [replace(one, start=one.start - first, low=one.low - first, high=one.high - first) for one in placed]
    return Timeline(reference, tuple(sorted(moved, key=lambda one: (one.start, one.clip))))
