"""Where one recording misses frames: from there on, every source comes earlier or later by the same.

One source that falls silent as another begins looks the same as a step where only one source is heard at a time; so a
step is told only where two sources at two lags step together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.match.sync_windows import Window

LEAST_STEP_S = 0.02
"""Below it is a frame of picture at 50 a second; walls and drift reach a few milliseconds."""
SAME_S = 0.002
LEAST_WINDOWS = 3
"""On either side."""
SOURCES_APART_S = 0.005


@dataclass(frozen=True, slots=True)
class Step:
    """at: seconds of a, the middle of the stretch in which it lies. within: half of that stretch. by: seconds by which
    lags (a's time less b's) are larger afterwards: below 0 where a misses sound, above where b does."""

    at: float
    within: float
    by: float


def lag_step(windows: Sequence[Window], slope: float = 0.0) -> Step | None:
    """The one step that explains the lags best; None where none is needed or none can be told from another source."""
    ordered = sorted(windows, key=lambda one: one.middle)
    at = np.array([one.middle for one in ordered])
    lag = np.array([one.lag for one in ordered]) - slope * at
    best: tuple[int, int, float] | None = None
    for split in range(LEAST_WINDOWS, len(lag) - LEAST_WINDOWS + 1):
        found = _shift(lag[:split], lag[split:])
        if found is not None and (best is None or found[0] > best[0]):
            best = (found[0], split, found[1])
    if best is None:
        return None
    _, split, by = best
    return Step(float(at[split - 1] + at[split]) / 2, float(at[split] - at[split - 1]) / 2, by)


def _shift(before: npt.NDArray[np.float64], after: npt.NDArray[np.float64]) -> tuple[int, float] | None:
    """(windows that only it explains, shift)."""
    apart = np.subtract.outer(after, before)
    unmoved = int((np.abs(apart) <= SAME_S).any(axis=1).sum())
    least = max(LEAST_WINDOWS, 2 * unmoved + 2)
    if least > len(after):
        return None
    found: tuple[int, float] | None = None
    ordered = np.sort(apart, axis=None)
    near = np.searchsorted(ordered, ordered + SAME_S, "right") - np.searchsorted(ordered, ordered - SAME_S)
    for shift in sorted(ordered[(near >= least) & (np.abs(ordered) >= LEAST_STEP_S)], key=abs):
        explained = np.abs(apart - shift) <= SAME_S
        number = int(explained.any(axis=1).sum())
        sources = before[explained.any(axis=0)]
        told = number >= least and np.ptp(sources) >= SOURCES_APART_S
        if told and (found is None or number - unmoved > found[0]):
            found = (number - unmoved, float(np.median(apart[explained])))
    return found
