"""Lags of separate windows as lines over time: one line a source, one slope for the two clocks.

A source nearer to one microphone gives a line of its own; clocks that run at different speeds tilt all lines alike;
missing frames break them. A sound that was laid over both afterwards lies on one line without any tilt or tremble, and
so does a copy: two clocks never do that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.match.sync_windows import Window

MOST_PPM = 400.0
"""Two clocks of ± 200 ppm each (a measured pair drifted 145 apart, research/audio.md section 1)."""
STEP_PPM = 4.0
LINE_S = 0.0015
"""Windows this near to one line hear one source: walls and bands move a peak by about a millisecond."""
EXACT_S = 0.00006
"""Half a sample. Peaks of one and the same sound laid over two recordings agree within 11 µs (one deviation) where it
is loud and within 50 where it is covered (SEEDS_FIT)."""
EXACT_WINDOWS = 2
EXACT_SPAN_S = 1.0
EXACT_SHARE = 0.6
"""Of all windows within LINE_S, how many have to lie that near: chance puts some peaks beside a layer's."""
EXACT_OF_ALL = 0.5
"""Of all windows that speak: a layer has nothing but itself, of two microphones two or three may fall together."""
ERRORS = 2.0
"""Residuals of one line share its echoes: true errors are twice those of independent ones (SEEDS_FIT)."""
ERRORS_OF_95 = 3.5
"""Standard errors within which 95 of 100 drifts lie (SEEDS_FIT: 126 pairs; 90 within two): sources that move have long
tails."""
LEAST_FOR_DRIFT = 4
LEAST_SPAN_S = 15.0
"""Windows and seconds that one line needs before its slope says anything of the clocks."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """lag: seconds, at the middle of the overlap. members: places in the windows that were given."""

    lag: float
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """lines: most windows first. drift_ppm: how much faster a's clock counts than b's, and drift_error_ppm one standard
    error of it; None where too little is heard to say. exact: places of windows on one line without tilt or tremble."""

    middle: float
    lines: tuple[Line, ...]
    drift_ppm: float | None
    drift_error_ppm: float | None
    exact: tuple[int, ...]
    exact_lag: float | None
    tremble: float
    """Standard deviation of the lags of those, s; 0 where there are none."""


def lag_lines(windows: Sequence[Window], middle: float) -> Lines:
    """Of windows that all speak (strong ones); `middle`: seconds of a at which lags are stated."""
    if not windows:
        return Lines(middle, (), None, None, (), None, 0.0)
    at = np.array([one.middle for one in windows]) - middle
    lag = np.array([one.lag for one in windows])
    exact, exact_lag = _exact(at, lag)
    slope, error = (0.0, None) if exact else _slope(at, lag)
    straight = lag - slope * at
    lines = tuple(Line(float(np.median(straight[list(members)])), members) for members in _grouped(straight))
    tremble = float(lag[list(exact)].std()) if exact else 0.0
    if error is None:
        return Lines(middle, lines, None, None, exact, exact_lag, tremble)
    return Lines(middle, lines, slope * 1e6, error * 1e6, exact, exact_lag, tremble)


def _exact(at: Floats, lag: Floats) -> tuple[tuple[int, ...], float | None]:
    """The most windows whose lags agree to half a sample without any slope, unless as many lie beside them: those of a
    source that two clocks hear are spread along a slope."""
    order = np.argsort(lag, kind="stable")
    ordered = lag[order]
    last = np.searchsorted(ordered, ordered + 2 * EXACT_S, "right")
    best = int(np.argmax(last - np.arange(len(lag))))
    members = order[best : last[best]]
    if len(members) < EXACT_WINDOWS or np.ptp(at[members]) < EXACT_SPAN_S:
        return (), None
    middle = float(np.median(lag[members]))
    beside = int((np.abs(lag - middle) <= LINE_S).sum())
    if len(members) < max(EXACT_SHARE * beside, EXACT_OF_ALL * len(lag)):
        return (), None
    return tuple(sorted(int(one) for one in members)), middle


def _slope(at: Floats, lag: Floats) -> tuple[float, float | None]:
    """Common slope (s/s) of all lines and its standard error: the slope at which most windows fall together."""
    slopes = np.arange(-MOST_PPM, MOST_PPM + STEP_PPM, STEP_PPM) * 1e-6
    apart, away = np.subtract.outer(lag, lag), np.subtract.outer(at, at)
    together = [float(np.exp(-(((apart - slope * away) / LINE_S) ** 2)).sum()) for slope in slopes]
    # Of slopes that are as good, the smallest: two windows alone would fit any.
    best = max(range(len(slopes)), key=lambda k: (round(together[k], 6), -abs(slopes[k])))
    slope = float(slopes[best])
    groups = [np.array(group) for group in _grouped(lag - slope * at) if len(group) >= 2]
    if not groups or max(len(group) for group in groups) < 3:
        return 0.0, None
    slope, error, span, number = _fitted(at, lag, groups)
    told = number >= LEAST_FOR_DRIFT and span >= LEAST_SPAN_S and abs(slope) <= MOST_PPM * 1e-6
    return (slope, error) if told else (float(slopes[best]), None)


def _fitted(at: Floats, lag: Floats, groups: Sequence[npt.NDArray[np.int64]]) -> tuple[float, float, float, int]:
    """Least squares with one slope and a constant for each group; Huber's weights, so that an echo weighs little."""
    x = np.concatenate([at[group] for group in groups])
    y = np.concatenate([lag[group] for group in groups])
    of = np.concatenate([np.full(len(group), number) for number, group in enumerate(groups)])
    weight = np.ones(len(x))
    slope, spread = 0.0, LINE_S
    for _ in range(8):
        mass = np.bincount(of, weight)
        dx = x - (np.bincount(of, weight * x) / mass)[of]
        dy = y - (np.bincount(of, weight * y) / mass)[of]
        across = float((weight * dx * dx).sum())
        if across <= 0:
            return 0.0, float("inf"), 0.0, len(x)
        slope = float((weight * dx * dy).sum()) / across
        left = np.abs(dy - slope * dx)
        spread = max(1.4826 * float(np.median(left)), 2e-5)
        weight = np.minimum(1.0, 1.345 * spread / np.maximum(left, 1e-9))
    free = max(1, len(x) - len(groups) - 1)
    variance = float((weight * left**2).sum()) / free
    span = max(float(np.ptp(at[group])) for group in groups)
    return slope, ERRORS * float(np.sqrt(max(variance, 1e-10) / across)), span, len(x)


def _grouped(lag: Floats) -> list[tuple[int, ...]]:
    """Places of lags that lie within LINE_S of their group's middle, largest group first; each once."""
    left, groups = set(range(len(lag))), []
    while left:
        near = {one: [other for other in left if abs(lag[other] - lag[one]) <= LINE_S] for one in left}
        best = max(sorted(left), key=lambda one: len(near[one]))
        groups.append(tuple(sorted(near[best])))
        left -= set(near[best])
    return groups
