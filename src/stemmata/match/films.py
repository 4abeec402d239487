"""Two films: which stretches show the same footage, aligned.

Each hypothesis on how their clocks lie to each other (match.lines) is checked frame by frame along its line, and
stretches are peeled off until none is left.
"""

from dataclasses import dataclass, replace

import numpy as np

from stemmata.match import motion
from stemmata.match.cells import moves_in_the_same_places
from stemmata.match.extents import extent
from stemmata.match.frame_pairs import STEADY, Rows, fit_well, judged_together, pairs_on, steadiest, windows_of
from stemmata.match.geometry import Fit
from stemmata.match.hamming import distances
from stemmata.match.lines import Line, lines, moving, refined_line
from stemmata.match.picture import Picture
from stemmata.match.stills import PLACE, judge
from stemmata.model.canonical import Json
from stemmata.model.edge import Segment
from stemmata.model.span import Region, Span

MOST = 0.6
"""Share of the gap that a stretch must fill for the other kinds of hypotheses not to be asked."""
SPEED_OF_ONE = 0.02
"""Slopes this near to 1 are one speed; any other was sought among a hundred, so motion or hashes must bear it out."""
MOVES_CLEARLY = 0.80
MOVES_ALIKE, AT_LEAST = 1.2, 0.40
"""r of motion times the root of the seconds from which two stretches move alike, and the least r: the longer, the less
can chance do. Unrelated films reached 0.62 on windows of four seconds (visual.md 4b), so geometry must hold as well."""
CELLS_ALIKE, CELLS_CLEARLY, CELLS_APART = 0.45, 0.60, 0.20
"""r of what moves in the same places: from which two stretches are of one moment, clearly so, and below which of two.
Of the bench's films, laid over themselves one or two seconds off (707 lines: right geometry, wrong moment), the most
reached 0.36 and 99 in 100 stayed below 0.27; at the right moment 95 in 100 copies reach 0.49, half of them 0.93."""
IN_TIME = 0.25
"""r of a moving camera below which the moment is another, however much the same places move: they do for a second."""
OTHER_SPEED_US = 2_000_000
"""A stretch at another speed than 1 is one of a hundred that were tried, so it has to be this long."""
SHAKEN = 0.15
"""Spread of a film's curve (roots of levels) from which it is that of a moving camera: a fixed one has that of its
encoder's key frames and of the light, which other hours of the same camera share."""
FAST_CHECKS = 4
"""Frames that another speed than 1 needs."""
PIECES = 6
MIN_PIECE_US = 800_000


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
    hashed: bool

    @property
    def is_proven(self) -> bool:
        return self.kind in {"same_footage", "same_picture_part"}

    @property
    def stands_alone(self) -> bool:
        """Whether motion or hashes bear it out clearly: a further stretch of a pair that is already shown needs this,
        since a camera that hardly moves fits at many hours."""
        return self.hashed or (self.r or 0) >= MOVES_CLEARLY or (self.cells or 0) >= CELLS_CLEARLY

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
        known = [value for value in (self.r, self.cells) if value is not None]
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
        for proposed in lines(a, b, gap):
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


