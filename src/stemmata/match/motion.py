"""The camera's shake as a curve: where two films move alike, frame for frame, and at which speed.

One number a frame. It aligned 18 of 20 edits to the frame in research/visual.md 4b, and found r = 0.62 between
unrelated films: so it proposes and refines, and never decides alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RATE = 25.0  # samples a second on the reference clock
MIN_OVERLAP_S = 1.6
STILL = 0.05
"""Spread of a curve below which a film hardly moves."""
RUN = 0.6
SPEEDS: Sequence[float] = tuple(round(float(s), 4) for s in np.unique(np.r_[1.0, np.geomspace(0.5, 2.0, 57)]))

Curve = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Time in b = speed-scaled: t_a = offset_s + t_b * slope. `slope` < 0 where b runs backwards. r in -1..1."""

    slope: float
    offset_s: float
    r: float


def curve(times_us: npt.NDArray[np.int64], moved: npt.NDArray[np.float32], slope: float = 1.0) -> tuple[float, Curve]:
    """(start in seconds, values at RATE) of a film's motion, its clock scaled by `slope`; roots taken to tame cuts."""
    start, values = _sampled(times_us, rooted(moved)[:, None], slope)
    return start, values[:, 0]


def _sampled(times_us: npt.NDArray[np.int64], values: Curve, slope: float) -> tuple[float, Curve]:
    """(start in seconds, (samples, curves) at RATE) of (frames, curves), the clock scaled by `slope`."""
    clock = times_us / 1e6 * slope
    if slope < 0:
        clock, values = (
            clock[::-1],
            np.r_[values[1:], values[:1]][::-1],
        )  # the change belongs to the step, not the frame
    count = int((clock[-1] - clock[0]) * RATE) + 1
    at = clock[0] + np.arange(count) / RATE
    return float(clock[0]), np.stack([np.interp(at, clock, one) for one in values.T], axis=1)


def alignments(
    a: tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]],
    b: tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]],
    best: int,
) -> list[Alignment]:
    """The `best` peaks of normalised cross-correlation over speeds, both directions and all offsets."""
    return alignments_of_many((a[0], rooted(a[1])[:, None]), (b[0], rooted(b[1])[:, None]), best)


def rooted(moved: npt.NDArray[np.float32]) -> Curve:
    """Roots tame cuts."""
    return np.sqrt(np.maximum(moved, 0).astype(np.float64))


def alignments_of_many(
    a: tuple[npt.NDArray[np.int64], Curve], b: tuple[npt.NDArray[np.int64], Curve], best: int
) -> list[Alignment]:
    """As `alignments`, of several curves each, (frames, curves): r in the middle over them, each weighed by how much
    it varies in a."""
    weights = a[1].std(axis=0) / max(float(a[1].std(axis=0).sum()), 1e-12)
    start_a, curves_a = _sampled(*a, 1.0)
    held = [_Held.of(one, int(max(SPEEDS) * (b[0][-1] - b[0][0]) / 1e6 * RATE) + 2) for one in curves_a.T]
    found: list[Alignment] = []
    for speed in SPEEDS:
        for slope in (speed, -speed):
            start_b, curves_b = _sampled(*b, slope)
            peak = _peak(held, list(curves_b.T), weights)
            if peak is not None:
                shift, r = peak
                found.append(Alignment(slope, start_a + shift / RATE - start_b, r))
    found.sort(key=lambda one: (-one.r, abs(abs(one.slope) - 1), one.offset_s))
    kept: list[Alignment] = []
    for one in found:
        if all(abs(one.offset_s - other.offset_s) > 0.3 or abs(one.slope - other.slope) > 0.06 for other in kept):
            kept.append(one)
        if len(kept) == best:
            break
    return kept


@dataclass(frozen=True, slots=True)
class _Held:
    """The curve that others are laid along: its running sums, and its spectrum."""

    curve: Curve
    sums: Curve
    squares: Curve
    size: int
    spectrum: npt.NDArray[np.complex128]

    @classmethod
    def of(cls, curve: Curve, longest: int) -> "_Held":
        """For curves of at most `longest` samples."""
        size = 1 << (len(curve) + longest).bit_length()
        return cls(curve, _running(curve), _running(curve * curve), size, np.fft.rfft(curve, size))


def _running(values: Curve) -> Curve:
    return np.concatenate([[0.0], np.cumsum(values)])


def _peak(held: "Sequence[_Held]", curves: Sequence[Curve], weights: Curve) -> tuple[int, float] | None:
    """(shift of b against the held curves in samples, r) where they correlate best over at least MIN_OVERLAP_S."""
    ours, theirs, least = len(held[0].curve), len(curves[0]), int(MIN_OVERLAP_S * RATE)
    if min(ours, theirs) < least:
        return None
    shift = np.arange(-(theirs - 1), ours)
    first, last = np.maximum(shift, 0), np.minimum(shift + theirs, ours)
    n = (last - first).astype(np.float64)
    r = np.zeros(len(shift))
    known = n >= least
    for one, b, weight in zip(held, curves, weights, strict=True):
        alike, varies = _correlation(one, b, shift, first, last)
        r += weight * alike
        known &= varies | (len(curves) > 1)
    r[~known] = -1
    weighted = r * np.minimum(1.0, 0.75 + 0.25 * n / min(ours, theirs))  # a longer overlap of equal r says more
    at = int(weighted.argmax())
    return (int(shift[at]), float(r[at])) if r[at] > 0 else None


