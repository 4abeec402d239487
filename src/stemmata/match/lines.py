"""How the clocks of two films may lie to each other: hypotheses, to be checked frame by frame (match.films).

Three kinds: whole-frame hashes, the curve of motion, details of a few frames. None of them decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from stemmata.match import motion
from stemmata.match.geometry import MIN_INLIERS, Fit, Windows, shared_windows
from stemmata.match.hamming import distances
from stemmata.match.picture import Picture
from stemmata.match.shared_details import votes
from stemmata.match.stills import PLACE, judge

CLOSE_BITS = 40
"""Two frames this close stand on one line; the line is checked afterwards, so it may be looser than for candidates."""
PROBES = 8
"""Sampled frames of b that seek their place in a by details alone: those that share the most."""
COARSE = 40
"""Sampled frames of each that are first looked at for that: fewer than shared_details.COMMON, so that a camera that
stands still is found too."""


@dataclass(frozen=True, slots=True)
class Line:
    """t_a = offset_us + slope * t_b; slope < 0 where b runs backwards. `windows`: the parts of the pictures by whose
    movement the two are to be compared."""

    slope: float
    offset_us: float
    windows: Windows = (None, None)

    def to_a(self, b_us: npt.NDArray[np.float64] | float) -> npt.NDArray[np.float64]:
        return np.asarray(self.offset_us + self.slope * np.asarray(b_us, np.float64))

    def to_b(self, a_us: npt.NDArray[np.float64] | float) -> npt.NDArray[np.float64]:
        return np.asarray((np.asarray(a_us, np.float64) - self.offset_us) / self.slope)


def lines(a: Picture, b: Picture, gap: tuple[int, int]) -> Iterator[list[Line]]:
    """Hypotheses, the cheapest kind first; each kind is sought only when those before it proved nothing."""
    middle = (gap[0] + gap[1]) / 2
    kept: list[Line] = []
    for propose in (_hash_lines, _motion_lines, _detail_lines):
        before = len(kept)
        for line in propose(a, b, gap):
            refined = refined_line(a, b, line, gap)
            if all(
                abs(refined.to_a(middle) - other.to_a(middle)) > 80_000
                or abs(refined.slope - other.slope) > 0.02
                or refined.windows != other.windows
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
    alike = _alike_frames(a, b, gap)
    seen = _seen(a, b, alike)
    if not seen:
        # A small window shares too few details for one pair of frames to show where it lies; many pairs together may.
        met = [(int(a.sample_us[of_a]), int(b.sample_us[of_b])) for _, of_a, of_b in alike]
        return _fitted(np.array(met, np.float64).reshape(-1, 2), votes=3)
    points = np.array([(one.at_a, one.at_b) for one in seen], np.float64)
    windowed = _windowed_lines(a, b, gap, shared_windows(seen[0].fit))
    return windowed + _fitted(points, votes=2) + [Line(1.0, float(at_a - at_b)) for at_a, at_b in points[:2]]


def _windowed_lines(a: Picture, b: Picture, gap: tuple[int, int], windows: Windows) -> list[Line]:
    """As `_motion_lines`, by what moves in the part that both show: round an inserted picture, another film moves."""
    if windows == (None, None):
        return []
    films = moving(a, b, windows, gap)
    if len(films[1][0]) < 30:
        return []
    found = motion.alignments(*films, 3)
    return [Line(one.slope, one.offset_s * 1e6, windows) for one in found if one.r >= 0.5]


def moving(a: Picture, b: Picture, windows: Windows, gap: tuple[int, int]) -> tuple[motion.Film, motion.Film]:
    """Times and motion of a, and of b within the gap, each in its window."""
    in_a, in_b = windows
    inside = (b.frame_us >= gap[0]) & (b.frame_us < gap[1])
    moved_a = a.motion if in_a is None else a.motion_in(in_a)
    moved_b = b.motion if in_b is None else b.motion_in(in_b)
    return (a.frame_us, moved_a), (b.frame_us[inside], moved_b[inside])


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


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sampled frame of each, in µs, and how the one lies in the other."""

    at_a: int
    at_b: int
    fit: Fit


def _alike_frames(a: Picture, b: Picture, gap: tuple[int, int]) -> list[tuple[int, int, int]]:
    """(shared details, sample of a, sample of b), most first: of a spread of b's sampled frames and one of a's."""
    inside = [
        s for s, at in enumerate(b.sample_us.tolist()) if gap[0] <= at < gap[1] and b.point_count(s) >= MIN_INLIERS
    ]
    everywhere = list(range(len(a.sample_us)))
    return _most_alike(a, b, everywhere[:: _step(a)], inside[:: max(1, len(inside) // COARSE)])


def _step(a: Picture) -> int:
    return max(1, len(a.sample_us) // COARSE)


def _seen(a: Picture, b: Picture, alike: list[tuple[int, int, int]]) -> list[_Seen]:
    """Of the frames that share the most, those that fit, best first."""
    step = _step(a)
    found: list[_Seen] = []
    for _, sample_a, sample_b in alike[:PROBES]:
        near = list(range(max(0, sample_a - step + 1), min(len(a.sample_us), sample_a + step)))
        best = _most_alike(a, b, near, [sample_b])[0][1] if step > 1 else sample_a
        fit = judge(a.view(best), b.view(sample_b)).fit
        if fit is not None and fit.agreement >= PLACE:
            found.append(_Seen(int(a.sample_us[best]), int(b.sample_us[sample_b]), fit))
    return sorted(found, key=lambda one: (-one.fit.inliers, one.at_a, one.at_b))


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


def refined_line(a: Picture, b: Picture, line: Line, gap: tuple[int, int]) -> Line:
    """The same line with its offset moved by up to 0.4 s to where the two move most alike."""
    moved_a, moved_b = moving(a, b, line.windows, gap)
    if len(moved_b[0]) < 30 or len(a.frame_us) < 30:
        return line
    whole = (0.0, a.end_us / 1e6)
    shifts = np.arange(-10, 11) * 40_000
    scores = [motion.agreement(moved_a, moved_b, line.slope, (line.offset_us + s) / 1e6, whole) or -1.0 for s in shifts]
    best = int(np.argmax(np.array(scores) - np.abs(shifts) * 1e-9))
    return replace(line, offset_us=line.offset_us + float(shifts[best])) if scores[best] > 0.3 else line
