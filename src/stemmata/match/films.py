"""Two films: which stretches show the same footage, aligned.

Each hypothesis on how their clocks lie to each other (match.lines) is checked frame by frame along its line, and
stretches are peeled off until none is left.
"""

from dataclasses import dataclass

import numpy as np

from stemmata.match import motion
from stemmata.match.geometry import Fit
from stemmata.match.hamming import distances
from stemmata.match.lines import Line, lines
from stemmata.match.picture import Picture
from stemmata.match.stills import PLACE, Verdict, judge
from stemmata.model.canonical import Json
from stemmata.model.edge import Segment
from stemmata.model.span import Region, Span

CHECKS = 10
"""Frame pairs laid over each other along one line."""
FRAME_COPY, FRAME_CONSENSUS, FRAME_TILT = 0.60, 0.50, 0.20
"""What frames along one line must reach in the middle (median): agreement, share of details that follow the movement,
and at most so much perspective. They may lie a quarter of a second apart; stills, which do not, need more. On the bench
99 in 100 right lines reach them; another day, or another camera at the same place, came to 0.53 and tilts of 0.2 and
more in three examples and sixty files of another generator."""
MOST = 0.6
"""Share of the gap that a stretch must fill for the other kinds of hypotheses not to be asked."""
SPEED_OF_ONE = 0.02
"""Slopes this near to 1 are one speed; any other was sought among a hundred, so motion or hashes must bear it out."""
STEADY = 0.06
"""How far corners may wander between frame pairs of one stretch, in shares of the picture: an edit moves them alike."""
MOVES_CLEARLY = 0.80
MOVES_ALIKE = 0.60
"""r of motion from which two stretches move alike; unrelated films reached 0.62 on short windows (visual.md 4b), so
geometry must hold as well."""
FAST_CHECKS = 4
"""Frames that another speed than 1 needs."""
PIECES = 6
MIN_PIECE_US = 800_000
NEAR_US = 300_000


