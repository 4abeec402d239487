"""Two films: which stretches show the same footage, aligned.

Each hypothesis on how their clocks lie to each other (match.lines) is checked frame by frame along its line, and
stretches are peeled off until none is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from stemmata.match import motion
from stemmata.match.cells import cell_lines, moves_in_the_same_places, part_that_moves_in_the_same_places
from stemmata.match.extents import extent
from stemmata.match.frame_pairs import Rows, fit_well, judged_together, pairs_on, steadiest, windows_of
from stemmata.match.geometry import Fit
from stemmata.match.lines import Line, lines, moving, refined_line
from stemmata.match.picture import Picture
from stemmata.match.same_moment import (
    CELLS_ALIKE,
    CELLS_CLEARLY,
    MOVES_CLEARLY,
    SPEED_OF_ONE,
    Moment,
    SameMoment,
    alike_from,
)
from stemmata.match.stills import PLACE, judge
from stemmata.model.canonical import Json
from stemmata.model.edge import Segment
from stemmata.model.span import Region, Span

MOST = 0.6
"""Share of the gap that a stretch must fill for the other kinds of hypotheses not to be asked."""
STEADY_FRAMES = 3
"""Frames that fit by one movement, from which a camera that stands still is known to be one."""
FAST_CHECKS = 4
"""Frames that another speed than 1 needs."""
PIECES = 6
MIN_PIECE_US = 800_000


@dataclass(frozen=True, slots=True)
class Coincident:
    """Distinct details that one movement explains: in the best frame pair, or where `together` in all of a line."""

    details: int
    together: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that was checked. `kind` as in stills.Verdict."""

    kind: str
    segment: Segment
    checked: int
    verified: int
    inliers: int
    r: float | None
    """How alike the two move on the whole."""
    cells: float | None
    """How alike they move in the same places."""
    changes: float | None = None
    """How alike what changes is, pixel by pixel."""
    coincident: Coincident | None = None
    fit: Fit | None = None
    """The best of them, of a camera that stands still; None elsewhere."""

    @property
    def is_proven(self) -> bool:
        return self.kind in {"same_footage", "same_picture_part"}

    @property
    def stands_alone(self) -> bool:
        """Whether motion bears it out clearly: a further stretch of a pair that is already shown needs this, since a
        camera that hardly moves fits at many hours."""
        return (self.r or 0) >= MOVES_CLEARLY or (self.cells or 0) >= CELLS_CLEARLY

    @property
    def seconds_of_b(self) -> float:
        span = self.segment.b
        return (span.end_us - span.start_us) / 1e6 if span is not None else 0.0

    @property
    def weight(self) -> float:
        """Seconds, weighed by how well motion bears them out: of several lines that all fit, one is right. Films run
        at their own speed unless another explains clearly more."""
        span = self.segment.a
        seconds = (span.end_us - span.start_us) / 1e6 if span is not None else 0.0
        unlikely = 1.0 if abs(self.segment.speed - 1) <= SPEED_OF_ONE else 0.85 if self.segment.speed > 0 else 0.7
        known = [value for value in (self.r, self.cells, self.changes) if value is not None]
        alike = sum(known) / len(known) if known else 0.5
        return unlikely * seconds * (0.1 + max(0.0, alike) ** 2)


def compare_films(a: Picture, b: Picture) -> tuple[str, list[Piece], dict[str, Json]]:
    """Verdict, pieces in order of a's clock, and counts."""
    pieces: list[Piece] = []
    doubts: list[Piece] = []
    free = [(0, b.end_us)]
    for _ in range(PIECES):
        found = _next_piece(a, b, free, doubts, pieces[0].segment.speed if pieces else None)
        if found is None:
            break
        pieces.append(found)
        span = found.segment.b
        free = [gap for gap in _without(free, span) if gap[1] - gap[0] >= MIN_PIECE_US] if span else []
        if not free:
            break
    proven = [piece for piece in pieces if piece.is_proven]
    facts: dict[str, Json] = {
        "checked_frames": sum(piece.checked for piece in pieces + doubts),
        "verified_frames": sum(piece.verified for piece in proven),
        "inliers": int(np.median([piece.inliers for piece in proven])) if proven else 0,
    }
    if proven:
        kinds = {piece.kind for piece in proven}
        proven.sort(key=lambda piece: piece.segment.a.start_us if piece.segment.a else 0)
        return ("same_footage" if "same_footage" in kinds else "same_picture_part"), proven, facts
    for kind, reason in (
        ("same_place", "details agree, what moves does not"),
        ("undecided", "frames agree, motion says nothing"),
    ):
        seen = [piece for piece in doubts if piece.kind == kind]
        if seen:
            facts["reason"] = reason
            return kind, seen[:1], facts
    loud = bool(a.loud.any()) and bool(b.loud.any())
    facts["reason"] = (
        "no stretch of the two shows the same" if loud else "one of the two shows too little to be compared"
    )
    return ("not_established" if loud else "not_comparable"), [], facts


