"""One picture laid over another: the movement that maps details onto details, and whether the pictures then agree.

Points alone also match another photograph of the same wall. A copy agrees block by block once laid over; the same place
seen again does not, since nearer and farther things move apart (parallax) and what moves has moved.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from stemmata.fingerprint.points import Points
from stemmata.fingerprint.signature import Signatures, mirrored, negated
from stemmata.model.span import MILLIONTHS, Region

MIN_INLIERS = 12
"""Distinct details that must fall together. In 288 unrelated pairs the most was 5 (research/visual.md 4a)."""
NEAR_BITS, RATIO = 40, 0.70
"""Of 128 bits at most so many may differ, and at most this share of those of the next best. On the bench's 310 edited
stills this finds all copies; 0.8, as Lowe 2004 has it for full descriptors, loses 1 in 150."""
REPROJECTION_PX = 3.0
NEAR_PX = 40.0
WORK_PX = 512.0  # coordinates are scaled so that the longer side has this many pixels
BLOCK = 16
AGREES = 0.65
TEXTURED = 5.0

NEARLY_ALL = 0.8

Grey = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]
Windows = tuple[Region | None, Region | None]
"""Of either picture, the part that takes part; None for all of it."""


@dataclass(frozen=True, slots=True)
class View:
    """One still or sampled frame. `signatures` (k, 2), `grey` (h, w)."""

    points: Points
    signatures: Signatures
    grey: Grey

    @property
    def aspect(self) -> float:
        return float(self.grey.shape[1] / self.grey.shape[0])


@dataclass(frozen=True, slots=True)
class Fit:
    """How view a lies in view b. `matrix` maps shares of a's sides onto shares of b's (after mirroring a)."""

    matrix: Matrix
    mirrored: bool
    inliers: int
    scale: float
    rotation_degrees: float
    agreement: float
    """Share of textured blocks of the overlap that agree, 0..1; -1 where there is no texture to compare."""
    overlap_a: float
    overlap_b: float
    """Shares of each picture that lie in the other."""
    consensus: float
    """Share of the matched details inside what both show that the movement explains, 0..1."""
    residual_px: float
    """Median distance of the explained details from where the movement puts them, at 512 pixels a side."""
    parallax: float
    """Share of the details that lie near where the movement puts them, and not there, 0..1: nearer and farther things
    moved apart. What was matched wrongly lies anywhere, and next to nothing of it near."""
    negative: bool = False
    """Whether one has its light and dark exchanged."""

    @property
    def tilt(self) -> float:
        """How strongly the movement converges: 0 for a shift, turn or scale; a screen filmed from aside has 0.1."""
        return float(np.abs(self.matrix[2, :2]).max())

    @property
    def fills_the_same_frame(self) -> bool:
        """Whether the two lie on each other edge on edge, as two pictures do that were put into one template."""
        return min(self.overlap_a, self.overlap_b) > 0.95 and abs(self.scale - 1) < 0.03 and not self.mirrored

    def shift(self, other: "Fit") -> float:
        """How far two fits of one pair of films put the corners apart, in shares of the picture: 0 is one movement."""
        corners = np.array([[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]])
        return float(np.abs(project(self.matrix, corners) - project(other.matrix, corners)).max())


def project(matrix: Matrix, points: npt.NDArray[np.floating]) -> Matrix:
    """(n, 2) points through a 3 × 3 homography."""
    lifted = np.c_[points, np.ones(len(points))] @ matrix.T
    return np.asarray(lifted[:, :2] / lifted[:, 2:], np.float64)


def fit(a: View, b: View) -> Fit | None:
    """The best movement of a onto b, plain or mirrored, else of its negative; None where fewer than MIN_INLIERS details
    fall together."""
    found = _plain_or_mirrored(a, b)
    if found is None:
        found = _plain_or_mirrored(View(a.points, negated(a.signatures), np.subtract(255, a.grey, dtype=np.uint8)), b)
        return None if found is None else replace(found, negative=True)
    return found


def _plain_or_mirrored(a: View, b: View) -> Fit | None:
    fits = [found for flip in (False, True) if (found := _fit(a, b, flip=flip)) is not None]
    return max(fits, key=lambda found: (found.inliers, not found.mirrored), default=None)


def sides(view: View) -> npt.NDArray[np.float64]:
    """Width and height in working pixels."""
    width = WORK_PX if view.aspect >= 1 else WORK_PX * view.aspect
    return np.array([width, width / view.aspect])


def coincidence(a: View, b: View) -> int:
    """Distinct details of a and b, as they are, that one movement explains, however few: what unrelated pictures reach
    by chance is measured by this. 0 where no movement that a camera or an editor could make explains four."""
    moved = _moved(a, b, flip=False)
    return 0 if moved is None else moved.inliers


@dataclass(frozen=True, slots=True)
class _Moved:
    """Matched places in shares of the sides, (n, 2) each, a's mirrored where that was asked; the movement in working
    pixels; which follow it, and how many of these are distinct."""

    ours: npt.NDArray[np.float64]
    theirs: npt.NDArray[np.float64]
    pixels: Matrix
    kept: npt.NDArray[np.bool_]
    inliers: int


def _moved(a: View, b: View, *, flip: bool, least: int = 4) -> _Moved | None:
    if min(len(a.points), len(b.points)) < least:
        return None
    pairs = matches(mirrored(a.signatures) if flip else a.signatures, b.signatures)
    if len(pairs) < least:
        return None
    ours = a.points[pairs[:, 0], :2].astype(np.float64)
    if flip:
        ours[:, 0] = 1 - ours[:, 0]
    theirs = b.points[pairs[:, 1], :2].astype(np.float64)
    side_a, side_b = sides(a), sides(b)
    found = movement(ours * side_a, theirs * side_b)
    if found is None:
        return None
    pixels, kept = found
    return _Moved(ours, theirs, pixels, kept, distinct(ours[kept] * side_a, theirs[kept] * side_b))


def _fit(a: View, b: View, *, flip: bool) -> Fit | None:
    moved = _moved(a, b, flip=flip, least=MIN_INLIERS)
    if moved is None or moved.inliers < MIN_INLIERS:
        return None
    ours, theirs, pixels, kept, inliers = moved.ours, moved.theirs, moved.pixels, moved.kept, moved.inliers
    side_a, side_b = sides(a), sides(b)
    matrix = np.diag([1 / side_b[0], 1 / side_b[1], 1.0]) @ pixels @ np.diag([side_a[0], side_a[1], 1.0])
    scale = float(np.sqrt(abs(np.linalg.det(pixels[:2, :2]))))
    rotation = float(np.degrees(np.arctan2(pixels[1, 0], pixels[0, 0])))
    off = np.linalg.norm(project(pixels, ours * side_a) - theirs * side_b, axis=1)
    shared = inside_both(ours, theirs, matrix)
    agreement = agreement_of(a.grey[:, ::-1] if flip else a.grey, b.grey, matrix)
    overlap_a, overlap_b = overlap_of(matrix), overlap_of(np.asarray(np.linalg.inv(matrix), np.float64))
    return Fit(
        matrix,
        flip,
        inliers,
        scale,
        rotation,
        agreement,
        overlap_a,
        overlap_b,
        consensus=float(kept[shared].mean()) if shared.any() else 0.0,
        residual_px=float(np.median(off[kept])),
        parallax=float(((off > REPROJECTION_PX) & (off <= NEAR_PX)).sum() / (off <= NEAR_PX).sum()),
    )


def matches(a: Signatures, b: Signatures, ratio: float = RATIO) -> npt.NDArray[np.int64]:
    """(n, 2) places of details that are nearest to each other and clearly nearer than the second."""
    apart = np.bitwise_count(a[:, None, 0] ^ b[None, :, 0]) + np.bitwise_count(a[:, None, 1] ^ b[None, :, 1])
    rows = np.arange(len(a))
    best = apart.argmin(axis=1)
    top = apart[rows, best]
    apart[rows, best] = 255
    second = apart.min(axis=1)
    apart[rows, best] = top
    back = apart.argmin(axis=0)
    kept = (top <= NEAR_BITS) & (top < ratio * second) & (back[best] == rows)
    return np.stack([rows[kept], best[kept]], axis=1)


def movement(
    ours: npt.NDArray[np.float64], theirs: npt.NDArray[np.float64]
) -> tuple[Matrix, npt.NDArray[np.bool_]] | None:
    """A homography in pixels that a majority-free consensus supports and that no camera or editor would call absurd."""
    cv2.setRNGSeed(1)
    found, mask = cv2.findHomography(ours, theirs, cv2.USAC_MAGSAC, REPROJECTION_PX, maxIters=5000, confidence=0.999)
    if found is None or mask is None or not np.isfinite(found).all():
        return None
    matrix = np.asarray(found / found[2, 2], np.float64)
    kept = mask.ravel().astype(bool)
    stretch = np.linalg.svd(matrix[:2, :2], compute_uv=False)
    turned = np.linalg.det(matrix[:2, :2]) <= 0  # mirroring is tried on its own; here it would be a fold
    if turned or stretch[1] < 0.05 or stretch[0] > 20 or stretch[0] / stretch[1] > 3:
        return None
    if np.abs(matrix[2, :2]).max() > 0.004:  # a perspective stronger than a screen filmed from well aside
        return None
    return matrix, kept


def inside_both(
    ours: npt.NDArray[np.float64], theirs: npt.NDArray[np.float64], matrix: Matrix
) -> npt.NDArray[np.bool_]:
    """Which matched places (n, 2), in shares of the sides, lie in the part that both pictures show: what lies round an
    inserted picture was matched with anything, and says nothing of it."""
    there, here = project(matrix, ours), project(np.asarray(np.linalg.inv(matrix), np.float64), theirs)
    return np.asarray(((there >= 0) & (there <= 1) & (here >= 0) & (here <= 1)).all(axis=1), np.bool_)


def distinct(ours: npt.NDArray[np.float64], theirs: npt.NDArray[np.float64]) -> int:
    """Inliers that differ by a few pixels on both sides: one corner found at four scales is one detail."""
    one = {tuple(point) for point in np.round(ours / 4).astype(int).tolist()}
    other = {tuple(point) for point in np.round(theirs / 4).astype(int).tolist()}
    return min(len(one), len(other))


def overlap_of(matrix: Matrix) -> float:
    """Share of the first picture that lands inside the second, on a 24 × 24 grid."""
    steps = (np.arange(24) + 0.5) / 24
    grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    landed = project(matrix, grid)
    return float(((landed >= 0) & (landed <= 1)).all(axis=1).mean())


def agreement_of(a: Grey, b: Grey, matrix: Matrix) -> float:
    """Lay the coarser over the finer and correlate blocks: share of textured blocks with a correlation >= AGREES."""
    to_pixels_b = np.diag([b.shape[1], b.shape[0], 1.0])
    from_pixels_a = np.diag([1 / a.shape[1], 1 / a.shape[0], 1.0])
    pixel_matrix = to_pixels_b @ matrix @ from_pixels_a
    if abs(np.linalg.det(pixel_matrix[:2, :2])) > 1:  # b is the finer: bring it onto a
        a, b, pixel_matrix = b, a, np.asarray(np.linalg.inv(pixel_matrix), np.float64)
    size = (b.shape[1], b.shape[0])
    laid = cv2.warpPerspective(a, pixel_matrix, size, flags=cv2.INTER_AREA)
    covered = cv2.warpPerspective(np.full_like(a, 255), pixel_matrix, size, flags=cv2.INTER_NEAREST)
    first, second = (cv2.GaussianBlur(side, (0, 0), 1.0).astype(np.float32) - 128 for side in (laid, b))
    return _agreeing_blocks(first, second, covered == 255, _block(covered))


def _agreeing_blocks(
    first: npt.NDArray[np.float32], second: npt.NDArray[np.float32], covered: npt.NDArray[np.bool_], step: int
) -> float:
    """Share of the blocks, half overlapping, that have texture in either picture and agree; -1 below four such."""

    def means(values: npt.NDArray[np.generic]) -> Matrix:
        summed = cv2.boxFilter(np.asarray(values, np.float64), -1, (step, step), anchor=(0, 0))
        return np.asarray(summed[: 1 - step : step // 2, : 1 - step : step // 2], np.float64)

    whole = means(covered) > 1 - 0.5 / step**2
    mean_one, mean_other = means(first), means(second)
    spread_one = np.sqrt(np.maximum(means(first * first) - mean_one**2, 0))
    spread_other = np.sqrt(np.maximum(means(second * second) - mean_other**2, 0))
    together = means(first * second) - mean_one * mean_other
    textured = whole & (np.maximum(spread_one, spread_other) >= TEXTURED)
    if textured.sum() < 4:
        return -1.0
    agrees = (np.minimum(spread_one, spread_other) > 0.5) & (together >= AGREES * spread_one * spread_other)
    return float((agrees & textured).sum() / textured.sum())


def _block(covered: npt.NDArray[np.generic]) -> int:
    """Blocks of 16 pixels, fewer where the overlap itself is small."""
    height, width = (int((np.asarray(covered) != 0).any(axis=axis).sum()) for axis in (1, 0))
    return max(8, min(BLOCK, min(height, width) // 4))


def window_of(matrix: Matrix) -> Region | None:
    """The box of the second picture that the first one fills, in millionths; None where it lies outside."""
    corners = project(matrix, np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64))
    low, high = np.clip(corners.min(axis=0), 0, 1), np.clip(corners.max(axis=0), 0, 1)
    if (high - low).min() < 0.02:
        return None
    x, y = (int(value * MILLIONTHS) for value in low)
    width, height = (int(value * MILLIONTHS) for value in high - low)
    return Region(x, y, width, height)


def shared_windows(found: Fit) -> Windows:
    """The parts of a and of b that both show; None where that is nearly all of a picture."""
    in_b = window_of(found.matrix)
    in_a = window_of(np.asarray(np.linalg.inv(found.matrix), np.float64))
    if in_a is not None and found.mirrored:
        in_a = Region(MILLIONTHS - in_a.x - in_a.width, in_a.y, in_a.width, in_a.height)
    return _if_part(in_a), _if_part(in_b)


def _if_part(window: Region | None) -> Region | None:
    return window if window is not None and window.area < NEARLY_ALL else None


def has_frame(grey: Grey, region: Region) -> bool:
    """Whether the window stands out from what is round it: an inserted picture has straight edges, a crop has none.

    True where at least two inner sides of the window are clearly stronger than lines beside them, and what lies outside
    is no plain border.
    """
    height, width = grey.shape
    left, right = region.x * width // MILLIONTHS, (region.x + region.width) * width // MILLIONTHS
    top, bottom = region.y * height // MILLIONTHS, (region.y + region.height) * height // MILLIONTHS
    levels = grey.astype(np.float32)
    outside = np.ones(grey.shape, bool)
    outside[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = False
    if outside.mean() < 0.1 or levels[outside].std() < 8 or _is_smooth(levels, outside):
        return False
    strong = 0
    for edge, start, end, axis in (
        (left, top, bottom, 1),
        (right, top, bottom, 1),
        (top, left, right, 0),
        (bottom, left, right, 0),
    ):
        strong += _stands_out(levels, edge, start, end, axis)
    return strong >= 2


def _is_smooth(levels: npt.NDArray[np.float32], outside: npt.NDArray[np.bool_]) -> bool:
    """Whether what lies outside is a blurred filling, as phones and broadcasters put beside upright films."""
    fine = np.abs(levels - cv2.GaussianBlur(levels, (0, 0), 2.0))
    return float(fine[outside].mean()) < 0.35 * float(fine[~outside].mean() + 1e-6)


def _stands_out(levels: npt.NDArray[np.float32], edge: int, start: int, end: int, axis: int) -> bool:
    lines = levels if axis == 0 else levels.T
    if edge < 4 or edge > len(lines) - 4 or end - start < 8:
        return False
    steps = np.abs(np.diff(lines[edge - 4 : edge + 4, start:end], axis=0)).mean(axis=1)
    return float(steps[2:5].max()) > 6 and float(steps[2:5].max()) > 2.0 * float(np.median(steps[[0, 1, 5, 6]]) + 0.5)