Rows = list[tuple[int, int, Verdict]]
"""Sampled frames of a and b, and what laying one over the other gave."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that was checked. `kind` as in stills.Verdict."""

    kind: str
    segment: Segment
    checked: int
    verified: int
    inliers: int
    r: float | None
    hashed: bool

    @property
    def is_proven(self) -> bool:
        return self.kind in {"same_footage", "same_picture_part"}

    @property
    def stands_alone(self) -> bool:
        """Whether motion or hashes bear it out clearly: a further stretch of a pair that is already shown needs this,
        since a camera that hardly moves fits at many hours."""
        return self.hashed or (self.r is not None and self.r >= MOVES_CLEARLY)

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
        return unlikely * seconds * (0.1 + max(0.0, self.r if self.r is not None else 0.5) ** 2)


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
    pairs = _pairs_on(a, b, line, gap)
    if not pairs:
        return None
    judged = [(sample_a, sample_b, judge(a.view(sample_a), b.view(sample_b))) for sample_a, sample_b in pairs]
    fits = [(sa, sb, v) for sa, sb, v in judged if v.fit is not None and v.fit.agreement >= PLACE]
    weak = [v for _, _, v in judged if v.fit is not None]
    comparable = [v for _, _, v in judged if v.name != "not_comparable"]
    if not fits:
        if len(weak) >= max(2, len(comparable) // 2):
            return _piece(
                "same_place", a, b, line, gap, [(sa, sb, v) for sa, sb, v in judged if v.fit], len(judged), None
            )
        return None
    steady = _steadiest(fits)
    stretch_a = _extent(a, b, line, gap, steady, judged)
    r = _moves_alike(a, b, line, gap, stretch_a)
    if r is not None and r < MOVES_CLEARLY:
        part = _part_that_moves_alike(a, b, line, gap, stretch_a, r) if whole else None
        if part is not None and part[1] - part[0] < 0.9 * (gap[1] - gap[0]):
            return _check(a, b, line, part, whole=False)
    enough = len(steady) >= max(2, min(3, len(comparable))) and _fit_well(steady)
    hashed = _hash_run(a, b, line, stretch_a)
    borne_out = hashed or (r is not None and r >= MOVES_ALIKE)
    one_speed = abs(line.slope - 1) <= SPEED_OF_ONE
    enough = enough and (one_speed or len(steady) >= min(FAST_CHECKS, len(comparable)))
    if enough and (borne_out or (one_speed and _is_bound_to_its_moment(a, b, steady))):
        kind = "same_footage"
    elif enough and r is None:
        kind = "undecided"
    elif len(steady) >= 2 and (r is None or r < 0.3):
        kind = "same_place"
    else:
        kind = "undecided"
    return _piece(kind, a, b, line, gap, steady, len(judged), r, stretch_a, hashed)


def _fit_well(rows: Rows) -> bool:
    fits = [verdict.fit for _, _, verdict in rows if verdict.fit is not None]
    return (
        float(np.median([one.agreement for one in fits])) >= FRAME_COPY
        and float(np.median([one.consensus for one in fits])) >= FRAME_CONSENSUS
        and float(np.median([one.tilt for one in fits])) <= FRAME_TILT
    )


def _pairs_on(a: Picture, b: Picture, line: Line, gap: tuple[int, int]) -> list[tuple[int, int]]:
    """Sampled frames of the two that lie nearest to the line, spread along it."""
    found: list[tuple[int, int]] = []
    for sample, at in enumerate(b.sample_us.tolist()):
        there = float(line.to_a(float(at)))
        if gap[0] <= at < gap[1] and -NEAR_US <= there <= a.end_us + NEAR_US:
            nearest = int(np.abs(a.sample_us - there).argmin())
            if abs(int(a.sample_us[nearest]) - there) <= NEAR_US:
                found.append((nearest, sample))
    if len(found) > CHECKS:
        found = [found[int(k)] for k in np.unique(np.linspace(0, len(found) - 1, CHECKS).astype(int))]
    return found


def _steadiest(fits: Rows) -> Rows:
    """The largest set whose movements agree: an edit maps every frame alike, two cameras do not."""
    best: Rows = []
    for _, _, middle in fits:
        near = [row for row in fits if _alike(row[2].fit, middle.fit)]
        if len(near) > len(best):
            best = near
    return best


def _alike(one: Fit | None, other: Fit | None) -> bool:
    return one is not None and other is not None and one.mirrored == other.mirrored and one.shift(other) <= STEADY


def _extent(
    a: Picture,
    b: Picture,
    line: Line,
    gap: tuple[int, int],
    steady: Rows,
    judged: Rows,
) -> tuple[float, float]:
    """The stretch of a's clock: from the first to the last verified frame, and on to where a film or a gap ends, unless
    a frame pair beyond was looked at and did not fit."""
    low_b, high_b = (float(line.to_a(float(edge))) for edge in gap)
    low, high = max(0.0, min(low_b, high_b)), min(float(a.end_us), max(low_b, high_b))
    times = sorted(float(a.sample_us[sa]) for sa, _, _ in steady)
    held = {(sa, sb) for sa, sb, _ in steady}
    failed = sorted(
        float(a.sample_us[sa]) for sa, sb, v in judged if (sa, sb) not in held and v.name != "not_comparable"
    )
    before = [at for at in failed if at < times[0]]
    after = [at for at in failed if at > times[-1]]
    start = (before[-1] + times[0]) / 2 if before else low
    end = (after[0] + times[-1]) / 2 if after else high
    return start, max(end, start + 1)


def _part_that_moves_alike(
    a: Picture, b: Picture, line: Line, gap: tuple[int, int], stretch: tuple[float, float], r: float
) -> tuple[int, int] | None:
    """The part of the gap in which the two move clearly more alike than over the whole: of a film that was cut inside,
    another line holds the rest."""
    films = (a.frame_us, a.motion), _moved(b, gap)
    offset_s = line.offset_us / 1e6
    run = motion.longest_run(*films, line.slope, offset_s, (stretch[0] / 1e6, stretch[1] / 1e6))
    clearer = None if run is None else motion.agreement(*films, line.slope, offset_s, run)
    if run is None or clearer is None or clearer < max(MOVES_ALIKE, r + 0.1):
        return None
    low, high = sorted(round(float(line.to_b(edge * 1e6))) for edge in run)
    return max(gap[0], low), min(gap[1], high)


def _moved(film: Picture, gap: tuple[int, int]) -> motion.Film:
    inside = (film.frame_us >= gap[0]) & (film.frame_us < gap[1])
    return film.frame_us[inside], film.motion[inside]


def _moves_alike(
    a: Picture, b: Picture, line: Line, gap: tuple[int, int], stretch: tuple[float, float]
) -> float | None:
    moved = _moved(b, gap)
    if len(moved[0]) < 10 or len(a.frame_us) < 10:
        return None
    span = (stretch[0] / 1e6, stretch[1] / 1e6)
    return motion.agreement((a.frame_us, a.motion), moved, line.slope, line.offset_us / 1e6, span)


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
    return Piece(kind, segment, checked, len(rows), inliers, r, hashed)


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
    }
