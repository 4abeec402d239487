"""One picture laid over another, to a fraction of a pixel: where a parent's pixels come to lie in its child.

Matching says which window of the one the other fills, to a pixel or two of a small picture. Direction stands in the
finest structure, so the movement is measured again in full size, and snapped to whole pixels or to the whole frame
where it comes that close: only then do the blocks to which both were rounded lie on each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Plane = npt.NDArray[np.uint8]
Levels = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]

CORNERS, FLOW_PX, LEAST_FOLLOWED = 300, 15, 12
WITHIN_PX = 0.6
SNAPPED_PX = 0.35
"""Of a corner. The movement is known to a tenth of a pixel; nobody shifts a picture by a third of one."""
SHRUNK = 0.985
"""Above this two sizes of a picture are taken for one where a picture is turned."""
UPRIGHT = 1e-3
"""Of the matrix's off-diagonal: a pixel over a thousand."""
FILTERS = {
    "box": Image.Resampling.BOX,
    "triangle": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
"""By which pictures are resized; all but one of the common programs average over the area that a pixel covers."""
BETWEEN = {
    "box": cv2.INTER_LINEAR,
    "triangle": cv2.INTER_LINEAR,
    "bicubic": cv2.INTER_CUBIC,
    "lanczos": cv2.INTER_LANCZOS4,
}
"""By which values between pixels are found where a picture was turned; FFmpeg and phones take the linear one."""
ENLARGED = 1.35
"""From here on what was enlarged is no copy that anybody needs to be told from another by its filter."""


@dataclass(frozen=True, slots=True, eq=False)
class Laying:
    """matrix (2, 3): pixel centres of the parent, mirrored first where `mirrored`, onto those of the child. scale: the
    child's pixels for one of the parent's."""

    matrix: Matrix
    mirrored: bool

    @property
    def scale(self) -> float:
        return float(np.sqrt(abs(np.linalg.det(self.matrix[:, :2]))))

    @property
    def shift(self) -> tuple[int, int] | None:
        """(x, y) where every pixel of the one lies on a pixel of the other."""
        if self.mirrored or not (self.matrix[:, :2] == np.eye(2)).all():
            return None
        return int(self.matrix[0, 2]), int(self.matrix[1, 2])

    def back(self, parent: Plane, child: Plane) -> "Laying":
        """From the child onto the parent."""
        inverse = np.asarray(np.linalg.inv(np.vstack([self.matrix, [0, 0, 1]])), np.float64)
        if self.mirrored:
            inverse = _mirror(parent.shape[1]) @ inverse @ _mirror(child.shape[1])
        return Laying(inverse[:2], self.mirrored)


def _mirror(width: int) -> Matrix:
    return np.array([[-1.0, 0, width - 1], [0, 1, 0], [0, 0, 1]])


def begun(shares: Sequence[float], *, mirrored: bool, parent: Plane, child: Plane) -> Laying:
    """From a movement as matching keeps it: 9 numbers, row by row, from shares of the parent's sides to the child's."""
    (height, width), (child_height, child_width) = parent.shape, child.shape
    whole = (
        np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])
        @ np.diag([child_width, child_height, 1.0])
        @ np.array(shares, np.float64).reshape(3, 3)
        @ np.diag([1 / width, 1 / height, 1.0])
        @ np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    )
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height], [width / 2, height / 2]], np.float64)
    lifted = np.c_[corners, np.ones(len(corners))]
    there = lifted @ whole.T
    return Laying(np.linalg.lstsq(lifted, there[:, :2] / there[:, 2:], rcond=None)[0].T, mirrored)


def refined(parent: Plane, child: Plane, start: Laying) -> Laying:
    """The same movement as the corners of the smaller one follow it; `start` where too few can be followed."""
    if start.scale > 1:
        return refined(child, parent, start.back(parent, child)).back(child, parent)
    shown = parent[:, ::-1] if start.mirrored else parent
    matrix = start.matrix
    for _ in range(2):
        step = _followed(shown, child, matrix)
        if step is None:
            break
        matrix = (step @ np.vstack([matrix, [0, 0, 1]]))[:2]
    return Laying(_snapped(matrix, parent.shape, child.shape), start.mirrored)


