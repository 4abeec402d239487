"""Two films, or a film and a still: which stretches show the same footage, aligned.

Three kinds of hypotheses on how the clocks of two films lie to each other (whole-frame hashes, details of a few
frames, the curve of motion); each is then checked frame by frame along its line, and stretches are peeled off until
none is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.match import motion
from stemmata.match.geometry import MIN_INLIERS, Fit
from stemmata.match.hamming import distances
from stemmata.match.picture import Picture
from stemmata.match.signatures import votes
from stemmata.match.stills import PLACE, Verdict, judge
from stemmata.model.canonical import Json
from stemmata.model.edge import Segment
from stemmata.model.span import Region, Span

CLOSE_BITS = 40
"""Two frames this close stand on one line; the line is checked afterwards, so it may be looser than for candidates."""
PROBES = 8
"""Sampled frames of b that seek their place in a by details alone: those that share the most."""
COARSE = 40
"""Sampled frames of each that are first looked at for that: fewer than signatures.COMMON, so that a camera that stands
still is found too."""
CHECKS = 10
"""Frame pairs laid over each other along one line."""
FRAME_COPY, FRAME_CONSENSUS, FRAME_TILT = 0.60, 0.50, 0.25
"""What frames along one line must reach in the middle (median): agreement, share of details that follow the movement,
and at most so much perspective. They may lie a quarter of a second apart; stills, which do not, need more. On the bench
99 in 100 right lines reach them; another day, or another camera at the same place, came to 0.53 and tilts of 0.3 and
more in three examples."""
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


@dataclass(frozen=True, slots=True)
class Line:
    """t_a = offset_us + slope * t_b; slope < 0 where b runs backwards."""

    slope: float
    offset_us: float

    def to_a(self, b_us: npt.NDArray[np.float64] | float) -> npt.NDArray[np.float64]:
        return np.asarray(self.offset_us + self.slope * np.asarray(b_us, np.float64))

    def to_b(self, a_us: npt.NDArray[np.float64] | float) -> npt.NDArray[np.float64]:
        return np.asarray((np.asarray(a_us, np.float64) - self.offset_us) / self.slope)


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
    def weight(self) -> float:
        """Seconds, weighed by how well motion bears them out: of several lines that all fit, one is right."""
        span = self.segment.a
        seconds = (span.end_us - span.start_us) / 1e6 if span is not None else 0.0
        return seconds * (0.1 + max(0.0, self.r if self.r is not None else 0.5) ** 2)


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
        for lines in _lines(a, b, gap):
            tried = [line for line in lines if speed is None or abs(line.slope - speed) <= SPEED_OF_ONE]
            checked = [piece for line in tried if (piece := _check(a, b, line, gap)) is not None]
            proven = [piece for piece in checked if piece.is_proven and (speed is None or piece.stands_alone)]
            if proven:
                return max(proven, key=lambda piece: (piece.weight, -piece.segment.speed))
            doubts += checked
    return None


def _lines(a: Picture, b: Picture, gap: tuple[int, int]) -> Iterator[list[Line]]:
    """Hypotheses, the cheapest kind first; each kind is sought only when those before it proved nothing."""
    middle = (gap[0] + gap[1]) / 2
    kept: list[Line] = []
    for propose in (_hash_lines, _motion_lines, _detail_lines):
        before = len(kept)
        for line in propose(a, b, gap):
            refined = _refined(a, b, line, gap)
            if all(
                abs(refined.to_a(middle) - other.to_a(middle)) > 80_000 or abs(refined.slope - other.slope) > 0.02
                for other in kept
            ):
                kept.append(refined)
        yield kept[before:]


def _hash_lines(a: Picture, b: Picture, gap: tuple[int, int]) -> list[Line]:
    points = _hash_points(a, b, gap)
    return _fitted(points, votes=3) if len(points) >= 3 else []


def _motion_lines(a: Picture, b: Picture, gap: tuple[int, int]) -> list[Line]:
    inside = (b.frame_us >= gap[0]) & (b.frame_us < gap[1])
    if inside.sum() < 30:
        return []
    found = motion.alignments((a.frame_us, a.motion), (b.frame_us[inside], b.motion[inside]), 4)
    return [Line(one.slope, one.offset_s * 1e6) for one in found if one.r >= 0.5]


def _detail_lines(a: Picture, b: Picture, gap: tuple[int, int]) -> list[Line]:
    seen = _detail_points(a, b, gap)
    if not len(seen):
        return []
    return _fitted(seen, votes=2) + [Line(1.0, float(at_a - at_b)) for at_a, at_b in seen[:2]]


def _hash_points(a: Picture, b: Picture, gap: tuple[int, int]) -> npt.NDArray[np.float64]:
    """(n, 2) times (a, b) µs of sampled frames of either that are close to a frame of the other in some orientation."""
    points: list[tuple[float, float]] = []
    for one, other, swap in ((b, a, False), (a, b, True)):
        hashed, times = other.frame_hash[other.loud], other.frame_us[other.loud]
        if len(times) == 0:
            continue
        for sample, at in enumerate(one.sample_us.tolist()):
            apart = distances(one.sample_views(sample), hashed).min(axis=0)
            best = np.flatnonzero(apart <= min(CLOSE_BITS, int(apart.min()) + 4))
            if 0 < len(best) <= max(12, len(times) // 10):
                points += [(at, float(times[k])) if swap else (float(times[k]), at) for k in best[:12]]
    kept = [point for point in points if gap[0] <= point[1] < gap[1]]
    return np.array(kept, np.float64).reshape(-1, 2)


def _detail_points(a: Picture, b: Picture, gap: tuple[int, int]) -> npt.NDArray[np.float64]:
    """(n, 2) times of a few sampled frames of b and the sampled frames of a that they fit best, best first."""
    inside = [
        s for s, at in enumerate(b.sample_us.tolist()) if gap[0] <= at < gap[1] and b.point_count(s) >= MIN_INLIERS
    ]
    everywhere = list(range(len(a.sample_us)))
    step = max(1, len(everywhere) // COARSE)
    coarse = _most_alike(a, b, everywhere[::step], inside[:: max(1, len(inside) // COARSE)])
    found: list[tuple[int, float, float]] = []
    for _, sample_a, sample_b in coarse[:PROBES]:
        near = everywhere[max(0, sample_a - step + 1) : sample_a + step]
        best = _most_alike(a, b, near, [sample_b])[0][1] if step > 1 else sample_a
        fit = judge(a.view(best), b.view(sample_b)).fit
        if fit is not None and fit.agreement >= PLACE:
            found.append((fit.inliers, float(a.sample_us[best]), float(b.sample_us[sample_b])))
    found.sort(reverse=True)
    return np.array([pair[1:] for pair in found], np.float64).reshape(-1, 2)


def _most_alike(a: Picture, b: Picture, of_a: list[int], of_b: list[int]) -> list[tuple[int, int, int]]:
    """(shared details, sample of a, sample of b): for each of b's the most alike of a's, in plain or mirrored view."""
    asked = [b.posted(sample) for sample in of_b]
    best: dict[int, tuple[int, int]] = {}
    for flipped in (False, True):
        held = [a.posted(sample, flipped=flipped) for sample in of_a]
        for (query, reference), shared in votes(asked, held).items():
            best[query] = max(best.get(query, (0, 0)), (shared, -reference))
    return sorted(
        ((shared, of_a[-reference], of_b[query]) for query, (shared, reference) in best.items()),
        key=lambda row: (-row[0], row[2]),
    )


def _fitted(points: npt.NDArray[np.float64], votes: int) -> list[Line]:
    """Lines that at least `votes` points at different times support, by trying pairs of points; best three."""
    if len(points) > 150:
        points = points[np.linspace(0, len(points) - 1, 150).astype(int)]
    best: list[tuple[int, Line]] = []
    slopes = [(1.0, k) for k in range(len(points))]
    for k in range(len(points)):
        for other in range(k + 1, len(points)):
            run = points[other, 1] - points[k, 1]
            if abs(run) >= 1_000_000:
                slope = (points[other, 0] - points[k, 0]) / run
                if 0.45 <= abs(slope) <= 2.2:
                    slopes.append((slope, k))
    for slope, k in slopes:
        line = Line(float(slope), float(points[k, 0] - slope * points[k, 1]))
        near = np.abs(line.to_a(points[:, 1]) - points[:, 0]) <= 160_000
        support = len({int(at // 400_000) for at in points[near, 1]})
        if support >= votes:
            best.append((support, line))
    best.sort(key=lambda pair: (-pair[0], abs(abs(pair[1].slope) - 1), pair[1].offset_us))
    kept: list[Line] = []
    for _, line in best:
        middle = float(np.median(points[:, 1]))
        if all(
            abs(line.to_a(middle) - one.to_a(middle)) > 250_000 or abs(line.slope - one.slope) > 0.08 for one in kept
        ):
            kept.append(line)
        if len(kept) == 3:
            break
    return kept


def _refined(a: Picture, b: Picture, line: Line, gap: tuple[int, int]) -> Line:
    """The same line with its offset moved by up to 0.4 s to where the two move most alike."""
    inside = (b.frame_us >= gap[0]) & (b.frame_us < gap[1])
    if inside.sum() < 30 or len(a.frame_us) < 30:
        return line
    moved_a, moved_b = (a.frame_us, a.motion), (b.frame_us[inside], b.motion[inside])
    whole = (0.0, a.end_us / 1e6)
    shifts = np.arange(-10, 11) * 40_000
    scores = [motion.agreement(moved_a, moved_b, line.slope, (line.offset_us + s) / 1e6, whole) or -1.0 for s in shifts]
    best = int(np.argmax(np.array(scores) - np.abs(shifts) * 1e-9))
    return Line(line.slope, line.offset_us + float(shifts[best])) if scores[best] > 0.3 else line


def _check(a: Picture, b: Picture, line: Line, gap: tuple[int, int]) -> Piece | None:
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


def _fit_well(rows: list[tuple[int, int, Verdict]]) -> bool:
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


def _steadiest(fits: list[tuple[int, int, Verdict]]) -> list[tuple[int, int, Verdict]]:
    """The largest set whose movements agree: an edit maps every frame alike, two cameras do not."""
    best: list[tuple[int, int, Verdict]] = []
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
    steady: list[tuple[int, int, Verdict]],
    judged: list[tuple[int, int, Verdict]],
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


def _moves_alike(
    a: Picture, b: Picture, line: Line, gap: tuple[int, int], stretch: tuple[float, float]
) -> float | None:
    inside = (b.frame_us >= gap[0]) & (b.frame_us < gap[1])
    if inside.sum() < 10 or len(a.frame_us) < 10:
        return None
    span = (stretch[0] / 1e6, stretch[1] / 1e6)
    return motion.agreement(
        (a.frame_us, a.motion), (b.frame_us[inside], b.motion[inside]), line.slope, line.offset_us / 1e6, span
    )


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


def _is_bound_to_its_moment(a: Picture, b: Picture, steady: list[tuple[int, int, Verdict]]) -> bool:
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
    rows: list[tuple[int, int, Verdict]],
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


def compare_film_and_still(film: Picture, still: Picture) -> tuple[str, list[Piece], dict[str, Json]]:
    """The still against every sampled frame; the stretch is that of the frames that fit by one movement."""
    view = still.view(0)
    judged = [(sample, 0, judge(film.view(sample), view)) for sample in _worth_trying(film, still)]
    fits = [row for row in judged if row[2].fit is not None]
    copies = [row for row in fits if row[2].name in {"same_footage", "same_picture_part"}]
    facts: dict[str, Json] = {"checked_frames": len(judged), "verified_frames": len(copies)}
    if not fits:
        names = {row[2].name for row in judged}
        verdict = "not_comparable" if names <= {"not_comparable"} else "not_established"
        facts["reason"] = judged[0][2].reason if judged else "no frame to compare"
        return verdict, [], facts
    rows = copies or fits
    best = max(
        rows, key=lambda row: (row[2].fit.agreement if row[2].fit else 0, row[2].fit.inliers if row[2].fit else 0)
    )
    at = int(film.sample_us[best[0]])
    step = 250_000
    start, end = max(0, at - step), min(film.end_us, at + step)
    fit = best[2].fit
    if fit is None:
        raise ValueError("a fit was chosen")
    facts["inliers"] = fit.inliers
    segment = Segment(
        a=Span(start, max(end, start + 1)),
        b=None,
        mirrored=fit.mirrored,
        geometry=geometry_of(fit),
        a_region=best[2].a_region,
        b_region=best[2].b_region,
    )
    if not copies:
        facts["reason"] = best[2].reason
    return best[2].name, [Piece(best[2].name, segment, len(judged), len(copies), fit.inliers, None, False)], facts


def _worth_trying(film: Picture, still: Picture) -> list[int]:
    """Sampled frames near every frame that is close by hash, and a spread of all; at most 40."""
    apart = distances(still.sample_views(0), film.frame_hash).min(axis=0)
    close = film.frame_us[np.argsort(apart, kind="stable")[:8]]
    chosen = {int(np.abs(film.sample_us - at).argmin()) for at in close}
    spread = np.unique(np.linspace(0, len(film.sample_us) - 1, 32).astype(int))
    return sorted(chosen | {int(k) for k in spread})
