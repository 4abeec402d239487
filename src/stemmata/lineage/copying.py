"""How well one still explains another as its copy: laid over it, toned, coded as it is, and what then is left.

A copy keeps less than it was made from. What was shrunk, cropped or coarsely coded can be imitated from the parent and
not undone from the child, so the cost of p -> c and that of c -> p differ (Dias, Rocha and Goldenstein, TIFS 2012). The
blocks that fit worst are left out, since a logo is no sign of distance; what the child shows and the parent does not
have counts apart, since no copy gains a margin.
"""

from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from stemmata.fingerprint.rendition import Rendition

POINTS = 1200
RATIO = 0.8
WITHIN_PX = 2.0
LEAST_INLIERS = 12
BLOCK = 16
KEPT_SHARE = 0.85
"""Of the blocks, those that fit best: logos and captions cover less than the rest."""
UNCOVERED = 0.012
"""Share of a child that a parent may miss by the error of laying one over the other alone."""
UNCOVERED_WEIGHT, ENLARGED_WEIGHT, ENLARGED = 40.0, 3.0, 0.02
"""As measured on nine families in research/lineage.md 3.3; not changed since."""

Matrix = npt.NDArray[np.float64]
Colours = npt.NDArray[np.uint8]
Levels = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Details:
    """points (k, 2) x, y in pixels; described (k, 128) RootSIFT."""

    points: npt.NDArray[np.float32]
    described: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Copying:
    """What p -> c comes to. left: mean square over the KEPT_SHARE of blocks, in levels²; uncovered: share of c that p
    lacks; scale: c's pixels for one of p's, above 1 where c would be enlarged; inliers: details on the movement."""

    left: float
    uncovered: float
    scale: float
    inliers: int

    @property
    def cost(self) -> float:
        enlarged = max(0.0, float(np.log(self.scale)) - ENLARGED)
        uncovered = max(0.0, self.uncovered - UNCOVERED)
        return float(np.log(self.left + 0.5)) + UNCOVERED_WEIGHT * uncovered + ENLARGED_WEIGHT * enlarged


def details(still: Rendition) -> Details:
    grey = cv2.cvtColor(still.pixels, cv2.COLOR_RGB2GRAY)
    found, raw = cv2.SIFT.create(nfeatures=POINTS, contrastThreshold=0.02).detectAndCompute(grey, None)
    if raw is None:
        return Details(np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32))
    described = np.asarray(raw, np.float32)
    described = np.sqrt(described / np.maximum(described.sum(axis=1, keepdims=True), 1e-6))
    return Details(np.array([point.pt for point in found], np.float32), described)


def movement(one: Details, other: Details) -> tuple[Matrix, int] | None:
    """(2, 3) from one's pixels to other's, and the details that follow it; None where too few do."""
    if min(len(one.points), len(other.points)) < LEAST_INLIERS:
        return None
    alike = one.described @ other.described.T
    nearest = alike.argmax(axis=1)
    best = alike[np.arange(len(alike)), nearest]
    alike[np.arange(len(alike)), nearest] = -1
    distinct = 2 - 2 * best < RATIO**2 * (2 - 2 * alike.max(axis=1))
    ours, theirs = one.points[distinct], other.points[nearest[distinct]]
    if len(ours) < LEAST_INLIERS:
        return None
    cv2.setRNGSeed(1)
    matrix, inside = cv2.estimateAffine2D(
        ours, theirs, method=cv2.RANSAC, ransacReprojThreshold=WITHIN_PX, maxIters=2000, refineIters=0
    )
    if matrix is None or int(inside.sum()) < LEAST_INLIERS:
        return None
    fits = inside[:, 0] > 0
    for _ in range(2):  # least squares over all that fits, then over all that fits it
        lifted = np.c_[ours[fits], np.ones(fits.sum())]
        matrix = np.linalg.lstsq(lifted, theirs[fits].astype(np.float64), rcond=None)[0].T
        fits = np.hypot(*(np.c_[ours, np.ones(len(ours))] @ matrix.T - theirs).T) <= WITHIN_PX
        if fits.sum() < LEAST_INLIERS:
            return None
    return np.asarray(matrix, np.float64), int(fits.sum())


def both_ways(
    one: Rendition, other: Rendition, one_details: Details, other_details: Details
) -> tuple[Copying, Copying] | None:
    """(one -> other, other -> one); None where no movement lays them over each other."""
    found = movement(one_details, other_details)
    if found is None:
        return None
    matrix, inliers = found
    back = cv2.invertAffineTransform(matrix)
    return copying(one, other, matrix, inliers), copying(other, one, np.asarray(back, np.float64), inliers)


