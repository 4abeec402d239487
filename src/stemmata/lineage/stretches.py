"""Files split where one piece of footage gives way to another, so that a compilation chains nothing together.

A file is split at a point only where two things meet: an aligned segment begins or ends there, and the picture itself
cuts there. A segment's edge alone would cut a long recording wherever somebody took an excerpt from it; a cut alone
would tear every edited report into shots. Where a join has no visible cut (a cross-fade), the file stays whole and the
two pieces count as one: too few roots rather than too many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from stemmata.model.edge import Edge, Segment
from stemmata.model.span import Span

NEAR_US = 600_000
"""How far a segment's edge may lie from the cut that explains it: first-form segments end at sampled frames."""

EDGE_US = 700_000
"""A cut this close to the start or end of a file leaves a piece too short to be compared."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the splitting needs to know of one film: how long it runs and where its picture cuts, in µs."""

    holder: str
    duration_us: int
    cuts_us: tuple[int, ...] = ()


def stretches(
    timelines: Sequence[Timeline], edges: Sequence[Edge], divisions: Mapping[str, frozenset[int]] = MappingProxyType({})
) -> Mapping[str, tuple[Span, ...]]:
    """The stretches of every film, in order, covering it without a gap. One stretch where nothing splits it.

    `divisions` are points (µs) at which a person divides a film, whether or not its picture cuts there.
    """
    limits: dict[str, set[int]] = {}
    for edge in edges:
        for segment in edge.segments:
            for holder, span in ((edge.a.holder, segment.a), (edge.b.holder, segment.b)):
                if span is not None:
                    limits.setdefault(holder, set()).update((span.start_us, span.end_us))
    result: dict[str, tuple[Span, ...]] = {}
    for timeline in timelines:
        end = max(timeline.duration_us, 1)
        asked = divisions.get(timeline.holder, frozenset())
        points = [0]
        for cut in sorted({*timeline.cuts_us, *asked}):
            inside = points[-1] + EDGE_US <= cut <= end - EDGE_US
            near = any(abs(cut - limit) <= NEAR_US for limit in limits.get(timeline.holder, ()))
            if inside and (near or cut in asked):
                points.append(cut)
        points.append(end)
        result[timeline.holder] = tuple(Span(a, b) for a, b in pairwise(points))
    return result


def carried(segment: Segment, stretch: Span) -> Span | None:
    """The part of `stretch` (on side a) that `segment` covers, carried over to side b's clock; None where it misses.

    A side without a timeline (a still) carries to nothing and is handled by the caller.
    """
    if segment.a is None or segment.b is None:
        return None
    start, end = max(segment.a.start_us, stretch.start_us), min(segment.a.end_us, stretch.end_us)
    if end <= start:
        return None
    rate = segment.b.length_us / segment.a.length_us
    if segment.speed >= 0:
        low = segment.b.start_us + (start - segment.a.start_us) * rate
        high = segment.b.start_us + (end - segment.a.start_us) * rate
    else:
        low = segment.b.end_us - (end - segment.a.start_us) * rate
        high = segment.b.end_us - (start - segment.a.start_us) * rate
    return Span(round(low), max(round(high), round(low) + 1))


def touches(part: Span, stretch: Span) -> bool:
    """Whether `part` lies in `stretch` by more than the play that a segment's edges have."""
    shared = part.shared_us(stretch)
    return shared > NEAR_US or 2 * shared > min(part.length_us, stretch.length_us)
