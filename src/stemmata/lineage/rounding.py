"""Whether a picture may have been rounded to another: of the values in a JPEG, only multiples of its steps are stored.

Coding a picture again is no way to find that out, since programs round differently: libjpeg to the nearest multiple,
FFmpeg towards zero, others as they see fit. But whatever the program, what was stored tells in which interval each
value lay before (ITU-T T.81, A.3.4). What was coded lies in these intervals but for the noise of conversions; what
comes from the same picture by another way lies beside them where a value was near the edge of its interval.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.float32]

SIDE = 8
EDGES = (0.5, 0.54, 0.58, 0.625, 0.66)
"""Share of a step from which a value is rounded away from zero: libjpeg's 0.5 to FFmpeg's 0.625."""
NOISE = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.3)
"""Standard deviations tried, in levels: conversions to whole levels of RGB and back give about 0.4."""
LOGISTIC = 0.5513
"""Scale of the logistic distribution with standard deviation 1: sqrt(3) / pi."""
STRAY = 2e-4
"""Share of values that no rounding explains: a floor, so that one of them does not outweigh all others."""
TEXTURED = 4
"""Values other than zero from which a block can contradict anything: flat ones fit everything."""
SURELY = 5.0
"""Standard deviations of the noise beyond which a value is said to lie outside."""
LEAST_STEP = 4
"""In levels: finer steps leave a trace that conversions alone blur."""
MOST_SHARE = 12.0
"""What a single value can count: three steps away is as good as anywhere."""
PROBED = 150
"""Blocks by which the edge of rounding is chosen."""


def _cosines() -> Levels:
    at = np.arange(SIDE)
    rows = np.cos((2 * at[None] + 1) * at[:, None] * np.pi / (2 * SIDE)) * np.where(at[:, None] == 0, SIDE**-0.5, 0.5)
    return np.asarray(np.kron(rows, rows).T, np.float32)


COSINES = _cosines()
"""(64, 64): a block, row by row, to its values of the discrete cosine transform (ITU-T T.81, A.3.3)."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """Of n blocks.

    noise: in levels, with which the child is likeliest. nats: mean over values of the kept blocks of how surprising
    the child's multiples are then. edge: where it rounds away from zero, in steps. values: how many were kept.
    surprise (n,): mean of each block, kept or not; NaN where it holds too little to contradict anything. apart: sum
    over the kept values of how much more surprising the child would be if the parent's own rounding stood between them.
    broken (n,) bool: a value lies so far outside of its interval that no conversion explains it.
    """

    noise: float
    nats: float
    edge: float
    values: int
    surprise: Levels
    apart: float
    broken: npt.NDArray[np.bool_]


def blocks(plane: Levels, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> Levels:
    """(n, 64) of the blocks at these places, counted in blocks."""
    high, wide = (side // SIDE for side in plane.shape)
    cut = plane[: high * SIDE, : wide * SIDE].reshape(high, SIDE, wide, SIDE)
    return np.asarray(cut[rows, :, columns, :].reshape(-1, SIDE * SIDE), np.float32)


def own_noise(plane: npt.NDArray[np.uint8], steps: npt.NDArray[np.uint16]) -> float:
    """Standard deviation in levels that a JPEG's own rounding left in it, at the least: of a value that became zero, it
    is not known how much it lost."""
    high, wide = (side // SIDE for side in plane.shape)
    rows, columns = (at.ravel() for at in np.mgrid[:high, :wide])
    step = steps[1:].astype(np.float32)
    stored = np.round(blocks(plane.astype(np.float32), rows, columns) @ COSINES[:, 1:] / step) != 0
    return float(np.sqrt((stored * step**2 / 12).sum() / max(1, stored.size)))


def lattice(before: Levels, after: Levels, steps: npt.NDArray[np.uint16]) -> tuple[float, int]:
    """Whether blocks `after` (n, 64) still lie where `steps` put those `before`, on whose grid both are cut.

    (mean square of their distance for that of values spread evenly over a step, number of values that are not zero in
    `before`). About 1 where `after` was not made from `before`, or so coarsely that nothing is left of it.
    """
    step = steps[1:].astype(np.float32)
    ours, theirs = before @ COSINES[:, 1:], after @ COSINES[:, 1:]
    stored = (np.round(ours / step) != 0) & (step >= LEAST_STEP)
    if not stored.any():
        return 1.0, 0
    share = ((theirs - ours) ** 2 / (step**2 / 12))[stored]
    return float(np.minimum(share, MOST_SHARE).mean()), int(stored.sum())


def rounded(
    before: Levels, after: Levels, steps: npt.NDArray[np.uint16], kept: float, parents_noise: float = 0.0
) -> Rounded | None:
    """How blocks `before` (n, 64) were rounded by `steps` (64,) to `after` (n, 64), levels 0..255, if they were.

    The mean of a block is left out: programs round it by rules of its own, and a change of tone moves it. kept: share
    of blocks that count, those that are explained best. parents_noise: what `own_noise` says of the parent, in the
    child's size. None where too few blocks hold anything.
    """
    step = steps[1:].astype(np.float32)
    theirs = after @ COSINES[:, 1:]
    multiple = np.round(theirs / step)
    textured = (np.abs(multiple) > 0).sum(axis=1) >= TEXTURED
    if int(textured.sum()) < TEXTURED:
        return None
    multiple = multiple[textured]
    along = (before[textured] @ COSINES[:, 1:]) / step * np.where(multiple < 0, -1, 1)
    height = np.abs(multiple)
    few = slice(None, None, max(1, len(height) // PROBED))
    edge = min(EDGES, key=lambda edge: _best(along[few], height[few], step, edge, kept, NOISE[::3])[0])
    nats, noise = _best(along, height, step, edge, kept, NOISE)
    each = _surprise(along, height, step, edge, noise)
    surprise, broken = np.full(len(before), np.nan, np.float32), np.zeros(len(before), bool)
    surprise[textured] = each
    broken[textured] = _outside(along, height, step, edge) > SURELY * max(noise, NOISE[0])
    counted = max(1, int(kept * len(height)))
    order = np.argsort(each, kind="stable")[:counted]
    beside = _surprise(along[order], height[order], step, edge, float(np.hypot(noise, parents_noise)))
    values = counted * (SIDE * SIDE - 1)
    return Rounded(noise, nats, edge, values, surprise, float((beside - each[order]).sum()) * (SIDE * SIDE - 1), broken)


def _outside(along: Levels, height: Levels, step: Levels, edge: float) -> Levels:
    """(n,) by how many levels the worst value of each block lies outside of its interval."""
    low = np.where(height > 0, height - (1 - edge), -edge)
    return np.asarray((np.maximum(low - along, along - height - edge) * step).max(axis=1), np.float32)


def _best(
    along: Levels, height: Levels, step: Levels, edge: float, kept: float, noises: tuple[float, ...]
) -> tuple[float, float]:
    """(nats, noise) of the likeliest noise of these."""
    few = max(1, int(kept * len(height)))
    found = []
    for noise in noises:
        surprise = _surprise(along, height, step, edge, noise)
        found.append((float(np.partition(surprise, few - 1)[:few].mean()), noise))
    return min(found)


def _surprise(along: Levels, height: Levels, step: Levels, edge: float, noise: float) -> Levels:
    """(n,) nats of each block, mean over its values."""
    scale = 1 / (LOGISTIC * noise)
    above = (height + edge - along) * step
    below = (np.where(height > 0, height - (1 - edge), -edge) - along) * step
    inside = np.maximum(_logistic(above * scale) - _logistic(below * scale), 0)
    return np.asarray(-np.log(STRAY + (1 - STRAY) * inside).mean(axis=1), np.float32)


def _logistic(at: Levels) -> Levels:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * at)), np.float32)
