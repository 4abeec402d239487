"""Where two films move, cell by cell: what tells two hours of one fixed camera apart.

A camera that stands still has no shake to compare, and the curve of its whole picture is that of its encoder (every key
frame is a small pulse) or of the sun behind a cloud. What is left is what moves in it: the same things in the same
places at the same moments, or others.
"""

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.frames import GRID
from stemmata.match.geometry import Fit, project
from stemmata.match.lines import Line
from stemmata.match.motion import RATE
from stemmata.match.picture import Picture

LEAST_CELLS, LEAST_S = 12, 1.0
CALM = 0.06
"""Spread (of roots of levels, over cells and time) below which nothing moves that could be compared."""

Cells = npt.NDArray[np.float64]


def moves_in_the_same_places(
    a: Picture, b: Picture, line: Line, fit: Fit, stretch: tuple[float, float]
) -> float | None:
    """r over cells and moments of the stretch (µs of a's clock) of what moves apart from the whole; None where too
    little does, or too few cells are in common."""
    times = np.arange(stretch[0], stretch[1], 1e6 / RATE)
    cells_a, cells_b = _cells(fit)
    if len(times) < LEAST_S * RATE or len(cells_b) < LEAST_CELLS:
        return None
    ours = _apart(a, times, cells_a)
    theirs = _apart(b, line.to_b(times), cells_b)
    if min(ours.std(), theirs.std()) < CALM:
        return None
    return float(np.corrcoef(ours.reshape(-1), theirs.reshape(-1))[0, 1])


def _cells(fit: Fit) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Cells of b, and the cells of a that lie there."""
    middles = (np.stack(np.meshgrid(np.arange(GRID), np.arange(GRID)), axis=-1).reshape(-1, 2) + 0.5) / GRID
    there = project(np.asarray(np.linalg.inv(fit.matrix), np.float64), middles)
    if fit.mirrored:
        there[:, 0] = 1 - there[:, 0]
    inside = np.flatnonzero(((there >= 0) & (there < 1)).all(axis=1))
    column, row = (np.floor(there[inside] * GRID).astype(np.int64)[:, axis] for axis in (0, 1))
    return row * GRID + column, inside


def _apart(film: Picture, times_us: Cells, cells: npt.NDArray[np.int64]) -> Cells:
    """(moments, cells): how much more each cell moves than the middle of them all, and than it does on the whole."""
    frames = np.clip(np.searchsorted(film.frame_us, times_us), 0, len(film.frame_us) - 1)
    moved = np.sqrt(film.moved[frames][:, cells].astype(np.float64))
    kernel = np.ones(5) / 5  # frames of two rates do not fall on the same moments
    moved = np.apply_along_axis(lambda one: np.convolve(one, kernel, "same"), 0, moved)
    moved -= np.median(moved, axis=1, keepdims=True)
    return np.asarray(moved - moved.mean(axis=0, keepdims=True), np.float64)
