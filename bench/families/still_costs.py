"""The literature's dissimilarity of two stills: how badly one explains the other as its copy.

Dias, Rocha and Goldenstein, "Image Phylogeny by Minimal Spanning Trees", IEEE TIFS 7(2), 2012: details and RANSAC lay
the parent over the child, each channel takes the child's mean and spread, the child's quantisation tables are applied,
and what is left is the mean squared error over the child's picture. The child keeps less than the parent, so the two
directions differ. What the papers leave open (the filter, pixels that the parent lacks) was chosen once, on families of
seed 41, as what serves this method best.

Nothing here is shared with the estimator that is measured against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from example.textures import Picture
from PIL import Image, JpegImagePlugin

Costs = npt.NDArray[np.float64]
"""(n, n): [parent, child], levels²; infinite where no movement lays one over the other, and from a file to itself."""
Matrix = npt.NDArray[np.float64]
"""(2, 3), from the parent's pixels to the child's."""

POINTS = 1_200
RATIO = 0.8
WITHIN_PX = 2.0
LEAST_INLIERS = 12
RIM_PX = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture and its details. points (k, 2) x, y; described (k, 128), of length 1; `tables`: a JPEG's, else None;
    `sampling` of its chroma as Pillow numbers it."""

    pixels: Picture
    points: npt.NDArray[np.float32]
    described: npt.NDArray[np.float32]
    tables: Sequence[Sequence[int]] | None = None
    sampling: int = 0


def still_costs(paths: Sequence[Path]) -> Costs:
    """Of one family's files. Where one cannot be read, Pillow's own errors are raised."""
    seen = [read(path) for path in paths]
    costs = np.full((len(seen), len(seen)), np.inf)
    for one, other in combinations(range(len(seen)), 2):
        found = movement(seen[one], seen[other])
        if found is not None:
            back = np.asarray(cv2.invertAffineTransform(found), np.float64)
            costs[one, other] = left_over(seen[one], seen[other], found)
            costs[other, one] = left_over(seen[other], seen[one], back)
    return costs


def read(path: Path) -> Seen:
    with Image.open(path) as image:
        tables, sampling = None, 0
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            tables = [list(image.quantization[at]) for at in sorted(image.quantization)]
            sampling = max(0, JpegImagePlugin.get_sampling(image))
        pixels = np.asarray(image.convert("RGB"), np.uint8)
    return Seen(pixels, *detailed(pixels, POINTS), tables, sampling)


def detailed(pixels: Picture, most: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Points (k, 2) and what is around them (k, 128): RootSIFT (Arandjelović and Zisserman, CVPR 2012)."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    found, raw = cv2.SIFT.create(nfeatures=most).detectAndCompute(grey, None)
    if raw is None:
        return np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32)
    described = np.asarray(raw, np.float32)
    described = np.sqrt(described / np.maximum(described.sum(axis=1, keepdims=True), 1e-6))
    return np.array([point.pt for point in found], np.float32), described


def movement(one: Seen, other: Seen) -> Matrix | None:
    """None where too few details agree on one."""
    if min(len(one.points), len(other.points)) < LEAST_INLIERS:
        return None
    alike = one.described @ other.described.T
    nearest = alike.argmax(axis=1)
    best = alike[np.arange(len(alike)), nearest]
    alike[np.arange(len(alike)), nearest] = -1.0
    distinct = 2 - 2 * best < RATIO**2 * (2 - 2 * alike.max(axis=1))
    ours, theirs = one.points[distinct], other.points[nearest[distinct]]
    if len(ours) < LEAST_INLIERS:
        return None
    cv2.setRNGSeed(1)
    matrix, inside = cv2.estimateAffine2D(
        ours, theirs, method=cv2.RANSAC, ransacReprojThreshold=WITHIN_PX, maxIters=2_000, refineIters=0
    )
    if matrix is None or int(inside.sum()) < LEAST_INLIERS:
        return None
    fits = inside[:, 0] > 0
    for _ in range(2):  # least squares over all that fits, then over all that fits it
        lifted = np.c_[ours, np.ones(len(ours))]
        matrix = np.linalg.lstsq(lifted[fits], theirs[fits].astype(np.float64), rcond=None)[0].T
        fits = np.hypot(*(lifted @ matrix.T - theirs).T) <= WITHIN_PX
        if fits.sum() < LEAST_INLIERS:
            return None
    return None if abs(np.linalg.det(matrix[:, :2])) < 1e-4 else np.asarray(matrix, np.float64)


def left_over(parent: Seen, child: Seen, matrix: Matrix) -> float:
    """Mean squared error over the child's picture, levels². What the parent lacks is black, as a warp leaves it.

    Not so within RIM_PX of what it has: no movement is that exact, and a black rim would outweigh all else.
    """
    laid, inside = _laid(parent.pixels, matrix, child.pixels.shape[1::-1])
    if not inside.any():
        return float("inf")
    made = _coded(_toned(laid, child.pixels, inside), child)
    return float(cv2.norm(made, child.pixels, cv2.NORM_L2SQR)) / child.pixels.size


def _laid(pixels: Picture, matrix: Matrix, size: Sequence[int]) -> tuple[Picture, npt.NDArray[np.uint8]]:
    """Over a picture of this width and height, and a mask of where it is; shrunk by area first, or it would alias."""
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    onto = matrix
    if scale < 1:
        small = tuple(max(1, round(side * scale)) for side in pixels.shape[1::-1])
        shrunk = np.array([small[0] / pixels.shape[1], small[1] / pixels.shape[0]])
        pixels = np.asarray(cv2.resize(pixels, small, interpolation=cv2.INTER_AREA), np.uint8)
        # pixel centres: x' = (x + 0.5) s - 0.5
        onto = np.c_[matrix[:, :2] / shrunk, matrix[:, 2] + matrix[:, :2] @ (0.5 / shrunk - 0.5)]
    to = int(size[0]), int(size[1])
    laid = cv2.warpAffine(pixels, onto, to, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.full(pixels.shape[:2], 255, np.uint8), onto, to)
    return np.asarray(laid, np.uint8), np.asarray((inside > 250).astype(np.uint8))


def _toned(laid: Picture, child: Picture, inside: npt.NDArray[np.uint8]) -> Picture:
    """With the child's mean and spread in each channel, both over where the parent is."""
    ours, our_spread = (value[:, 0] for value in cv2.meanStdDev(laid, mask=inside))
    theirs, their_spread = (value[:, 0] for value in cv2.meanStdDev(child, mask=inside))
    gain = their_spread / np.maximum(our_spread, 1e-3)
    level = np.arange(256)[:, None]
    table = np.clip(np.rint((level - ours) * gain + theirs), 0, 255).astype(np.uint8)[None]
    toned = np.asarray(cv2.LUT(laid, table), np.uint8)
    shown = cv2.dilate(inside, np.ones((2 * RIM_PX + 1, 2 * RIM_PX + 1), np.uint8))
    return np.asarray(cv2.bitwise_and(toned, toned, mask=shown), np.uint8)


def _coded(pixels: Picture, child: Seen) -> Picture:
    """As the child's file would hold it, where that is a JPEG."""
    if child.tables is None:
        return pixels
    made = BytesIO()
    Image.fromarray(pixels).save(
        made, "JPEG", qtables=[list(table) for table in child.tables], subsampling=child.sampling
    )
    return np.asarray(Image.open(made).convert("RGB"), np.uint8)