def copying(parent: Rendition, child: Rendition, matrix: Matrix, inliers: int) -> Copying:
    """`matrix` (2, 3) from the parent's pixels to the child's."""
    height, width = child.pixels.shape[:2]
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    pixels: Colours = parent.pixels
    onto = matrix
    if scale < 1:
        small = (
            max(1, round(pixels.shape[1] * scale)),
            max(1, round(pixels.shape[0] * scale)),
        )
        shrunk = np.array([small[0] / pixels.shape[1], small[1] / pixels.shape[0]])
        pixels = np.asarray(cv2.resize(pixels, small, interpolation=cv2.INTER_AREA), np.uint8)
        # pixel centres: x' = (x + 0.5) s - 0.5
        onto = np.c_[matrix[:, :2] / shrunk, matrix[:, 2] + matrix[:, :2] @ (0.5 / shrunk - 0.5)]
    laid = np.asarray(
        cv2.warpAffine(pixels, onto, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )
    inside = cv2.warpAffine(np.full(pixels.shape[:2], 255, np.uint8), onto, (width, height)) > 250
    uncovered = 1 - float(inside.mean())
    toned = _toned(laid, child.pixels, inside)
    blocks = _blocks(_coded(toned, child), child.pixels, inside)
    left = float("inf") if not len(blocks) else float(blocks[: max(1, int(KEPT_SHARE * len(blocks)))].mean())
    native = scale * (parent.pixels.shape[1] / parent.width) / (child.pixels.shape[1] / child.width)
    return Copying(min(left, 255.0**2), uncovered, native, inliers)


def _toned(laid: Colours, child: Colours, inside: npt.NDArray[np.bool_]) -> Colours:
    """With the child's contrast and brightness in each channel, as the blocks have them that fit best: a white caption
    would move a mean over all."""
    ours, theirs = _block_means(laid, inside), _block_means(child, inside)
    if len(ours) < LEAST_INLIERS:
        return laid
    rows = np.arange(len(ours))
    for _ in range(4):
        gain, offset = _line(ours[rows], theirs[rows])
        off = np.abs(gain * ours + offset - theirs).max(axis=1)
        rows = np.argsort(off, kind="stable")[: max(LEAST_INLIERS, int(KEPT_SHARE * len(off)))]
    return np.asarray(np.clip(laid * gain + offset + 0.5, 0, 255), np.uint8)


def _line(ours: Levels, theirs: Levels) -> tuple[Levels, Levels]:
    """(3,) gain and offset of each channel, by least squares; 1 and the difference where nothing varies."""
    middle, other = ours.mean(axis=0), theirs.mean(axis=0)
    spread = ((ours - middle) ** 2).mean(axis=0)
    together = ((ours - middle) * (theirs - other)).mean(axis=0)
    gain = np.where(spread > 1, together / np.maximum(spread, 1), 1).astype(np.float32)
    return gain, np.asarray(other - gain * middle, np.float32)


def _block_means(pixels: Colours, inside: npt.NDArray[np.bool_]) -> Levels:
    """(n, 3) of the blocks that lie inside."""
    rows, columns = (side // BLOCK for side in pixels.shape[:2])
    cut = (slice(rows * BLOCK), slice(columns * BLOCK))
    means = cv2.resize(pixels[cut].astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    whole = inside[cut].reshape(rows, BLOCK, columns, BLOCK).all(axis=(1, 3))
    return np.asarray(means.reshape(rows, columns, 3)[whole], np.float32)


def _coded(pixels: Colours, child: Rendition) -> Colours:
    """As the child's file would hold it. Only where its pixels are those of a JPEG as stored."""
    if not len(child.tables) or child.pixels.shape[1] != child.width:
        return pixels
    tables = [table.tolist() for table in child.tables]
    made = BytesIO()
    Image.fromarray(pixels).save(made, "JPEG", qtables=tables, subsampling=max(child.sampling, 0))
    return np.asarray(Image.open(made).convert("RGB"))


def _blocks(laid: Colours, child: Colours, inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """Mean squares of the blocks that lie inside, smallest first."""
    off = ((laid.astype(np.float32) - child) ** 2).mean(axis=2)
    rows, columns = (side // BLOCK * BLOCK for side in off.shape)
    shape = (rows // BLOCK, BLOCK, columns // BLOCK, BLOCK)
    mean = off[:rows, :columns].reshape(shape).mean(axis=(1, 3))
    whole = inside[:rows, :columns].reshape(shape).all(axis=(1, 3))
    return np.asarray(np.sort(mean[whole]), np.float32)