def _without(gaps: list[tuple[int, int]], span: Span) -> list[tuple[int, int]]:
    left: list[tuple[int, int]] = []
    for start, end in gaps:
        left += [(start, min(end, span.start_us)), (max(start, span.end_us), end)]
    return [(start, end) for start, end in left if end > start]


def _next_piece(
    a: Picture, b: Picture, free: list[tuple[int, int]], doubts: list[Piece], speed: float | None
) -> Piece | None:
    """The weightiest proven stretch of the first gap that has one. `speed`: that of the first; who changes the speed of
    one stretch changes that of all, and without this the leftovers of one recording fit at many speeds."""
    for gap in sorted(free, key=lambda gap: gap[0] - gap[1]):
        found: list[Piece] = []
        for proposed in _proposed(a, b, gap, doubts):
            tried = [line for line in proposed if speed is None or abs(line.slope - speed) <= SPEED_OF_ONE]
            checked = [piece for line in tried if (piece := _check(a, b, line, gap)) is not None]
            proven = [piece for piece in checked if piece.is_proven and (speed is None or piece.stands_alone)]
            found += proven
            if any(piece.stands_alone and piece.seconds_of_b >= MOST * (gap[1] - gap[0]) / 1e6 for piece in proven):
                break
            doubts += [piece for piece in checked if not piece.is_proven]
        if found:
            return max(found, key=lambda piece: (piece.weight, -piece.segment.speed))
    return None


def _proposed(a: Picture, b: Picture, gap: tuple[int, int], doubts: list[Piece]) -> Iterator[list[Line]]:
    """Lines kind by kind; and as soon as the camera is seen to stand still, so that it fits at any hour, those by what
    moves in its places: where these prove nothing, no other would."""
    for proposed in lines(a, b, gap):
        yield proposed
        still = [piece for piece in doubts if piece.fit is not None and piece.verified >= STEADY_FRAMES]
        best = max(still, key=lambda piece: (piece.seconds_of_b, piece.inliers), default=None)
        if best is not None and best.fit is not None and best.seconds_of_b >= MOST * (gap[1] - gap[0]) / 1e6:
            yield cell_lines(a, b, best.fit, gap)
            return