def _followed(shown: Plane, child: Plane, matrix: Matrix) -> Matrix | None:
    """(3, 3) from where the parent's corners lie now to where the child has them."""
    now, inside = _warped(shown, matrix, child.shape)
    reach = cv2.erode(inside, np.ones((FLOW_PX, FLOW_PX), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    corners = cv2.goodFeaturesToTrack(child, CORNERS, 0.01, 8, mask=reach)
    if corners is None or len(corners) < LEAST_FOLLOWED:
        return None
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        child, now, corners, corners.copy(), winSize=(FLOW_PX, FLOW_PX), maxLevel=2
    )
    kept = found[:, 0] > 0
    ours, theirs = moved[kept, 0], corners[kept, 0]
    if len(ours) < LEAST_FOLLOWED:
        return None
    cv2.setRNGSeed(1)
    rough, fits = cv2.estimateAffine2D(
        ours, theirs, method=cv2.RANSAC, ransacReprojThreshold=WITHIN_PX, maxIters=500, refineIters=0
    )
    if rough is None or int(fits.sum()) < LEAST_FOLLOWED:
        return None
    on = fits[:, 0] > 0
    lifted = np.c_[ours[on], np.ones(int(on.sum()))].astype(np.float64)
    step = np.linalg.lstsq(lifted, theirs[on].astype(np.float64), rcond=None)[0].T
    return np.vstack([step, [0, 0, 1]])


def _snapped(matrix: Matrix, parent: tuple[int, ...], child: tuple[int, ...]) -> Matrix:
    """Whole pixels, or the whole frame on the whole frame, where all corners come that close to it."""
    (height, width), (child_height, child_width) = parent, child
    corners = np.array([[0, 0, 1], [width - 1, 0, 1], [0, height - 1, 1], [width - 1, height - 1, 1]], np.float64)
    middle = matrix @ np.array([(width - 1) / 2, (height - 1) / 2, 1])
    shift = np.round(middle - [(width - 1) / 2, (height - 1) / 2])
    across, down = child_width / width, child_height / height
    framed = np.array([[across, 0, across / 2 - 0.5], [0, down, down / 2 - 0.5]])
    for candidate in (np.c_[np.eye(2), shift], framed):
        if np.abs(corners @ (matrix - candidate).T).max() <= SNAPPED_PX:
            return candidate
    return matrix


def laid(plane: Plane, laying: Laying, shape: tuple[int, int], how: str, *, halves: bool = False) -> Levels:
    """(h, w) of the parent's plane in the child's frame, NaN outside of it. `halves`: both planes are half as large as
    those between which `laying` leads. `how`: a key of FILTERS."""
    shown = plane[:, ::-1] if laying.mirrored else plane
    matrix = laying.matrix
    if halves:
        double = np.array([[2.0, 0, 0.5], [0, 2, 0.5], [0, 0, 1]])
        matrix = (np.linalg.inv(double) @ np.vstack([matrix, [0, 0, 1]]) @ double)[:2]
    if laying.shift is None and laying.scale < ENLARGED and np.abs(matrix[[0, 1], [1, 0]]).max() <= UPRIGHT:
        return _boxed(shown, matrix, shape, how)
    values, inside = _warped(np.ascontiguousarray(shown), matrix, shape, how)
    return np.where(inside > 0, values, np.nan).astype(np.float32)


def _boxed(shown: Plane, matrix: Matrix, shape: tuple[int, int], how: str) -> Levels:
    """Shrunk along the axes: of the child's pixels, those that the parent covers whole."""
    result = np.full(shape, np.nan, np.float32)
    edges = []
    for axis, (length, size) in enumerate(zip(shape[::-1], shown.shape[::-1], strict=True)):
        rate, shift = matrix[axis, axis], matrix[axis, 2]
        # pixel k of the child spans [k, k + 1) there, and [(k - shift - 0.5) / rate + 0.5, ...) in the parent
        begin = max(0, int(np.ceil(shift + 0.5 - 0.5 * rate - 1e-3)))
        end = min(length, int(np.floor(shift + 0.5 + (size - 0.5) * rate + 1e-3)))
        if end <= begin:
            return result
        low, high = ((at - shift - 0.5) / rate + 0.5 for at in (begin, end))
        edges.append((begin, end, max(0.0, low), min(float(size), high)))
    (left, right, x0, x1), (top, bottom, y0, y1) = edges
    image = Image.fromarray(np.ascontiguousarray(shown))
    made = image.resize((right - left, bottom - top), FILTERS[how], box=(x0, y0, x1, y1))
    result[top:bottom, left:right] = np.asarray(made)
    return result


def _warped(shown: Plane, matrix: Matrix, shape: tuple[int, ...], by: str = "bicubic") -> tuple[Plane, Plane]:
    """(values, 255 where the parent has some)."""
    size = (shape[1], shape[0])
    shift = matrix[:, 2]
    if (matrix[:, :2] == np.eye(2)).all() and (shift == np.round(shift)).all():
        how = cv2.INTER_NEAREST
    else:
        how = BETWEEN[by]
        shown, matrix = _halfway(shown, matrix)
    values = cv2.warpAffine(shown, matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.full(shown.shape, 255, np.uint8), matrix, size)
    return np.asarray(values, np.uint8), np.asarray(np.where(inside > 250, 255, 0), np.uint8)


def _halfway(shown: Plane, matrix: Matrix) -> tuple[Plane, Matrix]:
    """Shrunk by area first, so that the warp skips no pixels."""
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    if scale >= SHRUNK:
        return shown, matrix
    size = tuple(max(1, round(side * scale)) for side in shown.shape[::-1])
    rate = np.array([size[0] / shown.shape[1], size[1] / shown.shape[0]])
    small = np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), np.uint8)
    # pixel centres: x' = (x + 0.5) rate - 0.5
    return small, np.c_[matrix[:, :2] / rate, matrix[:, 2] + matrix[:, :2] @ (0.5 / rate - 0.5)]
