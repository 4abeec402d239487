"""Where a shared stretch begins and ends: at a splice, at an end of a film, or between what fits and what does not."""

import numpy as np
import numpy.typing as npt

from stemmata.match.frame_pairs import Rows
from stemmata.match.lines import Line
from stemmata.match.picture import Picture

Times = npt.NDArray[np.float64]

SAME_CUT_US = 80_000
"""Two cuts this near each other on one line are one cut that both films have. Where one of the two begins another shot
and the other does not (a splice), what they share ends."""


def extent(
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
    ours, theirs = np.array(a.cuts_us, np.float64), line.to_a(np.array(b.cuts_us, np.float64))
    splices = np.sort(np.concatenate([_alone(one, other) for one, other in ((ours, theirs), (theirs, ours))]))
    cuts = np.sort(np.concatenate([ours, theirs]))
    start = _last(splices, cuts, before[-1], times[0]) if before else low
    end = _first(splices, cuts, times[-1], after[0]) if after else high
    return start, max(end, start + 1)


def _alone(cuts: Times, others: Times) -> Times:
    if not len(others):
        return cuts
    return np.array([cut for cut in cuts if np.abs(others - cut).min() > SAME_CUT_US], np.float64)


def _first(splices: Times, cuts: Times, low: float, high: float) -> float:
    """The first splice between two times, else the first cut, which both films have (behind one intro, other films
    begin), else the middle of the two."""
    for kind in (splices, cuts):
        inside = kind[(kind > low) & (kind <= high)]
        if len(inside):
            return float(inside[0])
    return (low + high) / 2


def _last(splices: Times, cuts: Times, low: float, high: float) -> float:
    for kind in (splices, cuts):
        inside = kind[(kind >= low) & (kind <= high)]
        if len(inside):
            return float(inside[-1])
    return (low + high) / 2