def _check(a: Picture, b: Picture, line: Line, gap: tuple[int, int], *, whole: bool = True) -> Piece | None:
    """Lay frames over each other along the line; None where they do not even share details."""
    pairs = pairs_on(a, b, line, gap)
    if not pairs:
        return None
    judged = [(sample_a, sample_b, judge(a.view(sample_a), b.view(sample_b))) for sample_a, sample_b in pairs]
    comparable = [v for _, _, v in judged if v.name != "not_comparable"]
    fits = [(sa, sb, v) for sa, sb, v in judged if v.fit is not None and v.fit.agreement >= PLACE]
    best = max((v.fit.inliers for _, _, v in fits if v.fit is not None), default=0)
    coincident = Coincident(best)
    if len(steadiest(fits)) < max(2, len(comparable) // 2):
        together, details = judged_together(a, b, pairs)
        if len(together) > len(steadiest(fits)):
            held = {row[:2] for row in together}
            judged = [*together, *(row for row in judged if row[:2] not in held)]
            fits = together
            coincident = Coincident(details, together=True)
    weak = [v for _, _, v in judged if v.fit is not None]
    if not fits:
        if len(weak) >= max(2, len(comparable) // 2):
            return _piece(
                "same_place", a, b, line, gap, [(sa, sb, v) for sa, sb, v in judged if v.fit], len(judged), None, None
            )
        return None
    steady = steadiest(fits)
    stretch_a = extent(a, b, line, gap, steady, judged)
    seen = SameMoment(a, b, line, gap, stretch_a, steady)
    r = seen.r
    windows = windows_of(steady)
    if (r is None or r < MOVES_CLEARLY) and windows != line.windows and line.windows == (None, None):
        return _check(a, b, refined_line(a, b, replace(line, windows=windows), gap), gap, whole=whole)
    if (not seen.shaken or (r is not None and r < MOVES_CLEARLY)) and (seen.cells or 0) < CELLS_CLEARLY:
        part = _part_that_moves_alike(seen) if whole else None
        if part is not None and part[1] - part[0] < 0.9 * (gap[1] - gap[0]):
            return _check(a, b, line, part, whole=False)
    enough = len(steady) >= max(2, min(3, len(comparable))) and fit_well(steady)
    enough = enough and (seen.one_speed or len(steady) >= min(FAST_CHECKS, len(comparable)))
    kind = "undecided"
    if enough and seen.moment is Moment.SAME:
        kind = "same_footage"
    elif len(steady) >= 2 and seen.moment is Moment.ANOTHER:
        kind = "same_place"
    piece = _piece(kind, a, b, line, gap, steady, len(judged), r, seen.cells, stretch_a)
    changes = seen.changes.alike if seen.changes is not None else None
    piece = replace(piece, changes=changes, coincident=coincident)
    return piece if seen.shaken else replace(piece, fit=seen.fit)


def _part_that_moves_alike(seen: SameMoment) -> tuple[int, int] | None:
    """The part of the gap in which the two move clearly more alike than over the whole: of a film that was cut inside,
    another line holds the rest."""
    part = _part_of_a_still_camera(seen) if not seen.shaken else _part_of_a_moving_camera(seen)
    if part is None:
        return None
    low, high = sorted(round(float(seen.line.to_b(edge))) for edge in part)
    return max(seen.gap[0], low), min(seen.gap[1], high)


def _part_of_a_still_camera(seen: SameMoment) -> tuple[float, float] | None:
    part = part_that_moves_in_the_same_places(seen.a, seen.b, seen.line, seen.fit, seen.stretch)
    if part is None:
        return None
    clearer = moves_in_the_same_places(seen.a, seen.b, seen.line, seen.fit, part)
    return part if clearer is not None and clearer >= max(CELLS_ALIKE, (seen.cells or 0) + 0.1) else None


def _part_of_a_moving_camera(seen: SameMoment) -> tuple[float, float] | None:
    films = moving(seen.a, seen.b, seen.line.windows, seen.gap)
    offset_s = seen.line.offset_us / 1e6
    run = motion.longest_run(*films, seen.line.slope, offset_s, (seen.stretch[0] / 1e6, seen.stretch[1] / 1e6))
    clearer = None if run is None else motion.agreement(*films, seen.line.slope, offset_s, run)
    if run is None or clearer is None:
        return None
    part = (1e6 * run[0], 1e6 * run[1])
    return part if clearer >= max(alike_from(part), (seen.r or 0) + 0.1) else None


def _piece(
    kind: str,
    a: Picture,
    b: Picture,
    line: Line,
    gap: tuple[int, int],
    rows: Rows,
    checked: int,
    r: float | None,
    cells: float | None,
    stretch: tuple[float, float] | None = None,
) -> Piece:
    low_b, high_b = (float(line.to_a(float(edge))) for edge in gap)
    start, end = stretch or (max(0.0, min(low_b, high_b)), min(float(a.end_us), max(low_b, high_b)))
    span_a = Span(round(start), max(round(end), round(start) + 1))
    edges = sorted(float(at) for at in line.to_b(np.array([span_a.start_us, span_a.end_us], np.float64)))
    low, high = max(gap[0], round(edges[0])), min(gap[1], round(edges[1]))
    span_b = Span(low, max(high, low + 1))
    best = max((v for _, _, v in rows if v.fit is not None), key=lambda v: v.fit.inliers if v.fit else 0)
    fit = best.fit
    if fit is None:
        raise ValueError("a piece stands on at least one fit")
    regions = [(v.a_region, v.b_region) for _, _, v in rows if v.name == "same_picture_part"]
    inserted = 2 * len(regions) > len(rows)
    a_region, b_region = _common(regions) if inserted else (None, None)
    if kind == "same_footage" and (a_region is not None or b_region is not None):
        kind = "same_picture_part"
    segment = Segment(
        a=span_a,
        b=span_b,
        speed=round(line.slope, 4),
        mirrored=fit.mirrored,
        geometry=geometry_of(fit),
        a_region=a_region,
        b_region=b_region,
    )
    inliers = int(np.median([v.fit.inliers for _, _, v in rows if v.fit is not None]))
    return Piece(kind, segment, checked, len(rows), inliers, r, cells)


def _common(regions: list[tuple[Region | None, Region | None]]) -> tuple[Region | None, Region | None]:
    """The middle one of the windows seen: single frames jitter."""
    for side in (0, 1):
        seen = [pair[side] for pair in regions if pair[side] is not None]
        if 2 * len(seen) > len(regions):
            ordered = sorted((one for one in seen if one is not None), key=lambda one: (one.area, one.x, one.y))
            middle = ordered[len(ordered) // 2]
            return (middle, None) if side == 0 else (None, middle)
    return None, None


def geometry_of(fit: Fit) -> dict[str, float | int | str | list[float]]:
    """The movement as it is kept: shares of a's sides onto shares of b's, after mirroring a where that was needed."""
    return {
        "matrix": [round(float(value), 6) for value in fit.matrix.ravel()],
        "scale": round(fit.scale, 4),
        "rotation_degrees": round(fit.rotation_degrees, 2),
        "inliers": fit.inliers,
        "agreement": round(fit.agreement, 3),
        "a_in_b": round(fit.overlap_a, 3),
        "b_in_a": round(fit.overlap_b, 3),
        **({"negative": 1} if fit.negative else {}),
    }