def _check(a: Picture, b: Picture, line: Line, gap: tuple[int, int], *, whole: bool = True) -> Piece | None:
    """Lay frames over each other along the line; None where they do not even share details."""
    pairs = pairs_on(a, b, line, gap)
    if not pairs:
        return None
    judged = [(sample_a, sample_b, judge(a.view(sample_a), b.view(sample_b))) for sample_a, sample_b in pairs]
    comparable = [v for _, _, v in judged if v.name != "not_comparable"]
    fits = [(sa, sb, v) for sa, sb, v in judged if v.fit is not None and v.fit.agreement >= PLACE]
    if len(steadiest(fits)) < max(2, len(comparable) // 2):
        together = judged_together(a, b, pairs)
        if len(together) > len(steadiest(fits)):
            held = {row[:2] for row in together}
            judged = [*together, *(row for row in judged if row[:2] not in held)]
            fits = together
    weak = [v for _, _, v in judged if v.fit is not None]
    if not fits:
        if len(weak) >= max(2, len(comparable) // 2):
            return _piece(
                "same_place", a, b, line, gap, [(sa, sb, v) for sa, sb, v in judged if v.fit], len(judged), None, None
            )
        return None
    steady = steadiest(fits)
    stretch_a = extent(a, b, line, gap, steady, judged)
    r = _moves_alike(a, b, line, gap, stretch_a)
    windows = windows_of(steady)
    if (r is None or r < MOVES_CLEARLY) and windows != line.windows and line.windows == (None, None):
        return _check(a, b, refined_line(a, b, replace(line, windows=windows), gap), gap, whole=whole)
    cells = _moves_in_the_same_places(a, b, line, steady, stretch_a)
    if r is not None and r < MOVES_CLEARLY and (cells or 0) < CELLS_CLEARLY:
        part = _part_that_moves_alike(a, b, line, gap, stretch_a, r) if whole else None
        if part is not None and part[1] - part[0] < 0.9 * (gap[1] - gap[0]):
            return _check(a, b, line, part, whole=False)
    enough = len(steady) >= max(2, min(3, len(comparable))) and fit_well(steady)
    hashed = _hash_run(a, b, line, stretch_a)
    one_speed = abs(line.slope - 1) <= SPEED_OF_ONE
    enough = enough and (one_speed or len(steady) >= min(FAST_CHECKS, len(comparable)))
    shaken = _is_shaken(a, b, line, gap, stretch_a)
    if cells is not None and cells >= (CELLS_ALIKE if one_speed else CELLS_CLEARLY):
        in_time = not shaken or r is None or r >= IN_TIME
        borne_out = in_time and (one_speed or stretch_a[1] - stretch_a[0] >= OTHER_SPEED_US)
    elif cells is not None and cells < CELLS_APART:
        borne_out = False
    else:
        alike = shaken and r is not None and r >= (_alike_from(stretch_a) if one_speed else MOVES_CLEARLY)
        borne_out = hashed or alike or (shaken and one_speed and _is_bound_to_its_moment(a, b, steady))
    if enough and borne_out:
        kind = "same_footage"
    elif len(steady) >= 2 and (cells < CELLS_APART if cells is not None else shaken and (r is None or r < 0.3)):
        kind = "same_place"
    else:
        kind = "undecided"
    return _piece(kind, a, b, line, gap, steady, len(judged), r, cells, stretch_a, hashed)


def _is_shaken(a: Picture, b: Picture, line: Line, gap: tuple[int, int], stretch: tuple[float, float]) -> bool:
    """Whether both cameras move enough for the curves of their movement to say anything."""
    ours, theirs = moving(a, b, line.windows, gap)
    on_b = sorted(float(at) / 1e6 for at in line.to_b(np.array(stretch)))
    spreads = motion.spread(ours, (stretch[0] / 1e6, stretch[1] / 1e6)), motion.spread(theirs, (on_b[0], on_b[1]))
    return min(spreads) >= SHAKEN


def _moves_in_the_same_places(
    a: Picture, b: Picture, line: Line, rows: Rows, stretch: tuple[float, float]
) -> float | None:
    fits = [verdict.fit for _, _, verdict in rows if verdict.fit is not None]
    return moves_in_the_same_places(a, b, line, max(fits, key=lambda one: one.inliers), stretch)


def _alike_from(stretch: tuple[float, float]) -> float:
    """The r from which a stretch, in µs, moves alike."""
    seconds = (stretch[1] - stretch[0]) / 1e6
    return float(np.clip(MOVES_ALIKE / np.sqrt(max(seconds, 1e-3)), AT_LEAST, MOVES_CLEARLY))


def _part_that_moves_alike(
    a: Picture, b: Picture, line: Line, gap: tuple[int, int], stretch: tuple[float, float], r: float
) -> tuple[int, int] | None:
    """The part of the gap in which the two move clearly more alike than over the whole: of a film that was cut inside,
    another line holds the rest."""
    films = moving(a, b, line.windows, gap)
    offset_s = line.offset_us / 1e6
    run = motion.longest_run(*films, line.slope, offset_s, (stretch[0] / 1e6, stretch[1] / 1e6))
    clearer = None if run is None else motion.agreement(*films, line.slope, offset_s, run)
    if run is None or clearer is None or clearer < max(_alike_from((1e6 * run[0], 1e6 * run[1])), r + 0.1):
        return None
    low, high = sorted(round(float(line.to_b(edge * 1e6))) for edge in run)
    return max(gap[0], low), min(gap[1], high)


def _moves_alike(
    a: Picture, b: Picture, line: Line, gap: tuple[int, int], stretch: tuple[float, float]
) -> float | None:
    films = moving(a, b, line.windows, gap)
    if min(len(times) for times, _ in films) < 10:
        return None
    span = (stretch[0] / 1e6, stretch[1] / 1e6)
    return motion.agreement(*films, line.slope, line.offset_us / 1e6, span)


def _hash_run(a: Picture, b: Picture, line: Line, stretch: tuple[float, float]) -> bool:
    """Whether frames on the line are close, and clearly closer than frames off it: footage, not a standing picture."""
    on, off = [], []
    for sample, at in enumerate(b.sample_us.tolist()):
        there = float(line.to_a(float(at)))
        if not stretch[0] <= there <= stretch[1]:
            continue
        apart = distances(b.sample_views(sample), a.frame_hash).min(axis=0)
        near = np.abs(a.frame_us - there) <= 120_000
        far = np.abs(a.frame_us - there) >= 1_000_000
        if near.any() and far.any():
            on.append(int(apart[near].min()))
            off.append(int(np.median(apart[far])))
    return len(on) >= 3 and float(np.median(on)) <= 24 and float(np.median(off)) - float(np.median(on)) >= 12


def _is_bound_to_its_moment(a: Picture, b: Picture, steady: Rows) -> bool:
    """Whether frames a second or more off the line no longer fit by the same movement: then the camera moved, and the
    agreement on the line is that of one recording. A standing camera fits at any hour and proves nothing."""
    if len(steady) < 3:
        return False
    bound = tried = 0
    for sample_a, sample_b, verdict in steady[:: max(1, len(steady) // 4)]:
        away = [k for k, at in enumerate(a.sample_us.tolist()) if abs(at - int(a.sample_us[sample_a])) >= 1_400_000]
        if not away or verdict.fit is None:
            continue
        other = judge(a.view(away[len(away) // 2]), b.view(sample_b)).fit
        tried += 1
        bound += other is None or other.agreement < PLACE or other.shift(verdict.fit) > STEADY
    return tried >= 2 and bound == tried


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
    hashed: bool = False,
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
    return Piece(kind, segment, checked, len(rows), inliers, r, cells, hashed)


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
