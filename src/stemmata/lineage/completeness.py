"""How much of the footage found in a family each file holds: time × picture, each moment of each part once."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stemmata.lineage.borders import Box
from stemmata.lineage.joins import Part
from stemmata.lineage.pieces import Footage, Piece, area_of, boxed
from stemmata.lineage.stemma import Completeness
from stemmata.model.span import Span

MARGIN = 0.1
"""A picture that lacks less than this share of what is seen at that moment lacks nothing: laying one picture over
another is known to some hundredths of each of its sides."""
SNAP = 0.04
"""Sides of pictures this near each other, in shares of the picture that they lie on, are one."""
LONGEST = 12
"""Stretches named for one file; the longest."""

Gap = tuple[str, float, float]
"""(holder that shows it, start, end on that holder's clock, µs)."""


@dataclass(frozen=True)
class _Image:
    """What one file shows of a tape: from one edge of time to another (by number), in a box of the tape's plane."""

    holder: str
    piece: Piece
    first: int
    last: int
    box: Box


@dataclass(frozen=True)
class _Tape:
    """One holder's own footage and all that shows it again. `edges_us`: where anything begins or ends, sorted."""

    holder: str
    weight: float
    edges_us: tuple[float, ...]
    images: tuple[_Image, ...]


def completeness(parts: Sequence[Part], footage: Footage) -> tuple[Completeness, ...]:
    """Of every holder of `parts`, sorted. Shares are in 0..1; that of a file which holds everything is 1.0 exactly."""
    total = 0.0
    held: dict[str, float] = {part.holder: 0.0 for part in parts}
    lacks: dict[str, list[Gap]] = {holder: [] for holder in held}
    margins: dict[str, list[Gap]] = {holder: [] for holder in held}
    inserted = frozenset(part.holder for part in parts if part.is_window)
    for tape in _tapes(footage, inserted):
        present = sorted({image.holder for image in tape.images})
        for holder in held.keys() - set(present):
            lacks[holder] += [(tape.holder, start, end) for start, end in footage.shown[tape.holder]]
        for at, (start, end) in enumerate(pairwise(tape.edges_us)):
            there = [image for image in tape.images if image.first <= at < image.last]
            if not there:
                continue
            seen = _union([image.box for image in there])
            amount = (end - start) * tape.weight
            total += amount * seen
            largest: dict[str, tuple[float, _Image]] = {}
            own: dict[str, list[Box]] = {}
            for image in there:
                own.setdefault(image.holder, []).append(image.box)
                largest[image.holder] = max(
                    (area_of(image.box), image), largest.get(image.holder, (-1.0, image)), key=lambda one: one[0]
                )
            best = min(largest, key=lambda holder: (-round(largest[holder][0], 6), holder != tape.holder, holder))
            for holder in present:
                if holder not in own:
                    lacks[holder].append((tape.holder, start, end))
                    continue
                area = _union(own[holder])
                if area >= (1 - MARGIN) * seen:
                    area = seen
                elif holder != best:
                    margins[holder].append(_on_own_clock(largest[best][1], start, end))
                held[holder] += amount * area
    stills = {part.holder for part in parts if part.is_still}
    return tuple(
        Completeness(
            holder,
            1.0 if not lacks[holder] and not margins[holder] else _share(held[holder], total),
            _named(lacks[holder], stills),
            _named(margins[holder], stills),
        )
        for holder in sorted(held)
    )


def _share(held: float, total: float) -> float:
    return 0.0 if total <= 0 else min(1.0, held / total)


def _tapes(footage: Footage, inserted: frozenset[str]) -> Iterable[_Tape]:
    on_tape: dict[str, list[tuple[str, Piece]]] = {}
    for holder, pieces in footage.pieces.items():
        for piece in pieces:
            on_tape.setdefault(piece.tape, []).append((holder, piece))
    for tape in sorted(on_tape):
        yield _tape(tape, footage, on_tape[tape], inserted)


def _tape(tape: str, footage: Footage, lying: Sequence[tuple[str, Piece]], inserted: frozenset[str]) -> _Tape:
    """`inserted`: files that show it in a window. Its edges are known less well than those of a whole picture, so
    beyond what whole pictures show nothing is counted of it."""
    clipped = []
    for holder, piece in lying:
        low, high = piece.image
        for start, end in footage.shown[tape]:
            if min(high, end) > max(low, start):
                clipped.append((holder, piece, max(low, start), min(high, end)))
    ends = [end for stretch in footage.shown[tape] for end in stretch]
    times = _anchors(ends, [at for _, _, low, high in clipped for at in (low, high)], footage.tolerance_us)
    boxes = [boxed(piece.plane, piece.box) for _, piece, _, _ in clipped]
    whole = [box for (holder, *_), box in zip(clipped, boxes, strict=True) if holder not in inserted]
    if whole:
        left, top, right, bottom = zip(*whole, strict=True)
        extent = (min(left), min(top), max(right), max(bottom))
        boxes = [
            _within(box, extent) if holder in inserted else box
            for (holder, *_), box in zip(clipped, boxes, strict=True)
        ]
    across = _anchors((0.0, 1.0), [side for box in boxes for side in (box[0], box[2])], SNAP)
    down = _anchors((0.0, 1.0), [side for box in boxes for side in (box[1], box[3])], SNAP)
    images = [
        _Image(
            holder,
            piece,
            _nearest(times, low),
            _nearest(times, high),
            (
                across[_nearest(across, box[0])],
                down[_nearest(down, box[1])],
                across[_nearest(across, box[2])],
                down[_nearest(down, box[3])],
            ),
        )
        for (holder, piece, low, high), box in zip(clipped, boxes, strict=True)
    ]
    return _Tape(tape, footage.weight[tape], times, tuple(image for image in images if area_of(image.box) > 0))


def _within(box: Box, extent: Sequence[float]) -> Box:
    return max(box[0], extent[0]), max(box[1], extent[1]), min(box[2], extent[2]), min(box[3], extent[3])


def _anchors(fixed: Iterable[float], values: Iterable[float], within: float) -> tuple[float, ...]:
    """`fixed`, and of the others the first of each run, so that what lies within the tolerance falls together."""
    anchors = sorted(set(fixed))
    for value in sorted(values):
        if abs(anchors[_nearest(anchors, value)] - value) > within:
            anchors.insert(bisect_left(anchors, value), value)
    return tuple(anchors)


def _nearest(anchors: Sequence[float], value: float) -> int:
    at = bisect_left(anchors, value)
    if at == 0 or (at < len(anchors) and anchors[at] - value < value - anchors[at - 1]):
        return at
    return at - 1


def _union(boxes: Sequence[Box]) -> float:
    """Area that any of the boxes covers."""
    distinct = sorted(set(boxes))
    if len(distinct) == 1:
        return area_of(distinct[0])
    across = sorted({side for box in distinct for side in (box[0], box[2])})
    total = 0.0
    for left, right in pairwise(across):
        runs = sorted((box[1], box[3]) for box in distinct if box[0] <= left and box[2] >= right)
        reached = float("-inf")
        for top, bottom in runs:
            total += (right - left) * max(0.0, bottom - max(top, reached))
            reached = max(reached, bottom)
    return total


def _on_own_clock(image: _Image, start: float, end: float) -> Gap:
    ends = sorted((at - image.piece.offset_us) / image.piece.rate for at in (start, end))
    return image.holder, ends[0], ends[1]


def _named(gaps: Sequence[Gap], stills: Collection[str]) -> tuple[tuple[str, Span | None], ...]:
    """Gaps that follow each other are one; the longest ones, in order of holder and time."""
    joined: list[Gap] = []
    for holder, start, end in sorted(gaps):
        if joined and joined[-1][0] == holder and start - joined[-1][2] < 1:
            joined[-1] = (holder, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((holder, start, end))
    longest = sorted(joined, key=lambda gap: (gap[1] - gap[2], gap))[:LONGEST]
    return tuple(
        (holder, None if holder in stills else Span(round(start), max(round(end), round(start) + 1)))
        for holder, start, end in sorted(longest)
    )