def _correlation(
    held: _Held,
    b: Curve,
    shift: npt.NDArray[np.int64],
    first: npt.NDArray[np.int64],
    last: npt.NDArray[np.int64],
) -> tuple[Curve, npt.NDArray[np.bool_]]:
    """r at each shift, 0 where either hardly varies, and where neither does so."""
    n = (last - first).astype(np.float64)
    sum_a, squares_a = held.sums[last] - held.sums[first], held.squares[last] - held.squares[first]
    sums_b, squares_of_b = _running(b), _running(b * b)
    sum_b, squares_b = (sums[last - shift] - sums[first - shift] for sums in (sums_b, squares_of_b))
    whole = np.fft.irfft(held.spectrum * np.conj(np.fft.rfft(b, held.size)), held.size)
    both = whole[shift]  # negative places count from the end, where the correlation wraps round to
    variance_a = squares_a - sum_a**2 / n
    variance_b = squares_b - sum_b**2 / n
    varies = (variance_a >= 1e-3 * n) & (variance_b >= 1e-3 * n)
    product = np.where(varies, variance_a * variance_b, 1.0)
    return np.where(varies, (both - sum_a * sum_b / n) / np.sqrt(product), 0.0), varies


Film = tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]
"""Times in µs and motion of every frame."""


def spread(film: Film, span_s: tuple[float, float]) -> float:
    """How much a film's movement varies within a stretch of its own clock; roots of levels."""
    times, moved = film
    inside = (times >= span_s[0] * 1e6) & (times <= span_s[1] * 1e6)
    return float(np.sqrt(np.maximum(moved[inside], 0)).std()) if inside.sum() > 1 else 0.0


def agreement(a: Film, b: Film, slope: float, offset_s: float, span_s: tuple[float, float]) -> float | None:
    """r over the stretch `span_s` of a's clock; None where either hardly moves, so that nothing can be said."""
    laid = _laid(a, b, slope, offset_s, span_s)
    if laid is None:
        return None
    _, one, other = laid
    if one.std() < STILL or other.std() < STILL:
        return None
    return float(np.corrcoef(one, other)[0, 1])


def longest_run(
    a: Film, b: Film, slope: float, offset_s: float, span_s: tuple[float, float]
) -> tuple[float, float] | None:
    """The longest stretch of a's clock, in seconds, in which every window of MIN_OVERLAP_S moves alike (r >= RUN).

    A film that was cut inside lies on one line for a part of it only. None where no window does.
    """
    laid = _laid(a, b, slope, offset_s, span_s)
    width = int(MIN_OVERLAP_S * RATE)
    if laid is None or len(laid[0]) < width:
        return None
    at, one, other = laid
    window = np.ones(width) / width

    def mean(values: Curve) -> Curve:
        return np.convolve(values, window, "valid")

    spread = [np.sqrt(np.maximum(mean(side * side) - mean(side) ** 2, 0)) for side in (one, other)]
    known = np.minimum(*spread) >= STILL
    together = mean(one * other) - mean(one) * mean(other)
    r = np.where(known, together / np.maximum(spread[0] * spread[1], 1e-9), 1.0)
    edges = np.flatnonzero(np.diff(np.r_[False, r >= RUN, False].astype(int)))
    runs = [(start, end) for start, end in edges.reshape(-1, 2).tolist() if known[start:end].any()]
    if not runs:
        return None
    start, end = max(runs, key=lambda run: run[1] - run[0])
    low = span_s[0] if start == 0 else float(at[start]) + MIN_OVERLAP_S / 4
    high = span_s[1] if end == len(r) else float(at[end - 1]) + MIN_OVERLAP_S * 3 / 4
    return low, high


def _laid(
    a: Film, b: Film, slope: float, offset_s: float, span_s: tuple[float, float]
) -> tuple[Curve, Curve, Curve] | None:
    """Times and both curves on a's clock; None for less than a second in common."""
    start_a, curve_a = curve(*a)
    start_b, curve_b = curve(*b, slope)
    low, high = (
        max(span_s[0], start_a, start_b + offset_s),
        min(span_s[1], start_a + len(curve_a) / RATE, start_b + offset_s + len(curve_b) / RATE),
    )
    count = int((high - low) * RATE)
    if count < RATE:
        return None
    at = low + np.arange(count) / RATE
    one = np.interp(at, start_a + np.arange(len(curve_a)) / RATE, curve_a)
    other = np.interp(at, start_b + offset_s + np.arange(len(curve_b)) / RATE, curve_b)
    return at, one, other
