"""Where two films move, cell by cell: what tells two hours of one fixed camera apart.

A camera that stands still has no shake to compare, and the curve of its whole picture is that of its encoder (every key
frame is a small pulse) or of the sun behind a cloud. What is left is what moves in it: the same things in the same
places at the same moments, or others.
"""

import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.frames import CELLS, GRID
from stemmata.match import motion
from stemmata.match.geometry import Fit, project
from stemmata.match.lines import Line
from stemmata.match.motion import RATE
from stemmata.match.picture import Picture

LEAST_CELLS, LEAST_S = 6, 1.0
LIVELIEST = 12
"""Cells in which most moves, by which a line is sought."""
LINE_FROM = 0.30
"""r over these from which a line is looked at; it decides nothing."""
WINDOW_S, RUN = 1.6, 0.35
CALM = 0.06
"""Spread (of roots of levels, over cells and time) below which nothing moves that could be compared."""

Cells = npt.NDArray[np.float64]


def moves_in_the_same_places(
    a: Picture, b: Picture, line: Line, fit: Fit, stretch: tuple[float, float]
) -> float | None:
    """r over the moments of a stretch (µs of a's clock) of what moves apart from the whole, in the middle over cells,
    each weighed by how much moves there; None where too little does, or too few cells are in common.

    Weighed as either film moves, whichever agrees more: a sticker or the noise of a filmed screen moves in one only,
    and nothing of the other is missing; of two hours, what moves in either is missing in the other.
    """
    laid = _laid(a, b, line, fit, stretch)
    return None if laid is None else _alike(*laid)


def part_that_moves_in_the_same_places(
    a: Picture, b: Picture, line: Line, fit: Fit, stretch: tuple[float, float]
) -> tuple[float, float] | None:
    """The longest part of a stretch (µs of a's clock) in every window of which the same places move: of a film that was
    cut inside, another line holds the rest. None where no window does."""
    laid = _laid(a, b, line, fit, stretch)
    if laid is None:
        return None
    ours, theirs = laid
    window = np.ones(int(WINDOW_S * RATE))
    if len(ours) < len(window):
        return None
    together, one, other = (
        np.convolve(values.sum(axis=1), window, "valid") for values in (ours * theirs, ours**2, theirs**2)
    )
    moves = np.minimum(one, other) >= CALM**2 * ours.shape[1] * len(window) / 4
    fits = ~moves | (together >= RUN * np.sqrt(np.maximum(one * other, 1e-12)))
    edges = np.flatnonzero(np.diff(np.r_[False, fits, False].astype(int))).reshape(-1, 2).tolist()
    runs = [(start, end) for start, end in edges if moves[start:end].any()]
    if not runs:
        return None
    start, end = max(runs, key=lambda run: run[1] - run[0])
    step, half = 1e6 / RATE, WINDOW_S / 2 * 1e6
    low = stretch[0] if start == 0 else stretch[0] + start * step + half
    high = stretch[1] if end == len(fits) else stretch[0] + end * step + half
    return (low, high) if high > low else None


def cell_lines(a: Picture, b: Picture, fit: Fit, gap: tuple[int, int]) -> list[Line]:
    """Lines along which the same places move most alike, by the movement between the pictures of a camera that stands
    still: it is the same at every hour, and the curve of the whole says nothing."""
    shares_a, shares_b = _common_cells(fit)
    inside = (b.frame_us >= gap[0]) & (b.frame_us < gap[1])
    if len(shares_a) < LEAST_CELLS or inside.sum() < 30:
        return []
    ours, theirs = _plain(a.moved, shares_a), _plain(b.moved, shares_b)
    liveliest = np.argsort(-np.minimum(ours.std(axis=0), theirs.std(axis=0)), kind="stable")[:LIVELIEST]
    films = (a.frame_us, ours[:, liveliest]), (b.frame_us[inside], theirs[inside][:, liveliest])
    found = motion.alignments_of_many(*films, 3)
    return [Line(one.slope, one.offset_s * 1e6) for one in found if one.r >= LINE_FROM]


def _laid(a: Picture, b: Picture, line: Line, fit: Fit, stretch: tuple[float, float]) -> tuple[Cells, Cells] | None:
    times = np.arange(stretch[0], stretch[1], 1e6 / RATE)
    shares_a, shares_b = _common_cells(fit)
    if len(times) < LEAST_S * RATE or len(shares_a) < LEAST_CELLS:
        return None
    ours = _apart(a, times, shares_a)
    theirs = _apart(b, line.to_b(times), shares_b)
    return None if min(ours.std(), theirs.std()) < CALM else (ours, theirs)


def _alike(ours: Cells, theirs: Cells) -> float:
    moves = ours.std(axis=0), theirs.std(axis=0)
    alike = (ours * theirs).mean(axis=0) / np.maximum(moves[0] * moves[1], 1e-9)
    return float(max((alike * weight).sum() / weight.sum() for weight in moves))


def _common_cells(fit: Fit) -> tuple[Cells, Cells]:
    """Cells of the picture whose cells are the larger, as far as both show them: of either picture the shares of its
    own cells that lie there, (n, 64) each."""
    matrix = fit.matrix @ np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1]]) if fit.mirrored else fit.matrix
    enlarged = abs(np.linalg.det(matrix)) / abs(matrix[2] @ [0.5, 0.5, 1.0]) ** 3 > 1
    there = _shares(matrix if enlarged else np.asarray(np.linalg.inv(matrix), np.float64))
    common = there.sum(axis=1) > 0
    here, there = np.eye(CELLS)[common], there[common] / there[common].sum(axis=1, keepdims=True)
    return (here, there) if enlarged else (there, here)


def _shares(matrix: Cells) -> Cells:
    """(64, 64): how much of each cell of the other picture each cell covers, laid there by its box; nothing where a
    tenth of it lies outside."""
    low = np.stack(np.meshgrid(np.arange(GRID), np.arange(GRID)), axis=-1).reshape(-1, 1, 2) / GRID
    corners = low + np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) / GRID
    laid = project(matrix, corners.reshape(-1, 2)).reshape(-1, 4, 2) * GRID
    start, end = laid.min(axis=1), laid.max(axis=1)
    cells = np.arange(GRID)
    across, down = (
        np.clip(np.minimum(end[:, [axis]], cells + 1) - np.maximum(start[:, [axis]], cells), 0, 1) for axis in (0, 1)
    )
    covered = (down[:, :, None] * across[:, None, :]).reshape(-1, CELLS)
    whole = (end - start).prod(axis=1)
    return np.asarray(np.where((covered.sum(axis=1) >= 0.9 * whole)[:, None], covered, 0.0), np.float64)


def _plain(moved: npt.NDArray[np.float32], shares: Cells) -> Cells:
    """(moments, 64) -> (moments, cells): how much each of these cells moves apart from the middle of them all."""
    roots = np.sqrt(moved @ shares.T.astype(np.float32))
    return np.asarray(roots - np.median(roots, axis=1, keepdims=True), np.float64)


def _apart(film: Picture, times_us: Cells, shares: Cells) -> Cells:
    """(moments, cells): as `_plain` at these times, and apart from what each cell moves on the whole."""
    frames = np.clip(np.searchsorted(film.frame_us, times_us), 0, len(film.frame_us) - 1)
    kernel = np.ones(5) / 5  # frames of two rates do not fall on the same moments
    plain = _plain(film.moved[frames], shares)
    moved = np.apply_along_axis(lambda one: np.convolve(one, kernel, "same"), 0, plain)
    return np.asarray(moved - moved.mean(axis=0, keepdims=True), np.float64)
