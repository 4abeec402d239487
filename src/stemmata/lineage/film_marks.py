"""What lies over one of two films where the other shows what is under it: a mark stays while the picture moves."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.float32]

CLEAR_LEVELS, CLEAR_TIMES = 6.0, 4.0
"""By how much a mean over frames must differ: in levels, and in times what it differs elsewhere in the middle."""
SPREAD = 1.5
"""A standard deviation for the middle absolute value of what is spread normally."""
LEAST_SHARE = 0.0008
JOINED_PX = 9
TOLD = 0.15
"""By how much one side must be the stiller for the mark to be its own, in nats."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Shares of the common picture over which something lies: on one's side, on other's, on a side that is not told."""

    one: float
    other: float
    untold: float

    def turned(self) -> "Marks":
        return Marks(self.other, self.one, self.untold)


def marks(theirs: Levels, lies: Levels, inside: npt.NDArray[np.bool_]) -> Marks:
    """Of (k, h, w) frames of `other` and of `one` as it lies over them, where `inside`."""
    off = np.where(inside, (theirs - lies).mean(axis=0), 0).astype(np.float32)
    soft = cv2.GaussianBlur(off, (0, 0), 1.0)
    middle = float(np.median(np.abs(soft[inside]))) if inside.any() else 0.0
    core = cv2.erode(inside.astype(np.uint8), np.ones((5, 5), np.uint8), borderValue=0)
    clear = (np.abs(soft) > max(CLEAR_LEVELS, CLEAR_TIMES * SPREAD * middle)) & (core > 0)
    seen = cv2.morphologyEx(clear.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    joined = cv2.dilate(seen, np.ones((JOINED_PX, JOINED_PX), np.uint8))
    count, labels, _, _ = cv2.connectedComponentsWithStats(joined)
    area = float(max(1, inside.sum()))
    shares = [0.0, 0.0, 0.0]
    if count == 1:
        return Marks(*shares)
    spread = [np.log(np.nan_to_num(stack).std(axis=0) + 1.0) for stack in (lies, theirs)]
    fine = [np.log(_edges(np.nan_to_num(stack).mean(axis=0)) + 1.0) for stack in (lies, theirs)]
    for label in range(1, count):
        own = (labels == label) & (seen > 0)
        share = float(own.sum()) / area
        if share < LEAST_SHARE:
            continue
        stiller = float((spread[0] - spread[1])[own].mean())  # above 0: other's is the stiller
        sharper = float((fine[1] - fine[0])[own].mean())
        told = stiller + 0.5 * sharper
        shares[1 if told > TOLD else 0 if told < -TOLD else 2] += share
    return Marks(*shares)


def _edges(mean: Levels) -> Levels:
    level = mean.astype(np.float32)
    across, down = cv2.Sobel(level, cv2.CV_32F, 1, 0), cv2.Sobel(level, cv2.CV_32F, 0, 1)
    return np.asarray(cv2.GaussianBlur(np.sqrt(across**2 + down**2), (0, 0), 2.0), np.float32)
