"""What changes in two films along one line, pixel by pixel: the proof that both show one moment and not one place.

What stands still in a film (a street seen by a fixed camera, a player's frame, a caption, a logo) is the same at every
hour and in every other film beside it. What changes from moment to moment is not: who passes, how the camera shakes and
turns. So from sampled frames that lie right on the line, laid over each other by one movement, what each film shows all
the time is taken away, and what is left has to agree.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemmata.match.geometry import Fit, Matrix
from stemmata.match.laid_over import MIRROR, NEAREST_US, Levels, Mask, laid_over
from stemmata.match.lines import Line
from stemmata.match.picture import Picture

MOST_PAIRS, ENOUGH_PAIRS, LEAST_PAIRS = 12, 3, 2
LEAST_BLOCKS = 3
NEAR_US = 120_000
"""How far from the line frames may lie where too few lie right on it."""
BLOCK = 12
"""Pixels of a side, of pictures with 192 on the longer one: a person at ten metres."""
MOVED = 4.0
"""Levels (root of the mean square) by which a block must change to say anything: codecs at low rates reach 3."""


@dataclass(frozen=True, slots=True)
class Changes:
    """`alike`: correlation of what changes, in the middle over the blocks that change in both, -1..1. `blocks`: how
    many of these. `exact`: whether enough frames lie right on the line; others, a tenth of a second off it, can bear
    out that two stretches are alike and not that they differ."""

    alike: float
    blocks: int
    exact: bool


def what_changes(a: Picture, b: Picture, line: Line, fit: Fit, stretch: tuple[float, float]) -> Changes | None:
    """Over the sampled frames that show one moment by the line, inside a stretch of a's clock (µs). None where fewer
    than LEAST_PAIRS can be laid over each other, or too little changes in what both show."""
    exact = _pairs(a, b, line, stretch, NEAREST_US)
    pairs = exact if len(exact) >= ENOUGH_PAIRS else _pairs(a, b, line, stretch, NEAR_US)
    if len(pairs) < LEAST_PAIRS:
        return None
    if len(pairs) > MOST_PAIRS:
        pairs = [pairs[int(at)] for at in np.unique(np.linspace(0, len(pairs) - 1, MOST_PAIRS).astype(int))]
    shares: Matrix = np.asarray(fit.matrix @ MIRROR, np.float64) if fit.mirrored else fit.matrix
    laid = [laid_over(a.view(one).grey, b.view(other).grey, shares) for one, other in pairs]
    both = np.logical_and.reduce([pair.both for pair in laid])
    sign = -1.0 if fit.negative else 1.0
    ours = _changing(np.stack([sign * pair.a for pair in laid]), both)
    theirs = _changing(np.stack([pair.b for pair in laid]), both)
    r = _of_blocks(ours, theirs, both)
    return None if len(r) < LEAST_BLOCKS else Changes(float(np.median(r)), len(r), len(exact) >= ENOUGH_PAIRS)


def _pairs(a: Picture, b: Picture, line: Line, stretch: tuple[float, float], reach_us: int) -> list[tuple[int, int]]:
    there = line.to_a(b.sample_us.astype(np.float64))
    nearest = np.abs(a.sample_us[None, :] - there[:, None]).argmin(axis=1)
    apart = np.abs(a.sample_us[nearest] - there)
    inside = (apart <= reach_us) & (there >= stretch[0] - reach_us) & (there <= stretch[1] + reach_us)
    return [(int(nearest[at]), int(at)) for at in np.flatnonzero(inside)]


def _changing(film: Levels, both: Mask) -> Levels:
    """(n, h, w): what differs from the mean over time, apart from how light the whole is."""
    light = np.median(film[:, both], axis=1) if both.any() else np.zeros(len(film), np.float32)
    level = film - light[:, None, None]
    return np.asarray(level - level.mean(axis=0), np.float32)


def _of_blocks(ours: Levels, theirs: Levels, both: Mask) -> npt.NDArray[np.float32]:
    """The correlation of each block that changes in both."""
    whole = _blocks(both.astype(np.float32)[None]) > 0.999
    squares_a, squares_b = _blocks(ours**2)[whole], _blocks(theirs**2)[whole]
    moves = (squares_a >= MOVED**2) & (squares_b >= MOVED**2)
    together = _blocks(ours * theirs)[whole]
    return np.asarray(together[moves] / np.sqrt(squares_a[moves] * squares_b[moves]), np.float32)


def _blocks(film: Levels) -> npt.NDArray[np.float32]:
    """(n, h, w) -> (rows, columns): mean over time and over each block."""
    mean = film.mean(axis=0)
    rows, columns = (side // BLOCK for side in mean.shape)
    cut = mean[: rows * BLOCK, : columns * BLOCK]
    return np.asarray(cut.reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3)), np.float32)
