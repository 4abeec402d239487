"""What of each file belongs to one family, and which of it shows the same: parts, and joins between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.lineage.borders import WHOLE, Box, Framed, framed
from stemmata.lineage.families import FOOTAGE_KINDS, WINDOW_SHARE
from stemmata.lineage.judged import SAME_WINDOW
from stemmata.lineage.stretches import touches
from stemmata.lineage.windows import windows
from stemmata.match.laid_over import line_of, shares_matrix
from stemmata.model.edge import Edge, Segment
from stemmata.model.span import MILLIONTHS, Region, Span
from stemmata.model.unit import Track, Unit

Plane = npt.NDArray[np.float64]
"""(3, 3): a movement between two pictures, both in shares of their sides, the origin top left."""
STILL = Span(0, 1_000_000)
"""The stretch by which a still is counted among stills: all of them are equally long."""


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of one file that belongs to the family. `box`: the part of its picture that does, borders left out.
    `is_still`: it has no clock, and `span` is STILL. `open_margin`: what was left out may be more of the scene.
    `is_window`: it is a picture in a picture."""

    holder: str
    span: Span
    box: Box = WHOLE
    is_still: bool = False
    open_margin: bool = False
    is_window: bool = False


@dataclass(frozen=True)
class Join:
    """`a_span` of one file shows what `b_span` of another shows: b's clock is rate × a's + offset_us; rate is negative
    where it runs backwards. `plane` maps a's picture onto b's."""

    a: str
    b: str
    a_span: Span
    b_span: Span
    rate: float
    offset_us: float
    plane: Plane

    def turned(self) -> "Join":
        unmoved = np.array_equal(self.plane, np.eye(3))
        back = self.plane if unmoved else np.asarray(np.linalg.inv(self.plane), np.float64)
        return Join(self.b, self.a, self.b_span, self.a_span, 1 / self.rate, -self.offset_us / self.rate, back)


def parts_of(
    units: Sequence[Unit],
    durations_us: Mapping[str, int],
    edges: Sequence[Edge],
) -> tuple[Part, ...]:
    """The parts that a family's units name, sorted. Holders without a length are stills. A stretch whose whole picture
    belongs counts whole, whatever windows of it are named as well; of several windows the largest counts."""
    frames = framed([edge for edge in edges if edge.kind in FOOTAGE_KINDS])
    named: dict[tuple[str, Span | None], list[Region | None]] = {}
    for unit in units:
        if unit.item is not None and unit.track is Track.PICTURE and not _is_text(unit):
            span = unit.span if isinstance(unit.span, Span) else None
            named.setdefault((unit.item, span), []).append(unit.region)
    parts = []
    for (holder, span), regions in named.items():
        duration = durations_us.get(holder, 0)
        own = span or (Span(0, duration) if duration > 0 else STILL)
        windows_named = [region for region in regions if region is not None]
        if len(windows_named) == len(regions):
            region = max(windows_named, key=lambda one: (one.area, -one.x, -one.y))
            seen = Framed(_box(region))
        else:
            seen = frames.get(holder, Framed(WHOLE))
        is_still, is_window = duration <= 0 and span is None, len(windows_named) == len(regions)
        parts.append(Part(holder, own, seen.box, is_still, seen.open_margin, is_window))
    return tuple(sorted(parts, key=lambda part: (part.holder, part.span)))


def joins_of(units: Sequence[Unit], durations_us: Mapping[str, int], edges: Sequence[Edge]) -> tuple[Join, ...]:
    """The aligned stretches between units of the family, of edges that establish shared footage, sorted.

    A film and a still are not joined: a still has no clock. Whole files of the same bytes or the same coded pictures
    run alike from their beginnings.
    """
    of_holder: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.item is not None and unit.track is Track.PICTURE:
            of_holder.setdefault(unit.item, []).append(unit)
    joins = []
    for edge in edges:
        ours, theirs = of_holder.get(edge.a.holder), of_holder.get(edge.b.holder)
        if ours is None or theirs is None or edge.kind not in FOOTAGE_KINDS or edge.a.track is Track.SOUND:
            continue
        lengths = [durations_us.get(side.holder, 0) for side in (edge.a, edge.b)]
        if not edge.segments:
            if (lengths[0] > 0) == (lengths[1] > 0):
                span = Span(0, min(lengths)) if lengths[0] > 0 else STILL
                joins.append(Join(edge.a.holder, edge.b.holder, span, span, 1.0, 0.0, np.eye(3)))
            continue
        for segment in edge.segments:
            a_region, b_region = windows(segment)
            if _names(ours, segment.a, a_region) and _names(theirs, segment.b, b_region):
                joins += _joined(edge, segment)
    return tuple(sorted(joins, key=_order))


def _order(join: Join) -> tuple[str, str, Span, Span, float, tuple[float, ...]]:
    return (join.a, join.b, join.a_span, join.b_span, join.offset_us, tuple(join.plane.ravel().tolist()))


def _joined(edge: Edge, segment: Segment) -> list[Join]:
    plane = shares_matrix(segment) if "matrix" in segment.geometry else np.eye(3)
    if segment.a is None and segment.b is None:
        return [Join(edge.a.holder, edge.b.holder, STILL, STILL, 1.0, 0.0, plane)]
    line = line_of(segment)
    if line is None or segment.a is None or segment.b is None:
        return []
    rate = 1 / line.slope
    offset = -line.offset_us / line.slope
    return [Join(edge.a.holder, edge.b.holder, segment.a, segment.b, rate, offset, plane)]


def _names(units: Iterable[Unit], span: Span | None, region: Region | None) -> bool:
    """Whether one of the units is what a segment's side lies in."""
    if region is not None and region.area >= WINDOW_SHARE:
        region = None
    for unit in units:
        in_time = span is None or not isinstance(unit.span, Span) or touches(span, unit.span)
        if unit.region is None or region is None:
            in_window = unit.region is region
        else:
            in_window = unit.region.overlap(region) >= SAME_WINDOW
        if in_time and in_window:
            return True
    return False


def _is_text(unit: Unit) -> bool:
    return unit.span is not None and not isinstance(unit.span, Span)


def _box(region: Region) -> Box:
    left, top = region.x / MILLIONTHS, region.y / MILLIONTHS
    return (left, top, left + region.width / MILLIONTHS, top + region.height / MILLIONTHS)
